//! Explains a template that cannot be parsed: what is wrong, and what was probably meant. In: the
//! error of MiniJinja, in the wording of its pinned version. Out: a message, a hint and a place.

use super::environment::template_message;
use super::format_of_program::in_braces;
use super::language::STATEMENTS;
use crate::diagnostic::{
    allowed, fraction_of_percent, is_typographic_quote, is_unseen, nearest, unseen,
};
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
    if let Some(known) = brace(text).or_else(|| semicolon(text)) {
        return known;
    }
    if let Some(word) = detail.strip_prefix("unknown statement ") {
        if let Some(known) = other_end(text, word) {
            return known;
        }
        let (message, hint) = statement(word);
        return Mistake {
            message,
            hint: Some(hint),
            place,
        };
    }
    let known = place.as_ref().map(|it| it.start);
    let known = known.and_then(|at| quoted(text, at).or_else(|| percentage(text, at)));
    if let Some(known) = known {
        return known;
    }
    if detail.contains("unexpected character")
        && let Some(known) = accented(text)
    {
        return known;
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
    let comparison = place
        .as_ref()
        .and_then(|place| comparison(text, place.start));
    let hint = if detail.contains("end of input") {
        Some("what was opened is not closed: `{% endif %}`, `{% endfor %}`, `}}`".to_owned())
    } else if detail.contains("expected end of") && comparison.is_some() {
        comparison
    } else if let Some(hint) = place
        .as_ref()
        .and_then(|it| in_braces(text, it.start).or_else(|| word_of_another(text, it.start)))
    {
        Some(hint)
    } else if detail.contains("expected end of variable block") {
        Some("`}}` closes what `{{` opens".to_owned())
    } else if detail.contains("expected end of block") {
        Some("`%}` closes what `{%` opens".to_owned())
    } else {
        None
    };
    Mistake {
        message: format!("the template cannot be read: {}", template_message(error)),
        hint,
        place,
    }
}

/// `{{ a }`, of which a brace is missing, and `{{ a`, behind which the next tag begins.
fn brace(text: &str) -> Option<Mistake> {
    let mut from = 0;
    while let Some(opening) = text[from..].find("{{").map(|at| from + at) {
        let inside = opening + 2;
        let (mut depth, mut quote, mut closing) = (0_usize, None, None);
        for (at, sign) in text[inside..].char_indices() {
            let rest = &text[inside + at..];
            if rest.starts_with("{{") || rest.starts_with("{%") {
                return Some(not_closed_before_the_next(text, opening));
            }
            match (quote, sign) {
                (Some(open), _) => quote = Some(open).filter(|open| *open != sign),
                (None, '\'' | '"') => quote = Some(sign),
                (None, '{') => depth += 1,
                (None, '}') if depth > 0 => depth -= 1,
                (None, '}') => {
                    closing = Some(inside + at);
                    break;
                }
                _ => {}
            }
        }
        let closing = closing?;
        if !text[closing..].starts_with("}}") {
            let name = text[inside..closing].trim();
            return Some(Mistake {
                message: format!("the template cannot be read: a brace is missing after `{name}`"),
                hint: Some(format!("write `{{{{ {name} }}}}`")),
                place: Some(closing..closing + 1),
            });
        }
        from = closing + 2;
    }
    None
}

fn not_closed_before_the_next(text: &str, opening: usize) -> Mistake {
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '_' | '.');
    let inside = text[opening + 2..].trim_start();
    let name = &inside[..inside.len() - inside.trim_start_matches(is_part).len()];
    let end = match name {
        "" => "where it ends".to_owned(),
        name => format!("where it ends: `{{{{ {name} }}}}`"),
    };
    Mistake {
        message: "the template cannot be read: `{{` is not closed before the next tag begins"
            .to_owned(),
        hint: Some(format!("write `}}}}` {end}")),
        place: Some(opening..opening + 2),
    }
}

/// `counted("billet"; "billets")`.
fn semicolon(text: &str) -> Option<Mistake> {
    let (at, _) = bare_signs(text)
        .into_iter()
        .find(|(_, sign)| *sign == ';')?;
    Some(Mistake {
        message: "the template cannot be read: `;` separates nothing here".to_owned(),
        hint: Some("arguments are separated by commas: `|counted(\"one\", \"many\")`".to_owned()),
        place: Some(at..at + 1),
    })
}

