//! Texts that expressions compare names with. In: what the expressions of a report compare. Out: a
//! warning for each that cannot be a value, where the values are known before a run; the others stay
//! in the report and are held against the rows.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location, nearest, there_are};
use crate::report::{ComparedText, DimensionKind, Report, UnmatchedKeys};
use crate::sql::{Case, Node, Value};
use std::collections::BTreeSet;

/// The values that a name may have.
enum Domain {
    /// These, in an order for messages.
    Closed(Vec<String>),
    /// Those that the rows have, by this name.
    Open(String),
}

impl Context<'_> {
    /// Notes a text that is compared with a column or dimension.
    pub(super) fn compare_text(
        &mut self,
        (source, name): (Option<usize>, String),
        text: &str,
        location: Location,
    ) {
        let found = ComparedText {
            source,
            name,
            text: text.to_owned(),
            location,
        };
        if !self.report.compared.contains(&found) {
            self.report.compared.push(found);
        }
    }

    /// Holds the texts against the values that are known, and keeps those that the rows decide.
    pub(super) fn compared_texts(&mut self) {
        let mut of_rows = Vec::new();
        for mut compared in std::mem::take(&mut self.report.compared) {
            match domain(&self.report, &compared.name) {
                Domain::Open(name) => {
                    compared.name = name;
                    of_rows.push(compared);
                }
                Domain::Closed(values) if values.contains(&compared.text) => {}
                Domain::Closed(values) => {
                    let values = || values.iter().map(String::as_str);
                    let message = format!(
                        "`{}` is never '{}'; {}",
                        compared.name,
                        compared.text,
                        there_are(values())
                    );
                    let diagnostic = Diagnostic::warning(Code::ABSENT_TEXT, message)
                        .at(compared.location)
                        .maybe_hint(nearest(&compared.text, values()));
                    self.problems.push(diagnostic);
                }
            }
        }
        self.report.compared = of_rows;
    }
}

fn domain(report: &Report, name: &str) -> Domain {
    let open = || Domain::Open(name.to_owned());
    let Some(dimension) = report.dimensions.get(name) else {
        return open();
    };
    let attributes = |lookup: &str, at: usize| {
        let mut seen = BTreeSet::new();
        let rows = report.lookups[lookup].rows.values();
        let values = rows.filter_map(move |row| row.get(at)?.clone());
        values
            .filter(|value| seen.insert(value.clone()))
            .collect::<Vec<String>>()
    };
    match &dimension.kind {
        DimensionKind::Column(column) if column == name => open(),
        DimensionKind::Column(column) => domain(report, column),
        DimensionKind::Bucket { codes, .. } => Domain::Closed(codes.clone()),
        DimensionKind::Explode { valid: None, .. } => open(),
        DimensionKind::Explode {
            valid: Some((lookup, attribute)),
            ..
        } => Domain::Closed(attributes(lookup, *attribute)),
        DimensionKind::Lookup {
            lookup,
            attribute,
            unmatched,
            ..
        } => {
            let mut values = attributes(lookup, *attribute);
            match unmatched {
                UnmatchedKeys::Keep => return open(),
                UnmatchedKeys::Code(code) => values.push(code.clone()),
                UnmatchedKeys::Warn | UnmatchedKeys::Exclude | UnmatchedKeys::Error => {}
            }
            Domain::Closed(values)
        }
        DimensionKind::Sql(expression) => {
            let mut values = Vec::new();
            if gives_texts(&expression.node, &mut values) {
                Domain::Closed(values)
            } else {
                open()
            }
        }
    }
}

/// Whether an expression gives one of some texts that are written down, or nothing.
fn gives_texts(node: &Node, texts: &mut Vec<String>) -> bool {
    match node {
        Node::Literal(Value::Null) => true,
        Node::Literal(Value::Text(text)) => {
            texts.push(text.to_string());
            true
        }
        Node::Case(case) => {
            let Case {
                branches,
                otherwise,
                ..
            } = &**case;
            let mut values = branches.iter().map(|(_, value)| value).chain(otherwise);
            values.all(|value| gives_texts(value, texts))
        }
        _ => false,
    }
}
