//! What others need of a published page: a card for links to it, a citation with an entry for bibliographies.

use crate::fixture::Project;

fn project(more: &str, outputs: &str) -> Project {
    let spec = format!(
        r#"
version: 1
locales: [en, fr]
title: {{fr: "Rapport", en: "Report on {{{{ params.day }}}}"}}
headline: {{fr: "Un & deux", en: "One & two"}}
params: {{day: 2025-10-28}}
sources: {{rows: {{path: rows.csv, columns: {{a: {{type: string}}, n: {{type: integer}}}}}}}}
measures: {{n: {{sql: "sum(n)"}}}}
breakdowns: {{by_a: {{by: a, measures: [n]}}}}
charts: {{it: {{type: bar, data: by_a, x: n, y: a}}}}
sections: [{{chart: it}}]
outputs: {{formats: [html], {outputs}}}
{more}
"#
    );
    let project = Project::of(&spec).file("rows.csv", "a,n\nx,3\ny,1\n");
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    project
}

#[test]
fn a_page_with_an_address_has_a_card_of_the_usual_size_in_each_language() {
    let project = project("", "address: \"https://example.org/hub/\"");
    for (page, card) in [
        ("index.html", "preview.png"),
        ("index.fr.html", "preview.fr.png"),
    ] {
        let html = project.read(&format!("out/{page}"));
        let image =
            format!("<meta property=\"og:image\" content=\"https://example.org/hub/{card}\">");
        assert!(html.contains(&image), "{html}");
        let bytes = std::fs::read(project.folder().join("out").join(card)).expect("a card");
        assert_eq!(&bytes[1..4], b"PNG");
        // Width and height in the head of the file.
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four"));
        assert_eq!((number(16), number(20)), (1200, 630));
    }
    let html = project.read("out/index.html");
    let said = "<meta property=\"og:image:alt\" content=\"One &amp; two – Report on 2025-10-28\">";
    assert!(html.contains(said), "{html}");
}

#[test]
fn a_page_without_an_address_and_pictures_has_no_card() {
    let project = project("", "charts: [svg]");
    assert!(!project.folder().join("out/preview.png").exists());
    assert!(!project.read("out/index.html").contains("og:image"));
}

#[test]
fn who_publishes_is_cited_with_an_entry_for_bibliographies() {
    let publication = "publication: {authors: [Jeanne Dupont, Ali Ben], date: \"{{ params.day }}\", version: \"1.1\"}";
    let project = project(publication, "address: \"https://example.org/hub/\"");
    let page = project.read("out/index.html");
    for text in [
        "<p>Jeanne Dupont and Ali Ben (2025), “Report on 2025-10-28”, version\u{a0}1.1, <a href=\"https://example.org/hub/\">",
        "<pre><code>@misc{dupont2025,\n  author = {{Jeanne Dupont} and {Ali Ben}},\n",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(
        project
            .read("out/index.fr.html")
            .contains("<p>Jeanne Dupont et Ali Ben (2025), ")
    );
}

#[test]
fn a_theme_is_part_of_the_page_and_its_policy_allows_what_it_needs() {
    let plain = project("", "charts: [svg]");
    assert!(!plain.read("out/index.html").contains("font-src"));
    let spec = plain.read("spec.yaml")
        + "theme: {accent: \"#005f73\", sans: font.woff2, logo: logo.svg}\n";
    plain.write("spec.yaml", spec);
    plain.write("font.woff2", "wOF2 of a font");
    plain.write("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    plain
        .hfreport(&["run", "spec.yaml", "--quiet", "--replace"])
        .fine();
    let page = plain.read("out/index.html");
    for part in [
        "font-src data:;",
        ":root{--accent:#005f73;--accent-text:#005f73}",
        "src:url(data:font/woff2;base64,d09GMiBvZiBhIGZvbnQ=)",
        "<img class=logo src=\"data:image/svg+xml;base64,",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}
