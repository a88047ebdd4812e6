//! Ratios of different rows. In: measures and metrics that divide one aggregate by another. Out: warnings where one side leaves
//! out rows that the other one counts, since a column that it reads may be empty.
//!
//! `sum(price * tickets) / sum(tickets)` is no mean price where `price` may be empty: such rows add nothing above and their
//! tickets below. Only what is left out because a value is missing counts; which rows a `FILTER` or a `CASE` chooses by its
//! values is what the author says.

use super::context::Context;
use super::different_rows::{Apart, Ratio, Side};
use crate::diagnostic::{Code, Diagnostic, Location, Subject};
use crate::report::{Denominator, EmptyInRatio, Metric, Numerator, Report, Rows};
use crate::spec::escape;
use crate::sql::{
    Aggregate, Conditions, Expression, FilteredAggregate, Node, Type, divided_pairs, pairs_of,
    present,
};
use std::collections::BTreeSet;

impl Context<'_> {
    pub(super) fn ratios_are_of_the_same_rows(&mut self) {
        let report = &self.report;
        let mut found = Vec::new();
        for breakdown in report.breakdowns.values() {
            let Rows::Source(source) = breakdown.rows else {
                continue;
            };
            let shared = conditions(
                report,
                source,
                breakdown.in_scope,
                breakdown.filter.as_ref(),
            );
            for measure in &breakdown.measures {
                found.extend(divisions(report, source, &measure.expression, &shared));
            }
        }
        for metric in report.metrics.values() {
            if let Numerator::Aggregate {
                source,
                measure,
                in_scope,
            } = &metric.numerator
            {
                let shared = conditions(report, *source, *in_scope, metric.filter.as_ref());
                found.extend(divisions(report, *source, &measure.expression, &shared));
            }
            found.extend(of_metric(report, metric));
        }
        let mut seen = BTreeSet::new();
        for (warning, empty) in found {
            let place = warning.location.pointer().unwrap_or_default().to_owned();
            if seen.insert(place) {
                self.problems.push(warning);
            }
            // Where several definitions have the ratio, the rows of each decide.
            self.report.empty_in_ratios.push(empty);
        }
    }
}

/// The conditions that all rows of a definition pass.
fn conditions<'a>(
    report: &'a Report,
    source: usize,
    in_scope: bool,
    own: Option<&'a Expression>,
) -> Vec<&'a Expression> {
    let of_source = report.sources[source].filter.iter();
    let scope = report
        .scope
        .as_ref()
        .filter(|scope| in_scope && scope.source == source);
    let of_scope = scope.and_then(|scope| scope.filter.as_ref());
    of_source.chain(of_scope).chain(own).collect()
}

/// The divisions of an expression whose sides are of different rows.
fn divisions(
    report: &Report,
    source: usize,
    expression: &Expression,
    shared: &[&Expression],
) -> Option<(Diagnostic, EmptyInRatio)> {
    let pairs = divided_pairs(&expression.node).into_iter();
    let found = pairs.filter_map(|(above, below)| {
        let side = |aggregate| Side {
            aggregate,
            conditions: &[],
        };
        Ratio {
            source,
            above: side(above),
            below: side(below),
            shared,
        }
        .apart(report)
    });
    let apart = first_of(found)?;
    let is_ratio = expression.pointer.ends_with("/ratio");
    let remedy = |aggregate: &FilteredAggregate, columns: &BTreeSet<String>, place: &str| {
        let same = with_values(aggregate, columns);
        if is_ratio {
            format!("take a measure of the same rows {place}: `{{sql: \"{same}\"}}`")
        } else {
            format!("write `{same}` {place}")
        }
    };
    let below = (!apart.lacking_above.is_empty()).then(|| {
        let mean = mean(&apart).map_or_else(String::new, |mean| format!(", or `{mean}`"));
        format!(
            "{}{mean}",
            remedy(&apart.below, &apart.lacking_above, "below")
        )
    });
    let above = (!apart.lacking_below.is_empty())
        .then(|| remedy(&apart.above, &apart.lacking_below, "above"));
    let remedy = [above, below].into_iter().flatten().collect::<Vec<_>>();
    let warning = apart.warning(&expression.pointer);
    let warning = warning.at(Location::value(&expression.pointer));
    let warning = warning.hint(remedy.join(", and "));
    let warning = apart.zero().fold(warning, Diagnostic::hint);
    Some(apart.told(source, warning))
}

