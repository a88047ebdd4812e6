//! Colours of the charts of a page, each a class with a short name. In: drawings in which colours stand as the charts
//! left them. Out: the drawings with classes, and the rules of style for these, on paper and on a dark screen.

use super::dark::{dark_mark, of_the_page};
use crate::chart::Color;
use crate::chart::color::palette::parse_color;
use crate::chart::color::{hexadecimal, readable_on};
use crate::chart::html::paint::PAINT;
use std::fmt::Write;

/// The colours of a page, in the order in which it shows them.
#[derive(Debug, Default)]
pub(super) struct Paints {
    colors: Vec<String>,
}

impl Paints {
    /// A drawing whose colours are classes.
    pub(super) fn named(&mut self, drawing: &str) -> String {
        let mut html = String::with_capacity(drawing.len());
        let mut parts = drawing.split(PAINT);
        html.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (color, rest) = part.split_at_checked(6).unwrap_or((part, ""));
            let known = self.colors.iter().position(|it| it == color);
            let at = known.unwrap_or_else(|| {
                self.colors.push(color.to_owned());
                self.colors.len() - 1
            });
            // Writing to a string cannot fail.
            let _ = write!(html, "c{at}{rest}");
        }
        html
    }

    /// The rules: `--c` is the colour of a class, `--o` that of letters on it.
    pub(super) fn style(&self) -> String {
        let (mut light, mut dark) = (String::new(), String::new());
        for (at, text) in self.colors.iter().enumerate() {
            let Some(color) = parse_color(&format!("#{text}")) else {
                continue;
            };
            let letters = |mark: Color| hexadecimal(readable_on(mark));
            let own = of_the_page(color);
            let shown = own.map_or_else(|| hexadecimal(color), |(variable, _)| variable.to_owned());
            let _ = write!(light, ".c{at}{{--c:{shown};--o:{}}}", letters(color));
            let toned = match own {
                Some((_, on_dark)) => Some((None, on_dark)),
                None => dark_mark(color).map(|toned| (Some(toned), toned)),
            };
            match toned {
                Some((Some(mark), under)) => {
                    let _ = write!(
                        dark,
                        ".c{at}{{--c:{};--o:{}}}",
                        hexadecimal(mark),
                        letters(under)
                    );
                }
                Some((None, under)) if letters(under) != letters(color) => {
                    let _ = write!(dark, ".c{at}{{--o:{}}}", letters(under));
                }
                _ => (),
            }
        }
        if !dark.is_empty() {
            let _ = write!(
                light,
                "@media screen and (prefers-color-scheme:dark){{{dark}}}"
            );
        }
        light
    }
}

#[cfg(test)]
mod tests {
    use super::Paints;

    #[test]
    fn a_colour_has_one_class_in_all_drawings_and_a_tone_for_the_dark() {
        let mut paints = Paints::default();
        assert_eq!(
            paints.named("<i class=\u{1}ffffff></i><i class=\"\u{1}2766b0 n\"></i>"),
            "<i class=c0></i><i class=\"c1 n\"></i>"
        );
        assert_eq!(paints.named("<b class=\u{1}2766b0>"), "<b class=c1>");
        let style = paints.style();
        assert!(
            style.starts_with(".c0{--c:#fff;--o:#161a20}.c1{--c:#2766b0;--o:#fff}"),
            "{style}"
        );
        assert!(
            style.contains("@media screen and (prefers-color-scheme:dark){.c0{--c:#"),
            "{style}"
        );
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
}
