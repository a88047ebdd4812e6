//! Names of categories below vertical bars and lines. In: the names, the width of a band. Out:
//! wrapped, slanted or thinned names, the space that they need, their drawing.

use crate::chart::layout::area::Area;
use crate::chart::layout::text_measure::{Weight, shorten, widest, width, wrap};
use crate::chart::spacing::{Bands, Spacing};
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::Stroke;
use crate::chart::svg::group::Group;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::svg::value_axis::TITLE_ROW;
use crate::chart::theme::Theme;

/// Slope of names that do not fit side by side, in degrees (counter-clockwise).
const SLOPE: i32 = 35;
/// Longest slanted name in pixels.
const LONGEST: f64 = 170.0;
/// The least space between two names at their places.
const APART: f64 = 16.0;
const TOP: f64 = 6.0;
const LINE: f64 = 1.15;
const GROUP_LINES: usize = 2;

/// Neighbouring categories of one group: its label and the range of categories.
pub(crate) struct Run<'data> {
    /// Its label.
    pub(crate) label: &'data str,
    /// First category.
    pub(crate) start: usize,
    /// One past the last category.
    pub(crate) end: usize,
}

/// Writes the title of the axis in the middle below the names.
pub(crate) fn draw_title(canvas: &Canvas, title: &str, area: Area, bottom: f64, theme: &Theme) {
    if title.is_empty() {
        return;
    }
    let style = TextStyle::new(theme.small_size, theme.muted).anchored(Anchor::Middle);
    let y = bottom - TITLE_ROW / 2.0 - 6.0;
    let middle = (area.left + area.width / 2.0, y);
    canvas.text_within(middle, title, &style, area.width);
}

/// How names are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Posture {
    /// Horizontal, each within its own band.
    Wrapped,
    /// Horizontal, every n-th one.
    Thinned(usize),
    /// Slanted.
    Slanted,
    /// Horizontal, those that have room at their places.
    Placed,
}

/// The names, laid out.
pub(crate) struct CategoryRow<'data> {
    names: Vec<&'data str>,
    posture: Posture,
    style: TextStyle,
    labels: Vec<Vec<String>>,
    /// Height of the names in pixels, without groups.
    names_height: f64,
    /// Pixels that slanted names need to the left of the plot.
    pub(crate) left: f64,
    /// Where the names are, if not each in its band.
    spacing: Spacing,
}

impl<'data> CategoryRow<'data> {
    /// Measures names for bands of `band` pixels. If they do not fit, `ordered` names (months) are
    /// thinned out, others are slanted.
    pub(crate) fn measure(names: Vec<&'data str>, band: f64, ordered: bool, theme: &Theme) -> Self {
        let style = TextStyle::new(theme.small_size, theme.ink).anchored(Anchor::Middle);
        for size in [
            theme.label_size,
            theme.small_size,
            theme.smallest_size + 0.5,
        ] {
            let most = band - 4.0;
            // Ordered names are in one line or thinned out: most often the first one says which.
            let is_one_line = |name: &&str| width(name.trim(), size, Weight::Regular) <= most;
            if ordered && !names.iter().all(is_one_line) {
                continue;
            }
            let whole = |name: &&str| wrap(name, size, Weight::Regular, most, 4);
            let labels: Vec<_> = names.iter().map(whole).collect();
            let fits = labels.iter().flatten().all(|line| !line.ends_with('…'));
            let lines = labels.iter().map(Vec::len).max().unwrap_or(0);
            if fits && (lines <= 1 || (!ordered && lines <= 4)) {
                let names_height = TOP + lines as f64 * size * LINE + 4.0;
                let style = style.sized(size);
                return Self {
                    names,
                    posture: Posture::Wrapped,
                    style,
                    labels,
                    names_height,
                    left: 0.0,
                    spacing: Spacing::default(),
                };
            }
        }
        if ordered || band < style.size * 1.2 {
            Self::thinned(names, band, style)
        } else {
            Self::slanted(names, band, style)
        }
    }

    /// Measures ordered names of bands.
    pub(crate) fn along(names: Vec<&'data str>, bands: Bands<'_>, theme: &Theme) -> Self {
        let band = bands.area.width / names.len().max(1) as f64;
        if bands.spacing.is_even() {
            return Self::measure(names, band, true, theme);
        }
        let style = TextStyle::new(theme.small_size, theme.ink).anchored(Anchor::Middle);
        let mut labels: Vec<Vec<String>> = names.iter().map(|_| Vec::new()).collect();
        for at in with_room(&names, bands, style.size) {
            labels[at] = vec![shorten(names[at], style.size, Weight::Regular, LONGEST)];
        }
        Self {
            names,
            posture: Posture::Placed,
            names_height: TOP + style.size * LINE + 4.0,
            style,
            labels,
            left: 0.0,
            spacing: bands.spacing.clone(),
        }
    }

