//! `report.md`, one per locale. In: a [`Document`], and the paths of its charts in the bundle. Out:
//! Markdown for a repository or an editor, with pictures beside it and pipe tables.

use std::collections::BTreeMap;

use super::markdown_escape::inline_text;
use super::markdown_section::section_text;
use super::neighbours::neighbours_text;
use super::number_links::with_marks;
use super::opening_markdown::opening_parts;
use super::words::figure_label;
use crate::document::{Block, Document, Figure, Look, MARK, NumberOrigin, Table};
use crate::text::Locale;

/// The file name of the document at `index`: the first is the default.
pub(super) fn markdown_name(index: usize, locale: Locale) -> String {
    match index {
        0 => "report.md".to_owned(),
        _ => format!("report.{}.md", locale.tag()),
    }
}

/// A piece of a Markdown file.
pub(super) enum MarkdownPart<'a> {
    /// Markdown.
    Text(String),
    /// The picture of a chart.
    Picture(&'a Figure),
}

/// The document as Markdown. `pictures` gives the path of a chart's picture by the chart's id; a
/// chart without one shows its table instead, under the title of the figure.
pub(super) fn markdown(
    document: &Document,
    index: usize,
    pictures: &BTreeMap<&str, String>,
) -> String {
    let mut text = vec![format!("# {}", inline_text(&document.title))];
    let neighbours = neighbours_text(document, index, "../");
    for part in parts(document, neighbours) {
        match part {
            MarkdownPart::Text(part) => text.push(part),
            MarkdownPart::Picture(figure) => match pictures.get(figure.id.as_str()) {
                Some(path) => text.push(format!("![{}]({path})", inline_text(&figure.alternative))),
                None => push_table(&mut text, &figure.table, ""),
            },
        }
    }
    tight(&text.join("\n\n")) + "\n"
}

/// Text with its marks directly behind their numbers: no style makes them small here, and behind a space ° would be a unit.
fn tight(text: &str) -> String {
    let mut parts = text.split(MARK);
    let mut marked = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // Degrees Celsius are none.
        let is_mark = !part.starts_with(char::is_alphabetic);
        marked.push_str(if is_mark { MARK.trim_start() } else { MARK });
        marked.push_str(part);
    }
    marked
}

/// The parts under the title; `neighbours` are the links to other periods.
pub(super) fn parts(document: &Document, neighbours: Option<String>) -> Vec<MarkdownPart<'_>> {
    let mut parts: Vec<MarkdownPart<'_>> = opening_parts(document)
        .into_iter()
        .map(MarkdownPart::Text)
        .collect();
    for (index, block) in document.blocks.iter().enumerate() {
        let mut text = Vec::new();
        let numbers = document.origins.numbers.get(index);
        let numbers = numbers.map_or(&[][..], Vec::as_slice);
        match block {
            Block::Heading {
                level,
                text: heading,
            } => {
                let marks = "#".repeat(usize::from((*level).clamp(2, 6)));
                text.push(format!("{marks} {}", inline_text(heading)));
            }
            Block::Markdown(markdown) | Block::Glossary(markdown) => {
                text.push(section_text(&with_marks(markdown, numbers), index));
            }
            Block::Figure(figure) => {
                parts.push(MarkdownPart::Text(title(figure, document.locale)));
                parts.push(MarkdownPart::Picture(figure));
                text.push(caption(figure, numbers, index));
            }
            Block::Table(table) | Block::Folded(table) => {
                push_table(&mut text, table, &table.title);
            }
        }
        parts.extend(text.into_iter().map(MarkdownPart::Text));
    }
    let foot = Some(inline_text(&document.foot)).filter(|foot| !foot.is_empty());
    let end: Vec<String> = neighbours.into_iter().chain(foot).collect();
    if !end.is_empty() {
        parts.push(MarkdownPart::Text("---".to_owned()));
        parts.extend(end.into_iter().map(MarkdownPart::Text));
    }
    parts.retain(|part| !matches!(part, MarkdownPart::Text(text) if text.is_empty()));
    let parts = parts.into_iter().map(|part| match part {
        MarkdownPart::Text(text) => MarkdownPart::Text(tight(&text)),
        MarkdownPart::Picture(figure) => MarkdownPart::Picture(figure),
    });
    parts.collect()
}

/// The number and the title of a figure, over its picture: who searches or hears a text does not see what is drawn.
fn title(figure: &Figure, locale: Locale) -> String {
    let label = figure_label(locale, figure);
    format!("**{}**", inline_text(&format!("{label} {}", figure.title)))
}

/// What stands under the picture: subtitle and note.
fn caption(figure: &Figure, numbers: &[NumberOrigin], index: usize) -> String {
    let note = with_marks(&figure.caption, numbers);
    let [subtitle, note] = [figure.subtitle.as_str(), &note].map(|it| section_text(it, index));
    if subtitle.is_empty() || note.is_empty() {
        return subtitle + &note;
    }
    let stop = if subtitle.ends_with(['.', '!', '?', '…']) {
        ""
    } else {
        "."
    };
    format!("{subtitle}{stop} {note}")
}

