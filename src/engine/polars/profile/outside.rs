//! Rows of a file that are no rows of what it is about: totals and means, rows without any value, notes below the table.
//!
//! In: the texts of all files. Out: where such rows are, what they may be by their names, and what tells them from rows that count.

use super::sums::{Differs, Numbers};
use super::total::{Kind, Rows, Total};
use super::{ColumnProfile, Fit};
use crate::engine::labels::{Called, has, pattern};
use crate::sql::Type;
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Rows that a contract has to leave out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outside {
    /// The rows that stand for others.
    pub totals: Vec<Total>,
    /// How many rows have no value at all.
    pub blank: usize,
    /// The columns in which totals have the sums of the others.
    pub sums: Vec<String>,
    /// A total that is a part of what the others add up to, so that some of these are totals too; how often they have it.
    pub nested: Option<(Total, u8)>,
    /// A total of a file whose rows add up to something else.
    pub contradicted: Option<Total>,
    /// A row with the sum of others that is not called a total, in a period that has it while another one has not.
    pub unsure: Option<Total>,
    /// One of the totals that is called what a row is called that counts: no condition on that name tells them apart.
    pub shared: Option<Total>,
    /// Rows that are called totals or means, and count.
    pub called: Vec<Total>,
    /// One with numbers that is called a total or a subtotal and is none, so that it would be counted twice.
    pub misfit: Option<Total>,
    /// Totals with other numbers than the sums of their rows.
    pub differ: Vec<Differs>,
    /// The first row of a note below a table.
    pub note: Option<Total>,
    /// Whether a period lacks a row that another one has among these by its name.
    pub lacking: bool,
    /// How many rows count that are in no total of a file that has totals, and the first of them.
    pub apart: (usize, Option<Total>),
}

/// Rows as the texts of a file have them.
pub(super) struct Found {
    /// How many rows have no value at all.
    pub(super) blank: usize,
    /// Rows that may stand for others, in order.
    pub(super) candidates: Vec<Total>,
    /// The first row of a note below a table.
    pub(super) note: Option<Total>,
    /// Which rows count, without any of these.
    pub(super) counts: Vec<bool>,
}

/// Least rows besides a total that has no label.
const SOME: usize = 3;

/// Most rows of a file that are called the same mean.
const MANY: usize = 20;

/// The word with which notes below a table begin, in lower case.
const NOTES: [&str; 8] = [
    "source",
    "note",
    "champ",
    "lecture",
    "nb",
    "n.b.",
    "généré",
    "generated",
];
/// The sign with which they begin before a text.
const SIGNS: [&str; 6] = ["*", "(1)", "(a)", "¹", "†", "©"];

/// Finds such rows.
pub(super) fn find(frame: &DataFrame, columns: &[String], files: Rows<'_>) -> Found {
    let texts: Vec<(&String, &StringChunked)> = columns
        .iter()
        .filter_map(|name| Some((name, frame.column(name).ok()?.str().ok()?)))
        .collect();
    let mut found = Found {
        blank: 0,
        candidates: Vec::new(),
        note: None,
        counts: vec![true; frame.height()],
    };
    // A list is no value that a total lacks or has.
    let is_list = |name: &&String| {
        let column = frame.column(name);
        column.is_ok_and(|column| matches!(column.dtype(), DataType::List(_)))
    };
    let lists = columns.iter().filter(is_list).count();
    if texts.is_empty() || texts.len() + lists < columns.len() {
        return found;
    }
    let most = texts.iter().map(|(_, texts)| texts.null_count()).min();
    if most > Some(0) {
        for (row, counts) in found.counts.iter_mut().enumerate() {
            *counts = texts.iter().any(|(_, texts)| texts.get(row).is_some());
            found.blank += usize::from(!*counts);
        }
    }
    for file in files.files() {
        let table = Table {
            texts: &texts,
            first: file.start,
        };
        let is_blank = |row: &usize| !found.counts[*row];
        if let Some(last) = file.clone().rev().find(|row| !is_blank(row)) {
            let candidates = table.candidates(file.clone(), last, &found.counts);
            let note = table.note(file, last, (&found.counts, &candidates));
            found.candidates.extend(candidates);
            found.note = found.note.or(note);
        }
    }
    for candidate in &found.candidates {
        found.counts[candidate.at] = false;
    }
    found
}

/// The texts of a file.
struct Table<'a> {
    texts: &'a [(&'a String, &'a StringChunked)],
    /// Its first row.
    first: usize,
}

