//! What the values of a typed column add up to.
//!
//! In: a column in the type of the contract, and the texts that it was made of. Out: how many values are different and
//! below zero, and the exact sum; of numbers with a fraction, with the digits that hold all of them.

use crate::source::TextForms;
use crate::sql::{Decimal, MAX_SCALE, Type, shortest};
use polars::prelude::*;

/// Statistics of the values of a column.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Amounts {
    /// Distinct values; not counted for a list.
    pub(super) distinct: usize,
    /// Values below zero.
    pub(super) negative: usize,
    /// The exact sum of numbers; none where more digits are needed than a decimal has.
    pub(super) total: Option<Decimal>,
    /// Whether numbers are written as money is: those with a fraction with two digits behind the point, or none; whole ones all with two.
    pub(super) is_money: bool,
    /// The first row with a number that is written with an exponent, so that it has no exact sum.
    pub(super) exponent: Option<usize>,
}

/// Units of a decimal below which a float tells all of them apart: 15 digits.
const FLOAT_UNITS: u128 = 1_000_000_000_000_000;

/// Statistics of a column of type `kind`, which was made of `plain`.
pub(super) fn amounts(
    plain: &Column,
    typed: &Column,
    kind: Type,
    written: &TextForms,
) -> PolarsResult<Amounts> {
    let mut found = Amounts::default();
    if kind != Type::List {
        found.distinct = typed.n_unique()? - usize::from(typed.null_count() > 0);
    }
    if let Ok(integers) = typed.i64() {
        let mut sum = 0_i128;
        for value in integers.iter().flatten() {
            found.negative += usize::from(value < 0);
            sum += i128::from(value);
        }
        found.total = Some(Decimal {
            units: sum,
            scale: 0,
        });
        if let Ok(texts) = plain.str() {
            let has_cents = |text: &str| matches!(written.digits_behind(text), Some((2, _)));
            found.is_money =
                texts.null_count() < texts.len() && texts.iter().flatten().all(has_cents);
        }
    }
    if let Type::Decimal(scale) = kind
        && let Ok(decimals) = typed.decimal()
    {
        let units = || decimals.physical().iter().flatten();
        found.negative = units().filter(|units| *units < 0).count();
        found.total = sum(units().map(Some), scale);
    }
    if let Ok(numbers) = typed.f64() {
        let below = numbers.iter().flatten().filter(|value| *value < 0.0);
        found.negative = below.count();
        if let Ok(texts) = plain.str() {
            (found.total, found.is_money) = of_texts(texts, written);
            if found.total.is_none() {
                let has_one = |text: &str| written.digits_behind(text).is_none();
                found.exponent = texts.iter().position(|text| text.is_some_and(has_one));
            }
        } else {
            found.total = of_floats(numbers);
        }
    }
    Ok(found)
}

/// The exact sum of numbers as texts, and whether they are written as money is.
fn of_texts(texts: &StringChunked, written: &TextForms) -> (Option<Decimal>, bool) {
    let (mut scale, mut is_money) = (0, true);
    for text in texts.iter().flatten() {
        let Some((digits, needed)) = written.digits_behind(text) else {
            return (None, false);
        };
        is_money &= digits == 0 || digits == 2;
        // A decimal of fewer digits takes three for thousands.
        scale = scale.max(if digits == 3 { 3 } else { needed });
    }
    let Some(scale) = u8::try_from(scale).ok().filter(|it| *it <= MAX_SCALE) else {
        return (None, false);
    };
    let units = texts.iter().flatten();
    let units = units.map(|text| Some(written.decimal(text, scale)?.units));
    (sum(units, scale), is_money)
}

/// The exact sum of the shortest decimals of floats.
fn of_floats(numbers: &Float64Chunked) -> Option<Decimal> {
    let mut scale = 0;
    for number in numbers.iter().flatten() {
        let (_, zeros) = shortest(number);
        scale = scale.max(-zeros);
    }
    let scale = u8::try_from(scale).ok().filter(|it| *it <= MAX_SCALE)?;
    let units = numbers.iter().flatten().map(|number| {
        let (digits, zeros) = shortest(number);
        let power = u32::try_from(i32::from(scale) + zeros).ok()?;
        let units = i128::from(digits).checked_mul(10_i128.checked_pow(power)?)?;
        (units.unsigned_abs() < FLOAT_UNITS).then_some(units)
    });
    sum(units, scale)
}

fn sum(units: impl Iterator<Item = Option<i128>>, scale: u8) -> Option<Decimal> {
    let mut sum = 0_i128;
    for units in units {
        sum = sum.checked_add(units?)?;
    }
    Some(Decimal { units: sum, scale })
}
