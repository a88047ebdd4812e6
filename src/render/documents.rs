//! The document of one locale, section by section.

use super::citation::cited;
use super::colors::Palette;
use super::coverage;
use super::figures::figure;
use super::ledger;
use super::made_columns::made_table;
use super::made_from::made_from;
use super::opening::{badge, number_links, opening};
use super::origins::origins;
use super::repairs;
use super::sparklines::sparklines;
use super::tables::{in_one_line, mark, table};
use super::texts::Texts;
use super::theme::page_theme;
use super::trace::TracedText;
use crate::chart::kind::Presentation;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::{Block, CellMark, Document, IndexEntry, Look, TableColumn, Variant};
use crate::meter::{Meter, Step};
use crate::report::{Chart, FrontMatter, LocalText, Report, Section, SectionContent, Told};
use crate::results::{InPrint, Results};
use crate::text::Locale;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Maximum number of rows that a table section prints.
pub(super) const TABLE_ROWS: usize = 500;

/// Builds a document.
///
/// # Errors
/// Everything that fails in this locale.
pub(super) fn document(
    texts: &Texts<'_>,
    results: &Results,
    palette: &Palette,
    meter: &Meter,
) -> Result<Document, Vec<Diagnostic>> {
    let report = texts.report;
    let mut problems = Vec::new();
    let title = keep(texts.plain(&report.title, "/title"), &mut problems).unwrap_or_default();
    let mut number = 0;
    let sections = report.sections.iter().filter(|section| {
        let shows = told_of(report, &section.content);
        let holds = |when| keep(texts.holds(when, Some(&shows)), &mut problems).unwrap_or_default();
        section.when.as_ref().is_none_or(holds)
    });
    let sections: Vec<&Section> = sections.collect();
    let pieces: Vec<Piece<'_>> = sections
        .into_iter()
        .flat_map(|section| {
            let pieces = pieces(texts, &section.content, &mut number);
            keep(pieces, &mut problems).unwrap_or_default()
        })
        .collect();
    let in_print = in_print(texts, results);
    // Pieces are independent, so they are rendered in parallel and put in order.
    let given = (results, palette, in_print.as_ref());
    let rendered: Vec<Result<Option<(Block, TracedText)>, Diagnostic>> = pieces
        .into_par_iter()
        .map(|piece| match &piece {
            Piece::Chart(name, ..) => meter.time(
                Step::Chart,
                || format!("{name} ({})", texts.locale),
                || block(texts, given, &piece),
            ),
            Piece::Other(_) => block(texts, given, &piece),
        })
        .collect();
    let (mut blocks, texts_of_blocks): (Vec<Block>, Vec<TracedText>) = rendered
        .into_iter()
        .filter_map(|block| keep(block, &mut problems).flatten())
        .unzip();
    let (mut opening, mut traced) =
        match opening(texts, (results, palette, in_print.as_ref()), &blocks) {
            Ok(opening) => opening,
            Err(found) => {
                problems.extend(found);
                Default::default()
            }
        };
    let of_opening = traced.len();
    traced.extend(texts_of_blocks);
    if let Some(table) = coverage::table(texts, results, in_print.as_ref()) {
        blocks.push(Block::Heading {
            level: 2,
            text: coverage::heading(texts.locale).to_owned(),
        });
        blocks.push(Block::Table(table));
    }
    blocks.extend(repairs::blocks(texts, results));
    blocks.extend(ledger::blocks(texts, results));
    let citation = match &report.citation {
        Some(text) => keep(texts.markdown(text, "/citation"), &mut problems).unwrap_or_default(),
        None => cited(
            &title,
            &report.outputs.address,
            report.publication.as_ref(),
            opening.badge,
            texts.locale,
        ),
    };
    let credit = match &report.credit {
        Some(text) => keep(texts.markdown(text, "/credit"), &mut problems).unwrap_or_default(),
        None => String::new(),
    };
    let said = match &report.foot {
        Some(text) => keep(texts.plain(text, "/foot"), &mut problems)
            .filter(|text| !text.is_empty())
            .map_or_else(String::new, |text| format!("{text} ")),
        None => String::new(),
    };
    let front_matter = front_matter(texts, &mut problems);
    let said = match &in_print {
        Some(_) => format!("{said}{} ", words_of_mark(texts.locale)),
        None => said,
    };
    let index = index_entry(texts, &mut problems);
    if problems.is_empty() {
        let mut origins = origins(texts, results, &traced, in_print.as_ref());
        number_links(&mut opening, origins.numbers.drain(..of_opening));
        Ok(Document {
            opening,
            locale: texts.locale,
            title,
            blocks,
            front_matter,
            citation,
            credit,
            theme: page_theme(&report.theme),
            address: report.outputs.address.clone(),
            index,
            origins,
            foot: format!("{said}{}", foot(results, texts.locale)),
        })
    } else {
        Err(problems)
    }
}

