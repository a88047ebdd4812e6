//! Rows that conditions leave out since they have no value. In: the conditions and expressions of a report. Out: in the report what
//! is to be counted in the rows.

use super::context::Context;
use crate::report::{Denominator, DimensionKind, LeftOut, Numerator, Report, Rows};
use crate::sql::{
    Exclusion, Expression, Node, adds, exclusions, exclusions_of_aggregate, exclusions_of_branches,
};

impl Context<'_> {
    /// Notes the rows that conditions leave out since they have no value.
    pub(super) fn rows_left_out(&mut self) {
        let mut found = Found {
            report: &self.report,
            rows: Vec::new(),
            whole: None,
            adding: None,
        };
        if let Some(scope) = &self.report.scope {
            found.condition((scope.source, false), scope.filter.as_ref());
        }
        for dimension in self.report.dimensions.values() {
            if let DimensionKind::Sql(expression) = &dimension.kind {
                let branches = exclusions_of_branches(&expression.node);
                found.push((dimension.source, false), expression, branches, None);
            }
        }
        for breakdown in self.report.breakdowns.values() {
            if let Rows::Source(source) = breakdown.rows {
                let rows = (source, breakdown.in_scope);
                found.condition(rows, breakdown.filter.as_ref());
                for measure in &breakdown.measures {
                    found.aggregates(rows, &measure.expression, breakdown.filter.as_ref());
                }
            }
        }
        for metric in self.report.metrics.values() {
            if let Numerator::Aggregate {
                source,
                measure,
                in_scope,
            } = &metric.numerator
            {
                // Of a whole of rows with a value those without one are no part.
                found.whole = whole(&self.report, &metric.denominator, *source);
                let filter = metric.filter.as_ref();
                found.adding = adding(&measure.expression);
                found.condition((*source, *in_scope), filter);
                found.adding = None;
                found.aggregates((*source, *in_scope), &measure.expression, filter);
                found.whole = None;
            }
            if let Denominator::Aggregate {
                source,
                measure,
                filter,
                in_scope,
            } = &metric.denominator
            {
                let filter = filter.as_ref();
                found.adding = adding(&measure.expression);
                found.condition((*source, *in_scope), filter);
                found.adding = None;
                found.aggregates((*source, *in_scope), &measure.expression, filter);
            }
        }
        self.report.left_out = found.rows;
        for at in 0..self.report.sources.len() {
            let mut found = Found {
                report: &self.report,
                rows: Vec::new(),
                whole: None,
                adding: None,
            };
            found.condition((at, false), self.report.sources[at].filter.as_ref());
            self.report.sources[at].left_out = found.rows;
        }
    }
}

/// What is found in a report.
struct Found<'a> {
    report: &'a Report,
    rows: Vec<LeftOut>,
    /// The condition on the whole of which what is looked at is a part.
    whole: Option<&'a Expression>,
    /// True of the rows that add something to the measure that has the condition; none if all do, or several have it.
    adding: Option<Node>,
}

/// The condition on the whole of which the rows of a source are a part.
fn whole<'a>(report: &'a Report, of: &'a Denominator, source: usize) -> Option<&'a Expression> {
    match of {
        Denominator::Aggregate { filter, .. } => filter.as_ref(),
        Denominator::Metric(name) => {
            let metric = report.metrics.get(name)?;
            match &metric.numerator {
                Numerator::Aggregate { source: of, .. } if *of == source => metric.filter.as_ref(),
                _ => None,
            }
        }
        Denominator::None | Denominator::Param(..) => None,
    }
}

/// True of the rows that add something to a measure; none if all do.
fn adding(measure: &Expression) -> Option<Node> {
    let aggregates = measure.node.aggregates().into_iter();
    let adding: Option<Vec<Node>> = aggregates.map(|it| adds(&it.aggregate)).collect();
    adding?.into_iter().reduce(Node::or)
}

/// The source of some rows, and whether only those of the scope count.
type RowsOf = (usize, bool);

impl Found<'_> {
    /// What a condition on rows leaves out.
    fn condition(&mut self, rows: RowsOf, condition: Option<&Expression>) {
        if let Some(condition) = condition {
            self.push(rows, condition, exclusions(&condition.node), None);
        }
    }

    /// What the aggregates of a measure leave out of the rows that pass a condition.
    fn aggregates(&mut self, rows: RowsOf, measure: &Expression, filter: Option<&Expression>) {
        for aggregate in measure.node.aggregates() {
            let found = exclusions_of_aggregate(aggregate);
            self.push(rows, measure, found, filter);
        }
    }

    fn push(
        &mut self,
        (source, in_scope): RowsOf,
        expression: &Expression,
        found: Vec<Exclusion>,
        filter: Option<&Expression>,
    ) {
        for exclusion in found {
            let mut names = exclusion.left_out.names().into_iter();
            let is_counted = names.all(|name| self.is_of_rows(source, &name));
            let mut names = exclusion.value.names().into_iter();
            if !is_counted || !names.any(|name| self.may_be_missing(source, &name)) {
                continue;
            }
            let conditions = filter.into_iter().chain(self.whole);
            let node = conditions.fold(exclusion.left_out.clone(), |node, condition| {
                node.and(condition.node.clone())
            });
            let node = self.adding.iter().cloned().fold(node, Node::and);
            let rows = LeftOut {
                source,
                in_scope,
                exclusion,
                rows: expression.condition(node),
            };
            let is_known =
                |known: &LeftOut| *known == rows && known.rows.pointer == rows.rows.pointer;
            if !self.rows.iter().any(is_known) {
                self.rows.push(rows);
            }
        }
    }

    /// Whether a name has one value in each row, or none; a row of a list has several.
    fn is_of_rows(&self, source: usize, name: &str) -> bool {
        self.report.sources[source].columns.contains_key(name)
            || self.report.lists_of(name).is_empty()
    }

    /// Whether a name may have no value in a row that counts.
    fn may_be_missing(&self, source: usize, name: &str) -> bool {
        let column = self.report.sources[source].columns.get(name);
        if let Some(column) = column {
            return column.may_be_empty();
        }
        match self.report.dimensions.get(name).map(|it| &it.kind) {
            Some(DimensionKind::Column(column) | DimensionKind::Bucket { column, .. }) => {
                self.may_be_missing(source, column)
            }
            // Whether the rows that are left have an attribute, only they tell.
            Some(DimensionKind::Lookup { .. } | DimensionKind::Sql(_)) => true,
            Some(DimensionKind::Explode { .. }) | None => false,
        }
    }
}
