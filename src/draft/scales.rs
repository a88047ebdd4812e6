//! Columns whose numbers do not add up: prices, rates, grades, temperatures, shares.
//!
//! In: the name of a column. Out: whether a mean is what stands for its numbers, the unit of a price for a piece, and whether it weighs
//! other columns.

use super::keys::{is_identifier, is_place};
use super::words::{is_percent, parts};

/// What is a mean or a part by its name, whatever else it is called.
const MEANS: [&str; 20] = [
    "average",
    "avg",
    "mean",
    "median",
    "mediane",
    "moyen",
    "moyenne",
    "moyennes",
    "moyens",
    "pct",
    "percent",
    "percentage",
    "pourcent",
    "pourcentage",
    "rate",
    "rates",
    "ratio",
    "taux",
    "unitaire",
    "unitaires",
];

/// What does not add up, unless its name has a word for a total or a number of things.
const SCALES: [&str; 37] = [
    "age",
    "ages",
    "attente",
    "delai",
    "delais",
    "delay",
    "delays",
    "dms",
    "duration",
    "durations",
    "duree",
    "durees",
    "grade",
    "grades",
    "humidite",
    "humidity",
    "index",
    "indice",
    "indices",
    "los",
    "note",
    "part",
    "price",
    "prices",
    "prix",
    "rating",
    "satisfaction",
    "score",
    "scores",
    "share",
    "tarif",
    "tarifs",
    "temp",
    "temperature",
    "temperatures",
    "wait",
    "waiting",
];

/// Words for a total or a number of things.
const TOTALS: [&str; 20] = [
    "amount",
    "amounts",
    "count",
    "counts",
    "effectif",
    "effectifs",
    "montant",
    "montants",
    "nb",
    "nbr",
    "nbre",
    "nombre",
    "num",
    "number",
    "revenue",
    "somme",
    "sum",
    "total",
    "totale",
    "totals",
];

const CURRENCIES: [(&str, &str); 12] = [
    ("€", "€"),
    ("eur", "€"),
    ("euro", "€"),
    ("euros", "€"),
    ("$", "$"),
    ("usd", "$"),
    ("dollar", "$"),
    ("dollars", "$"),
    ("£", "£"),
    ("gbp", "£"),
    ("chf", "CHF"),
    ("c€", "c€"),
];

/// Units as headers have them, in lower case, and as they are written.
const UNITS: [(&str, &str); 30] = [
    ("gwh", "GWh"),
    ("mwh", "MWh"),
    ("kwh", "kWh"),
    ("hl", "hL"),
    ("km2", "km²"),
    ("km²", "km²"),
    ("tco2", "tCO₂"),
    ("kg", "kg"),
    ("g", "g"),
    ("t", "t"),
    ("tonne", "t"),
    ("tonnes", "t"),
    ("ton", "t"),
    ("l", "L"),
    ("litre", "L"),
    ("liter", "L"),
    ("m2", "m²"),
    ("m²", "m²"),
    ("m3", "m³"),
    ("m³", "m³"),
    ("ha", "ha"),
    ("km", "km"),
    ("h", "h"),
    ("heure", "h"),
    ("hour", "h"),
    ("hab", "hab."),
    ("habitant", "hab."),
    ("capita", "capita"),
    ("personne", "pers."),
    ("person", "person"),
];

/// The unit of a symbol, `kg` or `m2`, as it is written; none of a word, and of a letter only as it is written.
pub(super) fn symbol(unit: &str) -> Option<&'static str> {
    let lower = unit.to_lowercase();
    let (word, shown) = UNITS.iter().find(|(word, _)| *word == lower)?;
    let plain = shown
        .to_lowercase()
        .replace(['²', '₂'], "2")
        .replace('³', "3");
    let is_symbol = plain == word.replace('²', "2").replace('³', "3") && word.len() <= "tco2".len();
    let is_letter = unit.chars().count() == 1;
    (is_symbol && (!is_letter || unit == *word || unit == *shown)).then_some(*shown)
}

