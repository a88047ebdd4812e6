//! Texts that are numbers with signs or units: `12 k€`, `<5`. In: a column of texts. Out: a cell, where nearly all are like that.

use super::column::{ColumnProfile, Fit};
use crate::sql::Type;
use polars::prelude::*;

/// Units that follow a number.
const UNITS: [&str; 32] = [
    "€", "k€", "m€", "md€", "eur", "euro", "euros", "$", "k$", "m$", "usd", "£", "k", "kg", "g",
    "t", "tonnes", "l", "km", "m", "m2", "m²", "m3", "m³", "ha", "h", "heures", "min", "kwh",
    "mwh", "gwh", "ans",
];

/// Signs that stand before a number which is only a bound.
const BOUNDS: [char; 6] = ['<', '>', '≤', '≥', '~', '≈'];

/// Cells that are looked at.
const MOST: usize = 1000;

/// A cell of a column of texts that are numbers with signs or units, but for one in five.
pub(super) fn measured(frame: &DataFrame, column: &ColumnProfile) -> Option<String> {
    if column.fit != Fit::As(Type::Text) || column.distinct == 0 {
        return None;
    }
    let texts = frame.column(&column.name).ok()?.str().ok()?;
    let mut seen = 0;
    let mut numbers = 0;
    let mut first = None;
    for text in texts.iter().flatten().map(str::trim) {
        if text.is_empty() || seen == MOST {
            continue;
        }
        seen += 1;
        let bare = text.trim_start_matches(BOUNDS).trim_start();
        let digits = bare.trim_start_matches(['-', '−', '+']);
        let rest = digits
            .trim_start_matches(|it: char| it.is_ascii_digit() || " .,\u{a0}\u{202f}".contains(it));
        let has_digits = digits.starts_with(|it: char| it.is_ascii_digit());
        if !has_digits || !(rest.is_empty() || UNITS.contains(&rest.to_lowercase().as_str())) {
            continue;
        }
        numbers += 1;
        if first.is_none() && (bare != text || !rest.is_empty()) {
            first = Some(text.to_owned());
        }
    }
    first.filter(|_| 5 * numbers >= 4 * seen)
}
