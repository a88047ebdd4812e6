//! Frames → tables of exact values, for files.

use super::format::affix;
use super::repairs::TABLE;
use super::row_labels::RowLabels;
use super::tables::total_label;
use super::texts::Texts;
use crate::document::{Rows, Sheet, SheetCell, SheetColumn};
use crate::report::columns::FOLDED;
use crate::results::{Frame, Key, Results, Row, Value};
use crate::spec::grammar::Format;
use crate::text::{Affix, Locale};
use std::sync::Arc;

/// Exact values of all frames, and the repairs in the sources.
pub(super) fn sheets(texts: &Texts<'_>, results: &Arc<Results>) -> Vec<Sheet> {
    let frames = 0..results.frames.len();
    let mut sheets: Vec<Sheet> = frames.map(|at| sheet(texts, results, at)).collect();
    let text = |text: &str| SheetCell::Text(text.to_owned());
    let mut violations = Vec::new();
    for source in &results.sources {
        for violation in &source.violations {
            violations.push(vec![
                text(&source.name),
                text(&violation.file),
                SheetCell::Integer(violation.row as i128),
                text(&violation.key),
                text(&violation.column),
                text(violation.problem),
                text(&violation.found),
                text(violation.action),
            ]);
        }
    }
    if !violations.is_empty() {
        sheets.push(Sheet {
            id: TABLE.into(),
            columns: [
                "source", "file", "row", "key", "column", "problem", "found", "action",
            ]
            .map(SheetColumn::plain)
            .to_vec(),
            rows: violations.into(),
            total: None,
        });
    }
    sheets
}

/// The sheet of the frame at a position.
fn sheet(texts: &Texts<'_>, results: &Arc<Results>, at: usize) -> Sheet {
    let frame = &results.frames[at];
    // A separate column distinguishes others from every value of the data.
    let folded = frame.rows.iter().any(Row::folded);
    let columns = frame.columns.own().iter();
    let mut columns: Vec<SheetColumn> = columns
        .map(|column| SheetColumn {
            name: column.name.clone(),
            title: texts.column_title(column),
            currency: currency(&column.format, texts.locale),
            is_share: column.is_share(),
            scale: column.value_type.scale().filter(|scale| *scale > 0),
        })
        .collect();
    if folded {
        columns.push(SheetColumn::plain(FOLDED));
    }
    let total = frame.total.as_ref().map(|values| {
        let mut cells = vec![SheetCell::Empty; frame.columns.keys().len()];
        if let Some(first) = cells.first_mut() {
            *first =
                SheetCell::Text(total_label(texts, frame, frame.columns.own().iter()).to_owned());
        }
        cells.extend(own(frame, values).iter().map(sheet_cell));
        cells
    });
    let words = unnamed(texts, frame);
    let (count, results) = (frame.rows.len(), Arc::clone(results));
    Sheet {
        id: frame.name.clone(),
        columns,
        rows: Rows::new(count, move |row| {
            let frame = &results.frames[at];
            cells(frame, &frame.rows[row], (&words, folded))
        }),
        total,
    }
}

/// What a column of keys calls rows without a value, and others.
struct Unnamed {
    missing: SheetCell,
    others: SheetCell,
}

/// The words of each column of keys; attributes of such rows are empty.
fn unnamed(texts: &Texts<'_>, frame: &Frame) -> Vec<Unnamed> {
    let labels = RowLabels::new(texts.report, frame, texts.locale);
    let dimensions = frame.columns.dimensions();
    let columns = frame.columns.keys().iter().enumerate();
    let words = columns.map(|(at, column)| {
        let word = |key: Key| {
            let is_there = || frame.rows.iter().any(|row| row.keys.get(at) == Some(&key));
            if at < dimensions.len() && is_there() {
                SheetCell::Unnamed(labels.label(&column.name, &key).into())
            } else {
                SheetCell::Empty
            }
        };
        Unnamed {
            missing: word(Key::Missing),
            others: word(Key::Others),
        }
    });
    words.collect()
}

/// The symbol of the currency that a format gives to amounts.
fn currency(format: &Format, locale: Locale) -> Affix {
    match format {
        Format::Parameters(parameters) if parameters.currency.is_some() => affix(format, locale),
        Format::Parameters(_) | Format::Name(_) => Affix::default(),
    }
}

/// The exact values of a row, and what is folded in it where a column says it.
fn cells(frame: &Frame, row: &Row, (words, says_folded): (&[Unnamed], bool)) -> Vec<SheetCell> {
    let keys = row.keys.iter().chain(&row.attributes).zip(words);
    let keys = keys.map(|(key, words)| match key {
        Key::Code(code) => SheetCell::Text(code.to_string()),
        Key::Missing => words.missing.clone(),
        Key::Others => words.others.clone(),
    });
    let folded = says_folded.then(|| rest_of(frame, row));
    keys.chain(own(frame, &row.values).iter().map(sheet_cell))
        .chain(folded)
        .collect()
}

/// The values of a row without those of change.
fn own<'a>(frame: &Frame, values: &'a [Value]) -> &'a [Value] {
    &values[..frame.columns.values().len()]
}

/// The dimensions of which a row is the folded rest, with a space between them.
fn rest_of(frame: &Frame, row: &Row) -> SheetCell {
    let dimensions = frame.columns.dimensions().iter().zip(&row.keys);
    let folded = dimensions.filter(|(_, key)| **key == Key::Others);
    let names: Vec<&str> = folded.map(|(column, _)| column.name.as_str()).collect();
    if names.is_empty() {
        SheetCell::Empty
    } else {
        SheetCell::Text(names.join(" "))
    }
}

/// A value, exact; a share that adds up as it is printed.
pub(super) fn sheet_cell(value: &Value) -> SheetCell {
    match value {
        Value::Null => SheetCell::Empty,
        Value::Boolean(value) => SheetCell::Boolean(*value),
        Value::Integer(value) => SheetCell::Integer(*value),
        Value::Decimal(value) => SheetCell::Decimal(*value),
        Value::Ratio(_) | Value::Rounded(_) | Value::Number(_) => {
            value.float().map_or(SheetCell::Empty, SheetCell::Number)
        }
        Value::Text(text) => SheetCell::Text(text.to_string()),
        Value::Date(_) | Value::List(_) => {
            SheetCell::Text(value.plain().unwrap_or_default().to_string())
        }
    }
}
