//! What a run hands to the writers: documents per locale, tables, and the machine-readable rest.

use super::manifest::Manifest;
use crate::text::Locale;

/// Everything that a bundle is written from.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// One document per locale, in the order of the spec; the first is the default language.
    pub documents: Vec<Document>,
    /// Tables for `tables/` and the workbook, in the order of the spec; values, not text.
    pub sheets: Vec<Sheet>,
    /// Where its posts go, when they are wanted.
    pub post: Option<Post>,
    /// The content of `report.json`: metrics, breakdowns, charts with definition, unit and values.
    pub report: serde_json::Value,
    /// `manifest.json` but for the list of outputs, which the writer adds.
    pub manifest: Manifest,
}

/// Where a post goes.
#[derive(Clone, Debug)]
pub struct Post {
    /// Day of the post, `2025-10-28`.
    pub date: String,
    /// Its name in addresses: lower-case letters, digits and hyphens.
    pub slug: String,
}

/// The report in one locale.
#[derive(Clone, Debug)]
pub struct Document {
    /// Locale.
    pub locale: Locale,
    /// Title, plain text.
    pub title: String,
    /// Content in order.
    pub blocks: Vec<Block>,
    /// Front matter of the post beside title, date and language, which it may say otherwise.
    pub front_matter: serde_json::Map<String, serde_json::Value>,
    /// How to cite the report, inline Markdown.
    pub citation: String,
    /// Address of the bundle, with a slash at the end; empty where that is not known.
    pub address: String,
    /// A line for the foot of the page: what it was made from (sources, rows, date of the snapshot).
    pub foot: String,
    /// Where its numbers come from, for the page.
    pub origins: Origins,
}

/// Where the numbers of a document come from.
#[derive(Clone, Debug, Default)]
pub struct Origins {
    /// By block: the numbers of its Markdown, or of a figure's caption, in order and apart.
    pub numbers: Vec<Vec<NumberOrigin>>,
    /// What they are taken from or computed with, in the order of their first mention.
    pub definitions: Vec<NumberDefinition>,
}

/// A number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberOrigin {
    /// Its bytes in the Markdown.
    pub range: std::ops::Range<usize>,
    /// Position of its definition.
    pub definition: usize,
    /// The rows that it is taken from, where its definition alone does not say its exact value.
    pub rows: Vec<RowOrigin>,
}

/// A row that a number is taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowOrigin {
    /// The exact number, or the numerator of a share.
    pub numerator: String,
    /// The denominator of a share, unless the definition says it.
    pub denominator: Option<i128>,
    /// What the row is, plain text.
    pub label: String,
}

/// What numbers are taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberDefinition {
    /// Plain text.
    pub title: String,
    /// What its exact numbers count, plain text; empty for nothing.
    pub unit: String,
    /// The denominator of all rows that are told of it, if it is the same.
    pub denominator: Option<i128>,
    /// Names and texts of its parts, plain text.
    pub parts: Vec<(String, String)>,
    /// Positions of the definitions that it is computed from.
    pub computed_from: Vec<usize>,
}

/// A piece of a document.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading of level 2 to 6 (the title is level 1), plain text.
    Heading {
        /// 2 to 6.
        level: u8,
        /// Plain text.
        text: String,
    },
    /// CommonMark with tables; raw HTML in it is shown as text, never passed on.
    Markdown(String),
    /// A chart with its data table.
    Figure(Figure),
    /// A table of its own.
    Table(Table),
}

/// A drawn chart.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Name in the spec; file name of `charts/<id>.<locale>.svg`, `.png`.
    pub id: String,
    /// 1, 2, … in the order of the document.
    pub number: usize,
    /// Title, plain text (also drawn inside the SVG).
    pub title: String,
    /// Caption, inline Markdown; empty for none.
    pub caption: String,
    /// Alternative text, plain.
    pub alternative: String,
    /// The drawing: one `<svg>` element without XML prologue, sized by `viewBox`.
    pub svg: String,
    /// The same as PNG, when asked for.
    pub png: Option<Vec<u8>>,
    /// The data behind it: every mark is a row.
    pub table: Table,
    /// How the table is read, for the script of the page.
    pub reading: Option<Reading>,
}

/// Which column of the table behind a drawing is what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Columns of the categories, or of the levels of a treemap, outermost first.
    pub categories: Vec<usize>,
    /// Column of the series, where colours tell series apart.
    pub series: Option<usize>,
    /// Column of the value that is drawn.
    pub value: usize,
    /// Column of its share, if there is one beside it.
    pub share: Option<usize>,
    /// How the marks of a category stand, in the word of the page's script.
    pub arrangement: &'static str,
    /// Whether the values of parts sum to that of the whole, so that shares can be taken.
    pub adds_up: bool,
    /// Whether the value is a share.
    pub percent: bool,
    /// Power of ten in which values are written on marks, if it is always the same.
    pub scale: Option<u8>,
}

/// A table as people read it.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name of the breakdown or chart it comes from.
    pub id: String,
    /// Title, plain text.
    pub title: String,
    /// Column heads.
    pub columns: Vec<TableColumn>,
    /// Leading columns whose equal neighbours are printed once: the outer dimensions.
    pub groups: usize,
    /// Formatted cells, one per column.
    pub rows: Vec<Vec<String>>,
    /// Said under the table when rows were left out of it ("12 autres lignes dans tables/….csv"); empty for none.
    pub remark: String,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Head.
    pub title: String,
    /// Numbers stand to the right.
    pub numeric: bool,
}

/// A table of values for CSV and the workbook.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// File name without extension, unique; also the sheet's name (shortened to 31 characters where needed).
    pub id: String,
    /// Machine names of the columns (`entity`, `downloads`, `downloads_share`).
    pub columns: Vec<String>,
    /// One cell per column.
    pub rows: Vec<Vec<SheetCell>>,
}

/// A value in CSV and workbook.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetCell {
    /// No value.
    Empty,
    /// Text, as it stands in the data.
    Text(String),
    /// An exact integer.
    Integer(i128),
    /// A share or other fraction.
    Number(f64),
    /// A truth value.
    Boolean(bool),
}
