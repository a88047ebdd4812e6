//! A row of a breakdown in a template: codes, labels, nouns and numbers by the names of its columns.

use super::{Shared, plain};
use crate::render::row_labels::RowLabels;
use crate::report::{Column, ColumnContent, InText, Role, Slot};
use crate::results::{Frame, Key, Row, RowAt, Value as Exact};
use crate::sql::Type;
use crate::template::{self, RowValue};
use minijinja::Value;
use minijinja::value::ValueKind;
use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A position in the results: of a breakdown, one of its rows, and a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) struct Cell {
    /// Position of the breakdown.
    pub(in crate::render) frame: usize,
    /// Place of the row.
    pub(in crate::render) row: RowAt,
    /// Position of the column among the values, those of change last.
    pub(in crate::render) column: usize,
}

/// The cell behind `row.column`, if the value is a row and has such a number.
pub(in crate::render) fn cell(row: &Value, column: &str) -> Option<Cell> {
    let row = row_view(row)?;
    let (frame, _, found) = row.shared.results.frames.get_full(&row.name)?;
    let mut columns = found.columns.cells().iter();
    let column = columns.position(|known| known.name == column)?;
    found.values(row.at)?[column].number()?;
    Some(Cell {
        frame,
        row: row.at,
        column,
    })
}

/// Rows of one breakdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) struct RowsOf {
    /// Position of the breakdown.
    pub(in crate::render) frame: usize,
    /// How many there are.
    pub(in crate::render) all: usize,
    /// How many of them stand for a value.
    pub(in crate::render) of_values: usize,
}

/// The breakdown to which all items of a list belong as rows, and their number.
pub(in crate::render) fn rows_of(list: &Value) -> Option<RowsOf> {
    let mut found = None;
    let (mut all, mut of_values) = (0, 0);
    for item in list.try_iter().ok()? {
        let row = row_view(&item)?;
        let frame = row.shared.results.frames.get_index_of(&row.name)?;
        if found.is_some_and(|known| known != frame) {
            return None;
        }
        found = Some(frame);
        all += 1;
        of_values += usize::from(row.row().is_none_or(Row::is_value));
    }
    Some(RowsOf {
        frame: found?,
        all,
        of_values,
    })
}

/// A row of a breakdown, its total, or a row that left it.
#[derive(Debug)]
pub(super) struct RowView {
    pub(super) shared: Arc<Shared>,
    pub(super) name: String,
    /// Place of the row.
    pub(super) at: RowAt,
}

impl RowView {
    fn frame(&self) -> &Frame {
        &self.shared.results.frames[&self.name]
    }

    /// The row; none for the total, which has no codes.
    fn row(&self) -> Option<&Row> {
        self.frame().row(self.at)
    }

    /// What people read for a code. The total stands under the first dimension.
    fn label_of(&self, column: &Column) -> Option<String> {
        let (shared, frame) = (&self.shared, self.frame());
        let Some(row) = self.row() else {
            let is_first = column.slot == Slot::Dimension(0);
            let breakdown = shared.report.breakdowns.get(&self.name)?;
            let label = breakdown.total_label(frame.columns.cells().iter(), shared.locale);
            return Some(if is_first { label } else { "" }.to_owned());
        };
        let key = row.key(column.slot)?;
        let labels = RowLabels::new(&shared.report, frame, shared.locale);
        Some(labels.label(&column.name, key))
    }
}

impl template::Row for RowView {
    fn get(&self, name: &str) -> Option<Value> {
        let frame = self.frame();
        Some(match frame.columns.in_text(name)? {
            InText::Cell(column) => match (column.slot, self.row()) {
                (Slot::Value(at), _) => {
                    let value = frame.values(self.at)?.get(at)?;
                    self.shared.plain(value, || format!("row.{name}"))
                }
                (slot, row) => match row.and_then(|row| row.key(slot)) {
                    Some(Key::Code(code)) => typed(code, column.value_type),
                    Some(Key::Missing | Key::Others) | None => {
                        self.shared.plain(&Exact::Null, || format!("row.{name}"))
                    }
                },
            },
            InText::Label(column) => Value::from(self.label_of(column)?),
            InText::Term(column) => {
                let code = self.row()?.key(column.slot)?.code()?;
                term(&self.shared, column, code)
            }
            InText::Folded => Value::from(self.row().is_some_and(Row::folded)),
        })
    }

