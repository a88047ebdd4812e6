//! Codes that stand in a report as they are. In: the rows that are shown. Out: a warning for each
//! dimension that gives labels to some codes and not to others, so that `company` stands in a French page.

use super::charts::drawn;
use super::documents::TABLE_ROWS;
use crate::chart::kind::Presentation;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Dimension, DimensionKind, Report, SectionContent};
use crate::results::{Frame, Key, Results};
use crate::sql::Type;
use crate::text::Locale;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Number of codes that a message shows.
const SHOWN: usize = 5;

/// The warnings about codes without a label: one for each dimension, where not every locale lacks others.
pub(super) fn unlabelled(report: &Report, results: &Results) -> Vec<Diagnostic> {
    let shown = shown(report, results);
    let mut warnings = Vec::new();
    for dimension in report.dimensions.values() {
        if !is_labelled(report, dimension) {
            continue;
        }
        let mut found: BTreeMap<BTreeSet<&str>, Vec<&str>> = BTreeMap::new();
        for &locale in &report.locales {
            let codes = codes(&shown, &dimension.name);
            let without = codes.filter(|code| !has_label(report, dimension, code, locale));
            found
                .entry(without.collect())
                .or_default()
                .push(locale.tag());
        }
        let found = found.iter().filter(|(codes, _)| !codes.is_empty());
        warnings.extend(found.map(|(codes, locales)| warning(dimension, codes, locales)));
    }
    warnings
}

/// Rows that a reader sees: the first so many of a frame.
type Shown<'r> = (Cow<'r, Frame>, usize);

/// The rows of breakdowns that a reader sees.
fn shown<'r>(report: &'r Report, results: &'r Results) -> Vec<Shown<'r>> {
    let contents = report.sections.iter().map(|section| &section.content);
    let shown = contents.flat_map(|content| {
        let table = match content {
            SectionContent::Table(breakdown) => results.frames.get(breakdown),
            _ => None,
        };
        let table = table.map(|frame| (Cow::Borrowed(frame), TABLE_ROWS));
        let charts = content.charts().filter_map(|chart| {
            let chart = report.charts.get(chart)?;
            let frame = results.frames.get(&chart.data)?;
            Some(match chart.kind.shown() {
                Presentation::Table(table) => (Cow::Borrowed(frame), table.rows),
                Presentation::Drawing(kind) => (Cow::Owned(drawn(frame, chart, kind)), usize::MAX),
            })
        });
        charts.chain(table).collect::<Vec<_>>()
    });
    shown.collect()
}

/// Whether the values of a dimension are codes: texts with labels, from a lookup or in several languages. A report in one
/// language may give another name to a single value.
fn is_labelled(report: &Report, dimension: &Dimension) -> bool {
    let has_labels = !dimension.labels.is_empty() && report.locales.len() > 1;
    // Labels of buckets are made of their edges.
    let is_bucket = matches!(dimension.kind, DimensionKind::Bucket { .. });
    let is_text = dimension.value_type == Type::Text && !is_bucket;
    is_text && (has_labels || !dimension.label_from.is_empty())
}

/// The codes of a dimension in the rows that a reader sees.
fn codes<'a>(shown: &'a [Shown<'_>], dimension: &'a str) -> impl Iterator<Item = &'a str> {
    let columns = shown.iter().filter_map(move |(frame, most)| {
        let at = frame.columns.dimension(dimension)?;
        Some(frame.rows.iter().take(*most).map(move |row| &row.keys[at]))
    });
    columns.flatten().filter_map(|key| match key {
        Key::Code(code) => Some(code.as_ref()),
        Key::Others | Key::Missing => None,
    })
}

fn has_label(report: &Report, dimension: &Dimension, code: &str, locale: Locale) -> bool {
    let from = dimension.label_from.get(&locale);
    let label = from.and_then(|(lookup, attribute)| report.lookups[lookup].get(code, *attribute));
    label.is_some() || dimension.labels.contains_key(code)
}

fn warning(dimension: &Dimension, without: &BTreeSet<&str>, locales: &[&str]) -> Diagnostic {
    let first: Vec<String> = without
        .iter()
        .take(SHOWN)
        .map(|code| format!("`{code}`"))
        .collect();
    let more = match without.len() - first.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (have, code) = match without.len() {
        1 => ("has", "the code"),
        _ => ("have", "the codes"),
    };
    Diagnostic::warning(
        Code::UNLABELLED,
        format!(
            "{}{more} {have} no label in `{}`: {code} of `{}` would stand there as in the data",
            first.join(", "),
            locales.join("` and `"),
            dimension.name
        ),
    )
    .at(Location::key(&dimension.pointer))
    .hint("add labels, in `labels` or the lookup of `label_from`; for values that are names, the same in every language, waive it with `allow: [HF0411]`")
}
