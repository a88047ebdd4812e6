//! Quotes and apostrophes: those of a word processor, around a text or a whole expression, and one inside of a text.

use super::{Mistake, outside_of_quotes};
use crate::diagnostic::is_typographic_quote;

/// `“region = 'Bretagne'”`: the quotes of the value in YAML.
pub(super) fn quotes_around(text: &str) -> Option<Mistake> {
    let whole = text.trim();
    let inside = whole.strip_prefix(is_typographic_quote)?;
    let inside = inside.strip_suffix(is_typographic_quote)?.trim();
    let is_expression = inside.contains(['=', '<', '>', '(']);
    let start = text.len() - text.trim_start().len();
    is_expression.then(|| Mistake {
        message: "the quotes around it are typographic ones".to_owned(),
        hint: format!("straight double quotes stand around an expression: \"{inside}\""),
        place: start..start + whole.len(),
    })
}

/// `'Provence-Alpes-Côte d'Azur'`: a text ends at the apostrophe inside.
pub(super) fn apostrophe(text: &str) -> Option<Mistake> {
    let mut open: Option<usize> = None;
    for (at, _) in text.match_indices('\'') {
        let Some(start) = open else {
            open = Some(at);
            continue;
        };
        let (before, behind) = (&text[start + 1..at], &text[at + 1..]);
        if !(before.ends_with(char::is_alphabetic) && behind.starts_with(char::is_alphabetic)) {
            open = None;
            continue;
        }
        let ends = |rest: &str| !rest.starts_with(|sign: char| sign.is_alphanumeric());
        let mut places = behind
            .match_indices('\'')
            .map(|(length, _)| at + 1 + length);
        let end = places.find(|end| ends(&text[end + 1..]))?;
        let written = text[start + 1..end].replace('\'', "''");
        return Some(Mistake {
            message: "the text ends at this apostrophe".to_owned(),
            hint: format!("an apostrophe inside a text is written twice: `'{written}'`"),
            place: at..at + 1,
        });
    }
    None
}

/// `“Google”`, `‘Google’`, `« Google »`.
pub(super) fn typographic_quotes(text: &str) -> Option<Mistake> {
    let (start, open) = outside_of_quotes(text).find(|(_, sign)| is_typographic_quote(*sign))?;
    let behind = &text[start + open.len_utf8()..];
    let closing =
        behind.find(|sign: char| is_typographic_quote(sign) || matches!(sign, '\'' | '"'));
    let closing = closing.and_then(|at| Some((at, behind[at..].chars().next()?)));
    Some(match closing {
        Some((length, close)) => {
            let end = start + open.len_utf8() + length + close.len_utf8();
            let inside = behind[..length].trim().replace('\'', "''");
            Mistake {
                message: format!("the quotes of `{}` are typographic ones", &text[start..end]),
                hint: format!("a text stands in straight single quotes: `'{inside}'`"),
                place: start..end,
            }
        }
        None => Mistake {
            message: format!("`{open}` is a typographic quote, and no part of the language"),
            hint: "a text stands in straight single quotes: `'…'`; one inside is written twice: `'l''essentiel'`".to_owned(),
            place: start..start + open.len_utf8(),
        },
    })
}
