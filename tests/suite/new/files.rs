//! Which files `hfreport new` reads and writes: folders, links, names, what is there already.

use super::{MODELS, begun, has_lines, of_rows, page};
use crate::fixture::{Project, bundle};

#[test]
fn nothing_is_ever_overwritten() {
    let project = Project::new()
        .file("models.csv", MODELS)
        .file("models.yaml", "mine");
    let outcome = project.hfreport(&["new", "models.csv"]).ends_with(2);
    assert_eq!(
        outcome.stderr,
        "error: `models.yaml` exists already and nothing is overwritten; `--out OTHER.yaml` writes another spec\n"
    );
    assert_eq!(project.read("models.yaml"), "mine");
    project
        .hfreport(&["new", "models.csv", "--out", "other.yaml"])
        .fine();
    let first = project.read("other.yaml");
    project
        .hfreport(&["new", "models.csv", "--out", "other.yaml"])
        .ends_with(2);
    assert_eq!(project.read("other.yaml"), first);
    #[cfg(unix)]
    {
        // A dangling link is still something that exists.
        let link = project.folder().join("link.yaml");
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        project
            .hfreport(&["new", "models.csv", "--out", "link.yaml"])
            .ends_with(2);
        assert!(!project.folder().join("nowhere").exists());
    }
}

