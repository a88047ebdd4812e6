//! The few words added by the writers themselves, per locale. In: a locale. Out: text with the
//! spacing of its language.

use crate::text::Locale;
use crate::text::number::integer;

/// Words of the page and of the Markdown file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// Heading of the table of contents.
    pub(super) contents: &'static str,
    /// Name of the navigation between locales, for screen readers.
    pub(super) languages: &'static str,
    /// Heading of the citation.
    pub(super) cite: &'static str,
    /// Label that opens the data table behind a chart.
    pub(super) data: &'static str,
    /// Skip link for keyboard users, before everything else.
    pub(super) skip: &'static str,
    /// Name of the navigation between periods, and the link to all of them.
    pub(super) periods: &'static str,
    /// Link to the report of the period before.
    pub(super) before: &'static str,
    /// Link to the report of the next period.
    pub(super) after: &'static str,
    /// The feed of the reports of all periods.
    pub(super) feed: &'static str,
    /// Label of the link from a footnote back to the text, for screen readers.
    pub(super) back: &'static str,
}

/// The words of a locale.
pub(super) const fn words(locale: Locale) -> Words {
    match locale {
        Locale::Fr => Words {
            contents: "Sommaire",
            languages: "Langues",
            cite: "Pour citer ce rapport",
            data: "Données de la figure",
            skip: "Aller au texte",
            periods: "Toutes les périodes",
            before: "← Période précédente",
            after: "Période suivante →",
            feed: "Flux Atom",
            back: "Retour au texte",
        },
        Locale::En => Words {
            contents: "Contents",
            languages: "Languages",
            cite: "How to cite this report",
            data: "Data of the figure",
            skip: "Skip to the text",
            periods: "All periods",
            before: "← Previous period",
            after: "Next period →",
            feed: "Atom feed",
            back: "Back to the text",
        },
    }
}

/// "Figure 3 :" in French, with a no-break space before the colon; "Figure 3:" in English.
pub(super) fn figure_label(locale: Locale, number: usize) -> String {
    match locale {
        Locale::Fr => format!("Figure\u{a0}{number}\u{a0}:"),
        Locale::En => format!("Figure\u{a0}{number}:"),
    }
}

/// Remark under a table whose rows are not all shown.
pub(super) fn more_rows(locale: Locale, rows: usize) -> String {
    let count = integer((rows as i128).into(), locale);
    match (locale, rows) {
        (Locale::Fr, 1) => "et une autre ligne".to_owned(),
        (Locale::Fr, _) => format!("et {count} autres lignes"),
        (Locale::En, 1) => "and one more row".to_owned(),
        (Locale::En, _) => format!("and {count} more rows"),
    }
}

#[cfg(test)]
mod tests {
    use super::figure_label;
    use crate::text::Locale;

    #[test]
    fn the_colon_follows_the_custom_of_the_language() {
        assert_eq!(figure_label(Locale::Fr, 3), "Figure\u{a0}3\u{a0}:");
        assert_eq!(figure_label(Locale::En, 3), "Figure\u{a0}3:");
    }
}
