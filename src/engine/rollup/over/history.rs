//! The groups of a breakdown by their keys without the date. In: groups, the period of each date. Out: of
//! each key the group in each period, whatever of them a table shows.

use crate::engine::rollup::amounts::{Codes, Groups};
use crate::results::Value;
use crate::sql::{Operation, compute};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Groups by key and period.
pub(super) struct History<'a> {
    pub(super) groups: &'a Groups,
    level: usize,
    numbers: FxHashMap<Codes, u32>,
    courses: Vec<BTreeMap<i64, u32>>,
}

impl<'a> History<'a> {
    /// Some of the groups, whose dates stand at a level of their keys; dates without a period are left out.
    pub(super) fn of(
        groups: &'a Groups,
        wanted: impl Iterator<Item = u32>,
        level: usize,
        periods: &[Option<i64>],
    ) -> Self {
        let mut history = Self {
            groups,
            level,
            numbers: FxHashMap::default(),
            courses: Vec::new(),
        };
        for at in wanted {
            let codes = groups.codes(at);
            let Some(period) = period_of(codes[level], periods) else {
                continue;
            };
            let next = history.courses.len() as u32;
            let key = history.key(codes);
            let number = *history.numbers.entry(key).or_insert(next);
            if number == next {
                history.courses.push(BTreeMap::new());
            }
            history.courses[number as usize].insert(period, at);
        }
        history
    }

    /// The group of a key in each period; none of a key without one.
    pub(super) fn course(&self, codes: &[u32]) -> Option<&BTreeMap<i64, u32>> {
        let number = self.numbers.get(&self.key(codes))?;
        self.courses.get(*number as usize)
    }

    /// The sum of a measure up to each group, over the periods of its key.
    pub(super) fn running(&self, measure: usize) -> Vec<Value> {
        let mut sums = vec![Value::Null; self.groups.count()];
        for course in &self.courses {
            let mut sum = Value::Integer(0);
            for at in course.values() {
                let value = self.groups.amounts[measure].get(*at);
                // Nothing is no addend: a sum over no rows is 0.
                if value.number().is_some() {
                    sum = compute(Operation::Add, &sum, &value).unwrap_or(Value::Null);
                }
                sums[*at as usize] = sum.clone();
            }
        }
        sums
    }

    fn key(&self, codes: &[u32]) -> Codes {
        let mut key = Codes::from_slice(codes);
        key.remove(self.level);
        key
    }
}

/// The period of a date's code; none of a missing one and of the folded rest.
pub(super) fn period_of(code: u32, periods: &[Option<i64>]) -> Option<i64> {
    periods.get(code as usize).copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::History;
    use crate::engine::rollup::amounts::{Amounts, Groups};
    use crate::engine::rollup::codes::MISSING;
    use crate::results::Value;

    #[test]
    fn a_key_has_a_group_in_each_of_its_periods_and_a_running_sum() {
        // Dates 0, 1 and 2 are the periods 10, 11 and 13; keys are 5 and 6.
        let groups = Groups {
            codes: vec![1, 5, 0, 5, 0, 6, 2, 5, MISSING, 6],
            width: 2,
            count: 5,
            amounts: vec![Amounts::Integers(vec![7, 3, 1, 20, 9])],
        };
        let periods = [Some(10), Some(11), Some(13)];
        let history = History::of(&groups, groups.positions(), 0, &periods);
        let course = history.course(&[2, 5]).unwrap();
        let found: Vec<(i64, u32)> = course.iter().map(|(a, b)| (*a, *b)).collect();
        assert_eq!(found, [(10, 1), (11, 0), (13, 3)]);
        assert_eq!(history.course(&[0, 6]).unwrap().len(), 1);
        assert!(history.course(&[0, 7]).is_none());
        let sums = history.running(0);
        let expected = [10, 3, 1, 30].map(Value::Integer);
        assert_eq!(sums[..4], expected);
        assert_eq!(sums[4], Value::Null, "a row without a date");
    }
}
