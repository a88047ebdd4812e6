//! The monthly report: every month that ships is valid, and a projection says that it is one.

use crate::fixture::{Outcome, Project, hfreport, home};
use serde_json::{Value, json};

const SPEC: &str = "reports/base/hub_downloads.yaml";

#[test]
fn every_month_that_ships_is_valid() {
    for month in ["2025-10-01", "2025-11-01", "2025-12-01"] {
        let setting = format!("snapshot={month}");
        let outcome = hfreport(&home(), &["check", SPEC, "--set", &setting]).fine();
        assert_eq!(outcome.stderr, "", "{month}");
    }
}

#[test]
fn a_projection_says_so_in_title_text_and_foot_and_has_the_totals_of_its_month() {
    let project = Project::new();
    let out = project.folder().display().to_string() + "/out";
    let month = ["--set", "snapshot=2025-11-01", "--format", "markdown,svg"];
    let arguments = [&["run", SPEC, "--quiet", "--out", &out][..], &month].concat();
    hfreport(&home(), &arguments).fine();
    for (file, title, text, foot, total) in [
        (
            "out/report.md",
            "novembre\u{a0}2025 (projection)",
            "**Ces chiffres sont une projection.**",
            "Les lignes de données sont une projection, non une mesure",
            "46,8\u{a0}milliards",
        ),
        (
            "out/report.en.md",
            "as of November 1, 2025 (projection)",
            "**These figures are a projection.**",
            "The rows of data are a projection, not a measurement",
            "46.8\u{a0}billion",
        ),
    ] {
        let page = project.read(file);
        for wanted in [title, text, foot, total] {
            assert!(page.contains(wanted), "{file}: {wanted}\n{}", &page[..3000]);
        }
        // The note says of the first month alone what it is.
        for word in ["reconstruction", "reconstitution"] {
            let said: Vec<&str> = page.lines().filter(|line| line.contains(word)).collect();
            let of_first = [
                "Le premier mois de la série",
                "the first month of the series",
            ];
            let is_note = said
                .iter()
                .all(|line| of_first.iter().any(|it| line.contains(it)));
            assert!(said.len() <= 1 && is_note, "{file}: {said:?}");
        }
    }
}

/// What holds of October alone is not said of later months, but no cell is left empty; names are written as their owners do.
#[test]
fn every_entity_of_a_projection_has_a_remark() {
    let project = Project::new();
    let out = project.folder().display().to_string() + "/out";
    let month = ["--set", "snapshot=2025-12-01", "--format", "markdown,svg"];
    let arguments = [&["run", SPEC, "--quiet", "--out", &out][..], &month].concat();
    hfreport(&home(), &arguments).fine();
    // 71,206,314 of 74,583,871 downloads.
    for (file, told) in [
        (
            "out/report.md",
            [
                "| NVIDIA publie des modèles pour plusieurs modalités, dont TitaNet, qui reconnaît une voix. |",
                "| DeepSeek est téléchargée pour ses grands modèles de langue, R1 entre autres. |",
                "| Answer.AI doit 95,5\u{202f}% de ses téléchargements à ModernBERT, un encodeur de texte. |",
            ],
        ),
        (
            "out/report.en.md",
            [
                "| NVIDIA publishes models for several modalities, among them TitaNet, which recognizes a voice. |",
                "| DeepSeek is downloaded for its large language models, R1 among them. |",
                "| Answer.AI owes 95.5% of its downloads to ModernBERT, a text encoder. |",
            ],
        ),
    ] {
        let page = project.read(file);
        for wanted in told {
            assert!(page.contains(wanted), "{file}: {wanted}");
        }
        let rows: Vec<&str> = page.lines().filter(|line| line.ends_with(". |")).collect();
        assert_eq!(rows.len(), 50, "{file}: {rows:#?}");
        for name in ["Deepseek", "Laion", "Big Science"] {
            assert!(!page.contains(name), "{file}: {name}");
        }
    }
}

/// The bundles of the three months, and the comparison of two of them with its rows.
struct Months {
    project: Project,
}

impl Months {
    fn new() -> Self {
        let project = Project::new();
        for month in ["2025-10-01", "2025-11-01", "2025-12-01"] {
            let setting = format!("snapshot={month}");
            let out = project.folder().join(month).display().to_string();
            let arguments = ["run", SPEC, "--quiet", "--format", "json"];
            let arguments = [&arguments[..], &["--set", &setting, "--out", &out]].concat();
            hfreport(&home(), &arguments).fine();
        }
        Self { project }
    }

    fn compared(&self, old: &str, new: &str) -> Value {
        let folder = |month: &str| self.project.folder().join(month).display().to_string();
        let (old, new) = (folder(old), folder(new));
        let json = ["compare", &old, &new, "--format", "json", "--top", "1000"];
        // The bundles stand elsewhere than the spec.
        let rows = ["--rows", "models", "--old-root", ".", "--new-root", "."];
        let outcome = hfreport(&home(), &[&json[..], &rows].concat()).fine();
        serde_json::from_str(&outcome.stdout).expect("one object")
    }
}

