//! The claims of the monthly report: true in every month that ships, and both sentences of each sound, also on rows
//! on which they turn.

use super::margins::standing;
use crate::fixture::{Project, hfreport, home};
use crate::prose::broken_in;
use crate::snapshot::Snapshot;
use serde_json::Value;

const SPEC: &str = "reports/base/hub_downloads.yaml";

/// The claims of the report with these settings; no sentence of any fails, said or not.
fn claims(settings: &[&str]) -> serde_json::Map<String, Value> {
    let list = [&["claims", SPEC, "--format", "json"][..], settings].concat();
    let outcome = hfreport(&home(), &list).fine();
    for code in ["HF0508", "HF0328"] {
        assert!(!outcome.stderr.contains(code), "{}", outcome.stderr);
    }
    let found: Value = serde_json::from_str(&outcome.stdout).expect("one object");
    let found = found.as_object().expect("claims").clone();
    for (name, claim) in &found {
        for (locale, says) in claim["says"].as_object().expect("texts") {
            let says = says.as_str().expect("a text");
            let faults = broken_in(locale, says);
            assert!(faults.is_empty(), "{name}: {}", faults.join("\n"));
        }
        // A margin, or the reason why there is none.
        assert!(
            claim["margin"].is_object() != claim["no_margin"].is_string(),
            "{name}"
        );
    }
    found
}

fn of_month(month: &str) -> serde_json::Map<String, Value> {
    claims(&["--set", &format!("snapshot={month}")])
}

fn on(snapshot: &Snapshot) -> serde_json::Map<String, Value> {
    let project = Project::new();
    snapshot.write(&project.folder().join("rows.parquet"), None);
    let rows = format!("models={}", project.folder().join("rows.parquet").display());
    let folder = project.folder().display().to_string();
    claims(&[
        "--set",
        "snapshot=2025-10-01",
        "--set",
        &rows,
        "--allow-path",
        &folder,
    ])
}

fn turned(
    one: &serde_json::Map<String, Value>,
    other: &serde_json::Map<String, Value>,
) -> Vec<String> {
    let names = one
        .keys()
        .filter(|name| one[*name]["holds"] != other[*name]["holds"]);
    names.cloned().collect()
}

#[track_caller]
fn says(claims: &serde_json::Map<String, Value>, name: &str, french: &str, english: &str) {
    let plain = |locale: &str| {
        let text = claims[name]["says"][locale].as_str().expect("a text");
        text.replace(['\u{a0}', '\u{202f}'], " ")
    };
    assert_eq!(
        (plain("fr").as_str(), plain("en").as_str()),
        (french, english),
        "{name}"
    );
}

