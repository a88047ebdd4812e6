//! Words in both languages for frequent measures in tables; other names are quoted unchanged.
//!
//! In: the name of a column. Out: its rank among the measures, and what its sum, its mean or a number of rows is called.

use super::header::unit_of_header;
use super::names::{as_value, in_template};
use super::qualifiers::{accented, is_qualifier, qualifier};
use super::words::parts;
use crate::text::case::readable;

/// The words for a measure.
pub(super) struct MeasureWords {
    /// Title, in French and English.
    pub(super) title: (String, String),
    /// The whole of a share: « des téléchargements », `of all downloads`.
    pub(super) of: (String, String),
    /// The subject of a change: « les téléchargements sont passés », `downloads went`.
    pub(super) went: (String, String),
}

/// A measure recognised by a part of its name.
struct KnownMeasure {
    parts: &'static [&'static str],
    title: (&'static str, &'static str),
    of: (&'static str, &'static str),
    went: (&'static str, &'static str),
}

/// The preferred measures, the most likely first.
const MEASURES: [KnownMeasure; 19] = [
    KnownMeasure {
        parts: &["downloads", "download", "telechargements", "telechargement"],
        title: ("Téléchargements", "Downloads"),
        of: ("des téléchargements", "of all downloads"),
        went: ("les téléchargements sont passés", "downloads went"),
    },
    KnownMeasure {
        parts: &["likes", "like"],
        title: ("Mentions « j’aime »", "Likes"),
        of: ("des mentions « j’aime »", "of all likes"),
        went: ("les mentions « j’aime » sont passées", "likes went"),
    },
    KnownMeasure {
        parts: &["views", "view", "vues"],
        title: ("Vues", "Views"),
        of: ("des vues", "of all views"),
        went: ("les vues sont passées", "views went"),
    },
    KnownMeasure {
        parts: &["amount", "amounts", "montant", "montants"],
        title: ("Montant", "Amount"),
        of: ("du montant", "of the amount"),
        went: ("le montant est passé", "the amount went"),
    },
    KnownMeasure {
        parts: &["revenue", "revenues", "turnover", "ca"],
        title: ("Chiffre d’affaires", "Revenue"),
        of: ("du chiffre d’affaires", "of the revenue"),
        went: ("le chiffre d’affaires est passé", "the revenue went"),
    },
    KnownMeasure {
        parts: &["sales", "ventes", "sold", "vendus"],
        title: ("Ventes", "Sales"),
        of: ("des ventes", "of all sales"),
        went: ("les ventes sont passées", "sales went"),
    },
    KnownMeasure {
        parts: &["expenses", "expense", "depenses", "depense", "spending"],
        title: ("Dépenses", "Spending"),
        of: ("des dépenses", "of all spending"),
        went: ("les dépenses sont passées", "spending went"),
    },
    KnownMeasure {
        parts: &["cost", "costs", "cout", "couts"],
        title: ("Coûts", "Costs"),
        of: ("des coûts", "of all costs"),
        went: ("les coûts sont passés", "costs went"),
    },
    KnownMeasure {
        parts: &["budget", "budgets"],
        title: ("Budget", "Budget"),
        of: ("du budget", "of the budget"),
        went: ("le budget est passé", "the budget went"),
    },
    KnownMeasure {
        parts: &["loans", "prets", "emprunts"],
        title: ("Prêts", "Loans"),
        of: ("des prêts", "of all loans"),
        went: ("les prêts sont passés", "loans went"),
    },
    KnownMeasure {
        parts: &["orders", "commandes"],
        title: ("Commandes", "Orders"),
        of: ("des commandes", "of all orders"),
        went: ("les commandes sont passées", "orders went"),
    },
    KnownMeasure {
        parts: &["visits", "visites", "visitors", "visiteurs"],
        title: ("Visites", "Visits"),
        of: ("des visites", "of all visits"),
        went: ("les visites sont passées", "visits went"),
    },
    KnownMeasure {
        parts: &["votes", "voix"],
        title: ("Voix", "Votes"),
        of: ("des voix", "of all votes"),
        went: ("les voix sont passées", "votes went"),
    },
    KnownMeasure {
        parts: &["population", "habitants", "inhabitants"],
        title: ("Population", "Population"),
        of: ("de la population", "of the population"),
        went: ("la population est passée", "the population went"),
    },
    KnownMeasure {
        parts: &[
            "quantity",
            "quantities",
            "quantite",
            "quantites",
            "qty",
            "qte",
        ],
        title: ("Quantité", "Quantity"),
        of: ("de la quantité", "of the quantity"),
        went: ("la quantité est passée", "the quantity went"),
    },
    KnownMeasure {
        parts: &["hours", "heures"],
        title: ("Heures", "Hours"),
        of: ("des heures", "of all hours"),
        went: ("les heures sont passées", "hours went"),
    },
    KnownMeasure {
        parts: &["total", "totals"],
        title: ("Total", "Total"),
        of: ("du total", "of the total"),
        went: ("le total est passé", "the total went"),
    },
    KnownMeasure {
        parts: &["effectif", "effectifs", "headcount"],
        title: ("Effectif", "Headcount"),
        of: ("de l’effectif", "of the headcount"),
        went: ("l’effectif est passé", "the headcount went"),
    },
    KnownMeasure {
        parts: &["count", "counts", "nombre"],
        title: ("Nombre", "Count"),
        of: ("du nombre total", "of the total count"),
        went: ("le nombre est passé", "the count went"),
    },
];

