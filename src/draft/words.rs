//! Words in both languages for frequent columns in tables of models; other names are quoted
//! unchanged.

use super::names::{as_value, in_template};

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
const MEASURES: [KnownMeasure; 3] = [
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
        return MeasureWords::of(known.title, known.of, known.went);
    }
    let (title, value) = (in_template(name), as_value(name));
    MeasureWords {
        title: (title.clone(), title),
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
const DIMENSIONS: [(&str, &str, &str); 30] = [
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
];

/// Names of dates.
const DATES: [(&str, &str, &str); 4] = [
    ("date", "date", "date"),
    ("day", "date", "day"),
    ("snapshot", "date", "snapshot"),
    ("file_day", "date", "day"),
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

/// Whether the numbers of a column are not amounts: years, versions, keys.
pub(super) fn is_no_amount(name: &str) -> bool {
    const WORDS: [&str; 17] = [
        "annee", "code", "day", "id", "index", "jour", "key", "mois", "month", "no", "number",
        "rang", "rank", "schema", "unnamed", "version", "year",
    ];
    let parts = parts(name);
    parts.iter().any(|part| WORDS.contains(&part.as_str()))
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
fn parts(name: &str) -> Vec<String> {
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
