//! Numbers as people read them. In: an exact integer, a ratio of two integers, or a float. Out:
//! text, rounded once, with the separators and signs of a locale.
//!
//! French groups digits with U+202F, writes a decimal comma, U+202F before `%` and U+00A0 before a
//! unit that is a word; English groups with commas. The minus sign is U+2212 in both.

use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_decimal::{DecimalFormatter, DecimalFormatterPreferences};
use icu_locale_core::locale;

use super::Locale;
use super::plural::{PluralCategory, category_of_decimal};
use super::rounding::{Number, Ratio, round, round_scaled};

/// The space between a number and the noun that it counts.
pub(crate) const NO_BREAK_SPACE: char = '\u{a0}';
/// The space between French thousands, and before `%`, `;`, `!` and `?`.
pub(crate) const NARROW_NO_BREAK_SPACE: char = '\u{202f}';

thread_local! {
    static FRENCH: DecimalFormatter = formatter(locale!("fr").into());
    static ENGLISH: DecimalFormatter = formatter(locale!("en").into());
}

fn formatter(preferences: DecimalFormatterPreferences) -> DecimalFormatter {
    match DecimalFormatter::try_new(preferences, DecimalFormatterOptions::default()) {
        Ok(formatter) => formatter,
        Err(error) => unreachable!("the compiled number data have French and English: {error}"),
    }
}

/// The digits, with the separators of the locale.
pub(super) fn write(digits: &Decimal, locale: Locale) -> String {
    let formatter = match locale {
        Locale::Fr => &FRENCH,
        Locale::En => &ENGLISH,
    };
    let written = formatter.with(|formatter| formatter.format(digits).to_string());
    if written.as_bytes().contains(&b'-') {
        written.replace('-', "\u{2212}")
    } else {
        written
    }
}

/// An integer with its thousands grouped: `72 423`, `72,423`. A fraction is rounded.
#[must_use]
pub(crate) fn integer(number: Number, locale: Locale) -> String {
    decimal(number, 0, locale)
}

/// A number with exactly this many decimals: `2,50`, `2.50`.
#[must_use]
pub(crate) fn decimal(number: Number, decimals: u8, locale: Locale) -> String {
    round(number, decimals).map_or_else(|| number.without_digits(), |digits| write(&digits, locale))
}

/// Most decimals of a number whose format does not say how many.
const MOST_DECIMALS: u8 = 12;

/// How many decimals show a number that may have a fraction: one, and below one as many as two digits
/// need, at most 12: `12.5`, `0.40`, `0.034`.
#[must_use]
pub(crate) fn decimals_of(number: Number) -> u8 {
    let first = round(number, MOST_DECIMALS).map_or(0, |digits| digits.nonzero_magnitude_start());
    let below = u8::try_from(-first).unwrap_or_default();
    (below + 1).min(MOST_DECIMALS)
}

/// A fraction of 1 in percent, with exactly this many decimals: 0.9248 is `92,48 %` or `92.48%`.
#[must_use]
pub(crate) fn percent(number: Number, decimals: u8, locale: Locale) -> String {
    let digits = round_scaled(number, 2, decimals)
        .map_or_else(|| number.without_digits(), |digits| write(&digits, locale));
    match locale {
        Locale::Fr => format!("{digits}{NARROW_NO_BREAK_SPACE}%"),
        Locale::En => format!("{digits}%"),
    }
}

/// The decimals in percent with which a change keeps its sign: more than these where all of their digits are 0.
#[must_use]
pub(crate) fn decimals_of_change(number: Number, decimals: u8) -> u8 {
    decimals_that_show(number, 2, decimals)
}

/// How many decimals, at least these, show a number of powers of ten that is not zero; these if none do.
#[must_use]
pub(crate) fn decimals_that_show(number: Number, exponent: i16, decimals: u8) -> u8 {
    let shows = |decimals: &u8| {
        let digits = round_scaled(number, exponent, *decimals);
        digits.is_some_and(|digits| has_digit_above_zero(&write(&digits, Locale::En)))
    };
    (decimals..=MOST_DECIMALS).find(shows).unwrap_or(decimals)
}

fn has_digit_above_zero(written: &str) -> bool {
    written.contains(|digit| matches!(digit, '1'..='9'))
}

