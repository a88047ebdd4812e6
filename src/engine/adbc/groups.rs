//! A base of the plan → a query, and its answer → groups with numbered keys and exact aggregates.

use super::fine::FineGroups;
use super::leaves::Leaves;
use super::lists::mentions;
use super::query::asked;
use super::rows::SourceRows;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::engine::rollup::coded::Coded;
use crate::engine::rollup::groups::{AggregateColumn, GroupTable};
use crate::engine::rollup::numbering::{KeyPart, number_tuples, number_unique};
use crate::engine::rollup::numbers::{Numbers, Runs};
use crate::plan::{AtomKind, Base, BaseAggregate, BaseAggregateKind, Plan};
use crate::source::Connection;
use crate::sql::{Decimal, Expression, Node, Sum, Type, Value};
use std::cmp::Ordering;

/// The groups of a base.
pub(super) fn groups(
    plan: &Plan,
    base: &Base,
    rows: &SourceRows<'_>,
    connection: &mut Connection,
) -> Result<GroupTable, Diagnostic> {
    let mut leaves = Leaves::new(plan, rows);
    for key in &base.keys {
        leaves.name(&key.name)?;
    }
    for atom in &base.atoms {
        match &atom.kind {
            AtomKind::Condition(condition) => leaves.truth(condition)?,
            AtomKind::HasValid(dimension) => leaves.name(&plan[*dimension].definition.name)?,
        }
    }
    if let Some(dimension) = base.explode {
        leaves.name(&plan[dimension].definition.name)?;
    }
    let in_database: Vec<Option<String>> = base
        .aggregates
        .iter()
        .map(|aggregate| aggregated(aggregate, rows))
        .collect();
    for (aggregate, sql) in base.aggregates.iter().zip(&in_database) {
        if sql.is_none() {
            leaves.names(&aggregate.value)?;
        }
    }
    let sql: Vec<String> = in_database.iter().flatten().cloned().collect();
    let (mut fine, answered) = asked(plan, rows, leaves, &sql, connection)?;
    let mut answered = answered.into_iter();
    let mut aggregates = Vec::new();
    for (aggregate, sql) in base.aggregates.iter().zip(&in_database) {
        aggregates.push(match sql {
            Some(_) => Amounts::OfGroups(answered.next().unwrap_or_default()),
            None => Amounts::OfRows(fine.values(&aggregate.value)?),
        });
    }
    table(plan, base, &mut fine, &aggregates)
}

/// What is to be aggregated further.
enum Amounts {
    /// Aggregates of the groups of the database.
    OfGroups(Vec<Value>),
    /// A value that all rows of such a group have.
    OfRows(Vec<Value>),
}

/// An aggregate in SQL; none where it is computed here.
fn aggregated(aggregate: &BaseAggregate, rows: &SourceRows<'_>) -> Option<String> {
    let Node::Name(name) = &aggregate.value.node else {
        return None;
    };
    let (alias, kind) = rows.column(name)?;
    Some(match (aggregate.kind, kind) {
        (BaseAggregateKind::Count, _) => format!("COUNT({alias})"),
        (BaseAggregateKind::Sum, Type::Integer) => {
            format!("SUM(CAST({alias} AS DECIMAL(38,0)))")
        }
        (BaseAggregateKind::Sum, Type::Decimal(scale)) => {
            format!("SUM(CAST({alias} AS DECIMAL(38,{scale})))")
        }
        (BaseAggregateKind::Least, Type::Integer | Type::Decimal(_) | Type::Date) => {
            format!("MIN({alias})")
        }
        (BaseAggregateKind::Greatest, Type::Integer | Type::Decimal(_) | Type::Date) => {
            format!("MAX({alias})")
        }
        _ => return None,
    })
}

