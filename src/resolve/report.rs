//! The resolved report: what every later phase works on. Names are checked, defaults are filled,
//! every expression has its type; no `Option` is left that only means "not given".

use super::presentation::{Chart, Colors, Outputs, Section};
use crate::spec::ParamValue;
use crate::spec::grammar::{
    CheckSeverity, Format, Gender, KeepOther, OnViolation, PublishedFigure, ShareOf, With,
};
use crate::sql::{Expression, FilteredAggregate, Type};
use crate::text::Locale;
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A report, ready to be planned.
#[derive(Clone, Debug)]
pub struct Report {
    /// Locales, the default one first.
    pub locales: Vec<Locale>,
    /// Title, a template.
    pub title: LocalText,
    /// Text in the foot of every page, a template.
    pub foot: Option<LocalText>,
    /// How to cite the report, a template; none: its title and address.
    pub citation: Option<LocalText>,
    /// Params.
    pub params: IndexMap<String, ParamValue>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Lookups with their rows.
    pub lookups: IndexMap<String, Lookup>,
    /// Dimensions, declared ones and columns that are grouped by, by name.
    pub dimensions: IndexMap<String, Dimension>,
    /// Measures by name: titles and formats.
    pub measures: IndexMap<String, Measure>,
    /// Conditions with a name, as written.
    pub filters: IndexMap<String, String>,
    /// The scope, if the report has one.
    pub scope: Option<Scope>,
    /// Breakdowns, each behind those that it starts from.
    pub breakdowns: IndexMap<String, Breakdown>,
    /// Metrics, each behind those that it refers to.
    pub metrics: IndexMap<String, Metric>,
    /// Checks.
    pub checks: Vec<Check>,
    /// Charts.
    pub charts: IndexMap<String, Chart>,
    /// Colours given in the spec, by dimension.
    pub colors: IndexMap<String, Colors>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Published figures; empty when there is no file.
    pub published: Vec<Published>,
    /// Where published figures are kept.
    pub published_path: Option<PathBuf>,
    /// Outputs.
    pub outputs: Outputs,
}

/// A text per locale, complete.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LocalText {
    texts: BTreeMap<Locale, String>,
}

impl LocalText {
    /// The same text in all locales.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self::new(Locale::ALL.iter().map(|locale| (*locale, text.to_owned())))
    }

    /// From texts of some locales.
    pub fn new(texts: impl IntoIterator<Item = (Locale, String)>) -> Self {
        Self {
            texts: texts.into_iter().collect(),
        }
    }

    /// The text of a locale; that of another where it is missing.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        self.texts
            .get(&locale)
            .or_else(|| self.texts.values().next())
            .map_or("", String::as_str)
    }
}

/// A source with its contract.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name.
    pub name: String,
    /// Where its rows are.
    pub location: crate::source::Location,
    /// The contract, in order.
    pub columns: IndexMap<String, Column>,
}

/// A column of the contract.
#[derive(Clone, Debug)]
pub struct Column {
    /// Type.
    pub kind: Type,
    /// Expression over the file's columns as SQL; a quoted name for a plain column.
    pub sql: String,
    /// Columns of the file that it reads.
    pub reads: Vec<String>,
    /// Whether cells may be empty.
    pub nullable: bool,
    /// Whether values are distinct.
    pub unique: bool,
    /// Least value.
    pub min: Option<i64>,
    /// Greatest value.
    pub max: Option<i64>,
    /// What happens to a bad cell.
    pub on_violation: OnViolation,
    /// Title.
    pub title: LocalText,
    /// Pointer into the spec.
    pub pointer: String,
}

/// A lookup with its rows, read as text.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// Attributes, the key among them.
    pub columns: Vec<String>,
    /// Type of each attribute.
    pub types: Vec<Type>,
    /// Values by key, in the order of `columns`.
    pub rows: IndexMap<String, Vec<Option<String>>>,
    /// File, for the manifest; none for rows in line.
    pub path: Option<PathBuf>,
    /// Pointer into the spec.
    pub pointer: String,
}

