//! CSV and TSV → columns of texts.
//!
//! In: the bytes of a file and the requested columns. Out: their cells; an empty field is a missing
//! value. Every record is read whole whatever is requested, so neither the number of rows nor the
//! completeness check of a row depends on the columns.

use super::messages::{present, repeated_column};
use super::table::{Cells, TextTable};
use super::{Refusal, SourceColumns};
use crate::diagnostic::Diagnostic;
use crate::records::{Field, Table};
use crate::sql::Type;
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Number of rows for which memory is reserved at first.
const FIRST_ROWS: usize = 1 << 10;

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
const MISSING: [&str; 19] = [
    "", "-", "na", "n/a", "n.a.", "nan", "nc", "n.c.", "nd", "n/d", "n.d.", "none", "null", "ns",
    "secret", "unknown", "..", "...", "…",
];

/// Rows that are looked at without reading the file.
const SAMPLE: usize = 50;

/// Further lines that a header may have.
const FURTHER: usize = 3;

/// How many of the first rows have no number, neither in a column whose other values are numbers nor anywhere
/// else; that column and its first cell.
fn further_header_lines(table: &mut Table) -> Result<Option<(usize, String, String)>, Diagnostic> {
    let is_number = |cell: &str| cell.trim().parse::<f64>().is_ok_and(f64::is_finite);
    // `1 450,50` and `12 %` are numbers too, however the other ones are written; `(1)` is what columns are called.
    let may_be_number = |cell: &str| {
        let is_sign = |sign: char| {
            sign.is_ascii_digit() || sign.is_whitespace() || ".,'’+-−%€$£¥".contains(sign)
        };
        is_number(cell)
            || cell.contains(|it: char| it.is_ascii_digit()) && cell.chars().all(is_sign)
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut lines = 0;
    for row in 0..SAMPLE {
        let Some(fields) = table.next()? else {
            break;
        };
        if row == lines && !fields.iter().any(|field| may_be_number(&field.value())) {
            lines += 1;
        }
        // Else they are only read, as what is wrong with them is reported.
        if (1..=FURTHER).contains(&lines) {
            let values = fields.iter().map(|field| field.value().into_owned());
            rows.push(values.collect());
        }
    }
    if !(1..=FURTHER).contains(&lines) {
        return Ok(None);
    }
    let (first, others) = rows.split_at(lines);
    // A row that shares a value with those below it, such as its month, is one of them.
    let is_row = (0..table.names.len()).any(|at| {
        let mut cells = first.iter().map(|row| row[at].trim());
        cells.any(|cell| !cell.is_empty() && others.iter().any(|row| row[at].trim() == cell))
    });
    if is_row {
        return Ok(None);
    }
    let is_missing = |cell: &str| MISSING.contains(&cell.trim().to_lowercase().as_str());
    let of_numbers = |at: &usize| {
        let cells = others.iter().map(|row| &row[*at]);
        let mut cells = cells.filter(|cell| !cell.is_empty());
        !first.iter().any(|row| is_missing(&row[*at]))
            && cells.clone().count() > 2
            && cells.all(|cell| is_number(cell))
    };
    let found = (0..table.names.len()).find(of_numbers);
    Ok(found.map(|at| (lines, table.names[at].clone(), first[0][at].clone())))
}
