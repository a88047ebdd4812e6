//! The passes over the rows of a source, chunk by chunk.
//!
//! In: the contract with its open files, and the bases of a scan. Out: their groups. The first pass
//! looks at every row: it applies the contract, groups the bases of all rows, and counts what is
//! left out. Only then is it known which rows are in scope: the second pass groups the bases of these,
//! from frames that were kept, or reads their columns again. Memory grows with groups and with the
//! chunks that are read at a time, one for each thread.

use super::absent::{self, MissingTexts};
use super::base::{aggregate, overflow};
use super::contract::{Contract, Inspected};
use super::problem::Problem;
use super::rows::SourceRows;
use crate::diagnostic::Diagnostic;
use crate::engine::Scanned;
use crate::engine::rollup;
use crate::engine::rollup::condensed::condensed;
use crate::engine::rollup::groups::GroupTable;
use crate::engine::rollup::invalid::Invalid;
use crate::engine::rollup::merge::{BaseTable, Merger, Overflow};
use crate::meter::{Meter, Step};
use crate::plan::{AtomKind, Base, DimensionIndex, Plan, Scan};
use crate::report::DimensionKind;
use crate::source::{Batch, Chunk};
use polars::prelude::*;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A base by its position in the plan, its groups, and the group of each row.
type Grouped = (usize, (GroupTable, Vec<u32>));

/// The passes of a scan.
pub(super) struct Passes<'a> {
    plan: &'a Plan,
    scan: &'a Scan,
    meter: &'a Meter,
    contract: &'a Contract<'a>,
    /// Bases of all rows, by their positions in the plan.
    of_all: Vec<(usize, &'a Base)>,
    /// Bases of the rows in scope.
    in_scope: Vec<(usize, &'a Base)>,
    /// Bytes of rows that may be kept for the second pass.
    room: usize,
}

/// What the first pass finds in a chunk.
struct Look<'a> {
    inspected: Inspected,
    /// None if cells of the chunk are errors.
    grouped: Option<Result<Groups<'a>, Problem>>,
}

/// Groups of a chunk.
struct Groups<'a> {
    height: usize,
    tables: Vec<BaseTable>,
    invalid: BTreeMap<DimensionIndex, Invalid>,
    missing: Vec<MissingTexts>,
    again: Again<'a>,
}

/// What the second pass needs of the first.
#[derive(Default)]
struct Again<'a> {
    /// The rows, if they are kept.
    rows: Option<SourceRows<'a>>,
    /// The groups of the scope's base and the group of each row.
    scope: Option<(GroupTable, Vec<u32>)>,
}

