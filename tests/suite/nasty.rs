//! The monthly report on small made-up snapshots that lack what it usually speaks of: it is written all the same, and what it says
//! is true.

use crate::fixture::{Project, home};
use crate::prose::broken_in;
use polars::prelude::*;
use regex::Regex;
use std::collections::BTreeSet;
use std::fs::{self, File};

/// A made-up model: account, downloads, tag, languages, parameters.
#[derive(Clone, Copy)]
struct Model {
    account: &'static str,
    downloads: i64,
    tag: Option<&'static str>,
    languages: &'static [&'static str],
    parameters: Option<i64>,
}

const fn model(account: &'static str, downloads: i64, tag: &'static str) -> Model {
    Model {
        account,
        downloads,
        tag: Some(tag),
        languages: &["en"],
        parameters: Some(110_000_000),
    }
}

/// Models of five entities in four countries: a company and a lab in the United States, universities in Germany and China.
const USUAL: [Model; 6] = [
    model("google-bert", 4000, "fill-mask"),
    model("openai", 2000, "automatic-speech-recognition"),
    model("sentence-transformers", 1500, "sentence-similarity"),
    model("timm", 1200, "image-classification"),
    Model {
        parameters: Some(8_000_000_000),
        languages: &["en", "zh"],
        ..model("Qwen", 800, "text-generation")
    },
    Model {
        parameters: Some(1_500_000_000),
        ..model("meta-llama", 500, "text-generation")
    },
];

/// The whole report on these models, in French and in English, without a mistake of form, and without what is said of pictures.
fn report(models: &[Model]) -> [String; 2] {
    written(models).map(|text| {
        let prose = text.lines().filter(|line| !line.starts_with('!'));
        prose.collect::<Vec<_>>().join("\n")
    })
}

/// The same with what is said of pictures.
fn written(models: &[Model]) -> [String; 2] {
    let texts =
        |of: &dyn Fn(&Model) -> Option<&'static str>| models.iter().map(of).collect::<Vec<_>>();
    let names: Vec<String> = models
        .iter()
        .enumerate()
        .map(|(at, model)| format!("{}/synthetic-{at}", model.account))
        .collect();
    let languages: Vec<Option<Series>> = models
        .iter()
        .map(|model| {
            let list = Series::new("".into(), model.languages);
            (!model.languages.is_empty()).then_some(list)
        })
        .collect();
    let languages = if languages.iter().all(Option::is_none) {
        let kind = DataType::List(Box::new(DataType::String));
        Column::full_null("languages".into(), models.len(), &kind)
    } else {
        Column::new("languages".into(), languages)
    };
    let downloads: Vec<i64> = models.iter().map(|model| model.downloads).collect();
    let parameters: Vec<Option<i64>> = models.iter().map(|model| model.parameters).collect();
    let mut frame = DataFrame::new(
        models.len(),
        vec![
            Column::new("model".into(), names),
            Column::new("account".into(), texts(&|model| Some(model.account))),
            Column::new("downloads".into(), downloads),
            Column::new("pipeline_tag".into(), texts(&|model| model.tag)),
            languages,
            Column::new("parameters".into(), parameters),
        ],
    )
    .expect("columns of one length");
    let project = Project::of(&format!(
        "version: 1\nextends: {}\nperiods: {{default: 2025-10-01}}\npublished: null\nallow: [HF0308, HF0460, HF0703]\noutputs: {{index: null, page_budget: null}}\nchecks: {{there are as many entities as the report announces: null}}\n",
        home().join("reports/base/hub_downloads.yaml").display()
    ));
    let file = File::create(project.folder().join("rows.parquet")).expect("a file");
    ParquetWriter::new(file)
        .finish(&mut frame)
        .expect("Parquet");
    let lookup = fs::read_to_string(home().join("data/accounts.csv")).expect("accounts");
    let entities: BTreeSet<&str> = lookup
        .lines()
        .map(|line| line.split(',').collect::<Vec<_>>())
        .filter(|cells| models.iter().any(|model| model.account == cells[0]))
        .map(|cells| cells[1])
        .collect();
    let outcome = project.hfreport(&[
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
        "--set",
        "hub_models=2000000",
        "--set",
        "hub_downloads=45000000000",
        "--set",
        "reconstructed=false",
        "--allow-path",
        &home().display().to_string(),
    ]);
    let outcome = outcome.ends_with(0);
    assert!(!outcome.stderr.contains("error"), "{}", outcome.stderr);
    let texts = ["out/report.md", "out/report.en.md"].map(|path| project.read(path));
    for (locale, text) in ["fr", "en"].into_iter().zip(&texts) {
        let faults = broken_in(locale, text);
        assert!(faults.is_empty(), "{}\n{text}", faults.join("\n"));
        // The note on the data says that such models do not exist.
        for line in text.lines().filter(|line| !line.starts_with('|')) {
            assert!(
                !line.contains("/synthetic-"),
                "an invented model is named: {line}"
            );
        }
    }
    let links = Regex::new(r"\[([^\]]*)\]\(#[^)]*\)").expect("a pattern");
    texts.map(|text| {
        let plain = text.replace(['\u{a0}', '\u{202f}'], " ");
        let plain = links.replace_all(&plain, "$1").into_owned();
        let told = plain.lines().filter(|line| !line.starts_with('|'));
        told.collect::<Vec<_>>().join("\n")
    })
}

