//! What lookups and columns know of some rows. In: groups with their keys. Out: rows and amounts by how they stand
//! to a lookup, and by key. A row of the source counts once, whichever list its keys come from.

use super::aggregate::{aggregate, rows_behind};
use super::coded::Coded;
use super::codes::EXCLUDED;
use super::groups::{AggregateColumn, GroupTable};
use super::scope::{Scope, selected};
use crate::diagnostic::Diagnostic;
use crate::plan::{
    CoverageStep, CoveredRows, LookupIndex, Plan, Rollup, RollupKind, RollupMeasure,
};
use crate::report::{Coverage as Asked, Covered};
use crate::results::{Coverage, KeyWeight, SourceTotal, Standing, Value, Weight};
use rustc_hash::FxHashSet;
use std::cmp::Reverse;

/// How the rows of some groups stand to a lookup.
pub(super) struct Counted {
    /// By standing.
    pub(super) weights: [Weight; 4],
    /// By code of the key.
    pub(super) by_key: Vec<Weight>,
}

/// Counts groups by how their keys stand to a lookup, of which `standings` has one for each value of `keys`.
pub(super) fn counted(
    (table, rows): (&GroupTable, &[u32]),
    keys: &Coded,
    standings: &[Standing],
    amount: impl Fn(usize) -> i128,
) -> Counted {
    let mut found = Counted {
        weights: [Weight::default(); 4],
        by_key: vec![Weight::default(); keys.count()],
    };
    let standing = |row: u32| match keys.codes[row as usize] {
        // Who leaves rows out says so elsewhere.
        EXCLUDED => Standing::Known,
        code => standings
            .get(code as usize)
            .copied()
            .unwrap_or(Standing::Empty),
    };
    // The mentions of a row follow each other.
    let is_of_one_row = |one: &u32, other: &u32| {
        let sources = table.source_rows.as_ref();
        sources.is_some_and(|rows| rows[*one as usize] == rows[*other as usize])
    };
    for mentions in rows.chunk_by(is_of_one_row) {
        let first = mentions[0] as usize;
        let weight = Weight {
            rows: i128::from(table.rows[first]),
            amount: amount(first),
        };
        let worst = mentions.iter().map(|row| standing(*row)).max();
        found.weights[worst.unwrap_or(Standing::Empty) as usize].add(weight);
        for (at, row) in mentions.iter().enumerate() {
            let code = keys.codes[*row as usize];
            let is_repeated = |earlier: &u32| keys.codes[*earlier as usize] == code;
            if let Some(known) = found.by_key.get_mut(code as usize)
                && !mentions[..at].iter().any(is_repeated)
            {
                known.add(weight);
            }
        }
    }
    found
}

/// The keys of one standing that rows have, the heaviest first: by amount, by rows, then by name.
pub(super) fn heaviest(
    keys: &Coded,
    standings: &[Standing],
    by_key: &[Weight],
    wanted: Standing,
) -> Vec<KeyWeight> {
    let codes = (0..).zip(standings).zip(by_key);
    let found = codes.filter(|((_, standing), weight)| **standing == wanted && weight.rows > 0);
    let mut found: Vec<KeyWeight> = found
        .map(|((code, _), weight)| KeyWeight {
            key: keys.shared_text(code),
            weight: *weight,
        })
        .collect();
    found.sort_unstable_by(|one, other| {
        let order = |it: &KeyWeight| Reverse((it.weight.amount, it.weight.rows));
        order(one)
            .cmp(&order(other))
            .then_with(|| one.key.cmp(&other.key))
    });
    found
}

