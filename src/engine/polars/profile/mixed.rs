//! Numbers of one column of which some may have a mark between thousands where others have one of decimals: `1.234`
//! beside `1 234`.
//!
//! In: the texts of a column of numbers. Out: one cell of each kind, unless the column shows by itself which is meant.

use super::total::Rows;
use super::{ColumnProfile, Fit, Notation};
use crate::source::TextForms;
use crate::sql::Type;
use polars::prelude::*;

/// Two cells of a column, of which one may be a thousand times what it is read as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mixed {
    /// The text with three digits behind its mark.
    pub three: String,
    /// Its row in its file, from 1.
    pub row: usize,
    /// A text that has other digits behind the mark, or thousands without it.
    pub other: String,
    /// Its row in its file, from 1.
    pub other_row: usize,
    /// The mark.
    pub mark: char,
    /// What has to be taken away from the texts before they are numbers.
    pub notation: Notation,
}

/// What a number says of the mark.
enum Says {
    /// Three digits behind it, and at most three before it.
    Either,
    /// That numbers have three decimals, or more.
    Long,
    /// That there are thousands without it, or fewer decimals.
    Other,
    Nothing,
}

impl Says {
    fn of(text: &str, written: &TextForms) -> Self {
        let text = text.trim().trim_start_matches(['-', '+']);
        let (above, below) = match text.split_once(written.decimal) {
            Some((above, below)) => (above, Some(below)),
            None => (text, None),
        };
        let digits = above.bytes().filter(u8::is_ascii_digit).count();
        match below.map(str::len) {
            None if digits > 3 => Self::Other,
            None => Self::Nothing,
            Some(1 | 2) => Self::Other,
            Some(3) if (1..=3).contains(&digits) && !above.starts_with('0') => Self::Either,
            Some(_) => Self::Long,
        }
    }
}

/// Makes a column a column of texts if its numbers can be read in two ways. `counts` says which rows count.
pub(super) fn look(
    column: &mut ColumnProfile,
    cells: &Column,
    (files, counts): (Rows<'_>, &[bool]),
    written: &TextForms,
) -> PolarsResult<()> {
    let Fit::As(Type::Number) = column.fit else {
        return Ok(());
    };
    let Ok(texts) = cells.str() else {
        return Ok(());
    };
    let plain = column.notation.plain_column(cells)?;
    let (mut three, mut other) = (None, None);
    for (at, text) in plain.str()?.iter().enumerate() {
        let Some(text) = text.filter(|_| counts[at]) else {
            continue;
        };
        match Says::of(text, written) {
            Says::Either => three = three.or(Some(at)),
            Says::Other => other = other.or(Some(at)),
            Says::Long => return Ok(()),
            Says::Nothing => {}
        }
    }
    let (Some(three), Some(other)) = (three, other) else {
        return Ok(());
    };
    let text = |at: usize| texts.get(at).unwrap_or_default().trim().to_owned();
    column.mixed = Some(Mixed {
        three: text(three),
        row: files.row_of(three),
        other: text(other),
        other_row: files.row_of(other),
        mark: written.decimal,
        notation: std::mem::take(&mut column.notation),
    });
    let mask: BooleanChunked = counts.iter().map(|it| Some(*it)).collect();
    let counted = cells.filter(&mask)?;
    column.empty = counted.null_count();
    column.distinct = counted.n_unique()? - usize::from(column.empty > 0);
    column.fit = Fit::As(Type::Text);
    column.nearly = None;
    (column.total, column.negative, column.is_money) = (None, 0, false);
    Ok(())
}
