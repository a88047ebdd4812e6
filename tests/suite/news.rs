//! The section "what has changed" of the monthly report. The numbers were computed with DuckDB from Python: rows joined with
//! `accounts.csv`, `countries.csv` and `tasks.csv`, the 50 entities with most downloads, sums and shares over their rows.

use crate::fixture::{Project, hfreport, home};
use crate::prose::broken_in;
use crate::snapshot::Snapshot;
use std::sync::OnceLock;

const SPEC: &str = "reports/base/hub_downloads.yaml";
const HEADINGS: [&str; 2] = ["## Ce qui a changé\n", "## What has changed\n"];

/// The texts of a month in both languages, French first.
type Texts = [String; 2];

fn run(project: &Project, month: &str, before: Option<&str>, more: &[&str]) -> Texts {
    let (texts, told) = run_and_told(project, month, before, more);
    assert_eq!(told, "", "{month}");
    texts
}

/// The texts of a month, and what the run tells.
fn run_and_told(
    project: &Project,
    month: &str,
    before: Option<&str>,
    more: &[&str],
) -> (Texts, String) {
    let setting = format!("snapshot={month}");
    let folder = |name: &str| project.folder().join(name).display().to_string();
    let (out, before) = (folder(month), before.map(folder));
    let formats = "markdown,json,svg";
    let mut arguments = vec![
        "run", SPEC, "--quiet", "--format", formats, "--set", &setting,
    ];
    arguments.extend(["--out", &out]);
    arguments.extend(before.iter().flat_map(|it| ["--previous", it.as_str()]));
    arguments.extend(more);
    let outcome = hfreport(&home(), &arguments).fine();
    let read = |file: &str| project.read(&format!("{month}/{file}"));
    (["report.md", "report.en.md"].map(read), outcome.stderr)
}

/// What the section says, with plain spaces; none where there is no section.
fn sections(texts: &Texts) -> Option<Texts> {
    let section = |at: usize, locale: &str| {
        let section = texts[at].split_once(HEADINGS[at])?.1;
        let section = section.split("\n## ").next()?.replace("**", "");
        let faults = broken_in(locale, &section);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        Some(section.replace(['\u{a0}', '\u{202f}'], " "))
    };
    Some([section(0, "fr")?, section(1, "en")?])
}

fn months() -> &'static [Texts; 3] {
    static MADE: OnceLock<[Texts; 3]> = OnceLock::new();
    MADE.get_or_init(|| {
        let project = Project::new();
        let [october, november, december] = ["2025-10-01", "2025-11-01", "2025-12-01"];
        [
            run(&project, october, None, &[]),
            run(&project, november, Some(october), &[]),
            run(&project, december, Some(november), &[]),
        ]
    })
}

#[track_caller]
fn says(texts: &Texts, french: &[&str], english: &[&str]) {
    let sections = sections(texts).expect("a section");
    for (section, wanted) in sections.iter().zip([french, english]) {
        for wanted in wanted {
            assert!(section.contains(wanted), "{wanted}\n{section}");
        }
    }
}

#[test]
fn the_first_month_has_no_section_of_what_has_changed() {
    let [october, november, december] = months();
    assert_eq!(sections(october), None);
    assert!(sections(november).is_some() && sections(december).is_some());
    for text in october {
        assert!(!text.contains("_change"), "{text}");
    }
}

#[test]
fn november_says_what_has_changed_since_october() {
    let [_, november, _] = months();
    says(
        november,
        &[
            "Depuis le 1er octobre 2025, les téléchargements des 50 premières entités ont augmenté de 2,8 % et atteignent 37,5 milliards.",
            "Leur part dans les téléchargements du hub baisse de 0,12 point, à 80,10 %.",
            "Aucune entité n’entre dans le classement.",
            "neuf gagnent des places et onze en perdent. La plus forte montée : NVIDIA (de la 34e à la 30e place). Le plus fort recul : CompVis (de la 31e à la 34e place).",
            "La part d’Alibaba monte de 0,15 point, à 2,2 %, et celle de pyannote de 0,09 point, à 3,2 %. Celle de Meta recule de 0,09 point, à 13,9 %, et celle de Sentence Transformers de 0,08 point, à 10,3 %.",
            "Meta reste en tête des modèles d’un milliard de paramètres et plus, avec 634 millions de téléchargements.",
            "La part des décodeurs monte de 0,17 point, à 9,7 % des téléchargements de ces entités.",
            "La part des entreprises monte de 0,18 point, à 63,3 %. Celle des universités recule de 0,15 point, à 20,5 %, et celle des particuliers de 0,05 point, à 12,1 %.",
            "La part de la Chine monte de 0,19 point, à 5,4 %. Celle de l’Allemagne recule de 0,10 point, à 13,1 %.",
            "Les parts des modalités n’ont guère bougé.",
        ],
        &[
            "Since October 1, 2025 the downloads of the top 50 entities have grown by 2.8%, to 37.5 billion.",
            "Their share of the hub’s downloads falls by 0.12 percentage points, to 80.10%.",
            "No entity enters the ranking.",
            "nine climb and eleven fall. The largest climb: NVIDIA (from 34th to 30th). The largest fall: CompVis (from 31st to 34th).",
            "Meta remains first among models of one billion parameters or more, with 634 million downloads.",
            "The share of companies rises by 0.18 percentage points, to 63.3%. That of universities falls by 0.15 percentage points, to 20.5%, and that of individuals by 0.05 percentage points, to 12.1%.",
            "The shares of modalities have hardly moved.",
        ],
    );
}

