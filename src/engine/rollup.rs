//! Rolls groups up: filter, and aggregate in 128-bit integers.

use super::columns::{Coded, EXCLUDED, MISSING, OTHERS};
use super::grouping::{Amounts, group};
use super::groups::GroupTable;
use super::numbering::{Part, number_tuples};
use super::ranks::MostFirst;
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::{Key, Value};
use crate::plan::{Rollup, RollupKind, RollupMeasure};
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

/// One measure over some rows of a base, and the number of source rows behind it.
pub(super) fn aggregate(
    table: &GroupTable,
    rows: &[u32],
    measure: &RollupMeasure,
) -> (Value, i128) {
    let members = Members::together(rows);
    let value = aggregate_groups(table, &members, measure).get(0);
    let support = count_rows(table, &members.once_a_row(table));
    (value, support[0])
}

/// Rows of a base, each in a group.
#[derive(Clone)]
pub(super) struct Members<'a> {
    rows: Cow<'a, [u32]>,
    /// The group of each row; none where all are in one.
    of: Option<Cow<'a, [u32]>>,
    groups: usize,
}

impl<'a> Members<'a> {
    /// Rows with the group of each.
    pub(super) fn new(rows: &'a [u32], of: &'a [u32], groups: usize) -> Self {
        Self {
            rows: rows.into(),
            of: Some(of.into()),
            groups,
        }
    }

    /// Rows that make one group.
    fn together(rows: &'a [u32]) -> Self {
        Self {
            rows: rows.into(),
            of: None,
            groups: 1,
        }
    }

    /// Calls a function with every row and its group.
    fn each(&self, mut act: impl FnMut(usize, usize)) {
        match &self.of {
            Some(of) => {
                for (row, group) in self.rows.iter().zip(&**of) {
                    act(*row as usize, *group as usize);
                }
            }
            None => {
                for row in &*self.rows {
                    act(*row as usize, 0);
                }
            }
        }
    }

    /// The rows that pass a test.
    fn filter(&self, test: impl Fn(usize) -> bool) -> Members<'static> {
        let (mut rows, mut groups) = (Vec::new(), Vec::new());
        self.each(|row, group| {
            if test(row) {
                rows.push(row as u32);
                if self.of.is_some() {
                    groups.push(group as u32);
                }
            }
        });
        Members {
            rows: rows.into(),
            of: self.of.is_some().then(|| groups.into()),
            groups: self.groups,
        }
    }

    /// Where groups of the base are mentions: one of those that a row has in a group.
    pub(super) fn once_a_row(&self, table: &GroupTable) -> Members<'_> {
        let Some(source_rows) = &table.source_rows else {
            return Members {
                rows: Cow::Borrowed(&self.rows),
                of: self.of.as_deref().map(Cow::Borrowed),
                groups: self.groups,
            };
        };
        let sources: Vec<u32> = self
            .rows
            .iter()
            .map(|row| source_rows[*row as usize])
            .collect();
        let source = Part {
            codes: &sources,
            values: u32::MAX as usize,
        };
        let first = self.distinct(&[source]);
        let at = |list: &[u32]| first.iter().map(|at| list[*at as usize]).collect();
        Members {
            rows: at(&self.rows),
            of: self.of.as_ref().map(|of| at(of)),
            groups: self.groups,
        }
    }

    /// Positions of the first members of each distinct tuple in a group; `parts` has one number a member.
    fn distinct(&self, parts: &[Part<'_>]) -> Vec<u32> {
        let group = self.of.as_ref().map(|of| Part {
            codes: of,
            values: self.groups,
        });
        let parts: Vec<Part<'_>> = group.into_iter().chain(parts.iter().copied()).collect();
        number_tuples(&parts, 0..self.rows.len() as u32).first
    }
}

