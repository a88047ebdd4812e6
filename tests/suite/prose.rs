//! The texts of the monthly report on rows that change everything: they stay true, and their
//! agreement, elision, spaces and articles stay correct.

use crate::fixture::{Project, hfreport, home};
use crate::snapshot::Snapshot;
use regex::Regex;
use std::collections::BTreeSet;

/// The French and the English text of the report on these rows.
type Texts = [String; 2];

/// Mistakes in the texts of a locale: a name and a pattern for each.
const IN_BOTH: [(&str, &str); 6] = [
    ("nothing in brackets", r"\(\s*\)"),
    ("a mark after a mark", r"[,;:]\s*[.,;:]"),
    ("a space before a mark", r"[ \u{a0}\u{202f}][.,)]|\( "),
    ("two spaces", r"[ \u{a0}\u{202f}]{2}"),
    ("a straight apostrophe", r"\w'\w"),
    ("a value without words", r"\b(null|undefined|NaN|inf)\b"),
];
const IN_FRENCH: [(&str, &str); 9] = [
    ("; ! ? % without its space", r"[^\u{202f}][;!?%]"),
    (": without its space", r"[^\u{a0}]:(\s|$)"),
    ("« » without its space", r"«[^\u{a0}]|[^\u{a0}]»"),
    (
        "one of several",
        r"(^|[^\d,\u{202f}])1[\u{a0} ](entités|modèles|tranches|téléchargements|langues|comptes|modalités)",
    ),
    (
        "several of one",
        r"([2-9]|\d\d)[\u{a0} ](entité|modèle|compte|pays est|tranche|téléchargement|langue)\b",
    ),
    (
        "no elision",
        r"\b([Dd]e|[Ll]e|[Ll]a|[Qq]ue|[Nn]e|[Ss]e) [aeiouyàâéèêîôû]\w",
    ),
    ("no contraction", r"\b(de le|de les|à le|à les) "),
    (
        "a number of nothing",
        r"\b([Zz]éro|\b0[\u{a0} ](entité|tranche|modalité|type|pays|langue))",
    ),
    (
        "an anglicism of a number",
        r"\d\.\d+[\u{a0}\u{202f} ](%|m|M)",
    ),
];
const IN_ENGLISH: [(&str, &str); 5] = [
    ("a space before a mark", r"[\s\u{a0}][;!?%:]"),
    (
        "one of several",
        r"(^|[^\d.,])1[\u{a0} ](entities|models|accounts|countries|buckets|downloads|languages)",
    ),
    (
        "several of one",
        r"([2-9]|\d\d)[\u{a0} ](entity|model|country|bucket|download|language)\b",
    ),
    (
        "a verb of another number",
        r"\b(entities|models|accounts|countries) has\b",
    ),
    (
        "a number of nothing",
        r"\bZero |\b0[\u{a0} ](entities|buckets|types|countries|languages)\b",
    ),
];

/// The places where a text breaks one of the rules.
fn broken(text: &str, rules: &[(&str, &str)]) -> Vec<String> {
    let mut found = Vec::new();
    // Names of models are not prose, so their content is ignored.
    let names = Regex::new(r"`[^`]*`|\]\([^)]*\)|[\w.\\-]+/[\w.\\-]+").expect("a pattern");
    for (rule, pattern) in rules {
        let pattern = Regex::new(pattern).expect("a pattern");
        // Pictures and tables are no prose.
        let is_prose = |line: &&str| !line.starts_with("![") && !line.starts_with('|');
        for line in text.lines().filter(is_prose) {
            let line = names.replace_all(line.trim(), "NAME");
            for place in pattern.find_iter(&line) {
                found.push(format!("{rule}: `{}` in: {line}", place.as_str()));
            }
        }
    }
    found
}

/// The places where a text of a locale breaks its rules.
pub(crate) fn broken_in(locale: &str, text: &str) -> Vec<String> {
    match locale {
        "fr" => broken(text, &[&IN_BOTH[..], &IN_FRENCH].concat()),
        _ => broken(text, &[&IN_BOTH[..], &IN_ENGLISH].concat()),
    }
}

