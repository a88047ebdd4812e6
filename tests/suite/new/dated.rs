//! `hfreport new` on months: in the names of files, and in a column.

use super::{amounts, begun, has_lines, listed, of_rows, page, shown_amounts};
use crate::fixture::Project;

const OCTOBER: &str = "shop,amount\nA,12.50\nB,7.50\nA,1.00\n";
const NOVEMBER: &str = "shop,amount\nA,10.50\nB,19.50\nC,1.00\n";

fn months() -> Project {
    Project::new()
        .file("sales_2025-10.csv", OCTOBER)
        .file("sales_2025-11.csv", NOVEMBER)
}

#[test]
fn files_named_by_months_are_a_period_each() {
    let project = months();
    let outcome = project
        .hfreport(&["new", "sales_2025-10.csv", "sales_2025-11.csv"])
        .fine();
    assert!(
        outcome
            .stdout
            .contains("\n  hfreport run sales.yaml --each "),
        "{}",
        outcome.stdout
    );
    has_lines(
        &project.read("sales.yaml"),
        &[
            "path: \"sales_{{ params.month }}.csv\"",
            "snapshot: {type: date, default: 2025-11-01}",
            "month: {type: string, default: \"2025-11\"}",
            "- {snapshot: 2025-10-01, month: \"2025-10\"}",
            "- {snapshot: 2025-11-01, month: \"2025-11\"}",
            // From 21.00 to 31.00.
            "guards: {change: 0.50}",
        ],
    );
    let checked = project.hfreport(&["check", "sales.yaml"]).fine();
    assert_eq!(checked.stderr, "");
    let ran = project
        .hfreport(&["run", "sales.yaml", "--each", "--quiet"])
        .fine();
    assert_eq!(ran.stderr, "");
    assert_eq!(listed(&project, "out/sales/2025-10"), "A: 13.50, B: 7.50");
    assert_eq!(
        listed(&project, "out/sales/2025-11"),
        "B: 19.50, A: 10.50, C: 1.00"
    );
    let shown = project.read("out/sales/2025-11/report.en.md");
    assert!(
        shown.contains("# Amount by shop in November 2025"),
        "{shown}"
    );
}

#[test]
fn a_draft_whose_measure_rises_from_nothing_runs_for_all_periods() {
    let project = Project::new()
        .file("sales_2025-09.csv", "shop,amount\nA,0\nB,0\n")
        .file("sales_2025-10.csv", "shop,amount\nA,5\nB,7\n")
        .file("sales_2025-11.csv", "shop,amount\nA,6\nB,7\n");
    let files = [
        "sales_2025-09.csv",
        "sales_2025-10.csv",
        "sales_2025-11.csv",
    ];
    let outcome = project.hfreport(&[&["new"][..], &files].concat()).fine();
    assert!(
        outcome.stdout.contains("note: source `rows`: `amount` rose since the period `2025-09-01`, from 0 to 12: the draft waives it, `allow: [HF0462]`"),
        "{}",
        outcome.stdout
    );
    let ran = project
        .hfreport(&[
            "run",
            "sales.yaml",
            "--each",
            "--quiet",
            "--deny",
            "warnings",
        ])
        .fine();
    assert_eq!(ran.stderr, "");
    assert_eq!(listed(&project, "out/sales/2025-10"), "B: 7, A: 5");
}

#[test]
fn a_draft_of_periods_with_the_same_rows_says_so() {
    let project = Project::new()
        .file("sales_2025-10.csv", OCTOBER)
        .file("sales_2025-11.csv", OCTOBER);
    let outcome = project
        .hfreport(&["new", "sales_2025-10.csv", "sales_2025-11.csv"])
        .fine();
    assert!(
        outcome
            .stdout
            .contains("has the bytes of `sales_2025-10.csv`")
            && outcome
                .stdout
                .contains("the draft waives it, `allow: [HF0461]`"),
        "{}",
        outcome.stdout
    );
    let ran = project
        .hfreport(&[
            "run",
            "sales.yaml",
            "--each",
            "--quiet",
            "--deny",
            "warnings",
        ])
        .fine();
    assert_eq!(ran.stderr, "");
}

#[test]
fn a_bundle_that_is_there_is_in_no_ones_way() {
    let project = months();
    let new = ["new", "sales_2025-10.csv", "sales_2025-11.csv"];
    let run = |spec: &str| {
        let ran = project.hfreport(&["run", spec, "--each", "--quiet"]).fine();
        assert_eq!(ran.stderr, "");
    };
    project.hfreport(&new).fine();
    run("sales.yaml");
    let (from, to) = ("sales.yaml", "old.yaml");
    let path = |name: &str| project.folder().join(name);
    std::fs::rename(path(from), path(to)).unwrap();
    // Another spec of the same name.
    project.hfreport(&new).fine();
    has_lines(
        &project.read("sales.yaml"),
        &["outputs: {dir: \"out/sales_2/{{ params.month }}\", index: {}}"],
    );
    run("sales.yaml");
    // And one of another name, of the same data.
    let other = [&new[..], &["--out", "other.yaml"]].concat();
    project.hfreport(&other).fine();
    run("other.yaml");
}

