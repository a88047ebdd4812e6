//! Measures by dimensions, as they run.

use super::{Column, Columns, LocalText, MeasureUse, Over, labels};
use crate::spec::grammar::{KeepOther, ShareOf, With};
use crate::sql::Expression;
use crate::text::Locale;
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The origin of rows.
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
    pub(crate) fn is_source(&self) -> bool {
        matches!(self, Self::Source(_))
    }
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
    /// Whether it is by a list, so that a row of the source may count in several of its rows; the rows of another breakdown
    /// are not exploded again.
    pub by_list: bool,
    /// Measures, at least one.
    pub measures: Vec<MeasureUse>,
    /// Condition on rows.
    pub filter: Option<Expression>,
    /// Whether the scope applies.
    pub in_scope: bool,
    /// Positions in `by` that are held fixed for shares, ranks and cumulative shares.
    pub within: Vec<usize>,
    /// The denominator of an exploded dimension's shares.
    pub share_of: ShareOf,
    /// Whether cumulative shares are computed.
    pub cumulative: bool,
    /// Whether its tables end with the total.
    pub total: bool,
    /// The decimals with which its printed shares add up, if they do.
    pub add_up: Option<u8>,
    /// The periods of which it has rows; none of this one alone.
    pub periods: Option<OfPeriods>,
    /// The dates along which rows are compared; none without columns of change from the calendar.
    pub over: Option<Over>,
    /// Which values stay, by position in `by`.
    pub keep: BTreeMap<usize, Keep>,
    /// Attributes.
    pub with: IndexMap<String, With>,
    /// Order of each level.
    pub sort: Vec<Order>,
    /// The column of change by which its rows are ordered, largest first, where they are; rows without one follow, in the
    /// order of `sort`.
    pub sort_by_change: Option<String>,
    /// Its columns, in order.
    pub columns: Arc<Columns>,
    /// Title.
    pub title: LocalText,
    /// Pointer into the spec.
    pub pointer: String,
}

/// The rows of another breakdown in several periods.
#[derive(Clone, Debug)]
pub struct OfPeriods {
    /// How many, this one among them; `None` for all.
    pub most: Option<usize>,
    /// The columns of the rows: those of the other breakdown, and its last dimension is the period.
    pub columns: Arc<Columns>,
    /// The code of this period.
    pub now: String,
}

impl Breakdown {
    /// Where its rows come from, and of which periods if there are several, in words.
    #[must_use]
    pub(crate) fn of_periods(&self, from: String, locale: Locale) -> String {
        let Some(periods) = &self.periods else {
            return from;
        };
        match (periods.most, locale) {
            (None, Locale::Fr) => format!("{from}, de toutes les périodes jusqu’à celle-ci"),
            (None, Locale::En) => format!("{from}, of all periods up to this one"),
            (Some(most), Locale::Fr) => format!("{from}, des {most} dernières périodes"),
            (Some(most), Locale::En) => format!("{from}, of the last {most} periods"),
        }
    }

    /// Whether values are dropped that shares still count, so that the rows do not sum to their
    /// whole.
    #[must_use]
    pub(crate) fn drops_rows(&self) -> bool {
        self.keep.values().any(|keep| keep.other == KeepOther::Drop)
    }

    /// What the total below some of its columns is called.
    #[must_use]
    pub(crate) fn total_label<'a>(
        &self,
        columns: impl Iterator<Item = &'a Column>,
        locale: Locale,
    ) -> &'static str {
        let measures = columns.filter_map(|column| self.measures.get(column.measure()?));
        let measures: Vec<&MeasureUse> = measures.collect();
        let has_sum = measures.iter().any(|it| it.has_total());
        labels::total(measures.is_empty() || has_sum, locale)
    }
}

/// Order of the rows of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Largest first of the measure at this position, ties by code.
    Value(usize),
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
    /// What happens to the rest.
    pub other: KeepOther,
}

impl Keep {
    /// Whether the rows decide which values stay, so that these may be others in another period.
    #[must_use]
    pub(crate) const fn is_chosen_by_data(&self) -> bool {
        matches!(self.rule, KeepRule::Top { .. } | KeepRule::Any(_))
    }
}

/// Rules of `keep`.
#[derive(Clone, Debug)]
pub enum KeepRule {
    /// The n largest, in the whole breakdown or in each parent.
    Top {
        /// How many.
        n: usize,
        /// Position of the measure of which they have most.
        measure: usize,
        /// Whether they are chosen in each parent.
        per_parent: bool,
    },
    /// Those for which a condition holds in at least one row of the breakdown.
    Any(Expression),
    /// These codes.
    Values(Vec<String>),
}
