//! A first spec from a file of rows: its contract, a breakdown, a chart and a text.
//!
//! In: data as typed by a person, and wishes. Out: the text of a spec that was run before it is
//! returned. The caller decides what people are asked and what is written.

mod choose;
mod columns;
mod contract;
mod data;
mod files;
mod header;
mod keys;
mod leaders;
mod marked;
mod means;
mod measures;
mod names;
mod outside;
mod periods;
mod prove;
mod qualifiers;
mod remarks;
mod report;
mod scales;
mod told;
mod unread;
mod words;
mod write;
mod years;

pub(crate) use names::in_shell;
pub(crate) use prove::prove;

use crate::diagnostic::{Code, Diagnostic, allowed, counted, nearest};
use crate::engine::{Copies, Profile, profile};
use crate::source::TextForms;
use crate::sql::Type;
use crate::text::Locale;
use crate::world::World;
use choose::{By, Choice};
use columns::{DraftColumn, DraftColumns};
use data::Data;
use files::Stamp;
use names::{in_comment, on_one_line};
use outside::LeftOut;
use periods::Facts;
use std::path::{Path, PathBuf};
use told::told_apart;

/// Data that have been profiled.
#[derive(Clone, Debug)]
pub(crate) struct Sighting {
    data: Data,
    profile: Profile,
    columns: DraftColumns,
    /// What each period adds up to, the first one first; none if there are no periods.
    history: Vec<Facts>,
}

/// A person's wishes for the spec; everything else is chosen from the data.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wishes {
    /// Column to add up, or [`COUNT`].
    pub measure: Option<String>,
    /// Column by which rows are grouped.
    pub by: Option<String>,
    /// Title of the report.
    pub title: Option<String>,
    /// Languages; empty for French and English.
    pub locales: Vec<Locale>,
    /// Path of the spec.
    pub spec: PathBuf,
}

/// The name for counting rows as the measure.
pub(crate) const COUNT: &str = "count";

/// A spec that is not written yet.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Its text.
    pub text: String,
    /// The same without rows that have no value, for data in which a group has none at all; `None` if each row has one.
    pub without_empty: Option<String>,
    /// What has to be known about the data before its numbers are believed.
    pub notes: Vec<String>,
    /// Folder of the data, if it lies outside the root of the spec.
    pub allowed: Option<PathBuf>,
    /// Dates of its periods, the first one first; none if it has none.
    pub periods: Vec<String>,
    /// Rows of the data.
    pub rows: usize,
    /// Rows of each of its periods, or of all where it has none.
    pub rows_of: Vec<usize>,
    /// The measure.
    pub measure: String,
    /// The grouping of rows, if there is one.
    pub by: Option<String>,
    /// The name of its breakdown, or else of its metric.
    pub explained: String,
}

impl Sighting {
    /// Profiles a file, the files of a folder, or those that match a pattern. `decimal` is the decimal separator, where it is known.
    ///
    /// # Errors
    /// There is no such file, the folder has several kinds, the rows cannot be read, or there are
    /// none; or their numbers have two meanings.
    pub(crate) fn of(
        world: &dyn World,
        typed: &str,
        decimal: Option<char>,
    ) -> Result<Self, Diagnostic> {
        let mut data = Data::find(world, typed)?;
        let mut profile = looked_at(world, &mut data, decimal)?;
        told_apart(&data, &profile, &[typed.to_owned()])?;
        data.leave_out_known_days(&mut profile);
        Self::profiled(data, profile)
    }

    fn profiled(data: Data, profile: Profile) -> Result<Self, Diagnostic> {
        let columns = DraftColumns::of(&profile);
        if columns.items.iter().all(|column| column.kind.is_none()) {
            return Err(nothing_to_read(&data, &columns));
        }
        Ok(Self {
            data,
            profile,
            columns,
            history: Vec::new(),
        })
    }

