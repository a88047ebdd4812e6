//! The grammar of place names. In: an entry of the tables of countries, continents, regions and departments. Out: the
//! name alone, with its article, or after its preposition: `aux États-Unis`, `en Iran`, `à Cuba`;
//! `in the United States`.

use super::Locale;
use super::case::capitalize_first;
use super::elision::begins_with_vowel_sound;
use super::french::{self, Article, au, de, du};

/// The French preposition for being in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Inside {
    /// Determined by the article: `en` before a feminine or a vowel, `au`, `aux`, else `à`.
    Usual,
    /// `en`, although there is no article: `en Israël`.
    En,
    /// `à` and the article, as for small islands: `à la Barbade`.
    At,
    /// `dans` and the article: `dans l’Union européenne`.
    Within,
}

/// A country, a union of countries, a continent, a region or a department of France.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(super) code: &'static str,
    pub(super) article: Option<Article>,
    pub(super) inside: Inside,
    pub(super) french: &'static str,
    pub(super) english: &'static str,
    pub(super) english_article: bool,
}

/// A place with `le` in French, and no article in English.
pub(super) const fn le(code: &'static str, french: &'static str, english: &'static str) -> Place {
    Place::new(code, Some(Article::Le), french, english)
}

/// The same with `la`.
pub(super) const fn la(code: &'static str, french: &'static str, english: &'static str) -> Place {
    Place::new(code, Some(Article::La), french, english)
}

/// The same with `les`.
pub(super) const fn les(code: &'static str, french: &'static str, english: &'static str) -> Place {
    Place::new(code, Some(Article::Les), french, english)
}

/// The same without an article in French.
pub(super) const fn bare(code: &'static str, french: &'static str, english: &'static str) -> Place {
    Place::new(code, None, french, english)
}

impl Place {
    /// A place whose English name has no article.
    const fn new(
        code: &'static str,
        article: Option<Article>,
        french: &'static str,
        english: &'static str,
    ) -> Self {
        Self {
            code,
            article,
            inside: Inside::Usual,
            french,
            english,
            english_article: false,
        }
    }

    /// The same place, with `the` in English.
    pub(super) const fn the(self) -> Self {
        Self {
            english_article: true,
            ..self
        }
    }

    /// The same place, with another French preposition for being there.
    pub(super) const fn inside(self, inside: Inside) -> Self {
        Self { inside, ..self }
    }

    /// Its code in the table.
    #[must_use]
    pub(crate) const fn code(&self) -> &'static str {
        self.code
    }

    /// The name alone, as in a table or on an axis: `États-Unis`, `Îles Cook`, `United States`.
    #[must_use]
    pub(crate) fn name(&self, locale: Locale) -> String {
        match locale {
            Locale::Fr => capitalize_first(self.french),
            Locale::En => self.english.to_owned(),
        }
    }

    /// As the subject of a sentence: `les États-Unis`, `l’Allemagne`, `Cuba`; `the United States`.
    #[must_use]
    pub(crate) fn with_article(&self, locale: Locale) -> String {
        match (locale, self.article) {
            (Locale::Fr, Some(article)) => french::le(self.french, article),
            (Locale::Fr, None) => self.french.to_owned(),
            (Locale::En, _) if self.english_article => format!("the {}", self.english),
            (Locale::En, _) => self.english.to_owned(),
        }
    }

    /// For being there: `aux États-Unis`, `en France`, `au Japon`, `à Cuba`; `in France`.
    #[must_use]
    pub(crate) fn in_(&self, locale: Locale) -> String {
        if locale == Locale::En {
            return format!("in {}", self.with_article(locale));
        }
        let usual_en = match self.article {
            Some(Article::La) => true,
            Some(Article::Le) => self.is_elided(),
            Some(Article::Les) | None => false,
        };
        match (self.inside, self.article) {
            (Inside::Within, _) => format!("dans {}", self.with_article(locale)),
            (Inside::En, _) => format!("en {}", self.french),
            (Inside::Usual, _) if usual_en => format!("en {}", self.french),
            (Inside::At | Inside::Usual, Some(article)) => au(self.french, article),
            (Inside::At | Inside::Usual, None) => format!("à {}", self.french),
        }
    }

    /// After a noun, for what belongs there: « les entités de France », `d’Allemagne`, `du
    /// Royaume-Uni`, `des États-Unis`; `of the United States`.
    #[must_use]
    pub(crate) fn of(&self, locale: Locale) -> String {
        if locale == Locale::En {
            return format!("of {}", self.with_article(locale));
        }
        // A place with « à la » or « dans » keeps its article, as does a republic; a place with
        // « en » loses it.
        let keeps_article = matches!(self.inside, Inside::At | Inside::Within)
            || self.french.starts_with("République");
        match self.article {
            Some(article) if keeps_article => du(self.french, article),
            Some(Article::Le) if !self.is_elided() => du(self.french, Article::Le),
            Some(Article::Les) => du(self.french, Article::Les),
            _ => de(self.french),
        }
    }

    /// With its article, about the country itself: « la part de la France », `de l’Allemagne`, `du
    /// Royaume-Uni`, `des États-Unis`, `de Cuba`; `of the United States`.
    #[must_use]
    pub(crate) fn of_article(&self, locale: Locale) -> String {
        match (locale, self.article) {
            (Locale::Fr, Some(article)) => du(self.french, article),
            (Locale::Fr, None) => de(self.french),
            (Locale::En, _) => self.of(locale),
        }
    }

    /// For coming from there: `de France`, `du Japon`, `des États-Unis`; `from Japan`.
    #[must_use]
    pub(crate) fn from(&self, locale: Locale) -> String {
        match locale {
            Locale::Fr => self.of(locale),
            Locale::En => format!("from {}", self.with_article(locale)),
        }
    }

    fn is_elided(&self) -> bool {
        begins_with_vowel_sound(self.french)
    }
}

