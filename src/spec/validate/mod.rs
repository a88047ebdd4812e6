//! Phase 2, validate: checks the tree against the schema, reports all errors at once, then types
//! it.

mod bare;
mod charts;
mod days;
mod explain;
mod french;
mod hints;
mod keys;
mod order;

use super::grammar::{AMOUNT, Amount, SIZE, Size, Spec};
use super::load::Tree;
use super::repair::{Repair, repair};
use super::schema::schema;
use super::spans::Spans;
use crate::diagnostic::{Code, Collector, Diagnostic, Outcome, SourceMap};
use bare::bare;
use explain::explain;
use jsonschema::Draft;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::{LazyLock, OnceLock};

/// A typed spec with the spans of its parts.
#[derive(Debug)]
pub(crate) struct Validated {
    /// The spec as written.
    pub spec: Spec,
    /// The spans of all its parts.
    pub spans: Spans,
    /// The whole spec after `extends` and params, as JSON, for the manifest.
    pub value: Value,
    /// Names of definitions that were left out because they do not fit the grammar; references to
    /// them are not reported.
    pub broken: BTreeSet<String>,
    /// Whether the spec is as written: nothing was left out or renamed because it does not fit the grammar.
    pub is_whole: bool,
}

/// Rounds of repairs: one mistake may hide another in the same value.
const ROUNDS: usize = 3;

/// Validates a tree.
///
/// # Errors
/// All differences between the tree and the grammar, together with what remains without them, if it
/// can be checked further.
pub(crate) fn validate(
    tree: &Tree,
    sources: &SourceMap,
) -> Result<Validated, (Vec<Diagnostic>, Option<Box<Validated>>)> {
    let grammar = grammar();
    let mut problems = Vec::new();
    let mut broken = BTreeSet::new();
    let mut root = tree.root.clone();
    for round in 0..ROUNDS {
        let (value, spans) = Spans::split(&root);
        match checked::<Spec>(&value, grammar) {
            Ok(spec) => {
                let validated = Validated {
                    spec,
                    spans,
                    value,
                    broken,
                    is_whole: round == 0,
                };
                return if round == 0 {
                    Ok(validated)
                } else {
                    Err((problems, Some(Box::new(validated))))
                };
            }
            Err((found, repairs)) => {
                // Later rounds only repeat what the first one has reported.
                if round == 0 {
                    problems = located(found, &spans, sources);
                }
                match repair(root, &repairs, &mut broken) {
                    Some(repaired) if !repairs.is_empty() => root = repaired,
                    _ => break,
                }
            }
        }
    }
    Err((problems, None))
}

/// Validates any value against a schema and deserialises it.
///
/// # Errors
/// All differences between the value and the schema.
pub(crate) fn validate_value<T: serde::de::DeserializeOwned>(
    value: &Value,
    spans: &Spans,
    sources: &SourceMap,
    schema: &Value,
) -> Outcome<T> {
    let explaining = schema.clone();
    let found = checked(value, &Compiled::of(schema, || explaining));
    found.map_err(|(problems, _)| located(problems, spans, sources))
}

fn located(problems: Vec<Diagnostic>, spans: &Spans, sources: &SourceMap) -> Vec<Diagnostic> {
    let problems = problems.into_iter();
    problems.map(|it| spans.locate(it, sources)).collect()
}

/// Problems of a value, each with the repair that removes it.
#[derive(Default)]
struct Problems {
    found: Collector,
    repairs: Vec<Repair>,
}

impl Problems {
    /// Adds a wrong value.
    fn push(&mut self, pointer: &str, diagnostic: Diagnostic) {
        self.repairs.push(Repair::Leave(pointer.to_owned()));
        self.found.push(diagnostic);
    }
}

/// What holds values against a schema, or why it cannot, and the schema that explains what differs.
struct Compiled {
    validator: Result<jsonschema::Validator, String>,
    schema: LazyLock<Value, Box<dyn FnOnce() -> Value + Send>>,
}

impl Compiled {
    fn of(schema: &Value, explaining: impl FnOnce() -> Value + Send + 'static) -> Self {
        // What the grammar asks is the same in both dialects, and this one is compiled faster.
        let options = jsonschema::options()
            .with_draft(Draft::Draft7)
            .should_validate_formats(true)
            .with_format(AMOUNT, |text: &str| Amount::parse(text).is_some())
            .with_format(SIZE, |text: &str| Size::parse(text).is_some());
        Self {
            validator: options.build(schema).map_err(|error| error.to_string()),
            schema: LazyLock::new(Box::new(explaining)),
        }
    }
}

/// The schema of specs as it is published, which is read in a tenth of the time that it takes to make it of the types; a test
/// holds it against them.
const PUBLISHED: &str = include_str!("../../../schemas/report.schema.json");

/// The grammar, which is the same for all runs of the program. Specs are held against the published schema; the one with all
/// descriptions and examples is made where a spec differs from it.
fn grammar() -> &'static Compiled {
    static GRAMMAR: OnceLock<Compiled> = OnceLock::new();
    GRAMMAR.get_or_init(|| match bare(PUBLISHED) {
        Ok(published) => Compiled::of(&published, schema),
        Err(_) => Compiled::of(&schema(), schema),
    })
}

fn checked<T: serde::de::DeserializeOwned>(
    value: &Value,
    Compiled { validator, schema }: &Compiled,
) -> Result<T, (Vec<Diagnostic>, Vec<Repair>)> {
    let mut problems = Problems::default();
    match validator {
        Ok(validator) => {
            for error in validator.iter_errors(value) {
                explain(&error, value, schema, &mut problems);
            }
        }
        Err(error) => problems.push("", Diagnostic::error(Code::WRONG_VALUE, error.clone())),
    }
    if problems.found.has_errors() {
        return Err((problems.found.into_problems(), problems.repairs));
    }
    // The schema covers everything that the types require.
    T::deserialize(value).map_err(|error| {
        let message = format!("the spec does not fit the grammar: {error}");
        let diagnostic = Diagnostic::error(Code::WRONG_VALUE, message);
        (vec![diagnostic], Vec::new())
    })
}
