//! Figures: drawn charts with their texts and the tables behind them, and what is wrong with drawings.

use super::charts::{Drawing, model};
use super::colors::Palette;
use super::gone::gone;
use super::opening::badge;
use super::reading::reading;
use super::tables::{added, in_one_line, table_behind};
use super::texts::Texts;
use super::trace::TracedText;
use crate::chart::Color;
use crate::chart::color::hexadecimal;
use crate::chart::color::palette::ACCENT_HEX;
use crate::chart::descriptor::Descriptor;
use crate::chart::model::Common;
use crate::chart::{Theme, draw, draw_for_page, draw_for_print, rasterize, undrawable};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::{Badge, Block, Document, Figure, Variant};
use crate::report::{Chart, Column, Report, crowded_hint};
use crate::results::{Key, Results, Value};
use crate::text::{Locale, escape_markdown};
use std::collections::{BTreeMap, BTreeSet};

/// Pixels of a PNG per pixel of the drawing.
const PNG_SCALE: f32 = 2.0;

/// A drawn chart with its texts; `number` is that of its figure, `variant` its place in it.
///
/// # Errors
/// A text that fails, rows that cannot be drawn, a picture that cannot be made.
pub(super) fn figure(
    texts: &Texts<'_>,
    results: &Results,
    palette: &Palette,
    (chart, descriptor): (&Chart, &dyn Descriptor),
    number: usize,
    variant: Option<Variant>,
) -> Result<(Figure, TracedText), Diagnostic> {
    let Drawing {
        mut model,
        frame,
        names,
        notes,
    } = model(texts, results, palette, chart, descriptor)?;
    let mut caption = match &chart.caption {
        Some(caption) => texts.caption(caption, &format!("{}/caption", chart.pointer))?,
        None => TracedText::default(),
    };
    let in_percent = descriptor.percent().then_some(&chart.encoding.share);
    let columns = chart.columns.iter().chain(in_percent);
    let columns = columns.filter_map(|name| frame.columns.get(name));
    let whole = &results.frames[&chart.data];
    let added = added(columns.clone(), whole, texts);
    // Two ends of a line are drawn of what left, too.
    let has_ends = !chart.encoding.before.is_empty();
    let gone = if has_ends {
        String::new()
    } else {
        escape_markdown(&gone(columns, whole, texts))
    };
    let notes = notes.iter().map(|note| escape_markdown(note));
    let notes: Vec<String> = notes.chain([added, gone]).collect();
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    caption.text = in_one_line(&caption.text, &notes);
    let subtitle = match &chart.subtitle {
        Some(subtitle) => texts.markdown(subtitle, &format!("{}/subtitle", chart.pointer))?,
        None => String::new(),
    };
    let formats = &texts.report.outputs.formats;
    // Nothing is drawn that is not written.
    let mut svg = if formats.svg || formats.png || formats.jekyll {
        // A file is shown alone, too, and then says what its rows are.
        let title = titled(&model.common.title, badge(texts)?, texts.locale);
        let bare = std::mem::replace(&mut model.common.title, title);
        let svg = draw(&model, &Theme::default());
        model.common.title = bare;
        svg
    } else {
        String::new()
    };
    let stands_out = chart.encoding.highlight.is_some() || !chart.annotations.is_empty();
    let accent = texts.report.theme.accent.filter(|_| stands_out);
    svg = accented(svg, accent);
    let png = if formats.png {
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
    let title = std::mem::take(&mut model.common.title);
    leave_out_said(&mut model.common, &subtitle);
    let drawing = if formats.html {
        draw_for_page(&model)
    } else {
        String::new()
    };
    let printed = if formats.pdf {
        accented(draw_for_print(&model), accent)
    } else {
        String::new()
    };
    let figure = Figure {
        id: chart.name.clone(),
        number,
        title: title.clone(),
        subtitle,
        caption: caption.text.clone(),
        variant,
        alternative: model.common.alternative,
        svg,
        drawing,
        printed,
        png,
        table: table_behind(texts, (&frame, &names), chart, whole, title),
        reading: reading(texts.report, chart, descriptor, texts.locale),
    };
    Ok((figure, caption))
}

/// The title of a picture, with what its rows are if they are not measured.
fn titled(title: &str, badge: Option<Badge>, locale: Locale) -> String {
    let made = match (badge, locale) {
        _ if title.is_empty() => return String::new(),
        (None, _) => return title.to_owned(),
        (Some(Badge::Reconstruction), Locale::Fr) => "reconstitution",
        (Some(Badge::Reconstruction), Locale::En) => "reconstruction",
        (Some(Badge::Projection), _) => "projection",
    };
    format!("{title} · {made}")
}

/// A drawing in which what stands out has the colour that it has in pages; texts have no quotes, so that they stay.
fn accented(svg: String, accent: Option<Color>) -> String {
    let attribute = |color: &str| format!("=\"{color}\"");
    match accent {
        Some(accent) => svg.replace(&attribute(ACCENT_HEX), &attribute(&hexadecimal(accent))),
        None => svg,
    }
}

/// Empties titles of axes and legends whose words all stand in the subtitle above the drawing.
fn leave_out_said(common: &mut Common, subtitle: &str) {
    let words = |text: &str| -> BTreeSet<String> {
        let lower = text.to_lowercase();
        let words = lower.split(|it: char| !it.is_alphanumeric());
        words.map(str::to_owned).collect()
    };
    let said = words(subtitle);
    let legend = common.legend.as_mut().map(|legend| &mut legend.title);
    let axes = [&mut common.value_title, &mut common.category_title];
    for title in axes.into_iter().chain(legend) {
        if words(title)
            .iter()
            .all(|it| it.is_empty() || said.contains(it))
        {
            title.clear();
        }
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
        let all_drawn = chart.marks.is_none() || frame.is_ordered(at);
        (all_drawn && bars.len() > most).then(|| {
            let message = format!("chart `{}` has {} bars", chart.name, bars.len());
            Diagnostic::warning(Code::CHART_FIT, message)
                .at(Location::key(&chart.pointer))
                .hint(crowded_hint(&chart.data, category))
        })
    });
    crowded.collect()
}

