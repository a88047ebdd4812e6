//! The owners in ids such as `owner/name`, and a column that already holds them.

use super::candidates::sample;
use super::column::{ColumnProfile, Fit, Owners};
use crate::sql::Type;
use polars::prelude::*;
use rustc_hash::FxHashSet;

/// One id in this many may lack an owner.
const FEW_IDS: usize = 10;

/// The owners of the ids of a column, if its ids look like `owner/name`.
pub(super) fn owners(frame: &DataFrame, columns: &[ColumnProfile], at: usize) -> Option<Owners> {
    let column = &columns[at];
    if column.fit != Fit::As(Type::Text) || column.addresses || column.distinct == 0 {
        return None;
    }
    let ids = frame.column(&column.name).ok()?;
    let ids = ids.str().ok()?;
    if !sample(ids).into_iter().any(|id| owner(id).is_some()) {
        return None;
    }
    let found: Vec<Option<&str>> = ids.iter().map(|id| owner(id?)).collect();
    let with_owner = found.iter().flatten().count();
    if (ids.len() - column.empty - with_owner) * FEW_IDS > ids.len() {
        return None;
    }
    let holds_them = |other: &&ColumnProfile| {
        let texts = frame.column(&other.name).ok();
        let texts = texts.and_then(|texts| texts.str().ok());
        texts.is_some_and(|texts| {
            let pairs = found.iter().zip(texts.iter());
            let mut others = pairs.filter(|(owner, text)| owner.is_some() && **owner != *text);
            others.nth(with_owner / FEW_IDS).is_none()
        })
    };
    let stand_in = columns.iter().find(holds_them);
    let distinct: FxHashSet<&str> = found.iter().flatten().copied().collect();
    Some(Owners {
        distinct: distinct.len(),
        stand_in: stand_in.map(|column| column.name.clone()),
    })
}

/// The owner in an id.
fn owner(id: &str) -> Option<&str> {
    let (owner, name) = id.split_once('/')?;
    // The number of a file, `2024/117`, has no owner.
    let is_name = owner.contains(|letter: char| !letter.is_ascii_digit());
    let whole = is_name && !name.is_empty() && !name.contains('/');
    whole.then_some(owner)
}