/// The first of the ratios of an expression, which is of the same rows where all of them are.
fn first_of(mut found: impl Iterator<Item = Apart>) -> Option<Apart> {
    let first = found.next()?;
    let one_sided = found.fold(first.one_sided.clone(), |one_sided, more| {
        Some(one_sided?.or(more.one_sided?))
    });
    Some(Apart { one_sided, ..first })
}

/// A metric whose denominator is of other rows.
fn of_metric(report: &Report, metric: &Metric) -> Option<(Diagnostic, EmptyInRatio)> {
    let Numerator::Aggregate {
        source,
        measure,
        in_scope,
    } = &metric.numerator
    else {
        return None;
    };
    let (of_source, whole, filter, whole_in_scope) = match &metric.denominator {
        Denominator::Aggregate {
            source,
            measure,
            filter,
            in_scope,
        } => (source, measure, filter, in_scope),
        Denominator::Metric(name) => {
            let of = report.metrics.get(name)?;
            match (&of.numerator, &of.denominator) {
                (
                    Numerator::Aggregate {
                        source,
                        measure,
                        in_scope,
                    },
                    Denominator::None,
                ) => (source, measure, &of.filter, in_scope),
                _ => return None,
            }
        }
        Denominator::None | Denominator::Param(..) => return None,
    };
    let divides = |node: &Node| !divided_pairs(node).is_empty();
    let (one, other) = (&measure.expression, &whole.expression);
    // What is a ratio itself is no number of rows.
    if source != of_source || one == other || divides(&one.node) || divides(&other.node) {
        return None;
    }
    let shared = conditions(report, *source, *in_scope && *whole_in_scope, None);
    let own: Vec<&Expression> = metric.filter.iter().collect();
    let of: Vec<&Expression> = filter.iter().collect();
    let pairs = pairs_of(&one.node, &other.node);
    let found = pairs.into_iter().filter_map(|(above, below)| {
        Ratio {
            source: *source,
            above: Side {
                aggregate: above,
                conditions: &own,
            },
            below: Side {
                aggregate: below,
                conditions: &of,
            },
            shared: &shared,
        }
        .apart(report)
    });
    let apart = first_of(found)?;
    let with = |filter: &Option<Expression>, columns: &BTreeSet<String>| {
        let known = known(columns);
        match filter {
            Some(own) => format!("{} AND {known}", own.text),
            None => known,
        }
    };
    let above = (!apart.lacking_below.is_empty()).then(|| {
        let filter = with(&metric.filter, &apart.lacking_below);
        format!("write `where: \"{filter}\"` beside the numerator")
    });
    let below = (!apart.lacking_above.is_empty()).then(|| {
        let filter = with(filter, &apart.lacking_above);
        match &metric.denominator {
            Denominator::Metric(name) => {
                format!("divide by a metric like `{name}` with `where: \"{filter}\"`")
            }
            _ => format!(
                "write `of: {{measure: {}, where: \"{filter}\"}}`",
                whole.name
            ),
        }
    });
    let remedy = [above, below].into_iter().flatten().collect::<Vec<_>>();
    let place = Location::key(format!("{}/of", metric.pointer));
    let declared = Location::key(format!("/measures/{}", escape(&measure.name)));
    let apart = apart.where_also(&own, &of);
    let warning = apart.warning(&metric.pointer).at(place);
    let warning = if report.measures.contains_key(&measure.name) {
        warning.related(declared, "the measure")
    } else {
        warning
    };
    let warning = warning.hint(remedy.join(", and "));
    let warning = apart.zero().fold(warning, Diagnostic::hint);
    Some(apart.told(*source, warning))
}

impl Apart {
    /// The same, with the conditions of both sides in their words.
    fn where_also(mut self, above: &[&Expression], below: &[&Expression]) -> Self {
        for (side, conditions) in [(&mut self.above, above), (&mut self.below, below)] {
            for condition in conditions {
                side.filter_also(condition);
            }
        }
        self
    }

