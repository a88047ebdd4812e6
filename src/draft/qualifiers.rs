//! What stands beside the noun of a measure in its header, and letters that a header in capitals or without accents lacks.
//!
//! In: a header. Out: `TTC` in both languages; `Région` for `Region`.

/// Words of headers that tell amounts apart, as a French title has them, and in English.
const QUALIFIERS: [(&str, &str, &str); 21] = [
    ("ht", "HT", "excl. VAT"),
    ("ttc", "TTC", "incl. VAT"),
    ("tva", "TVA", "VAT"),
    ("net", "net", "net"),
    ("nets", "nets", "net"),
    ("nette", "nette", "net"),
    ("nettes", "nettes", "net"),
    ("brut", "brut", "gross"),
    ("bruts", "bruts", "gross"),
    ("brute", "brute", "gross"),
    ("brutes", "brutes", "gross"),
    ("demande", "demandé", "requested"),
    ("accorde", "accordé", "granted"),
    ("verse", "versé", "paid out"),
    ("paye", "payé", "paid"),
    ("encaisse", "encaissé", "received"),
    ("prevu", "prévu", "planned"),
    ("realise", "réalisé", "actual"),
    ("vote", "voté", "voted"),
    ("engage", "engagé", "committed"),
    ("restant", "restant", "remaining"),
];

/// Words that are French and have an accent wherever they stand in a header.
const ACCENTED: [(&str, &str); 28] = [
    ("adherent", "adhérent"),
    ("adherents", "adhérents"),
    ("beneficiaire", "bénéficiaire"),
    ("beneficiaires", "bénéficiaires"),
    ("categorie", "catégorie"),
    ("chomage", "chômage"),
    ("deces", "décès"),
    ("departement", "département"),
    ("duree", "durée"),
    ("electricite", "électricité"),
    ("energie", "énergie"),
    ("entrees", "entrées"),
    ("etudiants", "étudiants"),
    ("evenements", "événements"),
    ("humidite", "humidité"),
    ("frequentation", "fréquentation"),
    ("heberges", "hébergés"),
    ("medecins", "médecins"),
    ("menages", "ménages"),
    ("numero", "numéro"),
    ("quantite", "quantité"),
    ("realise", "réalisé"),
    ("region", "région"),
    ("salaries", "salariés"),
    ("seances", "séances"),
    ("temperature", "température"),
    ("temperatures", "températures"),
    ("vehicules", "véhicules"),
];

/// What a header says of an amount beside its noun, in French and English.
pub(super) fn qualifier(name: &str) -> Option<(&'static str, &'static str)> {
    let words = super::names::slug(name).to_lowercase();
    let mut words = words.split('_').skip(1);
    let found = words.find_map(|word| QUALIFIERS.iter().find(|it| it.0 == word));
    found.map(|(_, french, english)| (*french, *english))
}

/// Whether a word tells amounts apart.
pub(super) fn is_qualifier(word: &str) -> bool {
    QUALIFIERS.iter().any(|it| it.0 == word)
}

/// A French title with the accents of words that are known.
pub(super) fn accented(title: &str) -> String {
    let words = title.split(' ').map(|word| {
        let lower = word.to_lowercase();
        let known = ACCENTED.iter().find(|it| it.0 == lower);
        match known {
            None => word.to_owned(),
            Some((_, accented)) if word.starts_with(char::is_uppercase) => {
                crate::text::case::capitalize_first(accented)
            }
            Some((_, accented)) => (*accented).to_owned(),
        }
    });
    words.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{accented, qualifier};

    #[test]
    fn what_tells_amounts_apart_stays_in_a_title() {
        for (name, expected) in [
            ("Montant TTC", Some(("TTC", "incl. VAT"))),
            ("montant_ht", Some(("HT", "excl. VAT"))),
            ("Montant accordé (€)", Some(("accordé", "granted"))),
            ("Montant (€)", None),
            ("Ventes du mois", None),
        ] {
            assert_eq!(qualifier(name), expected, "{name}");
        }
        assert_eq!(accented("Frequentation totale"), "Fréquentation totale");
        assert_eq!(accented("Poids net"), "Poids net");
    }
}