fn table(
    plan: &Plan,
    base: &Base,
    fine: &mut FineGroups<'_>,
    aggregates: &[Amounts],
) -> Result<GroupTable, Diagnostic> {
    // What is grouped: the groups of the database, or the mentions in their lists.
    let (at, mentioned) = match base.explode {
        None => ((0..fine.counts.len() as u32).collect::<Vec<u32>>(), None),
        Some(dimension) => {
            let found = mentions(plan, dimension, fine)?;
            (found.groups, Some(Coded::from_values(&found.values)))
        }
    };
    let mut keys: Vec<(&String, Coded)> = Vec::new();
    for key in &base.keys {
        let coded = match &mentioned {
            Some(values) if key.dimension == base.explode => values.clone(),
            _ => Coded::from_values(&fine.column(&key.name)?).take(&at),
        };
        keys.push((&key.name, coded));
    }
    let mut truths: Vec<Vec<Option<bool>>> = Vec::new();
    for atom in &base.atoms {
        let of_groups = match &atom.kind {
            AtomKind::Condition(condition) => fine.truths(condition)?,
            AtomKind::HasValid(dimension) => {
                let found = mentions(plan, *dimension, fine)?;
                let mut has = vec![Some(false); fine.counts.len()];
                for (group, value) in found.groups.iter().zip(&found.values) {
                    if *value != Value::Null {
                        has[*group as usize] = Some(true);
                    }
                }
                has
            }
        };
        truths.push(at.iter().map(|group| of_groups[*group as usize]).collect());
    }
    let codes: Vec<Vec<u32>> = truths
        .iter()
        .map(|truths| {
            let code = |truth: &Option<bool>| truth.map_or(0, |truth| 1 + u32::from(truth));
            truths.iter().map(code).collect()
        })
        .collect();
    let numbering = if base.per_row {
        number_unique(at.iter().map(|_| true))
    } else {
        let parts = keys.iter().map(|(_, coded)| coded.part());
        let truths = codes.iter().map(|codes| KeyPart { codes, values: 3 });
        let parts: Vec<KeyPart<'_>> = parts.chain(truths).collect();
        number_tuples(&parts, 0..at.len() as u32)
    };
    let first = &numbering.first;
    let mut table = GroupTable {
        rows: vec![0; first.len()],
        source_rows: base
            .per_row
            .then(|| first.iter().map(|mention| at[*mention as usize]).collect()),
        ..GroupTable::default()
    };
    for (group, of) in at.iter().zip(&numbering.codes) {
        table.rows[*of as usize] += fine.counts[*group as usize];
    }
    for (name, coded) in &keys {
        table.keys.insert((*name).clone(), coded.take(first));
    }
    for (atom, truths) in base.atoms.iter().zip(&truths) {
        let of_groups = first.iter().map(|mention| truths[*mention as usize]);
        table.atoms.insert(atom.name.clone(), of_groups.collect());
    }
    let grouped = Grouped {
        at: &at,
        of: &numbering.codes,
        groups: first.len(),
        counts: &fine.counts,
    };
    for (aggregate, amounts) in base.aggregates.iter().zip(aggregates) {
        table
            .aggregates
            .push(grouped.aggregate(aggregate, amounts)?);
    }
    Ok(table)
}

/// Groups of the database, or mentions in them, in groups of the base.
struct Grouped<'a> {
    /// The group of the database.
    at: &'a [u32],
    /// The group of the base.
    of: &'a [u32],
    groups: usize,
    /// Number of rows of each group of the database.
    counts: &'a [i64],
}

