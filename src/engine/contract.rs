//! The column contract: raw columns → typed columns that hold what the spec promises.
//!
//! Every cell that breaks the contract is found, with its row; then `on_violation` decides: an
//! error, an empty cell, or a row less. Whatever is repaired is counted and listed.

use super::convert::convert;
use super::refused;
use crate::diagnostic::{Code, Diagnostic};
use crate::frame::{SourceStatistics, Violation};
use crate::plan::Scan;
use crate::report::{ContractColumn, Report, Source};
use crate::source::{RawTable, read};
use crate::spec::grammar::OnViolation;
use crate::world::World;
use polars::prelude::*;
use polars::sql::sql_expr;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Longest text of a cell in characters, which is what a cell of a workbook holds.
pub(super) const MAX_TEXT: usize = 32_767;
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
    let place = format!("/sources/{}/path", crate::spec::escape(&source.name));
    let raw = raw_table(world, source).map_err(|d| vec![d.of(&place)])?;
    if raw.frame.height() == 0 {
        return Err(vec![
            Diagnostic::error(
                Code::EMPTY_SOURCE,
                format!(
                    "source `{}` has no rows: `{}`",
                    source.name, source.location.shown
                ),
            )
            .of(&place),
        ]);
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
    let names: Vec<&String> = source.columns.keys().collect();
    let inspected: Vec<_> = names
        .par_iter()
        .map(|name| inspect(&source.columns[*name], evaluated.column(name)?))
        .collect();
    for (name, inspected) in names.into_iter().zip(inspected) {
        inspected
            .and_then(|(typed, bad)| check.column(name, evaluated.column(name)?, typed, &bad))
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

    /// Takes a column over, its bad cells repaired or told.
    fn column(
        &mut self,
        name: &str,
        given: &Column,
        typed: Column,
        bad: &[Bad],
    ) -> PolarsResult<()> {
        let typed = if bad.is_empty() {
            typed
        } else {
            self.repair(name, &self.source.columns[name], given, typed, bad)?
        };
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
            let counted = |one, other| super::counted(rows.len() as i128, one, other);
            let what = match kind {
                "wrong type" => format!(
                    "{} not of type {}",
                    counted("cell that is", "cells that are"),
                    column.kind
                ),
                "null" => format!(
                    "{}, and the contract says `nullable: false`",
                    counted("empty cell", "empty cells")
                ),
                "too long" => format!(
                    "{} longer than {MAX_TEXT} characters",
                    counted("text that is", "texts that are")
                ),
                "below min" => format!(
                    "{} below min {}",
                    counted("cell", "cells"),
                    column.min.unwrap_or_default()
                ),
                "above max" => format!(
                    "{} above max {}",
                    counted("cell", "cells"),
                    column.max.unwrap_or_default()
                ),
                _ => format!(
                    "{}, and the contract says `unique: true`",
                    counted("repeated value", "repeated values")
                ),
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
                format!("source `{}`, column `{name}`: {what}", self.source.name),
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
            return Err(vec![
                Diagnostic::error(
                    Code::EMPTY_SOURCE,
                    format!("source `{}`: the contract leaves no row", self.source.name),
                )
                .of(&format!(
                    "/sources/{}/columns",
                    crate::spec::escape(&self.source.name)
                ))
                .hint("every row breaks a column with `on_violation: drop`"),
            ]);
        }
        let cleared = self
            .violations
            .iter()
            .filter(|violation| violation.action == "clear")
            .count();
        let first = self.violations.first().map_or_else(String::new, |first| {
            self.source.columns[&first.column].pointer.clone()
        });
        let mut warnings = Vec::new();
        if !self.violations.is_empty() {
            warnings.push(
                Diagnostic::warning(
                    Code::REPAIRED,
                    format!(
                        "source `{}`: {} cleared, {} dropped",
                        self.source.name,
                        super::counted(cleared as i128, "cell", "cells"),
                        super::counted(self.dropped.len() as i128, "row", "rows")
                    ),
                )
                .of(&first)
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

/// A column as its type, and its bad cells in the order of the rows.
fn inspect(column: &ContractColumn, given: &Column) -> PolarsResult<(Column, Vec<Bad>)> {
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
    too_long(&typed, &mut bad);
    if column.unique {
        bad.extend(duplicates(&typed)?.into_iter().map(|row| Bad {
            row,
            problem: "duplicate",
        }));
    }
    bad.sort_by_key(|bad| bad.row);
    Ok((typed, bad))
}

/// Texts that no spreadsheet cell, label or name is meant to hold.
fn too_long(typed: &Column, bad: &mut Vec<Bad>) {
    let is_long = |text: Option<&str>| {
        text.is_some_and(|text| text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT)
    };
    let mut told = |row: usize| {
        bad.push(Bad {
            row,
            problem: "too long",
        });
    };
    if let Ok(texts) = typed.str() {
        for (row, text) in texts.iter().enumerate() {
            if is_long(text) {
                told(row);
            }
        }
    } else if let Ok(lists) = typed.list() {
        let inner = lists.get_inner();
        let any = inner.str().is_ok_and(|texts| texts.iter().any(is_long));
        if any {
            for row in 0..lists.len() {
                let list = lists.get_as_series(row);
                let texts = list.as_ref().and_then(|list| list.str().ok());
                if texts.is_some_and(|texts| texts.iter().any(is_long)) {
                    told(row);
                }
            }
        }
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
pub(super) fn cell(column: &Column, row: usize) -> String {
    match column.get(row) {
        Ok(AnyValue::String(text)) => text.chars().take(80).collect(),
        Ok(AnyValue::StringOwned(text)) => text.chars().take(80).collect(),
        Ok(AnyValue::Null) | Err(_) => String::new(),
        Ok(AnyValue::Float64(value)) => value.to_string(),
        Ok(value) => value.to_string().chars().take(80).collect(),
    }
}
