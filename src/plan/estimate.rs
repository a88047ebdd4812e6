//! How many groups a base can have, without a look at the rows.

use super::{AtomKind, Base, BaseColumn, Plan};
use crate::report::DimensionKind;
use crate::sql::Type;

impl Plan {
    /// How many groups there can be, by what is known of the values of the key without a look at the rows; a list may have any
    /// number of mentions.
    pub(crate) fn most_groups(&self, base: &Base, rows: usize) -> Option<usize> {
        let keys = base.keys.iter().try_fold(1_usize, |most, column| {
            most.checked_mul(self.most_values(base, column)?)
        });
        let atoms = base.atoms.iter().map(|atom| match atom.kind {
            AtomKind::Condition(_) => 3,
            AtomKind::HasValid(_) => 2,
        });
        let groups = keys.and_then(|keys| atoms.into_iter().try_fold(keys, usize::checked_mul));
        match base.explode {
            Some(_) if base.per_row => None,
            Some(_) => groups,
            None => Some(groups.unwrap_or(rows).min(rows)),
        }
    }

    /// How many values a column of a key can have, one that is missing included.
    fn most_values(&self, base: &Base, column: &BaseColumn) -> Option<usize> {
        if column.kind == Type::Boolean {
            return Some(3);
        }
        let step = &self[column.dimension?];
        match &step.definition.kind {
            DimensionKind::Bucket { codes, .. } => Some(codes.len() + 1),
            DimensionKind::Explode { .. } if column.dimension == base.explode => {
                let lookup = step.lookup?;
                Some(self[lookup].rows.len() + 1)
            }
            _ => None,
        }
    }
}
