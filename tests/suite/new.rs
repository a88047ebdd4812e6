//! `hfreport new`: whatever the file of rows, the spec that is written passes `check` without a
//! warning and runs; nothing is overwritten.

use crate::fixture::{Outcome, Project, bundle, home, shared};
use std::path::Path;

/// Writes a spec for some data, checks it and runs it; gives its text back.
#[track_caller]
pub(crate) fn begun(project: &Project, arguments: &[&str]) -> String {
    let mut command = vec!["new"];
    command.extend(arguments);
    command.extend(["--out", "begun.yaml"]);
    let outcome = project.hfreport(&command).fine();
    assert_eq!(outcome.stderr, "");
    let text = project.read("begun.yaml");
    assert!(
        text.starts_with("# yaml-language-server: $schema="),
        "{text}"
    );
    let allowed = allowed(&outcome);
    let mut further: Vec<&str> = vec!["begun.yaml"];
    if let Some(folder) = &allowed {
        further.extend(["--allow-path", folder]);
    }
    let on = |command: &'static str, more: &[&'static str]| {
        let mut arguments = vec![command];
        arguments.extend(&further);
        arguments.extend(more);
        project.hfreport(&arguments).fine()
    };
    let checked = on("check", &[]);
    assert_eq!(checked.stderr, "", "{text}");
    assert!(checked.stdout.contains(": fine ("), "{}", checked.stdout);
    let ran = on("run", &["--out", "bundle", "--quiet"]);
    assert_eq!(
        (ran.stdout.as_str(), ran.stderr.as_str()),
        ("", ""),
        "{text}"
    );
    text
}

/// The folder that the next command has to allow.
fn allowed(outcome: &Outcome) -> Option<String> {
    let (_, folder) = outcome.stdout.trim_end().split_once("--allow-path ")?;
    Some(folder.trim_matches('\'').to_owned())
}

/// A project with one file of rows, and the spec that is begun for it.
#[track_caller]
pub(crate) fn of_rows(name: &str, rows: impl AsRef<[u8]>) -> (Project, String) {
    let project = Project::new().file(name, rows);
    let text = begun(&project, &[name]);
    (project, text)
}

/// The Markdown of a locale with plain spaces.
fn page(project: &Project, name: &str) -> String {
    let text = project.read(&format!("bundle/{name}"));
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[track_caller]
pub(crate) fn has_lines(text: &str, lines: &[&str]) {
    for line in lines {
        let found = text.lines().any(|known| known.trim() == *line);
        assert!(found, "{line}\n{text}");
    }
}

const MODELS: &str = "\
model,downloads,task,license,first_seen,card,size
a/x,300,chat,mit,2024-05-01,true,1.5
a/y,50,chat,,2024-06-01,false,0.25
b/z,120,vision,mit,,true,7
b/w,30,vision,,2025-01-01,true,
";

#[test]
fn a_first_spec_knows_id_measure_groups_empty_cells_and_bounds() {
    let (project, text) = of_rows("models.csv", MODELS);
    has_lines(
        &text,
        &[
            "path: models.csv",
            "model: {type: string, unique: true}",
            "account: {type: string, sql: \"split_part(model, '/', 1)\"}",
            "downloads: {type: integer, min: 0}",
            "task: {type: string, title: {fr: Tâche, en: Task}}",
            "license: {type: string, nullable: true}  # empty in 2 of 4 rows",
            "first_seen: {type: date, nullable: true}  # empty in 1 of 4 rows",
            "card: {type: boolean}",
            "size: {type: number, nullable: true, min: 0}  # empty in 1 of 4 rows",
            "downloads: {sql: \"sum(downloads)\", title: {fr: Téléchargements, en: Downloads}}",
            "keep: {task: {top: 15, other: fold}}",
            "outputs: {dir: out/models}",
        ],
    );
    // 350 of 500 downloads are of chat.
    let french = page(&project, "report.md");
    assert!(
        french.contains("**chat** arrive en tête avec 70,0 % des téléchargements (350 sur 500)."),
        "{french}"
    );
    let english = page(&project, "report.en.md");
    assert!(
        english.contains("**chat** leads with 70.0% of all downloads (350 of 500)."),
        "{english}"
    );
    assert!(english.contains("The report covers 4 models."), "{english}");
}

#[test]
fn the_spec_is_named_for_the_data_and_says_what_to_do_next() {
    let project = Project::new().file("data/hub_2025-10-01.csv", MODELS);
    let outcome = project.hfreport(&["new", "data/hub_2025-10-01.csv"]).fine();
    assert_eq!(
        outcome.stdout,
        "wrote hub.yaml: 4 rows, downloads by task\nnext: hfreport run hub.yaml\n"
    );
    let text = project.read("hub.yaml");
    has_lines(
        &text,
        &[
            "#   hfreport run hub.yaml                 # writes the pages",
            "#   hfreport schema > report.schema.json  # lets the editor complete and explain every key",
            "snapshot: {type: date, default: 2025-10-01}",
            "path: \"data/hub_{{ params.snapshot }}.csv\"",
        ],
    );
}

#[test]
fn a_day_in_the_name_is_a_param_so_that_the_next_snapshot_runs() {
    let next =
        "model,downloads,task,license,first_seen,card,size\nc/v,7,audio,mit,2025-01-02,true,1\n";
    let project = Project::new()
        .file("hub_2025-10-01.csv", MODELS)
        .file("hub_2025-11-01.csv", next);
    begun(&project, &["hub_2025-10-01.csv"]);
    let set = [
        "run",
        "begun.yaml",
        "--set",
        "snapshot=2025-11-01",
        "--out",
        "november",
        "--quiet",
    ];
    project.hfreport(&set).fine();
    let text = project.read("november/report.en.md");
    let text = text.replace(['\u{a0}', '\u{202f}'], " ");
    assert!(text.contains("# Downloads on November 1, 2025"), "{text}");
    assert!(
        text.contains("**audio** leads with 100.0% of all downloads (7 of 7)."),
        "{text}"
    );
}

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
        // A link that leads to nothing is something that is there.
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
            "2 files are named, from 'a 1.csv' on: name one, their folder, or a pattern in quotes"
        ),
        "{}",
        outcome.stderr
    );
    assert!(bundle(project.folder()).len() == 1);
}

