//! The namespace shared by columns, dimensions and filters, and the names that rows can be grouped
//! by.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::columns::made_names;
use crate::report::{ByName, ContractColumn, Dimension, DimensionKind};
use crate::spec::escape;
use crate::sql::{Name, NameSpace, Type};
use indexmap::IndexMap;
use std::collections::BTreeMap;

impl NameSpace {
    /// What the columns of a file are called here, where that is another name; what only tells something of one is none.
    pub(super) fn add_originals(&mut self, columns: &IndexMap<String, ContractColumn>) {
        for is_plain in [true, false] {
            for (name, column) in columns {
                let mut read = column.value.names.iter();
                let (Some(original), None) = (read.next(), read.next()) else {
                    continue;
                };
                let is_it = column.value.text.trim().trim_matches('"') == original
                    || !is_plain && column.kind != Type::Boolean;
                if is_it && !columns.contains_key(original) {
                    let hint =
                        format!("the column `{original}` of the file is called `{name}` here");
                    self.hints.entry(original.clone()).or_insert(hint);
                }
            }
        }
    }
}

impl Context<'_> {
    pub(super) fn filters(&mut self) {
        for name in self.spec.filters.keys() {
            let pointer = format!("/filters/{}", escape(name));
            for source in 0..self.names.len() {
                if self.names[source].names.contains_key(name) {
                    let diagnostic = Diagnostic::error(
                        Code::DUPLICATE_NAME,
                        format!("`{name}` is a column or dimension already; columns, dimensions and filters are one namespace"),
                    )
                    .at(Location::key(&pointer));
                    self.problems.push(diagnostic);
                }
            }
        }
        for source in 0..self.names.len() {
            let mut names = std::mem::take(&mut self.names[source]);
            self.add_filters(&mut names);
            self.names[source] = names;
        }
        // Each filter must be valid in a source; breakdowns check theirs where they use them.
        for (name, text) in &self.spec.filters {
            let pointer = format!("/filters/{}", escape(name));
            let mut problems = Vec::new();
            let mut fits = self.names.is_empty();
            for source in 0..self.names.len() {
                let names = self.names[source].clone();
                let environment = crate::sql::Environment {
                    params: &self.tree.params,
                };
                match crate::sql::Reader::new(environment, &names).condition(text, &pointer) {
                    Ok(expression) => {
                        fits = true;
                        for name in &expression.names {
                            self.use_name("dimension", name);
                        }
                    }
                    Err(found) => problems.extend(found),
                }
            }
            if !fits && !self.fits_breakdowns(text, &pointer) {
                for problem in problems {
                    self.problems.push(problem);
                }
            }
        }
    }

    /// Whether a filter is valid for the rows of some breakdown, which have columns of measures.
    fn fits_breakdowns(&self, text: &str, pointer: &str) -> bool {
        let mut names = crate::sql::NameSpace::default();
        for source in &self.names {
            names.names.extend(source.names.clone());
        }
        for name in made_names(self.spec.measures.keys().map(String::as_str)) {
            names.names.insert(name, Name::Column(Type::Any));
        }
        let environment = crate::sql::Environment {
            params: &self.tree.params,
        };
        let mut reader = crate::sql::Reader::new(environment, &names);
        reader.condition(text, pointer).is_ok()
    }

    /// Adds the declared filters to a namespace.
    pub(super) fn add_filters(&self, names: &mut crate::sql::NameSpace) {
        for name in self.spec.metrics.keys() {
            let hint = format!(
                "`{name}` is a metric, which `sql` does not see: write what it computes, or put the two together in a text, `{{{{ metrics.{name} }}}}`"
            );
            names.hints.entry(name.clone()).or_insert(hint);
        }
        for (name, text) in &self.spec.filters {
            let pointer = format!("/filters/{}", escape(name));
            names
                .names
                .entry(name.clone())
                .or_insert(Name::Filter(text.clone(), pointer));
        }
    }

    /// The dimension by which rows of a source are grouped under this name; a plain column becomes
    /// a dimension.
    pub(super) fn grouping(&mut self, name: &str, source: usize, pointer: &str) -> bool {
        if let Some(dimension) = self.report.dimensions.get(name) {
            self.used.insert(("dimension", name.to_owned()));
            let sources = &self.report.sources;
            let column = sources[source].columns.get(name);
            // A plain column may exist in several sources.
            if dimension.source == source
                || column.is_some_and(|column| column.kind == dimension.value_type)
            {
                return true;
            }
            let (own, other) = (&sources[dimension.source].name, &sources[source].name);
            let diagnostic = match column {
                Some(column) => Diagnostic::error(
                    Code::DEFINITION,
                    format!(
                        "`{name}` is of type {} in source `{own}` and of type {} in source `{other}`",
                        dimension.value_type, column.kind
                    ),
                )
                .hint(format!(
                    "group by a dimension of another name: `{{column: {name}, from: {other}}}`"
                )),
                None => Diagnostic::error(
                    Code::DEFINITION,
                    format!(
                        "dimension `{name}` is of source `{own}`, the rows here are of source `{other}`"
                    ),
                ),
            };
            self.problems.push(diagnostic.at(Location::value(pointer)));
            return false;
        }
        if let Some(column) = self.report.sources[source].columns.get(name) {
            if column.kind == Type::List {
                self.error(
                    Code::DEFINITION,
                    pointer,
                    format!("`{name}` is a list: declare a dimension `{{explode: {name}}}` and group by that"),
                );
                return false;
            }
            let dimension = Dimension {
                name: name.to_owned(),
                source,
                kind: DimensionKind::Column(name.to_owned()),
                value_type: column.kind,
                title: column.title.clone(),
                link: column.link.clone(),
                labels: ByName::default(),
                label_from: BTreeMap::new(),
                pointer: column.pointer.clone(),
            };
            self.report.dimensions.insert(name.to_owned(), dimension);
            return true;
        }
        if self
            .failed
            .contains(&format!("/dimensions/{}", escape(name)))
        {
            return false;
        }
        let names = self.groupings();
        // What has parentheses is an expression.
        let advice = name.contains('(').then(|| {
            format!(
                "rows are grouped by names: declare the expression, `dimensions: {{group: {{sql: \"{name}\"}}}}`, and name that"
            )
        });
        let known = names.iter().map(String::as_str);
        self.unknown_with("dimension or column", name, pointer, known, advice);
        false
    }

    /// All names that rows can be grouped by: the dimensions of the spec, then the columns.
    pub(super) fn groupings(&self) -> Vec<String> {
        let columns = self.report.sources.iter().flat_map(|s| s.columns.keys());
        let mut names: Vec<String> = Vec::new();
        for name in self.spec.dimensions.keys().chain(columns) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
}