#[test]
fn december_says_what_has_changed_since_november() {
    let [_, _, december] = months();
    says(
        december,
        &[
            "Depuis le 1er novembre 2025, les téléchargements des 50 premières entités ont augmenté de 2,9 % et atteignent 38,6 milliards.",
            "Leur part dans les téléchargements du hub baisse de 0,25 point, à 79,85 %.",
            "Exercice : les évolutions ci-dessous sont inventées.",
            "Entre dans le classement : Answer.AI (49e). En sort : colbert-ir (50e auparavant). Les parts qui suivent bougent aussi du seul fait de ces entrées et sorties.",
            "cinq gagnent des places et sept en perdent. La plus forte montée : DeepSeek (de la 40e à la 38e place).",
            "La part d’Alibaba monte de 0,17 point, à 2,4 %, et celle de pyannote de 0,09 point, à 3,3 %. Celle de Meta recule de 0,10 point, à 13,8 %, et celle de Hugging Face de 0,08 point, à 7,2 %.",
            "Alibaba prend la tête des modèles d’un milliard de paramètres et plus, avec 670,8 millions de téléchargements, devant Meta (652,4 millions), en tête jusque-là.",
            "La part des décodeurs monte de 0,22 point, à 9,9 % des téléchargements de ces entités.",
            "La part des entreprises monte de 0,27 point, à 63,6 %. Celle des universités recule de 0,23 point, à 20,3 %.",
            "La part de la Chine monte de 0,19 point, à 5,6 %. Celle de la France recule de 0,06 point, à 9,2 %, et celle de l’Allemagne de 0,06 point, à 13,0 %.",
            "La part de l’audio monte de 0,09 point, à 15,3 %.",
            "La part de la tâche « classification d’images zero-shot » monte de 0,07 point, à 6,5 %",
        ],
        &[
            "Since November 1, 2025 the downloads of the top 50 entities have grown by 2.9%, to 38.6 billion.",
            "Their share of the hub’s downloads falls by 0.25 percentage points, to 79.85%.",
            "An exercise: the changes below are invented.",
            "Answer.AI (49th) enters the ranking. colbert-ir (50th before) leaves it. The shares that follow also move merely because of who enters and leaves.",
            "five climb and seven fall. The largest climb: DeepSeek (from 40th to 38th).",
            "The share of Alibaba rises by 0.17 percentage points, to 2.4%, and that of pyannote by 0.09 percentage points, to 3.3%. That of Meta falls by 0.10 percentage points, to 13.8%, and that of Hugging Face by 0.08 percentage points, to 7.2%.",
            "Alibaba takes the lead among models of one billion parameters or more, with 670.8 million downloads, ahead of Meta (652.4 million), the leader until then.",
            "The share of zero-shot image classification rises by 0.07 percentage points, to 6.5%",
        ],
    );
    // What has no tag loses a part since tags were completed: that is no news of a task.
    for section in sections(december).expect("a section") {
        let lower = section.to_lowercase();
        for unknown in ["inconnu", "non étiquetée", "unknown", "untagged"] {
            assert!(!lower.contains(unknown), "{unknown}\n{section}");
        }
    }
}

/// November with rows of its own, after October as it ships.
fn november_with(change: impl FnOnce(&mut Snapshot)) -> Texts {
    let project = Project::new();
    run(&project, "2025-10-01", None, &[]);
    let mut snapshot = Snapshot::read();
    change(&mut snapshot);
    snapshot.write(&project.folder().join("rows.parquet"), None);
    let folder = project.folder().display().to_string();
    let rows = format!("models={folder}/rows.parquet");
    let more = ["--set", &rows, "--allow-path", &folder];
    run(&project, "2025-11-01", Some("2025-10-01"), &more)
}