/// The entry of a list with a name.
fn named(found: &Value, list: &str, name: &str) -> Value {
    let list = found[list].as_array().expect("a list");
    let one = list.iter().find(|it| it["name"] == name);
    one.unwrap_or_else(|| panic!("no {name} among {list:?}"))
        .clone()
}

/// What `compare` is to find was put into the projections: their `README.md` says so. The numbers below were computed with Polars
/// from Python: rows joined with `accounts.csv` (every account is there) and `tasks.csv`, the 50 entities
/// with most downloads, sums over their rows.
#[test]
fn a_comparison_tells_what_was_put_into_the_projections() {
    let months = Months::new();
    let found = months.compared("2025-11-01", "2025-12-01");
    assert_eq!(found["not_growth"], json!([]));
    assert_eq!(
        named(&found, "params", "hub_downloads")["new"],
        "48330914772"
    );
    metrics_are_told(&found);
    // A ratio of two countries is no share.
    let ratio = named(&found, "metrics", "first_country_over_second");
    assert_eq!(ratio["change"], "+0.5%");
    let entities = named(&found, "breakdowns", "by_entity");
    assert_eq!(entities["entered"], json!(["Answer.AI"]));
    assert_eq!(entities["left"], json!(["colbert-ir"]));
    for (breakdown, row, old, new) in [
        ("large_by_entity", "Alibaba", 2, 1),
        ("large_by_entity", "Meta", 1, 2),
        ("by_entity", "Alibaba", 12, 11),
        ("by_entity", "BAAI", 11, 12),
        ("by_entity", "prajjwal1", 27, 26),
        ("by_entity", "Salesforce", 26, 27),
        ("by_entity", "DeepSeek", 40, 38),
        ("by_task", "voice activity detection", 15, 13),
        ("by_task", "token classification", 13, 14),
        ("by_task", "object detection", 18, 19),
    ] {
        let ranks = named(&found, "breakdowns", breakdown)["ranks"].clone();
        let moved = json!({"row": row, "measure": "downloads", "old": old, "new": new});
        let ranks = ranks.as_array().expect("a list");
        assert!(ranks.contains(&moved), "{moved}\n{ranks:?}");
    }
    // 1,400 new models and the three of the newcomer.
    rows_are_told(&found, [73_743, 1403, 40]);
    let downloads = split(&found, "measure", "downloads", "all");
    assert_eq!(downloads["change"], 1_171_927_949_i64);
    let grew = json!({"rows": 72_787, "change": 1_097_038_183_i64});
    assert_eq!(downloads["stayed"]["grew"], grew);
    assert_eq!(
        downloads["added"],
        json!({"rows": 1403, "change": 74_897_196})
    );
    assert_eq!(downloads["gone"], json!({"rows": 40, "change": -7430}));
    // The models whose tag was completed are decoders now.
    let decoders = split(&found, "numerator", "decoders_share_of_nlp", "scope");
    assert_eq!(decoders["recoded"]["rows"], 60);
    assert_eq!(decoders["recoded"]["change"], 25_731_547);

    let found = months.compared("2025-10-01", "2025-11-01");
    rows_are_told(&found, [72_383, 1400, 40]);
    let downloads = split(&found, "measure", "downloads", "all");
    assert_eq!(downloads["stayed"]["change"], 1_035_530_741);
    assert_eq!(downloads["added"]["change"], 221_703);
    assert_eq!(downloads["gone"]["change"], -8270);
}

/// Ten metrics of November and December.
fn metrics_are_told(found: &Value) {
    let share = |numerator: i64, denominator: i64| json!({"numerator": numerator, "denominator": denominator});
    let (before, after) = (37_486_451_971_i64, 38_590_443_701_i64);
    let (sized_before, sized_after) = (36_325_902_433_i64, 37_387_601_601_i64);
    let (nlp_before, nlp_after) = (21_753_883_149_i64, 22_381_956_112_i64);
    for (name, old, new, change) in [
        ("all_models", json!(73_783), json!(75_139), "+1.8%"),
        ("all_downloads", json!(before), json!(after), "+2.9%"),
        (
            "models_share_of_hub",
            share(73_783, 2_183_417),
            share(75_139, 2_241_902),
            "\u{2212}0.03 pt",
        ),
        (
            "downloads_share_of_hub",
            share(before, 46_801_255_190),
            share(after, 48_330_914_772),
            "\u{2212}0.25 pt",
        ),
        ("nlp", json!(nlp_before), json!(nlp_after), "+2.9%"),
        (
            "encoders_share",
            share(16_800_747_370, before),
            share(17_203_483_934, after),
            "\u{2212}0.24 pt",
        ),
        (
            "decoders_share_of_nlp",
            share(3_644_355_738, nlp_before),
            share(3_835_485_577, nlp_after),
            "+0.38 pt",
        ),
        (
            "language_bearing_downloads",
            json!(25_302_761_632_i64),
            json!(26_056_259_513_i64),
            "+3.0%",
        ),
        (
            "under_1b",
            share(33_521_291_518, sized_before),
            share(34_420_669_211, sized_after),
            "\u{2212}0.21 pt",
        ),
        (
            "large_downloads",
            json!(2_804_610_915_i64),
            json!(2_966_932_390_i64),
            "+5.8%",
        ),
    ] {
        let metric = named(found, "metrics", name);
        assert_eq!(metric["old"], old, "{name}");
        assert_eq!(metric["new"], new, "{name}");
        assert_eq!(metric["change"], change, "{name}");
    }
}

