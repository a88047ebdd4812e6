//! Which codes of a breakdown stay, and what becomes of a group that does not.

use super::amounts::Codes;
use super::codes::{MISSING, OTHERS};
use rustc_hash::FxHashSet;

/// Which codes stay.
#[derive(Default)]
pub(super) struct KeptLevels {
    pub(super) levels: Vec<KeptLevel>,
}

pub(super) struct KeptLevel {
    pub(super) level: usize,
    pub(super) codes: KeptCodes,
    pub(super) fold: bool,
}

pub(super) enum KeptCodes {
    /// By number.
    Everywhere(Vec<bool>),
    /// By the whole prefix up to the level.
    PerParent {
        /// The prefixes.
        prefixes: FxHashSet<Codes>,
        /// The last codes of these, by number: most codes of a hub are in none.
        last: Vec<bool>,
    },
}

/// What happens to a group.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Placement {
    /// It becomes a row of its own.
    Own,
    /// It becomes part of a row of others, with this key.
    Folded(Codes),
    /// It is left out.
    None,
}

impl KeptLevels {
    /// What happens to a group.
    pub(super) fn place(&self, codes: &[u32]) -> Placement {
        if self.levels.iter().all(|kept| !kept.fold) {
            let stays = self.levels.iter().all(|kept| kept.stays(codes));
            return if stays {
                Placement::Own
            } else {
                Placement::None
            };
        }
        let folded = self.folded(codes);
        let is_dropped = |kept: &KeptLevel| !kept.fold && !kept.stays(&folded);
        if self.levels.iter().any(is_dropped) {
            Placement::None
        } else if *folded == *codes && !self.are_others(codes) {
            Placement::Own
        } else {
            Placement::Folded(folded)
        }
    }

    /// Whether a group stands for the others of a level that folds already, as the rows of a breakdown may that another one starts from:
    /// what is folded joins it.
    fn are_others(&self, codes: &[u32]) -> bool {
        let mut folding = self.levels.iter().filter(|kept| kept.fold);
        folding.any(|kept| codes[kept.level] == OTHERS)
    }

    /// The codes of a group, folded where they do not stay, from the outermost level inwards.
    pub(super) fn folded(&self, codes: &[u32]) -> Codes {
        let mut folded = Codes::from_slice(codes);
        for kept in self.levels.iter().filter(|kept| kept.fold) {
            if !kept.stays(&folded) {
                folded[kept.level] = OTHERS;
            }
        }
        folded
    }

    /// Whether values of some of the levels are folded.
    pub(super) fn fold_any(&self, levels: &[usize]) -> bool {
        let folds = |kept: &KeptLevel| kept.fold && levels.contains(&kept.level);
        self.levels.iter().any(folds)
    }
}

impl KeptLevel {
    /// Whether a group keeps its code, given the folds at outer levels; a missing value is never
    /// folded into others.
    pub(super) fn stays(&self, codes: &[u32]) -> bool {
        let code = codes[self.level];
        code == MISSING
            || match &self.codes {
                KeptCodes::Everywhere(kept) => kept.get(code as usize) == Some(&true),
                KeptCodes::PerParent { prefixes, last } => {
                    last.get(code as usize) == Some(&true)
                        && prefixes.contains(&codes[..=self.level])
                }
            }
    }
}