/// Charts of which no row has a value, so that nothing is drawn.
pub(super) fn empty_charts(report: &Report, results: &Results) -> Vec<Diagnostic> {
    // In the first period nothing has changed yet, which the texts of the page say.
    let is_first = report.period.is_some() && results.previous.is_none();
    let charts = report.charts.values().filter(|_| !is_first);
    let empty = charts.filter_map(|chart| {
        let descriptor = chart.kind.descriptor()?;
        let frame = &results.frames[&chart.data];
        let mut values = descriptor.values(&chart.encoding).into_iter();
        let has_none = values.all(|name| {
            let column = frame.columns.get(name);
            let slot = column.map(|column| column.slot);
            let mut rows = frame.rows.iter();
            let is_of_change = column.is_some_and(Column::is_of_change);
            slot.filter(|_| !is_of_change).is_some_and(|slot| {
                rows.all(|row| row.value(slot).is_some_and(|value| *value == Value::Null))
            })
        });
        (has_none && !frame.rows.is_empty()).then(|| {
            let message = format!(
                "chart `{}` shows nothing: no row of `{}` has a value",
                chart.name, frame.name
            );
            Diagnostic::warning(Code::CHART_FIT, message)
                .at(Location::key(&chart.pointer))
                .hint("look at the measure: over no values a mean is missing, and so is what is divided by zero")
        })
    });
    empty.collect()
}

/// PNG pictures and PDF with names whose characters the embedded font lacks.
pub(super) fn undrawable_names(report: &Report, documents: &[Document]) -> Vec<Diagnostic> {
    let figures = documents.iter().flat_map(|document| &document.blocks);
    let mut found: BTreeMap<(&str, &str), BTreeSet<char>> = BTreeMap::new();
    for block in figures {
        let Block::Figure(figure) = block else {
            continue;
        };
        let (format, drawing) = match figure.png {
            Some(_) => ("PNG", &figure.svg),
            None => ("PDF", &figure.printed),
        };
        let missing = undrawable(drawing);
        found
            .entry((&figure.id, format))
            .or_default()
            .extend(missing);
    }
    let found = found.into_iter().filter(|(_, missing)| !missing.is_empty());
    let warnings = found.map(|((name, format), missing)| {
        let first: Vec<String> = missing.iter().take(5).map(|it| format!("`{it}`")).collect();
        let more = match missing.len() - first.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let message = format!(
            "the {format} of chart `{name}` shows boxes for {}{more}: the embedded font has no such characters",
            first.join(", ")
        );
        Diagnostic::warning(Code::UNDRAWABLE, message)
            .at(Location::key(&report.charts[name].pointer))
            .hint("give these names a label in Latin letters, or publish `charts: [svg]`: pages and SVG are drawn with the fonts of the reader")
    });
    warnings.collect()
}

#[cfg(test)]
mod tests {
    use super::leave_out_said;
    use crate::chart::model::{Common, Legend, ValueFormat};
    use crate::text::{Affix, Locale};

    #[test]
    fn a_subtitle_replaces_the_titles_whose_words_it_has_and_keeps_the_unit() {
        let titles = |subtitle: &str| {
            let mut common = Common {
                id: String::new(),
                title: String::new(),
                alternative: String::new(),
                locale: Locale::Fr,
                value_title: "Téléchargements (part)".to_owned(),
                category_title: "Pays".to_owned(),
                value_format: ValueFormat::Compact,
                affix: Affix::default(),
                value_labels: true,
                legend: Some(Legend {
                    title: "Type d’entité".to_owned(),
                    entries: Vec::new(),
                    max_entries: 5,
                }),
                annotations: Vec::new(),
                logarithmic: false,
                width: None,
                height: None,
            };
            leave_out_said(&mut common, subtitle);
            let legend = common.legend.map(|it| it.title).unwrap_or_default();
            [common.value_title, common.category_title, legend]
        };
        let all = ["Téléchargements (part)", "Pays", "Type d’entité"];
        assert_eq!(titles(""), all);
        assert_eq!(titles("Octobre 2025"), all);
        assert_eq!(
            titles("Part des téléchargements, par type d’entité"),
            ["", "Pays", ""]
        );
        assert_eq!(titles("Téléchargements par paysage"), all);
    }
}
