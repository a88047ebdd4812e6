//! From which number on a text may say a word: near, nearly all, far ahead, sharply. In: nothing, or what a spec declares
//! under `words`. Out: the one table that all words of both languages are taken from.

use super::rounding::{Number, Ratio, round_scaled};
use super::standing::approximate;

/// Parts of one in which numbers are compared: fifteen decimals.
pub(super) const ONE: i128 = 1_000_000_000_000_000;

/// A number in parts of [`ONE`], so that a step is taken on its exact decimals; none for one that is not finite or too
/// large.
pub(super) fn parts(number: Number) -> Option<i128> {
    round_scaled(number, 15, 0)?.to_string().parse().ok()
}

/// The quotient of two numbers in parts of [`ONE`]; none if the second is not positive.
pub(super) fn quotient(one: Number, other: Number) -> Option<i128> {
    if !other.is_positive() {
        return None;
    }
    let exact = if let (Number::Integer(one), Number::Integer(other)) = (one, other) {
        one.checked_mul(ONE).map(|parts| parts / other)
    } else {
        let (one, other) = (parts(one)?, parts(other)?);
        one.checked_mul(1_000_000_000)
            .filter(|_| other != 0)
            .and_then(|parts| (parts / other).checked_mul(1_000_000))
    };
    exact.or_else(|| parts(Number::Float(approximate(one) / approximate(other))))
}

/// The sum of two numbers, exact as far as their digits go.
#[must_use]
pub(crate) fn sum_of(one: Number, other: Number) -> Number {
    let sum = parts(one).zip(parts(other));
    match sum.and_then(|(one, other)| one.checked_add(other)) {
        Some(numerator) => Number::Ratio(Ratio {
            numerator,
            denominator: ONE,
        }),
        None => Number::Float(approximate(one) + approximate(other)),
    }
}

/// The thresholds of words. Shares, gaps and growths are fractions of 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Words {
    /// How far below or above a simple fraction a share may be that is told by it: "nearly a third".
    pub near: f64,
    /// How far a share may be from a simple fraction that it is called; half of it at a tenth and at nine tenths.
    pub exact: f64,
    /// From where to where a share is told by half.
    pub half: [f64; 2],
    /// From where on a share is nearly all.
    pub nearly_all: f64,
    /// The lead below which one is just ahead.
    pub just_ahead: f64,
    /// How often as much one has who is far ahead.
    pub far_ratio: f64,
    /// The lead from which on one is far ahead.
    pub far_gap: f64,
    /// The ratio below which one is barely more.
    pub barely: f64,
    /// The ratio below which one is a little more.
    pub little: f64,
    /// How far a ratio may be from a whole number that it is called: "twice".
    pub ratio_exact: f64,
    /// How far below a whole number a ratio may be that is told by it: "nearly five times".
    pub ratio_near: f64,
    /// The growth below which an amount stayed at its level.
    pub level: f64,
    /// The growth below which an amount grew slightly.
    pub slight: f64,
    /// The growth from which on an amount grew sharply.
    pub sharp: f64,
}

impl Words {
    /// What a spec that declares nothing has.
    pub const USUAL: Self = Self {
        near: 0.025,
        exact: 0.005,
        half: [0.45, 0.55],
        nearly_all: 0.95,
        just_ahead: 0.01,
        far_ratio: 2.0,
        far_gap: 0.1,
        barely: 1.05,
        little: 1.25,
        ratio_exact: 0.05,
        ratio_near: 0.3,
        level: 0.005,
        slight: 0.02,
        sharp: 0.05,
    };
}

impl Default for Words {
    fn default() -> Self {
        Self::USUAL
    }
}

/// A threshold in parts of [`ONE`].
pub(super) fn of(threshold: f64) -> i128 {
    parts(Number::Float(threshold)).unwrap_or(i128::MAX)
}
