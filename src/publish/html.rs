//! The page of a locale: one self-contained HTML file that needs neither network nor script. In: a
//! [`Document`] and the locales of its bundle. Out: the page, and the sizes of its pieces.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, UndefinedBehavior, context};

use super::drawing::{drawing_ids, drawing_size, inline_svg};
use super::error::PublishError;
use super::figures::{chart_path, figures};
use super::markdown_html::PageMarkdown;
use super::names::{TakenNames, file_names};
use super::neighbours::neighbours;
use super::origins_html;
use super::outline::{contents, description};
use super::reading_html::reading_html;
use super::script::{script, script_source};
use super::table_html::{escape, table_html};
use super::words::{figure_label, more_rows, words};
use crate::chart::DEFAULT_WIDTH;
use crate::document::{
    Block, Document, Figure, NumberDefinition, NumberOrigin, feed_name, page_name,
};
use crate::text::Locale;

const TEMPLATE: &str = include_str!("../../assets/page.html.j2");

const CHART: &str = include_str!("../../assets/chart.html.j2");

const STYLE: &str = include_str!("../../assets/page.css");

/// A rendered page.
#[derive(Clone, Debug)]
pub(super) struct Page {
    /// The HTML.
    pub(super) html: String,
    /// Pieces by name with their bytes, in the order of the document.
    pub(super) pieces: Vec<(String, usize)>,
}

/// Renders the document at `index`; `locales` are those of all documents, for the links between
/// their pages.
pub(super) fn page(
    document: &Document,
    index: usize,
    locales: &[Locale],
) -> Result<Page, PublishError> {
    let words = words(document.locale);
    let mut writer = BlockWriter {
        locale: document.locale,
        markdown: PageMarkdown::new(anchors_in_use(document), words.back),
        pieces: vec![
            ("page.css".to_owned(), STYLE.len()),
            ("page.js".to_owned(), script().len()),
        ],
    };
    let origins = &document.origins;
    let mut blocks: Vec<Value> = document
        .blocks
        .iter()
        .enumerate()
        .map(|(at, block)| writer.block(block, origins.numbers.get(at).map_or(&[], Vec::as_slice)))
        .collect();
    blocks.extend(writer.origins(&origins.definitions));
    let languages: Vec<Value> = locales
        .iter()
        .enumerate()
        .map(|(place, &locale)| {
            context! {
                tag => locale.tag(),
                name => locale.name(),
                href => page_name(place, locale),
                current => place == index,
            }
        })
        .collect();
    let citation = writer.markdown.inline(&document.citation, &[]);
    let citation_anchor = writer.markdown.anchor("cite");
    let picture = picture(document);
    let html = environment()
        .and_then(|environment| {
            environment.render_named_str(
                "page.html",
                TEMPLATE,
                context! {
                    lang => document.locale.tag(),
                    title => &document.title,
                    description => description(document),
                    style => STYLE.trim_end(),
                    words => context! {
                        contents => words.contents,
                        languages => words.languages,
                        data => words.data,
                        skip => words.skip,
                        cite => words.cite,
                        periods => words.periods,
                        feed => words.feed,
                    },
                    feed => document.index.as_ref().map(|_| feed_name(index, document.locale)),
                    neighbours => neighbours(document, index, "../"),
                    version => env!("CARGO_PKG_VERSION"),
                    file => page_name(index, document.locale),
                    address => Value::from_safe_string(escape(&document.address)),
                    picture => picture.as_ref().map(|(path, _)| Value::from_safe_string(escape(path))),
                    picture_alternative => picture.as_ref().map(|(_, alternative)| alternative),
                    script => script(),
                    script_source => script_source(),
                    citation_anchor,
                    citation => Value::from_safe_string(citation),
                    languages => languages,
                    contents => contents(&writer.markdown.into_headings()),
                    blocks => blocks,
                    foot => &document.foot,
                },
            )
        })
        .map_err(|error| PublishError::Page(format!("{error:#}")))?;
    Ok(Page {
        html,
        pieces: writer.pieces,
    })
}

/// The first PNG picture, for link previews: its file and its alternative text.
fn picture(document: &Document) -> Option<(String, String)> {
    let names = file_names(figures(document).map(|figure| figure.id.as_str()));
    let figure = figures(document).find(|figure| figure.png.is_some())?;
    let path = chart_path(&names[figure.id.as_str()], document.locale, "png");
    Some((path, figure.alternative.clone()))
}

