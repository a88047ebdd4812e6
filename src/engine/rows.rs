//! Rows of a source → groups of a base, in Polars: buckets, expressions and atoms per row, one
//! explode, one group-by.

use super::columns::Coded;
use super::groups::{AggregateColumn, GroupTable};
use super::refused;
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::Value;
use crate::plan::{AtomKind, Base, BaseAggregateKind};
use crate::resolve::{DimensionKind, Report};
use crate::sql::Type;
use crate::text::Date;
use indexmap::IndexMap;
use polars::prelude::*;
use polars::sql::sql_expr;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Column that numbers the rows of groups.
const ROWS: &str = "number of rows";
/// Sums of magnitudes up to here cannot overflow 64 bits.
const SAFE_SUM: f64 = 9.2e18;

/// Aggregates a source to a base. `frame` keeps the bucket columns that it gets, for the next base.
pub(super) fn aggregate(
    report: &Report,
    base: &Base,
    frame: &mut DataFrame,
) -> Result<GroupTable, Diagnostic> {
    aggregate_polars(report, base, frame).map_err(|problem| problem.told(report, base))
}

/// What can go wrong with rows: the engine's own error, or one that is told in full.
pub(super) enum Problem {
    Polars(PolarsError),
    Told(Box<Diagnostic>),
}

impl Problem {
    /// As a diagnostic about the source of a base.
    pub(super) fn told(self, report: &Report, base: &Base) -> Diagnostic {
        match self {
            Self::Told(diagnostic) => *diagnostic,
            Self::Polars(error) => {
                let source = &report.sources[base.source].name;
                let told = refused(&format!("source `{source}`"), &error)
                    .of(&format!("/sources/{}", crate::spec::escape(source)));
                if error.to_string().contains("conversion from") {
                    told.hint("`TRY_CAST(… AS …)` gives no value where `CAST` fails")
                } else {
                    told
                }
            }
        }
    }
}

impl From<PolarsError> for Problem {
    fn from(error: PolarsError) -> Self {
        Self::Polars(error)
    }
}

fn aggregate_polars(
    report: &Report,
    base: &Base,
    frame: &mut DataFrame,
) -> Result<GroupTable, Problem> {
    row_dimensions(report, frame)?;
    let mut rows = frame.clone();
    let atom_columns = atoms(report, base, &mut rows)?;
    if !base.explode.is_empty() {
        rows = explode(report, &base.explode, &rows)?;
    }
    let mut values = Vec::new();
    for (at, aggregate) in base.aggregates.iter().enumerate() {
        values.push(sql_expr(&aggregate.sql)?.alias(format!("value {at}")));
    }
    let keys: Vec<Expr> = base
        .keys
        .iter()
        .map(String::as_str)
        .chain(atom_columns.iter().map(String::as_str))
        .map(col)
        .collect();
    let needed: Vec<Expr> = keys.iter().cloned().chain(values).collect();
    let needed = if needed.is_empty() {
        vec![lit(0).alias("nothing")]
    } else {
        needed
    };
    let prepared = rows.clone().lazy().select(needed).collect()?;
    guard_sums(report, base, &prepared)?;
    let grouped = if keys.is_empty() {
        let mut aggregates = aggregate_expressions(base);
        aggregates.push(lit(rows.height() as u64).cast(DataType::Int64).alias(ROWS));
        prepared.lazy().select(aggregates).collect()?
    } else {
        let mut aggregates = aggregate_expressions(base);
        aggregates.push(len().cast(DataType::Int64).alias(ROWS));
        prepared.lazy().group_by(keys).agg(aggregates).collect()?
    };
    table(base, &atom_columns, &grouped).map_err(Problem::from)
}

fn aggregate_expressions(base: &Base) -> Vec<Expr> {
    base.aggregates
        .iter()
        .enumerate()
        .map(|(at, aggregate)| {
            let value = col(format!("value {at}"));
            match aggregate.kind {
                BaseAggregateKind::Sum => value.cast(DataType::Int64).sum(),
                BaseAggregateKind::Count => value.count().cast(DataType::Int64),
                BaseAggregateKind::Least => value.min(),
                BaseAggregateKind::Greatest => value.max(),
            }
        })
        .collect()
}

