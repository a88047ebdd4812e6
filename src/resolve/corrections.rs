//! Corrections: a file of changed cells → corrections, held against the contract of their source.

use super::context::Context;
use crate::diagnostic::{
    Code, Diagnostic, Location, Span, Subject, SubjectKind, allowed, nearest, there_are,
};
use crate::records::{Dialect, Table};
use crate::report::{Cells, ContractColumn, Correction, Corrections, MAX_TEXT, Written};
use crate::source::format_of;
use crate::spec::grammar::SourceFormat;
use crate::spec::{read_text, unreadable};
use crate::sql::Value;
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::Path;

/// Columns of a file of corrections besides those that name a row.
const COLUMNS: [&str; 5] = ["column", "was", "is", "reason", "origin"];
/// How many problems with one code are reported, of a file that may have any number of them.
const SHOWN: usize = 20;

/// A source whose cells are corrected.
pub(super) struct CorrectedSource<'a> {
    pub(super) name: &'a str,
    /// Pointer to its key `corrections`.
    pub(super) pointer: String,
    /// Its contract.
    pub(super) columns: &'a IndexMap<String, ContractColumn>,
    /// Columns that come from the names of its files.
    pub(super) from_name: Vec<String>,
}

impl CorrectedSource<'_> {
    /// The unique columns of the contract.
    fn unique(&self) -> impl Iterator<Item = (&str, &ContractColumn)> {
        let columns = self.columns.iter();
        let unique = columns.filter(|(_, column)| column.unique || column.unique_in_file);
        unique.map(|(name, column)| (name.as_str(), column))
    }
}

impl Context<'_> {
    /// The corrections of a source; none, and reported, where they cannot be read.
    pub(super) fn corrections(
        &mut self,
        path: &str,
        source: &CorrectedSource<'_>,
    ) -> Option<Corrections> {
        let pointer = &source.pointer;
        let at = || Location::value(pointer.as_str());
        let Some((key, _)) = source.unique().next() else {
            let message = format!(
                "a correction names its row by a unique column, and the contract of source `{}` has none",
                source.name
            );
            let problem = Diagnostic::error(Code::CORRECTION_KEY, message).at(at());
            let hint = "say `unique: true` of the column that tells its rows apart";
            self.problems.push(problem.hint(hint));
            return None;
        };
        let hint = format!(
            "where nothing is corrected the file has only its header: `{key},{}`",
            COLUMNS.join(",")
        );
        let what = format!("the corrections of source `{}`", source.name);
        let has_it = self.periods_have(path, (pointer, &what), |world, path, _| {
            if world.exists(&path) {
                return Ok(());
            }
            let missing = io::Error::from(io::ErrorKind::NotFound);
            Err(unreadable(&path, &missing).hint(&hint))
        });
        if !has_it {
            return None;
        }
        let (path, shown) = self.path(path, pointer)?;
        let dialect = match format_of(&shown) {
            (Some(SourceFormat::Csv), false) => Dialect::CSV,
            (Some(SourceFormat::Tsv), false) => Dialect::TSV,
            _ => {
                let message = format!("corrections are a CSV or TSV file, found `{shown}`");
                self.error(Code::SOURCE_FORMAT, pointer, message);
                return None;
            }
        };
        let text = read_text(self.world, &path).map_err(|problem| problem.at(at()).hint(hint));
        let text = self.problems.keep(text)?;
        let file = self.source_map.add(path.display().to_string(), text);
        let text = self.source_map.file(file).text.clone();
        let place = |range: Range<usize>| Span {
            file,
            start: range.start,
            end: range.end,
        };
        let mut lines = Lines {
            source,
            place: &place,
            problems: BTreeMap::new(),
            first: BTreeMap::new(),
            list: Vec::new(),
        };
        let named = lines.read(&path, &text, dialect);
        let Lines { problems, list, .. } = lines;
        for problem in problems.into_values().flat_map(first_of_them) {
            self.problems.push(problem);
        }
        let (key, within) = self.problems.keep(named)?;
        Some(Corrections {
            path,
            shown,
            file,
            text,
            key,
            within,
            list: list.into(),
            cells: Cells::Corrected,
        })
    }
}

/// The first few problems with one code, the first of which says how many more there are.
fn first_of_them(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let more = problems.len().saturating_sub(SHOWN);
    problems.truncate(SHOWN);
    if let (Some(first), true) = (problems.first_mut(), more > 0) {
        first.hints.push(format!("and so in {more} more lines"));
    }
    problems
}

/// A field of a line, and where it stands.
struct Cell {
    text: String,
    span: Span,
}

/// The column that names a row, and those from file names that stand beside it.
type Named = (String, Vec<String>);