impl Table<'_> {
    /// Rows that may stand for others: by what their first cell calls them, or at an end of the file by its being empty.
    fn candidates(&self, rows: std::ops::Range<usize>, last: usize, counts: &[bool]) -> Vec<Total> {
        let (first_column, names) = self.texts[0];
        let mut found = Vec::new();
        let mut without_name = Vec::new();
        for row in rows.clone().filter(|row| counts[*row]) {
            if names.get(row).is_none() {
                without_name.push(row);
            }
            let cells = self.texts.iter();
            let mut cells = cells.filter_map(|(name, texts)| Some((*name, texts.get(row)?)));
            let Some((name, text)) = cells.next() else {
                continue;
            };
            if let Some(called) = Called::of(text) {
                found.push(self.total(called.into(), (name, Some(text)), row, last));
            } else if let Some((name, text, called)) =
                cells.find_map(|(name, text)| Some((name, text, Called::beside(text)?)))
            {
                found.push(Total {
                    is_first_cell: false,
                    ..self.total(called.into(), (name, Some(text)), row, last)
                });
            }
        }
        // So many are names of something else.
        let label = |it: &Total| it.label.as_deref().map(|label| label.trim().to_lowercase());
        let mut times: BTreeMap<Option<String>, usize> = BTreeMap::new();
        for total in found.iter().filter(|it: &&Total| it.is_statistic()) {
            *times.entry(label(total)).or_default() += 1;
        }
        found.retain(|it| !it.is_statistic() || times.get(&label(it)).is_none_or(|it| *it <= MANY));
        if let [row] = without_name.as_slice()
            && (*row == last || *row == rows.start)
            && self.texts.len() > 1
            && rows.len() > SOME
            && found.iter().all(|it| it.at != *row)
        {
            found.push(self.total(Kind::Whole, (first_column, None), *row, last));
            found.sort_by_key(|it| it.at);
        }
        found
    }

    fn total(
        &self,
        kind: Kind,
        (column, label): (&String, Option<&str>),
        at: usize,
        last: usize,
    ) -> Total {
        Total {
            kind,
            column: column.clone(),
            label: label.map(str::to_owned),
            of: 0..0,
            by: Vec::new(),
            like: None,
            lacks: Vec::new(),
            row: at - self.first + 1,
            is_last: at == last,
            is_first_cell: true,
            is_bare: false,
            at,
        }
    }

    /// The first of the last rows with one text alone that are notes: by how they begin, or behind a total or a row without values.
    fn note(
        &self,
        rows: std::ops::Range<usize>,
        last: usize,
        (counts, candidates): (&[bool], &[Total]),
    ) -> Option<Total> {
        let mut first = None;
        let is_candidate = |row: usize| candidates.iter().any(|it| it.at == row);
        for row in rows.rev().filter(|row| *row <= last) {
            let mut cells = self
                .texts
                .iter()
                .filter_map(|(name, texts)| Some((*name, texts.get(row)?)));
            let cell = cells.next();
            if cells.next().is_some() || is_candidate(row) {
                break;
            }
            let Some((name, text)) = cell else {
                continue;
            };
            let is_apart = row > self.first && (!counts[row - 1] || is_candidate(row - 1));
            let is_apart = is_apart && text.contains(char::is_alphabetic);
            if self.texts.len() > 1 && (is_note(text) || is_apart) {
                first = Some(self.total(Kind::Part, (name, Some(text)), row, last));
            }
        }
        first
    }
}

