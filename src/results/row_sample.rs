//! A sample of the rows of a source, by which a period is held against the one before where not all rows are the same. In: digests of rows. Out: the
//! smallest of them, each with the number of its rows; of two such samples, how many different rows they have in common. The same rows give the same sample, whatever
//! their order and however they were cut into chunks. It is kept in manifests as a line of text.

use std::fmt;

/// Bits of a digest that a sample leaves out, so that a manifest has twelve digits of each.
const LEFT_OUT: u32 = 16;
/// Digits of a digest as a sample writes it.
const DIGITS: usize = 12;

/// The different rows with the smallest digests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowSample {
    /// Digest and number of rows that have it, by digest.
    rows: Vec<(u64, usize)>,
}

/// What a sample has in common with that of the period before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InCommon {
    /// Different rows that were looked at.
    pub(crate) rows: usize,
    /// Those of them that are as often in the period before, or were there once: a row that is doubled is no other row. Where rows are the same by
    /// their nature, as those of a contract with few columns, their numbers are what a month is known by.
    pub(crate) shared: usize,
    /// Whether these are all rows.
    pub(crate) is_whole: bool,
}

/// The least number of rows with a sum of which it is a mistake that nearly all are those of other rows: in a short table one or two may have changed.
const FEWEST: usize = 20;
/// The same where nothing is summed, so that a row, as that of a country, may stay as it is for years.
const FEWEST_WITHOUT_SUM: usize = 200;
/// One row in so many may be another, and nearly all are the same. Where only a sample is looked at, or nothing is summed, it is one in twice as many.
const MANY: usize = 100;

impl InCommon {
    /// Whether so many rows are the same that they are the same rows once more; with a sum, if rows have one.
    pub(crate) fn are_nearly_all(&self, have_sum: bool) -> bool {
        let fewest = if have_sum { FEWEST } else { FEWEST_WITHOUT_SUM };
        let is_exact = self.is_whole && have_sum;
        let of_many = if is_exact { MANY } else { 2 * MANY };
        self.rows >= fewest && (self.rows - self.shared) * of_many <= self.rows
    }
}

impl RowSample {
    /// Different rows that are kept. A file of which one row in fifty is new passes for one of which one in two hundred is in one case of ten thousand.
    const KEPT: usize = 1024;

    /// The sample of rows with these digests.
    pub(crate) fn of(digests: impl Iterator<Item = u64>) -> Self {
        let mut found = Self::default();
        let mut waiting = Vec::with_capacity(Self::KEPT);
        for digest in digests.map(|digest| digest >> LEFT_OUT) {
            if digest <= found.known_up_to() {
                waiting.push((digest, 1));
                if waiting.len() == Self::KEPT {
                    found.take(&mut waiting);
                }
            }
        }
        found.take(&mut waiting);
        found
    }

    /// Adds the sample of other rows.
    pub(crate) fn add(&mut self, mut more: Self) {
        self.take(&mut more.rows);
    }

    /// Adds rows, and keeps the smallest.
    fn take(&mut self, more: &mut Vec<(u64, usize)>) {
        self.rows.append(more);
        self.rows.sort_unstable();
        self.rows.dedup_by(|(digest, rows), (kept, all)| {
            let is_same = digest == kept;
            if is_same {
                *all += *rows;
            }
            is_same
        });
        self.rows.truncate(Self::KEPT);
    }

    /// The largest digest of which it says whether there is such a row.
    fn known_up_to(&self) -> u64 {
        let last = self.rows.get(Self::KEPT - 1);
        last.map_or(u64::MAX, |(digest, _)| *digest)
    }

    /// How many of its different rows are rows of the period before, as far as both samples know.
    pub(crate) fn held_against(&self, before: &Self) -> InCommon {
        let known = self.known_up_to().min(before.known_up_to());
        let mut found = InCommon {
            rows: 0,
            shared: 0,
            is_whole: known == u64::MAX,
        };
        for (digest, rows) in self.rows.iter().take_while(|(digest, _)| *digest <= known) {
            let at = before.rows.binary_search_by_key(digest, |row| row.0);
            let rows_before = at.map_or(0, |at| before.rows[at].1);
            found.rows += 1;
            found.shared += usize::from(rows_before == 1 || rows_before == *rows);
        }
        found
    }

