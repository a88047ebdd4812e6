//! Rows of a base → groups with their aggregates, and these → coarser ones.

use super::aggregate::aggregate_groups;
use super::amounts::{Amounts, Codes, Groups};
use super::coded::Coded;
use super::groups::GroupTable;
use super::members::Members;
use super::numbering::{KeyPart, Numbering, number_tuples};
use crate::diagnostic::Diagnostic;
use crate::plan::{RollupKind, RollupMeasure};
use rustc_hash::FxHashMap;

/// Rows of a base in groups.
pub(super) struct Grouped<'a> {
    table: &'a GroupTable,
    /// The rows.
    pub(super) rows: &'a [u32],
    /// The group of each row.
    pub(super) of: Vec<u32>,
    /// The groups, in the order of their first rows.
    pub(super) groups: Groups,
}

/// Groups rows by some dimensions and aggregates them.
pub(super) fn group<'a>(
    table: &'a GroupTable,
    rows: &'a [u32],
    dimensions: &[String],
    measures: &[RollupMeasure],
) -> Result<Grouped<'a>, Diagnostic> {
    let columns: Vec<&Coded> = dimensions.iter().map(|name| &table.keys[name]).collect();
    let parts: Vec<KeyPart<'_>> = columns.iter().map(|column| column.part()).collect();
    let numbering = number_tuples(&parts, rows.iter().copied());
    let codes = numbering.first.iter().flat_map(|row| {
        let columns = columns.iter();
        columns.map(|column| column.codes[*row as usize])
    });
    let codes = codes.collect();
    let members = Members::new(rows, &numbering.codes, numbering.first.len());
    let groups = Groups {
        codes,
        width: columns.len(),
        count: numbering.first.len(),
        amounts: aggregated(table, &members, measures)?,
    };
    Ok(Grouped {
        table,
        rows,
        of: numbering.codes,
        groups,
    })
}

fn aggregated(
    table: &GroupTable,
    members: &Members<'_>,
    measures: &[RollupMeasure],
) -> Result<Vec<Amounts>, Diagnostic> {
    let measures = measures.iter();
    measures
        .map(|measure| aggregate_groups(table, members, measure))
        .collect()
}

impl Grouped<'_> {
    /// Groups the same rows by some of their levels alone.
    pub(super) fn by_levels(
        &self,
        measures: &[RollupMeasure],
        levels: &[usize],
    ) -> Result<Groups, Diagnostic> {
        let Numbering { codes: of, first } = self.groups.numbered(levels);
        let codes = first.iter().flat_map(|at| {
            let codes = self.groups.codes(*at);
            levels.iter().map(|level| codes[*level])
        });
        let recoded: Vec<Option<u32>> = of.into_iter().map(Some).collect();
        Ok(Groups {
            codes: codes.collect(),
            width: levels.len(),
            count: first.len(),
            amounts: self.coarser(measures, &recoded, first.len())?,
        })
    }

    /// Groups the same rows more coarsely, by the result of `recode` for the codes of each group; a
    /// group without a result is left out.
    pub(super) fn regroup(
        &self,
        measures: &[RollupMeasure],
        recode: impl Fn(&[u32]) -> Option<Codes>,
    ) -> Result<Groups, Diagnostic> {
        Ok(self.regroup_mapped(measures, recode)?.0)
    }

    /// As [`Grouped::regroup`], with the coarser group of each group.
    pub(super) fn regroup_mapped(
        &self,
        measures: &[RollupMeasure],
        mut recode: impl FnMut(&[u32]) -> Option<Codes>,
    ) -> Result<(Groups, Vec<Option<u32>>), Diagnostic> {
        let mut numbers: FxHashMap<Codes, u32> = FxHashMap::default();
        let mut codes = Vec::new();
        let mut width = 0;
        let recoded: Vec<Option<u32>> = self
            .groups
            .positions()
            .map(|at| {
                let coarse = recode(self.groups.codes(at))?;
                let next = numbers.len() as u32;
                Some(*numbers.entry(coarse).or_insert_with_key(|coarse| {
                    width = coarse.len();
                    codes.extend(coarse);
                    next
                }))
            })
            .collect();
        let count = numbers.len();
        let groups = Groups {
            codes,
            width,
            count,
            amounts: self.coarser(measures, &recoded, count)?,
        };
        Ok((groups, recoded))
    }

    /// The aggregates of coarser groups; `recoded` says in which each group is, if in any.
    fn coarser(
        &self,
        measures: &[RollupMeasure],
        recoded: &[Option<u32>],
        count: usize,
    ) -> Result<Vec<Amounts>, Diagnostic> {
        if let Some(amounts) = self.added_up(measures, recoded, count) {
            return Ok(amounts);
        }
        let members = self.rows.iter().zip(&self.of);
        let (rows, of): (Vec<u32>, Vec<u32>) = members
            .filter_map(|(row, of)| Some((*row, recoded[*of as usize]?)))
            .unzip();
        aggregated(self.table, &Members::new(&rows, &of, count), measures)
    }

    /// Sums and counts of the coarser groups from those of the finer ones; `None` if a measure is
    /// not additive, or if a row in several groups would be counted several times.
    fn added_up(
        &self,
        measures: &[RollupMeasure],
        recoded: &[Option<u32>],
        count: usize,
    ) -> Option<Vec<Amounts>> {
        if self.table.source_rows.is_some() {
            return None;
        }
        let add = |values: &[i128]| {
            let mut sums = vec![0_i128; count];
            for (value, coarse) in values.iter().zip(recoded) {
                if let Some(coarse) = coarse {
                    sums[*coarse as usize] += value;
                }
            }
            sums
        };
        let mut amounts = Vec::new();
        for (measure, fine) in measures.iter().zip(&self.groups.amounts) {
            match (&measure.aggregate()?.kind, fine) {
                (RollupKind::Count | RollupKind::Sum(_), Amounts::Integers(values)) => {
                    amounts.push(Amounts::Integers(add(values)));
                }
                (RollupKind::Sum(_), Amounts::Decimals(values, scale)) => {
                    amounts.push(Amounts::Decimals(add(values), *scale));
                }
                _ => return None,
            }
        }
        (amounts.len() == measures.len()).then_some(amounts)
    }
}
