//! Text of a page, in which nothing is markup. In: text of the data. Out: HTML.

use std::borrow::Cow;

/// Spaces that break no line.
const NO_BREAK: [char; 2] = ['\u{a0}', '\u{202f}'];

/// Text escaped for HTML, between tags and in quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Escapes a text that stands between tags, where quotes are no signs.
pub(super) fn escape_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// A cell; the style breaks no number, so that ordinary spaces do, which are a third as long as those of texts. A page
/// has thousands of them.
pub(super) fn in_cell(cell: &str, numeric: bool) -> Cow<'_, str> {
    if numeric && cell.contains(NO_BREAK) {
        return cell.replace(NO_BREAK, " ").into();
    }
    cell.into()
}
