//! The order of a breakdown's rows: level by level, total, missing and others last.

use super::breakdown::{Build, compare_codes};
use super::columns::{Coded, EXCLUDED, MISSING, OTHERS};
use super::rollup::Group;
use crate::frame::Value;
use crate::resolve::{DimensionKind, KeepRule, Order};
use crate::sql::Type;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Build<'_> {
    /// Level by level: each by its own order, missing and others last.
    pub(super) fn sorted(&self, mut groups: Vec<Group>) -> Vec<Group> {
        let columns = self.columns();
        let levels = self.definition.by.len();
        // Means are added up as floats: always in the same order.
        groups.sort_by(|a, b| compare_codes(&columns, &a.codes, &b.codes));
        let totals = self.totals(&groups);
        let labels = self.labels(&columns);
        let orders: Vec<ValueOrder> = (0..levels).map(|level| self.value_order(level)).collect();
        let mut decorated: Vec<(Vec<Value>, Group)> = totals.into_iter().zip(groups).collect();
        decorated.sort_by(|(a_totals, a), (b_totals, b)| {
            for level in 0..levels {
                let (x, y) = (a.codes[level], b.codes[level]);
                if x == y {
                    continue;
                }
                let last = last_of(x).cmp(&last_of(y));
                if last != Ordering::Equal {
                    return last;
                }
                let by_code = || {
                    let values = columns[level].values();
                    orders[level].compare(&values[x as usize], &values[y as usize])
                };
                return match self.definition.sort[level] {
                    Order::Key => self
                        .kept_order(level, columns[level].values(), x, y)
                        .unwrap_or_else(by_code),
                    Order::Label => labels[level]
                        .as_ref()
                        .map_or(Ordering::Equal, |labels| {
                            labels[x as usize].cmp(&labels[y as usize])
                        })
                        .then_with(by_code),
                    Order::Value => b_totals[level].compare(&a_totals[level]).then_with(by_code),
                };
            }
            Ordering::Equal
        });
        decorated.into_iter().map(|(_, group)| group).collect()
    }

    /// For each group, the total of the first measure over each prefix of its key.
    fn totals(&self, groups: &[Group]) -> Vec<Vec<Value>> {
        let inner = self.definition.by.len() - 1;
        let mut sums: BTreeMap<&[u32], Value> = BTreeMap::new();
        for group in groups {
            for level in 0..inner {
                let total = sums
                    .entry(&group.codes[..=level])
                    .or_insert(Value::Integer(0));
                *total = add(total, &group.values[0]);
            }
        }
        groups
            .iter()
            .map(|group| {
                (0..inner)
                    .map(|level| sums[&group.codes[..=level]].clone())
                    .chain([group.values[0].clone()])
                    .collect()
            })
            .collect()
    }

    /// `keep: values` gives the order of `sort: key`.
    pub(super) fn kept_order(
        &self,
        level: usize,
        values: &[Arc<str>],
        x: u32,
        y: u32,
    ) -> Option<Ordering> {
        let KeepRule::Values(given) = &self.definition.keep.get(&level)?.rule else {
            return None;
        };
        let position = |code: u32| {
            given
                .iter()
                .position(|value| **value == *values[code as usize])
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
                            let label = crate::labels::label(self.report, name, code, locale);
                            crate::labels::sort_key(&label, locale)
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