/// The change of a sum or count with its rows.
fn split(found: &Value, kind: &str, name: &str, rows: &str) -> Value {
    let list = found["rows"]["numbers"].as_array().expect("a list");
    let one = list
        .iter()
        .find(|it| it["kind"] == kind && it["name"] == name && it["rows"] == rows);
    one.unwrap_or_else(|| panic!("no {name} among {list:?}"))
        .clone()
}

/// How many rows stayed, are new and gone, and that sixty tags were completed.
fn rows_are_told(found: &Value, [stayed, new, gone]: [usize; 3]) {
    let rows = &found["rows"];
    assert_eq!(rows["stayed"], stayed);
    assert_eq!(rows["new"], new);
    assert_eq!(rows["gone"], gone);
    let recoded = rows["recoded"].as_array().expect("a list");
    let task = recoded.iter().find(|it| it["dimension"] == "task");
    let task = task.expect("the tasks changed");
    assert_eq!(task["rows"], 60);
    let moves = task["moves"].as_array().expect("a list");
    let [only] = moves.as_slice() else {
        panic!("{moves:?}")
    };
    assert_eq!(only["from"], "unknown");
    assert_eq!(only["to"], "text-generation");
    for split in rows["numbers"].as_array().expect("a list") {
        let part = |name: &str| split[name]["change"].as_i64().expect("a whole number");
        let sum = part("stayed") + part("added") + part("gone") + part("recoded");
        assert_eq!(split["change"], sum, "{split}");
    }
}

/// One command makes the months and their index, with the marks of what they are.
#[test]
fn one_command_makes_the_three_months_and_their_index() {
    let project = shipped();
    let each = ["run", SPEC, "--each", "--format", "html,json"];
    let outcome = project.hfreport(&each).fine();
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    let [october, november, december, index] = lines.as_slice() else {
        panic!("{}", outcome.stdout)
    };
    for (line, month) in [(october, "10"), (november, "11"), (december, "12")] {
        assert!(line.starts_with(&format!("2025-{month}-01: ")), "{line}");
        assert!(
            line.contains(&format!(" in out/months/2025-{month}-01")),
            "{line}"
        );
    }
    assert_eq!(*index, "index of the periods: out/months/index.html");
    let list: Value = serde_json::from_str(&project.read("out/months/periods.json")).expect("JSON");
    let status = |at: usize| list["periods"][at]["status"].clone();
    assert_eq!(
        status(0),
        json!({"fr": "reconstitution", "en": "reconstruction"})
    );
    assert_eq!(status(1), json!({"fr": "projection", "en": "projection"}));
    assert_eq!(status(2), json!({"fr": "projection", "en": "projection"}));
    let number = |at: usize| list["periods"][at]["metrics"]["all_downloads"]["value"].clone();
    assert_eq!(number(0), 36_450_707_797_i64);
    assert_eq!(number(2), 38_590_443_701_i64);
}

/// The monthly report in a folder of its own, where its data can be changed.
fn shipped() -> Project {
    Project::new()
        .with_copy_of(&home().join("reports"), "reports")
        .with_copy_of(&home().join("data"), "data")
}

fn run_of(project: &Project, month: &str) -> Outcome {
    let setting = format!("snapshot={month}");
    let arguments = ["run", SPEC, "--format", "json", "--set", &setting];
    project.hfreport(&arguments)
}

#[test]
fn an_entity_that_no_table_knows_is_named_before_december_is_published() {
    let project = shipped();
    let accounts = project.read("data/accounts.csv");
    let known = accounts.replace("answerdotai,Answer.AI,company,US\n", "");
    assert_ne!(known, accounts);
    project.write("data/accounts.csv", &known);
    run_of(&project, "2025-11-01").fine();
    let outcome = run_of(&project, "2025-12-01").ends_with(1);
    for told in [
        "error[HF0460]: the coverage of `entity` is 99.81% of downloads, at least 100% is asked",
        "error[HF0460]: the coverage of `type`",
        "lookup `accounts` lacks 1 key: `answerdotai` (3 rows, 0.19% of downloads)",
    ] {
        assert!(outcome.stderr.contains(told), "{told}\n{}", outcome.stderr);
    }
    assert!(!project.folder().join("out/months/2025-12-01").exists());
    // The line that the command prints, completed, is all that is missing.
    let setting = ["--set", "snapshot=2025-12-01", "--missing", "accounts"];
    let command = [&["coverage", SPEC][..], &setting].concat();
    let line = project.hfreport(&command).fine().stdout;
    assert_eq!(line, "answerdotai,,,\n");
    let completed = line.replace(",,,", ",Answer.AI,company,US");
    project.write("data/accounts.csv", format!("{known}{completed}"));
    run_of(&project, "2025-12-01").fine();
}
