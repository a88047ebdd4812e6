//! Currencies and units on axes and in texts, titles of axes, bounds of buckets: every text was worked out by hand.

use crate::charts::texts;
use crate::fixture::Project;
use crate::origins;

/// A report with one chart of four rows, whose measure `value` has this format.
fn chart(format: &str, chart: &str, rows: &str) -> Project {
    let spec = format!(
        r#"
version: 1
locales: [fr, en]
title: Axes
sources:
  rows:
    path: rows.csv
    columns: {{name: {{type: string, title: {{fr: "Nom de l'hébergeur", en: Name of the provider}}}}, n: {{type: integer}}}}
measures: {{value: {{sql: "sum(n)", title: {{fr: Valeur, en: Value}}, format: {format}}}}}
breakdowns: {{by_name: {{by: name, measures: [value]}}}}
charts: {{it: {chart}}}
sections: [{{chart: it}}]
"#
    );
    let project = Project::of(&spec).file("rows.csv", format!("name,n\n{rows}"));
    let run = ["run", "spec.yaml", "--out", "out", "--quiet"];
    project.hfreport(&run).fine();
    project
}

const LYING: &str = "{type: bar, data: by_name, x: value, y: name}";

#[test]
fn an_axis_writes_currencies_and_units_as_each_language_does() {
    let rows = "a,40000\nb,10000\n";
    for (format, french, english) in [
        ("{currency: EUR}", "20\u{202f}000\u{a0}€", "€20K"),
        ("{currency: USD}", "20\u{202f}000\u{a0}$", "$20K"),
        ("{currency: CHF}", "20\u{202f}000\u{a0}CHF", "CHF\u{a0}20K"),
        (
            "{unit: {fr: Go, en: GB}}",
            "20\u{202f}000\u{a0}Go",
            "20K\u{a0}GB",
        ),
        ("integer", "20\u{202f}000", "20K"),
    ] {
        for bars in [LYING, "{type: bar, data: by_name, x: name, y: value}"] {
            let project = chart(format, bars, rows);
            for (file, expected) in [("it.fr.svg", french), ("it.en.svg", english)] {
                let texts = texts(&project, file);
                assert!(texts.iter().any(|it| it == expected), "{format}: {texts:?}");
            }
        }
    }
}

#[test]
fn a_french_axis_writes_thousands_in_full_and_millions_with_their_letter() {
    let logarithmic = "{type: bar, data: by_name, x: value, y: name, scale: log}";
    let project = chart("integer", logarithmic, "a,2000000\nb,12\n");
    let texts = texts(&project, "it.fr.svg");
    for tick in ["1\u{202f}000", "100\u{202f}000", "1\u{a0}M"] {
        assert!(texts.iter().any(|it| it == tick), "{tick}: {texts:?}");
    }
    assert!(!texts.iter().any(|it| it.contains('k')), "{texts:?}");
}

#[test]
fn small_amounts_keep_the_space_before_their_symbol_on_an_axis() {
    let project = chart("{currency: EUR}", LYING, "a,400\nb,100\n");
    let texts = texts(&project, "it.fr.svg");
    assert!(texts.iter().any(|it| it == "200\u{a0}€"), "{texts:?}");
}

#[test]
fn the_title_of_an_axis_is_written_in_full_beside_short_names_and_above_many_bars() {
    let many: String = (10..50).map(|row| format!("r{row},{row}00\n")).collect();
    for rows in ["a,400\nb,100\n", &many] {
        let project = chart("{currency: EUR}", LYING, rows);
        let svg = project.read("out/charts/it.fr.svg");
        let document = roxmltree::Document::parse(&svg).expect("XML");
        let texts: Vec<_> = document
            .descendants()
            .filter(|it| it.has_tag_name("text") && it.text().is_some())
            .collect();
        let title = texts
            .iter()
            .find(|it| it.text() == Some("Nom de l’hébergeur"))
            .unwrap_or_else(|| panic!("{svg}"));
        // No tick is at its height.
        let height = title.attribute("y");
        let level = texts.iter().filter(|it| it.attribute("y") == height);
        assert_eq!(level.count(), 1, "{svg}");
    }
}