/// What is in print of a report whose rows are not measured; none of any other, and where nothing is in print.
fn in_print(texts: &Texts<'_>, results: &Results) -> Option<InPrint> {
    let report = texts.report;
    let is_marked = !report.published.is_empty() && matches!(badge(texts), Ok(Some(_)));
    is_marked.then(|| InPrint::new(report, results))
}

/// What the mark of a number that is not in print means.
const fn words_of_mark(locale: Locale) -> &'static str {
    match locale {
        Locale::Fr => {
            "°\u{a0}: nombre calculé sur ces lignes, qui n’a pas été publié, ou pas avec ces chiffres. En tête de colonne, il vaut pour toute la colonne. Les titres de figures, les graphiques et les nombres en toutes lettres ne portent pas ce signe, publiés ou non."
        }
        Locale::En => {
            "°: a number computed from these rows that has not been published, or not with these digits. At the head of a column it covers the whole column. Titles of figures, charts, and numbers in words carry no such mark, published or not."
        }
    }
}

/// What a section tells of the period before.
pub(super) fn told_of(report: &Report, section: &SectionContent) -> BTreeSet<Told> {
    let tells = &report.tells;
    let by_chart = section.charts().filter_map(|name| tells.by_chart.get(name));
    let by_table = match section {
        SectionContent::Table(name) => tells.by_table.get(name),
        _ => None,
    };
    let texts = match section {
        SectionContent::Text(templates) | SectionContent::Glossary(templates) => Some(templates),
        _ => None,
    };
    let texts = texts.into_iter().flat_map(|templates| templates.values());
    let by_text = texts.filter_map(|template| tells.by_text.get(&template.text));
    let told = by_chart.chain(by_table).chain(by_text);
    told.flatten().cloned().collect()
}

/// The additions of the spec to the front matter of a post.
fn front_matter(
    texts: &Texts<'_>,
    problems: &mut Vec<Diagnostic>,
) -> serde_json::Map<String, serde_json::Value> {
    let report = texts.report;
    let mut front_matter = serde_json::Map::new();
    for (key, value) in report
        .outputs
        .jekyll
        .iter()
        .flat_map(|post| &post.front_matter)
    {
        let value = keep(written(texts, value), problems).unwrap_or_default();
        front_matter.insert(key.clone(), value);
    }
    front_matter
}

/// The place of the report in the index of its periods.
fn index_entry(texts: &Texts<'_>, problems: &mut Vec<Diagnostic>) -> Option<IndexEntry> {
    let report = texts.report;
    let index = report.outputs.index.as_ref().zip(report.period.as_ref());
    index.map(|(index, period)| {
        let mut said = |text: &Option<LocalText>, key: &str| {
            let pointer = format!("/outputs/index/{key}");
            let text = text.as_ref().map(|text| texts.plain(text, &pointer));
            let text = text.and_then(|text| keep(text, problems));
            text.unwrap_or_default().trim().to_owned()
        };
        IndexEntry {
            period: period.name.clone(),
            title: said(&index.title, "title"),
            status: said(&index.status, "status"),
            metrics: index.metrics.clone(),
            address: index.address.clone(),
        }
    })
}

