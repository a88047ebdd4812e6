//! Bad cells → errors with their rows, or repaired columns.

use super::Check;
use super::inspect::{Bad, MAX_TEXT};
use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::engine::polars::forms::reading;
use crate::report::ContractColumn;
use crate::results::Violation;
use crate::source::TextForms;
use crate::spec::grammar::OnViolation;
use crate::sql::{MAX_SCALE, Type};
use polars::prelude::*;

/// Number of rows that a message shows.
const SHOWN: usize = 5;

impl Check<'_> {
    /// Accepts a column after its bad cells are repaired or reported.
    pub(super) fn column(
        &mut self,
        name: &str,
        given: &[&Column],
        typed: Column,
        bad: &[Bad],
    ) -> PolarsResult<()> {
        let typed = if bad.is_empty() {
            typed
        } else {
            self.repair(name, &self.source.columns[name], given, typed, bad)?
        };
        self.typed.push(typed.with_name(name.into()));
        Ok(())
    }

    /// Applies `on_violation` to the bad cells of a column.
    fn repair(
        &mut self,
        name: &str,
        column: &ContractColumn,
        given: &[&Column],
        typed: Column,
        bad: &[Bad],
    ) -> PolarsResult<Column> {
        let action = match column.on_violation {
            OnViolation::Error => {
                self.report(name, column, given, bad);
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
                found: self.found(given, one.row),
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

    fn report(&mut self, name: &str, column: &ContractColumn, given: &[&Column], bad: &[Bad]) {
        let mut kinds: Vec<&'static str> = Vec::new();
        for one in bad {
            if !kinds.contains(&one.problem) {
                kinds.push(one.problem);
            }
        }
        for kind in kinds {
            let rows: Vec<&Bad> = bad.iter().filter(|bad| bad.problem == kind).collect();
            let what = broken(column, kind, rows.len());
            let shown = rows.iter().take(SHOWN).map(|one| {
                let (file, row) = self.raw.place(one.row);
                let file = match self.raw.parts.len() {
                    1 => String::new(),
                    _ => format!(
                        "{} ",
                        file.file_name().unwrap_or_default().to_string_lossy()
                    ),
                };
                let key = match self.key_of(one.row).as_str() {
                    "" => String::new(),
                    key => format!(" ({key})"),
                };
                format!("{file}row {row}{key}: `{}`", self.found(given, one.row))
            });
            let diagnostic = Diagnostic::error(
                Code::CONTRACT,
                format!("source `{}`, column `{name}`: {what}", self.source.name),
            )
            .hint(format!(
                "first rows: {}{}",
                shown.collect::<Vec<_>>().join("; "),
                if rows.len() > SHOWN { "; …" } else { "" }
            ))
            .maybe_hint(self.other_form(column, kind, given, &rows))
            .maybe_hint(self.other_type(column, kind, given, &rows))
            .hint(self.advice(column, kind));
            self.problems
                .push(diagnostic.at(Location::key(&column.pointer)));
        }
    }

    /// What to do about bad cells; advice that loses data comes last.
    fn advice(&self, column: &ContractColumn, kind: &str) -> &'static str {
        match kind {
            "null" => "say `nullable: true`, or `on_violation: drop` to leave such rows out",
            "duplicate" if self.raw.parts.len() > 1 && column.unique => {
                "where each file is a month of its own, give its name a column (`from_file`): values are unique within a file then; else take `unique` away"
            }
            "duplicate" => {
                "mend the data or take `unique` away; `on_violation: drop` keeps only the first of them"
            }
            _ => {
                "mend the data; `on_violation: clear` empties such cells and `drop` leaves their rows out"
            }
        }
    }

    /// The settings with which all bad texts would have the type.
    fn other_form(
        &self,
        column: &ContractColumn,
        kind: &str,
        given: &[&Column],
        rows: &[&Bad],
    ) -> Option<String> {
        let is_text = given.iter().all(|given| given.dtype() == &DataType::String);
        if kind != "wrong type" || !is_text {
            return None;
        }
        let texts: Vec<String> = rows.iter().map(|bad| self.found(given, bad.row)).collect();
        let form = reading(&texts, column.kind)?;
        Some(format!("such texts are read with {}", form.keys()))
    }

    /// The type of numbers that all bad cells have.
    fn other_type(
        &self,
        column: &ContractColumn,
        kind: &str,
        given: &[&Column],
        rows: &[&Bad],
    ) -> Option<String> {
        let least = match column.kind {
            Type::Integer | Type::Number => 1,
            Type::Decimal(scale) => scale + 1,
            _ => return None,
        };
        if kind != "wrong type" {
            return None;
        }
        let texts: Vec<String> = rows.iter().map(|bad| self.found(given, bad.row)).collect();
        let are_texts = given.iter().all(|given| given.dtype() == &DataType::String);
        let usual = TextForms::default();
        let written = if are_texts { &column.written } else { &usual };
        let holds = |scale: &u8| {
            let mut texts = texts.iter();
            texts.all(|text| written.decimal(text, *scale).is_some())
        };
        let scale = (least..=MAX_SCALE).find(holds)?;
        if column.kind == Type::Number {
            return Some(format!(
                "a number does not keep all of their digits; `type: integer` does where all are whole, else `type: decimal({scale})`"
            ));
        }
        Some(format!(
            "they are numbers with a fraction: `type: decimal({scale})` for money, `type: number` for measurements"
        ))
    }

    /// The cell as it is in its file.
    fn found(&self, given: &[&Column], row: usize) -> String {
        let (part, row) = self.raw.part(row);
        given
            .get(part)
            .map_or_else(String::new, |column| cell(column, row))
    }

    /// The value of the first unique column in a row, to identify the row.
    fn key_of(&self, row: usize) -> String {
        let unique = self
            .source
            .columns
            .values()
            .find(|column| column.unique || column.unique_in_file);
        let mut names = unique.into_iter().flat_map(|column| &column.value.names);
        let (Some(read), None) = (names.next(), names.next()) else {
            return String::new();
        };
        let (part, row) = self.raw.part(row);
        let part = self.raw.parts.get(part);
        let column = part.and_then(|part| part.frame.column(read).ok());
        column.map_or_else(String::new, |column| cell(column, row))
    }
}

/// What is wrong with a number of cells of a column.
fn broken(column: &ContractColumn, kind: &str, cells: usize) -> String {
    let counted = |one, other| counted(cells as i128, one, other);
    match kind {
        "wrong type" => {
            let digits = match column.kind {
                Type::Decimal(1) => ", which has one digit behind the point at most".to_owned(),
                Type::Decimal(scale) => {
                    format!(", which has {scale} digits behind the point at most")
                }
                _ => String::new(),
            };
            format!(
                "{} not of type {}{digits}",
                counted("cell that is", "cells that are"),
                column.kind
            )
        }
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
    }
}

/// A cell as text, for messages.
pub(crate) fn cell(column: &Column, row: usize) -> String {
    match column.get(row) {
        Ok(AnyValue::String(text)) => text.chars().take(80).collect(),
        Ok(AnyValue::StringOwned(text)) => text.chars().take(80).collect(),
        Ok(AnyValue::Null) | Err(_) => String::new(),
        Ok(AnyValue::Float64(value)) => value.to_string(),
        Ok(value) => value.to_string().chars().take(80).collect(),
    }
}
