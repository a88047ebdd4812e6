//! What `coverage.task.share` and the like stand for.

use crate::results::{Coverage, Standing, Value};
use crate::template::CoverageNumber;

/// A number of a coverage, exact; null where there is none.
pub(in crate::render) fn covered(coverage: &Coverage, number: CoverageNumber) -> Value {
    let share = |standing| coverage.share(coverage.of(standing));
    let count = |keys: usize| Value::Integer(keys as i128);
    match number {
        CoverageNumber::Share => share(Standing::Known),
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
