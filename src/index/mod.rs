//! The bundles of a folder beside each other: a page, a feed and a list for programs.
//!
//! In: a folder whose folders are bundles of one report. Out: `index.html` with the periods, headline numbers and the
//! course of each, `feed.xml` and `periods.json`. Bundles are only read. Files that are in the way and not made here are
//! not replaced.

mod course;
mod write;

use crate::compare::{ReadBundle, read};
use crate::diagnostic::{Code, Diagnostic, nearest, there_are};
use crate::document::MANIFEST;
use crate::document::report_json::{Cell, Texts};
use crate::world::World;
use indexmap::IndexMap;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// The names of the three files.
const FILES: [&str; 3] = ["index.html", "feed.xml", "periods.json"];
/// What each of the files says of itself, so that no other file is replaced.
const MADE_HERE: &str = "hfreport index";
/// Headline numbers, unless some are asked for.
const HEADLINES: usize = 3;

/// What is asked of an index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Metrics that are the headline numbers; the first ones if none are asked for.
    pub(crate) metrics: Vec<String>,
    /// Address at which the folder is published, with a trailing slash; empty if it is unknown.
    pub(crate) address: String,
}

/// The content of `periods.json`.
#[derive(Clone, Debug, Serialize)]
struct Index {
    /// What made it.
    made_by: &'static str,
    /// Language of the texts.
    locale: String,
    /// The periods, oldest first.
    periods: Vec<IndexedPeriod>,
}

/// A period.
#[derive(Clone, Debug, Serialize)]
struct IndexedPeriod {
    /// The params that name it.
    period: IndexMap<String, String>,
    /// Title of its report.
    title: Texts,
    /// Its folder.
    folder: String,
    /// Its page, if it has one.
    page: Option<String>,
    /// Headline numbers by name.
    metrics: IndexMap<String, Headline>,
}

/// A headline number.
#[derive(Clone, Debug, Serialize)]
struct Headline {
    /// Its title.
    title: Texts,
    /// Its exact value.
    value: Cell,
    /// As printed.
    shown: Texts,
}

/// Writes the index of a folder and returns the paths of its files.
///
/// # Errors
/// The folder has no bundles, a bundle cannot be read, a metric is unknown, or a file of another origin is in the way.
pub(crate) fn index(
    world: &dyn World,
    folder: &Path,
    options: &Options,
) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let bundles = bundles(world, folder)?;
    let index = indexed(&bundles, options).map_err(|problem| vec![problem])?;
    let contents = [
        write::page(&index),
        write::feed(&index, &options.address),
        write::list(&index),
    ];
    let mut found = Vec::new();
    for name in FILES {
        let path = folder.join(name);
        let foreign = world.exists(&path)
            && !world
                .read(&path)
                .is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(MADE_HERE));
        if foreign {
            let message = format!(
                "`{}` is in the way: it is not made by `hfreport index`",
                path.display()
            );
            found.push(
                Diagnostic::error(Code::OUTPUT, message)
                    .hint("move it, or make the index of another folder"),
            );
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    let written = FILES.iter().zip(contents).map(|(name, content)| {
        let path = folder.join(name);
        let written = world.replace_file(&path, content.as_bytes());
        written.map(|()| path.clone()).map_err(|error| {
            let message = format!("cannot write `{}`: {error}", path.display());
            vec![Diagnostic::error(Code::OUTPUT, message).environment()]
        })
    });
    written.collect()
}

/// The bundles in the folders of a folder, in the order of their periods.
fn bundles(world: &dyn World, folder: &Path) -> Result<Vec<(String, ReadBundle)>, Vec<Diagnostic>> {
    let inside = glob::Pattern::escape(&folder.to_string_lossy());
    let pattern = format!("{inside}/*/{MANIFEST}");
    let manifests = world.glob(&pattern).unwrap_or_default();
    let (mut bundles, mut problems) = (Vec::new(), Vec::new());
    for manifest in manifests {
        let path = manifest.parent().unwrap_or(folder);
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        match read(world, path) {
            Ok(bundle) => bundles.push((name, bundle)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if bundles.is_empty() {
        let message = format!("`{}` has no folders that are bundles", folder.display());
        let hint = "name the folder above the bundles: `outputs.dir` without its last part";
        return Err(vec![
            Diagnostic::error(Code::FILE, message)
                .hint(hint)
                .environment(),
        ]);
    }
    bundles.sort_by(|(one, before), (other, after)| {
        order(before)
            .cmp(&order(after))
            .then_with(|| one.cmp(other))
    });
    Ok(bundles)
}

/// Days and integers in the order of time.
fn order(bundle: &ReadBundle) -> Vec<(usize, String)> {
    let values = bundle.manifest.period.values();
    // Digits of one length are in order, longer numbers come later.
    values.map(|value| (value.len(), value.clone())).collect()
}

fn indexed(bundles: &[(String, ReadBundle)], options: &Options) -> Result<Index, Diagnostic> {
    let Some((_, newest)) = bundles.last() else {
        unreachable!("there is a bundle");
    };
    let metrics = &newest.report.metrics;
    for name in &options.metrics {
        if !metrics.contains_key(name) {
            let names = || metrics.keys().map(String::as_str);
            let message = format!("there is no metric `{name}`; {}", there_are(names()));
            let problem = Diagnostic::error(Code::UNKNOWN_NAME, message);
            return Err(problem.maybe_hint(nearest(name, names())));
        }
    }
    let wanted: Vec<&String> = if options.metrics.is_empty() {
        let numbers = metrics
            .iter()
            .filter(|(_, it)| course::size(&it.value).is_some());
        numbers.map(|(name, _)| name).take(HEADLINES).collect()
    } else {
        options.metrics.iter().collect()
    };
    let periods = bundles.iter().map(|(folder, bundle)| {
        let outputs = &bundle.manifest.outputs;
        let has_page = outputs.iter().any(|output| output.path == "index.html");
        let metrics = wanted.iter().filter_map(|name| {
            let metric = bundle.report.metrics.get(*name)?;
            let headline = Headline {
                title: metric.title.clone(),
                value: metric.value.clone(),
                shown: metric.shown.clone(),
            };
            Some(((*name).clone(), headline))
        });
        IndexedPeriod {
            period: bundle.manifest.period.clone(),
            title: bundle.report.title.clone(),
            folder: format!("{folder}/"),
            page: has_page.then(|| format!("{folder}/index.html")),
            metrics: metrics.collect(),
        }
    });
    let mut tags = newest.report.title.keys();
    Ok(Index {
        made_by: MADE_HERE,
        locale: tags.next().cloned().unwrap_or_default(),
        periods: periods.collect(),
    })
}