    /// Profiles several files that are the same but for the date in their names, each of which is a period. `None` if they
    /// are not.
    ///
    /// # Errors
    /// As for [`Sighting::of`].
    pub(crate) fn of_periods(
        world: &dyn World,
        typed: &[String],
        decimal: Option<char>,
    ) -> Option<Result<Self, Diagnostic>> {
        let several = files::of_periods(typed)?;
        let of_all = || {
            data::one_encoding(world, &several.files)?;
            let mut others = several.files.iter().map(String::as_str);
            let last = others.next_back().unwrap_or_default();
            let mut data = Data::find(world, last)?;
            let mut all = looked_at(world, &mut data, decimal)?;
            periods::of_file(&mut all, last);
            told_apart(&data, &all, typed)?;
            let of_last = Facts::of(&all);
            let mut history = Vec::new();
            for name in others {
                let mut other = profile(world, &data.beside(name), decimal)?;
                periods::of_file(&mut other, name);
                history.push(Facts::of(&other));
                periods::hold_too(&mut all, &other);
            }
            history.push(of_last);
            data.periods.clone_from(&several.stamps);
            let mut sighting = Self::profiled(data, all)?;
            sighting.history = history;
            Ok(sighting)
        };
        Some(of_all())
    }

    /// The default path of the spec.
    #[must_use]
    pub(crate) fn spec(&self) -> PathBuf {
        PathBuf::from(format!("{}.yaml", self.data.stem))
    }

    /// Number of rows.
    #[must_use]
    pub(crate) fn rows(&self) -> usize {
        self.profile.rows
    }

    /// The possible measures: columns of numbers that add up exactly or have a mean, and [`COUNT`].
    #[must_use]
    pub(crate) fn measures(&self) -> Vec<String> {
        let columns = self.columns.items.iter();
        let sums = columns.filter(|column| column.is_sum() || column.is_mean());
        let mut names: Vec<String> = sums.map(|column| column.name.clone()).collect();
        names.push(COUNT.to_owned());
        names
    }

    /// The possible groupings of rows.
    #[must_use]
    pub(crate) fn groupings(&self) -> Vec<String> {
        let groups = self.columns.items.iter().filter(|column| column.is_group());
        groups.map(|column| column.name.clone()).collect()
    }

    /// The measure and the grouping that are used by default.
    #[must_use]
    pub(crate) fn suggested(&self) -> (String, Option<String>) {
        let choice = Choice::of(self);
        (self.measure_name(&choice), self.grouping_name(&choice))
    }

    /// Drafts a spec.
    ///
    /// # Errors
    /// A wish that these data cannot fulfil, or a folder of the spec that does not exist.
    pub(crate) fn draft(&self, world: &dyn World, wishes: &Wishes) -> Result<Draft, Diagnostic> {
        let mut choice = Choice::of(self);
        if let Some(wanted) = &wishes.measure {
            choice.measure = self.wanted_measure(wanted)?;
            let is_mean = |at: usize| self.columns.items[at].is_mean();
            choice.is_mean = choice.measure.is_some_and(is_mean);
            choice.years.clear();
        }
        let by = match &wishes.by {
            Some(wanted) => Some(self.wanted_grouping(wanted)?),
            None => choice.by.map(|by| by.column),
        };
        choice.by = by.map(|at| By::column(self, at, choice.is_mean));
        let place = self.data.seen_from(world, &wishes.spec)?;
        let left_out = LeftOut::of(self)?;
        let written = |leaves_out_empty| {
            write::text(self, &choice, wishes, (&place, &left_out), leaves_out_empty)
        };
        let (explained, text) = written(false);
        let (_, without_empty) = written(true);
        Ok(Draft {
            without_empty: (without_empty != text).then_some(without_empty),
            text,
            explained,
            notes: self.notes(&choice),
            allowed: place.allowed,
            periods: self.data.periods.iter().map(Stamp::day).collect(),
            rows: self.profile.rows,
            rows_of: match self.history.as_slice() {
                [] => vec![self.profile.rows],
                history => history.iter().map(Facts::rows).collect(),
            },
            measure: self.measure_name(&choice),
            by: self.grouping_name(&choice),
        })
    }

