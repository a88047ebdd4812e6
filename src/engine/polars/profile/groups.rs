//! Rows that stand for the others of their group: `World` of each year, the subtotals of a rollup.
//!
//! In: the texts of all files, the profile of the rows that count so far, and their numbers. Out: rows that are called or lack the same, each of
//! which has the sums of the rows that agree with it in all else.

use super::ColumnProfile;
use super::keys::{Code, Keys, MISSING, Marks, Pattern};
use super::sum::{Near, Sum};
use super::sums::{FEW_STEPS, FEW_STEPS_OF_NAMED, Numbers};
use super::total::{Kind, Rows, Total};
use crate::engine::labels::is_whole;
use polars::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Ways of lacking or being called the same, beyond which they are no totals.
const MOST_PATTERNS: usize = 16;

/// Groups from which on their sums are no chance.
const GROUPS: usize = 2;

/// Rows of a group from which on their sum is one.
const SEVERAL: usize = 2;

/// How rows were chosen that may stand for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Chosen {
    /// By a name that is one of a total.
    Name,
    /// By what they lack.
    EmptyCells,
    /// By their numbers alone.
    Numbers,
}

/// Rows that stand for others.
#[derive(Default)]
pub(super) struct Found {
    /// The rows.
    pub(super) totals: Vec<Total>,
    /// The columns in which they have sums.
    pub(super) sums: Vec<String>,
    /// One that has a part of what the others of its group add up to, as all that are called so have, and how often they have it.
    pub(super) nested: Option<(Total, u8)>,
}

/// Finds such rows.
pub(super) fn find(
    frame: &DataFrame,
    columns: &[ColumnProfile],
    numbers: &Numbers<'_>,
    rows: (Rows<'_>, &[bool]),
) -> Found {
    let keys = Keys::of(frame, columns, numbers);
    let groups = Groups {
        keys: &keys,
        numbers,
        ends: rows.0.files().map(|file| file.end).collect(),
        rows,
    };
    let named = keys.marks(|_, text| text.is_some_and(is_whole));
    let named_or_empty = keys.marks(|is_text, text| text.map_or(is_text, is_whole));
    for (marks, chosen) in [(named, Chosen::Name), (named_or_empty, Chosen::EmptyCells)] {
        let found = groups.marked(&marks, chosen);
        if !found.totals.is_empty() || found.nested.is_some() {
            return found;
        }
    }
    for (key, code) in groups.halves() {
        let found = groups.marked(&keys.mark(key, code), Chosen::Numbers);
        if !found.totals.is_empty() {
            return found;
        }
    }
    Found::default()
}

struct Groups<'a> {
    keys: &'a Keys<'a>,
    numbers: &'a Numbers<'a>,
    /// The files, and which rows count.
    rows: (Rows<'a>, &'a [bool]),
    /// The first row behind each file.
    ends: Vec<usize>,
}

/// What rows share with complete ones.
struct Shared {
    /// The group of each row.
    groups: Vec<Group>,
    /// The columns of their sums.
    sums: Vec<usize>,
    /// What all numbers of the first of these are multiples of.
    step: i128,
    /// The columns by which they agree.
    by: Vec<String>,
}

/// The complete rows of a group.
struct Group {
    /// What they add up to, by the columns of sums.
    sums: Vec<Sum>,
    count: usize,
}

