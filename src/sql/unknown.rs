//! Names that nothing has: what was meant, another name or a text in quotes of the wrong kind, a column of a file without its
//! quotes. In: the name as it stands in its expression. Out: what to write.

use super::check::{Holds, Reader};
use super::parse::{is_name, offset};
use crate::diagnostic::{Code, Diagnostic, abbreviated, meant, nearest_name, there_are};
use sqlparser::ast::Ident;
use std::fmt::Write;
use std::ops::Range;

/// Signs between two values that are compared, the longer ones first.
const COMPARISONS: [&str; 7] = ["<>", "!=", "<=", ">=", "=", "<", ">"];

/// How many characters of an expression a hint writes again.
const SHORT: usize = 100;

impl Reader<'_> {
    /// Reports a name that nothing has.
    pub(super) fn unknown(&mut self, ident: &Ident) {
        if let Some(problem) = &self.names.lacking {
            self.problems.push((**problem).clone());
            return;
        }
        let there_are = there_are(self.names.columns());
        let message = match self.names.holds {
            Holds::Metrics => format!("`{}` is no metric; {there_are}", ident.value),
            Holds::Columns | Holds::OfFiles => format!(
                "`{}` is not a column, dimension or filter of {}; {there_are}",
                ident.value, self.names.of
            ),
        };
        let problem = Diagnostic::error(Code::UNKNOWN_NAME, message).unknown(&ident.value);
        let hint = self.instead_of(ident);
        let problem = self.at_ident(ident, problem.maybe_hint(hint));
        self.problems.push(problem);
    }

    /// What was meant by a name that nothing has.
    fn instead_of(&self, ident: &Ident) -> Option<String> {
        if let Some(hint) = self.names.hints.get(&ident.value) {
            return Some(hint.clone());
        }
        let of_others = ["none", "nan", "na", "nil", "undefined", "pd.na"];
        if ident.quote_style.is_none() && of_others.contains(&&*ident.value.to_lowercase()) {
            return Some(
                "whether there is a value is asked with `IS NULL` and `IS NOT NULL`".to_owned(),
            );
        }
        let start = offset(&self.text, ident.span.start);
        let end = offset(&self.text, ident.span.end).max(start);
        let other = self.compared_with(&(start..end));
        let is_quoted = ident.quote_style == Some('"');
        // A name of a spec has no spaces, and what is compared with a name is not this name itself.
        let may_be_name =
            !is_quoted || self.names.holds == Holds::OfFiles || !ident.value.contains(' ');
        let others = || {
            let names = self.names.columns().filter(|name| other != Some(*name));
            names.filter(|_| may_be_name)
        };
        let near = nearest_name(&ident.value, others());
        let text = self.as_text(ident, other.is_some());
        match (near, text) {
            (Some(near), Some(text)) if is_quoted && other.is_some() => {
                Some(format!("{} If it is a text: {text}", meant(near)))
            }
            (Some(near), _) => Some(meant(near)),
            (None, Some(text)) => Some(text),
            (None, None) => abbreviated(&ident.value, others()),
        }
    }

    /// How a name is written that was meant as a text, if it may be one.
    fn as_text(&self, ident: &Ident, is_compared: bool) -> Option<String> {
        let is_quoted = ident.quote_style == Some('"');
        let may_be_text = is_compared || is_quoted && self.names.holds == Holds::Columns;
        if !may_be_text || self.names.holds == Holds::Metrics {
            return None;
        }
        if !is_quoted {
            return Some(format!(
                "a text stands in single quotes: `'{}'`",
                ident.value
            ));
        }
        let whole = self.with_texts_in_single_quotes();
        let written = if whole.chars().count() > SHORT || whole.contains(['\n', '"', '\\']) {
            format!("`'{}'`", ident.value.replace('\'', "''"))
        } else {
            format!("\"{whole}\"")
        };
        Some(format!(
            "a name in double quotes is a column; a text stands in single ones, and double ones around the whole value: {written}"
        ))
    }

    /// What a name is compared with: the name on the other side, nothing if that is a computation; none if it is compared with
    /// no name, but with a value that is written down.
    fn compared_with(&self, place: &Range<usize>) -> Option<&str> {
        let before = self.text.get(..place.start)?.trim_end();
        let behind = self.text.get(place.end..)?.trim_start();
        let sides = COMPARISONS
            .iter()
            .find_map(|sign| before.strip_suffix(sign));
        let sides = sides.or_else(|| list_before(before));
        if let Some(left) = sides {
            let left = left.trim_end();
            let word = word_at_end(left);
            return is_no_value(left, word).then_some(word);
        }
        let right = COMPARISONS
            .iter()
            .find_map(|sign| behind.strip_prefix(sign));
        let right = right?.trim_start();
        let word = word_at_start(right);
        is_no_value(right, word).then_some(word)
    }

    /// The expression with what stands in double quotes and is no name in single ones.
    fn with_texts_in_single_quotes(&self) -> String {
        let (mut written, mut rest) = (String::new(), self.text.as_str());
        while let Some(at) = rest.find(['\'', '"']) {
            let (before, quoted) = rest.split_at(at);
            written += before;
            let mark = &quoted[..1];
            let Some(length) = quoted[1..].find(mark) else {
                rest = quoted;
                break;
            };
            let inside = &quoted[1..=length];
            let is_known =
                self.names.names.contains_key(inside) || self.names.hints.contains_key(inside);
            if mark == "\"" && !is_known {
                let _ = write!(written, "'{}'", inside.replace('\'', "''"));
            } else {
                written += &quoted[..length + 2];
            }
            rest = &quoted[length + 2..];
        }
        written + rest
    }

    /// The name of a column of the files with spaces or signs that stands in no quotes, in an expression that cannot be read,
    /// and how it is written; else the one that the whole expression is nearly.
    pub(super) fn name_without_quotes(&self, text: &str) -> Option<(Range<usize>, String)> {
        if self.names.holds != Holds::OfFiles {
            return None;
        }
        let names = || self.names.columns().filter(|name| !is_name(name));
        let bare = |name: &&str| {
            let mut places = text.match_indices(*name).map(|(at, _)| at);
            let at = places.find(|at| !text[..*at].ends_with('"'))?;
            Some(at..at + name.len())
        };
        let found = names().filter_map(|name| Some((bare(&name)?, name)));
        if let Some((place, name)) = found.max_by_key(|(place, _)| place.len()) {
            let whole = format!("{}\"{name}\"{}", &text[..place.start], &text[place.end..]);
            return Some((place, format!("it is {}", quoted_name(&whole))));
        }
        let start = text.len() - text.trim_start().len();
        let near = nearest_name(text.trim(), names())?;
        let hint = format!(
            "{} It is {}",
            meant(near),
            quoted_name(&format!("\"{near}\""))
        );
        Some((start..start + text.trim().len(), hint))
    }
}

