//! One value as several texts. In: the columns of a contract of type string, as the files write them. Out: a warning of those
//! in which one number of JSON is written in several ways, `7` and `7.0`, or one file writes as a text what another one has as a number, a
//! truth value or a day.

use super::Contract;
use super::found::path_of;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::engine::polars::forms::days_of;
use crate::report::ContractColumn;
use crate::source::{TypesInFiles, in_zone, shortest_text, texts_of, truth};
use crate::spec::grammar::SourceFormat;
use crate::sql::Type;
use polars::prelude::{Column, DataType, PolarsResult};
use std::collections::{BTreeMap, BTreeSet};

/// Number of values that a message shows.
const SHOWN: usize = 3;

/// Most values of a column that are looked at, of those that are not written in their usual form.
const MOST: usize = 10_000;

/// The texts of one value, each with its file and its first row there, from 0.
type Texts = BTreeMap<String, (usize, usize)>;

/// The texts of values by their usual form.
type Spellings = BTreeMap<String, Texts>;

impl Contract<'_> {
    /// Warnings of the columns in which one value is several texts.
    ///
    /// # Errors
    /// A file cannot be read any more.
    pub(super) fn spellings(&self) -> Result<Vec<Diagnostic>, Diagnostic> {
        let mut warnings = Vec::new();
        let format = self.source.files_here()?.format;
        let is_json = matches!(format, SourceFormat::Json | SourceFormat::Ndjson);
        let columns = self.source.columns.iter();
        let columns = columns.filter(|(_, column)| column.kind == Type::Text);
        for (name, column) in columns {
            let Some(read) = column.read() else { continue };
            let types = self.files.types_of(read);
            let types = types.filter(|types| !types.are_numbers());
            // Else one type writes each value in one way.
            if !is_json && types.is_none() {
                continue;
            }
            let mut found = Spellings::new();
            self.each_text((read, column), types, |text, place| {
                for form in usual_forms(text, types) {
                    if form != text && found.len() < MOST {
                        let texts = found.entry(form).or_default();
                        texts.entry(text.to_owned()).or_insert(place);
                    }
                }
            })?;
            if found.is_empty() {
                continue;
            }
            self.each_text((read, column), types, |text, place| {
                if let Some(texts) = found.get_mut(text) {
                    texts.entry(text.to_owned()).or_insert(place);
                }
            })?;
            found.retain(|_, texts| texts.len() > 1);
            if !found.is_empty() {
                warnings.push(self.several_texts(name, (column, types), &found));
            }
        }
        Ok(warnings)
    }

    /// Calls `act` with each text of a column of the files, and its file and row; with its numbers alone where its types do not differ.
    fn each_text(
        &self,
        (read, column): (&str, &ContractColumn),
        types: Option<&TypesInFiles>,
        mut act: impl FnMut(&str, (usize, usize)),
    ) -> Result<(), Diagnostic> {
        self.each_batch(&[read.to_owned()], |batch| {
            for chunk in &batch.chunks {
                let found = || -> PolarsResult<Option<Column>> {
                    let frame = in_zone(&batch.frame(chunk), column.written.zone)?;
                    let cells = frame.column(read)?;
                    let is_text = cells.dtype() == &DataType::String;
                    if is_text && types.is_none() {
                        return Ok(None);
                    }
                    self.files.as_texts(cells).map(Some)
                };
                let Some(cells) = found().map_err(|error| self.refused(&error))? else {
                    continue;
                };
                let mut told = |(row, text): (usize, Option<&str>)| {
                    if let Some(text) = text {
                        act(text, (chunk.file, chunk.rows.0 + row));
                    }
                };
                let mut each = || -> PolarsResult<()> {
                    if cells.dtype() == &DataType::Binary {
                        texts_of(&cells)?.enumerate().for_each(&mut told);
                    } else {
                        let texts = cells.cast(&DataType::String)?;
                        texts.str()?.iter().enumerate().for_each(&mut told);
                    }
                    Ok(())
                };
                each().map_err(|error| self.refused(&error))?;
            }
            Ok(())
        })
    }

    fn several_texts(
        &self,
        name: &str,
        (column, types): (&ContractColumn, Option<&TypesInFiles>),
        found: &Spellings,
    ) -> Diagnostic {
        let shown = found.values().take(SHOWN).map(|texts| {
            let texts = texts.iter().map(|(text, (file, row))| {
                let path = path_of(&self.files, *file).file_name().unwrap_or_default();
                let lines = self.files.lines(*file, &BTreeSet::from([*row]));
                let line = match lines.get(row) {
                    Some(line) => format!("line {line}, "),
                    None => String::new(),
                };
                format!(
                    "`{text}` (`{}`, {line}row {})",
                    path.to_string_lossy(),
                    row + 1
                )
            });
            texts.collect::<Vec<_>>().join(" and ")
        });
        let shown = shown.collect::<Vec<_>>().join("; ");
        let more = match found.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let source = &self.source.name;
        let (what, hint) = match types {
            Some(types) => (
                format!(" is {}, and one value is several texts", types.words()),
                "`type: string` keeps what each file writes: write the column with one type into all files, or give it here the type that reads all of them",
            ),
            None => (
                ": one number is several texts".to_owned(),
                "numbers of JSON under `type: string` are texts as they are written, and are counted apart: write each in one way, put quotes around what is no number, or let the type be `integer` or `number`",
            ),
        };
        let message = format!("source `{source}`, column `{name}`{what}: {shown}{more}");
        Diagnostic::warning(Code::LOOKALIKES, message)
            .at(Location::key(&column.pointer))
            .hint(hint)
    }
}

/// The usual forms of the values that a text may be, of numbers alone where the types of its column do not differ.
fn usual_forms(text: &str, types: Option<&TypesInFiles>) -> Vec<String> {
    let has = |kind: Type| types.is_some_and(|types| types.has(kind));
    let has_numbers = types.is_none_or(TypesInFiles::have_numbers);
    let number = shortest_text(text).filter(|_| has_numbers);
    let mut forms: Vec<String> = number.into_iter().collect();
    if has(Type::Boolean) {
        let truth = match text {
            "1" => Some(true),
            "0" => Some(false),
            text => truth(text),
        };
        forms.extend(truth.map(|truth| truth.to_string()));
    }
    if has(Type::Date) {
        forms.extend(days_of(text).map(|day| day.to_string()));
    }
    forms
}
