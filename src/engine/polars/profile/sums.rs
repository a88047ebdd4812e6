//! The numbers of all rows, held against those of others.
//!
//! In: the texts of all files, and the profile of the rows that count so far. Out: whether a row has the sum of others, their mean
//! or the like; and rows that have the sum of all others, whatever they are called.

use super::sum::{Near, Sum};
use super::total::{Kind, Rows, Total};
use super::{ColumnProfile, Fit};
use crate::engine::labels::Statistic;
use crate::engine::polars::convert::convert;
use crate::engine::polars::forms;
use crate::source::TextForms;
use crate::sql::{Decimal, MAX_SCALE, Type};
use polars::prelude::*;

/// Least rows besides a total that is called something else.
const SOME: usize = 3;
/// Steps of a column up to which one of its numbers may be the sum of the others by chance.
pub(super) const FEW_STEPS: i128 = 1000;
/// The same where its name begins or ends as that of a total.
pub(super) const FEW_STEPS_OF_NAMED: i128 = 50;
/// Digits behind the point of money.
const CENTS: usize = 2;

/// A total with another number than the sum of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Differs {
    /// The row of the total.
    pub total: Total,
    /// The column.
    pub column: String,
    /// What it has there.
    pub has: Decimal,
    /// What its rows add up to.
    pub sum: Decimal,
    /// Whether that is rounding.
    pub is_rounding: bool,
    /// The file, where several are looked at one by one.
    pub file: Option<String>,
}

/// The numbers of all rows.
pub(super) struct Numbers<'a> {
    columns: Vec<NumberColumn>,
    written: &'a TextForms,
    /// The same with thousands that are separated, as those of a total are where no row has thousands.
    grouped: Vec<TextForms>,
}

struct NumberColumn {
    name: String,
    /// The exact numbers, in units of the last digit that a decimal has; none where there is none, or one with more digits.
    units: Vec<Option<i128>>,
    /// The texts that they are made of.
    texts: Column,
    /// Digits behind the point that its numbers are shown with.
    digits: usize,
}

impl<'a> Numbers<'a> {
    pub(super) fn of(
        frame: &DataFrame,
        columns: &[ColumnProfile],
        written: &'a TextForms,
    ) -> PolarsResult<Self> {
        let grouped = forms::grouped(written);
        let mut found = Vec::new();
        for column in columns {
            let (Some(total), Fit::As(kind)) = (column.total, &column.fit) else {
                continue;
            };
            let cells = frame.column(&column.name)?;
            if !kind.is_numeric() || column.notation.is_percent() || cells.str().is_err() {
                continue;
            }
            let texts = column.notation.plain_column(cells)?;
            // Rows that do not count so far may have more digits than those that do.
            let cells = convert(&texts, Type::Decimal(MAX_SCALE), written)?;
            let in_groups = |text: Option<&str>| {
                let mut forms = grouped.iter();
                let number = forms.find_map(|form| form.decimal(text?, MAX_SCALE))?;
                Some(number.units)
            };
            let units = cells.decimal()?.physical().iter().zip(texts.str()?.iter());
            let units = units.map(|(units, text)| units.or_else(|| in_groups(text)));
            found.push(NumberColumn {
                name: column.name.clone(),
                units: units.collect(),
                texts,
                digits: usize::from(total.scale).max(if column.is_money { CENTS } else { 0 }),
            });
        }
        Ok(Self {
            columns: found,
            written,
            grouped,
        })
    }

    /// How many columns there are.
    pub(super) fn count(&self) -> usize {
        self.columns.len()
    }

    /// The name of a column.
    pub(super) fn name_of(&self, at: usize) -> &str {
        &self.columns[at].name
    }

