//! Profiles the columns of a source over all of its rows, as the basis of a first contract.
//!
//! In: a location. Out: a [`Profile`]. A column gets a type only if every cell converts to it by
//! the conversions of a run, so a contract written from the profile holds.

mod amounts;
mod candidates;
mod column;
mod copies;
mod course;
mod groups;
mod keys;
mod large;
mod measured;
mod merged;
mod minuses;
mod missing;
mod mixed;
mod nearly;
mod notation;
mod odd;
mod outside;
mod owners;
mod settle;
mod spaces;
mod sum;
mod sums;
mod total;

pub(crate) use column::{ColumnProfile, Fit};
pub(crate) use copies::Copies;
pub(crate) use course::Course;
pub(crate) use mixed::Mixed;
pub(crate) use nearly::Nearly;
pub(crate) use notation::{Broken, Notation};
pub(crate) use odd::Odd;
pub(crate) use outside::Outside;
pub(crate) use sums::Differs;
pub(crate) use total::{Kind, Total};

use super::forms::{self, Guess};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Location, Refusal, SourceColumns, TextForms, absence, columns, read};
use crate::spec::grammar::SourceFormat;
use crate::world::World;
use column::{Noted, column_profile};
use polars::prelude::*;
use rayon::prelude::*;
use total::Rows;

/// A source with the profiles of its columns.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// Number of rows, without those outside.
    pub rows: usize,
    /// Number of files.
    pub files: usize,
    /// The columns in the order of the file.
    pub columns: Vec<ColumnProfile>,
    /// How texts write numbers.
    pub numbers: Guess<TextForms>,
    /// Rows that a contract has to leave out, which are in no profile of a column.
    pub outside: Outside,
    /// Rows that count and may be there twice.
    pub copies: Vec<Copies>,
    /// Warnings that a run will give.
    pub warnings: Vec<Diagnostic>,
}

/// Profiles every cell of a source.
///
/// `decimal` is the decimal separator, where it is known.
///
/// # Errors
/// A file is missing, empty, or not of its format.
pub(crate) fn profile(
    world: &dyn World,
    location: &Location,
    decimal: Option<char>,
) -> Result<Profile, Diagnostic> {
    let found = columns(world, location)?;
    let is_one = |name: &String| !matches!(found.refused.get(name), Some((Refusal::Always, _)));
    let names = found.columns.iter().map(|(name, _)| name.clone());
    let names: Vec<String> = names.filter(is_one).collect();
    let raw = read(world, location, &names, &[])?;
    if raw.height() == 0 {
        return Err(Diagnostic::error(
            Code::EMPTY_SOURCE,
            format!("`{}` has no rows", location.shown),
        )
        .hint("what a column holds is seen in its rows: a header alone does not say it"));
    }
    let frame = raw.joined();
    let frame = frame.map_err(|error| crate::engine::refused("joining the files", &error))?;
    let look = Look {
        names: &names,
        is_text: matches!(location.format, SourceFormat::Csv | SourceFormat::Tsv),
        delimiter: location.dialect.delimiter,
        decimal,
    };
    let of_files = location.file_column_names();
    let inside = names.iter().filter(|name| !of_files.contains(name));
    let inside: Vec<String> = inside.cloned().collect();
    let heights: Vec<usize> = raw.parts.iter().map(|part| part.file.rows).collect();
    let mut profile = look
        .at_rows(&frame, &inside, &heights)
        .map_err(|error| crate::engine::refused("looking at the rows", &error))?;
    profile.warnings = warnings(&found, &mut profile.columns);
    Ok(profile)
}

/// The warnings of a run about the columns of the files; those that cannot be read are added with the reason.
fn warnings(found: &SourceColumns, columns: &mut Vec<ColumnProfile>) -> Vec<Diagnostic> {
    for (name, (when, why)) in &found.refused {
        if *when == Refusal::Always {
            // The message without the name of the file.
            let why = why.message.splitn(3, '`').last().unwrap_or_default();
            let why = why.trim_start_matches([',', ' ']);
            columns.push(ColumnProfile::unread(name, why.to_owned()));
        }
    }
    let absences = found
        .absent
        .iter()
        .map(|(name, files)| absence(name, files));
    found.warnings().into_iter().chain(absences).collect()
}

/// How rows are looked at.
struct Look<'a> {
    names: &'a [String],
    /// Whether the file has texts alone.
    is_text: bool,
    delimiter: u8,
    /// The decimal separator, where it is known.
    decimal: Option<char>,
}

