//! The grammar: the types of a spec, exactly as users write it.
//!
//! Every doc comment is the user's manual: it becomes the description in the JSON Schema, with meaning, unit, default and example. The types that the program runs on are in `report`.

mod annotation;
mod breakdown;
mod chart;
mod claim;
mod column_type;
mod coverage;
mod opening;
mod output;
mod over;
mod section;
mod source;
mod value;
mod words;

pub use annotation::*;
pub use breakdown::*;
pub use chart::*;
pub use claim::*;
pub use column_type::{A_DECIMAL, ColumnType, DECIMAL_PATTERN, MAX_SCALE};
pub use coverage::*;
pub use opening::*;
pub use output::*;
pub use over::*;
pub use section::*;
pub use source::*;
pub use value::*;
pub use words::*;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A report on a model hub's download statistics: sources, groupings, numbers, charts and texts.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "hfreport spec")]
pub struct Spec {
    /// Version of the language; always 1. Example: `version: 1`
    #[schemars(range(min = 1, max = 1))]
    pub version: u32,
    /// Another spec on which this one builds, relative to this file. Maps merge by key, lists replace, `null` removes an entry, `append` adds sections. Default: none. Example: `extends: base/hub_downloads.yaml`
    pub extends: Option<String>,
    /// Languages of the report; one document per locale, the first is the default one. Default: `[en]`. Example: `locales: [fr, en]`
    pub locales: Option<Vec<LocaleName>>,
    /// Title of the report, a template. Example: `title: {fr: "Les {{ params.top }} entités", en: "The {{ params.top }} entities"}`
    pub title: Text,
    /// The headline of the page: a claim in one line, a template; the title then stands small above it. Default: the title. Example: `headline: {fr: "On télécharge les petits modèles", en: "Small models are what is downloaded"}`
    pub headline: Option<Text>,
    /// One or two sentences under the headline: inline Markdown, a template. Default: none. Example: `standfirst: {fr: "Neuf téléchargements sur dix vont à de petits modèles.", en: "Nine downloads in ten go to small models."}`
    pub standfirst: Option<Text>,
    /// Date, author and method in one line: inline Markdown, a template. Default: none. Example: `byline: {fr: "Données au {{ params.snapshot|date }}", en: "Data of {{ params.snapshot|date }}"}`
    pub byline: Option<Text>,
    /// What the rows are if they are not measured, as a mark beside the byline: a template that gives `reconstruction`, `projection` or nothing. Default: none. Example: `badge: "{% if params.projected %}projection{% endif %}"`
    pub badge: Option<Text>,
    /// Numbers at the head of the document, each with a small picture on a page: at most eight. Default: none. Example: `key_numbers: [{value: "{{ formatted.under_1b }}", label: {fr: de petits modèles, en: small models}, picture: {type: split, of: under_1b}}]`
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub key_numbers: Vec<KeyNumber>,
    /// What there is to remember, each in a sentence that leads to its figure: at most twelve. Default: none. Example: `findings: [{lead: {fr: Les petits l’emportent., en: Small ones prevail.}, text: {fr: "Ils réunissent {{ formatted.under_1b }} des téléchargements.", en: "They have {{ formatted.under_1b }} of the downloads."}, figure: sizes}]`
    #[serde(default)]
    #[schemars(length(max = 12))]
    pub findings: Vec<Finding>,
    /// Text at the foot of every page, before the data and the version; a template. Default: none. Example: `foot: {fr: Chiffres provisoires., en: Preliminary figures.}`
    pub foot: Option<Text>,
    /// How to cite the report: Markdown with templates, printed at the end of every page. Default: authors, year, title, what the rows are by `badge`, version and address, as far as they are known. Example: `citation: {fr: "Dupont (2025), Les téléchargements.", en: "Dupont (2025), The downloads."}`
    pub citation: Option<Text>,
    /// Who publishes the report, when, in which version: for the citation at the end of every page, which then has an entry for bibliographies too. Default: none. Example: `publication: {authors: [Jeanne Dupont], date: "{{ params.snapshot }}"}`
    pub publication: Option<Publication>,
    /// The look of pages: colours, fonts, a logo. Default: what `[theme]` of `hfreport.toml` says, else that of the program. Example: `theme: {accent: "#005f73", logo: logo.svg}`
    pub theme: Option<Theme>,
    /// The source line under every figure: where the data come from and of when, inline Markdown with templates. Default: none. Example: `credit: {fr: "Hub de Hugging Face, {{ params.snapshot|date }}", en: "Hugging Face hub, {{ params.snapshot|date }}"}`
    pub credit: Option<Text>,
    /// Values that texts, paths and expressions share; `--set name=value` changes them. Default: none. Example: `params: {top: 50}`
    #[serde(default)]
    pub params: IndexMap<String, Param>,
    /// The runs that there are of this report, and the params of each. Default: one run, with the params as they are. Example: `periods: {param: snapshot, table: periods.csv}`
    pub periods: Option<Periods>,
    /// CSV or TSV file of days on which what is counted changed, relative to this file: columns `date`, `what_fr` and `what_en` (or `what`) and `source`, the address at which it is announced. `latest`, which may be left out, is `true` where the day is only one by which it had changed. Texts name those since the period before `breaks`, charts over dates mark them. Default: none. Example: `breaks: ../data/counting_breaks.csv`
    pub breaks: Option<String>,
    /// Tables of rows, each with its column contract.
    pub sources: IndexMap<String, Source>,
    /// Tables that map a key to attributes. Default: none. Example: `lookups: {accounts: {path: accounts.csv, key: account}}`
    #[serde(default)]
    pub lookups: IndexMap<String, Lookup>,
    /// Groupings of rows, in addition to the columns of the contract. Default: none. Example: `dimensions: {size: {bucket: parameters, edges: [100M, 1B]}}`
    #[serde(default)]
    pub dimensions: IndexMap<String, Dimension>,
    /// Aggregates. Default: none. Example: `measures: {downloads: {sql: "sum(downloads)"}}`
    #[serde(default)]
    pub measures: IndexMap<String, Measure>,
    /// Named conditions that any expression can use. Default: none. Example: `filters: {sized: "parameters IS NOT NULL"}`
    #[serde(default)]
    pub filters: IndexMap<String, String>,
    /// The rows that the whole report is about. Default: all rows. Example: `scope: {top: {by: entity, measure: downloads, n: 50}}`
    pub scope: Option<Scope>,
    /// Measures by dimensions: the tables of the report. Default: none. Example: `breakdowns: {by_type: {by: type, measures: [downloads]}}`
    #[serde(default)]
    pub breakdowns: IndexMap<String, Breakdown>,
    /// Single numbers or truth values, each with its denominator. Default: none. Example: `metrics: {under_1b: {measure: downloads, where: "parameters < 1000000000", of: {where: sized}, format: {percent: 2}}}`
    #[serde(default)]
    pub metrics: IndexMap<String, Metric>,
    /// Sentences that stand on a condition; `{{ claims.name }}` in a text is what they say. Default: none. Example: `claims: {small_lead: {sql: "under_1b > 0.5", say: {fr: Les petits modèles dominent., en: Small models lead.}, else: {fr: Les petits modèles ne dominent pas., en: Small models do not lead.}}}`
    #[serde(default)]
    pub claims: IndexMap<String, Claim>,
    /// File with the figures that are already in print, relative to this file; `hfreport verify` and every run compare them with the computed ones. If there is no such file yet, as for a new month, there is a warning. Default: none. Example: `published: "published/{{ params.snapshot }}.yaml"`
    pub published: Option<String>,
    /// Pictures of breakdowns. Default: none. Example: `charts: {types: {type: bar, data: by_type, x: type, y: downloads}}`
    #[serde(default)]
    pub charts: IndexMap<String, Chart>,
    /// Colours of values per dimension, the same in all charts. Default: a palette for colour-blind readers. Example: `colors: {modality: {nlp: blue}, task: {shades_of: modality}}`
    #[serde(default)]
    pub colors: IndexMap<String, Colors>,
    /// From which number on texts may say a word: near, nearly all, far ahead, sharply. Default: those of each entry. Example: `words: {near: 0.02, far_ahead: {ratio: 3}}`
    #[serde(default)]
    pub words: Words,
    /// The document, in order: headings, texts, charts and tables. Default: none.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// Conditions that must hold; one that does not is reported under its key and fails the run. Default: none. Example: `checks: {every entity has a country: {from: by_entity, sql: "count(*) FILTER (WHERE country IS NULL) = 0"}}`
    #[serde(default)]
    pub checks: IndexMap<String, Check>,
    /// How far a period may be from the one before: its rows, their sums and counts, empty cells, keys that a lookup does not have. Default: `{change: 0.25, empty: 0.05, unknown: 0.01}`, in a spec with `periods`. Example: `guards: {change: 0.5}`
    pub guards: Option<Guards>,
    /// Where and in which formats the bundle is written. Default: folder `out`, all formats.
    pub outputs: Option<Outputs>,
    /// Warnings that this spec waives, by code. Default: none. Example: `allow: [HF0308]`
    #[serde(default)]
    pub allow: Vec<String>,
}

impl Spec {
    /// The names of all definitions.
    #[must_use]
    pub fn names(&self) -> BTreeSet<String> {
        let names = self.params.keys().chain(self.sources.keys());
        let names = names
            .chain(self.lookups.keys())
            .chain(self.dimensions.keys());
        let names = names.chain(self.measures.keys()).chain(self.filters.keys());
        let names = names
            .chain(self.breakdowns.keys())
            .chain(self.metrics.keys());
        let names = names.chain(self.charts.keys()).chain(self.claims.keys());
        names.cloned().collect()
    }
}
