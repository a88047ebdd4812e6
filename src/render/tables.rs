//! Frames → tables, formatted for people.

use super::format::{format_cell, leaves_out_digits};
use super::gone::gone;
use super::links::{address_of, link_of};
use super::own_order::own_order;
use super::row_labels::{RowLabels, word_of_new};
use super::texts::Texts;
use crate::chart::data::KeyNames;
use crate::document::{Look, Looks, MARK, Table, TableColumn};
use crate::report::columns::ColumnContent;
use crate::report::{Chart, Column, Role, Slot, labels};
use crate::results::{Frame, InPrint, Key, Row, RowAt, Shown, Value, key_label};
use crate::text::Locale;
use crate::text::case::capitalize_first;
use crate::text::number::{decimal, decimals_of, integer, signed};
use std::collections::{BTreeMap, BTreeSet};

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
        let order = own_order(texts.report, shown, (column, at), &table.rows);
        table.columns[at].order = order;
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
    let total_label = total_label(texts, frame, found.iter().copied());
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
            .enumerate()
            .map(|(at, column)| TableColumn {
                title: title_of(column),
                numeric: matches!(column.slot, Slot::Value(at)
                    if frame.rows.iter().any(|row| row.values[at].number().is_some())),
                order: own_order(report, frame, (column, at), &rows),
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
                &gone(found.iter().copied(), frame, texts),
            ],
        ),
    }
}

/// What the total below these columns of a frame is called.
pub(super) fn total_label<'a>(
    texts: &Texts<'_>,
    frame: &Frame,
    columns: impl Iterator<Item = &'a Column>,
) -> &'static str {
    let breakdown = texts.report.breakdowns.get(&frame.name);
    breakdown.map_or_else(
        || labels::total(true, texts.locale),
        |it| it.total_label(columns, texts.locale),
    )
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
