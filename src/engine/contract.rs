//! The column contract: raw columns → typed columns that hold what the spec promises.
//!
//! Every cell that breaks the contract is found, with its row; then `on_violation` decides: an
//! error, an empty cell, or a row less. Whatever is repaired is counted and listed.

use super::refused;
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::{SourceStatistics, Violation};
use crate::plan::Scan;
use crate::resolve::{Column as ContractColumn, Report, Source};
use crate::source::{RawTable, read};
use crate::spec::grammar::OnViolation;
use crate::sql::Type;
use crate::world::World;
use polars::prelude::*;
use polars::sql::sql_expr;
use std::collections::BTreeSet;

/// Rows that a message shows.
const SHOWN: usize = 5;

/// A bad cell: row of the frame and what is wrong.
struct Bad {
    row: usize,
    problem: &'static str,
}

type Contracted = (DataFrame, SourceStatistics, Vec<Diagnostic>);

/// Reads a source and applies its contract.
///
/// # Errors
/// The source cannot be read, has no rows, or breaks the contract.
pub(super) fn contract_frame(
    world: &dyn World,
    report: &Report,
    scan: &Scan,
) -> Result<Contracted, Vec<Diagnostic>> {
    let source = &report.sources[scan.source];
    let raw = raw_table(world, source).map_err(|d| vec![d])?;
    if raw.frame.height() == 0 {
        return Err(vec![Diagnostic::error(
            Code::EMPTY_SOURCE,
            format!(
                "source `{}` has no rows: `{}`",
                source.name, source.location.shown
            ),
        )]);
    }
    let mut check = Check {
        source,
        raw: &raw,
        typed: Vec::new(),
        problems: Vec::new(),
        violations: Vec::new(),
        dropped: BTreeSet::new(),
    };
    let evaluated = check.evaluate().map_err(|d| vec![d])?;
    for (name, column) in &source.columns {
        check
            .column(name, column, &evaluated)
            .map_err(|error| vec![refused(&format!("column `{name}`"), &error)])?;
    }
    check.finish()
}

fn raw_table(world: &dyn World, source: &Source) -> Result<RawTable, Diagnostic> {
    let mut wanted: Vec<String> = Vec::new();
    for name in source.columns.values().flat_map(|column| &column.reads) {
        if !wanted.contains(name) {
            wanted.push(name.clone());
        }
    }
    read(world, &source.location, &wanted)
}

struct Check<'a> {
    source: &'a Source,
    raw: &'a RawTable,
    typed: Vec<Column>,
    problems: Vec<Diagnostic>,
    violations: Vec<Violation>,
    dropped: BTreeSet<usize>,
}

