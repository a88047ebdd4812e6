//! The bad cells of a source as they are found chunk by chunk: counted, the first of each kind with row,
//! key and text, and all that are repaired.

use super::inspect::Bad;
use crate::engine::polars::forms::readings;
use crate::engine::polars::minus::Minus;
use crate::report::ContractColumn;
use crate::results::Violation;
use crate::source::{Chunk, OpenSource, TextForms};
use crate::spec::grammar::OnViolation;
use crate::sql::{MAX_SCALE, Type};
use polars::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Number of rows that a message shows.
pub(super) const SHOWN: usize = 5;

/// Cells that are kept of a chunk in which all are of the right type.
const FEW: usize = 16;

/// A bad cell as a message shows it.
#[derive(Clone, Debug)]
pub(super) struct BadCell {
    /// Position of its file, and its row there from 0.
    pub(super) place: (usize, usize),
    /// The line on which this row begins, where its file has lines.
    pub(super) line: Option<usize>,
    /// Value of the unique column, if there is one.
    pub(super) key: String,
    /// The cell as it is in the file.
    pub(super) found: String,
}

/// Cells of a column with the same problem.
#[derive(Clone, Debug)]
pub(super) struct BadCells {
    pub(super) problem: &'static str,
    pub(super) count: usize,
    /// The first of them.
    pub(super) shown: Vec<BadCell>,
}

/// What is wrong with the cells of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct BadColumn {
    /// Whether some file gives something else than texts.
    not_text: bool,
    /// Errors, by problem in the order of their first rows.
    pub(super) errors: Vec<BadCells>,
    /// The forms of texts in which all cells of a wrong type could be read.
    forms: Option<Vec<TextForms>>,
    /// Those of them that read the other cells of their chunks too.
    shared: Option<Vec<TextForms>>,
    /// Some cells of chunks in which none is of a wrong type.
    right: Vec<String>,
    /// The numbers of digits behind the point with which all cells of a wrong type are decimals.
    scales: Option<Vec<u8>>,
    /// The ways in which all cells of a wrong type are amounts below zero.
    minuses: Option<Vec<Minus>>,
    /// Cells that are cleared, or whose rows are dropped.
    pub(super) repaired: Vec<Violation>,
}

/// A column of the contract, the cells of a chunk that it is made of, and where they are.
pub(super) struct Place<'a> {
    pub(super) name: &'a str,
    pub(super) column: &'a ContractColumn,
    pub(super) given: &'a Column,
    /// The column that names a row.
    pub(super) key: Option<&'a Column>,
    pub(super) chunk: &'a Chunk,
    pub(super) files: &'a OpenSource<'a>,
}

impl Place<'_> {
    /// A cell of the chunk, for messages.
    pub(super) fn cell(&self, row: usize) -> BadCell {
        BadCell {
            place: (self.chunk.file, self.chunk.rows.0 + row),
            line: None,
            key: self.key.map_or_else(String::new, |key| cell(key, row)),
            found: cell(self.given, row),
        }
    }

    fn violation(&self, bad: Bad, action: &'static str) -> Violation {
        let cell = self.cell(bad.row);
        let (file, row) = cell.place;
        let file = path_of(self.files, file).file_name();
        Violation {
            file: file.map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            row: row + 1,
            key: cell.key,
            column: self.name.to_owned(),
            problem: bad.problem,
            found: cell.found,
            action,
        }
    }
}

/// Finds the lines of the cells that messages show.
pub(super) fn find_lines(files: &OpenSource<'_>, columns: &mut [BadColumn]) {
    let errors = columns.iter_mut().flat_map(|column| &mut column.errors);
    let mut shown: Vec<&mut BadCell> = errors.flat_map(|cells| &mut cells.shown).collect();
    let mut rows: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for cell in &shown {
        rows.entry(cell.place.0).or_default().insert(cell.place.1);
    }
    for (file, rows) in rows {
        let lines = files.lines(file, &rows);
        for cell in shown.iter_mut().filter(|cell| cell.place.0 == file) {
            cell.line = lines.get(&cell.place.1).copied();
        }
    }
}

