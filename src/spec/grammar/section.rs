//! Sections of the document.

use super::value::Text;
use schemars::JsonSchema;
use serde::Deserialize;

/// A piece of the document. Exactly one of `heading`, `text`, `glossary`, `chart`, `variants`, `table`; in a spec that extends another one also `append`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// A heading. Example: `heading: {fr: Résumé, en: Summary}`
    pub heading: Option<Text>,
    /// Level of the heading, 2 to 6. Default: 2. Example: `level: 3`
    #[schemars(range(min = 2, max = 6))]
    pub level: Option<u8>,
    /// Markdown with templates, or a file (`.j2`, `.md`) relative to this spec. Example: `text: {fr: templates/summary.fr.md.j2, en: templates/summary.en.md.j2}`
    pub text: Option<Text>,
    /// A glossary: Markdown with templates, or a file, in which every heading is a term and what stands below it explains it. A link of a text to the anchor of a term, `[encoders](#encoder)`, opens its explanation in its place on a page. Example: `glossary: {fr: templates/glossary.fr.md.j2, en: templates/glossary.en.md.j2}`
    pub glossary: Option<Text>,
    /// A chart, by name. Example: `chart: entities`
    pub chart: Option<String>,
    /// Charts of one figure, between which the reader switches: two to six that are drawn. The first one is shown at first and in print; Markdown and posts have all of them. Example: `variants: [{chart: countries, label: {fr: Pays, en: Countries}}, {chart: continents, label: {fr: Continents, en: Continents}}]`
    #[schemars(length(min = 2, max = 6))]
    pub variants: Option<Vec<Variant>>,
    /// A breakdown as a table, by name. Example: `table: by_size`
    pub table: Option<String>,
    /// Condition under which it is in the document: an expression of the template language, without braces. Default: always. Example: `when: "metrics.language_bearing_downloads > 0"`
    pub when: Option<String>,
    /// Adds sections to those of the extended spec instead of replacing them; then all sections here must be `append`. Default: none. Example: `append: {after: chart:sizes, items: [{chart: types}]}`
    pub append: Option<Append>,
    /// Warnings that this definition waives, by code; one that waives nothing is a warning. Default: none. Example: `allow: [HF0308]`
    #[serde(default)]
    pub allow: Vec<String>,
}

/// Sections that are added to those of the extended spec.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Append {
    /// The section after which they are inserted: `chart:name`, `table:name` or `heading:Its words` in any language. Default: at the end. Example: `after: chart:sizes`
    pub after: Option<String>,
    /// The sections. Example: `items: [{chart: types}]`
    pub items: Vec<Section>,
}

/// One of several charts in a figure.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// The chart, by name. Example: `chart: countries`
    pub chart: String,
    /// Its name on the switch: one or two words. Default: the title of the chart. Example: `label: {fr: Pays, en: Countries}`
    pub label: Option<Text>,
}
