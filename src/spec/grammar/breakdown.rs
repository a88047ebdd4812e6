//! Scope, breakdowns, metrics, checks, published figures.

use super::{Amount, NameOrNames, Over, Scalar, Text};
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

/// Which rows the whole report speaks of: `where`, `top`, or both.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// Condition on rows. Default: none. Example: `where: "country = 'FR'"`
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// The n values of a dimension with most of a measure, established from all rows that pass `where`. Default: none. Example: `top: {by: entity, measure: downloads, n: 50}`
    pub top: Option<ScopeTop>,
    /// Source of the rows. Default: that of the dimension of `top`, or the only one. Example: `from: models`
    pub from: Option<String>,
}

/// The n values of a dimension with the most of a measure.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopeTop {
    /// Dimension. Example: `by: entity`
    pub by: String,
    /// Measure; ties are broken by code. Example: `measure: downloads`
    pub measure: String,
    /// How many. Example: `n: "{{ params.top }}"`
    pub n: Amount,
}

/// Measures by dimensions: a table with the columns `m`, `m_share`, `m_rank` (and `m_cumulative`) for every measure `m`. Equal values have the same rank: 1, 2, 2, 4.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breakdown {
    /// Source, or another breakdown whose rows are grouped again. Default: the only source. Example: `from: by_entity`
    pub from: Option<String>,
    /// With `from: breakdown` in a report with periods: the rows of that breakdown in this period and in all earlier ones, or in the last so many, as they were published; the param that names periods is a column of these rows. Default: the rows of this period. Example: `periods: all`
    pub periods: Option<PeriodsOf>,
    /// One to three dimensions or columns, outermost first. Example: `by: [entity, account]`
    pub by: NameOrNames,
    /// Measures; the first one orders the rows. With `from: breakdown`, that breakdown's columns can be aggregated: `sum(downloads)`. Default: the first measure of the spec. Example: `measures: [downloads, models]`
    pub measures: Option<Vec<String>>,
    /// Condition on rows. Default: all rows in scope. Example: `where: "parameters IS NOT NULL"`
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// `scope` or `all`: whether the breakdown stays inside the scope. Default: `scope`. Example: `rows: all`
    #[serde(default)]
    pub rows: RowsOf,
    /// The whole that shares, ranks and cumulative sums refer to: `total`, `parent` (all dimensions but the last), or the dimensions to hold fixed. Default: `total` for one dimension; with several, there are no shares until this is set, and ranks are over all rows. Example: `within: entity`
    pub within: Option<NameOrNames>,
    /// With an exploded dimension, the denominator of its shares: `rows` (all filtered rows), `valid` (rows with at least one valid value) or `mentions`. Default: `valid`. Example: `share_of: rows`
    pub share_of: Option<ShareOf>,
    /// Whether to add a column `m_cumulative`: the share of this row and of those before it. Default: `false`. Example: `cumulative: true`
    #[serde(default)]
    pub cumulative: bool,
    /// Whether its tables end with a row of the total, computed again from all rows: distinct counts, means and ratios too. It is no row of the breakdown: nothing ranks, draws or counts it, and CSV files leave it out. Default: `false`. Example: `total: true`
    #[serde(default)]
    pub total: bool,
    /// Whether its printed shares add up to 100 %, by the method of the largest remainder, in texts, charts and tables alike: `true` with the one decimal of tables, or a number of decimals. Shares of a group (`within`) add up in it. The exact integers stay in `report.json`. Default: `false`, each share is rounded by itself. Example: `add_up: true`
    pub add_up: Option<AddUp>,
    /// Which values of a dimension stay; the rest becomes one row of others, computed again from the rows. Default: all stay. Example: `keep: {task: {top: 20}}`
    #[serde(default)]
    pub keep: IndexMap<String, Keep>,
    /// Attributes of a row: for each, the value that carries most of the first measure (`largest`), or the only value (`only`). Default: none. Example: `with: {type: largest}`
    #[serde(default)]
    pub with: IndexMap<String, With>,
    /// Columns of change inside of one source of many dates, found by the calendar: `m_previous`, `m_change`, `m_growth`, `m_year_previous`, `m_year_growth`, `m_running` and, where asked for, `m_mean` and `m_index`; with `within` the date also those of shares and ranks. Default: none. Example: `over: {by: month, every: month, mean: 3, index: first}`
    pub over: Option<Over>,
    /// Order of the rows: `value` (largest first measure first), `key` (by code, buckets and dates by size), `label` (alphabetical in the locale), or `{by: models}` (largest of another measure of the breakdown first, or of a column of change). With several dimensions each level is ordered by its own total. Default: `key` when the dimension is a bucket or a date, else `value`. Example: `sort: key`
    pub sort: Option<Sort>,
    /// Title of its table. Default: its measure, if it has one, and its dimensions: `Downloads by type`. Example: `title: {fr: Par type, en: By type}`
    pub title: Option<Text>,
    /// Warnings that this definition waives, by code; one that waives nothing is a warning. Default: none. Example: `allow: [HF0308]`
    #[serde(default)]
    pub allow: Vec<String>,
}

