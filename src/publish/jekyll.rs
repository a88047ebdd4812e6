//! A post for a Jekyll site, one per locale: Markdown with front matter, in which every chart is a
//! frame with a page of its own. In: a [`Document`] and the destination of its post. Out: files
//! below `jekyll/`, to be copied into the folder of the site.

use super::drawing::drawing_size;
use super::error::PublishError;
use super::html::chart_page;
use super::markdown::{MarkdownPart, parts};
use super::neighbours::neighbours_text;
use super::table_html::escape;
use crate::document::{Document, Figure, Post};
use crate::world::OutputFile;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Maximum size of a chart's page in bytes.
pub(super) const CHART_BYTES: usize = 60_000;
/// Height of the content around a drawing in its page, in CSS pixels.
const FRAME_HEIGHT: f64 = 80.0;
/// Height of the frame if the drawing does not give its own.
const DEFAULT_HEIGHT: f64 = 500.0;

/// The post of the document at `index` and the pages of its charts; `charts` gives the file name of
/// a chart by its id.
pub(super) fn jekyll(
    document: &Document,
    index: usize,
    post: &Post,
    charts: &BTreeMap<&str, String>,
) -> Result<Vec<OutputFile>, PublishError> {
    let tag = document.locale.tag();
    let Post { date, slug } = post;
    let path_of = |figure: &Figure| {
        let name = &charts[figure.id.as_str()];
        format!("assets/{slug}/{name}.{tag}.html")
    };
    let mut pages: BTreeMap<String, &Figure> = BTreeMap::new();
    let mut text = front_matter(document, date);
    // A post stands elsewhere on its site: only an address leads back to the index.
    let address = document.index.as_ref().map(|it| it.address.as_str());
    let address = address.filter(|address| !address.is_empty());
    let neighbours = address.and_then(|address| neighbours_text(document, index, address));
    for part in parts(document, neighbours) {
        text.push('\n');
        match part {
            MarkdownPart::Text(part) => text.push_str(&part),
            MarkdownPart::Picture(figure) => {
                let path = path_of(figure);
                text.push_str(&frame(figure, &path));
                pages.insert(path, figure);
            }
        }
        text.push('\n');
    }
    let name = match index {
        0 => format!("jekyll/_posts/{date}-{slug}.md"),
        _ => format!("jekyll/_posts/{date}-{slug}-{tag}.md"),
    };
    let mut files = vec![OutputFile::new(name, text)];
    for (path, figure) in pages {
        let page = small_page(document, figure)?;
        files.push(OutputFile::new(format!("jekyll/{path}"), page));
    }
    Ok(files)
}

/// `---`, the title, the date, the language and the spec's additions or overrides, `---`.
fn front_matter(document: &Document, date: &str) -> String {
    let mut keys = Map::new();
    keys.insert("title".to_owned(), Value::from(document.title.as_str()));
    keys.insert("date".to_owned(), Value::from(date));
    keys.insert("lang".to_owned(), Value::from(document.locale.tag()));
    keys.extend(document.front_matter.clone());
    let mut text = "---\n".to_owned();
    for (key, value) in keys {
        let value = without_tags(value);
        // JSON is YAML; its quotes keep every text a text.
        let line = format!("{}: {value}", Value::from(key));
        text.extend(line.chars().map(printable));
        text.push('\n');
    }
    text + "---\n"
}

/// Texts in which HTML finds no tags, since not every theme escapes its front matter.
fn without_tags(value: Value) -> Value {
    let is_tag = |next: Option<&char>| {
        next.is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, '/' | '!' | '?'))
    };
    match value {
        Value::String(text) => {
            let mut safe = String::with_capacity(text.len());
            let mut characters = text.chars().peekable();
            while let Some(character) = characters.next() {
                if character == '<' && is_tag(characters.peek()) {
                    safe.push_str("&lt;");
                } else {
                    safe.push(character);
                }
            }
            Value::String(safe)
        }
        Value::Array(values) => values.into_iter().map(without_tags).collect(),
        Value::Object(values) => {
            let values = values.into_iter();
            Value::Object(values.map(|(key, it)| (key, without_tags(it))).collect())
        }
        plain => plain,
    }
}

/// Writes characters that YAML does not allow unescaped in quotes as JSON escapes.
fn printable(character: char) -> String {
    match character {
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
            format!("\\u{:04x}", u32::from(character))
        }
        _ => character.to_string(),
    }
}

fn frame(figure: &Figure, path: &str) -> String {
    let height = drawing_size(&figure.svg).map_or(DEFAULT_HEIGHT, |(_, height)| height);
    let said: Vec<&str> = figure.alternative.split_whitespace().collect();
    format!(
        "<iframe src=\"{{{{ '/{path}' | relative_url }}}}\" title=\"{}\" width=\"100%\" height=\"{:.0}\" loading=\"lazy\" style=\"border:0\"></iframe>",
        escape(&said.join(" ")).replace('{', "&#123;"),
        height + FRAME_HEIGHT,
    )
}

