//! Names that are something else in one of the formats that are written.

use super::SPEC;
use crate::fixture::{Project, bundle};

/// Names of models that have a meaning in one format or another.
const NAMES: [&str; 12] = [
    "<script>alert(1)</script>",
    "</title></svg><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "![x](http://example.com/x.png)",
    "=HYPERLINK(\"http://example.com\")",
    "@SUM(1+1)|cmd",
    "+1+1",
    "-2+3",
    "{{ 7 * 7 }}{% raw %}",
    "--- \n# heading\n- !!python/object x: y",
    "| a | b |\u{202e}\u{0}",
    "'; DROP TABLE models; --",
];

fn project() -> Project {
    let spec = SPEC
            .replace("top: 3", "top: 20")
            .replace("rows.csv", "rows.json")
            .replace(
                "sections:",
                "outputs: {formats: [html, markdown, jekyll, json], charts: [svg, png], jekyll: {date: 2025-10-01, front_matter: {first: \"{{ by_model[0].model }}\"}}}\nsections:",
            )
            .replace("{table: by_model}", "{table: by_model}, {text: \"{% for row in by_model %}{{ row.model }}, {% endfor %}\"}");
    let rows: Vec<serde_json::Value> = NAMES
        .iter()
        .enumerate()
        .map(|(at, name)| serde_json::json!({"model": name, "downloads": at + 1}))
        .collect();
    let project = Project::of(&spec).file("rows.json", serde_json::to_vec(&rows).unwrap());
    project.hfreport(&["run", "spec.yaml", "--quiet"]).fine();
    project
}

fn files(project: &Project, ending: &str) -> Vec<(String, String)> {
    bundle(&project.folder().join("out"))
        .into_iter()
        .filter(|(name, _)| name.ends_with(ending))
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
        .collect()
}

#[test]
fn pages_hold_no_script_handler_image_or_link_of_the_data() {
    let pages = files(&project(), ".html");
    assert!(pages.len() > 1);
    for (name, page) in pages {
        let page = page.to_lowercase();
        assert!(!page.contains("<script>alert"), "{name}");
        assert!(!page.contains("<img src=x"), "{name}");
        assert!(!page.contains("href=\"javascript:"), "{name}");
        assert!(!page.contains("src=\"http://example.com"), "{name}");
        assert!(
            page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"),
            "{name}"
        );
        assert!(
            page.contains("content-security-policy"),
            "{name} has no policy"
        );
    }
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_browser_runs_and_loads_nothing_of_the_data() {
    let project = project();
    let tab = crate::browser::Tab::new();
    for name in ["index.html", "charts/models.en.svg"] {
        let path = project.folder().join("out").join(name);
        tab.open_file(&path);
        let own = format!("file://{}", path.display());
        for request in tab.take_requests() {
            assert!(request == own || request.starts_with("data:"), "{request}");
        }
        let built = tab.text("new XMLSerializer().serializeToString(document)");
        assert!(built.contains("&lt;script&gt;"), "{name}: {built}");
        let document = built.to_lowercase();
        // The page has its own script, which its policy allows by hash.
        let own_scripts = usize::from(name == "index.html");
        assert_eq!(document.matches("<script").count(), own_scripts, "{name}");
        assert!(!document.contains("<script>alert"), "{name}");
        assert!(!document.contains("<img src=\"x\""), "{name}");
        assert!(!document.contains("onerror=\""), "{name}");
        assert!(!document.contains("href=\"javascript:"), "{name}");
    }
}

#[test]
fn cells_of_workbooks_are_texts_and_numbers() {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let project = project();
    let path = project.folder().join("out/report.xlsx");
    let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
    let mut found = 0;
    for sheet in workbook.sheet_names() {
        assert!(
            workbook.worksheet_formula(&sheet).unwrap().is_empty(),
            "{sheet}"
        );
        for cell in workbook.worksheet_range(&sheet).unwrap().used_cells() {
            assert!(!matches!(cell.2, Data::Error(_)), "{sheet}: {cell:?}");
            found +=
                usize::from(matches!(cell.2, Data::String(text) if NAMES.contains(&text.as_str())));
        }
    }
    assert!(found >= NAMES.len() - 2, "{found} names");
}

#[test]
fn drawings_are_xml_without_scripts_and_foreign_elements() {
    let drawings = files(&project(), ".svg");
    assert!(!drawings.is_empty());
    for (name, text) in drawings {
        let document = roxmltree::Document::parse(&text).unwrap();
        let known = [
            "svg", "title", "desc", "g", "path", "rect", "line", "text", "tspan", "polyline",
            "polygon", "circle", "style", "defs", "clipPath",
        ];
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            assert!(
                known.contains(&node.tag_name().name()),
                "{name}: {}",
                node.tag_name().name()
            );
            assert!(
                node.attributes().all(|it| !it.name().starts_with("on")),
                "{name}"
            );
        }
    }
}

#[test]
fn markdown_shows_names_as_text() {
    for (name, text) in files(&project(), ".md") {
        let parser = pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::ENABLE_TABLES);
        let jekyll = name.starts_with("jekyll/");
        for event in parser {
            use pulldown_cmark::{Event, Tag};
            match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    assert!(jekyll && !html.contains("<script"), "{name}: {html}");
                }
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    assert!(
                        !dest_url.contains("javascript") && !dest_url.contains("example.com"),
                        "{name}: {dest_url}"
                    );
                }
                _ => {}
            }
        }
    }
}

