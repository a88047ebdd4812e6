//! Keys that were written in French: the keys of the language, whose words are English.

/// The key that a French word stands for.
pub(super) fn french<'k>(key: &str, free: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let plain = without_accents(key);
    let is_it = |word: &str| word == plain || Some(word) == plain.strip_suffix('s');
    let (_, names) = FRENCH.iter().find(|(word, _)| is_it(word))?;
    let free: Vec<&str> = free.collect();
    let mut names = names.iter();
    names.find_map(|name| free.iter().copied().find(|known| known == name))
}

/// The hint for a key that is a French word.
pub(super) fn in_english<'k>(key: &str, free: impl Iterator<Item = &'k str>) -> Option<String> {
    let name = french(key, free)?;
    Some(format!("keys are English: `{key}` is `{name}`"))
}

/// A word in small letters from a to z.
pub(super) fn without_accents(word: &str) -> String {
    let plain = word.to_lowercase();
    let plain = plain.chars().map(|sign| match sign {
        'à' | 'â' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        'ù' | 'û' => 'u',
        'ç' => 'c',
        '-' | ' ' => '_',
        other => other,
    });
    plain.collect()
}

/// French words for keys, without accents, and the keys, the likeliest first.
const FRENCH: &[(&str, &[&str])] = &[
    ("annotation", &["annotations"]),
    ("arrondi", &["decimals"]),
    ("auteur", &["authors", "byline"]),
    ("axe_x", &["x"]),
    ("axe_y", &["y"]),
    ("borne", &["edges"]),
    ("chapeau", &["standfirst"]),
    ("chapo", &["standfirst"]),
    ("chemin", &["path"]),
    ("cle", &["key"]),
    ("colonne", &["columns"]),
    ("condition", &["when", "where"]),
    ("couleur", &["color", "colors"]),
    ("decimale", &["decimal", "decimals"]),
    ("dimension", &["dimensions"]),
    ("donnee", &["data", "sources"]),
    ("dossier", &["dir"]),
    ("etiquette", &["labels", "label_from"]),
    ("export", &["outputs"]),
    ("fichier", &["path"]),
    ("filtre", &["filters", "where"]),
    ("formule", &["sql"]),
    ("garder", &["keep"]),
    ("graphe", &["charts", "chart"]),
    ("graphique", &["charts", "chart"]),
    ("grouper_par", &["by"]),
    ("indicateur", &["metrics"]),
    ("langue", &["locales"]),
    ("legende", &["legend", "caption"]),
    ("lien", &["link"]),
    ("mesure", &["measures", "measure"]),
    ("metrique", &["metrics", "metric"]),
    ("milliers", &["thousands"]),
    ("niveau", &["level", "levels"]),
    ("ou", &["where"]),
    ("par", &["by"]),
    ("parametre", &["params"]),
    ("partie", &["sections"]),
    ("periode", &["periods"]),
    ("recherche", &["lookups"]),
    ("repartition", &["breakdowns"]),
    ("rubrique", &["sections"]),
    ("separateur", &["delimiter"]),
    ("seuil", &["edges"]),
    ("signature", &["byline"]),
    ("sortie", &["outputs"]),
    ("sous_titre", &["subtitle", "standfirst"]),
    ("tableau", &["table"]),
    ("table_de_correspondance", &["lookups"]),
    ("texte", &["text"]),
    ("titre", &["title", "heading"]),
    ("tranche", &["edges", "bucket"]),
    ("tri", &["sort"]),
    ("trier", &["sort"]),
    ("unite", &["unit"]),
    ("valeur", &["value"]),
    ("ventilation", &["breakdowns"]),
    ("verification", &["checks"]),
    ("vide", &["nullable"]),
];

#[cfg(test)]
mod tests {
    use super::{FRENCH, french};
    use crate::spec::schema::is_key;

    #[test]
    fn every_french_word_leads_to_a_key_of_the_language() {
        for (word, names) in FRENCH {
            assert!(names.iter().all(|name| is_key(name)), "{word}: {names:?}");
        }
    }

    #[test]
    fn accents_capitals_and_plurals_make_no_difference() {
        let known = ["metrics", "breakdowns", "title"];
        for (word, name) in [
            ("métriques", "metrics"),
            ("Ventilations", "breakdowns"),
            ("ventilation", "breakdowns"),
            ("titre", "title"),
        ] {
            assert_eq!(french(word, known.iter().copied()), Some(name), "{word}");
        }
        assert_eq!(french("mesures", known.iter().copied()), None);
    }
}
