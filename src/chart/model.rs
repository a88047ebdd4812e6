//! What a chart shows, ready to draw: every label is text in the report's locale, every number is
//! formatted, every colour is chosen. The drawing code below never computes a statistic.

use crate::chart::color::Color;
use crate::chart::theme::Theme;
use crate::text::{Affix, Locale};
use std::fmt::Debug;

/// A chart in one locale.
#[derive(Debug)]
pub struct ChartModel {
    /// What charts of all types have.
    pub common: Common,
    /// The marks.
    pub marks: Box<dyn Marks>,
}

/// The marks of a chart: data, from which each way to show a chart is made.
pub trait Marks: Debug + Send + Sync {
    /// Draws the chart as one `<svg>` element.
    fn svg(&self, common: &Common, theme: &Theme) -> String;

    /// What it shows, in sentences: how much it holds, what is largest and smallest.
    fn sentences(&self, locale: Locale) -> Vec<String>;
}

/// What stands around the marks of every chart.
#[derive(Clone, Debug)]
pub struct Common {
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
    /// What stands around the numbers on the value axis: the symbol of a currency, a unit.
    pub affix: Affix,
    /// Whether values are written on the marks where they fit.
    pub value_labels: bool,
    /// Legend, where colours need one.
    pub legend: Option<Legend>,
    /// Width of the drawing in CSS pixels; `None`: the default of the chart type.
    pub width: Option<u32>,
    /// Height of the drawing in CSS pixels; `None`: from the number of marks.
    pub height: Option<u32>,
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
