//! The document: the result of rendering, from which every format is written. Blocks in order,
//! figures, tables, and numbers with their origins; nothing in it is specific to a format.

mod differences;
mod figure;
mod look;
pub(crate) mod manifest;
mod opening;
mod origins;
mod page_theme;
pub mod periods_json;
pub mod report_json;
mod rows;
mod table;

pub(crate) use differences::{Defined, Difference, Differences, differing};
pub(crate) use figure::{Figure, Reading, Variant};
pub use look::{CellMark, Look, Looks};
pub use manifest::{MANIFEST, Manifest};
pub use opening::{Badge, Finding, KeyNumber, Opening, Paint, Part, Picture};
pub(crate) use origins::MARK;
pub use origins::{NumberDefinition, NumberOrigin, Origins, RowOrigin};
pub use page_theme::PageTheme;
pub use report_json::ReportJson;
pub use rows::Rows;
pub(crate) use table::{Sheet, SheetCell, SheetColumn, Table, TableColumn};

use crate::text::Locale;
use std::sync::Arc;

/// The file name of the page of the document at a place: the first is the default.
#[must_use]
pub(crate) fn page_name(place: usize, locale: Locale) -> String {
    named("index", "html", place, locale)
}

/// The file name of the feed of the periods in the language of the document at a place.
#[must_use]
pub(crate) fn feed_name(place: usize, locale: Locale) -> String {
    named("feed", "xml", place, locale)
}

/// The file name of the picture that other sites show for a link to the page of the document at a place.
#[must_use]
pub(crate) fn preview_name(place: usize, locale: Locale) -> String {
    named("preview", "png", place, locale)
}

fn named(name: &str, ending: &str, place: usize, locale: Locale) -> String {
    match place {
        0 => format!("{name}.{ending}"),
        _ => format!("{name}.{locale}.{ending}"),
    }
}

/// The JSON Schema of a file of the bundle, as text.
fn schema_of<T: schemars::JsonSchema>() -> String {
    let generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let schema = generator.into_root_schema_for::<T>().to_value();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// The report in one locale.
#[derive(Clone, Debug)]
pub struct Document {
    /// Locale.
    pub locale: Locale,
    /// Title, plain text.
    pub title: String,
    /// What stands before the content.
    pub opening: Opening,
    /// Content in order.
    pub blocks: Vec<Block>,
    /// Front matter of the post in addition to title, date and language, which it may override.
    pub front_matter: serde_json::Map<String, serde_json::Value>,
    /// How to cite the report, Markdown.
    pub citation: String,
    /// The source line under every figure, inline Markdown; empty if there is none.
    pub credit: String,
    /// The look that the spec gives its pages.
    pub theme: PageTheme,
    /// Address of the bundle, with a trailing slash; empty if it is unknown.
    pub address: String,
    /// Its place in the index of the periods, if there is one.
    pub index: Option<IndexEntry>,
    /// A line for the foot of the page: the data behind it (sources, rows, date of the snapshot).
    pub foot: String,
    /// The origins of its numbers, for the page.
    pub origins: Origins,
}

/// The place of a document in the index of its periods, which stands in the folder above that of the bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    /// The name of its period, in addresses too.
    pub period: String,
    /// Heading of the index, plain text; empty: the words of the language.
    pub title: String,
    /// What the period is marked with, plain text; empty: nothing.
    pub status: String,
    /// Metrics that are headline numbers; empty: the first ones.
    pub metrics: Vec<String>,
    /// Address of the folder of the index, with a trailing slash; empty if it is unknown.
    pub address: String,
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
    /// The same, in which every heading is a term that is explained below it.
    Glossary(String),
    /// A chart with its data table.
    Figure(Figure),
    /// A table.
    Table(Table),
    /// A table that a page shows when it is asked for, under its title.
    Folded(Table),
}

/// Everything from which a bundle is written.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// One document per locale, in the order of the spec; the first is the default language.
    pub documents: Vec<Document>,
    /// Tables for `tables/` and the workbook, in the order of the spec; values, not text.
    pub sheets: Vec<Sheet>,
    /// The destination of its posts, if they are wanted.
    pub post: Option<Post>,
    /// The content of `report.json`, if it is wanted.
    pub report: Option<Arc<ReportJson>>,
    /// `manifest.json` without the list of outputs, which the writer adds.
    pub manifest: Manifest,
}

/// The destination of a post.
#[derive(Clone, Debug)]
pub struct Post {
    /// Date of the post, `2025-10-28`.
    pub date: String,
    /// Its name in addresses: lower-case letters, digits and hyphens.
    pub slug: String,
}
