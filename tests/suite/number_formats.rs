//! How numbers are written where no format says it, in every output: no value is hidden. Currencies and
//! units stand wherever a value does.

use crate::fixture::Project;

const ROWS: &str = "account,downloads,models,cost,size\n\
    a,2,50,12.81,0.5\nb,200,500,7.00,0.25\nc,25,2,0.05,3\nd,0,3,3.5,0.125\n";

fn project(measures: &str, breakdown: &str, chart: &str) -> Project {
    Project::of(&format!(
        r#"
version: 1
locales: [en, fr]
title: Numbers
sources:
  rows:
    path: rows.csv
    columns:
      account: {{type: string}}
      downloads: {{type: integer}}
      models: {{type: integer}}
      cost: {{type: decimal(2)}}
      size: {{type: number}}
measures:
  downloads: {{sql: "sum(downloads)"}}
  models: {{sql: "sum(models)"}}
{measures}
breakdowns:
  t: {{by: account, {breakdown}}}
metrics:
  low: {{measure: each, where: "account = 'a'"}}
sections:
  - text: "low {{{{ formatted.low }}}}"
  - table: t
  - chart: c
charts: {{c: {{type: bar, data: t, {chart}}}}}
outputs: {{formats: [html, markdown, json], charts: [svg]}}
allow: [HF0308]
"#
    ))
    .file("rows.csv", ROWS)
}

const EACH: &str = "  each: {ratio: [downloads, models]}";

/// The cells of the table below the text of a Markdown report.
fn table(markdown: &str) -> Vec<String> {
    let lines = markdown.lines();
    let rows = lines.filter(|line| line.starts_with('|')).skip(2);
    rows.take_while(|line| !line.contains("Total"))
        .map(|line| line.trim_matches('|').trim().to_owned())
        .take(4)
        .collect()
}

#[test]
fn a_computed_number_hides_nothing_where_no_format_says_how_it_is_written() {
    let project = project(EACH, "measures: [each], sort: key", "x: each, y: account");
    project.hfreport(&["run", "spec.yaml"]).fine();
    let english = project.read("out/report.md");
    assert_eq!(
        table(&english),
        [
            "a | 0.040 | 3",
            "b | 0.40 | 2",
            "c | 12.5 | 1",
            "d | 0.0 | 4"
        ]
    );
    assert!(english.contains("low 0.040"), "{english}");
    let french = project.read("out/report.fr.md");
    assert!(french.contains("a | 0,040 | 3"), "{french}");
    let json: serde_json::Value = serde_json::from_str(&project.read("out/report.json")).unwrap();
    assert_eq!(
        json["breakdowns"]["t"]["rows"][0]["shown"]["en"][0],
        "0.040"
    );
    assert_eq!(json["metrics"]["low"]["shown"]["en"], "0.040");
    let drawing = project.read("out/charts/c.en.svg");
    for value in ["0.040", "0.40", "12.5"] {
        assert!(
            drawing.contains(&format!(">{value}<")),
            "{value}: {drawing}"
        );
    }
    let page = project.read("out/index.html");
    assert!(page.contains(">0.040<"), "{page}");
}

#[test]
fn means_quantiles_and_sums_of_numbers_hide_nothing() {
    let measures = format!(
        "{EACH}\n  mean: {{sql: \"avg(size) / 100\"}}\n  middle: {{sql: \"median(size)\"}}\n  whole: {{sql: \"sum(size)\"}}"
    );
    let project = project(
        &measures,
        "measures: [mean, middle, whole], sort: key",
        "x: mean, y: account",
    );
    project.hfreport(&["run", "spec.yaml"]).fine();
    assert_eq!(
        table(&project.read("out/report.md")),
        [
            "a | 0.0050 | 2 | 0.50 | 2 | 0.50",
            "b | 0.0025 | 3 | 0.25 | 3 | 0.25",
            "c | 0.030 | 1 | 3.0 | 1 | 3.0",
            "d | 0.0013 | 4 | 0.13 | 4 | 0.13"
        ]
    );
}

#[test]
fn a_format_that_is_said_is_kept() {
    let measures = "  each: {ratio: [downloads, models], format: integer}\n  dear: {sql: \"sum(cost)\", format: integer}";
    let project = project(
        measures,
        "measures: [each, dear], sort: key",
        "x: dear, y: account",
    );
    project.hfreport(&["run", "spec.yaml"]).fine();
    let rows = table(&project.read("out/report.md"));
    assert!(rows[2].starts_with("c | 13 | 1 | 0 |"), "{rows:?}");
    assert!(rows[0].starts_with("a | 0 | 3 | 13 |"), "{rows:?}");
}

#[test]
fn a_first_list_of_published_figures_holds_small_numbers_with_their_digits() {
    let project = project(EACH, "measures: [each]", "x: each, y: account");
    let spec = project.read("spec.yaml");
    project.write("spec.yaml", format!("{spec}published: figures.yaml\n"));
    let accepted = ["verify", "spec.yaml", "--accept"];
    project.hfreport(&accepted).fine();
    let figures = project.read("figures.yaml");
    assert!(figures.contains("0.040"), "{figures}");
    project.hfreport(&["verify", "spec.yaml"]).fine();
    // The double of it is another number.
    project.write("rows.csv", ROWS.replace("a,2,50", "a,4,50"));
    project.hfreport(&["verify", "spec.yaml"]).ends_with(1);
}

