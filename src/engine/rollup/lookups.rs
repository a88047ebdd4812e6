//! Dimensions that follow from the key of a group: looked up per distinct key, not per row.

use super::coded::{Coded, Mapped};
use super::codes::{EXCLUDED, MISSING};
use super::conditions::evaluate;
use super::groups::GroupTable;
use super::{Noticed, coverage};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::engine::refused;
use crate::plan::{Base, BaseAggregate, DimensionIndex, Plan};
use crate::report::{ByName, DimensionKind, UnmatchedKeys};
use crate::results::{Standing, UnmatchedReport, Value};

/// Adds the derived dimensions of a base to its groups; for those in `noted`, reports the keys
/// missing in a lookup.
pub(super) fn derive(
    plan: &Plan,
    base: &Base,
    table: &mut GroupTable,
    is_noted: impl Fn(DimensionIndex) -> bool,
    noticed: &mut Noticed,
) -> Result<(), Vec<Diagnostic>> {
    for column in &base.derived {
        let Some(at) = column.dimension else {
            continue;
        };
        let coded = match &plan[at].definition.kind {
            DimensionKind::Column(column) => key_column(&table.keys, column)
                .map_err(|d| vec![d])?
                .clone(),
            DimensionKind::Lookup { .. } => {
                look_up(plan, base, at, table, is_noted(at), noticed).map_err(|d| vec![d])?
            }
            DimensionKind::Sql(expression) => {
                let evaluated = evaluate(base, table, &[expression])
                    .map_err(|d| vec![d])?
                    .swap_remove(0);
                Coded::from_values(&evaluated.values).take(&evaluated.combination)
            }
            DimensionKind::Bucket { .. } | DimensionKind::Explode { .. } => continue,
        };
        table.keys.insert(column.name.clone(), coded);
    }
    Ok(())
}

/// Keys by name, for derived dimensions.
fn key_column<'a>(keys: &'a ByName<Coded>, name: &str) -> Result<&'a Coded, Diagnostic> {
    keys.get(name)
        .ok_or_else(|| refused("the plan", &format!("`{name}` is not in the base")))
}

fn look_up(
    plan: &Plan,
    base: &Base,
    dimension: DimensionIndex,
    table: &GroupTable,
    is_noted: bool,
    noticed: &mut Noticed,
) -> Result<Coded, Diagnostic> {
    let step = &plan[dimension];
    let (
        Some(lookup),
        DimensionKind::Lookup {
            attribute,
            key,
            unmatched,
            ..
        },
    ) = (step.lookup, &step.definition.kind)
    else {
        return Ok(Coded::default());
    };
    let rows = &plan[lookup];
    let keys = key_column(&table.keys, key)?;
    // A row without a value in a list has no key at all.
    let list = step.list.map(|list| plan[list].definition.name.as_str());
    let has_key: Vec<bool> = (0..table.rows.len()).map(table.mentioned(list)).collect();
    if is_noted {
        note_unmatched(plan, base, dimension, table, (keys, &has_key), noticed)?;
    }
    let mut coded = keys.map(MISSING, |value| match rows.rows.get(value) {
        Some(row) => match &row[*attribute] {
            Some(text) => Mapped::Value(text),
            None => Mapped::Missing,
        },
        None => match unmatched {
            UnmatchedKeys::Keep => Mapped::Value(value),
            UnmatchedKeys::Exclude => Mapped::Excluded,
            UnmatchedKeys::Code(code) => Mapped::Value(code),
            UnmatchedKeys::Warn | UnmatchedKeys::Error => Mapped::Missing,
        },
    });
    // A null key is unmatched as well.
    let for_null = match unmatched {
        UnmatchedKeys::Exclude => EXCLUDED,
        UnmatchedKeys::Code(code) => coded.number(code),
        _ => MISSING,
    };
    for (row, code) in coded.codes.iter_mut().enumerate() {
        if keys.codes[row] == MISSING && has_key[row] {
            *code = for_null;
        }
    }
    Ok(coded)
}

/// Reports keys without a row: how many, which, and what share of the measure they carry.
fn note_unmatched(
    plan: &Plan,
    base: &Base,
    at: DimensionIndex,
    table: &GroupTable,
    (keys, has_key): (&Coded, &[bool]),
    noticed: &mut Noticed,
) -> Result<(), Diagnostic> {
    let dimension = &plan[at].definition;
    let (
        Some(rows),
        DimensionKind::Lookup {
            lookup, unmatched, ..
        },
    ) = (plan[at].lookup, &dimension.kind)
    else {
        return Ok(());
    };
    let rows = &plan[rows].rows;
    let standing = |key: &str| {
        if rows.contains_key(key) {
            Standing::Known
        } else {
            Standing::Unknown
        }
    };
    let standings: Vec<Standing> = keys.distinct().map(standing).collect();
    let sum = base.aggregates.iter().position(BaseAggregate::is_amount);
    let amount = |row: usize| sum.map_or(0, |at| table.aggregates[at].integer(row));
    let groups: Vec<u32> = (0..table.rows.len() as u32)
        .filter(|row| has_key[*row as usize])
        .collect();
    let counted = coverage::counted((table, &groups), keys, &standings, amount);
    let of = |standing: Standing| counted.weights[standing as usize];
    let mut unmatched_rows = of(Standing::Unknown);
    unmatched_rows.add(of(Standing::Empty));
    if unmatched_rows.rows == 0 {
        return Ok(());
    }
    let mut heaviest = coverage::heaviest(keys, &standings, &counted.by_key, Standing::Unknown);
    let count_of_keys = heaviest.len();
    heaviest.truncate(UnmatchedReport::KEPT);
    let found = UnmatchedReport {
        dimension: dimension.name.clone(),
        lookup: lookup.clone(),
        keys: count_of_keys,
        heaviest,
        rows: unmatched_rows.rows,
        share: Value::share(
            unmatched_rows.amount,
            of(Standing::Known).amount + unmatched_rows.amount,
        ),
        without_key: of(Standing::Empty),
        measure: sum.map_or_else(String::new, |at| {
            format!("sum({})", base.aggregates[at].value)
        }),
    };
    let strict = *unmatched == UnmatchedKeys::Error;
    if strict || *unmatched == UnmatchedKeys::Warn && found.keys > 0 {
        let diagnostic = message(&found, strict)
            .at(Location::key(&dimension.pointer))
            .hint(if found.keys > 0 {
                "add them to the lookup, or say what is meant with `unmatched: keep`, `exclude` or `{code: …}`"
            } else {
                "fill the key in, or say what is meant with `unmatched: exclude` or `{code: …}`"
            });
        if strict {
            return Err(diagnostic);
        }
        noticed.problems.push(diagnostic);
    }
    noticed.unmatched.push((at, found));
    Ok(())
}

/// The message about keys missing in a lookup, with their number and share.
pub(super) fn message(found: &UnmatchedReport, strict: bool) -> Diagnostic {
    let text = found.sentence();
    let diagnostic = if strict {
        Diagnostic::error(Code::UNMATCHED, text)
    } else {
        Diagnostic::warning(Code::UNMATCHED, text)
    };
    let named = (found.keys > 0).then(|| found.first_keys());
    let besides = found.besides();
    let besides = besides.map(|rows| format!("apart from them {rows}"));
    diagnostic.maybe_hint(named).maybe_hint(besides)
}
