//! Rolls groups up: filter, and aggregate in 128-bit integers.

use super::coded::Coded;
use super::codes::{EXCLUDED, MISSING, OTHERS};
use super::grouping::{Amounts, group};
use super::groups::{AggregateColumn, GroupTable};
use super::members::Members;
use super::ranks::MostFirst;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::plan::{Rollup, RollupAggregate, RollupKind, RollupMeasure, ScopeStep};
use crate::results::{Key, Value};
use crate::sql::{Expression, Failure, Sum};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The rows of each base that are in the scope.
#[derive(Default)]
pub(super) struct Scope {
    rows: Vec<Option<Vec<bool>>>,
}

impl Scope {
    /// The rows that have one of the scope's values; a base without its dimension is never asked.
    fn new(chosen: &Chosen<'_>, tables: &[GroupTable]) -> Self {
        let rows = tables.iter().map(|table| in_scope(chosen, table));
        Self {
            rows: rows.collect(),
        }
    }

    fn of(&self, base: usize) -> Option<&Vec<bool>> {
        self.rows.get(base)?.as_ref()
    }
}

/// The groups that have one of the scope's values; none where the table does not have its dimension.
pub(super) fn in_scope(chosen: &Chosen<'_>, table: &GroupTable) -> Option<Vec<bool>> {
    let column = table.keys.get(chosen.by)?;
    let kept = column.which(|value| chosen.codes.contains(value));
    let of = |code: &u32| kept.get(*code as usize).copied().unwrap_or(false);
    Some(column.codes.iter().map(of).collect())
}

/// The rows of a base that pass condition and scope, have a value of the list that is grouped by, and
/// are not left out by a dimension that is grouped by.
pub(super) fn selected(table: &GroupTable, rollup: &Rollup, scope: &Scope) -> Vec<u32> {
    let condition = rollup.condition.map(|at| &table.conditions[at]);
    let in_scope = if rollup.in_scope {
        scope.of(rollup.base)
    } else {
        None
    };
    let names = rollup.by.iter().chain(&rollup.excluding);
    let columns: Vec<&Coded> = names.map(|name| &table.keys[name]).collect();
    let is_mentioned = table.mentioned(&rollup.mentioned);
    (0..table.rows.len() as u32)
        .filter(|row| {
            let row = *row as usize;
            condition.is_none_or(|c| c[row])
                && in_scope.is_none_or(|s| s[row])
                && is_mentioned(row)
                && columns.iter().all(|column| column.codes[row] != EXCLUDED)
        })
        .collect()
}

/// How many rows of the source are in some rows of a base.
pub(super) fn rows_behind(table: &GroupTable, rows: &[u32]) -> i128 {
    count_rows(table, &Members::together(rows))
}

/// One measure over some rows of a base, and the number of source rows behind it: those of any of its
/// aggregates.
pub(super) fn aggregate(
    table: &GroupTable,
    rows: &[u32],
    measure: &RollupMeasure,
) -> Result<(Value, i128), Diagnostic> {
    let members = Members::together(rows);
    let value = aggregate_groups(table, &members, measure)?.get(0);
    let passing = members.passing_any(table, &measure.parts);
    Ok((value, count_rows(table, &passing)))
}

/// One measure of each group.
///
/// # Errors
/// A group of which it has no exact value.
pub(super) fn aggregate_groups(
    table: &GroupTable,
    members: &Members<'_>,
    measure: &RollupMeasure,
) -> Result<Amounts, Diagnostic> {
    let told = |failure| measure.expression.failed(failure);
    let part = |part| part_of_groups(table, members, part).map_err(told);
    if let Some(aggregate) = measure.aggregate() {
        return part(aggregate);
    }
    let parts = measure.parts.iter().map(part);
    let parts: Vec<Amounts> = parts.collect::<Result<_, _>>()?;
    computed(&measure.expression, &parts, members.groups())
}

/// What is computed of the aggregates of each group.
fn computed(
    expression: &Expression,
    parts: &[Amounts],
    groups: usize,
) -> Result<Amounts, Diagnostic> {
    let aggregates = expression.node.aggregates();
    let values = (0..groups as u32).map(|group| {
        let value = expression.node.of_aggregates(&|wanted| {
            let at = aggregates.iter().position(|it| std::ptr::eq(*it, wanted));
            Ok(at.map_or(Value::Null, |at| parts[at].get(group)))
        });
        let value = value.and_then(|value| value.of_type(expression.kind));
        value.map_err(|failure| {
            let parts = aggregates.iter().zip(parts);
            let parts = parts.map(|(it, values)| format!("{it} is {}", values.get(group)));
            let parts: Vec<String> = parts.collect();
            expression
                .failed(failure)
                .hint(format!("the first such group: {}", parts.join(", ")))
        })
    });
    Ok(Amounts::Values(values.collect::<Result<_, _>>()?))
}

