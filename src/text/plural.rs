//! Agreement in number. In: a number and a locale. Out: whether the words that it counts are
//! singular or plural.

use icu_decimal::input::Decimal;
use icu_locale_core::locale;
use icu_plurals::{PluralRules, PluralRulesOptions, PluralRulesPreferences};

use super::Locale;
use super::rounding::Number;

/// The two forms that French and English nouns have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PluralCategory {
    /// Singular: below 2 in French, 1 alone in English.
    One,
    /// Plural; also used in French after whole millions.
    Other,
}

thread_local! {
    static FRENCH: PluralRules = rules(locale!("fr").into());
    static ENGLISH: PluralRules = rules(locale!("en").into());
}

fn rules(preferences: PluralRulesPreferences) -> PluralRules {
    match PluralRules::try_new(preferences, PluralRulesOptions::default()) {
        Ok(rules) => rules,
        Err(error) => unreachable!("the compiled plural data have French and English: {error}"),
    }
}

/// The form that agrees with the number itself, before any rounding.
#[must_use]
pub(crate) fn plural_category(number: Number, locale: Locale) -> PluralCategory {
    // Twenty digits distinguish a ratio from the integers around it; trailing zeros are trimmed
    // because English takes the singular for 1, not for 1.0.
    number
        .digits(20)
        .map_or(PluralCategory::Other, |mut digits| {
            digits.trim_end();
            category_of_decimal(&digits, locale)
        })
}

/// The form that agrees with the printed digits: English `1` and `1.0` differ.
pub(crate) fn category_of_decimal(digits: &Decimal, locale: Locale) -> PluralCategory {
    let rules = match locale {
        Locale::Fr => &FRENCH,
        Locale::En => &ENGLISH,
    };
    match rules.with(|rules| rules.category_for(digits)) {
        icu_plurals::PluralCategory::One => PluralCategory::One,
        _ => PluralCategory::Other,
    }
}

/// The word that agrees with the number: `one` or `other`.
#[must_use]
pub(crate) fn pluralize<'word>(
    number: Number,
    one: &'word str,
    other: &'word str,
    locale: Locale,
) -> &'word str {
    match plural_category(number, locale) {
        PluralCategory::One => one,
        PluralCategory::Other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{PluralCategory, plural_category, pluralize};
    use crate::text::Locale::{En, Fr};
    use crate::text::{Number, Ratio};

    #[test]
    fn french_is_singular_below_two() {
        for number in [0.0, 1.0, 1.5, 1.99, -1.0, -1.5] {
            assert_eq!(
                plural_category(Number::Float(number), Fr),
                PluralCategory::One,
                "{number}"
            );
        }
        for number in [2.0, 2.1, -2.0] {
            assert_eq!(
                plural_category(Number::Float(number), Fr),
                PluralCategory::Other,
                "{number}"
            );
        }
        assert_eq!(
            plural_category(Number::Integer(1_000_000), Fr),
            PluralCategory::Other
        );
    }

    #[test]
    fn english_is_singular_for_one_only() {
        for number in [0, 2, 11, 21, 1_000_000] {
            assert_eq!(
                plural_category(Number::Integer(number), En),
                PluralCategory::Other,
                "{number}"
            );
        }
        assert_eq!(plural_category(Number::Integer(1), En), PluralCategory::One);
        assert_eq!(
            plural_category(Number::Integer(-1), En),
            PluralCategory::One
        );
        assert_eq!(plural_category(Number::Float(1.0), En), PluralCategory::One);
        assert_eq!(
            plural_category(Number::Float(1.5), En),
            PluralCategory::Other
        );
        let whole = Ratio {
            numerator: 7,
            denominator: 7,
        };
        assert_eq!(
            plural_category(Number::Ratio(whole), En),
            PluralCategory::One
        );
    }

    #[test]
    fn the_word_follows_the_number() {
        assert_eq!(
            pluralize(Number::Integer(0), "modèle", "modèles", Fr),
            "modèle"
        );
        assert_eq!(
            pluralize(Number::Integer(0), "model", "models", En),
            "models"
        );
    }
}
