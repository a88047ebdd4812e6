//! Words in both languages for frequent columns by which rows are grouped, and what a column is by its name.

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

/// Whether a name has the sign of percent at an end.
pub(super) fn is_percent(name: &str) -> bool {
    let name = name.trim();
    let bare = name.trim_end_matches([')', ']', ' ']);
    name.starts_with('%') || bare.ends_with('%') || name.contains("(%)")
}

/// The year that a column is called by.
pub(super) fn year(name: &str) -> Option<u16> {
    let name = name.trim();
    let year = name.parse().ok().filter(|_| name.len() == 4);
    year.filter(|year| (1900..=2100).contains(year))
}

/// Whether a column has the dates of states by its name.
pub(super) fn is_snapshot(name: &str) -> bool {
    has_one(name, &["snapshot", "snapshots", "releve", "releves"])
}

/// Whether a column is one of days by its name.
pub(super) fn is_day(name: &str) -> bool {
    has_one(name, &["date", "dates", "day", "days", "jour", "jours"])
}

/// Whether a column has years, quarters, months or weeks by its name.
pub(super) fn is_time(name: &str) -> bool {
    const TIMES: [&str; 16] = [
        "an",
        "annee",
        "annees",
        "exercice",
        "mois",
        "month",
        "months",
        "periode",
        "quarter",
        "saison",
        "semaine",
        "trimestre",
        "week",
        "weeks",
        "year",
        "years",
    ];
    has_one(name, &TIMES)
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
pub(super) fn has_one(name: &str, words: &[&str]) -> bool {
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
    fn a_year_is_a_column_of_four_digits_from_1900_to_2100() {
        assert_eq!(year(" 2019 "), Some(2019));
        for name in ["19", "3000", "02019", "CA 2019", "2019-2020"] {
            assert_eq!(year(name), None, "{name}");
        }
    }

    #[test]
    fn names_are_known_however_they_are_written() {
        assert_eq!(dimension_nouns("pipelineTag"), Some(("tâche", "task")));
        assert!(id_rank("modelId") < id_rank("slug"));
        assert!(
            ["Taux (%)", "% de réussite", "Taux (en %)", "Part %"]
                .into_iter()
                .all(is_percent)
        );
        assert!(!["Taux", "100 % (effectif)"].into_iter().any(is_percent));
    }
}