impl Check<'_> {
    /// All `sql:` columns in one pass; plain ones are taken as they are.
    fn evaluate(&self) -> Result<DataFrame, Diagnostic> {
        let mut expressions = Vec::new();
        for (name, column) in &self.source.columns {
            let plain = format!("\"{}\"", name.replace('"', "\"\""));
            let expression = if column.sql == plain {
                col(name.as_str())
            } else {
                sql_expr(&column.sql)
                    .map_err(|error| refused(&format!("column `{name}`"), &error))?
            };
            expressions.push(expression.alias(name.as_str()));
        }
        self.raw
            .frame
            .clone()
            .lazy()
            .select(expressions)
            .collect()
            .map_err(|error| refused(&format!("source `{}`", self.source.name), &error))
            .map(|frame| {
                let height = self.raw.frame.height();
                // A constant expression gives one row.
                if frame.height() == height {
                    frame
                } else {
                    let columns = frame
                        .columns()
                        .iter()
                        .map(|c| c.new_from_index(0, height))
                        .collect();
                    DataFrame::new(height, columns).unwrap_or_default()
                }
            })
    }

    fn column(
        &mut self,
        name: &str,
        column: &ContractColumn,
        evaluated: &DataFrame,
    ) -> PolarsResult<()> {
        let given = evaluated.column(name)?;
        let typed = convert(given, column.kind)?;
        let mut bad = Vec::new();
        if typed.null_count() > given.null_count() {
            let (was, is) = (given.is_null(), typed.is_null());
            bad.extend(positions(&(&is & &!was)).map(|row| Bad {
                row,
                problem: "wrong type",
            }));
        }
        if !column.nullable && given.null_count() > 0 {
            bad.extend(positions(&given.is_null()).map(|row| Bad {
                row,
                problem: "null",
            }));
        }
        range(column, &typed, &mut bad)?;
        if column.unique {
            bad.extend(duplicates(&typed)?.into_iter().map(|row| Bad {
                row,
                problem: "duplicate",
            }));
        }
        if bad.is_empty() {
            self.typed.push(typed);
            return Ok(());
        }
        bad.sort_by_key(|bad| bad.row);
        let typed = self.repair(name, column, given, typed, &bad)?;
        self.typed.push(typed);
        Ok(())
    }

    /// Applies `on_violation` to the bad cells of a column.
    fn repair(
        &mut self,
        name: &str,
        column: &ContractColumn,
        given: &Column,
        typed: Column,
        bad: &[Bad],
    ) -> PolarsResult<Column> {
        let action = match column.on_violation {
            OnViolation::Error => {
                self.tell(name, column, given, bad);
                return Ok(typed);
            }
            OnViolation::Clear => "clear",
            OnViolation::Drop => "drop",
        };
        for one in bad {
            let (file, row) = self.raw.place(one.row);
            self.violations.push(Violation {
                file: file
                    .file_name()
                    .map(|n| n.to_string_lossy().into_owned())
                    .unwrap_or_default(),
                row,
                key: self.key_of(one.row),
                column: name.to_owned(),
                problem: one.problem,
                found: cell(given, one.row),
                action,
            });
        }
        if column.on_violation == OnViolation::Drop {
            self.dropped.extend(bad.iter().map(|bad| bad.row));
            return Ok(typed);
        }
        let mut keep = vec![true; typed.len()];
        for one in bad {
            keep[one.row] = false;
        }
        let mask: BooleanChunked = keep.into_iter().collect();
        let empty = Column::full_null(name.into(), typed.len(), typed.dtype());
        typed.zip_with(&mask, &empty)
    }

    fn tell(&mut self, name: &str, column: &ContractColumn, given: &Column, bad: &[Bad]) {
        let mut kinds: Vec<&'static str> = Vec::new();
        for one in bad {
            if !kinds.contains(&one.problem) {
                kinds.push(one.problem);
            }
        }
        for kind in kinds {
            let rows: Vec<&Bad> = bad.iter().filter(|bad| bad.problem == kind).collect();
            let what = match kind {
                "wrong type" => format!("cells that are not of type {}", column.kind),
                "null" => "empty cells, and the contract says `nullable: false`".to_owned(),
                "below min" => format!("cells below min {}", column.min.unwrap_or_default()),
                "above max" => format!("cells above max {}", column.max.unwrap_or_default()),
                _ => "repeated values, and the contract says `unique: true`".to_owned(),
            };
            let shown: Vec<String> = rows
                .iter()
                .take(SHOWN)
                .map(|one| {
                    let (file, row) = self.raw.place(one.row);
                    let file = if self.raw.files.len() > 1 {
                        format!(
                            "{} ",
                            file.file_name().unwrap_or_default().to_string_lossy()
                        )
                    } else {
                        String::new()
                    };
                    let key = self.key_of(one.row);
                    let key = if key.is_empty() {
                        String::new()
                    } else {
                        format!(" ({key})")
                    };
                    format!("{file}row {row}{key}: `{}`", cell(given, one.row))
                })
                .collect();
            let mut diagnostic = Diagnostic::error(
                Code::CONTRACT,
                format!(
                    "source `{}`, column `{name}`: {} {what}",
                    self.source.name,
                    rows.len()
                ),
            )
            .hint(format!(
                "first rows: {}{}",
                shown.join("; "),
                if rows.len() > SHOWN { "; …" } else { "" }
            ));
            diagnostic = diagnostic.hint(match kind {
                "null" => "say `nullable: true`, or `on_violation: drop` to leave such rows out",
                "duplicate" => "say `on_violation: drop` to keep only the first of them",
                _ => "say `on_violation: clear` or `drop`, or mend the data",
            });
            self.problems.push(diagnostic.of(&column.pointer));
        }
    }

    /// The value of the first unique column in a row, to name the row by.
    fn key_of(&self, row: usize) -> String {
        self.source
            .columns
            .iter()
            .find(|(_, column)| column.unique)
            .and_then(|(name, column)| {
                let plain = column.reads.first().filter(|_| column.reads.len() == 1)?;
                let _ = name;
                self.raw.frame.column(plain).ok()
            })
            .map(|column| cell(column, row))
            .unwrap_or_default()
    }

    fn finish(self) -> Result<Contracted, Vec<Diagnostic>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let height = self.raw.frame.height();
        let mut frame = DataFrame::new(height, self.typed)
            .map_err(|error| vec![refused("the contract", &error)])?;
        if !self.dropped.is_empty() {
            let mask: BooleanChunked = (0..height)
                .map(|row| !self.dropped.contains(&row))
                .collect();
            frame = frame
                .filter(&mask)
                .map_err(|error| vec![refused("the contract", &error)])?;
        }
        if frame.height() == 0 {
            return Err(vec![Diagnostic::error(
                Code::EMPTY_SOURCE,
                format!("source `{}`: the contract leaves no row", self.source.name),
            )]);
        }
        let cleared = self
            .violations
            .iter()
            .filter(|violation| violation.action == "clear")
            .count();
        let mut warnings = Vec::new();
        if !self.violations.is_empty() {
            warnings.push(
                Diagnostic::warning(
                    Code::REPAIRED,
                    format!(
                        "source `{}`: {cleared} cells cleared, {} rows dropped",
                        self.source.name,
                        self.dropped.len()
                    ),
                )
                .hint("tables/contract_violations.csv in the bundle lists each of them"),
            );
        }
        let statistics = SourceStatistics {
            name: self.source.name.clone(),
            files: self.raw.files.clone(),
            rows_read: height,
            rows: frame.height(),
            cells_cleared: cleared,
            rows_dropped: self.dropped.len(),
            violations: self.violations,
        };
        Ok((frame, statistics, warnings))
    }
}

