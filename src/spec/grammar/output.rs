//! Outputs.

use super::{Size, Text};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// Who publishes the report, when, in which version.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// Persons or institutions, as they are cited; may use params. Example: `authors: [Jeanne Dupont, Ali Ben]`
    #[schemars(length(min = 1, max = 100))]
    pub authors: Vec<String>,
    /// Day of publication, not of the data; may use params. Example: `date: 2026-01-15`
    pub date: String,
    /// Version of the report, as text; may use params. Default: none. Example: `version: "1.1"`
    pub version: Option<String>,
}

/// The look of pages.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Colour of what stands out: a name (`blue`, `teal`, …) or `#rrggbb`. Pages tone it where it would not be read, on paper and in the dark. Default: orange. Example: `accent: "#005f73"`
    pub accent: Option<String>,
    /// Three to 24 colours of values for which `colors` has none; further values get lighter, darker and greyer tones of them. Default: twelve that are told apart with colour blindness. Example: `palette: ["#005f73", "#ca6702", "#9b2226", "#94d2bd"]`
    pub palette: Option<Vec<String>>,
    /// A picture at the head of every page: SVG, PNG or WebP of at most 100 KB, relative to this spec; it becomes a part of the page. Default: none. Example: `logo: logo.svg`
    pub logo: Option<String>,
    /// Font of texts: WOFF2, WOFF, TrueType or OpenType of at most 400 KB, relative to this spec; it becomes a part of the page. Default: fonts of the reader. Example: `sans: fonts/Inter.woff2`
    pub sans: Option<String>,
    /// Font of headings and key numbers, as `sans`. Default: fonts of the reader. Example: `serif: fonts/Literata.woff2`
    pub serif: Option<String>,
}

/// Where and in which formats the bundle is written.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outputs {
    /// Folder of the bundle, relative to this spec; may use params. Default: `out` beside the spec. Example: `dir: "../out/{{ params.snapshot }}"`
    pub dir: Option<String>,
    /// Documents. Default: all but `jekyll` and `pdf`. Example: `formats: [html, markdown, json]`
    pub formats: Option<Vec<DocumentFormat>>,
    /// Formats of the pictures; without any, a Markdown file gets `png`. Default: `[svg]`. Example: `charts: [svg, png]`
    pub charts: Option<Vec<PictureFormat>>,
    /// Formats of the tables. Default: all. Example: `tables: [csv, xlsx]`
    pub tables: Option<Vec<TableFormat>>,
    /// Maximum size of a page, in bytes or with KB or MB (10³, 10⁶); a larger page is an error that lists the heaviest parts. Default: none. Example: `page_budget: 500KB`
    pub page_budget: Option<Size>,
    /// Address at which the bundle will be published, with a trailing slash; may use params. Link previews and the citation then use absolute addresses. Default: none. Example: `address: "https://example.org/hub/{{ params.snapshot }}/"`
    #[schemars(regex(pattern = r"^https?://([^ <>{}]|\{\{[^<>{}]*\}\})+/$"))]
    pub address: Option<String>,
    /// The index of the periods: a page, a feed and a list beside the bundles, which every run of a period renews; pages link to those of other periods through it. Needs `periods`. Default: none. Example: `{metrics: [all_downloads, under_1b]}`
    pub index: Option<PeriodIndex>,
    /// The post written by the format `jekyll`. Default: none. Example: `{date: "{{ params.snapshot }}", slug: hub-october-2025}`
    pub jekyll: Option<Jekyll>,
}

/// The index of the periods of a report, in the folder above those of the bundles.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodIndex {
    /// Its heading. Default: `All periods`, in the language of the page. Example: `title: {fr: Le hub mois après mois, en: The hub month after month}`
    pub title: Option<Text>,
    /// Metrics that are its headline numbers, shown for each period with their course. Default: the first three that are numbers. Example: `metrics: [all_downloads, under_1b]`
    pub metrics: Option<Vec<String>>,
    /// What a period is marked with, such as that its rows are a projection; a template, whose empty text marks nothing. Default: none. Example: `status: {fr: "{% if params.projected %}projection{% endif %}", en: "{% if params.projected %}projection{% endif %}"}`
    pub status: Option<Text>,
    /// Address at which the folder of the bundles will be published, with a trailing slash, for the feed and for posts. Default: that of `address` without its last part, if this is the name of the bundle's folder. Example: `address: "https://example.org/hub/"`
    #[schemars(regex(pattern = r"^https?://([^ <>{}]|\{\{[^<>{}]*\}\})+/$"))]
    pub address: Option<String>,
}

/// A post of a Jekyll site.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Jekyll {
    /// Date of the post, the first part of its file name; may use params. Example: `date: 2025-10-28`
    pub date: String,
    /// Name of the post in addresses and of the folder of its charts: lower-case letters, digits, hyphens; may use params. Default: the name of the spec's file. Example: `slug: "hub-{{ params.snapshot }}"`
    pub slug: Option<String>,
    /// Front matter in addition to `title`, `date` and `lang`, which it may override: any YAML; a text is a template, and a map of locales gives each language its own value. Default: none. Example: `front_matter: {layout: post, tags: [hub], description: {fr: Les chiffres, en: The figures}}`
    pub front_matter: Option<IndexMap<String, serde_json::Value>>,
}

/// Formats of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DocumentFormat {
    /// `index.html`, self-contained.
    Html,
    /// `report.md` with its pictures beside it, as bitmaps where there are any.
    Markdown,
    /// A post with front matter, with each chart as a page of its own in a frame; needs `outputs.jekyll`.
    Jekyll,
    /// `report.pdf`: the page as it is printed, tagged (PDF/UA-1); needs a program with PDF, as the wheel is.
    Pdf,
    /// `report.json`: every metric, breakdown and chart.
    Json,
}

impl DocumentFormat {
    /// As written in a spec.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Jekyll => "jekyll",
            Self::Pdf => "pdf",
            Self::Json => "json",
        }
    }
}

/// Formats of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PictureFormat {
    /// Scalable.
    Svg,
    /// Pixels.
    Png,
}

impl PictureFormat {
    /// As written in a spec.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// Formats of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TableFormat {
    /// One file per table.
    Csv,
    /// One workbook.
    Xlsx,
}

impl TableFormat {
    /// As written in a spec.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}
