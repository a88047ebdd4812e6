//! Bars in a page. In: the bars of a model. Out: a list with an entry for each category: its name, its marks, its value.
//!
//! The same elements are rows at every width, or columns where these fit: the style decides. Lengths are parts of the
//! longest bar (`--v`), so that the plot may have any size. Every value stands beside its mark, which is why there is
//! no axis; where values are not written, there is one.

use crate::chart::bars::html_axis::{NOTE, VALUE, ending_width, ends, push_axis};
use crate::chart::bars::html_tail::{Bar, MANY, tail};
use crate::chart::bars::model::{Arrangement, Bars, Category, Orientation};
use crate::chart::bars::segments::{Segment, segments};
use crate::chart::html::fit::{NARROW, WIDE, bold, classes, plain, widest_word};
use crate::chart::html::paint::painted;
use crate::chart::html::{fraction, rows_attribute};
use crate::chart::model::{Common, HtmlDrawing};
use crate::chart::svg::markup::escaped;
use std::fmt::Write as _;

/// Sizes of text in the style of the page: names, labels on segments.
const NAME: f64 = 13.5;
const ON_MARK: f64 = 11.5;
/// Widest column of names; longer names have several lines.
const WIDEST_NAME: f64 = 210.0;
/// Widest names that stand beside their bars on a telephone too.
const SHORT_NAME: f64 = 100.0;
/// Height of the plot of columns, unless the spec gives one.
const HEIGHT: f64 = 300.0;
/// Space between columns.
const BETWEEN: f64 = 6.0;

/// The bars of a page.
pub(crate) fn draw(common: &Common, bars: &Bars) -> HtmlDrawing {
    let list = List::new(common, bars);
    HtmlDrawing {
        kind: "bars",
        html: list.html(),
    }
}

/// The entries with what they share.
struct List<'data> {
    common: &'data Common,
    bars: &'data Bars,
    /// The segments of each category.
    marks: Vec<Vec<Segment<'data>>>,
    /// Ends of the value axis.
    low: f64,
    high: f64,
    /// Width of the names, of the groups above them, and of what stands behind the bars.
    names: f64,
    groups: f64,
    ends: f64,
    columns: Option<Columns>,
}

/// Bars that are columns where these fit.
struct Columns {
    /// The class of the list: from which width on.
    class: &'static str,
    /// Width of a band at that width.
    band: f64,
    height: f64,
}

impl<'data> List<'data> {
    fn new(common: &'data Common, bars: &'data Bars) -> Self {
        let all = segments(bars);
        let (low, high) = ends(bars, &all);
        let mut marks: Vec<Vec<Segment<'_>>> = vec![Vec::new(); bars.categories.len()];
        for segment in all {
            marks[segment.category].push(segment);
        }
        let names = bars.categories.iter();
        let names = names.map(|it| plain(&it.label, NAME) + 14.0);
        let names = names.fold(0.0, f64::max).min(WIDEST_NAME).ceil();
        let groups = bars.categories.iter().filter_map(|it| it.group.as_ref());
        let groups = groups.map(|(_, label)| bold(label, NAME) + 14.0);
        let groups = groups.fold(0.0, f64::max).min(150.0).ceil();
        let mut list = Self {
            common,
            bars,
            marks,
            low,
            high,
            names,
            groups,
            ends: 0.0,
            columns: None,
        };
        let places = 0..list.bars.categories.len();
        let ends = places.flat_map(|at| {
            let texts = list.endings(at);
            texts
                .into_iter()
                .map(|(value, note)| ending_width(value, note))
        });
        list.ends = ends.fold(8.0, f64::max).ceil();
        list.columns = list.columns();
        list
    }

