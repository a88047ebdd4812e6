//! The resolved part of a report that is shown: charts, colours, sections, outputs.

use super::report::LocalText;
use crate::formats::Formats;
use crate::spec::grammar::ChartType;
use crate::text::{Date, Locale};
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A picture of a breakdown.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Name.
    pub name: String,
    /// Type.
    pub kind: ChartType,
    /// Breakdown.
    pub data: String,
    /// Dimensions along the category axis, or levels of the treemap, outermost first.
    pub categories: Vec<String>,
    /// Column of the value.
    pub value: String,
    /// Whether bars lie.
    pub horizontal: bool,
    /// Dimension or attribute that colours the marks; empty for one colour.
    pub color: String,
    /// Columns of a table, or of the data table.
    pub columns: Vec<String>,
    /// Most rows printed, for a table.
    pub rows: usize,
    /// Most tiles, bars or series; the smallest are folded. None: the values do not add up, all are drawn.
    pub marks: Option<usize>,
    /// Whether the values of parts sum to that of the whole.
    pub adds_up: bool,
    /// Addition to the category label.
    pub label: Option<LocalText>,
    /// A second measure column, written beside the marks; empty for none.
    pub note: String,
    /// Whether the spec asks for the note, so that it is written on segments too.
    pub note_given: bool,
    /// Title.
    pub title: LocalText,
    /// Caption.
    pub caption: Option<LocalText>,
    /// Alternative text; none: generated.
    pub alternative: Option<LocalText>,
    /// Most entries of the legend; 0 for no legend.
    pub legend_entries: usize,
    /// Title of the legend; none: that of the dimension.
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

/// Colours of a dimension.
#[derive(Clone, Debug)]
pub struct Colors {
    /// Dimension whose colours are shaded; empty for none.
    pub shades_of: String,
    /// Colour by code.
    pub values: IndexMap<String, crate::chart::Color>,
}

/// A piece of the document.
#[derive(Clone, Debug)]
pub enum Section {
    /// A heading.
    Heading(u8, LocalText, String),
    /// A template per locale.
    Text(BTreeMap<Locale, Template>),
    /// A chart.
    Chart(String),
    /// A breakdown as a table.
    Table(String),
}

/// A template with the place that its problems are told at.
#[derive(Clone, Debug)]
pub struct Template {
    /// Name: the path of its file, or the pointer of the text in the spec.
    pub name: String,
    /// Content.
    pub text: String,
    /// File number when it is a file of its own.
    pub file: Option<crate::diagnostic::FileId>,
    /// Pointer into the spec.
    pub pointer: String,
}

/// What is written where.
#[derive(Clone, Debug)]
pub struct Outputs {
    /// Target folder.
    pub folder: PathBuf,
    /// Whether the folder was typed on the command line.
    pub typed: bool,
    /// Kinds of files.
    pub formats: Formats,
    /// Greatest size of a page in bytes.
    pub page_budget: Option<u64>,
    /// Where the bundle will stand, with a slash at the end; empty where that is not known.
    pub address: String,
    /// The post, when it is wanted.
    pub jekyll: Option<Jekyll>,
}

/// A post of a Jekyll site.
#[derive(Clone, Debug)]
pub struct Jekyll {
    /// Day of the post.
    pub date: Date,
    /// Its name in addresses.
    pub slug: String,
    /// What the spec adds to the front matter.
    pub front_matter: IndexMap<String, FrontMatter>,
}

/// A value of the front matter.
#[derive(Clone, Debug)]
pub enum FrontMatter {
    /// A template, with the pointer of its text.
    Text(LocalText, String),
    /// Values in order.
    List(Vec<FrontMatter>),
    /// Values by key.
    Map(IndexMap<String, FrontMatter>),
    /// A number, a truth value, or none.
    Plain(serde_json::Value),
}

impl FrontMatter {
    /// All templates in it, with their pointers.
    #[must_use]
    pub fn texts(&self) -> Vec<(&LocalText, &str)> {
        match self {
            Self::Text(text, pointer) => vec![(text, pointer)],
            Self::List(values) => values.iter().flat_map(Self::texts).collect(),
            Self::Map(values) => values.values().flat_map(Self::texts).collect(),
            Self::Plain(_) => Vec::new(),
        }
    }
}
