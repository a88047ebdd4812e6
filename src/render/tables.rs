//! Frames → tables: formatted ones for people, exact ones for files.

use super::format::{format_cell, leaves_out_digits};
use super::links::{address_of, link_of};
use super::row_labels::{RowLabels, word_of_new};
use super::texts::Texts;
use crate::chart::data::KeyNames;
use crate::document::{Look, Looks, MARK, Rows, Sheet, SheetCell, SheetColumn, Table, TableColumn};
use crate::report::columns::ColumnContent;
use crate::report::columns::FOLDED;
use crate::report::{Chart, Column, Role, Slot, labels};
use crate::results::{Frame, InPrint, Key, Results, Row, RowAt, Shown, Value, key_label};
use crate::text::Locale;
use crate::text::case::capitalize_first;
use crate::text::number::{decimal, decimals_of, integer, signed};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The table behind a chart: one row per mark, integers with all digits.
pub(super) fn table_behind(
    texts: &Texts<'_>,
    (shown, names): (&Frame, &KeyNames),
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
    // The table behind a chart is read by programs too: its cells are their texts.
    table.looks = Looks::default();
    // The caption says what else is to be known.
    table.remark = left_out(folded, &shown.name, texts);
    // Its rows are marks.
    table.total = None;
    let labels = RowLabels::new(texts.report, shown, texts.locale);
    let columns = chart.columns.iter().zip(0..);
    for (column, at) in columns.filter_map(|(name, at)| Some((shown.columns.get(name)?, at))) {
        let said = names.get(&column.name);
        for (row, cells) in shown.rows.iter().zip(&mut table.rows) {
            match column.slot {
                Slot::Dimension(of) => {
                    if let Some(label) = said.and_then(|said| said.get(&row.keys[of])) {
                        cells[at].clone_from(label);
                    }
                }
                // A series with a missing value has a name, as in the legend.
                Slot::Attribute(of) if column.name == chart.encoding.color => {
                    cells[at] = labels.label(&column.name, &row.attributes[of]);
                }
                Slot::Value(of) => {
                    if let Some(written) = with_all_digits(column, &row.values[of], texts.locale) {
                        cells[at] = written;
                    }
                }
                Slot::Attribute(_) => {}
            }
        }
    }
    table
}

/// A number of a table behind a chart with all of its digits, from which the script of the page draws; `None` where
/// it has them already. Money and units are shown with the digits, and words for powers of ten are none.
fn with_all_digits(column: &Column, value: &Value, locale: Locale) -> Option<String> {
    let role = column.role();
    if column.format.names_a_unit() || role == Some(Role::RankChange) {
        return None;
    }
    let written = match value {
        Value::Integer(value) => integer((*value).into(), locale),
        Value::Decimal(value) => decimal(value.ratio().into(), value.scale, locale),
        value if leaves_out_digits(&column.format) => {
            let number = value.number()?;
            decimal(number, decimals_of(number), locale)
        }
        _ => return None,
    };
    Some(if role.is_some_and(Role::is_difference) {
        signed(&written)
    } else {
        written
    })
}

/// What stands in the place of a move of ranks in a row that was not there in the period before.
fn of_new_row(frame: &Frame, row: &Row, column: &Column, locale: Locale) -> Option<&'static str> {
    let moves = column.role() == Some(Role::RankChange);
    moves.then(|| word_of_new(frame, row, locale)).flatten()
}