impl Lookup {
    /// Position of an attribute.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// The attribute of a key.
    #[must_use]
    pub fn get(&self, key: &str, column: usize) -> Option<&str> {
        self.rows.get(key)?.get(column)?.as_deref()
    }
}

/// What rows are grouped by.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Name.
    pub name: String,
    /// Index of the source.
    pub source: usize,
    /// How its value comes about.
    pub kind: DimensionKind,
    /// Type of its values in expressions.
    pub value_type: Type,
    /// Title.
    pub title: LocalText,
    /// Labels given in the spec, by code.
    pub labels: IndexMap<String, LocalTerm>,
    /// Lookup and attribute that hold the labels, per locale.
    pub label_from: BTreeMap<Locale, (String, usize)>,
    /// Pointer into the spec.
    pub pointer: String,
}

/// A label per locale, with its forms.
#[derive(Clone, Debug, Default)]
pub struct LocalTerm {
    /// By locale.
    pub terms: BTreeMap<Locale, ResolvedTerm>,
}

/// A word with its forms.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedTerm {
    /// Singular.
    pub one: String,
    /// Plural.
    pub other: String,
    /// Gender in French.
    pub gender: Gender,
}

/// The kinds of dimensions.
#[derive(Clone, Debug)]
pub enum DimensionKind {
    /// A column of the contract.
    Column(String),
    /// An attribute of a lookup.
    Lookup {
        /// Name of the lookup.
        lookup: String,
        /// Position of the attribute.
        attribute: usize,
        /// Column or dimension that holds the key.
        key: String,
        /// What becomes of keys without a row.
        unmatched: UnmatchedKeys,
    },
    /// Buckets of an integer column.
    Bucket {
        /// The column.
        column: String,
        /// Rising edges.
        edges: Vec<i64>,
        /// Whether the upper edge belongs to a bucket.
        right_closed: bool,
        /// Codes, one more than edges.
        codes: Vec<String>,
    },
    /// The values of a list.
    Explode {
        /// The list column.
        column: String,
        /// Lookup and attribute of valid values.
        valid: Option<(String, usize)>,
    },
    /// An expression over columns and dimensions.
    Sql(Expression),
}

/// What becomes of keys that a lookup does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnmatchedKeys {
    /// No value, with a warning.
    Warn,
    /// The key itself.
    Keep,
    /// The row is left out.
    Exclude,
    /// An error.
    Error,
    /// A code.
    Code(String),
}

/// Titles and format of a measure.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Title.
    pub title: LocalText,
    /// What is counted.
    pub unit: LocalText,
    /// How values are written.
    pub format: Format,
    /// Definition as written.
    pub definition: String,
}

/// The n values of a dimension with most of a measure.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Index of the source.
    pub source: usize,
    /// Dimension.
    pub by: String,
    /// Measure.
    pub measure: FilteredAggregate,
    /// How many.
    pub n: usize,
}

/// Where rows come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rows {
    /// A source, by index.
    Source(usize),
    /// A breakdown, by name.
    Breakdown(String),
}

impl Rows {
    /// Whether they are rows of a source.
    #[must_use]
    pub fn is_source(&self) -> bool {
        matches!(self, Self::Source(_))
    }
}

/// A measure over certain rows.
#[derive(Clone, Debug)]
pub struct MeasureUse {
    /// Name of the measure.
    pub name: String,
    /// The aggregate, resolved in the namespace of the rows.
    pub aggregate: FilteredAggregate,
}