/// Integer sums of Polars wrap silently: refuse what could pass 64 bits.
fn guard_sums(report: &Report, base: &Base, prepared: &DataFrame) -> Result<(), Problem> {
    for (at, aggregate) in base.aggregates.iter().enumerate() {
        if aggregate.kind != BaseAggregateKind::Sum {
            continue;
        }
        let column = prepared
            .column(&format!("value {at}"))?
            .cast(&DataType::Float64)?;
        let magnitude: f64 = column.f64()?.iter().flatten().map(f64::abs).sum();
        if magnitude >= SAFE_SUM {
            return Err(Problem::Told(Box::new(
                Diagnostic::error(
                    Code::OVERFLOW,
                    format!(
                        "the sum of `{}` could pass 64 bits: its magnitudes add up to {magnitude:.3e}",
                        aggregate.sql.replace('"', "")
                    ),
                )
                .of(&summed_column(report, base, &aggregate.sql))
                .hint("bound the column with `max` in its contract and `on_violation: clear`"),
            )));
        }
    }
    Ok(())
}

/// Where the contract of a summed column stands; that of the source for any other expression.
fn summed_column(report: &Report, base: &Base, sql: &str) -> String {
    let source = &report.sources[base.source];
    source
        .columns
        .iter()
        .find(|(name, _)| format!("\"{name}\"") == sql)
        .map_or_else(
            || format!("/sources/{}", crate::spec::escape(&source.name)),
            |(_, column)| column.pointer.clone(),
        )
}