/// Of how many periods a breakdown has rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PeriodsOf {
    /// All up to this one.
    All(AllPeriods),
    /// The last ones, this one among them.
    Last(#[schemars(range(min = 2, max = 1000))] u16),
}

/// All periods up to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AllPeriods {
    /// All of them.
    All,
}

/// Whether printed shares add up, and with how many decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum AddUp {
    /// With one decimal, or not.
    Switch(bool),
    /// With so many decimals.
    Decimals(#[schemars(range(min = 0, max = 6))] u8),
}

/// Whether the scope applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RowsOf {
    /// Rows in scope.
    #[default]
    Scope,
    /// All rows of the source.
    All,
}

/// Denominator of the share of an exploded dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ShareOf {
    /// All filtered rows.
    Rows,
    /// Rows with at least one valid value.
    Valid,
    /// Mentions: a row counts once for each of its valid values.
    Mentions,
}

/// Order of rows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Sort {
    /// By what stands in the spec anyway.
    Plain(PlainSort),
    /// By a measure.
    By(SortBy),
}

/// Orders without a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PlainSort {
    /// Largest first measure first, ties by code.
    Value,
    /// By code; buckets, integers and dates by size.
    Key,
    /// Alphabetical in the locale.
    Label,
}

/// Order by a measure, or by how it has changed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SortBy {
    /// Measure of the breakdown, largest first, ties by code. In a report with periods, of a breakdown by one dimension without cumulative shares, also a column of change (`downloads_change`, `downloads_growth`, `downloads_share_change`, …): the greatest rise first, rows that have none last, in the order of the first measure. Example: `by: models`
    pub by: String,
}

/// Which values of a dimension stay. Exactly one of `top`, `any`, `values`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// The n values with most of the first measure. Example: `top: 20`
    pub top: Option<Amount>,
    /// With `top`: another measure of the breakdown of which most is meant. Default: the first one. Example: `by: models`
    pub by: Option<String>,
    /// Values for which the condition holds in at least one row of the breakdown. Example: `any: "downloads_share > 0.05"`
    pub any: Option<String>,
    /// These values, in this order when `sort: key`. Example: `values: [Google, Meta]`
    pub values: Option<Vec<String>>,
    /// With `top`: whether the n values are chosen once for the breakdown (`total`) or in each parent (`parent`). Default: `total`. Example: `per: parent`
    pub per: Option<KeepPer>,
    /// What happens to the rest: `fold` into one row of others, or `drop` (the shares of the remaining rows do not change). A row with several folded values of an exploded list counts once among the others, unless `share_of: mentions`. Default: `fold`. Example: `other: drop`
    #[serde(default)]
    pub other: KeepOther,
}

/// Where the n values are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum KeepPer {
    /// Once for the breakdown.
    Total,
    /// In each parent.
    Parent,
}

/// What happens to the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum KeepOther {
    /// One row of others.
    #[default]
    Fold,
    /// No row.
    Drop,
}

/// Which value of an attribute a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum With {
    /// The one that carries most of the first measure.
    Largest,
    /// The only one; missing when there are several.
    Only,
}

/// One number or truth value: a `measure` over rows, or `sql` over the rows of a breakdown (`from`).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    /// Measure. Example: `measure: downloads`
    pub measure: Option<String>,
    /// Source, or breakdown for a second step. Default: the only source. Example: `from: entity_modality`
    pub from: Option<String>,
    /// Expression that gives one value from all rows of `from`. Example: `sql: "count(*)"`
    pub sql: Option<String>,
    /// Condition on rows. Default: all rows. Example: `where: "modality = 'nlp' AND downloads_rank = 1"`
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// `scope` or `all`: whether the metric stays inside the scope. Default: `scope`. Example: `rows: all`
    #[serde(default)]
    pub rows: RowsOf,
    /// The denominator. Default: none, the metric is an amount. Example: `of: {where: sized}`
    pub of: Option<Denominator>,
    /// Value when the denominator is zero or has no value. Default: an error. Example: `empty: 0`
    pub empty: Option<Amount>,
    /// Format in which a text prints it without a filter. Default: `{percent: 1}` with a denominator, else the currency, unit, percent or points of its measure, else as of a measure. Example: `format: {percent: 2}`
    pub format: Option<Format>,
    /// Title in tables. Default: that of its measure, if it is all of it; else the metric's name, as in `Total downloads` for `total_downloads`.
    pub title: Option<Text>,
    /// Warnings that this definition waives, by code; one that waives nothing is a warning. Default: none. Example: `allow: [HF0308]`
    #[serde(default)]
    pub allow: Vec<String>,
}

