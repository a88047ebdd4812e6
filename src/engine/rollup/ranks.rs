//! Ranks of groups, those with the most of a measure first. Only the requested groups are sorted:
//! of a hub's ids, a report shows a thousand. Equal values have the same rank; which of them are among the first n
//! their keys say.

use super::amounts::Groups;
use super::coded::Coded;
use super::codes::{MISSING, OTHERS};
use super::numbering::Numbering;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;

/// So many groups more than are wanted are collected before the last ones are cut off.
const SURPLUS: usize = 16;

/// The order of some groups by a measure.
#[derive(Clone, Copy)]
pub(super) struct MostFirst<'a> {
    columns: &'a [&'a Coded],
    groups: &'a Groups,
    measure: usize,
}

impl<'a> MostFirst<'a> {
    pub(super) fn new(columns: &'a [&'a Coded], groups: &'a Groups, measure: usize) -> Self {
        Self {
            columns,
            groups,
            measure,
        }
    }

    /// Largest first; ties by key, so the order is total.
    fn compare(&self, a: u32, b: u32) -> Ordering {
        self.groups.amounts[self.measure]
            .compare(b, a)
            .then_with(|| compare_codes(self.columns, self.groups.codes(a), self.groups.codes(b)))
    }

    /// A group with a missing dimension, one of others, and one without a value have no rank.
    fn is_ranked(&self, at: u32) -> bool {
        let codes = self.groups.codes(at);
        !codes.contains(&MISSING)
            && !codes.contains(&OTHERS)
            && !self.groups.amounts[self.measure].is_missing(at)
    }

    /// The first n of each parent, where the first `level` dimensions identify the parent. Missing
    /// values are skipped; rows without a parent share one.
    pub(super) fn first(&self, n: usize, level: usize) -> Vec<u32> {
        let parents = parents(self.groups, &(0..level).collect::<Vec<_>>());
        // The first of each parent so far, and some more; the last one that stays when these are cut.
        let mut children: Vec<(Vec<u32>, Option<u32>)> = vec![(Vec::new(), None); parents.count];
        let cut = |known: &mut Vec<u32>| {
            if n > 0 && known.len() > n {
                known.select_nth_unstable_by(n - 1, |a, b| self.compare(*a, *b));
            }
            known.truncate(n);
            known.last().copied()
        };
        let has_value = |at: &u32| {
            let last = self.groups.codes(*at).last();
            last.is_none_or(|code| *code != MISSING && *code != OTHERS)
        };
        for at in self.groups.positions().filter(has_value) {
            let (known, last) = &mut children[parents.of(at)];
            // Most groups come after those that are first already.
            if last.is_some_and(|last| self.compare(at, last) == Ordering::Greater) {
                continue;
            }
            known.push(at);
            if known.len() > SURPLUS.max(n) + n {
                *last = cut(known);
            }
        }
        let first = children.iter_mut().flat_map(|(known, _)| {
            cut(known);
            std::mem::take(known)
        });
        first.collect()
    }

    /// Largest first, whatever the key.
    fn by_value(&self, a: u32, b: u32) -> Ordering {
        self.groups.amounts[self.measure].compare(b, a)
    }

    /// The ranks of some groups among all with the same parent: one more than the number of those with a greater
    /// value, so that equal values have the same rank; 0 for none.
    pub(super) fn ranks(&self, parents: &Parents, wanted: &[u32]) -> Vec<u32> {
        let mut known: Vec<Vec<u32>> = vec![Vec::new(); parents.count];
        for at in wanted.iter().filter(|at| self.is_ranked(**at)) {
            known[parents.of(*at)].push(*at);
        }
        for known in &mut known {
            known.sort_unstable_by(|a, b| self.by_value(*a, *b));
        }
        let ahead = if wanted.len() == self.groups.count() {
            None
        } else {
            Some(self.ahead(parents, &known))
        };
        let mut ranks: FxHashMap<u32, u32> = FxHashMap::default();
        for (parent, known) in known.iter().enumerate() {
            let mut first = 0;
            for equal in known.chunk_by(|a, b| self.by_value(*a, *b).is_eq()) {
                let greater = match &ahead {
                    Some(ahead) => ahead[parent][first],
                    None => first as u32,
                };
                ranks.extend(equal.iter().map(|at| (*at, greater + 1)));
                first += equal.len();
            }
        }
        let wanted = wanted.iter();
        wanted
            .map(|at| ranks.get(at).copied().unwrap_or_default())
            .collect()
    }

    /// How many of all groups of a parent are greater than each of some, which stand largest first.
    fn ahead(&self, parents: &Parents, known: &[Vec<u32>]) -> Vec<Vec<u32>> {
        let mut ahead: Vec<Vec<u32>> = known.iter().map(|known| vec![0; known.len()]).collect();
        for at in self.groups.positions().filter(|at| self.is_ranked(*at)) {
            let parent = parents.of(at);
            let known = &known[parent];
            // Most groups are no greater than any of them.
            let is_greater = |last: &u32| self.by_value(at, *last).is_lt();
            if known.last().is_some_and(is_greater) {
                let first = known.partition_point(|other| self.by_value(*other, at).is_le());
                ahead[parent][first] += 1;
            }
        }
        for ahead in &mut ahead {
            let mut greater = 0;
            for count in ahead {
                greater += *count;
                *count = greater;
            }
        }
        ahead
    }
}

/// The groups that are ranked together.
pub(super) struct Parents {
    /// The parent of each group; empty if all have the same.
    of: Vec<u32>,
    count: usize,
}

impl Parents {
    fn of(&self, at: u32) -> usize {
        self.of
            .get(at as usize)
            .map_or(0, |parent| *parent as usize)
    }
}

/// Groups with the same codes in some dimensions have the same parent.
pub(super) fn parents(groups: &Groups, fixed: &[usize]) -> Parents {
    if fixed.is_empty() {
        return Parents {
            of: Vec::new(),
            count: 1,
        };
    }
    let Numbering { codes: of, first } = groups.numbered(fixed);
    Parents {
        of,
        count: first.len(),
    }
}

/// Alphabetical order of keys; missing values and others come first.
pub(super) fn compare_codes(columns: &[&Coded], a: &[u32], b: &[u32]) -> Ordering {
    let mut levels = columns.iter().zip(a.iter().zip(b));
    levels
        .find_map(|(column, (x, y))| {
            let order = column.compare(*x, *y);
            (order != Ordering::Equal).then_some(order)
        })
        .unwrap_or(Ordering::Equal)
}
