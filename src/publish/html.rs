//! The page of a locale: one self-contained HTML file that needs neither network nor script. In: a
//! [`Document`] and the locales of its bundle. Out: the page, and the sizes of its pieces.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{Environment, UndefinedBehavior, context};

use super::dark::dark_style;
use super::drawing::{drawing_size, inline_svg, page_drawing};
use super::error::PublishError;
use super::markdown_html::PageMarkdown;
use super::names::TakenNames;
use super::needed_style::with_needed_style;
use super::neighbours::neighbours;
use super::opening_html::{OpeningHtml, opening_pictures};
use super::origins_html;
use super::outline::{contents, description};
use super::paints::Paints;
use super::preview::{has_preview, preview_text};
use super::reading_html::reading_html;
use super::script::{script, script_source};
use super::table_cards::card_rules;
use super::table_html::{cards_html, escape, table_html};
use super::unbroken::unbroken;
use super::words::{cite, figure_number, more_rows, words};
use crate::chart::DEFAULT_WIDTH;
use crate::document::{
    Block, Document, Figure, NumberDefinition, NumberOrigin, Table, feed_name, page_name,
    preview_name,
};
use crate::text::Locale;
use std::collections::BTreeMap;

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
        credit: document.credit.clone(),
        anchors: BTreeMap::new(),
        drawings: opening_pictures(document),
        paints: Paints::default(),
        cards: String::new(),
        markdown: PageMarkdown::new(anchors_in_use(), words.back).of(document),
        pieces: vec![("page.js".to_owned(), script().len())],
    };
    writer.measure_theme(document);
    let opening = OpeningHtml::new(&document.opening, &mut writer.markdown, document.locale);
    let origins = &document.origins;
    let mut blocks: Vec<Value> = document
        .blocks
        .iter()
        .enumerate()
        .map(|(at, block)| writer.block(block, origins.numbers.get(at).map_or(&[], Vec::as_slice)))
        .collect();
    blocks.extend(writer.origins(&origins.definitions));
    let colors = writer.paints.style() + &dark_style(&writer.drawings);
    let own = &document.theme.style;
    let style = format!("{}{colors}{}{own}", STYLE.trim_end(), narrow(&writer.cards));
    let citation = writer.markdown.blocks(&document.citation, &[]);
    let title = writer.markdown.plain(&document.title);
    let plain = || writer.markdown.plain(&document.opening.headline);
    let headline = opening.headline.clone().unwrap_or_else(plain);
    let foot = writer.markdown.plain(&document.foot);
    let citation_anchor = writer.markdown.anchor("cite");
    let mut contents = contents(&writer.markdown.into_headings());
    // A page without headings needs no contents to find its only section.
    if !contents.is_empty() {
        let children: [Value; 0] = [];
        contents.push(context! { anchor => &citation_anchor, text => cite(document), children });
    }
    let picture = has_preview(document).then(|| preview_name(index, document.locale));
    let html = environment()
        .and_then(|environment| {
            environment.render_named_str(
                "page.html",
                TEMPLATE,
                context! {
                    lang => document.locale.tag(),
                    title => &document.title,
                    kick => Value::from_safe_string(title),
                    headline => Value::from_safe_string(headline),
                    opening => opening.value(&writer.anchors, document.locale),
                    description => description(document),
                    style,
                    fonts => document.theme.has_fonts,
                    logo => Value::from_safe_string(document.theme.logo.clone()),
                    words => context! {
                        contents => words.contents,
                        languages => words.languages,
                        data => words.data,
                        skip => words.skip,
                        findings => words.findings,
                        reading => words.reading,
                        source => words.source,
                        variants => words.variants,
                        cite => cite(document),
                        periods => words.periods,
                        feed => words.feed,
                    },
                    feed => document.index.as_ref().map(|_| feed_name(index, document.locale)),
                    site => document.index.as_ref().map_or("", |index| index.title.as_str()),
                    neighbours => neighbours(document, index, "../"),
                    version => env!("CARGO_PKG_VERSION"),
                    file => page_name(index, document.locale),
                    address => Value::from_safe_string(escape(&document.address)),
                    picture,
                    picture_alternative => preview_text(document),
                    script => script(),
                    script_source => script_source(),
                    citation_anchor,
                    citation => Value::from_safe_string(citation),
                    languages => language_links(locales, index),
                    contents,
                    blocks => blocks,
                    foot => Value::from_safe_string(foot),
                },
            )
        })
        .map_err(|error| PublishError::Page(format!("{error:#}")))?;
    let (html, of_style) = with_needed_style(&html, STYLE.trim_end(), script());
    let mut pieces = writer.pieces;
    pieces.insert(0, ("page.css".to_owned(), of_style));
    let html = unbroken(&html);
    Ok(Page { html, pieces })
}