#[test]
fn currencies_and_units_stand_on_axes_marks_and_in_what_the_script_reads() {
    let measures = format!(
        "{EACH}\n  cost: {{sql: \"sum(cost)\", format: {{currency: EUR}}}}\n  storage: {{sql: \"sum(downloads)\", format: {{unit: {{fr: Go, en: GB}}}}}}"
    );
    for (measure, marks, axes, attributes) in [
        (
            "cost",
            ["€12.81", "12,81\u{a0}€"],
            ["€2", "2\u{a0}€"],
            ["data-b=\"€\"", "data-u=\"\u{a0}€\""],
        ),
        (
            "storage",
            ["200\u{a0}GB", "200\u{a0}Go"],
            ["100\u{a0}GB", "100\u{a0}Go"],
            ["data-u=\"\u{a0}GB\"", "data-u=\"\u{a0}Go\""],
        ),
    ] {
        let project = project(
            &measures,
            &format!("measures: [{measure}]"),
            &format!("x: {measure}, y: account"),
        );
        project.hfreport(&["run", "spec.yaml"]).fine();
        for (at, (drawing, page)) in [("c.en.svg", "index.html"), ("c.fr.svg", "index.fr.html")]
            .into_iter()
            .enumerate()
        {
            let drawing = project.read(&format!("out/charts/{drawing}"));
            for text in [marks[at], axes[at]] {
                assert!(drawing.contains(&format!(">{text}<")), "{text}: {drawing}");
            }
            let page = project.read(&format!("out/{page}"));
            assert!(page.contains(attributes[at]), "{}: {page}", attributes[at]);
        }
    }
}

#[test]
fn a_metric_of_a_measure_in_percent_is_written_in_percent() {
    let spec = "version: 1\nlocales: [en]\ntitle: Rates\nsources:\n  rows: {path: rows.csv, columns: {school: {type: string}, rate: {type: decimal(1)}}}\nmeasures:\n  rate: {sql: avg(rate) / 100, format: {percent: 1}}\nmetrics:\n  all: {measure: rate}\nsections:\n  - text: \"All: {{ formatted.all }}\"\noutputs: {dir: out}\n";
    let project = Project::of(spec).file("rows.csv", "school,rate\na,94.8\nb,96.0\n");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    let page = project.read("out/report.md");
    assert!(page.contains("All: 95.4%"), "{page}");
}

#[test]
fn a_metric_has_the_currency_or_unit_of_its_measure() {
    let measures = format!(
        "{EACH}\n  cost: {{sql: \"sum(cost)\", format: {{currency: EUR}}}}\n  million: {{sql: \"sum(downloads)\", format: {{scale: M}}}}"
    );
    let project = project(&measures, "measures: [cost]", "x: cost, y: account");
    let spec = project
        .read("spec.yaml")
        .replace("{{ formatted.low }}", "{{ formatted.low }} {{ formatted.spent }} {{ formatted.part }} {{ formatted.all }}")
        .replace("metrics:", "metrics:\n  spent: {measure: cost}\n  part: {measure: cost, where: \"account = 'a'\", of: {}}\n  all: {measure: million}");
    project.write("spec.yaml", spec);
    project.hfreport(&["run", "spec.yaml"]).fine();
    // A scale is for tables, not for texts.
    let english = project.read("out/report.md");
    assert!(english.contains("low 0.040 €23.36 54.8% 227"), "{english}");
    let french = project.read("out/report.fr.md");
    assert!(french.contains("23,36\u{a0}€"), "{french}");
}

#[test]
fn a_large_number_that_a_text_prints_as_it_is_has_a_warning_and_years_and_params_have_none() {
    let spec = r#"
version: 1
title: Towns
locales: [fr, en]
params: {code: 75056}
sources:
  rows: {path: rows.csv, columns: {town: {type: string}, year: {type: integer}, sold: {type: integer}}}
measures: {sold: {sql: "sum(sold)"}, last: {sql: "max(year)"}}
breakdowns:
  towns: {by: town, measures: [sold, last]}
sections:
  - text: "{{ params.code }} {{ towns[0].last }} {{ towns[1].sold }}"
  - text: "{{ towns[0].sold|integer }}TEXT"
outputs: {dir: out}
"#;
    let run = |text: &str| {
        let rows = "town,year,sold\nOslo,2024,7000000\nRome,2023,812\n";
        let project = Project::of(&spec.replace("TEXT", text)).file("rows.csv", rows);
        let outcome = project.hfreport(&["run", "spec.yaml"]);
        (outcome.code, outcome.stderr)
    };
    let (_, grouped) = run("");
    assert!(!grouped.contains("HF0604"), "{grouped}");
    let (_, bare) = run(" {{ towns[0].sold }}");
    let told = "a text prints 7000000 of breakdown `towns` without groups of thousands";
    assert_eq!(bare.matches(told).count(), 1, "{bare}");
    assert!(bare.contains("spec.yaml:13:"), "{bare}");
}
