//! The passes over the rows of a source, chunk by chunk.
//!
//! In: the contract with its open files, and the bases of a scan. Out: their groups. Where the scope
//! chooses values, a first pass reads only what choosing takes. The second looks at every row: it applies the
//! contract, groups the bases of all rows and, from the rows in scope, those of these, and counts what is
//! left out. Memory grows with groups and with the chunks that are read at a time, one for each thread. Where that are all
//! rows, both passes go over the same ones.

use super::absent::MissingTexts;
use super::base::{aggregate, overflow};
use super::contract::{Contract, Inspected};
use super::coverage::counted;
use super::problem::Problem;
use super::rows::SourceRows;
use crate::diagnostic::Diagnostic;
use crate::engine::Scanned;
use crate::engine::rollup::invalid::Invalid;
use crate::engine::rollup::merge::{BaseTable, Merger, Overflow};
use crate::engine::rollup::{InScope, ScopeAhead};
use crate::meter::{Meter, Step};
use crate::plan::{AtomKind, Base, DimensionIndex, Plan, Scan};
use crate::report::DimensionKind;
use crate::results::Pushdown;
use crate::source::{Batch, Chunk};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Texts that are asked for.
    missing: MissingTexts,
}

/// A chunk held against the contract.
struct Seen<'a> {
    inspected: Inspected,
    /// None if cells of the chunk are errors.
    rows: Option<SourceRows<'a>>,
}

/// What is found in a chunk.
struct Look {
    inspected: Inspected,
    /// None if cells of the chunk are errors.
    groups: Option<Result<Groups, Problem>>,
}

/// Groups of a chunk.
struct Groups {
    of_all: Part,
    in_scope: Part,
    invalid: BTreeMap<DimensionIndex, Invalid>,
}

/// What the first pass finds.
#[derive(Default)]
struct Scope {
    /// Which rows are in scope; none where no base asks for these only, or where it cannot be told.
    rows: Option<InScope>,
    /// The groups of the scope's base, if they were made on the way.
    table: Option<BaseTable>,
    /// The columns of the contract that were read for it.
    columns: Vec<String>,
}

/// The groups of some bases, and the number of rows that they are made of.
#[derive(Default)]
struct Part(Vec<BaseTable>, usize);

