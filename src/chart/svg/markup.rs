//! Text and numbers in SVG. In: labels from untrusted data, lengths. Out: escaped text, safe ids,
//! short decimal numbers.

use std::fmt::Write as _;

/// Backend units per CSS pixel.
pub(crate) const UNITS: i32 = 10;

/// Pixels as backend units.
pub(crate) fn units(pixels: f64) -> i32 {
    (pixels * f64::from(UNITS)).round() as i32
}

/// Whether a character is not allowed in XML or would garble the text around it: controls
/// (including U+0000), non-characters, and the marks that change the direction of the following
/// text. The marks that isolate a name stay.
fn is_dropped(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{feff}')
        || matches!(character as u32 & 0xfffe, 0xfffe)
}

/// Appends text, escaped for XML, HTML and attributes.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\r' => out.push(' '),
            other if is_dropped(other) => {}
            other => out.push(other),
        }
    }
}

/// The escaped text; see [`push_escaped`].
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// An id that is valid in HTML, in URLs and in CSS selectors; distinct names get distinct ids.
pub(crate) fn identifier(name: &str) -> String {
    let mut id = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_ascii_alphanumeric() || matches!(character, '_' | '-') {
            id.push(character);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(id, "-u{:x}-", character as u32);
        }
    }
    if !id.starts_with(|first: char| first.is_ascii_alphabetic()) {
        id.insert_str(0, "c-");
    }
    id
}

/// Appends a length in tenths of a pixel, without superfluous zeros: `12`, `.4`, `-3.5`.
pub(crate) fn push_tenths(out: &mut String, tenths: i32) {
    if tenths < 0 {
        out.push('-');
    }
    let (whole, tenth) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if whole > 0 || tenth == 0 {
        push_whole(out, whole);
    }
    if tenth > 0 {
        out.push('.');
        out.push(char::from(b'0' + tenth as u8));
    }
}

/// Appends the digits of a number.
fn push_whole(out: &mut String, whole: u32) {
    if whole > 9 {
        push_whole(out, whole / 10);
    }
    out.push(char::from(b'0' + (whole % 10) as u8));
}

/// A length in tenths of a pixel as text; see [`push_tenths`].
pub(crate) fn tenths(value: i32) -> String {
    let mut out = String::new();
    push_tenths(&mut out, value);
    out
}

#[cfg(test)]
mod tests {
    use super::{escaped, identifier, tenths};

    #[test]
    fn markup_in_a_label_is_only_text() {
        assert_eq!(
            escaped("<script>alert('x')</script>"),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"
        );
        assert_eq!(escaped("a\"b & c"), "a&quot;b &amp; c");
    }

    #[test]
    fn characters_that_xml_forbids_are_dropped() {
        assert_eq!(
            escaped("a\0b\u{1}c\u{fffe}d\u{1ffff}e\u{202e}f\tg"),
            "abcdef g"
        );
        assert_eq!(escaped("é\u{a0}€\u{202f}漢"), "é\u{a0}€\u{202f}漢");
    }

    #[test]
    fn ids_are_plain_and_distinct() {
        assert_eq!(identifier("by_entity"), "by_entity");
        assert_eq!(identifier("3 a"), "c-3-u20-a");
        assert_eq!(identifier(""), "c-");
        assert_ne!(identifier("a b"), identifier("a.b"));
    }

    #[test]
    fn numbers_are_short() {
        let written = [0, 4, 10, 125, -35, -4].map(tenths);
        assert_eq!(written, ["0", ".4", "1", "12.5", "-3.5", "-.4"]);
    }
}
