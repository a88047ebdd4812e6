//! Turns names of files and columns, which may contain anything, into valid names of the language,
//! and into texts in YAML, templates, comments and a shell.

use crate::report::columns::FOLDED;
use sqlparser::ast::Expr;
use sqlparser::dialect::GenericDialect;
use sqlparser::keywords::RESERVED_FOR_COLUMN_ALIAS;
use sqlparser::parser::Parser;
use sqlparser::tokenizer::Token;
use std::fmt::Write;

/// Words of templates, names that SQL expressions take for params, and columns that every row of a
/// breakdown has.
const RESERVED: [&str; 22] = [
    "and", "else", "false", FOLDED, "for", "has", "if", "in", "is", "length", "locale", "loop",
    "missing", "none", "not", "or", "others", "params", "row", "self", "true", "varargs",
];

/// A valid, unique name for a column.
pub(super) fn column_name(original: &str, at: usize, taken: &[String]) -> String {
    let mut name = if is_usable(original) {
        original.to_owned()
    } else {
        slug(&with_currencies(original)).to_lowercase()
    };
    if name.is_empty() {
        name = format!("column_{}", at + 1);
    } else if name.starts_with(|c: char| c.is_ascii_digit()) {
        name = format!("column_{name}");
    }
    if !is_usable(&name) {
        name.push_str("_column");
    }
    unique(&name, taken)
}

/// The name with signs of currencies in letters where they belong to a word: `k€` is `keur`.
fn with_currencies(original: &str) -> String {
    let mut spelled = String::new();
    let mut rest = original.chars().peekable();
    while let Some(sign) = rest.next() {
        let code = match sign {
            '€' => "eur",
            '$' => "usd",
            '£' => "gbp",
            _ => "",
        };
        let is_in_word = spelled.ends_with(char::is_alphanumeric)
            || rest.peek().is_some_and(|next| next.is_alphanumeric());
        if code.is_empty() || !is_in_word {
            spelled.push(sign);
        } else {
            spelled.push_str(code);
        }
    }
    spelled
}

/// The name, with a number appended if it is already taken.
pub(super) fn unique(name: &str, taken: &[String]) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names
        .find(|name| !taken.contains(name))
        .unwrap_or_else(|| name.to_owned())
}

/// Whether a name is valid in expressions and templates as it is.
pub(super) fn is_usable(name: &str) -> bool {
    let is_word = !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let lower = name.to_lowercase();
    is_word && !RESERVED.contains(&lower.as_str()) && is_sql_name(name)
}

/// Whether SQL accepts a word as a name everywhere.
fn is_sql_name(word: &str) -> bool {
    let parsed = |text: &str| {
        let parser = Parser::new(&GenericDialect {}).try_with_sql(text);
        parser.and_then(|mut parser| parser.parse_expr()).ok()
    };
    let alone = matches!(parsed(word), Some(Expr::Identifier(name)) if name.value == word);
    let compared = match parsed(&format!("{word} = {word}")) {
        Some(Expr::BinaryOp { left, right, .. }) => [left, right]
            .iter()
            .all(|side| matches!(**side, Expr::Identifier(_))),
        _ => false,
    };
    let added_up = parsed(&format!("sum({word})")).is_some_and(|tree| {
        matches!(&tree, Expr::Function(_)) && tree.to_string() == format!("sum({word})")
    });
    let keyword = match Token::make_word(word, None) {
        Token::Word(word) => RESERVED_FOR_COLUMN_ALIAS.contains(&word.keyword),
        _ => true,
    };
    alone && compared && added_up && !keyword
}

/// A column of a file in an SQL expression.
pub(super) fn in_sql(name: &str) -> String {
    if is_usable(name) {
        name.to_owned()
    } else {
        format!("\"{}\"", name.replace('"', "\"\""))
    }
}

/// Whether the engine takes a quoted name for exactly the column with this name.
pub(super) fn can_be_read(name: &str) -> bool {
    let is_pattern = name == "*" || name.starts_with('^') && name.ends_with('$');
    // Doubled quotes are mistaken for escaped single ones when an expression is passed on.
    let is_ambiguous = name.contains("\"\"") || name.contains("&&");
    !name.is_empty() && !is_pattern && !is_ambiguous
}

/// The text with everything but letters, digits and `_` replaced.
pub(super) fn slug(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match without_accent(c) {
            "" if c.is_ascii_alphanumeric() => plain.push(c),
            "" if plain.ends_with('_') || plain.is_empty() => {}
            "" => plain.push('_'),
            letters => plain.push_str(letters),
        }
    }
    plain.trim_end_matches('_').to_owned()
}

