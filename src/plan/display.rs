//! The plan as text, for `hfreport explain`.

use super::{AtomKind, Base, BaseColumn, Plan, Rollup, RollupAggregate, RollupKind, RollupMeasure};
use crate::sql::Expression;
use std::fmt::Write;

/// The scan of a source.
fn describe_scan(plan: &Plan, source: usize) -> String {
    let columns = plan
        .scans
        .iter()
        .find(|scan| scan.source == source)
        .map_or_else(String::new, |scan| scan.columns.join(", "));
    let source = &plan.sources[source];
    let scan = format!(
        "scan {} once ({} of {columns})",
        source.name,
        source.reads.shown()
    );
    match &source.filter {
        Some(filter) => format!("{scan}\nits rows: {filter}"),
        None => scan,
    }
}

/// The steps from the scan to a rollup, one per line.
#[must_use]
pub(crate) fn describe(plan: &Plan, rollup: &Rollup) -> String {
    let base = &plan.bases[rollup.base];
    let mut text = describe_scan(plan, base.source);
    if let Some(exploded) = base.explode {
        let _ = write!(text, "\nexplode {}", plan[exploded].definition.name);
    }
    for (name, sql) in atoms_of(plan, base, rollup) {
        let _ = write!(text, "\nper row: {name} = {sql}");
    }
    let _ = write!(
        text,
        "\nbase {}{}: group by {}{}",
        rollup.base,
        if base.in_scope {
            " of the rows in scope"
        } else {
            ""
        },
        names(&base.keys),
        if base.atoms.is_empty() {
            String::new()
        } else {
            format!(" and {} atoms", base.atoms.len())
        }
    );
    if !base.derived.is_empty() {
        let _ = write!(text, "\nlook up {}", names(&base.derived));
    }
    if rollup.in_scope
        && let Some(scope) = &plan.scope
        && let Some(n) = scope.n
    {
        let by = scope.rollup.by.join(", ");
        let _ = write!(text, "\nkeep the {n} {by} in scope");
    }
    if let Some(condition) = rollup.condition {
        let _ = write!(text, "\nfilter {}", base.conditions[condition]);
    }
    let measures: Vec<String> = rollup
        .measures
        .iter()
        .map(|measure| describe_measure(base, measure))
        .collect();
    if rollup.by.is_empty() {
        let _ = write!(text, "\naggregate {}", measures.join(", "));
    } else {
        let _ = write!(
            text,
            "\nroll up by {}: {}",
            rollup.by.join(", "),
            measures.join(", ")
        );
    }
    text
}

fn names(columns: &[BaseColumn]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    names.join(", ")
}

fn atoms_of<'a>(plan: &Plan, base: &'a Base, rollup: &Rollup) -> Vec<(&'a str, String)> {
    let parts = rollup.measures.iter().flat_map(|measure| &measure.parts);
    let conditions: Vec<&Expression> = rollup
        .condition
        .iter()
        .chain(parts.filter_map(|part| part.condition.as_ref()))
        .map(|at| &base.conditions[*at])
        .collect();
    base.atoms
        .iter()
        .filter(|atom| {
            let mut conditions = conditions.iter();
            conditions.any(|condition| condition.names.contains(&atom.name))
        })
        .map(|atom| {
            let sql = match &atom.kind {
                AtomKind::Condition(condition) => condition.to_string(),
                AtomKind::HasValid(dimension) => {
                    format!("{} has a valid value", plan[*dimension].definition.name)
                }
            };
            (atom.name.as_str(), sql)
        })
        .collect()
}

fn describe_measure(base: &Base, measure: &RollupMeasure) -> String {
    match measure.aggregate() {
        Some(aggregate) => describe_aggregate(base, aggregate),
        None => measure.expression.to_string(),
    }
}

fn describe_aggregate(base: &Base, measure: &RollupAggregate) -> String {
    let column = |at: &usize| base.aggregates[*at].value.to_string();
    let text = match &measure.kind {
        RollupKind::Count => "count(*)".to_owned(),
        RollupKind::Sum(at) => format!("sum({})", column(at)),
        RollupKind::Least(at) => format!("min({})", column(at)),
        RollupKind::Greatest(at) => format!("max({})", column(at)),
        RollupKind::Mean(sum, _) => format!("avg({})", column(sum)),
        RollupKind::Quantile(at, quantile) => format!("quantile({}, {quantile})", column(at)),
        RollupKind::CountDistinct(columns) => format!("count(DISTINCT {})", columns.join(", ")),
    };
    match measure.condition {
        Some(at) => format!("{text} FILTER (WHERE {})", base.conditions[at]),
        None => text,
    }
}
