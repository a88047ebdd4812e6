//! Phrases of messages: what was meant, what is allowed, how many there are.

use std::fmt::{Display, Write};

/// How many names a message lists before it only counts the rest.
const LISTED: usize = 24;

/// The name nearest to `wanted` as a hint, if one is near enough to have been meant.
pub(crate) fn nearest<'a>(
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest_name(wanted, names).map(|name| format!("did you mean `{name}`?"))
}

/// The name nearest to `wanted`, if one is near enough to have been meant.
pub(crate) fn nearest_name<'a>(
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| {
            let distance = strsim::osa_distance(&wanted.to_lowercase(), &name.to_lowercase());
            (distance, name)
        })
        .filter(|(distance, name)| {
            *distance <= 1 + wanted.chars().count().max(name.chars().count()) / 4
        })
        .min()
        .map(|(_, name)| name)
}

/// `a`, `b` and `c`, for messages that list what is allowed; long lists are cut short.
pub(crate) fn allowed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let shown = names.len().min(LISTED);
    let mut text = names[..shown].join(", ");
    if names.len() > shown {
        let _ = write!(text, " and {} more", names.len() - shown);
    }
    if text.is_empty() {
        "none".to_owned()
    } else {
        text
    }
}

/// `there are `a`, `b``, `there is only `a``, `there are none`: the names that could have been
/// used.
pub(crate) fn there_are<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.as_slice() {
        [] => "there are none".to_owned(),
        [only] => format!("there is only `{only}`"),
        several => format!("there are {}", allowed(several.iter().copied())),
    }
}

/// A number with its noun: `1 row`, `2 rows`.
pub(crate) fn counted<N: Copy + Display + PartialEq + From<u8>>(
    count: N,
    one: &str,
    other: &str,
) -> String {
    let noun = if count == N::from(1) { one } else { other };
    format!("{count} {noun}")
}

/// Whether a character is not seen though it counts: a space that is none for YAML and SQL, a mark of direction or byte
/// order, a character without a width.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Such a character in a message: `an invisible character (U+200B)`.
pub(crate) fn unseen(c: char) -> String {
    format!("an invisible character (U+{:04X})", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::{allowed, counted, nearest, there_are};

    #[test]
    fn lists_and_numbers_agree_with_their_nouns() {
        assert_eq!(there_are([]), "there are none");
        assert_eq!(there_are(["a"]), "there is only `a`");
        assert_eq!(there_are(["a", "b"]), "there are `a`, `b`");
        assert_eq!(counted(0_usize, "row", "rows"), "0 rows");
        assert_eq!(counted(1_i128, "row", "rows"), "1 row");
        let many: Vec<String> = (0..30).map(|at| at.to_string()).collect();
        let listed = allowed(many.iter().map(String::as_str));
        assert!(listed.ends_with("`23` and 6 more"), "{listed}");
    }

    #[test]
    fn a_name_with_a_typing_mistake_has_a_nearest_one() {
        assert_eq!(
            nearest("frist", ["first", "last"]).unwrap(),
            "did you mean `first`?"
        );
        assert_eq!(nearest("country", ["first", "last"]), None);
    }
}
