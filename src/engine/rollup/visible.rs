//! What is seen of a name.

use icu_normalizer::ComposingNormalizerBorrowed;
use std::borrow::Cow;

/// The visible form of a value: composed letters, no zero-width characters, single spaces and none
/// at the ends. Borrowed if the value already has this form.
#[must_use]
pub(in super::super) fn visible_form(value: &str) -> Cow<'_, str> {
    if is_plain(value) {
        return value.into();
    }
    let composed = composed(value);
    let seen: String = composed.chars().filter(|c| !has_no_width(*c)).collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    let form = words.join(" ");
    if form == value {
        value.into()
    } else {
        form.into()
    }
}

/// Whether a value is of visible ASCII characters with single spaces between them, as most names are.
fn is_plain(value: &str) -> bool {
    let mut last = b' ';
    let fits = |byte: u8| {
        let before = std::mem::replace(&mut last, byte);
        byte.is_ascii_graphic() || byte == b' ' && before != b' '
    };
    value.bytes().all(fits) && last != b' '
}

pub(super) fn composed(value: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(value)
}

/// Whether a character takes no room.
#[must_use]
pub(in super::super) const fn has_no_width(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    )
}
