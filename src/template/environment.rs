//! Templates: which names they use, how they are rendered, what went wrong.
//!
//! Undefined names are errors, a template cannot run forever, it cannot read files, and values from
//! the data are escaped where the text is Markdown.

use super::claim::ClaimValue;
use super::filters::{Setting, add_filters};
use super::no_value::NoValue;
use super::signs::Signs;
use crate::text::{MINUS, SpelledNames, escape_markdown, nesting};
use minijinja::machinery::ast::Stmt;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};
use std::collections::BTreeSet;
use std::io;
use std::sync::LazyLock;

/// Name of the escaping for Markdown.
const MARKDOWN: &str = "markdown";
/// What is written as it is.
const PLAIN: &str = "plain";
/// Between the use of a text and the text itself in the name by which an environment knows its template.
const OF: char = ':';
/// Number of steps after which a template is stopped.
const FUEL: u64 = 2_000_000;

/// The names that a template reads without setting them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TemplateNames {
    /// With their attributes: `metrics.under_1b`.
    pub names: BTreeSet<String>,
}

/// Parses a template without running it.
///
/// # Errors
/// The template cannot be parsed.
pub(crate) fn template_names(text: &str) -> Result<TemplateNames, Error> {
    /// The syntax alone: what a template reads does not depend on filters.
    static SYNTAX: LazyLock<Environment<'static>> = LazyLock::new(|| {
        let mut environment = Environment::empty();
        environment.set_syntax(block_lines());
        environment.set_debug(true);
        environment
    });
    bounded(text)?;
    let template = SYNTAX.template_from_str(text)?;
    Ok(TemplateNames {
        names: template.undeclared_variables(true).into_iter().collect(),
    })
}

/// Maximum length of a tag in bytes. The template parser is recursive, and each operator nests:
/// `1+1+1`.
const MAX_TAG: usize = 2000;

/// Maximum length of a template's output in bytes; the notes on 50 entities take 20,000.
const MAX_TEXT: usize = 500_000;

/// Deepest nesting of quotes, lists and marks of a text: what is written of it descends into each.
const MAX_NESTING: usize = 100;

/// Maximum number of `elif` in a template, since they nest in each other.
const MAX_ELIF: usize = 200;

/// Rejects a tag that is too long, and too many `elif`.
fn bounded(text: &str) -> Result<(), Error> {
    if text.matches("elif").count() > MAX_ELIF {
        return Err(Error::new(
            ErrorKind::SyntaxError,
            format!("more than {MAX_ELIF} `elif`; take labels of a dimension instead"),
        ));
    }
    let mut rest = 0;
    while let Some(at) = text[rest..].find(['{']).map(|at| rest + at) {
        let close = match text.as_bytes().get(at + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                rest = at + 1;
                continue;
            }
        };
        let length = text[at..].find(close).unwrap_or(text.len() - at);
        if length > MAX_TAG {
            let line = text[..at].matches('\n').count() + 1;
            return Err(Error::new(
                ErrorKind::SyntaxError,
                format!("the tag in line {line} is longer than {MAX_TAG} bytes"),
            ));
        }
        rest = at + length.max(1);
    }
    Ok(())
}

/// The tree of a template.
///
/// # Errors
/// The template cannot be parsed.
pub(crate) fn parse_template(text: &str) -> Result<Stmt<'_>, Error> {
    bounded(text)?;
    minijinja::machinery::parse(text, "text", block_lines())
}

/// The message of a template error on one line.
#[must_use]
pub(crate) fn template_message(error: &Error) -> String {
    let kind = match error.kind() {
        ErrorKind::UndefinedError => "a name or attribute does not exist",
        ErrorKind::UnknownFilter => "unknown filter",
        ErrorKind::UnknownFunction => "unknown function",
        ErrorKind::UnknownTest => "unknown test",
        ErrorKind::SyntaxError => "syntax",
        ErrorKind::OutOfFuel => "it runs too long",
        _ => "",
    };
    let detail = error.detail().unwrap_or_default();
    match (kind.is_empty(), detail.is_empty()) {
        (true, true) => error.kind().to_string(),
        (true, false) => detail.to_owned(),
        (false, true) => kind.to_owned(),
        (false, false) => format!("{kind}: {detail}"),
    }
}

/// An environment that compiles templates, for all locales.
#[must_use]
pub(super) fn without_filters() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_syntax(block_lines());
    environment.set_debug(true);
    // The name of a template has its text, so that one that is written for many rows is compiled once.
    environment.set_auto_reload(false);
    environment.set_loader(|name| {
        let text = name.split_once(OF).map(|(_, text)| text.to_owned());
        text.map(|text| bounded(&text).map(|()| text)).transpose()
    });
    environment.set_auto_escape_callback(|name| {
        if name.starts_with(PLAIN) {
            AutoEscape::None
        } else {
            AutoEscape::Custom(MARKDOWN.into())
        }
    });
    environment.add_test("none", |value: &Value| {
        value.is_none() || NoValue::is(value)
    });
    environment
}

/// The environment for rendering a locale's texts, whose tags isolate certain names; with signs, for the copies
/// whose numbers they surround. It goes on from one of a cache.
#[must_use]
pub(crate) fn environment(
    setting: Setting,
    names: SpelledNames,
    signs: Option<Signs>,
    mut environment: Environment<'static>,
) -> Environment<'static> {
    environment.set_formatter(move |out, state, value| match ClaimValue::of(value) {
        Some(claim) => write_claim(claim, signs, out, state),
        None => write_value(&names, out, state, value),
    });
    add_filters(&mut environment, setting);
    environment
}

