//! Quantiles of groups when these are rolled up. In: every number of each group, and the groups that are put
//! together. Out: the number at a place among those of each.

use super::members::Members;
use super::numbers::{Numbers, Runs};
use crate::results::Value;
use crate::sql::{Failure, Quantile};
use std::cmp::Ordering;

impl Numbers {
    /// The number at a place among those of the members of each group.
    pub(super) fn quantiles(
        &self,
        members: &Members<'_>,
        quantile: Quantile,
    ) -> Result<Vec<Value>, Failure> {
        match self {
            Self::Integers(runs) => runs.quantiles(members, quantile, Ord::cmp, |number| {
                Value::Integer(i128::from(*number))
            }),
            Self::Values(runs) => runs.quantiles(members, quantile, Value::compare, Value::clone),
        }
    }
}

impl<T: Clone> Runs<T> {
    fn quantiles(
        &self,
        members: &Members<'_>,
        quantile: Quantile,
        compare: impl Fn(&T, &T) -> Ordering,
        value: impl Fn(&T) -> Value,
    ) -> Result<Vec<Value>, Failure> {
        let mut items = Vec::new();
        members.each(|row, group| {
            let own = self.of(row).iter().cloned();
            items.extend(own.map(|item| (group as u32, item)));
        });
        let mut together = Self::new(members.groups(), items);
        let mut found = Vec::with_capacity(members.groups());
        let mut rest = together.items.as_mut_slice();
        for ends in together.starts.windows(2) {
            let (own, behind) = std::mem::take(&mut rest).split_at_mut(ends[1] - ends[0]);
            found.push(quantile.of(own, &compare, &value)?);
            rest = behind;
        }
        Ok(found)
    }
}
