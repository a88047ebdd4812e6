//! The document of one locale, section by section.

use super::charts::{Drawing, model};
use super::colors::Palette;
use super::coverage;
use super::ledger;
use super::made_from::made_from;
use super::origins::origins;
use super::reading::reading;
use super::sparklines::sparklines;
use super::tables::{added, in_one_line, table, table_behind};
use super::texts::Texts;
use super::trace::TracedText;
use crate::chart::descriptor::Descriptor;
use crate::chart::kind::Presentation;
use crate::chart::{Theme, draw, rasterize, undrawable};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::{Block, Document, Figure, IndexEntry, TableColumn};
use crate::meter::{Meter, Step};
use crate::report::{Chart, FrontMatter, LocalText, Report, SectionContent, crowded_hint};
use crate::results::{Key, Results};
use crate::text::{Locale, escape_markdown};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Pixels of a PNG per pixel of the drawing.
const PNG_SCALE: f32 = 2.0;
/// Maximum number of rows that a table section prints.
const TABLE_ROWS: usize = 500;

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
        let shows = match &section.content {
            SectionContent::Chart(name) => report.tells.by_chart.get(name),
            SectionContent::Table(name) => report.tells.by_table.get(name),
            SectionContent::Heading(..) | SectionContent::Text(_) => None,
        };
        let holds = |when| keep(texts.holds(when, shows), &mut problems).unwrap_or_default();
        section.when.as_ref().is_none_or(holds)
    });
    let sections: Vec<&SectionContent> = sections.map(|section| &section.content).collect();
    let numbered: Vec<(&SectionContent, usize)> = sections
        .into_iter()
        .map(|section| {
            if is_figure(report, section) {
                number += 1;
            }
            (section, number)
        })
        .collect();
    // Sections are independent, so they are rendered in parallel and put in order.
    let rendered: Vec<Result<Option<(Block, TracedText)>, Diagnostic>> = numbered
        .into_par_iter()
        .map(|(section, number)| match section {
            SectionContent::Chart(name) => meter.time(
                Step::Chart,
                || format!("{name} ({})", texts.locale),
                || block(texts, results, palette, section, number),
            ),
            _ => block(texts, results, palette, section, number),
        })
        .collect();
    let (mut blocks, texts_of_blocks): (Vec<Block>, Vec<TracedText>) = rendered
        .into_iter()
        .filter_map(|block| keep(block, &mut problems).flatten())
        .unzip();
    if let Some(table) = coverage::table(texts, results) {
        blocks.push(Block::Heading {
            level: 2,
            text: coverage::heading(texts.locale).to_owned(),
        });
        blocks.push(Block::Table(table));
    }
    blocks.extend(ledger::blocks(texts, results));
    let citation = match &report.citation {
        Some(text) => keep(texts.markdown(text, "/citation"), &mut problems).unwrap_or_default(),
        None => cited(&title, &report.outputs.address, texts.locale),
    };
    let said = match &report.foot {
        Some(text) => keep(texts.plain(text, "/foot"), &mut problems)
            .filter(|text| !text.is_empty())
            .map_or_else(String::new, |text| format!("{text} ")),
        None => String::new(),
    };
    let mut front_matter = serde_json::Map::new();
    for (key, value) in report
        .outputs
        .jekyll
        .iter()
        .flat_map(|post| &post.front_matter)
    {
        let value = keep(written(texts, value), &mut problems).unwrap_or_default();
        front_matter.insert(key.clone(), value);
    }
    let index = report.outputs.index.as_ref().zip(report.period.as_ref());
    let index = index.map(|(index, period)| {
        let mut said = |text: &Option<LocalText>, key: &str| {
            let pointer = format!("/outputs/index/{key}");
            let text = text.as_ref().map(|text| texts.plain(text, &pointer));
            let text = text.and_then(|text| keep(text, &mut problems));
            text.unwrap_or_default().trim().to_owned()
        };
        IndexEntry {
            period: period.name.clone(),
            title: said(&index.title, "title"),
            status: said(&index.status, "status"),
            metrics: index.metrics.clone(),
            address: index.address.clone(),
        }
    });
    if problems.is_empty() {
        Ok(Document {
            locale: texts.locale,
            title,
            blocks,
            front_matter,
            citation,
            address: report.outputs.address.clone(),
            index,
            origins: origins(texts, results, &texts_of_blocks),
            foot: format!("{said}{}", foot(results, texts.locale)),
        })
    } else {
        Err(problems)
    }
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

fn is_figure(report: &Report, section: &SectionContent) -> bool {
    matches!(section, SectionContent::Chart(name) if report.charts[name].kind.descriptor().is_some())
}

/// One section; `number` is the figure's number if it is one.
fn block(
    texts: &Texts<'_>,
    results: &Results,
    palette: &Palette,
    section: &SectionContent,
    number: usize,
) -> Result<Option<(Block, TracedText)>, Diagnostic> {
    let report = texts.report;
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
        SectionContent::Chart(name) => {
            let chart = &report.charts[name];
            match chart.kind.shown() {
                Presentation::Table(definition) => {
                    Block::Table(table_chart(texts, results, chart, definition.rows)?)
                }
                Presentation::Drawing(descriptor) => {
                    let (figure, caption) =
                        figure(texts, results, palette, (chart, descriptor), number)?;
                    return Ok(Some((Block::Figure(figure), caption)));
                }
            }
        }
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
            Block::Table(table(texts, frame, &columns, name, title, TABLE_ROWS))
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
    results: &Results,
    chart: &Chart,
    rows: usize,
) -> Result<crate::document::Table, Diagnostic> {
    let frame = &results.frames[&chart.data];
    if frame.rows.is_empty() {
        return Err(empty(&chart.data, &chart.pointer));
    }
    let title = texts.plain(&chart.title, &format!("{}/title", chart.pointer))?;
    let mut table = table(texts, frame, &chart.columns, &chart.name, title, rows);
    if let Some(sparkline) = &chart.sparkline {
        let pointer = format!("{}/title", sparkline.pointer);
        let course = &results.frames[&sparkline.data];
        let shown = &frame.rows[..table.rows.len()];
        let drawn = sparklines(sparkline, (frame, shown), course, texts.locale);
        table.columns.push(TableColumn {
            title: texts.plain(&sparkline.title, &pointer)?,
            numeric: false,
        });
        for (cells, (path, words)) in table.rows.iter_mut().zip(drawn) {
            cells.push(words);
            table.sparklines.push(path);
        }
        table
            .total
            .iter_mut()
            .for_each(|total| total.push(String::new()));
    }
    if let Some(caption) = &chart.caption {
        let caption = texts.plain(caption, &format!("{}/caption", chart.pointer))?;
        table.remark = in_one_line(&[&caption, &table.remark]);
    }
    Ok(table)
}

