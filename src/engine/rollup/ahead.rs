//! Which values the scope chooses, known ahead of everything else, and which rows have one of them.
//!
//! In: the plan, and groups of a small part of the scope's base. Out: for the groups of a chunk whether their rows are in
//! scope. An engine that asks for it leaves other rows out of the bases that are asked for no more.

use super::Noticed;
use super::codes::MISSING;
use super::completed;
use super::groups::GroupTable;
use super::numbering::number_tuples;
use super::scope::{Chosen, chosen, in_scope};
use crate::plan::{Base, BaseColumn, Plan, RollupAggregate, RollupKind, ScopeStep};
use crate::report::DimensionKind;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How the values of a scope are chosen.
pub(in crate::engine) struct ScopeAhead {
    /// What choosing reads of the scope's base, which groups the rows ahead.
    pub(in crate::engine) base: Base,
    step: ScopeStep,
    /// Its aggregates, by their positions in the scope's base.
    aggregates: Vec<usize>,
}

/// Which rows are in scope.
pub(in crate::engine) struct InScope {
    /// What tells the rows apart by the dimension that the scope chooses from.
    pub(in crate::engine) base: Base,
    chosen: Chosen,
    /// Its values in scope, where one column tells them.
    pub(in crate::engine) key: Option<KeyInScope>,
}

/// The values of a key column that are in scope.
pub(in crate::engine) struct KeyInScope {
    /// Name of the column.
    pub(in crate::engine) name: String,
    /// In the order of the groups.
    pub(in crate::engine) texts: Vec<Arc<str>>,
    /// Whether rows without a value are in scope.
    pub(in crate::engine) is_missing_in: bool,
}

impl ScopeAhead {
    /// None where the scope chooses no values.
    pub(in crate::engine) fn of(plan: &Plan) -> Option<Self> {
        let mut step = plan.scope.clone()?;
        step.n?;
        let whole = &plan.bases[step.rollup.base];
        let rollup = &mut step.rollup;
        let mut names: BTreeSet<String> =
            rollup.by.iter().chain(&rollup.excluding).cloned().collect();
        names.extend(rollup.mentioned.iter().cloned());
        let (mut conditions, mut aggregates) = (Places::default(), Places::default());
        rollup.condition = rollup.condition.map(|at| conditions.of(at));
        for part in rollup.measures.iter_mut().flat_map(|it| &mut it.parts) {
            place(part, &mut conditions, &mut aggregates, &mut names);
        }
        let conditions: Vec<_> = conditions.taken(&whole.conditions).collect();
        names.extend(conditions.iter().flat_map(|it| it.names.iter().cloned()));
        let base = Base {
            conditions,
            aggregates: aggregates.taken(&whole.aggregates).collect(),
            ..restricted(plan, whole, names)
        };
        let aggregates = aggregates.0;
        Some(Self {
            base,
            step,
            aggregates,
        })
    }

    /// What choosing reads of groups of the scope's base.
    pub(in crate::engine) fn part_of(&self, groups: &GroupTable) -> GroupTable {
        let is_key = |name: &str| self.base.keys.iter().any(|key| key.name == name);
        let is_atom = |name: &str| self.base.atoms.iter().any(|atom| atom.name == name);
        let keys = groups.keys.iter().filter(|(name, _)| is_key(name));
        let atoms = groups.atoms.iter().filter(|(name, _)| is_atom(name));
        let cloned = |at: &usize| groups.aggregates[*at].clone();
        GroupTable {
            rows: groups.rows.clone(),
            source_rows: groups.source_rows.clone(),
            keys: keys
                .map(|(name, column)| (name.clone(), column.clone()))
                .collect(),
            aggregates: self.aggregates.iter().map(cloned).collect(),
            atoms: atoms
                .map(|(name, truths)| (name.clone(), truths.clone()))
                .collect(),
            conditions: Vec::new(),
        }
    }

    /// The rows in scope, by the groups of all rows; none where that cannot be told, which
    /// [`results`](super::results) will report.
    pub(in crate::engine) fn choose(&self, plan: &Plan, groups: GroupTable) -> Option<InScope> {
        let table = complete(plan, &self.base, groups)?;
        let chosen = chosen(&self.step, &table).ok()??;
        let names = BTreeSet::from([chosen.by.clone()]);
        let base = Base {
            explode: None,
            per_row: false,
            ..restricted(plan, &self.base, names)
        };
        let mut found = InScope {
            base,
            chosen,
            key: None,
        };
        found.key = found.key(plan, &table);
        Some(found)
    }
}