#[track_caller]
fn says(texts: &[String; 2], french: &str, english: &str) {
    assert!(texts[0].contains(french), "{french}\n{}", texts[0]);
    assert!(texts[1].contains(english), "{english}\n{}", texts[1]);
}

#[track_caller]
fn never_says(texts: &[String; 2], french: &[&str], english: &[&str]) {
    for (text, all) in texts.iter().zip([french, english]) {
        for said in all {
            assert!(!text.contains(said), "{said}\n{text}");
        }
    }
}

fn with(change: impl Fn(&mut Model)) -> [String; 2] {
    let mut models = USUAL;
    models.iter_mut().for_each(change);
    report(&models)
}

/// Twelve entities of 3, 2, 1.5, 1.2, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, and 0.1 billion: 12 in all, 8.6 of the first five.
const TWELVE: [Model; 12] = [
    model("google-bert", 3_000_000_000, "fill-mask"),
    model("FacebookAI", 2_000_000_000, "fill-mask"),
    model(
        "sentence-transformers",
        1_500_000_000,
        "sentence-similarity",
    ),
    model("timm", 1_200_000_000, "image-classification"),
    model("openai", 900_000_000, "automatic-speech-recognition"),
    model("MIT", 800_000_000, "audio-classification"),
    model("microsoft", 700_000_000, "fill-mask"),
    model("pyannote", 600_000_000, "automatic-speech-recognition"),
    model("BAAI", 500_000_000, "feature-extraction"),
    model("Qwen", 400_000_000, "text-generation"),
    model("amazon", 300_000_000, "time-series-forecasting"),
    model("cardiffnlp", 100_000_000, "text-classification"),
];

#[test]
fn the_figure_of_entities_says_how_much_the_first_five_draw_and_which_reach_a_billion() {
    says(
        &written(&TWELVE),
        "à OpenAI (États-Unis) : 71,7 % des téléchargements vont aux cinq premières",
        "to OpenAI (United States): 71.7% of downloads go to the top five",
    );
    says(
        &written(&TWELVE),
        "un milliard, atteint par quatre entités",
        "one billion, reached by four entities",
    );
    let mut one = TWELVE;
    one[1..4].iter_mut().for_each(|it| it.downloads /= 4);
    says(
        &written(&one),
        "un milliard, atteint par une entité",
        "one billion, reached by one entity",
    );
}