impl<'a> Passes<'a> {
    pub(super) fn new(
        plan: &'a Plan,
        scan: &'a Scan,
        contract: &'a Contract<'a>,
        meter: &'a Meter,
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
            missing: MissingTexts::new(&scan.asked),
        }
    }

    /// The groups of the source.
    ///
    /// # Errors
    /// Data that break the contract, expressions without an exact value, a file that is broken.
    pub(super) fn run(&self) -> Result<Scanned, Vec<Diagnostic>> {
        let one = |problem: Diagnostic| vec![problem];
        let names = self.contract.all_names();
        let mut held = self.held(&names).map_err(one)?;
        // What breaks the contract is reported first.
        let scope = self.scope(held.as_deref_mut());
        let known = scope
            .iter()
            .flat_map(|scope| &scope.table)
            .map(|(at, _)| at);
        let known: BTreeSet<&usize> = known.collect();
        let left = self.of_all.iter().filter(|(at, _)| !known.contains(at));
        let left: Vec<(usize, &Base)> = left.copied().collect();
        let (mut of_all, mut in_scope) = (self.merger(&left), self.merger(&self.in_scope));
        let mut invalid: BTreeMap<DimensionIndex, Invalid> = BTreeMap::new();
        let mut problem: Option<Problem> = None;
        let mut inspected = Vec::new();
        let grouped = |seen: Seen<'a>| Look {
            inspected: seen.inspected,
            groups: seen
                .rows
                .map(|rows| self.group(rows, &left, scope.as_ref().ok())),
        };
        let mut take = |looks: Vec<Result<Look, Diagnostic>>| {
            for look in looks {
                let look = look?;
                inspected.push(look.inspected);
                let found = match look.groups {
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
                let parts = [(&mut of_all, found.of_all), (&mut in_scope, found.in_scope)];
                let added = parts
                    .into_iter()
                    .try_for_each(|(merger, Part(tables, rows))| merger.add(tables, rows));
                problem = self.added(added).err();
            }
            Ok(())
        };
        let read = match held {
            Some(held) => take(held.into_par_iter().map(|seen| Ok(grouped(seen))).collect()),
            None => self.contract.each_batch(&names, |batch| {
                let chunks = batch.chunks.par_iter();
                let looks = chunks.map(|chunk| self.seen(batch, chunk).map(grouped));
                take(looks.collect())
            }),
        };
        read.map_err(one)?;
        let (statistics, mut warnings) = self.contract.finish(&inspected)?;
        warnings.extend(self.contract.called_totals(&self.plan.compared));
        if let Some(problem) = problem {
            return Err(one(self.reported(problem)));
        }
        let mut tables = self.finished(of_all).map_err(one)?;
        let scope = scope.map_err(one)?;
        let pushdown = Pushdown {
            is_scope_pushed: scope.rows.is_some(),
            ahead: scope.columns,
            bases: Vec::new(),
        };
        tables.extend(scope.table);
        tables.extend(self.finished(in_scope).map_err(one)?);
        tables.sort_by_key(|(at, _)| *at);
        Ok(Scanned {
            statistics,
            warnings,
            tables,
            invalid,
            absent: self.missing.absent(),
            pushdown,
        })
    }

    /// The rows of a source that has only some.
    fn held(&self, names: &[String]) -> Result<Option<Vec<Seen<'a>>>, Diagnostic> {
        let Some(batch) = self.contract.only_batch(names)? else {
            return Ok(None);
        };
        let chunks = batch.chunks.par_iter();
        let seen: Vec<Result<_, Diagnostic>> =
            chunks.map(|chunk| self.seen(&batch, chunk)).collect();
        seen.into_iter().collect::<Result<_, _>>().map(Some)
    }

    /// Which rows are in scope, by those that are `held`, or by a pass over all.
    fn scope(&self, held: Option<&mut [Seen<'a>]>) -> Result<Scope, Diagnostic> {
        // Of rows that break the contract nothing is chosen: that will be reported.
        let are_wrong = |held: &&mut [Seen<'a>]| held.iter().any(|seen| seen.rows.is_none());
        if self.in_scope.is_empty() || held.as_ref().is_some_and(are_wrong) {
            return Ok(Scope::default());
        }
        let (Some(ahead), Some(step)) = (ScopeAhead::of(self.plan), &self.plan.scope) else {
            return Ok(Scope::default());
        };
        let at = step.rollup.base;
        let whole = &self.plan.bases[at];
        // The base is not grouped again if it takes no more columns.
        let is_whole = whole.explode.is_none()
            && !whole.for_coverage
            && self.columns_of(&[(at, whole)]) == self.columns_of(&[(at, &ahead.base)]);
        let bases = [(at, if is_whole { whole } else { &ahead.base })];
        let names = self.columns_of(&bases);
        let mut merger = self.merger(&bases);
        let grouped = |rows: &mut SourceRows<'_>| {
            let tables = self.tables(rows, &bases);
            let tables = tables.map_err(|problem| self.reported(problem))?;
            Ok((tables, rows.height()))
        };
        let mut take = |found: Vec<Result<_, Diagnostic>>| {
            for found in found {
                let (tables, rows) = found?;
                let added = self.added(merger.add(tables, rows));
                added.map_err(|problem| self.reported(problem))?;
            }
            Ok(())
        };
        match held {
            Some(held) => {
                let rows = held.par_iter_mut().filter_map(|seen| seen.rows.as_mut());
                take(rows.map(grouped).collect())
            }
            None => self
                .contract
                .each_batch(&self.contract.names_ahead(&names), |batch| {
                    let chunks = batch.chunks.par_iter();
                    let found = chunks.map(|chunk| {
                        let frame = self.contract.ahead(batch, chunk, &names)?;
                        grouped(&mut SourceRows::new(self.plan, self.scan.source, frame))
                    });
                    take(found.collect())
                }),
        }?;
        let Some((_, table)) = self.finished(merger)?.pop() else {
            return Ok(Scope::default());
        };
        let part = if is_whole {
            ahead.part_of(&table)
        } else {
            table.clone()
        };
        Ok(Scope {
            rows: ahead.choose(self.plan, part),
            table: is_whole.then_some((at, table)),
            columns: self.contract.names_of_ahead(&names),
        })
    }

    /// Holds the rows of a chunk against the contract.
    fn seen(&self, batch: &Batch, chunk: &Chunk) -> Result<Seen<'a>, Diagnostic> {
        let name = || self.plan.sources[self.scan.source].name.clone();
        let (inspected, frame) = self
            .meter
            .time(Step::Source, name, || self.contract.inspect(batch, chunk))?;
        if let Some(frame) = &frame {
            let looked = self.missing.look(frame);
            looked.map_err(|problem| self.reported(problem))?;
        }
        let rows = frame.map(|frame| SourceRows::new(self.plan, self.scan.source, frame));
        Ok(Seen { inspected, rows })
    }

    /// The groups of the rows of a chunk in some bases `of_all` rows and those of rows in `scope`, unless it is not known.
    fn group(
        &self,
        mut rows: SourceRows<'_>,
        of_all: &[(usize, &Base)],
        scope: Option<&Scope>,
    ) -> Result<Groups, Problem> {
        let tables = self.tables(&mut rows, of_all)?;
        let of_all = Part(tables, rows.height());
        let bases = self.in_scope.iter().chain(&self.of_all);
        let mut invalid = BTreeMap::new();
        for dimension in bases.filter_map(|(_, base)| base.explode) {
            if self.plan[dimension].lookup.is_some() && !invalid.contains_key(&dimension) {
                invalid.insert(dimension, rows.mention(dimension)?.invalid.clone());
            }
        }
        let in_scope = match scope {
            Some(scope) if !self.in_scope.is_empty() => {
                let mut rows = self.rows_in_scope(rows, scope.rows.as_ref())?;
                Part(self.tables(&mut rows, &self.in_scope)?, rows.height())
            }
            _ => Part::default(),
        };
        Ok(Groups {
            of_all,
            in_scope,
            invalid,
        })
    }

    /// Those of the rows that are in scope; all where that cannot be told.
    fn rows_in_scope<'r>(
        &self,
        mut rows: SourceRows<'r>,
        scope: Option<&InScope>,
    ) -> Result<SourceRows<'r>, Problem> {
        let Some(scope) = scope else {
            return Ok(rows);
        };
        let of_key = scope.key.as_ref().and_then(|key| rows.with_one_of(key));
        let kept = if let Some(kept) = of_key {
            kept
        } else {
            rows.prepare(&[&scope.base])?;
            let (table, of) = aggregate(&scope.base, &rows)?;
            let Some(groups) = scope.of(self.plan, table) else {
                return Ok(rows);
            };
            of.iter().map(|group| groups[*group as usize]).collect()
        };
        if kept.contains(&false) {
            rows = rows.filter(&kept, &self.columns_of(&self.in_scope))?;
        }
        Ok(rows)
    }

    /// The groups that rows make in some bases.
    fn tables(
        &self,
        rows: &mut SourceRows<'_>,
        bases: &[(usize, &Base)],
    ) -> Result<Vec<BaseTable>, Problem> {
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
                let found = || match counted(base, rows)? {
                    Some(table) => Ok::<_, Problem>(table),
                    None => Ok(aggregate(base, rows)?.0),
                };
                let found = self.meter.time(Step::Base, name, found);
                Ok((*at, found?))
            })
            .collect();
        found.into_iter().collect()
    }

    /// The columns of the contract that some bases read.
    fn columns_of(&self, bases: &[(usize, &Base)]) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let name_of = |dimension: DimensionIndex| self.plan[dimension].definition.name.clone();
        for (_, base) in bases {
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

    fn merger<'b>(&self, bases: &[(usize, &'b Base)]) -> Merger<'b> {
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