/// Measures by dimensions.
#[derive(Clone, Debug)]
pub struct Breakdown {
    /// Name.
    pub name: String,
    /// Where its rows come from.
    pub rows: Rows,
    /// Dimensions, outermost first.
    pub by: Vec<String>,
    /// Measures, at least one.
    pub measures: Vec<MeasureUse>,
    /// Condition on rows.
    pub filter: Option<Expression>,
    /// Whether the scope applies.
    pub in_scope: bool,
    /// Positions in `by` that are held fixed for shares, ranks and cumulative shares.
    pub within: Vec<usize>,
    /// What the share of an exploded dimension is of.
    pub share_of: ShareOf,
    /// Whether cumulative shares are computed.
    pub cumulative: bool,
    /// Which values stay, by position in `by`.
    pub keep: BTreeMap<usize, Keep>,
    /// Attributes.
    pub with: IndexMap<String, With>,
    /// Order of each level.
    pub sort: Vec<Order>,
    /// Title.
    pub title: LocalText,
    /// Pointer into the spec.
    pub pointer: String,
}

impl Breakdown {
    /// Whether values are left out that shares count: then the rows do not sum to their whole.
    #[must_use]
    pub fn drops_rows(&self) -> bool {
        self.keep.values().any(|keep| keep.other == KeepOther::Drop)
    }
}

/// Order of the rows of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Largest first measure first, ties by code.
    Value,
    /// By code; numbers and buckets by size.
    Key,
    /// Alphabetical in the default locale.
    Label,
}

/// Which values stay.
#[derive(Clone, Debug)]
pub struct Keep {
    /// The rule.
    pub rule: KeepRule,
    /// What becomes of the rest.
    pub other: KeepOther,
}

/// Rules of `keep`.
#[derive(Clone, Debug)]
pub enum KeepRule {
    /// The n largest, in the whole breakdown or in each parent.
    Top {
        /// How many.
        n: usize,
        /// In each parent.
        per_parent: bool,
    },
    /// Those for which a condition holds in at least one row of the breakdown.
    Any(Expression),
    /// These codes.
    Values(Vec<String>),
}

/// One number or truth value.
#[derive(Clone, Debug)]
pub struct Metric {
    /// Name.
    pub name: String,
    /// How it is computed.
    pub numerator: Numerator,
    /// Condition on rows.
    pub filter: Option<Expression>,
    /// The denominator.
    pub denominator: Denominator,
    /// Value when the denominator is zero.
    pub empty: Option<i64>,
    /// How it is written.
    pub format: Format,
    /// Title.
    pub title: LocalText,
    /// Pointer into the spec.
    pub pointer: String,
}

/// The upper part of a metric.
#[derive(Clone, Debug)]
pub enum Numerator {
    /// An aggregate over rows of a source.
    Aggregate {
        /// Index of the source.
        source: usize,
        /// The aggregate.
        measure: MeasureUse,
        /// Whether the scope applies.
        in_scope: bool,
    },
    /// An expression over the rows of a breakdown.
    Second {
        /// The breakdown.
        from: String,
        /// The expression.
        expression: Expression,
    },
}

/// The lower part of a metric.
#[derive(Clone, Debug)]
pub enum Denominator {
    /// None: the metric is an amount.
    None,
    /// A measure over rows of the same source.
    Aggregate {
        /// Index of the source.
        source: usize,
        /// The aggregate.
        measure: MeasureUse,
        /// Condition.
        filter: Option<Expression>,
        /// Whether the scope applies.
        in_scope: bool,
    },
    /// A param.
    Param(String, i64),
    /// Another metric.
    Metric(String),
}

/// A condition that must hold.
#[derive(Clone, Debug)]
pub struct Check {
    /// What is said.
    pub name: String,
    /// Breakdown.
    pub from: String,
    /// One truth value.
    pub expression: Expression,
    /// Condition on rows.
    pub filter: Option<Expression>,
    /// How bad.
    pub severity: CheckSeverity,
    /// Pointer into the spec.
    pub pointer: String,
}

/// A published figure with its place.
#[derive(Clone, Debug)]
pub struct Published {
    /// As written.
    pub figure: PublishedFigure,
    /// Where it stands.
    pub place: Option<crate::diagnostic::Span>,
}
