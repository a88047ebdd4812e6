//! Groups of the rows of a base with their aggregates, column by column: a breakdown by the ids of a
//! hub has as many groups as the source has rows.

use super::aggregate::aggregate_groups;
use super::coded::Coded;
use super::groups::GroupTable;
use super::members::Members;
use super::numbering::{Part, number_tuples};
use crate::diagnostic::Diagnostic;
use crate::plan::{RollupKind, RollupMeasure};
use crate::results::Value;
use crate::sql::Decimal;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cmp::Ordering;

/// Numbers of the values of a group, one a dimension, without an allocation.
pub(super) type Codes = SmallVec<[u32; 4]>;

/// The value of a measure in each group.
#[derive(Clone, Debug)]
pub(super) enum Amounts {
    /// Sums and counts.
    Integers(Vec<i128>),
    /// Sums of decimals of a scale, in units of their last digit.
    Decimals(Vec<i128>, u8),
    /// Means, least and greatest values.
    Values(Vec<Value>),
}

impl Amounts {
    /// The value of a group.
    pub(super) fn get(&self, at: u32) -> Value {
        match self {
            Self::Integers(values) => Value::Integer(values[at as usize]),
            Self::Decimals(values, scale) => Value::Decimal(Decimal {
                units: values[at as usize],
                scale: *scale,
            }),
            Self::Values(values) => values[at as usize].clone(),
        }
    }

    /// Order by size of the values of two groups.
    pub(super) fn compare(&self, a: u32, b: u32) -> Ordering {
        match self {
            Self::Integers(values) | Self::Decimals(values, _) => {
                values[a as usize].cmp(&values[b as usize])
            }
            Self::Values(values) => values[a as usize].compare(&values[b as usize]),
        }
    }

    fn take(&self, wanted: &[u32]) -> Self {
        match self {
            Self::Integers(values) => {
                Self::Integers(wanted.iter().map(|at| values[*at as usize]).collect())
            }
            Self::Decimals(values, scale) => {
                let units = wanted.iter().map(|at| values[*at as usize]);
                Self::Decimals(units.collect(), *scale)
            }
            Self::Values(values) => {
                let wanted = wanted.iter();
                Self::Values(wanted.map(|at| values[*at as usize].clone()).collect())
            }
        }
    }

    fn append(&mut self, more: Self) {
        match (self, more) {
            (Self::Integers(values), Self::Integers(more)) => values.extend(more),
            (Self::Decimals(values, scale), Self::Decimals(more, of)) if *scale == of => {
                values.extend(more);
            }
            (Self::Values(values), Self::Values(more)) => values.extend(more),
            (values, more) => {
                let all = |amounts: &Self, count: usize| -> Vec<Value> {
                    (0..count as u32).map(|at| amounts.get(at)).collect()
                };
                let mut both = all(values, values.len());
                both.extend(all(&more, more.len()));
                *values = Self::Values(both);
            }
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Integers(values) | Self::Decimals(values, _) => values.len(),
            Self::Values(values) => values.len(),
        }
    }
}

/// Groups with their aggregates.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    /// Numbers of the keys, those of one group behind those of another.
    codes: Vec<u32>,
    /// How many numbers a group has.
    width: usize,
    /// How many groups there are.
    count: usize,
    /// One column a measure.
    pub(super) amounts: Vec<Amounts>,
}

impl Groups {
    /// How many groups there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The groups by position.
    pub(super) fn positions(&self) -> std::ops::Range<u32> {
        0..self.count() as u32
    }

    /// Numbers of the key of a group.
    pub(super) fn codes(&self, at: u32) -> &[u32] {
        let first = at as usize * self.width;
        &self.codes[first..first + self.width]
    }

    /// The values of a group, one a measure.
    pub(super) fn values(&self, at: u32) -> Vec<Value> {
        let amounts = self.amounts.iter();
        amounts.map(|amounts| amounts.get(at)).collect()
    }

    /// Some of the groups.
    pub(super) fn take(&self, wanted: &[u32]) -> Self {
        let codes = wanted.iter().flat_map(|at| self.codes(*at));
        Self {
            codes: codes.copied().collect(),
            width: self.width,
            count: wanted.len(),
            amounts: self.amounts.iter().map(|one| one.take(wanted)).collect(),
        }
    }

    /// Adds groups behind these.
    pub(super) fn append(&mut self, more: Self) {
        self.codes.extend(more.codes);
        self.count += more.count;
        for (amounts, more) in self.amounts.iter_mut().zip(more.amounts) {
            amounts.append(more);
        }
    }
}

/// Rows of a base in groups.
pub(super) struct Grouped<'a> {
    table: &'a GroupTable,
    /// The rows.
    pub(super) rows: &'a [u32],
    /// The group of each row.
    pub(super) of: Vec<u32>,
    /// The groups, in the order in which they come.
    pub(super) groups: Groups,
}

/// Groups rows by some dimensions and aggregates.
pub(super) fn group<'a>(
    table: &'a GroupTable,
    rows: &'a [u32],
    dimensions: &[String],
    measures: &[RollupMeasure],
) -> Result<Grouped<'a>, Diagnostic> {
    let columns: Vec<&Coded> = dimensions.iter().map(|name| &table.keys[name]).collect();
    let parts: Vec<Part<'_>> = columns.iter().map(|column| column.part()).collect();
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
    /// Groups the same rows more coarsely, by what `recode` makes of the numbers of each group;
    /// without any, a group is left out.
    pub(super) fn regroup(
        &self,
        measures: &[RollupMeasure],
        recode: impl Fn(&[u32]) -> Option<Codes>,
    ) -> Result<Groups, Diagnostic> {
        Ok(self.regroup_told(measures, recode)?.0)
    }

    /// As [`Grouped::regroup`], with the coarser group of each group.
    pub(super) fn regroup_told(
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
        let amounts = if let Some(amounts) = self.added_up(measures, &recoded, count) {
            amounts
        } else {
            let members = self.rows.iter().zip(&self.of);
            let (rows, of): (Vec<u32>, Vec<u32>) = members
                .filter_map(|(row, of)| Some((*row, recoded[*of as usize]?)))
                .unzip();
            let members = Members::new(&rows, &of, count);
            aggregated(self.table, &members, measures)?
        };
        let groups = Groups {
            codes,
            width,
            count,
            amounts,
        };
        Ok((groups, recoded))
    }

    /// Sums and counts of the coarser groups from those of the finer ones; none where a measure does not
    /// add up, or a row that is in several groups would be counted several times.
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