impl Look<'_> {
    /// Profiles the rows of files, without totals and rows without values.
    fn at_rows(
        &self,
        frame: &DataFrame,
        inside: &[String],
        heights: &[usize],
    ) -> PolarsResult<Profile> {
        let files = Rows { heights };
        let mut outside = Outside::default();
        let mut counts = vec![true; frame.height()];
        let texts = as_texts(frame)?;
        let found = outside::find(&texts, inside, files);
        // What has nothing else is rows like others.
        if found.counts.contains(&true) {
            (outside.blank, outside.note) = (found.blank, found.note);
            outside.totals = found.candidates;
            counts = found.counts;
        }
        let (mut numbers, mut columns) = self.at(&counted(frame, &counts)?)?;
        let apart = {
            let amounts = sums::Numbers::of(&texts, &columns, &numbers.form)?;
            let candidates = std::mem::take(&mut outside.totals);
            let rows = (files, counts.as_slice());
            let settled = settle::settled((&texts, &columns), &amounts, rows, candidates);
            let before = counts.clone();
            settled.left.iter().for_each(|it| counts[it.at] = true);
            settled.kept.iter().for_each(|it| counts[it.at] = false);
            (outside.totals, outside.sums) = (settled.kept, settled.sums);
            outside.nested = settled.nested;
            outside.contradicted = settled.contradicted;
            let both = (settled.left.as_slice(), outside.totals.as_slice());
            outside.misfit = outside::misfit(both, &amounts, (files, &counts));
            let called = settled.left.into_iter().filter(Total::is_named);
            outside.called = called.collect();
            let is_exact = |it: &&Total| it.is_statistic() || it.kind == Kind::Group;
            let totals = outside.totals.iter().filter(|it| !is_exact(it));
            outside.differ = totals.flat_map(|it| amounts.differ(it, &counts)).collect();
            let mut totals = outside.totals.iter();
            let apart = totals.find_map(|it| amounts.thousands_of(it.at));
            if counts != before {
                (numbers, columns) = self.at(&counted(frame, &counts)?)?;
            }
            apart
        };
        if self.is_text {
            // Beside a decimal comma a blank separates nothing but thousands.
            let form = &mut numbers.form;
            let usual = Some(' ').filter(|_| form.decimal == ',');
            form.thousands = form.thousands.or(apart).or(usual);
            merged::look(&counted(frame, &counts)?, &mut columns)?;
            for column in &mut columns {
                let cells = frame.column(&column.name)?;
                mixed::look(column, cells, (files, &counts), &numbers.form)?;
                odd::look(column, cells, (files, &counts), &numbers.form)?;
            }
        }
        if !outside.is_none() {
            let mask: BooleanChunked = counts.iter().map(|it| Some(!*it)).collect();
            let rows = texts.filter(&mask)?;
            for column in &mut columns {
                column.hold_too(rows.column(&column.name)?, &numbers.form)?;
            }
        }
        for column in &mut columns {
            let cells = frame.column(&column.name)?;
            if cells.str().is_ok() {
                spaces::look(column, cells)?;
            }
        }
        let counting = counted(frame, &counts)?;
        for column in &mut columns {
            course::look(column, counting.column(&column.name)?)?;
        }
        outside.tell(&texts, &columns, (files, &counts));
        let copies = if self.is_text {
            copies::find(frame, &columns, (files, &counts))
        } else {
            Vec::new()
        };
        Ok(Profile {
            rows: frame.height() - outside.rows(),
            files: heights.len(),
            columns,
            numbers,
            outside,
            copies,
            warnings: Vec::new(),
        })
    }

    /// Profiles all rows.
    fn at(&self, frame: &DataFrame) -> PolarsResult<(Guess<TextForms>, Vec<ColumnProfile>)> {
        let noted: PolarsResult<Vec<Noted>> = self
            .names
            .par_iter()
            .map(|name| Noted::of(frame.column(name)?, self.is_text))
            .collect();
        let noted = noted?;
        let numbers = if self.is_text {
            let texts = noted.iter().filter_map(|column| column.plain.str().ok());
            forms::numbers(&texts.collect::<Vec<_>>(), self.delimiter, self.decimal)
        } else {
            Guess::of(TextForms::default())
        };
        let columns: PolarsResult<Vec<ColumnProfile>> = self
            .names
            .par_iter()
            .zip(noted)
            .map(|(name, noted)| {
                column_profile(frame.column(name)?, noted, self.is_text, &numbers.form)
            })
            .collect();
        let mut columns = columns?;
        for at in 0..columns.len() {
            columns[at].owners = owners::owners(frame, &columns, at);
            columns[at].measured = measured::measured(frame, &columns[at]);
        }
        Ok((numbers, columns))
    }
}

/// The rows with all that is no list as texts, as a file of texts has it.
fn as_texts(frame: &DataFrame) -> PolarsResult<DataFrame> {
    let columns = frame.columns().iter().map(|column| match column.dtype() {
        DataType::String | DataType::List(_) => column.clone(),
        // What has no text is looked at as it is.
        _ => (column.cast(&DataType::String)).unwrap_or_else(|_| column.clone()),
    });
    DataFrame::new(frame.height(), columns.collect())
}

/// The rows that count.
fn counted(frame: &DataFrame, counts: &[bool]) -> PolarsResult<DataFrame> {
    if !counts.contains(&false) {
        return Ok(frame.clone());
    }
    let mask: BooleanChunked = counts.iter().map(|it| Some(*it)).collect();
    frame.filter(&mask)
}