/// One aggregate of each group.
fn part_of_groups(
    table: &GroupTable,
    members: &Members<'_>,
    part: &RollupAggregate,
) -> Result<Amounts, Failure> {
    let passing = members.passing(table, part);
    // What is distinct is so among all the mentions of a row.
    if let RollupKind::CountDistinct(names) = &part.kind {
        return Ok(Amounts::Integers(count_distinct(table, &passing, names)));
    }
    let once = passing.once_a_row(table);
    Ok(match &part.kind {
        RollupKind::Count | RollupKind::CountDistinct(_) => Amounts::Integers(counts(table, &once)),
        RollupKind::Sum(column) => {
            if let Some(sums) = fractions(table, &once, *column) {
                let sums = sums.iter().map(Sum::value);
                return Ok(Amounts::Values(sums.collect::<Result<_, _>>()?));
            }
            let sums = sums(table, &once, *column)?;
            match table.aggregates[*column] {
                AggregateColumn::Decimals(_, scale) => Amounts::Decimals(sums, scale),
                _ => Amounts::Integers(sums),
            }
        }
        RollupKind::Mean(sum, count) => {
            let counts = sums(table, &once, *count)?.into_iter();
            if let Some(sums) = fractions(table, &once, *sum) {
                let pairs = sums.iter().zip(counts);
                let means = pairs.map(|(sum, count)| sum.mean(count));
                return Ok(Amounts::Values(means.collect::<Result<_, _>>()?));
            }
            let unit = match table.aggregates[*sum] {
                AggregateColumn::Decimals(_, scale) => 10_i128.pow(u32::from(scale)),
                _ => 1,
            };
            let pairs = sums(table, &once, *sum)?.into_iter().zip(counts);
            let means = pairs.map(|(above, below)| Value::share(above, below * unit));
            Amounts::Values(means.collect())
        }
        RollupKind::Quantile(column, quantile) => match &table.aggregates[*column] {
            AggregateColumn::Numbers(numbers) => {
                Amounts::Values(numbers.quantiles(&once, *quantile)?)
            }
            _ => Amounts::Values(vec![Value::Null; once.groups()]),
        },
        RollupKind::Least(column) => extreme(table, &once, *column, Ordering::Less),
        RollupKind::Greatest(column) => extreme(table, &once, *column, Ordering::Greater),
    })
}

/// What a sum or count adds up over members that come in an order: every row of the source, or every
/// distinct tuple, where it comes first in its group. Positions of members with amounts.
pub(super) fn first_amounts(
    table: &GroupTable,
    members: &Members<'_>,
    measure: &RollupAggregate,
) -> Vec<(u32, i128)> {
    let condition = measure.condition.map(|at| &table.conditions[at]);
    let mut positions = Vec::new();
    let mut position = 0;
    members.each(|row, _| {
        if condition.is_none_or(|condition| condition[row]) {
            positions.push(position);
        }
        position += 1;
    });
    let names = match &measure.kind {
        RollupKind::CountDistinct(names) => Some(names),
        _ => None,
    };
    if let Some(names) = names {
        positions.retain(|at| is_whole(table, names, members.row(*at)));
    }
    let passing = members.take(&positions);
    let first = match names {
        Some(names) => passing.distinct_tuples(table, names),
        None => passing.first_of_rows(table),
    };
    let amount = |at: u32| {
        let row = members.row(at);
        match &measure.kind {
            RollupKind::CountDistinct(_) => 1,
            RollupKind::Sum(column) => table.aggregates[*column].integer(row),
            _ => i128::from(table.rows[row]),
        }
    };
    let first = first.into_iter().map(|at| positions[at as usize]);
    first.map(|at| (at, amount(at))).collect()
}

/// Sums of numbers with fractions; none for whole numbers and decimals.
fn fractions(table: &GroupTable, members: &Members<'_>, column: usize) -> Option<Vec<Sum>> {
    let AggregateColumn::Sums(values) = &table.aggregates[column] else {
        return None;
    };
    let mut sums = vec![Sum::default(); members.groups()];
    members.each(|row, group| sums[group].merge(&values[row]));
    Some(sums)
}

