//! Text as the fonts of a PDF can show it. In: any text. Out: the same on one line, with a box for each character that they
//! lack, and no break behind the dash of a French range.

use crate::chart::text_measure::{has_glyph, has_no_shape};
use std::borrow::Cow;

/// What stands for a character without a glyph.
const BOX: char = '□';

/// A line may break behind so many letters and digits.
const LONGEST: usize = 45;

/// A text for the template.
pub(super) fn shown(text: &str) -> String {
    let text = text.replace("–\u{a0}", "–\u{2060}\u{a0}");
    let mut line = String::with_capacity(text.len());
    let mut run = 0_usize;
    for character in text.chars() {
        // What has no place to break would be cut off.
        run = if joins(character) { run + 1 } else { 0 };
        if run > LONGEST {
            line.push('\u{200b}');
            run = 1;
        }
        match character {
            ' '..='~' => line.push(character),
            '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => {}
            it if it.is_control() || matches!(it, '\u{2028}' | '\u{2029}') => line.push(' '),
            it if has_no_shape(it) || is_printed(it) => line.push(it),
            _ => line.push(BOX),
        }
    }
    line
}

/// Whether no line breaks beside a character.
fn joins(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.' | ':' | '\u{a0}' | '\u{202f}')
}

/// A drawing whose texts have only characters that the fonts have.
pub(super) fn shown_drawing(svg: &str) -> Cow<'_, str> {
    if svg.is_ascii() {
        return svg.into();
    }
    let shown = svg.chars().map(|it| match it {
        '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => '\u{200b}',
        it if it.is_ascii() || has_no_shape(it) || is_printed(it) => it,
        _ => BOX,
    });
    shown.collect::<String>().into()
}

/// Whether a character has a glyph that says what it is; those of private use mean nothing to a reader.
fn is_printed(character: char) -> bool {
    let is_private = matches!(
        character,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}'
    );
    !is_private && has_glyph(character)
}

#[cfg(test)]
mod tests {
    use super::{shown, shown_drawing};

    #[test]
    fn what_the_fonts_lack_is_a_box_and_code_stays_text() {
        assert_eq!(shown("é 日 #x *y* $z$ \"\\]"), "é □ #x *y* $z$ \"\\]");
        assert_eq!(shown("a\u{0}b\u{e000}c\nd\u{feff}"), "a b□c d");
        assert_eq!(
            shown("1\u{a0}–\u{a0}3\u{202f}%"),
            "1\u{a0}–\u{2060}\u{a0}3\u{202f}%"
        );
        assert_eq!(shown_drawing("<text>é 日\n</text>"), "<text>é □\n</text>");
    }
}
