//! Rolls groups up: filter, group by some dimensions, aggregate in 128-bit integers.

use super::columns::{Coded, EXCLUDED, MISSING, OTHERS};
use super::groups::GroupTable;
use super::numbering::{Part, number_tuples};
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::{Key, Value};
use crate::plan::{Rollup, RollupKind, RollupMeasure};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use smallvec::SmallVec;
use std::borrow::Cow;
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
    pub(super) fn new(by: &str, codes: &BTreeSet<Arc<str>>, tables: &[GroupTable]) -> Self {
        let rows = tables.iter().map(|table| {
            let column = table.keys.get(by)?;
            let kept = column.which(|value| codes.contains(value));
            let of = |code: &u32| kept.get(*code as usize).copied().unwrap_or(false);
            Some(column.codes.iter().map(of).collect())
        });
        Self {
            rows: rows.collect(),
        }
    }

    fn of(&self, base: usize) -> Option<&Vec<bool>> {
        self.rows.get(base)?.as_ref()
    }
}

/// Numbers of the values of a group, one a dimension (and one of an attribute), without an allocation.
pub(super) type Codes = SmallVec<[u32; 4]>;

/// Numbers of keys in the order in which they came; a fast hash is enough, for the keys are ours.
type Numbers<K> = IndexMap<K, u32, FxBuildHasher>;

/// A group with its aggregates.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// Numbers of its key.
    pub(super) codes: Codes,
    /// One value a measure.
    pub(super) values: SmallVec<[Value; 2]>,
    /// Source rows behind it.
    pub(super) support: i128,
    /// One position a measure, from 1, for what is ranked.
    pub(super) ranks: SmallVec<[i128; 2]>,
}

/// The rows of a base that pass condition and scope and are not left out by a dimension.
pub(super) fn selected(
    table: &GroupTable,
    rollup: &Rollup,
    scope: &Scope,
    dimensions: &[String],
) -> Vec<u32> {
    let condition = rollup.condition.map(|at| &table.conditions[at]);
    let in_scope = if rollup.in_scope {
        scope.of(rollup.base)
    } else {
        None
    };
    let columns: Vec<&Coded> = dimensions.iter().map(|name| &table.keys[name]).collect();
    (0..table.rows.len() as u32)
        .filter(|row| {
            let row = *row as usize;
            condition.is_none_or(|c| c[row])
                && in_scope.is_none_or(|s| s[row])
                && columns.iter().all(|column| column.codes[row] != EXCLUDED)
        })
        .collect()
}

/// Groups rows by their codes, as `recode` sees them, and aggregates; sorted by codes.
pub(super) fn group(
    table: &GroupTable,
    rows: &[u32],
    dimensions: &[String],
    measures: &[RollupMeasure],
    recode: &dyn Fn(&mut Codes) -> bool,
) -> Vec<Group> {
    let columns: Vec<&Coded> = dimensions.iter().map(|name| &table.keys[name]).collect();
    let parts: Vec<Part<'_>> = columns.iter().map(|column| column.part()).collect();
    let fine = number_tuples(&parts, rows.iter().copied());
    // The fine groups are far fewer than the rows, so folding is decided per group.
    let mut numbers: Numbers<Codes> = Numbers::default();
    let recoded: Vec<Option<u32>> = fine
        .first
        .iter()
        .map(|row| {
            let mut codes: Codes = columns
                .iter()
                .map(|column| column.codes[*row as usize])
                .collect();
            recode(&mut codes).then(|| {
                let next = numbers.len() as u32;
                *numbers.entry(codes).or_insert(next)
            })
        })
        .collect();
    let members: Vec<(u32, u32)> = rows
        .iter()
        .zip(fine.codes)
        .filter_map(|(row, fine)| Some((*row, recoded[fine as usize]?)))
        .collect();
    let count = numbers.len();
    let support = count_rows(table, &once_a_row(table, (&members).into(), count), count);
    let mut columns: Vec<Vec<Value>> = measures
        .iter()
        .map(|measure| aggregate_groups(table, &members, count, measure))
        .collect();
    let mut groups: Vec<Group> = numbers
        .into_iter()
        .map(|(codes, at)| Group {
            codes,
            values: columns
                .iter_mut()
                .map(|column| std::mem::replace(&mut column[at as usize], Value::Null))
                .collect(),
            support: support[at as usize],
            ranks: SmallVec::new(),
        })
        .collect();
    groups.sort_unstable_by(|a, b| a.codes.cmp(&b.codes));
    groups
}

/// One measure over some rows of a base, and the number of source rows behind it.
pub(super) fn aggregate(
    table: &GroupTable,
    rows: &[u32],
    measure: &RollupMeasure,
) -> (Value, i128) {
    let members: Vec<(u32, u32)> = rows.iter().map(|row| (*row, 0)).collect();
    let value = aggregate_groups(table, &members, 1, measure).pop();
    let support = count_rows(table, &once_a_row(table, members.into(), 1), 1);
    (value.unwrap_or(Value::Null), support[0])
}

