//! Rows → bars. In: the rows of a chart. Out: its categories in order, each with its marks.

use crate::chart::bars::BarChart;
use crate::chart::bars::model::{Arrangement, Bars, Category, Orientation};
use crate::chart::data::{Data, code_of};
use crate::chart::model::Mark;
use crate::diagnostic::Diagnostic;
use crate::results::{Row, Value};
use crate::text::Ratio;

impl BarChart {
    /// The bars of a chart.
    pub(crate) fn bars(&self, data: &Data<'_>) -> Result<Bars, Diagnostic> {
        let arrangement = self.arrangement;
        let (encoding, words) = (data.encoding, data.words);
        let single = arrangement == Arrangement::Single;
        let series = if single { Vec::new() } else { data.series() };
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
                .map_or_else(String::new, |(key, name)| words.label(name, key));
            if let Some(row) = rows.first() {
                let added = words.addition(row)?;
                if !added.trim().is_empty() {
                    label = format!("{label} ({})", added.trim());
                }
            }
            let group = match (keys.as_slice(), encoding.categories.as_slice()) {
                ([outer, _], [name, _]) => Some((code_of(outer), words.label(name, outer))),
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
            });
        }
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

/// The sum of a category, exact for integers.
fn total(data: &Data<'_>, rows: &[&Row]) -> String {
    let mut sum = 0_i128;
    for row in rows {
        match data.cell(row) {
            Value::Integer(value) => sum += value,
            _ => return String::new(),
        }
    }
    data.words.value(&Value::Integer(sum))
}

/// Shares of the category; the amount becomes the note.
fn normalize(data: &Data<'_>, marks: &mut [Mark], rows: &[&Row]) {
    let whole: f64 = marks.iter().map(|mark| mark.value).sum();
    let exact: Option<i128> = rows
        .iter()
        .map(|row| match data.cell(row) {
            Value::Integer(value) => Some(value),
            _ => None,
        })
        .sum();
    for mark in marks {
        let amount = mark.text.clone();
        let share = match exact {
            Some(denominator) if denominator > 0 && mark.value.fract() == 0.0 => {
                Value::Ratio(Ratio {
                    numerator: mark.value as i128,
                    denominator,
                })
            }
            _ if whole > 0.0 => Value::Number(mark.value / whole),
            _ => Value::Null,
        };
        mark.text = data.words.percent(&share);
        mark.note = amount;
        mark.value = if whole > 0.0 { mark.value / whole } else { 0.0 };
    }
}