    /// A sample as it was written; none if it is no such text.
    #[must_use]
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let rows = text.split_ascii_whitespace().map(|row| {
            let (digest, rows) = row.split_once('*').unwrap_or((row, "1"));
            Some((u64::from_str_radix(digest, 16).ok()?, rows.parse().ok()?))
        });
        let rows: Vec<(u64, usize)> = rows.collect::<Option<_>>()?;
        let is_ordered = rows.is_sorted_by(|one, next| one.0 < next.0);
        (is_ordered && rows.len() <= Self::KEPT).then_some(Self { rows })
    }
}

impl fmt::Display for RowSample {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (digest, rows)) in self.rows.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(out, "{space}{digest:0DIGITS$x}")?;
            if *rows > 1 {
                write!(out, "*{rows}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Digests of rows by their numbers.
    fn digests(rows: impl IntoIterator<Item = u64>) -> Vec<u64> {
        let rows = rows.into_iter();
        rows.map(|row| {
            let spread = (row + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (spread ^ (spread >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
        })
        .collect()
    }

    fn sample(rows: impl IntoIterator<Item = u64>) -> RowSample {
        RowSample::of(digests(rows).into_iter())
    }

    fn counts(rows: &[u64]) -> BTreeMap<u64, usize> {
        let mut counts = BTreeMap::new();
        for row in rows {
            *counts.entry(*row).or_default() += 1;
        }
        counts
    }

    #[test]
    fn a_row_that_was_there_once_is_the_same_row_where_it_is_doubled() {
        let before = sample(0..300);
        let now = sample((0..300).chain(0..50));
        let found = now.held_against(&before);
        assert_eq!((found.rows, found.shared), (300, 300));
        // Rows that were there several times are counted.
        let found = sample([7, 7, 7, 8, 8]).held_against(&sample([7, 7, 8, 8]));
        assert_eq!((found.rows, found.shared), (2, 1));
    }

    #[test]
    fn a_large_file_is_told_by_a_part_of_its_rows() {
        let found = sample(0..40_000).held_against(&sample(1..40_001));
        assert!(!found.is_whole);
        assert!((1023..=1024).contains(&found.rows), "{found:?}");
        assert!(found.rows - found.shared <= 1, "{found:?}");
        // One row in ten is new.
        let found = sample(4_000..44_000).held_against(&sample(0..40_000));
        let new = found.rows - found.shared;
        assert!((70..=130).contains(&new), "{found:?}");
        assert_eq!(
            sample(50_000..90_000)
                .held_against(&sample(0..40_000))
                .shared,
            0
        );
    }

    #[test]
    fn a_text_that_is_no_sample_is_none() {
        for text in ["x", "1*", "1*x", "*2", "2 1", "1 1", "1ffffffffffffffff"] {
            assert_eq!(RowSample::parse(text), None, "{text}");
        }
        let long: Vec<String> = (0..=RowSample::KEPT).map(|it| format!("{it:x}")).collect();
        assert_eq!(RowSample::parse(&long.join(" ")), None);
        assert_eq!(RowSample::parse(""), Some(RowSample::default()));
    }

    proptest! {
        #[test]
        fn order_and_chunks_change_nothing(
            mut rows in prop::collection::vec(0_u64..3000, 0..5000),
            cuts in prop::collection::vec(1_usize..900, 1..9),
        ) {
            let whole = sample(rows.iter().copied());
            prop_assert_eq!(RowSample::parse(&whole.to_string()), Some(whole.clone()));
            rows.sort_unstable_by_key(|row| std::cmp::Reverse(row % 97));
            let mut joined = RowSample::default();
            let mut left = &rows[..];
            for cut in cuts.iter().cycle() {
                let (chunk, rest) = left.split_at((*cut).min(left.len()));
                joined.add(sample(chunk.iter().copied()));
                left = rest;
                if left.is_empty() {
                    break;
                }
            }
            prop_assert_eq!(joined, whole);
        }

        #[test]
        fn of_small_files_all_rows_are_counted(
            now in prop::collection::vec(0_u64..60, 0..80),
            before in prop::collection::vec(0_u64..60, 0..80),
        ) {
            let found = sample(now.iter().copied()).held_against(&sample(before.iter().copied()));
            let (now, before) = (counts(&now), counts(&before));
            let shared = now.iter().filter(|(row, rows)| {
                let rows_before = before.get(row);
                rows_before == Some(&1) || rows_before == Some(rows)
            });
            prop_assert_eq!(found.rows, now.len());
            prop_assert_eq!(found.shared, shared.count());
            prop_assert!(found.is_whole);
        }
    }
}
