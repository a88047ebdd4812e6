//! What execution hands to rendering: exact values, tables of them, metrics, and what was noticed
//! in the data.
//! In: what an engine and the roll-up computed. Out: [`Results`], and how published figures stand to them
//! (`verify`).

pub(crate) mod accept;
mod claim;
mod corrections;
mod coverage;
mod frame;
pub(crate) mod guards;
mod in_print;
mod jumps;
mod missing;
mod noticed;
pub(crate) mod other_period;
mod previous;
mod pushdown;
mod row_sample;
mod suspects;
pub(crate) mod thresholds;
mod unknown;
pub(crate) mod verify;

pub use crate::sql::Value;
pub use claim::{ClaimResult, Margin, NoMargin, OrderOf, Step, Unit};
pub use corrections::{CorrectedCell, CorrectedRows, WithoutCorrections};
pub use coverage::{Coverage, KeyWeight, PreviousCoverage, SourceTotal, Standing, Weight};
pub use frame::{CutPeriod, Frame, FrameCalendar, IncompletePeriod, Key, Row, RowAt, key_label};
pub use guards::{InputsBefore, SourceBefore};
pub(crate) use in_print::{InPrint, Shown};
pub(crate) use missing::{Missing, missing, ranks};
pub use noticed::{DayRows, SourceStatistics, UnmatchedReport, Violation};
pub use previous::{MetricChange, Previous, PreviousBreakdown, PreviousRow};
pub use pushdown::{BaseSize, Pushdown};
pub use row_sample::RowSample;
pub(crate) use suspects::{Suspect, Suspects};
pub use unknown::Unknown;

use crate::diagnostic::{Diagnostic, Location};
use crate::report::{ByName, MetricRole};
use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What belongs to keys of rows, in order; looked up for each row, so that the hash is a fast one.
pub(crate) type ByKey<K, V> = IndexMap<K, V, foldhash::fast::RandomState>;

/// A metric after execution.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricResult {
    /// The value.
    pub value: Value,
    /// The numerator; the value itself where there is no denominator.
    pub numerator: Value,
    /// The denominator; null where there is none.
    pub denominator: Value,
    /// Rows behind the numerator.
    pub numerator_rows: i128,
    /// Rows behind the denominator.
    pub denominator_rows: i128,
    /// How it has changed since the period before; `None` without one, or where its change is withheld.
    pub change: Option<MetricChange>,
}

impl MetricResult {
    /// Its value, or how that has changed; null where there is no period before.
    #[must_use]
    pub(crate) fn in_role(&self, role: MetricRole) -> &Value {
        let of_change = |part: fn(&MetricChange) -> &Value| {
            let change = self.change.as_ref();
            change.map_or(&Value::Null, part)
        };
        match role {
            MetricRole::Value => &self.value,
            MetricRole::Previous => of_change(|it| &it.previous),
            MetricRole::Change => of_change(|it| &it.change),
            MetricRole::Growth => of_change(|it| &it.growth),
        }
    }
}

/// Everything that execution produces.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// Breakdowns by name.
    pub frames: ByName<Frame>,
    /// Metrics by name.
    pub metrics: IndexMap<String, MetricResult>,
    /// Claims by name.
    pub claims: IndexMap<String, ClaimResult>,
    /// Sources in the order of the plan.
    pub sources: Vec<SourceStatistics>,
    /// What was pushed down to their rows.
    pub pushdowns: Vec<Pushdown>,
    /// Keys without a row in a lookup, in the order of the dimensions.
    pub unmatched: Vec<UnmatchedReport>,
    /// Metrics that mean nothing in this run, since they tell of a change that is not known.
    pub unknown: BTreeSet<String>,
    /// The period before, if there is one.
    pub previous: Option<Arc<Previous>>,
    /// What lookups and columns know, as far as the spec asks, in the order of the plan.
    pub coverage: Vec<Coverage>,
    /// What would be without corrections; none where no cell is corrected.
    pub without_corrections: Option<WithoutCorrections>,
    /// The sums and counts of each source, in the order of the spec, in a report with periods.
    pub totals: Vec<SourceTotal>,
    /// Where texts are put in order that the rows were asked about.
    pub ordered: Vec<Location>,
    /// Where ratios are warned of whose sides are of the same rows here.
    pub same_rows: Vec<Location>,
    /// Warnings, and errors of checks.
    pub problems: Vec<Diagnostic>,
}

impl Results {
    /// A coverage of the period before, by its name in the report.
    #[must_use]
    pub(crate) fn coverage_before(&self, name: &str) -> Option<&PreviousCoverage> {
        self.previous.as_ref()?.coverage.get(name)
    }
}
