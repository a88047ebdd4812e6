//! The bundles of a folder beside each other: pages, feeds and a list for programs.
//!
//! In: a folder whose folders are bundles of one report. Out: for each language a page with the periods, headline numbers and
//! the course of each, and a feed; and `periods.json`. `bundles` reads what is there, `places` finds the periods
//! between that are not, `course` draws, `write` makes the files. Bundles are only read. Files that are in the way and not
//! made here are not replaced.

mod bundles;
mod course;
mod places;
mod write;

use crate::diagnostic::{Code, Diagnostic, nearest, there_are};
use crate::document::periods_json::{Headline, Period, PeriodsJson, VERSION};
use crate::document::report_json::{Cell, Texts, WrittenNumbers};
use crate::text::Locale;
use crate::world::World;
use bundles::{Found, Listed};
use indexmap::IndexMap;
use places::Places;
use std::path::{Path, PathBuf};

/// What each of the files says of itself, so that no other file is replaced.
const MADE_HERE: &str = "hfreport index";
/// Headline numbers, unless some are asked for.
const HEADLINES: usize = 3;

/// What is asked of an index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Metrics that are the headline numbers; empty: those that the newest bundle names, or else the first ones.
    pub(crate) metrics: Vec<String>,
    /// Address at which the folder is published, with a trailing slash; empty: what the newest bundle says.
    pub(crate) address: String,
    /// The report whose bundles are listed; none: that of the newest bundle.
    pub(crate) series: Option<Series>,
    /// Numbers of bundles that were just written: their files need not be read.
    pub(crate) written: Vec<WrittenNumbers>,
}

/// The bundles of one report: those of a spec, of specs that extend it, and of those that it extends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Series {
    /// Path of the spec from its root.
    pub(crate) spec: String,
    /// The names of its file and of those that it extends.
    pub(crate) files: Vec<String>,
}

/// The files of an index, not written yet.
#[derive(Debug)]
pub(crate) struct Made {
    folder: PathBuf,
    files: Vec<(String, String)>,
    /// What is not listed, or without numbers.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// Makes the index of a folder.
///
/// # Errors
/// The folder has no bundles, two are of one period, a metric is unknown, or a file of another origin is in the way.
pub(crate) fn index(
    world: &dyn World,
    folder: &Path,
    options: &Options,
) -> Result<Made, Vec<Diagnostic>> {
    let Found { listed, warnings } = bundles::bundles(world, folder, options)?;
    let index = indexed(&listed, options).map_err(|problem| vec![problem])?;
    let files = write::files(&index, &places(&index));
    let found: Vec<Diagnostic> = files
        .iter()
        .filter_map(|(name, _)| in_the_way(world, &folder.join(name)))
        .collect();
    if !found.is_empty() {
        return Err(found);
    }
    Ok(Made {
        folder: folder.to_owned(),
        files,
        warnings,
    })
}

impl Made {
    /// Writes the files, each in one step, and returns their paths.
    ///
    /// # Errors
    /// A file cannot be written.
    pub(crate) fn write(&self, world: &dyn World) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
        let written = self.files.iter().map(|(name, content)| {
            let path = self.folder.join(name);
            let written = world.replace_file(&path, content.as_bytes());
            written.map(|()| path.clone()).map_err(|error| {
                let message = format!("cannot write `{}`: {error}", path.display());
                vec![Diagnostic::error(Code::OUTPUT, message).environment()]
            })
        });
        written.collect()
    }
}

/// What is wrong with a file that another hand put where one of the index goes.
fn in_the_way(world: &dyn World, path: &Path) -> Option<Diagnostic> {
    let is_own = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).contains(MADE_HERE);
    if !world.exists(path) || world.read(path).is_ok_and(is_own) {
        return None;
    }
    let message = format!(
        "`{}` is in the way: it is not made by `{MADE_HERE}`",
        path.display()
    );
    let problem = Diagnostic::error(Code::OUTPUT, message);
    Some(problem.hint("move it, or let the bundles stand in another folder"))
}

/// The places of the periods, with those between that have no bundle.
fn places(index: &PeriodsJson) -> Places {
    let names = index.periods.iter().map(|period| period.name.as_str());
    Places::of(&names.collect::<Vec<_>>())
}

