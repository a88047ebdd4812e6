//! Large numbers in few digits. In: a number and how many decimals it may show. Out: the form for
//! running text (`4,8 milliards`, `20.6 billion`) or for labels and axes (`7,5 Md`, `7.5B`).

use icu_decimal::input::Decimal;

use super::Locale;
use super::french::de;
use super::number::{NO_BREAK_SPACE, integer, write};
use super::plural::{PluralCategory, category_of_decimal};
use super::rounding::Number;
use super::rounding::{round, round_scaled};

/// The number of digits after the decimal mark of a compact number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Digits {
    count: u8,
    fixed: bool,
}

impl Digits {
    /// At most this many; trailing zeros are dropped: `25 M`.
    #[must_use]
    pub(crate) const fn up_to(count: u8) -> Self {
        Self {
            count,
            fixed: false,
        }
    }

    /// Always this many, so that the labels of an axis align: `25,0 M`.
    #[must_use]
    pub(crate) const fn exactly(count: u8) -> Self {
        Self { count, fixed: true }
    }

    fn apply(self, mut digits: Decimal) -> Decimal {
        if !self.fixed {
            digits.trim_end();
        }
        digits
    }
}

/// A power of ten with its names.
struct Unit {
    exponent: i16,
    one: &'static str,
    other: &'static str,
}

const fn unit(exponent: i16, one: &'static str, other: &'static str) -> Unit {
    Unit {
        exponent,
        one,
        other,
    }
}

// French says « 4 500 milliards » rather than « 4,5 billions », which many readers mistake for the
// English billion.
const FRENCH_WORDS: &[Unit] = &[
    unit(6, "million", "millions"),
    unit(9, "milliard", "milliards"),
];
const ENGLISH_WORDS: &[Unit] = &[
    unit(6, "million", "million"),
    unit(9, "billion", "billion"),
    unit(12, "trillion", "trillion"),
];
// Thousands are written in full, as in running text: French has no letter for them that a reader of numbers knows.
const FRENCH_SYMBOLS: &[Unit] = &[unit(6, "M", "M"), unit(9, "Md", "Md")];
const ENGLISH_SYMBOLS: &[Unit] = &[
    unit(3, "K", "K"),
    unit(6, "M", "M"),
    unit(9, "B", "B"),
    unit(12, "T", "T"),
];

const fn words(locale: Locale) -> &'static [Unit] {
    match locale {
        Locale::Fr => FRENCH_WORDS,
        Locale::En => ENGLISH_WORDS,
    }
}

/// The digits of the number in its unit, and the unit; `None` for the unit if the number is too
/// small for the smallest one. The *rounded* number decides: 999 960 000 with one decimal is 1
/// billion, not 1000 million.
fn scale(
    number: Number,
    digits: Digits,
    units: &'static [Unit],
) -> Option<(Decimal, Option<&'static Unit>)> {
    let mut scaled = plain(number, digits)?;
    let mut reached: Option<&'static Unit> = None;
    for unit in units {
        let exponent = reached.map_or(0, |reached| reached.exponent);
        if scaled.nonzero_magnitude_start() < unit.exponent - exponent {
            break;
        }
        scaled = digits.apply(round_scaled(number, -unit.exponent, digits.count)?);
        reached = Some(unit);
    }
    Some((scaled, reached))
}

/// The number without a unit: rounded to an integer if it is one or has thousands, else with its
/// decimals.
fn plain(number: Number, digits: Digits) -> Option<Decimal> {
    let whole = round(number, 0)?;
    if matches!(number, Number::Integer(_)) || whole.nonzero_magnitude_start() >= 3 {
        return Some(whole);
    }
    round(number, digits.count).map(|rounded| digits.apply(rounded))
}

/// The form for running text: `4,8 milliards`, `1,5 million`, `4 500 milliards`; `20.6 billion`,
/// `1.2 trillion`. Below one million the number is written in full: `72 423`. The word agrees with
/// the printed number.
#[must_use]
pub(crate) fn compact(number: Number, digits: Digits, locale: Locale) -> String {
    match scale(number, digits, words(locale)) {
        None => integer(number, locale),
        Some((scaled, None)) => write(&scaled, locale),
        Some((scaled, Some(unit))) => {
            let word = match category_of_decimal(&scaled, locale) {
                PluralCategory::One => unit.one,
                PluralCategory::Other => unit.other,
            };
            format!("{}{NO_BREAK_SPACE}{word}", write(&scaled, locale))
        }
    }
}

