//! `hfreport explain SPEC --plan`: for each base what was pushed down to the rows and why not more, and how many rows and
//! groups it has.

use crate::diagnostic::counted;
use crate::pipeline::Executed;
use crate::plan::{Base, Plan, Use};
use crate::report::KeepRule;
use crate::results::{BaseSize, Pushdown, SourceStatistics};
use std::collections::BTreeSet;

/// Number of names in a list.
const SHOWN: usize = 3;

/// The plan of all sources.
pub(super) fn explain_plan(executed: &Executed) -> String {
    let plan = &executed.plan;
    let results = &executed.results;
    let scans = plan
        .scans
        .iter()
        .zip(&results.sources)
        .zip(&results.pushdowns);
    let mut lines = Vec::new();
    for ((scan, statistics), pushed) in scans {
        let source = &plan.sources[scan.source];
        lines.push(format!(
            "source {}: {} read, {} used",
            source.name,
            counted(statistics.rows_read, "row", "rows"),
            statistics.rows
        ));
        if !pushed.ahead.is_empty() {
            let columns = pushed.ahead.join(", ");
            lines.push(format!("  read ahead, to choose the scope: {columns}"));
        }
        lines.push(format!("  read: {}", scan.columns.join(", ")));
        for size in &pushed.bases {
            lines.extend(base_lines(plan, size, pushed, statistics));
        }
    }
    lines.join("\n")
}

fn base_lines(
    plan: &Plan,
    size: &BaseSize,
    pushed: &Pushdown,
    statistics: &SourceStatistics,
) -> Vec<String> {
    let base = &plan.bases[size.base];
    let uses = plan.uses(size.base);
    let asked = if base.in_scope {
        "the rows in scope"
    } else {
        "all rows"
    };
    let mut by: Vec<String> = base.keys.iter().map(|key| key.name.clone()).collect();
    if !base.atoms.is_empty() {
        by.push(counted(base.atoms.len(), "truth value", "truth values"));
    }
    if by.is_empty() {
        by.push("nothing".to_owned());
    }
    if base.per_row {
        by.push("mention, so that a row with several values counts once".to_owned());
    }
    let by = by.join(", ");
    let mut lines = vec![format!("  base {}, of {asked}, grouped by {by}", size.base)];
    if !uses.is_empty() {
        lines.push(format!(
            "    for: {}",
            listed(uses.iter().map(|it| it.name.clone()))
        ));
    }
    if base.in_scope && pushed.is_scope_pushed {
        lines.push(format!("    pushed: the scope, {}", scope_of(plan)));
    }
    let reasons = not_pushed(plan, size.base, &uses, pushed);
    lines.extend(
        reasons
            .into_iter()
            .map(|reason| format!("    not pushed: {reason}")),
    );
    if is_thinned(base) && i128::from(size.rows) < statistics.rows as i128 {
        lines.push(format!(
            "    mentions: only of rows with a key that a lookup lacks, {}; the others are two groups at most, of rows with a list and without",
            size.rows
        ));
        lines.push(format!("    groups: real {}", size.groups));
        return lines;
    }
    let things = if base.explode.is_some() {
        "mentions"
    } else {
        "rows"
    };
    lines.push(format!(
        "    {things}: estimated {}, real {}",
        estimated_rows(base, statistics),
        size.rows
    ));
    let most = plan.most_groups(base, statistics.rows);
    let most = most.map_or_else(
        || "without a bound".to_owned(),
        |most| format!("at most {most}"),
    );
    lines.push(format!(
        "    groups: estimated {most}, real {}",
        size.groups
    ));
    lines
}

/// Whether it tells only those rows apart that have a key which a lookup lacks.
fn is_thinned(base: &Base) -> bool {
    base.for_coverage && base.per_row && base.explode.is_some()
}

/// Why rows, or groups, are not left out that no number of the report needs.
fn not_pushed(plan: &Plan, at: usize, uses: &[Use<'_>], pushed: &Pushdown) -> Vec<String> {
    let base = &plan.bases[at];
    let mut reasons = Vec::new();
    let scope = plan.scope.as_ref();
    match scope {
        Some(scope) if scope.n.is_none() => {
            reasons.push("the scope, whose condition is decided for each group".to_owned());
        }
        Some(scope) if !base.in_scope => {
            reasons.push(format!(
                "the scope: {}",
                scope_reason(plan, at, scope.rollup.base, uses)
            ));
        }
        Some(_) if !pushed.is_scope_pushed => {
            reasons.push("the scope: which rows are in it cannot be told by the engine".to_owned());
        }
        None | Some(_) => {}
    }
    let conditions: BTreeSet<Option<usize>> = uses.iter().map(|it| it.rollup.condition).collect();
    if let [Some(shared)] = conditions.into_iter().collect::<Vec<_>>().as_slice() {
        let condition = &base.conditions[*shared];
        reasons.push(format!(
            "the filter {condition} that all share, which is decided for each group"
        ));
    }
    let kept = uses.iter().filter_map(|it| it.breakdown).filter(|step| {
        let rules = step.definition.keep.values();
        rules
            .into_iter()
            .any(|keep| matches!(keep.rule, KeepRule::Top { .. }))
    });
    let kept: BTreeSet<String> = kept.map(|step| step.definition.name.clone()).collect();
    if !kept.is_empty() {
        reasons.push(format!(
            "the first n of {}: ranks, shares and the rest are computed from all groups",
            listed(kept.into_iter())
        ));
    }
    reasons
}

/// Why a base is of all rows although there is a scope.
fn scope_reason(plan: &Plan, at: usize, scope_base: usize, uses: &[Use<'_>]) -> String {
    if at == scope_base {
        return "it is chosen from this base".to_owned();
    }
    let unscoped = uses.iter().filter(|it| !it.rollup.in_scope);
    let unscoped: BTreeSet<String> = unscoped.map(|it| it.name.clone()).collect();
    if !unscoped.is_empty() {
        return format!("all rows are asked for by {}", listed(unscoped.into_iter()));
    }
    let noted = plan.dimensions.iter().filter(|it| it.noted_in == Some(at));
    let noted: Vec<String> = noted.map(|it| it.definition.name.clone()).collect();
    if noted.is_empty() {
        return "what is in it are mentions of a list, not rows".to_owned();
    }
    format!(
        "keys that lookups lack are counted over all rows, for {}",
        listed(noted.into_iter())
    )
}

fn scope_of(plan: &Plan) -> String {
    let Some(scope) = &plan.scope else {
        return String::new();
    };
    let n = scope.n.map(|n| n.to_string()).unwrap_or_default();
    format!("{n} values of {}", scope.rollup.by.join(", "))
}

/// Rows without a look at them: all that the source has, or more of a list.
fn estimated_rows(base: &Base, statistics: &SourceStatistics) -> String {
    if base.explode.is_some() {
        format!("at least {}", statistics.rows_read)
    } else {
        format!("at most {}", statistics.rows_read)
    }
}

/// The first names of a list, and how many more there are.
fn listed(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    names.dedup();
    let more = names.len().saturating_sub(SHOWN);
    let shown = names.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
    if more > 0 {
        format!("{shown} and {more} more")
    } else {
        shown
    }
}
