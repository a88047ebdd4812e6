//! What each part of the inputs makes of a change. In: a number before, after, and after with one part as it was. Out: the
//! difference that the part makes, in percentage points of a share, or in percent of what an amount was before, and what is
//! left of the change. These are exact as long as 128 bits hold them.

use crate::compare::split::Attributed;
use crate::document::report_json::Cell;
use crate::text::standing::approximate;
use crate::text::{Locale, Number, Ratio, number};
use indexmap::IndexMap;

/// Attributes the change of a number; none where nothing can be measured.
pub(super) fn attributed(
    name: String,
    [old, new]: [&Cell; 2],
    with_old: IndexMap<String, Cell>,
    is_share: bool,
) -> Option<Attributed> {
    let (before, after) = (Exact::of(old)?, Exact::of(new)?);
    let unit = |difference: Exact| {
        if is_share {
            Some(difference)
        } else {
            difference.over(before)
        }
    };
    let whole = unit(after.minus(before))?;
    let mut rest = whole;
    let mut effects = IndexMap::new();
    for (part, cell) in &with_old {
        let effect = unit(after.minus(Exact::of(cell)?))?;
        rest = rest.minus(effect);
        effects.insert(part.clone(), effect.shown(is_share));
    }
    Some(Attributed {
        name,
        old: old.clone(),
        new: new.clone(),
        change: whole.shown(is_share),
        effects,
        rest: rest.shown(is_share),
        with_old,
    })
}

/// A fraction, or the nearest float where 128 bits do not hold it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Exact {
    Fraction(Ratio),
    Near(f64),
}

impl Exact {
    /// The number of a cell.
    fn of(cell: &Cell) -> Option<Self> {
        let whole = |numerator| Self::fraction(numerator, 1);
        match cell {
            Cell::Integer(value) => whole(i128::from(*value)),
            Cell::Large { integer } => whole(integer.0),
            Cell::Share {
                numerator,
                denominator,
            } => Self::fraction(numerator.0, denominator.0),
            Cell::Decimal { decimal } => {
                let (digits, scale) = match decimal.split_once('.') {
                    Some((whole, rest)) => (format!("{whole}{rest}"), rest.len()),
                    None => (decimal.clone(), 0),
                };
                let below = 10_i128.checked_pow(u32::try_from(scale).ok()?)?;
                Self::fraction(digits.parse().ok()?, below)
            }
            Cell::Number(value) => Some(Self::Near(*value)),
            Cell::Missing | Cell::Boolean(_) | Cell::Text(_) => None,
        }
    }

    /// A fraction in its lowest terms.
    fn fraction(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator <= 0 {
            return None;
        }
        let divisor = divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let divisor = i128::try_from(divisor).ok().filter(|it| *it > 0)?;
        Some(Self::Fraction(Ratio {
            numerator: numerator / divisor,
            denominator: denominator / divisor,
        }))
    }

    fn float(self) -> f64 {
        match self {
            Self::Fraction(ratio) => approximate(Number::Ratio(ratio)),
            Self::Near(value) => value,
        }
    }

    fn minus(self, other: Self) -> Self {
        let exact = || {
            let (Self::Fraction(one), Self::Fraction(other)) = (self, other) else {
                return None;
            };
            let left = one.numerator.checked_mul(other.denominator)?;
            let right = other.numerator.checked_mul(one.denominator)?;
            let below = one.denominator.checked_mul(other.denominator)?;
            Self::fraction(left.checked_sub(right)?, below)
        };
        exact().unwrap_or_else(|| Self::Near(self.float() - other.float()))
    }

    /// A part of something above zero.
    fn over(self, whole: Self) -> Option<Self> {
        if whole.float() <= 0.0 {
            return None;
        }
        let exact = || {
            let (Self::Fraction(one), Self::Fraction(other)) = (self, whole) else {
                return None;
            };
            let above = one.numerator.checked_mul(other.denominator)?;
            Self::fraction(above, one.denominator.checked_mul(other.numerator)?)
        };
        Some(exact().unwrap_or_else(|| Self::Near(self.float() / whole.float())))
    }

    /// With its sign and unit; what is exactly nothing has none.
    fn shown(self, is_share: bool) -> String {
        if matches!(self, Self::Fraction(ratio) if ratio.numerator == 0) {
            return "0".to_owned();
        }
        let number = match self {
            Self::Fraction(ratio) => Number::Ratio(ratio),
            Self::Near(value) => Number::Float(value),
        };
        let percent = number::percent(number, 2, Locale::En);
        if is_share {
            format!("{} pt", number::signed(percent.trim_end_matches('%')))
        } else {
            number::signed(&percent)
        }
    }
}

/// The greatest common divisor; 1 of nothing.
fn divisor(one: u128, other: u128) -> u128 {
    if other == 0 {
        one.max(1)
    } else {
        divisor(other, one % other)
    }
}

#[cfg(test)]
mod tests {
    use super::attributed;
    use crate::document::report_json::{Cell, Whole};
    use indexmap::IndexMap;

    fn share(numerator: i128, denominator: i128) -> Cell {
        Cell::Share {
            numerator: Whole(numerator),
            denominator: Whole(denominator),
        }
    }

    fn shown(old: &Cell, new: &Cell, with_old: &[(&str, Cell)], is_share: bool) -> String {
        let with_old = with_old
            .iter()
            .map(|(name, cell)| ((*name).to_owned(), cell.clone()));
        let with_old: IndexMap<String, Cell> = with_old.collect();
        let found = attributed("m".to_owned(), [old, new], with_old, is_share).unwrap();
        let effects = found
            .effects
            .iter()
            .map(|(part, effect)| format!("{part} {effect}"));
        let effects: Vec<String> = effects.collect();
        format!(
            "{} = {}; rest {}",
            found.change,
            effects.join(", "),
            found.rest
        )
    }

    #[test]
    fn the_effects_of_the_parts_and_the_rest_are_the_change() {
        // 100 rows of 400 before; 150 of 500 after; the old rows of the new total 100 of 500, the new ones of the old 150 of 400.
        let runs = [("rows", share(100, 500)), ("params", share(150, 400))];
        assert_eq!(
            shown(&share(100, 400), &share(150, 500), &runs, true),
            "+5.00 pt = rows +10.00 pt, params −7.50 pt; rest +2.50 pt"
        );
    }

    #[test]
    fn amounts_are_measured_by_what_they_were() {
        let runs = [("rows", Cell::Integer(210)), ("lookup", Cell::Integer(240))];
        assert_eq!(
            shown(&Cell::Integer(200), &Cell::Integer(250), &runs, false),
            "+25.00% = rows +20.00%, lookup +5.00%; rest 0"
        );
        let decimal = |digits: &str| Cell::Decimal {
            decimal: digits.to_owned(),
        };
        assert_eq!(
            shown(&decimal("0.50"), &decimal("0.75"), &[], false),
            "+50.00% = ; rest +50.00%"
        );
    }

    #[test]
    fn what_has_no_value_or_grows_from_nothing_is_not_attributed() {
        let none = IndexMap::new();
        let zero = [&Cell::Integer(0), &Cell::Integer(5)];
        assert!(attributed("m".to_owned(), zero, none.clone(), false).is_none());
        let missing = [&Cell::Missing, &Cell::Integer(5)];
        assert!(attributed("m".to_owned(), missing, none, false).is_none());
    }
}