/// How an expression with a name in double quotes is written in YAML.
fn quoted_name(sql: &str) -> String {
    let written = if sql.contains('\'') {
        format!("\"{}\"", sql.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        format!("'{sql}'")
    };
    format!(
        "a column whose name has spaces or signs, and stands in double quotes: `sql: {written}`"
    )
}

/// What stands before the list of values in which a text ends.
fn list_before(text: &str) -> Option<&str> {
    let upper = text.to_ascii_uppercase();
    let at = upper
        .rfind(" IN (")
        .filter(|_| text.ends_with(['(', ',']))?;
    (!upper[at + 5..].contains(')')).then(|| {
        let left = text[..at].trim_end();
        let is_not = upper[..left.len()].ends_with(" NOT");
        if is_not {
            &left[..left.len() - 4]
        } else {
            left
        }
    })
}

fn is_part(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '.' | '"')
}

fn word_at_end(text: &str) -> &str {
    text[text.trim_end_matches(is_part).len()..].trim_matches('"')
}

fn word_at_start(text: &str) -> &str {
    text[..text.len() - text.trim_start_matches(is_part).len()].trim_matches('"')
}

/// Whether a side of a comparison is no text or number that is written down.
fn is_no_value(side: &str, word: &str) -> bool {
    !side.starts_with('\'')
        && !side.ends_with('\'')
        && !word.starts_with(|it: char| it.is_ascii_digit())
}
