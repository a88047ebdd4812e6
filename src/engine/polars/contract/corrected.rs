//! Corrections of a source: cells as the files write them → cells as corrected, before the contract looks at them.
//!
//! In: a chunk of rows. Out: the same with the cells changed that corrections name, and for each correction that
//! found its row there what stood in the cell. Rows are found by a hash of their key.

use super::evaluate::evaluate;
use super::found::as_text;
use super::inspect::Bad;
use super::{Contract, Inspected, Named, emptied};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::polars::cells::{Cells, value_of};
use crate::engine::polars::convert::convert;
use crate::engine::polars::problem::Problem;
use crate::engine::polars::weight::weights;
use crate::report::{self, ContractColumn, Correction, Corrections, MeasureUse, Source, Written};
use crate::results::Value;
use crate::source::{OpenSource, in_zone};
use crate::spec::grammar::OnViolation;
use crate::sql::{Sum, Type};
use foldhash::quality::RandomState;
use indexmap::IndexMap;
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The column that marks corrected rows for a moment; no contract can have it.
const CORRECTED: &str = "\0corrected";

/// Positions of corrections, by the key of their row; the hash is seeded, since keys may be hostile.
type ByKey<'a> = IndexMap<&'a str, Vec<usize>, RandomState>;

/// The corrections of a source, ready to be found.
pub(super) struct Corrector<'a> {
    source: &'a Source,
    of: &'a Corrections,
    key: Named<'a>,
    /// For each column of the contract that is corrected, that of the file which it is.
    columns: BTreeMap<&'a str, (&'a ContractColumn, &'a str)>,
    rows: BTreeMap<&'a [String], ByKey<'a>>,
}

/// A correction that found its row in a chunk.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// The row in the chunk.
    pub(super) row: usize,
    /// Position of the correction.
    pub(super) correction: usize,
    pub(super) cell: FoundCell,
}

/// What stands in the cell that a correction changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FoundCell {
    /// What it says that was there.
    AsItWas,
    /// What it says that shall be there.
    AsItIs,
    /// Something else, as a message shows it.
    Other(String),
}

/// What rows weigh: those that are corrected, and all.
#[derive(Clone, Debug, Default)]
pub(super) struct Weighed {
    pub(super) corrected: Sum,
    pub(super) all: Sum,
}

impl<'a> Corrector<'a> {
    /// None where nothing is corrected.
    pub(super) fn of(source: &'a Source) -> Option<Self> {
        let of = source.corrections.as_ref()?;
        let mut rows: BTreeMap<&[String], ByKey<'_>> = BTreeMap::new();
        let mut columns = BTreeMap::new();
        for (at, correction) in of.list.iter().enumerate() {
            let of_file = rows.entry(correction.within.as_slice()).or_default();
            of_file.entry(&*correction.key).or_default().push(at);
            let column = &source.columns[&correction.column];
            if let Some(read) = column.read() {
                columns.insert(correction.column.as_str(), (column, read.as_str()));
            }
        }
        let key = source.columns.get_key_value(&of.key)?;
        (!of.list.is_empty()).then_some(Self {
            source,
            of,
            key,
            columns,
            rows,
        })
    }

    fn is_applied(&self) -> bool {
        self.of.cells == report::Cells::Corrected
    }

