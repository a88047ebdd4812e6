//! Which rows that are called totals, subtotals or means are such, by their numbers.
//!
//! In: these rows, and the numbers of all. Out: those that stand for others, and in which columns; those that do not, which count.

use super::groups;
use super::sum::{Near, Sum};
use super::sums::{self, FEW_STEPS_OF_NAMED, Numbers};
use super::total::{Kind, Rows, Total};
use super::{ColumnProfile, Fit};
use crate::engine::labels::{Statistic, is_plain};
use crate::sql::Type;
use polars::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;

/// Rows of which some stand for others.
pub(super) struct Settled {
    /// Those that do.
    pub(super) kept: Vec<Total>,
    /// Those that count.
    pub(super) left: Vec<Total>,
    /// The columns in which totals have the sum of all others.
    pub(super) sums: Vec<String>,
    /// One of those that count which is a part of what the others add up to, and how often they have it.
    pub(super) nested: Option<(Total, u8)>,
    /// A total of a file whose rows add up to something else, once those count that are called totals or means and are none.
    pub(super) contradicted: Option<Total>,
}

/// Settles which of some rows stand for others. Where none is a total of those that are called so, a row that is called something
/// else may be.
pub(super) fn settled(
    (frame, columns): (&DataFrame, &[ColumnProfile]),
    numbers: &Numbers<'_>,
    (files, counts): (Rows<'_>, &[bool]),
    mut candidates: Vec<Total>,
) -> Settled {
    for total in candidates.iter_mut().filter(|it| it.label.is_none()) {
        total.is_bare = is_bare(frame, columns, total.at);
    }
    let settle = |candidates: Vec<Total>, counts: &[bool]| {
        let settling = Settling {
            numbers,
            files,
            counts,
        };
        settling.settle(candidates)
    };
    let mut settled = settle(candidates, counts);
    if settled.kept.iter().any(Total::is_total) {
        settled.contradicted = contradicted(&settled, numbers, (files, counts));
        return settled;
    }
    let (statistics, left): (Vec<Total>, Vec<Total>) =
        settled.left.into_iter().partition(Total::is_statistic);
    settled.left = left;
    let mut counts = counts.to_vec();
    for total in &settled.left {
        counts[total.at] = true;
    }
    let (mut totals, mut sums) = sums::find(frame, columns, numbers, (files, &counts));
    if totals.is_empty() {
        let found = groups::find(frame, columns, numbers, (files, &counts));
        (totals, sums, settled.nested) = (found.totals, found.sums, found.nested);
        settled
            .left
            .retain(|it| totals.iter().all(|total| total.at != it.at));
    }
    for total in &totals {
        counts[total.at] = false;
    }
    // One of all rows is seen once those of groups are out.
    if totals.iter().any(|it| it.kind == Kind::Group) {
        for total in &settled.left {
            counts[total.at] = false;
        }
        let again = settle(std::mem::take(&mut settled.left), &counts);
        for total in &again.left {
            counts[total.at] = true;
        }
        settled.take(again);
    }
    // What seemed to be no mean may be one of the others.
    settled.take(settle(statistics, &counts));
    settled.kept.extend(totals);
    settled.sums.extend(sums);
    let nested = || nested(&settled.left, numbers, (files, &counts));
    settled.nested = settled.nested.take().or_else(nested);
    settled.ordered()
}

/// A total at an end of its file that is a part of what the others add up to, and how often they have it.
fn nested(
    left: &[Total],
    numbers: &Numbers<'_>,
    (files, counts): (Rows<'_>, &[bool]),
) -> Option<(Total, u8)> {
    left.iter().find_map(|total| {
        let file = files.file_of(total.at);
        let is_end = total.is_last || total.at == file.start;
        let is_plain = total.label.as_deref().is_some_and(is_plain) && total.is_first_cell;
        let others = file.filter(|row| counts[*row] && *row != total.at);
        let times = numbers.times(total.at, &others.collect::<Vec<usize>>());
        let times = times.filter(|_| is_end && is_plain)?;
        Some((total.clone(), times))
    })
}

/// Whether a row has nothing in the columns of names, days and truth values, of which there are several.
fn is_bare(frame: &DataFrame, columns: &[ColumnProfile], at: usize) -> bool {
    let is_label =
        |it: &&ColumnProfile| matches!(it.fit, Fit::As(Type::Text | Type::Date | Type::Boolean));
    let labels = columns.iter().filter(is_label);
    let mut texts = labels.map(|it| frame.column(&it.name).ok()?.str().ok()?.get(at));
    let is_first_empty = texts.next() == Some(None);
    let is_second_empty = texts.next() == Some(None);
    is_first_empty && is_second_empty && texts.all(|text| text.is_none())
}

/// A total whose file adds up to something else, with the rows that are left.
fn contradicted(
    settled: &Settled,
    numbers: &Numbers<'_>,
    (files, before): (Rows<'_>, &[bool]),
) -> Option<Total> {
    let mut counts = before.to_vec();
    for total in &settled.left {
        counts[total.at] = true;
    }
    let mut wholes = settled.kept.iter().filter(|it| it.kind == Kind::Whole);
    let holds = |total: &Total, counts: &[bool], near: Near| {
        let file = files.file_of(total.at);
        let sums = numbers.sums_of(file.start, &counts[file]);
        let columns = numbers.with_sum(total.at, &sums, false, (false, near));
        !columns.is_empty()
    };
    let other = wholes.find(|total| {
        let is_rounded = holds(total, before, Near::Rounded);
        let near = if is_rounded {
            Near::Rounded
        } else {
            Near::Close
        };
        !holds(total, &counts, near)
    });
    other.cloned()
}

impl Settled {
    /// Adds others.
    fn take(&mut self, others: Self) {
        self.kept.extend(others.kept);
        self.left.extend(others.left);
        self.sums.extend(others.sums);
    }

    fn ordered(mut self) -> Self {
        self.kept.sort_by_key(|it| it.at);
        self.left.sort_by_key(|it| it.at);
        self.sums.sort_unstable();
        self.sums.dedup();
        self
    }
}

/// The rows around those that are looked at.
struct Settling<'a> {
    numbers: &'a Numbers<'a>,
    files: Rows<'a>,
    /// Which rows count, without any that may stand for others.
    counts: &'a [bool],
}

impl Settling<'_> {
    fn settle(&self, candidates: Vec<Total>) -> Settled {
        let mut settled = Settled {
            kept: Vec::new(),
            left: Vec::new(),
            sums: Vec::new(),
            nested: None,
            contradicted: None,
        };
        let mut candidates = candidates.into_iter().peekable();
        for file in self.files.files() {
            let mut left = Vec::new();
            while let Some(candidate) = candidates.next_if(|it| it.at < file.end) {
                left.push(candidate);
            }
            let mut of_file = OfFile {
                numbers: self.numbers,
                first: file.start,
                counts: self.counts[file].to_vec(),
                kept: Vec::new(),
                left,
            };
            of_file.settle(&mut settled.sums);
            settled.kept.extend(of_file.kept);
            settled.left.extend(of_file.left);
        }
        settled.ordered()
    }
}

/// What a row stands for.
struct StandsFor {
    kind: Kind,
    rows: Range<usize>,
    /// The columns in which it has a sum.
    columns: Vec<String>,
}

/// The rows of a file.
struct OfFile<'a> {
    numbers: &'a Numbers<'a>,
    /// The first of them.
    first: usize,
    /// Which count, the first one first.
    counts: Vec<bool>,
    kept: Vec<Total>,
    left: Vec<Total>,
}

