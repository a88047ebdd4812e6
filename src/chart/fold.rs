//! The rows that a chart shows. In: the frame of its breakdown. Out: the same if there are few;
//! otherwise a frame in which the smallest tiles, bars or series are folded into others, with the
//! same total.

use crate::chart::descriptor::Folded;
use crate::chart::encoding::Encoding;
use crate::chart::sum::sum;
use crate::report::{Column, Slot};
use crate::results::{ByKey, Frame, Key, Row, Value};
use indexmap::IndexSet;
use std::collections::BTreeSet;

/// The rows after folding down to the maximum number.
pub(crate) fn fold(mut frame: Frame, encoding: &Encoding, folded: &Folded, most: usize) -> Frame {
    match folded {
        Folded::Rows => fold_rows(frame, encoding, most),
        Folded::Values(lists) => {
            for names in lists {
                let is_axis = names.iter().all(|it| encoding.categories.contains(it));
                let names = names.iter();
                let places: Vec<usize> = names.filter_map(|it| dimension(&frame, it)).collect();
                // Buckets and the dates of an axis stand in their order: none of them is folded.
                let stays =
                    |at: &usize| frame.domains[*at].is_some() || is_axis && frame.is_ordered(*at);
                if !places.iter().any(stays) {
                    frame = fold_values(frame, encoding, &places, most);
                }
            }
            frame
        }
    }
}

fn dimension(frame: &Frame, name: &str) -> Option<usize> {
    match frame.column(name)? {
        Slot::Dimension(at) => Some(at),
        Slot::Attribute(_) | Slot::Value(_) => None,
    }
}

/// The amount of a row, for ordering; a share counts by its numerator.
fn amount(frame: &Frame, encoding: &Encoding, row: &Row) -> f64 {
    match frame.column(&encoding.value) {
        Some(Slot::Value(at)) => row.values[at].float().unwrap_or(0.0),
        _ => 0.0,
    }
}

/// Folds the smallest rows, each into the others of its parent.
fn fold_rows(frame: Frame, encoding: &Encoding, most: usize) -> Frame {
    if frame.rows.len() <= most {
        return frame;
    }
    let mut order: Vec<usize> = (0..frame.rows.len()).collect();
    order.sort_by(|a, b| {
        let value = |at: &usize| amount(&frame, encoding, &frame.rows[*at]);
        value(b).total_cmp(&value(a)).then(a.cmp(b))
    });
    let kept: BTreeSet<usize> = order.into_iter().take(most).collect();
    let last = frame.columns.dimensions().len() - 1;
    let keys = |at: usize, row: &Row| {
        let mut keys = row.keys.clone();
        if !kept.contains(&at) {
            keys[last] = Key::Others;
        }
        keys
    };
    merged(&frame, encoding, keys)
}

/// Folds the smallest combined values of some dimensions into others.
fn fold_values(frame: Frame, encoding: &Encoding, dimensions: &[usize], most: usize) -> Frame {
    let Some(last) = dimensions.last().copied() else {
        return frame;
    };
    let of =
        |row: &Row| -> Vec<Key> { dimensions.iter().map(|at| row.keys[*at].clone()).collect() };
    let mut totals: ByKey<Vec<Key>, f64> = ByKey::default();
    for row in &frame.rows {
        *totals.entry(of(row)).or_default() += amount(&frame, encoding, row);
    }
    if totals.len() <= most {
        return frame;
    }
    let mut order: Vec<(&Vec<Key>, f64)> = totals.iter().map(|(keys, sum)| (keys, *sum)).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1));
    let kept: BTreeSet<Vec<Key>> = order
        .into_iter()
        .take(most)
        .map(|it| it.0.clone())
        .collect();
    let keys = |_: usize, row: &Row| {
        let mut keys = row.keys.clone();
        if !kept.contains(&of(row)) {
            keys[last] = Key::Others;
        }
        keys
    };
    merged(&frame, encoding, keys)
}

/// Rows under new keys; those with the same keys are added up, in the order of their levels with
/// others last.
fn merged(frame: &Frame, encoding: &Encoding, keys: impl Fn(usize, &Row) -> Vec<Key>) -> Frame {
    let added = [&encoding.amount, &encoding.share, &encoding.before];
    let values = frame.columns.cells();
    let mut groups: ByKey<Vec<Key>, Vec<&Row>> = ByKey::default();
    for (at, row) in frame.rows.iter().enumerate() {
        groups.entry(keys(at, row)).or_default().push(row);
    }
    let mut rows: Vec<Row> = groups
        .into_iter()
        .map(|(keys, rows)| {
            if let [only] = rows.as_slice()
                && only.keys == keys
            {
                return (*only).clone();
            }
            let value = |(at, column): (usize, &Column)| {
                if added.contains(&&column.name) {
                    // A row of one period only adds nothing to the other one.
                    let values = rows.iter().map(|row| &row.values[at]);
                    sum(values.filter(|value| **value != Value::Null))
                } else {
                    Value::Null
                }
            };
            Row {
                keys,
                attributes: vec![Key::Missing; frame.columns.attributes().len()],
                values: values.iter().enumerate().map(value).collect(),
            }
        })
        .collect();
    // By level, in the order in which the keys of a level first occur, others last.
    let mut places: Vec<IndexSet<Key>> = vec![IndexSet::new(); frame.columns.dimensions().len()];
    for row in &rows {
        for (level, key) in row.keys.iter().enumerate() {
            places[level].insert(key.clone());
        }
    }
    rows.sort_by_key(|row| {
        let place =
            |(level, key): (usize, &Key)| (*key == Key::Others, places[level].get_index_of(key));
        row.keys.iter().enumerate().map(place).collect::<Vec<_>>()
    });
    Frame {
        rows,
        ..frame.clone()
    }
}