/// A value of the front matter in a locale.
fn written(texts: &Texts<'_>, value: &FrontMatter) -> Result<serde_json::Value, Diagnostic> {
    Ok(match value {
        FrontMatter::Text(text, pointer) => texts.plain(text, pointer)?.into(),
        FrontMatter::List(values) => {
            let values = values.iter().map(|value| written(texts, value));
            values.collect::<Result<Vec<_>, _>>()?.into()
        }
        FrontMatter::Map(values) => {
            let values = values.iter();
            let values = values.map(|(key, value)| Ok((key.clone(), written(texts, value)?)));
            serde_json::Value::Object(values.collect::<Result<_, Diagnostic>>()?)
        }
        FrontMatter::Plain(value) => value.clone(),
    })
}

/// What becomes one block.
enum Piece<'r> {
    /// A chart, the number of its figure, its place in the figure.
    Chart(&'r str, usize, Option<Variant>),
    /// Any other section.
    Other(&'r SectionContent),
}

/// The pieces of a section; `number` is that of the last figure.
fn pieces<'r>(
    texts: &Texts<'r>,
    section: &'r SectionContent,
    number: &mut usize,
) -> Result<Vec<Piece<'r>>, Diagnostic> {
    Ok(match section {
        SectionContent::Chart(name) => {
            if texts.report.charts[name].kind.descriptor().is_some() {
                *number += 1;
            }
            vec![Piece::Chart(name, *number, None)]
        }
        SectionContent::Variants(charts) => {
            *number += 1;
            let labels = charts.iter().map(|(_, label, at)| texts.plain(label, at));
            let labels: Vec<String> = labels.collect::<Result<_, _>>()?;
            let variant = |at| {
                let labels = labels.clone();
                Some(Variant { labels, at })
            };
            let charts = charts.iter().enumerate();
            charts
                .map(|(at, (name, ..))| Piece::Chart(name, *number, variant(at)))
                .collect()
        }
        SectionContent::Heading(..)
        | SectionContent::Text(_)
        | SectionContent::Glossary(_)
        | SectionContent::Table(_) => vec![Piece::Other(section)],
    })
}

/// One piece.
fn block(
    texts: &Texts<'_>,
    given: (&Results, &Palette, Option<&InPrint>),
    piece: &Piece<'_>,
) -> Result<Option<(Block, TracedText)>, Diagnostic> {
    let (results, palette, in_print) = given;
    let report = texts.report;
    let section = match piece {
        Piece::Chart(name, number, variant) => {
            let chart = &report.charts[*name];
            return match chart.kind.shown() {
                Presentation::Table(definition) => {
                    let (table, written) = table_chart(texts, given, chart, definition.rows)?;
                    Ok(Some((Block::Table(table), written)))
                }
                Presentation::Drawing(descriptor) => {
                    let chart = (chart, descriptor);
                    let (figure, caption) =
                        figure(texts, results, palette, chart, *number, variant.clone())?;
                    Ok(Some((Block::Figure(figure), caption)))
                }
            };
        }
        Piece::Other(section) => *section,
    };
    let block = match section {
        SectionContent::Heading(level, text, pointer) => Block::Heading {
            level: *level,
            text: texts.plain(text, pointer)?,
        },
        SectionContent::Text(templates) => match templates.get(&texts.locale) {
            Some(template) => {
                let written = texts.section(template)?;
                return Ok(Some((Block::Markdown(written.text.clone()), written)));
            }
            None => return Ok(None),
        },
        SectionContent::Glossary(templates) => match templates.get(&texts.locale) {
            Some(template) => {
                let written = texts.section(template)?;
                return Ok(Some((Block::Glossary(written.text.clone()), written)));
            }
            None => return Ok(None),
        },
        // These are pieces of their own.
        SectionContent::Chart(_) | SectionContent::Variants(_) => return Ok(None),
        SectionContent::Table(name) => {
            let definition = &report.breakdowns[name];
            let frame = &results.frames[name];
            if frame.rows.is_empty() {
                return Err(empty(name, &definition.pointer));
            }
            let pointer = format!("{}/title", definition.pointer);
            let title = texts.plain(&definition.title, &pointer)?;
            let own = frame.columns.own().iter();
            let columns: Vec<String> = own.map(|column| column.name.clone()).collect();
            let mut table = table(texts, frame, &columns, name, title, TABLE_ROWS);
            mark(&mut table, frame, &columns, in_print, texts.locale);
            Block::Table(table)
        }
    };
    Ok(Some((block, TracedText::default())))
}

