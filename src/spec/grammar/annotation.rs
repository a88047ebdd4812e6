//! Lines and words on charts.

use super::{Amount, Scalar, Text};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// A line across a chart: at a value of the measure, or between two neighbours of the axis.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// The value at which the line stands; of a share a fraction of 1. Default: `between` says where. Example: `value: 1B`
    pub value: Option<Level>,
    /// The codes of two neighbours along the axis, between which the line stands; in a heatmap of two columns or two rows. Default: `value` says where. Example: `between: [500M..1B, 1B..3B]`
    pub between: Option<[Scalar; 2]>,
    /// What is written at the line: a template. Example: `label: {fr: Un milliard de paramètres, en: One billion parameters}`
    pub label: Text,
}

/// A whole number with or without a suffix, or a fraction. Example: `1B`
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Level {
    /// A whole number.
    Amount(Amount),
    /// A number with a fraction.
    Fraction(f64),
}

impl Level {
    /// As a length.
    #[must_use]
    pub fn value(&self) -> f64 {
        match self {
            Self::Amount(amount) => amount.value as f64,
            Self::Fraction(value) => *value,
        }
    }
}

/// Words on a chart, at the place of what they are about: one of `bracket`, `at` and `cell`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Annotation {
    /// Bars and lines: several neighbours along the axis under one bracket. Default: none. Example: `bracket: {first: 5}`
    pub bracket: Option<Bracket>,
    /// Bars and lines: one mark, by its code or by the code of each dimension. Default: none. Example: `at: mit`
    pub at: Option<MarkPlace>,
    /// Heatmaps: one cell, which gets a frame. Default: none. Example: `cell: {row: FR, column: vision}`
    pub cell: Option<CellPlace>,
    /// What is written large before the text: a template. Default: none. Example: `value: "{{ formatted.first_five }}"`
    pub value: Option<Text>,
    /// What is written there: a template, in which `row` is the row of the mark or cell. If it is empty the annotation is left out; a cell may have a frame alone. Default: none. Example: `text: {fr: pour cinq entités, en: for five entities}`
    pub text: Option<Text>,
}

/// Neighbours along the axis: the first ones, or from one to another.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bracket {
    /// So many of the first ones. Default: `from` and `to` say which. Example: `first: 5`
    #[schemars(range(min = 1, max = 1000))]
    pub first: Option<u32>,
    /// Code of the one at which the bracket begins. Default: the first. Example: `from: google`
    pub from: Option<Scalar>,
    /// Code of the one at which it ends. Default: the last. Example: `to: openai`
    pub to: Option<Scalar>,
}

/// A mark: the code of its place along the axis, or codes by dimension. Example: `{month: 2025-03-01, entity: google}`
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum MarkPlace {
    /// The code of its place along the axis.
    Code(Scalar),
    /// Codes by dimension.
    Codes(IndexMap<String, Scalar>),
}

/// A cell of a heatmap.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CellPlace {
    /// Code of its row. Example: `row: FR`
    pub row: Scalar,
    /// Code of its column. Example: `column: vision`
    pub column: Scalar,
}
