//! Numbers of JSON that are texts. In: the columns of a contract of type string, as the files write them. Out: a warning of those
//! in which one number is written in several ways, `7` and `7.0`, and so is several texts.

use super::Contract;
use super::found::path_of;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::ContractColumn;
use crate::source::shortest_text;
use crate::spec::grammar::SourceFormat;
use crate::sql::Type;
use std::collections::{BTreeMap, BTreeSet};

/// Number of numbers that a message shows.
const SHOWN: usize = 3;

/// Most numbers of a column that are looked at, of those that are not written in their shortest form.
const MOST: usize = 10_000;

/// The texts of one number, each with its file and its first row there, from 0.
type Texts = BTreeMap<String, (usize, usize)>;

/// The texts of numbers by their shortest form.
type Spellings = BTreeMap<String, Texts>;

impl Contract<'_> {
    /// Warnings of the columns in which one number is several texts.
    ///
    /// # Errors
    /// A file cannot be read any more.
    pub(super) fn spellings(&self) -> Result<Vec<Diagnostic>, Diagnostic> {
        let mut warnings = Vec::new();
        // Only these have numbers and texts.
        let format = self.source.files_here()?.format;
        if !matches!(format, SourceFormat::Json | SourceFormat::Ndjson) {
            return Ok(warnings);
        }
        let columns = self.source.columns.iter();
        let columns = columns.filter(|(_, column)| column.kind == Type::Text);
        for (name, column) in columns {
            let Some(read) = column.read() else { continue };
            let mut found = Spellings::new();
            self.each_number(read, |text, place| {
                let form = shortest_text(text).filter(|form| form != text);
                if let Some(form) = form.filter(|_| found.len() < MOST) {
                    let texts = found.entry(form).or_default();
                    texts.entry(text.to_owned()).or_insert(place);
                }
            })?;
            if found.is_empty() {
                continue;
            }
            self.each_number(read, |text, place| {
                if let Some(texts) = found.get_mut(text) {
                    texts.entry(text.to_owned()).or_insert(place);
                }
            })?;
            found.retain(|_, texts| texts.len() > 1);
            if !found.is_empty() {
                warnings.push(self.several_texts(name, column, &found));
            }
        }
        Ok(warnings)
    }

    /// Calls `act` with each number of a column of the files as it is written, and its file and row.
    fn each_number(
        &self,
        read: &str,
        mut act: impl FnMut(&str, (usize, usize)),
    ) -> Result<(), Diagnostic> {
        self.each_batch(&[read.to_owned()], |batch| {
            for chunk in &batch.chunks {
                let frame = batch.frame(chunk);
                let Ok(column) = frame.column(read) else {
                    continue;
                };
                let place = |row: usize| (chunk.file, chunk.rows.0 + row);
                if let Ok(numbers) = column.binary() {
                    for (row, number) in numbers.iter().enumerate() {
                        let text = number.and_then(|number| std::str::from_utf8(number).ok());
                        if let Some(text) = text {
                            act(text, place(row));
                        }
                    }
                } else if let Ok(numbers) = column.i64() {
                    for (row, number) in numbers.iter().enumerate() {
                        if let Some(number) = number {
                            act(&number.to_string(), place(row));
                        }
                    }
                }
            }
            Ok(())
        })
    }

    fn several_texts(&self, name: &str, column: &ContractColumn, found: &Spellings) -> Diagnostic {
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
        let message = format!(
            "source `{}`, column `{name}`: one number is several texts: {shown}{more}",
            self.source.name
        );
        Diagnostic::warning(Code::LOOKALIKES, message)
            .at(Location::key(&column.pointer))
            .hint("numbers of JSON under `type: string` are texts as they are written, and are counted apart: write each in one way, put quotes around what is no number, or let the type be `integer` or `number`")
    }
}
