//! Words in both languages for frequent columns in tables of models; other names are quoted
//! unchanged.

use super::names::{as_value, in_template};
use super::qualifiers::{accented, qualifier};
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
const MEASURES: [KnownMeasure; 18] = [
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
        parts: &["count", "counts", "nombre", "effectif", "effectifs"],
        title: ("Nombre", "Count"),
        of: ("du nombre total", "of the total count"),
        went: ("le nombre est passé", "the count went"),
    },
];

/// The rank of a column as a measure, the lowest being preferred; `None` for one without words.
pub(super) fn measure_rank(name: &str) -> Option<usize> {
    let parts = parts(name);
    MEASURES.iter().position(|known| {
        known
            .parts
            .iter()
            .any(|part| parts.iter().any(|p| p == part))
    })
}

/// The words for the sum of a column.
pub(super) fn sum_words(name: &str) -> MeasureWords {
    if let Some(at) = measure_rank(name) {
        let known = &MEASURES[at];
        let mut words = MeasureWords::of(known.title, known.of, known.went);
        if let Some((french, english)) = qualifier(name) {
            words.title.0 = format!("{} {french}", words.title.0);
            words.title.1 = format!("{} ({english})", words.title.1);
        }
        return words;
    }
    let (title, value) = (in_template(&readable(name)), as_value(name));
    MeasureWords {
        title: (accented(&title), title),
        of: (
            format!("du total de « {value} »"),
            format!("of the total of “{value}”"),
        ),
        went: (
            format!("le total de « {value} » est passé"),
            format!("the total of “{value}” went"),
        ),
    }
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

/// Names of dimensions with their nouns in French and English, those that make a good first
/// breakdown first.
const DIMENSIONS: [(&str, &str, &str); 64] = [
    ("entity", "entité", "entity"),
    ("type", "type", "type"),
    ("task", "tâche", "task"),
    ("pipeline_tag", "tâche", "task"),
    ("task_category", "tâche", "task"),
    ("modality", "modalité", "modality"),
    ("domain", "domaine", "domain"),
    ("task_domain", "domaine", "domain"),
    ("category", "catégorie", "category"),
    ("country", "pays", "country"),
    ("pays", "pays", "country"),
    ("language", "langue", "language"),
    ("langue", "langue", "language"),
    ("library", "bibliothèque", "library"),
    ("library_name", "bibliothèque", "library"),
    ("license", "licence", "license"),
    ("licence", "licence", "license"),
    ("license_family", "famille de licences", "license family"),
    ("account", "compte", "account"),
    ("compte", "compte", "account"),
    ("author", "auteur", "author"),
    ("auteur", "auteur", "author"),
    ("owner", "propriétaire", "owner"),
    ("publisher", "éditeur", "publisher"),
    ("organization", "organisation", "organization"),
    ("organisation", "organisation", "organisation"),
    ("model", "modèle", "model"),
    ("model_id", "modèle", "model"),
    ("model_name", "modèle", "model"),
    ("modele", "modèle", "model"),
    ("region", "région", "region"),
    ("product", "produit", "product"),
    ("produit", "produit", "product"),
    ("article", "article", "article"),
    ("item", "article", "item"),
    ("customer", "client", "customer"),
    ("client", "client", "customer"),
    ("city", "ville", "city"),
    ("ville", "ville", "city"),
    ("department", "service", "department"),
    ("departement", "département", "department"),
    ("channel", "canal", "channel"),
    ("canal", "canal", "channel"),
    ("status", "statut", "status"),
    ("statut", "statut", "status"),
    ("store", "magasin", "store"),
    ("magasin", "magasin", "store"),
    ("seller", "vendeur", "seller"),
    ("vendeur", "vendeur", "seller"),
    ("supplier", "fournisseur", "supplier"),
    ("fournisseur", "fournisseur", "supplier"),
    ("team", "équipe", "team"),
    ("equipe", "équipe", "team"),
    ("branch", "agence", "branch"),
    ("agence", "agence", "branch"),
    ("brand", "marque", "brand"),
    ("marque", "marque", "brand"),
    ("service", "service", "service"),
    ("categorie", "catégorie", "category"),
    ("famille", "famille", "family"),
    ("continent", "continent", "continent"),
    ("modalite", "modalité", "modality"),
    ("shop", "boutique", "shop"),
    ("boutique", "boutique", "shop"),
];

/// Names of dates.
const DATES: [(&str, &str, &str); 8] = [
    ("date", "date", "date"),
    ("day", "date", "day"),
    ("snapshot", "date", "snapshot"),
    ("file_day", "date", "day"),
    ("month", "mois", "month"),
    ("mois", "mois", "month"),
    ("file_month", "mois", "month"),
    ("jour", "jour", "day"),
];

/// The rank of a column as a dimension, the lowest being preferred; `None` for an unknown one.
pub(super) fn dimension_rank(name: &str) -> Option<usize> {
    let name = parts(name).join("_");
    DIMENSIONS.iter().position(|(known, _, _)| *known == name)
}

/// The nouns of a dimension in French and English, if it is known.
pub(super) fn dimension_nouns(name: &str) -> Option<(&'static str, &'static str)> {
    let name = parts(name).join("_");
    let mut all = DIMENSIONS.iter().chain(&DATES);
    let found = all.find(|(known, _, _)| *known == name);
    found.map(|(_, fr, en)| (*fr, *en))
}

/// How likely a column of unique texts identifies rows; the lowest is the most likely.
pub(super) fn id_rank(name: &str) -> usize {
    const IDS: [&str; 8] = [
        "model",
        "model_id",
        "repo",
        "repo_id",
        "id",
        "model_name",
        "name",
        "modele",
    ];
    let name = parts(name).join("_");
    let known = IDS.iter().position(|known| *known == name);
    known.unwrap_or(if name.ends_with("id") {
        IDS.len()
    } else {
        IDS.len() + 1
    })
}

/// Whether the numbers of a column are not amounts: years, versions, keys, shares, means.
pub(super) fn is_no_amount(name: &str) -> bool {
    const WORDS: [&str; 62] = [
        "account",
        "age",
        "annee",
        "average",
        "avg",
        "center",
        "centre",
        "code",
        "compte",
        "cp",
        "date",
        "dates",
        "day",
        "id",
        "index",
        "jour",
        "key",
        "lat",
        "latitude",
        "lng",
        "lon",
        "longitude",
        "mean",
        "mois",
        "month",
        "moyen",
        "moyenne",
        "no",
        "num",
        "number",
        "numero",
        "part",
        "pct",
        "percent",
        "percentage",
        "phone",
        "plant",
        "postal",
        "postcode",
        "pourcent",
        "pourcentage",
        "quarter",
        "rang",
        "rank",
        "rate",
        "ratio",
        "schema",
        "semaine",
        "share",
        "shares",
        "siren",
        "siret",
        "taux",
        "telephone",
        "trimestre",
        "unit",
        "unitaire",
        "unnamed",
        "version",
        "week",
        "year",
        "zip",
    ];
    is_percent(name) || has_one(name, &WORDS)
}

/// Whether a name has the sign of percent at an end.
pub(super) fn is_percent(name: &str) -> bool {
    let name = name.trim();
    name.starts_with('%') || name.ends_with('%') || name.contains("(%)")
}

/// Whether a column has the dates of states by its name.
pub(super) fn is_snapshot(name: &str) -> bool {
    has_one(name, &["snapshot", "snapshots", "releve", "releves"])
}

/// Whether a column is one of days by its name.
pub(super) fn is_day(name: &str) -> bool {
    has_one(name, &["date", "dates", "day", "days", "jour", "jours"])
}

/// Whether a column has prices by its name.
pub(super) fn is_price(name: &str) -> bool {
    has_one(name, &["price", "prices", "prix", "tarif", "tarifs"])
}

/// Whether a column is money by its name.
pub(super) fn is_money(name: &str) -> bool {
    const WORDS: [&str; 38] = [
        "amount", "amounts", "balance", "budget", "budgets", "ca", "cost", "costs", "cout",
        "couts", "depense", "depenses", "eur", "euros", "expense", "expenses", "fee", "fees",
        "frais", "ht", "income", "montant", "montants", "paid", "price", "prices", "prix",
        "recettes", "revenue", "revenues", "salaire", "salary", "solde", "tarif", "ttc",
        "turnover", "usd", "valeur",
    ];
    has_one(name, &WORDS)
}

/// Whether one of the words of a name is among some.
fn has_one(name: &str, words: &[&str]) -> bool {
    let parts = parts(name);
    parts.iter().any(|part| words.contains(&part.as_str()))
}

/// A text with its first letter in upper case.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    first.map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The words of a name, without accents and in lower case: `modelId` is `model` and `id`.
pub(super) fn parts(name: &str) -> Vec<String> {
    let mut spaced = String::new();
    let mut before_lower = false;
    for c in super::names::slug(name).chars() {
        if c.is_uppercase() && before_lower {
            spaced.push('_');
        }
        before_lower = c.is_lowercase();
        spaced.extend(c.to_lowercase());
    }
    spaced
        .split('_')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_they_are_written() {
        assert_eq!(measure_rank("downloads_30d"), Some(0));
        assert_eq!(measure_rank("Téléchargements"), Some(0));
        assert_eq!(measure_rank("downloadsAllTime"), Some(0));
        assert_eq!(measure_rank("parameters"), None);
        assert_eq!(dimension_nouns("pipelineTag"), Some(("tâche", "task")));
        assert!(id_rank("modelId") < id_rank("slug"));
        assert!(is_no_amount("modelId") && is_no_amount("Année") && !is_no_amount("parameters"));
    }
}