/// Words that change nothing of what a known measure is called: how it is counted, and of which time. Any other word does: what
/// was not paid is no payment.
const NEUTRAL: [&str; 32] = [
    "30", "30d", "30j", "7d", "all", "alltime", "count", "counts", "d", "de", "des", "day", "days",
    "en", "eur", "euro", "euros", "jours", "last", "month", "monthly", "nb", "nbre", "nombre",
    "number", "of", "sum", "time", "total", "totale", "totals", "usd",
];

/// The rank of a column as a measure, the lowest being preferred; `None` for one without words.
pub(super) fn measure_rank(name: &str) -> Option<usize> {
    known(name).map(|(at, _)| at)
}

/// The first known measure that a name has a word of, and this word.
fn known(name: &str) -> Option<(usize, String)> {
    let parts = parts(name);
    MEASURES.iter().enumerate().find_map(|(at, known)| {
        let word = parts
            .iter()
            .find(|part| known.parts.contains(&part.as_str()))?;
        Some((at, word.clone()))
    })
}

/// Whether a name says nothing but a known word, what tells amounts apart, and words that change nothing.
fn is_understood(name: &str, word: &str) -> bool {
    let mut words = parts(without_unit(name));
    if let Some(at) = words.iter().position(|it| it == word) {
        words.remove(at);
    }
    if let Some(at) = words.iter().position(|it| is_qualifier(it)) {
        words.remove(at);
    }
    words.iter().all(|it| NEUTRAL.contains(&it.as_str()))
}

/// A header without its unit, and without the parentheses at its end.
fn without_unit(name: &str) -> &str {
    if let Some((noun, _)) = unit_of_header(name) {
        return noun;
    }
    let name = name.trim();
    let opened = name.ends_with([')', ']']).then(|| name.rfind(['(', '[']));
    opened.flatten().map_or(name, |at| name[..at].trim_end())
}

/// The words for the sum of a column.
pub(super) fn sum_words(name: &str) -> MeasureWords {
    if let Some((at, word)) = known(name)
        && is_understood(name, &word)
    {
        let known = &MEASURES[at];
        let mut words = MeasureWords::of(known.title, known.of, known.went);
        if let Some((french, english)) = qualifier(name) {
            words.title.0 = format!("{} {french}", words.title.0);
            words.title.1 = format!("{} ({english})", words.title.1);
        }
        return words;
    }
    let (title, value) = (in_template(&readable(name)), as_value(name));
    let (of, went) = match number_of(name) {
        Some(number) => (format!("du {number}"), format!("le {number} est passé")),
        None => (
            format!("du total de « {value} »"),
            format!("le total de « {value} » est passé"),
        ),
    };
    MeasureWords {
        title: (accented(&title), title),
        of: (of, format!("of the total of “{value}”")),
        went: (went, format!("the total of “{value}” went")),
    }
}

