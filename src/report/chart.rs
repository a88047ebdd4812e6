//! Charts and the colours of dimensions.

use super::{Annotation, LocalText};
use crate::chart::{ChartKind, Encoding};
use indexmap::IndexMap;

/// A picture of a breakdown.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Name.
    pub name: String,
    /// Type, with the settings that only this type has.
    pub kind: ChartKind,
    /// Breakdown.
    pub data: String,
    /// Its columns, each with its role in the chart.
    pub encoding: Encoding,
    /// Columns of a table, or of the data table.
    pub columns: Vec<String>,
    /// The columns of a table some of which are made of something; empty for all others.
    pub made: Vec<TableColumn>,
    /// The course of each row of a table; none without such a column.
    pub sparkline: Option<Sparkline>,
    /// Maximum number of tiles, bars or series; the smallest are folded. `None`: the values are not
    /// additive, so all are drawn.
    pub marks: Option<usize>,
    /// Whether the values of the parts sum to that of the whole.
    pub adds_up: bool,
    /// Addition to the category label.
    pub label: Option<LocalText>,
    /// Title.
    pub title: LocalText,
    /// What is shown, in which unit, of which whole.
    pub subtitle: Option<LocalText>,
    /// How to read it.
    pub caption: Option<LocalText>,
    /// Alternative text; generated if `None`.
    pub alternative: Option<LocalText>,
    /// Lines and words at the marks.
    pub annotations: Vec<Annotation>,
    /// Maximum number of legend entries; 0 for no legend.
    pub legend_entries: usize,
    /// Title of the legend; that of the dimension if `None`.
    pub legend_title: Option<LocalText>,
    /// Whether values are written on marks.
    pub values: bool,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// Pointer into the spec.
    pub pointer: String,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// What it shows.
    pub shows: Shows,
    /// Title; that of what it shows if `None`.
    pub title: Option<LocalText>,
    /// Pointer into the spec.
    pub pointer: String,
}

/// What a column of a table shows.
#[derive(Clone, Debug)]
pub enum Shows {
    /// A column of the breakdown, and further ones in small letters.
    Column(String, Vec<String>),
    /// A column of numbers with bars, and further columns in small letters.
    Bar(String, Vec<String>),
    /// How each row is made up.
    Strip(PartsOf),
    /// The first part of each row, without those whose codes contain one of these texts.
    Top(PartsOf, Vec<String>),
    /// A template in which `row` is defined.
    Text(LocalText),
}

/// The breakdown that has the parts of the rows of a table.
#[derive(Clone, Debug)]
pub struct PartsOf {
    /// Its name.
    pub data: String,
    /// Its dimension that the table has not: the parts.
    pub dimension: String,
    /// Its column with the share of each part.
    pub share: String,
}

/// The course of each row of a table.
#[derive(Clone, Debug)]
pub struct Sparkline {
    /// The breakdown that has it.
    pub data: String,
    /// The dimension of dates along which it goes.
    pub x: String,
    /// The column of its values.
    pub y: String,
    /// Title of the column.
    pub title: LocalText,
    /// Pointer into the spec.
    pub pointer: String,
}

/// Colours of a dimension.
#[derive(Clone, Debug)]
pub struct Colors {
    /// Dimension whose colours are shaded; empty if there is none.
    pub shades_of: String,
    /// Colour by code.
    pub values: IndexMap<String, crate::chart::Color>,
}

/// The hint for too many bars.
#[must_use]
pub(crate) fn crowded_hint(breakdown: &str, dimension: &str) -> String {
    format!(
        "write `keep: {{{dimension}: {{top: 30}}}}` in breakdown `{breakdown}`, or make the chart a `table`"
    )
}
