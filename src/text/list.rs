//! Enumerations. In: words in order. Out: one phrase: `a, b et c`, `a, b, and c`.

use icu_list::options::{ListFormatterOptions, ListLength};
use icu_list::{ListFormatter, ListFormatterPreferences};
use icu_locale_core::locale;

use super::Locale;

/// How the last two items are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Conjunction {
    /// `et`, `and`.
    And,
    /// `ou`, `or`.
    Or,
}

thread_local! {
    static FRENCH_AND: ListFormatter = formatter(locale!("fr").into(), Conjunction::And);
    static FRENCH_OR: ListFormatter = formatter(locale!("fr").into(), Conjunction::Or);
    static ENGLISH_AND: ListFormatter = formatter(locale!("en").into(), Conjunction::And);
    static ENGLISH_OR: ListFormatter = formatter(locale!("en").into(), Conjunction::Or);
}

fn formatter(preferences: ListFormatterPreferences, conjunction: Conjunction) -> ListFormatter {
    let options = ListFormatterOptions::default().with_length(ListLength::Wide);
    let formatter = match conjunction {
        Conjunction::And => ListFormatter::try_new_and(preferences, options),
        Conjunction::Or => ListFormatter::try_new_or(preferences, options),
    };
    match formatter {
        Ok(formatter) => formatter,
        Err(error) => unreachable!("the compiled list data have French and English: {error}"),
    }
}

/// The items as a phrase; empty if there are none.
#[must_use]
pub(crate) fn list(items: &[String], conjunction: Conjunction, locale: Locale) -> String {
    let formatter = match (locale, conjunction) {
        (Locale::Fr, Conjunction::And) => &FRENCH_AND,
        (Locale::Fr, Conjunction::Or) => &FRENCH_OR,
        (Locale::En, Conjunction::And) => &ENGLISH_AND,
        (Locale::En, Conjunction::Or) => &ENGLISH_OR,
    };
    formatter.with(|formatter| formatter.format(items.iter()).to_string())
}

#[cfg(test)]
mod tests {
    use super::{Conjunction, list};
    use crate::text::Locale::{En, Fr};

    fn items(words: &[&str]) -> Vec<String> {
        words.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_length_reads_as_a_phrase() {
        for (words, french, english) in [
            (&[][..], "", ""),
            (&["a"], "a", "a"),
            (&["a", "b"], "a et b", "a and b"),
            (&["a", "b", "c"], "a, b et c", "a, b, and c"),
        ] {
            assert_eq!(list(&items(words), Conjunction::And, Fr), french);
            assert_eq!(list(&items(words), Conjunction::And, En), english);
        }
    }

    #[test]
    fn alternatives_are_joined_by_or() {
        let words = items(&["a", "b", "c"]);
        assert_eq!(list(&words, Conjunction::Or, Fr), "a, b ou c");
        assert_eq!(list(&words, Conjunction::Or, En), "a, b, or c");
    }
}