impl Grouped<'_> {
    /// The group of the base of each, its values, and how many rows have it.
    fn each<'v>(
        &'v self,
        values: &'v [Value],
    ) -> impl Iterator<Item = (usize, &'v Value, i64)> + 'v {
        let pairs = self.at.iter().zip(self.of);
        pairs.map(|(at, of)| {
            let at = *at as usize;
            (*of as usize, &values[at], self.counts[at])
        })
    }

    fn aggregate(
        &self,
        aggregate: &BaseAggregate,
        amounts: &Amounts,
    ) -> Result<AggregateColumn, Diagnostic> {
        let expression = &aggregate.value;
        let (values, is_of_rows) = match amounts {
            Amounts::OfGroups(values) => (values, false),
            Amounts::OfRows(values) => (values, true),
        };
        let times = |count: i64| if is_of_rows { i128::from(count) } else { 1 };
        Ok(match aggregate.kind {
            BaseAggregateKind::Count => {
                let mut counts = vec![0_i128; self.groups];
                for (group, value, count) in self.each(values) {
                    counts[group] += match value {
                        _ if is_of_rows => i128::from(*value != Value::Null) * i128::from(count),
                        value => value.units(),
                    };
                }
                AggregateColumn::Integers(counts)
            }
            BaseAggregateKind::Sum if expression.kind == Type::Number => {
                let (mut sums, mut all) = (vec![Sum::default(); self.groups], Sum::default());
                for (group, value, count) in self.each(values) {
                    let sum = repeated(value, count);
                    sums[group].merge(&sum);
                    all.merge(&sum);
                }
                all.value().map_err(|_| overflow(expression))?;
                AggregateColumn::Sums(sums)
            }
            BaseAggregateKind::Sum => {
                let mut sums = vec![0_i128; self.groups];
                let mut magnitude = 0_i128;
                for (group, value, count) in self.each(values) {
                    let added = units(value, expression.kind)
                        .and_then(|units| units.checked_mul(times(count)))
                        .and_then(|added| {
                            magnitude = magnitude.checked_add(added.checked_abs()?)?;
                            Some(added)
                        });
                    sums[group] += added.ok_or_else(|| overflow(expression))?;
                }
                match expression.kind {
                    Type::Decimal(scale) => AggregateColumn::Decimals(sums, scale),
                    _ => AggregateColumn::Integers(sums),
                }
            }
            BaseAggregateKind::Least => self.extremes(values, expression.kind, Ordering::Less),
            BaseAggregateKind::Greatest => {
                self.extremes(values, expression.kind, Ordering::Greater)
            }
            BaseAggregateKind::Every => {
                let mut items = Vec::new();
                for (group, value, count) in self.each(values) {
                    if *value != Value::Null {
                        let copies = (0..count).map(|_| (group as u32, value.clone()));
                        items.extend(copies);
                    }
                }
                AggregateColumn::Numbers(Numbers::Values(Runs::new(self.groups, items)))
            }
        })
    }

    fn extremes(&self, values: &[Value], kind: Type, wanted: Ordering) -> AggregateColumn {
        let mut best = vec![Value::Null; self.groups];
        for (group, value, _) in self.each(values) {
            let known = &mut best[group];
            if *value != Value::Null && (*known == Value::Null || value.compare(known) == wanted) {
                known.clone_from(value);
            }
        }
        if kind != Type::Integer {
            return AggregateColumn::Values(best);
        }
        let best = best.into_iter().map(|value| match value {
            Value::Integer(value) => Some(value),
            _ => None,
        });
        AggregateColumn::Extremes(best.collect())
    }
}

/// A whole number, or a decimal in units of its last digit; none where it is neither.
fn units(value: &Value, kind: Type) -> Option<i128> {
    match (value, kind) {
        (Value::Null, _) => Some(0),
        (value, Type::Decimal(scale)) => Decimal::of(value, scale).map(|it| it.units),
        (Value::Integer(value), _) => Some(*value),
        _ => None,
    }
}

/// The sum of a value that so many rows have.
fn repeated(value: &Value, count: i64) -> Sum {
    let mut power = Sum::of([value]);
    let mut sum = Sum::default();
    let mut left = count;
    while left > 0 {
        if left % 2 == 1 {
            sum.merge(&power);
        }
        let same = power.clone();
        power.merge(&same);
        left /= 2;
    }
    sum
}

fn overflow(expression: &Expression) -> Diagnostic {
    let message = format!("the sum of `{expression}` could have more than 38 digits");
    Diagnostic::error(Code::OVERFLOW, message)
        .at(Location::value(&expression.pointer))
        .hint("look for a wrong cell, or bound the column with `max` in its contract")
}