/// What a lookup or a column knows.
///
/// # Errors
/// A measure without an exact value.
pub(super) fn coverage(
    plan: &Plan,
    step: &CoverageStep,
    tables: &[GroupTable],
    scope: &Scope,
) -> Result<Coverage, Diagnostic> {
    let name = step.definition.name.clone();
    match &step.rows {
        CoveredRows::Lookup { lookup, rollup } => {
            let Covered::Lookup { attribute, key, .. } = &step.definition.of else {
                return Ok(nothing(name));
            };
            let table = &tables[rollup.base];
            let rows = selected(table, rollup, scope);
            Ok(of_lookup(
                &step.definition,
                plan,
                (*lookup, *attribute),
                (table, &rows, &table.keys[key]),
                &rollup.measures[0],
            ))
        }
        CoveredRows::Column { known, all } => {
            let weight = |rollup: &Rollup| {
                let table = &tables[rollup.base];
                let rows = selected(table, rollup, scope);
                let (amount, _) = aggregate(table, &rows, &rollup.measures[0])?;
                let weight = Weight {
                    rows: rows_behind(table, &rows),
                    amount: amount.units(),
                };
                Ok((weight, scale(&amount)))
            };
            let (known, scale) = weight(known)?;
            let (all, _) = weight(all)?;
            let mut found = nothing(name);
            found.scale = scale;
            found.weights[Standing::Known as usize] = known;
            found.weights[Standing::Empty as usize] = Weight {
                rows: all.rows - known.rows,
                amount: all.amount - known.amount,
            };
            Ok(found)
        }
    }
}

fn nothing(name: String) -> Coverage {
    Coverage {
        name,
        weights: [Weight::default(); 4],
        scale: None,
        unknown: Vec::new(),
        blank: Vec::new(),
        unused: Vec::new(),
    }
}

fn scale(value: &Value) -> Option<u8> {
    match value {
        Value::Decimal(decimal) => Some(decimal.scale),
        _ => None,
    }
}

fn of_lookup(
    asked: &Asked,
    plan: &Plan,
    (lookup, attribute): (LookupIndex, usize),
    (table, rows, keys): (&GroupTable, &[u32], &Coded),
    measure: &RollupMeasure,
) -> Coverage {
    let lookup = &plan[lookup];
    let standings: Vec<Standing> = keys
        .distinct()
        .map(|key| match lookup.rows.get(key) {
            None => Standing::Unknown,
            Some(row) => match &row[attribute] {
                Some(value) if !asked.blank.contains(value) => Standing::Known,
                _ => Standing::Blank,
            },
        })
        .collect();
    let found = counted((table, rows), keys, &standings, amounts(table, measure));
    let used = (0..).zip(&found.by_key).filter(|(_, it)| it.rows > 0);
    let used: FxHashSet<&str> = used.filter_map(|(code, _)| keys.text(code)).collect();
    let unused = lookup
        .rows
        .keys()
        .filter(|key| !used.contains(key.as_str()));
    Coverage {
        weights: found.weights,
        scale: match measure.aggregate().map(|part| &part.kind) {
            Some(RollupKind::Sum(column)) => match table.aggregates[*column] {
                AggregateColumn::Decimals(_, scale) => Some(scale),
                _ => None,
            },
            _ => None,
        },
        unknown: heaviest(keys, &standings, &found.by_key, Standing::Unknown),
        blank: heaviest(keys, &standings, &found.by_key, Standing::Blank),
        unused: unused.cloned().collect(),
        ..nothing(asked.name.clone())
    }
}

/// What each group carries of a measure that adds up, in units of its last digit.
fn amounts<'t>(table: &'t GroupTable, measure: &RollupMeasure) -> impl Fn(usize) -> i128 + use<'t> {
    let part = measure.aggregate();
    let condition = part.and_then(|part| part.condition);
    let condition = condition.map(|at| &table.conditions[at]);
    let sum = match part.map(|part| &part.kind) {
        Some(RollupKind::Sum(column)) => Some(&table.aggregates[*column]),
        _ => None,
    };
    move |row| {
        if condition.is_some_and(|condition| !condition[row]) {
            return 0;
        }
        sum.map_or_else(|| i128::from(table.rows[row]), |sum| sum.integer(row))
    }
}

/// The sums and counts of each source.
///
/// # Errors
/// A measure without an exact value.
pub(super) fn totals(
    plan: &Plan,
    tables: &[GroupTable],
    scope: &Scope,
) -> Result<Vec<SourceTotal>, Diagnostic> {
    let totals = plan.totals.iter().map(|step| {
        let table = &tables[step.rollup.base];
        let rows = selected(table, &step.rollup, scope);
        let (value, _) = aggregate(table, &rows, &step.rollup.measures[0])?;
        Ok(SourceTotal {
            source: plan.sources[step.source].name.clone(),
            measure: step.measure.clone(),
            value,
            adds_up: step.adds_up,
        })
    });
    totals.collect()
}