#[test]
fn nothing_is_said_of_five_level_with_a_sixth_or_nearly_all_nor_of_a_billion_none_reaches() {
    let five = [
        "aux cinq premières.",
        "Les cinq premières entités recueillent",
    ];
    let of_five = ["to the top five.", "The top five entities draw"];
    let mut level = TWELVE;
    level[5].downloads = level[4].downloads;
    never_says(&written(&level), &five, &of_five);
    never_says(&written(&TWELVE[..9]), &five, &of_five);
    for (factor, divisor) in [(1, 1000), (100, 1)] {
        let mut all = TWELVE;
        for it in &mut all {
            it.downloads = it.downloads * factor / divisor;
        }
        let texts = written(&all);
        never_says(&texts, &["un milliard, atteint"], &["one billion, reached"]);
    }
}

#[test]
fn without_languages_nothing_is_said_of_them() {
    let texts = with(|model| model.languages = &[]);
    says(
        &texts,
        "Aucun modèle n’indique sa langue.",
        "No model lists a language.",
    );
    never_says(&texts, &["## Les langues"], &["## Languages"]);
}

#[test]
fn without_sizes_nothing_is_said_of_small_models() {
    let texts = with(|model| model.parameters = None);
    says(
        &texts,
        "La taille d’aucun modèle n’est connue.",
        "No model states its size.",
    );
    never_says(
        &texts,
        &[
            "moins d’un milliard",
            "intégre et que l’on oublie",
            "part cumulée",
        ],
        &[
            "fewer than one billion",
            "built in and forgotten",
            "cumulative share",
        ],
    );
}

#[test]
fn without_vision_no_sentence_speaks_of_it() {
    let models: Vec<Model> = USUAL
        .into_iter()
        .filter(|model| model.account != "timm")
        .collect();
    let texts = report(&models);
    never_says(
        &texts,
        &["en vision", "de la vision"],
        &["vision where", "absent from vision"],
    );
}

#[test]
fn one_modality_has_everything() {
    let texts = with(|model| model.tag = Some("fill-mask"));
    says(
        &texts,
        "Tous les téléchargements de modèles étiquetés vont au traitement du langage.",
        "All downloads of models with a tag go to language processing.",
    );
    never_says(
        &texts,
        &["loin devant.", "suivent de loin"],
        &["at a distance"],
    );
}

#[test]
fn where_nothing_is_tagged_no_modality_leads() {
    let texts = with(|model| model.tag = None);
    says(
        &texts,
        "Aucun modèle n’indique sa tâche.",
        "No model states its task.",
    );
    never_says(
        &texts,
        &["inconnue arrive", "pour inconnue"],
        &["unknown leads", "for unknown"],
    );
}

#[test]
fn one_entity_is_not_told_by_share_and_rank() {
    let texts = report(&USUAL[..1]);
    says(
        &texts,
        "Google recueille tous les téléchargements.",
        "Google draws all downloads.",
    );
    never_says(
        &texts,
        &["Les 1", "une entité sur 1", "entités se partagent"],
        &["The 1 ", "The one most", "1 entities"],
    );
}

#[test]
fn a_tie_is_told_as_one() {
    let texts = with(|model| model.downloads = 1000);
    says(
        &texts,
        "entités se partagent la première place",
        "entities share first place",
    );
    never_says(
        &texts,
        &["de peu devant", "Google arrive en tête", "doit sa deuxième"],
        &["just ahead of", "Google leads with", "owes its second"],
    );
}

#[test]
fn without_a_member_the_european_union_is_not_told_as_behind() {
    let models: Vec<Model> = USUAL
        .into_iter()
        .filter(|model| !["sentence-transformers", "timm"].contains(&model.account))
        .collect();
    let texts = report(&models);
    says(
        &texts,
        "Aucune entité téléchargée n’est établie dans l’Union européenne.",
        "No downloaded entity is based in the European Union.",
    );
    never_says(
        &texts,
        &["Même comptée", "Même réunie"],
        &["Even counted", "Even taken"],
    );
}

