//! Names that the language makes itself. In: the names of definitions, and the columns of a
//! breakdown. Out: an error at each definition that takes such a name, so that no name means two
//! things.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::columns::{FOLDED, MadeName, made_name};
use crate::report::{Column, ColumnContent, Columns, MetricRole, Role, Slot};
use crate::spec::escape;
use crate::template::Global;
use crate::text::Locale;

impl Context<'_> {
    /// Reports definitions that take a name made by the language.
    pub(super) fn reserved_names(&mut self) {
        let spec = self.spec;
        let kinds: [(&str, Vec<&String>); 3] = [
            ("dimensions", spec.dimensions.keys().collect()),
            ("measures", spec.measures.keys().collect()),
            ("filters", spec.filters.keys().collect()),
        ];
        for (kind, names) in kinds {
            for name in names {
                let measures = spec.measures.keys().map(String::as_str);
                let dimensions = spec.dimensions.keys().map(String::as_str);
                if let Some(made) = made_name(name, measures, dimensions) {
                    self.reserved(&format!("/{kind}/{}", escape(name)), name, &made);
                }
            }
        }
        for name in spec.metrics.keys() {
            let is_metric = |name: &str| spec.metrics.contains_key(name);
            if let Some((metric, role)) = MetricRole::of(name, is_metric) {
                let message = format!(
                    "`{name}` is a name that the language makes: the {} of metric `{metric}`",
                    role.word(Locale::En)
                );
                let diagnostic = Diagnostic::error(Code::DUPLICATE_NAME, message)
                    .at(Location::key(format!("/metrics/{}", escape(name))))
                    .hint("take another name; docs/spec.md lists those that are reserved")
                    .related(
                        Location::key(format!("/metrics/{}", escape(metric))),
                        "the metric",
                    );
                self.problems.push(diagnostic);
            }
        }
        for name in spec.breakdowns.keys() {
            if Global::of(name).is_some() {
                let message = format!(
                    "`{name}` means something else in texts: give the breakdown another name"
                );
                let diagnostic = Diagnostic::error(Code::DUPLICATE_NAME, message)
                    .at(Location::key(format!("/breakdowns/{}", escape(name))));
                self.problems.push(diagnostic);
            }
        }
    }

    fn reserved(&mut self, pointer: &str, name: &str, made: &MadeName<'_>) {
        let (what, from) = match made {
            MadeName::OfMeasure(measure, word) => (
                format!("the {word} of measure `{measure}`"),
                Some((format!("/measures/{}", escape(measure)), "the measure")),
            ),
            MadeName::OfDimension(dimension, word) => (
                format!("the {word} of dimension `{dimension}`"),
                Some((
                    format!("/dimensions/{}", escape(dimension)),
                    "the dimension",
                )),
            ),
            MadeName::Folded => ("whether a row is the folded rest".to_owned(), None),
        };
        let message = format!("`{name}` is a name that the language makes: {what}");
        let mut diagnostic = Diagnostic::error(Code::DUPLICATE_NAME, message)
            .at(Location::key(pointer))
            .hint("take another name; docs/spec.md lists those that are reserved");
        if let Some((pointer, label)) = from {
            diagnostic = diagnostic.related(Location::key(pointer), label);
        }
        self.problems.push(diagnostic);
    }

    /// Reports two columns with the same name, and a column called `folded`.
    pub(super) fn columns_differ(
        &mut self,
        name: &str,
        columns: &Columns,
        pointer: &str,
    ) -> Option<()> {
        let folded = columns.get(FOLDED);
        let (column, message) = if let Some((first, second)) = columns.twice() {
            let message = format!(
                "breakdown `{name}` would have two columns `{}`: {} and {}",
                second.name,
                holds(first),
                holds(second)
            );
            (second, message)
        } else if let Some(folded) = folded {
            let message = format!(
                "`{FOLDED}` says of every row of a breakdown whether it is the rest; no column of breakdown `{name}` can have this name"
            );
            (folded, message)
        } else {
            return Some(());
        };
        let (key, at) = match (column.slot, &column.holds) {
            (Slot::Dimension(at), _) => ("by", at.to_string()),
            (Slot::Attribute(_), _) => ("with", escape(&column.name)),
            // A fact of rows comes behind what takes its name.
            (Slot::Value(_), ColumnContent::Codes(_) | ColumnContent::Fact(_)) => {
                ("by", "0".to_owned())
            }
            (Slot::Value(_), ColumnContent::Measure { measure, .. }) => {
                ("measures", measure.to_string())
            }
        };
        let diagnostic = Diagnostic::error(Code::DUPLICATE_NAME, message)
            .at(Location::value(format!("{pointer}/{key}/{at}")))
            .hint("give one of them another name");
        self.problems.push(diagnostic);
        None
    }
}

/// The content of a column, in words.
fn holds(column: &Column) -> String {
    match (&column.slot, column.role()) {
        (Slot::Attribute(_), _) => "an attribute".to_owned(),
        (Slot::Value(_), Some(Role::Value)) => "a measure".to_owned(),
        (Slot::Value(_), None) => "what the language says of a row".to_owned(),
        (Slot::Value(_), Some(role)) => format!("the {} of a measure", role.word(Locale::En)),
        (Slot::Dimension(_), _) => "a dimension".to_owned(),
    }
}
