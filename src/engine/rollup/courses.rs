//! The rows of a breakdown in several periods. In: its frame, and its rows as they were published in earlier periods. Out:
//! a frame of all of them, in which the period is one more dimension.

use crate::report::OfPeriods;
use crate::results::{Frame, Key, PreviousBreakdown, Row, Value};

/// The rows of a frame with those of the periods before, the oldest first.
pub(super) fn with_earlier(
    from: &Frame,
    periods: &OfPeriods,
    earlier: &[(String, PreviousBreakdown)],
) -> Frame {
    let width = periods.columns.cells().len();
    let of_period = |name: &str, keys: &[Key], attributes: &[Key], values: &[Value]| {
        let mut keys = keys.to_vec();
        keys.push(Key::Code(name.into()));
        let mut values = values.to_vec();
        // What earlier periods tell of those before them is not told again.
        values.resize(width, Value::Null);
        Row {
            keys,
            attributes: attributes.to_vec(),
            values,
        }
    };
    let earlier = earlier.iter().flat_map(|(name, breakdown)| {
        let rows = breakdown.rows.iter();
        rows.map(move |row| of_period(name, &row.keys, &row.attributes, &row.values))
    });
    let rows = from.rows.iter();
    let rows = rows.map(|row| of_period(&periods.now, &row.keys, &row.attributes, &row.values));
    let mut domains = from.domains.clone();
    domains.push(None);
    let rows: Vec<Row> = earlier.chain(rows).collect();
    Frame {
        columns: periods.columns.clone(),
        source_rows: rows.len() as i128,
        rows,
        total: None,
        left: Vec::new(),
        domains,
        cut: Vec::new(),
        calendar: None,
        ..from.clone()
    }
}
