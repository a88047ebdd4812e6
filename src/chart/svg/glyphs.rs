//! Characters that a PNG cannot show. In: one of our SVGs. Out: the characters in its drawn texts
//! for which the embedded fonts have no glyph. System fonts would draw them, but with other bytes
//! on every machine; SVG files and pages use the reader's fonts.

use crate::chart::layout::text_measure::{has_glyph, has_no_shape};
use std::collections::BTreeSet;

/// The characters in a drawing's texts that a PNG cannot show.
#[must_use]
pub(crate) fn undrawable(svg: &str) -> BTreeSet<char> {
    let mut missing = BTreeSet::new();
    for text in svg.split("<text").skip(1) {
        let text = text.split("</text>").next().unwrap_or_default();
        // The text between tags; the first part is the rest of the opening tag.
        for part in text.split('>').skip(1) {
            let shown = part.split('<').next().unwrap_or_default();
            let characters = shown.chars().filter(|character| {
                !character.is_ascii() && !has_no_shape(*character) && !has_glyph(*character)
            });
            missing.extend(characters);
        }
    }
    missing
}

#[cfg(test)]
mod tests {
    use super::undrawable;

    #[test]
    fn what_the_embedded_font_lacks_is_found_where_it_is_drawn() {
        let svg = "<svg><title>漢</title><text x=\"1\">é 日<tspan y=\"2\">本</tspan> 日🎉</text>\
            <path d=\"界\"/><text>\u{2068}שלום עربية\u{2069} ≥ – ё</text></svg>";
        let found: String = undrawable(svg).into_iter().collect();
        assert_eq!(found, "日本🎉");
    }
}
