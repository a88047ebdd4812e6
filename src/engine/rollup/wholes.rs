//! The denominators of shares. In: groups by the keys that are held fixed. Out: the sums that a row's shares are of.

use super::aggregate::key;
use super::amounts::{Codes, Groups};
use super::coded::Coded;
use crate::results::{Key, Value};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Values of groups by their keys.
pub(super) fn by_keys(columns: &[&Coded], groups: &Groups) -> BTreeMap<Vec<Key>, Vec<Value>> {
    let groups = groups.positions().map(|at| {
        let keys = columns.iter().zip(groups.codes(at));
        let keys = keys.map(|(column, code)| key(column, *code)).collect();
        (keys, groups.values(at))
    });
    groups.collect()
}

/// Denominators of shares, by the keys that are held fixed.
pub(super) enum Wholes {
    /// Sums of the groups, by codes.
    OfGroups(FxHashMap<Codes, Vec<Value>>),
    /// From another base, which has other codes.
    OfKeys(BTreeMap<Vec<Key>, Vec<Value>>),
}

impl Wholes {
    pub(super) fn of_groups(groups: &Groups) -> Self {
        Self::OfGroups(Self::entries(groups).collect())
    }

    pub(super) fn entries(groups: &Groups) -> impl Iterator<Item = (Codes, Vec<Value>)> {
        let positions = groups.positions();
        positions.map(|at| (groups.codes(at).into(), groups.values(at)))
    }

    /// The one whole of all groups, where nothing is held fixed.
    pub(super) fn of_all(&self) -> Option<&Vec<Value>> {
        match self {
            Self::OfGroups(wholes) => wholes.get::<[u32]>(&[]),
            Self::OfKeys(wholes) => wholes.get::<[Key]>(&[]),
        }
    }

    /// The denominators of a group's shares; `within` are the levels that are held fixed.
    pub(super) fn of_group(
        &self,
        codes: &[u32],
        within: &[usize],
        columns: &[&Coded],
    ) -> Option<&Vec<Value>> {
        match self {
            Self::OfGroups(wholes) => {
                let fixed: Codes = within.iter().map(|at| codes[*at]).collect();
                wholes.get(&fixed)
            }
            Self::OfKeys(wholes) => {
                let fixed = within.iter().map(|at| key(columns[*at], codes[*at]));
                wholes.get(&fixed.collect::<Vec<Key>>())
            }
        }
    }
}
