//! Outputs.

use schemars::JsonSchema;
use serde::Deserialize;

/// Where and in which formats the bundle is written.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outputs {
    /// Folder of the bundle, relative to this spec; sees params. Default: `out` beside the spec. Example: `dir: "../out/{{ params.snapshot }}"`
    pub dir: Option<String>,
    /// Documents. Default: all. Example: `formats: [html, markdown, json]`
    pub formats: Option<Vec<DocumentFormat>>,
    /// Formats of the pictures. Default: `[svg]`. Example: `charts: [svg, png]`
    pub charts: Option<Vec<PictureFormat>>,
    /// Formats of the tables. Default: all. Example: `tables: [csv, xlsx]`
    pub tables: Option<Vec<TableFormat>>,
    /// Greatest size of a page, in bytes or with KB or MB (10³, 10⁶); a larger one is an error that lists the heaviest parts. Default: none. Example: `page_budget: 500KB`
    pub page_budget: Option<String>,
}

/// Formats of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DocumentFormat {
    /// `index.html`, self-contained.
    Html,
    /// `report.md` with pictures beside it.
    Markdown,
    /// `report.json`, every metric, breakdown and chart.
    Json,
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

/// Formats of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TableFormat {
    /// One file a table.
    Csv,
    /// One workbook.
    Xlsx,
}
