//! `periods.json`: the periods of a report beside each other, for programs. In: the bundles of a folder. Out: each
//! period with its folder, pages and headline numbers, exact and as shown; the oldest stands first.

use super::report_json::{Cell, Texts};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of this form of the file.
pub(crate) const VERSION: u32 = 1;

/// The periods of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PeriodsJson {
    /// What made it: `hfreport index`.
    pub made_by: String,
    /// Version of this form of the file: 1.
    pub version: u32,
    /// Languages of the texts, the default one first.
    pub locales: Vec<String>,
    /// Heading by locale.
    pub title: Texts,
    /// Address of the folder, with a trailing slash; absent if it is unknown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Titles of the headline numbers by metric and locale.
    pub metrics: IndexMap<String, Texts>,
    /// The periods, the oldest first.
    pub periods: Vec<Period>,
    /// Periods between these that have no bundle, by what they are called in each locale.
    pub missing: Vec<Missing>,
}

/// A period with its bundle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Its name, by which addresses refer to it.
    pub name: String,
    /// The params that name it, dates among them, and those that were set for its run.
    pub period: IndexMap<String, String>,
    /// What people call it, by locale.
    pub label: Texts,
    /// Title of its report by locale.
    pub title: Texts,
    /// What it is marked with by locale, such as that its rows are a projection; absent: nothing.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub status: Texts,
    /// Folder of its bundle, with a trailing slash.
    pub folder: String,
    /// Its pages by locale.
    pub pages: IndexMap<String, String>,
    /// Headline numbers by metric; without those that it does not have.
    pub metrics: IndexMap<String, Headline>,
    /// Why its numbers cannot be read; absent: they can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<Unread>,
}

/// Why the numbers of a bundle cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Unread {
    /// Another version of the program wrote it.
    Version,
    /// It has no `report.json`.
    Absent,
    /// A file of it is damaged.
    Damaged,
}

/// A headline number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Headline {
    /// Its exact value.
    pub value: Cell,
    /// As printed, by locale.
    pub shown: Texts,
}

/// A period that has no bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// The name of the period before.
    pub after: String,
    /// What people call it, by locale.
    pub label: Texts,
}

/// The JSON Schema of the file, as text.
#[must_use]
pub fn schema_text() -> String {
    super::schema_of::<PeriodsJson>()
}
