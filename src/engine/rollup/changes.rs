//! Columns of change. In: the frame of a breakdown, and the same breakdown as it was published in the period
//! before. Out: the frame with its columns of change filled in and the rows that left; which of its columns mean
//! nothing where there is no such period.
//!
//! Rows are the same where their codes are, rows without a value by being these, and others where they are the rest of the same values.
//! What a row was is read, never computed again.

use crate::report::{Breakdown, Column, ColumnContent, Columns, Fact, KeepRule, Role};
use crate::results::{
    Frame, Key, MetricChange, PreviousBreakdown, PreviousRow, Row, Unknown, Value,
};
use crate::sql::{Expression, difference_of, growth_of};
use foldhash::fast::RandomState;
use indexmap::{IndexMap, IndexSet};
use std::collections::BTreeSet;

/// Fills the columns of change of a frame; without the period before, they have no values. Others are compared where they are the rest
/// of the same values.
pub(super) fn fill(frame: &mut Frame, definition: &Breakdown, before: Option<&PreviousBreakdown>) {
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
    let keys: Vec<Vec<Key>> = frame.rows.iter().map(|row| row.keys.clone()).collect();
    let now = kept(definition, &keys.iter().map(Vec::as_slice));
    let then = kept(definition, &rows.keys().copied());
    for row in &mut frame.rows {
        let keys = row.keys.as_slice();
        let earlier = rows.get(keys).copied();
        let earlier = earlier.filter(|_| now.get(keys) == then.get(keys));
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

/// Orders the rows of a frame by a column of change, the greatest rise first: of values and shares the largest, of ranks the smallest. Rows that have none follow in their order, then those without
/// a value and others.
pub(super) fn order_by(frame: &mut Frame, name: &str) {
    let Some(slot) = frame.column(name) else {
        return;
    };
    let is_of_ranks = frame.columns.get(name).and_then(Column::role);
    let is_of_ranks = matches!(is_of_ranks, Some(Role::RankChange | Role::RankPrevious));
    let last = |row: &Row| (row.folded(), !is_of_values(&row.keys));
    let change = |row: &Row| row.value(slot).filter(|it| **it != Value::Null).cloned();
    frame.rows.sort_by(|one, other| {
        let by_change = || match (change(one), change(other)) {
            (Some(one), Some(other)) if is_of_ranks => one.compare(&other),
            (Some(one), Some(other)) => other.compare(&one),
            (one, other) => other.is_some().cmp(&one.is_some()),
        };
        last(one).cmp(&last(other)).then_with(by_change)
    });
}

/// The values of all rows and of the total.
fn rows_and_total(frame: &mut Frame) -> impl Iterator<Item = &mut Vec<Value>> {
    let rows = frame.rows.iter_mut().map(|row| &mut row.values);
    rows.chain(&mut frame.total)
}

/// By the keys of each folded row, the values beside it that are kept, where these are chosen by what they carry: not the same
/// in every period.
type Kept<'a> = IndexMap<Vec<Key>, BTreeSet<Vec<&'a Key>>, RandomState>;

fn kept<'a>(definition: &Breakdown, rows: &(impl Iterator<Item = &'a [Key]> + Clone)) -> Kept<'a> {
    let chosen = definition.keep.iter();
    let chosen = chosen.filter(|(_, keep)| keep.is_chosen_by_data());
    let chosen: Vec<usize> = chosen.map(|(at, _)| *at).collect();
    let folded = |keys: &[Key]| -> Vec<usize> {
        let folded = chosen.iter().filter(|at| keys[**at] == Key::Others);
        folded.copied().collect()
    };
    let forms: BTreeSet<Vec<usize>> = rows.clone().map(folded).collect();
    let mut kept = Kept::default();
    for form in forms.iter().filter(|form| !form.is_empty()) {
        let of_values = |keys: &&[Key]| form.iter().all(|at| keys[*at] != Key::Others);
        for keys in rows.clone().filter(of_values) {
            let mut beside = keys.to_vec();
            for at in form {
                beside[*at] = Key::Others;
            }
            let values = form.iter().map(|at| &keys[*at]).collect();
            kept.entry(beside).or_default().insert(values);
        }
    }
    kept
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

/// Takes over from the breakdown that another one starts from of which dimensions there are some values only, and what
/// means nothing there: all of it, where this decides which rows there are, else the columns of the measures that read it.
pub(super) fn inherit(frame: &mut Frame, definition: &Breakdown, from: &Frame) {
    let is_chosen = |name: &String| {
        let level = from.columns.dimension(name);
        level.is_some_and(|level| from.chosen.contains(&level))
    };
    let levels = definition.by.iter().enumerate();
    let chosen = levels.filter(|(_, name)| is_chosen(name));
    frame.chosen.extend(chosen.map(|(level, _)| level));
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
