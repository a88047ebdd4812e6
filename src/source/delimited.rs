//! CSV and TSV → columns of texts.
//!
//! In: the bytes of a file and the requested columns. Out: their cells; an empty field is a missing
//! value. Every record is read whole whatever is requested, so neither the number of rows nor the
//! completeness check of a row depends on the columns.

use super::messages::{delimiter_hint, other_delimiter, present, repeated_column};
use super::records::{Dialect, Fault, Faulty, Field, Records};
use super::safety::too_wide;
use super::table::{Cells, TextTable};
use super::{Refusal, SourceColumns};
use crate::diagnostic::{Code, Diagnostic};
use crate::sql::Type;
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Number of rows for which memory is reserved at first.
const FIRST_ROWS: usize = 1 << 10;

/// A file of records with its header.
pub(super) struct Table<'a> {
    path: &'a Path,
    records: Records<'a>,
    fields: Vec<Field<'a>>,
    /// Records read after the header.
    row: usize,
    /// Names in the header.
    pub(super) names: Vec<String>,
}

impl<'a> Table<'a> {
    /// Reads the header.
    pub(super) fn open(
        path: &'a Path,
        text: &'a str,
        dialect: Dialect,
    ) -> Result<Self, Diagnostic> {
        let mut table = Self {
            path,
            records: Records::new(text, dialect),
            fields: Vec::new(),
            row: 0,
            names: Vec::new(),
        };
        let header = table.records.next(&mut table.fields);
        header.map_err(|faulty| table.faulty(faulty))?;
        let names = table.fields.iter().map(|field| field.value().into_owned());
        table.names = names.collect();
        Ok(table)
    }

    /// The fields of the next row, as many as the header has; `None` after the last row.
    pub(super) fn next(&mut self) -> Result<Option<&[Field<'a>]>, Diagnostic> {
        self.row += 1;
        match self.records.next(&mut self.fields) {
            Err(faulty) => Err(self.faulty(faulty)),
            Ok(false) => Ok(None),
            Ok(true) if self.fields.len() != self.names.len() => Err(self.ragged()),
            Ok(true) if self.is_header() => Err(self.header_again()),
            Ok(true) => Ok(Some(&self.fields)),
        }
    }

    /// Names that appear more than once in the header.
    pub(super) fn repeated(&self) -> Vec<&str> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut names = self.header();
        names.retain(|name| {
            let times = seen.entry(*name).or_default();
            *times += 1;
            *times == 2
        });
        names
    }

    fn error(&self, line: usize, what: &str) -> Diagnostic {
        let row = match self.row {
            0 => "the header".to_owned(),
            row => format!("row {row}"),
        };
        let message = format!("`{}`, line {line} ({row}): {what}", self.path.display());
        Diagnostic::error(Code::SOURCE_FORMAT, message)
    }

    fn faulty(&self, (line, fault): Faulty) -> Diagnostic {
        match fault {
            Fault::QuoteInside { behind_blanks } => {
                let reported = self.error(
                    line,
                    "a quote stands inside of a field that does not begin with one",
                );
                if behind_blanks {
                    reported.hint("take away the blanks between the delimiter and the quote")
                } else {
                    reported.hint("where quotes are text, say `quote: none`; else put quotes around the field and double those inside")
                }
            }
            Fault::TextAfterQuote { escaped } => {
                let reported = self.error(line, "text stands behind a closing quote");
                reported.hint(if escaped {
                    "a quote inside of a quoted field is written twice, not with a backslash"
                } else {
                    "a quote inside of a quoted field is written twice; where quotes are text, say `quote: none`"
                })
            }
            Fault::TooWide => too_wide(self.path),
            Fault::Unclosed => self
                .error(line, "a quote is not closed before the end of the file")
                .hint("close it; where quotes are text, say `quote: none`"),
        }
    }

    fn ragged(&self) -> Diagnostic {
        let (found, wanted) = (self.fields.len(), self.names.len());
        let noun = if found == 1 { "field" } else { "fields" };
        let what = format!("{found} {noun}, the header has {wanted}");
        let reported = self.error(self.records.begun, &what);
        if let Some(other) = other_delimiter(&self.header()) {
            return reported.hint(delimiter_hint(other));
        }
        reported.hint(if found > wanted {
            "a text that contains the delimiter needs double quotes around it"
        } else {
            "a text that contains a line end needs double quotes around it; a field without a value is empty, but there"
        })
    }

    /// Whether the record says the names of the header once more: in one column a value may be its name.
    fn is_header(&self) -> bool {
        let mut both = self.fields.iter().zip(&self.names);
        self.names.len() > 1 && both.all(|(field, name)| *field.value() == **name)
    }

    fn header_again(&self) -> Diagnostic {
        self.error(self.records.begun, "the header stands here once more")
            .hint("take the line out of the file; were several files put together?")
    }

    fn header(&self) -> Vec<&str> {
        self.names.iter().map(String::as_str).collect()
    }
}

