//! Two sides of a ratio that are of different rows. In: two aggregates of rows of one source, with the conditions on these. Out:
//! the columns without which a row counts on one side only, since the other one has no value for it.

use crate::report::{ContractColumn, DimensionKind, Report};
use crate::sql::{
    Aggregate, Conditions, Expression, FilteredAggregate, Node, Value, fails, holds, present,
    sides_that_may_lack,
};
use std::collections::BTreeSet;

/// One side of a ratio: an aggregate, and the conditions on its rows that the other side does not have.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) aggregate: &'a FilteredAggregate,
    pub(super) conditions: &'a [&'a Expression],
}

/// Two sides of rows of one source, and the conditions that hold for both.
pub(super) struct Ratio<'a> {
    pub(super) source: usize,
    pub(super) above: Side<'a>,
    pub(super) below: Side<'a>,
    pub(super) shared: &'a [&'a Expression],
}

/// A ratio of which one side lacks rows of the other.
pub(super) struct Apart {
    pub(super) above: FilteredAggregate,
    pub(super) below: FilteredAggregate,
    /// The columns without which a row adds nothing above, and counts below.
    pub(super) lacking_above: BTreeSet<String>,
    /// The columns without which a row does not count below, and counts above.
    pub(super) lacking_below: BTreeSet<String>,
    /// True of the rows that count on one side only since a value is missing; none where the rows of a source do not tell.
    pub(super) one_sided: Option<Node>,
}

impl Ratio<'_> {
    /// What each side lacks of the other.
    pub(super) fn apart(&self, report: &Report) -> Option<Apart> {
        let (above, below) = (self.above, self.below);
        let (low, high) = sides_that_may_lack(above.aggregate, below.aggregate);
        let lacking = |is_asked: bool, one, other| {
            let found = is_asked.then(|| self.lacking(report, one, other));
            found.unwrap_or_default()
        };
        let lacking_above = lacking(low, above, below);
        let lacking_below = lacking(high, below, above);
        if lacking_above.is_empty() && lacking_below.is_empty() {
            return None;
        }
        let below_only = (!lacking_above.is_empty()).then(|| self.counts_without(above, below));
        let above_only = (!lacking_below.is_empty()).then(|| self.counts_without(below, above));
        let one_sided = below_only.into_iter().chain(above_only).reduce(Node::or);
        let is_of_rows = |node: &Node| {
            let mut names = node.names().into_iter();
            names.all(|name| report.lists_of(&name).is_empty())
        };
        Some(Apart {
            above: above.aggregate.clone(),
            below: below.aggregate.clone(),
            lacking_above,
            lacking_below,
            one_sided: one_sided.filter(is_of_rows),
        })
    }

    /// True of the rows that count in `other`, and do not in `one` though what it chooses by their values holds.
    fn counts_without(&self, one: Side<'_>, other: Side<'_>) -> Node {
        let shared = self.shared.iter().map(|it| it.node.clone());
        let chosen = one.conditions().flat_map(|it| chosen(&it.node)).cloned();
        let counts = one.counts().map(|counts| fails(&counts));
        let all = shared.chain(chosen).chain(other.counts()).chain(counts);
        all.reduce(Node::and)
            .unwrap_or(Node::Literal(Value::Boolean(true)))
    }

    /// The columns that may be empty, without which a row does not count in `one`, and counts in `other`.
    fn lacking(&self, report: &Report, one: Side<'_>, other: Side<'_>) -> BTreeSet<String> {
        let columns = Columns {
            report,
            source: self.source,
        };
        let mut found = columns.of_values(one.aggregate, Conditions::Aside);
        found.retain(|name| columns.may_be_empty(name));
        let chosen: Vec<&Node> = one.conditions().flat_map(|it| chosen(&it.node)).collect();
        let chosen = columns.needed(chosen);
        found.retain(|name| !chosen.contains(name) && !self.counts_only(columns, other, name));
        found
    }

    /// Whether a side counts rows only that have a value in a column.
    fn counts_only(&self, columns: Columns<'_>, side: Side<'_>, name: &str) -> bool {
        let conditions = self.shared.iter().copied().chain(side.conditions());
        columns.needed(conditions.map(|it| &it.node)).contains(name)
            || columns
                .of_values(side.aggregate, Conditions::Count)
                .contains(name)
    }
}