    /// The texts behind each bar of a category: one, or one for each of a group.
    fn endings(&self, at: usize) -> Vec<(&'data str, &'data str)> {
        let category = &self.bars.categories[at];
        let end = category.end_label.as_str();
        let written = |segment: &Segment<'data>| {
            if self.common.value_labels {
                segment.mark.text.as_str()
            } else {
                ""
            }
        };
        match (self.bars.arrangement, self.marks[at].as_slice()) {
            (Arrangement::Grouped, several) => several.iter().map(|it| (written(it), "")).collect(),
            (Arrangement::Single, [only]) if only.outside => vec![(written(only), end)],
            (Arrangement::Stacked, [_, ..]) => vec![(end, "")],
            _ => vec![("", end)],
        }
    }

    /// Whether bars that are meant to stand can do so, and from which width on.
    fn columns(&self) -> Option<Columns> {
        let bars = self.bars;
        let stands = bars.orientation == Orientation::Vertical;
        if !stands
            || !self.common.value_labels
            || self.low < 0.0
            || self.groups > 0.0
            || bars.arrangement == Arrangement::Grouped
        {
            return None;
        }
        let count = bars.categories.len().max(1) as f64;
        let name = |it: &Category| widest_word(&it.label, |word| plain(word, NOTE));
        let mut wanted = bars.categories.iter().map(name).fold(0.0, f64::max);
        for at in 0..bars.categories.len() {
            for (value, note) in self.endings(at) {
                let note = widest_word(note, |word| plain(word, NOTE));
                wanted = wanted.max(note).max(bold(value, VALUE));
            }
        }
        let widths = [(WIDE, "va"), (800.0, "vd")];
        let bands = widths.map(|(width, class)| ((width + BETWEEN) / count - BETWEEN, class));
        let (band, class) = bands.into_iter().find(|(band, _)| *band >= wanted)?;
        let height = self
            .common
            .height
            .map_or(HEIGHT, |it| f64::from(it.clamp(120, 1200)) * 0.7);
        Some(Columns {
            class,
            band,
            height,
        })
    }

    fn html(&self) -> String {
        let mut html = String::new();
        let categories = self.bars.categories.len();
        let single = self.bars.arrangement == Arrangement::Single && self.columns.is_none();
        let one_each = self.marks.iter().all(|it| it.len() <= 1);
        let plain_names = self.groups <= 0.0 && self.low >= 0.0 && self.common.value_labels;
        let tail = if single && one_each && plain_names {
            let bars: Vec<Bar<'_>> = (0..categories).map(|at| self.bar(at)).collect();
            tail(&bars, self.names, self.ends)
        } else {
            None
        };
        let head = tail.as_ref().map_or(categories, |tail| tail.first);
        let mut classes = "rows".to_owned();
        if let Some(columns) = &self.columns {
            classes = format!("{classes} {}", columns.class);
        }
        for (name, holds) in [
            ("short", self.names <= SHORT_NAME && self.groups <= 0.0),
            ("below", self.low < 0.0),
            (
                "parts",
                self.bars.arrangement != Arrangement::Single || !one_each,
            ),
            ("dense", categories > MANY),
        ] {
            if holds {
                classes = format!("{classes} {name}");
            }
        }
        let mut style = format!("--n:{}px;--e:{}px", self.names, self.ends);
        if self.groups > 0.0 {
            let _ = write!(style, ";--g:{}px", self.groups);
        }
        if let Some(columns) = self.columns.as_ref().filter(|it| it.height != HEIGHT) {
            let _ = write!(style, ";--h:{}px", columns.height.round());
        }
        if self.low < 0.0 {
            let zero = -self.low / (self.high - self.low);
            let _ = write!(style, ";--z:{}", fraction(zero));
        }
        // Writing to a string cannot fail.
        let rows: Vec<usize> = self.marks.iter().flatten().map(|it| it.mark.row).collect();
        let rows = rows_attribute(&rows);
        let _ = write!(html, "<ol class=\"{classes}\" style=\"{style}\"{rows}>");
        for at in 0..head {
            self.push_entry(&mut html, at);
        }
        if !self.common.value_labels && self.columns.is_none() {
            push_axis(&mut html, (self.low, self.high), self.common);
        }
        html.push_str("</ol>");
        if let Some(tail) = tail {
            let _ = write!(html, "<ol{}>", tail.attributes);
            for at in head..categories {
                self.push_entry(&mut html, at);
            }
            html.push_str("</ol>");
        }
        html
    }

    /// What the end of a list has to know of a category with one bar at most.
    fn bar(&self, at: usize) -> Bar<'data> {
        let (value, note) = self.endings(at).first().copied().unwrap_or_default();
        let length = self.marks[at].first().map_or(0.0, |it| it.end / self.high);
        Bar {
            length,
            value,
            note,
        }
    }

    fn push_entry(&self, html: &mut String, at: usize) {
        let category = &self.bars.categories[at];
        let before = at
            .checked_sub(1)
            .map(|before| &self.bars.categories[before]);
        html.push_str(match (category.gap, category.is_rest()) {
            (true, _) => "<li class=gap>",
            (_, true) => "<li class=rest>",
            _ => "<li>",
        });
        let group = category.group.as_ref();
        let is_first =
            before.is_none_or(|it| it.group.as_ref().map(|it| &it.0) != group.map(|it| &it.0));
        if let Some((_, label)) = group.filter(|_| is_first) {
            let _ = write!(html, "<b class=g>{}</b>", escaped(label));
        }
        let _ = write!(html, "<span>{}</span>", escaped(&category.label));
        let endings = self.endings(at);
        if self.bars.arrangement == Arrangement::Grouped {
            for (segment, (value, _)) in self.marks[at].iter().zip(endings) {
                html.push_str("<p>");
                self.push_mark(html, segment);
                let _ = write!(html, "<b>{}</b></p>", escaped(value));
            }
            if self.marks[at].is_empty() {
                html.push_str("<p></p>");
            }
            return;
        }
        html.push_str("<p>");
        for segment in &self.marks[at] {
            self.push_mark(html, segment);
        }
        let (value, note) = endings.first().copied().unwrap_or_default();
        if !value.is_empty() {
            let _ = write!(html, "<b>{}</b>", escaped(value));
        }
        if !note.is_empty() {
            let _ = write!(html, "<small>{}</small>", escaped(note));
        }
        html.push_str("</p>");
    }

    fn push_mark(&self, html: &mut String, segment: &Segment<'_>) {
        let range = self.high - self.low;
        let size = (segment.end - segment.start) / range;
        let mut style = format!("--v:{}", fraction(size.abs()));
        if self.low < 0.0 {
            let left = (segment.start.min(segment.end) - self.low) / range;
            let _ = write!(style, ";--x:{}", fraction(left));
        }
        let mut label = String::new();
        let mut shown = String::new();
        let category = &self.bars.categories[segment.category];
        if !segment.outside && self.common.value_labels && category.end_label != segment.mark.text {
            shown = self.label_classes(&segment.mark.text, size);
            if !shown.is_empty() {
                label = escaped(&segment.mark.text);
            }
        }
        let class = painted(segment.mark.color, &shown);
        let style = if style.contains(';') {
            format!("\"{style}\"")
        } else {
            style
        };
        let _ = write!(html, "<i{class} style={style}>{label}</i>");
    }

    /// Where a label of a segment fits.
    fn label_classes(&self, text: &str, size: f64) -> String {
        let wanted = plain(text, ON_MARK) + 6.0;
        let beside = if self.names <= SHORT_NAME && self.groups <= 0.0 {
            self.names
        } else {
            0.0
        };
        let narrow = size * (NARROW - beside - self.ends) >= wanted;
        let mut classes = classes(narrow, |width| {
            size * (width - self.groups - self.names - self.ends) >= wanted
        });
        if let Some(columns) = &self.columns
            && columns.band >= wanted
            && size * columns.height >= ON_MARK * 1.25
        {
            classes.push_str(if classes.is_empty() { "t" } else { " t" });
        }
        classes
    }
}

