//! Phase 6, render: frames → charts, tables, texts. It uses frames and labels, never plans.

mod annotations;
mod breakdown_json;
mod charts;
mod citation;
mod claims;
mod claims_json;
mod colors;
mod corrections;
mod coverage;
mod defined;
mod documents;
mod figures;
mod format;
mod ledger;
mod links;
mod made_columns;
mod made_from;
mod margins;
mod opening;
mod origins;
mod reading;
mod report_json;
mod row_labels;
mod sparklines;
mod tables;
mod texts;
mod theme;
mod trace;
mod unlabelled;
mod values;

pub(crate) use coverage::{coverage_definition, coverage_json};
pub(crate) use defined::{claim_definition, defined};
pub(crate) use format::format_value;
pub(crate) use margins::margin_text;

use crate::diagnostic::Diagnostic;
use crate::document::Manifest;
use crate::document::report_json::Claim;
use crate::document::{Bundle, Post, ReportJson};
use crate::meter::Meter;
use crate::report::Report;
use crate::results::Results;
use crate::results::verify::Line;
use indexmap::IndexMap;
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
    let (texts, mut warnings) = texts_of(report, results);
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
        problems.extend(warnings);
        return Err(problems);
    }
    warnings.extend(claims::unseen_orders(report, results));
    warnings.extend(unlabelled::unlabelled(report, results));
    warnings.extend(figures::crowded_charts(report, results));
    warnings.extend(figures::empty_charts(report, results));
    warnings.extend(annotations::unplaced(report, results));
    warnings.extend(figures::undrawable_names(report, &rendered));
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
                sheets.extend(ledger::sheets(results));
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

/// The texts of all locales, with warnings.
fn texts_of<'a>(
    report: &'a Arc<Report>,
    results: &Arc<Results>,
) -> (Vec<texts::Texts<'a>>, Vec<Diagnostic>) {
    let locales = report.locales.par_iter();
    let prepared = locales.map(|locale| {
        let texts = texts::Texts::new(report, results, *locale);
        claims::with_sentences(texts, results)
    });
    let (texts, warnings): (Vec<_>, Vec<Vec<Diagnostic>>) = prepared.unzip();
    (texts, warnings.concat())
}

/// The claims of a report, as `report.json` has them, with warnings about their sentences.
pub(crate) fn claims_of(
    report: &Arc<Report>,
    results: &Arc<Results>,
) -> (IndexMap<String, Claim>, Vec<Diagnostic>) {
    let (texts, warnings) = texts_of(report, results);
    (claims_json::claims(report, results, &texts), warnings)
}
