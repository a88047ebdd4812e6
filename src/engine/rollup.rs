//! Rolls groups up: filter, group by some dimensions, aggregate in 128-bit integers.

use super::columns::{Coded, EXCLUDED, MISSING, OTHERS};
use super::groups::GroupTable;
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::{Key, Value};
use crate::plan::{Rollup, RollupKind, RollupMeasure};
use crate::text::Ratio;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The codes of the scope's dimension.
pub(super) type ScopeCodes = Arc<BTreeSet<Arc<str>>>;

/// Numbers of the values of a group, one a dimension.
pub(super) type Codes = Vec<u32>;

/// A group with its aggregates.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// Numbers of its key.
    pub(super) codes: Codes,
    /// One value a measure.
    pub(super) values: Vec<Value>,
    /// Source rows behind it.
    pub(super) support: i128,
}

/// The rows of a base that pass condition and scope and are not left out by a dimension.
pub(super) fn selected(
    table: &GroupTable,
    rollup: &Rollup,
    scope: Option<(&str, &ScopeCodes)>,
    dimensions: &[String],
) -> Vec<usize> {
    let condition = rollup.condition.map(|at| &table.conditions[at]);
    let in_scope: Option<Vec<bool>> = scope.filter(|_| rollup.in_scope).map(|(by, codes)| {
        let column = &table.keys[by];
        let kept: Vec<bool> = column.values.iter().map(|v| codes.contains(v)).collect();
        column
            .codes
            .iter()
            .map(|code| kept.get(*code as usize).copied().unwrap_or(false))
            .collect()
    });
    let columns: Vec<&Coded> = dimensions.iter().map(|name| &table.keys[name]).collect();
    (0..table.rows.len())
        .filter(|row| {
            condition.is_none_or(|c| c[*row])
                && in_scope.as_ref().is_none_or(|s| s[*row])
                && columns.iter().all(|column| column.codes[*row] != EXCLUDED)
        })
        .collect()
}

/// Groups rows by their codes, as `recode` sees them, and aggregates.
pub(super) fn group(
    table: &GroupTable,
    rows: &[usize],
    dimensions: &[String],
    measures: &[RollupMeasure],
    recode: &dyn Fn(&mut Codes) -> bool,
) -> Vec<Group> {
    let columns: Vec<&Coded> = dimensions.iter().map(|name| &table.keys[name]).collect();
    let mut numbers: BTreeMap<Codes, usize> = BTreeMap::new();
    let mut members: Vec<Vec<usize>> = Vec::new();
    let mut codes: Codes = Vec::with_capacity(columns.len());
    for row in rows {
        codes.clear();
        codes.extend(columns.iter().map(|column| column.codes[*row]));
        if !recode(&mut codes) {
            continue;
        }
        match numbers.get(&codes) {
            Some(at) => members[*at].push(*row),
            None => {
                numbers.insert(codes.clone(), members.len());
                members.push(vec![*row]);
            }
        }
    }
    numbers
        .into_iter()
        .map(|(codes, at)| Group {
            codes,
            values: measures
                .iter()
                .map(|measure| aggregate(table, &members[at], measure))
                .collect(),
            support: members[at].iter().map(|row| i128::from(table.rows[*row])).sum(),
        })
        .collect()
}

/// One measure over some rows of a base.
pub(super) fn aggregate(table: &GroupTable, rows: &[usize], measure: &RollupMeasure) -> Value {
    let condition = measure.condition.map(|at| &table.conditions[at]);
    let passing = rows
        .iter()
        .copied()
        .filter(|row| condition.is_none_or(|c| c[*row]));
    match &measure.kind {
        RollupKind::Count => Value::Integer(passing.map(|row| i128::from(table.rows[row])).sum()),
        RollupKind::Sum(column) => {
            let column = &table.aggregates[*column];
            Value::Integer(passing.map(|row| column.integer(row)).sum())
        }
        RollupKind::Mean(sum, count) => {
            let (mut above, mut below) = (0, 0);
            for row in passing {
                above += table.aggregates[*sum].integer(row);
                below += table.aggregates[*count].integer(row);
            }
            if below == 0 {
                Value::Null
            } else {
                Value::Ratio(Ratio {
                    numerator: above,
                    denominator: below,
                })
            }
        }
        RollupKind::Least(column) => passing
            .map(|row| table.aggregates[*column].value(row))
            .filter(|value| *value != Value::Null)
            .min_by(Value::compare)
            .unwrap_or(Value::Null),
        RollupKind::Greatest(column) => passing
            .map(|row| table.aggregates[*column].value(row))
            .filter(|value| *value != Value::Null)
            .max_by(Value::compare)
            .unwrap_or(Value::Null),
        RollupKind::CountDistinct(names) => {
            let columns: Vec<&Coded> = names.iter().map(|name| &table.keys[name]).collect();
            let mut tuples: BTreeSet<Codes> = BTreeSet::new();
            for row in passing {
                let tuple: Codes = columns.iter().map(|column| column.codes[row]).collect();
                // As in SQL, a tuple with a missing part is not counted.
                if !tuple.iter().any(|code| *code == MISSING || *code == EXCLUDED) {
                    tuples.insert(tuple);
                }
            }
            Value::Integer(tuples.len() as i128)
        }
    }
}

/// The key of a number.
pub(super) fn key(column: &Coded, code: u32) -> Key {
    match code {
        MISSING | EXCLUDED => Key::Missing,
        OTHERS => Key::Others,
        code => Key::Code(column.values[code as usize].clone()),
    }
}

/// The n values of a dimension with most of the first measure; ties by code.
pub(super) fn top_codes(
    table: &GroupTable,
    rollup: &Rollup,
    n: usize,
) -> Result<BTreeSet<Arc<str>>, Vec<Diagnostic>> {
    let rows = selected(table, rollup, None, &rollup.by);
    let groups = group(table, &rows, &rollup.by, &rollup.measures, &|_| true);
    let column = &table.keys[&rollup.by[0]];
    let mut values: Vec<(Value, Arc<str>)> = groups
        .into_iter()
        .filter_map(|mut group| match key(column, group.codes[0]) {
            Key::Code(code) => Some((group.values.swap_remove(0), code)),
            Key::Missing | Key::Others => None,
        })
        .collect();
    if values.is_empty() {
        return Err(vec![Diagnostic::error(
            Code::EMPTY_BREAKDOWN,
            format!("the scope is empty: no row has a value of `{}`", rollup.by[0]),
        )]);
    }
    values.sort_by(|a, b| b.0.compare(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(values.into_iter().take(n).map(|(_, code)| code).collect())
}
