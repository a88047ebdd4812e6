//! Numbers that stand for no value of a column.

/// No value.
pub const MISSING: u32 = u32::MAX;
/// The code of the folded rest.
pub(crate) const OTHERS: u32 = u32::MAX - 1;
/// The code of a key that is missing in a lookup, for a dimension that excludes such rows.
pub(crate) const EXCLUDED: u32 = u32::MAX - 2;