fn push_table(parts: &mut Vec<String>, table: &Table, title: &str) {
    if !title.is_empty() {
        parts.push(format!("**{}**", inline_text(title)));
    }
    let heads = table
        .columns
        .iter()
        .map(|column| inline_text(&column.title));
    let rules = table.columns.iter().map(|column| {
        let rule = if column.numeric { "--:" } else { "---" };
        rule.to_owned()
    });
    let mut lines = vec![line(heads), line(rules)];
    for (at, row) in table.rows.iter().enumerate() {
        let cells = row.iter().enumerate();
        lines.push(line(cells.map(|(column, cell)| {
            let look = table.looks.of(at, column);
            look.map_or_else(|| inline_text(cell), |look| linked_cell(cell, look))
        })));
    }
    if let Some(total) = &table.total {
        let bold = |cell: &String| match cell.as_str() {
            "" => String::new(),
            cell => format!("**{}**", inline_text(cell)),
        };
        lines.push(line(total.iter().map(bold)));
    }
    parts.push(lines.join("\n"));
    if !table.remark.is_empty() {
        parts.push(inline_text(&table.remark));
    }
}

/// A cell whose head may be a link; what is drawn in it is in its text.
fn linked_cell(cell: &str, look: &Look) -> String {
    if look.link.is_empty() {
        return inline_text(cell);
    }
    let head = if look.head.is_empty() {
        cell
    } else {
        &look.head
    };
    let linked = format!("[{}]({})", inline_text(head), look.link);
    match look.note.as_str() {
        "" => linked,
        note => format!("{linked} ({})", inline_text(note)),
    }
}

fn line(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::{markdown, tight};
    use crate::document::{Block, Document, Figure, Table, TableColumn};
    use crate::text::Locale;
    use std::collections::BTreeMap;

    #[test]
    fn a_mark_stands_directly_behind_its_number_and_degrees_keep_their_space() {
        let text = "5\u{202f}843\u{202f}° modèles, 14,7\u{202f}%\u{202f}°, 20\u{202f}°C";
        assert_eq!(
            tight(text),
            "5\u{202f}843° modèles, 14,7\u{202f}%°, 20\u{202f}°C"
        );
    }

    fn table() -> Table {
        let column = |title: &str, numeric| TableColumn {
            title: title.to_owned(),
            numeric,
            order: Vec::new(),
        };
        Table {
            id: "t".to_owned(),
            title: "Noms".to_owned(),
            columns: vec![column("Nom", false), column("Part", true)],
            rows: vec![vec!["a|b<c".to_owned(), "1 %".to_owned()]],
            groups: 0,
            looks: crate::document::Looks::default(),
            total: None,
            remark: String::new(),
        }
    }

    fn document() -> Document {
        Document {
            locale: Locale::Fr,
            title: "Les *50* premières".to_owned(),
            blocks: vec![
                Block::Heading {
                    level: 2,
                    text: "Résumé".to_owned(),
                },
                Block::Markdown("Texte.\n".to_owned()),
                Block::Figure(Figure {
                    id: "entities".to_owned(),
                    number: 1,
                    title: "Entités".to_owned(),
                    subtitle: String::new(),
                    caption: "Par *entité*.".to_owned(),
                    variant: None,
                    alternative: "Barres [50]".to_owned(),
                    svg: "<svg/>".to_owned(),
                    drawing: String::new(),
                    printed: String::new(),
                    png: None,
                    reading: None,
                    table: table(),
                }),
            ],
            citation: String::new(),
            credit: String::new(),
            theme: crate::document::PageTheme::default(),
            opening: crate::document::Opening::default(),
            address: String::new(),
            index: None,
            foot: "1. source".to_owned(),
            origins: crate::document::Origins::default(),
            front_matter: serde_json::Map::new(),
        }
    }

    #[test]
    fn a_document_reads_as_it_was_laid_out() {
        let pictures = BTreeMap::from([("entities", "charts/entities.fr.svg".to_owned())]);
        assert_eq!(
            markdown(&document(), 0, &pictures),
            "# Les \\*50\\* premières\n\n## Résumé\n\nTexte.\n\n\
             **Figure\u{a0}1\u{a0}: Entités**\n\n![Barres \\[50\\]](charts/entities.fr.svg)\n\n\
             Par *entité*.\n\n---\n\n1\\. source\n"
        );
    }

    #[test]
    fn a_chart_without_picture_shows_its_table() {
        let text = markdown(&document(), 0, &BTreeMap::new());
        assert!(text.contains(
            "1\u{a0}: Entités**\n\n| Nom | Part |\n| --- | --: |\n| a\\|b\\<c | 1 % |\n\nPar *entité*."
        ));
        assert!(!text.contains("!["));
    }
}
