//! Rows → bars. In: the rows of a chart. Out: its categories in order, each with its marks.

use crate::chart::bars::BarChart;
use crate::chart::bars::model::{Arrangement, Bars, Category, Orientation};
use crate::chart::data::{Data, KeyNames, code_of};
use crate::chart::model::Mark;
use crate::chart::sum::sum;
use crate::diagnostic::Diagnostic;
use crate::results::{Key, Row, Value};

impl BarChart {
    /// The bars of a chart, whose categories have their labels unless `names` calls them otherwise.
    pub(crate) fn bars(&self, data: &Data<'_>, names: &KeyNames) -> Result<Bars, Diagnostic> {
        let arrangement = self.arrangement;
        let (encoding, words) = (data.encoding, data.words);
        let single = arrangement == Arrangement::Single;
        let series = if single { Vec::new() } else { data.series() };
        let label_of = |name: &String, key: &Key| {
            let called = names.get(name).and_then(|names| names.get(key));
            called.cloned().unwrap_or_else(|| words.label(name, key))
        };
        let mut categories = Vec::new();
        for (keys, rows) in data.categories() {
            let mut marks: Vec<Mark> = Vec::new();
            if single {
                let name = encoding.categories.last().cloned().unwrap_or_default();
                for row in &rows {
                    if let Some(mut mark) = data.mark(row, &name, 0) {
                        if encoding.color.is_empty() {
                            mark.label = String::new();
                            mark.key = String::new();
                        } else if let Some(key) = data.key(row, &encoding.color) {
                            mark.key = code_of(&key);
                            mark.label = words.label(&encoding.color, &key);
                        }
                        mark.color = data.stressed(row, categories.len()).unwrap_or(mark.color);
                        marks.push(mark);
                    }
                }
            } else {
                for (slot, key) in series.iter().enumerate() {
                    let row = rows
                        .iter()
                        .find(|row| data.key(row, &encoding.color).as_ref() == Some(key));
                    if let Some(mut mark) =
                        row.and_then(|row| data.mark(row, &encoding.color, slot))
                    {
                        if arrangement != Arrangement::Grouped {
                            mark.slot = 0;
                        }
                        marks.push(mark);
                    }
                }
            }
            if arrangement == Arrangement::Normalized {
                normalize(data, &mut marks, &rows);
            }
            let mut label = keys
                .last()
                .zip(encoding.categories.last())
                .map_or_else(String::new, |(key, name)| label_of(name, key));
            if let Some(row) = rows.first() {
                let added = words.addition(row)?;
                if !added.trim().is_empty() {
                    label = format!("{label} ({})", added.trim());
                }
            }
            let group = match (keys.as_slice(), encoding.categories.as_slice()) {
                ([outer, _], [name, _]) => Some((code_of(outer), label_of(name, outer))),
                _ => None,
            };
            if arrangement == Arrangement::Stacked && self.note_given {
                for mark in marks.iter_mut().filter(|mark| !mark.note.is_empty()) {
                    std::mem::swap(&mut mark.text, &mut mark.note);
                }
            }
            let end_label = match arrangement {
                Arrangement::Stacked => total(data, &rows),
                Arrangement::Single => match (marks.as_slice(), encoding.note.is_empty()) {
                    ([mark], false)
                        if self.orientation == Orientation::Horizontal || self.note_given =>
                    {
                        mark.note.clone()
                    }
                    ([], _) => match rows.as_slice() {
                        [row] => words.missing(row, &encoding.value),
                        _ => String::new(),
                    },
                    _ => String::new(),
                },
                Arrangement::Normalized | Arrangement::Grouped => String::new(),
            };
            categories.push(Category {
                key: keys.iter().map(code_of).collect::<Vec<_>>().join("/"),
                label,
                group,
                end_label,
                marks,
                gap: false,
            });
        }
        let categories = with_gaps(data, categories);
        Ok(Bars {
            orientation: self.orientation,
            arrangement,
            categories,
            slots: if arrangement == Arrangement::Grouped {
                series.len().max(1)
            } else {
                1
            },
        })
    }
}

/// That dates in the order of time are not at their places.
pub(super) fn note_of_scale(data: &Data<'_>) -> Option<String> {
    let [only] = data.encoding.categories.as_slice() else {
        return None;
    };
    let positions = data.dates(only)?;
    let in_time = positions.iter().filter_map(|it| it.key.as_ref());
    let as_drawn = data.categories();
    let is_in_order = in_time.eq(as_drawn.iter().filter_map(|(keys, _)| keys.first()));
    data.note_of_scale(only).filter(|_| is_in_order)
}

/// Categories in the order of time at their places, with those between them that have no rows.
fn with_gaps(data: &Data<'_>, categories: Vec<Category>) -> Vec<Category> {
    let [only] = data.encoding.categories.as_slice() else {
        return categories;
    };
    let positions = data.dates(only).unwrap_or_default();
    let keys = positions.iter().filter_map(|it| it.key.as_ref());
    let is_in_order = keys
        .map(code_of)
        .eq(categories.iter().map(|it| it.key.clone()));
    if !is_in_order {
        return categories;
    }
    let mut filled = categories.into_iter();
    let places = positions.into_iter().filter_map(|position| {
        if position.key.is_some() {
            return filled.next();
        }
        Some(Category {
            key: String::new(),
            label: position.label,
            group: None,
            end_label: String::new(),
            marks: Vec::new(),
            gap: true,
        })
    });
    places.collect()
}

/// The sum of a category where it is an exact amount; empty otherwise.
fn total(data: &Data<'_>, rows: &[&Row]) -> String {
    let cells: Vec<Value> = rows.iter().map(|row| data.cell(row)).collect();
    match sum(cells.iter()) {
        found @ (Value::Integer(_) | Value::Decimal(_)) => data.words.value(&found),
        _ => String::new(),
    }
}

/// Turns values into shares of the category; the amount becomes the note.
pub(crate) fn normalize(data: &Data<'_>, marks: &mut [Mark], rows: &[&Row]) {
    let whole: f64 = marks.iter().map(|mark| mark.value).sum();
    let cells: Vec<Value> = rows.iter().map(|row| data.cell(row)).collect();
    let exact = match sum(cells.iter()) {
        found @ (Value::Integer(_) | Value::Decimal(_)) => found.units(),
        _ => 0,
    };
    for mark in marks {
        let amount = mark.text.clone();
        let part = rows.iter().find(|row| data.position_of(row) == mark.row);
        let share = match part {
            Some(part) if exact > 0 => data.share(&[part], data.cell(part).units(), exact),
            _ if whole > 0.0 => Value::Number(mark.value / whole),
            _ => Value::Null,
        };
        mark.text = data.words.percent(&share);
        mark.note = amount;
        mark.value = if whole > 0.0 { mark.value / whole } else { 0.0 };
    }
}