fn figure(
    texts: &Texts<'_>,
    results: &Results,
    palette: &Palette,
    (chart, descriptor): (&Chart, &dyn Descriptor),
    number: usize,
) -> Result<(Figure, TracedText), Diagnostic> {
    let Drawing {
        model,
        frame,
        names,
    } = model(texts, results, palette, chart, descriptor)?;
    let mut caption = match &chart.caption {
        Some(caption) => texts.caption(caption, &format!("{}/caption", chart.pointer))?,
        None => TracedText::default(),
    };
    let in_percent = descriptor.percent().then_some(&chart.encoding.share);
    let columns = chart.columns.iter().chain(in_percent);
    let columns = columns.filter_map(|name| frame.columns.get(name));
    let added = added(columns, texts.locale);
    if !added.is_empty() {
        let title = escape_markdown(&model.common.title);
        let before = if caption.text.is_empty() {
            &title
        } else {
            &caption.text
        };
        caption.text = in_one_line(&[before, added]);
    }
    let svg = draw(&model, &Theme::default());
    let png = if texts.report.outputs.formats.png {
        let bytes = rasterize(&svg, PNG_SCALE).map_err(|error| {
            Diagnostic::error(
                Code::EXECUTION,
                format!("chart `{}` cannot become a PNG: {error}", chart.name),
            )
            .at(Location::key(&chart.pointer))
        })?;
        Some(bytes)
    } else {
        None
    };
    let whole = &results.frames[&chart.data];
    let figure = Figure {
        id: chart.name.clone(),
        number,
        title: model.common.title.clone(),
        caption: caption.text.clone(),
        alternative: model.common.alternative,
        svg,
        png,
        table: table_behind(texts, (&frame, &names), chart, whole, model.common.title),
        reading: reading(texts.report, chart, descriptor, texts.locale),
    };
    Ok((figure, caption))
}

/// The citation of a report that defines none: its title and its address.
fn cited(title: &str, address: &str, locale: Locale) -> String {
    let title = escape_markdown(title);
    let title = match locale {
        Locale::Fr => format!("«\u{a0}{title}\u{a0}»"),
        Locale::En => format!("“{title}”"),
    };
    match address {
        "" => format!("{title}."),
        address => format!("{title}, <{address}>."),
    }
}

/// The data behind the report.
fn foot(results: &Results, locale: Locale) -> String {
    let sources: Vec<String> = results
        .sources
        .iter()
        .map(|source| made_from(source, source.rows, locale))
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

/// Bar charts with more bars than can be distinguished.
pub(super) fn crowded_charts(report: &Report, results: &Results) -> Vec<Diagnostic> {
    let crowded = report.charts.values().filter_map(|chart| {
        let most = chart.kind.descriptor()?.most_categories()?;
        let frame = &results.frames[&chart.data];
        let category = chart.encoding.categories.first()?;
        let at = frame.columns.dimension(category)?;
        let bars: BTreeSet<&Key> = frame.rows.iter().map(|row| &row.keys[at]).collect();
        let all_drawn = chart.marks.is_none() || frame.domains[at].is_some();
        (all_drawn && bars.len() > most).then(|| {
            let message = format!("chart `{}` has {} bars", chart.name, bars.len());
            Diagnostic::warning(Code::CHART_FIT, message)
                .at(Location::key(&chart.pointer))
                .hint(crowded_hint(&chart.data, category))
        })
    });
    crowded.collect()
}

/// PNG pictures with names whose characters the embedded font lacks.
pub(super) fn undrawable_names(report: &Report, documents: &[Document]) -> Vec<Diagnostic> {
    let figures = documents.iter().flat_map(|document| &document.blocks);
    let mut found: BTreeMap<&str, BTreeSet<char>> = BTreeMap::new();
    for block in figures {
        if let Block::Figure(figure) = block
            && figure.png.is_some()
        {
            let missing = undrawable(&figure.svg);
            found.entry(&figure.id).or_default().extend(missing);
        }
    }
    let found = found.into_iter().filter(|(_, missing)| !missing.is_empty());
    let warnings = found.map(|(name, missing)| {
        let first: Vec<String> = missing.iter().take(5).map(|it| format!("`{it}`")).collect();
        let more = match missing.len() - first.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!(
            "the PNG of chart `{name}` shows boxes for {}{more}: the embedded font has no such characters",
            first.join(", ")
        );
        Diagnostic::warning(Code::UNDRAWABLE, message)
            .at(Location::key(&report.charts[name].pointer))
            .hint("give these names a label in Latin letters, or publish `charts: [svg]`: pages and SVG are drawn with the fonts of the reader")
    });
    warnings.collect()
}