    fn with_key(&self, mut names: Vec<String>) -> Vec<String> {
        let is_read = |(_, read): &(&ContractColumn, &str)| names.iter().any(|name| name == read);
        if self.columns.values().any(is_read) {
            for name in self.key.1.value.names.iter().chain(&self.of.within) {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }

    /// The corrections that find their row in a chunk, of columns that were read, in the order of the rows.
    fn hits(&self, files: &OpenSource<'_>, raw: &DataFrame) -> Result<Vec<Hit>, Problem> {
        let is_read = |read: &str| raw.column(read).is_ok();
        if raw.height() == 0 || !self.columns.values().any(|(_, read)| is_read(read)) {
            return Ok(Vec::new());
        }
        let mut within = Vec::new();
        for name in &self.of.within {
            let cell = Cells::of(raw.column(name)?)?.value(0);
            within.push(cell.plain().unwrap_or_default().to_string());
        }
        let Some(rows) = self.rows.get(within.as_slice()) else {
            return Ok(Vec::new());
        };
        let (_, key) = self.key;
        let given = evaluate(&[self.key], files, raw)?.swap_remove(0);
        let typed = convert(&given, key.kind, &key.written)?;
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut look = |row: usize, key: &str| {
            let of_row = rows.get(key).into_iter().flatten();
            found.extend(of_row.map(|correction| (row, *correction)));
        };
        if let Ok(texts) = typed.str() {
            for (row, text) in texts.iter().enumerate() {
                if let Some(text) = text {
                    look(row, text);
                }
            }
        } else {
            let cells = Cells::of(&typed)?;
            for row in 0..typed.len() {
                if let Some(text) = cells.value(row).plain() {
                    look(row, &text);
                }
            }
        }
        let mut hits = Vec::new();
        for (name, (column, read)) in &self.columns {
            if !is_read(read) {
                continue;
            }
            let here = found
                .iter()
                .filter(|(_, at)| self.of.list[*at].column == *name);
            let here: Vec<(usize, usize)> = here.copied().collect();
            let rows: Vec<IdxSize> = here.iter().map(|(row, _)| *row as IdxSize).collect();
            let given = given_cells(raw, column, read)?;
            let given = given.take(&IdxCa::from_vec("row".into(), rows))?;
            let cells = Cells::of(&convert(&given, column.kind, &column.written)?)?;
            for (at, (row, correction)) in here.into_iter().enumerate() {
                hits.push(Hit {
                    row,
                    correction,
                    cell: found_cell(&self.of.list[correction], &given, at, &cells.value(at)),
                });
            }
        }
        hits.sort_by_key(|hit| (hit.row, hit.correction));
        Ok(hits)
    }

    /// Rows of a file with the cells changed that were found as they were.
    fn changed(
        &self,
        files: &OpenSource<'_>,
        mut raw: DataFrame,
        hits: &[Hit],
    ) -> Result<DataFrame, Problem> {
        for (name, (column, read)) in &self.columns {
            let here = hits.iter().filter(|hit| hit.cell == FoundCell::AsItWas);
            let here = here.map(|hit| (hit.row, &self.of.list[hit.correction]));
            let here: Vec<(usize, &Correction)> = here
                .filter(|(_, correction)| correction.column == *name)
                .collect();
            if !here.is_empty() {
                let given = given_cells(&raw, column, read)?;
                let mut others = self.source.columns.iter();
                let computed = others
                    .find(|(_, other)| !other.is_plain() && other.value.names.contains(*read))
                    .map(|(other, _)| other.as_str());
                raw.with_column(replaced(files, &given, column, &here, computed)?)?;
            }
        }
        Ok(raw)
    }
}

/// The columns of the files that rows are read from, and those that name a row where a corrected one is among them.
pub(super) fn with_key(corrector: Option<&Corrector<'_>>, names: Vec<String>) -> Vec<String> {
    match corrector {
        Some(corrector) => corrector.with_key(names),
        None => names,
    }
}

impl Contract<'_> {
    /// The columns of the files that rows are read from, and those that name a row where a corrected one is among them.
    pub(super) fn with_key(&self, names: Vec<String>) -> Vec<String> {
        with_key(self.corrector.as_ref(), names)
    }

    /// Rows of a chunk with their corrections, and what these found.
    pub(super) fn corrected(&self, raw: DataFrame) -> Result<(DataFrame, Vec<Hit>), Problem> {
        let Some(corrector) = &self.corrector else {
            return Ok((raw, Vec::new()));
        };
        let hits = corrector.hits(&self.files, &raw)?;
        if hits.is_empty() || !corrector.is_applied() {
            return Ok((raw, hits));
        }
        Ok((corrector.changed(&self.files, raw, &hits)?, hits))
    }

    /// Where cells stay as they were, those that only a correction makes fit the contract are no errors: they are
    /// empty.
    pub(super) fn excused(
        &self,
        hits: &[Hit],
        (_, column): Named<'_>,
        (typed, mut bad): (Column, Vec<Bad>),
    ) -> PolarsResult<(Column, Vec<Bad>)> {
        let Some(corrector) = self.corrector.as_ref().filter(|it| !it.is_applied()) else {
            return Ok((typed, bad));
        };
        if column.on_violation != OnViolation::Error || bad.is_empty() {
            return Ok((typed, bad));
        }
        let reads = |hit: &&Hit| {
            let name = corrector.of.list[hit.correction].column.as_str();
            let read = corrector.columns.get(name).map(|(_, read)| *read);
            read.is_some_and(|read| column.value.names.contains(read))
        };
        let rows: BTreeSet<usize> = hits.iter().filter(reads).map(|hit| hit.row).collect();
        let is_excused = |bad: &Bad| rows.contains(&bad.row);
        let empty: Vec<usize> = bad
            .iter()
            .filter(|bad| is_excused(bad))
            .map(|bad| bad.row)
            .collect();
        bad.retain(|bad| !is_excused(bad));
        Ok((emptied(&typed, empty.into_iter())?, bad))
    }

    /// What the rows of a chunk weigh that are left of it, where something is corrected. `frame` has the rows that are
    /// not dropped, and comes back without those outside of the source.
    pub(super) fn weighed(
        &self,
        mut frame: DataFrame,
        inspected: &Inspected,
        height: usize,
    ) -> Result<(DataFrame, Option<Weighed>), Diagnostic> {
        let is_applied = self.corrector.as_ref().is_some_and(Corrector::is_applied);
        let Some(weight) = self.source.weight.as_ref().filter(|_| is_applied) else {
            return Ok((self.inside(frame)?, None));
        };
        let hits = inspected.hits.iter();
        let changed = hits.filter(|hit| hit.cell == FoundCell::AsItWas);
        let changed: BTreeSet<usize> = changed.map(|hit| hit.row).collect();
        let dropped: BTreeSet<usize> = inspected.dropped.iter().copied().collect();
        let marks = (0..height).filter(|row| !dropped.contains(row));
        let marks: BooleanChunked = marks.map(|row| changed.contains(&row)).collect();
        let marks = marks.with_name(CORRECTED.into()).into_series();
        let told = |problem: Problem| problem.into_diagnostic(&self.source.name);
        let marked = frame.with_column(marks.into_column());
        marked.map_err(|error| told(error.into()))?;
        let mut frame = self.inside(frame)?;
        let weighed = sums(&frame, weight).map_err(told)?;
        let unmarked = frame.drop_in_place(CORRECTED);
        unmarked.map_err(|error| told(error.into()))?;
        Ok((frame, Some(weighed)))
    }
}

/// What all rows of a frame weigh, and those that are marked as corrected.
fn sums(frame: &DataFrame, weight: &MeasureUse) -> Result<Weighed, Problem> {
    let mut weighed = Weighed::default();
    let amounts = weights(frame, weight)?;
    for (amount, mark) in amounts.iter().zip(frame.column(CORRECTED)?.bool()?.iter()) {
        weighed.all.add(amount);
        if mark == Some(true) {
            weighed.corrected.add(amount);
        }
    }
    Ok(weighed)
}

/// The cells of a column, moments as days in the zone of the column of the contract that is corrected.
fn given_cells(raw: &DataFrame, column: &ContractColumn, read: &str) -> PolarsResult<Column> {
    let alone = in_zone(&raw.select([read])?, column.written.zone)?;
    alone.column(read).cloned()
}

/// What stands in a cell, whose value in the type of the contract is given.
fn found_cell(correction: &Correction, given: &Column, row: usize, value: &Value) -> FoundCell {
    let text = text_of(given, row);
    let is = |written: &Written| match (&written.text, &text) {
        (None, None) => true,
        (Some(wanted), Some(text)) => match (&written.value, value) {
            (Value::Null, _) | (_, Value::Null) => wanted == text,
            (wanted, value) => wanted == value,
        },
        _ => false,
    };
    if is(&correction.was) {
        FoundCell::AsItWas
    } else if is(&correction.is) {
        FoundCell::AsItIs
    } else {
        FoundCell::Other(match text {
            Some(text) => format!("`{}`", text.chars().take(80).collect::<String>()),
            None => "empty".to_owned(),
        })
    }
}

/// A cell of a file as a correction writes it; none: it is empty.
pub(crate) fn text_of(column: &Column, row: usize) -> Option<String> {
    match column.get(row) {
        Ok(AnyValue::Null) | Err(_) => None,
        Ok(AnyValue::String(text)) => Some(text.to_owned()),
        Ok(AnyValue::StringOwned(text)) => Some(text.to_string()),
        Ok(AnyValue::Binary(bytes)) => Some(as_text(bytes).into_owned()),
        Ok(AnyValue::BinaryOwned(bytes)) => Some(as_text(&bytes).into_owned()),
        Ok(AnyValue::Float64(value)) => Some(value.to_string()),
        Ok(AnyValue::Float32(value)) => Some(value.to_string()),
        Ok(value @ AnyValue::List(_)) => {
            let Value::List(items) = value_of(&value) else {
                return Some(value.to_string());
            };
            let items: Vec<Option<&str>> = items.iter().map(Option::as_deref).collect();
            serde_json::to_string(&items).ok()
        }
        Ok(value) => Some(value.to_string()),
    }
}

/// A column of a file with some cells changed: in the type of the file, or else in that of the contract, as long as nothing
/// is computed of the column, which expects the type of the file.
fn replaced(
    files: &OpenSource<'_>,
    given: &Column,
    column: &ContractColumn,
    changes: &[(usize, &Correction)],
    computed: Option<&str>,
) -> Result<Column, Problem> {
    let name = given.name().clone();
    let texts = changes
        .iter()
        .map(|(_, correction)| correction.is.text.as_deref());
    let texts: StringChunked = texts.collect();
    let texts = texts.with_name(name.clone()).into_series().into_column();
    let wanted = match column.kind {
        Type::List => lists(changes).with_name(name.clone()),
        kind => convert(&texts, kind, &column.written)?,
    };
    if given.dtype() == &DataType::Null {
        let empty = Column::full_null(name, given.len(), wanted.dtype());
        return Ok(with_cells(empty, &wanted, changes)?);
    }
    let cells = match given.dtype() {
        DataType::String => texts,
        // Numbers as they are written.
        kind @ DataType::Binary => {
            let cells = wanted.cast(&DataType::String)?.cast(kind)?;
            if computed.is_some() {
                for (at, (_, correction)) in (0..).zip(changes) {
                    let one = DataFrame::new(1, vec![cells.slice(at, 1)])?;
                    if files.alike(&one).is_err() {
                        return Err(cannot_stand(correction, kind, computed));
                    }
                }
            }
            cells
        }
        // What does not fit becomes empty, or another number.
        kind => wanted.cast(kind)?,
    };
    let again = Cells::of(&convert(&cells, column.kind, &column.written)?)?;
    let wanted_cells = Cells::of(&wanted)?;
    let mut places = (0..changes.len()).filter(|at| again.value(*at) != wanted_cells.value(*at));
    let Some(misfit) = places.next() else {
        return Ok(with_cells(given.clone(), &cells, changes)?);
    };
    let typed = convert(given, column.kind, &column.written)?;
    if computed.is_some() || typed.null_count() > given.null_count() {
        return Err(cannot_stand(changes[misfit].1, given.dtype(), computed));
    }
    Ok(with_cells(typed, &wanted, changes)?)
}

/// A column with some of its cells taken from another one, which has one for each change.
fn with_cells(
    mut column: Column,
    cells: &Column,
    changes: &[(usize, &Correction)],
) -> PolarsResult<Column> {
    let height = column.len();
    let mut places: Vec<IdxSize> = (0..height as IdxSize).collect();
    for (at, (row, _)) in changes.iter().enumerate() {
        places[*row] = (height + at) as IdxSize;
    }
    column.append(cells)?;
    column.take(&IdxCa::from_vec("row".into(), places))
}

/// The problem of a value that a column of a file cannot hold.
fn cannot_stand(correction: &Correction, kind: &DataType, computed: Option<&str>) -> Problem {
    let why = match computed {
        Some(other) => format!("and `{other}` is computed of it"),
        None => "and another of its cells is not of the type of the contract".to_owned(),
    };
    let of = match kind {
        DataType::Binary => "holds numbers".to_owned(),
        kind => format!("is of type {kind}"),
    };
    let message = format!(
        "`{}` of `{}` cannot be {}: the column of the file {of}, {why}",
        correction.column, correction.key, correction.is
    );
    let problem = Diagnostic::error(Code::CORRECTION_AGAINST_CONTRACT, message);
    Problem::Told(Box::new(problem.at(correction.is_place())))
}

/// The lists that corrections give, one for each.
fn lists(changes: &[(usize, &Correction)]) -> Column {
    let mut lists = ListStringChunkedBuilder::new("list".into(), changes.len(), changes.len());
    for (_, correction) in changes {
        match &correction.is.value {
            Value::List(items) => {
                lists.append_trusted_len_iter(items.iter().map(Option::as_deref));
            }
            _ => lists.append_null(),
        }
    }
    lists.finish().into_series().into_column()
}
