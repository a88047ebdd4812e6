//! What people read for the keys of a frame. In: a key among the rows. Out: its label, which no value of the data
//! can be taken for.

use crate::frame::{ColumnRef, Frame, Key, Row, key_label};
use crate::report::Report;
use crate::text::Locale;

/// The label of a key among the rows of a frame. Where a value of the data is called as the folded rest is, or
/// as what is missing, these say more than their name.
pub(super) fn label_among(
    report: &Report,
    frame: &Frame,
    dimension: &str,
    key: &Key,
    locale: Locale,
) -> String {
    let label = key_label(report, dimension, key, locale);
    let said_more = match (key, locale) {
        (Key::Code(_), _) => return label,
        (Key::Others, Locale::Fr) => "le reste, regroupé",
        (Key::Others, Locale::En) => "the rest, folded",
        (Key::Missing, Locale::Fr) => "sans valeur",
        (Key::Missing, Locale::En) => "without a value",
    };
    let column = frame.column(dimension);
    let key_of = |row: &Row| match column {
        Some(ColumnRef::Dimension(at)) => Some(row.keys[at].clone()),
        Some(ColumnRef::Attribute(at)) => Some(row.attributes[at].clone()),
        Some(ColumnRef::Value(_)) | None => None,
    };
    let is_taken = frame.rows.iter().filter_map(key_of).any(|other| {
        matches!(other, Key::Code(_)) && key_label(report, dimension, &other, locale) == label
    });
    if is_taken {
        format!("{label} ({said_more})")
    } else {
        label
    }
}
