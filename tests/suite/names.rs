//! Names in the data that are not made for texts: they are shown unchanged, and do not affect the
//! text around them.

use crate::fixture::Project;

/// A report on one breakdown by name, whose sections have one line per row.
fn report(rows: &str, text: &str) -> Project {
    let spec = format!(
        r#"
version: 1
locales: [fr, en]
title: {{fr: "Noms", en: "Names"}}
sources: {{rows: {{path: rows.csv, columns: {{name: {{type: string}}, n: {{type: integer}}}}}}}}
measures: {{n: {{sql: "sum(n)", title: {{fr: Nombre, en: Number}}}}}}
breakdowns: {{by_name: {{by: name, measures: [n]}}}}
charts:
  names: {{type: bar, data: by_name, x: n, y: name, title: {{fr: Noms, en: Names}}}}
sections:
  - text: {text}
  - chart: names
outputs: {{tables: [csv]}}
"#
    );
    Project::of(&spec).file("rows.csv", format!("name,n\n{rows}"))
}

fn run(project: &Project, formats: &str) {
    let arguments = [
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        formats,
        "--quiet",
    ];
    project.hfreport(&arguments).fine();
}

#[test]
fn no_name_is_markup_of_a_text() {
    let rows = "\"e\n---\",5\n1. first,4\n- dash,3\n# head,2\n";
    let text = "'{% for row in by_name %}{{ row.name }}\n\n\n\n      {{ row.name }} ({{ row.n }})\n\n\n\n      {% endfor %}'";
    let project = report(rows, text);
    run(&project, "markdown,html,svg");
    let markdown = project.read("out/report.en.md");
    for line in [
        "e -\\-\\-\n",
        "1\\. first\n",
        "\\- dash\n",
        "\\# head\n",
        "1\\. first (4)\n",
    ] {
        assert!(
            markdown.contains(&format!("\n{line}")),
            "{line}: {markdown}"
        );
    }
    let page = project.read("out/index.en.html");
    for paragraph in [
        "<p>e ---</p>",
        "<p>1. first</p>",
        "<p>- dash</p>",
        "<p># head</p>",
    ] {
        assert!(page.contains(paragraph), "{paragraph}");
    }
}

#[test]
fn no_name_is_a_link() {
    let rows = "https://a.example,5\nwww.b.example,4\n";
    let text = "\"{{ by_name|shares('name') }}, {{ by_name[0].name }}\"";
    let project = report(rows, text);
    run(&project, "markdown,html,svg");
    let markdown = project.read("out/report.en.md");
    let line = "https\\://a.example (55.6%) and www\\.b.example (44.4%), https\\://a.example\n";
    assert!(markdown.contains(line), "{markdown}");
    for bare in ["https://a", "www.b"] {
        assert!(!markdown.contains(bare), "{markdown}");
    }
    let page = project.read("out/index.en.html");
    assert!(page.contains("https://a.example ("));
    assert!(!page.contains("href=\"https://a.example") && !page.contains("href=https://a.example"));
}

#[test]
fn typography_leaves_names_alone() {
    let rows = "Yahoo!,5\na ; b,4\nL'un,3\n";
    let text = "\"Voici : {{ by_name|shares('name') }} ; l'ordre est celui de {{ by_name|map(attribute='name')|list }} !\"";
    let project = report(rows, text);
    run(&project, "markdown,svg");
    let markdown = project.read("out/report.md");
    let expected = "Voici\u{a0}: Yahoo! (41,7\u{202f}%), a ; b (33,3\u{202f}%) et L'un (25,0\u{202f}%)\u{202f}; l’ordre est celui de Yahoo!, a ; b et L'un\u{202f}!";
    assert!(markdown.contains(expected), "{markdown}");
}

#[test]
fn a_name_of_another_direction_turns_nothing_around() {
    let rows = "a\u{202e}b,5\nשלום,4\nc,1\n";
    let text = "\"{{ by_name|shares('name') }}\"";
    let project = report(rows, text);
    run(&project, "markdown,html,svg,csv");
    let markdown = project.read("out/report.en.md");
    let apart = "\u{2068}a\u{202e}b\u{2069} (50.0%), \u{2068}שלום\u{2069} (40.0%), and c (10.0%)";
    assert!(markdown.contains(apart), "{markdown}");
    assert!(markdown.contains("| \u{2068}שלום\u{2069} | 4 |") || markdown.contains("names.en.svg"));
    let page = project.read("out/index.en.html");
    assert!(page.contains("<bdi>a\u{202e}b</bdi> ("), "in the text");
    assert!(
        page.contains("<th>\u{2068}a\u{202e}b\u{2069}"),
        "in the table, which tooltips read"
    );
    let drawing = project.read("out/charts/names.en.svg");
    // A drawing omits the mark itself.
    for name in ["\u{2068}ab\u{2069}</text>", "\u{2068}שלום\u{2069}</text>"] {
        assert!(drawing.contains(name), "in the drawing: {name}");
    }
    // Wherever the mark occurs, it is closed after it.
    for (file, text) in [("page", page), ("text", markdown), ("drawing", drawing)] {
        for (at, _) in text.match_indices('\u{202e}') {
            let opened = text[..at].ends_with("\u{2068}a") || text[..at].ends_with("<bdi>a");
            assert!(opened, "{file}: {}", &text[at.saturating_sub(60)..at]);
        }
    }
    // Programs join tables by names, so they are unchanged there.
    let table = project.read("out/tables/by_name.csv");
    assert!(table.contains("\na\u{202e}b,5,"), "{table}");
}

#[test]
fn a_name_that_the_embedded_font_cannot_draw_is_reported_where_pixels_are_made() {
    let project = report("日本,5\nGoogle,1\n", "x");
    run(&project, "markdown,svg");
    let outcome = project.hfreport(&["run", "spec.yaml", "--out", "png", "--format", "png"]);
    assert!(outcome.stderr.contains("HF0506"), "{}", outcome.stderr);
    assert!(
        outcome
            .stderr
            .contains("the PNG of chart `names` shows boxes for `日`, `本`"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn no_cell_is_a_formula_whatever_a_spreadsheet_separates_by() {
    let project = report("a;=1+1,5\n=2+2,4\n-3,1\n", "x");
    run(&project, "csv");
    let table = project.read("out/tables/by_name.csv");
    assert!(table.contains("\n\"a;'=1+1\",5,"), "{table}");
    assert!(table.contains("\n'=2+2,4,"), "{table}");
    assert!(table.contains("\n-3,1,"), "{table}");
}

#[test]
fn names_that_differ_by_what_nobody_sees_are_reported_with_the_pair() {
    let project = report("Google,5\nGoogle\u{200b},4\nMeta,1\n", "x");
    let outcome = project.hfreport(&["run", "spec.yaml", "--out", "out", "--format", "svg"]);
    let message = "names of `name` look alike and are counted apart: `Google` (1 row) and `Google\\u{200b}` (1 row) differ only in characters without a width";
    assert!(outcome.stderr.contains("HF0409"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
    let waived = project.read("spec.yaml") + "allow: [HF0409]\n";
    project.write("spec.yaml", waived);
    let outcome = project.hfreport(&["run", "spec.yaml", "--out", "out", "--format", "svg"]);
    assert!(!outcome.fine().stderr.contains("HF04"), "waived");
}
