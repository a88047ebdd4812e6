//! The texts above vertical bars: values and end labels. In: the segments and the width of a band.
//! Out: the texts that fit, the area that leaves room for them, their drawing.

use crate::chart::bars::model::Bars;
use crate::chart::bars::segments::{Segment, extents, slot_extent};
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{LINE_HEIGHT, Weight, width, wrap};
use crate::chart::model::Common;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::label_batch::LabelBatch;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::theme::Theme;

/// Space between the top of a bar and the text above it.
const OVER: f64 = 4.0;

/// Values are only written above the bars if at least this fraction of them fits.
const MOST_VALUES: f64 = 0.75;

/// Lines of text above (or, for negative values, below) a bar.
pub(crate) struct Ending {
    /// Value at which the bar ends.
    pub(super) value: f64,
    /// Middle of the text on the category axis, in units of categories.
    pub(super) band: f64,
    /// Each with a flag for secondary text: a label of the category, or a value of the folded rest.
    pub(super) lines: Vec<(String, bool)>,
    pub(super) size: f64,
}

impl Ending {
    /// Height of its lines and of the space below them.
    pub(super) fn height(&self) -> f64 {
        self.lines.len() as f64 * self.size * LINE_HEIGHT + OVER
    }
}

/// The texts above the bars, if they fit within their bands.
pub(crate) fn endings(
    common: &Common,
    bars: &Bars,
    segments: &[Segment<'_>],
    band: f64,
    theme: &Theme,
) -> Vec<Ending> {
    let mut endings = Vec::new();
    let sizes = [
        theme.small_size,
        theme.smallest_size + 1.0,
        theme.smallest_size,
    ];
    let (low, high) = slot_extent(bars, 0);
    let room = if bars.slots > 1 {
        (high - low) * band - 3.0
    } else {
        band - 4.0
    };
    let outside: Vec<_> = segments
        .iter()
        .filter(|segment| segment.outside && common.value_labels)
        .collect();
    let fits =
        |segment: &Segment<'_>, size: f64| width(&segment.mark.text, size, Weight::Regular) <= room;
    // One size for all, so that size does not seem to have a meaning.
    let common = sizes
        .into_iter()
        .find(|size| outside.iter().all(|segment| fits(segment, *size)));
    let size = common.unwrap_or(theme.smallest_size);
    let fitting = outside.iter().filter(|segment| fits(segment, size)).count();
    // A few values among many bars would look like the only ones.
    if fitting as f64 >= MOST_VALUES * outside.len() as f64 {
        for segment in outside.into_iter().filter(|segment| fits(segment, size)) {
            let (low, high) = slot_extent(bars, segment.mark.slot);
            endings.push(Ending {
                value: segment.end,
                band: segment.category as f64 + f64::midpoint(low, high),
                lines: vec![(segment.mark.text.clone(), segment.mark.others)],
                size,
            });
        }
    }
    let extents = extents(bars, segments);
    for (index, category) in bars.categories.iter().enumerate() {
        let wrapped = sizes
            .into_iter()
            .find_map(|size| Some((break_label(&category.end_label, size, band - 4.0)?, size)));
        let Some((lines, size)) = wrapped else {
            continue;
        };
        let lines: Vec<_> = lines.into_iter().map(|line| (line, true)).collect();
        let own = |ending: &&mut Ending| bars.slots <= 1 && ending.band.floor() as usize == index;
        if let Some(ending) = endings.iter_mut().find(own) {
            ending.lines.extend(lines);
            ending.size = ending.size.min(size);
        } else if bars.slots <= 1 {
            let (low, high) = extents[index];
            let value = if high > 0.0 { high } else { low };
            endings.push(Ending {
                value,
                band: index as f64 + 0.5,
                lines,
                size,
            });
        }
    }
    endings
}

/// A label in lines of at most `max` pixels, broken preferably at its middle dots; `None` if it is
/// empty or needs more than three lines.
fn break_label(label: &str, size: f64, max: f64) -> Option<Vec<String>> {
    if !label.is_empty() && width(label, size, Weight::Regular) <= max {
        return Some(vec![label.to_owned()]);
    }
    let parts = label
        .split(" · ")
        .flat_map(|part| wrap(part, size, Weight::Regular, max, 3));
    let lines: Vec<_> = parts.collect();
    let whole = lines.iter().all(|line| !line.ends_with('…'));
    ((1..=3).contains(&lines.len()) && whole).then_some(lines)
}

/// The part of the area available to the bars, so that the texts above and below them stay inside
/// it, and above the bars of each category what is to have `extra` room.
pub(crate) fn fit_endings(
    whole: Area,
    scale: &Scale,
    endings: &[Ending],
    (ends, extra): (&[(f64, f64)], &[f64]),
) -> Area {
    let mut area = whole;
    for _ in 0..6 {
        let (mut over, mut under) = (0.0_f64, 0.0_f64);
        for ending in endings {
            let y = scale.position(ending.value, area.height);
            if ending.value < 0.0 {
                under = under.max(ending.height() - y);
            } else {
                let more = extra.get(ending.band.floor() as usize).copied();
                let height = ending.height() + more.unwrap_or_default();
                over = over.max(height - (area.height - y));
            }
        }
        for ((_, high), height) in ends.iter().zip(extra).filter(|(_, extra)| **extra > 0.0) {
            over = over.max(height - (area.height - scale.position(*high, area.height)));
        }
        let height = (whole.height - over - under).max(whole.height * 0.4);
        let top = whole.top + over.min(whole.height - height);
        area = Area {
            top,
            height,
            ..whole
        };
    }
    area
}

/// Writes the texts above and below the bars of `area`, whose bands are `band` pixels wide.
pub(crate) fn draw_endings(
    canvas: &Canvas,
    endings: &[Ending],
    area: Area,
    band: f64,
    scale: &Scale,
    theme: &Theme,
) {
    let plain = TextStyle::new(theme.small_size, theme.ink).anchored(Anchor::Middle);
    let mut labels = LabelBatch::default();
    for ending in endings {
        let line = ending.size * LINE_HEIGHT;
        let end = area.bottom() - scale.position(ending.value, area.height);
        let block = ending.lines.len() as f64 * line;
        let first = if ending.value < 0.0 {
            end + OVER
        } else {
            end - OVER - block
        } + line / 2.0;
        for (index, (text, secondary)) in ending.lines.iter().enumerate() {
            let color = if *secondary { theme.muted } else { theme.ink };
            let style = plain.clone().sized(ending.size).colored(color);
            let y = first + index as f64 * line;
            labels.push((area.left + ending.band * band, y), text, &style);
        }
    }
    labels.draw(canvas, "endings");
}

#[cfg(test)]
mod tests {
    use super::{Ending, break_label, fit_endings};
    use crate::chart::layout::area::Area;
    use crate::chart::layout::scale::Scale;

    #[test]
    fn a_label_breaks_at_its_middle_dot_first() {
        let broken = break_label("38 % · cumul 56 %", 11.0, 80.0).unwrap();
        assert_eq!(broken, ["38 %", "cumul 56 %"]);
        assert_eq!(break_label("38 %", 11.0, 80.0).unwrap(), ["38 %"]);
        assert_eq!(break_label("", 11.0, 80.0), None);
        assert_eq!(break_label("anticonstitutionnellement", 11.0, 40.0), None);
    }

    #[test]
    fn bars_shrink_until_what_is_over_them_stays_on_the_sheet() {
        let whole = Area {
            left: 0.0,
            top: 10.0,
            width: 100.0,
            height: 200.0,
        };
        let scale = Scale::plain(0.0, 10.0);
        let ending = Ending {
            value: 10.0,
            band: 0.5,
            lines: vec![("1".to_owned(), false)],
            size: 12.0,
        };
        let over = ending.height();
        let area = fit_endings(whole, &scale, &[ending], (&[], &[]));
        assert!((area.top - 10.0 - over).abs() < 1e-6);
        assert!((area.bottom() - whole.bottom()).abs() < 1e-6);
        assert_eq!(fit_endings(whole, &scale, &[], (&[], &[])), whole);
    }
}
