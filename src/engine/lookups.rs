//! Dimensions that follow from the key of a group: looked up per distinct key, not per row.

use super::columns::{Coded, EXCLUDED, MISSING, Mapped};
use super::conditions::evaluate;
use super::groups::GroupTable;
use super::refused;
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::{Results, UnmatchedReport, Value};
use crate::plan::{Base, BaseAggregateKind};
use crate::report::{Dimension, DimensionKind, Report, UnmatchedKeys};
use indexmap::IndexMap;
use std::sync::Arc;

/// Keys that a message shows.
const SHOWN: usize = 5;

/// Adds the derived dimensions of a base to its groups.
pub(super) fn derive(
    report: &Report,
    base: &Base,
    table: &mut GroupTable,
    results: &mut Results,
) -> Result<(), Vec<Diagnostic>> {
    for name in &base.derived {
        let dimension = &report.dimensions[name];
        let coded = match &dimension.kind {
            DimensionKind::Column(column) => key_column(&table.keys, column)
                .map_err(|d| vec![d])?
                .clone(),
            DimensionKind::Lookup { .. } => {
                look_up(report, base, dimension, table, results).map_err(|d| vec![d])?
            }
            DimensionKind::Sql(expression) => {
                let sql = expression.sql();
                let evaluated = evaluate(report, base.source, table, &[&sql])
                    .map_err(|d| vec![d])?
                    .swap_remove(0);
                let values = Coded::from_column(&evaluated.values)
                    .map_err(|error| vec![refused(name, &error)])?;
                values.take(&evaluated.combination)
            }
            DimensionKind::Bucket { .. } | DimensionKind::Explode { .. } => continue,
        };
        table.keys.insert(name.clone(), coded);
    }
    Ok(())
}

/// Keys by name, for derived dimensions.
fn key_column<'a>(keys: &'a IndexMap<String, Coded>, name: &str) -> Result<&'a Coded, Diagnostic> {
    keys.get(name)
        .ok_or_else(|| refused("the plan", &format!("`{name}` is not in the base")))
}

fn look_up(
    report: &Report,
    base: &Base,
    dimension: &Dimension,
    table: &GroupTable,
    results: &mut Results,
) -> Result<Coded, Diagnostic> {
    let DimensionKind::Lookup {
        lookup,
        attribute,
        key,
        unmatched,
    } = &dimension.kind
    else {
        return Ok(Coded::default());
    };
    let rows = &report.lookups[lookup];
    let keys = key_column(&table.keys, key)?;
    note_unmatched(report, base, dimension, table, keys, results)?;
    let mut coded = keys.map(MISSING, |value| match rows.rows.get(value) {
        Some(row) => match &row[*attribute] {
            Some(text) => Mapped::Value(Arc::from(text.as_str())),
            None => Mapped::Missing,
        },
        None => match unmatched {
            UnmatchedKeys::Keep => Mapped::Value(Arc::from(value)),
            UnmatchedKeys::Exclude => Mapped::Excluded,
            UnmatchedKeys::Code(code) => Mapped::Value(Arc::from(code.as_str())),
            UnmatchedKeys::Warn | UnmatchedKeys::Error => Mapped::Missing,
        },
    });
    // A null key is unmatched too.
    let for_null = match unmatched {
        UnmatchedKeys::Exclude => EXCLUDED,
        UnmatchedKeys::Code(code) => coded.number(code),
        _ => MISSING,
    };
    for (code, key) in coded.codes.iter_mut().zip(&keys.codes) {
        if *key == MISSING {
            *code = for_null;
        }
    }
    Ok(coded)
}

/// Reports keys without a row: how many, which, and what share of the measure they carry.
fn note_unmatched(
    report: &Report,
    base: &Base,
    dimension: &Dimension,
    table: &GroupTable,
    keys: &Coded,
    results: &mut Results,
) -> Result<(), Diagnostic> {
    let DimensionKind::Lookup {
        lookup, unmatched, ..
    } = &dimension.kind
    else {
        return Ok(());
    };
    if results
        .unmatched
        .iter()
        .any(|known| known.dimension == dimension.name)
    {
        return Ok(());
    }
    let rows = &report.lookups[lookup].rows;
    let is_unmatched: Vec<bool> = keys
        .values()
        .iter()
        .map(|value| !rows.contains_key(&**value))
        .collect();
    let sum = base
        .aggregates
        .iter()
        .position(|aggregate| aggregate.kind == BaseAggregateKind::Sum);
    let (mut count, mut above, mut below) = (0_i128, 0_i128, 0_i128);
    let mut by_key = vec![0_i128; keys.count()];
    for (row, code) in keys.codes.iter().enumerate() {
        let amount = sum.map_or(0, |at| table.aggregates[at].integer(row));
        below += amount;
        let unmatched = is_unmatched.get(*code as usize).copied();
        if unmatched.unwrap_or(*code == MISSING) {
            above += amount;
            count += i128::from(table.rows[row]);
            if let Some(known) = by_key.get_mut(*code as usize) {
                *known += i128::from(table.rows[row]);
            }
        }
    }
    if count == 0 {
        return Ok(());
    }
    let mut names: Vec<(i128, &Arc<str>)> = by_key
        .iter()
        .zip(keys.values())
        .zip(&is_unmatched)
        .filter(|((rows, _), unmatched)| **unmatched && **rows > 0)
        .map(|((rows, name), _)| (*rows, name))
        .collect();
    names.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let found = UnmatchedReport {
        dimension: dimension.name.clone(),
        lookup: lookup.clone(),
        keys: names.len(),
        examples: names
            .iter()
            .take(SHOWN)
            .map(|(_, n)| n.to_string())
            .collect(),
        rows: count,
        share: Value::share(above, below),
        measure: sum.map_or_else(String::new, |at| {
            format!("sum({})", base.aggregates[at].sql.replace('"', ""))
        }),
    };
    let strict = *unmatched == UnmatchedKeys::Error;
    if strict || *unmatched == UnmatchedKeys::Warn && found.keys > 0 {
        let diagnostic = message(&found, strict).of(&dimension.pointer);
        if strict {
            return Err(diagnostic);
        }
        results.problems.push(diagnostic);
    }
    results.unmatched.push(found);
    Ok(())
}

fn message(found: &UnmatchedReport, strict: bool) -> Diagnostic {
    let share = found
        .share
        .number()
        .map(|share| crate::text::number::percent(share, 2, crate::text::Locale::En))
        .map_or_else(String::new, |share| {
            format!(", {share} of {}", found.measure)
        });
    let text = format!(
        "dimension `{}`: {} not in lookup `{}` ({}{share})",
        found.dimension,
        super::counted(found.keys as i128, "key is", "keys are"),
        found.lookup,
        super::counted(found.rows, "row", "rows")
    );
    let diagnostic = if strict {
        Diagnostic::error(Code::UNMATCHED, text)
    } else {
        Diagnostic::warning(Code::UNMATCHED, text)
    };
    diagnostic
        .hint(format!("first keys: {}", found.examples.join(", ")))
        .hint("add them to the lookup, or say what is meant with `unmatched: keep`, `exclude` or `{code: …}`")
}
