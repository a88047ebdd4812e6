//! Frames → tables: formatted ones for people, exact ones for files.

use super::format::{affix, format_cell, leaves_out_digits};
use super::links::{address_of, link_of};
use super::row_labels::{RowLabels, word_of_new};
use super::texts::Texts;
use crate::chart::data::KeyNames;
use crate::document::{Look, Looks, MARK, Rows, Sheet, SheetCell, SheetColumn, Table, TableColumn};
use crate::report::columns::ColumnContent;
use crate::report::columns::FOLDED;
use crate::report::{Chart, Column, Role, Slot, labels};
use crate::results::{Frame, InPrint, Key, Results, Row, RowAt, Shown, Value, key_label};
use crate::spec::grammar::Format;
use crate::text::case::capitalize_first;
use crate::text::number::{decimal, decimals_of, integer, signed};
use crate::text::{Affix, Locale};
use std::collections::{BTreeMap, BTreeSet};
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
    table.remark = in_one_line("", &[&left_out(folded, &shown.name, texts)]);
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
    // What stands in the place of a move of ranks in a row that was not there in the period before.
    let of_new = |row: &Row, column: &Column| {
        let moves = column.role() == Some(Role::RankChange);
        let word = moves.then(|| word_of_new(report, frame, row, locale));
        word.flatten()
    };
    let cell = |row: &Row, column: &Column| match column.slot {
        Slot::Dimension(at) => labels.label(&column.name, &row.keys[at]),
        Slot::Attribute(at) => match &row.attributes[at] {
            Key::Missing => String::new(),
            key => key_label(report, column, key, locale),
        },
        Slot::Value(at) => of_new(row, column).map_or_else(
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
    let breakdown = report.breakdowns.get(&frame.name);
    let title_of = |column: &Column| match column.role() {
        Some(role) if of_one_measure && role != Role::Value => {
            let over = breakdown.and_then(|it| it.over.as_ref());
            capitalize_first(&role.said(over, locale))
        }
        _ => texts.column_title(column),
    };
    let head = found.iter().position(|it| it.has_codes());
    let total_label = breakdown.map_or(labels::TOTAL, |it| {
        it.total_label(found.iter().copied(), locale)
    });
    let total = frame.total.as_ref().map(|values| {
        let cells = found
            .iter()
            .enumerate()
            .map(|(at, column)| match column.slot {
                Slot::Value(of) => format_cell(column, &values[of], locale),
                _ if Some(at) == head => total_label.to_owned(),
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
        remark: in_one_line(
            "",
            &[
                &left_out(left, &frame.name, texts),
                &added(found.iter().copied(), frame, texts),
            ],
        ),
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

/// What is said of how the shares of a frame add up, if some of these columns are rounded together, or add up to more than
/// their whole; else nothing. Where those of some measures do and those of others do not, it says of which.
pub(super) fn added<'a>(
    columns: impl Iterator<Item = &'a Column> + Clone,
    frame: &Frame,
    texts: &Texts<'_>,
) -> String {
    let locale = texts.locale;
    if columns.clone().any(|column| column.adds_up.is_some()) {
        return labels::adds_up(locale).to_owned();
    }
    let Some(breakdown) = texts.report.breakdowns.get(&frame.name) else {
        return String::new();
    };
    let shares: BTreeMap<usize, &Column> = columns
        .filter(|column| column.role() == Some(Role::Share))
        .filter_map(|column| Some((column.measure()?, column)))
        .collect();
    let more = shares.iter();
    let more = more.filter(|(_, share)| frame.adds_up_to_more(share, breakdown));
    let more: Vec<usize> = more.map(|(measure, _)| *measure).collect();
    if more.is_empty() {
        return String::new();
    }
    if more.len() == shares.len() {
        return labels::overlap(&[], locale);
    }
    let values = breakdown.columns.values().iter();
    let values = values.filter(|it| it.role() == Some(Role::Value));
    let named = values.filter(|it| it.measure().is_some_and(|at| more.contains(&at)));
    let named: Vec<String> = named.map(|column| texts.column_title(column)).collect();
    labels::overlap(&named, locale)
}

/// What is said of a figure in one line: what the spec gives, as it is, and behind it sentences of our own.
pub(super) fn in_one_line(given: &str, own: &[&str]) -> String {
    let mut line = given.to_owned();
    for sentence in own.iter().filter(|text| !text.is_empty()) {
        if !line.is_empty() {
            line.push_str(if ends(&line) { " " } else { " · " });
        }
        line.push_str(sentence);
        if !ends(sentence) {
            line.push('.');
        }
    }
    line
}

/// Whether a text ends as a sentence does.
fn ends(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '…'])
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
            *first = SheetCell::Text(labels::TOTAL.to_owned());
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
