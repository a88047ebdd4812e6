//! Whether rows of their own are the first of all. In: the groups of a breakdown, and what its `keep` makes of them. Out: where a group
//! that has no row of its own has more of a measure than all that have one, so that nobody is told as the leader who is none.
//!
//! A group that `values` or `any` drop was left out by name, and what is told is told of the others.

use super::aggregate::key;
use super::breakdown::{BreakdownBuilder, RowGroups};
use super::codes::{MISSING, OTHERS};
use super::grouping::Grouped;
use super::kept_levels::{KeptLevels, Placement};
use crate::report::KeepRule;
use crate::results::Key;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// The groups with most of a measure, those with a row of their own and those without, by the codes that both have in common.
#[derive(Default)]
struct Most {
    own: Option<u32>,
    hidden: Option<u32>,
}

impl BreakdownBuilder<'_> {
    /// The codes of outer dimensions, and the position of a measure, whose rows are outdone by groups without one.
    pub(super) fn outdone(
        &self,
        full: &Grouped<'_>,
        kept: &KeptLevels,
        shown: &RowGroups<'_>,
    ) -> BTreeSet<(Vec<Key>, usize)> {
        let mut outdone = BTreeSet::new();
        if self.definition.keep.is_empty() {
            return outdone;
        }
        let mut is_own = vec![false; full.groups.count()];
        for at in shown.origins.iter().flatten() {
            is_own[*at as usize] = true;
        }
        let is_ranked = |codes: &[u32]| !codes.contains(&MISSING) && !codes.contains(&OTHERS);
        let groups = full.groups.positions().filter(|at| {
            let codes = full.groups.codes(*at);
            is_ranked(codes) && (is_own[*at as usize] || self.counts(kept, codes))
        });
        let groups: Vec<u32> = groups.collect();
        if groups.iter().all(|at| is_own[*at as usize]) {
            return outdone;
        }
        for measure in 0..full.groups.amounts.len() {
            // Of one dimension the first by a measure are the first by it.
            if !self.are_first(measure) {
                for level in 0..self.definition.by.len() {
                    let found = self.outdone_at(full, (&groups, &is_own), (measure, level));
                    outdone.extend(found.into_iter().map(|keys| (keys, measure)));
                }
            }
        }
        outdone
    }

    /// Whether the rows of a breakdown by one dimension were chosen by a measure.
    fn are_first(&self, measure: usize) -> bool {
        let rule = self.definition.keep.get(&0).map(|keep| &keep.rule);
        self.definition.by.len() == 1
            && matches!(rule, Some(KeepRule::Top { measure: by, .. }) if *by == measure)
    }

    /// The codes of the first dimensions of which a group without a row has more than all that have one.
    fn outdone_at(
        &self,
        full: &Grouped<'_>,
        (groups, is_own): (&[u32], &[bool]),
        (measure, level): (usize, usize),
    ) -> Vec<Vec<Key>> {
        let amounts = &full.groups.amounts[measure];
        let mut all = Most::default();
        let mut parts: FxHashMap<&[u32], Most> = FxHashMap::default();
        for at in groups.iter().filter(|at| !amounts.is_missing(**at)) {
            let most = match level {
                0 => &mut all,
                level => parts.entry(&full.groups.codes(*at)[..level]).or_default(),
            };
            let best = if is_own[*at as usize] {
                &mut most.own
            } else {
                &mut most.hidden
            };
            if best.is_none_or(|best| amounts.compare(*at, best).is_gt()) {
                *best = Some(*at);
            }
        }
        let is_outdone = |most: &Most| match (most.own, most.hidden) {
            (Some(own), Some(hidden)) => amounts.compare(hidden, own).is_gt(),
            _ => false,
        };
        if level == 0 {
            return is_outdone(&all).then(Vec::new).into_iter().collect();
        }
        let columns = self.columns();
        let outdone = parts.into_iter().filter(|(_, most)| is_outdone(most));
        let keys = outdone.map(|(codes, _)| {
            let keys = columns.iter().zip(codes);
            keys.map(|(column, code)| key(column, *code)).collect()
        });
        keys.collect()
    }

    /// Whether a group without a row of its own competes with those that have one: it is one of others, or not among the first.
    fn counts(&self, kept: &KeptLevels, codes: &[u32]) -> bool {
        if let Placement::Folded(_) = kept.place(codes) {
            return true;
        }
        let left_out = kept.levels.iter().any(|level| {
            let rule = self.definition.keep.get(&level.level);
            let is_by_name = rule.is_some_and(|it| !matches!(it.rule, KeepRule::Top { .. }));
            is_by_name && !level.fold && !level.stays(codes)
        });
        !left_out
    }
}