    /// The column of a name.
    pub(super) fn position_of(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The number of a row in a column, in units of the last digit that a decimal has.
    pub(super) fn units(&self, at: usize, row: usize) -> Option<i128> {
        self.columns[at].units[row]
    }

    /// How many digits numbers of a column have behind the point, and that of a row as it is written.
    pub(super) fn digits_of(&self, at: usize, row: usize) -> (usize, usize) {
        self.digits(&self.columns[at], row)
    }

    /// How a number is written.
    fn form_of(&self, text: &str) -> &TextForms {
        let is_read = |form: &&TextForms| form.number(text).is_some();
        let mut forms = std::iter::once(self.written).chain(&self.grouped);
        forms.find(is_read).unwrap_or(self.written)
    }

    /// What stands between thousands of a row, where the rows that count have none.
    pub(super) fn thousands_of(&self, at: usize) -> Option<char> {
        let texts = self.columns.iter().filter_map(|column| column.text(at));
        let mut forms = texts.map(|text| self.form_of(text));
        forms.find_map(|form| form.thousands)
    }

    /// What some rows of a file add up to in each column.
    pub(super) fn sums_of(&self, first: usize, are: &[bool]) -> Vec<Sum> {
        let sums = self.columns.iter().map(|column| {
            let units = &column.units[first..first + are.len()];
            let units = units.iter().zip(are).filter(|(_, is_one)| **is_one);
            Sum::of(units.map(|(units, _)| *units))
        });
        sums.collect()
    }

    /// Whether a row has any number but zero, or one that is not read.
    pub(super) fn has_some(&self, at: usize) -> bool {
        let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
        let mut columns = self.columns.iter();
        columns.any(|column| match column.units[at] {
            Some(number) => number != 0,
            None => column.text(at).is_some_and(has_digit),
        })
    }

    /// The columns in which a total has another number than the sum of its rows, without means and the like. `counts` says which
    /// rows count.
    pub(super) fn differ(&self, total: &Total, counts: &[bool]) -> Vec<Differs> {
        let rows = total.of.clone();
        let rows: Vec<usize> = rows
            .filter(|row| counts[*row] && *row != total.at)
            .collect();
        let differs = self.columns.iter().filter_map(|column| {
            let number = column.units[total.at]?;
            let sum = Sum::of(rows.iter().map(|row| column.units[*row]));
            let units = sum.units?;
            if sum.is(number, Near::Exact, || (0, 0)) {
                return None;
            }
            let digits = || self.digits(column, total.at);
            let is_rounding = sum.is(number, Near::Rounded, digits);
            let is_mean = [Statistic::Mean, Statistic::Median, Statistic::Count]
                .into_iter()
                .any(|it| self.stands_for(column, it, total.at, &rows));
            (is_rounding || !is_mean).then(|| Differs {
                total: total.clone(),
                column: column.name.clone(),
                has: shortest(number),
                sum: shortest(units),
                is_rounding,
                file: None,
            })
        });
        differs.collect()
    }

    /// How many digits numbers have behind the point: those of a column, and that of a row as it is written.
    fn digits(&self, column: &NumberColumn, at: usize) -> (usize, usize) {
        let own = column.text(at);
        let own = own.and_then(|text| self.form_of(text).digits_behind(text));
        (
            column.digits,
            own.map_or(column.digits, |(digits, _)| digits),
        )
    }

    /// The columns in which a row has one of these sums, without its own number if it is one of the rows; with `every`, none if it has
    /// another number in any.
    pub(super) fn with_sum(
        &self,
        at: usize,
        sums: &[Sum],
        is_one: bool,
        how: (bool, Near),
    ) -> Vec<String> {
        self.with(at, how, |position, number| {
            let sum = sums[position];
            if is_one { sum.without(number) } else { sum }
        })
    }

    /// The columns in which a row has the sum of others; with `every`, none if it has another number in any.
    pub(super) fn sums(&self, at: usize, others: &[usize], how: (bool, Near)) -> Vec<String> {
        self.with(at, how, |position, _| {
            let units = &self.columns[position].units;
            Sum::of(others.iter().map(|row| units[*row]))
        })
    }

    /// The columns in which a row has the sum that is given for their positions and its own number in them; with `every`, none if it
    /// has another number in any.
    fn with(
        &self,
        at: usize,
        (every, near): (bool, Near),
        sum: impl Fn(usize, i128) -> Sum,
    ) -> Vec<String> {
        let mut names = Vec::new();
        for (position, column) in self.columns.iter().enumerate() {
            let Some(number) = column.units[at] else {
                continue;
            };
            let sum = sum(position, number);
            let digits = || self.digits(column, at);
            if number != 0 && sum.is(number, near, digits) {
                names.push(column.name.clone());
            } else if every {
                return Vec::new();
            }
        }
        names
    }

    /// How often others have the numbers of a row, twice or three times in every column in which it has one.
    pub(super) fn times(&self, at: usize, others: &[usize]) -> Option<u8> {
        [2_u8, 3].into_iter().find(|times| {
            let mut some = false;
            self.columns.iter().all(|column| {
                let Some(number) = column.units[at].filter(|it| *it != 0) else {
                    return true;
                };
                some = true;
                let mut others = others
                    .iter()
                    .map(|row| column.units[*row].unwrap_or_default());
                let sum = others.try_fold(0_i128, i128::checked_add);
                sum.is_some() && sum == number.checked_mul(i128::from(*times))
            }) && some
        })
    }

    /// Whether each number of a row stands for those of others in its column. The greatest, the least and how many they are have to
    /// do so in two columns: `Max` and `Nombre` are names, too, and somebody has most.
    pub(super) fn has(&self, statistic: Statistic, at: usize, others: &[usize]) -> bool {
        let least = match statistic {
            Statistic::Greatest | Statistic::Least | Statistic::Count => 2,
            Statistic::Mean | Statistic::Median => 1,
        };
        let given = self.columns.iter().filter(|it| it.units[at].is_some());
        let (stand_for, others): (Vec<&NumberColumn>, Vec<&NumberColumn>) =
            given.partition(|column| self.stands_for(column, statistic, at, others));
        others.is_empty() && stand_for.len() >= least
    }

    /// Whether the number of a row in a column stands for those of others.
    fn stands_for(
        &self,
        column: &NumberColumn,
        statistic: Statistic,
        at: usize,
        others: &[usize],
    ) -> bool {
        let is_middle = matches!(statistic, Statistic::Mean | Statistic::Median);
        let stands = || {
            let text = column.text(at)?;
            let form = self.form_of(text);
            let number = form.number(text)?;
            let (digits, _) = form.digits_behind(text).unwrap_or_default();
            // A mean may be rounded, or cut off behind its digits.
            let step = 10_f64.powi(-i32::try_from(digits).ok()?);
            let step = if is_middle { step } else { 0.0 };
            let expected = column.expected(statistic, others)?;
            Some((number - expected).abs() <= step.max(expected.abs() * 1e-9))
        };
        stands().unwrap_or_default()
    }

    /// Whether one of some columns has so many different numbers that none is the sum of the others by chance, or there are several.
    pub(super) fn are_sure(&self, names: &[String], others: &[usize], few: i128) -> bool {
        let mut columns = 0..self.count();
        names.len() > 1
            || columns.any(|at| {
                let units = || others.iter().map(|row| self.units(at, *row));
                let sum = || units().flatten().fold(0_i128, i128::saturating_add);
                let steps = || sum().checked_div(self.step(at, others)).unwrap_or_default();
                names.iter().any(|name| name == self.name_of(at)) && steps().saturating_abs() >= few
            })
    }

    /// What all numbers of some rows in a column are multiples of.
    pub(super) fn step(&self, at: usize, rows: &[usize]) -> i128 {
        let units = rows.iter().filter_map(|row| self.units(at, *row));
        units.fold(0_i128, common_divisor)
    }
}

impl NumberColumn {
    fn text(&self, at: usize) -> Option<&str> {
        self.texts.str().ok()?.get(at)
    }