#[test]
fn a_title_that_is_cut_is_told_in_full() {
    let long = "Un titre ".repeat(30);
    let spec = format!(
        "version: 1\nlocales: [fr]\ntitle: Axes\nsources:\n  rows:\n    path: rows.csv\n    columns: {{name: {{type: string}}, n: {{type: integer}}}}\n\
         measures: {{value: {{sql: sum(n), title: {{fr: {long}}}}}}}\nbreakdowns: {{by_name: {{by: name, measures: [value]}}}}\n\
         charts: {{it: {LYING}}}\nsections: [{{chart: it}}]\n"
    );
    let project = Project::of(&spec).file("rows.csv", "name,n\na,1\n");
    project
        .hfreport(&["run", "spec.yaml", "--out", "out", "--quiet"])
        .fine();
    let svg = project.read("out/charts/it.fr.svg");
    assert!(
        svg.contains(&format!("<title>{}</title>", long.trim())),
        "{svg}"
    );
}

#[test]
fn the_bounds_of_a_bucket_are_never_rounded() {
    let spec = r#"
version: 1
locales: [fr, en]
title: Sizes
sources: {rows: {path: rows.csv, columns: {name: {type: string}, n: {type: integer}}}}
dimensions: {size: {bucket: n, edges: [1000000, 1000400, 9007199254740993]}}
measures: {rows: {sql: "count(*)"}}
breakdowns: {by_size: {by: size, measures: [rows]}}
sections: [{table: by_size}]
"#;
    let project = Project::of(spec).file("rows.csv", "name,n\na,1\n");
    let run = [
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "markdown",
        "--quiet",
    ];
    project.hfreport(&run).fine();
    let english = project.read("out/report.en.md");
    for label in ["\\<1M", "1M–1.0004M", "≥9007.199254740993T"] {
        let shown = english.replace(',', "");
        assert!(shown.contains(label), "{label}: {english}");
    }
}

#[test]
fn an_amount_is_linked_with_its_currency_or_unit_and_without_what_it_counts() {
    let text = "{{ metrics.all|currency('EUR') }}, {{ metrics.all|currency('CAD') }}, \
                {{ (metrics.small - metrics.large)|points }}, {{ metrics.all|counted('modèle', 'modèles') }}, \
                {% set said = metrics.all|counted('modèle', 'modèles') %}{{ said }}.";
    let page = origins::project(text, origins::ROWS);
    let linked = |page: &str| {
        let shown = origins::paragraph(page);
        let links = shown.split("<a href=").skip(1);
        links
            .map(|link| {
                let link = link.split_once('>').expect("a tag").1;
                link.split("</a>").next().expect("an end").to_owned()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        linked(&page.read("out/index.html")),
        [
            "100,00\u{a0}€",
            "100,00\u{a0}$\u{a0}CA",
            "33,3\u{a0}points",
            "100",
            "100"
        ]
    );
    assert_eq!(
        linked(&page.read("out/index.en.html")),
        [
            "€100.00",
            "CA$100.00",
            "33.3\u{a0}percentage points",
            "100",
            "100"
        ]
    );
}

#[test]
fn shares_that_are_left_or_lie_between_others_are_written_in_percent_and_hundredths_as_decimals() {
    let spec = r#"
version: 1
title: Shares
sources:
  rows:
    path: rows.csv
    columns: {name: {type: string}, n: {type: integer}}
measures: {n: {sql: "sum(n)"}}
breakdowns: {by_name: {by: name, measures: [n], cumulative: true}}
metrics:
  a: {measure: n, where: "name = 'a'", of: {}}
  b: {measure: n, where: "name = 'b'", of: {}}
  c: {measure: n, where: "name = 'c'", of: {}}
sections:
  - text: >-
      {{ (by_name[2].n_cumulative - by_name[0].n_cumulative)|percent }},
      {{ (metrics.a - metrics.b - metrics.c)|percent }},
      {{ (metrics.a - metrics.b)|points }},
      {{ (metrics.a * 100)|decimal(1) }} of a hundred, {{ metrics.a|percent }}, a % sign of its own,
      {% if metrics.a > 0.4 and metrics.b <= 1 %}most{% endif %}.
"#;
    let project = Project::of(spec).file("rows.csv", "name,n\na,50\nb,30\nc,15\nd,5\n");
    let run = ["run", "spec.yaml", "--out", "out", "--quiet"];
    project.hfreport(&run).fine();
    let text = project.read("out/report.md");
    let expected = "45.0%, 5.0%, 20.0\u{a0}percentage points, 50.0 of a hundred, 50.0%, a % sign of its own, most.";
    assert!(text.contains(expected), "{text}");
}