impl Groups<'_> {
    fn counting(&self) -> impl Iterator<Item = usize> {
        let counts = self.rows.1.iter().enumerate();
        counts.filter_map(|(row, counts)| counts.then_some(row))
    }

    /// The rows with marks that stand for those without.
    fn marked(&self, marks: &Marks, chosen: Chosen) -> Found {
        let mut found = Found::default();
        let mut patterns: BTreeMap<Pattern, Vec<usize>> = BTreeMap::new();
        let mut complete = Vec::new();
        if !marks.is_empty() {
            for row in self.counting() {
                match self.keys.pattern(row, marks) {
                    Some(pattern) => patterns.entry(pattern).or_default().push(row),
                    None => complete.push(row),
                }
            }
        }
        if patterns.len() > MOST_PATTERNS {
            return found;
        }
        for (pattern, rows) in patterns {
            let Some(shared) = self.shared(&pattern, (&rows, &complete), chosen) else {
                continue;
            };
            let total = |row: &usize| self.total(&pattern, *row, &shared.by);
            let stand_for = |times| self.are_sums(&shared, &rows, chosen, times);
            if stand_for(1) {
                found.totals.extend(rows.iter().map(total));
                let sums = shared.sums.iter();
                found
                    .sums
                    .extend(sums.map(|at| self.numbers.name_of(*at).to_owned()));
            } else if chosen == Chosen::Name && found.nested.is_none() {
                let times = [2, 3].into_iter().find(|times| stand_for(*times));
                let first = rows.first().map(total);
                found.nested = first.zip(times);
            }
        }
        found.totals.sort_by_key(|it| it.at);
        found
    }

    /// What rows of a pattern share with complete ones; none if they cannot stand for these.
    fn shared(
        &self,
        pattern: &Pattern,
        (rows, complete): (&[usize], &[usize]),
        chosen: Chosen,
    ) -> Option<Shared> {
        if rows.len() > complete.len() {
            return None;
        }
        let (mut sums, mut by) = (Vec::new(), Vec::new());
        for at in 0..self.numbers.count() {
            if pattern.has(self.keys.of_number(at)) || self.sum(at, rows).is_nothing() {
                continue;
            }
            let is_all = self.sum(at, rows).is_as(self.sum(at, complete));
            match self.keys.of_number(at) {
                // A year, of which the total may go further back.
                Some(key) if !is_all && self.keys.are_among(key, rows, complete) => by.push(key),
                // Most rows that lack something are no totals, and need no further look.
                _ if !is_all && chosen != Chosen::Name => return None,
                _ => sums.push(at),
            }
        }
        let tells = |key: &usize| {
            !pattern.has(Some(*key))
                && self.keys.is_label(*key)
                && rows.iter().any(|row| self.keys.code(*key, *row) != MISSING)
                && self.keys.is_shared(*key, rows, complete)
        };
        by.extend((0..self.keys.count()).filter(tells));
        if sums.is_empty() || by.is_empty() {
            return None;
        }
        let groups = self.groups(&by, &sums, (rows, complete))?;
        let steps = sums.first().map(|at| self.numbers.step(*at, complete));
        Some(Shared {
            groups,
            sums,
            step: steps.unwrap_or_default(),
            by: by
                .iter()
                .map(|key| self.keys.name(*key).to_owned())
                .collect(),
        })
    }

    /// The complete rows that agree with each row; none if two rows stand for the same ones.
    fn groups(
        &self,
        by: &[usize],
        sums: &[usize],
        (rows, complete): (&[usize], &[usize]),
    ) -> Option<Vec<Group>> {
        let mut positions: FxHashMap<Vec<Code>, usize> = FxHashMap::default();
        let mut groups = Vec::new();
        let mut codes = Vec::new();
        for row in rows {
            self.codes(by, *row, &mut codes);
            let empty = Sum::of(std::iter::empty());
            let group = Group {
                sums: vec![empty; sums.len()],
                count: 0,
            };
            if positions.insert(codes.clone(), groups.len()).is_some() {
                return None;
            }
            groups.push(group);
        }
        for row in complete {
            self.codes(by, *row, &mut codes);
            let Some(group) = positions.get(&codes).and_then(|at| groups.get_mut(*at)) else {
                continue;
            };
            group.count += 1;
            for (sum, at) in group.sums.iter_mut().zip(sums) {
                *sum = sum.with(self.numbers.units(*at, *row));
            }
        }
        Some(groups)
    }

    /// The file of a row, and its values in some columns.
    fn codes(&self, by: &[usize], row: usize, codes: &mut Vec<Code>) {
        codes.clear();
        let file = self.ends.partition_point(|end| *end <= row);
        codes.push(Code::try_from(file).unwrap_or(Code::MAX));
        codes.extend(by.iter().map(|key| self.keys.code(*key, row)));
    }

    /// Whether rows have the sums of their groups in each of their numbers, or these have their numbers several times, and not by chance.
    fn are_sums(&self, shared: &Shared, rows: &[usize], chosen: Chosen, times: u8) -> bool {
        let near = match chosen {
            Chosen::Name if times == 1 => Near::Rounded,
            _ => Near::Exact,
        };
        let mut seen = Seen::default();
        for (row, group) in rows.iter().zip(&shared.groups) {
            if group.count == 0 {
                seen.alone += 1;
                continue;
            }
            let mut has_some = false;
            for (sum, at) in group.sums.iter().zip(&shared.sums) {
                let Some(number) = self.numbers.units(*at, *row) else {
                    continue;
                };
                let digits = || self.numbers.digits_of(*at, *row);
                let number = number.saturating_mul(times.into());
                if !sum.is(number, near, digits) {
                    return false;
                }
                has_some |= number != 0;
            }
            if has_some && group.count >= SEVERAL {
                seen.several += 1;
                let sum = group.sums.first().and_then(|sum| sum.units);
                let steps = sum.unwrap_or_default().checked_div(shared.step);
                let steps = steps.unwrap_or_default().saturating_abs().max(1);
                seen.steps = seen.steps.saturating_mul(steps);
            }
        }
        seen.are_no_chance(shared.sums.len(), chosen)
    }

    /// What some rows add up to in a column.
    fn sum(&self, at: usize, rows: &[usize]) -> Sum {
        Sum::of(rows.iter().map(|row| self.numbers.units(at, *row)))
    }

    /// Names in columns whose rows have half of what all have in some column of numbers.
    fn halves(&self) -> Vec<(usize, Code)> {
        let mut found = Vec::new();
        for at in 0..self.numbers.count() {
            let all = self.counting().map(|row| self.numbers.units(at, row));
            let Some(all) = Sum::of(all).units.filter(|it| *it != 0) else {
                continue;
            };
            for key in (0..self.keys.count()).filter(|key| self.keys.is_name(*key)) {
                let mut sums: FxHashMap<Code, (Sum, usize)> = FxHashMap::default();
                for row in self.counting() {
                    let empty = (Sum::of(std::iter::empty()), 0);
                    let (sum, rows) = sums.entry(self.keys.code(key, row)).or_insert(empty);
                    *sum = sum.with(self.numbers.units(at, row));
                    *rows += 1;
                }
                let is_half = |(sum, rows): &(Sum, usize)| {
                    let twice = sum.units.and_then(|units| units.checked_mul(2));
                    *rows >= GROUPS && twice == Some(all)
                };
                let halves = sums
                    .into_iter()
                    .filter(|(code, it)| *code != MISSING && is_half(it));
                found.extend(halves.map(|(code, _)| (key, code)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn total(&self, pattern: &Pattern, at: usize, of: &[String]) -> Total {
        let (files, counts) = self.rows;
        let file = files.file_of(at);
        let mut marked = (0..self.keys.count()).filter(|key| pattern.has(Some(*key)));
        let first = marked.clone().next();
        let named = marked.find(|key| self.keys.code(*key, at) != MISSING);
        let key = named.or(first).unwrap_or_default();
        Total {
            kind: Kind::Group,
            column: self.keys.name(key).to_owned(),
            label: self.keys.text(key, at).map(str::to_owned),
            of: file.clone(),
            by: of.to_vec(),
            like: None,
            lacks: Vec::new(),
            row: at - file.start + 1,
            is_last: !counts[at + 1..file.end].contains(&true),
            is_first_cell: true,
            is_bare: false,
            at,
        }
    }
}

/// What was seen of rows that may be sums.
struct Seen {
    /// Those that are, of several rows.
    several: usize,
    /// Those with which no other row agrees.
    alone: usize,
    /// How many different numbers their sums could be, all together.
    steps: i128,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            several: 0,
            alone: 0,
            steps: 1,
        }
    }
}

impl Seen {
    /// Whether so many rows have sums in so many columns by no chance.
    fn are_no_chance(&self, columns: usize, chosen: Chosen) -> bool {
        let least = match chosen {
            Chosen::Name if self.several >= GROUPS => 0,
            Chosen::Name | Chosen::EmptyCells => FEW_STEPS_OF_NAMED,
            Chosen::Numbers => FEW_STEPS,
        };
        let are_some = self.several >= GROUPS || chosen == Chosen::Name && self.several > 0;
        are_some && self.alone <= self.several && (columns > 1 || self.steps >= least)
    }
}
