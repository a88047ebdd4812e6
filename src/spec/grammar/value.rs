//! Texts, numbers with suffixes, params, locales, and lists that may be written as a single value.

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use std::borrow::Cow;

/// A language of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LocaleName {
    /// French.
    Fr,
    /// English.
    En,
}

/// A text: one string for all locales, or one per locale; it may contain templates. Example: `{fr: Téléchargements, en: Downloads}`
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Text {
    /// The same in all locales.
    Same(String),
    /// One per locale.
    PerLocale(TextPerLocale),
}

/// A text per locale.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TextPerLocale {
    /// In French.
    pub fr: Option<String>,
    /// In English.
    pub en: Option<String>,
}

/// The label of a code: a text or, per locale, a text or a noun with its forms. Example: `{fr: {one: entreprise, other: entreprises, gender: f}, en: {one: company, other: companies}}`
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Label {
    /// The same in all locales.
    Same(String),
    /// One per locale.
    PerLocale(LabelPerLocale),
}

/// A label per locale.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelPerLocale {
    /// In French.
    pub fr: Option<Term>,
    /// In English.
    pub en: Option<Term>,
}

/// A word or phrase, with its forms where texts must agree with it.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Term {
    /// One form.
    Plain(String),
    /// A noun.
    Noun(Noun),
}

/// A noun. Charts and tables show `one`.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Noun {
    /// Singular. Example: `one: entreprise`
    pub one: String,
    /// Plural. Example: `other: entreprises`
    pub other: String,
    /// Grammatical gender in French, `m` or `f`, or `p` for a noun that is always plural. Default: `m`. Example: `gender: f`
    #[serde(default)]
    pub gender: Gender,
    /// What is said for being in it, where that is not `dans` and its article. Default: none. Example: `in: en vision`
    #[serde(rename = "in")]
    pub inside: Option<String>,
}

/// Grammatical gender, or number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// Masculine.
    #[default]
    M,
    /// Feminine.
    F,
    /// Always plural.
    P,
}

impl Gender {
    /// As a spec and a template write it.
    #[must_use]
    pub const fn written(self) -> &'static str {
        match self {
            Self::M => "m",
            Self::F => "f",
            Self::P => "p",
        }
    }
}

/// A number, or a text with a suffix k, M, B or T (thousand, million, billion 10⁹, trillion 10¹²). Example: `7.5B`
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// As written.
    pub text: String,
    /// Exact value.
    pub value: i64,
}

impl Amount {
    /// Parses `5M`, `7.5B`, `100`, `-3k`. `None` if it is no such number or not a whole one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (digits, scale) = match text.chars().last()? {
            'k' => (&text[..text.len() - 1], 3),
            'M' => (&text[..text.len() - 1], 6),
            'B' => (&text[..text.len() - 1], 9),
            'T' => (&text[..text.len() - 1], 12),
            _ => (text, 0),
        };
        let (sign, digits) = match digits.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, digits),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || fraction.len() > scale
        {
            return None;
        }
        let padded = format!("{whole}{fraction:0<scale$}");
        let value: i64 = padded.parse().ok()?;
        Some(Self {
            text: text.to_owned(),
            value: sign * value,
        })
    }

    /// The value with the largest suffix that needs at most two decimals: `7.5B`, `100M`, `1234`.
    #[must_use]
    pub fn shortest(&self) -> String {
        let units = [('T', 12), ('B', 9), ('M', 6), ('k', 3)];
        for (suffix, power) in units {
            let unit = 10_i64.pow(power);
            if self.value.abs() >= unit && self.value % (unit / 100) == 0 {
                let hundredths = self.value / (unit / 100);
                let sign = if hundredths < 0 { "-" } else { "" };
                let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
                let fraction = format!("{rest:02}");
                let fraction = fraction.trim_end_matches('0');
                let point = if fraction.is_empty() { "" } else { "." };
                return format!("{sign}{whole}{point}{fraction}{suffix}");
            }
        }
        self.value.to_string()
    }
}

/// A number or a text as it is written.
fn as_written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    })
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = as_written(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a whole number")))
    }
}