/// The letter without the accents of French and related languages; empty for anything else.
fn without_accent(c: char) -> &'static str {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'ý' | 'ÿ' => "y",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' => "A",
        'Ç' => "C",
        'È' | 'É' | 'Ê' | 'Ë' => "E",
        'Ì' | 'Í' | 'Î' | 'Ï' => "I",
        'Ñ' => "N",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' => "O",
        'Ù' | 'Ú' | 'Û' | 'Ü' => "U",
        'Ý' => "Y",
        'Æ' => "AE",
        'Œ' => "OE",
        _ => "",
    }
}

/// A text as a YAML scalar, valid also inside `{ }`.
pub(super) fn in_yaml(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || "_-./() ".contains(c));
    let is_word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
        .contains(&text.to_lowercase().as_str());
    if is_plain && !is_word {
        return text.to_owned();
    }
    let is_odd = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    if text.contains(['"', '\\']) && !text.contains('\'') && !text.contains(is_odd) {
        return format!("'{text}'");
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if is_odd(c) => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A scalar in double quotes, if it needs no escapes, as expressions are written.
pub(super) fn in_yaml_quoted(text: &str) -> String {
    let scalar = in_yaml(text);
    if scalar == text {
        format!("\"{text}\"")
    } else {
        scalar
    }
}

/// A text in a template that prints it unchanged.
pub(super) fn in_template(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '{' && matches!(rest.peek(), Some('{' | '%' | '#')) {
            plain.push_str("{{ \"{\" }}");
        } else {
            plain.push(c);
        }
    }
    plain
}

/// A name of the data in the text of a section: as a value, so that its digits and signs do not
/// count as the text's own.
pub(super) fn as_value(name: &str) -> String {
    if name.chars().all(|c| c.is_alphabetic() || c == ' ') {
        return name.to_owned();
    }
    let escaped = in_comment(name).replace('\\', "\\\\").replace('"', "\\\"");
    format!("{{{{ \"{escaped}\" }}}}")
}

/// A text on one line of a comment or message.
pub(super) fn in_comment(text: &str) -> String {
    const LONGEST: usize = 60;
    let plain = on_one_line(text);
    let mut short: String = plain.chars().take(LONGEST).collect();
    if short.len() < plain.len() {
        short.push('…');
    }
    short
}

/// A whole text without signs that would break its line.
pub(super) fn on_one_line(text: &str) -> String {
    let is_odd = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
    let plain = text.chars().map(|c| if is_odd(c) { ' ' } else { c });
    plain.collect()
}

/// A word in a shell command.
#[must_use]
pub(crate) fn in_shell(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./=,:+@%".contains(c);
    if !text.is_empty() && !text.starts_with('-') && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_any_name_gets_one_that_expressions_can_use() {
        for (original, name) in [
            ("downloads", "downloads"),
            ("modelId", "modelId"),
            ("order", "order_column"),
            ("Group", "group_column"),
            ("select", "select_column"),
            ("not", "not_column"),
            ("row", "row_column"),
            ("Téléchargements (30 j)", "telechargements_30_j"),
            ("Coût k€", "cout_keur"),
            ("CA (k€)", "ca_keur"),
            ("Revenue $m", "revenue_usdm"),
            ("Montant (€)", "montant"),
            ("2024", "column_2024"),
            ("日本", "column_4"),
            ("", "column_4"),
            ("a b", "a_b_2"),
        ] {
            assert_eq!(
                column_name(original, 3, &["a_b".into()]),
                name,
                "{original}"
            );
        }
    }

    #[test]
    fn a_scalar_of_yaml_is_quoted_when_it_must_be() {
        for (text, yaml) in [
            ("data/models (1).csv", "data/models (1).csv"),
            ("no", "\"no\""),
            ("a: b", "\"a: b\""),
            ("a, b", "\"a, b\""),
            ("l'année", "\"l'année\""),
            ("\"a\"", "'\"a\"'"),
            ("'\"", "\"'\\\"\""),
            ("a\u{7}\nb", "\"a\\u0007\\u000Ab\""),
            ("2025", "\"2025\""),
            ("a # b", "\"a # b\""),
        ] {
            assert_eq!(in_yaml(text), yaml);
        }
    }

    #[test]
    fn braces_of_a_name_are_not_read_as_a_template() {
        let environment = minijinja::Environment::new();
        for name in ["{{ x }}", "{% x", "{{{", "{#{{", "a{b}"] {
            let printed = environment.render_str(&in_template(name), ()).unwrap();
            assert_eq!(printed, name);
            let printed = environment.render_str(&as_value(name), ()).unwrap();
            assert_eq!(printed, name);
        }
    }

    #[test]
    fn a_word_of_a_command_is_quoted_when_it_must_be() {
        assert_eq!(
            in_shell("data/hub_2025-10-01.csv"),
            "data/hub_2025-10-01.csv"
        );
        assert_eq!(in_shell("l'été 1.csv"), "'l'\\''été 1.csv'");
        assert_eq!(in_shell("--help"), "'--help'");
    }
}
