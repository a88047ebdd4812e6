//! The style of a piece of text. In: size, weight, colour, anchor. Out: the SVG attributes by which
//! it differs from its group.

use std::fmt::Write as _;

use crate::chart::color::Color;
use crate::chart::color::hexadecimal;
use crate::chart::layout::text_measure::Weight;
use crate::chart::svg::markup::{tenths, units};

/// The point on the line of text to which its x coordinate refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// The height of the letters to which its y coordinate refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Baseline {
    /// The top of capitals.
    Top,
    /// Half the height of capitals.
    Middle,
    /// The baseline of the letters.
    Foot,
}

/// Height of a capital of `DejaVu` Sans in multiples of the text size (1493 of 2048 units).
const CAPITAL_HEIGHT: f64 = 0.729;

/// The style of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TextStyle {
    /// Size in CSS pixels.
    pub(crate) size: f64,
    /// Weight.
    pub(crate) weight: Weight,
    /// Colour.
    pub(crate) color: Color,
    /// Horizontal anchor.
    pub(crate) anchor: Anchor,
    /// Vertical anchor.
    pub(crate) baseline: Baseline,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self::new(
            12.0,
            Color {
                red: 0,
                green: 0,
                blue: 0,
            },
        )
    }
}

impl TextStyle {
    /// Regular text that starts at its point and is vertically centred on it.
    pub(crate) const fn new(size: f64, color: Color) -> Self {
        Self {
            size,
            weight: Weight::Regular,
            color,
            anchor: Anchor::Start,
            baseline: Baseline::Middle,
        }
    }

    /// The same in bold.
    pub(crate) const fn bold(mut self) -> Self {
        self.weight = Weight::Bold;
        self
    }

    /// The same anchored elsewhere.
    pub(crate) const fn anchored(mut self, anchor: Anchor) -> Self {
        self.anchor = anchor;
        self
    }

    /// The same in another colour.
    pub(crate) const fn colored(mut self, color: Color) -> Self {
        self.color = color;
        self
    }

    /// The same in another size.
    pub(crate) const fn sized(mut self, size: f64) -> Self {
        self.size = size;
        self
    }

    /// Pixels between the anchor point and the baseline.
    pub(crate) fn baseline_shift(&self) -> f64 {
        match self.baseline {
            Baseline::Top => CAPITAL_HEIGHT * self.size,
            Baseline::Middle => CAPITAL_HEIGHT * self.size / 2.0,
            Baseline::Foot => 0.0,
        }
    }

    /// Appends the attributes in which this style differs from the inherited one.
    pub(crate) fn push_difference(&self, inherited: &Self, out: &mut String) {
        // Writing to a string cannot fail.
        if units(self.size) != units(inherited.size) {
            let _ = write!(out, " font-size=\"{}\"", tenths(units(self.size)));
        }
        if self.weight != inherited.weight {
            let weight = match self.weight {
                Weight::Regular => "normal",
                Weight::Bold => "bold",
            };
            let _ = write!(out, " font-weight=\"{weight}\"");
        }
        if self.color != inherited.color {
            let _ = write!(out, " fill=\"{}\"", hexadecimal(self.color));
        }
        if self.anchor != inherited.anchor {
            let anchor = match self.anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let _ = write!(out, " text-anchor=\"{anchor}\"");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Anchor, TextStyle};
    use crate::chart::color::Color;

    #[test]
    fn only_what_differs_is_written() {
        let plain = TextStyle::default();
        let mut out = String::new();
        plain.push_difference(&plain, &mut out);
        assert_eq!(out, "");
        let red = Color {
            red: 255,
            green: 0,
            blue: 0,
        };
        let other = TextStyle::new(10.5, red).bold().anchored(Anchor::End);
        other.push_difference(&plain, &mut out);
        assert_eq!(
            out,
            " font-size=\"10.5\" font-weight=\"bold\" fill=\"#f00\" text-anchor=\"end\""
        );
    }
}