/// The page of a single chart, to be shown in a frame, with the first `rows` rows of its data.
pub(super) fn chart_page(
    locale: Locale,
    figure: &Figure,
    rows: usize,
) -> Result<String, PublishError> {
    let mut table = figure.table.clone();
    let left_out = table.rows.len().saturating_sub(rows);
    if left_out > 0 {
        table.rows.truncate(rows);
        table.remark = more_rows(locale, left_out);
    }
    environment()
        .and_then(|environment| {
            environment.render_named_str(
                "chart.html",
                CHART,
                context! {
                    lang => locale.tag(),
                    title => &figure.title,
                    style => STYLE.trim_end(),
                    width => unusual_width(&figure.svg),
                    drawing => inline_svg(&figure.svg),
                    data => words(locale).data,
                    table => table_html(&table, ""),
                },
            )
        })
        .map_err(|error| PublishError::Page(format!("{error:#}")))
}

/// The width of a drawing in pixels, unless it is the default width in the style.
fn unusual_width(svg: &str) -> Option<String> {
    let width = drawing_size(svg)?.0.to_string();
    (width != DEFAULT_WIDTH.to_string()).then_some(width)
}

fn environment() -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()?;
    environment.set_syntax(syntax);
    Ok(environment)
}

/// Turns blocks into the template's input, in the order of the document.
struct BlockWriter {
    locale: Locale,
    markdown: PageMarkdown,
    pieces: Vec<(String, usize)>,
}

impl BlockWriter {
    fn block(&mut self, block: &Block, numbers: &[NumberOrigin]) -> Value {
        match block {
            Block::Heading { level, text } => {
                let level = (*level).clamp(2, 6);
                let anchor = self.markdown.heading(level, text);
                context! { kind => "heading", level, anchor, text }
            }
            Block::Markdown(markdown) => {
                let html = self.markdown.blocks(markdown, numbers);
                self.measure("text".to_owned(), &html);
                context! { kind => "text", html => Value::from_safe_string(html) }
            }
            Block::Table(table) => {
                let anchor = self.markdown.anchor(&format!("table-{}", table.id));
                let html = table_html(table, &table.title);
                self.measure(format!("table {}", table.id), &html);
                context! { kind => "table", anchor, html => Value::from_safe_string(html) }
            }
            Block::Folded(table) => {
                let anchor = self.markdown.anchor(&format!("table-{}", table.id));
                let html = table_html(table, "");
                self.measure(format!("table {}", table.id), &html);
                let html = Value::from_safe_string(html);
                context! { kind => "folded", anchor, title => &table.title, html }
            }
            Block::Figure(figure) => self.figure(figure, numbers),
        }
    }

    /// The list of the numbers' origins, if there are any.
    fn origins(&mut self, definitions: &[NumberDefinition]) -> Option<Value> {
        if definitions.is_empty() {
            return None;
        }
        let heading = origins_html::heading(self.locale);
        let anchor = self.markdown.heading(2, heading);
        let rows = self.markdown.link_rows();
        let html = origins_html::origins_html(definitions, &rows, &anchor, self.locale);
        self.measure("origins".to_owned(), &html);
        Some(context! { kind => "text", html => Value::from_safe_string(html) })
    }

    fn figure(&mut self, figure: &Figure, numbers: &[NumberOrigin]) -> Value {
        let anchor = self.markdown.anchor(&format!("figure-{}", figure.id));
        // The title is in the drawing; it is repeated only if there is no caption.
        let caption = if figure.caption.is_empty() {
            Value::from(&figure.title)
        } else {
            Value::from_safe_string(self.markdown.inline(&figure.caption, numbers))
        };
        // The caption of the figure serves as that of its table.
        let table = table_html(&figure.table, "");
        let drawing = inline_svg(&figure.svg);
        self.measure(format!("figure {}: drawing", figure.id), &drawing);
        self.measure(format!("figure {}: data", figure.id), &table);
        context! {
            kind => "figure",
            anchor,
            label => figure_label(self.locale, figure.number),
            reading => Value::from_safe_string(
                figure.reading.as_ref().map(reading_html).unwrap_or_default(),
            ),
            width => unusual_width(&figure.svg),
            drawing => Value::from_safe_string(drawing),
            caption,
            table => Value::from_safe_string(table),
        }
    }

    fn measure(&mut self, name: String, html: &str) {
        self.pieces.push((name, html.len()));
    }
}

