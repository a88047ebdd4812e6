//! Cumulative amounts: the total of a breakdown's row and those before it, in which a source row or
//! a distinct value that occurs in several of them counts once.

use super::aggregate::first_amounts;
use super::amounts::{Amounts, Codes};
use super::breakdown::{BreakdownBuilder, RowGroups};
use super::grouping::Grouped;
use super::members::Members;
use crate::plan::{RollupAggregate, RollupKind};
use rustc_hash::FxHashMap;

impl BreakdownBuilder<'_> {
    /// For each additive measure, the total of each group and those before it in an order, among
    /// those with the same fixed keys.
    pub(super) fn cumulative(
        &self,
        full: &Grouped<'_>,
        shown: &RowGroups<'_>,
        order: &[u32],
    ) -> Vec<Vec<i128>> {
        if !self.definition.cumulative {
            return Vec::new();
        }
        let mut numbers: FxHashMap<Codes, u32> = FxHashMap::default();
        let fixed = order.iter().map(|at| {
            let next = numbers.len() as u32;
            let fixed = self.fixed(shown.groups.codes(*at));
            *numbers.entry(fixed).or_insert(next)
        });
        let fixed: Vec<u32> = fixed.collect();
        let measures = self.measures.iter().zip(&shown.groups.amounts);
        measures
            .map(|(measure, amounts)| {
                let (Amounts::Integers(values) | Amounts::Decimals(values, _)) = amounts else {
                    return Vec::new();
                };
                let Some(measure) = measure.aggregate() else {
                    return Vec::new();
                };
                let is_distinct = matches!(measure.kind, RollupKind::CountDistinct(_));
                let added = if self.table.source_rows.is_some() || is_distinct {
                    self.first_in_order(full, shown, order, (&fixed, numbers.len()), measure)
                } else {
                    order.iter().map(|at| values[*at as usize]).collect()
                };
                let mut sums = vec![0_i128; numbers.len()];
                let mut running = vec![0_i128; order.len()];
                for (position, at) in order.iter().enumerate() {
                    let sum = &mut sums[fixed[position] as usize];
                    *sum += added[position];
                    running[*at as usize] = *sum;
                }
                running
            })
            .collect()
    }

    /// What each group adds to those before it, by position in the order.
    fn first_in_order(
        &self,
        full: &Grouped<'_>,
        shown: &RowGroups<'_>,
        order: &[u32],
        (fixed, parents): (&[u32], usize),
        measure: &RollupAggregate,
    ) -> Vec<i128> {
        let mut positions = vec![0_u32; order.len()];
        for (position, at) in (0_u32..).zip(order) {
            positions[*at as usize] = position;
        }
        let members = full.rows.iter().zip(&full.of);
        let mut members: Vec<(u32, u32)> = members
            .filter_map(|(row, of)| Some((positions[shown.of[*of as usize]? as usize], *row)))
            .collect();
        members.sort_unstable();
        let rows: Vec<u32> = members.iter().map(|(_, row)| *row).collect();
        let of: Vec<u32> = members
            .iter()
            .map(|(position, _)| fixed[*position as usize])
            .collect();
        let mut added = vec![0_i128; order.len()];
        for (at, amount) in first_amounts(self.table, &Members::new(&rows, &of, parents), measure) {
            added[members[at as usize].0 as usize] += amount;
        }
        added
    }
}
