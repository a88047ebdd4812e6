//! Expressions over the groups of a base, each evaluated once for every distinct combination of
//! what it reads.

use super::columns::Coded;
use super::groups::GroupTable;
use super::numbering::{Part, number_tuples};
use super::refused;
use super::rows::mentions;
use crate::diagnostic::Diagnostic;
use crate::plan::Base;
use crate::report::Report;
use crate::sql::Type;
use indexmap::IndexMap;
use polars::prelude::*;
use polars::sql::sql_expr;
use std::sync::Arc;

/// The value of an expression for each combination, and the combination of each group.
pub(super) struct Evaluated {
    /// One row a combination.
    pub(super) values: Column,
    /// The combination of each group.
    pub(super) combination: Arc<Vec<u32>>,
}

/// Evaluates expressions; those that read the same names go to the engine together.
pub(super) fn evaluate(
    report: &Report,
    source: usize,
    table: &GroupTable,
    expressions: &[&str],
) -> Result<Vec<Evaluated>, Diagnostic> {
    let mut by_names: IndexMap<Vec<&str>, Vec<usize>> = IndexMap::new();
    for (at, sql) in expressions.iter().enumerate() {
        let names = table
            .keys
            .keys()
            .chain(table.atoms.keys())
            .map(String::as_str)
            .filter(|name| mentions(sql, name))
            .collect();
        by_names.entry(names).or_default().push(at);
    }
    let mut found: Vec<Option<Evaluated>> = expressions.iter().map(|_| None).collect();
    for (names, members) in by_names {
        let truths: Vec<(&str, Vec<u32>)> = names
            .iter()
            .filter_map(|name| Some((*name, table.atoms.get(*name)?)))
            .map(|(name, truth)| (name, truth.iter().map(|t| truth_code(*t)).collect()))
            .collect();
        let keys: Vec<(&str, &Coded)> = names
            .iter()
            .filter_map(|name| Some((*name, table.keys.get(*name)?)))
            .collect();
        let parts: Vec<Part<'_>> = keys
            .iter()
            .map(|(_, coded)| coded.part())
            .chain(truths.iter().map(|(_, codes)| Part { codes, values: 3 }))
            .collect();
        let numbering = number_tuples(&parts, 0..table.rows.len() as u32);
        let frame = combinations(report, source, &keys, table, &truths, &numbering.first)
            .map_err(|error| refused("expressions", &error))?;
        let combination = Arc::new(numbering.codes);
        let mut selected = Vec::new();
        for at in &members {
            let sql = expressions[*at];
            let expression = sql_expr(sql).map_err(|error| refused(sql, &error))?;
            selected.push(expression.alias(at.to_string()));
        }
        let height = frame.height();
        let results = frame
            .lazy()
            .select(selected)
            .collect()
            .map_err(|error| refused(expressions[members[0]], &error))?;
        for at in members {
            let values = results
                .column(&at.to_string())
                .map_err(|error| refused(expressions[at], &error))?;
            let values = if values.len() == height {
                values.clone()
            } else {
                values.new_from_index(0, height)
            };
            found[at] = Some(Evaluated {
                values,
                combination: combination.clone(),
            });
        }
    }
    Ok(found.into_iter().flatten().collect())
}

fn truth_code(truth: Option<bool>) -> u32 {
    truth.map_or(0, |truth| 1 + u32::from(truth))
}

/// One row for each combination of keys and atoms.
fn combinations(
    report: &Report,
    source: usize,
    keys: &[(&str, &Coded)],
    table: &GroupTable,
    truths: &[(&str, Vec<u32>)],
    first: &[u32],
) -> PolarsResult<DataFrame> {
    let mut columns = Vec::new();
    for (name, coded) in keys {
        let kind = match report.dimensions.get(*name) {
            Some(dimension) => dimension.value_type,
            None => report.sources[source]
                .columns
                .get(*name)
                .map_or(Type::Text, |column| column.kind),
        };
        columns.push(coded.take(first).to_column(name, kind)?);
    }
    for (name, _) in truths {
        let truth = &table.atoms[*name];
        let column: BooleanChunked = first.iter().map(|row| truth[*row as usize]).collect();
        columns.push(column.with_name((*name).into()).into_series().into_column());
    }
    if columns.is_empty() {
        columns.push(Column::new("nothing".into(), vec![0; first.len()]));
    }
    DataFrame::new(first.len(), columns)
}

/// Evaluates the base's conditions on its groups.
pub(super) fn conditions(
    report: &Report,
    base: &Base,
    table: &mut GroupTable,
) -> Result<(), Diagnostic> {
    let is_true = |truth: Option<bool>| truth == Some(true);
    // Most conditions are a single atom.
    let single = |sql: &str| {
        let name = sql.trim_matches('"');
        table
            .atoms
            .get(name)
            .filter(|_| sql.len() == name.len() + 2)
    };
    let others: Vec<&str> = base
        .conditions
        .iter()
        .map(String::as_str)
        .filter(|sql| single(sql).is_none())
        .collect();
    let mut found = evaluate(report, base.source, table, &others)?.into_iter();
    let mut results: Vec<Vec<bool>> = Vec::new();
    for sql in &base.conditions {
        if let Some(truth) = single(sql) {
            results.push(truth.iter().map(|truth| is_true(*truth)).collect());
        } else if let Some(evaluated) = found.next() {
            let truth = evaluated
                .values
                .bool()
                .map_err(|error| refused(sql, &error))?;
            let truth: Vec<bool> = truth.iter().map(is_true).collect();
            let rows = evaluated.combination.iter();
            results.push(rows.map(|at| truth[*at as usize]).collect());
        }
    }
    table.conditions = results;
    Ok(())
}
