//! Change in charts, pages and the example.

use super::{SPEC, both, markdown, project};
use crate::fixture::{Project, examples, home};

#[test]
fn a_chart_of_a_change_of_shares_is_in_points_and_one_of_growth_in_percent() {
    let spec = SPEC.replacen(
        "sections:",
        "charts:
  points: {type: bar, data: by_maker, x: downloads_share_change, y: maker}
  growth: {type: bar, data: by_maker, x: downloads_growth, y: maker}
  amounts: {type: bar, data: by_maker, x: downloads, y: maker, note: downloads_change}
sections:
  - {chart: points, when: previous}
  - {chart: growth, when: previous}
  - {chart: amounts, when: previous}",
        1,
    );
    let spec = spec.replace("charts: [], tables", "charts: [svg], tables");
    let project = project(&spec);
    both(&project);
    let chart = |name: &str| project.read(&format!("out/2025-11-01/charts/{name}.en.svg"));
    let points = chart("points");
    for wanted in ["+16.67\u{a0}pt", "−7.50\u{a0}pt", ">10.0\u{a0}pt<", ">new<"] {
        assert!(points.contains(wanted), "{wanted}: {points}");
    }
    assert!(!points.contains('%'), "{points}");
    let growth = chart("growth");
    assert!(
        growth.contains("+420.0%") && growth.contains(">400%<"),
        "{growth}"
    );
    assert!(!growth.contains("pt<"), "{growth}");
    let amounts = chart("amounts");
    assert!(
        amounts.contains("+210") && amounts.contains(">new<"),
        "{amounts}"
    );
    let page = markdown(&project, "2025-11-01");
    // What has no value is neither largest nor smallest.
    assert!(
        page.contains(
            "Largest: Di (+16.67\u{a0}pt), then Bo (−5.83\u{a0}pt), then Ada (−7.50\u{a0}pt)."
        ),
        "{page}"
    );
}

#[test]
fn what_comes_among_the_rows_that_are_kept_enters_the_list_and_is_not_called_new() {
    let spec = SPEC.replacen(
        "sections:",
        "charts:
  kept: {type: table, data: top, columns: [maker, downloads, entered]}
  all: {type: table, data: by_maker, columns: [maker, downloads, entered]}
sections:
  - {chart: kept, when: previous}
  - {chart: all, when: previous}",
        1,
    );
    let spec = spec.replacen(
        "breakdowns:\n",
        "breakdowns:\n  top: {by: maker, measures: [downloads], keep: {maker: {top: 2}}}\n",
        1,
    );
    let project = project(&spec);
    both(&project);
    let page = markdown(&project, "2025-11-01");
    let heads: Vec<&str> = page
        .lines()
        .filter(|line| line.contains("| maker") || line.contains("| Maker"))
        .collect();
    assert!(heads[0].contains("nters the list"), "{heads:?}");
    assert!(
        heads[1].contains("ew |") && !heads[1].contains("nters"),
        "{heads:?}"
    );
}

#[test]
fn numbers_of_change_have_their_origin_in_the_page() {
    let text = "{% if previous %}{{ metrics.all_change|integer }} {{ by_maker['Di'].downloads_change|integer }} {% for row in by_maker.left() %}{{ row.downloads_previous|integer }}{% endfor %}{% endif %}{% if by_maker.has('Di') and by_maker['Di'].downloads_change is not none %}{% endif %}";
    let spec = SPEC.replace("formats: [markdown, json]", "formats: [html, json]");
    let project = project(&spec).file("text.md.j2", text);
    both(&project);
    let page = project.read("out/2025-11-01/index.html");
    for wanted in [
        "Downloads (change)",
        "2025-10-01 = 1,000",
        "Downloads (change), ",
        "Downloads (previous value)",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
}

#[test]
fn the_example_of_change_says_what_changed_in_both_languages() {
    assert!(examples().iter().any(|path| path.ends_with("change.yaml")));
    let project = Project::new().with_copy_of(&home().join("examples"), "examples");
    project
        .hfreport(&["run", "examples/change.yaml", "--each"])
        .fine();
    for (file, told) in [
        (
            "report.en.md",
            [
                "Since October 2025 downloads have risen by 20.0%.",
                "The share of open models was 90.0% and is 80.8%: −9.2\u{a0}percentage points.",
                "Jade Lantern is new, at rank 4.",
                "Papillon Lab is gone; it was 3rd with 10.0%.",
                "Nordlicht moved up from rank 4 to 2, with +16.7\u{a0}percentage points.",
                "1\u{a0}maker has moved up.",
            ],
        ),
        (
            "report.md",
            [
                "Depuis octobre 2025, les téléchargements ont augmenté de 20,0\u{202f}%.",
                "La part des modèles ouverts était de 90,0\u{202f}% et est de 80,8\u{202f}%\u{a0}: −9,2\u{a0}points.",
                "Jade Lantern fait son entrée, au rang 4.",
                "Papillon Lab disparaît, après un 3e rang et 10,0\u{202f}% des téléchargements.",
                "Nordlicht passe du rang 4 au rang 2, avec +16,7\u{a0}points.",
                "1\u{a0}éditeur monte.",
            ],
        ),
    ] {
        let page = project.read(&format!("out/examples/change/2025-11-01/{file}"));
        for sentence in told {
            assert!(page.contains(sentence), "{sentence}\n{page}");
        }
    }
}
