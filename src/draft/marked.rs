//! Cells that say that there is no number, `n.d.`, or that it is kept back, `<5`. In: the columns of a draft. Out: how many there are,
//! and what was decided.

use super::Sighting;
use super::choose::Choice;
use super::columns::DraftColumn;
use super::names::in_comment;
use crate::diagnostic::counted;
use crate::sql::Type;

/// Columns that are told for themselves.
const SHOWN: usize = 3;

/// What is said of such cells, those of the measure first.
pub(super) fn notes(sighting: &Sighting, choice: &Choice) -> Vec<String> {
    let columns = sighting.columns.items.iter().enumerate();
    let is_one =
        |column: &DraftColumn| column.marked > 0 && column.kind.is_some_and(Type::is_number);
    let mut marked: Vec<(usize, &DraftColumn)> =
        columns.filter(|(_, column)| is_one(column)).collect();
    marked.sort_by_key(|(at, _)| Some(*at) != choice.measure);
    let mut notes: Vec<String> = marked
        .iter()
        .take(SHOWN)
        .map(|(at, column)| note(sighting, column, Some(*at) == choice.measure))
        .collect();
    let more: Vec<String> = marked
        .iter()
        .skip(SHOWN)
        .map(|(_, column)| format!("`{}`", in_comment(&column.name)))
        .collect();
    if !more.is_empty() {
        notes.push(format!("so it is with cells of {}", more.join(", ")));
    }
    notes
}

fn note(sighting: &Sighting, column: &DraftColumn, is_measure: bool) -> String {
    let name = in_comment(&column.name);
    let marks = column.notation.missing.iter().filter(|it| !it.is_empty());
    let marks: Vec<String> = marks
        .map(|text| format!("`{}`", in_comment(text)))
        .collect();
    let cells = match sighting.data.periods.as_slice() {
        [] => format!("{} of {} cells", column.marked, column.rows),
        _ => counted(column.marked as i128, "cell", "cells"),
    };
    let (has, read) = match column.marked {
        1 => ("has", "it is read"),
        _ => ("have", "they are read"),
    };
    let decided = if is_measure {
        " as empty, and its text says how many rows have no value: sums lack these amounts"
    } else {
        " as empty"
    };
    format!(
        "{cells} of `{name}` {has} {} in place of a number: {read}{decided}",
        marks.join(", ")
    )
}