/// Adds buckets and row expressions to the frame, once for all bases.
fn row_dimensions(report: &Report, frame: &mut DataFrame) -> Result<(), Problem> {
    for (name, dimension) in &report.dimensions {
        if frame.column(name).is_ok() {
            continue;
        }
        match &dimension.kind {
            DimensionKind::Bucket {
                column,
                edges,
                right_closed,
                codes,
            } => {
                let Ok(values) = frame.column(column) else {
                    continue;
                };
                let texts: StringChunked = values
                    .i64()?
                    .iter()
                    .map(|value| {
                        value.map(|value| {
                            let at = edges.partition_point(|edge| {
                                if *right_closed {
                                    *edge < value
                                } else {
                                    *edge <= value
                                }
                            });
                            codes[at].as_str()
                        })
                    })
                    .collect();
                let column = texts.with_name(name.as_str().into()).into_series();
                frame.with_column(column.into_column())?;
            }
            DimensionKind::Sql(expression)
                if expression
                    .names
                    .iter()
                    .all(|inner| frame.column(inner).is_ok()) =>
            {
                let column = frame
                    .clone()
                    .lazy()
                    .select([sql_expr(expression.sql())?.alias(name.as_str())])
                    .collect()?;
                frame.with_column(column.column(name)?.clone())?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Packs the atoms, two bits each (known, true), into integer columns; returns their names.
fn atoms(report: &Report, base: &Base, rows: &mut DataFrame) -> Result<Vec<String>, Problem> {
    let mut expressions = Vec::new();
    for (at, atom) in base.atoms.iter().enumerate() {
        if let AtomKind::Sql(sql) = &atom.kind {
            expressions.push(sql_expr(sql)?.alias(format!("truth {at}")));
        }
    }
    let truths = if expressions.is_empty() {
        DataFrame::default()
    } else {
        rows.clone().lazy().select(expressions).collect()?
    };
    let mut names = Vec::new();
    for (first, chunk) in base.atoms.chunks(ATOMS_PER_COLUMN).enumerate() {
        let mut packed = vec![0_i64; rows.height()];
        for (bit, atom) in chunk.iter().enumerate() {
            let at = first * ATOMS_PER_COLUMN + bit;
            match &atom.kind {
                AtomKind::Sql(_) => {
                    let column = truths.column(&format!("truth {at}"))?;
                    let constant = column.len() == 1 && rows.height() != 1;
                    let truth = column.bool()?;
                    for (row, mask) in packed.iter_mut().enumerate() {
                        if let Some(value) = truth.get(if constant { 0 } else { row }) {
                            *mask |= (1 + 2 * i64::from(value)) << (2 * bit);
                        }
                    }
                }
                AtomKind::HasValid(dimension) => {
                    for (row, valid) in valid_values(report, dimension, rows)?
                        .into_iter()
                        .enumerate()
                    {
                        packed[row] |= (1 + 2 * i64::from(!valid.is_empty())) << (2 * bit);
                    }
                }
            }
        }
        let name = format!("atoms {first}");
        rows.with_column(Column::new(name.as_str().into(), packed))?;
        names.push(name);
    }
    Ok(names)
}

/// Atoms in one 64-bit column.
const ATOMS_PER_COLUMN: usize = 31;

/// The distinct valid values of each row's list.
fn valid_values(
    report: &Report,
    dimension: &str,
    rows: &DataFrame,
) -> Result<Vec<Vec<Arc<str>>>, Problem> {
    let Some(DimensionKind::Explode { column, valid }) =
        report.dimensions.get(dimension).map(|d| &d.kind)
    else {
        return Ok(vec![Vec::new(); rows.height()]);
    };
    let known: Option<BTreeSet<&str>> = valid.as_ref().map(|(lookup, attribute)| {
        report.lookups[lookup]
            .rows
            .values()
            .filter_map(|row| row[*attribute].as_deref())
            .collect()
    });
    let lists = rows.column(column)?.list()?.clone();
    let mut result = Vec::with_capacity(rows.height());
    for list in lists.amortized_iter() {
        let mut values: Vec<Arc<str>> = Vec::new();
        if let Some(list) = list {
            for text in list.as_ref().str()?.iter().flatten() {
                let fits = known.as_ref().is_none_or(|known| known.contains(text));
                if fits && !values.iter().any(|value| **value == *text) {
                    values.push(Arc::from(text));
                }
            }
        }
        result.push(values);
    }
    Ok(result)
}

/// One row for each distinct valid value of a list; rows without one are left out.
fn explode(report: &Report, dimension: &str, rows: &DataFrame) -> Result<DataFrame, Problem> {
    let mut positions: Vec<IdxSize> = Vec::new();
    let mut texts: Vec<Arc<str>> = Vec::new();
    for (row, values) in valid_values(report, dimension, rows)?
        .into_iter()
        .enumerate()
    {
        for value in values {
            positions.push(row as IdxSize);
            texts.push(value);
        }
    }
    let positions = IdxCa::from_vec("row".into(), positions);
    let mut exploded = rows.take(&positions)?;
    let column: StringChunked = texts.iter().map(|text| Some(&**text)).collect();
    exploded.with_column(
        column
            .with_name(dimension.into())
            .into_series()
            .into_column(),
    )?;
    Ok(exploded)
}

fn table(base: &Base, atom_columns: &[String], grouped: &DataFrame) -> PolarsResult<GroupTable> {
    let mut table = GroupTable {
        rows: grouped
            .column(ROWS)?
            .i64()?
            .iter()
            .map(Option::unwrap_or_default)
            .collect(),
        ..GroupTable::default()
    };
    for name in &base.keys {
        let coded = Coded::from_column(grouped.column(name)?)?;
        table.keys.insert(name.clone(), coded);
    }
    for (at, aggregate) in base.aggregates.iter().enumerate() {
        let column = grouped.column(&format!("value {at}"))?;
        let values = match aggregate.kind {
            BaseAggregateKind::Sum | BaseAggregateKind::Count => AggregateColumn::Integers(
                column
                    .i64()?
                    .iter()
                    .map(Option::unwrap_or_default)
                    .collect(),
            ),
            BaseAggregateKind::Least | BaseAggregateKind::Greatest => {
                AggregateColumn::Values(values(column))
            }
        };
        table.aggregates.push(values);
    }
    for (first, name) in atom_columns.iter().enumerate() {
        let packed: Vec<i64> = grouped
            .column(name)?
            .i64()?
            .iter()
            .map(Option::unwrap_or_default)
            .collect();
        let atoms = base.atoms.iter().skip(first * ATOMS_PER_COLUMN);
        for (bit, atom) in atoms.take(ATOMS_PER_COLUMN).enumerate() {
            let truth = packed
                .iter()
                .map(|mask| {
                    let bits = (mask >> (2 * bit)) & 3;
                    (bits & 1 == 1).then_some(bits & 2 == 2)
                })
                .collect();
            table.atoms.insert(atom.name.clone(), truth);
        }
    }
    Ok(table)
}

/// A Polars column as values.
pub(super) fn values(column: &Column) -> Vec<Value> {
    (0..column.len())
        .map(|row| match column.get(row) {
            Ok(value) => value_of(&value),
            Err(_) => Value::Null,
        })
        .collect()
}

/// A Polars value.
pub(super) fn value_of(value: &AnyValue<'_>) -> Value {
    match value {
        AnyValue::Boolean(value) => Value::Boolean(*value),
        AnyValue::String(text) => Value::Text(Arc::from(*text)),
        AnyValue::StringOwned(text) => Value::Text(Arc::from(text.as_str())),
        AnyValue::Float64(value) if value.is_finite() => Value::Number(*value),
        AnyValue::Float32(value) if value.is_finite() => Value::Number(f64::from(*value)),
        AnyValue::Date(_) => Date::parse(&value.to_string()).map_or(Value::Null, Value::Date),
        value if value.dtype().is_integer() => {
            value.extract::<i128>().map_or(Value::Null, Value::Integer)
        }
        _ => Value::Null,
    }
}

/// Evaluates the base's conditions on its groups.
pub(super) fn conditions(
    report: &Report,
    base: &Base,
    table: &mut GroupTable,
) -> Result<(), Diagnostic> {
    let rows = table.rows.len();
    let mut results: Vec<Option<Vec<bool>>> = vec![None; base.conditions.len()];
    let mut expressions = Vec::new();
    let mut texts = String::new();
    for (at, sql) in base.conditions.iter().enumerate() {
        // Most conditions are a single atom.
        let name = sql.trim_matches('"');
        if let Some(truth) = table
            .atoms
            .get(name)
            .filter(|_| sql.len() == name.len() + 2)
        {
            results[at] = Some(truth.iter().map(|t| *t == Some(true)).collect());
            continue;
        }
        let expression = sql_expr(sql).map_err(|error| refused(sql, &error))?;
        expressions.push(expression.alias(format!("condition {at}")));
        texts.push_str(sql);
    }
    if !expressions.is_empty() {
        let frame = group_frame(report, base.source, table, &texts)
            .map_err(|error| refused("conditions", &error))?;
        let found = frame
            .lazy()
            .select(expressions)
            .collect()
            .map_err(|error| refused("conditions", &error))?;
        for (at, result) in results.iter_mut().enumerate() {
            if result.is_some() {
                continue;
            }
            let column = found
                .column(&format!("condition {at}"))
                .and_then(|column| column.bool())
                .map_err(|error| refused(&base.conditions[at], &error))?;
            *result = Some(if column.len() == rows {
                column.iter().map(|t| t == Some(true)).collect()
            } else {
                vec![column.get(0) == Some(true); rows]
            });
        }
    }
    table.conditions = results.into_iter().flatten().collect();
    Ok(())
}

/// The groups as a Polars frame, only the columns that some expressions mention.
pub(super) fn group_frame(
    report: &Report,
    source: usize,
    table: &GroupTable,
    mentioned: &str,
) -> PolarsResult<DataFrame> {
    let mut columns = Vec::new();
    let wanted = |name: &str| mentioned.contains(&format!("\"{}\"", name.replace('"', "\"\"")));
    for (name, coded) in &table.keys {
        if wanted(name) {
            let kind = match report.dimensions.get(name) {
                Some(dimension) => dimension.value_type,
                None => report.sources[source]
                    .columns
                    .get(name)
                    .map_or(Type::Text, |column| column.kind),
            };
            columns.push(coded.to_column(name, kind)?);
        }
    }
    for (name, truth) in &table.atoms {
        if wanted(name) {
            let column: BooleanChunked = truth.iter().copied().collect();
            columns.push(
                column
                    .with_name(name.as_str().into())
                    .into_series()
                    .into_column(),
            );
        }
    }
    if columns.is_empty() {
        columns.push(Column::new(ROWS.into(), table.rows.clone()));
    }
    DataFrame::new(table.rows.len(), columns)
}

/// Keys by name, for derived dimensions.
pub(super) fn key_column<'a>(
    keys: &'a IndexMap<String, Coded>,
    name: &str,
) -> Result<&'a Coded, Diagnostic> {
    keys.get(name)
        .ok_or_else(|| refused("the plan", &format!("`{name}` is not in the base")))
}