/// The texts of the whole report on these rows.
fn texts(snapshot: &Snapshot, rows: Option<Vec<u32>>) -> Texts {
    let kept: Vec<u32> = rows.unwrap_or_else(|| (0..snapshot.downloads.len() as u32).collect());
    let entities = snapshot.looked_up(1);
    let entities: BTreeSet<&String> = kept.iter().map(|row| &entities[*row as usize]).collect();
    let project = Project::of(&format!(
        "version: 1\nextends: {}\npublished: null\nallow: [HF0308, HF0460]\noutputs: {{page_budget: null}}\n",
        home().join("reports/october_2025.yaml").display()
    ));
    snapshot.write(&project.folder().join("rows.parquet"), Some(kept));
    let outcome = hfreport(
        project.folder(),
        &[
            "run",
            "spec.yaml",
            "--out",
            "out",
            "--format",
            "markdown,svg",
            "--quiet",
            "--set",
            "models=rows.parquet",
            "--set",
            &format!("top={}", entities.len()),
            "--allow-path",
            &home().display().to_string(),
        ],
    );
    let outcome = outcome.ends_with(0);
    assert!(!outcome.stderr.contains("error"), "{}", outcome.stderr);
    let texts = ["out/report.md", "out/report.en.md"].map(|path| project.read(path));
    let mut faults = broken(&texts[0], &[&IN_BOTH[..], &IN_FRENCH].concat());
    faults.extend(broken(&texts[1], &[&IN_BOTH[..], &IN_ENGLISH].concat()));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    texts
}

/// The rows whose cell is one of these, or none of them.
fn rows_with(cells: &[String], wanted: &[&str], are_kept: bool) -> Vec<u32> {
    (0..cells.len() as u32)
        .filter(|row| wanted.contains(&cells[*row as usize].as_str()) == are_kept)
        .collect()
}

#[track_caller]
fn says(texts: &Texts, french: &str, english: &str) {
    // Spaces of French are checked by the rules above.
    let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(plain(&texts[0]).contains(french), "{}", texts[0]);
    assert!(plain(&texts[1]).contains(english), "{}", texts[1]);
}

#[track_caller]
fn says_not(texts: &Texts, french: &str, english: &str) {
    assert!(!texts[0].contains(french), "{}", texts[0]);
    assert!(!texts[1].contains(english), "{}", texts[1]);
}

#[test]
fn the_rules_find_what_is_broken() {
    for sentence in [
        "Suivent  deux pays.",
        "En tête : vision (21,2%).",
        "En tête: vision.",
        "Viennent ensuite\u{a0}: .",
        "Les 1\u{a0}entités.",
        "Sur 10\u{a0}entité.",
        "Le total de Allemagne et de une entité.",
        "Zéro entité a plusieurs comptes.",
        "Un type ().",
        "L'ensemble.",
    ] {
        let rules = [&IN_BOTH[..], &IN_FRENCH].concat();
        assert!(!broken(sentence, &rules).is_empty(), "{sentence}");
    }
    for sentence in [
        "The 1\u{a0}entities.",
        "All 10\u{a0}entity.",
        "These entities has one.",
        "First comes vision , then audio.",
    ] {
        let rules = [&IN_BOTH[..], &IN_ENGLISH].concat();
        assert!(!broken(sentence, &rules).is_empty(), "{sentence}");
    }
}

#[test]
fn the_report_of_october_reads_without_a_fault() {
    let texts = texts(&Snapshot::read(), None);
    says(
        &texts,
        "Google arrive en tête avec 14,7 % des téléchargements, de peu devant Meta (14,0 %).",
        "Google leads with 14.7% of downloads, just ahead of Meta (14.0%).",
    );
    // Nobody takes the second for the first: the title of the figure names both.
    says(
        &texts,
        "(Pays) : La Chine recueille 31,8 % des téléchargements de modèles de 7,5 milliards de paramètres et plus, derrière les États-Unis (43,1 %)**",
        "(Countries): China draws 31.8% of downloads of models with 7.5 billion parameters or more, behind the United States (43.1%)**",
    );
}

#[test]
fn vision_may_overtake_language() {
    let mut snapshot = Snapshot::read();
    let tags = snapshot.tags();
    for (row, tag) in tags.iter().enumerate() {
        if tag.contains("image") || tag.contains("object") {
            snapshot.downloads[row] *= 6;
        }
    }
    let texts = texts(&snapshot, None);
    says(
        &texts,
        "**Modalités.** La vision recueille",
        "**Modalities.** Vision draws",
    );
    says(&texts, "davantage que", "more than");
    says_not(
        &texts,
        "Le traitement du langage recueille",
        "Language processing draws",
    );
}

