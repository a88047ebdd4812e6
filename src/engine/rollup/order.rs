//! The order of a breakdown's rows: level by level, total, missing and others last.

use super::amounts::{Codes, Groups};
use super::breakdown::{BreakdownBuilder, RowGroups};
use super::coded::Coded;
use super::codes::{EXCLUDED, MISSING, OTHERS};
use super::grouping::Grouped;
use crate::diagnostic::Diagnostic;
use crate::report::labels::sort_key;
use crate::report::{KeepRule, Order};
use std::cmp::Ordering;
use std::sync::Arc;

impl BreakdownBuilder<'_> {
    /// The positions of the groups, level by level, each in its own order; missing and others last.
    pub(super) fn sorted(
        &self,
        full: &Grouped<'_>,
        shown: &RowGroups<'_>,
    ) -> Result<Vec<u32>, Diagnostic> {
        let groups = &*shown.groups;
        let columns = self.columns();
        let totals = self.totals(full, shown)?;
        let labels = self.labels(&columns);
        let mut order: Vec<u32> = groups.positions().collect();
        order.sort_unstable_by(|a, b| {
            for (level, column) in columns.iter().enumerate() {
                let (x, y) = (groups.codes(*a)[level], groups.codes(*b)[level]);
                if x == y {
                    continue;
                }
                let last = last_of(x).cmp(&last_of(y));
                if last != Ordering::Equal {
                    return last;
                }
                let by_code = || column.compare(x, y);
                return match self.definition.sort[level] {
                    Order::Key => self
                        .kept_order(level, column, x, y)
                        .map_or_else(by_code, |order| order.then_with(by_code)),
                    Order::Label => labels[level]
                        .as_ref()
                        .map_or(Ordering::Equal, |labels| {
                            labels[x as usize].cmp(&labels[y as usize])
                        })
                        .then_with(by_code),
                    Order::Value(measure) => {
                        let by_total = match totals.get(level) {
                            Some(totals) => totals.compare(*b, *a),
                            None => groups.amounts[measure].compare(*b, *a),
                        };
                        by_total.then_with(by_code)
                    }
                };
            }
            Ordering::Equal
        });
        Ok(order)
    }

    /// The measure that orders a level over all shown rows with the same first dimensions, for each prefix
    /// of the key but the whole.
    fn totals(&self, full: &Grouped<'_>, shown: &RowGroups<'_>) -> Result<Vec<Totals>, Diagnostic> {
        let inner = self.definition.by.len() - 1;
        let levels = (0..inner).map(|level| {
            let mut of = shown.of.iter();
            let measure = match self.definition.sort[level] {
                Order::Value(measure) => measure,
                Order::Key | Order::Label => 0,
            };
            let (totals, fine) = full.regroup_mapped(&self.measures[..=measure], |_| {
                let at = of.next().copied().flatten()?;
                Some(Codes::from_slice(&shown.groups.codes(at)[..=level]))
            })?;
            let mut coarse = vec![0; shown.groups.count()];
            for (at, total) in shown.of.iter().zip(fine) {
                if let (Some(at), Some(total)) = (at, total) {
                    coarse[*at as usize] = total;
                }
            }
            Ok(Totals {
                coarse,
                groups: totals,
                measure,
            })
        });
        levels.collect()
    }

    /// `keep: values` determines the order of `sort: key`.
    pub(super) fn kept_order(
        &self,
        level: usize,
        column: &Coded,
        x: u32,
        y: u32,
    ) -> Option<Ordering> {
        let KeepRule::Values(given) = &self.definition.keep.get(&level)?.rule else {
            return None;
        };
        // Values that are not listed come last, if they are compared before they are folded.
        let position = |code: u32| {
            let text = column.text(code).unwrap_or_default();
            let mut given = given.iter();
            given
                .position(|value| **value == *text)
                .unwrap_or(usize::MAX)
        };
        Some(position(x).cmp(&position(y)))
    }

    /// Sort keys of labels, for the levels ordered by label.
    fn labels(&self, columns: &[&Coded]) -> Vec<Option<Vec<Vec<u8>>>> {
        let levels = self.levels.iter().zip(columns);
        let keys = levels.map(|(level, column)| {
            let labels = level.labels.as_ref()?;
            let key = |code: &Arc<str>| {
                let label = labels.get(&**code).map_or(&**code, String::as_str);
                sort_key(label, self.locale)
            };
            Some(column.values().iter().map(key).collect())
        });
        keys.collect()
    }
}

/// Totals of coarser groups.
struct Totals {
    /// The coarser group of each group, by position.
    coarse: Vec<u32>,
    groups: Groups,
    /// Position of the measure that is compared.
    measure: usize,
}

impl Totals {
    fn compare(&self, a: u32, b: u32) -> Ordering {
        let of = |at: u32| self.coarse[at as usize];
        self.groups.amounts[self.measure].compare(of(a), of(b))
    }
}

/// Values first, then missing, then others.
pub(super) fn last_of(code: u32) -> u8 {
    match code {
        OTHERS => 2,
        MISSING | EXCLUDED => 1,
        _ => 0,
    }
}
