//! Where labels fit. In: the width of a label, the width of its place in a figure of some width. Out: the classes by
//! which the style of the page shows it where it fits.
//!
//! Fonts of readers differ: labels are measured with the embedded font, which is wider than nearly all of them, so that
//! nothing is cut.

use crate::chart::layout::text_measure::{Weight, width};

/// Below this width of a figure its narrow form is shown.
pub(crate) const WIDE: f64 = 600.0;
/// The width for which the narrow form is measured: a telephone's.
pub(crate) const NARROW: f64 = 320.0;
/// From which widths of a figure more labels are shown, with the class of these labels: paper is 680 pixels wide.
const STEPS: [(f64, char); 4] = [(WIDE, 'a'), (680.0, 'b'), (800.0, 'd'), (920.0, 'e')];
/// The class of a label that fits into the narrow form.
const IN_NARROW: char = 'n';

/// The classes of a label that fits, or does not, into the narrow form, and into figures of these widths; empty if it never fits.
pub(crate) fn classes(narrow: bool, fits: impl Fn(f64) -> bool) -> String {
    let mut classes = String::new();
    if narrow {
        classes.push(IN_NARROW);
    }
    if let Some((_, class)) = STEPS.into_iter().find(|(width, _)| fits(*width)) {
        if narrow {
            classes.push(' ');
        }
        classes.push(class);
    }
    classes
}

/// The attribute of these classes.
pub(crate) fn class_attribute(classes: &str) -> String {
    match classes {
        "" => String::new(),
        one if !one.contains(' ') => format!(" class={one}"),
        several => format!(" class=\"{several}\""),
    }
}

/// Width of a line in pixels.
pub(crate) fn plain(text: &str, size: f64) -> f64 {
    width(text, size, Weight::Regular)
}

/// Width of a bold line in pixels.
pub(crate) fn bold(text: &str, size: f64) -> f64 {
    width(text, size, Weight::Bold)
}

/// Width of the widest word of a text.
pub(crate) fn widest_word(text: &str, measure: impl Fn(&str) -> f64) -> f64 {
    text.split(' ').map(measure).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::classes;

    #[test]
    fn a_label_is_shown_from_the_first_width_on_at_which_it_fits() {
        assert_eq!(classes(true, |width| width >= 700.0), "n d");
        assert_eq!(classes(false, |_| true), "a");
        assert_eq!(classes(true, |_| false), "n");
        assert_eq!(classes(false, |_| false), "");
    }
}
