//! Rows of a base in groups: which of them count, and which count only once.

use super::coded::Coded;
use super::codes::MISSING;
use super::groups::GroupTable;
use super::numbering::{KeyPart, number_tuples};
use crate::plan::RollupAggregate;
use std::borrow::Cow;

/// Rows of a base, each in a group.
#[derive(Clone)]
pub(super) struct Members<'a> {
    rows: Cow<'a, [u32]>,
    /// The group of each row; `None` if all are in one.
    of: Option<Cow<'a, [u32]>>,
    groups: usize,
}

impl<'a> Members<'a> {
    /// Rows, with the group of each.
    pub(super) fn new(rows: &'a [u32], of: &'a [u32], groups: usize) -> Self {
        Self {
            rows: rows.into(),
            of: Some(of.into()),
            groups,
        }
    }

    /// Rows that form a single group.
    pub(super) fn together(rows: &'a [u32]) -> Self {
        Self {
            rows: rows.into(),
            of: None,
            groups: 1,
        }
    }

    /// Calls `act` with every row and its group.
    pub(super) fn each(&self, mut act: impl FnMut(usize, usize)) {
        match &self.of {
            Some(of) => {
                for (row, group) in self.rows.iter().zip(&**of) {
                    act(*row as usize, *group as usize);
                }
            }
            None => {
                for row in &*self.rows {
                    act(*row as usize, 0);
                }
            }
        }
    }

    /// The number of groups.
    pub(super) fn groups(&self) -> usize {
        self.groups
    }

    /// The row of a member.
    pub(super) fn row(&self, at: u32) -> usize {
        self.rows[at as usize] as usize
    }

    /// The group of a member.
    pub(super) fn group(&self, at: u32) -> usize {
        self.of.as_ref().map_or(0, |of| of[at as usize] as usize)
    }

    /// Those that pass the condition of an aggregate.
    pub(super) fn passing(&self, table: &GroupTable, part: &RollupAggregate) -> Members<'_> {
        match part.condition.map(|at| &table.conditions[at]) {
            Some(condition) => self.filter(|row| condition[row]),
            None => self.borrowed(),
        }
    }

    /// Those that pass the condition of one aggregate at least.
    pub(super) fn passing_any(&self, table: &GroupTable, parts: &[RollupAggregate]) -> Members<'_> {
        let conditions = parts.iter().map(|part| part.condition);
        match conditions.collect::<Option<Vec<usize>>>() {
            Some(all) => self.filter(|row| all.iter().any(|at| table.conditions[*at][row])),
            None => self.borrowed(),
        }
    }

    fn borrowed(&self) -> Members<'_> {
        Members {
            rows: Cow::Borrowed(&self.rows),
            of: self.of.as_deref().map(Cow::Borrowed),
            groups: self.groups,
        }
    }

    /// The rows that pass a test.
    pub(super) fn filter(&self, test: impl Fn(usize) -> bool) -> Members<'static> {
        let (mut rows, mut groups) = (Vec::new(), Vec::new());
        self.each(|row, group| {
            if test(row) {
                rows.push(row as u32);
                if self.of.is_some() {
                    groups.push(group as u32);
                }
            }
        });
        Members {
            rows: rows.into(),
            of: self.of.is_some().then(|| groups.into()),
            groups: self.groups,
        }
    }

    /// Some of the members, by position.
    pub(super) fn take(&self, positions: &[u32]) -> Members<'static> {
        let at = |list: &[u32]| positions.iter().map(|at| list[*at as usize]).collect();
        Members {
            rows: at(&self.rows),
            of: self.of.as_ref().map(|of| at(of)),
            groups: self.groups,
        }
    }

    /// If groups of the base are mentions: one mention per row and group.
    pub(super) fn once_a_row(&self, table: &GroupTable) -> Members<'_> {
        match &table.source_rows {
            Some(_) => self.take(&self.first_of_rows(table)),
            None => self.borrowed(),
        }
    }

    /// Positions of the members, keeping only the first of several mentions of a row in a group.
    pub(super) fn first_of_rows(&self, table: &GroupTable) -> Vec<u32> {
        let Some(source_rows) = &table.source_rows else {
            return (0..self.rows.len() as u32).collect();
        };
        let rows = self.rows.iter();
        let sources: Vec<u32> = rows.map(|row| source_rows[*row as usize]).collect();
        if sources.is_sorted() {
            // The mentions of a row follow each other in every group.
            let mut last = vec![MISSING; self.groups];
            let is_first = |at: &u32| {
                let source = sources[*at as usize];
                std::mem::replace(&mut last[self.group(*at)], source) != source
            };
            return (0..sources.len() as u32).filter(is_first).collect();
        }
        self.distinct(&[KeyPart {
            codes: &sources,
            values: u32::MAX as usize,
        }])
    }

    /// Positions of the first member for each distinct tuple of some keys in a group.
    pub(super) fn distinct_tuples(&self, table: &GroupTable, names: &[String]) -> Vec<u32> {
        let columns = names.iter().map(|name| table.keys[name].take(&self.rows));
        let columns: Vec<Coded> = columns.collect();
        let parts: Vec<KeyPart<'_>> = columns.iter().map(Coded::part).collect();
        self.distinct(&parts)
    }

    /// Positions of the first member for each distinct tuple in a group; `parts` has one code per
    /// member.
    fn distinct(&self, parts: &[KeyPart<'_>]) -> Vec<u32> {
        let group = self.of.as_ref().map(|of| KeyPart {
            codes: of,
            values: self.groups,
        });
        let parts: Vec<KeyPart<'_>> = group.into_iter().chain(parts.iter().copied()).collect();
        number_tuples(&parts, 0..self.rows.len() as u32).first
    }
}