/// One measure of each group; `members` are rows with the number of their group.
fn aggregate_groups(
    table: &GroupTable,
    members: &[(u32, u32)],
    groups: usize,
    measure: &RollupMeasure,
) -> Vec<Value> {
    let condition = measure.condition.map(|at| &table.conditions[at]);
    let members = match condition {
        Some(condition) => Cow::Owned(
            members
                .iter()
                .copied()
                .filter(|(row, _)| condition[*row as usize])
                .collect(),
        ),
        None => Cow::Borrowed(members),
    };
    let passing = once_a_row(table, members, groups);
    match &measure.kind {
        RollupKind::Count => count_rows(table, &passing, groups)
            .into_iter()
            .map(Value::Integer)
            .collect(),
        RollupKind::Sum(column) => {
            let column = &table.aggregates[*column];
            let mut sums = vec![0_i128; groups];
            for (row, group) in passing.iter() {
                sums[*group as usize] += column.integer(*row as usize);
            }
            sums.into_iter().map(Value::Integer).collect()
        }
        RollupKind::Mean(sum, count) => {
            let mut sums = vec![(0_i128, 0_i128); groups];
            for (row, group) in passing.iter() {
                let entry = &mut sums[*group as usize];
                entry.0 += table.aggregates[*sum].integer(*row as usize);
                entry.1 += table.aggregates[*count].integer(*row as usize);
            }
            sums.into_iter()
                .map(|(above, below)| Value::share(above, below))
                .collect()
        }
        RollupKind::Least(column) => extreme(table, &passing, groups, *column, Ordering::Less),
        RollupKind::Greatest(column) => {
            extreme(table, &passing, groups, *column, Ordering::Greater)
        }
        RollupKind::CountDistinct(names) => count_distinct(table, &passing, groups, names),
    }
}

/// Source rows of each group.
fn count_rows(table: &GroupTable, members: &[(u32, u32)], groups: usize) -> Vec<i128> {
    let mut counts = vec![0_i128; groups];
    for (row, group) in members {
        counts[*group as usize] += i128::from(table.rows[*row as usize]);
    }
    counts
}

/// Where groups are mentions: one of those that a row has in a group.
fn once_a_row<'a>(
    table: &GroupTable,
    members: Cow<'a, [(u32, u32)]>,
    groups: usize,
) -> Cow<'a, [(u32, u32)]> {
    let Some(source_rows) = &table.source_rows else {
        return members;
    };
    let of: Vec<u32> = members.iter().map(|(_, group)| *group).collect();
    let rows: Vec<u32> = members
        .iter()
        .map(|(row, _)| source_rows[*row as usize])
        .collect();
    let parts = [
        Part {
            codes: &of,
            values: groups,
        },
        Part {
            codes: &rows,
            values: u32::MAX as usize,
        },
    ];
    number_tuples(&parts, 0..members.len() as u32)
        .first
        .into_iter()
        .map(|at| members[at as usize])
        .collect()
}

fn extreme(
    table: &GroupTable,
    members: &[(u32, u32)],
    groups: usize,
    column: usize,
    wanted: Ordering,
) -> Vec<Value> {
    let mut best = vec![Value::Null; groups];
    for (row, group) in members {
        let value = table.aggregates[column].value(*row as usize);
        let known = &mut best[*group as usize];
        if value != Value::Null && (*known == Value::Null || value.compare(known) == wanted) {
            *known = value;
        }
    }
    best
}

/// Distinct tuples of each group; as in SQL, a tuple with a missing part is not counted.
fn count_distinct(
    table: &GroupTable,
    members: &[(u32, u32)],
    groups: usize,
    names: &[String],
) -> Vec<Value> {
    let columns: Vec<&Coded> = names.iter().map(|name| &table.keys[name]).collect();
    let whole = |row: u32| {
        let mut codes = columns.iter().map(|column| column.codes[row as usize]);
        codes.all(|code| code != MISSING && code != EXCLUDED)
    };
    let (rows, of): (Vec<u32>, Vec<u32>) = members
        .iter()
        .copied()
        .filter(|(row, _)| whole(*row))
        .unzip();
    let mut group_of = vec![0; table.rows.len()];
    for (row, group) in rows.iter().zip(&of) {
        group_of[*row as usize] = *group;
    }
    let group_part = Part {
        codes: &group_of,
        values: groups,
    };
    let parts: Vec<Part<'_>> = std::iter::once(group_part)
        .chain(columns.iter().map(|column| column.part()))
        .collect();
    let mut counts = vec![0_i128; groups];
    for row in number_tuples(&parts, rows.iter().copied()).first {
        counts[group_of[row as usize] as usize] += 1;
    }
    counts.into_iter().map(Value::Integer).collect()
}

/// The key of a number.
pub(super) fn key(column: &Coded, code: u32) -> Key {
    match code {
        MISSING | EXCLUDED => Key::Missing,
        OTHERS => Key::Others,
        code => Key::Code(column.values()[code as usize].clone()),
    }
}

/// The n values of a dimension with most of the first measure; ties by code.
pub(super) fn top_codes(
    table: &GroupTable,
    rollup: &Rollup,
    n: usize,
) -> Result<BTreeSet<Arc<str>>, Vec<Diagnostic>> {
    let rows = selected(table, rollup, &Scope::default(), &rollup.by);
    let groups = group(table, &rows, &rollup.by, &rollup.measures, &|_| true);
    let column = &table.keys[&rollup.by[0]];
    let mut values: Vec<(Value, &str)> = groups
        .into_iter()
        .filter_map(|mut group| {
            let text = column.text(group.codes[0])?;
            Some((group.values.swap_remove(0), text))
        })
        .collect();
    if values.is_empty() {
        return Err(vec![Diagnostic::error(
            Code::EMPTY_BREAKDOWN,
            format!(
                "the scope is empty: no row has a value of `{}`",
                rollup.by[0]
            ),
        )]);
    }
    values.sort_unstable_by(|a, b| b.0.compare(&a.0).then_with(|| a.1.cmp(b.1)));
    let first = values.into_iter().take(n);
    Ok(first.map(|(_, text)| Arc::from(text)).collect())
}
