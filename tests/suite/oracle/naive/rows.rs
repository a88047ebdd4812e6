//! Rows of the source and measures over them.

use crate::oracle::cell::{Cell, Key};
use crate::oracle::condition::{Cells, Condition};
use crate::oracle::spec::{Aggregate, Measure, Spec};
use crate::oracle::table::Row;

/// A row of the source, or one of the values of its list; a row of a breakdown in a second step.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) row: usize,
    pub(super) cells: Cells,
    /// Dimensions of which it stands for others.
    pub(super) others: Vec<String>,
}

impl Item {
    /// Its key in a breakdown by a dimension.
    pub(super) fn key(&self, name: &String) -> Key {
        if self.others.contains(name) {
            Key::Others
        } else {
            Key::of(&self.cells[name])
        }
    }
}

/// The rows in scope, exploded by the list if it is named: one item per valid value, one without a
/// value if there is none.
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
            items.push(Item {
                row,
                cells,
                others: Vec::new(),
            });
        }
    }
    if let (Some(values), Some(scope)) = (scope, &spec.scope) {
        items = passing(items, scope.filter.as_ref());
        if let Some(top) = &scope.top {
            items.retain(|item| values.contains(&item.cells[&top.by]));
        }
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

/// A measure over some items; a row counts once, or once per value.
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
    let sum = |name: &String| -> Cell {
        let values = values(name).into_iter();
        values.fold(Cell::Integer(0), |sum, value| match (&sum, value) {
            (Cell::Integer(sum), Cell::Integer(value)) => Cell::Integer(sum + value),
            (sum, Cell::Cents(value)) => Cell::Cents(sum.units().expect("cents") + value),
            (sum, value) => {
                let ((a, b), (c, d)) = (sum.parts(), value.parts());
                Cell::fraction(a * d + c * b, b * d)
            }
        })
    };
    let quotient = |above: Cell, below: Cell| {
        if above.is_null() || below.is_null() || below.parts().0 == 0 {
            return Cell::Null;
        }
        let ((a, b), (c, d)) = (above.parts(), below.parts());
        Cell::fraction(a * d, b * c)
    };
    match &measure.kind {
        Aggregate::Count => Cell::Integer(counted.len() as i128),
        Aggregate::CountValues(name) => Cell::Integer(values(name).len() as i128),
        Aggregate::Sum(name) => sum(name),
        Aggregate::Least(name) => {
            let least = values(name).into_iter().min_by(|a, b| a.compare(b));
            least.cloned().unwrap_or(Cell::Null)
        }
        Aggregate::Greatest(name) => {
            let greatest = values(name).into_iter().max_by(|a, b| a.compare(b));
            greatest.cloned().unwrap_or(Cell::Null)
        }
        Aggregate::Mean(name) => quotient(sum(name), Cell::Integer(values(name).len() as i128)),
        Aggregate::Quantile(name, _, place) => quantile(values(name), *place),
        Aggregate::Quotient(a, b) | Aggregate::Ratio(a, b) => {
            quotient(measured(items, a, once), measured(items, b, once))
        }
        Aggregate::Difference(a, b) => match (measured(items, a, once), measured(items, b, once)) {
            (Cell::Integer(a), Cell::Integer(b)) => Cell::Integer(a - b),
            (Cell::Day(a), Cell::Day(b)) => Cell::Integer(day_number(&a) - day_number(&b)),
            _ => Cell::Null,
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

/// The number at a place from 0 to 1, in proportion between two.
fn quantile(mut values: Vec<&Cell>, (above, below): (i128, i128)) -> Cell {
    if values.is_empty() {
        return Cell::Null;
    }
    values.sort_by(|a, b| a.compare(b));
    let place = (values.len() as i128 - 1) * above;
    let at = (place / below) as usize;
    let rest = place % below;
    let ((a, b), (c, d)) = (
        values[at].parts(),
        values[(at + 1).min(values.len() - 1)].parts(),
    );
    // a/b + (c/d - a/b) · rest/below
    Cell::fraction(a * d * below + (c * b - a * d) * rest, b * d * below)
}

/// Days since the first of March of year 0, by the lengths of months.
fn day_number(day: &str) -> i128 {
    let parts: Vec<i128> = day
        .split('-')
        .map(|part| part.parse().expect("a number"))
        .collect();
    let leap = |year: i128| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let years: i128 = (0..parts[0]).map(|year| 365 + i128::from(leap(year))).sum();
    let february = 28 + i128::from(leap(parts[0]));
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    years + months[..parts[1] as usize - 1].iter().sum::<i128>() + parts[2]
}
