//! Lines and words on charts, in one locale. In: the annotations of a chart, its marks and rows. Out: their texts at their
//! places; warnings about what the data have no place for.

use super::format::format_value;
use super::texts::Texts;
use crate::chart::annotation::{Annotation, Sought, Target};
use crate::chart::model::Marks;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Chart, Report, Slot};
use crate::results::{Frame, Results, Value};
use crate::spec::grammar::{Format, FormatName};
use crate::sql::Type;
use crate::text::Locale;

/// The annotations of a chart whose texts are not empty, at the places of their marks; `frame` has the rows to which the marks
/// refer, `percent` says whether amounts are drawn as parts of a whole.
///
/// # Errors
/// A text that fails.
pub(super) fn annotations(
    texts: &Texts<'_>,
    chart: &Chart,
    (marks, percent): (&dyn Marks, bool),
    frame: &Frame,
) -> Result<Vec<Annotation>, Diagnostic> {
    let mut placed = Vec::new();
    for annotation in &chart.annotations {
        let Some(found) = marks.find(&annotation.place) else {
            continue;
        };
        let row = found.row.and_then(|at| frame.rows.get(at));
        let mut written = [String::new(), String::new()];
        let both = [&annotation.value, &annotation.text].into_iter();
        for ((text, pointer), written) in both.zip(&annotation.pointers).zip(&mut written) {
            if let Some(text) = text {
                let said = match row {
                    Some(row) => texts.row_label(text, &chart.data, row, pointer)?,
                    None => texts.plain(text, pointer)?,
                };
                said.trim().clone_into(written);
            }
        }
        let [value, text] = written;
        let frame_alone = annotation.value.is_none() && annotation.text.is_none();
        if frame_alone || !value.is_empty() || !text.is_empty() {
            placed.push(Annotation {
                names: match found.target {
                    Target::Level(level) => {
                        level_name((chart, frame), level, percent, texts.locale)
                    }
                    _ => found.names,
                },
                target: found.target,
                value,
                text,
            });
        }
    }
    Ok(placed)
}

/// The value at which a line stands, as the values of the chart are written.
fn level_name(
    (chart, frame): (&Chart, &Frame),
    level: f64,
    percent: bool,
    locale: Locale,
) -> Vec<String> {
    let Some(column) = frame.columns.get(&chart.encoding.value) else {
        return Vec::new();
    };
    let is_whole = level.fract() == 0.0 && level.abs() < 1e15;
    let has_fraction = !is_whole && column.value_type == Type::Integer;
    let format = match &column.format {
        // Segments are drawn as parts of their bar.
        _ if percent => &Format::Name(FormatName::Percent),
        _ if has_fraction => &Format::Name(FormatName::Number),
        format => format,
    };
    let value = if is_whole {
        Value::Integer(level as i128)
    } else {
        Value::Number(level)
    };
    vec![format_value(format, &value, locale)]
}

/// Annotations of values without a row.
pub(super) fn unplaced(report: &Report, results: &Results) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for chart in report.charts.values() {
        let frame = &results.frames[&chart.data];
        for annotation in &chart.annotations {
            let missing = sought(chart, &annotation.place).find(|(names, code)| {
                let mut names = names.iter();
                !names.any(|name| has(frame, name, code))
            });
            if let Some((names, code)) = missing {
                let message = format!(
                    "chart `{}` has words or a line at `{code}`, and no row of breakdown `{}` has this {}: they are left out",
                    chart.name,
                    chart.data,
                    names.join(" or ")
                );
                let problem = Diagnostic::warning(Code::UNPLACED, message);
                found.push(problem.at(Location::key(&annotation.pointer)));
            }
        }
    }
    found
}

/// The codes that a place is found by, each with the dimensions that may have it.
fn sought<'a>(
    chart: &'a Chart,
    place: &'a Sought,
) -> impl Iterator<Item = (&'a [String], &'a str)> {
    let names = chart.encoding.categories.as_slice();
    let last = &names[names.len().saturating_sub(1)..];
    let color = std::slice::from_ref(&chart.encoding.color);
    let codes: Vec<(&[String], &String)> = match place {
        Sought::Level(_) | Sought::First(_) => Vec::new(),
        Sought::Between(codes) => codes.iter().map(|code| (names, code)).collect(),
        Sought::Range(ends) => ends.iter().flatten().map(|code| (last, code)).collect(),
        Sought::Mark { category, series } => {
            let along = names.chunks(1).zip(category);
            let along = along.filter_map(|(name, code)| Some((name, code.as_ref()?)));
            along
                .chain(series.iter().map(|code| (color, code)))
                .collect()
        }
        Sought::Cell { row, column } => {
            let [down, across] =
                [0, 1].map(|at| &names[at.min(names.len())..(at + 1).min(names.len())]);
            vec![(down, row), (across, column)]
        }
    };
    codes
        .into_iter()
        .map(|(names, code)| (names, code.as_str()))
}

/// Whether a dimension has a value, or a bucket.
fn has(frame: &Frame, dimension: &str, code: &str) -> bool {
    let Some(slot) = frame.column(dimension) else {
        return false;
    };
    // Whether a bucket has rows depends on the period; that there is such a bucket is known.
    if let Slot::Dimension(at) = slot
        && frame.domains[at].is_some()
    {
        return true;
    }
    let mut keys = frame.rows.iter().filter_map(|row| row.key(slot));
    keys.any(|key| key.code() == Some(code))
}
