//! Which keys the lookups of a base do not have, for an engine that counts rows with such keys and keeps no others apart.

use super::codes::MISSING;
use super::groups::GroupTable;
use super::{Noticed, lookups};
use crate::plan::{Base, Plan};
use crate::report::DimensionKind;

/// Whether each group has a key that one of the lookups does not have; none where that cannot be told.
pub(in crate::engine) fn unmatched(
    plan: &Plan,
    base: &Base,
    table: &GroupTable,
) -> Option<Vec<bool>> {
    let mut derived = table.keys_only();
    lookups::derive(plan, base, &mut derived, |_| false, &mut Noticed::default()).ok()?;
    let mut unmatched = vec![false; table.rows.len()];
    for step in base
        .derived
        .iter()
        .filter_map(|it| Some(&plan[it.dimension?]))
    {
        let (Some(lookup), DimensionKind::Lookup { key, .. }) =
            (step.lookup, &step.definition.kind)
        else {
            continue;
        };
        let keys = derived.keys.get(key)?;
        let list = step.list.map(|list| plan[list].definition.name.as_str());
        let has_key = derived.mentioned(list);
        let rows = &plan[lookup].rows;
        let is_unknown = keys.which(|value| !rows.contains_key(value));
        for (group, code) in keys.codes.iter().enumerate() {
            let known = is_unknown.get(*code as usize).copied();
            unmatched[group] |= has_key(group) && known.unwrap_or(*code == MISSING);
        }
    }
    Some(unmatched)
}
