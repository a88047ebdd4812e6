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
mod cut_periods;
mod defined;
mod documents;
mod far_dates;
mod figures;
mod format;
mod gone;
mod headline;
mod ledger;
mod links;
mod made_columns;
mod made_from;
mod margins;
mod opening;
mod origins;
mod own_order;
mod reading;
mod repairs;
mod report_json;
mod row_labels;
mod sheets;
mod silent;
mod sparklines;
mod tables;
mod texts;
mod theme;
mod trace;
mod ungrouped;
mod unlabelled;
mod values;

pub(crate) use coverage::{coverage_definition, coverage_json};
pub(crate) use defined::{claim_definition, defined};
pub(crate) use format::format_value;
pub(crate) use margins::margin_text;

pub use crate::template::TemplateCache;

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
    let cache = TemplateCache::default();
    let texts = locales.map(|locale| texts::Texts::new(report, results, *locale, &cache));
    let texts: Vec<texts::Texts<'_>> = texts.collect();
    report_json::report_json(report, results, &[], (&texts, &[]))
}

/// The same in no language: no title, no label, no cell as a table shows it.
#[must_use]
pub(crate) fn exact_numbers(report: &Report, results: &Arc<Results>) -> ReportJson {
    report_json::report_json(report, results, &[], (&[], &[]))
}

/// A rendered report with its warnings.
#[derive(Debug)]
pub struct Rendered {
    /// Everything to be written.
    pub bundle: Bundle,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
}

/// Renders a report in all its locales; `figures` are those in print. The cache has the templates that an earlier period of the
/// same report has compiled, if any.
///
/// # Errors
/// Templates that fail, charts without rows: all at once.
pub fn render(
    report: &Arc<Report>,
    results: &Arc<Results>,
    figures: &[Line],
    manifest: Manifest,
    (cache, meter): (&TemplateCache, &Meter),
) -> Result<Rendered, Vec<Diagnostic>> {
    let palette = colors::Palette::new(report, results);
    let mut problems = Vec::new();
    let mut rendered = Vec::new();
    let (texts, mut warnings) = texts_of(report, results, cache);
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
    warnings.extend(far_dates::far_dates(report, results));
    warnings.extend(annotations::unplaced(report, results));
    warnings.extend(cut_periods::cut_periods(report, results));
    warnings.extend(headline::empty_headline(report, results, &rendered));
    warnings.extend(silent::silent_texts(report, results, &texts));
    warnings.extend(noticed(&texts));
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
                let mut sheets = sheets::sheets(&texts[0], results);
                sheets.extend(coverage::sheets(report, results));
                sheets.extend(ledger::sheets(results));
                sheets
            };
            let are_wanted = formats.csv || formats.xlsx;
            are_wanted.then(sheets).unwrap_or_default()
        },
    );
    for texts in texts {
        texts.keep(cache);
    }
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
    cache: &TemplateCache,
) -> (Vec<texts::Texts<'a>>, Vec<Diagnostic>) {
    let locales = report.locales.par_iter();
    let prepared = locales.map(|locale| {
        let texts = texts::Texts::new(report, results, *locale, cache);
        claims::with_sentences(texts, results)
    });
    let (texts, warnings): (Vec<_>, Vec<Vec<Diagnostic>>) = prepared.unzip();
    (texts, warnings.concat())
}

/// What was noticed while texts were written, once for all locales. Texts are written in parallel, so that it is put in order.
fn noticed(spoken: &[texts::Texts<'_>]) -> Vec<Diagnostic> {
    let mut noticed: Vec<Diagnostic> = spoken.iter().flat_map(texts::Texts::noticed).collect();
    noticed.sort_by(|one, other| one.message.cmp(&other.message));
    let mut once: Vec<Diagnostic> = Vec::new();
    for warning in noticed {
        if !once.iter().any(|it| it.location == warning.location) {
            once.push(warning);
        }
    }
    once
}

/// The claims of a report, as `report.json` has them, with warnings about their sentences.
pub(crate) fn claims_of(
    report: &Arc<Report>,
    results: &Arc<Results>,
) -> (IndexMap<String, Claim>, Vec<Diagnostic>) {
    let (texts, warnings) = texts_of(report, results, &TemplateCache::default());
    (claims_json::claims(report, results, &texts), warnings)
}
