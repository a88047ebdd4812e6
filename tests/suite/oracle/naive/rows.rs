//! Rows of the source and measures over them.

use crate::oracle::cell::Cell;
use crate::oracle::condition::{Cells, Condition};
use crate::oracle::spec::{Aggregate, Measure, Spec};
use crate::oracle::table::Row;

/// A row of the source, or one of the values of its list; a row of a breakdown in a second step.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) row: usize,
    pub(super) cells: Cells,
}

/// The rows in scope, taken apart by the list where it is named: one for each valid value, one of no value
/// where there is none.
pub(super) fn items(
    rows: &[Row],
    spec: &Spec,
    takes_apart: bool,
    scope: Option<&[Cell]>,
) -> Vec<Item> {
    let mut items = Vec::new();
    for (row, source) in rows.iter().enumerate() {
        let mut languages: Vec<Option<&'static str>> = Vec::new();
        if takes_apart {
            languages.extend(source.mentions().into_iter().map(Some));
        }
        if languages.is_empty() {
            languages.push(None);
        }
        for language in languages {
            let cells = source.cells(row, language, spec);
            items.push(Item { row, cells });
        }
    }
    if let (Some(values), Some(scope)) = (scope, &spec.scope) {
        items.retain(|item| values.contains(&item.cells[&scope.by]));
    }
    items
}

pub(super) fn passing(mut items: Vec<Item>, filter: Option<&Condition>) -> Vec<Item> {
    items.retain(|item| filter.is_none_or(|filter| filter.truth(&item.cells) == Some(true)));
    items
}

pub(super) fn refs(items: &[Item]) -> Vec<&Item> {
    items.iter().collect()
}

pub(super) fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for value in values {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// A measure over some items; a row counts once, or once for each of its values.
pub(super) fn measured(items: &[&Item], measure: &Measure, once: bool) -> Cell {
    let passes = |item: &&&Item| {
        let filter = measure.filter.as_ref();
        filter.is_none_or(|filter| filter.truth(&item.cells) == Some(true))
    };
    let passing: Vec<&Item> = items.iter().filter(passes).copied().collect();
    let mut counted: Vec<&Item> = Vec::new();
    for item in &passing {
        if !once || !counted.iter().any(|known| known.row == item.row) {
            counted.push(item);
        }
    }
    let values = |name: &String| -> Vec<&Cell> {
        let cells = counted.iter().map(|item| &item.cells[name]);
        cells.filter(|cell| !cell.is_null()).collect()
    };
    let sum = |name: &String| -> i128 {
        let integers = values(name).into_iter().map(|cell| match cell {
            Cell::Integer(value) => *value,
            other => panic!("{other:?} is no integer"),
        });
        integers.sum()
    };
    match &measure.kind {
        Aggregate::Count => Cell::Integer(counted.len() as i128),
        Aggregate::CountValues(name) => Cell::Integer(values(name).len() as i128),
        Aggregate::Sum(name) => Cell::Integer(sum(name)),
        Aggregate::Least(name) => {
            let least = values(name).into_iter().min_by(|a, b| a.compare(b));
            least.cloned().unwrap_or(Cell::Null)
        }
        Aggregate::Greatest(name) => {
            let greatest = values(name).into_iter().max_by(|a, b| a.compare(b));
            greatest.cloned().unwrap_or(Cell::Null)
        }
        Aggregate::Mean(name) => match values(name).len() {
            0 => Cell::Null,
            count => Cell::Share(sum(name), count as i128),
        },
        Aggregate::Distinct(names) => {
            let tuples = passing.iter().map(|item| -> Vec<Cell> {
                names.iter().map(|name| item.cells[name].clone()).collect()
            });
            let whole = tuples.filter(|tuple| tuple.iter().all(|cell| !cell.is_null()));
            Cell::Integer(distinct(whole).len() as i128)
        }
    }
}
