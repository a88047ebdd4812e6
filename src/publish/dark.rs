//! Colours of drawings on a dark page. In: the HTML of a page with its drawings, whose colours are those of paper. Out:
//! rules of style that exchange each for its neighbour on a dark screen; on paper and in files they stay.
//!
//! A mark keeps its hue and the side of its text: on one that carries white letters white letters stay readable, and
//! pale ones become mid-tones, so that half a page of them does not glare.

use crate::chart::Color;
use crate::chart::color::palette::{ACCENT_HEX, parse_color};
use crate::chart::color::{Lch, contrast_ratio, from_lch, hexadecimal, lch, readable_on};
use std::collections::BTreeSet;
use std::fmt::Write;

/// The dark letters on light marks.
const LETTERS: Color = Color {
    red: 0x16,
    green: 0x1a,
    blue: 0x20,
};

/// What has a variable in the page's style: letters, lines and shades of the sheet, marks that stand out or do not.
const SHEET: [(&str, &str); 9] = [
    (ACCENT_HEX, "var(--accent)"),
    ("#ad3a06", "var(--accent-text)"),
    ("#a4a8b3", "var(--grey)"),
    ("#1f242e", "var(--ink)"),
    ("#5a6270", "var(--ink3)"),
    ("#9aa1ac", "var(--grey)"),
    ("#e1e4e9", "var(--rule)"),
    ("#f1f3f5", "var(--tint)"),
    ("#fff", "var(--paper)"),
];

/// Lightness of the palest mark on a dark screen, and from which light marks are toned.
const PALEST: f64 = 0.78;
const LIGHT: f64 = 0.68;
/// Lightness of the darkest mark, which must be seen on a dark page.
const DARKEST: f64 = 0.42;
/// Contrast of letters on a mark.
const READABLE: f64 = 4.5;

/// The rules for all colours of some HTML; empty if it has none.
pub(super) fn dark_style(html: &str) -> String {
    let mut rules = String::new();
    for property in ["fill", "stroke"] {
        for text in colors_in(html, property) {
            // White fills are letters on marks; the sheet is the page itself.
            let on_sheet = SHEET.iter().find(|(color, _)| *color == text);
            let dark = match on_sheet {
                Some((color, _)) if *color == "#fff" && property == "fill" => continue,
                Some((_, variable)) => (*variable).to_owned(),
                None => match parse_color(&long(text)).filter(|color| *color != LETTERS) {
                    Some(color) if property == "fill" => match hexadecimal(toned(color)) {
                        same if same == text => continue,
                        toned => toned,
                    },
                    // A line of a dark colour; the outline of a mark may stay.
                    Some(color) if lch(color).lightness < DARKEST => hexadecimal(toned(color)),
                    _ => continue,
                },
            };
            // Writing to a string cannot fail.
            let _ = write!(rules, "[{property}=\"{text}\"]{{{property}:{dark}}}");
        }
    }
    if rules.is_empty() {
        return rules;
    }
    format!("@media screen and (prefers-color-scheme:dark){{{rules}}}")
}

/// A mark of a colour on a dark screen, if it is another one there.
pub(super) fn dark_mark(color: Color) -> Option<Color> {
    let toned = toned(color);
    (toned != color).then_some(toned)
}

/// The variable of a mark that stands out, or of one that does not, and its colour on a dark screen.
pub(super) fn of_the_page(color: Color) -> Option<(&'static str, Color)> {
    let text = hexadecimal(color);
    let (name, dark) = match text.as_str() {
        ACCENT_HEX => ("var(--accent)", "#f0743a"),
        "#a4a8b3" => ("var(--grey)", "#5d626e"),
        _ => return None,
    };
    Some((name, parse_color(dark)?))
}

/// `#rrggbb` of `#rgb`.
fn long(text: &str) -> String {
    match text.len() {
        4 => text
            .chars()
            .flat_map(|it| std::iter::repeat_n(it, if it == '#' { 1 } else { 2 }))
            .collect(),
        _ => text.to_owned(),
    }
}

/// The colours that attributes of a name have, quoted or not.
fn colors_in<'h>(html: &'h str, property: &str) -> BTreeSet<&'h str> {
    let places = html.match_indices(property).filter_map(|(at, _)| {
        let before = html[..at].ends_with([' ', '"']);
        let value = html[at + property.len()..].strip_prefix('=')?;
        let value = value.strip_prefix('"').unwrap_or(value);
        let end = value
            .find(|it: char| it != '#' && !it.is_ascii_hexdigit())
            .unwrap_or(value.len());
        let color = &value[..end];
        (before && color.starts_with('#') && matches!(end, 4 | 7)).then_some(color)
    });
    places.collect()
}

/// A mark of this colour on a dark page.
fn toned(color: Color) -> Color {
    let base = lch(color);
    if (DARKEST..=LIGHT).contains(&base.lightness) {
        return color;
    }
    let letters = readable_on(color);
    let is_light = letters.red < 128;
    let lightness = if is_light {
        LIGHT + (base.lightness - LIGHT).max(0.0) * (PALEST - LIGHT) / (1.0 - LIGHT)
    } else {
        DARKEST
    };
    // Steps away from the letters until they are readable.
    let step = if is_light { 0.01 } else { -0.01 };
    let steps = (0..20).map(|at| Lch {
        lightness: lightness + step * f64::from(at),
        ..base
    });
    let readable = |toned: &Color| contrast_ratio(letters, *toned) >= READABLE;
    steps.map(from_lch).find(readable).unwrap_or(color)
}

#[cfg(test)]
mod tests {
    use super::{dark_style, toned};
    use crate::chart::Color;
    use crate::chart::color::{contrast_ratio, readable_on};

    #[test]
    fn letters_and_lines_of_the_sheet_follow_the_page_and_letters_on_marks_stay() {
        let html = "<path fill=#5a6270 /><path stroke=\"#fff\" fill=\"#fff\"/><text fill=#161a20>";
        assert_eq!(
            dark_style(html),
            "@media screen and (prefers-color-scheme:dark){[fill=\"#5a6270\"]{fill:var(--ink3)}\
             [stroke=\"#fff\"]{stroke:var(--paper)}}"
        );
        assert_eq!(dark_style("<p>fill=nothing</p>"), "");
    }

    #[test]
    fn every_mark_keeps_readable_letters_and_is_seen_on_a_dark_page() {
        let paper = Color {
            red: 0x13,
            green: 0x14,
            blue: 0x18,
        };
        for red in (0..=255).step_by(51) {
            for green in (0..=255).step_by(51) {
                for blue in (0..=255).step_by(51) {
                    let [red, green, blue] = [red, green, blue].map(|it: u32| it as u8);
                    let light = Color { red, green, blue };
                    let dark = toned(light);
                    let letters = readable_on(light);
                    assert!(contrast_ratio(letters, dark) >= 4.5, "{light:?} {dark:?}");
                    assert!(contrast_ratio(paper, dark) >= 1.5, "{light:?} {dark:?}");
                }
            }
        }
    }
}
