//! A document as the tree that the template of a PDF sets: what a page prints. Of the charts of one figure the first stands
//! there, data tables and what a page folds do not.

use super::nodes::{Cell, Column, Content, FigurePart, FindingPart, Inline, KeyPart, Marked};
use super::nodes::{Part, TablePart, words as plain_words};
use super::prose::{Prose, address};
use super::shown::{shown, shown_drawing};
use crate::chart::color::palette::ACCENT_HEX;
use crate::chart::spark;
use crate::document::{Block, CellMark, Document, Figure, Look, Paint, Picture, Table};
use crate::publish::drawing::{drawing_size, standalone_svg};
use crate::publish::names::{TakenNames, slug};
use crate::publish::opening_html::{HIGH, MARK, WIDE, badge_word, picture_paths, see_figure};
use crate::publish::table_html::rows_of_cell;
use crate::publish::terms::titles;
use crate::publish::words::{cite, figure_number, words};
use crate::text::Locale;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Paints of small pictures besides the accent: what is told too, what is there, what is left.
const SECOND: &str = "#474b57";
const GREY: &str = "#a4a8b3";
const REST: &str = "#d8d5cd";

/// Width and height of a strip, in its own units.
const STRIP: (f64, f64) = (84.0, 5.0);

/// The tree of a document, and the files that it refers to.
pub(super) fn content(document: &Document) -> (Content, Vec<(String, Vec<u8>)>) {
    let accent = match document.theme.accent.as_str() {
        "" => ACCENT_HEX,
        accent => accent,
    };
    let mut taken = TakenNames::default();
    for name in ["text", "contents", "foot"] {
        taken.reserve(name);
    }
    let french = document.locale == Locale::Fr;
    let mut writer = Writer {
        document,
        accent,
        prose: Prose::new(french, &document.address, taken),
        figures: BTreeMap::new(),
        shown: String::new(),
    };
    writer.terms();
    let logo = writer.prose.files.embedded(&document.theme.logo);
    let opening = &document.opening;
    let mut numbers = opening.numbers.iter();
    let mut written = |prose: &mut Prose, text: &str| {
        let numbers = numbers.next().map_or(&[][..], Vec::as_slice);
        prose.line(text, numbers)
    };
    let standfirst = written(&mut writer.prose, &opening.standfirst);
    let byline = written(&mut writer.prose, &opening.byline);
    let mut keys = Vec::new();
    for number in &opening.key_numbers {
        let mut label = written(&mut writer.prose, &number.label);
        let picture = number.picture.as_ref();
        writer.squares(&mut label, picture);
        keys.push(KeyPart {
            value: writer.prose.plain(&number.value),
            label,
            picture: picture.map(|it| writer.picture(it)).unwrap_or_default(),
        });
    }
    let mut found = Vec::new();
    for finding in &opening.findings {
        let lead = written(&mut writer.prose, &finding.lead);
        let text = written(&mut writer.prose, &finding.text);
        found.push((lead, text, finding.figure.as_ref()));
    }
    let mut parts = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        let numbers = document.origins.numbers.get(at);
        let numbers = numbers.map_or(&[][..], Vec::as_slice);
        writer.block(&mut parts, block, numbers);
    }
    let findings = found.into_iter().map(|(lead, text, figure)| {
        let figure = figure.and_then(|(id, number)| {
            let place = writer.figures.get(id)?.clone();
            Some((place, see_figure(*number, document.locale)))
        });
        FindingPart { lead, text, figure }
    });
    let findings = findings.collect();
    // The heading of the citation is one of the second level.
    writer.prose.below(2);
    let citation = writer.prose.blocks(&document.citation, &[]);
    let title = shown(&document.title);
    let named = match title.trim() {
        "" if french => "Rapport",
        "" => "Report",
        title => title,
    };
    let title = writer.prose.plain(named);
    let headline = writer.prose.plain(shown(&opening.headline).trim());
    let (kick, headline) = if headline.is_empty() {
        (Vec::new(), title)
    } else {
        (title, headline)
    };
    let said = words(document.locale);
    let content = Content {
        language: document.locale.tag(),
        title: shown(named),
        kick,
        headline,
        standfirst,
        byline,
        badge: opening
            .badge
            .map_or("", |badge| badge_word(badge, document.locale)),
        logo: logo.unwrap_or_default(),
        accent: accent.to_owned(),
        keys,
        findings,
        parts,
        citation,
        foot: writer.prose.plain(&document.foot),
        words: BTreeMap::from([
            ("findings", said.findings),
            ("mark", opening.words_of_mark),
            ("reading", said.reading),
            ("source", said.source),
            ("cite", cite(document)),
        ]),
        places: std::mem::take(&mut writer.prose.places),
    };
    (content, writer.prose.files.into_files())
}

