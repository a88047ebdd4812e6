//! Groups of SVG elements. In: what the elements of a group have in common. Out: the group's
//! attributes, which its elements need not repeat.

use std::fmt::Write as _;
use std::ops::Range;

use crate::chart::color::Color;
use crate::chart::color::hexadecimal;
use crate::chart::svg::markup::units;
use crate::chart::svg::markup::{escaped, tenths};
use crate::chart::svg::text_style::TextStyle;

/// Attributes of a group of elements.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    /// Attributes as written, each after a space.
    pub(crate) attributes: String,
    /// The look of texts inside.
    pub(crate) style: Option<TextStyle>,
    /// The fill of marks inside.
    pub(crate) color: Option<Color>,
}

impl Group {
    /// A group without attributes.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        // Writing to a string cannot fail.
        let _ = write!(self.attributes, " {name}=\"{}\"", escaped(value));
        self
    }

    /// Adds a class, by which a page's script or style finds it.
    pub(crate) fn class(self, class: &str) -> Self {
        self.with("class", class)
    }

    /// Draws lines in a colour, `width` pixels wide.
    pub(crate) fn stroke(self, color: Color, width: f64) -> Self {
        let stroked = self.with("stroke", &hexadecimal(color));
        if units(width) == 10 {
            stroked
        } else {
            stroked.with("stroke-width", &tenths(units(width)))
        }
    }

    /// Draws a rim of a colour around texts, so that they can be read on lines.
    pub(crate) fn halo(self, color: Color) -> Self {
        let rim = self.stroke(color, 3.0).with("stroke-linejoin", "round");
        rim.with("paint-order", "stroke")
    }

    /// Dots lines.
    pub(crate) fn dotted(self) -> Self {
        self.with("stroke-dasharray", "1 3")
    }

    /// Dashes lines.
    pub(crate) fn dashed(self) -> Self {
        self.with("stroke-dasharray", "4 3")
    }

    /// Fills shapes with a colour, or not at all.
    pub(crate) fn fill(mut self, color: Option<Color>) -> Self {
        self.color = color;
        self.with(
            "fill",
            &color.map_or_else(|| "none".to_owned(), hexadecimal),
        )
    }

    /// Rounds the joins and ends of lines.
    pub(crate) fn round(self) -> Self {
        self.with("stroke-linejoin", "round")
            .with("stroke-linecap", "round")
    }

    /// Lists the rows of the data table that its marks show, from 0, in the order of the marks. If
    /// these are all the rows of their series, `same`, the first row identifies the series.
    pub(crate) fn rows(self, rows: &[usize], same: &[usize]) -> Self {
        let all = rows == same && rows.is_sorted();
        let reported = if all { rows.len().min(1) } else { rows.len() };
        let rows: Vec<String> = rows[..reported].iter().map(usize::to_string).collect();
        self.with("data-r", &rows.join("-"))
    }

    /// Gives the range of rows of the data table that its tiles show, the last one excluded: the
    /// parts of its paths that are not headers show one row each, in order.
    pub(crate) fn range(self, rows: &Range<usize>) -> Self {
        self.with("data-r", &format!("{}-{}", rows.start, rows.end))
    }

    /// Gives the positions of its categories along the axis, some of which are empty.
    pub(crate) fn places(self, places: &[usize]) -> Self {
        let places: Vec<String> = places.iter().map(usize::to_string).collect();
        self.with("data-x", &places.join(" "))
    }

    /// Moves it to the right by this many pixels.
    pub(crate) fn shifted(self, by: f64) -> Self {
        if units(by) == 0 {
            self
        } else {
            self.with("transform", &format!("translate({})", tenths(units(by))))
        }
    }

    /// Sets the style inherited by its texts.
    pub(crate) fn text(mut self, style: &TextStyle) -> Self {
        self.style = Some(style.clone());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::Group;
    use crate::chart::color::Color;

    #[test]
    fn attributes_are_written_escaped_and_without_defaults() {
        let red = Color {
            red: 255,
            green: 0,
            blue: 0,
        };
        let group = Group::new().class("a\"b").stroke(red, 1.0).shifted(0.0);
        assert_eq!(group.attributes, " class=\"a&quot;b\" stroke=\"#f00\"");
        let rows = |rows: &[usize], same: &[usize]| Group::new().rows(rows, same).attributes;
        assert_eq!(rows(&[2, 5], &[2, 5]), " data-r=\"2\"");
        // A row of the series that is not drawn, and an order other than that of the table.
        assert_eq!(rows(&[2, 5], &[2, 4, 5]), " data-r=\"2-5\"");
        assert_eq!(rows(&[5, 2], &[5, 2]), " data-r=\"5-2\"");
        let group = Group::new().stroke(red, 2.0).shifted(4.5).fill(None);
        let expected =
            " stroke=\"#f00\" stroke-width=\"2\" transform=\"translate(4.5)\" fill=\"none\"";
        assert_eq!(group.attributes, expected);
    }
}