/// A share in a text: like [`percent`], but a share above zero is never written as 0, nor one below
/// the whole as 100: `less than 0.1%`, `more than 99.9%`. What falls has as many decimals as show it: `−0.03%`.
#[must_use]
pub(crate) fn share(number: Number, decimals: u8, locale: Locale) -> String {
    let whole = 10_i128.pow(u32::from(decimals) + 2);
    let of_whole = |numerator| {
        let denominator = whole;
        let ratio = Ratio {
            numerator,
            denominator,
        };
        percent(ratio.into(), decimals, locale)
    };
    let written = percent(number, decimals, locale);
    let below_whole = match number {
        Number::Integer(value) => value < 1,
        Number::Ratio(ratio) => ratio.numerator < ratio.denominator,
        Number::Float(value) => value < 1.0,
    };
    let (less, more) = match locale {
        Locale::Fr => ("moins de", "plus de"),
        Locale::En => ("less than", "more than"),
    };
    let is_zero = !has_digit_above_zero(&written);
    if number.is_positive() && is_zero {
        format!("{less} {}", of_whole(1))
    } else if is_zero {
        percent(number, decimals_of_change(number, decimals), locale)
    } else if below_whole && written.starts_with("100") && written == of_whole(whole) {
        format!("{more} {}", of_whole(whole - 1))
    } else {
        written
    }
}

/// A difference between fractions of 1 in percentage points, with exactly this many decimals: 0.018
/// is `1,8 point` or `1.8 percentage points`. The word agrees with the printed number. What is above zero is not written as
/// 0: `less than 0.1 percentage points`; what falls has as many decimals as show it.
#[must_use]
pub(crate) fn points(number: Number, decimals: u8, locale: Locale) -> String {
    let decimals = if number.is_positive() {
        decimals
    } else {
        decimals_of_change(number, decimals)
    };
    let (digits, category) = match round_scaled(number, 2, decimals) {
        Some(digits) => (write(&digits, locale), category_of_decimal(&digits, locale)),
        None => (number.without_digits(), PluralCategory::Other),
    };
    if number.is_positive() && !digits.contains(|digit: char| ('1'..='9').contains(&digit)) {
        let denominator = 10_i128.pow(u32::from(decimals) + 2);
        let least = Ratio {
            numerator: 1,
            denominator,
        };
        let less = match locale {
            Locale::Fr => "moins de",
            Locale::En => "less than",
        };
        return format!("{less} {}", points(least.into(), decimals, locale));
    }
    let word = match (locale, category) {
        (Locale::Fr, PluralCategory::One) => "point",
        (Locale::Fr, PluralCategory::Other) => "points",
        (Locale::En, PluralCategory::One) => "percentage point",
        (Locale::En, PluralCategory::Other) => "percentage points",
    };
    format!("{digits}{NO_BREAK_SPACE}{word}")
}

/// Percentage points in a table or on an axis, with exactly this many decimals: 0.018 is `1,8 pt`, `1.8 pt`.
#[must_use]
pub(crate) fn points_short(number: Number, decimals: u8, locale: Locale) -> String {
    let digits = round_scaled(number, 2, decimals)
        .map_or_else(|| number.without_digits(), |digits| write(&digits, locale));
    format!("{digits}{NO_BREAK_SPACE}pt")
}

/// How a text begins that gives only a bound of a number above zero, and what stands before it to say that it rose.
const RISES: [(&str, &str); 4] = [
    ("moins de", "en hausse de"),
    ("plus de", "en hausse de"),
    ("less than", "up by"),
    ("more than", "up by"),
];