/// A frame formatted for people, with at most `limit` rows.
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
    let found: Vec<&Column> = columns
        .iter()
        .filter_map(|name| frame.columns.get(name))
        .collect();
    let labels = RowLabels::new(report, frame, locale);
    let cell = |row: &Row, column: &Column| match column.slot {
        Slot::Dimension(at) => labels.label(&column.name, &row.keys[at]),
        Slot::Attribute(at) => match &row.attributes[at] {
            Key::Missing => String::new(),
            key => key_label(report, column, key, locale),
        },
        Slot::Value(at) => of_new_row(frame, row, column, locale).map_or_else(
            || format_cell(column, &row.values[at], locale),
            str::to_owned,
        ),
    };
    let rows = frame.rows.iter().take(limit);
    let mut looks = Looks::default();
    let linked = found.iter().enumerate();
    let linked = linked.filter(|(_, column)| link_of(report, column).is_some());
    for (place, column) in linked {
        let keys = frame.rows.iter().take(limit);
        let keys = keys.map(|row| row.key(column.slot));
        for (at, key) in keys.enumerate() {
            let link = key.map_or_else(String::new, |key| address_of(report, column, key));
            if !link.is_empty() {
                let look = Look {
                    link,
                    ..Look::default()
                };
                looks.cells.insert((at, place), look);
            }
        }
    }
    let rows: Vec<Vec<String>> = rows
        .map(|row| found.iter().map(|column| cell(row, column)).collect())
        .collect();
    let left = frame.rows.len() - rows.len();
    let of_one_measure = of_one_measure(&found);
    let title_of = |column: &Column| match column.role() {
        Some(role) if of_one_measure && role != Role::Value => capitalize_first(role.word(locale)),
        _ => texts.column_title(column),
    };
    let head = found.iter().position(|it| it.has_codes());
    let total = frame.total.as_ref().map(|values| {
        let cells = found
            .iter()
            .enumerate()
            .map(|(at, column)| match column.slot {
                Slot::Value(of) => format_cell(column, &values[of], locale),
                _ if Some(at) == head => labels::TOTAL.to_owned(),
                _ => String::new(),
            });
        cells.collect()
    });
    Table {
        id: id.to_owned(),
        title,
        columns: found
            .iter()
            .map(|column| TableColumn {
                title: title_of(column),
                numeric: matches!(column.slot, Slot::Value(at)
                    if frame.rows.iter().any(|row| row.values[at].number().is_some())),
            })
            .collect(),
        groups: leading_dimensions(&found).saturating_sub(1),
        rows,
        looks,
        total,
        remark: in_one_line(&[
            &left_out(left, &frame.name, texts),
            added(found.iter().copied(), locale),
        ]),
    }
}

/// Whether all value columns are of one measure, whose values stand among them: a head such as `Rank` says enough.
fn of_one_measure(columns: &[&Column]) -> bool {
    let measures = columns.iter().filter_map(|column| match column.holds {
        ColumnContent::Measure { measure, role } => Some((measure, role)),
        ColumnContent::Codes(_) | ColumnContent::Fact(_) => None,
    });
    let measures: Vec<(usize, Role)> = measures.collect();
    measures
        .iter()
        .all(|(measure, _)| *measure == measures[0].0)
        && measures.iter().any(|(_, role)| *role == Role::Value)
}

/// Marks what is not in print in a table of these columns of a frame: the head of a column in which nothing is, else its
/// cells. Ranks and what is not a number have no mark.
pub(super) fn mark(
    table: &mut Table,
    frame: &Frame,
    columns: &[String],
    in_print: Option<&InPrint>,
    locale: Locale,
) {
    let Some(in_print) = in_print else { return };
    let found = columns.iter().filter_map(|name| frame.columns.get(name));
    for (at, column) in found.enumerate() {
        let (Slot::Value(of), true) = (column.slot, table.columns[at].numeric) else {
            continue;
        };
        if column.role() == Some(Role::Rank) {
            continue;
        }
        let rows = frame.rows[..table.rows.len()].iter().enumerate();
        let printed = rows.map(|(row, cells)| {
            let shown = Shown::new(&table.rows[row][at], locale);
            in_print.has_cell(
                &frame.name,
                (RowAt::Here(row), of),
                &cells.values[of],
                shown,
            )
        });
        let printed: Vec<bool> = printed.collect();
        if !printed.contains(&true) {
            table.columns[at].title.push_str(MARK);
            continue;
        }
        for (row, _) in printed.iter().enumerate().filter(|(_, printed)| !**printed) {
            let cell = &mut table.rows[row][at];
            if !cell.is_empty() {
                cell.push_str(MARK);
            }
        }
    }
}