/// A compact number and the noun that it counts: `4,8 milliards de téléchargements`, `2 millions
/// d’entités`, `72 423 modèles`; `4.8 billion downloads`.
#[must_use]
pub(crate) fn compact_counted(
    number: Number,
    digits: Digits,
    one: &str,
    other: &str,
    locale: Locale,
) -> String {
    let written = compact(number, digits, locale);
    match scale(number, digits, words(locale)) {
        // In French « million » and « milliard » are nouns: they take « de » and a plural.
        Some((_, Some(_))) if locale == Locale::Fr => format!("{written} {}", de(other)),
        Some((_, Some(_))) | None => format!("{written} {other}"),
        Some((scaled, None)) => {
            let noun = match category_of_decimal(&scaled, locale) {
                PluralCategory::One => one,
                PluralCategory::Other => other,
            };
            format!("{written}{NO_BREAK_SPACE}{noun}")
        }
    }
}

/// A number in full: below a thousand a fraction has at most one decimal, or as many as it takes to be more than 0.
fn in_full(number: Number) -> Option<Decimal> {
    let digits = plain(number, Digits::up_to(1))?;
    let is_seen = |digits: &Decimal| {
        digits
            .to_string()
            .contains(|sign| matches!(sign, '1'..='9'))
    };
    if is_seen(&digits) {
        return Some(digits);
    }
    let mut finer = (2..=MOST_DECIMALS).filter_map(|decimals| round(number, decimals));
    finer.find(is_seen).or(Some(digits))
}

/// Most decimals of a number that is counted.
const MOST_DECIMALS: u8 = 9;

/// A number in full and the noun that agrees with it: `72 423 modèles`, `1,5 modèle`; `1.5 models`. With `decimals` it has exactly
/// so many; else a fraction below a thousand has one at most, or as many as it takes to be more than 0: `0,04 modèle`.
#[must_use]
pub(crate) fn counted(
    number: Number,
    decimals: Option<u8>,
    (one, other): (&str, &str),
    locale: Locale,
) -> String {
    let digits = match decimals {
        Some(decimals) => round(number, decimals),
        None => in_full(number),
    };
    let written = digits
        .as_ref()
        .map_or_else(|| integer(number, locale), |digits| write(digits, locale));
    let category = digits.map(|digits| category_of_decimal(&digits, locale));
    let noun = match category {
        Some(PluralCategory::One) => one,
        Some(PluralCategory::Other) | None => other,
    };
    format!("{written}{NO_BREAK_SPACE}{noun}")
}

/// The form for labels and axes: `12 000`, `25 M`, `7,5 Md`, `1 200 Md`; `12K`, `25M`, `7.5B`,
/// `1.2T`.
#[must_use]
pub(crate) fn compact_short(number: Number, digits: Digits, locale: Locale) -> String {
    let units = match locale {
        Locale::Fr => FRENCH_SYMBOLS,
        Locale::En => ENGLISH_SYMBOLS,
    };
    match (scale(number, digits, units), locale) {
        (None, _) => integer(number, locale),
        (Some((scaled, None)), _) => write(&scaled, locale),
        (Some((scaled, Some(unit))), Locale::Fr) => {
            format!("{}{NO_BREAK_SPACE}{}", write(&scaled, locale), unit.other)
        }
        (Some((scaled, Some(unit))), Locale::En) => {
            format!("{}{}", write(&scaled, locale), unit.other)
        }
    }
}

/// From this magnitude on the largest number of an axis has a unit.
const LEAST_OF_AXIS: f64 = 10_000.0;

/// A number of an axis, all of which have the unit of the largest one: `0,5 M` up to `2 M`, `800` up to `1 200`.
#[must_use]
pub(crate) fn compact_up_to(value: f64, most: f64, locale: Locale) -> String {
    let digits = Digits::up_to(2);
    let units = match locale {
        Locale::Fr => FRENCH_SYMBOLS,
        Locale::En => ENGLISH_SYMBOLS,
    };
    let found = (most >= LEAST_OF_AXIS).then(|| scale(most.into(), digits, units));
    let unit = found.flatten().and_then(|(_, unit)| unit);
    let exponent = unit.map_or(0, |unit| unit.exponent);
    let Some(scaled) = round_scaled(value.into(), -exponent, digits.count) else {
        return integer(value.into(), locale);
    };
    let written = write(&digits.apply(scaled), locale);
    match (unit.filter(|_| value != 0.0), locale) {
        (None, _) => written,
        (Some(unit), Locale::Fr) => format!("{written}{NO_BREAK_SPACE}{}", unit.other),
        (Some(unit), Locale::En) => format!("{written}{}", unit.other),
    }
}