pub(super) fn path_of<'a>(files: &'a OpenSource<'_>, file: usize) -> &'a Path {
    let found = files.files().nth(file);
    found.map_or(Path::new(""), |file| &file.path)
}

impl BadColumn {
    /// The bad cells of a chunk.
    pub(super) fn of(place: &Place<'_>, bad: &[Bad]) -> Self {
        let is_text = place.given.dtype() == &DataType::String;
        let mut found = Self {
            not_text: !is_text,
            ..Self::default()
        };
        let action = match place.column.on_violation {
            OnViolation::Error => {
                for one in bad {
                    found.error(one.problem, || place.cell(one.row));
                }
                let wrong = bad.iter().filter(|bad| bad.problem == "wrong type");
                let texts: Vec<String> = wrong.map(|bad| cell(place.given, bad.row)).collect();
                if texts.is_empty() {
                    found.right = right(place, bad, FEW);
                } else {
                    let forms = is_text.then(|| readings(&texts, place.column.kind));
                    found.shared = forms.clone().map(|mut forms| {
                        if !forms.is_empty() {
                            let right = right(place, bad, usize::MAX);
                            forms.retain(|form| reads(form, &right, place.column.kind));
                        }
                        forms
                    });
                    found.forms = forms;
                    found.minuses = is_text.then(|| minuses(&texts, place.column));
                    found.scales = Some(scales(&texts, place.column, is_text));
                }
                return found;
            }
            OnViolation::Clear => "clear",
            OnViolation::Drop => "drop",
        };
        let repaired = bad.iter().map(|bad| place.violation(*bad, action));
        found.repaired = repaired.collect();
        found
    }

    /// Counts an error, and keeps it if it is among the first.
    pub(super) fn error(&mut self, problem: &'static str, cell: impl FnOnce() -> BadCell) {
        let known = self.errors.iter().position(|it| it.problem == problem);
        let at = known.unwrap_or_else(|| {
            self.errors.push(BadCells {
                problem,
                count: 0,
                shown: Vec::new(),
            });
            self.errors.len() - 1
        });
        let cells = &mut self.errors[at];
        cells.count += 1;
        if cells.shown.len() < SHOWN {
            cells.shown.push(cell());
        }
    }

    /// Adds what was found in the chunks that follow.
    pub(super) fn append(&mut self, more: Self) {
        self.not_text |= more.not_text;
        self.repaired.extend(more.repaired);
        for cells in more.errors {
            let known = self.errors.iter_mut();
            match known.into_iter().find(|it| it.problem == cells.problem) {
                Some(known) => {
                    known.count += cells.count;
                    known.shown.extend(cells.shown);
                    known.shown.truncate(SHOWN);
                }
                None => self.errors.push(cells),
            }
        }
        self.right.extend(more.right);
        self.forms = in_both(self.forms.take(), more.forms);
        self.shared = in_both(self.shared.take(), more.shared);
        self.scales = in_both(self.scales.take(), more.scales);
        self.minuses = in_both(self.minuses.take(), more.minuses);
    }

    /// Errors of a column in the order of their first rows; repeated values are found last.
    pub(super) fn sort(&mut self) {
        let place = |cells: &BadCells| cells.shown.first().map(|cell| cell.place);
        self.errors.sort_by_key(place);
    }

    /// The numbers of digits behind the point with which all cells of a wrong type are decimals; with 0, all are whole.
    pub(super) fn other_scales(&self) -> &[u8] {
        self.scales.as_deref().unwrap_or_default()
    }

    /// The way in which all cells of a wrong type are amounts below zero.
    pub(super) fn minus(&self) -> Option<Minus> {
        let minuses = self.minuses.as_ref().filter(|_| !self.not_text);
        minuses?.first().copied()
    }

