//! What `coverage.task.share` and the like stand for.

use crate::report::Report;
use crate::results::{Results, Standing, Value};
use crate::template::CoverageNumber;

/// A number of the coverage at a position, exact; null where there is none.
pub(in crate::render) fn covered(
    report: &Report,
    results: &Results,
    at: usize,
    number: CoverageNumber,
) -> Value {
    let coverage = &results.coverage[at];
    let name = report.coverage.get_index(at);
    let before = name.and_then(|(name, _)| results.coverage_before(name));
    let share = |standing| coverage.share(coverage.of(standing));
    let count = |keys: usize| Value::Integer(keys as i128);
    match number {
        CoverageNumber::Share => share(Standing::Known),
        CoverageNumber::SharePrevious => before.map_or(Value::Null, |it| it.share.clone()),
        CoverageNumber::ShareChange => before.map_or(Value::Null, |it| it.change(coverage)),
        CoverageNumber::RowsShare => coverage.rows_share(coverage.of(Standing::Known)),
        CoverageNumber::BlankShare => share(Standing::Blank),
        CoverageNumber::EmptyShare => share(Standing::Empty),
        CoverageNumber::UnknownShare => share(Standing::Unknown),
        CoverageNumber::UnknownKeys => count(coverage.unknown.len()),
        CoverageNumber::BlankKeys => count(coverage.blank.len()),
        CoverageNumber::UnusedKeys => count(coverage.unused.len()),
        CoverageNumber::Heaviest => match coverage.unknown.first() {
            Some(key) => Value::Text(key.key.clone()),
            None => Value::Null,
        },
    }
}