/// Whether the mean stands for the numbers of a column.
pub(super) fn is_mean(name: &str) -> bool {
    let words = parts(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let is_mean = is_percent(name) || has(&MEANS) || per_unit(name).is_some() || is_rate(&words);
    !is_identifier(name) && (is_mean || has(&SCALES) && !has(&TOTALS))
}

/// Whether a name is a rate by what it is divided by: `cas pour 100000`, `deaths per 1000`.
fn is_rate(words: &[String]) -> bool {
    words.windows(2).any(|pair| {
        let [of, whole] = pair else { return false };
        let is_number = whole.starts_with(|it: char| it.is_ascii_digit());
        matches!(of.as_str(), "pour" | "per")
            && (is_number || matches!(whole.as_str(), "mille" | "cent" | "thousand" | "million"))
    })
}

/// Whether a column is a stock, which is there at one time and at the next: those of several times are not added up.
pub(super) fn is_stock(name: &str) -> bool {
    const STOCKS: [&str; 18] = [
        "abonnes",
        "beds",
        "effectif",
        "effectifs",
        "encours",
        "habitants",
        "headcount",
        "inhabitants",
        "inventory",
        "lits",
        "population",
        "populations",
        "solde",
        "soldes",
        "stock",
        "stocks",
        "subscribers",
        "tresorerie",
    ];
    parts(name)
        .iter()
        .any(|word| STOCKS.contains(&word.as_str()))
}

/// Whether a column has no sum, so that its mean is given where it is asked for.
pub(super) fn has_no_sum(name: &str) -> bool {
    is_mean(name) || is_place(name)
}

/// Whether a column says how much rows weigh in a mean.
pub(super) fn is_weight(name: &str) -> bool {
    const WEIGHTS: [&str; 8] = [
        "coef",
        "coefficient",
        "poids",
        "ponderation",
        "ponderations",
        "weight",
        "weighting",
        "weights",
    ];
    const BESIDE: [&str; 8] = [
        "enquete",
        "final",
        "individuel",
        "redressement",
        "sample",
        "sampling",
        "sondage",
        "survey",
    ];
    let words = parts(name);
    let is_one = |word: &String| WEIGHTS.contains(&word.as_str());
    words.iter().any(is_one)
        && words
            .iter()
            .all(|word| is_one(word) || BESIDE.contains(&word.as_str()))
}

/// What stands in the name of a price for a piece without its unit, and the unit: `price` and `€/MWh` of `price_eur_mwh`.
pub(super) fn per_unit(name: &str) -> Option<(String, String)> {
    let is_between = |c: char| c.is_whitespace() || "()[]_,;:/".contains(c);
    let lower = name.to_lowercase();
    // Where letters have other lengths in lower case, the name is left alone.
    if lower.len() != name.len() {
        return None;
    }
    let known = |table: &[(&'static str, &'static str)], word: &str| {
        table.iter().find(|it| it.0 == word).map(|it| it.1)
    };
    let words = words_at(&lower, is_between);
    for (at, (start, word)) in words.iter().enumerate() {
        let Some(currency) = known(&CURRENCIES, word) else {
            continue;
        };
        let behind = words.get(at + 1);
        let is_per = behind.is_some_and(|(_, word)| matches!(*word, "par" | "per"));
        let unit = if is_per { words.get(at + 2) } else { behind };
        let Some((begin, unit)) = unit else {
            continue;
        };
        if let Some(shown) = known(&UNITS, unit) {
            let rest = format!("{} {}", &name[..*start], &name[begin + unit.len()..]);
            let rest = rest.split(is_between).filter(|it| !it.is_empty());
            let rest: Vec<&str> = rest.collect();
            let rest = rest.join(" ");
            return Some((rest, format!("{currency}/{shown}")));
        }
    }
    None
}

/// The words of a text, each with where it begins.
fn words_at(text: &str, is_between: impl Fn(char) -> bool) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_between(c), start) {
            (true, Some(begin)) => {
                words.push((begin, &text[begin..at]));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{has_no_sum, is_mean, is_weight, per_unit, symbol};

    #[test]
    fn a_symbol_is_a_unit_and_a_word_is_none() {
        for (unit, shown) in [
            ("kg", Some("kg")),
            ("kwh", Some("kWh")),
            ("GWh", Some("GWh")),
            ("m2", Some("m²")),
            ("m³", Some("m³")),
            ("L", Some("L")),
            ("t", Some("t")),
            ("H", None),
            ("hab", None),
            ("tonnes", None),
            ("personne", None),
            ("m", None),
        ] {
            assert_eq!(symbol(unit), shown, "{unit}");
        }
    }

    #[test]
    fn prices_rates_grades_and_the_like_do_not_add_up() {
        for name in [
            "price_eur_mwh",
            "Prix (€/kg)",
            "unit_price",
            "taux_chomage",
            "temperature_c",
            "Température",
            "note_sur_10",
            "satisfaction",
            "indice_prix",
            "Montant moyen",
            "humidite_pct",
            "Part (%)",
            "Âge",
            "Coût (€ par habitant)",
        ] {
            assert!(is_mean(name), "{name}");
        }
        for name in [
            "amount",
            "Montant TTC",
            "total_price",
            "nb_notes",
            "score_count",
            "code_tarif",
            "notes",
            "year",
            "units",
            "Recettes (€)",
            "eur_total",
        ] {
            assert!(!is_mean(name), "{name}");
        }
        assert!(has_no_sum("annee") && has_no_sum("lat") && !has_no_sum("visits"));
        assert!(is_weight("poids") && is_weight("survey_weight") && !is_weight("net_weight"));
    }

    #[test]
    fn the_unit_of_a_price_for_a_piece_is_told_by_its_name() {
        for (name, rest, unit) in [
            ("price_eur_mwh", "price", "€/MWh"),
            ("Prix (€/kg)", "Prix", "€/kg"),
            ("Coût (€ par habitant)", "Coût", "€/hab."),
            ("eur_per_m2", "", "€/m²"),
        ] {
            assert_eq!(
                per_unit(name),
                Some((rest.to_owned(), unit.to_owned())),
                "{name}"
            );
        }
        assert_eq!(per_unit("amount_eur"), None);
        assert_eq!(per_unit("eur_usd"), None);
    }
}
