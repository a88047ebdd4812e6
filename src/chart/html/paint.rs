//! Colours of marks in a page. In: colours. Out: what stands for them in the class of an element, until a page gives
//! each of its colours a short name.

use crate::chart::color::Color;

/// Begins the place of a colour: a character that no text in a drawing can have.
pub(crate) const PAINT: char = '\u{1}';

/// What stands for a colour.
pub(crate) fn paint(color: Color) -> String {
    let Color { red, green, blue } = color;
    format!("{PAINT}{red:02x}{green:02x}{blue:02x}")
}

/// The class attribute of an element with a colour, and other classes.
pub(crate) fn painted(color: Color, others: &str) -> String {
    if others.is_empty() {
        format!(" class={}", paint(color))
    } else {
        format!(" class=\"{} {others}\"", paint(color))
    }
}