fn sums(table: &GroupTable, members: &Members<'_>, column: usize) -> Result<Vec<i128>, Failure> {
    let column = &table.aggregates[column];
    let mut sums = vec![0_i128; members.groups()];
    let mut fits = true;
    members.each(
        |row, group| match sums[group].checked_add(column.integer(row)) {
            Some(sum) => sums[group] = sum,
            None => fits = false,
        },
    );
    fits.then_some(sums).ok_or_else(|| Failure::overflow("sum"))
}

fn counts(table: &GroupTable, members: &Members<'_>) -> Vec<i128> {
    let mut counts = vec![0_i128; members.groups()];
    members.each(|row, group| counts[group] += i128::from(table.rows[row]));
    counts
}

fn count_rows(table: &GroupTable, members: &Members<'_>) -> i128 {
    counts(table, &members.once_a_row(table)).iter().sum()
}

fn extreme(table: &GroupTable, members: &Members<'_>, column: usize, wanted: Ordering) -> Amounts {
    let column = &table.aggregates[column];
    let mut best = vec![Value::Null; members.groups()];
    members.each(|row, group| {
        let value = column.value(row);
        let known = &mut best[group];
        if value != Value::Null && (*known == Value::Null || value.compare(known) == wanted) {
            *known = value;
        }
    });
    Amounts::Values(best)
}

/// Distinct tuples of each group.
fn count_distinct(table: &GroupTable, members: &Members<'_>, names: &[String]) -> Vec<i128> {
    let whole = members.filter(|row| is_whole(table, names, row));
    let mut counts = vec![0_i128; whole.groups()];
    for at in whole.distinct_tuples(table, names) {
        counts[whole.group(at)] += 1;
    }
    counts
}

/// As in SQL, a tuple with a missing part is not counted.
fn is_whole(table: &GroupTable, names: &[String], row: usize) -> bool {
    names.iter().all(|name| {
        let code = table.keys[name].codes[row];
        code != MISSING && code != EXCLUDED
    })
}

/// The key of a number.
pub(super) fn key(column: &Coded, code: u32) -> Key {
    match code {
        MISSING | EXCLUDED => Key::Missing,
        OTHERS => Key::Others,
        code => Key::Code(column.shared_text(code)),
    }
}

/// The rows that the report speaks of: all that pass the condition, or those of the values that it
/// chooses.
pub(super) fn scope(step: &ScopeStep, tables: &[GroupTable]) -> Result<Scope, Vec<Diagnostic>> {
    let chosen = chosen(step, &tables[step.rollup.base])?;
    Ok(chosen.map_or_else(Scope::default, |chosen| Scope::new(&chosen, tables)))
}

/// The values of a dimension that a scope chooses.
pub(super) struct Chosen<'a> {
    by: &'a str,
    codes: BTreeSet<Arc<str>>,
}

/// The n values of its dimension with most of the first measure that a scope chooses, ties by code; none
/// where a condition alone says what is in scope.
pub(super) fn chosen<'a>(
    step: &'a ScopeStep,
    table: &GroupTable,
) -> Result<Option<Chosen<'a>>, Vec<Diagnostic>> {
    let rollup = &step.rollup;
    let rows = selected(table, rollup, &Scope::default());
    let is_empty = |why: &str| {
        let message = format!("the scope is empty: {why}");
        Err(vec![
            Diagnostic::error(Code::EMPTY_BREAKDOWN, message).at(Location::key("/scope")),
        ])
    };
    if rows.is_empty() && rollup.condition.is_some() {
        return is_empty("no row passes its `where`");
    }
    let (Some(n), Some(by)) = (step.n, rollup.by.first()) else {
        return Ok(None);
    };
    let grouped = group(table, &rows, &rollup.by, &rollup.measures).map_err(|d| vec![d])?;
    let groups = grouped.groups;
    let column = &table.keys[by];
    let first = MostFirst::new(&[column], &groups, 0).first(n.max(1), 0);
    if first.is_empty() {
        return is_empty(&format!("no row has a value of `{by}`"));
    }
    let texts = first
        .into_iter()
        .filter_map(|at| column.text(groups.codes(at)[0]));
    let codes = texts.take(n).map(Arc::from).collect();
    Ok(Some(Chosen { by, codes }))
}