#[cfg(test)]
mod tests {
    use super::{Digits, compact, compact_counted, compact_short, counted};
    use crate::text::Locale::{En, Fr};
    use crate::text::{Number, Ratio};

    const ONE: Digits = Digits::up_to(1);

    #[test]
    fn prose_spells_millions_and_more() {
        for (number, french, english) in [
            (0, "0", "0"),
            (72_423, "72\u{202f}423", "72,423"),
            (999_999, "999\u{202f}999", "999,999"),
            (1_000_000, "1\u{a0}million", "1\u{a0}million"),
            (1_500_000, "1,5\u{a0}million", "1.5\u{a0}million"),
            (1_960_000, "2\u{a0}millions", "2\u{a0}million"),
            (130_000_000, "130\u{a0}millions", "130\u{a0}million"),
            (999_960_000, "1\u{a0}milliard", "1\u{a0}billion"),
            (4_800_000_000, "4,8\u{a0}milliards", "4.8\u{a0}billion"),
            (20_560_000_000, "20,6\u{a0}milliards", "20.6\u{a0}billion"),
            (
                4_500_000_000_000,
                "4\u{202f}500\u{a0}milliards",
                "4.5\u{a0}trillion",
            ),
            (
                -1_500_000,
                "\u{2212}1,5\u{a0}million",
                "\u{2212}1.5\u{a0}million",
            ),
        ] {
            assert_eq!(compact(Number::Integer(number), ONE, Fr), french);
            assert_eq!(compact(Number::Integer(number), ONE, En), english);
        }
    }

