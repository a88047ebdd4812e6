//! The last column of a table: the course of each of its rows. In: the frame of the courses. Out: paths, and the
//! first and last value of each in words.

use super::format::format_value;
use crate::chart::axis::places;
use crate::chart::spark;
use crate::report::{Column, Slot, Sparkline};
use crate::results::{Frame, Key, Row, Value};
use crate::text::Locale;
use indexmap::IndexMap;

/// The path and the words of each of some rows of a table.
pub(super) fn sparklines(
    sparkline: &Sparkline,
    (table, rows): (&Frame, &[Row]),
    course: &Frame,
    locale: Locale,
) -> Vec<(String, String)> {
    let (places, spacing) = places(course, &sparkline.x);
    let column = course.columns.get(&sparkline.y);
    let value = |row: &Row| row.value(column?.slot).cloned();
    // Of each key, in the order of the table's dimensions, the value in each place.
    let dimensions = table.columns.dimensions().iter();
    let dimensions = dimensions.filter(|it| it.name != sparkline.x);
    let dimensions: Vec<&Column> = dimensions.collect();
    let slots = dimensions.iter().map(|it| course.column(&it.name));
    let slots: Vec<Option<Slot>> = slots.collect();
    let along = course.column(&sparkline.x);
    let mut courses: IndexMap<Vec<&Key>, Vec<Value>> = IndexMap::new();
    for row in &course.rows {
        let keys = slots.iter().filter_map(|slot| row.key((*slot)?));
        let at = along.and_then(|along| row.key(along));
        let at = places.iter().position(|place| place.as_ref() == at);
        if let (Some(at), Some(value)) = (at, value(row)) {
            let known = courses.entry(keys.collect());
            known.or_insert_with(|| vec![Value::Null; places.len()])[at] = value;
        }
    }
    let written = |value: &Value| {
        let format = column.map(|column| &column.format);
        format.map_or_else(String::new, |format| format_value(format, value, locale))
    };
    let drawn = rows.iter().map(|row| {
        let keys = dimensions.iter().filter_map(|it| row.key(it.slot));
        let keys: Vec<&Key> = keys.collect();
        let values = courses.get(&keys).map_or(&[][..], Vec::as_slice);
        let lengths: Vec<Option<f64>> = values.iter().map(length).collect();
        let mut known = values.iter().filter(|value| length(value).is_some());
        let words = match (known.next(), known.next_back()) {
            (Some(first), Some(last)) => format!("{} → {}", written(first), written(last)),
            (Some(only), None) => written(only),
            _ => String::new(),
        };
        (spark::path(&lengths, &spacing), words)
    });
    drawn.collect()
}

fn length(value: &Value) -> Option<f64> {
    value.float().filter(|value| value.is_finite())
}
