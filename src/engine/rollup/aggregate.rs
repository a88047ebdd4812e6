//! Measures of groups, in 128-bit integers.

use super::amounts::Amounts;
use super::coded::Coded;
use super::codes::{EXCLUDED, MISSING, OTHERS};
use super::groups::{AggregateColumn, GroupTable};
use super::members::Members;
use crate::diagnostic::Diagnostic;
use crate::plan::{RollupAggregate, RollupKind, RollupMeasure};
use crate::results::{Key, Value};
use crate::sql::{Expression, Failure, Sum};
use std::cmp::Ordering;

/// The number of source rows behind some rows of a base.
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
    let reported = |failure| measure.expression.failed(failure);
    let part = |part| part_of_groups(table, members, part).map_err(reported);
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
    // Distinct values are counted over all the mentions of a row.
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

/// The contributions to a sum or count over ordered members: every row of the source, or every
/// distinct tuple, at its first occurrence in its group. Returns positions of members with amounts.
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

/// The number of distinct tuples in each group.
fn count_distinct(table: &GroupTable, members: &Members<'_>, names: &[String]) -> Vec<i128> {
    let whole = members.filter(|row| is_whole(table, names, row));
    let mut counts = vec![0_i128; whole.groups()];
    for at in whole.distinct_tuples(table, names) {
        counts[whole.group(at)] += 1;
    }
    counts
}

/// As in SQL, a tuple with a missing part is not counted.
pub(super) fn is_whole(table: &GroupTable, names: &[String], row: usize) -> bool {
    names.iter().all(|name| {
        let code = table.keys[name].codes[row];
        code != MISSING && code != EXCLUDED && code != OTHERS
    })
}

/// The key behind a code.
pub(super) fn key(column: &Coded, code: u32) -> Key {
    match code {
        MISSING | EXCLUDED => Key::Missing,
        OTHERS => Key::Others,
        code => Key::Code(column.shared_text(code)),
    }
}
