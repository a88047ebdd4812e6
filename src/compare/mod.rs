//! Bundles against each other: what differs between two of them, and why.
//!
//! In: the folders of two bundles. Out: a [`Comparison`]: first what is no growth (definitions, lookups, corrections, scope, version),
//! then metrics, what entered and left with the moves of ranks, the cells that changed most, and figures in print that
//! are no longer as they were. `text` writes it for people. Rows are matched by their codes, never by position or label.
//! `split` has the forms of what `again` finds when it can read the inputs of the bundles once more.

mod amounts;
mod bundle;
mod part;
mod rows;
pub(crate) mod split;
mod split_text;
mod text;

pub(crate) use bundle::{ReadBundle, read};
pub(crate) use rows::moves;
pub(crate) use text::{markdown, terminal};

use crate::diagnostic::{Code, Diagnostic, counted, nearest, there_are};
use crate::document::manifest::SourceRecord;
use crate::document::report_json::{Cell, PublishedFigure};
use crate::document::{Difference, Differences, differing};
use crate::world::World;
use amounts::change;
use serde::Serialize;
use split::{Attribution, OfRows};
use std::collections::BTreeSet;
use std::path::Path;

/// What is asked of a comparison.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The only breakdown whose rows are compared; else all by one dimension.
    pub(crate) of: Option<String>,
    /// Most rows of each list of moves and cells.
    pub(crate) top: usize,
    /// Least change of a share that is listed, a fraction of 1.
    pub(crate) least: f64,
}

/// What differs between two bundles.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Comparison {
    /// The bundle before.
    pub(crate) old: Side,
    /// The bundle after.
    pub(crate) new: Side,
    /// What two bundles have in common that are of two different reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) different_reports: Option<DifferentReports>,
    /// What is no growth: numbers that use it are not comparable without more ado.
    pub(crate) not_growth: Vec<Difference>,
    /// Params that differ, besides those that name the period.
    pub(crate) params: Vec<Difference>,
    /// Metrics of both bundles that differ.
    pub(crate) metrics: Vec<MetricChange>,
    /// Claims of both bundles that hold in one of them.
    pub(crate) claims: Vec<ClaimChange>,
    /// What entered and left, and moves of ranks.
    pub(crate) breakdowns: Vec<rows::BreakdownChange>,
    /// The shares that changed most, the most first.
    pub(crate) cells: Vec<rows::CellChange>,
    /// How rows make the changes, if this is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) rows: Option<OfRows>,
    /// What each part of the inputs makes of the changes, if this is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) attribution: Option<Attribution>,
    /// Figures in print of one period that are not the same in both bundles.
    pub(crate) published: Vec<Difference>,
}

/// One of the two bundles.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Side {
    /// Its folder, as asked for.
    pub(crate) folder: String,
    /// Title of the report in its first locale.
    pub(crate) title: String,
    /// The spec that made it, as its manifest names it.
    pub(crate) spec: String,
    /// The params that name its period.
    pub(crate) period: indexmap::IndexMap<String, String>,
    /// The version of the program that made it.
    pub(crate) version: String,
}

/// Two bundles that are of different reports, since hardly a metric or breakdown of one is in the other.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DifferentReports {
    /// Metrics and breakdowns whose names are in both.
    pub(crate) in_common: usize,
    /// All metrics and breakdowns of either.
    pub(crate) of: usize,
}

/// A metric that differs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MetricChange {
    /// Its name.
    pub(crate) name: String,
    /// Before, exact.
    pub(crate) old: Cell,
    /// After, exact.
    pub(crate) new: Cell,
    /// Before and after, as texts print them.
    pub(crate) shown: [String; 2],
    /// The change with its unit: `+3.1%` of an amount, `−0.21 pt` of a share; empty where there is none.
    pub(crate) change: String,
    /// What it uses that differs too, so that the change is not only growth.
    pub(crate) because: Vec<String>,
}

/// A claim that turned.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ClaimChange {
    /// Its name.
    pub(crate) name: String,
    /// Whether it held before.
    pub(crate) old: bool,
    /// Whether it holds after.
    pub(crate) new: bool,
    /// What it said before and says after.
    pub(crate) says: [String; 2],
    /// What it uses that differs too, so that it may not have turned by growth.
    pub(crate) because: Vec<String>,
}

/// Reads two bundles.
///
/// # Errors
/// A folder is no bundle with a `report.json`.
pub(crate) fn read_both(
    world: &dyn World,
    old: &Path,
    new: &Path,
) -> Result<[ReadBundle; 2], Vec<Diagnostic>> {
    match (read(world, old), read(world, new)) {
        (Ok(old), Ok(new)) => Ok([old, new]),
        (old, new) => Err(old.err().into_iter().chain(new.err()).collect()),
    }
}