    #[test]
    fn labels_use_symbols_from_thousands_on_and_in_french_from_millions_on() {
        for (number, french, english) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (12_000, "12\u{202f}000", "12K"),
            (999_960, "999\u{202f}960", "1M"),
            (1_000_000, "1\u{a0}M", "1M"),
            (25_000_000, "25\u{a0}M", "25M"),
            (7_500_000_000, "7,5\u{a0}Md", "7.5B"),
            (1_200_000_000_000, "1\u{202f}200\u{a0}Md", "1.2T"),
            (-25_000_000, "\u{2212}25\u{a0}M", "\u{2212}25M"),
        ] {
            assert_eq!(compact_short(Number::Integer(number), ONE, Fr), french);
            assert_eq!(compact_short(Number::Integer(number), ONE, En), english);
        }
    }

    #[test]
    fn a_small_fraction_that_is_counted_is_never_rounded_to_0() {
        let models = ("modèle", "modèles");
        for (number, written) in [
            (Number::Float(1.5), "1,5\u{a0}modèle"),
            (Number::Float(2.0), "2\u{a0}modèles"),
            (Number::Float(0.04), "0,04\u{a0}modèle"),
            (Number::Float(-0.003), "\u{2212}0,003\u{a0}modèle"),
            (Number::Float(0.1 + 0.2), "0,3\u{a0}modèle"),
            (Number::Float(999.96), "1\u{202f}000\u{a0}modèles"),
            (
                Number::Ratio(Ratio {
                    numerator: 1,
                    denominator: 30,
                }),
                "0,03\u{a0}modèle",
            ),
        ] {
            assert_eq!(counted(number, None, models, Fr), written);
        }
    }

    #[test]
    fn zeros_stay_only_where_digits_are_fixed() {
        let number = Number::Integer(25_000_000);
        assert_eq!(compact_short(number, Digits::exactly(1), En), "25.0M");
        assert_eq!(
            compact(number, Digits::exactly(2), Fr),
            "25,00\u{a0}millions"
        );
        assert_eq!(
            compact_short(Number::Integer(20), Digits::exactly(1), En),
            "20"
        );
    }

    #[test]
    fn small_fractions_keep_their_decimals_and_large_ones_do_not() {
        assert_eq!(compact(Number::Float(12.34), ONE, Fr), "12,3");
        assert_eq!(compact(Number::Float(12.0), ONE, Fr), "12");
        assert_eq!(compact(Number::Float(1234.6), ONE, En), "1,235");
        assert_eq!(compact(Number::Float(999_999.6), ONE, En), "1\u{a0}million");
        assert_eq!(compact_short(Number::Float(999.96), ONE, En), "1K");
        let mean = Ratio {
            numerator: 10_000_000,
            denominator: 3,
        };
        assert_eq!(compact(Number::Ratio(mean), ONE, Fr), "3,3\u{a0}millions");
    }

    #[test]
    fn rounding_happens_once() {
        // 1.449 million rounded to 1.45 and then again would be 1.5.
        assert_eq!(
            compact(Number::Integer(1_449_999), ONE, En),
            "1.4\u{a0}million"
        );
    }

    #[test]
    fn the_noun_agrees_with_what_is_printed() {
        let french = |number| compact_counted(number, ONE, "entité", "entités", Fr);
        assert_eq!(french(Number::Integer(1)), "1\u{a0}entité");
        assert_eq!(
            french(Number::Integer(72_423)),
            "72\u{202f}423\u{a0}entités"
        );
        assert_eq!(
            french(Number::Integer(1_000_000)),
            "1\u{a0}million d’entités"
        );
        assert_eq!(french(Number::Float(1.96)), "2\u{a0}entités");
        let english = |number| compact_counted(number, ONE, "model", "models", En);
        assert_eq!(english(Number::Integer(1)), "1\u{a0}model");
        assert_eq!(
            english(Number::Integer(4_800_000_000)),
            "4.8\u{a0}billion models"
        );
    }

    #[test]
    fn what_is_counted_agrees_with_the_number_as_it_is_printed() {
        for (number, decimals, french, english) in [
            (Number::Integer(0), None, "0 modèle", "0 models"),
            (Number::Integer(1), None, "1 modèle", "1 model"),
            (Number::Float(1.5), None, "1,5 modèle", "1.5 models"),
            (Number::Integer(2), None, "2 modèles", "2 models"),
            (Number::Integer(-1), None, "−1 modèle", "−1 model"),
            (Number::Float(-1.5), None, "−1,5 modèle", "−1.5 models"),
            (Number::Float(1.96), None, "2 modèles", "2 models"),
            (Number::Float(0.5), None, "0,5 modèle", "0.5 models"),
            (Number::Float(1.0), None, "1 modèle", "1 model"),
            (Number::Float(1.0), Some(1), "1,0 modèle", "1.0 models"),
            (Number::Float(1.5), Some(0), "2 modèles", "2 models"),
            (
                Number::Float(1234.5),
                None,
                "1\u{202f}235 modèles",
                "1,235 models",
            ),
            (
                Number::Integer(1_000_000),
                None,
                "1\u{202f}000\u{202f}000 modèles",
                "1,000,000 models",
            ),
        ] {
            let written = |words, locale| counted(number, decimals, words, locale);
            let [french, english] = [french, english].map(|it| it.replace(' ', "\u{a0}"));
            assert_eq!(written(("modèle", "modèles"), Fr), french);
            assert_eq!(written(("model", "models"), En), english);
        }
        let million = compact_counted(Number::Integer(1_500_000), ONE, "modèle", "modèles", Fr);
        assert_eq!(million, "1,5\u{a0}million de modèles");
        let million = compact_counted(Number::Integer(1_000_000), ONE, "model", "models", En);
        assert_eq!(million, "1\u{a0}million models");
    }

    #[test]
    fn the_numbers_of_an_axis_have_one_unit() {
        let axis = |values: [f64; 4], locale| {
            values.map(|value| super::compact_up_to(value, values[3], locale))
        };
        assert_eq!(
            axis([0.0, 400.0, 800.0, 1200.0], Fr),
            ["0", "400", "800", "1\u{202f}200"]
        );
        assert_eq!(
            axis([0.0, 5e3, 1e4, 1.5e4], Fr),
            ["0", "5\u{202f}000", "10\u{202f}000", "15\u{202f}000"]
        );
        assert_eq!(
            axis([0.0, 4e5, 8e5, 1.2e6], En),
            ["0", "0.4M", "0.8M", "1.2M"]
        );
        assert_eq!(axis([-0.5, 0.0, 0.5, 1.0], En), ["−0.5", "0", "0.5", "1"]);
    }
}
