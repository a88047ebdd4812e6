//! Each change between two bundles with what each part of the inputs makes of it.

use super::Places;
use super::effects::attributed;
use super::exchange::{Bench, parts};
use super::inputs::Side;
use crate::compare::split::{Attributed, AttributedMove, Attribution, InputPart};
use crate::compare::{Comparison, Options, ReadBundle, moves};
use crate::document::ReportJson;
use crate::document::report_json::Cell;
use crate::pipeline::Failure;
use crate::world::World;
use indexmap::IndexMap;

/// Computes the new bundle again with one part of its inputs as it was, for each part, and says what that does to the changes of
/// a comparison.
///
/// # Errors
/// The inputs of the new bundle are not at hand as they were.
pub(crate) fn attribution(
    world: &dyn World,
    bundles: [&ReadBundle; 2],
    comparison: &Comparison,
    options: &Options,
    places: &Places,
) -> Result<Attribution, Failure> {
    let [old, new] = bundles;
    let sides = Side::both(bundles, places);
    let bench = Bench::new(world, sides)?;
    let again = bench.with_old(None);
    let again = again.map_err(|why| sides[1].not_at_hand(&[why]))?;
    if let Some(name) = differs(new, &again) {
        let spec = &new.manifest.spec.path;
        let why = format!(
            "metric `{name}` is another number there now: `{spec}` or the program has changed since"
        );
        return Err(sides[1].not_at_hand(&[why]));
    }
    let mut listed = Vec::new();
    let mut runs: Vec<(String, ReadBundle)> = Vec::new();
    for part in parts(bundles) {
        let left_out = match bench.with_old(Some(&part)) {
            Ok(report) => {
                runs.push((part.to_string(), new.with_numbers(report)));
                None
            }
            Err(why) => Some(why),
        };
        listed.push(InputPart {
            name: part.to_string(),
            left_out,
        });
    }
    Ok(Attribution {
        parts: listed,
        metrics: metrics(comparison, new, &runs),
        cells: cells(comparison, &runs),
        moves: needed(old, new, &runs, options),
    })
}

/// A metric that is not what it was.
fn differs<'a>(new: &'a ReadBundle, again: &ReportJson) -> Option<&'a String> {
    let metrics = new.report.metrics.iter();
    let mut changed = metrics.filter(|(name, metric)| {
        let found = again.metrics.get(*name);
        found.is_none_or(|found| found.value != metric.value)
    });
    changed.next().map(|(name, _)| name)
}

fn metrics(
    comparison: &Comparison,
    new: &ReadBundle,
    runs: &[(String, ReadBundle)],
) -> Vec<Attributed> {
    let changed = comparison.metrics.iter().filter_map(|changed| {
        let value = |run: &ReadBundle| Some(run.report.metrics.get(&changed.name)?.value.clone());
        let is_share = new.report.metrics.get(&changed.name)?.share;
        let with_old = with_old(runs, value);
        attributed(
            changed.name.clone(),
            [&changed.old, &changed.new],
            with_old,
            is_share,
        )
    });
    changed.collect()
}

fn cells(comparison: &Comparison, runs: &[(String, ReadBundle)]) -> Vec<Attributed> {
    let changed = comparison.cells.iter().filter_map(|cell| {
        let codes: Vec<&str> = cell.codes.iter().map(String::as_str).collect();
        let value = |run: &ReadBundle| run.cell(&cell.breakdown, &cell.column, &codes);
        let name = format!("{}, {}, {}", cell.breakdown, cell.row, cell.column);
        attributed(name, [&cell.old, &cell.new], with_old(runs, value), true)
    });
    changed.collect()
}

/// A number in each run that gives one.
fn with_old(
    runs: &[(String, ReadBundle)],
    value: impl Fn(&ReadBundle) -> Option<Cell>,
) -> IndexMap<String, Cell> {
    let values = runs.iter().filter_map(|(part, run)| {
        let value = value(run).filter(|value| *value != Cell::Missing)?;
        Some((part.clone(), value))
    });
    values.collect()
}

/// What entered, left and moved, with the parts without which it would not have.
fn needed(
    old: &ReadBundle,
    new: &ReadBundle,
    runs: &[(String, ReadBundle)],
    options: &Options,
) -> Vec<AttributedMove> {
    let without: Vec<(&String, Vec<(String, String)>)> = runs
        .iter()
        .map(|(part, run)| {
            let all = Options {
                top: usize::MAX,
                ..options.clone()
            };
            (part, moves(old, run, &all))
        })
        .collect();
    let found = moves(old, new, options).into_iter().map(|found| {
        let needs = without.iter().filter(|(_, moves)| !moves.contains(&found));
        AttributedMove {
            needs: needs.map(|(part, _)| (*part).clone()).collect(),
            breakdown: found.0,
            what: found.1,
        }
    });
    found.collect()
}
