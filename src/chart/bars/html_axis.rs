//! The value axis of bars in a page, which is written only where values are not. In: bars. Out: its ends, the room that
//! values need behind bars, its ticks.

use crate::chart::bars::model::{Arrangement, Bars};
use crate::chart::bars::segments::{Segment, extents};
use crate::chart::html::fit::{bold, plain};
use crate::chart::html::fraction;
use crate::chart::layout::scale::Scale;
use crate::chart::model::Common;
use crate::chart::svg::markup::escaped;
use crate::chart::svg::value_axis::tick_texts;
use std::fmt::Write as _;

/// Sizes of values and of what stands behind them, in the style of the page.
pub(crate) const VALUE: f64 = 13.0;
pub(crate) const NOTE: f64 = 12.0;

/// Width of a value and of the note behind it, with the spaces before them.
pub(crate) fn ending_width(value: &str, note: &str) -> f64 {
    let apart = |text: &str, width: f64| if text.is_empty() { 0.0 } else { width + 8.0 };
    apart(value, bold(value, VALUE)) + apart(note, plain(note, NOTE)) + 4.0
}

/// The ends of the value axis, on which lines at some levels have a place too.
pub(crate) fn ends(bars: &Bars, segments: &[Segment<'_>], levels: &[f64]) -> (f64, f64) {
    if bars.arrangement == Arrangement::Normalized {
        return (0.0, 1.0);
    }
    let extents = extents(bars, segments);
    let levels = levels.iter().filter(|it| it.is_finite());
    let levels = levels.map(|level| (level.min(0.0), level.max(0.0)));
    let ends = extents
        .into_iter()
        .chain(levels)
        .fold((0.0_f64, 0.0_f64), |ends, (low, high)| {
            (ends.0.min(low), ends.1.max(high))
        });
    // The range of two huge values could be infinite.
    let (low, high) = (ends.0.max(-1e300), ends.1.min(1e300));
    if high > low { (low, high) } else { (0.0, 1.0) }
}

/// Round values under the bars, from one end of the axis to the other.
pub(crate) fn push_axis(html: &mut String, scale: &Scale, common: &Common) {
    let ticks = if scale.is_logarithmic() {
        tick_texts(scale, common)
    } else {
        let ends = [scale.low, scale.high].into_iter();
        tick_texts(&Scale::of_values(ends, 4.0, false), common)
    };
    html.push_str("<li class=axis><span></span><p>");
    for (tick, text) in ticks {
        let at = scale.position(tick, 1.0);
        // Writing to a string cannot fail.
        let _ = write!(html, "<u style=--v:{}>{}</u>", fraction(at), escaped(&text));
    }
    html.push_str("</p>");
}