/// A denominator. At most one of `where`, `param`, `metric`; an empty map means all rows in scope.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Denominator {
    /// The same measure over the rows that pass this condition. Example: `where: sized`
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// Another measure for the denominator. Default: the metric's own. Example: `measure: models`
    pub measure: Option<String>,
    /// `scope` or `all`. Default: as for the metric. Example: `rows: all`
    pub rows: Option<RowsOf>,
    /// A param. Example: `param: hub_downloads`
    pub param: Option<String>,
    /// Another metric. Example: `metric: all_downloads`
    pub metric: Option<String>,
}

/// A format: a name, or a map with parameters.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Format {
    /// Without parameters.
    Name(FormatName),
    /// With parameters.
    Parameters(FormatParameters),
}

/// The unit of percentages.
const SIGN_OF_PERCENT: &str = "%";

/// The unit of percentage points in tables and on axes.
const SIGN_OF_POINTS: &str = "pt";

impl Format {
    /// Whether it includes what the number counts: a currency, a symbol.
    #[must_use]
    pub(crate) fn names_a_unit(&self) -> bool {
        matches!(self, Self::Parameters(it) if it.currency.is_some() || it.unit.is_some())
    }

    /// Whether it writes a fraction of 1 in percent.
    #[must_use]
    pub(crate) fn is_percent(&self) -> bool {
        match self {
            Self::Name(name) => *name == FormatName::Percent,
            Self::Parameters(it) => it.percent.is_some(),
        }
    }

    /// Whether it writes a fraction of 1 in percentage points.
    #[must_use]
    pub(crate) fn is_points(&self) -> bool {
        match self {
            Self::Name(name) => *name == FormatName::Points,
            Self::Parameters(it) => it.points.is_some(),
        }
    }

    /// Whether its unit is the sign of percent, so that 5.5 is written as `5.5 %`.
    #[must_use]
    pub(crate) fn has_sign_of_percent(&self) -> bool {
        self.has_unit(SIGN_OF_PERCENT)
    }

    /// Whether its unit is that of percentage points, so that 5.5 is written as `5.5 pt`.
    #[must_use]
    pub(crate) fn has_sign_of_points(&self) -> bool {
        self.has_unit(SIGN_OF_POINTS)
    }

    fn has_unit(&self, sign: &str) -> bool {
        let Self::Parameters(FormatParameters {
            unit: Some(unit), ..
        }) = self
        else {
            return false;
        };
        match unit {
            Text::Same(unit) => unit.trim() == sign,
            Text::PerLocale(units) => {
                let mut units = [&units.fr, &units.en].into_iter().flatten();
                units.any(|unit| unit.trim() == sign)
            }
        }
    }

    /// How a difference of two of its numbers is written: of percentages in percentage points, with the same decimals.
    #[must_use]
    pub(crate) fn of_difference(&self) -> Self {
        match self {
            Self::Name(FormatName::Percent) => Self::Name(FormatName::Points),
            Self::Parameters(it) if it.percent.is_some() => Self::Parameters(FormatParameters {
                points: it.percent,
                ..FormatParameters::default()
            }),
            Self::Parameters(it) if self.has_sign_of_percent() => {
                Self::Parameters(FormatParameters {
                    unit: Some(Text::Same(SIGN_OF_POINTS.to_owned())),
                    ..it.clone()
                })
            }
            other => other.clone(),
        }
    }
}

/// Formats without parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FormatName {
    /// A whole number with all digits, grouped: `36 450 707 797`; a fraction is rounded.
    Integer,
    /// A number with a fraction: one decimal, and below one as many as show two digits: `12,5`, `0,40`, `0,034`.
    Number,
    /// In words with one decimal: `36,5 milliards`.
    Compact,
    /// Percent with one decimal: `92,5 %`.
    Percent,
    /// Percentage points with one decimal, of a difference of shares: `1,8 pt`.
    Points,
    /// `oui` or `non`.
    Boolean,
}