/// Values outside of the bounds.
fn range(column: &ContractColumn, typed: &Column, bad: &mut Vec<Bad>) -> PolarsResult<()> {
    let series = typed.as_materialized_series();
    if let Some(min) = column.min {
        let mask = series.lt(min)?;
        bad.extend(positions(&mask).map(|row| Bad {
            row,
            problem: "below min",
        }));
    }
    if let Some(max) = column.max {
        let mask = series.gt(max)?;
        bad.extend(positions(&mask).map(|row| Bad {
            row,
            problem: "above max",
        }));
    }
    Ok(())
}

/// Converts a column to a type of the contract; what cannot be converted becomes null.
fn convert(column: &Column, kind: Type) -> PolarsResult<Column> {
    let name = column.name().clone();
    let converted = match (kind, column.dtype()) {
        (Type::Text, DataType::String)
        | (Type::Boolean, DataType::Boolean)
        | (Type::Integer, DataType::Int64)
        | (Type::Date, DataType::Date) => return Ok(column.clone()),
        (Type::Text, DataType::List(_) | DataType::Struct(_)) => {
            Column::full_null(name, column.len(), &DataType::String)
        }
        (Type::Text, _) => column.cast(&DataType::String)?,
        (Type::Integer, kind) if kind.is_float() => whole_numbers(column)?,
        (Type::Integer, DataType::String) => {
            let integers: Int64Chunked = column
                .str()?
                .iter()
                .map(|text| text.and_then(|text| text.trim().parse::<i64>().ok()))
                .collect();
            integers.with_name(name).into_series().into_column()
        }
        (Type::Integer, kind) if kind.is_integer() => column.cast(&DataType::Int64)?,
        (Type::Number, kind) if kind.is_numeric() => finite(&column.cast(&DataType::Float64)?)?,
        (Type::Number, DataType::String) => {
            let numbers: Float64Chunked = column
                .str()?
                .iter()
                .map(|text| {
                    text.and_then(|text| text.trim().parse::<f64>().ok())
                        .filter(|value| value.is_finite())
                })
                .collect();
            numbers.with_name(name).into_series().into_column()
        }
        (Type::Boolean, DataType::String) => {
            let truths: BooleanChunked = column
                .str()?
                .iter()
                .map(|text| match text {
                    Some("true" | "True" | "TRUE") => Some(true),
                    Some("false" | "False" | "FALSE") => Some(false),
                    _ => None,
                })
                .collect();
            truths.with_name(name).into_series().into_column()
        }
        (Type::Date, DataType::String) => {
            let days: Int32Chunked = column
                .str()?
                .iter()
                .map(|text| text.and_then(day_number))
                .collect();
            days.with_name(name)
                .into_series()
                .cast(&DataType::Date)?
                .into_column()
        }
        (Type::Date, DataType::Datetime(..)) => column.cast(&DataType::Date)?,
        (Type::List, DataType::List(_)) => {
            column.cast(&DataType::List(Box::new(DataType::String)))?
        }
        (kind, _) => Column::full_null(name, column.len(), &data_type(kind)),
    };
    Ok(converted)
}