#[test]
fn entities_without_a_country_are_counted_as_they_are() {
    let mut models = USUAL.to_vec();
    models.push(model("bigscience", 300, "text-generation"));
    let one = report(&models);
    says(
        &one,
        "Une entité reste sans pays : un projet international.",
        "One entity has no country: an international project.",
    );
    models.push(model(
        "patrickjohncyh",
        200,
        "zero-shot-image-classification",
    ));
    let two = report(&models);
    says(
        &two,
        "Deux entités restent sans pays",
        "Two entities have no country",
    );
}

#[test]
fn the_verb_agrees_with_the_country() {
    let mut models = USUAL.to_vec();
    models[0].downloads = 100;
    models[1].downloads = 100;
    models[5].downloads = 100;
    let texts = report(&models);
    never_says(
        &texts,
        &[
            "Suit l",
            "Suivent l",
            "les États-Unis suit ",
            "la Chine suivent",
        ],
        &["the United States follow ", "China follow "],
    );
}

#[test]
fn a_single_company_is_told_as_one() {
    let models: Vec<Model> = USUAL
        .into_iter()
        .filter(|model| ["google-bert", "sentence-transformers"].contains(&model.account))
        .collect();
    let texts = report(&models);
    says(
        &texts,
        "Une seule entreprise recueille",
        "A single company draws",
    );
    never_says(
        &texts,
        &["Les une entreprise", "les un "],
        &["The one company"],
    );
}

// Six more of our own.

#[test]
fn zero_downloads_are_no_leader() {
    let mut models = USUAL.to_vec();
    for model in &mut models[1..] {
        model.downloads = 0;
    }
    let texts = report(&models);
    says(
        &texts,
        "Google recueille tous les téléchargements.",
        "Google draws all downloads.",
    );
    never_says(&texts, &["0,0 %)"], &["0.0%)"]);
}

#[test]
fn where_decoders_pass_encoders_the_finding_turns() {
    let mut models = USUAL.to_vec();
    models[5].downloads = 50_000;
    let texts = report(&models);
    says(&texts, "dépassent les encodeurs", "have overtaken encoders");
    never_says(
        &texts,
        &[
            "les décodeurs ne sont-ils pas tous",
            "n’y tiennent pas la première place",
        ],
        &["not all decoders are", "do not lead in downloads"],
    );
}

#[test]
fn where_all_models_are_large_none_is_told_as_small() {
    let texts = with(|model| model.parameters = Some(20_000_000_000));
    says(
        &texts,
        "les modèles d’un milliard de paramètres et plus recueillent 100,00 % des téléchargements",
        "models with one billion parameters or more draw 100.00% of downloads",
    );
    never_says(
        &texts,
        &["Ce segment est étroit", "petits modèles, qui travaillent"],
        &["segment is narrow", "behind the scenes"],
    );
}

#[test]
fn a_country_alone_has_everything() {
    let models: Vec<Model> = USUAL
        .into_iter()
        .filter(|model| ["google-bert", "openai", "meta-llama"].contains(&model.account))
        .collect();
    let texts = report(&models);
    says(
        &texts,
        "Toutes les entités téléchargées dont le pays est connu sont établies aux États-Unis.",
        "All downloaded entities whose country is known are based in the United States.",
    );
    never_says(&texts, &["La Chine", "l’Allemagne"], &["China", "Germany"]);
}

#[test]
fn an_entity_at_zero_keeps_its_verb_in_the_singular() {
    let mut models = USUAL.to_vec();
    models[5].downloads = 0;
    let texts = report(&models);
    says(&texts, "n’en compte aucun", "has none");
    never_says(&texts, &["entité n’en comptent"], &["entity have"]);
}

#[test]
fn a_share_that_prints_as_nothing_is_told_as_little() {
    let mut models = USUAL.to_vec();
    models[0].downloads = 1_000_000_000;
    let texts = report(&models);
    never_says(&texts, &["(0,0 %)"], &["(0.0%)"]);
}