#[test]
fn a_month_in_which_little_changed_says_so() {
    // Half a percent more of everything.
    let texts = november_with(|snapshot| {
        for downloads in &mut snapshot.downloads {
            *downloads = *downloads * 1005 / 1000;
        }
    });
    says(
        &texts,
        &[
            "ont augmenté de 0,5 %",
            "Peu de choses ont changé : aucune part d’une entité, d’un type, d’un pays, d’une modalité, d’une tâche ou d’une taille n’a bougé de 0,05 point.",
            "Aucune entité n’entre dans le classement. Aucune ne change de place.",
            "Meta reste en tête",
            "La part des décodeurs ne change guère : 9,5 % des téléchargements de ces entités.",
        ],
        &[
            "have grown by 0.5%",
            "Little has changed: no share of an entity, a type, a country, a modality, a task or a size has moved by 0.05 percentage points.",
            "No entity enters the ranking. None changes its place.",
            "The share of decoders hardly changes: 9.5% of the downloads of these entities.",
        ],
    );
    for section in sections(&texts).expect("a section") {
        // The title of the figure says the same of what it shows.
        let said = section.lines().filter(|line| !line.starts_with("Figure"));
        let said: Vec<&str> = said.collect();
        let section = said.join("\n");
        for moved in [
            "Celle ",
            "La part de la ",
            "La part des entreprises",
            "That of",
            "The share of companies",
            "guère bougé",
            "hardly moved",
        ] {
            assert!(!section.contains(moved), "{moved}\n{section}");
        }
    }
}

#[test]
fn a_month_in_which_downloads_fell_says_so_with_verbs_that_agree() {
    // Companies lose a tenth, all others stay.
    let texts = november_with(|snapshot| {
        let types = snapshot.looked_up(2);
        for (downloads, kind) in snapshot.downloads.iter_mut().zip(types) {
            if kind == "company" {
                *downloads = *downloads * 9 / 10;
            }
        }
    });
    says(
        &texts,
        &[
            "ont reculé de 6,3 %",
            "entreprises recule de 2,48 points, à 60,7 %",
            "La part des décodeurs baisse de",
        ],
        &[
            "have fallen by 6.3%",
            "falls by 2.48 percentage points, to 60.7%",
            "The share of decoders falls by",
        ],
    );
}

#[test]
fn where_two_share_the_first_place_none_takes_the_lead() {
    let project = Project::new();
    let october = "2025-10-01";
    run(&project, october, None, &[]);
    let report = project.read(&format!("{october}/report.json"));
    let report: serde_json::Value = serde_json::from_str(&report).expect("a report");
    let rows = report["breakdowns"]["large_by_entity"]["rows"].as_array();
    let downloads = |entity: &str| {
        let mut rows = rows.into_iter().flatten();
        let row = rows.find(|row| row["codes"][0] == entity).expect("a row");
        row["values"][0].as_i64().expect("an integer")
    };
    let mut snapshot = Snapshot::read();
    let entities = snapshot.looked_up(1);
    for (downloads, entity) in snapshot.downloads.iter_mut().zip(entities) {
        if !["Meta", "Alibaba"].contains(&entity.as_str()) {
            *downloads = *downloads * 1005 / 1000;
        }
    }
    // The greatest model of Alibaba has several billion parameters.
    let greatest = snapshot.greatest_of("Qwen");
    snapshot.downloads[greatest] += downloads("Meta") - downloads("Alibaba");
    snapshot.write(&project.folder().join("rows.parquet"), None);
    let folder = project.folder().display().to_string();
    let rows = format!("models={folder}/rows.parquet");
    let more = ["--set", &rows, "--allow-path", &folder];
    let (texts, told) = run_and_told(&project, "2025-11-01", Some(october), &more);
    // A place that two share is warned of, whatever the sentences say of it.
    for shared in [
        "`meta_leads_large` speaks of the place of `Meta`, which `Alibaba` shares",
        "`large_leader_changed` speaks of the place of `Alibaba`, which `Meta` shares",
    ] {
        assert!(told.contains(shared), "{told}");
    }
    assert_eq!(told.matches("warning[").count(), 2, "{told}");
    says(
        &texts,
        &[
            "Alibaba et Meta se partagent la tête des modèles d’un milliard de paramètres et plus, avec 616,9 millions de téléchargements chacune.",
        ],
        &[
            "Alibaba and Meta share the lead among models of one billion parameters or more, with 616.9 million downloads each.",
        ],
    );
}