fn data_type(kind: Type) -> DataType {
    match kind {
        Type::Text | Type::Any => DataType::String,
        Type::Integer => DataType::Int64,
        Type::Number => DataType::Float64,
        Type::Boolean => DataType::Boolean,
        Type::Date => DataType::Date,
        Type::List => DataType::List(Box::new(DataType::String)),
    }
}

/// Floats that are whole numbers within ±2⁵³ (beyond, a float no longer tells integers apart,
/// but it still is one) and within 64 bits.
fn whole_numbers(column: &Column) -> PolarsResult<Column> {
    let floats = column.cast(&DataType::Float64)?;
    let integers: Int64Chunked = floats
        .f64()?
        .iter()
        .map(|value| {
            value
                .filter(|v| v.fract() == 0.0 && v.abs() < 9.2e18)
                .map(|v| v as i64)
        })
        .collect();
    Ok(integers
        .with_name(column.name().clone())
        .into_series()
        .into_column())
}

fn finite(column: &Column) -> PolarsResult<Column> {
    let numbers: Float64Chunked = column
        .f64()?
        .iter()
        .map(|value| value.filter(|v| v.is_finite()))
        .collect();
    Ok(numbers
        .with_name(column.name().clone())
        .into_series()
        .into_column())
}

/// Days since 1970-01-01 of an ISO date.
fn day_number(text: &str) -> Option<i32> {
    let date = crate::text::Date::parse(text.trim())?;
    let (year, month, day) = (
        i64::from(date.year()),
        i64::from(date.month_number()),
        i64::from(date.day()),
    );
    // Civil-from-days, March-based years; exact for the proleptic Gregorian calendar.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let month_index = (month + 9) % 12;
    let of_year = (153 * month_index + 2) / 5 + day - 1;
    let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    i32::try_from(era * 146_097 + days - 719_468).ok()
}

fn positions(mask: &BooleanChunked) -> impl Iterator<Item = usize> + '_ {
    mask.iter()
        .enumerate()
        .filter(|(_, bad)| *bad == Some(true))
        .map(|(row, _)| row)
}

/// Rows whose value stood in an earlier row already.
fn duplicates(column: &Column) -> PolarsResult<Vec<usize>> {
    let series = column.as_materialized_series();
    if series.n_unique()? == series.len() {
        return Ok(Vec::new());
    }
    let first = is_first_distinct(series)?;
    let null = series.is_null();
    Ok((0..series.len())
        .filter(|row| first.get(*row) == Some(false) && null.get(*row) == Some(false))
        .collect())
}

/// A cell as text, for messages.
fn cell(column: &Column, row: usize) -> String {
    match column.get(row) {
        Ok(AnyValue::String(text)) => text.chars().take(80).collect(),
        Ok(AnyValue::StringOwned(text)) => text.chars().take(80).collect(),
        Ok(AnyValue::Null) | Err(_) => String::new(),
        Ok(AnyValue::Float64(value)) => value.to_string(),
        Ok(value) => value.to_string().chars().take(80).collect(),
    }
}
