//! The report as it runs: `resolve` makes it, every later phase reads it.
//!
//! Names are checked, defaults are filled in, every expression has its type; no `Option` merely
//! means "not given". The spec as users write it is in [`crate::spec::grammar`].

mod annotation;
mod breakdown;
mod breaks;
mod chart;
mod claim;
pub mod columns;
mod compared_texts;
mod corrections;
mod coverage;
pub(crate) mod definition;
mod definition_part;
mod definition_rows;
mod dimension;
mod empty_in_ratio;
mod formats;
pub(crate) mod labels;
mod left_out;
mod link;
mod local_text;
mod measure;
mod metric;
mod metric_role;
mod opening;
mod ordered_texts;
mod outputs;
mod over;
mod period;
pub(crate) mod printed;
mod publication;
mod section;
mod source;
mod theme;
mod told;

pub use annotation::Annotation;
pub use breakdown::{Breakdown, Keep, KeepRule, OfPeriods, Order, Rows};
pub(crate) use breaks::{Breaks, CountingBreak};
pub(crate) use chart::{Chart, Colors, PartsOf, Shows, Sparkline, TableColumn, crowded_hint};
pub use claim::{Claim, Condition};
pub use columns::{Column, ColumnContent, Columns, Fact, InText, Role, Slot};
pub(crate) use compared_texts::{ComparedText, Purpose};
pub use corrections::{Cells, Correction, Corrections, Written};
pub use coverage::{Coverage, Covered, Guards, SourceTotal, Thresholds};
pub use dimension::{Dimension, DimensionKind, UnmatchedKeys, lists_of};
pub(crate) use empty_in_ratio::EmptyInRatio;
pub use formats::{FormatGroup, Formats};
pub use left_out::LeftOut;
pub(crate) use left_out::missing_left_out;
pub use link::Link;
pub(crate) use local_text::{LocalTerm, LocalText, ResolvedTerm};
pub(crate) use measure::usual_format;
pub use measure::{Measure, MeasureKind, MeasureUse, Scope, ScopeTop};
pub(crate) use metric::{Check, Denominator, FiguresElsewhere, Metric, Numerator, Published};
pub(crate) use metric_role::MetricRole;
pub use opening::{Finding, KeyNumber, Opening, Picture};
pub use ordered_texts::{OrderedTexts, SortedTexts};
pub(crate) use outputs::{FrontMatter, Jekyll, Outputs, PeriodIndex};
pub use over::{IndexBase, Over, Parts};
pub(crate) use period::{Period, PeriodBefore, PeriodInputs, first_day, unit_of};
pub use publication::Publication;
pub use section::{Section, SectionContent, Template, When};
pub(crate) use source::{ABOVE_MAX, BELOW_MIN, MAX_TEXT, is_long};
pub use source::{ContractColumn, Lookup, LookupForm, Reads, Source};
pub use theme::{Asset, Theme};
pub(crate) use told::{Tells, Told};

use crate::spec::ParamValue;
use crate::text::{Locale, Words};
use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Definitions by name, in the order of the spec; looked up for each cell, so that their hash is a fast one.
pub type ByName<V> = IndexMap<String, V, foldhash::fast::RandomState>;