#[test]
fn fields_of_tables_are_no_formulas() {
    let tables = files(&project(), ".csv");
    assert!(!tables.is_empty());
    for (name, text) in tables {
        for field in fields(text.as_bytes()) {
            let is_number = field.parse::<f64>().is_ok();
            let runs = field.starts_with(['=', '+', '@', '-']);
            assert!(is_number || !runs, "{name}: {field}");
        }
    }
}

/// All fields of a CSV file, as a reader that is not ours sees them.
fn fields(mut text: &[u8]) -> Vec<String> {
    use csv_core::ReadFieldResult;
    let mut reader = csv_core::Reader::new();
    let mut buffer = vec![0; text.len()];
    let (mut fields, mut begun) = (Vec::new(), 0);
    loop {
        let (result, read, written) = reader.read_field(text, &mut buffer[begun..]);
        text = &text[read..];
        begun += written;
        match result {
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::OutputFull => panic!("a field longer than its file"),
            ReadFieldResult::Field { .. } => {
                fields.push(String::from_utf8(buffer[..begun].to_vec()).unwrap());
                begun = 0;
            }
            ReadFieldResult::End => return fields,
        }
    }
}

#[test]
fn json_gives_the_names_back_as_they_are() {
    let project = project();
    let report: serde_json::Value = serde_json::from_str(&project.read("out/report.json")).unwrap();
    let text = report.to_string();
    for name in NAMES {
        let quoted = serde_json::Value::from(name).to_string();
        assert!(text.contains(&quoted), "{name}");
    }
}

#[test]
fn posts_have_front_matter_of_texts_and_no_liquid() {
    let project = project();
    let posts: Vec<(String, String)> = files(&project, ".md")
        .into_iter()
        .filter(|(name, _)| name.starts_with("jekyll/"))
        .collect();
    assert!(!posts.is_empty());
    for (name, post) in posts {
        let (_, rest) = post.split_once("---\n").unwrap();
        let (front, body) = rest.split_once("\n---\n").unwrap();
        project.write("front.yaml", front);
        let mut sources = hfreport::diagnostic::SourceMap::default();
        let path = project.folder().join("front.yaml");
        let world = hfreport::world::SystemWorld;
        let front = hfreport::spec::read_yaml(&world, &mut sources, &path).unwrap();
        let first = front.get("first").and_then(hfreport::spec::Node::text);
        assert_eq!(first, Some(NAMES[11]), "{name}");
        assert!(!body.contains("{{ 7") && !body.contains("{% raw"), "{name}");
    }
}
