//! Which values of a dimension stay in a breakdown, and how the rest is folded or dropped.

use super::amounts::{Codes, Groups};
use super::breakdown::{BreakdownBuilder, RowGroups};
use super::grouping::Grouped;
use super::kept_levels::{KeptCodes, KeptLevel, KeptLevels, Placement};
use super::ranks::MostFirst;
use super::second;
use super::wholes::Wholes;
use crate::diagnostic::Diagnostic;
use crate::report::KeepRule;
use crate::spec::grammar::KeepOther;
use crate::sql::Type;
use std::collections::BTreeSet;

impl BreakdownBuilder<'_> {
    /// Which codes stay at each level.
    pub(super) fn kept(
        &self,
        full: &Grouped<'_>,
        wholes: &Wholes,
    ) -> Result<KeptLevels, Diagnostic> {
        let mut kept = KeptLevels::default();
        for (level, keep) in &self.definition.keep {
            let codes = match &keep.rule {
                KeepRule::Values(values) => {
                    let column = self.columns()[*level];
                    KeptCodes::Everywhere(
                        column.which(|value| values.iter().any(|known| **known == *value)),
                    )
                }
                KeepRule::Any(condition) => {
                    let shown = RowGroups::all(&full.groups);
                    let order = self.sorted(full, &shown)?;
                    let attributes = self.attributes(full, &shown)?;
                    let frame = self.filled(full, &shown, &order, attributes, wholes)?;
                    let truth = second::truths(&frame, condition)?;
                    let rows = order.iter().zip(truth).filter(|(_, truth)| *truth);
                    self.everywhere(*level, rows.map(|(at, _)| full.groups.codes(*at)[*level]))
                }
                KeepRule::Top {
                    n,
                    measure,
                    per_parent,
                } => {
                    if *per_parent {
                        self.top_of_parents(full, &kept, *level, (*n, *measure))?
                    } else {
                        self.top(full, *level, (*n, *measure))?
                    }
                }
            };
            kept.levels.push(KeptLevel {
                level: *level,
                codes,
                fold: keep.other == KeepOther::Fold,
            });
        }
        Ok(kept)
    }

    /// Some codes of a level, in every parent.
    fn everywhere(&self, level: usize, codes: impl Iterator<Item = u32>) -> KeptCodes {
        let mut kept = vec![false; self.columns()[level].count()];
        for code in codes {
            if let Some(kept) = kept.get_mut(code as usize) {
                *kept = true;
            }
        }
        KeptCodes::Everywhere(kept)
    }

    /// The n values of a level with most of a measure.
    fn top(
        &self,
        full: &Grouped<'_>,
        level: usize,
        (n, measure): (usize, usize),
    ) -> Result<KeptCodes, Diagnostic> {
        let coarse;
        let groups = if self.definition.by.len() == 1 {
            &full.groups
        } else {
            coarse = full.by_levels(&self.measures[..=measure], &[level])?;
            &coarse
        };
        let columns = self.columns();
        let first = MostFirst::new(&columns[level..=level], groups, measure).first(n, 0);
        let kept = first.into_iter();
        Ok(self.everywhere(level, kept.map(|at| groups.codes(at)[0])))
    }

    /// The n values of a level with most of a measure in each parent; what is folded further out is one
    /// parent.
    fn top_of_parents(
        &self,
        full: &Grouped<'_>,
        kept: &KeptLevels,
        level: usize,
        (n, measure): (usize, usize),
    ) -> Result<KeptCodes, Diagnostic> {
        let coarse;
        let groups = if kept.levels.is_empty() && self.definition.by.len() == level + 1 {
            &full.groups
        } else {
            coarse = full.regroup(&self.measures[..=measure], |codes| {
                (kept.place(codes) != Placement::None)
                    .then(|| Codes::from_slice(&kept.folded(codes)[..=level]))
            })?;
            &coarse
        };
        let columns = self.columns();
        let first = MostFirst::new(&columns[..=level], groups, measure).first(n, level);
        let mut last = vec![false; columns[level].count()];
        for at in &first {
            if let Some(last) = last.get_mut(groups.codes(*at)[level] as usize) {
                *last = true;
            }
        }
        let prefixes = first.into_iter().map(|at| groups.codes(at).into());
        Ok(KeptCodes::PerParent {
            prefixes: prefixes.collect(),
            last,
        })
    }

    /// The dimensions of dates of which some have no row of their own, since their groups are folded or dropped.
    pub(super) fn chosen(&self, full: &Grouped<'_>, shown: &RowGroups<'_>) -> BTreeSet<usize> {
        if self.definition.keep.is_empty() {
            return BTreeSet::new();
        }
        let dates = |groups: &Groups, level: usize| -> BTreeSet<u32> {
            let codes = groups.positions().map(|at| groups.codes(at)[level]);
            codes.collect()
        };
        let dimensions = self.definition.columns.dimensions().iter().enumerate();
        let levels = dimensions.filter(|(_, column)| column.value_type == Type::Date);
        let levels = levels.map(|(level, _)| level);
        let lacks =
            |level: &usize| !dates(&full.groups, *level).is_subset(&dates(&shown.groups, *level));
        levels.filter(lacks).collect()
    }
}
