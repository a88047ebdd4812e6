//! Coverage of lookup dimensions and columns, and guards: what is asked of them, and in which measure.

use super::context::Context;
use super::lists::Named;
use crate::diagnostic::{Code, Diagnostic, Location, nearest};
use crate::report::{
    Coverage, Covered, Denominator, DimensionKind, Guards, MeasureUse, Numerator, Rows,
    SourceTotal, Thresholds,
};
use crate::spec::grammar::{self, RowsOf};
use crate::spec::{ParamValue, escape};
use crate::sql::Type;
use std::collections::BTreeSet;

impl Context<'_> {
    /// Resolves every `coverage`, those of columns first, and the guards.
    pub(super) fn coverage(&mut self) {
        for (at, (source, definition)) in self.spec.sources.iter().enumerate() {
            for (name, column) in &definition.columns {
                if let Some(asked) = &column.coverage {
                    let (source, name_in) = (escape(source), escape(name));
                    let pointer = format!("/sources/{source}/columns/{name_in}/coverage");
                    if let Some(covered) = self.covered_column(at, name, asked, &pointer) {
                        self.covered((at, name), covered, asked, pointer);
                    }
                }
            }
        }
        for (name, dimension) in &self.spec.dimensions {
            if let Some(asked) = &dimension.coverage {
                let pointer = format!("/dimensions/{}/coverage", escape(name));
                if let Some((source, covered)) = self.covered_lookup(name, asked, &pointer) {
                    self.covered((source, name), covered, asked, pointer);
                }
            }
        }
        self.guards();
    }

    /// The names under which texts ask for a coverage, also of those that are wrong.
    pub(super) fn names_of_coverage(&self) -> BTreeSet<String> {
        let columns = self.spec.sources.values().flat_map(|it| &it.columns);
        let columns = columns.filter(|(_, column)| column.coverage.is_some());
        let dimensions = self.spec.dimensions.iter();
        let dimensions = dimensions.filter(|(_, dimension)| dimension.coverage.is_some());
        let declared = columns
            .map(|(name, _)| name)
            .chain(dimensions.map(|(name, _)| name));
        declared
            .chain(self.report.coverage.keys())
            .cloned()
            .collect()
    }

    /// The condition that a cell of a column is not empty.
    fn covered_column(
        &mut self,
        source: usize,
        name: &str,
        asked: &grammar::Coverage,
        pointer: &str,
    ) -> Option<Covered> {
        let column = self.report.sources.get(source)?.columns.get(name)?;
        let (kind, may_be_empty) = (column.kind, column.may_be_empty());
        if !may_be_empty {
            let message =
                format!("no cell of `{name}` may be empty, so that its coverage is whole");
            let problem = Diagnostic::error(Code::DEFINITION, message).at(Location::key(pointer));
            self.problems
                .push(problem.hint("remove `coverage`, or say `nullable: true`"));
            return None;
        }
        if asked.unknown_at_most.is_some() {
            let message =
                format!("a cell of `{name}` is empty or not, a column has no unknown keys");
            let place = format!("{pointer}/unknown_at_most");
            let problem = Diagnostic::error(Code::DEFINITION, message).at(Location::key(place));
            self.problems.push(
                problem.hint("`coverage` of a dimension with `lookup` tells unknown keys apart"),
            );
            return None;
        }
        if !asked.blank.is_empty() {
            let message = format!("a cell of `{name}` is empty or not, whatever its value");
            let place = format!("{pointer}/blank");
            let problem = Diagnostic::error(Code::DEFINITION, message).at(Location::key(place));
            self.problems
                .push(problem.hint(
                    "`coverage` of a dimension with `lookup` has values that stand for none",
                ));
            return None;
        }
        let quoted = format!("\"{name}\"");
        let condition = match kind {
            Type::List => format!("array_length({quoted}) > 0"),
            _ => format!("{quoted} IS NOT NULL"),
        };
        let names = self.names[source].clone();
        let condition = self.condition(&names, Some(&condition), pointer);
        Some(Covered::Column(condition.ok()??))
    }

    /// The lookup of a dimension and its source.
    fn covered_lookup(
        &mut self,
        name: &str,
        asked: &grammar::Coverage,
        pointer: &str,
    ) -> Option<(usize, Covered)> {
        let dimension = self.report.dimensions.get(name)?;
        let DimensionKind::Lookup {
            lookup,
            attribute,
            key,
            ..
        } = &dimension.kind
        else {
            let message = format!("`coverage` belongs to a `lookup`, `{name}` is none");
            let problem = Diagnostic::error(Code::DEFINITION, message).at(Location::key(pointer));
            let hint = "of a column it stands in the contract: `parameters: {type: integer, nullable: true, coverage: {at_least: 0.95}}`";
            self.problems.push(problem.hint(hint));
            return None;
        };
        let rows = self.report.lookups.get(lookup).map(|it| it.rows.values());
        let values = rows.into_iter().flatten();
        let values: BTreeSet<&str> = values
            .filter_map(|row| row.get(*attribute)?.as_deref())
            .collect();
        for (at, value) in asked.blank.iter().enumerate() {
            if !values.contains(value.as_str()) {
                let message = format!("no row of the lookup `{lookup}` has the value `{value}`");
                let problem = Diagnostic::warning(Code::ABSENT_TEXT, message)
                    .at(Location::value(format!("{pointer}/blank/{at}")))
                    .maybe_hint(nearest(value, values.iter().copied()));
                self.problems.push(problem);
            }
        }
        let covered = Covered::Lookup {
            lookup: lookup.clone(),
            attribute: *attribute,
            key: key.clone(),
        };
        Some((dimension.source, covered))
    }

    fn covered(
        &mut self,
        (source, name): (usize, &str),
        of: Covered,
        asked: &grammar::Coverage,
        pointer: String,
    ) {
        let in_scope = asked.rows == RowsOf::Scope;
        let measure = match &asked.measure {
            Some(measure) => match self.covering(measure, source, &format!("{pointer}/measure")) {
                Some(measure) => Some(measure),
                None => return,
            },
            None => self.first_measure(source),
        };
        let mut reads = Named::default();
        if let Covered::Lookup { key, .. } = &of {
            reads = reads.dimensions([key]);
        }
        if let Some(measure) = &measure {
            reads = reads.measure(measure);
        }
        self.one_list("coverage", reads, in_scope, &pointer);
        self.use_name("dimension", name);
        let source_name = self.report.sources[source].name.clone();
        self.use_name("source", &source_name);
        let coverage = Coverage {
            name: name.to_owned(),
            source,
            of,
            blank: asked.blank.clone(),
            measure,
            in_scope,
            thresholds: Thresholds {
                at_least: asked.at_least,
                rows_at_least: asked.rows_at_least,
                unknown_at_most: asked.unknown_at_most,
            },
            severity: asked.severity,
            pointer,
        };
        // A column of several sources has one coverage in each.
        let is_taken = self.report.coverage.contains_key(name);
        let name = if is_taken {
            format!("{source_name}.{name}")
        } else {
            name.to_owned()
        };
        self.report.coverage.insert(name, coverage);
    }

    /// A measure of which shares can be covered.
    fn covering(&mut self, name: &str, source: usize, pointer: &str) -> Option<MeasureUse> {
        let names = self.names[source].clone();
        let measure = self.measure(name, &names, Some(source), pointer)?;
        if measure.adds_up() {
            return Some(measure);
        }
        let message = format!("coverage is a share of what adds up, `{name}` does not");
        let problem = Diagnostic::error(Code::DEFINITION, message).at(Location::value(pointer));
        self.problems
            .push(problem.hint("take a sum of whole numbers or decimals, or a count of rows"));
        None
    }

    /// The first measure of the spec that adds up, of those that the report uses of a source.
    fn first_measure(&self, source: usize) -> Option<MeasureUse> {
        let mut all = self.sums_and_counts(source).into_iter();
        all.find(MeasureUse::adds_up)
    }

    /// The measures that the report uses of a source and that sum or count its rows, in the order of the spec.
    fn sums_and_counts(&self, source: usize) -> Vec<MeasureUse> {
        let report = &self.report;
        let breakdowns = report.breakdowns.values();
        let of_breakdowns = breakdowns
            .filter(|it| it.rows == Rows::Source(source))
            .flat_map(|it| &it.measures);
        let of_metrics = report.metrics.values().flat_map(|metric| {
            let above = match &metric.numerator {
                Numerator::Aggregate {
                    source, measure, ..
                } => Some((source, measure)),
                Numerator::Second { .. } => None,
            };
            let below = match &metric.denominator {
                Denominator::Aggregate {
                    source, measure, ..
                } => Some((source, measure)),
                Denominator::None | Denominator::Param(..) | Denominator::Metric(_) => None,
            };
            let of_source = [above, below].into_iter().flatten();
            of_source.filter_map(|(at, measure)| (*at == source).then_some(measure))
        });
        let scope = report.scope.iter().filter(|scope| scope.source == source);
        let of_scope = scope.filter_map(|scope| Some(&scope.top.as_ref()?.measure));
        let used: Vec<&MeasureUse> = of_breakdowns.chain(of_metrics).chain(of_scope).collect();
        let names = self.spec.measures.keys();
        let found = names.filter_map(|name| {
            // A metric with an expression of its own may have the name of a measure.
            let place = format!("/measures/{}/", escape(name));
            let mut used = used.iter();
            let found = used.find(|measure| measure.expression.pointer.starts_with(&place))?;
            found.sums_or_counts().then(|| (*found).clone())
        });
        found.collect()
    }

    /// The guards of a report with periods, and what they hold against the period before.
    fn guards(&mut self) {
        let asked = self.spec.guards.as_ref();
        let tree = self.tree;
        let Some(periods) = &tree.periods else {
            if asked.is_some() {
                let message =
                    "`guards` hold a period against the one before, this spec has no `periods`";
                let problem = Diagnostic::error(Code::DEFINITION, message);
                self.problems.push(problem.at(Location::key("/guards")));
            }
            return;
        };
        let set = periods.current().params.iter();
        let numbers = set.filter(|(name, (value, _))| {
            let is_number = matches!(value, ParamValue::Integer(_) | ParamValue::Number(_));
            is_number && **name != periods.param && !tree.is_limit(name)
        });
        let asked = asked.cloned().unwrap_or_default();
        self.report.guards = Some(Guards {
            change: asked.change.unwrap_or(Guards::CHANGE),
            empty: asked.empty.unwrap_or(Guards::EMPTY),
            unknown: asked.unknown.unwrap_or(Guards::UNKNOWN),
            params: numbers
                .map(|(name, (_, cell))| (name.clone(), *cell))
                .collect(),
        });
        let sources = 0..self.report.sources.len();
        let totals = sources.flat_map(|source| {
            let measures = self.sums_and_counts(source).into_iter();
            measures.map(move |measure| SourceTotal { source, measure })
        });
        self.report.totals = totals.collect();
    }
}