    fn measure_name(&self, choice: &Choice) -> String {
        let column = choice.measure.map(|at| &self.columns.items[at]);
        column.map_or_else(|| COUNT.to_owned(), |column| column.name.clone())
    }

    fn grouping_name(&self, choice: &Choice) -> Option<String> {
        Some(self.columns.items[choice.by.as_ref()?.column].name.clone())
    }

    fn wanted_measure(&self, wanted: &str) -> Result<Option<usize>, Diagnostic> {
        if wanted == COUNT && self.columns.position(wanted).is_none() {
            return Ok(None);
        }
        let at = self.columns.position(wanted);
        let Some(at) = at else {
            return Err(not_granted(
                "adds up to a measure",
                wanted,
                &self.measures(),
            ));
        };
        let column = &self.columns.items[at];
        match column.why_no_sum().filter(|_| !column.is_mean()) {
            None => Ok(Some(at)),
            Some(why) => {
                let message = format!("`{wanted}` is no measure: {why}");
                let names = self.measures();
                let names = allowed(names.iter().map(String::as_str));
                Err(Diagnostic::error(Code::UNKNOWN_NAME, message)
                    .hint(format!("there are {names}"))
                    .environment())
            }
        }
    }

    /// Why no column is added up, one reason for each that looks as if it could be.
    fn why_counted(&self) -> Vec<String> {
        let columns = self.columns.items.iter().filter(|column| {
            let looks = column.kind == Some(Type::Number)
                || column.notation.is_percent()
                || column.is_nearly_number()
                || column.is_numbered()
                || column.is_amount_of_versions()
                || column.large.is_some() && !keys::is_no_amount(&column.original);
            let is_unread =
                column.kind.is_none() && measures::measure_rank(&column.original).is_some();
            looks && column.distinct > 0 || is_unread
        });
        let why = columns.map(|column| match column.why_no_sum() {
            _ if column.is_mean() => format!(
                "`{0}` does not add up: `--measure {0}` gives its mean",
                in_comment(&column.name)
            ),
            Some(why) => why,
            None if column.is_numbered() => format!(
                "`{0}` has numbers that name something, such as codes or years: `--measure {0}` adds them up",
                in_comment(&column.name)
            ),
            None => format!(
                "`{0}` has fractions and may be a measurement: `--measure {0}` adds it up",
                in_comment(&column.name)
            ),
        });
        why.collect()
    }

    /// What a person has to know about the data.
    fn notes(&self, choice: &Choice) -> Vec<String> {
        let mut notes = outside::notes(self);
        let warnings = self.profile.warnings.iter();
        notes.extend(warnings.map(|warning| on_one_line(&warning.message)));
        notes.extend(self.profile.copies.iter().map(twice));
        let numbers = &self.profile.numbers;
        if let Some(other) = &numbers.other {
            notes.push(format!(
                "numbers are read with {}; with {} they would be others, and the file does not tell which one is meant",
                numbers.form.keys(&TextForms::default()),
                other.keys(&TextForms::default())
            ));
        }
        for column in &self.columns.items {
            notes.extend(column.why_mixed());
            notes.extend(column.why_apart());
            notes.extend(column.why_spelled());
            notes.extend(column.why_merged());
            notes.extend(column.why_measured());
            notes.extend(remarks::of_days(column));
        }
        notes.extend(years::note(self, choice));
        notes.extend(marked::notes(self, choice));
        let measure = choice.measure.map(|at| &self.columns.items[at]);
        if choice.is_mean {
            notes.extend(means::notes(self, choice));
        } else if let Some(why) = measure.and_then(DraftColumn::why_no_shares) {
            notes.push(format!("there are no shares: {why}"));
        }
        match measure {
            None => {
                let reasons = self.why_counted().into_iter();
                notes.extend(reasons.map(|why| format!("rows are counted: {why}")));
            }
            Some(measure) => {
                let columns = self.columns.items.iter().filter(|it| it.is_broken_amount());
                let done = if choice.is_mean {
                    "has its mean drafted"
                } else {
                    "is added up"
                };
                notes.extend(columns.filter_map(|column| {
                    let (name, why) = (in_comment(&measure.name), column.why_no_sum()?);
                    Some(format!("`{name}` {done}: {why}"))
                }));
            }
        }
        notes
    }

