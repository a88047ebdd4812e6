//! The column contract: raw columns → typed columns that meet the contract.
//!
//! Every file is converted before the files are joined, so each may order and write its columns in
//! its own way. Every cell that breaks the contract is found, with its file and row; then
//! `on_violation` decides: an error, an empty cell, or a dropped row. Repairs are counted and
//! listed.

mod evaluate;
mod inspect;
mod violations;

pub(super) use inspect::MAX_TEXT;
pub(super) use violations::cell;

use super::absent::absent;
use super::cells::RowValues;
use super::expressions;
use super::problem::Problem;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::engine::refused;
use crate::engine::rollup::absent::Absent;
use crate::plan::{Plan, Scan};
use crate::report::{ContractColumn, Source};
use crate::results::{SourceStatistics, Violation};
use crate::source::{RawTable, read};
use crate::world::World;
use inspect::inspect;
use polars::prelude::*;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Contracted = (DataFrame, SourceStatistics, Vec<Diagnostic>);

/// Reads a source and applies its contract.
///
/// # Errors
/// The source cannot be read, has no rows, or breaks the contract.
pub(super) fn contract_frame(
    world: &dyn World,
    plan: &Plan,
    scan: &Scan,
) -> Result<Contracted, Vec<Diagnostic>> {
    let source = &plan.sources[scan.source];
    let place = format!("/sources/{}/path", crate::spec::escape(&source.name));
    let raw = raw_table(world, source).map_err(|d| vec![d.at(Location::key(&place))])?;
    if raw.height() == 0 {
        return Err(vec![
            Diagnostic::error(
                Code::EMPTY_SOURCE,
                format!(
                    "source `{}` has no rows: `{}`",
                    source.name, source.location.shown
                ),
            )
            .at(Location::key(&place)),
        ]);
    }
    let given = evaluate::evaluate(source, &raw).map_err(|d| vec![d])?;
    let mut check = Check {
        source,
        raw: &raw,
        typed: Vec::new(),
        problems: Vec::new(),
        violations: Vec::new(),
        dropped: BTreeSet::new(),
    };
    let columns: Vec<(&String, &ContractColumn)> = source.columns.iter().collect();
    let inspected: Vec<_> = columns
        .par_iter()
        .map(|(name, column)| {
            let given: PolarsResult<Vec<&Column>> =
                given.iter().map(|part| part.column(name)).collect();
            let given = given?;
            let (typed, bad) = inspect(column, &given, &raw)?;
            Ok((name, given, typed, bad))
        })
        .collect();
    for inspected in inspected {
        let refused =
            |error: PolarsError| vec![refused(&format!("source `{}`", source.name), &error)];
        let (name, given, typed, bad) = inspected.map_err(refused)?;
        check.column(name, &given, typed, &bad).map_err(refused)?;
    }
    check.finish()
}

/// The rows that pass the condition of the source, and how many do not.
fn inside(source: &Source, frame: DataFrame) -> Result<(DataFrame, usize), Vec<Diagnostic>> {
    let Some(filter) = &source.filter else {
        return Ok((frame, 0));
    };
    let reported = |problem: Problem| vec![problem.into_diagnostic(&source.name)];
    let truths = expressions::evaluate(&frame, &[filter]).map_err(reported)?;
    let passing = || match &truths[0] {
        RowValues::Column(truths) => frame.filter(truths.bool()?),
        RowValues::Wide(_) => Ok(frame.clear()),
    };
    let passing = passing().map_err(|error| reported(error.into()))?;
    if passing.height() == 0 {
        let message = format!("source `{}`: no row passes its `where`", source.name);
        return Err(vec![
            Diagnostic::error(Code::EMPTY_SOURCE, message).at(Location::value(&filter.pointer)),
        ]);
    }
    let outside = frame.height() - passing.height();
    Ok((passing, outside))
}

/// Warnings for the texts that the contract compares columns with and that no row of any file has.
fn absent_texts(source: &Source, raw: &RawTable) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let mut asked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for compared in &source.compared {
        let texts = asked.entry(compared.name.clone()).or_default();
        texts.insert(compared.text.clone());
    }
    let mut missed: Vec<Absent> = Vec::new();
    for part in &raw.parts {
        let found =
            absent(&part.frame, &asked).map_err(|it| vec![it.into_diagnostic(&source.name)])?;
        asked.clear();
        for one in &found {
            let texts = asked.entry(one.column.clone()).or_default();
            texts.insert(one.text.clone());
        }
        missed = found;
        if missed.is_empty() {
            break;
        }
    }
    let warnings = source.compared.iter().filter_map(|compared| {
        let is_it = |it: &&Absent| it.column == compared.name && it.text == compared.text;
        let found = missed.iter().find(is_it)?;
        let message = format!("`{}` is '{}' in no row", found.column, found.text);
        let warning = Diagnostic::warning(Code::ABSENT_TEXT, message);
        let warning = warning.at(compared.location.clone());
        Some(warning.maybe_hint(found.hint.clone()))
    });
    Ok(warnings.collect())
}

/// The columns that the contract reads; nullable ones may be missing in some files.
fn raw_table(world: &dyn World, source: &Source) -> Result<RawTable, Diagnostic> {
    let (mut wanted, mut needed): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for column in source.columns.values() {
        for name in &column.value.names {
            if !wanted.contains(name) {
                wanted.push(name.clone());
            }
            if !column.nullable && !needed.contains(name) {
                needed.push(name.clone());
            }
        }
    }
    read(world, &source.location, &wanted, &needed)
}

/// The columns of a source while the contract is applied.
struct Check<'a> {
    source: &'a Source,
    raw: &'a RawTable,
    typed: Vec<Column>,
    problems: Vec<Diagnostic>,
    violations: Vec<Violation>,
    dropped: BTreeSet<usize>,
}

impl Check<'_> {
    fn finish(self) -> Result<Contracted, Vec<Diagnostic>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let height = self.raw.height();
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
                .at(Location::key(format!(
                    "/sources/{}/columns",
                    crate::spec::escape(&self.source.name)
                )))
                .hint("every row breaks a column with `on_violation: drop`"),
            ]);
        }
        let (frame, rows_outside) = inside(self.source, frame)?;
        let cleared = self
            .violations
            .iter()
            .filter(|violation| violation.action == "clear")
            .count();
        let first = self.violations.first().map_or_else(String::new, |first| {
            self.source.columns[&first.column].pointer.clone()
        });
        let mut warnings = absent_texts(self.source, self.raw)?;
        if !self.violations.is_empty() {
            warnings.push(
                Diagnostic::warning(
                    Code::REPAIRED,
                    format!(
                        "source `{}`: {} cleared, {} dropped",
                        self.source.name,
                        crate::diagnostic::counted(cleared as i128, "cell", "cells"),
                        crate::diagnostic::counted(self.dropped.len() as i128, "row", "rows")
                    ),
                )
                .at(Location::key(&first))
                .hint("tables/contract_violations.csv in the bundle lists each of them"),
            );
        }
        let statistics = SourceStatistics {
            name: self.source.name.clone(),
            files: self
                .raw
                .parts
                .iter()
                .map(|part| part.file.clone())
                .collect(),
            rows_read: height,
            rows: frame.height(),
            cells_cleared: cleared,
            rows_dropped: self.dropped.len(),
            rows_outside,
            violations: self.violations,
        };
        Ok((frame, statistics, warnings))
    }
}
