//! `report.pdf`: the report of October on paper, whole and tagged, and names that look like code of the typesetter. What it
//! says is read back with the tools of poppler.
#![cfg(feature = "pdf")]

use crate::fixture::{Project, hfreport, home};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;

/// Pages that the report of a month may have.
const MOST_PAGES: usize = 20;

/// The bundle of October with its PDF and the same as Markdown.
fn october() -> &'static Path {
    static BUNDLE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, folder) = BUNDLE.get_or_init(|| {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("out");
        run_october(&folder, &["--format", "pdf,markdown,svg"]);
        (place, folder)
    });
    folder
}

fn run_october(folder: &Path, further: &[&str]) {
    let out = folder.display().to_string();
    let arguments = ["run", "reports/october_2025.yaml", "--quiet", "--out", &out];
    hfreport(&home(), &[&arguments, further].concat()).fine();
}

/// What a tool of poppler says of a PDF.
fn said(tool: &str, arguments: &[&str], pdf: &Path) -> String {
    let mut command = Command::new(tool);
    command.args(arguments).arg(pdf);
    if tool == "pdftotext" {
        command.arg("-");
    }
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{tool} (poppler-utils): {error}"));
    let problems = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{tool}: {problems}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The text above the foot of each page (an A4 page has 842 points), as it is compared.
fn text(pdf: &Path) -> String {
    let above_the_foot = ["-raw", "-x", "0", "-y", "0", "-W", "596", "-H", "794"];
    compared(&said("pdftotext", &above_the_foot, pdf))
}

/// A text without what lines and hyphenation change, what is not seen, and what the two formats separate with.
fn compared(text: &str) -> String {
    let seen = |it: &char| {
        !it.is_whitespace()
            && !it.is_control()
            && !matches!(it, '-' | '(' | ')' | '·' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2069}' | '■')
    };
    text.chars().filter(seen).collect()
}

/// The paragraphs, headings and items of Markdown, and the cells of its tables.
fn pieces(markdown: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let (mut texts, mut tables) = (vec![String::new()], Vec::new());
    let (mut in_table, mut in_picture) = (false, false);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Table(_)) => {
                in_table = true;
                tables.push(Vec::new());
            }
            Event::End(TagEnd::Table) => in_table = false,
            Event::Start(Tag::Image { .. }) => in_picture = true,
            Event::End(TagEnd::Image) => in_picture = false,
            Event::Start(Tag::TableCell) => {
                tables.last_mut().expect("a table").push(String::new());
            }
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item) => {
                texts.push(String::new());
            }
            Event::Text(text) | Event::Code(text) if !in_picture => {
                let place = if in_table {
                    tables.last_mut().and_then(|table| table.last_mut())
                } else {
                    texts.last_mut()
                };
                place.expect("a place").push_str(&text);
            }
            _ => {}
        }
    }
    (texts, tables)
}

/// The numbers of a text, as they are compared.
fn numbers(text: &str) -> BTreeSet<String> {
    let pattern = regex::Regex::new(r"\d[\d  .,\u{a0}\u{202f}]*\d|\d").expect("a pattern");
    pattern
        .find_iter(text)
        .map(|it| compared(it.as_str()))
        .collect()
}

#[test]
fn the_report_of_october_says_on_paper_what_its_markdown_says() {
    for (pdf, markdown) in [
        ("report.pdf", "report.md"),
        ("report.en.pdf", "report.en.md"),
    ] {
        let shown = text(&october().join(pdf));
        let markdown = fs::read_to_string(october().join(markdown)).expect("Markdown");
        let (texts, tables) = pieces(&markdown);
        let mut left_out = Vec::new();
        let mut is_elsewhere = false;
        for text in texts.iter().filter(|text| !text.is_empty()) {
            // Charts of a figure that another stands for are not on paper, neither their titles nor what stands below them;
            // nor are titles of tables that a page folds.
            if text.starts_with("Figure\u{a0}") {
                let (name, title) = text.split_once(": ").expect("a title");
                let is_other = |it: char| !it.is_ascii_digit();
                let number = name.trim_matches(is_other).split(is_other).next();
                let title = format!("Figure{}{title}", number.unwrap_or_default());
                is_elsewhere = !shown.contains(&compared(&title));
            } else if !std::mem::take(&mut is_elsewhere) && !shown.contains(&compared(text)) {
                left_out.push(text);
            }
        }
        let folded: Vec<&&String> = left_out
            .iter()
            .filter(|text| text.chars().count() > 60)
            .collect();
        assert!(folded.is_empty(), "{pdf}: {folded:#?}");
        let printed = tables.iter().filter(|table| {
            let names = table.iter().filter(|cell| numbers(cell).is_empty());
            names.clone().count() > 1 && names.into_iter().all(|it| shown.contains(&compared(it)))
        });
        let mut cells = 0;
        for cell in printed.flatten() {
            // Of the parts of a strip the first stands in print, the others in its alternative text.
            let cell = cell.split(" · ").next().unwrap_or_default();
            for number in numbers(cell) {
                cells += 1;
                assert!(shown.contains(&number), "{pdf}: {number} of {cell}");
            }
        }
        assert!(texts.len() > 100 && cells > 200, "{} {cells}", texts.len());
    }
}

