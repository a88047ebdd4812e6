//! Sparklines: the course of a number as a line of the height of a text. In: its values over positions. Out: the
//! path of an SVG.

use crate::chart::spacing::Spacing;
use crate::chart::svg::markup::{tenths, units};
use std::fmt::Write;

/// Width and height of the drawing, in its own units.
pub(crate) const WIDTH: f64 = 120.0;
pub(crate) const HEIGHT: f64 = 24.0;
/// What the stroke and the last point need at the edges.
const EDGE: f64 = 3.0;

/// The path of a line from the least to the greatest value, broken where one is missing; a value between two missing
/// ones is a point, and so is the last one. Empty without a value.
pub(crate) fn path(values: &[Option<f64>], spacing: &Spacing) -> String {
    let known = || values.iter().flatten().copied();
    let least = known().fold(f64::INFINITY, f64::min);
    let most = known().fold(f64::NEG_INFINITY, f64::max);
    let step = (WIDTH - 2.0 * EDGE) / values.len().saturating_sub(1).max(1) as f64;
    let mut path = String::new();
    let mut before: Option<usize> = None;
    for (at, value) in values.iter().enumerate() {
        let Some(value) = value else {
            continue;
        };
        let part = if most > least {
            (value - least) / (most - least)
        } else {
            0.5
        };
        let x = EDGE + (spacing.middle(at) - 0.5) * step;
        let y = EDGE + (HEIGHT - 2.0 * EDGE) * (1.0 - part);
        let follows = before.is_some_and(|before| before + 1 == at);
        let ends = values.get(at + 1).is_none_or(Option::is_none);
        // Writing to a string cannot fail.
        let _ = write!(
            path,
            "{}{} {}",
            if follows { "L" } else { "M" },
            tenths(units(x)),
            tenths(units(y))
        );
        let is_last = values[at + 1..].iter().all(Option::is_none);
        if is_last || ends && !follows {
            path.push_str("h0");
        }
        before = Some(at);
    }
    path
}

#[cfg(test)]
mod tests {
    use crate::chart::spacing::Spacing;

    fn path(values: &[Option<f64>]) -> String {
        super::path(values, &Spacing::default())
    }

    #[test]
    fn the_greatest_value_is_at_the_top_and_the_line_breaks_where_one_is_missing() {
        assert_eq!(path(&[Some(1.0), Some(3.0)]), "M3 21L117 3h0");
        assert_eq!(
            path(&[Some(1.0), Some(2.0), None, Some(1.0), None]),
            "M3 21L31.5 3M88.5 21h0"
        );
        assert_eq!(path(&[None, Some(7.0), None]), "M60 12h0");
        assert_eq!(path(&[None, None]), "");
        assert_eq!(path(&[]), "");
    }
}
