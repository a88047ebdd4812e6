//! The small words before a French noun. In: a noun phrase and its article. Out: the phrase with
//! its article, elided or contracted: `l’Allemagne`, `du Royaume-Uni`, `d’OpenAI`, `qu’elle`.
//!
//! `elision.rs` decides what begins with a vowel sound; the apostrophe is U+2019.

use super::elision::begins_with_vowel_sound;
use super::number::{NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE};
use super::ordinal::Gender;

/// The definite article that a noun takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Article {
    /// Masculine singular.
    Le,
    /// Feminine singular.
    La,
    /// Plural of either gender.
    Les,
}

impl Article {
    /// Parses `m`, `f` or `p` (plural), as templates write it.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "p" => Some(Self::Les),
            _ => Gender::parse(text).map(Self::from),
        }
    }
}

impl From<Gender> for Article {
    fn from(gender: Gender) -> Self {
        match gender {
            Gender::Masculine => Self::Le,
            Gender::Feminine => Self::La,
        }
    }
}

/// `de` or `d’` before a name or a noun without article: `de Google`, `d’OpenAI`, `de 11`.
#[must_use]
pub(crate) fn de(phrase: &str) -> String {
    elided("d", phrase)
}

/// `que` or `qu’`: `que Google`, `qu’OpenAI`.
#[must_use]
pub(crate) fn que(phrase: &str) -> String {
    elided("qu", phrase)
}

/// `ne` or `n’` before a verb: `ne va`, `n’atteint`.
#[must_use]
pub(crate) fn ne(phrase: &str) -> String {
    elided("n", phrase)
}

/// The definite article: `le modèle`, `la France`, `l’Allemagne`, `les États-Unis`.
#[must_use]
pub(crate) fn le(phrase: &str, article: Article) -> String {
    let word = match article {
        Article::Les => "les",
        Article::Le | Article::La if begins_with_vowel_sound(phrase) => {
            return format!("l’{phrase}");
        }
        Article::Le => "le",
        Article::La => "la",
    };
    format!("{word} {phrase}")
}

/// `de` with the article: `du modèle`, `de la France`, `de l’Allemagne`, `des États-Unis`.
#[must_use]
pub(crate) fn du(phrase: &str, article: Article) -> String {
    contracted(phrase, article, "du", "des", "de")
}

/// `à` with the article: `au modèle`, `à la France`, `à l’Allemagne`, `aux États-Unis`.
#[must_use]
pub(crate) fn au(phrase: &str, article: Article) -> String {
    contracted(phrase, article, "au", "aux", "à")
}

/// From one place of an axis to another: `du 1er novembre 2025 au 2 novembre 2025`, `d’avril 2025 à mai 2025`.
#[must_use]
pub(crate) fn from_to(first: &str, last: &str) -> String {
    if is_day(first) && is_day(last) {
        format!("du {first} au {last}")
    } else {
        format!("{} à {last}", de(first))
    }
}

/// Between two places of an axis: `entre le 1er novembre 2025 et le 2 novembre 2025`, `entre avril 2025 et mai 2025`.
#[must_use]
pub(crate) fn between(first: &str, last: &str) -> String {
    if is_day(first) && is_day(last) {
        format!("entre le {first} et le {last}")
    } else {
        format!("entre {first} et {last}")
    }
}

/// Whether a label is a day, which begins with its number, before the name of its month; so does no year.
fn is_day(label: &str) -> bool {
    let words = label.split_once([' ', NO_BREAK_SPACE, NARROW_NO_BREAK_SPACE]);
    words.is_some_and(|(day, rest)| {
        day.starts_with(|it: char| it.is_ascii_digit()) && rest.starts_with(char::is_lowercase)
    })
}

fn elided(stem: &str, phrase: &str) -> String {
    if begins_with_vowel_sound(phrase) {
        format!("{stem}’{phrase}")
    } else {
        format!("{stem}e {phrase}")
    }
}

/// The preposition contracts with `le` and `les`, not with `la` and `l’`.
fn contracted(phrase: &str, article: Article, singular: &str, plural: &str, open: &str) -> String {
    match article {
        Article::Les => format!("{plural} {phrase}"),
        Article::Le if !begins_with_vowel_sound(phrase) => format!("{singular} {phrase}"),
        Article::Le | Article::La => format!("{open} {}", le(phrase, article)),
    }
}

#[cfg(test)]
mod tests {
    use super::Article::{La, Le, Les};
    use super::{au, between, de, du, from_to, le, que};

    #[test]
    fn de_and_que_elide_before_a_vowel_sound() {
        for (phrase, expected) in [
            ("OpenAI", "d’OpenAI"),
            ("Hugging Face", "de Hugging Face"),
            ("AllenAI", "d’AllenAI"),
            ("mradermacher", "de mradermacher"),
            ("Unsloth", "d’Unsloth"),
            ("11", "de 11"),
            ("**Alibaba**", "d’**Alibaba**"),
        ] {
            assert_eq!(de(phrase), expected);
        }
        assert_eq!(que("Google"), "que Google");
        assert_eq!(que("en 2024"), "qu’en 2024");
    }

    #[test]
    fn the_article_has_gender_number_and_elision() {
        assert_eq!(le("Royaume-Uni", Le), "le Royaume-Uni");
        assert_eq!(le("Iran", Le), "l’Iran");
        assert_eq!(le("Hongrie", La), "la Hongrie");
        assert_eq!(le("Allemagne", La), "l’Allemagne");
        assert_eq!(le("États-Unis", Les), "les États-Unis");
        assert_eq!(le("8", Le), "le 8");
        assert_eq!(le("1er", Le), "le 1er");
        assert_eq!(le("heure", La), "l’heure");
    }

    #[test]
    fn days_have_an_article_between_and_from_each_other_and_months_have_none() {
        let days = ["1er\u{a0}avril\u{a0}2025", "5\u{a0}avril\u{a0}2025"];
        let [first, last] = days;
        assert_eq!(from_to(first, last), format!("du {first} au {last}"));
        assert_eq!(
            between(first, last),
            format!("entre le {first} et le {last}")
        );
        assert_eq!(from_to("avril 2025", "mai 2025"), "d’avril 2025 à mai 2025");
        assert_eq!(between("2021", "2023"), "entre 2021 et 2023");
        assert_eq!(from_to("5\u{a0}M", "10\u{a0}M"), "de 5\u{a0}M à 10\u{a0}M");
    }

    #[test]
    fn prepositions_melt_with_le_and_les_only() {
        assert_eq!(du("Royaume-Uni", Le), "du Royaume-Uni");
        assert_eq!(du("Iran", Le), "de l’Iran");
        assert_eq!(du("France", La), "de la France");
        assert_eq!(du("Allemagne", La), "de l’Allemagne");
        assert_eq!(du("États-Unis", Les), "des États-Unis");
        assert_eq!(au("Honduras", Le), "au Honduras");
        assert_eq!(au("Iran", Le), "à l’Iran");
        assert_eq!(au("France", La), "à la France");
        assert_eq!(au("Pays-Bas", Les), "aux Pays-Bas");
    }
}