#[test]
fn the_report_of_october_is_tagged_and_has_few_pages() {
    for (pdf, language) in [("report.pdf", "fr"), ("report.en.pdf", "en")] {
        let path = october().join(pdf);
        let about = said("pdfinfo", &[], &path);
        let value = |name: &str| {
            let line = about.lines().find(|line| line.starts_with(name));
            let value = line.and_then(|line| line.split_once(':'));
            let (_, value) = value.unwrap_or_else(|| panic!("{name}: {about}"));
            value.trim().to_owned()
        };
        assert_eq!(value("Tagged"), "yes");
        assert!(value("Page size").contains("A4"), "{about}");
        assert!(!value("Title").is_empty());
        assert!(!about.contains("CreationDate"), "{about}");
        let pages: usize = value("Pages").parse().expect("a number");
        assert!((5..=MOST_PAGES).contains(&pages), "{language}: {pages}");
        let structure = said("pdfinfo", &["-struct"], &path);
        for tag in ["H1", "H2", "Figure", "Table", "TH", "L", "Link"] {
            let has = structure.lines().any(|line| {
                let line = line.trim_start();
                let after = line.strip_prefix(tag);
                after.is_some_and(|after| after.is_empty() || after.starts_with([' ', ':']))
            });
            assert!(has, "{pdf}: no {tag}");
        }
    }
}

#[test]
fn the_same_report_gives_the_same_pdf() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let again = place.path().join("out");
    run_october(&again, &["--format", "pdf", "--jobs", "1"]);
    for pdf in ["report.pdf", "report.en.pdf"] {
        let bytes = |folder: &Path| fs::read(folder.join(pdf)).expect("a PDF");
        assert!(bytes(october()) == bytes(&again), "{pdf}");
    }
}

/// Names that are code for the typesetter, for a shell of it, or cannot be shown.
const NAMES: [&str; 14] = [
    "#let x = 1",
    "#panic(1)",
    "*bold* _em_",
    "$x^2$",
    "a\\\\b]c[",
    "@ref <label>",
    "// none /* x */",
    "= Heading",
    "`raw` ~ \\u{41}",
    "\"quoted\"",
    "#import \"@preview/x:1.0.0\"",
    "– 1\u{a0}–\u{a0}2",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "日本 \u{e000} 🎉",
];

fn hostile() -> Project {
    let spec = r##"
version: 1
locales: [fr, en]
title: "#set page(width: 1cm) *a*"
headline: "$1$ ] #x"
sources: {rows: {path: rows.csv, columns: {a: {type: string}, n: {type: integer}}}}
measures: {n: {sql: "sum(n)", title: "Nombre #n"}}
breakdowns: {by_a: {by: a, measures: [n]}}
charts: {it: {type: bar, data: by_a, x: n, y: a, title: "Un #graph* [x]"}}
sections:
  - {heading: "= #h"}
  - text: "{% for row in by_a %}- {{ row.a }}\n{% endfor %}\n\n`#code` [lien](#nowhere) ![x](data:image/png;base64,AAAA)\n\n> > > > > > > > > > > > > - - - deep"
  - {chart: it}
  - {table: by_a}
outputs: {formats: [pdf]}
allow: [HF0602]
"##;
    let mut rows = String::from("a,n\n");
    for (at, name) in NAMES.iter().enumerate() {
        rows += &format!("\"{}\",{}\n", name.replace('"', "\"\""), 100 - at);
    }
    Project::of(spec).file("rows.csv", rows)
}

#[test]
fn no_text_is_read_as_code_of_the_typesetter() {
    let project = hostile();
    let outcome = project.hfreport(&["run", "spec.yaml", "--quiet"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    for pdf in ["out/report.pdf", "out/report.en.pdf"] {
        let shown = text(&project.folder().join(pdf));
        for name in &NAMES[..NAMES.len() - 1] {
            // In the list, in the chart or in the table.
            let found = shown.matches(&compared(name)).count();
            assert!(found >= 2, "{name}: {found} in {shown}");
        }
        for text in [
            "$1$]#x",
            "=#h",
            "Un#graph*[x]",
            "#code",
            "deep",
            "□□□□",
            "Nombre#n",
        ] {
            assert!(shown.contains(text), "{text} in {shown}");
        }
    }
}