/// The lines of a file of corrections.
struct Lines<'s> {
    source: &'s CorrectedSource<'s>,
    place: &'s dyn Fn(Range<usize>) -> Span,
    problems: BTreeMap<Code, Vec<Diagnostic>>,
    /// Where each cell is corrected first: by what names its row, and the column of the file.
    first: BTreeMap<(Vec<String>, String, &'s str), Span>,
    list: Vec<Correction>,
}

impl<'s> Lines<'s> {
    /// Reads all lines; a problem with one of them is kept.
    ///
    /// # Errors
    /// The file is no table with the columns of corrections.
    fn read(&mut self, path: &Path, text: &str, dialect: Dialect) -> Result<Named, Diagnostic> {
        let mut table = Table::open(path, text, dialect).map_err(|d| self.about(d))?;
        let (key, within) = self.header(&table)?;
        let wanted = within.iter().map(String::as_str).chain([&*key]);
        let places = wanted.chain(COLUMNS).filter_map(|name| {
            let mut names = table.names.iter();
            names.position(|known| known == name)
        });
        let places: Vec<usize> = places.collect();
        loop {
            let fields = match table.next() {
                Ok(Some(fields)) => fields,
                Ok(None) => return Ok((key, within)),
                Err(problem) => {
                    let at = (self.place)(table.record());
                    return Err(self.about(problem.at(at)));
                }
            };
            let cells = places.iter().map(|at| Cell {
                text: fields[*at].value().into_owned(),
                span: (self.place)(fields[*at].range()),
            });
            let mut cells: Vec<Cell> = cells.collect();
            let rest = cells.split_off(within.len());
            if let Ok(rest) = <[Cell; 6]>::try_from(rest) {
                self.line(&key, &cells, rest);
            }
        }
    }

    /// Which columns name a row; the header has them and those of every file of corrections.
    fn header(&self, table: &Table<'_>) -> Result<Named, Diagnostic> {
        let at = (self.place)(table.record());
        let wrong = |code: Code, message: String| {
            let problem = Diagnostic::error(code, message).at(at);
            self.about(problem)
        };
        let names = table.header();
        if let Some(name) = table.repeated().first() {
            let message = format!("the header has several columns `{name}`");
            return Err(wrong(Code::CORRECTIONS_FORM, message));
        }
        let mut unique = self.source.unique();
        let said = self.source.unique().find(|(name, _)| names.contains(name));
        let Some((key, column)) = said.or_else(|| unique.next()) else {
            return Err(wrong(
                Code::CORRECTION_KEY,
                "no column is unique".to_owned(),
            ));
        };
        if COLUMNS.contains(&key) {
            let message = format!(
                "the unique column is called `{key}`, as one that every file of corrections has"
            );
            let problem = wrong(Code::CORRECTION_KEY, message);
            return Err(problem.hint("give it another name in the contract"));
        }
        let within = if column.unique_in_file {
            self.source.from_name.clone()
        } else {
            Vec::new()
        };
        let wanted = within.iter().map(String::as_str).chain([key]);
        let wanted: Vec<&str> = wanted.chain(COLUMNS).collect();
        let hint = format!(
            "a file of corrections has the columns {}",
            allowed(wanted.iter().copied())
        );
        if let Some(missing) = wanted.iter().find(|name| !names.contains(*name)) {
            let further = names.iter().copied().filter(|name| !wanted.contains(name));
            let near = nearest(missing, further);
            let found = there_are(names.iter().copied());
            let message = format!("the header has no `{missing}`; {found}");
            let problem = wrong(Code::CORRECTIONS_FORM, message).maybe_hint(near);
            return Err(problem.hint(hint));
        }
        if let Some(further) = names.iter().find(|name| !wanted.contains(*name)) {
            let message =
                format!("the header has a column `{further}`, which corrections do not have");
            return Err(wrong(Code::CORRECTIONS_FORM, message).hint(hint));
        }
        Ok((key.to_owned(), within))
    }

