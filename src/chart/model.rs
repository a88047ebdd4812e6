//! What a chart shows, ready to draw: every label is text in the report's locale, every number is
//! formatted, every colour is chosen. The drawing code below never computes a statistic.

use crate::text::Locale;
use std::ops::Range;

/// A colour in sRGB, eight bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// A chart in one locale.
#[derive(Clone, Debug)]
pub struct ChartModel {
    /// Name in the spec, unique in the report; prefix of the ids of its marks.
    pub id: String,
    /// Title, one line of plain text (wrapped when drawn).
    pub title: String,
    /// What it shows, in words, for those who do not see it.
    pub alternative: String,
    /// Locale of every text in this chart; decides axis formats and the alternative text.
    pub locale: Locale,
    /// Title of the value axis, with its unit ("Téléchargements"); empty for none.
    pub value_title: String,
    /// Title of the category axis or of the first level; empty for none.
    pub category_title: String,
    /// How the numbers on the value axis are written.
    pub value_format: ValueFormat,
    /// Whether values are written on the marks where they fit.
    pub value_labels: bool,
    /// Legend, where colours need one.
    pub legend: Option<Legend>,
    /// Width of the drawing in CSS pixels; `None`: the default of the chart type.
    pub width: Option<u32>,
    /// Height of the drawing in CSS pixels; `None`: from the number of marks.
    pub height: Option<u32>,
    /// The marks.
    pub body: ChartBody,
}

/// How numbers on an axis are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueFormat {
    /// `25 M`, `1,5 Md` in French; `25M`, `1.5B` in English.
    Compact,
    /// A fraction of 1 shown in percent: 0.25 is `25 %`.
    Percent,
}

/// The legend of a chart.
#[derive(Clone, Debug)]
pub struct Legend {
    /// Title ("Modalité"); empty for none.
    pub title: String,
    /// Entries in the order in which they are listed.
    pub entries: Vec<LegendEntry>,
    /// At most so many entries are printed; the last line says how many more there are.
    pub max_entries: usize,
}

/// One line of a legend.
#[derive(Clone, Debug)]
pub struct LegendEntry {
    /// Code of the value, locale-independent.
    pub key: String,
    /// What people read.
    pub label: String,
    /// Colour of its marks.
    pub color: Color,
}

/// The marks of a chart by type.
#[derive(Clone, Debug)]
pub enum ChartBody {
    /// Bars: one or several series over categories.
    Bars(Bars),
    /// Nested rectangles; one to three levels below the (undrawn) root.
    Treemap(Vec<TreeNode>),
    /// Lines over ordered categories.
    Lines(Lines),
}

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
}

/// A bar, a segment of a bar or a point of a line.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Code of the series, locale-independent.
    pub key: String,
    /// Name of the series as people read it; empty when there is only one.
    pub label: String,
    /// Slot within the category, below `Bars::slots`; 0 except for `Grouped`.
    pub slot: usize,
    /// Size in data units (already a fraction of 1 for `Percent`). Finite. Negative only for
    /// `Single`, `Grouped` and lines.
    pub value: f64,
    /// Value as it is written on the mark ("4 807 M"); short.
    pub text: String,
    /// What is written beside the value, for instance the share ("13,2 %"); may be empty.
    pub note: String,
    /// Row of the data table that it shows, from 0.
    pub row: usize,
    /// Fill.
    pub color: Color,
    /// True for the folded rest ("Autres"), drawn with less weight.
    pub others: bool,
}

/// A rectangle of a treemap.
#[derive(Clone, Debug)]
pub struct TreeNode {
    /// Code, locale-independent.
    pub key: String,
    /// What people read.
    pub label: String,
    /// Area in data units; for an inner node the sum of its children. Finite, not negative.
    pub value: f64,
    /// Amount as written on the tile ("4 807 M").
    pub text: String,
    /// Share of the parent, formatted ("64,0 %"); empty on the first level.
    pub share_of_parent: String,
    /// Share of the total, formatted.
    pub share_of_total: String,
    /// Fill; inner nodes use it for their header.
    pub color: Color,
    /// Rows of the data table that it shows, from 0: one for a leaf, those of its leaves for an inner
    /// node, where they stand in the order of the leaves.
    pub rows: Range<usize>,
    /// Children, largest first; empty for a leaf.
    pub children: Vec<TreeNode>,
}

/// Lines over ordered categories.
#[derive(Clone, Debug)]
pub struct Lines {
    /// Codes and labels along x, in order.
    pub positions: Vec<(String, String)>,
    /// The lines.
    pub series: Vec<LineSeries>,
}

/// One line. A position without a value is a gap.
#[derive(Clone, Debug)]
pub struct LineSeries {
    /// Code, locale-independent.
    pub key: String,
    /// What people read; drawn at the line's end where there is room.
    pub label: String,
    /// Stroke.
    pub color: Color,
    /// One entry a position: the point, or `None` for a gap.
    pub points: Vec<Option<Mark>>,
}