#[test]
fn the_folder_of_the_spec_must_be_there() {
    let project = Project::new().file("models.csv", MODELS);
    let arguments = ["new", "models.csv", "--out", "absent/models.yaml"];
    let outcome = project.hfreport(&arguments).ends_with(2);
    assert!(
        outcome.stderr.contains("`absent`: it does not exist"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn without_data_and_terminal_it_says_how_it_is_called() {
    let project = Project::new();
    let outcome = project.hfreport(&["new"]).ends_with(2);
    assert!(
        outcome.stderr.starts_with("error: name the data\n"),
        "{}",
        outcome.stderr
    );
    assert!(
        outcome.stderr.contains("`hfreport new models.csv`"),
        "{}",
        outcome.stderr
    );
    let outcome = project.hfreport(&["new", "a 1.csv", "b.csv"]).ends_with(2);
    assert!(
        outcome.stderr.contains(
            "2 files are named, from 'a 1.csv' on: files that differ in the date of their names alone are a period each; for others name one, their folder, or a pattern in quotes"
        ),
        "{}",
        outcome.stderr
    );
    assert!(bundle(project.folder()).len() == 1);
}

#[test]
fn files_of_any_name_are_found_again() {
    for name in [
        "l'été \"1\" (copie).csv",
        "a b/c d.csv",
        "data [2025]/x[1].csv",
        "100% & #1.csv",
        "{{ x }}{% if %}.csv",
        "-o.csv",
        "true.csv",
        "日本.csv",
        ".csv",
        "2025-10-01.csv",
    ] {
        let project = Project::new().file(name, MODELS);
        let typed = format!("./{name}");
        let text = begun(&project, &[&typed]);
        let named = project.hfreport(&["new", &typed, "--quiet"]).fine();
        assert_eq!(named.stderr, "", "{name}\n{text}");
    }
}

#[test]
fn the_form_of_a_file_is_seen_where_its_name_does_not_say_it() {
    let semicolons = MODELS.replace(',', ";");
    let (_, text) = of_rows("models.txt", semicolons);
    has_lines(&text, &["format: csv", "delimiter: \";\""]);
    let (_, text) = of_rows(
        "models.json",
        "{\"model\": \"a/x\", \"downloads\": 3}\n{\"model\": \"b/y\", \"downloads\": 1}\n",
    );
    has_lines(
        &text,
        &["format: ndjson", "downloads: {type: integer, min: 0}"],
    );
    let (_, text) = of_rows("models.tsv", MODELS.replace(',', "\t"));
    assert!(!text.contains("delimiter"), "{text}");
}

#[test]
fn data_without_rows_are_reported_and_nothing_is_written() {
    for (rows, part) in [
        ("", "`rows.csv` is empty: it has no bytes"),
        ("model,downloads\n", "`rows.csv` has no rows"),
        ("model,downloads", "`rows.csv` has no rows"),
    ] {
        let project = Project::new().file("rows.csv", rows);
        let outcome = project.hfreport(&["new", "rows.csv"]).ends_with(1);
        assert!(
            outcome.stderr.contains("error[HF0401]"),
            "{}",
            outcome.stderr
        );
        assert!(outcome.stderr.contains(part), "{}", outcome.stderr);
        assert!(!project.folder().join("rows.yaml").exists());
    }
    let project = Project::new().file("models.csv", MODELS);
    let outcome = project.hfreport(&["new", "model.csv"]).ends_with(2);
    assert!(
        outcome.stderr.contains("did you mean `models.csv`?"),
        "{}",
        outcome.stderr
    );
    let project = Project::new().file("rows.parquet", "PAR1 and no more");
    let outcome = project.hfreport(&["new", "rows.parquet"]).ends_with(1);
    assert!(
        outcome.stderr.contains("error[HF0402]"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn the_files_of_a_folder_are_one_source_over_time() {
    let project = Project::new()
        .file(
            "monthly/hub_2025-01-01.csv",
            "model,downloads\na/x,3\nb/y,4\n",
        )
        .file("monthly/hub_2025-02-01.csv", "model,downloads\na/x,5\n")
        .file("monthly/README.md", "notes");
    for data in [
        "monthly",
        "monthly/",
        "monthly/hub_*.csv",
        "monthl*/hub_2025-*.csv",
    ] {
        let text = begun(&project, &[data]);
        has_lines(
            &text,
            &[
                "from_file: \"hub_{snapshot}.csv\"",
                "snapshot: {type: date, title: {fr: Date, en: Snapshot}}",
                "model: {type: string}",
                "by: snapshot",
            ],
        );
        let shown = page(&project, "report.en.md");
        assert!(
            shown.contains("From January 1, 2025 to February 1, 2025, downloads went from 7 to 5."),
            "{shown}"
        );
        std::fs::remove_file(project.folder().join("begun.yaml")).unwrap();
    }
    let outcome = project.hfreport(&["new", "monthly", "--quiet"]).fine();
    assert_eq!(outcome.stderr, "");
    assert!(
        project
            .read("monthly.yaml")
            .contains("path: \"monthly/hub_*.csv\"")
    );
}

#[test]
fn files_that_differ_in_the_date_of_their_names_are_a_period_each() {
    let later = MODELS.replace("300", "310");
    let project = Project::new()
        .file("data/hub_2025-11-01.csv", later)
        .file("data/hub_2025-10-01.csv", MODELS);
    let outcome = project
        .hfreport(&["new", "data/hub_2025-11-01.csv", "data/hub_2025-10-01.csv"])
        .fine();
    assert!(
        outcome.stdout.contains("\n  hfreport run hub.yaml --each "),
        "{}",
        outcome.stdout
    );
    has_lines(
        &project.read("hub.yaml"),
        &[
            "path: \"data/hub_{{ params.snapshot }}.csv\"",
            "snapshot: {type: date, default: 2025-11-01}",
            "- {snapshot: 2025-10-01}",
            "- {snapshot: 2025-11-01}",
        ],
    );
    project.hfreport(&["run", "hub.yaml", "--each"]).fine();
    let index = project.read("out/hub/index.html");
    for day in ["2025-10-01", "2025-11-01"] {
        assert!(index.contains(day), "{day}");
        assert!(
            project
                .read(&format!("out/hub/{day}/report.json"))
                .contains(day)
        );
    }
}

#[test]
fn a_period_on_which_the_draft_does_not_run_is_reported_and_nothing_is_written() {
    let project = Project::new()
        .file("hub_2025-11-01.csv", MODELS)
        .file("hub_2025-10-01.csv", "model,likes\na,1\n");
    let outcome = project
        .hfreport(&["new", "hub_2025-10-01.csv", "hub_2025-11-01.csv"])
        .ends_with(1);
    assert!(
        outcome.stderr.contains("hub_2025-10-01.csv")
            && outcome.stderr.contains("no spec was written"),
        "{}",
        outcome.stderr
    );
    assert!(!project.folder().join("hub.yaml").exists());
}

#[test]
fn a_folder_of_several_kinds_is_reported_with_what_to_type() {
    let project = Project::new()
        .file("my data/a.csv", MODELS)
        .file("my data/b.ndjson", "{}")
        .file("empty/notes.txt", "");
    let outcome = project.hfreport(&["new", "my data"]).ends_with(1);
    assert!(
        outcome
            .stderr
            .contains("the folder `my data` holds files of several kinds: `*.csv`, `*.ndjson`")
            && outcome.stderr.contains("hfreport new 'my data/*.csv'"),
        "{}",
        outcome.stderr
    );
    let outcome = project.hfreport(&["new", "empty"]).ends_with(1);
    assert!(
        outcome.stderr.contains("the folder `empty` holds no rows"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn paths_hold_from_the_folder_of_the_spec() {
    let project = Project::new()
        .file("data/models.csv", MODELS)
        .file("specs/keep", "")
        .file("schemas/report.schema.json", "{}");
    let outcome = project
        .hfreport(&["new", "data/models.csv", "--out", "specs/a.yaml"])
        .fine();
    assert!(outcome.stdout.contains("\n  hfreport run specs/a.yaml "));
    let text = project.read("specs/a.yaml");
    has_lines(&text, &["path: \"../data/models.csv\""]);
    assert!(
        text.starts_with("# yaml-language-server: $schema=../schemas/report.schema.json\n"),
        "{text}"
    );
    project.hfreport(&["run", "specs/a.yaml", "--quiet"]).fine();
    assert!(project.folder().join("specs/out/a/index.html").exists());
}

#[test]
fn data_outside_of_the_root_are_allowed_by_the_commands_that_are_suggested() {
    let elsewhere = Project::new().file("my models.csv", MODELS);
    let path = elsewhere
        .folder()
        .join("my models.csv")
        .display()
        .to_string();
    let project = Project::new();
    let text = begun(&project, &[&path]);
    let folder = elsewhere.folder().display().to_string();
    assert!(
        text.contains(&format!(
            "#   hfreport run begun.yaml --allow-path {folder}  "
        )),
        "{text}"
    );
    has_lines(&text, &[&format!("path: \"{folder}/my models.csv\"")]);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_newest_file_stays_a_link() {
    let project = Project::new().file("data/models_7.csv", MODELS);
    std::os::unix::fs::symlink("models_7.csv", project.folder().join("data/newest.csv")).unwrap();
    let text = begun(&project, &["data/newest.csv"]);
    has_lines(&text, &["path: data/newest.csv"]);
}

#[test]
fn wide_files_are_read_in_part() {
    let names: Vec<String> = (0..120).map(|number| format!("c{number}")).collect();
    let cells = |first: &str| format!("{first},1{}", ",x".repeat(119));
    let rows = format!("{},name,downloads\n", names.join(",")).replace("c119,", "");
    let rows = format!("{rows}{}\n{}\n", cells("x"), cells("y"));
    let (_, text) = of_rows("wide.csv", rows);
    let read = text
        .lines()
        .filter(|line| line.starts_with("      c"))
        .count();
    assert!(read <= 40, "{read}");
    assert!(text.contains("      # c100: {type: string}"), "{text}");
}

#[test]
fn files_of_several_encodings_are_told_before_they_are_read() {
    let cp1252 = b"m\xe9diath\xe8que,loans\nA,1\n";
    let utf8 = "\u{feff}médiathèque,loans\nA,1\n";
    let project = Project::new()
        .file("loans_2025-04.csv", cp1252)
        .file("loans_2025-05.csv", utf8)
        .file("loans_2025-06.csv", cp1252);
    let files = ["2025-04", "2025-05", "2025-06"].map(|it| format!("loans_{it}.csv"));
    let named = ["new", &files[0], &files[1], &files[2]];
    for arguments in [&named[..], &["new", "loans_*.csv"]] {
        let told = project.hfreport(arguments).ends_with(1).stderr;
        for part in [
            "`loans_2025-04.csv` is latin1",
            "`loans_2025-05.csv` is utf-8: the files of a source have one encoding",
            "iconv -f latin1 -t utf-8 loans_2025-04.csv > loans_2025-04.csv.utf8 && mv loans_2025-04.csv.utf8 loans_2025-04.csv",
        ] {
            assert!(told.contains(part), "{arguments:?}: {told}");
        }
    }
}
