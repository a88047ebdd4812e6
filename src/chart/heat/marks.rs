//! Rows → cells. In: the rows of a chart. Out: names in order, a cell for every row, the colours of
//! values.

use crate::chart::data::{Data, KeyNames, Position, code_of, names_of};
use crate::chart::descriptor::ChartMarks;
use crate::chart::encoding::Order;
use crate::chart::heat::model::{Cell, Heat, Name};
use crate::chart::heat::ramp::colors;
use crate::results::{Key, Row};
use indexmap::IndexMap;

/// The cells of a chart.
pub(crate) fn heat(data: &Data<'_>, orders: [Order; 2]) -> ChartMarks {
    let [down, across] = [0, 1].map(|at| data.encoding.categories[at].as_str());
    let axes = [data.axis(down, orders[0]), data.axis(across, orders[1])];
    let found: IndexMap<(Key, Key), &Row> = data
        .frame
        .rows
        .iter()
        .filter_map(|row| Some(((data.key(row, down)?, data.key(row, across)?), row)))
        .collect();
    let ends = ends(data.frame.rows.iter().filter_map(|row| data.value(row)));
    let colors = colors(ends.0, ends.1);
    let cell = |row: &Row| {
        let value = data.value(row)?;
        let place = (value - ends.0) / (ends.1 - ends.0) * (colors.len() - 1) as f64;
        Some(Cell {
            value,
            text: data.words.value(&data.cell(row)),
            row: data.position_of(row),
            color: colors[place.round() as usize],
        })
    };
    let at = |down: &Position, across: &Position| {
        let keys = (down.key.clone()?, across.key.clone()?);
        cell(found.get(&keys)?)
    };
    let cells = axes[0]
        .iter()
        .map(|down| axes[1].iter().map(|across| at(down, across)).collect());
    let cells = cells.collect();
    let called = [down, across].into_iter().zip(&axes).zip(orders);
    let called = called.filter_map(|((dimension, axis), order)| names_of(dimension, axis, order));
    let called: KeyNames = called.collect();
    let [rows, columns] = axes.map(names);
    // Once for both axes.
    let note = [down, across]
        .into_iter()
        .find_map(|name| data.note_of_scale(name));
    let heat = Heat {
        rows,
        columns,
        column_title: data.words.title(across),
        cells,
        ends,
        colors,
    };
    ChartMarks {
        marks: Box::new(heat),
        order: None,
        names: called,
        notes: note.into_iter().collect(),
    }
}

fn names(axis: Vec<Position>) -> Vec<Name> {
    let name = |position: Position| Name {
        key: position.key.as_ref().map_or_else(String::new, code_of),
        label: position.label,
        others: position.key == Some(Key::Others),
    };
    axis.into_iter().map(name).collect()
}

/// The values at the ends of the colours: zero and the largest amount, or the same amount on both
/// sides of zero.
fn ends(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if low < 0.0 && high > 0.0 {
        let far = high.max(-low);
        (-far, far)
    } else if low < high {
        (low, high)
    } else {
        (0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::ends;

    #[test]
    fn colours_begin_at_zero_or_are_even_around_it() {
        assert_eq!(ends([4.0, 9.0].into_iter()), (0.0, 9.0));
        assert_eq!(ends([-2.0, 5.0].into_iter()), (-5.0, 5.0));
        assert_eq!(ends([-2.0, -1.0].into_iter()), (-2.0, 0.0));
        assert_eq!(ends([0.0, 0.0].into_iter()), (0.0, 1.0));
        assert_eq!(ends(std::iter::empty()), (0.0, 1.0));
    }
}