/// The columns `wanted` of a file.
pub(super) fn cells(
    mut table: Table,
    wanted: &[String],
    needed: &[String],
) -> Result<Cells, Diagnostic> {
    let header = table.header();
    let places: BTreeMap<&str, usize> = header.iter().copied().zip(0..).collect();
    let repeated = table.repeated();
    let mut builders = Vec::new();
    for name in present(table.path, wanted, needed, &header)? {
        if repeated.contains(&name.as_str()) {
            return Err(repeated_column(table.path, name));
        }
        let builder = StringChunkedBuilder::new(name.as_str().into(), FIRST_ROWS);
        let at = places.get(name.as_str());
        builders.extend(at.map(|at| (*at, builder)));
    }
    let mut rows = 0;
    while let Some(fields) = table.next()? {
        rows += 1;
        for (at, builder) in &mut builders {
            match &*fields[*at].value() {
                "" => builder.append_null(),
                text => builder.append_value(text),
            }
        }
    }
    let columns = builders
        .into_iter()
        .map(|(_, builder)| builder.finish().into_column());
    Ok((rows, columns.collect()))
}

/// A whole file as texts: column names and rows.
pub(super) fn texts(mut table: Table) -> Result<TextTable, Diagnostic> {
    if let Some(name) = table.repeated().into_iter().find(|name| !name.is_empty()) {
        return Err(repeated_column(table.path, name));
    }
    let mut rows = Vec::new();
    while let Some(fields) = table.next()? {
        let value = |field: &Field| Some(field.value().into_owned()).filter(|it| !it.is_empty());
        rows.push(fields.iter().map(value).collect());
    }
    Ok((table.names, rows))
}

/// The columns that a header says, and what is odd about it. The first rows are looked at too, so that a
/// wrong delimiter, quotes that are text or a header over several lines are found without reading the file.
pub(super) fn columns(mut table: Table) -> Result<SourceColumns, Diagnostic> {
    let mut found = SourceColumns::default();
    let path = table.path;
    let mut seen = BTreeSet::new();
    for name in &table.names {
        if seen.insert(name) {
            found.columns.push((name.clone(), Type::Text));
        }
    }
    for name in table.repeated() {
        found.refuse(name, Refusal::Always, repeated_column(path, name));
        if !name.is_empty() {
            found.remark(
                path,
                format!("the header names several columns `{name}`"),
                "none of them can be read: rename all but one in the file",
            );
        }
    }
    let nameless = (1..)
        .zip(&table.names)
        .filter(|(_, name)| name.trim().is_empty());
    let nameless: Vec<String> = nameless.map(|(at, _)| at.to_string()).collect();
    if !nameless.is_empty() {
        let column = if nameless.len() == 1 {
            "column"
        } else {
            "columns"
        };
        found.remark(
            path,
            format!(
                "the header has no name for {column} {}",
                nameless.join(", ")
            ),
            "what has no name cannot be read; is the header written over two lines?",
        );
    }
    if let Some((lines, name, cell)) = further_header_lines(&mut table)? {
        let (what, hint) = match lines {
            1 => (
                "the first row looks like a second line of the header".to_owned(),
                "it counts as a row; take it out of the file",
            ),
            lines => (
                format!("the first {lines} rows look like further lines of the header"),
                "they count as rows; take them out of the file",
            ),
        };
        found.remark(
            path,
            format!("{what}: `{cell}` stands in column `{name}`, whose other values are numbers"),
            hint,
        );
    }
    Ok(found)
}

/// Common notations, in lower case, for a missing number.
const MISSING: [&str; 9] = ["", "-", "na", "n/a", "nan", "nd", "none", "null", "unknown"];

/// Rows that are looked at without reading the file.
const SAMPLE: usize = 50;

/// Further lines that a header may have.
const FURTHER: usize = 3;

/// How many of the first rows have no number, neither in a column whose other values are numbers nor anywhere
/// else; that column and its first cell.
fn further_header_lines(table: &mut Table) -> Result<Option<(usize, String, String)>, Diagnostic> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    while rows.len() < SAMPLE
        && let Some(fields) = table.next()?
    {
        let values = fields.iter().map(|field| field.value().into_owned());
        rows.push(values.collect());
    }
    let is_number = |cell: &String| cell.trim().parse::<f64>().is_ok_and(f64::is_finite);
    let lines = rows.iter().take_while(|row| !row.iter().any(is_number));
    let lines = lines.count();
    if !(1..=FURTHER).contains(&lines) {
        return Ok(None);
    }
    let (first, others) = rows.split_at(lines);
    let is_missing = |cell: &str| MISSING.contains(&cell.trim().to_lowercase().as_str());
    let of_numbers = |at: &usize| {
        let cells = others.iter().map(|row| &row[*at]);
        let mut cells = cells.filter(|cell| !cell.is_empty());
        !first.iter().any(|row| is_missing(&row[*at]))
            && cells.clone().count() > 2
            && cells.all(is_number)
    };
    let found = (0..table.names.len()).find(of_numbers);
    Ok(found.map(|at| (lines, table.names[at].clone(), first[0][at].clone())))
}
