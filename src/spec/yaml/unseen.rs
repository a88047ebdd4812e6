//! Invisible characters, copied from web pages and chats, that change how YAML is read. In: plain
//! scalars and lines. Out: a problem at the character.

use crate::diagnostic::{Code, Diagnostic, Span, is_unseen, unseen};
use std::ops::Range;

/// A recognised mistake.
pub(super) struct Mistake {
    /// What is wrong.
    pub(super) message: String,
    /// Where, in bytes.
    pub(super) place: Range<usize>,
    /// A further place with its role.
    pub(super) related: Option<(Range<usize>, String)>,
    /// What to write.
    pub(super) hint: String,
}

/// Rejects a plain scalar that begins or ends with an invisible character, which would become part
/// of the text.
pub(super) fn visible(text: &str, span: Span) -> Result<(), Diagnostic> {
    let (first, last) = (text.chars().next(), text.chars().next_back());
    let (c, start, rest) = match (
        first.filter(|c| is_unseen(*c)),
        last.filter(|c| is_unseen(*c)),
    ) {
        (Some(c), _) => (c, span.start, "before"),
        (None, Some(c)) => (c, span.start + text.len() - c.len_utf8(), "behind"),
        (None, None) => return Ok(()),
    };
    let shown: String = text.trim_matches(is_unseen).chars().take(20).collect();
    Err(
        Diagnostic::error(Code::YAML, format!("{} stands {rest} `{shown}`", unseen(c)))
            .at(Span {
                start,
                end: start + c.len_utf8(),
                ..span
            })
            .hint("remove it, or put the text in quotes if it belongs to it"),
    )
}

/// Rejects a key whose colon is followed by something that only looks like a space.
pub(super) fn colon_and_space(key: &str, span: Span) -> Result<(), Diagnostic> {
    let Some(found) = unspaced_colon(key, span.start) else {
        return Ok(());
    };
    Err(Diagnostic::error(Code::YAML, found.message)
        .at(Span {
            start: found.place.start,
            end: found.place.end,
            ..span
        })
        .hint(found.hint))
}

/// Finds a colon followed by something that only looks like a space, in a text that begins at byte
/// `start`.
pub(super) fn unspaced_colon(text: &str, start: usize) -> Option<Mistake> {
    let (at, c) = text.match_indices(':').find_map(|(at, _)| {
        let c = text[at + 1..].chars().next().filter(|c| is_unseen(*c))?;
        Some((at + 1, c))
    })?;
    Some(Mistake {
        message: format!(
            "{} stands behind `{}`, where a space belongs",
            unseen(c),
            text[..at].trim()
        ),
        place: start + at..start + at + c.len_utf8(),
        hint: "write a space instead".to_owned(),
        related: None,
    })
}

/// Finds a byte order mark within a text, which the parser takes for the beginning of another document.
pub(super) fn byte_order_mark(text: &str, start: usize) -> Option<Mistake> {
    let at = text.find(BYTE_ORDER_MARK)?;
    let behind = &text[at + BYTE_ORDER_MARK.len_utf8()..];
    let shown: String = behind.trim_matches(is_unseen).chars().take(20).collect();
    Some(Mistake {
        message: format!("{} stands before `{shown}`", unseen(BYTE_ORDER_MARK)),
        place: start + at..start + at + BYTE_ORDER_MARK.len_utf8(),
        hint: "remove it: a byte order mark stands at the beginning of a file only".to_owned(),
        related: None,
    })
}

const BYTE_ORDER_MARK: char = '\u{feff}';