impl<'a> Side<'a> {
    /// All conditions on its rows.
    fn conditions(self) -> impl Iterator<Item = &'a Expression> {
        let own = self.aggregate.filter.iter();
        own.chain(self.conditions.iter().copied())
    }

    /// True of the rows that count in it; none if all do.
    fn counts(self) -> Option<Node> {
        let known = |node: Node| Node::IsNull(Box::new(node)).negated(true);
        let values = match &self.aggregate.aggregate {
            Aggregate::CountDistinct(names) => names.iter().cloned().map(Node::Name).collect(),
            other => other
                .value()
                .map(|it| it.node.clone())
                .into_iter()
                .collect::<Vec<Node>>(),
        };
        let conditions = self.conditions().map(|it| it.node.clone());
        conditions
            .chain(values.into_iter().map(known))
            .reduce(Node::and)
    }
}

/// The contract of a source.
#[derive(Clone, Copy)]
struct Columns<'a> {
    report: &'a Report,
    source: usize,
}

impl Columns<'_> {
    fn may_be_empty(self, name: &str) -> bool {
        let column = self.report.sources[self.source].columns.get(name);
        column.is_some_and(ContractColumn::may_be_empty)
    }

    /// Those without which conditions are not true.
    fn needed<'n>(self, conditions: impl IntoIterator<Item = &'n Node>) -> BTreeSet<String> {
        let columns = conditions.into_iter().map(|it| self.of(holds(it)));
        columns.flatten().collect()
    }

    /// Those without which a row adds nothing to an aggregate.
    fn of_values(self, aggregate: &FilteredAggregate, how: Conditions) -> BTreeSet<String> {
        match &aggregate.aggregate {
            Aggregate::CountDistinct(names) => {
                let mut columns = BTreeSet::new();
                for name in names {
                    columns_behind(self.report, self.source, name, &mut columns);
                }
                columns
            }
            other => self.of(other.value().and_then(|value| present(&value.node, how))),
        }
    }

    fn of(self, parts: Option<Vec<&Node>>) -> BTreeSet<String> {
        let mut columns = BTreeSet::new();
        for part in parts.unwrap_or_default() {
            if let Node::Name(name) = part {
                columns_behind(self.report, self.source, name, &mut columns);
            }
        }
        columns
    }
}

/// The parts of a condition that must all hold.
fn conjuncts<'a>(condition: &'a Node, parts: &mut Vec<&'a Node>) {
    match condition {
        Node::And(inner) => inner.iter().for_each(|part| conjuncts(part, parts)),
        other => parts.push(other),
    }
}

/// The parts of a condition, without those that only say that a column has a value: they choose nothing that an aggregate of
/// the column would not leave out by itself.
fn chosen(condition: &Node) -> Vec<&Node> {
    let mut parts = Vec::new();
    conjuncts(condition, &mut parts);
    parts.retain(|part| !matches!(part, Node::Not(inner) if matches!(&**inner, Node::IsNull(_))));
    parts
}

/// The columns of the contract without which a name has no value.
fn columns_behind(report: &Report, source: usize, name: &str, found: &mut BTreeSet<String>) {
    if report.sources[source].columns.contains_key(name) {
        found.insert(name.to_owned());
        return;
    }
    match report.dimensions.get(name).map(|dimension| &dimension.kind) {
        Some(DimensionKind::Column(column) | DimensionKind::Bucket { column, .. }) => {
            columns_behind(report, source, column, found);
        }
        Some(DimensionKind::Sql(expression)) => {
            for part in present(&expression.node, Conditions::Count).unwrap_or_default() {
                if let Node::Name(inner) = part {
                    columns_behind(report, source, inner, found);
                }
            }
        }
        // A key without a row has no value either, and an empty list no values: that says nothing of a column alone.
        Some(DimensionKind::Lookup { .. } | DimensionKind::Explode { .. }) | None => {}
    }
}
