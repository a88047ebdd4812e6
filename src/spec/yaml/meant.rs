//! Mistakes in which a sign is missing or has another meaning than was meant: the dash of a list's first entry, the end of a
//! quoted text, a comma in a map of one line, `#` inside of brackets, the space behind a colon.

use super::line::{Line, behind_quote, quoted, short};
use super::unseen::Mistake;
use crate::spec::schema::is_key;
use std::ops::Range;

/// A list whose first entry does not begin with `- `.
pub(super) fn first_dash(text: &str, line: &Line<'_>) -> Option<Mistake> {
    let is_item = |line: &Line<'_>| line.text.trim_start().starts_with("- ");
    if !is_item(line) {
        return None;
    }
    let here = line.indentation();
    let mut first = *line;
    let owner = loop {
        let before = first.before(text)?;
        let is_outer = before.indentation() < here;
        if is_outer || here == 0 && !is_item(&before) && before.text.trim_end().ends_with(':') {
            break before;
        }
        first = before;
    };
    let key = owner.text.trim().strip_suffix(':')?;
    if is_item(&owner) || is_item(&first) || first.start == line.start {
        return None;
    }
    let number = text[..first.start].matches('\n').count() + 1;
    let content = first.text.trim();
    let at = first.indentation();
    Some(Mistake {
        message: format!("`{key}` is a list, and its first entry does not begin with `- `"),
        place: first.start + at..first.start + at + first.key().len(),
        related: Some((
            line.start + here..line.start + here + 1,
            "the next entry".to_owned(),
        )),
        hint: format!("begin line {number} with `- `: - {}", short(content)),
    })
}

/// A quoted text of a line above, or of this one, that has no end of its own: what looks like it is the beginning of a text on
/// the line at which the parser stops.
pub(super) fn open_quote(text: &str, line: &Line<'_>) -> Option<Mistake> {
    let mut above = *line;
    loop {
        if let Some(found) = open_quote_in(text, &above, line) {
            return Some(found);
        }
        above = above.before(text)?;
        // A text goes over few lines.
        if text[above.start..line.start].matches('\n').count() > 5 {
            return None;
        }
    }
}

fn open_quote_in(text: &str, opened: &Line<'_>, stopped: &Line<'_>) -> Option<Mistake> {
    let mut values = opened.text.match_indices(": ").filter_map(|(colon, _)| {
        let rest = &opened.text[colon + 2..];
        let at = colon + 2 + rest.len() - rest.trim_start().len();
        opened.text[at..].starts_with(['"', '\'']).then_some(at)
    });
    let is_open = |at: &usize| behind_quote(opened.text[*at..].trim_end()).is_none();
    let at = values.find(is_open)?;
    let inner = opened.text[at..].trim_end();
    let mark = inner.chars().next()?;
    let rest = behind_quote(&text[opened.start + at..]);
    if let Some(rest) = rest {
        let next = rest.trim_start_matches(' ');
        let ends = next.is_empty() || next.starts_with(['\n', '\r', ',', '}', ']', '#', ':']);
        let end = text.len() - rest.len();
        if ends || end > stopped.start + stopped.text.len() + 1 {
            return None;
        }
    }
    // Where another key begins inside of the text, it was to end before.
    let keys = inner.match_indices(", ").find(|(comma, _)| {
        let key = inner[comma + 2..].split_once(':').map(|(key, _)| key);
        key.is_some_and(is_key)
    });
    let end = keys.map_or_else(
        || inner.trim_end_matches(['}', ']', ' ']).len(),
        |(comma, _)| comma,
    );
    let place = opened.range(at, at + 1);
    Some(Mistake {
        message: format!("the text begins with {mark} and does not end with it"),
        place,
        related: None,
        hint: format!(
            "put {mark} at the end of the text too: {}{mark}{}",
            &inner[..end],
            short(&inner[end..])
        ),
    })
}

/// `{type: bar data: by_month}`: the value before a colon ends with a word that is a key; `part` is that of its line
/// from its own key to the colon.
pub(super) fn missing_comma(line: &Line<'_>, part: Range<usize>) -> Option<Mistake> {
    let written = line.text.get(part.clone())?;
    let (key, value) = written.split_once(": ")?;
    let (value, word) = value.trim_end().rsplit_once(' ')?;
    let is_followed = line.text[part.end..].starts_with(": ");
    if !is_key(word) || !is_followed || value.trim().is_empty() {
        return None;
    }
    let at = line.start + part.end - word.len();
    Some(Mistake {
        message: format!("a comma is missing before `{word}`"),
        place: at..at + word.len(),
        related: None,
        hint: format!("write {}: {}, {word}: …", key.trim(), value.trim()),
    })
}

/// ` #` inside of a bracket, whose end it hides; `begin` is where the bracket opens.
pub(super) fn comment(text: &str, at: usize, begin: usize, closing: char) -> Option<Mistake> {
    let line = Line::at(text, at);
    let hash = at - line.start;
    line.text[hash..].find(closing)?;
    let start = line.text[..hash]
        .rfind(['{', '[', ','])
        .map_or(0, |cut| cut + 1);
    let start = line.text[start..hash]
        .find(": ")
        .map_or(start, |colon| start + colon + 2);
    let rest = &line.text[start..];
    let end = rest.find([',', closing]).unwrap_or(rest.len());
    Some(Mistake {
        message: format!("`#` begins a comment, in which the `{closing}` is lost"),
        place: at..at + 1,
        related: Some((begin..begin + 1, "opened here".to_owned())),
        hint: format!("put the text in quotes: {}", quoted(rest[..end].trim())),
    })
}

/// `path:rows.csv`, of a line or of the one before it.
pub(super) fn unspaced_key(text: &str, line: &Line<'_>, parser: &str) -> Option<Mistake> {
    if !parser.contains("mapping values") && !parser.contains("simple key") {
        return None;
    }
    let found = |line: &Line<'_>| {
        let content = line.content();
        let (key, value) = line.text[content..].trim_end().split_once(':')?;
        let begins = value.chars().next()?;
        (is_key(key) && !begins.is_whitespace() && begins != '/').then(|| Mistake {
            message: format!("no space stands behind the colon of `{key}`"),
            place: line.start + content..line.start + content + key.len() + 1,
            related: None,
            hint: format!("write {key}: {}", short(value)),
        })
    };
    found(line).or_else(|| found(&line.before(text)?))
}
