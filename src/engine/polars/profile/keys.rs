//! The columns that tell rows apart, as numbers of their values.
//!
//! In: the texts of all files and the profile of the columns. Out: for each row the number of its value, and which rows have a value that is
//! marked.

use super::sums::Numbers;
use super::{ColumnProfile, Fit};
use crate::sql::Type;
use polars::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// The number of a value in its column.
pub(super) type Code = u32;

/// The number of a cell without a value.
pub(super) const MISSING: Code = 0;

/// Columns that tell rows apart.
pub(super) struct Keys<'a>(Vec<Key<'a>>);

struct Key<'a> {
    name: &'a str,
    kind: Type,
    /// Its position among the columns of numbers, if it is one of them.
    number: Option<usize>,
    /// One a row.
    codes: Vec<Code>,
    /// The texts of the codes; none of the first one, which stands for no value.
    texts: Vec<Option<&'a str>>,
}

/// The marked values of each column.
pub(super) struct Marks(Vec<Vec<bool>>);

impl Marks {
    /// Whether nothing is marked.
    pub(super) fn is_empty(&self) -> bool {
        !self.0.iter().flatten().any(|it| *it)
    }
}

/// The columns in which a row has a marked value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern(Vec<usize>);

impl Pattern {
    /// Whether a column is one of them.
    pub(super) fn has(&self, key: Option<usize>) -> bool {
        key.is_some_and(|key| self.0.contains(&key))
    }
}

impl<'a> Keys<'a> {
    /// Columns of texts, days and truth values, and of whole numbers, which may be years.
    pub(super) fn of(
        frame: &'a DataFrame,
        columns: &'a [ColumnProfile],
        numbers: &Numbers<'_>,
    ) -> Self {
        let key = |column: &'a ColumnProfile| {
            let Fit::As(kind @ (Type::Text | Type::Date | Type::Boolean | Type::Integer)) =
                column.fit
            else {
                return None;
            };
            let cells = frame.column(&column.name).ok()?.str().ok()?;
            let mut known: FxHashMap<&str, Code> = FxHashMap::default();
            let mut texts = vec![None];
            let code = |text: Option<&'a str>| {
                let Some(text) = text else { return MISSING };
                let next = Code::try_from(texts.len()).unwrap_or(Code::MAX);
                let code = *known.entry(text).or_insert(next);
                if code == next {
                    texts.push(Some(text));
                }
                code
            };
            Some(Key {
                codes: cells.iter().map(code).collect(),
                name: &column.name,
                kind,
                number: numbers.position_of(&column.name),
                texts,
            })
        };
        Self(columns.iter().filter_map(key).collect())
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    pub(super) fn name(&self, key: usize) -> &str {
        self.0[key].name
    }

    /// The number of a row's value.
    pub(super) fn code(&self, key: usize, row: usize) -> Code {
        self.0[key].codes[row]
    }

    /// The text of a row.
    pub(super) fn text(&self, key: usize, row: usize) -> Option<&str> {
        let key = &self.0[key];
        key.texts[key.codes[row] as usize]
    }

    /// Whether a column is none of numbers that are added up.
    pub(super) fn is_label(&self, key: usize) -> bool {
        self.0[key].number.is_none()
    }

    /// Whether a column has names, which come again.
    pub(super) fn is_name(&self, key: usize) -> bool {
        let key = &self.0[key];
        key.kind == Type::Text && (key.texts.len() - 1) * 2 <= key.codes.len()
    }

    /// The column that is one of numbers.
    pub(super) fn of_number(&self, at: usize) -> Option<usize> {
        self.0.iter().position(|key| key.number == Some(at))
    }

    /// Marks values, each of which is given with whether its column is one of texts; none stands for an empty cell.
    pub(super) fn marks(&self, is: impl Fn(bool, Option<&str>) -> bool) -> Marks {
        let of_key = |key: &Key<'_>| {
            let is_text = key.kind == Type::Text;
            key.texts.iter().map(|text| is(is_text, *text)).collect()
        };
        Marks(self.0.iter().map(of_key).collect())
    }

    /// Marks one value of one column.
    pub(super) fn mark(&self, key: usize, code: Code) -> Marks {
        let mut marks = self.marks(|_, _| false);
        marks.0[key][code as usize] = true;
        marks
    }

    /// The columns in which a row has a marked value, if there are any.
    pub(super) fn pattern(&self, row: usize, marks: &Marks) -> Option<Pattern> {
        let is_marked = |key: &usize| marks.0[*key][self.code(*key, row) as usize];
        let keys: Vec<usize> = (0..self.count()).filter(is_marked).collect();
        (!keys.is_empty()).then_some(Pattern(keys))
    }

    /// Whether most of some rows have values of others.
    pub(super) fn are_among(&self, key: usize, rows: &[usize], others: &[usize]) -> bool {
        let known = self.values(key, others);
        let is_known = |row: &&usize| known.contains(&self.code(key, **row));
        rows.iter().filter(is_known).count() * 2 >= rows.len()
    }

    /// Whether a value of some rows is one of others.
    pub(super) fn is_shared(&self, key: usize, rows: &[usize], others: &[usize]) -> bool {
        let known = self.values(key, others);
        rows.iter().any(|row| known.contains(&self.code(key, *row)))
    }

    fn values(&self, key: usize, rows: &[usize]) -> FxHashSet<Code> {
        rows.iter().map(|row| self.code(key, *row)).collect()
    }
}
