//! A chart, ready to draw: every label is text in the report's locale, every number is formatted,
//! every colour is chosen. The drawing code below never computes a statistic.

use crate::chart::annotation::{Annotation, Found, Sought};
use crate::chart::color::Color;
use crate::chart::theme::Theme;
use crate::text::{Affix, Locale};
use std::fmt::Debug;

/// A chart in one locale.
#[derive(Debug)]
pub struct ChartModel {
    /// The part common to all chart types.
    pub common: Common,
    /// The marks.
    pub marks: Box<dyn Marks>,
}

/// The marks of a chart: data from which every presentation is made.
pub trait Marks: Debug + Send + Sync {
    /// Draws the chart as one `<svg>` element.
    fn svg(&self, common: &Common, theme: &Theme) -> String;

    /// Draws the chart of a page in HTML; `None` for what is a path, whose SVG a page shows.
    fn html(&self, _: &Common) -> Option<HtmlDrawing> {
        None
    }

    /// Its content in sentences: how much there is, the largest and the smallest.
    fn sentences(&self, locale: Locale) -> Vec<String>;

    /// How many panels there are.
    fn panels(&self) -> usize {
        1
    }

    /// The place of what an annotation is about; `None` if no mark shows it.
    fn find(&self, _: &Sought) -> Option<Found> {
        None
    }
}

/// Maximum number of panels of a chart.
pub(crate) const MOST_PANELS: usize = 12;

/// A small chart among others of its kind.
#[derive(Clone, Debug)]
pub struct Panel<Content> {
    /// Its name.
    pub label: String,
    /// How much it has in all; empty if that is no sum.
    pub total: String,
    /// Its marks.
    pub content: Content,
}

/// The marks of a chart in HTML.
#[derive(Clone, Debug)]
pub struct HtmlDrawing {
    /// What the style of the page knows them by.
    pub kind: &'static str,
    /// The elements.
    pub html: String,
}

/// The surroundings of the marks in every chart.
#[derive(Clone, Debug)]
pub struct Common {
    /// Name in the spec, unique in the report; prefix of the ids of its marks.
    pub id: String,
    /// Title, one line of plain text (wrapped when drawn).
    pub title: String,
    /// Its content in words, for those who cannot see it.
    pub alternative: String,
    /// Locale of every text in this chart; decides axis formats and the alternative text.
    pub locale: Locale,
    /// Title of the value axis, with its unit ("Téléchargements"); empty if there is none.
    pub value_title: String,
    /// Title of the category axis or of the first level; empty if there is none.
    pub category_title: String,
    /// Format of the numbers on the value axis.
    pub value_format: ValueFormat,
    /// Whether the value axis is logarithmic.
    pub logarithmic: bool,
    /// What stands around the numbers on the value axis: the symbol of a currency, a unit.
    pub affix: Affix,
    /// Whether values are written on the marks where they fit.
    pub value_labels: bool,
    /// Legend, if colours need one.
    pub legend: Option<Legend>,
    /// Lines and words at the marks.
    pub annotations: Vec<Annotation>,
    /// Width of the drawing in CSS pixels; the default of the chart type if `None`.
    pub width: Option<u32>,
    /// Height of the drawing in CSS pixels; from the number of marks if `None`.
    pub height: Option<u32>,
}

/// Format of the numbers on an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueFormat {
    /// `25 M`, `1,5 Md` in French; `25M`, `1.5B` in English.
    Compact,
    /// A fraction of 1 shown in percent: 0.25 is `25 %`.
    Percent,
    /// A difference of such fractions in percentage points: 0.025 is `2,5 pt`.
    Points,
}

/// The legend of a chart.
#[derive(Clone, Debug)]
pub struct Legend {
    /// Title ("Modalité"); empty if there is none.
    pub title: String,
    /// Entries in the order in which they are listed.
    pub entries: Vec<LegendEntry>,
    /// Maximum number of entries printed; the last line gives the number of those left out.
    pub max_entries: usize,
}

/// One line of a legend.
#[derive(Clone, Debug)]
pub struct LegendEntry {
    /// Code of the value, locale-independent.
    pub key: String,
    /// Its label.
    pub label: String,
    /// Colour of its marks.
    pub color: Color,
}

/// A bar, a segment of a bar or a point of a line.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Code of the series, locale-independent.
    pub key: String,
    /// Label of the series; empty if there is only one.
    pub label: String,
    /// Slot within the category, below `Bars::slots`; 0 except for `Grouped`.
    pub slot: usize,
    /// Size in data units (already a fraction of 1 for `Percent`). Finite. Negative only for
    /// `Single`, `Grouped` and lines.
    pub value: f64,
    /// Value as written on the mark ("4 807 M"); short.
    pub text: String,
    /// Text beside the value, for instance the share ("13,2 %"); may be empty.
    pub note: String,
    /// Row of the data table that it shows, from 0.
    pub row: usize,
    /// Fill.
    pub color: Color,
    /// True for the folded rest ("Autres"), drawn with less weight.
    pub others: bool,
}
