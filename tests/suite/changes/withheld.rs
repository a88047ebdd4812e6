//! What a definition that is not the same withholds, and what it leaves.

use super::{SPEC, both, markdown, november, project, report, with_text};
use crate::fixture::Project;
use serde_json::json;

/// What a change of the spec between the two months withholds, and what it leaves.
fn withheld(change: impl Fn(&Project)) -> (Project, String) {
    let project = with_text(
        "{% if previous %}all {{ metrics.all_change|integer }}{% else %}all withheld{% endif %}

{{ \"\" }}",
    );
    let spec = SPEC.replacen(
        "  - {table: by_maker}",
        "  - text: \"{% if previous %}open {{ metrics.open_change|points }}{% else %}open withheld{% endif %}\"
  - text: \"{% if previous and by_maker[0].downloads_change is not none %}maker {{ by_maker[0].downloads_change }}{% else %}maker withheld{% endif %}\"
  - text: \"{% if previous and by_country[0].downloads_change is not none %}country {{ by_country[0].downloads_change }}{% else %}country withheld{% endif %}\"
  - {table: by_maker}",
        1,
    );
    project.write("spec.yaml", spec);
    both(&project);
    change(&project);
    let outcome = november(&project).fine();
    let page = markdown(&project, "2025-11-01");
    let told: Vec<&str> = page
        .lines()
        .filter(|line| {
            ["all ", "open ", "maker ", "country "]
                .iter()
                .any(|it| line.starts_with(it))
        })
        .collect();
    let said = outcome
        .stderr
        .lines()
        .filter(|line| line.contains("HF0513"))
        .collect::<Vec<_>>()
        .join("\n");
    let told = told.join(", ");
    // All periods computed by the same definitions say all again.
    let again = both(&project);
    assert!(!again.stderr.contains("HF0513"), "{}", again.stderr);
    (project, format!("{told}\n{said}"))
}

fn edited(project: &Project, old: &str, new: &str) {
    let spec = project.read("spec.yaml");
    assert!(spec.contains(old), "{old}");
    project.write("spec.yaml", spec.replace(old, new));
}

#[test]
fn a_lookup_that_differs_withholds_what_uses_it() {
    let (_, said) = withheld(|project| {
        project.write("makers.csv", "maker,country\nAda,GB\nBo,SE\nCy,GR\nDi,SE\n");
    });
    assert!(
        said.starts_with("all 200, open −9.2\u{a0}percentage points, maker 30, country withheld\n"),
        "{said}"
    );
    assert!(
        said.contains("lookup `makers` differs from that of 2025-10-01: 4 rows, "),
        "{said}"
    );
    assert!(
        said.contains("; the change of breakdown `by_country` is withheld"),
        "{said}"
    );
}

#[test]
fn a_definition_that_differs_withholds_what_uses_it() {
    let (_, said) =
        withheld(|project| edited(project, "kind = 'open' AND", "kind <> 'closed' AND"));
    assert!(
        said.starts_with("all 200, open withheld, maker 30, country 240\n"),
        "{said}"
    );
    assert!(
        said.contains("the change of metric `open` is withheld"),
        "{said}"
    );
}

#[test]
fn a_param_that_no_period_sets_is_a_definition() {
    let (_, said) = withheld(|project| edited(project, "least: 0}", "least: 60}"));
    assert!(
        said.starts_with("all 200, open withheld, maker 30, country 240\n"),
        "{said}"
    );
    assert!(
        said.contains("param `least` differs from that of 2025-10-01: 0, now 60"),
        "{said}"
    );
}

#[test]
fn a_measure_a_scope_and_a_computed_column_that_differ_withhold_everything_that_uses_them() {
    for (old, new) in [
        (
            "sum(downloads)",
            "sum(downloads) FILTER (WHERE downloads > 0)",
        ),
        (
            "breakdowns:",
            "scope: {where: \"downloads > 0\"}\nbreakdowns:",
        ),
        (
            "downloads: {type: integer, min: 0}",
            "downloads: {type: integer, min: 0, max: 1000, nullable: true, on_violation: clear}",
        ),
        (
            "models:\n    path",
            "models:\n    where: \"downloads > 0\"\n    path",
        ),
    ] {
        let (_, said) = withheld(|project| edited(project, old, new));
        let nothing = "all withheld, open withheld, maker withheld, country withheld\n";
        assert!(said.starts_with(nothing), "{old}: {said}");
    }
}

#[test]
fn titles_formats_and_texts_withhold_nothing() {
    let (_, said) = withheld(|project| {
        edited(
            project,
            "{sql: \"sum(downloads)\"}",
            "{sql: \"sum(downloads)\", title: Load, format: compact}",
        );
    });
    assert_eq!(
        said,
        "all 200, open −9.2\u{a0}percentage points, maker 30, country 240\n"
    );
}

#[test]
fn a_lookup_of_each_period_is_data() {
    let spec = SPEC.replace(
        "path: makers.csv",
        "path: \"makers_{{ params.snapshot }}.csv\"",
    );
    let project = project(&spec)
        .file(
            "makers_2025-10-01.csv",
            "maker,country\nAda,GB\nBo,SE\nCy,GR\nDi,GB\n",
        )
        .file(
            "makers_2025-11-01.csv",
            "maker,country\nAda,GB\nBo,SE\nCy,GR\nDi,SE\n",
        );
    let outcome = both(&project);
    assert!(!outcome.stderr.contains("HF0513"), "{}", outcome.stderr);
    assert_eq!(
        report(&project, "2025-11-01")["breakdowns"]["by_country"]["compared"],
        json!(true)
    );
}

#[test]
fn a_section_that_asks_for_the_period_before_is_left_out_where_its_change_is_withheld() {
    let project = with_text("x");
    let section = "  - {when: previous, text: \"since {{ previous.snapshot }}: {{ by_country[0].downloads_change }}\"}\n  - {table: by_maker}";
    project.write(
        "spec.yaml",
        SPEC.replacen("  - {table: by_maker}", section, 1),
    );
    both(&project);
    let page = markdown(&project, "2025-11-01");
    assert!(page.contains("since 2025-10-01: 240"), "{page}");
    project.write("makers.csv", "maker,country\nAda,GB\nBo,SE\nCy,GR\nDi,SE\n");
    let told = november(&project).fine().stderr;
    assert!(told.contains("HF0513"), "{told}");
    let page = markdown(&project, "2025-11-01");
    assert!(!page.contains("since"), "{page}");
}
