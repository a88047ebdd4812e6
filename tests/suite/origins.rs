//! The origins of the numbers in a page: each number is a link to the definition behind it, with
//! the exact integers of its row; outside of pages, none of this is visible.

use crate::fixture::{Project, bundle, hfreport, home};

/// Downloads: Alpha 70 (x 40, y 30), Beta 20, Gamma 10; 100 in all. Sized are x, z: 60.
pub(crate) const ROWS: &str =
    "model,account,downloads,parameters\nx,Alpha,40,10\ny,Alpha,30,\nz,Beta,20,2000\nu,Gamma,10,\n";

fn spec(text: &str) -> String {
    let text = serde_json::Value::from(text);
    format!(
        r#"
version: 1
locales: [fr, en]
title: "Report on {{{{ metrics.all }}}}"
params: {{limit: 50, label: abc}}
sources:
  models:
    path: rows.csv
    columns:
      model: {{type: string}}
      account: {{type: string}}
      downloads: {{type: integer}}
      parameters: {{type: integer, nullable: true}}
filters: {{sized: "parameters IS NOT NULL"}}
measures:
  downloads: {{sql: "sum(downloads)", title: {{fr: Téléchargements, en: Downloads}}, unit: {{fr: téléchargements, en: downloads}}}}
breakdowns:
  by_account: {{by: account, measures: [downloads], title: {{fr: Par compte, en: By account}}}}
  by_account_model: {{by: [account, model], measures: [downloads], within: account}}
metrics:
  all: {{measure: downloads}}
  small: {{measure: downloads, where: "parameters < 1000", of: {{where: sized}}, format: {{percent: 2}}, title: {{fr: Petits modèles, en: Small models}}}}
  large: {{measure: downloads, where: "parameters >= 1000", of: {{where: "parameters IS NOT NULL"}}}}
  flag: {{from: by_account, sql: "count(*) = 3", format: boolean}}
charts:
  accounts: {{type: bar, data: by_account, x: downloads, y: account, caption: "{{{{ by_account[0].downloads }}}} in a caption"}}
sections:
  - text: {text}
  - chart: accounts
  - table: by_account_model
allow: [HF0308]
"#
    )
}

