//! What a report leaves out by name: rows whose key a lookup does not have, where the spec says `unmatched: exclude`.

use crate::report::{DimensionKind, Report, UnmatchedKeys};
use crate::results::Results;

/// The keys that are left out, a line a dimension, with the share that they carry.
pub(super) fn left_out<'a>(
    report: &'a Report,
    results: &'a Results,
) -> impl Iterator<Item = String> + 'a {
    let found = results.unmatched.iter().filter(|found| {
        let dimension = report.dimensions.get(&found.dimension);
        dimension.is_some_and(|dimension| {
            matches!(
                dimension.kind,
                DimensionKind::Lookup {
                    unmatched: UnmatchedKeys::Exclude,
                    ..
                }
            )
        })
    });
    found.map(|found| {
        // Rows without any key are left out as well.
        let first = (found.keys > 0).then(|| format!("; {}", found.first_keys()));
        let besides = found.besides().map(|rows| format!("; {rows}"));
        let line = format!(
            "left out, {}{}{}",
            found.sentence(),
            first.unwrap_or_default(),
            besides.unwrap_or_default()
        );
        // Keys are of the data: what a terminal obeys is not for them to say.
        line.replace(char::is_control, " ")
    })
}