/// Puts `+` before a formatted number that is neither negative nor zero: `+1,8 point`, `+€3`, `−3`, `0,0 %`. A rise that is
/// too small for its digits is told in words: `up by less than 0.1%`.
#[must_use]
pub(crate) fn signed(written: &str) -> String {
    let mut rises = RISES.into_iter();
    if let Some((_, rise)) = rises.find(|(begins, _)| written.starts_with(begins)) {
        return format!("{rise} {written}");
    }
    let first = written.find(|digit: char| digit.is_ascii_digit());
    let Some((before, number)) = first.and_then(|first| written.split_at_checked(first)) else {
        return written.to_owned();
    };
    let is_signed = before.contains(['+', '-', '\u{2212}', '<']);
    if is_signed || !has_digit_above_zero(number) {
        written.to_owned()
    } else {
        format!("+{written}")
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Number, Ratio, decimal, decimals_of, integer, percent, points, points_short, share, signed,
    };
    use crate::text::Locale::{En, Fr};

    fn ratio(numerator: i128, denominator: i128) -> Number {
        Ratio {
            numerator,
            denominator,
        }
        .into()
    }

    #[test]
    fn thousands_are_grouped_as_each_language_prints_them() {
        assert_eq!(integer(Number::Integer(1234), Fr), "1\u{202f}234");
        assert_eq!(integer(Number::Integer(72_423), Fr), "72\u{202f}423");
        assert_eq!(
            integer(Number::Integer(45_438_836_957), En),
            "45,438,836,957"
        );
        assert_eq!(integer(Number::Integer(-1000), Fr), "\u{2212}1\u{202f}000");
        assert_eq!(integer(Number::Integer(999), En), "999");
        let largest = "170,141,183,460,469,231,731,687,303,715,884,105,727";
        assert_eq!(integer(Number::Integer(i128::MAX), En), largest);
        assert_eq!(
            integer(Number::Integer(i128::MIN), En).chars().next(),
            Some('\u{2212}')
        );
    }

    #[test]
    fn the_decimals_of_a_number_hide_no_value() {
        let written = |number| decimal(number, decimals_of(number), En);
        for (number, text) in [
            (ratio(25, 2), "12.5"),
            (ratio(100, 10), "10.0"),
            (ratio(2, 5), "0.40"),
            (ratio(-1, 25), "\u{2212}0.040"),
            (ratio(999, 10_000), "0.100"),
            (Number::Float(0.003_44), "0.0034"),
            (Number::Float(1e-7), "0.00000010"),
            (Number::Float(1e-11), "0.000000000010"),
            (ratio(0, 7), "0.0"),
            (ratio(1, 1), "1.0"),
        ] {
            assert_eq!(written(number), text);
        }
    }

    #[test]
    fn shares_are_rounded_from_their_two_integers() {
        assert_eq!(percent(ratio(2, 3), 2, Fr), "66,67\u{202f}%");
        assert_eq!(percent(ratio(1, 800), 2, En), "0.13%");
        assert_eq!(percent(ratio(-1, 800), 2, En), "\u{2212}0.13%");
        assert_eq!(percent(ratio(999_999, 1_000_000), 2, En), "100.00%");
        assert_eq!(percent(Number::Float(0.285), 0, En), "29%");
    }

    #[test]
    fn what_rounds_to_zero_has_no_sign() {
        assert_eq!(decimal(Number::Float(-0.04), 1, Fr), "0,0");
        assert_eq!(integer(Number::Float(-0.0), En), "0");
        assert_eq!(percent(ratio(-1, 100_000), 1, En), "0.0%");
    }

    #[test]
    fn percentages_have_the_space_of_their_language() {
        assert_eq!(percent(Number::Float(0.9248), 2, Fr), "92,48\u{202f}%");
        assert_eq!(percent(Number::Float(0.9248), 2, En), "92.48%");
        assert_eq!(percent(Number::Integer(1), 0, Fr), "100\u{202f}%");
        assert_eq!(percent(Number::Float(12.5), 0, Fr), "1\u{202f}250\u{202f}%");
    }

    #[test]
    fn a_share_of_a_text_is_neither_nothing_nor_everything_unless_it_is() {
        for (number, decimals, french, english) in [
            (ratio(1, 3000), 1, "moins de 0,1\u{202f}%", "less than 0.1%"),
            (
                ratio(1, 30_000),
                2,
                "moins de 0,01\u{202f}%",
                "less than 0.01%",
            ),
            (ratio(0, 3000), 1, "0,0\u{202f}%", "0.0%"),
            (ratio(3, 3000), 1, "0,1\u{202f}%", "0.1%"),
            (
                ratio(2999, 3000),
                1,
                "plus de 99,9\u{202f}%",
                "more than 99.9%",
            ),
            (ratio(999, 1000), 0, "plus de 99\u{202f}%", "more than 99%"),
            (ratio(3000, 3000), 1, "100,0\u{202f}%", "100.0%"),
            (Number::Float(1.0002), 1, "100,0\u{202f}%", "100.0%"),
            (
                Number::Float(-0.0002),
                1,
                "\u{2212}0,02\u{202f}%",
                "\u{2212}0.02%",
            ),
            (Number::Integer(0), 1, "0,0\u{202f}%", "0.0%"),
            (Number::Integer(1), 0, "100\u{202f}%", "100%"),
        ] {
            assert_eq!(share(number, decimals, Fr), french);
            assert_eq!(share(number, decimals, En), english);
        }
    }

    #[test]
    fn points_agree_with_the_printed_number() {
        assert_eq!(points(Number::Float(0.018), 1, Fr), "1,8\u{a0}point");
        assert_eq!(points(Number::Float(0.0196), 0, Fr), "2\u{a0}points");
        assert_eq!(
            points(Number::Float(-0.124), 1, Fr),
            "\u{2212}12,4\u{a0}points"
        );
        assert_eq!(
            points(Number::Float(0.018), 1, En),
            "1.8\u{a0}percentage points"
        );
        assert_eq!(
            points(Number::Float(0.01), 0, En),
            "1\u{a0}percentage point"
        );
        assert_eq!(
            points(Number::Float(-0.01), 0, En),
            "\u{2212}1\u{a0}percentage point"
        );
    }

    #[test]
    fn points_of_tables_are_short_and_never_in_percent() {
        assert_eq!(points_short(ratio(18, 1000), 1, Fr), "1,8\u{a0}pt");
        assert_eq!(points_short(ratio(-1, 800), 2, En), "\u{2212}0.13\u{a0}pt");
        assert_eq!(points_short(ratio(0, 7), 2, Fr), "0,00\u{a0}pt");
    }

    #[test]
    fn a_sign_is_put_before_what_is_above_zero_only() {
        assert_eq!(signed(&integer(Number::Integer(12), Fr)), "+12");
        assert_eq!(signed(&integer(Number::Integer(-12), Fr)), "\u{2212}12");
        assert_eq!(signed(&percent(Number::Float(0.0), 1, Fr)), "0,0\u{202f}%");
        assert_eq!(
            signed(&points(Number::Float(0.03), 0, Fr)),
            "+3\u{a0}points"
        );
        // A currency may stand before the number.
        for (written, expected) in [
            ("€4,364.61", "+€4,364.61"),
            ("CHF\u{a0}12.00", "+CHF\u{a0}12.00"),
            ("12,00\u{a0}€", "+12,00\u{a0}€"),
            ("\u{2212}€2,711.60", "\u{2212}€2,711.60"),
            ("€0.00", "€0.00"),
            ("<1M", "<1M"),
            // A hyphen is the minus sign of what this program has not written.
            ("-3.2%", "-3.2%"),
        ] {
            assert_eq!(signed(written), expected);
        }
    }

    #[test]
    fn a_change_that_is_too_small_for_its_decimals_keeps_its_sign() {
        let rise = Number::Float(0.0003);
        let fall = ratio(-3, 10_000);
        assert_eq!(share(rise, 1, En), "less than 0.1%");
        assert_eq!(signed(&share(rise, 1, En)), "up by less than 0.1%");
        assert_eq!(
            signed(&share(rise, 1, Fr)),
            "en hausse de moins de 0,1\u{202f}%"
        );
        assert_eq!(signed(&share(fall, 1, En)), "\u{2212}0.03%");
        assert_eq!(signed(&share(fall, 0, Fr)), "\u{2212}0,03\u{202f}%");
        assert_eq!(signed(&share(Number::Integer(0), 1, En)), "0.0%");
        assert_eq!(signed(&points(fall, 1, Fr)), "\u{2212}0,03\u{a0}point");
        assert_eq!(
            signed(&points(rise, 1, En)),
            "up by less than 0.1\u{a0}percentage points"
        );
    }

    #[test]
    fn what_is_not_finite_is_never_printed_as_a_number() {
        assert_eq!(integer(Number::Float(f64::NAN), Fr), "NaN");
        assert_eq!(
            percent(Number::Float(f64::NEG_INFINITY), 1, En),
            "\u{2212}∞%"
        );
    }
}