/// Formats with parameters: exactly one of them, and `decimals` with `currency` or `unit`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormatParameters {
    /// Percent with this many decimals. Example: `percent: 2`
    #[schemars(range(min = 0, max = 12))]
    pub percent: Option<u8>,
    /// Percentage points with this many decimals, of a difference of shares: `1,84 pt`. Example: `points: 2`
    #[schemars(range(min = 0, max = 12))]
    pub points: Option<u8>,
    /// In words with this many decimals. Example: `compact: 2`
    #[schemars(range(min = 0, max = 12))]
    pub compact: Option<u8>,
    /// A number with this many decimals. Example: `decimals: 1`
    #[schemars(range(min = 0, max = 12))]
    pub decimals: Option<u8>,
    /// Rounded to thousands (`k`), millions (`M`) or billions (`B`): `4 807 M`. Example: `scale: M`
    pub scale: Option<Scale>,
    /// Money, by ISO 4217 currency code, with the decimals that prices have in this currency unless `decimals` says otherwise: `12,81 €`, `$12.81`. Example: `currency: EUR`
    #[schemars(regex(pattern = "^[A-Z]{3}$"))]
    pub currency: Option<String>,
    /// A unit symbol after the number, separated by a no-break space: `12,5 Go`, `12.5 GB`. Example: `unit: {fr: Go, en: GB}`
    pub unit: Option<Text>,
}

/// Units of scaled amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum Scale {
    /// Thousands.
    #[serde(rename = "k")]
    Thousands,
    /// Millions.
    M,
    /// Billions, 10⁹.
    B,
}

/// A condition that must hold.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Breakdown whose rows are checked; conditions on single rows of a source belong in its column contract. Example: `from: by_entity`
    pub from: String,
    /// Condition over all rows: one truth value. Example: `sql: "count(*) = 50"`
    pub sql: String,
    /// Condition on rows. Default: all rows. Example: `where: "downloads_rank <= 10"`
    #[serde(rename = "where")]
    pub filter: Option<String>,
    /// `error` fails the run, `warning` only reports it. Default: `error`. Example: `severity: warning`
    #[serde(default)]
    pub severity: CheckSeverity,
    /// Warnings that this definition waives, by code; one that waives nothing is a warning. Default: none. Example: `allow: [HF0308]`
    #[serde(default)]
    pub allow: Vec<String>,
}

/// The severity of a check that does not hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CheckSeverity {
    /// The run fails.
    #[default]
    Error,
    /// The run reports it and goes on.
    Warning,
}

/// Figures that are already in print: of which report they are, and the list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedFigures {
    /// The spec that they were published with, relative to this file. They hold for it and for specs that extend it; another one leaves them out. Example: `spec: ../october_2025.yaml`
    pub spec: String,
    /// In a spec with `periods`, the period that they are of; another one leaves them out. Example: `period: 2025-10-01`
    pub period: Option<Scalar>,
    /// The figures. Example: `figures: [{id: summary.under_1b, metric: under_1b, printed: "92.48 %"}]`
    pub figures: Vec<PublishedFigure>,
}

/// A figure that is already in print, compared with a metric or a cell of a breakdown.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedFigure {
    /// Name, unique in the file. Example: `id: summary.under_1b`
    pub id: String,
    /// Metric that it is compared with. Example: `metric: under_1b`
    pub metric: Option<String>,
    /// Cell of a breakdown that it is compared with. Example: `cell: {of: by_account, at: {entity: Google, account: google-bert}, read: downloads_share}`
    pub cell: Option<Cell>,
    /// Param that gives it: an input, not a result. Example: `input: params.hub_models`
    pub input: Option<String>,
    /// Why it cannot be computed from the rows, in words. Example: `not_computable: "needs the hub's social data"`
    pub not_computable: Option<String>,
    /// The figure as printed: `92.48 %`, `20.6B`, `36450707797`, `true`; the computed value is rounded to the decimals printed. Example: `printed: "92.48 %"`
    pub printed: Option<Printed>,
    /// Values of which one must equal the computed one. Example: `one_of: [2, 3]`
    pub one_of: Option<Vec<Printed>>,
    /// The computed value, which is not rounded first, must be greater. Example: `more_than: "74 %"`
    pub more_than: Option<Printed>,
    /// The computed value, which is not rounded first, must be smaller. Example: `less_than: "0.01 %"`
    pub less_than: Option<Printed>,
    /// Why a difference is accepted, in words. Example: `waived: "contradicts the printed total"`
    pub waived: Option<String>,
    /// Where it was printed. Example: `where: summary`
    #[serde(rename = "where")]
    pub place: Option<String>,
}

/// A printed value.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Printed {
    /// A whole number.
    Integer(i64),
    /// A truth value.
    Boolean(bool),
    /// A number with its unit or suffix.
    Text(String),
}

/// A cell of a breakdown.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// Breakdown. Example: `of: by_account`
    pub of: String,
    /// Codes of all its dimensions, as they are in the data. Example: `at: {entity: Google, year: 2019}`
    pub at: IndexMap<String, Scalar>,
    /// Column. Example: `read: downloads_share`
    pub read: String,
}
