//! The few words added by the writers themselves, per locale. In: a locale. Out: text with the
//! spacing of its language.

use crate::document::{Badge, Document, Figure, Variant};
use crate::text::Locale;
use crate::text::number::integer;

/// Words of the page and of the Markdown file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// Heading of the table of contents.
    pub(super) contents: &'static str,
    /// Name of the navigation between locales, for screen readers.
    pub(super) languages: &'static str,
    /// Label that opens the data table behind a chart.
    pub(super) data: &'static str,
    /// Heading of the findings.
    pub(super) findings: &'static str,
    /// Opens the note on how to read a figure.
    pub(super) reading: &'static str,
    /// Opens the source line of a figure.
    pub(super) source: &'static str,
    /// Names the switch between the charts of a figure, for screen readers.
    pub(super) variants: &'static str,
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
            data: "Voir les données",
            findings: "À retenir",
            reading: "Lecture.",
            source: "Source.",
            variants: "Afficher",
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
            data: "See the data",
            findings: "Key takeaways",
            reading: "How to read.",
            source: "Source.",
            variants: "Show",
            skip: "Skip to the text",
            periods: "All periods",
            before: "← Previous period",
            after: "Next period →",
            feed: "Atom feed",
            back: "Back to the text",
        },
    }
}

/// Heading of the citation, which calls a projection no report.
pub(super) const fn cite(document: &Document) -> &'static str {
    match (document.opening.badge, document.locale) {
        (Some(Badge::Projection), Locale::Fr) => "Pour citer cette projection",
        (Some(Badge::Projection), Locale::En) => "How to cite this projection",
        (_, Locale::Fr) => "Pour citer ce rapport",
        (_, Locale::En) => "How to cite this report",
    }
}

/// "Figure 3", the same in both languages.
pub(super) fn figure_number(number: usize) -> String {
    format!("Figure\u{a0}{number}")
}

/// "Figure 3 :" in French, with a no-break space before the colon; "Figure 3:" in English. One of several charts
/// of the figure is named: "Figure 3 (Countries):".
pub(super) fn figure_label(locale: Locale, figure: &Figure) -> String {
    let number = figure_number(figure.number);
    let of_variant = |variant: &Variant| format!(" ({})", variant.labels[variant.at]);
    let variant = figure.variant.as_ref().map(of_variant).unwrap_or_default();
    match locale {
        Locale::Fr => format!("{number}{variant}\u{a0}:"),
        Locale::En => format!("{number}{variant}:"),
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