/// A row with numbers that is called a subtotal, or as others are that are totals; or a total at an end of the file, beyond which no row
/// counts but those that are called so too.
pub(super) fn misfit(
    (left, kept): (&[Total], &[Total]),
    numbers: &Numbers<'_>,
    (files, counts): (Rows<'_>, &[bool]),
) -> Option<Total> {
    let mut others = counts.to_vec();
    for total in left.iter().filter(|it| it.is_named()) {
        others[total.at] = false;
    }
    let mut left = left.iter();
    let misfit = left.find(|total| {
        let file = files.file_of(total.at);
        let is_end = || {
            !others[file.start..total.at].contains(&true)
                || !others[total.at..file.end].contains(&true)
        };
        let is_total = |known: &&Total| known.is_total() && total.is_total();
        let is_like_one = || {
            kept.iter()
                .filter(is_total)
                .any(|it| it.is_called_as(total))
        };
        let is_alone = || total.is_named() && total.is_surely_called_so() && is_end();
        (total.is_subtotal() || is_like_one() || is_alone()) && numbers.has_some(total.at)
    });
    misfit.cloned()
}

/// Whether a text begins as notes do: with one of their words and more behind it, or a sign before a text.
fn is_note(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let of_word = |known: &&str| {
        let behind = text.strip_prefix(*known)?;
        let behind = behind.strip_prefix('s').unwrap_or(behind);
        Some(behind.is_empty() || behind.starts_with([' ', '\u{a0}', ':']))
    };
    let of_sign = |known: &&str| Some(text.strip_prefix(*known)?.contains(char::is_alphabetic));
    NOTES.iter().any(|known| of_word(known) == Some(true))
        || SIGNS.iter().any(|known| of_sign(known) == Some(true))
}

impl Outside {
    /// Whether there are no such rows.
    pub(crate) fn is_none(&self) -> bool {
        self.rows() == 0
    }

    /// How many there are.
    pub(crate) fn rows(&self) -> usize {
        self.totals.len() + self.blank
    }

    /// Notes what tells such rows from those that count: the texts that they lack, letters with which they are called, and whether
    /// another row is called so too.
    pub(super) fn tell(
        &mut self,
        frame: &DataFrame,
        columns: &[ColumnProfile],
        (files, counts): (Rows<'_>, &[bool]),
    ) {
        let text_of = |name: &str| frame.column(name).ok()?.str().ok();
        // What rows that count are called, in each column that has a total.
        let mut counting: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for column in self.totals.iter().map(|it| &it.column) {
            if let (false, Some(texts)) = (counting.contains_key(column), text_of(column)) {
                let rows = texts.iter().zip(counts).filter(|(_, counts)| **counts);
                let called = rows.filter_map(|(text, _)| Some(text?.trim()));
                counting.insert(column.clone(), called.collect());
            }
        }
        let mut patterns: BTreeMap<(String, String), usize> = BTreeMap::new();
        for total in &self.totals {
            let like = total.label.as_deref().and_then(pattern);
            if let Some(like) = like {
                *patterns.entry((total.column.clone(), like)).or_default() += 1;
            }
        }
        // A pattern needs two names, or one of a total of all: a part may be called so by chance.
        patterns.retain(|(column, like), times| {
            let mut called = counting.get(column).into_iter().flatten();
            let is_whole = |it: &Total| {
                it.kind == Kind::Whole
                    && it.label.as_deref().and_then(pattern).as_ref() == Some(like)
            };
            let is_known = *times > 1 || self.totals.iter().any(is_whole);
            is_known && !called.any(|text| has(text, like))
        });
        for total in &mut self.totals {
            match &total.label {
                None => {
                    let names = columns.iter().filter(|it| {
                        it.name == total.column
                            || matches!(it.fit, Fit::As(Type::Text | Type::Date | Type::Boolean))
                    });
                    let lacks = names.filter_map(|column| {
                        let texts = text_of(&column.name)?;
                        texts.get(total.at).is_none().then_some((column, texts))
                    });
                    let lacks: Vec<_> = lacks.collect();
                    let is_like = |row: usize| lacks.iter().all(|it| it.1.get(row).is_none());
                    // What a row that counts lacks too tells nothing.
                    if !(0..counts.len()).any(|row| counts[row] && is_like(row)) {
                        let names = lacks.iter().map(|(column, _)| column.name.clone());
                        total.lacks = names.collect();
                    }
                }
                Some(label) => {
                    let of = pattern(label).map(|like| (total.column.clone(), like));
                    total.like = of.filter(|of| patterns.contains_key(of)).map(|it| it.1);
                }
            }
        }
        let mut shared = self.totals.iter().filter(|total| {
            let label = total.label.as_deref().map(str::trim);
            let called = counting.get(&total.column);
            called.is_some_and(|called| label.is_some_and(|label| called.contains(label)))
        });
        self.shared = shared.next().cloned();
        self.apart = self.in_no_total((files, counts), text_of);
    }

    /// How many rows count that are in no total of a file that has totals, and the first of them.
    fn in_no_total<'t>(
        &self,
        (files, counts): (Rows<'_>, &[bool]),
        text_of: impl Fn(&str) -> Option<&'t StringChunked>,
    ) -> (usize, Option<Total>) {
        let (mut count, mut first) = (0, None);
        for file in files.files() {
            let totals = || self.totals.iter().filter(|it| file.contains(&it.at));
            let Some(total) = totals().find(|it| it.is_total()) else {
                continue;
            };
            let mut is_in_one = vec![false; file.len()];
            for of in totals().map(|it| &it.of) {
                let of = of.start.max(file.start)..of.end.min(file.end);
                let known = &mut is_in_one[of.start - file.start..of.end - file.start];
                // One of all rows is mostly the first that is looked at.
                if !known.iter().all(|it| *it) {
                    known.fill(true);
                }
            }
            for row in file.clone().filter(|row| counts[*row]) {
                if is_in_one[row - file.start] {
                    continue;
                }
                count += 1;
                first.get_or_insert_with(|| Total {
                    row: row - file.start + 1,
                    at: row,
                    label: text_of(&total.column)
                        .and_then(|texts| texts.get(row))
                        .map(str::to_owned),
                    ..total.clone()
                });
            }
        }
        (count, first)
    }
}
