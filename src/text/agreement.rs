//! Words that agree with a noun, a place or several of them. In: gender and number. Out: `à elle seule`, `chacun`, `ils`,
//! `établies`; `alone`, `each`, `they`.

use super::Locale;
use super::french::Article;
use super::ordinal::Gender;
use super::place::Place;

/// Gender and number in French.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Agreement {
    /// Feminine: of several, all of them.
    pub(crate) is_feminine: bool,
    /// Plural.
    pub(crate) is_plural: bool,
}

impl Agreement {
    /// `m`, `f`, `mp`, `fp`, as templates write it.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (gender, is_plural) = match text.strip_suffix('p') {
            Some(gender) => (gender, true),
            None => (text, false),
        };
        let is_feminine = Gender::parse(gender)? == Gender::Feminine;
        Some(Self {
            is_feminine,
            is_plural,
        })
    }

    /// That of several together, which is feminine only if all are; none of nothing.
    #[must_use]
    pub(crate) fn of_all(all: &[Self]) -> Option<Self> {
        match all {
            [] => None,
            [one] => Some(*one),
            several => Some(Self {
                is_feminine: several.iter().all(|it| it.is_feminine),
                is_plural: true,
            }),
        }
    }

    /// One of four forms: masculine, feminine, masculine plural, feminine plural.
    #[must_use]
    pub(crate) fn pick<T>(self, [one, feminine, several, feminines]: [T; 4]) -> T {
        match (self.is_plural, self.is_feminine) {
            (false, false) => one,
            (false, true) => feminine,
            (true, false) => several,
            (true, true) => feminines,
        }
    }

    /// `à lui seul`, `à elles seules`; `alone`.
    #[must_use]
    pub(crate) fn alone(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Fr => self.pick([
                "à lui seul",
                "à elle seule",
                "à eux seuls",
                "à elles seules",
            ]),
            Locale::En => "alone",
        }
    }

    /// `chacun`, `chacune`; `each`.
    #[must_use]
    pub(crate) fn each(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Fr => self.pick(["chacun", "chacune", "chacun", "chacune"]),
            Locale::En => "each",
        }
    }

    /// `il`, `elles`; `it`, `they`.
    #[must_use]
    pub(crate) fn pronoun(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Fr => self.pick(["il", "elle", "ils", "elles"]),
            Locale::En => self.pick(["it", "it", "they", "they"]),
        }
    }
}

/// Places in the plural whose name is feminine, beside the « îles »: countries, and departments. No region in the plural has one
/// of these codes.
const FEMININE_PLURALS: [&str; 23] = [
    "AS", "BM", "BS", "FJ", "KM", "MP", "MV", "PH", "SC", "TF", "04", "05", "06", "08", "13", "22",
    "40", "64", "65", "66", "78", "79", "88",
];
/// Places without an article of which French speaks in the feminine: countries, departments, and the regions 06, 84 and 93.
const FEMININE_WITHOUT_ARTICLE: [&str; 16] = [
    "AD", "CU", "CY", "MT", "MU", "TW", "YT", "06", "35", "37", "54", "71", "77", "84", "93", "976",
];

impl Place {
    /// Gender and number of its French name.
    #[must_use]
    pub(crate) fn agreement(&self) -> Agreement {
        let is_feminine = match self.article {
            Some(Article::Le) => false,
            Some(Article::La) => true,
            Some(Article::Les) => {
                self.french.starts_with("îles") || FEMININE_PLURALS.contains(&self.code)
            }
            None => FEMININE_WITHOUT_ARTICLE.contains(&self.code),
        };
        Agreement {
            is_feminine,
            is_plural: self.article == Some(Article::Les),
        }
    }

    /// As the subject of a verb, which is given in both numbers: `les États-Unis dominent`, `la Chine domine`; in English
    /// every country is one: `the United States dominates`.
    #[must_use]
    pub(crate) fn with_verb(&self, (one, other): (&str, &str), locale: Locale) -> String {
        let is_plural = locale == Locale::Fr && self.agreement().is_plural;
        let verb = if is_plural { other } else { one };
        format!("{} {verb}", self.with_article(locale))
    }
}

#[cfg(test)]
mod tests {
    use super::Agreement;
    use crate::text::Locale::{En, Fr};
    use crate::text::country::country;

    #[test]
    fn places_agree_in_gender_and_number() {
        for (code, alone, pronoun) in [
            ("US", "à eux seuls", "ils"),
            ("CN", "à elle seule", "elle"),
            ("BR", "à lui seul", "il"),
            ("PH", "à elles seules", "elles"),
            ("NL", "à eux seuls", "ils"),
            ("CK", "à elles seules", "elles"),
            ("IL", "à lui seul", "il"),
            ("CU", "à elle seule", "elle"),
            ("EU", "à elle seule", "elle"),
        ] {
            let agreement = country(code).unwrap().agreement();
            assert_eq!(agreement.alone(Fr), alone, "{code}");
            assert_eq!(agreement.pronoun(Fr), pronoun, "{code}");
            assert_eq!(agreement.alone(En), "alone");
        }
    }

    #[test]
    fn several_are_feminine_only_if_all_are() {
        let of = |codes: &[&str]| {
            let all: Vec<_> = codes
                .iter()
                .map(|code| country(code).unwrap().agreement())
                .collect();
            Agreement::of_all(&all).unwrap()
        };
        assert_eq!(of(&["CN", "FR"]).each(Fr), "chacune");
        assert_eq!(of(&["US", "CN"]).each(Fr), "chacun");
        assert_eq!(of(&["CN", "FR"]).pronoun(Fr), "elles");
        assert_eq!(Agreement::of_all(&[]), None);
    }
}