#[cfg(test)]
mod tests {
    use super::draw;
    use crate::chart::bars::model::{Arrangement, Bars, Category, Orientation};
    use crate::chart::color::Color;
    use crate::chart::model::{Common, Mark, ValueFormat};
    use crate::text::{Affix, Locale};

    fn category(label: &str, values: &[f64]) -> Category {
        let mark = |(at, value): (usize, &f64)| Mark {
            key: at.to_string(),
            label: String::new(),
            slot: at,
            value: *value,
            text: format!("{value} M"),
            note: String::new(),
            color: Color {
                red: 0x27,
                green: 0x66,
                blue: 0xb0,
            },
            others: false,
            row: at,
        };
        Category {
            key: label.to_owned(),
            label: label.to_owned(),
            group: None,
            end_label: String::new(),
            marks: values.iter().enumerate().map(mark).collect(),
            gap: false,
        }
    }

    fn html(
        orientation: Orientation,
        arrangement: Arrangement,
        values: &[&[f64]],
        labels: bool,
    ) -> String {
        let categories = values.iter().enumerate();
        let bars = Bars {
            orientation,
            arrangement,
            categories: categories
                .map(|(at, values)| category(&format!("n{at}"), values))
                .collect(),
            slots: 1,
        };
        let common = Common {
            id: "b".to_owned(),
            title: String::new(),
            alternative: String::new(),
            locale: Locale::Fr,
            value_title: String::new(),
            category_title: String::new(),
            value_format: ValueFormat::Compact,
            affix: Affix::default(),
            value_labels: labels,
            legend: None,
            annotations: Vec::new(),
            logarithmic: false,
            width: None,
            height: None,
        };
        draw(&common, &bars).html
    }

