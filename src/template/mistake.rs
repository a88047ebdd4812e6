//! Explains a template that cannot be parsed: what is wrong, and what was probably meant. In: the
//! error of MiniJinja, in the wording of its pinned version. Out: a message and a hint.

use super::environment::template_message;
use super::language::STATEMENTS;
use crate::diagnostic::{allowed, nearest};
use minijinja::Error;

/// The message and the hint for a parse error.
pub(crate) fn mistake(error: &Error) -> (String, Option<String>) {
    let detail = error.detail().unwrap_or_default();
    if let Some(word) = detail.strip_prefix("unknown statement ") {
        let (message, hint) = statement(word);
        return (message, Some(hint));
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
    let message = format!("the template cannot be read: {}", template_message(error));
    (message, hint.map(str::to_owned))
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