/// The pages of all locales; that at `index` is the current one.
fn language_links(locales: &[Locale], index: usize) -> Vec<Value> {
    let links = locales.iter().enumerate().map(|(place, &locale)| {
        context! {
            tag => locale.tag(),
            name => locale.name(),
            href => page_name(place, locale),
            current => place == index,
        }
    });
    links.collect()
}

/// Rules for narrow screens alone.
fn narrow(rules: &str) -> String {
    if rules.is_empty() {
        return String::new();
    }
    format!("@media(max-width:599px){{{rules}}}")
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
    let drawing = inline_svg(&figure.svg);
    environment()
        .and_then(|environment| {
            environment.render_named_str(
                "chart.html",
                CHART,
                context! {
                    lang => locale.tag(),
                    title => &figure.title,
                    style => format!("{}{}", STYLE.trim_end(), dark_style(&drawing)),
                    width => unusual_width(&figure.svg),
                    drawing,
                    data => words(locale).data,
                    table => table_html(&table, ""),
                },
            )
        })
        .map(|html| with_needed_style(&html, STYLE.trim_end(), "").0)
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
    credit: String,
    /// The anchor of each chart by its id.
    anchors: BTreeMap<String, String>,
    /// The drawings so far, and the colours of those in HTML.
    drawings: String,
    paints: Paints,
    /// Rules of style for the cards of tables so far.
    cards: String,
    markdown: PageMarkdown,
    pieces: Vec<(String, usize)>,
}

impl BlockWriter {
    fn block(&mut self, block: &Block, numbers: &[NumberOrigin]) -> Value {
        match block {
            Block::Heading { level, text } => {
                let level = (*level).clamp(2, 6);
                let anchor = self.markdown.heading(level, text);
                let text = Value::from_safe_string(self.markdown.plain(text));
                context! { kind => "heading", level, anchor, text }
            }
            Block::Markdown(markdown) => {
                let html = self.markdown.blocks(markdown, numbers);
                self.measure("text".to_owned(), &html);
                context! { kind => "text", html => Value::from_safe_string(html) }
            }
            Block::Glossary(markdown) => {
                let html = self.markdown.glossary(markdown, numbers);
                self.measure("glossary".to_owned(), &html);
                context! { kind => "text", html => Value::from_safe_string(html) }
            }
            Block::Table(table) => {
                let anchor = self.markdown.anchor(&format!("table-{}", table.id));
                let html = self.cards(table, &table.title, &anchor, numbers);
                context! { kind => "table", anchor, html => Value::from_safe_string(html) }
            }
            Block::Folded(table) => {
                let anchor = self.markdown.anchor(&format!("table-{}", table.id));
                let html = self.cards(table, "", &anchor, numbers);
                let html = Value::from_safe_string(html);
                context! { kind => "folded", anchor, title => &table.title, html }
            }
            Block::Figure(figure) => self.figure(figure, numbers),
        }
    }

    /// A table whose rows become cards on a narrow screen.
    fn cards(
        &mut self,
        table: &Table,
        caption: &str,
        anchor: &str,
        numbers: &[NumberOrigin],
    ) -> String {
        let linked = |cell: &str, start: usize| self.markdown.cell(cell, start, numbers);
        let html = self.paints.named(&cards_html(table, caption, linked));
        self.cards.push_str(&card_rules(table, anchor));
        self.measure(format!("table {}", table.id), &html);
        html
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
        self.anchors
            .entry(figure.id.clone())
            .or_insert_with(|| anchor.clone());
        let subtitle = self.markdown.inline(&figure.subtitle, &[]);
        let note = self.markdown.inline(&figure.caption, numbers);
        let credit = self.markdown.inline(&self.credit, &[]);
        // The caption of the figure serves as that of its table.
        let table = table_html(&figure.table, "");
        let drawing = self.paints.named(&page_drawing(&figure.drawing));
        let title_id = self.markdown.anchor(&format!("{}-title", figure.id));
        self.drawings.push_str(&drawing);
        self.measure(format!("figure {}: drawing", figure.id), &drawing);
        let variant = figure.variant.as_ref();
        self.measure(format!("figure {}: data", figure.id), &table);
        context! {
            kind => "figure",
            anchor,
            number => figure_number(figure.number),
            title => Value::from_safe_string(self.markdown.plain(&figure.title)),
            title_id,
            subtitle => Value::from_safe_string(subtitle),
            labels => variant.filter(|variant| variant.at == 0).map(|variant| &variant.labels),
            is_variant => variant.is_some(),
            is_last => variant.is_some_and(|variant| variant.at + 1 == variant.labels.len()),
            reading => Value::from_safe_string(
                figure.reading.as_ref().map(reading_html).unwrap_or_default(),
            ),
            drawing => Value::from_safe_string(drawing),
            note => Value::from_safe_string(note),
            credit => Value::from_safe_string(credit),
            table => Value::from_safe_string(table),
        }
    }

