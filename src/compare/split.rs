//! The forms of what a comparison says when it can read the rows again: how they make the changes, and what each part of
//! the inputs makes of them.

use crate::document::report_json::Cell;
use indexmap::IndexMap;
use serde::Serialize;

/// How the rows of a source make the changes of sums and counts.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct OfRows {
    /// The source.
    pub(crate) source: String,
    /// Its unique column, by which a row is found again.
    pub(crate) key: String,
    /// Rows in both files.
    pub(crate) stayed: usize,
    /// Rows of the new file only.
    pub(crate) new: usize,
    /// Rows of the old file only.
    pub(crate) gone: usize,
    /// Sums and counts that changed.
    pub(crate) numbers: Vec<Split>,
    /// Dimensions in which rows of both files have another value.
    pub(crate) recoded: Vec<Recoded>,
    /// Metrics that changed and are no sums or counts of these rows.
    pub(crate) not_split: Vec<String>,
}

/// The change of a number, which is exactly that of its parts: those that stayed, new, gone and recoded.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Split {
    /// `measure`, `metric`, `numerator` of a metric that is a ratio, or `row` of a breakdown.
    pub(crate) kind: &'static str,
    /// The measure, the metric, or the row.
    pub(crate) name: String,
    /// The measure that is summed up or counted.
    pub(crate) measure: String,
    /// Whether all rows count, or those in scope.
    pub(crate) rows: RowsOf,
    /// Before.
    pub(crate) old: Amount,
    /// After.
    pub(crate) new: Amount,
    /// The difference.
    pub(crate) change: Amount,
    /// Rows that count before and after.
    pub(crate) stayed: Stayed,
    /// Rows of the new file only.
    pub(crate) added: Part,
    /// Rows of the old file only.
    pub(crate) gone: Part,
    /// Rows of both files that count in one of them only: a dimension or a condition has another value.
    pub(crate) recoded: RecodedPart,
}

/// Which rows a number speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RowsOf {
    /// Those in scope.
    Scope,
    /// All rows of the source.
    All,
}

/// Some rows, and what they make of a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Part {
    /// How many.
    pub(crate) rows: usize,
    /// What they add to the new number, or take away.
    pub(crate) change: Amount,
}

/// Rows that count before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Stayed {
    /// All of them.
    #[serde(flatten)]
    pub(crate) all: Part,
    /// Those with more than before.
    pub(crate) grew: Part,
    /// Those with less.
    pub(crate) shrank: Part,
}

/// Rows that count before or after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct RecodedPart {
    /// All of them.
    #[serde(flatten)]
    pub(crate) all: Part,
    /// Those that entered or left the scope of the report: what they are may be as it was.
    pub(crate) by_scope: Part,
}

/// A whole number, or a decimal in units of its last digit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Amount {
    /// The number in these units.
    pub(crate) units: i128,
    /// Digits behind the point.
    pub(crate) scale: u8,
}

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.cell().serialize(serializer)
    }
}

impl Amount {
    /// The same as a cell of `report.json`.
    pub(crate) fn cell(self) -> Cell {
        match self.scale {
            0 => Cell::integer(self.units),
            scale => Cell::Decimal {
                decimal: digits(self.units, scale),
            },
        }
    }
}

/// The digits of a decimal: `12.80`.
fn digits(units: i128, scale: u8) -> String {
    let width = usize::from(scale) + 1;
    let digits = format!("{:0>width$}", units.unsigned_abs());
    let (whole, rest) = digits.split_at(digits.len() - usize::from(scale));
    let sign = if units < 0 { "-" } else { "" };
    format!("{sign}{whole}.{rest}")
}

/// Rows of both files that have another value of a dimension.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Recoded {
    /// The dimension.
    pub(crate) dimension: String,
    /// How many rows.
    pub(crate) rows: usize,
    /// From which value to which, those with most rows first.
    pub(crate) moves: Vec<Move>,
}

/// Rows that went from one value of a dimension to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Move {
    /// Code before; none: it had no value.
    pub(crate) from: Option<String>,
    /// Code after; none: it has no value.
    pub(crate) to: Option<String>,
    /// How many rows.
    pub(crate) rows: usize,
    /// What they have of the source's first measure after it.
    pub(crate) amount: Amount,
}

/// What each part of the inputs makes of the changes: the new numbers, computed again with one part as it was. What single
/// parts do need not add up to the change; the rest is said.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Attribution {
    /// The parts that differ.
    pub(crate) parts: Vec<InputPart>,
    /// Metrics whose change is attributed.
    pub(crate) metrics: Vec<Attributed>,
    /// Shares whose change is attributed.
    pub(crate) cells: Vec<Attributed>,
    /// What entered, left or moved, with the parts without which it would not have.
    pub(crate) moves: Vec<AttributedMove>,
}

/// A part of the inputs that differs between the bundles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct InputPart {
    /// `rows models`, `lookup accounts`, `definitions`, `params`, …
    pub(crate) name: String,
    /// Why the numbers could not be computed again with it as it was; none: they were.
    pub(crate) left_out: Option<String>,
}

/// A change, and what each part makes of it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Attributed {
    /// The metric, or breakdown, row and column.
    pub(crate) name: String,
    /// Before, exact.
    pub(crate) old: Cell,
    /// After, exact.
    pub(crate) new: Cell,
    /// The new number with one part as it was, by the name of the part; without those that give none.
    pub(crate) with_old: IndexMap<String, Cell>,
    /// The change with its unit.
    pub(crate) change: String,
    /// What the number owes to the new form of each part, in the unit of the change.
    pub(crate) effects: IndexMap<String, String>,
    /// What is left of the change: parts that act together, and those that were left out.
    pub(crate) rest: String,
}

/// A row that entered or left, or a rank that moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct AttributedMove {
    /// The breakdown.
    pub(crate) breakdown: String,
    /// What happened: `Meta: 1 → 2 by downloads`, `answerdotai entered`.
    pub(crate) what: String,
    /// Parts without whose new form it would not have happened.
    pub(crate) needs: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::Amount;

    #[test]
    fn amounts_are_written_with_all_of_their_digits() {
        let json = |units, scale| serde_json::to_string(&Amount { units, scale }).unwrap();
        assert_eq!(json(-3, 0), "-3");
        assert_eq!(json(-1205, 2), "{\"decimal\":\"-12.05\"}");
        assert_eq!(json(5, 3), "{\"decimal\":\"0.005\"}");
    }
}