impl JsonSchema for Amount {
    fn schema_name() -> Cow<'static, str> {
        "Amount".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A whole number, with or without a suffix k, M, B or T (10³, 10⁶, 10⁹, 10¹²). Example: `7.5B`",
            "anyOf": [
                {"type": "integer"},
                {"type": "string", "format": AMOUNT, "pattern": r"^-?[0-9]+(\.[0-9]+)?[kMBT]?$"}
            ]
        })
    }
}

/// The format of an [`Amount`] in the schema; validation parses the text, since a pattern cannot express it.
pub const AMOUNT: &str = "amount";
/// The format of a [`Size`] in the schema.
pub const SIZE: &str = "size";

/// A size in bytes. Example: `500KB`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Bytes, at least one.
    pub bytes: u64,
}

impl Size {
    /// Parses `500KB`, `1.5MB`, `2000`; KB and MB are 10³ and 10⁶ bytes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (digits, scale) = match text {
            t if t.ends_with("KB") => (&t[..t.len() - 2], 1e3),
            t if t.ends_with("MB") => (&t[..t.len() - 2], 1e6),
            t => (t.strip_suffix('B').unwrap_or(t), 1.0),
        };
        let value: f64 = digits.trim().parse().ok()?;
        let bytes = value * scale;
        (bytes.is_finite() && bytes >= 1.0).then_some(Self {
            bytes: bytes as u64,
        })
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = as_written(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a size")))
    }
}

impl JsonSchema for Size {
    fn schema_name() -> Cow<'static, str> {
        "Size".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A size in bytes, or with KB or MB (10³, 10⁶). Example: `500KB`",
            "anyOf": [
                {"type": "integer", "minimum": 1},
                {"type": "string", "format": SIZE}
            ]
        })
    }
}

/// One name or a list of names. Example: `[entity, account]`
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum NameOrNames {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl NameOrNames {
    /// The names as a list.
    #[must_use]
    pub fn list(&self) -> Vec<String> {
        match self {
            Self::One(name) => vec![name.clone()],
            Self::Many(names) => names.clone(),
        }
    }
}

/// A param: a default value (`top: 50`), or its definition. Example: `{type: integer, default: 50}`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Param {
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A text; one of the form `2025-10-01` is a date.
    Text(String),
    /// Default, type and unit.
    Definition(ParamDefinition),
}

/// A param with its type.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParamDefinition {
    /// Type of the value. Default: that of `default`. Example: `type: date`
    #[serde(rename = "type")]
    pub kind: Option<ParamType>,
    /// Value unless `--set` gives another. Example: `default: 2025-10-01`
    pub default: Scalar,
    /// What the number counts. Default: none. Example: `unit: {fr: téléchargements, en: downloads}`
    pub unit: Option<Text>,
    /// Problems that this param waives, by code; one that waives nothing is a warning. Default: none. Example: `allow: [HF0464]`
    #[serde(default)]
    pub allow: Vec<String>,
}

/// The periods of a report, one row each in order of time: a CSV or TSV file (`table`), or rows in line (`rows`). Every column is a param, which the row sets.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Periods {
    /// Param that names the period, a date or an integer; a column of the table. Example: `param: snapshot`
    pub param: String,
    /// CSV or TSV file, relative to this spec; its header says which params a row sets. Example: `table: periods.csv`
    pub table: Option<String>,
    /// The rows themselves. Example: `rows: [{snapshot: 2025-10-01, hub_models: 2126833}]`
    pub rows: Option<Vec<IndexMap<String, Scalar>>>,
    /// Period of a run without `--set`. Default: the last one. Example: `default: 2025-10-01`
    pub default: Option<Scalar>,
}

/// Types of params.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ParamType {
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A date, in ISO form `2025-10-01`.
    Date,
    /// A text.
    String,
    /// `true` or `false`.
    Boolean,
}

/// A single value.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Scalar {
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Number(f64),
    /// A truth value.
    Boolean(bool),
    /// A text.
    Text(String),
}

impl Scalar {
    /// The value as the code of a dimension: `2019`, `true`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Integer(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Boolean(value) => value.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// Labels of the codes of a dimension. Example: `{company: {fr: entreprise, en: company}}`
pub type Labels = IndexMap<String, Label>;
