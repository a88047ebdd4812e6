//! The course of a number over the periods, as a small line.

use crate::document::report_json::Cell;
use std::fmt::Write;

/// Width and height of a line, in units of its drawing.
const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 24.0;

/// A number as long as it is drawn.
pub(super) fn size(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Integer(value) => Some(*value as f64),
        Cell::Large { integer } => Some(integer.0 as f64),
        Cell::Share {
            numerator,
            denominator,
        } if denominator.0 > 0 => Some(numerator.0 as f64 / denominator.0 as f64),
        Cell::Decimal { decimal } => decimal.parse().ok(),
        Cell::Number(value) => Some(*value).filter(|it| it.is_finite()),
        Cell::Share { .. } | Cell::Missing | Cell::Boolean(_) | Cell::Text(_) => None,
    }
}

/// The points of a line through the values of the periods, in the form of SVG; a period without a value leaves
/// its place empty, and the line goes on behind it. Empty with fewer than two values.
pub(super) fn points(values: &[Option<f64>]) -> String {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.len() < 2 {
        return String::new();
    }
    let least = known.iter().copied().fold(f64::INFINITY, f64::min);
    let most = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let step = WIDTH / (values.len() - 1) as f64;
    let mut points = String::new();
    for (at, value) in values.iter().enumerate() {
        let Some(value) = value else {
            continue;
        };
        let part = if most > least {
            (value - least) / (most - least)
        } else {
            0.5
        };
        let (x, y) = (at as f64 * step, (HEIGHT - 2.0) * (1.0 - part) + 1.0);
        let _ = write!(points, "{x:.1},{y:.1} ");
    }
    points.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn the_greatest_value_is_at_the_top_and_a_missing_one_keeps_its_place() {
        assert_eq!(points(&[Some(1.0), Some(3.0)]), "0.0,23.0 120.0,1.0");
        let with_gap = points(&[Some(1.0), None, Some(1.0)]);
        assert_eq!(with_gap, "0.0,12.0 120.0,12.0");
        assert_eq!(points(&[Some(1.0), None]), "");
    }
}
