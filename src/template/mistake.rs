//! Explains a template that cannot be parsed: what is wrong, and what was probably meant. In: the
//! error of MiniJinja, in the wording of its pinned version. Out: a message, a hint and a place.

use super::environment::template_message;
use super::language::STATEMENTS;
use crate::diagnostic::{allowed, is_unseen, nearest, unseen};
use minijinja::Error;
use std::ops::Range;

/// What is wrong with a template.
pub(crate) struct Mistake {
    /// The message.
    pub(crate) message: String,
    /// What to write.
    pub(crate) hint: Option<String>,
    /// Its bytes in the template, if they are known.
    pub(crate) place: Option<Range<usize>>,
}

/// The mistake behind a parse error.
pub(crate) fn mistake(text: &str, error: &Error) -> Mistake {
    let detail = error.detail().unwrap_or_default();
    let place = error.range();
    if let Some(word) = detail.strip_prefix("unknown statement ") {
        let (message, hint) = statement(word);
        return Mistake {
            message,
            hint: Some(hint),
            place,
        };
    }
    let begins = place.as_ref().and_then(|place| text.get(place.start..));
    if let Some(c) = begins.and_then(|rest| rest.chars().next())
        && is_unseen(c)
    {
        let start = place.map_or(0, |place| place.start);
        return Mistake {
            message: format!("the template cannot be read: {} stands here", unseen(c)),
            hint: Some("remove it".to_owned()),
            place: Some(start..start + c.len_utf8()),
        };
    }
    if detail.contains("end of input")
        && let Some(open) = open(text)
    {
        return open;
    }
    let hint = if detail.contains("end of input") {
        Some("what was opened is not closed: `{% endif %}`, `{% endfor %}`, `}}`")
    } else if detail.contains("expected end of variable block") {
        Some("`}}` closes what `{{` opens")
    } else if detail.contains("expected end of block") {
        Some("`%}` closes what `{%` opens")
    } else {
        None
    };
    Mistake {
        message: format!("the template cannot be read: {}", template_message(error)),
        hint: hint.map(str::to_owned),
        place,
    }
}

/// What is open at the end of a template: a tag, or the innermost block.
fn open(text: &str) -> Option<Mistake> {
    let not_closed = |opened: &str, closing: &str, place: Range<usize>| Mistake {
        message: format!("`{opened}` is not closed"),
        hint: Some(format!("write `{closing}` where it ends")),
        place: Some(place),
    };
    let mut blocks: Vec<(&str, Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find('{').map(|found| at + found) {
        let kind = text[found..].chars().nth(1);
        let (opening, closing) = match kind {
            Some('{') => ("{{", "}}"),
            Some('%') => ("{%", "%}"),
            Some('#') => ("{#", "#}"),
            _ => {
                at = found + 1;
                continue;
            }
        };
        let Some(length) = text[found..].find(closing) else {
            return Some(not_closed(opening, closing, found..found + 2));
        };
        let tag = found..found + length + 2;
        at = tag.end;
        if kind != Some('%') {
            continue;
        }
        let inside = text[found + 2..found + length].trim_matches(['-', '+', ' ', '\n', '\t']);
        let word = inside.split_whitespace().next().unwrap_or_default();
        match word.strip_prefix("end") {
            Some(opened) if blocks.last().is_some_and(|(last, _)| *last == opened) => {
                blocks.pop();
            }
            None if STATEMENTS.contains(&format!("end{word}").as_str())
                && !(word == "set" && inside.contains('=')) =>
            {
                blocks.push((word, tag));
            }
            _ => {}
        }
    }
    let (word, place) = blocks.pop()?;
    Some(not_closed(
        &format!("{{% {word} … %}}"),
        &format!("{{% end{word} %}}"),
        place,
    ))
}

/// A statement that is unknown here.
fn statement(word: &str) -> (String, String) {
    if word == "end" {
        let hint = "the ends are one word: `{% endif %}`, `{% endfor %}`";
        return ("there is no statement `end`".to_owned(), hint.to_owned());
    }
    if let Some(opened) = word
        .strip_prefix("end")
        .filter(|_| STATEMENTS.contains(&word))
    {
        return (
            format!("`{{% {word} %}}` closes nothing: no `{{% {opened} … %}}` is open here"),
            format!("remove it, or open `{{% {opened} … %}}` before it"),
        );
    }
    if matches!(word, "else" | "elif" | "elseif") {
        return (
            format!("`{{% {word} %}}` belongs to nothing: no `{{% if … %}}` is open here"),
            "write `{% else %}` or `{% elif … %}` inside of `{% if … %}`".to_owned(),
        );
    }
    let hint =
        nearest(word, STATEMENTS).unwrap_or_else(|| format!("there are {}", allowed(STATEMENTS)));
    (format!("there is no statement `{word}`"), hint)
}
