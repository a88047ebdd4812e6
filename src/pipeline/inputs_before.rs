//! What guards and drift need of the bundle of the period before. In: its manifest and its `report.json`. Out: its
//! inputs and its coverage, in types of `results`.

use crate::document::manifest::SourceRecord;
use crate::document::report_json::Cell;
use crate::document::{Manifest, ReportJson};
use crate::render::coverage_definition;
use crate::report::Report;
use crate::results::guards::written_total;
use crate::results::{InputsBefore, PreviousCoverage, RowSample, SourceBefore, Value};
use indexmap::IndexMap;

/// What a manifest says of the inputs of its bundle.
pub(super) fn inputs_before(period: &str, manifest: &Manifest) -> InputsBefore {
    let sources = manifest.sources.iter();
    let lacking = manifest.lacking.iter();
    let lacking = lacking.map(|(lookup, keys)| (lookup.clone(), keys.iter().cloned().collect()));
    InputsBefore {
        period: period.to_owned(),
        params: manifest.params.clone(),
        sources: sources
            .map(|(name, it)| (name.clone(), source(it)))
            .collect(),
        lookups: manifest.lookups.keys().cloned().collect(),
        lacking: lacking.collect(),
    }
}

fn source(record: &SourceRecord) -> SourceBefore {
    let files = record.files.iter();
    let files = files.map(|file| (file.sha256.clone(), file.file.clone()));
    let total = record.total.as_ref();
    let others = record.other_totals.iter();
    SourceBefore {
        files: files.collect(),
        rows: record.rows,
        empty: record.empty.clone(),
        days: record.days.clone(),
        likeness: record.likeness.clone(),
        sample: record.sample.as_deref().and_then(RowSample::parse),
        total: total.and_then(|it| Some((it.measure.clone(), written_total(&it.value)?))),
        other_totals: others
            .filter_map(|(name, value)| Some((name.clone(), written_total(value)?)))
            .collect(),
    }
}

/// What was known before, of each coverage of which the same was asked; thresholds do not matter.
pub(super) fn coverage_before(
    report: &Report,
    before: &ReportJson,
) -> IndexMap<String, PreviousCoverage> {
    let asked = report.coverage.iter();
    let both = asked.filter_map(|(name, asked)| {
        let found = before.coverage.get(name)?;
        let mut definition = found.definition.clone();
        let now = coverage_definition(report, asked);
        definition.at_least = now.at_least;
        definition.rows_at_least = now.rows_at_least;
        definition.unknown_at_most = now.unknown_at_most;
        let unknown = found.unknown_keys.heaviest.iter();
        let previous = PreviousCoverage {
            share: share(&found.known.share),
            rows_share: share(&found.known.rows_share),
            unknown: unknown.map(|it| it.key.clone()).collect(),
        };
        (definition == now).then(|| (name.clone(), previous))
    });
    both.collect()
}

fn share(cell: &Cell) -> Value {
    match cell {
        Cell::Share {
            numerator,
            denominator,
        } => Value::share(numerator.0, denominator.0),
        _ => Value::Null,
    }
}
