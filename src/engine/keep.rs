//! Which values of a dimension stay in a breakdown, and how the rest is folded or dropped.

use super::breakdown::{Build, most_first};
use super::columns::{Coded, MISSING, OTHERS};
use super::rollup::{Codes, Group, group, key};
use super::second;
use crate::diagnostic::Diagnostic;
use crate::frame::{Key, Row, Value};
use crate::resolve::KeepRule;
use crate::spec::grammar::KeepOther;
use std::collections::{BTreeMap, BTreeSet};

impl Build<'_> {
    /// Which codes stay at each level.
    pub(super) fn kept(
        &self,
        full: &[Group],
        wholes: &BTreeMap<Vec<Key>, Vec<Value>>,
    ) -> Result<Kept, Diagnostic> {
        let mut kept = Kept::default();
        for (level, keep) in &self.definition.keep {
            let codes = match &keep.rule {
                KeepRule::Values(values) => {
                    let column = self.columns()[*level];
                    KeptCodes::Everywhere(
                        column
                            .values()
                            .iter()
                            .enumerate()
                            .filter(|(_, value)| values.iter().any(|v| **v == ***value))
                            .map(|(code, _)| code as u32)
                            .collect(),
                    )
                }
                KeepRule::Any(condition) => {
                    let mut frame = self.empty();
                    let columns = self.columns();
                    let mut running = BTreeMap::new();
                    let ordered = self.sorted(full.to_vec());
                    for group in &ordered {
                        let keys: Vec<Key> = columns
                            .iter()
                            .zip(&group.codes)
                            .map(|(column, code)| key(column, *code))
                            .collect();
                        let values = self.values(group, &keys, wholes, &mut running);
                        frame.rows.push(Row {
                            keys,
                            attributes: vec![Key::Missing; frame.attributes.len()],
                            values,
                            support: group.support,
                        });
                    }
                    let truth = second::truths(self.report, &frame, condition)?;
                    KeptCodes::Everywhere(
                        ordered
                            .iter()
                            .zip(truth)
                            .filter(|(_, truth)| *truth)
                            .map(|(group, _)| group.codes[*level])
                            .collect(),
                    )
                }
                KeepRule::Top { n, per_parent } => self.top(*level, *n, *per_parent),
            };
            kept.levels.push(KeptLevel {
                level: *level,
                codes,
                fold: keep.other == KeepOther::Fold,
            });
        }
        Ok(kept)
    }

    /// The n values of a level with most of the first measure.
    pub(super) fn top(&self, level: usize, n: usize, per_parent: bool) -> KeptCodes {
        let parents = if per_parent { level } else { 0 };
        let first = if per_parent { 0 } else { level };
        let dimensions: Vec<String> = self.definition.by[first..=level].to_vec();
        let measures = &self.measures[..1];
        let columns: Vec<&Coded> = dimensions.iter().map(|n| &self.table.keys[n]).collect();
        let groups = group(self.table, &self.rows, &dimensions, measures, &|_| true);
        let order = most_first(&columns, &groups, 0).into_iter();
        let codes_of = order.map(|at| &groups[at as usize].codes);
        if !per_parent {
            return KeptCodes::Everywhere(codes_of.take(n).map(|codes| codes[0]).collect());
        }
        let mut counts: BTreeMap<Codes, usize> = BTreeMap::new();
        let mut codes = BTreeSet::new();
        for found in codes_of {
            let count = counts
                .entry(Codes::from_slice(&found[..parents]))
                .or_default();
            *count += 1;
            if *count <= n {
                codes.insert(found.clone());
            }
        }
        KeptCodes::PerParent(codes)
    }

    /// Denominators of rows whose fixed keys are folded: over all rows that the fold takes in.
    pub(super) fn folded_wholes(&self, kept: &Kept, wholes: &mut BTreeMap<Vec<Key>, Vec<Value>>) {
        let within = &self.definition.within;
        let folds = kept.levels.iter().any(|kept| within.contains(&kept.level));
        if !folds || self.wholes.is_some() {
            return;
        }
        let columns = self.columns();
        let groups = self.group(&|codes| {
            kept.fold_fixed(codes, within);
            true
        });
        for group in groups {
            let keys: Vec<Key> = within
                .iter()
                .map(|at| key(columns[*at], group.codes[*at]))
                .collect();
            wholes.entry(keys).or_insert(group.values.into_vec());
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
    Everywhere(BTreeSet<u32>),
    /// Whole prefixes up to the level.
    PerParent(BTreeSet<Codes>),
}

impl Kept {
    /// Folds what does not stay; false: the row has no place in the table.
    pub(super) fn recode(&self, codes: &mut Codes) -> bool {
        let before = codes.clone();
        for kept in &self.levels {
            if before[kept.level] == MISSING || kept.stays(&before) {
                continue;
            }
            if !kept.fold {
                return false;
            }
            codes[kept.level] = OTHERS;
        }
        true
    }

    /// Folds the levels that are held fixed and forgets the others.
    pub(super) fn fold_fixed(&self, codes: &mut Codes, fixed: &[usize]) {
        let before = codes.clone();
        for (level, code) in codes.iter_mut().enumerate() {
            if !fixed.contains(&level) {
                *code = MISSING;
            }
        }
        for kept in &self.levels {
            let code = before[kept.level];
            if fixed.contains(&kept.level) && kept.fold && code != MISSING && !kept.stays(&before) {
                codes[kept.level] = OTHERS;
            }
        }
    }
}

impl KeptLevel {
    fn stays(&self, codes: &[u32]) -> bool {
        match &self.codes {
            KeptCodes::Everywhere(kept) => kept.contains(&codes[self.level]),
            KeptCodes::PerParent(kept) => kept.contains(&Codes::from_slice(&codes[..=self.level])),
        }
    }
}