    fn thinned(names: Vec<&'data str>, band: f64, style: TextStyle) -> Self {
        let labels: Vec<_> = names
            .iter()
            .map(|name| vec![shorten(name, style.size, Weight::Regular, LONGEST)])
            .collect();
        let widest = labels
            .iter()
            .map(|l| widest(l, style.size, Weight::Regular))
            .fold(0.0, f64::max);
        let needed = ((widest + 12.0) / band.max(0.1)).ceil().max(1.0) as usize;
        // Steps that divide a year, since most ordered names are months.
        let every = [1, 2, 3, 4, 6].into_iter().find(|step| *step >= needed);
        let every = every.unwrap_or(needed.div_ceil(12) * 12);
        let names_height = TOP + style.size * LINE + 4.0;
        Self {
            names,
            posture: Posture::Thinned(every),
            style,
            labels,
            names_height,
            left: 0.0,
            spacing: Spacing::default(),
        }
    }

    fn slanted(names: Vec<&'data str>, band: f64, style: TextStyle) -> Self {
        let slope = f64::from(SLOPE).to_radians();
        let labels: Vec<_> = names
            .iter()
            .map(|name| vec![shorten(name, style.size, Weight::Regular, LONGEST)])
            .collect();
        let (mut names_height, mut left) = (0.0_f64, 0.0_f64);
        for (index, label) in labels.iter().enumerate() {
            let long = widest(label, style.size, Weight::Regular);
            names_height = names_height.max(TOP + long * slope.sin() + style.size);
            left = left.max(long * slope.cos() + 4.0 - (index as f64 + 0.5) * band);
        }
        let style = style.anchored(Anchor::End);
        Self {
            names,
            posture: Posture::Slanted,
            style,
            labels,
            names_height,
            left,
            spacing: Spacing::default(),
        }
    }

    /// Height of the names and of their groups.
    pub(crate) fn height(&self, grouped: bool) -> f64 {
        let groups = if grouped {
            GROUP_LINES as f64 * self.style.size * LINE + 12.0
        } else {
            0.0
        };
        self.names_height + groups
    }