impl<'a> Passes<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        scan: &'a Scan,
        contract: &'a Contract<'a>,
        meter: &'a Meter,
        room: usize,
    ) -> Self {
        let bases = (0..).zip(&plan.bases);
        let bases = bases.filter(|(_, base)| base.source == scan.source);
        let (in_scope, of_all) = bases.partition(|(_, base)| base.in_scope);
        Self {
            plan,
            scan,
            meter,
            contract,
            of_all,
            in_scope,
            room,
        }
    }

    /// The groups of the source.
    ///
    /// # Errors
    /// Data that break the contract, expressions without an exact value, a file that is broken.
    pub(super) fn run(&self) -> Result<Scanned, Vec<Diagnostic>> {
        let one = |problem: Diagnostic| vec![problem];
        let mut merger = self.merger(&self.of_all);
        let mut invalid: BTreeMap<DimensionIndex, Invalid> = BTreeMap::new();
        let mut missing: Option<Vec<MissingTexts>> = None;
        let mut problem: Option<Problem> = None;
        let (mut inspected, mut again) = (Vec::new(), Vec::new());
        let all = |_: &[Chunk]| true;
        let read = self
            .contract
            .each_batch(&self.contract.all_names(), all, |batch| {
                let looks: Vec<_> = batch
                    .chunks
                    .par_iter()
                    .map(|chunk| self.first_look(batch, chunk))
                    .collect();
                for look in looks {
                    let look = look?;
                    inspected.push(look.inspected);
                    let found = match look.grouped {
                        Some(Ok(found)) if problem.is_none() => found,
                        Some(Err(first)) if problem.is_none() => {
                            problem = Some(first);
                            continue;
                        }
                        _ => continue,
                    };
                    for (dimension, more) in found.invalid {
                        invalid.entry(dimension).or_default().append(more);
                    }
                    missing = Some(match missing.take() {
                        Some(missing) => absent::in_both(missing, &found.missing),
                        None => found.missing,
                    });
                    again.push(found.again);
                    problem = self.added(merger.add(found.tables, found.height)).err();
                }
                Ok(())
            });
        read.map_err(one)?;
        let (statistics, warnings) = self.contract.finish(&inspected)?;
        if let Some(problem) = problem {
            return Err(one(self.reported(problem)));
        }
        let mut tables = self.finished(merger).map_err(one)?;
        if !self.in_scope.is_empty() {
            let of_scope = self.second_pass(&tables, &inspected, again);
            tables.extend(of_scope.map_err(one)?);
            tables.sort_by_key(|(at, _)| *at);
        }
        let missing = missing.unwrap_or_default().into_iter();
        Ok(Scanned {
            statistics,
            warnings,
            tables,
            invalid,
            absent: missing.flat_map(MissingTexts::absent).collect(),
        })
    }

    fn first_look(&self, batch: &Batch, chunk: &Chunk) -> Result<Look<'a>, Diagnostic> {
        let name = || self.plan.sources[self.scan.source].name.clone();
        let (inspected, frame) = self
            .meter
            .time(Step::Source, name, || self.contract.inspect(batch, chunk))?;
        Ok(Look {
            inspected,
            grouped: frame.map(|frame| self.group(frame)),
        })
    }

    fn group(&self, frame: DataFrame) -> Result<Groups<'a>, Problem> {
        let size = frame.estimated_size();
        let mut rows = SourceRows::new(self.plan, self.scan.source, frame);
        let found = self.tables(&mut rows, &self.of_all)?;
        let mut again = Again::default();
        let scope = self.plan.scope.as_ref().map(|scope| scope.rollup.base);
        let mut tables = Vec::new();
        for (at, (table, of)) in found {
            if Some(at) == scope && !self.in_scope.is_empty() {
                again.scope = Some((table.keys_only(), of));
            }
            let base = &self.plan.bases[at];
            tables.push((at, condensed(self.plan, base, table)));
        }
        let bases = self.in_scope.iter().chain(&self.of_all);
        let mut invalid = BTreeMap::new();
        for dimension in bases.filter_map(|(_, base)| base.explode) {
            if self.plan[dimension].lookup.is_some() && !invalid.contains_key(&dimension) {
                invalid.insert(dimension, rows.mention(dimension)?.invalid.clone());
            }
        }
        let missing = absent::missing(rows.frame(), &self.scan.asked)?;
        let height = rows.height();
        // Either all rows are kept or none: a piece of what was decoded keeps the whole.
        let whole = size.saturating_mul(self.contract.height()) / height.max(1);
        if whole <= self.room && !self.in_scope.is_empty() {
            again.rows = Some(rows);
        } else {
            again.scope = None;
        }
        Ok(Groups {
            height,
            tables,
            invalid,
            missing,
            again,
        })
    }

    /// The groups that rows make in some bases, and the group of each row.
    fn tables(
        &self,
        rows: &mut SourceRows<'_>,
        bases: &[(usize, &Base)],
    ) -> Result<Vec<Grouped>, Problem> {
        let of: Vec<&Base> = bases.iter().map(|(_, base)| *base).collect();
        rows.prepare(&of)?;
        let rows = &*rows;
        let found: Vec<_> = bases
            .par_iter()
            .map(|(at, base)| {
                let name = || {
                    let keys = base.keys.iter().map(|key| key.name.as_str());
                    format!("{at} ({})", keys.collect::<Vec<_>>().join(", "))
                };
                let found = self
                    .meter
                    .time(Step::Base, name, || aggregate(base, rows))?;
                Ok((*at, found))
            })
            .collect();
        found.into_iter().collect()
    }

    /// The groups of the rows in scope, by base.
    fn second_pass(
        &self,
        tables: &[BaseTable],
        inspected: &[Inspected],
        again: Vec<Again<'a>>,
    ) -> Result<Vec<BaseTable>, Diagnostic> {
        let chosen = rollup::chosen_of(self.plan, tables);
        let names = self.columns_in_scope();
        let mut merger = self.merger(&self.in_scope);
        let wanted = self.contract.names_again(&names);
        let mut read = again
            .iter()
            .map(|it| it.rows.is_none())
            .collect::<Vec<_>>()
            .into_iter();
        let is_read = |chunks: &[Chunk]| {
            let read = read.by_ref().take(chunks.len());
            read.fold(false, |any, is_read| any | is_read)
        };
        let mut left = inspected.iter().zip(again);
        self.contract.each_batch(&wanted, is_read, |batch| {
            let looked: Vec<_> = left.by_ref().take(batch.chunks.len()).collect();
            let found: Vec<Result<_, Diagnostic>> = looked
                .into_par_iter()
                .map(|(inspected, mut again)| {
                    let rows = if let Some(rows) = again.rows.take() {
                        rows
                    } else {
                        let frame = self.contract.again(batch, inspected, &names)?;
                        SourceRows::new(self.plan, self.scan.source, frame)
                    };
                    let mut rows = self
                        .rows_in_scope(rows, chosen.as_ref(), again.scope)
                        .map_err(|problem| self.reported(problem))?;
                    let found = self.tables(&mut rows, &self.in_scope);
                    let found = found.map_err(|problem| self.reported(problem))?;
                    let tables = found.into_iter().map(|(at, (table, _))| (at, table));
                    Ok((tables.collect::<Vec<_>>(), rows.height()))
                })
                .collect();
            for found in found {
                let (tables, height) = found?;
                let added = self.added(merger.add(tables, height));
                added.map_err(|problem| self.reported(problem))?;
            }
            Ok(())
        })?;
        self.finished(merger)
    }

    /// Those of the rows that are in scope; all where that cannot be told.
    fn rows_in_scope<'r>(
        &self,
        mut rows: SourceRows<'r>,
        chosen: Option<&rollup::Chosen>,
        scope: Option<(GroupTable, Vec<u32>)>,
    ) -> Result<SourceRows<'r>, Problem> {
        let (Some(chosen), Some(step)) = (chosen, &self.plan.scope) else {
            return Ok(rows);
        };
        let (table, of) = if let Some(scope) = scope {
            scope
        } else {
            let base = &self.plan.bases[step.rollup.base];
            rows.prepare(&[base])?;
            aggregate(base, &rows)?
        };
        let Some(groups) = rollup::groups_in_scope(self.plan, chosen, &table) else {
            return Ok(rows);
        };
        let kept: Vec<bool> = of.iter().map(|group| groups[*group as usize]).collect();
        if kept.contains(&false) {
            rows = rows.filter(&kept)?;
        }
        Ok(rows)
    }

    /// The columns of the contract that the second pass reads.
    fn columns_in_scope(&self) -> BTreeSet<String> {
        let scope = self.plan.scope.iter();
        let scope = scope.map(|scope| &self.plan.bases[scope.rollup.base]);
        let bases = self.in_scope.iter().map(|(_, base)| *base).chain(scope);
        let mut names = BTreeSet::new();
        let name_of = |dimension: DimensionIndex| self.plan[dimension].definition.name.clone();
        for base in bases {
            names.extend(base.keys.iter().map(|key| key.name.clone()));
            names.extend(base.explode.map(name_of));
            for aggregate in &base.aggregates {
                names.extend(aggregate.value.names.iter().cloned());
            }
            for atom in &base.atoms {
                match &atom.kind {
                    AtomKind::Condition(condition) => {
                        names.extend(condition.names.iter().cloned());
                    }
                    AtomKind::HasValid(dimension) => {
                        names.insert(name_of(*dimension));
                    }
                }
            }
        }
        // A dimension comes after those that it builds on.
        for step in self.plan.dimensions.iter().rev() {
            if !names.contains(&step.definition.name) {
                continue;
            }
            match &step.definition.kind {
                DimensionKind::Column(column)
                | DimensionKind::Bucket { column, .. }
                | DimensionKind::Explode { column, .. } => {
                    names.insert(column.clone());
                }
                DimensionKind::Lookup { key, .. } => {
                    names.insert(key.clone());
                }
                DimensionKind::Sql(expression) => names.extend(expression.names.iter().cloned()),
            }
        }
        names
    }

    fn merger(&self, bases: &[(usize, &'a Base)]) -> Merger<'a> {
        let columns = &self.plan.sources[self.scan.source].columns;
        // The contract ensures it, or the run fails.
        Merger::new(bases, |name| columns.get(name).is_some_and(|it| it.unique))
    }

    fn finished(&self, merger: Merger<'_>) -> Result<Vec<BaseTable>, Diagnostic> {
        let finished = self.added(merger.finish());
        finished.map_err(|problem| self.reported(problem))
    }

    fn added<T>(&self, merged: Result<T, Overflow>) -> Result<T, Problem> {
        merged.map_err(|Overflow { base, aggregate }| {
            overflow(&self.plan.bases[base].aggregates[aggregate].value)
        })
    }

    fn reported(&self, problem: Problem) -> Diagnostic {
        problem.into_diagnostic(&self.plan.sources[self.scan.source].name)
    }
}