/// Writes blocks in their order.
struct Writer<'d> {
    document: &'d Document,
    accent: &'d str,
    prose: Prose,
    /// The place of each chart by its id.
    figures: BTreeMap<String, String>,
    /// The place of the last chart that is shown.
    shown: String,
}

impl Writer<'_> {
    /// Terms take the first right to their names, as in a page.
    fn terms(&mut self) {
        for block in &self.document.blocks {
            if let Block::Glossary(markdown) = block {
                for title in titles(markdown) {
                    let anchor = self.prose.place(&title);
                    self.prose.terms.push_back(anchor);
                }
            }
        }
    }

    fn block(
        &mut self,
        parts: &mut Vec<Part>,
        block: &Block,
        numbers: &[crate::document::NumberOrigin],
    ) {
        match block {
            // One without words is none for readers who listen.
            Block::Heading { text, .. } if shown(text).trim().is_empty() => {}
            Block::Heading { level, text } => {
                let body = self.prose.plain(text);
                parts.push(self.prose.heading(*level, text, body));
            }
            Block::Markdown(markdown) => parts.extend(self.prose.blocks(markdown, numbers)),
            Block::Glossary(markdown) => parts.push(self.prose.glossary(markdown, numbers)),
            Block::Table(table) => parts.push(Part::Table(self.table(table))),
            Block::Folded(_) => {}
            Block::Figure(figure) => {
                let name = format!("figure-{}", figure.id);
                let is_shown = figure.variant.as_ref().is_none_or(|it| it.at == 0);
                if is_shown {
                    self.shown = self.prose.place(&name);
                    let part = self.figure(figure, numbers);
                    parts.push(part);
                } else {
                    // What leads to another chart of the figure leads to the one that stands there.
                    let anchor = self.prose.taken.claim(&slug(&name));
                    self.prose.places.insert(anchor, self.shown.clone());
                }
                self.figures
                    .entry(figure.id.clone())
                    .or_insert_with(|| self.shown.clone());
                self.prose
                    .taken
                    .claim(&slug(&format!("{}-title", figure.id)));
            }
        }
    }

    fn figure(&mut self, figure: &Figure, numbers: &[crate::document::NumberOrigin]) -> Part {
        let svg = standalone_svg(&shown_drawing(&figure.printed));
        let title = match self.prose.plain(&figure.title) {
            title if title.is_empty() => vec![Inline::Text(figure_number(figure.number))],
            title => title,
        };
        let alternative = match shown(&figure.alternative) {
            // A drawing without words is still one.
            text if text.trim().is_empty() => plain_words(&title),
            text => text,
        };
        Part::Figure(FigurePart {
            anchor: self.shown.clone(),
            label: figure_number(figure.number),
            title,
            subtitle: self.prose.line(&figure.subtitle, &[]),
            note: self.prose.line(&figure.caption, numbers),
            credit: self.prose.line(&self.document.credit, &[]),
            alternative,
            size: drawing_size(&figure.printed).unwrap_or((1.0, 1.0)),
            file: self.prose.files.drawing(&svg),
        })
    }

    fn table(&mut self, table: &Table) -> TablePart {
        let columns = table.columns.iter().map(|column| Column {
            title: self.prose.plain(&column.title),
            align: if column.numeric { "end" } else { "start" },
            widest: 0,
        });
        let columns = columns.collect();
        let mut rows = Vec::with_capacity(table.rows.len());
        for (at, row) in table.rows.iter().enumerate() {
            let mut cells = Vec::with_capacity(row.len());
            for (column, cell) in row.iter().enumerate() {
                if let Some(rows) = rows_of_cell(table, at, column) {
                    let look = table.looks.of(at, column);
                    cells.push(self.cell(cell, look, rows));
                }
            }
            rows.push(cells);
        }
        let total = table.total.iter().flatten();
        let legend = table.looks.legend.iter();
        let mut part = TablePart {
            anchor: self.prose.place(&format!("table-{}", table.id)),
            title: self.prose.plain(&table.title),
            columns,
            rows,
            total: total.map(|cell| self.cell(cell, None, 1)).collect(),
            remark: self.prose.plain(&table.remark),
            legend: legend
                .map(|(label, color)| (format!("#{color}"), self.prose.plain(label)))
                .collect(),
        };
        part.measure();
        part
    }

    fn cell(&mut self, text: &str, look: Option<&Look>, rows: usize) -> Cell {
        let mut cell = Cell {
            rows,
            ..Cell::default()
        };
        // A long name breaks behind its parts.
        let parted = |text: &str| text.replace('/', "/\u{200b}").replace('_', "_\u{200b}");
        let Some(look) = look else {
            cell.body = self.prose.plain(&parted(text));
            return cell;
        };
        let head = if look.head.is_empty() {
            text
        } else {
            &look.head
        };
        cell.body = self.prose.plain(&parted(head));
        if let Some(to) = address(&look.link, "").filter(|_| !cell.body.is_empty()) {
            let body = std::mem::take(&mut cell.body);
            cell.body = vec![Inline::Marked(Marked::Link { to, body })];
        }
        cell.note = self.prose.plain(&look.note);
        match &look.mark {
            CellMark::None => {}
            CellMark::Bar(length) => cell.bar = Some(*length),
            CellMark::Strip(parts) => {
                cell.strip = self.strip(parts);
                cell.said = shown(text);
            }
            CellMark::Line(path) => {
                let (wide, high) = (spark::WIDTH, spark::HEIGHT);
                let svg = format!(
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\"><path d=\"{path}\" \
                     fill=\"none\" stroke=\"{SECOND}\" stroke-width=\"2\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>"
                );
                cell.line = self.prose.files.drawing(&svg);
            }
        }
        cell
    }

    /// The file of a strip of parts with their shares and colours.
    fn strip(&mut self, parts: &[(f64, String)]) -> String {
        let (wide, high) = STRIP;
        let mut svg =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\">");
        let mut left = 0.0;
        for (share, color) in parts {
            let width = share * wide;
            // Writing to a string cannot fail.
            let _ = write!(
                svg,
                "<path fill=\"#{color}\" d=\"M{left:.2} 0h{width:.2}v{high}h-{width:.2}z\"/>"
            );
            left += width;
        }
        self.prose.files.drawing(&(svg + "</svg>"))
    }

    /// The file of a small picture.
    fn picture(&mut self, picture: &Picture) -> String {
        let mut svg =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDE} {HIGH}\">");
        for (path, paint) in picture_paths(picture) {
            let color = paint.map_or(REST, |paint| self.color(paint));
            // Writing to a string cannot fail.
            let _ = write!(svg, "<path fill=\"{color}\" d=\"{path}\"/>");
        }
        self.prose.files.drawing(&(svg + "</svg>"))
    }

    fn color<'p>(&'p self, paint: &'p Paint) -> &'p str {
        match paint {
            Paint::Accent => self.accent,
            Paint::Second => SECOND,
            Paint::Grey => GREY,
            Paint::Identity(color) => color,
        }
    }

    /// Gives the marks of a label the colours of the parts of its picture, in order.
    fn squares(&self, label: &mut Vec<Inline>, picture: Option<&Picture>) {
        let parts = match picture {
            Some(Picture::Bar(parts) | Picture::Squares(parts) | Picture::Columns(parts)) => {
                parts.as_slice()
            }
            None => &[],
        };
        let mut parts = parts.iter();
        let mut done = Vec::with_capacity(label.len());
        for piece in label.drain(..) {
            let Inline::Text(text) = &piece else {
                done.push(piece);
                continue;
            };
            let mut rest = text.as_str();
            while let Some((before, after)) = rest.split_once(MARK)
                && let Some(part) = parts.next()
            {
                // It stays on the line of its word.
                let before = match before.strip_suffix(' ') {
                    Some(words) => format!("{words}\u{a0}"),
                    None => before.to_owned(),
                };
                done.push(Inline::Text(before));
                done.push(Inline::Marked(Marked::Square {
                    color: self.color(&part.paint).to_owned(),
                }));
                rest = after;
            }
            done.push(Inline::Text(rest.to_owned()));
        }
        *label = done;
    }
}
