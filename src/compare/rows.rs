//! The rows of two bundles against each other, matched by their codes.

use super::Options;
use super::amounts::change;
use super::bundle::ReadBundle;
use crate::document::Differences;
use crate::document::report_json::{Breakdown, Cell, Code, Holds, Row, RowKind};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// What entered and left a breakdown, and moves of ranks.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct BreakdownChange {
    /// Its name.
    pub(crate) name: String,
    /// Rows of the new bundle only, the first ones first.
    pub(crate) entered: Vec<String>,
    /// Rows of the old bundle only.
    pub(crate) left: Vec<String>,
    /// Ranks that changed, the largest moves first.
    pub(crate) ranks: Vec<RankMove>,
    /// What it uses that differs too.
    pub(crate) because: Vec<String>,
}

/// The rank of a row by a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct RankMove {
    /// The row.
    pub(crate) row: String,
    /// The measure.
    pub(crate) measure: String,
    /// Its rank before.
    pub(crate) old: i64,
    /// Its rank after.
    pub(crate) new: i64,
}

impl fmt::Display for RankMove {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            row,
            measure,
            old,
            new,
        } = self;
        write!(formatter, "{row}: {old} → {new} by {measure}")
    }
}

/// A share that changed.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CellChange {
    /// The breakdown.
    pub(crate) breakdown: String,
    /// The row.
    pub(crate) row: String,
    /// Its codes.
    pub(crate) codes: Vec<String>,
    /// The column.
    pub(crate) column: String,
    /// Before, exact.
    pub(crate) old: Cell,
    /// After, exact.
    pub(crate) new: Cell,
    /// Before and after, as tables print them.
    pub(crate) shown: [String; 2],
    /// The change in points, with its sign.
    pub(crate) change: String,
    /// What it uses that differs too.
    pub(crate) because: Vec<String>,
    #[serde(skip)]
    size: f64,
}

/// A row by its codes.
type Key = Vec<String>;

/// The codes of a row, by which it is found again; none of the rest and of what has no value.
fn key(row: &Row) -> Option<Key> {
    let codes = row.codes.iter().map(|code| match code {
        Code::Value(code) => Some(code.clone()),
        Code::Others { .. } | Code::Missing => None,
    });
    codes
        .collect::<Option<_>>()
        .filter(|_| row.kind == RowKind::Value)
}

fn keyed(breakdown: &Breakdown) -> BTreeMap<Key, Row> {
    let rows = breakdown.rows.iter();
    rows.filter_map(|row| Some((key(&row)?, row))).collect()
}

/// What people read for a row. A code that is its own label has none.
fn label(breakdown: &Breakdown, key: &Key, locale: &str) -> String {
    let dimensions = breakdown.definition.by.iter().zip(key);
    let labels = dimensions.map(|(dimension, code)| {
        let labels = breakdown.labels.get(dimension);
        let texts = labels.and_then(|labels| labels.get(code));
        let label = texts.and_then(|texts| texts.get(locale));
        label.unwrap_or(code).clone()
    });
    labels.collect::<Vec<_>>().join(" / ")
}

/// The breakdowns that are compared: one that is asked for, or those by one dimension.
fn compared<'a>(
    old: &'a ReadBundle,
    new: &'a ReadBundle,
    options: &'a Options,
) -> impl Iterator<Item = (&'a String, &'a Breakdown, &'a Breakdown)> {
    let both = new.report.breakdowns.iter();
    let both = both.filter_map(|(name, now)| Some((name, old.report.breakdowns.get(name)?, now)));
    both.filter(move |(name, before, now)| {
        let is_wanted = match &options.of {
            Some(of) => of == *name,
            None => now.definition.by.len() == 1,
        };
        is_wanted && before.definition.by == now.definition.by
    })
}

/// Whether the cells of a column are among the values of a row.
fn is_value(holds: Holds) -> bool {
    !matches!(holds, Holds::Dimension | Holds::Attribute)
}

/// The positions of the columns of a breakdown that hold something, with their names and measures; of a
/// value of a row.
fn values(breakdown: &Breakdown, holds: Holds) -> Vec<(usize, String, String)> {
    let columns = breakdown.columns.iter().filter(|it| is_value(it.holds));
    let wanted = columns.enumerate().filter(|(_, it)| it.holds == holds);
    let named = wanted.map(|(at, it)| {
        let measure = it.measure.clone().unwrap_or_default();
        (at, it.name.clone(), measure)
    });
    named.collect()
}

impl ReadBundle {
    /// What people read for a code of a dimension.
    pub(crate) fn label(&self, dimension: &str, code: &str) -> String {
        let of_breakdowns = self.report.breakdowns.values();
        let mut labels = of_breakdowns.filter_map(|it| it.labels.get(dimension)?.get(code));
        let texts = labels.next();
        let label = texts.and_then(|texts| texts.get(self.locale()));
        label.map_or(code, String::as_str).to_owned()
    }

    /// The cell of a column in the row of a breakdown with some codes.
    pub(crate) fn cell(&self, breakdown: &str, column: &str, codes: &[&str]) -> Option<Cell> {
        let breakdown = self.report.breakdowns.get(breakdown)?;
        let mut columns = breakdown.columns.iter().filter(|it| is_value(it.holds));
        let at = columns.position(|it| it.name == column)?;
        let mut rows = breakdown.rows.iter();
        let row = rows.find(|row| key(row).is_some_and(|key| key == codes))?;
        row.values.get(at).cloned()
    }
}