    /// Draws the names below `area`, one per band, and the groups below them.
    pub(crate) fn draw(&self, canvas: &Canvas, area: Area, runs: &[Run<'_>], theme: &Theme) {
        let band = area.width / self.names.len().max(1) as f64;
        let line = self.style.size * LINE;
        canvas.group(
            &Group::new().class("categories").text(&self.style),
            |canvas| {
                for (index, lines) in self.labels.iter().enumerate() {
                    let is_left_out =
                        matches!(self.posture, Posture::Thinned(every) if index % every != 0);
                    if is_left_out || lines.is_empty() {
                        continue;
                    }
                    let x = area.left + self.spacing.middle(index) * band;
                    let y = area.bottom() + TOP + line / 2.0;
                    canvas.shortened(self.names[index], lines, |canvas| match self.posture {
                        Posture::Slanted => {
                            for text in lines {
                                let foot = (x + self.style.size / 3.0, area.bottom() + TOP + 2.0);
                                canvas.slanted_text(foot, text, &self.style, -SLOPE);
                            }
                        }
                        Posture::Wrapped | Posture::Thinned(_) | Posture::Placed => {
                            // A name at an end is wider than its band where others are left out.
                            let half = widest(lines, self.style.size, Weight::Regular) / 2.0;
                            let x = x.min(canvas.width() - half).max(half);
                            canvas.lines((x, y), lines, &self.style, line);
                        }
                    });
                }
            },
        );
        if !runs.is_empty() {
            self.draw_runs(canvas, area, runs, theme);
        }
    }

    fn draw_runs(&self, canvas: &Canvas, area: Area, runs: &[Run<'_>], theme: &Theme) {
        let band = area.width / self.names.len().max(1) as f64;
        let style = self.style.clone().anchored(Anchor::Middle).bold();
        let y = area.bottom() + self.names_height + 2.0;
        canvas.group(&Group::new().class("groups").text(&style), |canvas| {
            for run in runs {
                let (start, end) = (run.start as f64 * band, run.end as f64 * band);
                let lines = wrap(
                    run.label,
                    style.size,
                    Weight::Bold,
                    end - start - 6.0,
                    GROUP_LINES,
                );
                let middle = area.left + f64::midpoint(start, end);
                canvas.shortened(run.label, &lines, |canvas| {
                    let line = style.size * LINE;
                    canvas.lines((middle, y + 4.0 + line / 2.0), &lines, &style, line);
                });
            }
        });
        canvas.group(&Group::new().stroke(theme.muted, 1.0), |canvas| {
            for run in runs {
                let (start, end) = (run.start as f64 * band + 3.0, run.end as f64 * band - 3.0);
                let points = vec![(area.left + start, y), (area.left + end, y)];
                canvas.draw_on_page(&Stroke { points });
            }
        });
    }

    /// Pixels by which the last printed name extends beyond the middle of its band.
    pub(crate) fn right(&self) -> f64 {
        match self.posture {
            Posture::Slanted => 4.0,
            Posture::Wrapped | Posture::Thinned(_) | Posture::Placed => {
                let last = self
                    .names
                    .last()
                    .map_or(0.0, |name| width(name, self.style.size, Weight::Regular));
                last.min(LONGEST) / 2.0
            }
        }
    }
}

/// The names that have room at their places: the first and the last one, and of the others each that overlaps none.
fn with_room(names: &[&str], bands: Bands<'_>, size: f64) -> Vec<usize> {
    let has_name = |at: &usize| !names[*at].is_empty();
    let Some(last) = (0..names.len()).rev().find(has_name) else {
        return Vec::new();
    };
    let half_width = |at: usize| width(names[at], size, Weight::Regular).min(LONGEST) / 2.0;
    let fit = |one: usize, other: usize| {
        let distance = bands.middle(other) - bands.middle(one);
        distance >= half_width(one) + half_width(other) + APART
    };
    let mut shown: Vec<usize> = Vec::new();
    for at in (0..last).filter(has_name) {
        let is_free = shown.last().is_none_or(|before| fit(*before, at));
        if is_free && fit(at, last) {
            shown.push(at);
        }
    }
    shown.push(last);
    shown
}

#[cfg(test)]
mod tests {
    use super::{CategoryRow, Posture};
    use crate::chart::layout::area::Area;
    use crate::chart::layout::text_measure::{Weight, width};
    use crate::chart::svg::canvas::Canvas;
    use crate::chart::theme::Theme;

    fn posture(names: &[&str], band: f64, ordered: bool) -> Posture {
        CategoryRow::measure(names.to_vec(), band, ordered, &Theme::default()).posture
    }

    #[test]
    fn names_are_wrapped_before_they_are_slanted() {
        assert_eq!(
            posture(&["anglais", "français"], 90.0, false),
            Posture::Wrapped
        );
        assert_eq!(
            posture(&["automatic speech recognition"], 90.0, false),
            Posture::Wrapped
        );
        assert_eq!(
            posture(&["anticonstitutionnellement"], 60.0, false),
            Posture::Slanted
        );
    }

    #[test]
    fn a_name_at_an_end_stays_on_the_sheet() {
        let days = vec!["March 1, 2025"; 90];
        let theme = Theme::default();
        let canvas = Canvas::new((360.0, 100.0), &theme, "x", "", "");
        let row = CategoryRow::measure(days, 3.6, true, &theme);
        let area = Area {
            left: 30.0,
            top: 0.0,
            width: 324.0,
            height: 60.0,
        };
        row.draw(&canvas, area, &[], &theme);
        let svg = canvas.finish();
        let half = width("March 1, 2025", row.style.size, Weight::Regular) / 2.0;
        let first = svg
            .split("<text")
            .nth(1)
            .and_then(|it| it.split("x=\"").nth(1));
        let x = first.and_then(|it| it.split('"').next());
        let x: f64 = x.expect("a text").parse().expect("its place");
        assert!(x >= half - 0.1, "{x}: {svg}");
    }

    #[test]
    fn ordered_names_are_thinned_by_steps_that_divide_a_year() {
        let months = vec!["sept. 2024"; 55];
        let Posture::Thinned(every) = posture(&months, 16.0, true) else {
            panic!("not thinned")
        };
        assert!([6, 12].contains(&every));
        assert_eq!(posture(&months[..6], 150.0, true), Posture::Wrapped);
    }

    #[test]
    fn slanted_names_reserve_room_at_the_left() {
        let names = vec!["un nom de catégorie assez-long-pour-pencher"; 3];
        let row = CategoryRow::measure(names, 30.0, false, &Theme::default());
        assert_eq!(row.posture, Posture::Slanted);
        assert!(row.left > 100.0 && row.height(false) > 80.0);
    }
}