#[test]
fn one_entity_may_have_all_downloads() {
    let mut snapshot = Snapshot::read();
    let entities = snapshot.looked_up(1);
    for (row, entity) in entities.iter().enumerate() {
        if entity != "Google" {
            snapshot.downloads[row] = 0;
        }
    }
    let texts = texts(&snapshot, None);
    says(
        &texts,
        "Google recueille tous les téléchargements. Les quarante-neuf entités restantes n’en comptent aucun.",
        "Google draws all downloads. The forty-nine remaining entities have none.",
    );
    says(
        &texts,
        "Aucune entité téléchargée n’est établie dans l’Union européenne.",
        "No downloaded entity is based in the European Union.",
    );
    says_not(&texts, "fois le total", "times the total");
}

#[test]
fn a_country_or_all_but_one_may_be_missing() {
    let snapshot = Snapshot::read();
    let countries = snapshot.looked_up(3);
    let without = texts(&snapshot, Some(rows_with(&countries, &["DE"], false)));
    says_not(&without, "Allemagne", "Germany");
    let alone = texts(&snapshot, Some(rows_with(&countries, &["US"], true)));
    says(
        &alone,
        "Toutes les entités téléchargées dont le pays est connu sont établies aux États-Unis.",
        "All downloaded entities whose country is known are based in the United States.",
    );
    says_not(&alone, "fois le total", "times the total");
    let unknown = texts(
        &snapshot,
        Some(rows_with(&countries, &["ZZ-INTL", "ZZ-UNK"], true)),
    );
    says(
        &unknown,
        "Aucun téléchargement ne va à une entité dont le pays est connu.",
        "No downloads go to entities whose country is known.",
    );
}

#[test]
fn one_model_alone_may_have_a_size() {
    let mut snapshot = Snapshot::read();
    let row = snapshot.greatest_of("MIT");
    snapshot.clear("parameters", &[row]);
    let texts = texts(&snapshot, None);
    says(
        &texts,
        "Des dix tranches de taille, celle de 50 à 100 millions de paramètres est la plus téléchargée, avec 100,0 % des téléchargements de modèles de taille connue. Aucune tranche ne compte plus de modèles.",
        "Of the ten size buckets, that of models with 50 to 100 million parameters is downloaded most, with 100.0% of the downloads of models of known size. No bucket has more models.",
    );
    says(
        &texts,
        "Aux modèles d’un milliard de paramètres et plus, il ne reste aucun téléchargement.",
        "Models of one billion parameters or more are left with no downloads.",
    );
}

#[test]
fn all_may_be_equal() {
    let mut snapshot = Snapshot::read();
    snapshot.downloads.fill(1);
    let entities = snapshot.looked_up(1);
    let mut seen = BTreeSet::new();
    let sized = snapshot.sized();
    let rows = (0..entities.len() as u32)
        .filter(|row| sized[*row as usize] && seen.insert(&entities[*row as usize]));
    let texts = texts(&snapshot, Some(rows.collect()));
    says(
        &texts,
        "Cinquante entités se partagent la première place avec 2,0 % des téléchargements chacune. Cinq entités sur cinquante recueillent 10,0 % des téléchargements.",
        "Fifty entities share first place with 2.0% of downloads each. Five of the fifty entities draw 10.0% of downloads.",
    );
    says(
        &texts,
        "Chaque entité téléchargée n’a qu’un compte.",
        "Every downloaded entity has one account only.",
    );
}

#[test]
fn tags_and_languages_may_be_missing() {
    let mut snapshot = Snapshot::read();
    snapshot.clear("languages", &[]);
    let mute = texts(&snapshot, None);
    says(
        &mute,
        "Aucun modèle n’indique sa langue.",
        "No model lists a language.",
    );
    snapshot.clear("pipeline_tag", &[]);
    let untagged = texts(&snapshot, None);
    says(
        &untagged,
        "Aucun modèle n’indique sa tâche.",
        "No model states its task.",
    );
}

#[test]
fn whom_the_digits_show_level_nobody_is_ahead_of() {
    let mut snapshot = Snapshot::read();
    let entities = snapshot.looked_up(1);
    let total = |snapshot: &Snapshot, name: &str| -> i64 {
        let rows = entities.iter().zip(&snapshot.downloads);
        rows.filter(|(entity, _)| *entity == name)
            .map(|(_, downloads)| *downloads)
            .sum()
    };
    // One download less than Google: no digit shows it.
    let more = total(&snapshot, "Google") - total(&snapshot, "Meta") - 1;
    let row = entities.iter().position(|entity| entity == "Meta");
    snapshot.downloads[row.expect("a model of Meta")] += more;
    let texts = texts(&snapshot, None);
    says(
        &texts,
        "Google et Meta arrivent en tête avec 14,6 % des téléchargements chacun.",
        "Google and Meta lead with 14.6% of downloads each.",
    );
    says_not(&texts, "Google arrive en tête", "Google leads with");
}
