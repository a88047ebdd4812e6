//! The marks of bars. In: nothing. Out: types without a trace of how they are drawn.

use crate::chart::model::Mark;

/// How bars stand.
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
    /// One bar a category (a single series, or segments coloured each on its own).
    Single,
    /// Segments one after the other.
    Stacked,
    /// Segments one after the other, each category scaled to 100 %; `value_format` is `Percent`.
    Normalized,
    /// Bars side by side.
    Grouped,
}

/// Bars of all arrangements. Only marks that exist are listed, so a chart of 50 categories and
/// 130 series with one segment a category stays small.
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

/// One position on the category axis.
#[derive(Clone, Debug)]
pub struct Category {
    /// Code, locale-independent.
    pub key: String,
    /// What people read.
    pub label: String,
    /// Code and label of the group above it (an entity above its accounts); neighbours with the
    /// same group code stand together under one group label.
    pub group: Option<(String, String)>,
    /// Text after the end of the bar, for instance the total of a stack; empty for none.
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
    /// Whether it shows nothing but the folded rest.
    pub(crate) fn is_rest(&self) -> bool {
        !self.marks.is_empty() && self.marks.iter().all(|mark| mark.others)
    }
}
