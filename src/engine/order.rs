//! The order of a breakdown's rows: level by level, total, missing and others last.

use super::breakdown::Build;
use super::columns::{Coded, EXCLUDED, MISSING, OTHERS};
use super::grouping::{Amounts, Groups};
use super::ranks::compare_codes;
use crate::frame::Value;
use crate::report::{DimensionKind, KeepRule, Order};
use crate::sql::Type;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

impl Build<'_> {
    /// The positions of the groups, level by level: each by its own order, missing and others last.
    pub(super) fn sorted(&self, groups: &Groups) -> Vec<u32> {
        let columns = self.columns();
        let levels = self.definition.by.len();
        let totals = self.totals(&columns, groups);
        let labels = self.labels(&columns);
        let orders: Vec<ValueOrder> = (0..levels).map(|level| self.value_order(level)).collect();
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
                let by_code = || {
                    let text = |code| column.text(code).unwrap_or_default();
                    orders[level].compare(text(x), text(y))
                };
                return match self.definition.sort[level] {
                    Order::Key => self.kept_order(level, column, x, y).unwrap_or_else(by_code),
                    Order::Label => labels[level]
                        .as_ref()
                        .map_or(Ordering::Equal, |labels| {
                            labels[x as usize].cmp(&labels[y as usize])
                        })
                        .then_with(by_code),
                    Order::Value => {
                        let by_total = match totals.get(level) {
                            Some(totals) => totals[*b as usize].compare(&totals[*a as usize]),
                            None => groups.amounts[0].compare(*b, *a),
                        };
                        by_total.then_with(by_code)
                    }
                };
            }
            Ordering::Equal
        });
        order
    }

    /// For each group, the total of the first measure over each prefix of its key but the whole.
    fn totals(&self, columns: &[&Coded], groups: &Groups) -> Vec<Vec<Value>> {
        let inner = self.definition.by.len() - 1;
        let mut order: Vec<u32> = groups.positions().collect();
        if inner > 0 && matches!(groups.amounts[0], Amounts::Values(_)) {
            // Means are added up as floats: always in the same order.
            order.sort_unstable_by(|a, b| {
                compare_codes(columns, groups.codes(*a), groups.codes(*b))
            });
        }
        let levels = (0..inner).map(|level| {
            let mut sums: FxHashMap<&[u32], Value> = FxHashMap::default();
            for at in &order {
                let total = sums
                    .entry(&groups.codes(*at)[..=level])
                    .or_insert(Value::Integer(0));
                *total = add(total, &groups.amounts[0].get(*at));
            }
            let of = |at| sums[&groups.codes(at)[..=level]].clone();
            groups.positions().map(of).collect()
        });
        levels.collect()
    }

    /// `keep: values` gives the order of `sort: key`.
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
        let position = |code: u32| {
            let text = column.text(code)?;
            given.iter().position(|value| **value == *text)
        };
        Some(position(x)?.cmp(&position(y)?))
    }

    /// How the codes of a level compare: by position for buckets, by number for integers.
    pub(super) fn value_order(&self, level: usize) -> ValueOrder {
        let name = &self.definition.by[level];
        match self.report.dimensions.get(name) {
            Some(dimension) => match &dimension.kind {
                DimensionKind::Bucket { codes, .. } => ValueOrder::Positions(codes.clone()),
                _ if dimension.value_type == Type::Integer => ValueOrder::Numbers,
                _ => ValueOrder::Texts,
            },
            None => ValueOrder::Texts,
        }
    }

    /// Sort keys of labels, for the levels that are ordered by label.
    pub(super) fn labels(&self, columns: &[&Coded]) -> Vec<Option<Vec<Vec<u8>>>> {
        let locale = self.report.locales[0];
        self.definition
            .sort
            .iter()
            .enumerate()
            .map(|(level, order)| {
                (*order == Order::Label).then(|| {
                    let name = &self.definition.by[level];
                    columns[level]
                        .values()
                        .iter()
                        .map(|code| {
                            let label =
                                crate::report::labels::label(self.report, name, code, locale);
                            crate::report::labels::sort_key(&label, locale)
                        })
                        .collect()
                })
            })
            .collect()
    }
}

pub(super) enum ValueOrder {
    Positions(Vec<String>),
    Numbers,
    Texts,
}

impl ValueOrder {
    fn compare(&self, x: &str, y: &str) -> Ordering {
        match self {
            Self::Positions(codes) => {
                let position = |text: &str| codes.iter().position(|code| code == text);
                position(x).cmp(&position(y))
            }
            Self::Numbers => {
                let number = |text: &str| text.parse::<i128>().unwrap_or_default();
                number(x).cmp(&number(y)).then_with(|| x.cmp(y))
            }
            Self::Texts => x.cmp(y),
        }
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

pub(super) fn add(a: &Value, b: &Value) -> Value {
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => Value::Integer(a + b),
        (a, b) => Value::Number(a.float().unwrap_or_default() + b.float().unwrap_or_default()),
    }
}
