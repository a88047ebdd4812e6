//! The dimensions of a breakdown, level by level.

use crate::report::columns::{Column, ColumnContent};
use crate::report::{Dimension, DimensionKind, Order, Report};
use crate::text::CalendarUnit;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A dimension of a breakdown.
#[derive(Clone, Debug)]
pub struct Level {
    /// All codes in order, where they are known beforehand (buckets).
    pub domain: Option<Vec<Arc<str>>>,
    /// Of first days of periods, the kind of period, and the column or dimension of the finer dates.
    pub truncated: Option<(CalendarUnit, String)>,
    /// The labels of codes, if the level is ordered by label; a code that is not listed is its own label.
    pub labels: Option<BTreeMap<String, String>>,
}

impl Level {
    /// The level of a column with an order.
    pub(super) fn new(report: &Report, column: &Column, order: Order) -> Self {
        let dimension = match &column.holds {
            ColumnContent::Codes(Some(name)) => report.dimensions.get(name),
            _ => None,
        };
        let domain = dimension.and_then(|dimension| match &dimension.kind {
            DimensionKind::Bucket { codes, .. } => {
                Some(codes.iter().map(|code| Arc::from(code.as_str())).collect())
            }
            _ => None,
        });
        let locale = report.locales[0];
        let labels = (order == Order::Label).then(|| {
            let codes = known_codes(report, dimension).into_iter();
            codes
                .map(|code| (code.to_owned(), column.label(report, code, locale)))
                .collect()
        });
        let truncated = dimension.and_then(|it| Some((it.period()?, it.truncated_from()?.clone())));
        Self {
            domain,
            truncated,
            labels,
        }
    }
}

/// The codes that may have a label.
fn known_codes<'a>(report: &'a Report, dimension: Option<&'a Dimension>) -> Vec<&'a str> {
    let mut codes = vec!["true", "false"];
    let Some(dimension) = dimension else {
        return codes;
    };
    codes.extend(dimension.labels.keys().map(String::as_str));
    for (lookup, _) in dimension.label_from.values() {
        codes.extend(report.lookups[lookup].rows.keys().map(String::as_str));
    }
    if let DimensionKind::Bucket { codes: buckets, .. } = &dimension.kind {
        codes.extend(buckets.iter().map(String::as_str));
    }
    codes
}