    fn exact(&self, name: &str) -> Option<Value> {
        let frame = self.frame();
        let Some(Slot::Value(at)) = frame.column(name) else {
            return None;
        };
        let value = frame.values(self.at)?.get(at)?;
        Some(plain(&value.clone().exact()))
    }

    fn is_value(&self) -> bool {
        self.row().is_none_or(Row::is_value)
    }

    fn is_measure(&self, column: &str) -> bool {
        let column = self.frame().columns.get(column);
        column.is_some_and(|column| column.role() == Some(Role::Value))
    }

    fn outdone(&self, column: &str, rows: usize) -> Option<String> {
        let frame = self.frame();
        let breakdown = self.shared.report.breakdowns.get(&self.name)?;
        let column = frame.columns.get(column)?;
        let measure = column.measure()?;
        let is_share = column.role() == Some(Role::Share);
        if !is_share && column.role() != Some(Role::Value) {
            return None;
        }
        let keys = &self.row()?.keys;
        (0..keys.len()).find_map(|level| {
            let part = &keys[..level];
            let beside = frame.rows.iter().filter(|row| row.is_value());
            let beside = beside.filter(|row| row.keys.starts_with(part)).count();
            // Shares of several wholes are not those of the amounts.
            let is_of_one = !is_share || breakdown.within.iter().all(|at| *at < level);
            let is_outdone = || frame.outdone.contains(&(part.to_vec(), measure));
            (beside == rows && is_of_one && is_outdone()).then(|| self.name.clone())
        })
    }

    fn names(&self) -> Vec<Value> {
        self.frame().columns.names().map(Value::from).collect()
    }

    fn share(&self) -> Option<&str> {
        let wanted = match self.at {
            RowAt::Here(_) | RowAt::Total => Role::Share,
            RowAt::Left(_) => Role::SharePrevious,
        };
        let mut cells = self.frame().columns.cells().iter();
        let share = cells.find(|column| column.role() == Some(wanted))?;
        Some(&share.name)
    }

    fn label(&self, name: &str) -> Option<String> {
        self.label_of(self.frame().columns.get(name)?)
    }
}

/// The row behind a template value.
fn row_view(value: &Value) -> Option<&RowView> {
    let row: &dyn Any = RowValue::of(value)?;
    row.downcast_ref()
}

/// A code as a value that compares as its type does: `row.year > 2019`.
fn typed(code: &str, kind: Type) -> Value {
    match kind {
        Type::Integer => code
            .parse::<i64>()
            .map_or_else(|_| Value::from(code), Value::from),
        Type::Boolean => Value::from(code == "true"),
        _ => Value::from(code),
    }
}

/// The code denoted by a key in a template: `"2019"`, `2019`, `true`.
pub(super) fn code_of(key: &Value) -> Option<String> {
    match key.kind() {
        ValueKind::String => key.as_str().map(str::to_owned),
        ValueKind::Bool => Some(key.is_true().to_string()),
        ValueKind::Number if key.is_integer() => Some(key.to_string()),
        _ => None,
    }
}

/// The noun for a code with its forms, for the filters that need agreement.
fn term(shared: &Shared, column: &Column, code: &str) -> Value {
    let dimension = match &column.holds {
        ColumnContent::Codes(Some(dimension)) => shared.report.dimensions.get(dimension),
        ColumnContent::Codes(None) | ColumnContent::Measure { .. } | ColumnContent::Fact(_) => None,
    };
    let found = dimension
        .and_then(|d| d.labels.get(code))
        .and_then(|term| term.terms.get(&shared.locale));
    if let Some(term) = found {
        let forms = [
            ("one", Some(term.one.as_str())),
            ("other", Some(term.other.as_str())),
            ("gender", Some(term.gender.written())),
            ("in", term.inside.as_deref()),
        ];
        let given = forms
            .into_iter()
            .filter_map(|(key, text)| Some((key, Value::from(text?))));
        given.collect::<BTreeMap<_, _>>().into()
    } else {
        let text = column.label(&shared.report, code, shared.locale);
        minijinja::context! { one => text.as_str(), other => text.as_str(), gender => "m" }
    }
}