/// A French header that says of what it is the number, as a noun: `nombre d’élèves`.
fn number_of(name: &str) -> Option<String> {
    let mut words = name.trim().splitn(2, [' ', '_']);
    let first = words.next()?.to_lowercase();
    let rest = words.next()?.replace('_', " ");
    let is_of = |of: &str| rest.to_lowercase().starts_with(of);
    let is_number = matches!(first.as_str(), "nombre" | "nb" | "nbre");
    let is_noun = is_number && ["de ", "d'", "d’"].iter().any(|of| is_of(of));
    is_noun.then(|| as_value(&format!("nombre {}", accented(&rest).replace('\'', "’"))))
}

/// The words for the mean of a column, with the unit of a price for a piece.
pub(super) fn mean_words(name: &str, per_unit: Option<&(String, String)>) -> MeasureWords {
    let shown = match per_unit {
        Some((rest, _)) if !rest.is_empty() => rest.clone(),
        _ => name.replace('_', " ").trim().to_owned(),
    };
    let unit = per_unit.map_or_else(String::new, |(_, unit)| format!(" ({unit})"));
    let (title, value) = (in_template(&shown), as_value(&shown));
    let (in_french, as_noun) = (accented(&title), as_value(&accented(&shown)));
    MeasureWords {
        title: (
            format!("Moyenne de «\u{a0}{in_french}\u{a0}»{unit}"),
            format!("Mean of “{title}”{unit}"),
        ),
        of: (
            format!("la moyenne de «\u{a0}{as_noun}\u{a0}»"),
            format!("the mean of “{value}”"),
        ),
        went: (
            format!("la moyenne de «\u{a0}{as_noun}\u{a0}» est passée"),
            format!("the mean of “{value}” went"),
        ),
    }
}

/// The words for a number of rows, which are models or not.
pub(super) fn count_words(models: bool) -> MeasureWords {
    if models {
        MeasureWords::of(
            ("Modèles", "Models"),
            ("des modèles", "of all models"),
            ("les modèles sont passés", "models went"),
        )
    } else {
        MeasureWords::of(
            ("Lignes", "Rows"),
            ("des lignes", "of all rows"),
            ("les lignes sont passées", "rows went"),
        )
    }
}

impl MeasureWords {
    fn of(title: (&str, &str), of: (&str, &str), went: (&str, &str)) -> Self {
        let owned = |(fr, en): (&str, &str)| (fr.to_owned(), en.to_owned());
        Self {
            title: owned(title),
            of: owned(of),
            went: owned(went),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{measure_rank, sum_words};

    #[test]
    fn measures_are_known_however_they_are_written() {
        assert_eq!(measure_rank("downloads_30d"), Some(0));
        assert_eq!(measure_rank("Téléchargements"), Some(0));
        assert_eq!(measure_rank("downloadsAllTime"), Some(0));
        assert_eq!(measure_rank("parameters"), None);
    }

    #[test]
    fn no_word_is_left_out_of_a_title_that_changes_what_is_measured() {
        for (header, french, english) in [
            ("downloads_30d", "Téléchargements", "Downloads"),
            ("Montant versé (€)", "Montant versé", "Amount (paid out)"),
            (
                "Montant non versé",
                "Montant non versé",
                "Montant non versé",
            ),
            ("Crédits votés", "Crédits votés", "Crédits votés"),
            ("Ventes annulées", "Ventes annulées", "Ventes annulées"),
            ("Coût de la dette", "Coût de la dette", "Coût de la dette"),
            (
                "Population active",
                "Population active",
                "Population active",
            ),
            ("Nombre de tués", "Nombre de tués", "Nombre de tués"),
            ("Coût k€", "Coûts", "Costs"),
            ("CA HT (k€)", "Chiffre d’affaires HT", "Revenue (excl. VAT)"),
            ("Montant en milliers d'euros", "Montant", "Amount"),
            ("Revenue $m", "Chiffre d’affaires", "Revenue"),
            ("Poids kg", "Poids kg", "Poids kg"),
            ("total_sales", "Ventes", "Sales"),
            ("Effectif", "Effectif", "Headcount"),
        ] {
            let words = sum_words(header);
            assert_eq!(words.title, (french.to_owned(), english.to_owned()));
        }
        let killed = sum_words("Nombre de tués");
        assert_eq!(killed.of.0, "du nombre de tués");
        let pupils = sum_words("Nombre d'élèves");
        assert_eq!(pupils.of.0, "du {{ \"nombre d’élèves\" }}");
    }
}
