//! The marks of bars: types independent of how they are drawn.

use crate::chart::model::{Mark, Panel};

/// Orientation of bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// Categories along x, bars grow upwards.
    Vertical,
    /// Categories down y (first at the top), bars grow to the right.
    Horizontal,
}

/// How several series share a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrangement {
    /// One bar per category (a single series, or segments with individual colours).
    Single,
    /// Segments placed end to end.
    Stacked,
    /// Segments placed end to end, each category scaled to 100 %; `value_format` is `Percent`.
    Normalized,
    /// Bars side by side.
    Grouped,
}

/// Bars of any arrangement. Only existing marks are listed, so a chart of 50 categories and 130
/// series with one segment per category stays small.
#[derive(Clone, Debug)]
pub struct Bars {
    /// Direction.
    pub orientation: Orientation,
    /// Arrangement.
    pub arrangement: Arrangement,
    /// Categories in drawing order.
    pub categories: Vec<Category>,
    /// Number of slots side by side in a category; 1 except for `Grouped`.
    pub slots: usize,
}

/// Bars in panels on one scale; all have the same categories.
#[derive(Clone, Debug)]
pub struct BarPanels {
    /// The panels in order.
    pub panels: Vec<Panel<Bars>>,
}

/// One position on the category axis.
#[derive(Clone, Debug)]
pub struct Category {
    /// Code, locale-independent.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Code and label of the group above it (an entity above its accounts); neighbours with the
    /// same group code share one group label.
    pub group: Option<(String, String)>,
    /// Text after the end of the bar, for instance the total of a stack; empty if there is none.
    pub end_label: String,
    /// Marks in drawing order.
    pub marks: Vec<Mark>,
    /// Whether it is a date between others that has no row.
    pub gap: bool,
}

impl Bars {
    /// The categories that have rows, with their places.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (usize, &Category)> {
        let places = self.categories.iter().enumerate();
        places.filter(|(_, category)| !category.gap)
    }
}

impl Category {
    /// Whether it contains nothing but the folded rest.
    pub(crate) fn is_rest(&self) -> bool {
        !self.marks.is_empty() && self.marks.iter().all(|mark| mark.others)
    }
}
