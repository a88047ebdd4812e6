//! Phase 6, render: frames → charts, tables, texts. It uses frames and labels, never plans.

mod charts;
mod colors;
mod coverage;
mod documents;
mod exact_cell;
mod format;
mod made_from;
mod origins;
mod reading;
mod report_json;
mod row_labels;
mod tables;
mod texts;
mod trace;
mod values;

pub(crate) use coverage::coverage_json;
pub(crate) use format::format_value;

use crate::diagnostic::Diagnostic;
use crate::document::Manifest;
use crate::document::{Bundle, Post, ReportJson};
use crate::meter::Meter;
use crate::report::Report;
use crate::results::Results;
use crate::results::verify::Line;
use rayon::prelude::*;
use std::sync::Arc;

/// The numbers of a report as `report.json` has them, without its texts.
#[must_use]
pub(crate) fn numbers(report: &Arc<Report>, results: &Arc<Results>) -> ReportJson {
    let locales = report.locales.iter();
    let texts = locales.map(|locale| texts::Texts::new(report, results, *locale));
    let texts: Vec<texts::Texts<'_>> = texts.collect();
    report_json::report_json(report, results, &[], (&texts, &[]))
}

/// A rendered report with its warnings.
#[derive(Debug)]
pub struct Rendered {
    /// Everything to be written.
    pub bundle: Bundle,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
}

/// Renders a report in all its locales; `figures` are those in print.
///
/// # Errors
/// Templates that fail, charts without rows: all at once.
pub fn render(
    report: &Arc<Report>,
    results: &Arc<Results>,
    figures: &[Line],
    manifest: Manifest,
    meter: &Meter,
) -> Result<Rendered, Vec<Diagnostic>> {
    let palette = colors::Palette::new(report, results);
    let mut problems = Vec::new();
    let mut rendered = Vec::new();
    let texts: Vec<texts::Texts<'_>> = report
        .locales
        .par_iter()
        .map(|locale| texts::Texts::new(report, results, *locale))
        .collect();
    let documents: Vec<_> = texts
        .par_iter()
        .map(|texts| documents::document(texts, results, &palette, meter))
        .collect();
    for document in documents {
        match document {
            Ok(document) => rendered.push(document),
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut warnings = documents::crowded_charts(report, results);
    warnings.extend(documents::undrawable_names(report, &rendered));
    // Only what the requested formats need is rendered.
    let formats = report.outputs.formats;
    let (written, sheets) = rayon::join(
        || {
            let json = || report_json::report_json(report, results, figures, (&texts, &rendered));
            formats.json.then(json).map(Arc::new)
        },
        || {
            let sheets = || {
                let mut sheets = tables::sheets(results);
                sheets.extend(coverage::sheets(report, results));
                sheets
            };
            let are_wanted = formats.csv || formats.xlsx;
            are_wanted.then(sheets).unwrap_or_default()
        },
    );
    Ok(Rendered {
        bundle: Bundle {
            report: written,
            sheets,
            documents: rendered,
            post: report.outputs.jekyll.as_ref().map(|jekyll| Post {
                date: jekyll.date.to_string(),
                slug: jekyll.slug.clone(),
            }),
            manifest,
        },
        warnings,
    })
}