#[test]
fn options_decide_what_is_measured_grouped_and_in_which_languages() {
    let project = Project::new().file("models.csv", MODELS);
    let arguments = [
        "models.csv",
        "--measure",
        "count",
        "--by",
        "account",
        "--title",
        "Who: {{ all }}",
        "--locale",
        "en",
    ];
    let text = begun(&project, &arguments);
    has_lines(
        &text,
        &[
            "locales: [en]",
            "models: {sql: \"count(*)\", title: Models}",
            "by: account",
            "- text: |",
        ],
    );
    let shown = page(&project, "report.md");
    assert!(shown.contains("# Who: "), "{shown}");
    assert!(
        shown.contains("Level at the top: a (50.0%) and b (50.0%)."),
        "{shown}"
    );
}

#[test]
fn a_wish_that_the_data_do_not_grant_is_told_with_what_they_do() {
    let project = Project::new().file("models.csv", MODELS);
    let outcome = project
        .hfreport(&["new", "models.csv", "--measure", "dowloads"])
        .ends_with(2);
    assert!(
        outcome.stderr.contains(
            "no column `dowloads` adds up to a measure here; there are `downloads`, `count`"
        ) && outcome.stderr.contains("did you mean `downloads`?"),
        "{}",
        outcome.stderr
    );
    let outcome = project
        .hfreport(&["new", "models.csv", "--by", "size"])
        .ends_with(2);
    assert!(
        outcome.stderr.contains("no column `size` groups rows here"),
        "{}",
        outcome.stderr
    );
    assert!(!project.folder().join("models.yaml").exists());
}

#[test]
fn a_quiet_beginning_says_nothing() {
    let project = Project::new().file("models.csv", MODELS);
    let outcome = project.hfreport(&["new", "models.csv", "--quiet"]).fine();
    assert_eq!((outcome.stdout.as_str(), outcome.stderr.as_str()), ("", ""));
}

#[test]
fn columns_of_any_name_get_names_that_expressions_can_use() {
    let rows = "\
,order,\"Nombre de téléchargements (30 j)\",\"say \"\"x\"\"\",group,true,row,folded,a && b,^c$,it's,{{ d }}
0,p/q,5,u,v,1,w,s,2,3,4,6
1,p/r,6,u,v,1,w,t,2,3,4,6
2,o/s,6,u,v,1,w,t,2,3,4,6
";
    let (project, text) = of_rows("odd.csv", rows);
    has_lines(
        &text,
        &[
            "order_column: {type: string, sql: '\"order\"', unique: true, title: order}",
            "nombre_de_telechargements_30_j: {type: integer, sql: '\"Nombre de téléchargements (30 j)\"', min: 0, title: Nombre de téléchargements (30 j)}",
            "say_x: {type: string, sql: '\"say \"\"x\"\"\"', title: 'say \"x\"'}",
            "group_column: {type: string, sql: '\"group\"', title: group}",
            "true_column: {type: integer, sql: '\"true\"', min: 0, title: \"true\"}",
            "row_column: {type: string, sql: '\"row\"', title: row}",
            "# \"a && b\": a name that no expression can use",
            "# \"^c$\": a name that no expression can use",
            "account: {type: string, sql: \"split_part(\\\"order\\\", '/', 1)\", title: {fr: Compte, en: Account}}",
        ],
    );
    let shown = page(&project, "report.en.md");
    assert!(
        shown.contains("**p** leads with 64.7% of all downloads (11 of 17)."),
        "{shown}"
    );
}

