//! Charts in a document: the drawing, the table behind it, and how a script reads both.

use super::Table;
use crate::text::Affix;

/// A drawn chart.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Name in the spec; file name of `charts/<id>.<locale>.svg`, `.png`.
    pub id: String,
    /// 1, 2, … in the order of the document.
    pub number: usize,
    /// Title, plain text (also drawn inside the SVG).
    pub title: String,
    /// What is shown, in which unit, of which whole: inline Markdown; empty if the spec does not say it.
    pub subtitle: String,
    /// How to read it, inline Markdown; empty if there is nothing to say.
    pub caption: String,
    /// Its place among the charts of one figure; `None` if it is alone.
    pub variant: Option<Variant>,
    /// Alternative text, plain.
    pub alternative: String,
    /// The drawing as a file: one `<svg>` element without XML prologue, sized by `viewBox`; empty if no file shows it.
    pub svg: String,
    /// The drawing in a page, which prints the title above it: HTML, or SVG for a few widths; empty if there is no page.
    pub drawing: String,
    /// The drawing on paper, which prints the title above it: one `<svg>` element; empty if there is no PDF.
    pub printed: String,
    /// The file as PNG, if requested.
    pub png: Option<Vec<u8>>,
    /// The data behind it: one row per mark.
    pub table: Table,
    /// How the page's script reads the table.
    pub reading: Option<Reading>,
}

/// The place of a chart among those of one figure, of which a page shows one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The names of all of them on the switch, plain text.
    pub labels: Vec<String>,
    /// Its place, from 0.
    pub at: usize,
}

/// The roles of the columns in the table behind a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Columns of the categories, or of the levels of a treemap, outermost first.
    pub categories: Vec<usize>,
    /// Column of the series, if colours distinguish series.
    pub series: Option<usize>,
    /// Column of the value that is drawn.
    pub value: usize,
    /// Column of its share, if there is one.
    pub share: Option<usize>,
    /// The arrangement of a category's marks, by its name in the page's script.
    pub arrangement: &'static str,
    /// Whether the values of the parts sum to that of the whole, so that shares can be computed.
    pub adds_up: bool,
    /// Whether the value is a share.
    pub percent: bool,
    /// What stands around values: a currency, a unit.
    pub affix: Affix,
    /// Decimals in which values are written on marks, if it is always the same.
    pub decimals: Option<u8>,
    /// Power of ten in which marks show values, if it is always the same.
    pub scale: Option<u8>,
}
