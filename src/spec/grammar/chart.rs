//! Charts, colours, sections.

use super::{Annotation, NameOrNames, Reference, Text};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// A picture of a breakdown.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// Type. Example: `type: stacked_bar`
    #[serde(rename = "type")]
    pub kind: ChartType,
    /// Breakdown. Example: `data: by_entity`
    pub data: String,
    /// Bars, lines, heatmaps: the column of the breakdown along x; two dimensions make groups of bars, two measures the points of a dumbbell. Bars are horizontal when x is a measure. Example: `x: downloads`
    pub x: Option<NameOrNames>,
    /// Bars, lines, heatmaps: the column along y. Example: `y: entity`
    pub y: Option<NameOrNames>,
    /// Dimension or attribute that colours the marks; in stacked and grouped bars and in lines it makes the series. Default: one colour. Example: `color: type`
    pub color: Option<String>,
    /// Bars and slopes without `color`: what stands out, everything else is grey. Default: bars have one colour, the lines of a slope are grey. Example: `highlight: {first: 5}`
    pub highlight: Option<Highlight>,
    /// Horizontal single and normalised bars, lines: a dimension whose values each have a panel, side by side on one scale, with their sum. At most twelve panels. Default: one panel. Example: `facet: country`
    pub facet: Option<String>,
    /// Single bars, lines and dumbbells of amounts: `log` makes equal ratios equal distances, so that small and large amounts are seen in one chart; it has no place for zero. Default: `linear`. Example: `scale: log`
    pub scale: Option<ScaleType>,
    /// Bars, lines, heatmaps: lines across the chart, each at a value or between two neighbours of the axis. Default: none. Example: `reference: [{value: 1B, label: {fr: Un milliard, en: One billion}}]`
    #[schemars(length(max = 12))]
    pub reference: Option<Vec<Reference>>,
    /// Bars, lines, heatmaps: words at the marks that they are about. What has no room there becomes a note below the chart. Default: none. Example: `annotations: [{bracket: {first: 5}, value: "{{ formatted.first_five }}", text: {fr: pour cinq entités, en: for five entities}}]`
    #[schemars(length(max = 40))]
    pub annotations: Option<Vec<Annotation>>,
    /// Treemap: one to three dimensions, outermost first. Default: all dimensions of the breakdown. Example: `levels: [country, entity]`
    pub levels: Option<Vec<String>>,
    /// Treemap: measure of the area; heatmap: measure column of the colour. Default: the first measure. Example: `value: downloads`
    pub value: Option<String>,
    /// Columns of the breakdown that the table shows, of a chart of type `table` also columns that are made of something: bars, strips, the first of a group, texts; for a chart, the columns of the table behind it. Default: all for a table; for a chart its dimensions, colour, value, share and note. Example: `columns: [entity, {bar: downloads, note: downloads_share}]`
    pub columns: Option<Vec<TableColumn>>,
    /// Table: at most so many rows are printed; a line below says how many more there are and which file of the bundle has them. Default: 500. Example: `rows: 20`
    #[schemars(range(min = 1, max = 10000))]
    pub rows: Option<u32>,
    /// Table: a last column with the course of each row, as a small line with its first and last value, taken from a breakdown by the same dimensions and dates. Default: none. Example: `sparkline: {data: month_entity, x: month, y: downloads}`
    pub sparkline: Option<Sparkline>,
    /// The maximum number of tiles of a treemap, of bars or series of a bar chart, of rows or columns of a heatmap. If the measure is additive, the smallest are folded into others, in the drawing and in the table behind it, but no buckets and no dates of an axis; the CSV file has all of them. Default: 400 tiles, 100 bars or series, 40 rows or columns. Example: `marks: 60`
    #[schemars(range(min = 2, max = 5000))]
    pub marks: Option<u32>,
    /// Text added to the label of a category: a template in which `row` is defined. Default: none. Example: `label: "{{ row.country_label }}"`
    pub label: Option<Text>,
    /// A second measure column: written beside single bars; on the segments of stacked bars it replaces the value. Default: the share of the measure, beside horizontal bars. Example: `note: downloads_share`
    pub note: Option<String>,
    /// Title. Default: the breakdown's title. Example: `title: {fr: Les entités, en: The entities}`
    pub title: Option<Text>,
    /// What is shown, in which unit, and of which whole a share is: one line under the title, a template. Default: none. Example: `subtitle: {fr: "Téléchargements, en millions, et part du total", en: "Downloads, in millions, and share of the total"}`
    pub subtitle: Option<Text>,
    /// How to read the chart: a note below it, a template. Default: none. Example: `caption: {fr: "Entre parenthèses, le pays.", en: "In brackets, the country."}`
    pub caption: Option<Text>,
    /// Alternative text. Default: generated from the data. Example: `alternative: {fr: "…", en: "…"}`
    pub alternative: Option<Text>,
    /// Legend. Default: shown where colours need one, with at most 20 entries. Example: `legend: {max: 12}`
    pub legend: Option<Legend>,
    /// Whether values are written on the marks where they fit. Default: `true`. Example: `values: false`
    pub values: Option<bool>,
    /// Width of the drawing in pixels. Default: by type. Example: `width: 960`
    #[schemars(range(min = 200, max = 4000))]
    pub width: Option<u32>,
    /// Height of the drawing in pixels; in pages the rows of horizontal bars and of heat maps keep their own height. Default: from the number of marks. Example: `height: 600`
    #[schemars(range(min = 100, max = 10000))]
    pub height: Option<u32>,
    /// Warnings that this definition waives, by code; one that waives nothing is a warning. Default: none. Example: `allow: [HF0308]`
    #[serde(default)]
    pub allow: Vec<String>,
}

