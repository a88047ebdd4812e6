//! Frames → tables: formatted ones for people, exact ones for files.

use super::format::{column_format, format_value};
use super::row_labels::label_among;
use super::texts::Texts;
use super::titles::column_title;
use crate::chart::descriptor::Names;
use crate::frame::{ColumnRef, Frame, Key, Results, Value, key_label};
use crate::publish::{Sheet, SheetCell, Table, TableColumn};
use crate::report::Chart;
use crate::text::Locale;
use crate::text::number::integer;
use std::collections::BTreeSet;

/// The table behind a chart: every mark is a row, integers are printed to the digit.
pub(super) fn table_behind(
    texts: &Texts<'_>,
    (shown, names): (&Frame, &Names),
    chart: &Chart,
    whole: &Frame,
    title: String,
) -> Table {
    let mut table = table(texts, shown, &chart.columns, &chart.name, title, usize::MAX);
    let drawn: BTreeSet<&[Key]> = shown.rows.iter().map(|row| row.keys.as_slice()).collect();
    let folded = whole
        .rows
        .iter()
        .filter(|row| !drawn.contains(row.keys.as_slice()));
    let folded = folded.count();
    table.remark = remark(folded, &shown.name, texts.locale);
    for (name, at) in chart.columns.iter().zip(0..) {
        let column = shown.column(name);
        if let (Some(ColumnRef::Dimension(of)), Some(names)) = (column, names.get(name)) {
            for (row, cells) in shown.rows.iter().zip(&mut table.rows) {
                if let Some(label) = names.get(&row.keys[of]) {
                    cells[at].clone_from(label);
                }
            }
        }
        if let Some(ColumnRef::Attribute(of)) = column.filter(|_| *name == chart.encoding.color) {
            // A series without a value has a name, as in the legend.
            for (row, cells) in shown.rows.iter().zip(&mut table.rows) {
                let key = &row.attributes[of];
                cells[at] = label_among(texts.report, shown, name, key, texts.locale);
            }
        }
        if let Some(ColumnRef::Value(of)) = column {
            for (row, cells) in shown.rows.iter().zip(&mut table.rows) {
                if let Value::Integer(value) = row.values[of] {
                    cells[at] = integer(value.into(), texts.locale);
                }
            }
        }
    }
    table
}

/// A frame as people read it, at most `limit` rows.
pub(super) fn table(
    texts: &Texts<'_>,
    frame: &Frame,
    columns: &[String],
    id: &str,
    title: String,
    limit: usize,
) -> Table {
    let report = texts.report;
    let locale = texts.locale;
    let found: Vec<(ColumnRef, &String)> = columns
        .iter()
        .filter_map(|name| Some((frame.column(name)?, name)))
        .collect();
    let formats: Vec<_> = found
        .iter()
        .map(|(_, name)| column_format(report, name))
        .collect();
    let rows: Vec<Vec<String>> = frame
        .rows
        .iter()
        .take(limit)
        .map(|row| {
            found
                .iter()
                .zip(&formats)
                .map(|((column, name), format)| match column {
                    ColumnRef::Dimension(at) => {
                        label_among(report, frame, name, &row.keys[*at], locale)
                    }
                    ColumnRef::Attribute(at) => match &row.attributes[*at] {
                        Key::Missing => String::new(),
                        key => key_label(report, name, key, locale),
                    },
                    ColumnRef::Value(at) => format_value(format, &row.values[*at], locale),
                })
                .collect()
        })
        .collect();
    let left = frame.rows.len() - rows.len();
    Table {
        id: id.to_owned(),
        title,
        columns: found
            .iter()
            .map(|(column, name)| TableColumn {
                title: column_title(texts, name),
                numeric: matches!(column, ColumnRef::Value(at)
                    if frame.rows.iter().any(|row| row.values[*at].number().is_some())),
            })
            .collect(),
        groups: leading_dimensions(&found).saturating_sub(1),
        rows,
        remark: remark(left, &frame.name, locale),
    }
}

/// How many dimensions a table begins with, in the order of the breakdown.
fn leading_dimensions(columns: &[(ColumnRef, &String)]) -> usize {
    let in_place =
        |(at, (column, _)): &(usize, &(ColumnRef, &String))| *column == ColumnRef::Dimension(*at);
    columns.iter().enumerate().take_while(in_place).count()
}

fn remark(left: usize, name: &str, locale: Locale) -> String {
    if left == 0 {
        return String::new();
    }
    let count = integer((left as i128).into(), locale);
    match (locale, left) {
        (Locale::Fr, 1) => format!("1 autre ligne dans tables/{name}.csv"),
        (Locale::Fr, _) => format!("{count} autres lignes dans tables/{name}.csv"),
        (Locale::En, 1) => format!("1 more row in tables/{name}.csv"),
        (Locale::En, _) => format!("{count} more rows in tables/{name}.csv"),
    }
}

/// All columns of a frame.
pub(super) fn all_columns(frame: &Frame) -> Vec<String> {
    frame
        .by
        .iter()
        .chain(&frame.attributes)
        .chain(&frame.columns)
        .cloned()
        .collect()
}

/// Exact values of all frames, and what was repaired in the sources.
pub(super) fn sheets(results: &Results) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = results.frames.values().map(sheet).collect();
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
            id: "contract_violations".into(),
            columns: [
                "source", "file", "row", "key", "column", "problem", "found", "action",
            ]
            .map(str::to_owned)
            .to_vec(),
            rows: violations,
        });
    }
    sheets
}

fn sheet(frame: &Frame) -> Sheet {
    // Others are told apart from every value of the data by a column of their own.
    let folded = frame.rows.iter().any(crate::frame::Row::folded);
    let mut columns = all_columns(frame);
    if folded {
        columns.push("folded".into());
    }
    let rows = frame
        .rows
        .iter()
        .map(|row| {
            let mut cells: Vec<SheetCell> = row
                .keys
                .iter()
                .chain(&row.attributes)
                .map(|key| match key {
                    Key::Code(code) => SheetCell::Text(code.to_string()),
                    Key::Missing | Key::Others => SheetCell::Empty,
                })
                .collect();
            cells.extend(row.values.iter().map(cell));
            if folded {
                cells.push(SheetCell::Boolean(row.folded()));
            }
            cells
        })
        .collect();
    Sheet {
        id: frame.name.clone(),
        columns,
        rows,
    }
}

fn cell(value: &Value) -> SheetCell {
    match value {
        Value::Null => SheetCell::Empty,
        Value::Boolean(value) => SheetCell::Boolean(*value),
        Value::Integer(value) => SheetCell::Integer(*value),
        Value::Ratio(_) | Value::Number(_) => {
            value.float().map_or(SheetCell::Empty, SheetCell::Number)
        }
        Value::Text(text) => SheetCell::Text(text.to_string()),
        Value::Date(date) => SheetCell::Text(date.to_string()),
    }
}
