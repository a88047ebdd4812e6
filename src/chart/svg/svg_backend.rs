//! The SVG writer behind plotters. In: plotters' drawing calls, in tenths of a CSS pixel. Out: SVG
//! elements, with attributes inherited from groups so that marks stay small.
//!
//! Plotters uses integer units; a unit of a tenth of a pixel keeps the thin segments of a stack in
//! proportion, and gives one decimal in the file.

use std::fmt::Write as _;

use plotters_backend::BackendCoord;

use crate::chart::color::Color;
use crate::chart::color::hexadecimal;
use crate::chart::svg::markup::{UNITS, push_escaped, tenths, units};
use crate::chart::svg::shape_markup::{push_points, push_rectangles};
use crate::chart::svg::text_style::TextStyle;

/// An SVG document under construction.
pub(crate) struct SvgBackend {
    /// Width and height in units.
    pub(crate) size: (u32, u32),
    /// The output so far.
    pub(crate) out: String,
    /// The text style of each open group, and the fill that it sets for its marks.
    inherited: Vec<(TextStyle, Option<Color>)>,
    /// The end of the last stroke in `out`.
    stroke_end: usize,
}

impl SvgBackend {
    /// An empty drawing of this size in pixels; `inherited` is the style set by the root element.
    pub(crate) fn new(width: f64, height: f64, inherited: TextStyle) -> Self {
        let size = (units(width).unsigned_abs(), units(height).unsigned_abs());
        Self {
            size,
            out: String::new(),
            inherited: vec![(inherited, None)],
            stroke_end: 0,
        }
    }

    /// Appends an element that no drawing call makes; the caller has escaped it.
    pub(crate) fn push_raw(&mut self, element: &str) {
        self.out.push_str(element);
    }

    /// Opens a group. `attributes` begin with a space, are escaped, and include the `fill` if there
    /// is one; texts inside inherit `text`.
    pub(crate) fn open_group(
        &mut self,
        attributes: &str,
        text: Option<&TextStyle>,
        fill: Option<Color>,
    ) {
        self.out.push_str("<g");
        self.out.push_str(attributes);
        let outer = self.style();
        let inner = text.cloned().unwrap_or_else(|| outer.clone());
        inner.push_difference(&outer, &mut self.out);
        self.out.push('>');
        self.inherited.push((inner, fill));
    }

    /// Closes the group opened last.
    pub(crate) fn close_group(&mut self) {
        if self.inherited.len() > 1 {
            self.inherited.pop();
            self.out.push_str("</g>");
        }
    }

    /// The finished elements.
    pub(crate) fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// The inherited style of texts in the open group.
    pub(crate) fn style(&self) -> TextStyle {
        self.inherited
            .last()
            .map(|(style, _)| style.clone())
            .unwrap_or_default()
    }

    /// Filled rectangles by their upper left and lower right corners, as parts of one path, since a
    /// report has thousands of them. `outline` is drawn around each. `attributes` begin with a
    /// space and are escaped.
    pub(crate) fn draw_marks(
        &mut self,
        rectangles: &[(BackendCoord, BackendCoord)],
        fill: Color,
        outline: Option<Color>,
        attributes: &str,
    ) {
        let inherited = self.inherited.last().and_then(|(_, fill)| *fill);
        let out = &mut self.out;
        out.push_str("<path d=\"");
        push_rectangles(out, rectangles, outline.is_some());
        out.push('"');
        out.push_str(attributes);
        if let Some(outline) = outline {
            let _ = write!(out, " stroke=\"{}\"", hexadecimal(outline));
        }
        if inherited != Some(fill) {
            let _ = write!(out, " fill=\"{}\"", hexadecimal(fill));
        }
        out.push_str("/>");
    }

    /// A round mark in the colour of its group.
    pub(crate) fn draw_dot(&mut self, (x, y): BackendCoord, radius: i32) {
        let [x, y, radius] = [x, y, radius].map(tenths);
        let _ = write!(self.out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
    }

    /// A line through points, in the stroke of its group; consecutive lines are merged into one
    /// path.
    pub(crate) fn draw_stroke(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        const END: &str = "\"/>";
        if self.stroke_end > 0 && self.stroke_end == self.out.len() {
            self.out.truncate(self.out.len() - END.len());
        } else {
            self.out.push_str("<path d=\"");
        }
        push_points(&mut self.out, points);
        self.out.push_str(END);
        self.stroke_end = self.out.len();
    }

    /// One line of text, rotated clockwise by `degrees` about its anchor.
    pub(crate) fn write_text(
        &mut self,
        text: &str,
        style: &TextStyle,
        at: BackendCoord,
        degrees: i32,
    ) {
        let shift = style.baseline_shift();
        let inherited = self.style();
        let out = &mut self.out;
        out.push_str("<text");
        if degrees == 0 {
            // Letters are sharpest on whole pixels, and a shift of half a pixel is invisible.
            let [x, y] =
                [at.0, at.1 + units(shift)].map(|place| (place + UNITS / 2).div_euclid(UNITS));
            if x != 0 {
                let _ = write!(out, " x=\"{x}\"");
            }
            let _ = write!(out, " y=\"{y}\"");
        } else {
            let (x, y) = (tenths(at.0), tenths(at.1));
            let _ = write!(out, " transform=\"translate({x} {y})rotate({degrees})\"");
            if units(shift) != 0 {
                let _ = write!(out, " y=\"{}\"", tenths(units(shift)));
            }
        }
        style.push_difference(&inherited, out);
        out.push('>');
        push_escaped(out, text);
        out.push_str("</text>");
    }
}

#[cfg(test)]
mod tests {
    use super::{SvgBackend, TextStyle};
    use crate::chart::color::Color;

    #[test]
    fn marks_of_one_colour_are_parts_of_one_path() {
        let mut backend = SvgBackend::new(10.0, 10.0, TextStyle::default());
        let blue = Color {
            red: 0,
            green: 0,
            blue: 255,
        };
        backend.draw_marks(
            &[((0, 0), (10, 15)), ((20, 0), (20, 5))],
            blue,
            None,
            " class=\"a\"",
        );
        assert_eq!(
            backend.take(),
            "<path d=\"M0 0h1v1.5h-1M2 0h0v.5h0\" class=\"a\" fill=\"#00f\"/>"
        );
    }
}