    #[test]
    fn a_bar_is_its_part_of_the_longest_and_its_value_stands_behind_it() {
        let html = html(
            Orientation::Horizontal,
            Arrangement::Single,
            &[&[4.0], &[1.0]],
            true,
        );
        assert!(
            html.contains(
                "<li><span>n1</span><p><i class=\u{1}2766b0 style=--v:.25></i><b>1 M</b></p>"
            ),
            "{html}"
        );
        assert!(
            html.contains("class=\"rows short\"") && html.contains("data-r=\"0 0\""),
            "{html}"
        );
    }

    #[test]
    fn segments_are_parts_of_the_longest_stack_and_say_their_value_where_it_fits() {
        // Of 8: 6 and 2, 1 and 1; a hundredth has room for no label.
        let stacks: [&[f64]; 2] = [&[6.0, 2.0], &[1.0, 0.01]];
        let html = html(Orientation::Horizontal, Arrangement::Stacked, &stacks, true);
        assert!(
            html.contains("style=--v:.75>6 M</i>") && html.contains("style=--v:.25>2 M</i>"),
            "{html}"
        );
        assert!(html.contains("style=--v:.0013></i>"), "{html}");
    }

    #[test]
    fn shares_of_a_category_fill_its_row() {
        let html = html(
            Orientation::Horizontal,
            Arrangement::Normalized,
            &[&[1.0, 3.0]],
            true,
        );
        assert!(
            html.contains("style=--v:.25>") && html.contains("style=--v:.75>"),
            "{html}"
        );
    }

    #[test]
    fn bars_below_zero_start_where_zero_is() {
        // From −1 to 3: zero is at a quarter.
        let html = html(
            Orientation::Vertical,
            Arrangement::Single,
            &[&[3.0], &[-1.0]],
            true,
        );
        assert!(
            html.contains("--z:.25") && html.contains(" below"),
            "{html}"
        );
        assert!(
            html.contains("\"--v:.75;--x:.25\"") && html.contains("\"--v:.25;--x:0\""),
            "{html}"
        );
    }

    #[test]
    fn bars_that_stand_are_columns_from_where_their_names_fit() {
        let few: Vec<&[f64]> = vec![&[1.0]; 10];
        let many: Vec<&[f64]> = vec![&[1.0]; 40];
        assert!(
            html(Orientation::Vertical, Arrangement::Single, &few, true)
                .contains("class=\"rows va short")
        );
        assert!(!html(Orientation::Vertical, Arrangement::Single, &many, true).contains(" va"));
        assert!(!html(Orientation::Horizontal, Arrangement::Single, &few, true).contains(" va"));
    }

    #[test]
    fn many_bars_end_in_columns_of_the_same_scale() {
        let mut many = vec![vec![40.0]; 15];
        many.extend((0..25).map(|at| vec![f64::from(6 - at % 3)]));
        let many: Vec<&[f64]> = many.iter().map(Vec::as_slice).collect();
        let html = html(Orientation::Horizontal, Arrangement::Single, &many, true);
        // The longest of the end is 6 of 40.
        assert!(
            html.contains("<ol class=tail style=\"") && html.contains("--m:.15;"),
            "{html}"
        );
        assert_eq!(html.matches("<li>").count(), 40);
    }

    #[test]
    fn an_axis_stands_where_no_values_do() {
        let html = html(
            Orientation::Horizontal,
            Arrangement::Single,
            &[&[4.0], &[1.0]],
            false,
        );
        assert!(
            html.contains("<li class=axis>") && html.contains("<u style=--v:1>4</u>"),
            "{html}"
        );
        assert!(!html.contains("4 M"));
    }
}
