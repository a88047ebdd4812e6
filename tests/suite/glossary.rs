//! Terms that are explained in their place, and ordinals with raised letters.

use crate::fixture::Project;

const SPEC: &str = r####"
version: 1
locales: [fr, en]
title: {fr: "Au 1er octobre 2025", en: "On 1er and more"}
sources: {rows: {path: rows.csv, columns: {a: {type: string}, n: {type: integer}}}}
measures: {n: {sql: "sum(n)"}}
breakdowns: {by_a: {by: a, measures: [n]}}
charts: {it: {type: bar, data: by_a, x: n, y: a, title: {fr: "Le 1er compte", en: Accounts}}}
sections:
  - heading: {fr: Mot, en: Word}
  - text:
      fr: "Un [mot](#mot), dit au 1er octobre : {{ by_a[0].n }}."
      en: "A [word](#word), said of {{ by_a[0].n }}."
  - chart: it
  - heading: {fr: Glossaire, en: Glossary}
  - glossary: {fr: "### Mot\n\nPartie d’une phrase. Il y en a {{ by_a|length }}.", en: "### Word\n\nPart of a sentence, with <b>.\n"}
outputs: {formats: [html, markdown], charts: [svg]}
"####;

pub(crate) fn project() -> Project {
    let project = Project::of(SPEC).file("rows.csv", "a,n\nx,3\ny,1\n");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    project
}

#[test]
fn a_link_to_a_term_opens_its_entry_and_a_heading_of_its_name_has_another_anchor() {
    let page = project().read("out/index.html");
    assert!(
        page.contains(
            "Un <span class=nb><button class=term popovertarget=\"mot\">mot</button>,</span> dit"
        ),
        "{page}"
    );
    assert!(
        page.contains(
            "<div class=gl><div popover id=\"mot\"><h3>Mot</h3>\n<p>Partie d’une phrase."
        ),
        "{page}"
    );
    assert!(page.contains("<h2 id=\"mot-2\">Mot</h2>"), "{page}");
    // A number of an entry leads to its origin, as everywhere.
    assert!(page.contains("Il y en a <a href=#."), "{page}");
    let english = project().read("out/index.en.html");
    assert!(english.contains("with &lt;b&gt;"), "{english}");
}

#[test]
fn terms_are_not_in_the_table_of_contents_and_markdown_has_them_as_headings() {
    let project = project();
    let page = project.read("out/index.html");
    let contents = page.split("<nav id=\"contents\"").nth(1).expect("contents");
    let contents = contents.split("</nav>").next().expect("its end");
    assert!(contents.contains("href=\"#glossaire\""), "{contents}");
    assert!(!contents.contains("href=\"#mot\""), "{contents}");
    let text = project.read("out/report.md");
    assert!(text.contains("Un [mot](#mot), dit"), "{text}");
    assert!(text.contains("### Mot\n\nPartie d’une phrase."), "{text}");
}

#[test]
fn the_letters_of_a_first_day_are_raised_in_french_pages_alone() {
    let project = project();
    let page = project.read("out/index.html");
    for text in [
        "<h1>Au 1<sup>er</sup>\u{202f}octobre 2025</h1>",
        "dit au 1<sup>er</sup>\u{202f}octobre\u{a0}: <a",
        "Le 1<sup>er</sup>\u{202f}compte",
        // What programs read has no markup.
        "<title>Au 1er octobre 2025</title>",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(
        project
            .read("out/index.en.html")
            .contains("<h1>On 1er and more</h1>")
    );
    assert!(
        project
            .read("out/report.md")
            .contains("# Au 1er octobre 2025")
    );
}
