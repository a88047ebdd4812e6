//! Items in groups, and what the groups and columns of a breakdown are called.

use super::rows::Item;
use crate::oracle::cell::{Cell, Key};
use crate::oracle::spec::{Breakdown, Kind};

/// What people read for a value, so that it sorts as they would sort it: signs before digits, digits
/// before letters, whatever their case.
pub(super) fn label(key: &Key, right_closed: bool) -> String {
    let Key::Value(cell) = key else {
        return String::new();
    };
    match (cell, right_closed) {
        (Cell::Truth(true), _) => "yes".to_owned(),
        (Cell::Truth(false), _) => "no".to_owned(),
        // `<5`, `≥20`, `10–20`, `5–10`.
        (Cell::Bucket(at, _), false) => ["0", "3", "2", "1"][*at].to_owned(),
        // `>20`, `≤5`, `10–20`, `5–10`.
        (Cell::Bucket(at, _), true) => ["1", "3", "2", "0"][*at].to_owned(),
        (cell, _) => cell.shown().to_lowercase(),
    }
}

/// Items by key, in the order of their first occurrence.
pub(super) fn groups<'a>(
    items: impl Iterator<Item = (Vec<Key>, &'a Item)>,
) -> Vec<(Vec<Key>, Vec<&'a Item>)> {
    let mut groups: Vec<(Vec<Key>, Vec<&Item>)> = Vec::new();
    for (key, item) in items {
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, items)) => items.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    groups
}

/// The names of the value columns.
pub(super) fn columns(definition: &Breakdown) -> Vec<String> {
    let mut columns = Vec::new();
    for measure in &definition.measures {
        let name = &measure.name;
        columns.push(name.clone());
        if measure.is_amount() {
            columns.push(format!("{name}_share"));
            columns.push(format!("{name}_rank"));
            if definition.cumulative {
                columns.push(format!("{name}_cumulative"));
            }
        } else if measure.kind() == Kind::Derived {
            columns.push(format!("{name}_rank"));
        }
    }
    columns
}
