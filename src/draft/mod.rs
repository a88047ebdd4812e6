//! A first spec from a file of rows: its contract, a breakdown, a chart and a text.
//!
//! In: data as typed by a person, and wishes. Out: the text of a spec that was run before it is
//! returned. The caller decides what people are asked and what is written.

mod choose;
mod columns;
mod contract;
mod data;
mod files;
mod names;
mod prove;
mod report;
mod words;
mod write;

pub(crate) use names::in_shell;
pub(crate) use prove::prove;

use crate::diagnostic::{Code, Diagnostic, allowed, nearest};
use crate::engine::{Profile, profile};
use crate::text::Locale;
use crate::world::World;
use choose::{By, Choice};
use columns::DraftColumns;
use data::Data;
use std::path::{Path, PathBuf};

/// Data that have been profiled.
#[derive(Clone, Debug)]
pub(crate) struct Sighting {
    data: Data,
    profile: Profile,
    columns: DraftColumns,
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
    /// Folder of the data, if it lies outside the root of the spec.
    pub allowed: Option<PathBuf>,
    /// Dates of its periods, the first one first; none if it has none.
    pub periods: Vec<String>,
    /// Rows of the data.
    pub rows: usize,
    /// The measure.
    pub measure: String,
    /// The grouping of rows, if there is one.
    pub by: Option<String>,
    /// The name of its breakdown, or else of its metric.
    pub explained: String,
}

impl Sighting {
    /// Profiles a file, the files of a folder, or those that match a pattern.
    ///
    /// # Errors
    /// There is no such file, the folder has several kinds, the rows cannot be read, or there are
    /// none.
    pub(crate) fn of(world: &dyn World, typed: &str) -> Result<Self, Diagnostic> {
        let mut data = Data::find(world, typed)?;
        let mut profile = profile(world, &data.location)?;
        data.leave_out_known_days(&mut profile);
        let columns = DraftColumns::of(&profile);
        if columns.items.iter().all(|column| column.kind.is_none()) {
            return Err(nothing_to_read(&data, &columns));
        }
        Ok(Self {
            data,
            profile,
            columns,
        })
    }

    /// Profiles the last of several files that are the same but for the date in their names, each of which is a period.
    /// `None` if they are not.
    ///
    /// # Errors
    /// As for [`Sighting::of`].
    pub(crate) fn of_periods(
        world: &dyn World,
        typed: &[String],
    ) -> Option<Result<Self, Diagnostic>> {
        let periods = files::of_periods(typed)?;
        Some(Self::of(world, &periods.last).map(|mut sighting| {
            sighting.data.periods = periods.days;
            sighting
        }))
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

    /// The possible measures: integer columns and [`COUNT`].
    #[must_use]
    pub(crate) fn measures(&self) -> Vec<String> {
        let sums = self.columns.items.iter().filter(|column| column.is_sum());
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
        }
        if let Some(wanted) = &wishes.by {
            choice.by = Some(self.wanted_grouping(wanted)?);
        }
        let place = self.data.seen_from(world, &wishes.spec)?;
        let (explained, text) = write::text(self, &choice, wishes, &place);
        Ok(Draft {
            text,
            explained,
            allowed: place.allowed,
            periods: self.data.periods.clone(),
            rows: self.profile.rows,
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
        match at.filter(|at| self.columns.items[*at].is_sum()) {
            Some(at) => Ok(Some(at)),
            None => Err(not_granted(
                "adds up to a measure",
                wanted,
                &self.measures(),
            )),
        }
    }

    fn wanted_grouping(&self, wanted: &str) -> Result<By, Diagnostic> {
        let at = self.columns.position(wanted);
        match at.filter(|at| self.columns.items[*at].is_group()) {
            Some(at) => Ok(By::column(self, at)),
            None => Err(not_granted("groups rows", wanted, &self.groupings())),
        }
    }
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