/// Compares two bundles.
///
/// # Errors
/// No breakdown has the name that is asked for.
pub(crate) fn compare(
    [old, new]: [&ReadBundle; 2],
    options: &Options,
) -> Result<Comparison, Vec<Diagnostic>> {
    if let Some(name) = &options.of
        && !new.report.breakdowns.contains_key(name)
    {
        let names = || new.report.breakdowns.keys().map(String::as_str);
        let message = format!("there is no breakdown `{name}`; {}", there_are(names()));
        let problem = Diagnostic::error(Code::UNKNOWN_NAME, message);
        return Err(vec![problem.maybe_hint(nearest(name, names()))]);
    }
    let definitions = Differences::between(&old.defined(), &new.defined());
    let not_growth = [definitions.list.clone(), other_rows(old, new)].concat();
    Ok(Comparison {
        params: params(old, new),
        metrics: metrics(old, new, &definitions),
        claims: claims(old, new, &definitions),
        breakdowns: rows::breakdowns(old, new, &definitions, options),
        cells: rows::cells(old, new, &definitions, options),
        rows: None,
        attribution: None,
        published: published(old, new),
        not_growth,
        different_reports: different_reports(old, new),
        old: old.side(),
        new: new.side(),
    })
}

/// Of two different reports less than one in so many definitions of either is in the other.
const FEW: usize = 4;

/// What two bundles have in common, if that is so little that they are of different reports.
fn different_reports(old: &ReadBundle, new: &ReadBundle) -> Option<DifferentReports> {
    let names = |bundle: &ReadBundle| {
        let metrics = bundle.report.metrics.keys();
        let names = metrics.chain(bundle.report.breakdowns.keys());
        names.cloned().collect::<BTreeSet<String>>()
    };
    let (before, after) = (names(old), names(new));
    let in_common = before.intersection(&after).count();
    let is_few = in_common * FEW < before.len().min(after.len());
    is_few.then(|| DifferentReports {
        in_common,
        of: before.union(&after).count(),
    })
}

/// Sources of one period that were read from other files, so that nothing between the two bundles is growth.
fn other_rows(old: &ReadBundle, new: &ReadBundle) -> Vec<Difference> {
    let (before, after) = (&old.manifest, &new.manifest);
    if before.period != after.period || before.period.is_empty() {
        return Vec::new();
    }
    let files = |record: &SourceRecord| {
        let files = record.files.iter();
        let files = files.map(|it| format!("{} (SHA-256 {}…)", it.file, &it.sha256[..8]));
        format!(
            "{} of {}",
            counted(record.rows_read, "row", "rows"),
            files.collect::<Vec<_>>().join(", ")
        )
    };
    let digests = |record: &SourceRecord| {
        let files = record.files.iter();
        files.map(|it| it.sha256.clone()).collect::<Vec<_>>()
    };
    let both = after.sources.iter();
    let both = both.filter_map(|(name, now)| Some((name, before.sources.get(name)?, now)));
    let changed = both.filter(|(_, then, now)| digests(then) != digests(now));
    let changed = changed.map(|(name, then, now)| Difference {
        kind: "source",
        name: name.clone(),
        old: Some(files(then)),
        new: Some(files(now)),
    });
    changed.collect()
}

/// Params that differ, besides those that name the period.
fn params(old: &ReadBundle, new: &ReadBundle) -> Vec<Difference> {
    let (before, after) = (&old.manifest.params, &new.manifest.params);
    let mut found = differing("param", before, after, String::clone);
    let names_period = |name: &String| {
        old.manifest.period.contains_key(name) && new.manifest.period.contains_key(name)
    };
    found.retain(|difference| !names_period(&difference.name));
    found
}

fn metrics(old: &ReadBundle, new: &ReadBundle, definitions: &Differences) -> Vec<MetricChange> {
    let both = new.report.metrics.iter();
    let both = both.filter_map(|(name, now)| Some((name, old.report.metrics.get(name)?, now)));
    let changed = both.filter(|(_, before, now)| before.value != now.value);
    let changed = changed.map(|(name, before, now)| MetricChange {
        name: name.clone(),
        old: before.value.clone(),
        new: now.value.clone(),
        shown: [before, now].map(|it| bundle::first(&it.shown)),
        change: change(&before.value, &now.value, now.share)
            .map_or_else(String::new, |it| it.shown),
        because: definitions.because_of(name),
    });
    changed.collect()
}

fn claims(old: &ReadBundle, new: &ReadBundle, definitions: &Differences) -> Vec<ClaimChange> {
    let both = new.report.claims.iter();
    let both = both.filter_map(|(name, now)| Some((name, old.report.claims.get(name)?, now)));
    let turned = both.filter(|(_, before, now)| before.holds != now.holds);
    let turned = turned.map(|(name, before, now)| ClaimChange {
        name: name.clone(),
        old: before.holds,
        new: now.holds,
        says: [before, now].map(|it| bundle::first(&it.says)),
        because: definitions.said(definitions.behind_claim(name, &now.definition)),
    });
    turned.collect()
}

/// Figures in print that are not the same in two bundles of one period.
fn published(old: &ReadBundle, new: &ReadBundle) -> Vec<Difference> {
    if old.manifest.period != new.manifest.period {
        return Vec::new();
    }
    let figures = |bundle: &ReadBundle| {
        let figures = bundle.report.published.iter();
        let figures = figures.map(|figure| (figure.id.clone(), figure.clone()));
        figures.collect::<indexmap::IndexMap<_, _>>()
    };
    let shown =
        |figure: &PublishedFigure| format!("{} computed as {}", figure.printed, figure.computed);
    differing("published figure", &figures(old), &figures(new), shown)
}
