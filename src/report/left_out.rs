//! Rows that conditions leave out since they have no value.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::sql::{Exclusion, Expression};

/// Rows of a source that a condition leaves out for the one reason that they have no value of which it excludes some.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// Index of the source.
    pub source: usize,
    /// Whether only rows of the scope count.
    pub in_scope: bool,
    /// What the condition excludes.
    pub exclusion: Exclusion,
    /// True of these rows; its pointer is that of the condition.
    pub rows: Expression,
}

impl LeftOut {
    /// Whether it tells the same: of another definition that has the condition as well.
    #[must_use]
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.rows.pointer == other.rows.pointer && self.exclusion.value == other.exclusion.value
    }

    /// The warning that so many rows of all those of the source are left out.
    #[must_use]
    pub(crate) fn told(&self, rows: i128, all: i128) -> Diagnostic {
        let noun = if all == 1 { "row" } else { "rows" };
        missing_left_out(&self.exclusion, rows, (all, noun)).at(Location::value(&self.rows.pointer))
    }
}

/// The warning that a condition leaves out so many rows of all, which are so many and called so, since they have no value.
#[must_use]
pub(crate) fn missing_left_out(
    exclusion: &Exclusion,
    rows: i128,
    (all, noun): (i128, &str),
) -> Diagnostic {
    let Exclusion {
        value,
        asked,
        is_branch,
        ..
    } = exclusion;
    let (asked, value) = (asked.to_string(), value.to_string());
    let (have, them) = if rows == 1 {
        ("has", "it")
    } else {
        ("have", "them")
    };
    let what = if *is_branch {
        format!("`WHEN {asked}` does not choose {them}")
    } else {
        format!("`{asked}` leaves {them} out")
    };
    let message = format!(
        "{rows} of {all} {noun} {have} no `{value}`, and {what}: it is neither true nor false there"
    );
    Diagnostic::warning(Code::MISSING_LEFT_OUT, message)
        .hint(format!(
            "if they belong to it, write `({asked} OR {value} IS NULL)`"
        ))
        .hint(format!(
            "if they do not, say so: `{asked} AND {value} IS NOT NULL`"
        ))
}
