//! Sums that are 0 only since nothing is known. In: metrics and frames as they are computed, the groups behind them. Out: a warning
//! where a column is added up of which every cell is empty in rows that there are.

use super::aggregate::{aggregate, key};
use super::grouping::group;
use super::groups::GroupTable;
use super::scope::{Scope, selected};
use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::plan::{
    Base, BaseAggregateKind, BreakdownStep, MetricStep, Plan, Rollup, RollupAggregate, RollupKind,
    RollupMeasure, StepRows,
};
use crate::report::Role;
use crate::results::{Frame, Key, MetricResult, Row, Value};
use crate::sql::Node;
use rustc_hash::FxHashSet;

/// How many rows a message names.
const NAMED: usize = 3;

/// The warnings of the sums of a breakdown.
pub(super) fn of_breakdown(
    plan: &Plan,
    step: &BreakdownStep,
    (tables, scope): (&[GroupTable], &Scope),
    frame: &Frame,
) -> Vec<Diagnostic> {
    let StepRows::Base { rollup, .. } = &step.rows else {
        return Vec::new();
    };
    let definition = &step.definition;
    let columns = frame.columns.values().iter();
    let values = columns.filter(|column| column.role() == Some(Role::Value));
    let told = values.filter_map(|column| {
        let measure = rollup.measures.get(column.measure()?)?;
        let cells = Cells::of(&plan.bases[rollup.base], measure)?;
        let is_nothing = |row: &&Row| row.value(column.slot).is_some_and(is_zero) && !row.folded();
        let rows: Vec<&Row> = frame.rows.iter().filter(is_nothing).collect();
        if rows.is_empty() {
            return None;
        }
        let empty = empty_groups(&tables[rollup.base], rollup, &cells, scope)?;
        let rows = rows.into_iter().filter(|row| empty.contains(&row.keys));
        let named: Vec<String> = rows.map(named).collect();
        if named.is_empty() {
            return None;
        }
        let more = match named.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let first = named[..named.len().min(NAMED)].join(", ");
        let message = format!(
            "`sum({0})` is 0 in {1} of breakdown `{2}` in which every cell of `{0}` is empty: {first}{more}",
            cells.column,
            counted(named.len() as i128, "row", "rows"),
            definition.name,
        );
        Some(told(&message, &cells.column).at(Location::key(&definition.pointer)))
    });
    told.collect()
}

/// The warning of a metric that is such a sum.
pub(super) fn of_metric(
    plan: &Plan,
    step: &MetricStep,
    (tables, scope): (&[GroupTable], &Scope),
    result: &MetricResult,
) -> Option<Diagnostic> {
    let rollup = step.numerator.rollup()?;
    let cells = Cells::of(&plan.bases[rollup.base], rollup.measures.first()?)?;
    if !is_zero(&result.numerator) || result.numerator_rows == 0 {
        return None;
    }
    let table = &tables[rollup.base];
    let rows = selected(table, rollup, scope);
    let (known, _) = aggregate(table, &rows, &cells.known).ok()?;
    if !is_zero(&known) {
        return None;
    }
    let name = &step.definition.name;
    let column = &cells.column;
    let message = format!(
        "`sum({column})` of metric `{name}` is 0, since every cell of `{column}` is empty in its {}",
        counted(result.numerator_rows, "row", "rows")
    );
    Some(told(&message, column).at(Location::key(&step.definition.pointer)))
}

/// What is counted behind a sum of a column.
struct Cells {
    column: String,
    /// The cells with a value.
    known: RollupMeasure,
    /// The rows.
    rows: RollupMeasure,
}

impl Cells {
    /// Of a measure that is a sum of a column of which a base counts the cells; of no other.
    fn of(base: &Base, measure: &RollupMeasure) -> Option<Self> {
        let RollupAggregate {
            condition, kind, ..
        } = measure.aggregate()?;
        let RollupKind::Sum(at) = kind else {
            return None;
        };
        let sum = base.aggregates.get(*at)?;
        let Node::Name(column) = &sum.value.node else {
            return None;
        };
        if sum.kind != BaseAggregateKind::Sum {
            return None;
        }
        let mut all = base.aggregates.iter();
        let known = all.position(|it| {
            it.kind == BaseAggregateKind::Count && it.value.node == sum.value.node
        })?;
        let counting = |kind| RollupMeasure {
            parts: vec![RollupAggregate {
                condition: *condition,
                kind,
                meant: None,
            }],
            expression: measure.expression.clone(),
        };
        Some(Self {
            column: column.clone(),
            known: counting(RollupKind::Sum(known)),
            rows: counting(RollupKind::Count),
        })
    }
}

/// The keys of the groups that have rows and no cell with a value.
fn empty_groups(
    table: &GroupTable,
    rollup: &Rollup,
    cells: &Cells,
    scope: &Scope,
) -> Option<FxHashSet<Vec<Key>>> {
    let rows = selected(table, rollup, scope);
    let measures = [cells.known.clone(), cells.rows.clone()];
    let groups = group(table, &rows, &rollup.by, &measures).ok()?.groups;
    let empty = groups.positions().filter(|at| {
        let [known, rows] = groups
            .values(*at)
            .try_into()
            .unwrap_or([Value::Null, Value::Null]);
        is_zero(&known) && !is_zero(&rows)
    });
    let keys = empty.map(|at| {
        let codes = rollup.by.iter().zip(groups.codes(at));
        codes
            .map(|(name, code)| key(&table.keys[name], *code))
            .collect()
    });
    Some(keys.collect())
}

fn is_zero(value: &Value) -> bool {
    match value {
        Value::Integer(value) => *value == 0,
        value => value.float() == Some(0.0),
    }
}

/// The keys of a row.
fn named(row: &Row) -> String {
    let keys = row.keys.iter().map(|key| key.code().unwrap_or("no value"));
    keys.collect::<Vec<_>>().join(" / ")
}

fn told(message: &str, column: &str) -> Diagnostic {
    Diagnostic::warning(Code::UNKNOWN_SUM, format!("{message}; that 0 is not known"))
        .hint(format!(
            "leave such rows out, `where: \"{column} IS NOT NULL\"`, or give the measure no value there: `CASE WHEN count({column}) > 0 THEN sum({column}) END`, which has no shares"
        ))
        .hint(format!(
            "`count({column})` says how many cells have a value; where an empty cell stands for 0, say so: `sum(coalesce({column}, 0))`"
        ))
}