/// The page of a chart. If it would be too large, it has as many rows of its data as fit.
fn small_page(document: &Document, figure: &Figure) -> Result<String, PublishError> {
    let page = chart_page(document.locale, figure, figure.table.rows.len())?;
    if page.len() <= CHART_BYTES {
        return Ok(page);
    }
    // The maximum number of rows lies between `fits` and `too_many`.
    let (mut fits, mut too_many) = (0, figure.table.rows.len());
    while too_many - fits > 1 {
        let half = usize::midpoint(fits, too_many);
        if chart_page(document.locale, figure, half)?.len() <= CHART_BYTES {
            fits = half;
        } else {
            too_many = half;
        }
    }
    let page = chart_page(document.locale, figure, fits)?;
    if page.len() > CHART_BYTES {
        return Err(PublishError::ChartPage {
            chart: figure.id.clone(),
            bytes: page.len(),
            limit: CHART_BYTES,
        });
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Table, TableColumn};
    use crate::text::Locale;
    use serde_json::json;

    fn figure(rows: usize, drawing: usize) -> Figure {
        Figure {
            id: "tree".to_owned(),
            number: 1,
            title: "Aires".to_owned(),
            subtitle: String::new(),
            caption: String::new(),
            variant: None,
            alternative: "Trois\naires \"{{ site.x }}\"".to_owned(),
            svg: format!(
                "<svg viewBox=\"0 0 800 420\"><!--{}--></svg>",
                "x".repeat(drawing)
            ),
            drawing: String::new(),
            printed: String::new(),
            png: None,
            reading: None,
            table: Table {
                id: "tree".to_owned(),
                title: String::new(),
                columns: vec![TableColumn {
                    title: "Nom".to_owned(),
                    numeric: false,
                    order: Vec::new(),
                }],
                rows: vec![vec!["un nom assez long pour compter".to_owned()]; rows],
                groups: 0,
                looks: crate::document::Looks::default(),
                total: None,
                remark: String::new(),
            },
        }
    }

    fn document(front_matter: Value) -> Document {
        let Value::Object(front_matter) = front_matter else {
            panic!("a map");
        };
        Document {
            locale: Locale::Fr,
            title: "Titre: \"#1\"\n---\u{85}".to_owned(),
            blocks: vec![
                Block::Markdown("Voir {{ site.x }}, {% include a %}, {{{ et R\\&D.".to_owned()),
                Block::Figure(figure(3, 10)),
            ],
            citation: String::new(),
            credit: String::new(),
            theme: crate::document::PageTheme::default(),
            opening: crate::document::Opening::default(),
            address: String::new(),
            index: None,
            foot: String::new(),
            origins: crate::document::Origins::default(),
            front_matter,
        }
    }

    fn written(front_matter: Value) -> Vec<OutputFile> {
        let charts = BTreeMap::from([("tree", "tree".to_owned())]);
        let post = Post {
            date: "2025-10-28".to_owned(),
            slug: "hub".to_owned(),
        };
        jekyll(&document(front_matter), 1, &post, &charts).unwrap()
    }

    fn text(file: &OutputFile) -> String {
        String::from_utf8(file.content.bytes().unwrap().to_vec()).unwrap()
    }

    #[test]
    fn a_post_and_the_page_of_each_chart_stand_where_a_site_looks_for_them() {
        let paths: Vec<String> = written(json!({})).into_iter().map(|f| f.path).collect();
        assert_eq!(
            paths,
            [
                "jekyll/_posts/2025-10-28-hub-fr.md",
                "jekyll/assets/hub/tree.fr.html"
            ]
        );
    }

    #[test]
    fn front_matter_holds_whatever_a_text_may_be() {
        let text = text(&written(json!({"layout": "post", "tags": ["a: b"], "lang": "fr-FR"}))[0]);
        let (front, _) = text
            .strip_prefix("---\n")
            .unwrap()
            .split_once("\n---\n")
            .unwrap();
        assert_eq!(
            front,
            "\"title\": \"Titre: \\\"#1\\\"\\n---\\u0085\"\n\"date\": \"2025-10-28\"\n\
             \"lang\": \"fr-FR\"\n\"layout\": \"post\"\n\"tags\": [\"a: b\"]"
        );
    }

    #[test]
    fn front_matter_holds_no_tag_of_html() {
        let hostile = json!({"a": ["<img src=x onerror=y>", "1 < 2 <3"], "b": {"c": "</p><!--"}});
        let text = text(&written(hostile)[0]);
        assert!(
            text.contains("\"a\": [\"&lt;img src=x onerror=y>\",\"1 < 2 <3\"]"),
            "{text}"
        );
        assert!(text.contains("\"b\": {\"c\":\"&lt;/p>&lt;!--\"}"), "{text}");
    }

    #[test]
    fn liquid_in_the_data_is_printed_and_not_run() {
        let text = text(&written(json!({}))[0]);
        assert!(text.contains(
            "Voir &#123;&#123; site.x }}, &#123;% include a %}, &#123;&#123;&#123; et R&amp;D."
        ));
        assert!(text.contains(
            "<iframe src=\"{{ '/assets/hub/tree.fr.html' | relative_url }}\" title=\"Trois aires &quot;&#123;&#123; site.x }}&quot;\" width=\"100%\" height=\"500\""
        ));
    }

    #[test]
    fn a_page_holds_as_many_rows_as_fit_and_says_how_many_are_left_out() {
        let document = document(json!({}));
        let page = small_page(&document, &figure(5000, 10)).unwrap();
        assert!(page.len() <= CHART_BYTES && page.len() > CHART_BYTES - 200);
        assert!(page.contains("autres lignes"));
        let whole = small_page(&document, &figure(3, 10)).unwrap();
        assert!(!whole.contains("autres lignes"));
    }

    #[test]
    fn a_drawing_that_is_too_large_is_refused_by_name() {
        let error = small_page(&document(json!({})), &figure(3, CHART_BYTES)).unwrap_err();
        assert!(error.to_string().contains("`tree`"), "{error}");
    }
}
