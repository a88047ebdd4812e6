//! Every number of each group, for what sums and counts do not tell: quantiles.
//!
//! In: numbers with the group that each is in. Out: the numbers of each group together, and their
//! quantiles when groups are rolled up. It is the one aggregate whose memory grows with the rows: 8 bytes
//! a whole number.

use super::members::Members;
use crate::results::Value;
use crate::sql::{Failure, Quantile};
use std::cmp::Ordering;

/// The numbers of groups.
#[derive(Clone, Debug)]
pub enum Numbers {
    /// Whole numbers.
    Integers(Runs<i64>),
    /// Any numbers.
    Values(Runs<Value>),
}

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

/// Items of groups, those of one group behind those of another.
#[derive(Clone, Debug)]
pub struct Runs<T> {
    /// Where the items of each group begin; at last how many there are.
    starts: Vec<usize>,
    items: Vec<T>,
}

impl<T: Clone> Runs<T> {
    /// Items with their groups.
    #[must_use]
    pub fn new(groups: usize, items: Vec<(u32, T)>) -> Self {
        let mut starts = vec![0; groups + 1];
        for (group, _) in &items {
            starts[*group as usize + 1] += 1;
        }
        for group in 0..groups {
            starts[group + 1] += starts[group];
        }
        let mut next = starts.clone();
        let mut placed = match items.first() {
            Some((_, any)) => vec![any.clone(); items.len()],
            None => Vec::new(),
        };
        for (group, item) in items {
            let place = &mut next[group as usize];
            placed[*place] = item;
            *place += 1;
        }
        Self {
            starts,
            items: placed,
        }
    }

    fn of(&self, group: usize) -> &[T] {
        &self.items[self.starts[group]..self.starts[group + 1]]
    }

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