/// A report, ready to be planned.
#[derive(Clone, Debug)]
pub struct Report {
    /// Locales, the default one first.
    pub locales: Vec<Locale>,
    /// Title, a template.
    pub title: LocalText,
    /// Text at the foot of every page, a template.
    pub foot: Option<LocalText>,
    /// How to cite the report, a template; its title and address if `None`.
    pub citation: Option<LocalText>,
    /// Who publishes it, when, in which version.
    pub publication: Option<Publication>,
    /// What stands before the first section.
    pub opening: Opening,
    /// The look of its pages.
    pub theme: Theme,
    /// The source line under every figure, a template.
    pub credit: Option<LocalText>,
    /// Params.
    pub params: IndexMap<String, ParamValue>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Lookups with their rows.
    pub lookups: ByName<Arc<Lookup>>,
    /// Dimensions by name: declared ones, and columns that are grouped by.
    pub dimensions: ByName<Dimension>,
    /// Measures by name: titles and formats.
    pub measures: ByName<Measure>,
    /// Conditions with a name, as written.
    pub filters: IndexMap<String, String>,
    /// The scope, if the report has one.
    pub scope: Option<Scope>,
    /// Breakdowns, each after those that it starts from.
    pub breakdowns: IndexMap<String, Breakdown>,
    /// Metrics, each after those that it refers to.
    pub metrics: IndexMap<String, Metric>,
    /// Claims.
    pub claims: IndexMap<String, Claim>,
    /// Checks.
    pub checks: Vec<Check>,
    /// What is asked of the coverage of lookups and columns, by the name of the dimension or column.
    pub coverage: IndexMap<String, Coverage>,
    /// How far the period of the run may be from the one before; none without periods.
    pub guards: Option<Guards>,
    /// Days on which what is counted changed.
    pub(crate) breaks: Breaks,
    /// The sums and counts of each source, in the order of the spec, in a report with periods.
    pub totals: Vec<SourceTotal>,
    /// Texts that expressions compare with values that only the rows tell.
    pub compared: Vec<ComparedText>,
    /// Values of rows that expressions put in order as texts.
    pub ordered: Vec<OrderedTexts>,
    /// Rows that conditions leave out since they have no value.
    pub left_out: Vec<LeftOut>,
    /// Columns of texts that templates put in order.
    pub sorted: Vec<SortedTexts>,
    /// What the report tells of the period before.
    pub(crate) tells: Tells,
    /// Ratios that rows without some columns make wrong.
    pub(crate) empty_in_ratios: Vec<EmptyInRatio>,
    /// Charts.
    pub charts: IndexMap<String, Chart>,
    /// Colours given in the spec, by dimension.
    pub colors: IndexMap<String, Colors>,
    /// From which number on texts may say a word.
    pub words: Words,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Published figures; empty if there is no file.
    pub published: Vec<Published>,
    /// The file of published figures.
    pub published_path: Option<PathBuf>,
    /// Figures in print that are of another spec or period.
    pub(crate) figures_elsewhere: Option<FiguresElsewhere>,
    /// The period of the run, if the report has periods.
    pub(crate) period: Option<Period>,
    /// Outputs.
    pub outputs: Outputs,
}

impl Report {
    /// The exploded dimension that a name refers to or builds on; a breakdown or metric names at
    /// most one.
    #[must_use]
    pub(crate) fn list_of(&self, name: &str) -> Option<&str> {
        self.lists_of(name).into_iter().next()
    }

    /// Whether a name is known for a single row of a source: a column, or a dimension that its columns give.
    #[must_use]
    pub(crate) fn is_row(&self, source: usize, name: &str) -> bool {
        self.sources[source].columns.contains_key(name) || self.is_row_dimension(source, name)
    }

    /// Whether a name is a bucket, or an expression over columns of the row: its values are fewer than theirs.
    #[must_use]
    pub(crate) fn is_row_dimension(&self, source: usize, name: &str) -> bool {
        match self.dimensions.get(name).map(|d| &d.kind) {
            Some(DimensionKind::Bucket { .. }) => true,
            Some(DimensionKind::Sql(expression)) => {
                let mut names = expression.names.iter();
                names.all(|name| self.is_row(source, name))
            }
            _ => false,
        }
    }

    /// Where what was fetched for it lies: files of its sources, and its lookups.
    #[must_use]
    pub(crate) fn fetched(&self) -> Vec<PathBuf> {
        let files = self.sources.iter().flat_map(Source::fetched);
        let lookups = self.lookups.values().filter(|it| it.remote.is_some());
        files
            .chain(lookups.filter_map(|it| it.path.clone()))
            .collect()
    }

    /// The exploded dimensions that a name refers to or builds on.
    #[must_use]
    pub fn lists_of(&self, name: &str) -> BTreeSet<&str> {
        lists_of(&self.dimensions, name)
    }
}