#[test]
fn the_claims_that_turn_from_month_to_month_are_those_that_the_data_turn() {
    let [october, november, december] = ["2025-10-01", "2025-11-01", "2025-12-01"].map(of_month);
    // Those that speak of change are there only where the bundle of the month before is.
    let lasting = |names: Vec<String>| -> Vec<String> {
        let names = names.into_iter();
        names.filter(|name| october.contains_key(name)).collect()
    };
    assert_eq!(lasting(turned(&october, &november)), Vec::<String>::new());
    assert_eq!(
        lasting(turned(&november, &december)),
        ["few_decoders", "tuned_over_base", "meta_leads_large"]
    );
    says(
        &october,
        "meta_leads_large",
        "À partir d’un milliard de paramètres, Meta recueille 23,2 % des téléchargements, devant Alibaba (20,0 %).",
        "From one billion parameters up, Meta draws 23.2% of downloads, ahead of Alibaba (20.0%).",
    );
    says(
        &december,
        "meta_leads_large",
        "À partir d’un milliard de paramètres, Alibaba recueille 22,6 % des téléchargements, de peu devant Meta (22,0 %).",
        "From one billion parameters up, Alibaba draws 22.6% of downloads, just ahead of Meta (22.0%).",
    );
    says(
        &december,
        "few_decoders",
        "Les décodeurs, la famille dont relèvent les grands modèles de langue, recueillent environ un téléchargement sur dix.",
        "Decoders, the family that large language models belong to, draw about one download in ten.",
    );
    // 22.53 % against 22.29 % in November, 22.27 % against 22.31 % in December.
    says(
        &november,
        "tuned_over_base",
        "Les modèles de texte à trous, qui devinent des mots cachés, recueillent 22,3 % des téléchargements, plus qu’aucune autre tâche ; les encodeurs ajustés à une tâche, comme la similarité de phrases, en recueillent ensemble davantage (22,5 %).",
        "Models that fill in masked words draw 22.3% of downloads, more than any other task; encoders fine-tuned for a task, such as sentence similarity, together draw more (22.5%).",
    );
    says(
        &december,
        "tuned_over_base",
        "Les modèles de texte à trous, qui devinent des mots cachés, recueillent 22,3 % des téléchargements, plus qu’aucune autre tâche ; les encodeurs ajustés à une tâche, comme la similarité de phrases, en recueillent ensemble autant.",
        "Models that fill in masked words draw 22.3% of downloads, more than any other task; encoders fine-tuned for a task, such as sentence similarity, together draw as many.",
    );
    // 617,4 against 531,9 millions, of 2,655.7.
    let (holds, margin, steps) = standing(&october["meta_leads_large"]);
    assert!(holds);
    assert!(margin.ends_with("(3.2 percentage points)"), "{margin}");
    assert_eq!(steps, ["Meta falls behind Alibaba"]);
}

#[test]
fn where_decoders_are_downloaded_most_no_sentence_says_otherwise() {
    let mut snapshot = Snapshot::read();
    let tags = snapshot.tags();
    for (row, tag) in tags.iter().enumerate() {
        if tag == "text-generation" {
            snapshot.downloads[row] *= 20;
        }
    }
    let (before, after) = (of_month("2025-10-01"), on(&snapshot));
    let turned = turned(&before, &after);
    for name in [
        "few_decoders",
        "encoders_ahead",
        "small_models_by_far",
        "decoders_not_first",
    ] {
        assert!(turned.contains(&name.to_owned()), "{name}: {turned:?}");
    }
    let share = |locale: &str| after["encoders_ahead"]["says"][locale].as_str();
    assert!(share("fr").is_some_and(|said| said.contains("dépassent")));
    assert!(share("en").is_some_and(|said| said.contains("have overtaken")));
}

#[test]
fn where_universities_and_europe_lead_no_sentence_says_otherwise() {
    let mut snapshot = Snapshot::read();
    let (types, countries) = (snapshot.looked_up(2), snapshot.looked_up(3));
    for row in 0..snapshot.downloads.len() {
        if types[row] == "university" && countries[row] == "DE" {
            snapshot.downloads[row] *= 30;
        }
        if countries[row] == "US" {
            snapshot.downloads[row] /= 50;
        }
    }
    let (before, after) = (of_month("2025-10-01"), on(&snapshot));
    let turned = turned(&before, &after);
    for name in [
        "us_first_at_both_ends",
        "meta_leads_large",
        "google_lives_on_old_models",
    ] {
        let expected = name != "google_lives_on_old_models";
        assert_eq!(
            turned.contains(&name.to_owned()),
            expected,
            "{name}: {turned:?}"
        );
    }
}

#[test]
fn where_europe_and_the_united_states_are_missing_no_sentence_calls_them_present() {
    let mut snapshot = Snapshot::read();
    let countries = snapshot.looked_up(3);
    for (country, downloads) in countries.iter().zip(&mut snapshot.downloads) {
        if ["US", "DE", "FR", "ES", "FI"].contains(&country.as_str()) {
            *downloads = 0;
        }
    }
    let after = on(&snapshot);
    assert_eq!(after["us_everywhere"]["holds"], false);
    assert_eq!(after["us_everywhere"]["says"]["fr"], "");
}