/// The output for a text; the rows may differ.
pub(crate) fn project(text: &str, rows: &str) -> Project {
    let project = Project::of(&spec(text)).file("rows.csv", rows);
    let outcome = project.hfreport(&[
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "html,markdown,json,csv,svg",
        "--quiet",
    ]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    project
}

/// A page in which each link of the text has all its rows: parts that the list at the end omits
/// because they repeat are filled in.
fn with_rows(page: &str) -> String {
    let list = page.split(" data-n=\"").nth(1).expect("a list of rows");
    let list = list.split('"').next().unwrap_or_default();
    let (text, definitions) = page.split_once("<section id=.").expect("definitions");
    let mut parts = text.split("<a href=#.");
    let mut told = parts.next().unwrap_or_default().to_owned();
    let mut links = list.split('\n');
    let (mut numerator, mut denominator, mut head) = (String::new(), String::new(), String::new());
    for part in parts {
        let rows = links.next().expect("a line for each link");
        let mut said = Vec::new();
        for row in rows.split('\t').filter(|row| !row.is_empty()) {
            let numbers = row.find([' ', '~']).unwrap_or(row.len());
            let (numbers, label) = row.split_at(numbers);
            let (own, of) = numbers.split_once('/').unwrap_or((numbers, ""));
            if own != "=" {
                own.clone_into(&mut numerator);
            }
            if !of.is_empty() {
                of.clone_into(&mut denominator);
            }
            let mut row = numerator.clone();
            if numbers.contains('/') {
                row += &format!("/{denominator}");
            }
            match label.strip_prefix('~') {
                Some("") => row += &format!(" {head}"),
                Some(rest) => row += &format!(" {head} / {rest}"),
                None => {
                    row += label;
                    if let Some(label) = label.strip_prefix(' ') {
                        label
                            .split(" / ")
                            .next()
                            .unwrap_or_default()
                            .clone_into(&mut head);
                    }
                }
            }
            said.push(row);
        }
        let (definition, rest) = part.split_once('>').expect("a tag");
        told += &match said.join("\n").as_str() {
            "" => format!("<a href=#.{definition}>{rest}"),
            said if said.contains([' ', '\n']) => {
                format!("<a href=#.{definition} data-n=\"{said}\">{rest}")
            }
            said => format!("<a href=#.{definition} data-n={said}>{rest}"),
        };
    }
    assert_eq!(links.next(), None, "a link for each line");
    format!("{told}<section id=.{definitions}")
}

pub(crate) fn paragraph(page: &str) -> String {
    let start = page.find("<main").expect("a main part");
    let start = start + page[start..].find("<p>").expect("a paragraph");
    let end = start + page[start..].find("</p>").expect("its end");
    page[start + 3..end].trim().to_owned()
}

/// The definition to which a link of the page leads: its title and parts.
fn definition(page: &str, number: usize) -> String {
    let opening = format!("<div id=.{number}");
    let start = page
        .find(&opening)
        .unwrap_or_else(|| panic!("no {opening}"));
    let end = start + page[start..].find("</div>").expect("its end");
    page[start..end].to_owned()
}

/// The first paragraph of the English page, with definitions replaced by their titles.
fn linked(text: &str) -> String {
    linked_of(text, ROWS)
}

fn linked_of(text: &str, rows: &str) -> String {
    let page = with_rows(&project(text, rows).read("out/index.en.html"));
    let mut shown = paragraph(&page);
    let mut number = 0;
    while page.contains(&format!("<div id=.{number}")) {
        let found = definition(&page, number);
        let title = found
            .split("<b>")
            .nth(1)
            .and_then(|rest| rest.split("</b>").next());
        let link = format!("<a href=#.{number}");
        // A denominator shared by all rows is in the definition.
        if let Some(of) = found.split(" data-d=").nth(1) {
            let of = of.split(['>', ' ']).next().expect("a denominator");
            let opening = format!("{link} data-n=\"");
            let mut parts = shown.split(&opening);
            let mut whole = parts.next().unwrap_or_default().to_owned();
            for part in parts {
                let digits = part.find(|c: char| !c.is_ascii_digit()).expect("an end");
                let (digits, rest) = part.split_at(digits);
                whole += &format!("{opening}{digits}{of}{rest}");
            }
            shown = whole;
        }
        for end in [">", " "] {
            let named = format!("<{}{end}", title.expect("a title"));
            shown = shown.replace(&format!("{link}{end}"), &named);
        }
        number += 1;
    }
    shown.replace(" data-n=", " ").replace("</a>", "</>")
}

#[test]
fn a_metric_leads_to_its_definition_with_both_integers() {
    let project = project(
        "{{ formatted.small }} and {{ metrics.small|percent }}.",
        ROWS,
    );
    let page = project.read("out/index.en.html");
    assert_eq!(
        paragraph(&page),
        "<a href=#.0>66.67%</a> and <a href=#.0>66.7%</a>."
    );
    let told = definition(&page, 0);
    for part in [
        "<b>Small models</b>",
        "<dt>Measure<dd>downloads = sum(downloads)",
        "<dt>Condition<dd>parameters &lt; 1000",
        "<dt>Divided by<dd>same measure and rows, where sized (parameters IS NOT NULL)",
        "<dt>File<dd>rows.csv (4\u{a0}rows)",
        "<dt>Exact value (downloads)<dd>40 / 60",
        "<dt>Rows counted<dd>1 / 2",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
    let told = definition(&project.read("out/index.html"), 0);
    for part in [
        "<b>Petits modèles</b>",
        "<dt>Mesure<dd>downloads = sum(downloads)",
        "<dt>Dénominateur<dd>mêmes mesure et lignes, condition sized (parameters IS NOT NULL)",
        "<dt>Fichier<dd>rows.csv (4\u{a0}lignes)",
        "<dt>Valeur exacte (téléchargements)<dd>40 / 60",
        "<dt>Lignes comptées<dd>1 / 2",
    ] {
        assert!(told.contains(part), "{part}\n{told}");
    }
}

#[test]
fn a_cell_names_its_row_and_its_share_both_integers() {
    assert_eq!(
        linked(
            "{{ by_account[0].downloads_share|percent }} of {{ by_account['Beta'].downloads|compact_counted('download', 'downloads') }}, {{ by_account_model['Alpha']['y'].downloads_share|percent(0) }}, {{ by_account[2].downloads_rank|ordinal }}"
        ),
        "<Downloads (share), By account \"70/100 Alpha\">70.0%</> of \
         <Downloads, By account \"20 Beta\">20</>\u{a0}downloads, \
         <Downloads (share), Downloads by account and model \"30/70 Alpha / y\">43%</>, \
         <Downloads (rank), By account \"3 Gamma\">3rd</>"
    );
}

#[test]
fn rows_of_loops_macros_and_variables_are_those_that_are_printed() {
    assert_eq!(
        linked(
            "{% macro told(it) %}{{ it.downloads }}{% endmacro %}{% for row in by_account %}{% set cell = by_account_model[row.account][0] %}{{ told(row) }} {{ cell.downloads|integer }}{% if not loop.last %}, {% endif %}{% endfor %}"
        ),
        "<Downloads, By account \"70 Alpha\">70</> <Downloads, Downloads by account and model \"40 Alpha / x\">40</>, \
         <Downloads, By account \"20 Beta\">20</> <Downloads, Downloads by account and model \"20 Beta / z\">20</>, \
         <Downloads, By account \"10 Gamma\">10</> <Downloads, Downloads by account and model \"10 Gamma / u\">10</>"
    );
}

#[test]
fn a_variable_has_the_origin_of_what_it_was_set_to_last() {
    assert_eq!(
        linked(
            "{% set n = metrics.small %}{{ n|percent }} {% if metrics.all > 1 %}{% set n = by_account[1].downloads_share %}{% endif %}{{ n|percent }} {% set n = 0.5 %}{{ n|percent }}"
        ),
        "<Small models>66.7%</> <Downloads (share), By account \"20/100 Beta\">20.0%</> 50.0%"
    );
    // A variable of a loop, or of several values, may be anything.
    assert_eq!(
        linked(
            "{% set n = metrics.small %}{% for n in [0.25] %}{{ n|percent }}{% endfor %} {% set a, b = metrics.all, 3 %}{{ a }}"
        ),
        "25.0% 100"
    );
}

#[test]
fn what_is_computed_leads_to_its_formula_and_all_its_parts() {
    let text = "{{ (metrics.small - metrics.large)|points }}, {{ (by_account[0].downloads / by_account[1].downloads)|decimal }}, {{ (by_account[0].downloads - metrics.all)|integer }}";
    let page = with_rows(&project(text, ROWS).read("out/index.en.html"));
    assert_eq!(
        paragraph(&page),
        "<a href=#.2 data-n=\"40/60 Small models\n20/60 Large\">33.3\u{a0}percentage points</a>, \
         <a href=#.4 data-n=\"70 Alpha\n20 Beta\">3.5</a>, \
         <a href=#.6 data-n=\"70 Alpha, Downloads, By account\n100 Downloads\">\u{2212}30</a>"
    );
    assert_eq!(
        definition(&page, 2),
        "<div id=.2 data-u=\"\"><b>Calculation</b><dl><dt>Formula<dd>metrics.small - metrics.large\
         <dt>Measure<dd>–<dt>Rows<dd>–<dt>File<dd>–<dt>Source<dd>–<dt>From<dd><a href=#.0>Small models</a><dd><a href=#.1>Large</a></dl>"
            .replace("<dt>Measure<dd>–<dt>Rows<dd>–<dt>File<dd>–<dt>Source<dd>–", &denied(&page))
    );
    assert!(
        definition(&page, 4).contains("<dd>by_account[0].downloads / by_account[1].downloads<dt")
    );
}

/// Shared parts in their order, as a definition without them negates them.
fn denied(page: &str) -> String {
    let start = page.find("<div class=shared>").expect("shared parts");
    let shared = &page[start..start + page[start..].find("</dl>").expect("an end")];
    let names = shared.split("<dt>").skip(1);
    let names = names.map(|part| part.split("<dd>").next().expect("a name"));
    let names: Vec<&str> = names.collect();
    format!("<dt class=x>{}<dd>–", names.join(", "))
}

#[test]
fn counts_of_rows_and_filters_that_enumerate_are_marked_one_by_one() {
    assert_eq!(
        linked(
            "{{ by_account|length }} {{ by_account[1:]|length|number_word }} {{ by_account|sum(attribute='downloads') }}: {{ by_account[:2]|shares('account') }}"
        ),
        "<Number of rows, By account 3>3</> <Number of rows, By account 2/3>two</> \
         <Downloads, By account \" sum of rows: 3\">100</>: \
         Alpha (<Downloads (share), By account \"70/100 Alpha\">70.0%</>) and \
         Beta (<Downloads (share), By account \"20/100 Beta\">20.0%</>)"
    );
}

#[test]
fn a_text_of_enumerations_alone_is_linked_too() {
    assert_eq!(
        linked("{{ by_account[:1]|shares('account') }}"),
        "Alpha (<Downloads (share), By account \"70/100 Alpha\">70.0%</>)"
    );
}

#[test]
fn params_and_numbers_of_sources_say_what_they_are() {
    assert_eq!(
        linked(
            "{{ params.limit }} {{ sources.models.rows|counted('row', 'rows') }} {{ params.label }}"
        ),
        "<Param limit>50</> <Rows kept>4</>\u{a0}rows abc"
    );
}

#[test]
fn what_is_not_certain_is_plain_text() {
    for (text, expected) in [
        (
            "{% set ns = namespace(n=0) %}{% for row in by_account %}{% set ns.n = ns.n + row.downloads %}{% endfor %}{{ ns.n }}",
            "100",
        ),
        ("{{ 500000000|compact }}", "500\u{a0}million"),
        ("{{ [1, 2]|length }} {{ 'abc'|length }}", "2 3"),
        ("{{ formatted.flag }}", "yes"),
        (
            "{% for row in by_account %}{{ loop.index }}{% endfor %}",
            "123",
        ),
        ("{{ by_account[0].account }}", "Alpha"),
        ("{% set s %}{{ 7 }}{% endset %}{{ s }}", "7"),
    ] {
        // The caption of the chart always has an origin, so there is a list.
        assert_eq!(linked(text), expected, "{text}");
    }
}

#[test]
fn a_text_that_changes_with_the_signs_in_it_keeps_its_words_and_loses_its_links() {
    assert_eq!(
        linked("{% set s %}{{ metrics.all }}{% endset %}{{ s|length }} {{ metrics.all }}"),
        "3 100"
    );
}

#[test]
fn labels_of_the_data_that_look_like_signs_or_markup_are_harmless() {
    let rows = ROWS
        .replace("Alpha", "\u{e000}c0.0.0\u{e001}99\u{e002}")
        .replace("Beta", "<b>&'`|");
    assert_eq!(
        linked_of(
            "{{ by_account[0].account }} {{ by_account[0].downloads }} {{ by_account[1].downloads }}",
            &rows
        ),
        "\u{e000}c0.0.0\u{e001}99\u{e002} \
         <Downloads, By account \"70 \u{e000}c0.0.0\u{e001}99\u{e002}\">70</> \
         <Downloads, By account \"20 &lt;b&gt;&amp;&#39;`|\">20</>"
    );
}

#[test]
fn no_file_of_the_bundle_holds_a_sign_and_only_pages_hold_links() {
    let text = "{{ metrics.small|percent }} : {{ by_account|shares('account') }} {{ (metrics.small - metrics.large)|points }} ; **{{ by_account|length }}**";
    let project = project(text, ROWS);
    for (path, bytes) in bundle(&project.folder().join("out")) {
        let text = String::from_utf8(bytes).expect("text");
        let signs = text
            .chars()
            .filter(|c| ('\u{e000}'..='\u{f8ff}').contains(c));
        assert_eq!(signs.count(), 0, "{path}");
        assert!(!text.contains("hf__"), "{path}");
        assert_eq!(text.contains("href=#."), path.ends_with(".html"), "{path}");
    }
    assert!(project.read("out/report.md").contains(
        "66,7\u{202f}%\u{a0}: Alpha (70,0\u{202f}%), Beta (20,0\u{202f}%) et Gamma (10,0\u{202f}%) 33,3\u{a0}points\u{202f}; **3**"
    ));
    let page = with_rows(&project.read("out/index.html"));
    assert!(
        paragraph(&page).starts_with("<a href=#.0>66,7\u{202f}%</a>\u{a0}: Alpha (<a href=#.1 data-n=\"70 Alpha\">70,0\u{202f}%</a>), "),
        "{}",
        paragraph(&page)
    );
    assert!(page.contains(" data-n=\"70 Alpha\">70</a> in a caption"));
    assert!(page.contains("<title>Report on 100</title>"));
}

#[test]
fn a_template_that_fails_is_reported_at_the_place_in_its_own_text() {
    let text = "{{ metrics.all }} {{ by_account[0].downloads_share }}";
    let project = Project::of(&spec("templates/a.j2"))
        .file("templates/a.j2", text)
        .file("rows.csv", ROWS);
    let outcome = project.hfreport(&[
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--message-format",
        "short",
    ]);
    assert_eq!(outcome.code, 1);
    assert!(
        outcome.stderr.contains("templates/a.j2:1:")
            && outcome.stderr.contains("is a share, which needs a filter"),
        "{}",
        outcome.stderr
    );
}

/// Text without the parts between two marks.
fn without(text: &str, opening: &str, closing: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once(opening) {
        kept.push_str(before);
        rest = inside.split_once(closing).map_or("", |(_, behind)| behind);
    }
    kept + rest
}

#[test]
fn nearly_every_number_of_the_october_report_says_where_it_comes_from() {
    let project = Project::new();
    let out = project.folder().join("out").display().to_string();
    let arguments = [
        "run",
        "reports/october_2025.yaml",
        "--out",
        &out,
        "--format",
        "html",
        "--quiet",
    ];
    hfreport(&home(), &arguments).fine();
    for page in ["out/index.html", "out/index.en.html"] {
        let page = project.read(page);
        let main = page.split_once("<main").expect("a main part").1;
        let (text, list) = main.split_once("<section id=.").expect("the list");
        let linked = text.matches("<a href=#.").count();
        assert!(linked >= 160, "{linked} links");
        // Remarks on entities are sentences in cells of a table.
        let unlinked = without(text, "<a href=#.", "</a>");
        let cells = unlinked.split("<td role=cell>").skip(1);
        let cells = cells.filter_map(|cell| Some(cell.split_once('<')?.0));
        let remarks: Vec<&str> = cells.filter(|cell| cell.ends_with('.')).collect();
        assert!(remarks.len() >= 45, "{}", remarks.len());
        for remark in remarks {
            assert!(!remark.contains('%'), "{remark}");
        }
        // Shares that are given and not computed: "more than 90 %", "may exceed 100 %".
        let text = without(&without(text, "<figure", "</figure>"), "<a href=#.", "</a>");
        let text = without(&text, "<table", "</table>");
        let shares: Vec<&str> = text.split('%').collect();
        let plain = &shares[..shares.len() - 1];
        let numbers = plain.iter().filter(|before| {
            before
                .trim_end_matches(['\u{202f}', ' '])
                .ends_with(|c: char| c.is_ascii_digit())
        });
        let numbers: Vec<String> = numbers
            .map(|before| {
                before
                    .chars()
                    .rev()
                    .take(40)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .rev()
                    .collect()
            })
            .collect();
        assert!(numbers.len() <= 2, "{numbers:#?}");
        // The size that the links, the list and their style add to the page.
        let links: usize = main
            .split("<a href=#.")
            .skip(1)
            .map(|it| 14 + it.find('>').unwrap_or(0))
            .sum();
        let added = links + list.find("</section>").expect("its end");
        assert!(added <= 60_000, "{added} bytes");
    }
}
