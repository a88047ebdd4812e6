//! What was there in the period before and is not any more, in a sentence below a table or a chart of change: no row of it can say so. In: the frame and
//! the columns that are shown. Out: how many values left, the largest of them by name, and what all of them had.

use super::format::format_cell;
use super::row_labels::RowLabels;
use super::texts::Texts;
use crate::report::columns::ColumnContent;
use crate::report::{Breakdown, Column, Keep, Report, Role, Rows, Slot};
use crate::results::{Frame, Row, Value};
use crate::sql::Decimal;
use crate::text::Locale;
use crate::text::list::{Conjunction, list};
use crate::text::number::integer;

/// So many are named.
const NAMED: usize = 3;

/// The sentence; empty where nothing left, no column of change is shown, or what left may still be there, as among the rest that `keep` folds.
pub(super) fn gone<'a>(
    shown: impl Iterator<Item = &'a Column>,
    frame: &Frame,
    texts: &Texts<'_>,
) -> String {
    let Some(breakdown) = texts.report.breakdowns.get(&frame.name) else {
        return String::new();
    };
    let changes = frame.columns.changes();
    let mut of_change = shown.filter(|it| changes.iter().any(|change| change.name == it.name));
    let Some(column) = of_change.next().filter(|_| !frame.left.is_empty()) else {
        return String::new();
    };
    if are_chosen(texts.report, breakdown) {
        return String::new();
    }
    let measure = column.measure().unwrap_or_default();
    let before = changes.iter().find(|it| {
        let role = Role::Previous;
        it.holds == ColumnContent::Measure { measure, role }
    });
    let cell = |row: &Row| match before.map(|it| it.slot) {
        Some(Slot::Value(at)) => row.values.get(at).cloned().unwrap_or(Value::Null),
        _ => Value::Null,
    };
    let mut left: Vec<(&Row, Value)> = frame.left.iter().map(|row| (row, cell(row))).collect();
    // The largest first; a value that is missing is the least.
    left.sort_by(|one, other| {
        let is_missing = |it: &Value| *it == Value::Null;
        let by_value = || other.1.compare(&one.1);
        is_missing(&one.1)
            .cmp(&is_missing(&other.1))
            .then_with(by_value)
    });
    let locale = texts.locale;
    // Where some numbers are in print, those that stand in no cell have no mark.
    let has_marks = !texts.report.published.is_empty();
    let written = |value: &Value| {
        let column = before.filter(|_| !has_marks && *value != Value::Null);
        column.map(|column| format_cell(column, value, locale))
    };
    let labels = RowLabels::new(texts.report, frame, locale);
    let named = left.iter().take(NAMED).map(|(row, value)| {
        let dimensions = frame.columns.dimensions().iter().zip(&row.keys);
        let name = dimensions.map(|(column, key)| labels.label(&column.name, key));
        let name = name.collect::<Vec<_>>().join(" / ");
        match written(value) {
            Some(value) => format!("{name} ({value})"),
            None => name,
        }
    });
    let named: Vec<String> = named.collect();
    let more = left.len() - named.len();
    let has_values = left.iter().any(|(_, value)| written(value).is_some());
    let all = all_of(breakdown, measure, &left).and_then(|all| written(&all));
    said(
        (named, has_values),
        more,
        all.filter(|_| left.len() > 1),
        locale,
    )
}

/// Whether the rows of a breakdown are those that its `keep`, that of the breakdown that it starts from, or the scope chooses by what they carry: what left
/// these may still be there.
fn are_chosen(report: &Report, breakdown: &Breakdown) -> bool {
    let scope = report.scope.as_ref();
    let has_top = breakdown.in_scope && scope.is_some_and(|scope| scope.top.is_some());
    has_top
        || breakdown.keep.values().any(Keep::is_chosen_by_data)
        || match &breakdown.rows {
            Rows::Source(_) => false,
            Rows::Breakdown(from) => {
                let from = report.breakdowns.get(from);
                breakdown.filter.is_some() || from.is_none_or(|from| are_chosen(report, from))
            }
        }
}

/// What all of the rows had together, of a measure that adds up.
fn all_of(breakdown: &Breakdown, measure: usize, left: &[(&Row, Value)]) -> Option<Value> {
    let adds_up = breakdown.measures.get(measure)?.adds_up();
    let mut values = left.iter().map(|(_, value)| value);
    let first = values.next().filter(|_| adds_up)?;
    values.try_fold(first.clone(), |all, value| match (all, value) {
        (Value::Integer(all), Value::Integer(value)) => all.checked_add(*value).map(Value::Integer),
        (Value::Decimal(all), Value::Decimal(value)) if all.scale == value.scale => {
            let units = all.units.checked_add(value.units)?;
            Some(Value::Decimal(Decimal { units, ..all }))
        }
        _ => None,
    })
}

/// The sentence; `all` is the sum of several.
fn said(
    (mut items, has_values): (Vec<String>, bool),
    more: usize,
    all: Option<String>,
    locale: Locale,
) -> String {
    let one = items.len() + more == 1;
    if more > 0 {
        let number = integer((more as i128).into(), locale);
        let noun = match (locale, more) {
            (Locale::Fr, 1) => "autre",
            (Locale::Fr, _) => "autres",
            (Locale::En, _) => "more",
        };
        items.push(format!("{number}\u{a0}{noun}"));
    }
    let items = list(&items, Conjunction::And, locale);
    let whose = match (locale, has_values, one) {
        (_, false, _) => "",
        (Locale::Fr, true, true) => " (valeur de la période précédente)",
        (Locale::Fr, true, false) => " (valeurs de la période précédente)",
        (Locale::En, true, true) => " (value of the period before)",
        (Locale::En, true, false) => " (values of the period before)",
    };
    match locale {
        Locale::Fr => {
            let verb = if one {
                "N’apparaît"
            } else {
                "N’apparaissent"
            };
            let all = all.map_or_else(String::new, |all| format!(", soit {all} au total"));
            format!("{verb} plus{whose}\u{a0}: {items}{all}")
        }
        Locale::En => {
            let all = all.map_or_else(String::new, |all| format!(", {all} in all"));
            format!("No longer listed{whose}: {items}{all}")
        }
    }
}