    /// The settings with which all cells of a wrong type would have the right one, and whether the other cells would keep it.
    /// One with the decimal sign of the source comes first, which other columns need.
    pub(super) fn other_form(&self, kind: Type, written: &TextForms) -> Option<(&TextForms, bool)> {
        if self.not_text {
            return None;
        }
        let keeps_decimal = |form: &&TextForms| form.decimal == written.decimal;
        let shared = self.shared.iter().flatten();
        let shared = shared.filter(|form| reads(form, &self.right, kind));
        let shared: Vec<&TextForms> = shared.collect();
        let first = shared.iter().copied().find(keeps_decimal);
        let first = first.or(shared.first().copied());
        let forms = self.forms.as_ref()?;
        let form = first.or_else(|| forms.iter().find(keeps_decimal));
        Some((form.or(forms.first())?, first.is_some()))
    }
}

/// The cells of a chunk that are of the right type, as the file has them, at most so many.
fn right(place: &Place<'_>, bad: &[Bad], most: usize) -> Vec<String> {
    let Ok(texts) = place.given.str() else {
        return Vec::new();
    };
    let wrong: BTreeSet<usize> = bad.iter().map(|bad| bad.row).collect();
    let cells = texts.iter().enumerate();
    let cells = cells.filter(|(row, _)| !wrong.contains(row));
    let cells = cells.filter_map(|(_, cell)| cell.filter(|text| !text.trim().is_empty()));
    cells.take(most).map(str::to_owned).collect()
}

/// Whether a form reads all of the texts.
fn reads(form: &TextForms, texts: &[String], kind: Type) -> bool {
    texts.iter().all(|text| form.value(text, kind).is_some())
}

/// The way in which all of the texts are amounts below zero that the column holds with a hyphen in front, if there is one.
fn minuses(texts: &[String], column: &ContractColumn) -> Vec<Minus> {
    let minus = texts.first().and_then(|text| Minus::of(text));
    let is_held = |minus: &Minus| {
        let mut texts = texts.iter();
        let holds = |text: &str| column.written.value(text, column.kind).is_some();
        column.kind.is_number()
            && texts.all(|it| Minus::of(it) == Some(*minus) && holds(&minus.in_front(it)))
    };
    minus.filter(is_held).into_iter().collect()
}

/// What some cells have in common and others too.
fn in_both<T: PartialEq>(some: Option<Vec<T>>, others: Option<Vec<T>>) -> Option<Vec<T>> {
    match (some, others) {
        (Some(mut some), Some(others)) => {
            some.retain(|one| others.contains(one));
            Some(some)
        }
        (some, others) => some.or(others),
    }
}

/// The numbers of digits behind the point with which all of the texts are decimals, for a column of whole
/// numbers or of fewer digits; 0 stands first where all are whole, of however many digits.
fn scales(texts: &[String], column: &ContractColumn, are_texts: bool) -> Vec<u8> {
    let least = match column.kind {
        Type::Integer | Type::Number => 1,
        Type::Decimal(scale) => scale + 1,
        _ => return Vec::new(),
    };
    let is_whole = |text: &String| {
        let digits = text.trim_start_matches(['-', '+']);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let all_whole = texts.iter().all(is_whole).then_some(0);
    let usual = TextForms::default();
    let written = if are_texts { &column.written } else { &usual };
    let holds = |scale: &u8| {
        let mut texts = texts.iter();
        texts.all(|text| written.decimal(text, *scale).is_some())
    };
    let scales = (least..=MAX_SCALE).filter(holds);
    all_whole.into_iter().chain(scales).collect()
}

/// A number as it is written.
pub(super) fn as_text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

/// A cell as text, for messages.
pub(crate) fn cell(column: &Column, row: usize) -> String {
    match column.get(row) {
        Ok(AnyValue::String(text)) => text.chars().take(80).collect(),
        Ok(AnyValue::StringOwned(text)) => text.chars().take(80).collect(),
        Ok(AnyValue::Binary(bytes)) => as_text(bytes).chars().take(80).collect(),
        Ok(AnyValue::BinaryOwned(bytes)) => as_text(&bytes).chars().take(80).collect(),
        Ok(AnyValue::Null) | Err(_) => String::new(),
        Ok(AnyValue::Float64(value)) => value.to_string(),
        Ok(value) => value.to_string().chars().take(80).collect(),
    }
}