/// The ids of the page's frame and of the drawings, which no heading may take: drawings refer to
/// their own ids.
fn anchors_in_use(document: &Document) -> TakenNames {
    let mut taken = TakenNames::default();
    taken.reserve("text");
    taken.reserve("contents");
    for block in &document.blocks {
        if let Block::Figure(figure) = block {
            for id in drawing_ids(&figure.svg) {
                taken.reserve(id);
            }
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::document::{Block, Document, Figure, Table};
    use crate::text::Locale;

    fn heading(level: u8, text: &str) -> Block {
        Block::Heading {
            level,
            text: text.to_owned(),
        }
    }

    fn figure(caption: &str) -> Block {
        Block::Figure(Figure {
            id: "by size".to_owned(),
            number: 3,
            title: "Tailles".to_owned(),
            caption: caption.to_owned(),
            alternative: "Barres \"hautes\"".to_owned(),
            svg: "<svg viewBox=\"0 0 800 400\"><path id=\"tailles\"/></svg>".to_owned(),
            png: None,
            reading: None,
            table: Table {
                id: "by_size".to_owned(),
                title: String::new(),
                columns: Vec::new(),
                rows: Vec::new(),
                groups: 0,
                sparklines: Vec::new(),
                total: None,
                remark: String::new(),
            },
        })
    }

    fn document(blocks: Vec<Block>) -> Document {
        Document {
            locale: Locale::Fr,
            title: "<script>alert(1)</script>".to_owned(),
            blocks,
            citation: String::new(),
            address: String::new(),
            index: None,
            foot: "a & b".to_owned(),
            origins: crate::document::Origins::default(),
            front_matter: serde_json::Map::new(),
        }
    }

    fn html(blocks: Vec<Block>) -> String {
        let locales = [Locale::Fr, Locale::En];
        page(&document(blocks), 0, &locales).unwrap().html
    }

    #[test]
    fn the_style_gives_drawings_their_usual_width() {
        let width = format!("max-width:var(--width, {}px)", crate::chart::DEFAULT_WIDTH);
        assert!(super::STYLE.contains(&width));
        // A narrow drawing is not stretched to the width that others keep on a narrow screen.
        assert!(super::STYLE.contains("min-width:min(44rem,var(--width, 44rem))"));
    }

    #[test]
    fn the_page_runs_its_own_script_only_and_loads_nothing() {
        let html = html(vec![Block::Markdown("<script>x</script>".to_owned())]);
        assert!(html.contains("default-src 'none'"));
        let policy = format!("script-src {};", super::script_source());
        assert!(html.contains(&policy));
        assert_eq!(html.matches("<script").count(), 1);
        assert!(html.contains(&format!("<script>{}</script>", super::script())));
        assert!(!html.contains("src=\""));
        assert!(html.contains("<h1>&lt;script&gt;alert(1)&lt;"));
        assert!(html.contains("<footer>a &amp; b</footer>"));
    }

    #[test]
    fn the_languages_link_to_each_other() {
        let html = html(Vec::new());
        assert!(html.contains("<html lang=\"fr\">"));
        assert!(html.contains("<span lang=\"fr\" aria-current=\"page\">Français</span>"));
        assert!(html.contains("<a href=\"index.en.html\" lang=\"en\" hreflang=\"en\">English</a>"));
        let alone = page(&document(Vec::new()), 0, &[Locale::Fr]).unwrap().html;
        assert!(!alone.contains("class=\"languages\""));
    }

    #[test]
    fn the_contents_list_headings_where_they_are_and_no_drawing_loses_its_ids() {
        let blocks = vec![
            heading(2, "Tailles"),
            Block::Markdown("### Détail\n\n#### Fin".to_owned()),
            figure("x"),
        ];
        let html = html(blocks);
        assert!(html.contains("<li><a href=\"#tailles-2\">Tailles</a>\n<ol>\n<li><a href=\"#detail\">Détail</a></li>\n</ol>\n</li>"));
        assert!(html.contains("<h2 id=\"tailles-2\">Tailles</h2>\n<h3 id=\"detail\">Détail</h3>"));
        assert!(!html.contains("href=\"#fin\""));
    }

    #[test]
    fn a_figure_is_numbered_described_and_no_wider_than_drawn() {
        let captioned = html(vec![figure("Par *taille*")]);
        assert!(captioned.contains("<figure id=\"figure-by-size\">"));
        assert!(captioned.contains("style=\"--width:800px\"><svg"));
        assert!(
            captioned.contains(
                "<figcaption><b>Figure\u{a0}3\u{a0}:</b> Par <em>taille</em></figcaption>"
            )
        );
        assert!(html(vec![figure("")]).contains("</b> Tailles</figcaption>"));
    }
}
