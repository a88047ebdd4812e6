//! Texts that expressions compare names with. In: what the expressions of a report compare. Out: a
//! warning for each that cannot be a value, where the values are known before a run; the others stay
//! in the report and are held against the rows.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location, meant, nearest_name, there_are};
use crate::report::{ComparedText, DimensionKind, Purpose, Report, UnmatchedKeys};
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
        (text, purpose): (&str, Purpose),
        location: Location,
    ) {
        let found = ComparedText {
            source,
            name,
            text: text.to_owned(),
            purpose,
            may_be_elsewhere: false,
            location,
        };
        if !self.report.compared.contains(&found) {
            self.report.compared.push(found);
        }
    }

    /// Notes texts that name values of a dimension which are shown otherwise than others; `by` says who names them.
    pub(super) fn named_values(
        &mut self,
        dimension: &str,
        by: &str,
        values: Vec<(String, Location)>,
    ) {
        let mut sources = self.spec.sources.values();
        let varies = |path: &String| path.contains("{{");
        let may_be_elsewhere = self.report.period.is_some()
            || sources.any(|source| source.path.as_ref().is_some_and(varies));
        let beside: Vec<String> = values.iter().map(|(text, _)| text.clone()).collect();
        for (text, location) in values {
            self.report.compared.push(ComparedText {
                source: None,
                name: dimension.to_owned(),
                text,
                purpose: Purpose::Shown {
                    by: by.to_owned(),
                    beside: beside.clone(),
                },
                may_be_elsewhere,
                location,
            });
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
                    let others = values().filter(|value| compared.can_mean(value));
                    let near = nearest_name(&compared.text, others);
                    if compared.is_at_home_elsewhere(near) && varies(&self.report, &compared.name) {
                        continue;
                    }
                    let message = compared.is_never(&there_are(values()));
                    let diagnostic = Diagnostic::warning(Code::ABSENT_TEXT, message)
                        .at(compared.location)
                        .maybe_hint(near.map(meant));
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

/// Whether the values that a name may have are those of a lookup, whose rows may be others in another period.
fn varies(report: &Report, name: &str) -> bool {
    match report.dimensions.get(name).map(|it| &it.kind) {
        Some(DimensionKind::Column(column)) => column != name && varies(report, column),
        Some(DimensionKind::Lookup { .. } | DimensionKind::Explode { valid: Some(_), .. }) => true,
        Some(
            DimensionKind::Bucket { .. } | DimensionKind::Explode { .. } | DimensionKind::Sql(_),
        )
        | None => false,
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