    /// The warning of the definition at a pointer.
    fn warning(&self, pointer: &str) -> Diagnostic {
        let (above, below) = (&self.above, &self.below);
        let without = |columns: &BTreeSet<String>| {
            let columns = columns.iter().map(|name| format!("`{name}`"));
            columns.collect::<Vec<_>>().join(" or ")
        };
        let (low, high) = (without(&self.lacking_above), without(&self.lacking_below));
        let message = if high.is_empty() {
            format!(
                "`{above}` leaves out the rows without {low}, and `{below}`, by which it is divided, counts them: the two are of different rows"
            )
        } else if low.is_empty() {
            format!(
                "`{above}` counts the rows without {high}, and `{below}`, by which it is divided, leaves them out: the two are of different rows"
            )
        } else {
            format!(
                "`{above}` leaves out the rows without {low}, and `{below}`, by which it is divided, those without {high}: the two are of different rows"
            )
        };
        let subject = Subject::of(pointer).map_or_else(String::new, |it| format!("{it}: "));
        Diagnostic::warning(Code::DIFFERENT_ROWS, format!("{subject}{message}"))
    }

    /// The warning, with what a run counts for it.
    fn told(&self, source: usize, warning: Diagnostic) -> (Diagnostic, EmptyInRatio) {
        let empty = EmptyInRatio {
            subject: warning.subject.clone(),
            location: warning.location.clone(),
            one_sided: self.one_sided.clone().map(|node| Expression {
                names: node.names(),
                kind: Type::Boolean,
                text: node.to_string(),
                node,
                pointer: warning.location.pointer().unwrap_or_default().to_owned(),
            }),
            source,
            columns: self
                .lacking_above
                .union(&self.lacking_below)
                .cloned()
                .collect(),
        };
        (warning, empty)
    }

    /// What to write where an empty cell stands for 0.
    fn zero(&self) -> impl Iterator<Item = String> {
        let sides = [
            (&self.above, &self.lacking_above),
            (&self.below, &self.lacking_below),
        ];
        sides
            .into_iter()
            .filter_map(|(side, columns)| zero_in(side, columns))
    }
}

/// What to write in a sum where an empty cell of one of some columns stands for 0.
fn zero_in(side: &FilteredAggregate, columns: &BTreeSet<String>) -> Option<String> {
    let Aggregate::Sum(value) = &side.aggregate else {
        return None;
    };
    let read = present(&value.node, Conditions::Aside)?;
    let is_read = |name: &&String| {
        read.iter()
            .any(|it| matches!(it, Node::Name(known) if known == *name))
    };
    let name = columns.iter().find(is_read)?;
    matches!(value.kind, Type::Integer | Type::Decimal(_) | Type::Number).then(|| {
        format!("where an empty `{name}` stands for 0, say so: `coalesce({name}, 0)` in `{side}`")
    })
}

/// The mean that a sum by a count of rows was meant to be.
fn mean(apart: &Apart) -> Option<String> {
    let Aggregate::Sum(value) = &apart.above.aggregate else {
        return None;
    };
    let same = apart.above.filter == apart.below.filter;
    // Which rows a `CASE` chooses is no matter of empty cells.
    let chooses = matches!(value.node, Node::Case(_));
    (same && !chooses && apart.below.aggregate == Aggregate::Count).then(|| {
        let mean = FilteredAggregate {
            aggregate: Aggregate::Mean(value.clone()),
            filter: apart.above.filter.clone(),
        };
        mean.to_string()
    })
}

/// An aggregate over those of its rows that have a value in some columns.
fn with_values(aggregate: &FilteredAggregate, columns: &BTreeSet<String>) -> Node {
    let nodes = columns.iter().map(|name| {
        let name = Node::Name(name.clone());
        Node::IsNull(Box::new(name)).negated(true)
    });
    let whole = Node::Aggregate(Box::new(aggregate.clone()));
    let Some(node) = nodes.reduce(Node::and) else {
        return whole;
    };
    let condition = Expression {
        names: columns.clone(),
        node,
        kind: Type::Boolean,
        text: known(columns),
        pointer: String::new(),
    };
    whole.filtered(Some(&condition))
}

/// The condition that columns have values.
fn known(columns: &BTreeSet<String>) -> String {
    let parts = columns.iter().map(|name| format!("{name} IS NOT NULL"));
    parts.collect::<Vec<_>>().join(" AND ")
}
