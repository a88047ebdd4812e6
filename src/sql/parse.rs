//! SQL text → a tree, or the span where it cannot be read.

use sqlparser::ast::Expr;
use sqlparser::dialect::{Dialect, GenericDialect, Precedence};
use sqlparser::keywords::Keyword;
use sqlparser::parser::{Parser, ParserError};
use sqlparser::tokenizer::{Location, Token, Tokenizer};
use std::any::TypeId;

/// The syntax of expressions: that of `GenericDialect`, in which `->>` binds more tightly than `=`.
#[derive(Debug)]
struct Language;

impl Dialect for Language {
    fn dialect(&self) -> TypeId {
        TypeId::of::<GenericDialect>()
    }

    fn is_identifier_start(&self, c: char) -> bool {
        GenericDialect.is_identifier_start(c)
    }

    fn is_identifier_part(&self, c: char) -> bool {
        GenericDialect.is_identifier_part(c)
    }

    fn is_delimited_identifier_start(&self, c: char) -> bool {
        GenericDialect.is_delimited_identifier_start(c)
    }

    fn supports_filter_during_aggregation(&self) -> bool {
        true
    }

    fn allow_extract_custom(&self) -> bool {
        true
    }

    fn supports_comma_separated_trim(&self) -> bool {
        true
    }

    fn prec_value(&self, precedence: Precedence) -> u8 {
        match precedence {
            Precedence::PgOther => GenericDialect.prec_value(Precedence::MulDivModOp) + 5,
            other => GenericDialect.prec_value(other),
        }
    }
}

/// The message of an expression without anything in it.
pub(super) const EMPTY: &str = "the text is empty";

/// A hint for frequent mistakes.
pub(super) fn syntax_hint(text: &str) -> Option<String> {
    if text.contains("{{") {
        Some("no templates inside SQL: `params.top` is a name in it".into())
    } else if is_query(text) {
        Some("write the expression alone, without SELECT and FROM: the rows are those of `from` or of the only source, `where` and `by` are keys of their own".into())
    } else if let Some((sign, _)) = foreign_sign(text) {
        let equality = if text.contains("==") {
            ", and equality is one `=`"
        } else {
            ""
        };
        Some(match sign {
            "%in%" => format!("one of several texts is `IN ('…', '…')`{equality}"),
            _ => format!("conditions are joined with AND, OR, NOT{equality}"),
        })
    } else if text.contains("==") {
        Some("equality is one `=`".into())
    } else if text.contains("||") {
        Some("conditions are joined with AND, OR, NOT".into())
    } else if has_suffix(text) {
        Some("suffixes such as `100M` stand in `edges` and params; in an expression write 100000000 or `params.name`".into())
    } else {
        None
    }
}

/// Whether it is a whole query.
fn is_query(text: &str) -> bool {
    let first = text.split_whitespace().next();
    first.is_some_and(|word| word.eq_ignore_ascii_case("select"))
}

/// The hint for a text of several words without quotes, `name = Great tit`, of which the parser takes the first one; `at` is
/// where it stops.
pub(super) fn unquoted_text(text: &str, at: usize, message: &str) -> Option<String> {
    if !message.ends_with("after the expression") {
        return None;
    }
    let start = text[..at].rfind(['=', '<', '>', '(', ','])? + 1;
    let rest = text[start..].find([')', ',', '=', '<', '>', '\'', '"']);
    let end = rest.map_or(text.len(), |length| start + length);
    if end < at {
        return None;
    }
    let words = &text[start..end];
    let upper = words.to_ascii_uppercase();
    let joined = [" AND ", " OR "]
        .iter()
        .filter_map(|word| upper.find(word))
        .min();
    let words = words[..joined.unwrap_or(words.len())].trim();
    let is_text = words.starts_with(char::is_alphabetic)
        && words
            .chars()
            .all(|sign| sign.is_alphanumeric() || " -_.".contains(sign));
    is_text.then(|| format!("a text stands in single quotes: `'{words}'`"))
}

/// Whether a number has a suffix: `100M`.
fn has_suffix(text: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '.'))
        .any(|word| {
            word.strip_suffix(['k', 'M', 'B', 'T'])
                .is_some_and(|digits| {
                    digits.parse::<f64>().is_ok() && !digits.contains(char::is_alphabetic)
                })
        })
}

/// A sign that joins conditions elsewhere, or asks for one of a list, outside of quotes, and where it stands.
fn foreign_sign(text: &str) -> Option<(&'static str, Location)> {
    let mut quote = None;
    let (mut line, mut column) = (1, 1);
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        match (quote, c) {
            (None, '\'' | '"') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, _) => {
                // `||` joins texts.
                let is_bar = c == '|' && !rest.starts_with("||") && !text[..at].ends_with('|');
                let signs = ["&&", "&", "%in%"].into_iter();
                let mut signs = signs.filter(|sign| rest.starts_with(sign));
                if let Some(sign) = is_bar.then_some("|").or_else(|| signs.next()) {
                    return Some((sign, Location { line, column }));
                }
            }
        }
        column += 1;
        if c == '\n' {
            (line, column) = (line + 1, 1);
        }
    }
    None
}