    /// Adds the correction of a line, or what is wrong with it.
    fn line(&mut self, key_name: &str, within: &[Cell], rest: [Cell; 6]) {
        let [key, column, was, is, reason, origin] = rest;
        let mut required = vec![
            (key_name, &key),
            ("column", &column),
            ("reason", &reason),
            ("origin", &origin),
        ];
        required.extend(self.source.from_name.iter().map(String::as_str).zip(within));
        let mut required = required.iter();
        if let Some((name, cell)) = required.find(|(_, cell)| cell.text.trim().is_empty()) {
            let hint = match *name {
                "reason" => "say why the cell is wrong; the report publishes it",
                "origin" => "say where its right value is from; the report publishes it",
                _ => "a line says which cell it changes: of which row, in which column",
            };
            let problem = form(format!("a correction has no `{name}`"), cell);
            return self.keep(problem.hint(hint));
        }
        let Some((contract, read)) = self.column(&column) else {
            return;
        };
        let unique = &self.source.columns[key_name];
        let value = unique.written.value(&key.text, unique.kind);
        let Some(plain) = value.and_then(|value| value.plain()) else {
            let message = format!(
                "`{}` is not of type {}, as `{key_name}` is",
                key.text, unique.kind
            );
            return self.keep(form(message, &key));
        };
        let within: Vec<String> = within.iter().map(|cell| cell.text.clone()).collect();
        let of_row = || format!("`{}` of `{}`", column.text, key.text);
        let place = (within.clone(), plain.to_string(), read);
        if let Some(first) = self.first.get(&place) {
            let message = format!("{} is corrected twice", of_row());
            let problem = Diagnostic::error(Code::CORRECTED_TWICE, message).at(key.span);
            let problem = problem.related(*first, "first here");
            return self.keep(problem.hint("take one of the two lines out"));
        }
        self.first.insert(place, key.span);
        let correction = Correction {
            within,
            key: plain.to_string(),
            was: written(contract, &was),
            is: written(contract, &is),
            reason: reason.text,
            origin: origin.text,
            places: [key.span, was.span, is.span],
            column: column.text.clone(),
        };
        let Correction { was, is, .. } = &correction;
        if was.text == is.text || was.value != Value::Null && was.value == is.value {
            let message = format!("{} was {was} and is {is}: this changes nothing", of_row());
            let problem = Diagnostic::error(Code::CORRECTION_WITHOUT_CHANGE, message);
            let problem = problem.at(correction.is_place());
            return self.keep(problem.hint("take the line out, or correct one of its two values"));
        }
        if let Some(what) = against(contract, is) {
            let message = format!("{} cannot be {is}: {what}", of_row());
            let problem = Diagnostic::error(Code::CORRECTION_AGAINST_CONTRACT, message);
            let contract = Location::key(&contract.pointer);
            let problem = problem.at(correction.is_place());
            return self.keep(problem.related(contract, "the contract says so here"));
        }
        self.list.push(correction);
    }

    /// The column of the contract that a line names, and that of the file which it is.
    fn column(&mut self, cell: &Cell) -> Option<(&'s ContractColumn, &'s str)> {
        let columns = self.source.columns;
        let wrong =
            |message: String| Diagnostic::error(Code::CORRECTION_COLUMN, message).at(cell.span);
        let name = &cell.text;
        let Some(column) = columns.get(name) else {
            let names = || columns.keys().map(String::as_str);
            let of = self.source.name;
            let message = format!(
                "the contract of source `{of}` has no column `{name}`; {}",
                there_are(names())
            );
            self.keep(wrong(message).maybe_hint(nearest(name, names())));
            return None;
        };
        let Some(read) = column.read() else {
            let of = allowed(column.value.names.iter().map(String::as_str));
            let message = format!("`{name}` is computed of {of}, so that it is no cell of a file");
            let hint = "correct what it is computed of, as a column of the contract of its own";
            self.keep(wrong(message).hint(hint));
            return None;
        };
        if self.source.from_name.contains(read) {
            let message =
                format!("`{name}` comes from the name of the file, so that it is no cell of it");
            self.keep(wrong(message));
            return None;
        }
        let mut others = columns
            .iter()
            .filter(|(_, other)| other.value.names.contains(read));
        if let Some((other, _)) =
            others.find(|(_, other)| other.written.zone != column.written.zone)
        {
            let message = format!(
                "`{name}` and `{other}` read `{read}` in different zones, so that none says which day its cells are"
            );
            self.keep(wrong(message));
            return None;
        }
        Some((column, read))
    }

    fn keep(&mut self, problem: Diagnostic) {
        let problem = self.about(problem);
        self.problems.entry(problem.code).or_default().push(problem);
    }

    fn about(&self, problem: Diagnostic) -> Diagnostic {
        problem.about(Subject::new(SubjectKind::Source, self.source.name))
    }
}

fn form(message: String, cell: &Cell) -> Diagnostic {
    Diagnostic::error(Code::CORRECTIONS_FORM, message).at(cell.span)
}

/// A cell as its column reads it.
fn written(column: &ContractColumn, cell: &Cell) -> Written {
    let text = Some(cell.text.clone()).filter(|text| !text.is_empty());
    let value = text
        .as_ref()
        .and_then(|text| column.written.value(text, column.kind));
    Written {
        value: value.unwrap_or(Value::Null),
        text,
    }
}

/// How a cell would break its contract.
fn against(column: &ContractColumn, cell: &Written) -> Option<String> {
    if cell.text.is_some() && cell.value == Value::Null {
        return Some(format!("the column is of type {}", column.kind));
    }
    Some(match column.problem_of(&cell.value)? {
        "null" => "the column is not `nullable`".to_owned(),
        "below min" => format!("`min` is {}", column.min.unwrap_or_default()),
        "above max" => format!("`max` is {}", column.max.unwrap_or_default()),
        _ => format!("a text has at most {MAX_TEXT} characters"),
    })
}
