//! The marks of a dumbbell chart: types independent of how they are drawn.

use crate::chart::bars::model::Category;
use crate::chart::model::LegendEntry;

/// Rows of two points each.
#[derive(Clone, Debug)]
pub(crate) struct Dumbbells {
    /// The rows from the top, each with at most two marks.
    pub rows: Vec<Category>,
    /// What the points are, in the order of the legend.
    pub series: Vec<LegendEntry>,
}

impl Dumbbells {
    /// The rows with two points, and the distance between them.
    pub(crate) fn gaps(&self) -> impl Iterator<Item = (&Category, f64)> {
        self.rows
            .iter()
            .filter_map(|row| match row.marks.as_slice() {
                [one, other] => Some((row, (one.value - other.value).abs())),
                _ => None,
            })
    }
}