/// One measure of each group.
pub(super) fn aggregate_groups(
    table: &GroupTable,
    members: &Members<'_>,
    measure: &RollupMeasure,
) -> Amounts {
    let passing = match measure.condition.map(|at| &table.conditions[at]) {
        Some(condition) => &members.filter(|row| condition[row]),
        None => members,
    };
    let passing = passing.once_a_row(table);
    match &measure.kind {
        RollupKind::Count => Amounts::Integers(count_rows(table, &passing)),
        RollupKind::Sum(column) => Amounts::Integers(sums(table, &passing, *column)),
        RollupKind::Mean(sum, count) => {
            let sums = sums(table, &passing, *sum);
            let counts = self::sums(table, &passing, *count);
            let pairs = sums.into_iter().zip(counts);
            let means = pairs.map(|(above, below)| Value::share(above, below));
            Amounts::Values(means.collect())
        }
        RollupKind::Least(column) => extreme(table, &passing, *column, Ordering::Less),
        RollupKind::Greatest(column) => extreme(table, &passing, *column, Ordering::Greater),
        RollupKind::CountDistinct(names) => count_distinct(table, &passing, names),
    }
}

fn sums(table: &GroupTable, members: &Members<'_>, column: usize) -> Vec<i128> {
    let column = &table.aggregates[column];
    let mut sums = vec![0_i128; members.groups];
    members.each(|row, group| sums[group] += column.integer(row));
    sums
}

/// Source rows of each group; each counts once.
pub(super) fn count_rows(table: &GroupTable, members: &Members<'_>) -> Vec<i128> {
    let mut counts = vec![0_i128; members.groups];
    members.each(|row, group| counts[group] += i128::from(table.rows[row]));
    counts
}

fn extreme(table: &GroupTable, members: &Members<'_>, column: usize, wanted: Ordering) -> Amounts {
    let column = &table.aggregates[column];
    let mut best = vec![Value::Null; members.groups];
    members.each(|row, group| {
        let value = column.value(row);
        let known = &mut best[group];
        if value != Value::Null && (*known == Value::Null || value.compare(known) == wanted) {
            *known = value;
        }
    });
    Amounts::Values(best)
}

/// Distinct tuples of each group; as in SQL, a tuple with a missing part is not counted.
fn count_distinct(table: &GroupTable, members: &Members<'_>, names: &[String]) -> Amounts {
    let columns: Vec<&Coded> = names.iter().map(|name| &table.keys[name]).collect();
    let whole = members.filter(|row| {
        let mut codes = columns.iter().map(|column| column.codes[row]);
        codes.all(|code| code != MISSING && code != EXCLUDED)
    });
    let taken: Vec<Coded> = columns
        .iter()
        .map(|column| column.take(&whole.rows))
        .collect();
    let parts: Vec<Part<'_>> = taken.iter().map(Coded::part).collect();
    let mut counts = vec![0_i128; whole.groups];
    for at in whole.distinct(&parts) {
        let group = whole.of.as_ref().map_or(0, |of| of[at as usize]);
        counts[group as usize] += 1;
    }
    Amounts::Integers(counts)
}

/// The key of a number.
pub(super) fn key(column: &Coded, code: u32) -> Key {
    match code {
        MISSING | EXCLUDED => Key::Missing,
        OTHERS => Key::Others,
        code => Key::Code(column.shared_text(code)),
    }
}

/// The n values of a dimension with most of the first measure; ties by code.
pub(super) fn top_codes(
    table: &GroupTable,
    rollup: &Rollup,
    n: usize,
) -> Result<BTreeSet<Arc<str>>, Vec<Diagnostic>> {
    let rows = selected(table, rollup, &Scope::default(), &rollup.by);
    let groups = group(table, &rows, &rollup.by, &rollup.measures).groups;
    let column = &table.keys[&rollup.by[0]];
    let first = MostFirst::new(&[column], &groups, 0).first(n.max(1), 0);
    if first.is_empty() {
        return Err(vec![Diagnostic::error(
            Code::EMPTY_BREAKDOWN,
            format!(
                "the scope is empty: no row has a value of `{}`",
                rollup.by[0]
            ),
        )]);
    }
    let texts = first
        .into_iter()
        .filter_map(|at| column.text(groups.codes(at)[0]));
    Ok(texts.take(n).map(Arc::from).collect())
}
