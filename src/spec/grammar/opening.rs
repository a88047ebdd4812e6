//! The opening of a page: key numbers with small pictures, findings.

use super::value::{NameOrNames, Text};
use schemars::JsonSchema;
use serde::Deserialize;

/// A number at the head of the document.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyNumber {
    /// The number: plain text, a template. Example: `value: "{{ formatted.under_1b }}"`
    pub value: Text,
    /// What it is the number of: inline Markdown, a template. Each `■` in it has the colour of a part of the picture, in their order. Example: `label: {fr: "vont aux décodeurs ■, aux encodeurs ■ {{ formatted.encoders_share }}", en: "go to decoders ■, {{ formatted.encoders_share }} to encoders ■"}`
    pub label: Text,
    /// A small picture of it on a page. Default: none. Example: `picture: {type: split, of: under_1b}`
    pub picture: Option<Picture>,
}

/// A small picture of a share or of a breakdown.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// Type. Example: `type: waffle`
    #[serde(rename = "type")]
    pub kind: PictureType,
    /// Split and waffle: the metrics that are drawn, shares of one whole. Example: `of: [decoders_share, encoders_share]`
    pub of: Option<NameOrNames>,
    /// Ranking and strip: the breakdown by one dimension whose first measure is drawn. Example: `data: by_entity`
    pub data: Option<String>,
    /// Ranking: how many rows stand out. Default: 1. Example: `first: 5`
    #[schemars(range(min = 1, max = 100))]
    pub first: Option<u32>,
    /// Strip: the values that have their colours, in this order; the others are grey. Default: the first. Example: `values: [US, EU]`
    pub values: Option<Vec<String>>,
}

/// Types of small pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PictureType {
    /// A bar that is cut in two: a share and the rest.
    Split,
    /// A hundred squares, of which each metric has its share.
    Waffle,
    /// A column for each row, largest first.
    Ranking,
    /// A bar of the whole, cut by the values of a dimension.
    Strip,
}

/// A finding at the head of the document.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// Its first words, which stand out: inline Markdown, a template. Example: `lead: {fr: Le langage d’abord., en: Language first.}`
    pub lead: Text,
    /// The finding, in one sentence: inline Markdown, a template. Example: `text: {fr: "Il réunit {{ formatted.nlp_share }} des téléchargements.", en: "It has {{ formatted.nlp_share }} of the downloads."}`
    pub text: Text,
    /// The chart that shows it, which stands in a section. Default: none. Example: `figure: modalities`
    pub figure: Option<String>,
}