impl InScope {
    /// Whether the rows of each group are in scope; none where that cannot be told.
    pub(in crate::engine) fn of(&self, plan: &Plan, groups: GroupTable) -> Option<Vec<bool>> {
        in_scope(&self.chosen, &complete(plan, &self.base, groups)?)
    }

    /// The values in scope among those of some groups.
    fn key(&self, plan: &Plan, groups: &GroupTable) -> Option<KeyInScope> {
        let [BaseColumn { name, .. }] = self.base.keys.as_slice() else {
            return None;
        };
        let column = groups.keys.get(name)?;
        let first = number_tuples(&[column.part()], 0..groups.rows.len() as u32).first;
        let column = column.take(&first);
        let distinct = GroupTable {
            rows: vec![0; first.len()],
            keys: [(name.clone(), column.clone())].into_iter().collect(),
            ..GroupTable::default()
        };
        let is_in = self.of(plan, distinct)?;
        let codes = column.codes.iter().zip(is_in);
        let codes: Vec<u32> = codes
            .filter_map(|(code, is_in)| is_in.then_some(*code))
            .collect();
        let values = codes.iter().filter_map(|code| column.text(*code));
        Some(KeyInScope {
            name: name.clone(),
            texts: values.map(Arc::from).collect(),
            is_missing_in: codes.contains(&MISSING),
        })
    }
}

fn complete(plan: &Plan, base: &Base, groups: GroupTable) -> Option<GroupTable> {
    completed(plan, base, groups, |_| false, &mut Noticed::default()).ok()
}

/// Positions in a list, and their new ones in a list of these.
#[derive(Default)]
struct Places(Vec<usize>);

impl Places {
    fn of(&mut self, at: usize) -> usize {
        let known = self.0.iter().position(|known| *known == at);
        known.unwrap_or_else(|| {
            self.0.push(at);
            self.0.len() - 1
        })
    }

    fn taken<T: Clone>(&self, all: &[T]) -> impl Iterator<Item = T> {
        self.0.iter().map(|at| all[*at].clone())
    }
}

/// Puts an aggregate on new positions, and adds the names that it reads.
fn place(
    part: &mut RollupAggregate,
    conditions: &mut Places,
    aggregates: &mut Places,
    names: &mut BTreeSet<String>,
) {
    part.condition = part.condition.map(|at| conditions.of(at));
    match &mut part.kind {
        RollupKind::Count => {}
        RollupKind::Sum(at)
        | RollupKind::Least(at)
        | RollupKind::Greatest(at)
        | RollupKind::Quantile(at, _) => *at = aggregates.of(*at),
        RollupKind::Mean(sum, count) => {
            *sum = aggregates.of(*sum);
            *count = aggregates.of(*count);
        }
        RollupKind::CountDistinct(columns) => names.extend(columns.iter().cloned()),
    }
}

/// A base with those of its columns and atoms that some names need, without aggregates and conditions.
fn restricted(plan: &Plan, base: &Base, mut names: BTreeSet<String>) -> Base {
    // A dimension comes after those that it builds on.
    let derived = base.derived.iter().rev().filter(|column| {
        let dimension = column.dimension.filter(|_| names.contains(&column.name));
        dimension.is_some_and(|at| match &plan[at].definition.kind {
            DimensionKind::Column(name) | DimensionKind::Lookup { key: name, .. } => {
                names.insert(name.clone());
                true
            }
            DimensionKind::Sql(expression) => {
                names.extend(expression.names.iter().cloned());
                true
            }
            DimensionKind::Bucket { .. } | DimensionKind::Explode { .. } => false,
        })
    });
    let mut derived: Vec<BaseColumn> = derived.cloned().collect();
    derived.reverse();
    let keys = base.keys.iter().filter(|key| names.contains(&key.name));
    let atoms = base.atoms.iter().filter(|atom| names.contains(&atom.name));
    Base {
        keys: keys.cloned().collect(),
        atoms: atoms.cloned().collect(),
        derived,
        source: base.source,
        explode: base.explode,
        in_scope: base.in_scope,
        for_coverage: base.for_coverage,
        per_row: base.per_row,
        wide: base.wide.clone(),
        aggregates: Vec::new(),
        conditions: Vec::new(),
    }
}