/// The letters and signs of all tags, but for those of comments and of texts in quotes, each with its place.
fn bare_signs(text: &str) -> Vec<(usize, char)> {
    let mut bare = Vec::new();
    let mut tag: Option<&str> = None;
    let mut quote: Option<char> = None;
    for (at, sign) in text.char_indices() {
        let rest = &text[at..];
        match (tag, quote) {
            (None, _) => {
                tag = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]
                    .into_iter()
                    .find_map(|(opening, closing)| rest.starts_with(opening).then_some(closing));
            }
            (Some(closing), None) if rest.starts_with(closing) => tag = None,
            (Some("#}"), _) => {}
            (Some(_), None) if matches!(sign, '\'' | '"') => quote = Some(sign),
            (Some(_), Some(open)) => quote = (sign != open).then_some(open),
            (Some(_), None) => bare.push((at, sign)),
        }
    }
    bare
}

/// `{% for … %}…{% endif %}`: an end that is not that of the innermost block.
fn other_end(text: &str, word: &str) -> Option<Mistake> {
    let wanted = word
        .strip_prefix("end")
        .filter(|_| STATEMENTS.contains(&word))?;
    let mut blocks: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find("{%").map(|found| at + found) {
        let length = text[found..].find("%}")?;
        let tag = found..found + length + 2;
        at = tag.end;
        let inside = text[found + 2..found + length].trim_matches(['-', '+', ' ', '\n', '\t']);
        let first = inside.split_whitespace().next().unwrap_or_default();
        match first.strip_prefix("end") {
            Some(opened) => match blocks.last().copied() {
                Some(last) if last == opened => {
                    blocks.pop();
                }
                Some(last) if opened == wanted => {
                    return Some(Mistake {
                        message: format!(
                            "`{{% end{opened} %}}` does not close `{{% {last} … %}}`, which is open here"
                        ),
                        hint: Some(format!("write `{{% end{last} %}}`")),
                        place: Some(tag),
                    });
                }
                _ => return None,
            },
            None if STATEMENTS.contains(&format!("end{first}").as_str())
                && !(first == "set" && inside.contains('=')) =>
            {
                blocks.push(first);
            }
            None => {}
        }
    }
    None
}

/// `metrics.montant_été`: a name with a letter that no name of a template has.
fn accented(text: &str) -> Option<Mistake> {
    let is_accented = |sign: char| sign.is_alphabetic() && !sign.is_ascii();
    let bare = bare_signs(text);
    let (at, sign) = bare.into_iter().find(|(_, sign)| is_accented(*sign))?;
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_';
    let (before, rest) = text.split_at(at);
    let start = before.trim_end_matches(is_part).len();
    let end = text.len() - rest.trim_start_matches(is_part).len();
    let name = &text[start..end];
    let of = text[..start].strip_suffix('.');
    let of = of.map(|of| &of[of.trim_end_matches(is_part).len()..]);
    Some(Mistake {
        message: format!(
            "the template cannot be read: `{name}` has the letter `{sign}`, and names in templates have letters from a to z alone"
        ),
        hint: Some(match of.filter(|of| !of.is_empty()) {
            Some(of) => format!("write `{of}[\"{name}\"]`"),
            None => "give it a name of letters from a to z; a text stands in quotes".to_owned(),
        }),
        place: Some(start..end),
    })
}

/// What to write where an expression ends at the sign of a comparison, or inside of a number.
fn comparison(text: &str, at: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    if rest.starts_with('=') {
        return Some("write `==` to compare".to_owned());
    }
    let is_digit = |sign: char| sign.is_ascii_digit();
    let behind = rest.strip_prefix(',')?;
    let whole = &before[before.trim_end_matches(is_digit).len()..];
    let part = &behind[..behind.len() - behind.trim_start_matches(is_digit).len()];
    (!whole.is_empty() && !part.is_empty())
        .then(|| format!("write the number with a decimal point: `{whole}.{part}`"))
}

/// `“long”` in a tag, which a word processor has set.
fn quoted(text: &str, at: usize) -> Option<Mistake> {
    let rest = text.get(at..)?;
    let open = rest
        .chars()
        .next()
        .filter(|sign| is_typographic_quote(*sign))?;
    let inside = &rest[open.len_utf8()..];
    let tag = inside.find(['}', '%', '\n']).unwrap_or(inside.len());
    let length = inside[..tag].find(is_typographic_quote);
    let close = length.and_then(|length| inside[length..].chars().next());
    let (Some(length), Some(close)) = (length, close) else {
        return Some(Mistake {
            message: format!("the template cannot be read: `{open}` is a typographic quote"),
            hint: Some("write straight quotes: `\"…\"`".to_owned()),
            place: Some(at..at + open.len_utf8()),
        });
    };
    let whole = &rest[..open.len_utf8() + length + close.len_utf8()];
    let straight = inside[..length].trim().replace('"', "\\\"");
    Some(Mistake {
        message: format!(
            "the template cannot be read: the quotes of `{whole}` are typographic ones"
        ),
        hint: Some(format!("write straight ones: `\"{straight}\"`")),
        place: Some(at..at + whole.len()),
    })
}

