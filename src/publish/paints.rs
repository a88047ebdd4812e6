//! Colours of the charts of a page, each a class with a short name. In: drawings in which colours stand as the charts
//! left them. Out: the drawings with classes, and the rules of style for these, on paper and on a dark screen.

use super::dark::{dark_mark, of_the_page};
use crate::chart::Color;
use crate::chart::color::palette::parse_color;
use crate::chart::color::{hexadecimal, readable_on};
use crate::chart::html::paint::PAINT;
use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The colours of a page, in the order in which it shows them.
#[derive(Debug, Default)]
pub(super) struct Paints {
    colors: IndexSet<String, FxBuildHasher>,
}

impl Paints {
    /// A drawing whose colours are classes.
    pub(super) fn named(&mut self, drawing: &str) -> String {
        let mut html = String::with_capacity(drawing.len());
        let mut parts = drawing.split(PAINT);
        html.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (color, rest) = part.split_at_checked(6).unwrap_or((part, ""));
            let known = self.colors.get_index_of(color);
            let at = known.unwrap_or_else(|| self.colors.insert_full(color.to_owned()).0);
            html.extend([&name(at), rest]);
        }
        html
    }

    /// The rules: `--c` is the colour of a class, `--o` that of letters on it.
    pub(super) fn style(&self) -> String {
        let (mut light, mut dark) = (Shades::default(), Shades::default());
        for (at, text) in self.colors.iter().enumerate() {
            let Some(color) = parse_color(&format!("#{text}")) else {
                continue;
            };
            let letters = |mark: Color| hexadecimal(readable_on(mark));
            let own = of_the_page(color);
            let shown = own.map_or_else(|| hexadecimal(color), |(variable, _)| variable.to_owned());
            light.mark(at, &shown);
            light.letters(at, letters(color));
            let toned = match own {
                Some((_, on_dark)) => Some(on_dark),
                None => dark_mark(color).inspect(|toned| dark.mark(at, &hexadecimal(*toned))),
            };
            if let Some(under) = toned
                && letters(under) != letters(color)
            {
                dark.letters(at, letters(under));
            }
        }
        let (mut style, dark) = (light.rules(), dark.rules());
        if !dark.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(
                style,
                "@media screen and (prefers-color-scheme:dark){{{dark}}}"
            );
        }
        style
    }
}

/// Rules of some colours: one for each mark, one for all marks with letters of a colour.
#[derive(Default)]
struct Shades {
    marks: String,
    letters: BTreeMap<String, Vec<String>>,
}

impl Shades {
    fn mark(&mut self, at: usize, color: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.marks, ".{}{{--c:{color}}}", name(at));
    }

    fn letters(&mut self, at: usize, color: String) {
        let marks = self.letters.entry(color).or_default();
        marks.push(format!(".{}", name(at)));
    }

    fn rules(self) -> String {
        let mut rules = self.marks;
        for (color, marks) in self.letters {
            let _ = write!(rules, "{}{{--o:{color}}}", marks.join(","));
        }
        rules
    }
}

/// The class of a colour, as short as it may be: a capital, which no other class begins with, and digits of 36 behind it.
fn name(at: usize) -> String {
    const CAPITALS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = String::from(char::from(CAPITALS[at % CAPITALS.len()]));
    let mut rest = at / CAPITALS.len();
    while rest > 0 {
        let digit = u32::try_from((rest - 1) % 36).unwrap_or_default();
        name.extend(char::from_digit(digit, 36));
        rest = (rest - 1) / 36;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{Paints, name};
    use std::collections::BTreeSet;

    #[test]
    fn a_colour_has_one_class_in_all_drawings_and_a_tone_for_the_dark() {
        let mut paints = Paints::default();
        assert_eq!(
            paints.named("<i class=\u{1}ffffff></i><i class=\"\u{1}2766b0 n\"></i>"),
            "<i class=A></i><i class=\"B n\"></i>"
        );
        assert_eq!(paints.named("<b class=\u{1}2766b0>"), "<b class=B>");
        paints.named("\u{1}fefefe");
        let style = paints.style();
        assert!(
            style.starts_with(
                ".A{--c:#fff}.B{--c:#2766b0}.C{--c:#fefefe}.A,.C{--o:#161a20}.B{--o:#fff}"
            ),
            "{style}"
        );
        let (_, dark) = style
            .split_once("@media screen and (prefers-color-scheme:dark){.A{--c:#")
            .expect("tones for the dark");
        // Letters are the same on it.
        assert!(!dark.contains("--o"), "{style}");
        assert_eq!(Paints::default().style(), "");
    }

    #[test]
    fn what_stands_out_and_what_does_not_follow_the_page() {
        let mut paints = Paints::default();
        paints.named("\u{1}d4480b \u{1}a4a8b3");
        let style = paints.style();
        assert!(
            style.contains("--c:var(--accent)") && style.contains("--c:var(--grey)"),
            "{style}"
        );
    }

    #[test]
    fn names_are_short_and_differ() {
        let names: BTreeSet<String> = (0..10_000).map(name).collect();
        assert_eq!(names.len(), 10_000);
        assert_eq!(
            [0, 25, 26, 961, 962].map(name),
            ["A", "Z", "A0", "Zz", "A00"]
        );
        assert!(names.iter().all(|it| it.len() <= 3));
    }
}