/// The number of leading columns that are dimensions in the order of the breakdown.
fn leading_dimensions(columns: &[&Column]) -> usize {
    let in_place = |(at, column): &(usize, &&Column)| column.slot == Slot::Dimension(*at);
    columns.iter().enumerate().take_while(in_place).count()
}

/// What is said of shares that are rounded together, if some of these columns are; else nothing.
pub(super) fn added<'a>(
    mut columns: impl Iterator<Item = &'a Column>,
    locale: Locale,
) -> &'static str {
    if columns.any(|column| column.adds_up.is_some()) {
        labels::adds_up(locale)
    } else {
        ""
    }
}

/// Sentences about a figure in one line; empty ones are left out.
pub(super) fn in_one_line(parts: &[&str]) -> String {
    let parts = parts.iter().filter(|text| !text.is_empty());
    parts.copied().collect::<Vec<_>>().join(" · ")
}

/// How many rows are left out, and the file of the bundle that has all of them, if there is one.
pub(super) fn left_out(left: usize, name: &str, texts: &Texts<'_>) -> String {
    if left == 0 {
        return String::new();
    }
    let (formats, locale) = (texts.report.outputs.formats, texts.locale);
    let file = if formats.csv {
        format!("tables/{name}.csv")
    } else if formats.xlsx {
        "report.xlsx".to_owned()
    } else if formats.json {
        "report.json".to_owned()
    } else {
        String::new()
    };
    let count = integer((left as i128).into(), locale);
    let rows = match (locale, left) {
        (Locale::Fr, 1) => "1 autre ligne".to_owned(),
        (Locale::Fr, _) => format!("{count} autres lignes"),
        (Locale::En, 1) => "1 more row".to_owned(),
        (Locale::En, _) => format!("{count} more rows"),
    };
    let place = match locale {
        Locale::Fr => "dans",
        Locale::En => "in",
    };
    if file.is_empty() {
        rows
    } else {
        format!("{rows} {place} {file}")
    }
}

/// Exact values of all frames, and the repairs in the sources.
pub(super) fn sheets(results: &Arc<Results>) -> Vec<Sheet> {
    let frames = 0..results.frames.len();
    let mut sheets: Vec<Sheet> = frames.map(|at| sheet(results, at)).collect();
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
            .map(SheetColumn::plain)
            .to_vec(),
            rows: violations.into(),
            total: None,
        });
    }
    sheets
}

/// The sheet of the frame at a position.
fn sheet(results: &Arc<Results>, at: usize) -> Sheet {
    let frame = &results.frames[at];
    // A separate column distinguishes others from every value of the data.
    let folded = frame.rows.iter().any(Row::folded);
    let columns = frame.columns.own().iter();
    let mut columns: Vec<SheetColumn> = columns
        .map(|column| SheetColumn {
            name: column.name.clone(),
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
            *first = SheetCell::Text(labels::TOTAL.to_owned());
        }
        cells.extend(own(frame, values).iter().map(sheet_cell));
        cells
    });
    let (count, results) = (frame.rows.len(), Arc::clone(results));
    Sheet {
        id: frame.name.clone(),
        columns,
        rows: Rows::new(count, move |row| {
            let frame = &results.frames[at];
            cells(frame, &frame.rows[row], folded)
        }),
        total,
    }
}

/// The exact values of a row, and what is folded in it where a column says it.
fn cells(frame: &Frame, row: &Row, says_folded: bool) -> Vec<SheetCell> {
    let keys = row.keys.iter().chain(&row.attributes);
    let keys = keys.map(|key| match key {
        Key::Code(code) => SheetCell::Text(code.to_string()),
        Key::Missing | Key::Others => SheetCell::Empty,
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
