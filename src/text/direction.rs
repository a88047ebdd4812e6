//! Writing direction. In: a text from the data. Out: the text on one line, isolated from its
//! surroundings if its letters or marks could reorder them.
//!
//! Right-to-left letters reorder the digits next to them, and a mark such as U+202E that is not
//! closed reverses the rest of its paragraph: `11.5%` reads `%5.11`. Between U+2068 and U+2069 a
//! text is isolated (UAX #9): its effects end with it.

use std::borrow::Cow;
use std::ops::Range;

/// FIRST STRONG ISOLATE: begins an isolated text.
pub(crate) const ISOLATE: char = '\u{2068}';
/// POP DIRECTIONAL ISOLATE: ends it.
pub(crate) const END: char = '\u{2069}';

/// Whether a character is a direction mark, which is invisible itself.
const fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// The first byte of U+0590 in UTF-8: no letter or mark with a direction begins with a smaller one.
const FIRST_BYTE: u8 = 0xd6;

/// Whether a text has right-to-left letters or direction marks.
pub(crate) fn is_directed(text: &str) -> bool {
    let is_directed = |character: char| {
        is_mark(character)
            || matches!(
                character,
                '\u{590}'..='\u{8ff}'
                    | '\u{fb1d}'..='\u{fdff}'
                    | '\u{fe70}'..='\u{fefe}'
                    | '\u{10800}'..='\u{10fff}'
                    | '\u{1e800}'..='\u{1efff}'
            )
    };
    // Most letters of most texts need not be decoded.
    let mut bytes = text.bytes().enumerate();
    bytes.any(|(at, byte)| byte >= FIRST_BYTE && text[at..].chars().next().is_some_and(is_directed))
}

/// A text from the data as it is shown: on one line, and isolated if it has a direction of its own.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.into();
    }
    let breaks =
        |character: char| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
    let line: Cow<'_, str> = if text.contains(breaks) {
        text.replace(breaks, " ").into()
    } else {
        text.into()
    };
    if !is_directed(&line) {
        return line;
    }
    if isolates(&line).first() == Some(&(0..line.len())) {
        return line;
    }
    isolated(&line).into()
}

/// A text between isolating marks. Isolates that it leaves open are closed inside, and marks that
/// would close the outer one are dropped.
pub(crate) fn isolated(text: &str) -> String {
    let mut apart = String::with_capacity(text.len() + 6);
    apart.push(ISOLATE);
    let mut open = 0_usize;
    for character in text.chars() {
        match character {
            '\u{2066}'..='\u{2068}' => open += 1,
            END if open == 0 => continue,
            END => open -= 1,
            _ => {}
        }
        apart.push(character);
    }
    apart.extend(std::iter::repeat_n(END, open + 1));
    apart
}

/// The outermost isolated parts of a text, including their marks. A part that is never closed does
/// not count.
pub(crate) fn isolates(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let marks = text.match_indices(['\u{2066}', '\u{2067}', ISOLATE, END]);
    for (at, mark) in marks {
        if mark.starts_with(END) {
            if let Some(start) = open.pop()
                && open.is_empty()
            {
                found.push(start..at + mark.len());
            }
        } else {
            open.push(at);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{END, ISOLATE, is_directed, isolated, isolates, shown};

    #[test]
    fn only_a_name_with_a_direction_of_its_own_is_kept_apart() {
        for plain in ["Google", "été", "日本", "a\u{a0}b", ""] {
            assert_eq!(shown(plain), plain);
        }
        for directed in ["שלום", "a\u{202e}b", "\u{200f}x", "العربية"] {
            assert!(is_directed(directed));
            assert_eq!(shown(directed), format!("{ISOLATE}{directed}{END}"));
        }
    }

    #[test]
    fn no_name_ends_what_keeps_it_apart() {
        let closing = isolated("a\u{2069}\u{202e}b");
        assert_eq!(closing, "\u{2068}a\u{202e}b\u{2069}");
        let opening = isolated("a\u{2067}b");
        assert_eq!(opening, "\u{2068}a\u{2067}b\u{2069}\u{2069}");
        for apart in [closing, opening] {
            let all = 0..apart.len();
            assert_eq!(isolates(&apart), vec![all]);
            assert_eq!(shown(&apart), apart, "twice is once");
        }
    }

    #[test]
    fn a_name_is_shown_in_one_line() {
        assert_eq!(shown("e\n---"), "e ---");
        assert_eq!(shown("a\u{2029}b\tc"), "a b c");
    }

    #[test]
    fn what_is_not_closed_is_no_part_of_its_own() {
        assert_eq!(
            isolates("a \u{2068}b c"),
            Vec::<std::ops::Range<usize>>::new()
        );
        assert_eq!(isolates("a\u{2069}b"), Vec::<std::ops::Range<usize>>::new());
    }
}
