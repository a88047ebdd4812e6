//! Mistakes in which a sign is missing or has another meaning than was meant: the dash of a list's first entry, a comma in
//! a map of one line, `#` inside of brackets, the space behind a colon.

use super::line::{Line, quoted, short};
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
