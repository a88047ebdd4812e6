//! The column contract: raw columns → typed columns that meet the contract.
//!
//! Rows are read in chunks, each converted for itself, so each file may order and write its columns in
//! its own way, and no source needs to be in memory as a whole. Every cell that breaks the contract is
//! found, with its file and row; then `on_violation` decides: an error, an empty cell, or a dropped
//! row. Repairs are counted and listed.

mod absent_texts;
mod batches;
mod corrected;
mod days;
mod empty;
mod evaluate;
mod found;
mod inspect;
mod ledger;
mod likeness;
mod look;
mod passing;
mod rows_again;
mod spellings;
mod totals;
mod unique;
mod violations;

pub(super) use corrected::text_of;
pub(super) use found::cell;
pub(super) use look::Look;

use super::absent::MissingTexts;
use super::problem::Problem;
use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::engine::refused;
use crate::report::{ContractColumn, Source};
use crate::results::{SourceStatistics, Violation};
use crate::source::{Batch, Chunk, Chunking, OpenSource};
use crate::spec::grammar::OnViolation;
use crate::world::World;
use absent_texts::compared_texts;
use corrected::{Corrector, Hit, Weighed, with_key};
use days::Days;
use empty::{columns_with_empty, emptied, without};
use found::{BadColumn, Place, find_lines};
use inspect::{Bad, DUPLICATE, inspect};
use likeness::Likeness;
use polars::prelude::*;
use rayon::prelude::*;
use std::collections::BTreeSet;
use totals::CalledTotals;
use unique::{UniqueColumn, unique_columns};

/// The contract of a source, and its open files.
pub(super) struct Contract<'a> {
    source: &'a Source,
    files: OpenSource<'a>,
    unique: Vec<UniqueColumn<'a>>,
    /// Texts that the contract compares columns of the file with.
    missing: MissingTexts,
    corrector: Option<Corrector<'a>>,
    likeness: Likeness,
    days: Days,
    totals: CalledTotals,
}

/// What the contract says of a chunk.
pub(super) struct Inspected {
    /// Number of rows that are left.
    rows: usize,
    /// Rows that do not pass the condition of the source.
    outside: usize,
    /// Number of the rows that do not pass since they have no value, for each that the condition excludes.
    left_out: Vec<usize>,
    /// Number of empty cells in the rows that are left, of each column that may have some.
    empty: Vec<usize>,
    /// Rows that are dropped, from 0 in the chunk.
    dropped: Vec<usize>,
    /// One per column of the contract.
    columns: Vec<BadColumn>,
    /// Its file and the first of its rows there.
    first: (usize, usize),
    /// The corrections that found a row in it.
    hits: Vec<Hit>,
    /// What its rows weigh, where something is corrected.
    weighed: Option<Weighed>,
}

/// A column of the contract with its name.
type Named<'a> = (&'a String, &'a ContractColumn);

/// Columns of a chunk: as the file has them with their corrections, as the contract makes them of these, typed, and
/// their bad cells.
struct Columns {
    raw: DataFrame,
    hits: Vec<Hit>,
    given: Vec<Column>,
    typed: Vec<(Column, Vec<Bad>)>,
}

impl<'a> Contract<'a> {
    /// Opens the files of a source; where repeated values are repaired, finds them.
    ///
    /// # Errors
    /// The source cannot be read or has no rows.
    pub(super) fn open(
        world: &'a dyn World,
        source: &'a Source,
        chunking: Chunking,
    ) -> Result<Self, Vec<Diagnostic>> {
        let corrector = Corrector::of(source);
        let wanted = with_key(corrector.as_ref(), names_of(source.columns.values()));
        // Nullable columns may be missing in some files.
        let needed = names_of(source.columns.values().filter(|column| !column.nullable));
        let location = source.files_here().map_err(|problem| vec![problem])?;
        let files = OpenSource::open(world, location, &wanted, &needed, chunking);
        let files = files.map_err(|problem| vec![at_path(source, problem)])?;
        if files.height() == 0 {
            let shown = &location.shown;
            let message = format!("source `{}` has no rows: `{shown}`", source.name);
            let problem = Diagnostic::error(Code::EMPTY_SOURCE, message);
            return Err(vec![at_path(source, problem)]);
        }
        let mut contract = Self {
            missing: MissingTexts::new(&compared_texts(source)),
            source,
            unique: unique_columns(source, &files),
            files,
            corrector,
            likeness: Likeness::default(),
            days: Days::default(),
            totals: CalledTotals::default(),
        };
        for at in 0..contract.unique.len() {
            if contract.unique[at].is_repaired() {
                let noted = contract.note_repeated(at);
                noted.map_err(|problem| vec![problem])?;
            }
        }
        Ok(contract)
    }

