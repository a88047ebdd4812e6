//! Where more is to be found on the values of a column.

use crate::report::{Column, ColumnContent, Link, Report};
use crate::results::Key;

/// The template of the addresses of the codes of a column, if there is one.
pub(super) fn link_of<'r>(report: &'r Report, column: &Column) -> Option<&'r Link> {
    match &column.holds {
        ColumnContent::Codes(Some(dimension)) => report.dimensions.get(dimension)?.link.as_ref(),
        _ => None,
    }
}

/// The address of a key of a column; empty if it has none.
pub(super) fn address_of(report: &Report, column: &Column, key: &Key) -> String {
    let address = || link_of(report, column)?.address(key.code()?);
    address().unwrap_or_default()
}
