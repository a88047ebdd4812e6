//! Which values of a dimension stay in a breakdown, and how the rest is folded or dropped.

use super::breakdown::{Build, Shown, Wholes};
use super::columns::{MISSING, OTHERS};
use super::grouping::{Codes, Grouped};
use super::ranks::MostFirst;
use super::second;
use crate::diagnostic::Diagnostic;
use crate::frame::Key;
use crate::report::KeepRule;
use crate::spec::grammar::KeepOther;
use rustc_hash::FxHashSet;
use std::borrow::Cow;

impl Build<'_> {
    /// Which codes stay at each level.
    pub(super) fn kept(&self, full: &Grouped<'_>, wholes: &Wholes) -> Result<Kept, Diagnostic> {
        let mut kept = Kept::default();
        for (level, keep) in &self.definition.keep {
            let codes = match &keep.rule {
                KeepRule::Values(values) => {
                    let column = self.columns()[*level];
                    KeptCodes::Everywhere(
                        column.which(|value| values.iter().any(|known| **known == *value)),
                    )
                }
                KeepRule::Any(condition) => {
                    let shown = Shown {
                        groups: Cow::Borrowed(&full.groups),
                        origins: full.groups.positions().map(Some).collect(),
                    };
                    let order = self.sorted(&shown.groups);
                    let none = vec![Key::Missing; self.definition.with.len()];
                    let attributes = vec![none; shown.groups.count()];
                    let frame = self.filled(full, &shown, &order, attributes, wholes);
                    let truth = second::truths(self.report, &frame, condition)?;
                    let rows = order.iter().zip(truth).filter(|(_, truth)| *truth);
                    self.everywhere(*level, rows.map(|(at, _)| full.groups.codes(*at)[*level]))
                }
                KeepRule::Top { n, per_parent } => self.top(full, *level, *n, *per_parent),
            };
            kept.levels.push(KeptLevel {
                level: *level,
                codes,
                fold: keep.other == KeepOther::Fold,
            });
        }
        Ok(kept)
    }

    /// Some codes of a level, whatever stands around them.
    fn everywhere(&self, level: usize, codes: impl Iterator<Item = u32>) -> KeptCodes {
        let mut kept = vec![false; self.columns()[level].count()];
        for code in codes {
            if let Some(kept) = kept.get_mut(code as usize) {
                *kept = true;
            }
        }
        KeptCodes::Everywhere(kept)
    }

    /// The n values of a level with most of the first measure.
    fn top(&self, full: &Grouped<'_>, level: usize, n: usize, per_parent: bool) -> KeptCodes {
        let first = if per_parent { 0 } else { level };
        let columns = self.columns();
        let columns = &columns[first..=level];
        let coarse;
        let groups = if columns.len() == self.definition.by.len() {
            &full.groups
        } else {
            coarse = full.regroup(&self.measures[..1], |codes| {
                Some(Codes::from_slice(&codes[first..=level]))
            });
            &coarse
        };
        let order = MostFirst::new(columns, groups, 0);
        if per_parent {
            let kept = order.first(n, level).into_iter();
            KeptCodes::PerParent(kept.map(|at| groups.codes(at).into()).collect())
        } else {
            let kept = order.first(n, 0).into_iter();
            self.everywhere(level, kept.map(|at| groups.codes(at)[0]))
        }
    }

    /// Adds the denominators of rows whose fixed keys are folded: over all rows that the fold takes in.
    pub(super) fn folded_wholes(&self, full: &Grouped<'_>, kept: &Kept, wholes: &mut Wholes) {
        let within = &self.definition.within;
        let folds = kept.levels.iter().any(|kept| within.contains(&kept.level));
        let Wholes::OfGroups(wholes) = wholes else {
            return;
        };
        if !folds {
            return;
        }
        let folded = full.regroup(self.measures, |codes| {
            let codes = kept.folded(codes);
            let fixed: Codes = within.iter().map(|level| codes[*level]).collect();
            fixed.contains(&OTHERS).then_some(fixed)
        });
        for at in folded.positions() {
            wholes.insert(folded.codes(at).into(), folded.values(at));
        }
    }
}

/// Which codes stay.
#[derive(Default)]
pub(super) struct Kept {
    levels: Vec<KeptLevel>,
}

pub(super) struct KeptLevel {
    level: usize,
    codes: KeptCodes,
    fold: bool,
}

pub(super) enum KeptCodes {
    /// By number.
    Everywhere(Vec<bool>),
    /// Whole prefixes up to the level.
    PerParent(FxHashSet<Codes>),
}

/// What becomes of a group.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It has a row.
    Own,
    /// It has its part in a row of others.
    Folded,
    /// It has no place in the table.
    None,
}

impl Kept {
    /// What becomes of a group.
    pub(super) fn place(&self, codes: &[u32]) -> Place {
        let mut place = Place::Own;
        for kept in &self.levels {
            if kept.stays(codes) {
                continue;
            }
            if !kept.fold {
                return Place::None;
            }
            place = Place::Folded;
        }
        place
    }

    /// The numbers of a group, folded where they do not stay.
    pub(super) fn folded(&self, codes: &[u32]) -> Codes {
        let mut folded = Codes::from_slice(codes);
        for kept in self.levels.iter().filter(|kept| kept.fold) {
            if !kept.stays(codes) {
                folded[kept.level] = OTHERS;
            }
        }
        folded
    }
}

impl KeptLevel {
    /// Whether a group keeps its number; a missing value is none of the others.
    fn stays(&self, codes: &[u32]) -> bool {
        let code = codes[self.level];
        code == MISSING
            || match &self.codes {
                KeptCodes::Everywhere(kept) => kept.get(code as usize) == Some(&true),
                KeptCodes::PerParent(kept) => {
                    kept.contains(&Codes::from_slice(&codes[..=self.level]))
                }
            }
    }
}
