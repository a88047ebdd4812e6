//! Sums that are 0 only since nothing is known. In: metrics and frames as they are computed, the groups behind them. Out: a warning
//! where a column is added up of which every cell is empty in rows that there are.

use super::aggregate::{aggregate, key};
use super::grouping::group;
use super::groups::GroupTable;
use super::scope::{Scope, selected};
use crate::diagnostic::{Code, Diagnostic, Location, allowed, counted};
use crate::plan::{
    Base, BaseAggregateKind, BreakdownStep, MetricStep, Plan, Rollup, RollupAggregate, RollupKind,
    RollupMeasure, StepRows,
};
use crate::report::{Breakdown, Denominator, Role};
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
    let columns = &frame.columns;
    let values = columns.values().iter();
    let values = values.filter(|column| column.role() == Some(Role::Value));
    let warnings = values.filter_map(|column| {
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
        let told = told(&message).at(Location::key(&definition.pointer));
        let hints = Leaving {
            measure: &definition.measures.get(column.measure()?)?.name,
            column: &cells.column,
            others: others(&plan.bases[rollup.base], (rollup, definition), &cells.column),
            is_filtered: definition.filter.is_some(),
            has_shares: columns.cells().iter().any(|it| it.is_share() && it.measure() == column.measure()),
        };
        Some(hints.told(told))
    });
    warnings.collect()
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
    let told = told(&message).at(Location::key(&step.definition.pointer));
    Some(if matches!(step.definition.denominator, Denominator::None) {
        told.hint(format!(
            "`sql: \"CASE WHEN count({column}) > 0 THEN sum({column}) END\"` in this metric gives it no value, which a text asks for: `{{% if formatted.{name} is none %}}`; `where` alone would leave a sum of nothing, which is 0 without a warning"
        ))
    } else {
        told.hint(format!(
            "show it only where something is known: a metric `{{sql: \"count({column})\", where: …}}` with the condition of this one counts the cells, and a text asks for it, `{{% if metrics.… > 0 %}}`; then `allow: [HF0518]` at this metric"
        ))
    }
    .hint(coalesced(column)))
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

fn told(message: &str) -> Diagnostic {
    Diagnostic::warning(Code::UNKNOWN_SUM, format!("{message}; that 0 is not known"))
}

fn coalesced(column: &str) -> String {
    format!(
        "`count({column})` says how many cells have a value; where an empty cell stands for 0, say so: `sum(coalesce({column}, 0))`"
    )
}

/// How a breakdown leaves out rows of which nothing is known, so that its other numbers stay what they are.
struct Leaving<'a> {
    measure: &'a str,
    column: &'a str,
    /// Measures that are not of this column.
    others: Vec<&'a str>,
    is_filtered: bool,
    has_shares: bool,
}

impl Leaving<'_> {
    fn told(&self, problem: Diagnostic) -> Diagnostic {
        let Self {
            measure, column, ..
        } = self;
        let condition = format!("{column} IS NOT NULL");
        let leaving = match (self.others.as_slice(), self.is_filtered) {
            ([], false) => {
                format!("leave such rows out with `where: \"{condition}\"`: all other numbers stay")
            }
            ([], true) => format!(
                "leave such rows out with `AND {condition}` in its `where`: all other numbers stay"
            ),
            (others, _) => format!(
                "take `{measure}` into a breakdown of its own, with `where: \"{condition}\"`; here that would take rows from {}, too",
                allowed(others.iter().copied())
            ),
        };
        let shares = if self.has_shares {
            format!("; but it has no shares then, no `{measure}_share` and no change of one")
        } else {
            String::new()
        };
        problem
            .hint(leaving)
            .hint(format!(
                "`CASE WHEN count({column}) > 0 THEN sum({column}) END` gives the measure no value there{shares}"
            ))
            .hint(coalesced(column))
    }
}

/// The measures of a breakdown that are no sums or counts of a column.
fn others<'a>(
    base: &Base,
    (rollup, definition): (&Rollup, &'a Breakdown),
    column: &str,
) -> Vec<&'a str> {
    let is_of_it = |part: &RollupAggregate| {
        let at = match &part.kind {
            RollupKind::Sum(at) => base.aggregates.get(*at),
            _ => None,
        };
        at.is_some_and(|it| matches!(&it.value.node, Node::Name(name) if name == column))
    };
    let measures = rollup.measures.iter().zip(&definition.measures);
    let others = measures.filter(|(measure, _)| !measure.parts.iter().all(is_of_it));
    others.map(|(_, it)| it.name.as_str()).collect()
}