/// Maximum nesting of an expression.
const MAX_DEPTH: usize = 60;

/// Maximum number of operators in an expression; each may nest what follows.
const MAX_OPERATORS: usize = 500;

/// Operators and keywords that nest; lists of values do not count.
fn operators(text: &str) -> usize {
    let Ok(tokens) = Tokenizer::new(&Language, text).tokenize() else {
        return 0;
    };
    let nests = |token: &Token| match token {
        Token::Word(word) => matches!(
            word.keyword,
            Keyword::AND | Keyword::OR | Keyword::NOT | Keyword::WHEN | Keyword::IS
        ),
        Token::Whitespace(_)
        | Token::Comma
        | Token::Number(..)
        | Token::SingleQuotedString(_)
        | Token::LParen
        | Token::RParen
        | Token::Period
        | Token::EOF => false,
        _ => true,
    };
    tokens.iter().filter(|token| nests(token)).count()
}

/// The message of an expression that has more parts inside of each other than can be read.
const TOO_DEEP: &str = "it is nested too deeply; the cases of one CASE stand beside each other, `CASE WHEN … WHEN … ELSE … END`, and a table is a lookup";

/// How many parentheses and CASE are open at once.
fn depth(text: &str) -> usize {
    let Ok(tokens) = Tokenizer::new(&Language, text).tokenize() else {
        return 0;
    };
    let (mut open, mut most) = (0_usize, 0);
    for token in &tokens {
        let keyword = match token {
            Token::Word(word) => Some(word.keyword),
            _ => None,
        };
        if *token == Token::LParen || keyword == Some(Keyword::CASE) {
            open += 1;
            most = most.max(open);
        } else if *token == Token::RParen || keyword == Some(Keyword::END) {
            open = open.saturating_sub(1);
        }
    }
    most
}

/// Parses one expression.
pub(super) fn parse(text: &str) -> Result<Expr, (String, Option<Location>)> {
    let failed = |error: ParserError| {
        let message = match error {
            ParserError::TokenizerError(message) | ParserError::ParserError(message) => message,
            ParserError::RecursionLimitExceeded => TOO_DEEP.into(),
        };
        let location = message.rsplit_once(" at Line: ").and_then(|(_, rest)| {
            let (line, column) = rest.split_once(", Column: ")?;
            Some(Location {
                line: line.trim().parse().ok()?,
                column: column.trim().parse().ok()?,
            })
        });
        let plain = message
            .rsplit_once(" at Line: ")
            .map_or(message.as_str(), |(plain, _)| plain)
            .replace("found: EOF", "found the end")
            .replace("Expected: ", "expected ")
            .replace(", found: ", ", found ");
        (plain, location)
    };
    if text.trim().is_empty() {
        return Err((EMPTY.into(), None));
    }
    if let Some((sign, place)) = foreign_sign(text) {
        return Err((format!("`{sign}` is not part of the language"), Some(place)));
    }
    if operators(text) > MAX_OPERATORS {
        return Err((
            format!(
                "it has more than {MAX_OPERATORS} operators; a list is written `IN (…)`, a table is a lookup"
            ),
            None,
        ));
    }
    let mut parser = Parser::new(&Language)
        .with_recursion_limit(MAX_DEPTH)
        .try_with_sql(text)
        .map_err(failed)?;
    // What is too deep for the parser is none of its errors everywhere.
    let is_too_deep = || depth(text) >= MAX_DEPTH - 10;
    let too_deep = || (TOO_DEEP.to_owned(), None);
    let tree = parser.parse_expr().map_err(|error| {
        if is_too_deep() {
            too_deep()
        } else {
            failed(error)
        }
    })?;
    let next = parser.peek_token();
    if next.token == Token::EOF {
        Ok(tree)
    } else if is_too_deep() {
        Err(too_deep())
    } else {
        Err((
            format!("unexpected `{}` after the expression", next.token),
            Some(next.span.start),
        ))
    }
}

/// Byte offset of a line and column (both from 1, in characters).
pub(super) fn offset(text: &str, at: Location) -> usize {
    let mut start = 0;
    for _ in 1..at.line {
        start += text[start..]
            .find('\n')
            .map_or(text.len() - start, |i| i + 1);
    }
    text[start..]
        .char_indices()
        .nth((at.column as usize).saturating_sub(1))
        .map_or(text.len(), |(i, _)| start + i)
}

/// A tree as users write it: names without the quotes that the engine needs.
pub(super) fn plain(tree: &Expr) -> String {
    tree.to_string().replace('"', "")
}

/// Whether a word without quotes is read as a name.
pub(super) fn is_name(word: &str) -> bool {
    let parser = Parser::new(&Language).try_with_sql(word);
    let tree = parser.and_then(|mut parser| parser.parse_expr());
    matches!(tree, Ok(Expr::Identifier(ident)) if ident.value == word)
}

/// Whether a text is one call, so that it needs no brackets between operators.
#[must_use]
pub(crate) fn is_call(text: &str) -> bool {
    matches!(parse(text), Ok(Expr::Function(_)))
}