fn indexed(listed: &[Listed], options: &Options) -> Result<PeriodsJson, Diagnostic> {
    let reports = || listed.iter().filter_map(|it| it.report.as_ref());
    let newest = reports().next_back();
    let said = newest.and_then(|report| report.index.as_ref());
    let wanted = match (&options.metrics, said) {
        (typed, _) if !typed.is_empty() => typed.clone(),
        (_, Some(said)) => said.metrics.clone(),
        _ => Vec::new(),
    };
    let known = newest.map(|report| &report.metrics);
    let known: Vec<&String> = known.iter().flat_map(|metrics| metrics.keys()).collect();
    if let Some(name) = wanted.iter().find(|name| !known.contains(name)) {
        let names = || known.iter().map(|name| name.as_str());
        let message = format!("there is no metric `{name}`; {}", there_are(names()));
        let problem = Diagnostic::error(Code::UNKNOWN_NAME, message);
        return Err(problem.maybe_hint(nearest(name, names())));
    }
    let wanted: Vec<String> = if wanted.is_empty() {
        let metrics = newest.iter().flat_map(|report| &report.metrics);
        let numbers = metrics.filter(|(_, it)| course::size(&it.value).is_some());
        numbers
            .map(|(name, _)| name.clone())
            .take(HEADLINES)
            .collect()
    } else {
        wanted
    };
    let titles = wanted.iter().filter_map(|name| {
        let found = newest?.metrics.get(name)?;
        Some((name.clone(), found.title.clone()))
    });
    let tags: Vec<String> = newest
        .iter()
        .flat_map(|it| it.title.keys().cloned())
        .collect();
    let locales = if tags.is_empty() {
        vec![Locale::En.tag().to_owned()]
    } else {
        tags
    };
    let mut index = PeriodsJson {
        made_by: MADE_HERE.to_owned(),
        version: VERSION,
        title: heading(&locales, said.map(|said| &said.title)),
        address: match (&options.address, said) {
            (typed, Some(said)) if typed.is_empty() => said.address.clone(),
            (typed, _) => typed.clone(),
        },
        locales,
        metrics: titles.collect(),
        periods: listed.iter().map(|it| period(it, &wanted)).collect(),
        missing: Vec::new(),
    };
    let places = places(&index);
    for (at, period) in index.periods.iter_mut().enumerate() {
        period.label = texts(&index.locales, |locale| places.label(at, locale));
    }
    index.missing = places.missing(&index);
    Ok(index)
}

/// The heading of the index: that of the spec, or else plain words.
fn heading(locales: &[String], said: Option<&Texts>) -> Texts {
    texts(locales, |locale| {
        let of_spec = said.and_then(|texts| texts.get(locale.tag()));
        of_spec.cloned().unwrap_or_else(|| {
            let plain = match locale {
                Locale::Fr => "Toutes les périodes",
                Locale::En => "All periods",
            };
            plain.to_owned()
        })
    })
}

/// A text for each of some locales.
fn texts(locales: &[String], text: impl Fn(Locale) -> String) -> Texts {
    let locales = locales.iter().filter_map(|tag| Locale::parse(tag));
    locales
        .map(|locale| (locale.tag().to_owned(), text(locale)))
        .collect()
}

/// A period of the list; what people call it is found when all are there.
fn period(listed: &Listed, wanted: &[String]) -> Period {
    let report = listed.report.as_ref();
    let metrics = wanted.iter().filter_map(|name| {
        let metric = report?.metrics.get(name)?;
        let is_there = metric.value != Cell::Missing;
        let headline = Headline {
            value: metric.value.clone(),
            shown: metric.shown.clone(),
        };
        is_there.then(|| (name.clone(), headline))
    });
    let status = report.and_then(|report| report.index.as_ref());
    Period {
        name: listed.name.clone(),
        period: listed.period.clone(),
        label: IndexMap::new(),
        title: report
            .map(|report| report.title.clone())
            .unwrap_or_default(),
        status: status.map(|it| it.status.clone()).unwrap_or_default(),
        folder: format!("{}/", listed.folder),
        pages: listed.pages.clone(),
        metrics: metrics.collect(),
        unread: listed.unread,
    }
}
