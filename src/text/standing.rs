//! Compares two numbers by the digits that a reader sees. In: the numbers, and their format. Out:
//! which one is ahead, or that both are shown alike.
//!
//! Two numbers are **shown alike** when they are written with the same characters. A text that
//! calls one of them ahead, first or next claims a difference that its own digits deny; only this
//! module decides it.

use super::Locale;
use super::compact::{self, Digits};
use super::number;
use super::rounding::Number;
use std::cmp::Ordering;

/// The format of a number, named like its filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberForm {
    Percent(u8),
    Points(u8),
    Decimal(u8),
    Integer,
    Compact(u8),
    Short(u8),
}

impl NumberForm {
    /// The allowed filters, for messages.
    pub(crate) const ALLOWED: &str =
        "\"percent\", \"points\", \"decimal\", \"integer\", \"compact\" or \"short\"";

    /// The format with this filter name and number of digits.
    pub(crate) fn by(filter: &str, digits: u8) -> Option<Self> {
        Some(match filter {
            "percent" => Self::Percent(digits),
            "points" => Self::Points(digits),
            "decimal" => Self::Decimal(digits),
            "integer" => Self::Integer,
            "compact" => Self::Compact(digits),
            "short" => Self::Short(digits),
            _ => return None,
        })
    }

    fn text(self, number: Number) -> String {
        let locale = Locale::En;
        match self {
            Self::Percent(digits) => number::share(number, digits, locale),
            Self::Points(digits) => number::points(number, digits, locale),
            Self::Decimal(digits) => number::decimal(number, digits, locale),
            Self::Integer => number::integer(number, locale),
            Self::Compact(digits) => compact::compact(number, Digits::up_to(digits), locale),
            Self::Short(digits) => compact::compact_short(number, Digits::up_to(digits), locale),
        }
    }
}

/// Greater if `one` is ahead of `other` and the digits show it, equal if both are shown alike.
pub(crate) fn standing(one: Number, other: Number, written: NumberForm) -> Ordering {
    if written.text(one) == written.text(other) {
        Ordering::Equal
    } else {
        by_size(one, other)
    }
}

/// Says of numbers up to `most` whether they are shown as it is. Digits are written until they differ: those of
/// smaller numbers do then, too.
pub(crate) fn alike(most: Number, written: NumberForm) -> impl FnMut(Number) -> bool {
    let shown = written.text(most);
    let mut differs: Option<Number> = None;
    move |number| {
        if differs.is_some_and(|known| by_size(number, known).is_lt()) {
            return false;
        }
        let is_alike = written.text(number) == shown;
        if !is_alike {
            differs = Some(number);
        }
        is_alike
    }
}

/// The order by size, whatever the digits show.
pub(crate) fn by_size(one: Number, other: Number) -> Ordering {
    match (one, other) {
        (Number::Integer(one), Number::Integer(other)) => one.cmp(&other),
        _ => approximate(one).total_cmp(&approximate(other)),
    }
}

/// The nearest float, for orders and lengths; never for digits.
pub(crate) fn approximate(number: Number) -> f64 {
    match number {
        Number::Integer(integer) => integer as f64,
        Number::Ratio(ratio) => ratio.numerator as f64 / ratio.denominator as f64,
        Number::Float(float) => float,
    }
}

#[cfg(test)]
mod tests {
    use super::{NumberForm, standing};
    use crate::text::Number::{Float, Integer};
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn what_the_digits_do_not_show_is_no_difference() {
        for (one, other, written, expected) in [
            (
                Float(0.400_9),
                Float(0.401_2),
                NumberForm::Percent(1),
                Equal,
            ),
            (Float(0.400_9), Float(0.401_2), NumberForm::Percent(2), Less),
            (Float(0.500_3), Float(0.5), NumberForm::Percent(1), Equal),
            (Float(0.500_5), Float(0.5), NumberForm::Percent(1), Greater),
            (Float(0.000_4), Float(0.0), NumberForm::Percent(1), Greater),
            (
                Float(0.000_4),
                Float(0.000_1),
                NumberForm::Percent(1),
                Equal,
            ),
            (Float(0.999_9), Integer(1), NumberForm::Percent(1), Less),
            (
                Integer(1_234_567),
                Integer(1_234_568),
                NumberForm::Compact(1),
                Equal,
            ),
            (
                Integer(1_234_567),
                Integer(1_234_568),
                NumberForm::Integer,
                Less,
            ),
            (
                Integer(i128::MAX),
                Integer(i128::MAX - 1),
                NumberForm::Integer,
                Greater,
            ),
        ] {
            assert_eq!(standing(one, other, written), expected, "{one:?} {other:?}");
        }
    }
}
