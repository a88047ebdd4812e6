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
        page.contains("Highest: Di (+16.67\u{a0}pt). Lowest: Ada (−7.50\u{a0}pt)."),
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
        "October 2025 = 1,000",
        "Downloads (change), ",
        "Downloads (previous value)",
    ] {
        assert!(page.contains(wanted), "{wanted}\n{page}");
    }
}

#[test]
fn the_origin_of_a_growth_shows_the_values_before_and_now_and_how_it_follows_from_them() {
    let text = "{% if previous %}{{ metrics.all_growth|percent|signed }} {{ metrics.open_change|points|signed }} {% if by_maker.has('Di') and by_maker['Di'].downloads_growth is not none %}{{ by_maker['Di'].downloads_growth|percent }} {{ by_maker['Di'].downloads_share_change|points }}{% endif %} {{ by_maker.total().downloads_growth|percent }}{% endif %}";
    let spec = SPEC.replace("formats: [markdown, json]", "formats: [html, json]");
    let spec = spec.replacen("version: 1", "version: 1\nlocales: [en, fr]", 1);
    let project = project(&spec.replace("{en: text.md.j2}", "text.md.j2")).file("text.md.j2", text);
    both(&project);
    // All: 1,000, then 1,200; Di: 50 of 1,000, then 260 of 1,200. Open: 900 of 1,000, then 970 of 1,200.
    for (file, parts) in [
        (
            "index.html",
            [
                "<dt>Growth<dd>1,200 / 1,000 \u{2212} 1 = +20.0%",
                "<dt>Divided by<dd>the value of the period before",
                "<dt>Change<dd>(970 / 1,200) \u{2212} (900 / 1,000) = \u{2212}9.2\u{a0}pt",
                "210/50 Di (50 before, 260 now)",
                "Di (50 / 1,000 before, 260 / 1,200 now)",
                "200/1000 Total (1,000 before, 1,200 now)",
            ],
        ),
        (
            "index.fr.html",
            [
                "<dt>Croissance<dd>1\u{202f}200 / 1\u{202f}000 \u{2212} 1 = +20,0\u{202f}%",
                "<dt>Dénominateur<dd>la valeur de la période précédente",
                "<dt>Période précédente<dd>octobre 2025 = 1\u{202f}000",
                "210/50 Di (50 avant, 260 maintenant)",
                "Di (50 / 1 000 avant, 260 / 1 200 maintenant)",
                "200/1000 Total (1 000 avant, 1 200 maintenant)",
            ],
        ),
    ] {
        let page = project.read(&format!("out/2025-11-01/{file}"));
        for part in parts {
            assert!(page.contains(part), "{part}\n{page}");
        }
    }
}

#[test]
fn a_dumbbell_joins_the_value_before_and_the_value_now() {
    let spec = SPEC.replacen(
        "sections:",
        "charts:
  amounts: {type: dumbbell, data: by_maker, x: [downloads_previous, downloads], y: maker}
  shares: {type: dumbbell, data: by_maker, x: [downloads_share_previous, downloads_share], y: maker}
sections:
  - {chart: amounts, when: previous}
  - {chart: shares, when: previous}",
        1,
    );
    let spec = spec.replace("charts: [], tables", "charts: [svg], tables");
    let project = project(&spec);
    both(&project);
    let page = markdown(&project, "2025-11-01");
    // Di had 50 and has 260; Ada 600 and 630; Eve is new.
    assert!(page.contains("Largest gap: Di ("), "{page}");
    let svg = project.read("out/2025-11-01/charts/amounts.en.svg");
    for wanted in [">50<", ">260<", ">600<", ">630<", ">80<"] {
        assert!(svg.contains(wanted), "{wanted}: {svg}");
    }
    let marks = svg.split("class=\"marks\"").nth(1).expect("marks");
    assert_eq!(marks.matches("<circle").count(), 7, "{marks}");
    let shares = project.read("out/2025-11-01/charts/shares.en.svg");
    assert!(
        shares.contains("52.5%") && shares.contains("60.0%"),
        "{shares}"
    );
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
