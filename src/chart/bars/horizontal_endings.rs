//! The texts after horizontal bars: values and end labels. In: the segments and the area of the
//! plot. Out: the texts with their widths, and their drawing.

use crate::chart::bars::model::Bars;
use crate::chart::bars::segments::{Segment, extents, slot_extent};
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{Weight, shorten, width};
use crate::chart::model::Common;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::label_batch::LabelBatch;
use crate::chart::svg::text_style::{Anchor, TextStyle};
use crate::chart::theme::Theme;

/// Space between the end of a bar and the text after it.
pub(crate) const AFTER: f64 = 5.0;
/// A text after the end of a bar.
pub(crate) struct Ending {
    /// Value at which the bar ends.
    pub(crate) value: f64,
    /// Middle of the text on the category axis, in units of categories.
    pub(crate) row: f64,
    /// Value of the mark; empty if there is none.
    text: String,
    /// Whether it is the value of the folded rest.
    rest: bool,
    /// Label of the category's end; empty if there is none.
    label: String,
    /// Width of both in pixels.
    pub(crate) width: f64,
}

impl Ending {
    /// The category at which it stands.
    pub(crate) fn category(&self) -> usize {
        self.row.floor() as usize
    }
}

/// The texts after the bars, with their widths.
pub(crate) fn endings(
    common: &Common,
    bars: &Bars,
    segments: &[Segment<'_>],
    area: Area,
    theme: &Theme,
) -> Vec<Ending> {
    let row = area.height / bars.categories.len().max(1) as f64;
    let (low, high) = slot_extent(bars, 0);
    let readable = (high - low) * row >= theme.smallest_size * 0.85;
    let mut endings = Vec::new();
    let measure = |text: &str| width(text, theme.small_size, Weight::Regular);
    let outside = segments.iter().filter(|segment| segment.outside);
    for segment in outside.filter(|_| common.value_labels && readable) {
        let (low, high) = slot_extent(bars, segment.mark.slot);
        endings.push(Ending {
            value: segment.end,
            row: segment.category as f64 + f64::midpoint(low, high),
            text: segment.mark.text.clone(),
            rest: segment.mark.others,
            label: String::new(),
            width: measure(&segment.mark.text),
        });
    }
    let extents = extents(bars, segments);
    for (index, category) in bars.categories.iter().enumerate() {
        if category.end_label.is_empty() || row < theme.smallest_size {
            continue;
        }
        let label = shorten(
            &category.end_label,
            theme.small_size,
            Weight::Regular,
            area.width * 0.3,
        );
        let wide = measure(&label);
        let (low, high) = extents[index];
        let in_category = |ending: &&mut Ending| ending.category() == index;
        let outermost = endings
            .iter_mut()
            .filter(in_category)
            .max_by(|one, other| one.value.abs().total_cmp(&other.value.abs()));
        if let Some(ending) = outermost {
            ending.width += AFTER + wide;
            ending.label = label;
        } else {
            let value = if high > 0.0 { high } else { low };
            endings.push(Ending {
                value,
                row: index as f64 + 0.5,
                text: String::new(),
                rest: false,
                label,
                width: wide,
            });
        }
    }
    endings
}

/// Writes the texts after the bars of `area`, whose rows are `row` pixels high.
pub(crate) fn draw_endings(
    canvas: &Canvas,
    endings: &[Ending],
    area: Area,
    row: f64,
    scale: &Scale,
    theme: &Theme,
) {
    let plain = TextStyle::new(theme.small_size.min(row * 0.9), theme.ink);
    let mut labels = LabelBatch::default();
    for ending in endings {
        let leftwards = ending.value < 0.0;
        let anchor = if leftwards {
            Anchor::End
        } else {
            Anchor::Start
        };
        let sign = if leftwards { -1.0 } else { 1.0 };
        let y = area.top + ending.row * row;
        let mut x = area.left + scale.position(ending.value, area.width) + sign * AFTER;
        if !ending.text.is_empty() {
            let color = if ending.rest { theme.muted } else { theme.ink };
            labels.push(
                (x, y),
                &ending.text,
                &plain.clone().colored(color).anchored(anchor),
            );
            x += sign * (width(&ending.text, plain.size, Weight::Regular) + AFTER);
        }
        if !ending.label.is_empty() {
            let muted = plain.clone().colored(theme.muted).anchored(anchor);
            labels.push((x, y), &ending.label, &muted);
        }
    }
    labels.draw(canvas, "endings");
}
