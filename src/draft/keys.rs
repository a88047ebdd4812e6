//! Columns whose numbers are names: codes, years, hours of the day, lines of a bus. Nobody adds them up.
//!
//! In: the name of a column, and its numbers. Out: whether they name something.

use super::words::{has_one, is_percent, parts};

/// Words of keys, wherever they stand in a name: their numbers have no sum and no mean.
const KEYS: [&str; 44] = [
    "account",
    "code",
    "codes",
    "compte",
    "cp",
    "date",
    "dates",
    "finess",
    "fips",
    "gid",
    "id",
    "identifiant",
    "identifier",
    "ipp",
    "key",
    "matricule",
    "millesime",
    "mois",
    "month",
    "nip",
    "nir",
    "nss",
    "numero",
    "objectid",
    "phone",
    "postal",
    "postcode",
    "quarter",
    "rang",
    "rank",
    "semaine",
    "siren",
    "siret",
    "ssn",
    "telephone",
    "trimestre",
    "uai",
    "uid",
    "unnamed",
    "uuid",
    "version",
    "week",
    "zip",
    "zipcode",
];

/// Words of places and of years: no amounts, and of which nobody wants the mean unasked.
const PLACES: [&str; 10] = [
    "annee",
    "annees",
    "lat",
    "latitude",
    "lng",
    "lon",
    "long",
    "longitude",
    "year",
    "years",
];

/// Words of keys that a mean may be of, too: the price of a unit, a number of deaths a day.
const KEYS_OR_PARTS: [&str; 11] = [
    "center", "centre", "day", "insee", "jour", "no", "num", "number", "plant", "schema", "unit",
];

/// Words of what is numbered, in the singular: a key where they are the name, or its first word of two. `Heures` are an amount, and
/// `Heure` is one of the day.
const NUMBERED: [&str; 67] = [
    "adherent",
    "an",
    "arrondissement",
    "canton",
    "class",
    "classe",
    "cohorte",
    "commune",
    "county",
    "customer",
    "dep",
    "departement",
    "department",
    "dept",
    "district",
    "dossier",
    "dpt",
    "eleve",
    "employee",
    "etage",
    "etudiant",
    "exercice",
    "facture",
    "floor",
    "heure",
    "hour",
    "individu",
    "invoice",
    "level",
    "ligne",
    "line",
    "lot",
    "member",
    "membre",
    "minute",
    "n",
    "niveau",
    "page",
    "parcelle",
    "participant",
    "patient",
    "person",
    "personne",
    "promotion",
    "quartier",
    "ref",
    "reference",
    "region",
    "respondent",
    "room",
    "saison",
    "salarie",
    "salle",
    "season",
    "secteur",
    "section",
    "session",
    "siege",
    "state",
    "student",
    "subject",
    "sujet",
    "tranche",
    "usager",
    "user",
    "ward",
    "zone",
];

/// The years that a column of years may have.
const YEARS: std::ops::RangeInclusive<i128> = 1900..=2100;
/// The most years that a table has.
const MOST_YEARS: usize = 60;

/// Whether the numbers of a column are keys by its name.
pub(super) fn is_key(name: &str) -> bool {
    let words = parts(name);
    let is_numbered = match words.as_slice() {
        // `n` alone is a number of things.
        [only] => only != "n" && NUMBERED.contains(&only.as_str()),
        [first, _] => NUMBERED.contains(&first.as_str()),
        _ => false,
    };
    is_numbered || is_identifier(name) || is_place(name) || has_one(name, &KEYS_OR_PARTS)
}

/// Whether the numbers of a column are keys by its name, whatever else it says.
pub(super) fn is_identifier(name: &str) -> bool {
    has_one(name, &KEYS)
}

/// Whether the numbers of a column are places or years by its name.
pub(super) fn is_place(name: &str) -> bool {
    has_one(name, &PLACES)
}

/// Whether the numbers of a column are not amounts: years, versions, keys, shares, means.
pub(super) fn is_no_amount(name: &str) -> bool {
    const WORDS: [&str; 19] = [
        "age",
        "average",
        "avg",
        "index",
        "mean",
        "moyen",
        "moyenne",
        "part",
        "pct",
        "percent",
        "percentage",
        "pourcent",
        "pourcentage",
        "rate",
        "ratio",
        "share",
        "shares",
        "taux",
        "unitaire",
    ];
    is_percent(name) || has_one(name, &WORDS) || is_key(name)
}

/// Whether whole numbers of which each is another one number the rows, 1, 2, 3 and so on. `total` is their sum.
pub(super) fn are_numbers_of_rows(total: i128, count: usize, distinct: usize) -> bool {
    /// Rows up to which that may be chance.
    const FEW: usize = 8;
    let count_of_all = count as i128;
    distinct == count && count > FEW && 2 * total == count_of_all * (count_of_all + 1)
}

/// Whether whole numbers are years: as large as years are, and few of them, each in several rows. `total` is their sum.
pub(super) fn are_years(total: i128, count: usize, distinct: usize) -> bool {
    let mean = total / (count.max(1) as i128);
    YEARS.contains(&mean) && distinct <= MOST_YEARS && 2 * distinct <= count
}

#[cfg(test)]
mod tests {
    use super::{are_numbers_of_rows, are_years, is_key, is_no_amount};

    #[test]
    fn what_is_numbered_is_a_key_and_what_is_counted_is_none() {
        for name in [
            "Dép.",
            "Dpt",
            "Département",
            "dep",
            "N° dép.",
            "INSEE",
            "Arrondissement",
            "Canton",
            "Heure",
            "an",
            "Session",
            "Exercice",
            "modelId",
            "Année",
            "Code département",
            "Session 2024",
            "Ligne",
            "hour",
        ] {
            assert!(is_key(name), "{name}");
        }
        for name in [
            "n",
            "Tués",
            "Heures",
            "Départements aidés",
            "Lignes",
            "Sessions",
            "hours",
            "Nombre de communes",
            "Logements",
            "parameters",
            "Montant par an",
        ] {
            assert!(!is_key(name), "{name}");
        }
    }

    #[test]
    fn keys_and_shares_are_no_amounts() {
        assert!(is_no_amount("modelId") && is_no_amount("Année") && is_no_amount("Taux (%)"));
        assert!(!is_no_amount("parameters"));
    }

    #[test]
    fn numbers_of_rows_are_known_by_their_sum() {
        assert!(are_numbers_of_rows(59 * 30, 59, 59));
        assert!(!are_numbers_of_rows(59 * 30 + 1, 59, 59));
        assert!(!are_numbers_of_rows(6, 3, 3));
    }

    #[test]
    fn years_are_known_by_their_numbers() {
        assert!(are_years(2023 + 2023 + 2024 + 2024 + 2025 + 2025, 6, 3));
        assert!(!are_years(2023 + 2024 + 2025, 3, 3));
        assert!(!are_years(12 * 500, 12, 3));
    }
}
