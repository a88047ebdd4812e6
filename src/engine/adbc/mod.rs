//! The engine for sources in databases: the bases of the plan become queries, run where the rows are, and come back
//! as groups.
//!
//! In: a scan of the plan. Out: groups with numbered keys and exact integers. Only keys, comparisons, buckets, counts,
//! extremes and exact sums are asked of a database; what it might compute otherwise than we do is computed here, once
//! for each distinct value of what it reads. Lists travel as keys, so that the mentions in them are counted here too.

mod absent;
mod contract;
mod fine;
mod groups;
mod leaves;
mod lists;
mod opened;
mod query;
mod reading;
mod rows;
mod scope;
mod translate;
mod violations;

use super::{Scanned, rollup::groups::GroupTable};
use crate::diagnostic::{Code, Diagnostic};
use crate::meter::{Meter, Step};
use crate::plan::{Base, Plan, Scan};
use crate::results::Pushdown;
use crate::source::{Connection, Database};
use crate::world::World;
use rows::SourceRows;
use std::collections::BTreeMap;

/// Scans a source in a database.
///
/// # Errors
/// Rows that break the contract, expressions without an exact value, a database that does not answer.
pub(super) fn scan(
    world: &dyn World,
    plan: &Plan,
    scan: &Scan,
    database: &Database,
    meter: &Meter,
) -> Result<Scanned, Vec<Diagnostic>> {
    let source = &plan.sources[scan.source];
    let alone = |problem: Diagnostic| vec![problem];
    let mut connection = Connection::open(world, database).map_err(alone)?;
    let rows = opened::opened(source, database, &mut connection)?;
    let name = || source.name.clone();
    let (statistics, mut warnings) = meter.time(Step::Source, name, || {
        contract::check(plan, &rows, &mut connection)
    })?;
    let bases = (0..).zip(&plan.bases);
    let bases = bases.filter(|(_, base)| base.source == scan.source);
    let (in_scope, of_all): (Vec<_>, Vec<_>) = bases.partition(|(_, base)| base.in_scope);
    let mut tables: Vec<(usize, GroupTable)> = Vec::new();
    let asked = |at: usize, base: &Base, rows: &SourceRows<'_>, connection: &mut Connection| {
        let name = || format!("{at}");
        meter.time(Step::Base, name, || {
            groups::groups(plan, base, rows, connection)
        })
    };
    for (at, base) in &of_all {
        let table = asked(*at, base, &rows, &mut connection).map_err(alone)?;
        tables.push((*at, table));
    }
    let exploded = in_scope.iter().chain(&of_all);
    let exploded = exploded.filter_map(|(_, base)| base.explode);
    let mut invalid = BTreeMap::new();
    for dimension in exploded {
        if plan[dimension].lookup.is_some() && !invalid.contains_key(&dimension) {
            let found = lists::invalid(plan, dimension, &rows, &mut connection).map_err(alone)?;
            invalid.insert(dimension, found);
        }
    }
    let absent = absent::absent(&rows, &scan.asked, &mut connection).map_err(alone)?;
    let within = scope::restricted(plan, &tables, &rows);
    for (at, base) in &in_scope {
        let rows = within.as_ref().unwrap_or(&rows);
        let table = asked(*at, base, rows, &mut connection).map_err(alone)?;
        tables.push((*at, table));
    }
    tables.sort_by_key(|(at, _)| *at);
    if !connection.has_snapshot {
        let now = contract::height(&rows, &mut connection).map_err(alone)?;
        if now != statistics.rows_read {
            let message = format!(
                "source `{}`: {} had {} rows at first and {now} in the end",
                source.name,
                database.shown(),
                statistics.rows_read
            );
            warnings.push(Diagnostic::warning(Code::CHANGED_TABLE, message).at(database.place()));
        }
    }
    Ok(Scanned {
        statistics,
        warnings,
        tables,
        invalid,
        absent,
        pushdown: Pushdown {
            ahead: Vec::new(),
            is_scope_pushed: within.is_some(),
            bases: Vec::new(),
        },
    })
}