fn keep<T>(result: Result<T, Diagnostic>, problems: &mut Vec<Diagnostic>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

fn empty(name: &str, pointer: &str) -> Diagnostic {
    Diagnostic::error(
        Code::EMPTY_BREAKDOWN,
        format!("breakdown `{name}` has no rows, its table would be empty"),
    )
    .at(Location::key(pointer))
    .hint("look at its `where` and at `keep`")
}

fn table_chart(
    texts: &Texts<'_>,
    (results, palette, in_print): (&Results, &Palette, Option<&InPrint>),
    chart: &Chart,
    rows: usize,
) -> Result<(crate::document::Table, TracedText), Diagnostic> {
    let frame = &results.frames[&chart.data];
    if frame.rows.is_empty() {
        return Err(empty(&chart.data, &chart.pointer));
    }
    let title = texts.plain(&chart.title, &format!("{}/title", chart.pointer))?;
    let mut table = table(texts, frame, &chart.columns, &chart.name, title, rows);
    mark(&mut table, frame, &chart.columns, in_print, texts.locale);
    let mut written = TracedText::default();
    if !chart.made.is_empty() {
        (table, written) = made_table(texts, (results, palette, in_print), chart, table)?;
    }
    if let Some(sparkline) = &chart.sparkline {
        // A row keeps what is drawn in it wherever it is sorted to, so that none shares a cell.
        table.groups = 0;
        let pointer = format!("{}/title", sparkline.pointer);
        let course = &results.frames[&sparkline.data];
        let shown = &frame.rows[..table.rows.len()];
        let drawn = sparklines(sparkline, (frame, shown), course, texts.locale);
        table.columns.push(TableColumn {
            title: texts.plain(&sparkline.title, &pointer)?,
            numeric: false,
            order: Vec::new(),
        });
        for (at, (path, words)) in drawn.into_iter().enumerate() {
            let look = Look {
                mark: CellMark::Line(path),
                ..Look::default()
            };
            table.looks.cells.insert((at, table.rows[at].len()), look);
            table.rows[at].push(words);
        }
        table
            .total
            .iter_mut()
            .for_each(|total| total.push(String::new()));
    }
    if let Some(caption) = &chart.caption {
        let caption = texts.plain(caption, &format!("{}/caption", chart.pointer))?;
        table.remark = in_one_line(&caption, &[&table.remark]);
    }
    Ok((table, written))
}

/// The data behind the report.
fn foot(results: &Results, locale: Locale) -> String {
    let sources: Vec<String> = results
        .sources
        .iter()
        .map(|source| made_from(source, locale))
        .collect();
    let version = env!("CARGO_PKG_VERSION");
    match locale {
        Locale::Fr => format!(
            "Données\u{a0}: {}. Calculé par hfreport {version}.",
            sources.join("\u{a0}; ")
        ),
        Locale::En => format!(
            "Data: {}. Computed by hfreport {version}.",
            sources.join("; ")
        ),
    }
}
