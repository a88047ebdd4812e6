//! The course of a number over the periods, as a small drawing.

use crate::chart::gaps;
use crate::document::report_json::Cell;

/// Width and height of a drawing, in its own units.
const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 48.0;
/// Space around the line, in which dots have room.
const EDGE: f64 = 4.0;

/// A course as it is drawn. Coordinates are in units of the drawing.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Course {
    /// The points of each line without a gap.
    pub(super) lines: Vec<String>,
    /// The middle of each dot: the last value, and those between two gaps.
    pub(super) dots: Vec<[String; 2]>,
    /// Left end and width of each gap.
    pub(super) gaps: Vec<[String; 2]>,
}

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

/// The course of values at places of the same distance; none with fewer than two of them.
pub(super) fn course(values: &[Option<f64>]) -> Option<Course> {
    let first = values.iter().position(Option::is_some)?;
    let last = values.iter().rposition(Option::is_some)?;
    if first == last {
        return None;
    }
    let known = values.iter().flatten().copied();
    let low = known.clone().fold(f64::INFINITY, f64::min);
    let high = known.fold(f64::NEG_INFINITY, f64::max);
    let step = (WIDTH - 2.0 * EDGE) / (values.len() - 1) as f64;
    let x = |at: usize| EDGE + at as f64 * step;
    let y = |value: f64| {
        let part = if high > low {
            (value - low) / (high - low)
        } else {
            0.5
        };
        EDGE + (HEIGHT - 2.0 * EDGE) * (1.0 - part)
    };
    let mut course = Course::default();
    let inner = gaps(values.iter().map(Option::is_none));
    let inner = inner
        .into_iter()
        .filter(|gap| gap.start > first && gap.end <= last);
    for gap in inner {
        let (from, to) = (x(gap.start - 1), x(gap.end));
        course
            .gaps
            .push([format!("{from:.1}"), format!("{:.1}", to - from)]);
    }
    let mut line = Vec::new();
    for (at, value) in values.iter().chain([&None]).enumerate() {
        match value {
            Some(value) => line.push((x(at), y(*value))),
            None => course.add(&std::mem::take(&mut line), at > last),
        }
    }
    Some(course)
}

impl Course {
    /// Adds values that follow each other; the last one of all has a dot.
    fn add(&mut self, line: &[(f64, f64)], has_end: bool) {
        let shown = |(x, y): &(f64, f64)| [format!("{x:.1}"), format!("{y:.1}")];
        if line.len() > 1 {
            let points = line.iter().map(|point| shown(point).join(","));
            self.lines.push(points.collect::<Vec<_>>().join(" "));
        }
        let end = line.last().filter(|_| line.len() == 1 || has_end);
        self.dots.extend(end.map(shown));
    }
}

#[cfg(test)]
mod tests {
    use super::course;

    #[test]
    fn the_greatest_value_is_at_the_top_and_the_last_one_has_a_dot() {
        let drawn = course(&[Some(1.0), Some(3.0)]).unwrap();
        assert_eq!(drawn.lines, ["4.0,44.0 236.0,4.0"]);
        assert_eq!(drawn.dots, [["236.0", "4.0"]]);
        assert!(drawn.gaps.is_empty());
    }

    #[test]
    fn a_line_breaks_where_a_period_is_missing() {
        let drawn = course(&[Some(1.0), Some(1.0), None, Some(1.0), Some(1.0)]).unwrap();
        assert_eq!(drawn.lines, ["4.0,24.0 62.0,24.0", "178.0,24.0 236.0,24.0"]);
        assert_eq!(drawn.gaps, [["62.0", "116.0"]]);
    }

    #[test]
    fn a_value_between_two_gaps_is_a_dot_and_one_alone_is_no_course() {
        let drawn = course(&[Some(1.0), None, Some(2.0)]).unwrap();
        assert_eq!(drawn.lines, Vec::<String>::new());
        assert_eq!(drawn.dots, [["4.0", "44.0"], ["236.0", "4.0"]]);
        assert_eq!(course(&[None, Some(1.0), None]), None);
        assert_eq!(course(&[]), None);
    }

    #[test]
    fn periods_before_the_first_value_are_no_gap() {
        let drawn = course(&[None, Some(1.0), Some(2.0)]).unwrap();
        assert_eq!(drawn.lines, ["120.0,44.0 236.0,4.0"]);
        assert!(drawn.gaps.is_empty());
    }
}