    fn wanted_grouping(&self, wanted: &str) -> Result<usize, Diagnostic> {
        let at = self.columns.position(wanted);
        if let Some(why) = at.and_then(|at| self.columns.items[at].why_apart()) {
            let message = format!("`{wanted}` groups no rows: {why}");
            return Err(Diagnostic::error(Code::UNKNOWN_NAME, message).environment());
        }
        match at.filter(|at| self.columns.items[*at].is_group()) {
            Some(at) => Ok(at),
            None => Err(not_granted("groups rows", wanted, &self.groupings())),
        }
    }
}

/// What is said of rows that may be there twice.
fn twice(copies: &Copies) -> String {
    let shown = copies.shown.iter();
    let shown = shown.map(|(row, above)| format!("row {row} as row {above}"));
    let rows = counted(copies.count as i128, "row", "rows");
    let is_one = copies.count == 1;
    let what = match &copies.column {
        Some(column) => format!(
            "{rows} {} a value of `{}` that a row above has",
            if is_one { "has" } else { "have" },
            in_comment(column)
        ),
        None => format!(
            "{rows} {} the same as one above in every column",
            if is_one { "is" } else { "are" }
        ),
    };
    format!(
        "{what}: {}{}; all of them count: if they were entered twice, take them out of the file",
        shown.collect::<Vec<_>>().join(", "),
        if copies.count > copies.shown.len() {
            ", and so on"
        } else {
            ""
        }
    )
}

/// The profile of data; if records can be read only without quotes, quotes are text.
fn looked_at(
    world: &dyn World,
    data: &mut Data,
    decimal: Option<char>,
) -> Result<Profile, Diagnostic> {
    match profile(world, &data.location, decimal) {
        Err(problem) if data.is_delimited() => {
            data.location.dialect.quotes = false;
            profile(world, &data.location, decimal).map_err(|_| problem)
        }
        found => found,
    }
}

/// Better names for files whose names have months in words, in which [`Sighting::of_periods`] sees none.
#[must_use]
pub(crate) fn with_months(typed: &[String]) -> Option<Vec<String>> {
    typed.iter().map(|name| files::with_month(name)).collect()
}

/// The problem of a file without any readable column, with the reasons.
fn nothing_to_read(data: &Data, columns: &DraftColumns) -> Diagnostic {
    let reasons = columns
        .items
        .iter()
        .map(|column| format!("`{}`: {}", column.original, column.reason));
    let reasons: Vec<String> = reasons.collect();
    Diagnostic::error(
        Code::SOURCE_FORMAT,
        format!(
            "`{}` has no column that a report can read",
            data.location.shown
        ),
    )
    .hint(match reasons.as_slice() {
        [] => "it has no columns at all".to_owned(),
        reasons => reasons
            .iter()
            .take(10)
            .cloned()
            .collect::<Vec<_>>()
            .join("; "),
    })
}

fn not_granted(does: &str, wanted: &str, names: &[String]) -> Diagnostic {
    let names = || names.iter().map(String::as_str);
    Diagnostic::error(
        Code::UNKNOWN_NAME,
        format!(
            "no column `{wanted}` {does} here; there are {}",
            allowed(names())
        ),
    )
    .maybe_hint(nearest(wanted, names()))
    .environment()
}

/// The folder of a file.
fn folder_of(path: &Path) -> &Path {
    let parent = path.parent().filter(|path| !path.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}