#[cfg(test)]
mod tests {
    use crate::text::Locale::{En, Fr};
    use crate::text::country::country;

    #[test]
    fn french_prepositions_follow_usage() {
        // As the subject, being there, after a noun, about the country itself.
        for (code, expected) in [
            ("FR", "la France | en France | de France | de la France"),
            (
                "DE",
                "l’Allemagne | en Allemagne | d’Allemagne | de l’Allemagne",
            ),
            (
                "GB",
                "le Royaume-Uni | au Royaume-Uni | du Royaume-Uni | du Royaume-Uni",
            ),
            (
                "US",
                "les États-Unis | aux États-Unis | des États-Unis | des États-Unis",
            ),
            (
                "NL",
                "les Pays-Bas | aux Pays-Bas | des Pays-Bas | des Pays-Bas",
            ),
            (
                "AE",
                "les Émirats arabes unis | aux Émirats arabes unis | des Émirats arabes unis | des Émirats arabes unis",
            ),
            ("IR", "l’Iran | en Iran | d’Iran | de l’Iran"),
            ("IL", "Israël | en Israël | d’Israël | d’Israël"),
            ("CU", "Cuba | à Cuba | de Cuba | de Cuba"),
            (
                "SG",
                "Singapour | à Singapour | de Singapour | de Singapour",
            ),
            (
                "HK",
                "Hong Kong | à Hong Kong | de Hong Kong | de Hong Kong",
            ),
            ("HU", "la Hongrie | en Hongrie | de Hongrie | de la Hongrie"),
            ("HT", "Haïti | en Haïti | d’Haïti | d’Haïti"),
            (
                "HN",
                "le Honduras | au Honduras | du Honduras | du Honduras",
            ),
            ("YE", "le Yémen | au Yémen | du Yémen | du Yémen"),
            (
                "BB",
                "la Barbade | à la Barbade | de la Barbade | de la Barbade",
            ),
            (
                "IM",
                "l’île de Man | à l’île de Man | de l’île de Man | de l’île de Man",
            ),
            (
                "DO",
                "la République dominicaine | en République dominicaine | de la République dominicaine | de la République dominicaine",
            ),
            (
                "EU",
                "l’Union européenne | dans l’Union européenne | de l’Union européenne | de l’Union européenne",
            ),
        ] {
            let place = country(code).unwrap();
            let forms = [
                place.with_article(Fr),
                place.in_(Fr),
                place.of(Fr),
                place.of_article(Fr),
            ];
            assert_eq!(forms.join(" | "), expected);
            assert_eq!(place.from(Fr), place.of(Fr));
        }
    }

    #[test]
    fn english_names_have_their_article() {
        for (code, name, with_article) in [
            ("US", "United States", "the United States"),
            ("NL", "Netherlands", "the Netherlands"),
            ("FR", "France", "France"),
            ("EU", "European Union", "the European Union"),
        ] {
            let place = country(code).unwrap();
            assert_eq!(place.name(En), name);
            assert_eq!(place.with_article(En), with_article);
            assert_eq!(place.in_(En), format!("in {with_article}"));
            assert_eq!(place.of(En), format!("of {with_article}"));
            assert_eq!(place.of_article(En), format!("of {with_article}"));
            assert_eq!(place.from(En), format!("from {with_article}"));
        }
    }

    #[test]
    fn a_name_alone_begins_with_a_capital() {
        assert_eq!(country("CK").unwrap().name(Fr), "Îles Cook");
        assert_eq!(country("CK").unwrap().in_(Fr), "aux îles Cook");
    }
}
