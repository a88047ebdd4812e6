//! Maps a YAML text back to how the file writes it: quotes with escapes, block lines, folded lines.
//! In: a part of the text. Out: the bytes of the file that it comes from.

use super::yaml::Style;
use std::ops::Range;

/// The bytes of `file` from which the bytes `part` of `text` come; the text is at `value`, written
/// in `style`. `None` where the written form cannot be mapped back.
pub(super) fn within(
    file: &str,
    value: Range<usize>,
    style: Style,
    text: &str,
    part: Range<usize>,
) -> Option<Range<usize>> {
    let raw = file.get(value.clone())?;
    let shifted = |offset: usize, found: Range<usize>| {
        let start = value.start + offset;
        start + found.start..start + found.end
    };
    match style {
        Style::Plain => match raw.find(text) {
            Some(at) => Some(shifted(at, part)),
            None => by_letters(raw, text, part).map(|found| shifted(0, found)),
        },
        Style::Quoted => {
            let offsets = decoded(raw, text)?;
            Some(shifted(
                0,
                *offsets.get(part.start)?..*offsets.get(part.end)?,
            ))
        }
        Style::Literal | Style::Folded => {
            // The span of a block begins with its header, after a key or a hyphen.
            let line = file[..value.start].rfind('\n').map_or(0, |at| at + 1);
            let has_header = !file[line..value.start].trim().is_empty();
            let content = if has_header { raw.find('\n')? + 1 } else { 0 };
            by_letters(&raw[content..], text, part).map(|found| shifted(content, found))
        }
    }
}

/// For each byte of a quoted text, and for the position past its last byte, the byte of the file
/// that it comes from; `None` when the quotes hold another text.
fn decoded(raw: &str, text: &str) -> Option<Vec<usize>> {
    let mark = raw.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut offsets = Vec::with_capacity(text.len() + 1);
    let mut found = String::with_capacity(text.len());
    let mut at = 1;
    loop {
        let rest = raw.get(at..)?;
        let c = rest.chars().next()?;
        let mut length = c.len_utf8();
        let value = if c == mark {
            if mark == '\'' && rest.starts_with("''") {
                length = 2;
                Some('\'')
            } else {
                break;
            }
        } else if c == '\\' && mark == '"' {
            let (escaped, value) = escape_sequence(rest)?;
            length = escaped;
            value
        } else if c == '\n' || c == '\r' || blank_before_break(rest) {
            // A line break and the white space around it fold into a space; further breaks stay
            // breaks.
            let blank = rest.len() - rest.trim_start().len();
            let breaks = rest[..blank].matches('\n').count();
            for _ in 1..breaks {
                found.push('\n');
                offsets.push(at);
            }
            length = blank;
            (breaks == 1).then_some(' ')
        } else {
            Some(c)
        };
        if let Some(value) = value {
            found.push(value);
            offsets.extend(std::iter::repeat_n(at, value.len_utf8()));
        }
        at += length;
    }
    offsets.push(at);
    (found == text).then_some(offsets)
}

/// Whether only spaces follow before the end of the line.
fn blank_before_break(rest: &str) -> bool {
    let behind = rest.trim_start_matches([' ', '\t']);
    behind.len() < rest.len() && behind.starts_with(['\n', '\r'])
}

/// The length of an escape sequence in double quotes and the character that it stands for; an
/// escaped line break stands for none.
fn escape_sequence(rest: &str) -> Option<(usize, Option<char>)> {
    let kind = rest.chars().nth(1)?;
    let digits = |count: usize| {
        let code = u32::from_str_radix(rest.get(2..2 + count)?, 16).ok()?;
        Some((2 + count, Some(char::from_u32(code)?)))
    };
    let value = match kind {
        'n' => '\n',
        't' | '\t' => '\t',
        'r' => '\r',
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        'x' => return digits(2),
        'u' => return digits(4),
        'U' => return digits(8),
        '\n' => {
            let blank = rest[1..].len() - rest[1..].trim_start().len();
            return Some((1 + blank, None));
        }
        other => other,
    };
    Some((1 + kind.len_utf8(), Some(value)))
}

/// Finds a part of a text in the file when the two differ in white space only: lines of a block, or
/// a text folded over several lines.
fn by_letters(raw: &str, text: &str, part: Range<usize>) -> Option<Range<usize>> {
    let Range { start, end } = part;
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let (before, inside) = (letters(text.get(..start)?), letters(text.get(start..end)?));
    let mut found = raw
        .char_indices()
        .filter(|(_, c)| !c.is_whitespace())
        .map(|(at, c)| at..at + c.len_utf8())
        .skip(before);
    let first = found.next()?;
    let last = match inside {
        0 | 1 => first.end,
        _ => found.nth(inside - 2)?.end,
    };
    let first = first.start;
    let same = |a: &str, b: &str| {
        a.split_whitespace()
            .collect::<String>()
            .eq(&b.split_whitespace().collect::<String>())
    };
    (inside == 0 || same(raw.get(first..last)?, text.get(start..end)?)).then_some(first..last)
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn places_inside_of_quotes_follow_escapes_and_folded_lines() {
        for (raw, text, part) in [
            (r#""a \"b\" wrong""#, r#"a "b" wrong"#, "wrong"),
            ("'it''s wrong'", "it's wrong", "wrong"),
            (r#""\u00e9 \x41 wrong""#, "é A wrong", "wrong"),
            ("\"a\n   b wrong\"", "a b wrong", "wrong"),
            ("\"a  \n\n  b wrong\"", "a\nb wrong", "wrong"),
            ("\"a\\\n   b wrong\"", "ab wrong", "wrong"),
            ("'é wrong'", "é wrong", "wrong"),
        ] {
            let offsets = decoded(raw, text).unwrap_or_else(|| panic!("{raw}"));
            let start = text.find(part).unwrap();
            let found = &raw[offsets[start]..offsets[start + part.len()]];
            assert_eq!(found, part, "{raw}");
        }
        assert_eq!(decoded("plain", "plain"), None);
        assert_eq!(decoded("'other'", "text"), None);
    }
}