#[test]
fn a_measure_that_has_no_words_is_quoted_in_both_languages() {
    let rows = "name,score {%2024,kind\nx,3,a\ny,1,b\nz,4,a\nw,2,b\n";
    let (project, _) = of_rows("rows.csv", rows);
    let french = page(&project, "report.md");
    assert!(french.contains("du total de «"), "{french}");
    assert!(french.contains("score &#123;%2024"), "{french}");
    let english = page(&project, "report.en.md");
    assert!(
        english.contains("**a** leads with 70.0% of the total of “"),
        "{english}"
    );
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
fn types_hold_for_every_row_and_not_only_for_the_first() {
    let mut rows = String::from(
        "{\"model\": \"m/0\", \"tags\": [], \"likes\": 1, \"day\": \"2025-01-01\", \"seen\": \"2025-01-01T10:00:00Z\"}\n",
    );
    for number in 1..3000 {
        rows.push_str(&format!("{{\"model\": \"m/{number}\", \"tags\": [\"t\"], \"likes\": {number}, \"day\": \"2025-01-02\", \"seen\": \"2025-01-01T10:00:00Z\"}}\n"));
    }
    rows.push_str(
        "{\"model\": \"n/1\", \"tags\": null, \"likes\": 2.5, \"day\": \"soon\", \"seen\": null}\n",
    );
    let (_, text) = of_rows("late.ndjson", rows);
    has_lines(
        &text,
        &[
            "tags: {type: \"list<string>\", nullable: true}  # empty in 1 of 3001 rows",
            "seen: {type: date, sql: \"left(seen, 10)\", nullable: true}  # empty in 1 of 3001 rows",
        ],
    );
    assert!(
        text.contains(
            "likes: {type: number, min: 0}  # 1 cell is not of type integer, such as `2.5`"
        ),
        "{text}"
    );
    assert!(
        text.contains("day: {type: string}  # 1 cell is not of type date, such as `soon`"),
        "{text}"
    );
}

#[test]
fn long_integers_and_codes_stay_exact() {
    let rows = "id,big,huge,zip\na,9223372036854775807,9223372036854775808,01000\nb,1,2,75001\n";
    let (_, text) = of_rows("rows.csv", rows);
    has_lines(
        &text,
        &[
            "big: {type: integer, min: 0}",
            "huge: {type: string}",
            "zip: {type: string}",
            // What could pass 64 bits is not added up.
            "rows: {sql: \"count(*)\", title: {fr: Lignes, en: Rows}}",
        ],
    );
}

#[test]
fn tables_with_little_in_them_give_a_spec_that_runs() {
    for (name, rows) in [
        ("one integer", "n\n5\n"),
        ("zeros", "model,downloads\na/x,0\nb/y,0\n"),
        ("below zero", "model,downloads\na/x,-5\nb/y,3\n"),
        ("one row", "model,downloads\na/x,7\n"),
        (
            "nothing in a column",
            "model,downloads,note\na/x,7,\nb/y,8,\n",
        ),
        ("nothing in any column", "a,b\n,\n,\n"),
        ("only days", "day\n2025-10-01\n2025-10-02\n"),
        ("days and numbers", "day,n\n2025-10-01,4\n2025-10-02,5\n"),
        ("only truths", "yes\ntrue\nfalse\n"),
        ("only fractions", "x\n1.5\n2.5\n"),
        ("years", "year,n\n2020,1\n2021,3\n2020,5\n"),
        ("a column twice", "a,a,b\nx,1,p\ny,2,q\n"),
        ("no id", "task,n\nx,1\nx,1\ny,2\n"),
        ("names of the report", "rows,models,by_rows\nx,1,2\ny,2,3\n"),
    ] {
        let project = Project::new().file("rows.csv", rows);
        eprintln!("{name}");
        begun(&project, &["rows.csv"]);
    }
}

#[test]
fn data_without_rows_are_told_and_nothing_is_written() {
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
fn a_folder_of_several_kinds_is_told_with_what_to_type() {
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
    assert!(
        outcome
            .stdout
            .ends_with("next: hfreport run specs/a.yaml\n")
    );
    let text = project.read("specs/a.yaml");
    has_lines(&text, &["path: \"../data/models.csv\""]);
    assert!(
        text.starts_with("# yaml-language-server: $schema=../schemas/report.schema.json\n"),
        "{text}"
    );
    project.hfreport(&["run", "specs/a.yaml", "--quiet"]).fine();
    assert!(
        project
            .folder()
            .join("specs/out/models/index.html")
            .exists()
    );
}

#[test]
fn data_outside_of_the_root_are_allowed_by_the_commands_that_are_told() {
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
fn the_data_of_the_project_give_specs_that_run() {
    let mut data: Vec<std::path::PathBuf> = Vec::new();
    for folder in ["examples/data", "examples/data/formats", "data"] {
        for entry in std::fs::read_dir(home().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(std::ffi::OsStr::to_str);
            if path.is_file() && !matches!(ending, Some("md" | "yaml")) {
                data.push(path);
            }
        }
    }
    data.push(home().join("examples/data/monthly"));
    data.sort();
    assert!(data.len() > 15);
    for path in data {
        // It has no rows yet.
        if path.ends_with("data/remarks.csv") {
            continue;
        }
        of_file(&path);
    }
}

#[test]
fn real_snapshots_give_specs_that_run() {
    let Some(folder) = shared("data") else {
        return;
    };
    for name in [
        "hub_2022-10.parquet",
        "hub_2025-10-01.parquet",
        "hub_2025-11-01.parquet",
        "hub_2025-12-01.parquet",
        "hub_2026-08-19.jsonl",
        "org_monthly",
        "org_monthly/2022-02-18_hf.csv",
    ] {
        of_file(&folder.join(name));
    }
}

#[track_caller]
fn of_file(path: &Path) {
    let project = Project::new();
    let typed = path.display().to_string();
    eprintln!("{typed}");
    begun(&project, &[&typed]);
}

#[test]
fn what_real_snapshots_hold_is_recognised() {
    let Some(folder) = shared("data") else {
        return;
    };
    let spec = |name: &str| {
        let project = Project::new();
        let text = begun(&project, &[&folder.join(name).display().to_string()]);
        (text, page(&project, "report.en.md"))
    };
    let (text, shown) = spec("hub_2022-10.parquet");
    has_lines(
        &text,
        &[
            "modelId: {type: string, unique: true}",
            "downloads: {type: integer, min: 0}",
            "creation_time: {type: date, nullable: true}  # empty in 173 of 74970 rows",
        ],
    );
    assert!(
        !text.contains("split_part"),
        "the author stands in a column already"
    );
    assert!(shown.contains("of 286.1 million)."), "{shown}");
    let (text, shown) = spec("hub_2026-08-19.jsonl");
    has_lines(
        &text,
        &[
            "id: {type: string, unique: true}",
            "downloads_30d: {type: integer, min: 0}",
            "parameters: {type: integer, nullable: true, min: 0}  # empty in 5116 of 10289 rows",
            "languages: {type: \"list<string>\"}",
        ],
    );
    assert!(shown.contains("of 839.9 million)."), "{shown}");
    let (text, shown) = spec("org_monthly");
    has_lines(&text, &["date: {type: date, title: Date}", "by: date"]);
    assert!(
        !text.contains("from_file"),
        "the day stands in a column already"
    );
    assert!(
        shown.contains(
            "From February 18, 2022 to August 19, 2026, downloads went from 42,041 to 1.1 million."
        ),
        "{shown}"
    );
}

#[test]
fn quotes_in_the_names_of_columns_are_kept() {
    let rows = "{\"say \\\"x\\\"\": \"a\", \"it's\": 1, \"line\\nbreak\": 2, \"{{ d }}\": 4}\n";
    let (_, text) = of_rows("odd.ndjson", rows);
    has_lines(
        &text,
        &[
            "say_x: {type: string, sql: '\"say \"\"x\"\"\"', unique: true, title: 'say \"x\"'}",
            "it_s: {type: integer, sql: \"\\\"it's\\\"\", min: 0, title: \"it's\"}",
            "d: {type: integer, sql: '\"{{ d }}\"', min: 0, title: '{{ \"{\" }}{ d }}'}",
        ],
    );
}