/// `50%` in a tag, where nothing follows that it could be divided by.
fn percentage(text: &str, at: usize) -> Option<Mistake> {
    let before = text.get(..at)?.trim_end().strip_suffix('%')?;
    let last = |signs: [&str; 2]| signs.into_iter().filter_map(|it| before.rfind(it)).max();
    if last(["{{", "{%"]) <= last(["}}", "%}"]) {
        return None;
    }
    let number = before.trim_end();
    let is_part = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',');
    let start = number.trim_end_matches(is_part).len();
    let share = fraction_of_percent(&number[start..])?;
    let place = start..before.len() + 1;
    let written = &text[place.clone()];
    Some(Mistake {
        message: format!(
            "the template cannot be read: `{written}` is no number here, `%` is the rest of a division"
        ),
        hint: Some(format!("a share is a fraction of 1: write `{share}`")),
        place: Some(place),
    })
}

/// What to write for a word of another language at which a tag should end: `else if`, `then`, `&&`.
fn word_of_another(text: &str, at: usize) -> Option<String> {
    let (before, rest) = text.split_at_checked(at)?;
    let word: String = rest
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let behind_else = before.trim_end().ends_with("else");
    let written = match word.as_str() {
        "if" if behind_else => "write `{% elif … %}`, in one word",
        "then" => "`{% if … %}` needs no `then`: end the tag here",
        "AND" | "OR" | "NOT" | "et" | "ou" => "conditions are joined with `and`, `or`, `not`",
        _ if before.ends_with('<') && rest.starts_with('>') => "write `!=` for what is not equal",
        _ if is_braced(before) => {
            "an expression has no braces inside of a condition or a tag: remove `{{` and `}}`"
        }
        _ if rest.starts_with(['&', '|']) => "conditions are joined with `and`, `or`, `not`",
        _ => return None,
    };
    Some(written.to_owned())
}

/// Whether the braces of a value stand inside of another tag.
fn is_braced(before: &str) -> bool {
    let tag = before.rfind("{%").map(|at| &before[at..]);
    tag.is_some_and(|tag| tag.contains("{{") && !tag.contains("%}"))
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
    if matches!(word, "elseif" | "elsif") {
        let hint = "write `{% elif … %}`".to_owned();
        return (format!("there is no statement `{word}`"), hint);
    }
    if matches!(word, "otherwise" | "sinon") {
        let hint = "write `{% else %}`".to_owned();
        return (format!("there is no statement `{word}`"), hint);
    }
    if matches!(word, "when" | "si" | "unless") {
        let hint = "write `{% if … %}`, or `{% if not … %}`".to_owned();
        return (format!("there is no statement `{word}`"), hint);
    }
    if matches!(word, "else" | "elif") {
        return (
            format!("`{{% {word} %}}` belongs to nothing: no `{{% if … %}}` is open here, or its `{{% else %}}` stands before"),
            "write `{% else %}` once and last, and `{% elif … %}` before it, inside of `{% if … %}`".to_owned(),
        );
    }
    let hint =
        nearest(word, STATEMENTS).unwrap_or_else(|| format!("there are {}", allowed(STATEMENTS)));
    (format!("there is no statement `{word}`"), hint)
}

#[cfg(test)]
mod tests {
    use super::mistake;
    use crate::template::environment::parse_template;

    fn told(text: &str) -> String {
        let error = parse_template(text).map(drop).expect_err("a mistake");
        mistake(text, &error).message
    }

    #[test]
    fn a_brace_that_is_missing_is_told_where_it_is_missing() {
        for text in [
            "{{ a.b } killed; {{ c }}",
            "{{ a.b } killed",
            "{{ a.b }; {% if c %}d{% endif %}",
        ] {
            assert!(
                told(text).ends_with("a brace is missing after `a.b`"),
                "{text}"
            );
        }
        for text in [
            "{{ a.b killed; {{ c }}",
            "{{ a l'accident; {{ c }}",
            "{{ a {{ b }}",
        ] {
            assert!(
                told(text).contains("not closed before the next tag"),
                "{text}"
            );
        }
        assert!(told("{{ a(b; {'c': 1}) }}").contains("`;` separates nothing"));
    }

    #[test]
    fn a_percentage_is_a_mistake_in_a_tag_and_none_in_the_text() {
        let number =
            "the template cannot be read: `50%` is no number here, `%` is the rest of a division";
        assert_eq!(told("{% if a %}b{% endif %} {{ c > 50% }}"), number);
        for text in ["It is 50%{{", "{{ a }} is 50 %{%"] {
            assert!(told(text).contains("is not closed"), "{}", told(text));
        }
    }
}