    /// What the theme of the spec adds to the page, if it has one.
    fn measure_theme(&mut self, document: &Document) {
        let size = document.theme.style.len() + document.theme.logo.len();
        if size > 0 {
            self.pieces.push(("theme".to_owned(), size));
        }
    }

    fn measure(&mut self, name: String, html: &str) {
        self.pieces.push((name, html.len()));
    }
}

/// The ids of the page's frame, which no heading may take.
fn anchors_in_use() -> TakenNames {
    let mut taken = TakenNames::default();
    taken.reserve("text");
    taken.reserve("contents");
    taken.reserve("foot");
    taken
}

#[cfg(test)]
mod tests {
    use super::page;
    use crate::document::{Block, Document, Figure, Table, Variant};
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
            subtitle: String::new(),
            caption: caption.to_owned(),
            variant: None,
            alternative: "Barres \"hautes\"".to_owned(),
            svg: String::new(),
            drawing: "<div class=\"chart bars\"><i class=\u{1}2766b0></i></div>".to_owned(),
            printed: String::new(),
            png: None,
            reading: None,
            table: Table {
                id: "by_size".to_owned(),
                title: String::new(),
                columns: Vec::new(),
                rows: Vec::new(),
                groups: 0,
                looks: crate::document::Looks::default(),
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
            credit: String::new(),
            theme: crate::document::PageTheme::default(),
            opening: crate::document::Opening::default(),
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
    fn the_page_runs_its_own_script_only_and_loads_nothing() {
        let html = html(vec![Block::Markdown("<script>x</script>".to_owned())]);
        assert!(html.contains("default-src 'none'"));
        let policy = format!("script-src {};", super::script_source());
        assert!(html.contains(&policy));
        assert_eq!(html.matches("<script").count(), 1);
        assert!(html.contains(&format!("<script>{}</script>", super::script())));
        assert!(!html.contains("src=\""));
        assert!(html.contains("<h1>&lt;script&gt;alert(1)&lt;"));
        assert!(html.contains("<footer id=foot>a &amp; b</footer>"));
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
    fn the_contents_list_headings_where_they_are() {
        let blocks = vec![
            heading(2, "Tailles"),
            Block::Markdown("### Détail\n\n#### Fin".to_owned()),
            figure("x"),
        ];
        let html = html(blocks);
        assert!(html.contains("<li><a href=\"#tailles\">Tailles</a>\n<ol>\n<li><a href=\"#detail\">Détail</a></li>\n</ol>\n</li>"));
        assert!(html.contains("<h2 id=\"tailles\">Tailles</h2>\n<h3 id=\"detail\">Détail</h3>"));
        assert!(!html.contains("href=\"#fin\""));
    }

    #[test]
    fn a_figure_is_numbered_named_by_its_title_and_its_colours_are_classes() {
        let captioned = html(vec![figure("Par *taille*")]);
        assert!(captioned.contains("<figure id=\"figure-by-size\" aria-labelledby=by-size-title>"));
        assert!(
            captioned.contains(
                "<div class=drawing><div class=\"chart bars\"><i class=A></i></div></div>"
            )
        );
        assert!(captioned.contains(".A{--c:#2766b0}.A{--o:#fff}"));
        assert!(captioned.contains(
            "<figcaption><small>Figure\u{a0}3</small><b id=by-size-title>Tailles</b></figcaption>"
        ));
        let note = "<div class=ft><p><b>Lecture.</b> Par <em>taille</em></p></div>";
        assert!(captioned.contains(note), "{captioned}");
        assert!(html(vec![figure("")]).contains("<div class=ft></div>"));
    }

    #[test]
    fn no_line_breaks_behind_the_dash_of_a_french_range() {
        let html = html(vec![Block::Markdown("1\u{a0}–\u{a0}3\u{a0}Md".to_owned())]);
        assert!(html.contains("<p>1\u{a0}–\u{2060}\u{a0}3\u{a0}Md</p>"));
    }

    #[test]
    fn charts_of_one_figure_stand_under_a_switch_of_their_names() {
        let of = |at: usize| {
            let Block::Figure(mut figure) = figure("") else {
                panic!("a figure");
            };
            figure.variant = Some(Variant {
                labels: vec!["Pays".to_owned(), "Continents".to_owned()],
                at,
            });
            Block::Figure(figure)
        };
        let html = html(vec![of(0), of(1)]);
        let switch = "<label><input type=radio name=\"figure-by-size\" checked>Pays</label>\n\
                      <label><input type=radio name=\"figure-by-size\">Continents</label>";
        assert!(html.contains(switch), "{html}");
        assert_eq!(html.matches("<div class=variants>").count(), 1);
        assert_eq!(html.matches("<figure class=v id=").count(), 2);
        assert!(html.contains("</figure>\n</div>"));
    }
}