#[test]
fn one_file_of_a_month_takes_the_next_one_as_a_line() {
    let project = months();
    begun(&project, &["sales_2025-10.csv"]);
    let line = "    - {snapshot: 2025-10-01, month: \"2025-10\"}\n";
    let next = line.replace("2025-10", "2025-11");
    let text = project.read("begun.yaml");
    let text = text.replace(line, &format!("{line}{next}"));
    std::fs::write(project.folder().join("begun.yaml"), text).unwrap();
    let run = [
        "run",
        "begun.yaml",
        "--set",
        "snapshot=2025-11-01",
        "--out",
        "november",
        "--quiet",
    ];
    assert_eq!(project.hfreport(&run).fine().stderr, "");
    let rows = amounts(&project, "november");
    assert_eq!(rows[0], ("B".to_owned(), "19.50".to_owned()));
}

#[test]
fn files_named_by_months_in_words_are_renamed() {
    let project = Project::new()
        .file("may.csv", OCTOBER)
        .file("sales june 2025.csv", NOVEMBER);
    let outcome = project
        .hfreport(&["new", "may.csv", "sales june 2025.csv"])
        .ends_with(2);
    assert!(
        outcome.stderr.contains(
            "the names of the files say their months in words: rename them to YYYY-05.csv, sales_2025-06.csv, with their years"
        ),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_folder_of_months_is_one_source_over_time() {
    let project = Project::new()
        .file("sales/sales_2025-10.csv", OCTOBER)
        .file("sales/sales_2025-11.csv", NOVEMBER);
    let text = begun(&project, &["sales"]);
    has_lines(&text, &["from_file: \"sales_{month}.csv\"", "by: month"]);
    assert!(
        text.contains("month: {type: date, sql: \"month || '-01'\""),
        "{text}"
    );
    assert_eq!(
        shown_amounts(&project),
        "2025-10-01: 21.00, 2025-11-01: 31.00"
    );
    let english = page(&project, "report.en.md");
    assert!(
        english
            .contains("From October 2025 to November 2025, the amount went from 21.00 to 31.00."),
        "{english}"
    );
    let french = page(&project, "report.md");
    assert!(
        french.contains("D’octobre 2025 à novembre 2025, le montant est passé de 21,00 à 31,00."),
        "{french}"
    );
}

#[test]
fn months_of_a_column_are_dates() {
    for (first, second, sql) in [
        ("2025-10", "2025-11", "month || '-01'"),
        (
            "10/2025",
            "11/2025",
            "right(month, 4) || '-' || left(month, 2) || '-01'",
        ),
    ] {
        let rows = format!("month,amount\n{first},12.50\n{first},7.50\n{second},20.25\n");
        let (project, text) = of_rows("sales.csv", rows);
        assert!(
            text.contains(&format!("month: {{type: date, sql: \"{sql}\"")),
            "{text}"
        );
        assert!(text.contains("over: {by: month, every: month}"), "{text}");
        assert_eq!(
            shown_amounts(&project),
            "2025-10-01: 20.00, 2025-11-01: 20.25"
        );
    }
}

/// A limit that lets the odd month pass would let every later one pass.
#[test]
fn a_month_that_rose_tenfold_widens_its_own_limit_alone() {
    let month = |name: &str, amounts: [&str; 2]| {
        let rows = format!("shop,amount\nA,{}\nB,{}\n", amounts[0], amounts[1]);
        (format!("sales_{name}.csv"), rows)
    };
    // 10.00, 100.00, 90.00: up by 900 %, down by 10 %.
    let files = [
        month("2025-10", ["4.00", "6.00"]),
        month("2025-11", ["40.00", "60.00"]),
        month("2025-12", ["35.00", "55.00"]),
    ];
    let project = files
        .iter()
        .fold(Project::new(), |it, (name, rows)| it.file(name, rows));
    let names = files.each_ref().map(|(name, _)| name.as_str());
    let new = ["new", names[0], names[1], names[2], "--by", "shop"];
    project.hfreport(&new).fine();
    let text = project.read("sales.yaml");
    has_lines(
        &text,
        &[
            "change: {type: number, default: 0.25}",
            "- {snapshot: 2025-10-01, month: \"2025-10\", change: 0.25}",
            "- {snapshot: 2025-11-01, month: \"2025-11\", change: 9.25}",
            "- {snapshot: 2025-12-01, month: \"2025-12\", change: 0.25}",
            "# In 2025-11 rows or their sum changed by so much that only its own row allows it (`change: 9.25`): is its file whole, and the one before?",
            "guards: {change: \"{{ params.change }}\"}",
        ],
    );
    let each = ["run", "sales.yaml", "--each", "--quiet"];
    assert_eq!(project.hfreport(&each).fine().stderr, "");
    // The next one doubles, which is seen.
    let (name, rows) = month("2026-01", ["90.00", "90.00"]);
    project.write(&name, rows);
    let line = "    - {snapshot: 2025-12-01, month: \"2025-12\", change: 0.25}\n";
    let next = "    - {snapshot: 2026-01-01, month: \"2026-01\", change: 0.25}\n";
    project.write("sales.yaml", text.replace(line, &format!("{line}{next}")));
    let stopped = project
        .hfreport(&["run", "sales.yaml", "--set", "snapshot=2026-01-01"])
        .ends_with(1)
        .stderr;
    assert!(stopped.contains("HF0462"), "{stopped}");
}