/// What stands out among the marks of a chart.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Highlight {
    /// So many of the first ones, in the order of the breakdown. Default: those of `values`. Example: `first: 5`
    #[schemars(range(min = 1, max = 1000))]
    pub first: Option<u32>,
    /// Those with these codes of the last category. Default: none. Example: `values: [US, EU]`
    #[serde(default)]
    pub values: Vec<String>,
}

/// A column of a table: the name of a column of the breakdown, or what is made of one. Example: `{bar: downloads}`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum TableColumn {
    /// As it is.
    Name(String),
    /// Made of something.
    Made(MadeColumn),
}

/// A column of a table that is made of something. Exactly one of `column`, `bar`, `strip`, `top`, `text`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MadeColumn {
    /// A column of the breakdown, with a `note` or a `title` of its own. Example: `column: entity`
    pub column: Option<String>,
    /// A column of numbers, each with a small bar: the largest of them that the table shows is as long as the column is wide. Below zero is no bar. Example: `bar: downloads`
    pub bar: Option<String>,
    /// A breakdown by the dimensions of the table and one more, `within` those of the table: how each row is made up, as a strip of 100 %, with the largest part in words. Example: `strip: by_entity_modality`
    pub strip: Option<String>,
    /// A breakdown by the dimensions of the table and one more, `within` those of the table: the first one of each row, with its share. Example: `top: by_entity_model`
    pub top: Option<String>,
    /// A text: a template in which `row` is defined. Example: `text: {fr: "{{ row.remark_label }}", en: "{{ row.remark_label }}"}`
    pub text: Option<Text>,
    /// Beside `column` or `bar`: further columns of the breakdown, in small letters. Default: none. Example: `note: [type, country]`
    pub note: Option<NameOrNames>,
    /// Beside `top`: codes that contain this are passed over, for the next one of the row. Default: none. Example: `skip: synthetic-`
    pub skip: Option<NameOrNames>,
    /// Title of the column. Default: that of the column, or of the further dimension. Example: `title: {fr: Remarque, en: Remark}`
    pub title: Option<Text>,
}

/// The course of each row of a table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sparkline {
    /// Breakdown by the dimensions of the table and one of dates, along which the course goes. Example: `data: month_entity`
    pub data: String,
    /// Its dimension of dates; one of the calendar without rows breaks the line. Example: `x: month`
    pub x: String,
    /// Measure column. Default: the first measure. Example: `y: downloads`
    pub y: Option<String>,
    /// Title of the column. Default: the title of the measure column. Example: `title: {fr: Évolution, en: Course}`
    pub title: Option<Text>,
}

/// Types of charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChartType {
    /// Rows and columns.
    Table,
    /// One bar per category.
    Bar,
    /// Segments placed end to end.
    StackedBar,
    /// Segments scaled to 100 %.
    NormalizedBar,
    /// Bars side by side.
    GroupedBar,
    /// Nested rectangles.
    Treemap,
    /// Lines over ordered categories.
    Line,
    /// Stacked areas over ordered categories.
    Area,
    /// Stacked areas scaled to 100 %.
    NormalizedArea,
    /// Cells of two dimensions, coloured by a value.
    Heatmap,
    /// Lines from one period to another.
    Slope,
    /// Ranks over periods.
    Bump,
    /// Two points in each row, joined by a line.
    Dumbbell,
}

impl ChartType {
    /// Its name as written in a spec.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Bar => "bar",
            Self::StackedBar => "stacked_bar",
            Self::NormalizedBar => "normalized_bar",
            Self::GroupedBar => "grouped_bar",
            Self::Treemap => "treemap",
            Self::Line => "line",
            Self::Area => "area",
            Self::NormalizedArea => "normalized_area",
            Self::Heatmap => "heatmap",
            Self::Slope => "slope",
            Self::Bump => "bump",
            Self::Dumbbell => "dumbbell",
        }
    }
}

/// How an axis grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScaleType {
    /// Equal differences are equal distances.
    Linear,
    /// Equal ratios are equal distances.
    Log,
}

/// The legend of a chart.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Legend {
    /// The maximum number of entries printed; 0 for no legend. Default: 20. Example: `max: 12`
    pub max: Option<u32>,
    /// Title. Default: that of the dimension. Example: `title: {fr: Modalité, en: Modality}`
    pub title: Option<Text>,
}

/// Colours of the values of a dimension: a map from code to colour, or shades of another dimension's colours.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Colors {
    /// Dimension whose colours are shaded for the values of this one: tasks in shades of their modality. Example: `shades_of: modality`
    pub shades_of: Option<String>,
    /// A colour per code: a name (`blue`, `orange`, `green`, …) or `#rrggbb`. Example: `nlp: blue`
    #[serde(flatten)]
    pub values: IndexMap<String, String>,
}
