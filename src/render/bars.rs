//! Frames → bars.

use super::charts::{Build, code_of};
use super::format::format_value;
use crate::chart::model::{Arrangement, Bars, Category, Mark, Orientation};
use crate::diagnostic::Diagnostic;
use crate::frame::{Row, Value};
use crate::spec::grammar::{ChartType, Format, FormatName};
use crate::text::Ratio;

impl Build<'_> {
    pub(super) fn bars(&self) -> Result<Bars, Diagnostic> {
        let arrangement = match self.chart.kind {
            ChartType::StackedBar => Arrangement::Stacked,
            ChartType::NormalizedBar => Arrangement::Normalized,
            ChartType::GroupedBar => Arrangement::Grouped,
            _ => Arrangement::Single,
        };
        let single = arrangement == Arrangement::Single;
        let series = if single { Vec::new() } else { self.series() };
        let mut categories = Vec::new();
        for (keys, rows) in self.categories() {
            let mut marks: Vec<Mark> = Vec::new();
            if single {
                let name = self.chart.categories.last().cloned().unwrap_or_default();
                for row in &rows {
                    if let Some(mut mark) = self.mark(row, &name, 0) {
                        if self.chart.color.is_empty() {
                            mark.label = String::new();
                            mark.key = String::new();
                        } else if let Some(key) = self.key(row, &self.chart.color) {
                            mark.key = code_of(&key);
                            mark.label = self.label(&self.chart.color, &key);
                        }
                        marks.push(mark);
                    }
                }
            } else {
                for (slot, key) in series.iter().enumerate() {
                    let row = rows
                        .iter()
                        .find(|row| self.key(row, &self.chart.color).as_ref() == Some(key));
                    if let Some(mut mark) =
                        row.and_then(|row| self.mark(row, &self.chart.color, slot))
                    {
                        if arrangement != Arrangement::Grouped {
                            mark.slot = 0;
                        }
                        marks.push(mark);
                    }
                }
            }
            if arrangement == Arrangement::Normalized {
                self.normalize(&mut marks, &rows);
            }
            let mut label = keys
                .last()
                .zip(self.chart.categories.last())
                .map_or_else(String::new, |(key, name)| self.label(name, key));
            if let (Some(addition), Some(row)) = (&self.chart.label, rows.first()) {
                let pointer = format!("{}/label", self.chart.pointer);
                let added = self
                    .texts
                    .row_label(addition, &self.frame.name, row, &pointer)?;
                if !added.trim().is_empty() {
                    label = format!("{label} ({})", added.trim());
                }
            }
            let group = match (keys.as_slice(), self.chart.categories.as_slice()) {
                ([outer, _], [name, _]) => Some((code_of(outer), self.label(name, outer))),
                _ => None,
            };
            if arrangement == Arrangement::Stacked && self.chart.note_given {
                for mark in marks.iter_mut().filter(|mark| !mark.note.is_empty()) {
                    std::mem::swap(&mut mark.text, &mut mark.note);
                }
            }
            let end_label = match arrangement {
                Arrangement::Stacked => self.total(&rows),
                Arrangement::Single => match (marks.as_slice(), self.chart.note.is_empty()) {
                    ([mark], false) if self.chart.horizontal || self.chart.note_given => {
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
            orientation: if self.chart.horizontal {
                Orientation::Horizontal
            } else {
                Orientation::Vertical
            },
            arrangement,
            categories,
            slots: if arrangement == Arrangement::Grouped {
                series.len().max(1)
            } else {
                1
            },
        })
    }

    /// The sum of a category, exact for integers.
    pub(super) fn total(&self, rows: &[&Row]) -> String {
        let mut sum = 0_i128;
        for row in rows {
            match self.cell(row) {
                Value::Integer(value) => sum += value,
                _ => return String::new(),
            }
        }
        format_value(&self.format, &Value::Integer(sum), self.locale)
    }

    /// Shares of the category; the amount becomes the note.
    pub(super) fn normalize(&self, marks: &mut [Mark], rows: &[&Row]) {
        let whole: f64 = marks.iter().map(|mark| mark.value).sum();
        let exact: Option<i128> = rows
            .iter()
            .map(|row| match self.cell(row) {
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
            mark.text = format_value(&Format::Name(FormatName::Percent), &share, self.locale);
            mark.note = amount;
            mark.value = if whole > 0.0 { mark.value / whole } else { 0.0 };
        }
    }
}