/// Rows of a file that are taken for those that count.
struct Others {
    /// For each row whether it is one of them, the first one first.
    are: Vec<bool>,
    /// What they add up to in each column.
    sums: Vec<Sum>,
    /// Rows of totals that are none of them.
    totals: BTreeSet<usize>,
    /// Those of subtotals.
    subtotals: BTreeSet<usize>,
}

impl OfFile<'_> {
    fn settle(&mut self, sums: &mut Vec<String>) {
        loop {
            let others = self.others(&|_| false);
            let mut found = self.look(&others, Near::Exact);
            if found.is_empty() {
                found.extend(self.among_others());
            }
            for near in [Near::Rounded, Near::Close] {
                if found.is_empty() {
                    found.extend(self.look(&others, near));
                }
            }
            if found.is_empty() {
                break;
            }
            for (at, stands_for) in found.into_iter().rev() {
                let mut total = self.left.remove(at);
                (total.kind, total.of) = (stands_for.kind, stands_for.rows);
                if total.kind == Kind::Whole {
                    sums.extend(stands_for.columns);
                }
                self.kept.push(total);
            }
        }
    }

    /// One of the rows that stands for others of which some are called so too, and count after all: a shop `Max`.
    fn among_others(&self) -> Option<(usize, StandsFor)> {
        /// Rows up to which all of them may count.
        const FEW: usize = 50;
        let are_few = self.left.len() <= FEW;
        let ways: [&dyn Fn(&Total) -> bool; 3] =
            [&Total::may_be_name, &Total::is_statistic, &|_| are_few];
        ways.into_iter().find_map(|is| {
            let are_some = self.left.iter().any(is);
            let found = are_some.then(|| self.look(&self.others(is), Near::Exact));
            found?.into_iter().next()
        })
    }

    /// The rows that count, and those of the others that are of a kind.
    fn others(&self, is: &dyn Fn(&Total) -> bool) -> Others {
        let mut are = self.counts.clone();
        for total in self.left.iter().filter(|it| is(it)) {
            are[total.at - self.first] = true;
        }
        let bounds = |is: &dyn Fn(&Total) -> bool| {
            let all = self.kept.iter().chain(&self.left);
            let bounds = all.filter(|it| is(it) && !are[it.at - self.first]);
            bounds.map(|it| it.at).collect()
        };
        Others {
            sums: self.numbers.sums_of(self.first, &are),
            totals: bounds(&Total::is_total),
            subtotals: bounds(&Total::is_subtotal),
            are,
        }
    }

    /// The rows that stand for others, by their positions.
    fn look(&self, others: &Others, near: Near) -> Vec<(usize, StandsFor)> {
        let rows = self.left.iter().enumerate();
        // Somebody else may be near the sum of others.
        let is_sure = |total: &Total| {
            let mut kept = self.kept.iter().filter(|it| !it.is_statistic());
            total.is_surely_called_so() || kept.any(|it| it.is_called_as(total))
        };
        let rows = rows.filter(|(_, total)| near != Near::Close || is_sure(total));
        let found =
            rows.filter_map(|(at, total)| Some((at, self.stands_for(total, others, near)?)));
        found.collect()
    }

    /// What a row is, if it stands for others.
    fn stands_for(&self, total: &Total, others: &Others, near: Near) -> Option<StandsFor> {
        let at = total.at;
        let all = self.first..self.first + self.counts.len();
        if let Kind::Statistic(statistic) = total.kind {
            let stands_for = StandsFor {
                kind: total.kind,
                rows: all,
                columns: Vec::new(),
            };
            let is_one = self.is_statistic(statistic, at, others);
            return is_one.then_some(stands_for);
        }
        // One that is called a total and nothing more may have other numbers beside, such as a mean; each number of any other is a sum.
        let is_part = total.is_subtotal();
        let is_close = near == Near::Close;
        let every = !is_part && (is_close || !total.label.as_deref().is_some_and(is_plain));
        // What has no name is a total by its numbers alone.
        let near = if total.label.is_some() {
            near
        } else {
            Near::Exact
        };
        if !is_part {
            let is_other = others.are[at - self.first];
            let columns = self
                .numbers
                .with_sum(at, &others.sums, is_other, (every, near));
            let rows = || -> Vec<usize> {
                let rows = all.clone();
                rows.filter(|row| others.are[row - self.first]).collect()
            };
            if !columns.is_empty() && (total.is_bare || self.is_sure(every, &columns, rows)) {
                return Some(StandsFor {
                    kind: Kind::Whole,
                    rows: all,
                    columns,
                });
            }
            total.label.as_ref()?;
        }
        let has_others = self.kept.iter().any(|it| !it.is_statistic());
        let beside = self.beside(at, others, is_part);
        beside.into_iter().find_map(|rows| {
            let columns = self.numbers.sums(at, &rows, (every, near));
            // One row beside may have the same number by chance.
            let is_sure = is_part
                || has_others
                || rows.len() > 1 && self.is_sure(every, &columns, || rows.clone());
            let (first, last) = (*rows.iter().min()?, *rows.iter().max()?);
            (is_sure && !columns.is_empty()).then_some(StandsFor {
                kind: Kind::Part,
                rows: first..last + 1,
                columns,
            })
        })
    }

    /// Whether the number of a row is no sum by chance, which it may be if its name only begins as that of a total.
    fn is_sure(&self, begins: bool, columns: &[String], rows: impl Fn() -> Vec<usize>) -> bool {
        !begins || self.numbers.are_sure(columns, &rows(), FEW_STEPS_OF_NAMED)
    }

    /// The rows just above and just below one: of a subtotal up to the next row that does not count, of both up to the next row of their
    /// kind. Subtotals are no bounds of totals.
    fn beside(&self, at: usize, others: &Others, is_part: bool) -> Vec<Vec<usize>> {
        let is_other = |row: &usize| others.are[row - self.first];
        let end = self.first + self.counts.len();
        let around = |is_bound: &dyn Fn(&usize) -> bool| {
            let until = |row: &usize| !is_bound(row);
            let above = (self.first..at).rev().take_while(until).filter(is_other);
            let below = (at + 1..end).take_while(until).filter(is_other);
            [above.collect(), below.collect()]
        };
        let near = is_part.then(|| around(&|row| !is_other(row)));
        let is_next =
            |row: &usize| others.totals.contains(row) || is_part && others.subtotals.contains(row);
        near.into_iter().flatten().chain(around(&is_next)).collect()
    }

    /// Whether a row has a number that stands for those of all others, or of those beside; or nothing but such rows is between it and a
    /// total, and behind it.
    fn is_statistic(&self, statistic: Statistic, at: usize, others: &Others) -> bool {
        let all = self.first..self.first + self.counts.len();
        let all: Vec<usize> = all
            .filter(|row| others.are[row - self.first] && *row != at)
            .collect();
        if self.numbers.has(statistic, at, &all) {
            return true;
        }
        let beside = self.beside(at, others, true);
        let mut beside = beside.iter().filter(|rows| rows.len() > 1);
        if beside.any(|rows| self.numbers.has(statistic, at, rows)) {
            return true;
        }
        // The mean of a part stands beside its total.
        let of_part = |total: &Total| {
            let mut between = total.at.min(at) + 1..total.at.max(at);
            let rows = total.of.clone().filter(|row| others.are[row - self.first]);
            let rows: Vec<usize> = rows.collect();
            total.kind == Kind::Part
                && !between.any(|row| others.are[row - self.first])
                && self.numbers.has(statistic, at, &rows)
        };
        if self.kept.iter().any(of_part) {
            return true;
        }
        let is_behind = |total: &Total| {
            let behind = &self.counts[total.at + 1 - self.first..];
            total.kind == Kind::Whole && total.at < at && !behind.contains(&true)
        };
        self.kept.iter().any(is_behind)
    }
}