    /// The columns of the files that the contract reads.
    pub(super) fn all_names(&self) -> Vec<String> {
        self.with_key(names_of(self.source.columns.values()))
    }

    /// The columns of the files that [`Contract::ahead`] reads for some columns of the contract.
    pub(super) fn names_ahead(&self, names: &BTreeSet<String>) -> Vec<String> {
        let columns = self.read_ahead(names).into_iter();
        self.with_key(names_of(columns.map(|(_, column)| column)))
    }

    /// The columns of the contract that [`Contract::ahead`] reads for some of them.
    pub(super) fn names_of_ahead(&self, names: &BTreeSet<String>) -> Vec<String> {
        let columns = self.read_ahead(names).into_iter();
        columns.map(|(name, _)| name.clone()).collect()
    }

    /// Some columns of the contract, and those that decide which rows are left out.
    fn read_ahead(&self, names: &BTreeSet<String>) -> Vec<Named<'a>> {
        let of_filter = self.source.filter.iter().flat_map(|it| &it.names);
        let of_filter: BTreeSet<&String> = of_filter.collect();
        let is_read = |(name, column): &Named<'_>| {
            names.contains(*name)
                || of_filter.contains(*name)
                || column.on_violation == OnViolation::Drop
        };
        let columns = self.source.columns.iter().filter(is_read);
        let mut columns: Vec<Named<'a>> = columns.collect();
        if columns.is_empty() {
            // Rows are counted in some column.
            columns.extend(self.source.columns.first());
        }
        columns
    }

    /// Some columns of a chunk, with the rows that [`Contract::inspect`] will leave. Cells that are errors are not reported.
    ///
    /// # Errors
    /// The file is broken, or an expression has no exact value.
    pub(super) fn ahead(
        &self,
        batch: &Batch,
        chunk: &Chunk,
        names: &BTreeSet<String>,
    ) -> Result<DataFrame, Diagnostic> {
        let columns = self.read_ahead(names);
        let typed = self.columns(batch, chunk, &columns)?.typed;
        let dropped = dropped(&columns, &typed);
        self.inside(self.repaired(&columns, typed, &dropped)?)
    }

    /// Applies the contract to a chunk: its rows, if nothing in it is an error.
    ///
    /// # Errors
    /// The file is broken, or an expression has no exact value.
    pub(super) fn inspect(
        &self,
        batch: &Batch,
        chunk: &Chunk,
    ) -> Result<(Inspected, Option<DataFrame>), Diagnostic> {
        let all: Vec<Named<'_>> = self.source.columns.iter().collect();
        let Columns {
            raw,
            hits,
            given,
            typed,
        } = self.columns(batch, chunk, &all)?;
        for unique in self.unique.iter().filter(|unique| !unique.is_repaired()) {
            let added = unique.add(chunk, &typed[unique.at].0);
            added.map_err(|error| self.refused(&error))?;
        }
        let looked = self.missing.look(&raw);
        looked.map_err(|problem| problem.into_diagnostic(&self.source.name))?;
        let bad = all.iter().zip(&given).zip(&typed);
        let bad = bad.map(|((named, given), (_, bad))| {
            BadColumn::of(&self.place(*named, chunk, &raw, given), bad)
        });
        let mut inspected = Inspected {
            rows: 0,
            outside: 0,
            left_out: Vec::new(),
            empty: Vec::new(),
            columns: bad.collect(),
            dropped: dropped(&all, &typed),
            first: (chunk.file, chunk.rows.0),
            hits,
            weighed: None,
        };
        if inspected.columns.iter().any(|it| !it.errors.is_empty()) {
            return Ok((inspected, None));
        }
        let frame = self.repaired(&all, typed, &inspected.dropped)?;
        let left = frame.height();
        inspected.left_out = self.left_out(&frame)?;
        let (frame, weighed) = self.weighed(frame, &inspected, raw.height())?;
        inspected.weighed = weighed;
        inspected.outside = left - frame.height();
        inspected.rows = frame.height();
        inspected.empty = self
            .noted(&frame, chunk)
            .map_err(|error| self.refused(&error))?;
        Ok((inspected, Some(frame)))
    }

    /// What was noticed in all chunks.
    ///
    /// # Errors
    /// The source breaks the contract, or has no rows left.
    pub(super) fn finish(
        &self,
        inspected: &[Inspected],
    ) -> Result<(SourceStatistics, Vec<Diagnostic>), Vec<Diagnostic>> {
        let mut columns = vec![BadColumn::default(); self.source.columns.len()];
        for chunk in inspected {
            for (column, more) in columns.iter_mut().zip(&chunk.columns) {
                column.append(more.clone());
            }
        }
        for unique in self.unique.iter().filter(|unique| !unique.is_repaired()) {
            let bad = &mut columns[unique.at];
            let named = (unique.name, unique.column);
            let looked = self.each_repeated(unique, |chunk, found, rows| {
                let place = self.place(named, chunk, &found.raw, &found.given[0]);
                for row in rows {
                    bad.error(DUPLICATE, || place.cell(row));
                }
            });
            looked.map_err(|problem| vec![problem])?;
            bad.sort();
        }
        let (corrected, mut problems) = self.ledger(inspected).map_err(|problem| vec![problem])?;
        find_lines(&self.files, &mut columns);
        let named = self.source.columns.iter().zip(&columns);
        problems.extend(named.flat_map(|((name, column), bad)| self.errors(name, column, bad)));
        if problems.iter().any(|it| it.severity == Severity::Error) {
            return Err(problems);
        }
        let sum = |count: fn(&Inspected) -> usize| inspected.iter().map(count).sum::<usize>();
        let violations = columns.into_iter().flat_map(|column| column.repaired);
        let violations: Vec<Violation> = violations.collect();
        let cleared = violations.iter().filter(|it| it.action == "clear").count();
        let empty = columns_with_empty(self.source).enumerate();
        let empty = empty.map(|(at, name)| {
            let cells = inspected.iter().filter_map(|chunk| chunk.empty.get(at));
            (name.to_owned(), cells.sum())
        });
        let statistics = SourceStatistics {
            name: self.source.name.clone(),
            empty: empty.collect(),
            files: self.files.files().cloned().collect(),
            rows_read: self.files.height(),
            rows: sum(|chunk| chunk.rows),
            cells_cleared: cleared,
            rows_dropped: sum(|chunk| chunk.dropped.len()),
            rows_outside: sum(|chunk| chunk.outside),
            violations,
            corrected,
            likeness: self.likeness.digest(self.source),
            sample: self.likeness.sample(self.source),
            days: self.days.found(),
        };
        if statistics.rows == 0 {
            return Err(vec![self.empty(&statistics)]);
        }
        problems.extend(self.without_value(inspected, &statistics));
        let warnings = self.warnings(&statistics);
        problems.extend(warnings.map_err(|problem| vec![problem])?);
        Ok((statistics, problems))
    }

    /// Columns of a chunk, typed, with their bad cells.
    fn columns(
        &self,
        batch: &Batch,
        chunk: &Chunk,
        columns: &[Named<'_>],
    ) -> Result<Columns, Diagnostic> {
        let told = |problem: Problem| problem.into_diagnostic(&self.source.name);
        let (raw, hits) = self.corrected(batch.frame(chunk)).map_err(told)?;
        let given = evaluate::evaluate(columns, &self.files, &raw).map_err(told)?;
        let typed: Vec<PolarsResult<_>> = columns
            .par_iter()
            .zip(&given)
            .map(|((name, column), given)| {
                let unique = self.unique.iter().find(|unique| unique.name == *name);
                let repeated = unique.map_or(&[][..], |unique| unique.noted(chunk));
                let inspected = inspect(column, given, repeated)?;
                self.excused(&hits, (name, column), inspected)
            })
            .collect();
        let typed = typed.into_iter().collect::<PolarsResult<_>>();
        Ok(Columns {
            typed: typed.map_err(|error| self.refused(&error))?,
            raw,
            hits,
            given,
        })
    }

    /// A frame of columns whose bad cells are cleared, without the rows that are dropped.
    fn repaired(
        &self,
        columns: &[Named<'_>],
        typed: Vec<(Column, Vec<Bad>)>,
        dropped: &[usize],
    ) -> Result<DataFrame, Diagnostic> {
        let repaired = || {
            let mut height = 0;
            let mut kept = Vec::new();
            for ((name, column), (typed, bad)) in columns.iter().zip(typed) {
                height = typed.len();
                let is_cleared = column.on_violation == OnViolation::Clear && !bad.is_empty();
                let typed = if is_cleared {
                    emptied(&typed, bad.iter().map(|bad| bad.row))?
                } else {
                    typed
                };
                kept.push(typed.with_name(name.as_str().into()));
            }
            let frame = DataFrame::new(height, kept)?;
            if dropped.is_empty() {
                Ok(frame)
            } else {
                frame.filter(&without(height, dropped.iter().copied()))
            }
        };
        repaired().map_err(|error| self.refused(&error))
    }

    /// Keeps the hashes of all rows of a column, and notes those that are repeated.
    fn note_repeated(&mut self, at: usize) -> Result<(), Diagnostic> {
        let unique = &self.unique[at];
        let names = self.names_of_unique(unique);
        self.each_batch(&names, |batch| {
            let added = batch.chunks.par_iter().map(|chunk| {
                let found = self.columns(batch, chunk, &[(unique.name, unique.column)])?;
                let added = unique.add(chunk, &found.typed[0].0);
                added.map_err(|error| self.refused(&error))
            });
            added.collect()
        })?;
        let mut noted = Vec::new();
        self.each_repeated(unique, |chunk, _, rows| noted.push((chunk.clone(), rows)))?;
        self.unique[at].note(noted);
        Ok(())
    }

    /// Calls `act` with the rows of each chunk whose value stood in an earlier row already.
    fn each_repeated(
        &self,
        unique: &UniqueColumn<'_>,
        mut act: impl FnMut(&Chunk, &Columns, Vec<usize>),
    ) -> Result<(), Diagnostic> {
        let suspects = unique.suspects();
        if suspects.is_empty() {
            return Ok(());
        }
        let mut seen = BTreeSet::new();
        let names = self.names_of_unique(unique);
        self.each_batch(&names, |batch| {
            for chunk in &batch.chunks {
                let found = self.columns(batch, chunk, &[(unique.name, unique.column)])?;
                let rows = unique.repeated_in(chunk, &found.typed[0].0, &suspects, &mut seen);
                let rows = rows.map_err(|error| self.refused(&error))?;
                if !rows.is_empty() {
                    act(chunk, &found, rows);
                }
            }
            Ok(())
        })
    }

    /// The columns of the files that a unique column reads, and that which names a row.
    fn names_of_unique(&self, unique: &UniqueColumn<'_>) -> Vec<String> {
        let mut names = names_of(std::iter::once(unique.column));
        let key = self.key_name().filter(|name| !names.contains(name));
        names.extend(key.cloned());
        self.with_key(names)
    }

    /// The file's column whose value names a row: that of the first unique column.
    fn key_name(&self) -> Option<&'a String> {
        let unique = self.unique.first()?;
        let mut names = unique.column.value.names.iter();
        let only = names.next()?;
        names.next().is_none().then_some(only)
    }

    /// A column of a chunk, where its bad cells are.
    fn place<'p>(
        &'p self,
        (name, column): Named<'p>,
        chunk: &'p Chunk,
        raw: &'p DataFrame,
        given: &'p Column,
    ) -> Place<'p> {
        Place {
            name,
            column,
            given,
            key: self.key_name().and_then(|name| raw.column(name).ok()),
            chunk,
            files: &self.files,
        }
    }

    fn refused(&self, error: &PolarsError) -> Diagnostic {
        refused(&format!("source `{}`", self.source.name), error)
    }
}

/// A problem of the files of a source.
fn at_path(source: &Source, problem: Diagnostic) -> Diagnostic {
    let place = format!("/sources/{}/path", crate::spec::escape(&source.name));
    problem.at(Location::key(place))
}

/// The columns of the files that some columns of the contract read.
fn names_of<'c>(columns: impl Iterator<Item = &'c ContractColumn>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in columns.flat_map(|column| &column.value.names) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// The rows with a bad cell in a column that drops them.
fn dropped(columns: &[Named<'_>], typed: &[(Column, Vec<Bad>)]) -> Vec<usize> {
    let columns = columns.iter().zip(typed);
    let drops = columns.filter(|((_, column), _)| column.on_violation == OnViolation::Drop);
    let rows: BTreeSet<usize> = drops
        .flat_map(|(_, (_, bad))| bad.iter().map(|bad| bad.row))
        .collect();
    rows.into_iter().collect()
}
