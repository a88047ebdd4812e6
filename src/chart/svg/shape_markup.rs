//! Shapes in SVG. In: points in tenths of a pixel. Out: path data.

use plotters_backend::BackendCoord;

use crate::chart::svg::markup::push_tenths;

/// Appends the outlines of rectangles, given by their upper left and lower right corners, as parts
/// of one path. Each part begins relative to the sheet's corner or to the end of the previous part,
/// whichever is shorter. Filling closes a part implicitly, but an outline needs it `closed`.
pub(crate) fn push_rectangles(
    out: &mut String,
    rectangles: &[(BackendCoord, BackendCoord)],
    closed: bool,
) {
    let mut pen: Option<BackendCoord> = None;
    for ((left, top), (right, bottom)) in rectangles.iter().copied() {
        let (mut start, mut step) = (String::from('M'), String::from('m'));
        push_pair(&mut start, (left, top));
        if let Some((x, y)) = pen {
            push_pair(&mut step, (left - x, top - y));
        }
        let shorter = pen.is_some() && step.len() < start.len();
        out.push_str(if shorter { &step } else { &start });
        out.push('h');
        push_tenths(out, right - left);
        out.push('v');
        push_tenths(out, bottom - top);
        out.push('h');
        push_tenths(out, left - right);
        if closed {
            out.push('z');
        }
        pen = Some((left, if closed { top } else { bottom }));
    }
}

/// Appends two lengths, with a separator unless the second one has a sign.
fn push_pair(out: &mut String, (x, y): BackendCoord) {
    push_tenths(out, x);
    if y >= 0 {
        out.push(' ');
    }
    push_tenths(out, y);
}

/// Appends the moves of a path through points.
pub(crate) fn push_points(out: &mut String, points: impl IntoIterator<Item = BackendCoord>) {
    for (index, (x, y)) in points.into_iter().enumerate() {
        out.push(if index == 0 { 'M' } else { 'L' });
        push_tenths(out, x);
        out.push(' ');
        push_tenths(out, y);
    }
}

#[cfg(test)]
mod tests {
    use super::{push_points, push_rectangles};

    #[test]
    fn paths_are_short() {
        let mut out = String::new();
        push_points(&mut out, [(0, 0), (15, 5)]);
        assert_eq!(out, "M0 0L1.5 .5");
    }

    #[test]
    fn a_rectangle_begins_where_it_is_shortest_to_say() {
        let mut out = String::new();
        let rectangles = [
            ((1234, 500), (2000, 660)),
            ((1234, 720), (1500, 880)),
            ((10, 20), (35, 60)),
        ];
        push_rectangles(&mut out, &rectangles, false);
        assert_eq!(
            out,
            "M123.4 50h76.6v16h-76.6m0 6h26.6v16h-26.6M1 2h2.5v4h-2.5"
        );
        let mut out = String::new();
        push_rectangles(&mut out, &rectangles[..2], true);
        assert_eq!(out, "M123.4 50h76.6v16h-76.6zm0 22h26.6v16h-26.6z");
    }
}