/// What entered, left and moved, each with its breakdown: of what entered and left the first rows.
pub(crate) fn moves(
    old: &ReadBundle,
    new: &ReadBundle,
    options: &Options,
) -> Vec<(String, String)> {
    let definitions = Differences::between(&old.defined(), &new.defined());
    let changed = breakdowns(old, new, &definitions, options).into_iter();
    let moves = changed.flat_map(|changed| {
        let some = |rows: &[String], what: &str| {
            let rows = rows.iter().take(options.top);
            rows.map(|row| format!("{row} {what}")).collect::<Vec<_>>()
        };
        let entered = some(&changed.entered, "entered");
        let left = some(&changed.left, "left");
        let ranks = changed.ranks.iter().map(ToString::to_string);
        let all = entered.into_iter().chain(left).chain(ranks);
        all.map(|what| (changed.name.clone(), what))
            .collect::<Vec<_>>()
    });
    moves.collect()
}

/// What entered and left, and the moves of ranks, of breakdowns where there are any.
pub(super) fn breakdowns(
    old: &ReadBundle,
    new: &ReadBundle,
    definitions: &Differences,
    options: &Options,
) -> Vec<BreakdownChange> {
    let locale = new.locale();
    let changed = compared(old, new, options).map(|(name, before, now)| {
        let (rows_before, rows_now) = (keyed(before), keyed(now));
        let entered = in_order(now, locale, |key| !rows_before.contains_key(key));
        let left = in_order(before, locale, |key| !rows_now.contains_key(key));
        let of_old = values(before, Holds::Rank);
        let mut ranks = Vec::new();
        for (at, column, measure) in values(now, Holds::Rank) {
            let Some((was, ..)) = of_old.iter().find(|(_, known, _)| *known == column) else {
                continue;
            };
            for (key, row) in &rows_now {
                let before = rows_before.get(key).and_then(|row| row.values.get(*was));
                if let (Some(Cell::Integer(old)), Some(Cell::Integer(new))) =
                    (before, row.values.get(at))
                    && old != new
                {
                    ranks.push(RankMove {
                        row: label(now, key, locale),
                        measure: measure.clone(),
                        old: *old,
                        new: *new,
                    });
                }
            }
        }
        ranks.sort_by_key(|it| (-(it.new - it.old).abs(), it.new, it.row.clone()));
        ranks.truncate(options.top);
        BreakdownChange {
            name: name.clone(),
            entered,
            left,
            ranks,
            because: definitions.because_of(name),
        }
    });
    let says = |it: &BreakdownChange| {
        !(it.entered.is_empty() && it.left.is_empty() && it.ranks.is_empty())
    };
    changed.filter(says).collect()
}

/// The labels of rows in their order.
fn in_order(breakdown: &Breakdown, locale: &str, wanted: impl Fn(&Key) -> bool) -> Vec<String> {
    let keys = breakdown.rows.iter().filter_map(|row| key(&row));
    keys.filter(wanted)
        .map(|key| label(breakdown, &key, locale))
        .collect()
}

/// The shares that changed most.
pub(super) fn cells(
    old: &ReadBundle,
    new: &ReadBundle,
    definitions: &Differences,
    options: &Options,
) -> Vec<CellChange> {
    let mut found = Vec::new();
    let locale = new.locale();
    for (name, before, now) in compared(old, new, options) {
        let rows_before = keyed(before);
        let of_old = values(before, Holds::Share);
        let because = definitions.because_of(name);
        for (at, column, _) in values(now, Holds::Share) {
            let Some((was, ..)) = of_old.iter().find(|(_, known, _)| *known == column) else {
                continue;
            };
            for (key, row) in keyed(now) {
                let Some(earlier) = rows_before.get(&key) else {
                    continue;
                };
                let (Some(old), Some(new)) = (earlier.values.get(*was), row.values.get(at)) else {
                    continue;
                };
                let Some(change) = change(old, new, true) else {
                    continue;
                };
                if change.size == 0.0 || change.size.abs() < options.least {
                    continue;
                }
                found.push(CellChange {
                    breakdown: name.clone(),
                    row: label(now, &key, locale),
                    codes: key,
                    column: column.clone(),
                    old: old.clone(),
                    new: new.clone(),
                    shown: [shown(earlier, *was), shown(&row, at)],
                    change: change.shown,
                    because: because.clone(),
                    size: change.size.abs(),
                });
            }
        }
    }
    found.sort_by(|one, other| {
        let order = other.size.total_cmp(&one.size);
        order.then_with(|| {
            (&one.breakdown, &one.row, &one.column).cmp(&(
                &other.breakdown,
                &other.row,
                &other.column,
            ))
        })
    });
    found.truncate(options.top);
    found
}

/// A value as tables print it, in English or else in the first locale.
fn shown(row: &Row, at: usize) -> String {
    let texts = row.shown.get("en").or_else(|| row.shown.values().next());
    texts
        .and_then(|texts| texts.get(at))
        .cloned()
        .unwrap_or_default()
}
