//! Columns of change. In: the frame of a breakdown, and the same breakdown as it was published in the period
//! before. Out: the frame with its columns of change filled in and the rows that left; which of its columns mean
//! nothing where there is no such period.
//!
//! Rows are the same where their codes are; others and rows without a value are the same by being these. What a
//! row was is read, never computed again.

use crate::report::{Breakdown, ColumnContent, Columns, Fact, KeepRule, Role};
use crate::results::{
    Frame, Key, MetricChange, PreviousBreakdown, PreviousRow, Row, Unknown, Value,
};
use crate::sql::{Expression, difference_of, growth_of};
use foldhash::fast::RandomState;
use indexmap::{IndexMap, IndexSet};

/// Fills the columns of change of a frame; without the period before, they have no values.
pub(super) fn fill(frame: &mut Frame, before: Option<&PreviousBreakdown>) {
    let columns = frame.columns.clone();
    let Some(before) = before else {
        for values in rows_and_total(frame) {
            values.resize(columns.cells().len(), Value::Null);
        }
        frame.unknown = Unknown::columns(columns.changes().iter().map(|it| it.name.clone()));
        return;
    };
    let rows = before.rows.iter().map(|row| (row.keys.as_slice(), row));
    let rows: IndexMap<&[Key], &PreviousRow, RandomState> = rows.collect();
    for row in &mut frame.rows {
        let earlier = rows.get(row.keys.as_slice()).copied();
        let values = earlier.map(|row| row.values.as_slice());
        let entered = is_of_values(&row.keys).then_some(earlier.is_none());
        add(&columns, &mut row.values, values, entered);
    }
    if let Some(total) = &mut frame.total {
        add(&columns, total, before.total.as_deref(), None);
    }
    let here: IndexSet<&[Key], RandomState> =
        frame.rows.iter().map(|row| row.keys.as_slice()).collect();
    let left = before.rows.iter();
    let left = left.filter(|row| is_of_values(&row.keys) && !here.contains(row.keys.as_slice()));
    frame.left = left.map(|row| of_left(&columns, row)).collect();
}

/// The values of all rows and of the total.
fn rows_and_total(frame: &mut Frame) -> impl Iterator<Item = &mut Vec<Value>> {
    let rows = frame.rows.iter_mut().map(|row| &mut row.values);
    rows.chain(&mut frame.total)
}

/// Whether a row is of values of the data in all of its dimensions, so that it can enter and leave.
fn is_of_values(keys: &[Key]) -> bool {
    keys.iter().all(|key| key.code().is_some())
}

/// Adds the cells of change to the other values of a row. `earlier` are its values in the period before, one for
/// each of these; `entered` says whether it is new, where it can be.
fn add(
    columns: &Columns,
    values: &mut Vec<Value>,
    earlier: Option<&[Value]>,
    entered: Option<bool>,
) {
    let own = columns.values();
    for column in columns.changes() {
        let cell = match column.holds {
            ColumnContent::Measure { measure, role } => {
                let base = ColumnContent::Measure {
                    measure,
                    role: role.base(),
                };
                let at = own.iter().position(|column| column.holds == base);
                let now = at.map_or(&Value::Null, |at| &values[at]);
                let before = at.and_then(|at| earlier?.get(at)).unwrap_or(&Value::Null);
                changed(role, now, before)
            }
            ColumnContent::Fact(Fact::Entered) => entered.map_or(Value::Null, Value::Boolean),
            // What only the dates of one source tell is filled in from these.
            ColumnContent::Codes(_) | ColumnContent::Fact(Fact::Leaves | Fact::Whole) => {
                Value::Null
            }
        };
        values.push(cell);
    }
}

/// A cell of change.
fn changed(role: Role, now: &Value, before: &Value) -> Value {
    match role {
        Role::Previous | Role::SharePrevious | Role::RankPrevious => before.clone(),
        Role::Change | Role::ShareChange | Role::RankChange => difference_of(now, before),
        Role::Growth => growth_of(now, before),
        Role::Value
        | Role::Share
        | Role::Rank
        | Role::Cumulative
        | Role::YearPrevious
        | Role::YearGrowth
        | Role::Mean
        | Role::Running
        | Role::Index
        | Role::EnteredCount
        | Role::LeftCount => Value::Null,
    }
}

/// A row that left: it has the values of the period before, and none of this one.
fn of_left(columns: &Columns, row: &PreviousRow) -> Row {
    let mut values = vec![Value::Null; columns.values().len()];
    add(columns, &mut values, Some(&row.values), Some(false));
    Row {
        keys: row.keys.clone(),
        attributes: row.attributes.clone(),
        values,
    }
}

/// How a metric has changed; `is_share` says that its change is one of percentage points.
pub(super) fn of_metric(now: &Value, before: &Value, is_share: bool) -> Option<MetricChange> {
    (*before != Value::Null).then(|| MetricChange {
        previous: before.clone(),
        change: difference_of(now, before),
        growth: if is_share {
            Value::Null
        } else {
            growth_of(now, before)
        },
    })
}

/// Takes over from the breakdown that another one starts from what means nothing there: all of it, where this
/// decides which rows there are, else the columns of the measures that read it.
pub(super) fn inherit(frame: &mut Frame, definition: &Breakdown, from: &Frame) {
    let reads = |expression: &Expression| from.unknown.touches(&expression.names);
    let any = definition
        .keep
        .values()
        .filter_map(|keep| match &keep.rule {
            KeepRule::Any(condition) => Some(condition),
            KeepRule::Top { .. } | KeepRule::Values(_) => None,
        });
    let decides = definition.filter.iter().chain(any).any(reads)
        || from
            .unknown
            .touches(definition.by.iter().chain(definition.with.keys()));
    let measures = definition.measures.iter();
    let unknown: Vec<bool> = measures.map(|it| reads(&it.expression)).collect();
    if !decides && !unknown.contains(&true) {
        return;
    }
    let columns = frame.columns.clone();
    let is_unknown = |content: &ColumnContent| match content {
        ColumnContent::Measure { measure, .. } => decides || unknown[*measure],
        ColumnContent::Codes(_) | ColumnContent::Fact(_) => decides,
    };
    for values in rows_and_total(frame) {
        for (value, column) in values.iter_mut().zip(columns.cells()) {
            if is_unknown(&column.holds) {
                *value = Value::Null;
            }
        }
    }
    frame.unknown = if decides {
        Unknown::everything()
    } else {
        let measures = columns.cells().iter().filter(|it| is_unknown(&it.holds));
        let changes = columns.changes().iter();
        let changes = changes.filter(|it| frame.unknown.touches([&it.name]));
        Unknown::columns(measures.chain(changes).map(|it| it.name.clone()))
    };
}
