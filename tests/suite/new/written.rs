//! What `hfreport new` writes: id, measure, groups, types, names, words.

use super::{MODELS, begun, has_lines, of_rows, page};
use crate::fixture::Project;

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
            "outputs: {dir: out/begun}",
        ],
    );
    // 350 of 500 downloads are of chat.
    let french = page(&project, "report.md");
    assert!(
        french.contains("En tête : **chat**, avec 70,0 % des téléchargements (350 sur 500)."),
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
fn ids_with_an_owner_are_those_of_models_where_a_column_says_so() {
    let images = MODELS.replacen("model,", "image,", 1);
    let (project, text) = of_rows("images.csv", images);
    has_lines(
        &text,
        &["account: {type: string, sql: \"split_part(image, '/', 1)\"}"],
    );
    let english = page(&project, "report.en.md");
    assert!(english.contains("The report covers 4 rows."), "{english}");
    assert!(!text.contains("models"), "{text}");
}

#[test]
fn the_spec_is_named_for_the_data_and_says_what_to_do_next() {
    let project = Project::new().file("data/hub_2025-10-01.csv", MODELS);
    let outcome = project.hfreport(&["new", "data/hub_2025-10-01.csv"]).fine();
    assert_eq!(
        outcome.stdout,
        "wrote hub.yaml: 4 rows, downloads by task\nnext:\n  \
         hfreport serve hub.yaml --open     # shows the page, and renews it on each save\n  \
         hfreport run hub.yaml              # writes the pages, tables and pictures\n  \
         hfreport explain hub.yaml by_task  # says where the numbers come from\n"
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
    assert!(
        text.contains("# Downloads by task on November 1, 2025"),
        "{text}"
    );
    assert!(
        text.contains("**audio** leads with 100.0% of all downloads (7 of 7)."),
        "{text}"
    );
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
fn a_wish_that_the_data_do_not_grant_is_reported_with_what_they_do() {
    let project = Project::new().file("models.csv", MODELS);
    let outcome = project
        .hfreport(&["new", "models.csv", "--measure", "dowloads"])
        .ends_with(2);
    assert!(
        outcome.stderr.contains(
            "no column `dowloads` adds up to a measure here; there are `downloads`, `size`, `count`"
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
    let rows = "name,points {%2024,kind\nx,3,a\ny,1,b\nz,4,a\nw,2,b\n";
    let (project, _) = of_rows("rows.csv", rows);
    let french = page(&project, "report.md");
    assert!(french.contains("du total de «"), "{french}");
    assert!(french.contains("points &#123;%2024"), "{french}");
    let english = page(&project, "report.en.md");
    assert!(
        english.contains("**a** leads with 70.0% of the total of “"),
        "{english}"
    );
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
            "seen: {type: date, nullable: true}  # empty in 1 of 3001 rows",
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
            // A sum of whole numbers has 38 digits.
            "big: {sql: \"sum(big)\", title: Big}",
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

#[test]
fn amounts_that_differ_are_almost_level_and_equal_ones_are_level() {
    // 1,000,400 + 1,000,000 + 999,990 = 3,000,390: each has 33.3%.
    for (rows, french, english) in [
        (
            "ville,montant\nLyon,1000400\nParis,1000000\nNice,999990\n",
            "Presque à égalité en tête : Lyon (33,3 %), Paris (33,3 %) et Nice (33,3 %).",
            "Almost level at the top: Lyon (33.3%), Paris (33.3%), and Nice (33.3%).",
        ),
        (
            "ville,montant\nLyon,10\nParis,10\nNice,3\n",
            "À égalité en tête : Lyon (43,5 %) et Paris (43,5 %).",
            "Level at the top: Lyon (43.5%) and Paris (43.5%).",
        ),
    ] {
        let project = Project::new().file("rows.csv", rows);
        begun(&project, &["rows.csv", "--by", "ville"]);
        let shown = page(&project, "report.md");
        assert!(shown.contains(french), "{shown}");
        assert!(shown.contains("Montant par ville"), "{shown}");
        let shown = page(&project, "report.en.md");
        assert!(shown.contains(english), "{shown}");
        assert!(shown.contains("Amount by city"), "{shown}");
    }
}

#[test]
fn a_french_page_has_no_english_words_and_gives_amounts_the_currency_of_their_header() {
    let rows = "Région;Montant (€)\nBretagne;1200,50\nRéunion;2000,25\nRéunion;\nCorse;10,00\n";
    let project = Project::new().file("aides.csv", rows);
    begun(&project, &["aides.csv", "--locale", "fr"]);
    let html = page(&project, "index.html");
    for french in [
        "Nombre de lignes sans « Montant (€) »",
        "Part des lignes sans « Montant (€) »",
        "aucun : c’est une quantité, non une part",
        "3 210,75 €",
    ] {
        assert!(html.contains(french), "{french}: {html}");
    }
    for wrong in ["Without", "210,75 Montant"] {
        assert!(!html.contains(wrong), "{wrong}: {html}");
    }
}
