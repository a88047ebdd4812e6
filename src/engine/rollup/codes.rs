//! Numbers that stand for no value of a column.

/// No value.
pub const MISSING: u32 = u32::MAX;
/// The folded rest.
pub(crate) const OTHERS: u32 = u32::MAX - 1;
/// A key that a lookup does not have, of a dimension that leaves such rows out.
pub(crate) const EXCLUDED: u32 = u32::MAX - 2;
