//! Tables: rows and columns, without a drawing. In: the keys of a chart. Out: how many rows are
//! printed.

use super::descriptor::ChartKey;
use super::encoding::{Columns, Encoding};
use crate::spec::grammar;

/// Maximum number of rows printed unless the spec sets another.
const ROWS: u32 = 500;

/// A table.
#[derive(Clone, Debug)]
pub struct TableChart {
    /// Maximum number of rows printed.
    pub rows: usize,
}

impl TableChart {
    /// The keys that it takes in addition to those of all charts.
    pub(crate) const KEYS: &'static [ChartKey] = &[ChartKey::Rows, ChartKey::Sparkline];

    /// Reads the keys of a chart.
    pub fn read(chart: &grammar::Chart, columns: &Columns) -> (Self, Encoding) {
        let table = Self {
            rows: chart.rows.unwrap_or(ROWS) as usize,
        };
        let encoding = Encoding {
            categories: columns.by.clone(),
            ..Encoding::default()
        };
        (table, encoding)
    }
}
