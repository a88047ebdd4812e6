//! Shapes as SVG writes them. In: points in tenths of a pixel, a mark's key and tooltip. Out: path
//! data and the rest of an element.

use std::fmt::Write as _;

use plotters_backend::BackendCoord;

use super::markup::{push_escaped, push_tenths};

/// What a mark carries besides its shape.
pub(super) struct MarkAttributes<'data> {
    /// Value of `data-key`; empty for none.
    pub(super) key: &'data str,
    /// Text of the tooltip; empty for none.
    pub(super) tooltip: &'data str,
}

impl MarkAttributes<'_> {
    /// Appends the key, the tooltip and the end of the element.
    pub(super) fn push(&self, out: &mut String, element: &str) {
        if !self.key.is_empty() {
            out.push_str(" data-key=\"");
            push_escaped(out, self.key);
            out.push('"');
        }
        if self.tooltip.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push_str("><title>");
        push_escaped(out, self.tooltip);
        let _ = write!(out, "</title></{element}>");
    }
}

/// Appends the outline of a rectangle.
pub(super) fn push_rectangle(
    out: &mut String,
    (left, top): BackendCoord,
    (right, bottom): BackendCoord,
) {
    out.push('M');
    push_tenths(out, left);
    out.push(' ');
    push_tenths(out, top);
    out.push('h');
    push_tenths(out, right - left);
    out.push('v');
    push_tenths(out, bottom - top);
    out.push('H');
    push_tenths(out, left);
    out.push('z');
}

/// Appends the moves of a path through points.
pub(super) fn push_points(out: &mut String, points: impl IntoIterator<Item = BackendCoord>) {
    for (index, (x, y)) in points.into_iter().enumerate() {
        out.push(if index == 0 { 'M' } else { 'L' });
        push_tenths(out, x);
        out.push(' ');
        push_tenths(out, y);
    }
}

#[cfg(test)]
mod tests {
    use super::{MarkAttributes, push_points, push_rectangle};

    #[test]
    fn paths_are_short() {
        let mut out = String::new();
        push_rectangle(&mut out, (10, 20), (35, 60));
        push_points(&mut out, [(0, 0), (15, 5)]);
        assert_eq!(out, "M1 2h2.5v4H1zM0 0L1.5 .5");
    }

    #[test]
    fn what_is_empty_is_not_written() {
        let mut out = String::new();
        MarkAttributes {
            key: "",
            tooltip: "",
        }
        .push(&mut out, "path");
        MarkAttributes {
            key: "k",
            tooltip: "",
        }
        .push(&mut out, "path");
        MarkAttributes {
            key: "",
            tooltip: "<t>",
        }
        .push(&mut out, "path");
        assert_eq!(out, "/> data-key=\"k\"/>><title>&lt;t&gt;</title></path>");
    }
}
