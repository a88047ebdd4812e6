//! The change from one exact value to another: of a share in percentage points, of an amount in percent.

use crate::document::report_json::Cell;
use crate::text::standing::approximate as size;
use crate::text::{Locale, Number, Ratio, number};

/// A change.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    /// How much: of a share as a fraction of 1, of an amount as a part of the old one.
    pub(super) size: f64,
    /// With its sign and unit.
    pub(super) shown: String,
}

/// The change between two values of one kind, which are parts of a whole or not; none where one is missing or nothing
/// grows from it.
pub(super) fn change(old: &Cell, new: &Cell, are_shares: bool) -> Option<Change> {
    if let (true, Some(old), Some(new)) = (are_shares, fraction(old), fraction(new)) {
        let points = difference(old, new)?;
        let digits = number::percent(points, 2, Locale::En);
        let digits = number::signed(digits.trim_end_matches('%'));
        return Some(Change {
            size: size(points),
            shown: format!("{digits} pt"),
        });
    }
    let growth = match (amount(old)?, amount(new)?) {
        (Number::Integer(old), Number::Integer(new)) if old > 0 => Number::Ratio(Ratio {
            numerator: new.checked_sub(old)?,
            denominator: old,
        }),
        (Number::Ratio(old), Number::Ratio(new)) => {
            let of_old = old.numerator.checked_mul(new.denominator)?;
            let of_new = new.numerator.checked_mul(old.denominator)?;
            Number::Ratio(Ratio {
                numerator: of_new.checked_sub(of_old)?,
                denominator: Some(of_old).filter(|it| *it > 0)?,
            })
        }
        (Number::Ratio(_), _) | (_, Number::Ratio(_)) => return None,
        (old, new) if size(old) > 0.0 => Number::Float(size(new) / size(old) - 1.0),
        _ => return None,
    };
    Some(Change {
        size: size(growth),
        shown: number::signed(&number::percent(growth, 1, Locale::En)),
    })
}

/// The two integers of a fraction.
fn fraction(cell: &Cell) -> Option<(i128, i128)> {
    match cell {
        Cell::Share {
            numerator,
            denominator,
        } => Some((numerator.0, denominator.0)),
        _ => None,
    }
}

/// `c/d - a/b`, exact where 128 bits hold it.
fn difference((a, b): (i128, i128), (c, d): (i128, i128)) -> Option<Number> {
    if b <= 0 || d <= 0 {
        return None;
    }
    let exact = || {
        let numerator = c.checked_mul(b)?.checked_sub(a.checked_mul(d)?)?;
        let denominator = b.checked_mul(d)?;
        Some(Number::Ratio(Ratio {
            numerator,
            denominator,
        }))
    };
    let float = c as f64 / d as f64 - a as f64 / b as f64;
    Some(exact().unwrap_or(Number::Float(float)))
}

fn amount(cell: &Cell) -> Option<Number> {
    match cell {
        Cell::Integer(value) => Some(Number::Integer((*value).into())),
        Cell::Large { integer } => Some(Number::Integer(integer.0)),
        Cell::Decimal { decimal } => decimal.parse().ok().map(Number::Float),
        Cell::Number(value) => Some(Number::Float(*value)),
        Cell::Share {
            numerator,
            denominator,
        } if denominator.0 > 0 => Some(Number::Ratio(Ratio {
            numerator: numerator.0,
            denominator: denominator.0,
        })),
        Cell::Share { .. } | Cell::Missing | Cell::Boolean(_) | Cell::Text(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::change;
    use crate::document::report_json::{Cell, Whole};

    fn part(numerator: i128, denominator: i128) -> Cell {
        Cell::Share {
            numerator: Whole(numerator),
            denominator: Whole(denominator),
        }
    }

    fn shown(old: &Cell, new: &Cell) -> String {
        let are_shares = matches!(old, Cell::Share { .. });
        change(old, new, are_shares).map_or_else(String::new, |it| it.shown)
    }

    #[test]
    fn shares_change_in_points_and_amounts_in_percent() {
        assert_eq!(shown(&part(1, 4), &part(1, 2)), "+25.00 pt");
        assert_eq!(shown(&part(1, 3), &part(1, 4)), "\u{2212}8.33 pt");
        assert_eq!(shown(&Cell::Integer(200), &Cell::Integer(250)), "+25.0%");
        assert_eq!(
            shown(&Cell::Integer(200), &Cell::Integer(150)),
            "\u{2212}25.0%"
        );
    }

    #[test]
    fn nothing_grows_from_zero_or_from_nothing() {
        assert_eq!(shown(&Cell::Integer(0), &Cell::Integer(5)), "");
        assert_eq!(shown(&Cell::Missing, &Cell::Integer(5)), "");
        assert_eq!(shown(&part(1, 2), &Cell::Integer(5)), "");
    }

    #[test]
    fn a_ratio_that_is_no_share_grows_in_percent() {
        let grown = change(&part(9, 2), &part(27, 4), false).unwrap();
        assert_eq!(grown.shown, "+50.0%");
        assert_eq!(change(&part(0, 2), &part(27, 4), false), None);
    }

    #[test]
    fn a_difference_of_large_shares_is_exact() {
        let whole = 36_450_707_797;
        let (old, new) = (part(18_225_353_898, whole), part(18_225_353_899, whole));
        assert_eq!(shown(&old, &new), "0.00 pt");
        assert!(change(&old, &new, true).unwrap().size > 0.0);
    }
}
