//! Rows of both files that have another value of a dimension, counted by what they had and have.

use super::by_key::{Keys, amount};
use crate::compare::split::{Amount, Move, Recoded};
use crate::engine::RowGroup;
use crate::results::Key;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The value of a dimension in each row of a file, and its amount.
#[derive(Debug, Default)]
pub(super) struct Values {
    of: FxHashMap<u32, (Option<Arc<str>>, Amount)>,
}

impl Values {
    /// The values of groups by a dimension and the key.
    pub(super) fn of(keys: &Keys, groups: &[RowGroup]) -> Self {
        let values = groups.iter().filter_map(|group| {
            let code = match &group.keys[0] {
                Key::Code(code) => Some(code.clone()),
                Key::Missing | Key::Others => None,
            };
            Some((keys.number(group)?, (code, amount(&group.values[0]))))
        });
        Self {
            of: values.collect(),
        }
    }
}

/// The rows whose value changed; none where there are none. Those that a dimension leaves out have no value to speak of.
pub(super) fn recoded(
    dimension: &str,
    keys: &Keys,
    [old, new]: [&Values; 2],
    top: usize,
) -> Option<Recoded> {
    let mut moves: BTreeMap<[Option<Arc<str>>; 2], (usize, Amount)> = BTreeMap::new();
    let mut rows = 0;
    for at in 0..keys.is_in.len() as u32 {
        let (Some((before, _)), Some((after, amount))) = (old.of.get(&at), new.of.get(&at)) else {
            continue;
        };
        if before == after {
            continue;
        }
        rows += 1;
        let (known, sum) = moves.entry([before.clone(), after.clone()]).or_default();
        *known += 1;
        sum.units += amount.units;
        sum.scale = sum.scale.max(amount.scale);
    }
    let mut moves: Vec<Move> = moves
        .into_iter()
        .map(|([from, to], (rows, amount))| Move {
            from: from.map(|code| code.to_string()),
            to: to.map(|code| code.to_string()),
            rows,
            amount,
        })
        .collect();
    moves.sort_by_key(|it| std::cmp::Reverse(it.rows));
    moves.truncate(top);
    (rows > 0).then(|| Recoded {
        dimension: dimension.to_owned(),
        rows,
        moves,
    })
}