/// How a text is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextUse {
    /// One line of plain text: titles, labels.
    Plain,
    /// Markdown.
    Markdown,
}

/// Renders a text with its spaces unchanged.
///
/// # Errors
/// The template fails.
pub(crate) fn expand(
    environment: &Environment<'static>,
    text: &str,
    text_use: TextUse,
    context: &Value,
) -> Result<String, Error> {
    let rendered = if text.contains("{{") || text.contains("{%") || text.contains("{#") {
        let name = match text_use {
            TextUse::Plain => PLAIN,
            TextUse::Markdown => MARKDOWN,
        };
        printed(environment, &format!("{name}{OF}{text}"), context)?
    } else {
        text.to_owned()
    };
    if rendered.len() > MAX_TEXT {
        return Err(too_long());
    }
    if text_use == TextUse::Markdown && nesting(&rendered) > MAX_NESTING {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            format!("its quotes, lists and marks are nested more than {MAX_NESTING} deep"),
        ));
    }
    Ok(rendered)
}

fn too_long() -> Error {
    Error::new(
        ErrorKind::InvalidOperation,
        format!("the text is too long, at most {MAX_TEXT} bytes are printed"),
    )
}

/// What a template prints; it is stopped where that becomes too long.
fn printed(
    environment: &Environment<'static>,
    name: &str,
    context: &Value,
) -> Result<String, Error> {
    let mut page = Page::default();
    let template = environment.get_template(name)?;
    let ended = template.render_captured_to(context, &mut page).map(drop);
    if page.is_full {
        return Err(too_long());
    }
    ended?;
    Ok(String::from_utf8_lossy(&page.bytes).into_owned())
}

/// Takes as much as a text may have.
#[derive(Default)]
struct Page {
    bytes: Vec<u8>,
    is_full: bool,
}

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.is_full |= self.bytes.len() + bytes.len() > MAX_TEXT;
        if self.is_full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Block tags may be on lines of their own without leaving empty lines.
fn block_lines() -> SyntaxConfig {
    let mut builder = SyntaxConfig::builder();
    builder.trim_blocks(true).lstrip_blocks(true);
    builder.build().unwrap_or_default()
}

fn is_markdown(state: &State<'_, '_>) -> bool {
    matches!(state.auto_escape(), AutoEscape::Custom(name) if name == MARKDOWN)
}

/// Writes the sentence of a claim, whose values are escaped already.
fn write_claim(
    claim: &ClaimValue,
    signs: Option<Signs>,
    out: &mut Output<'_>,
    state: &State<'_, '_>,
) -> Result<(), Error> {
    let Some(sentence) = &claim.sentence else {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            "the text of a claim cannot print a claim; it can ask whether one holds: `{% if claims.name %}`",
        ));
    };
    if let Some(failure) = &sentence.failure {
        return Err(Error::new(ErrorKind::InvalidOperation, failure.clone()));
    }
    let written = match (is_markdown(state), signs) {
        (true, Some(signs)) => out.write_str(&sentence.signed(signs)),
        (true, None) => out.write_str(&sentence.markdown),
        (false, _) => out.write_str(&sentence.plain),
    };
    written.map_err(Error::from)
}

/// Writes a value: missing and truth values, rows, lists and bare fractions are errors; texts from the
/// data are put on one line, isolated if something could change them, and escaped for Markdown.
fn write_value(
    names: &SpelledNames,
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    let refuse = |message: &str| Err(Error::new(ErrorKind::InvalidOperation, message.to_owned()));
    if let Some(refusal) = NoValue::refusal(value) {
        return refuse(&refusal);
    }
    match value.kind() {
        ValueKind::None => refuse(
            "there is no value to print; test it with `is none`, or give another one with `|default(…, true)`",
        ),
        ValueKind::Bool => refuse(
            "a truth value needs words: `{{ \"yes\" if … else \"no\" }}`, or take `formatted.name` of a metric, `row.name_label` of a dimension",
        ),
        ValueKind::Number if !value.is_integer() => refuse(
            "a number with digits behind the point needs a filter that says how it is written: `|currency(\"EUR\")` of money, `|percent(1)` of a fraction of 1, which it multiplies by 100, `|decimal(1)` of any other number, or take `formatted.name` of a metric",
        ),
        ValueKind::String if !value.is_safe() => {
            let text = value.as_str().unwrap_or_default();
            if text.len() > MAX_TEXT {
                return Err(too_long());
            }
            let text = names.apart(text);
            let written = if is_markdown(state) {
                out.write_str(&escape_markdown(&text))
            } else {
                out.write_str(&text)
            };
            written.map_err(Error::from)
        }
        ValueKind::Map => refuse(
            "this is a row, or another map, and no text: take a column of it, `.name|integer`, `.name_label`",
        ),
        ValueKind::Seq | ValueKind::Iterable => refuse(
            "this is a list, and no text: take one of it, `[0]`, or write it with `|list` or `|join(\", \")`",
        ),
        _ => match value.as_i64() {
            Some(below) if below < 0 => write!(out, "{MINUS}{}", below.unsigned_abs()),
            _ => write!(out, "{value}"),
        }
        .map_err(Error::from),
    }
}