    /// The number that stands for those of rows.
    fn expected(&self, statistic: Statistic, rows: &[usize]) -> Option<f64> {
        let mut units: Vec<i128> = rows.iter().filter_map(|row| self.units[*row]).collect();
        let count = units.len();
        let (least, greatest) = (*units.iter().min()?, *units.iter().max()?);
        let one = 10_f64.powi(i32::from(MAX_SCALE));
        Some(match statistic {
            Statistic::Count => count as f64,
            Statistic::Least => least as f64 / one,
            Statistic::Greatest => greatest as f64 / one,
            Statistic::Mean => units.iter().sum::<i128>() as f64 / one / count as f64,
            Statistic::Median => {
                units.sort_unstable();
                let middle = units[count / 2] as f64 + units[(count - 1) / 2] as f64;
                middle / 2.0 / one
            }
        })
    }
}

/// A number of units with the digits that it has.
fn shortest(mut units: i128) -> Decimal {
    let mut scale = MAX_SCALE;
    while scale > 0 && units % 10 == 0 {
        units /= 10;
        scale -= 1;
    }
    Decimal { units, scale }
}

fn common_divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a).unwrap_or(i128::MAX)
}

/// The rows of files that have the sum of the others in every column of numbers, whatever they are called, and the names of these
/// columns. `counts` says which rows count.
pub(super) fn find(
    frame: &DataFrame,
    columns: &[ColumnProfile],
    numbers: &Numbers<'_>,
    (files, counts): (Rows<'_>, &[bool]),
) -> (Vec<Total>, Vec<String>) {
    let texts = columns.iter().filter_map(|column| {
        let is_text = column.fit == Fit::As(Type::Text);
        let texts = frame.column(&column.name).ok()?.str().ok()?;
        is_text.then_some((&column.name, texts))
    });
    let texts: Vec<(&String, &StringChunked)> = texts.collect();
    let mut found: Vec<(usize, Vec<String>)> = Vec::new();
    for file in files.files() {
        let rows: Vec<usize> = file.filter(|row| counts[*row]).collect();
        if rows.len() > SOME {
            found.extend(with_sum(numbers, &rows));
        }
    }
    // A row that counts after all may be called what another one is called.
    loop {
        let known: Vec<usize> = found.iter().map(|it| it.0).collect();
        found.retain(|it| label(&texts, it.0, &known).is_some());
        if found.len() == known.len() {
            break;
        }
    }
    let known: Vec<usize> = found.iter().map(|it| it.0).collect();
    let (mut totals, mut names) = (Vec::new(), Vec::new());
    for (at, sums) in found {
        if let Some((column, label)) = label(&texts, at, &known) {
            let file = files.file_of(at);
            totals.push(Total {
                kind: Kind::Whole,
                column: column.clone(),
                label: Some(label.to_owned()),
                of: file.clone(),
                by: Vec::new(),
                like: None,
                lacks: Vec::new(),
                row: at - file.start + 1,
                is_first_cell: true,
                is_bare: false,
                is_last: !counts[at + 1..file.end].contains(&true),
                at,
            });
            names.extend(sums);
        }
    }
    (totals, names)
}

/// The row of a file that has the sum of the others: the last one, or another one if its numbers are large.
fn with_sum(numbers: &Numbers<'_>, rows: &[usize]) -> Option<(usize, Vec<String>)> {
    let without =
        |at: usize| -> Vec<usize> { rows.iter().copied().filter(|it| *it != at).collect() };
    let last = *rows.last()?;
    let sums = numbers.sums(last, &without(last), (true, Near::Exact));
    if !sums.is_empty() {
        return Some((last, sums));
    }
    // It has half of what all add up to.
    let mut candidates: Vec<usize> = Vec::new();
    for column in &numbers.columns {
        let units = rows.iter().filter_map(|row| column.units[*row]);
        let all = units.fold(0_i128, i128::saturating_add);
        let half = |row: &usize| {
            let number = column.units[*row].filter(|it| *it != 0);
            number.and_then(|it| it.checked_mul(2)) == Some(all)
        };
        // Of several rows that have it none is the sum of the others.
        candidates.extend(rows.iter().copied().filter(half).take(2));
    }
    candidates.sort_unstable();
    candidates.dedup();
    candidates.into_iter().find_map(|at| {
        let others = without(at);
        let sums = numbers.sums(at, &others, (true, Near::Exact));
        numbers
            .are_sure(&sums, &others, FEW_STEPS)
            .then_some((at, sums))
    })
}

/// What a total is called that no other row is called, and where, if each of its further texts is in no other row, or in all.
/// `totals` are all rows that may be totals, in order.
fn label<'t>(
    texts: &[(&'t String, &'t StringChunked)],
    at: usize,
    totals: &[usize],
) -> Option<(&'t String, &'t str)> {
    let mut found = None;
    for (name, texts) in texts {
        let Some(text) = texts.get(at) else {
            continue;
        };
        let others = || {
            let rows = texts.iter().enumerate();
            let others = rows.filter(|(row, _)| totals.binary_search(row).is_err());
            others.filter_map(|(_, text)| text)
        };
        let is_one = others().all(|other| other != text);
        if found.is_none() {
            let is_word = text.chars().any(char::is_alphabetic);
            found = (is_one && is_word).then_some((*name, text));
            found?;
        } else if !is_one && others().any(|other| other != text) {
            return None;
        }
    }
    found
}
