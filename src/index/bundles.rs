//! The bundles in the folders of a folder. In: the folder. Out: those of one report in the order of their periods, and
//! what is said of the others: nothing that looks like a bundle is left out without a word.

use super::{Options, Series};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::periods_json::Unread;
use crate::document::report_json::{Headlines, ReportJson, VERSION, WrittenNumbers};
use crate::document::{MANIFEST, Manifest, page_name};
use crate::text::Locale;
use crate::world::World;
use indexmap::IndexMap;
use rayon::prelude::*;
use serde_json::Value;
use std::path::Path;

/// A bundle that the index lists.
#[derive(Debug)]
pub(super) struct Listed {
    /// The name of its folder.
    pub(super) folder: String,
    /// The name of its period.
    pub(super) name: String,
    /// The params that name the period.
    pub(super) period: IndexMap<String, String>,
    /// The report that it is of; none where the manifest has another form.
    series: Option<Series>,
    /// Its pages by locale.
    pub(super) pages: IndexMap<String, String>,
    /// Its numbers.
    pub(super) report: Option<Headlines>,
    /// Why there are no numbers.
    pub(super) unread: Option<Unread>,
}

/// What a folder has.
#[derive(Debug)]
pub(super) struct Found {
    /// The bundles, the oldest period first; at least one.
    pub(super) listed: Vec<Listed>,
    /// Bundles without numbers, and those of other specs.
    pub(super) warnings: Vec<Diagnostic>,
}

/// The bundles of a spec, or of that of the newest one.
///
/// # Errors
/// There are none, or two of one period.
pub(super) fn bundles(
    world: &dyn World,
    folder: &Path,
    options: &Options,
) -> Result<Found, Vec<Diagnostic>> {
    let inside = glob::Pattern::escape(&folder.to_string_lossy());
    let manifests = world.glob(&format!("{inside}/*/{MANIFEST}"));
    let manifests = manifests.unwrap_or_default();
    let paths = manifests.par_iter().map(|it| it.parent().unwrap_or(folder));
    let found: Vec<Option<Read>> = paths
        .map(|path| read(world, path, &options.written))
        .collect();
    let (mut listed, mut warnings) = (Vec::new(), Vec::new());
    for found in found.into_iter().flatten() {
        warnings.extend(found.problem);
        listed.push(found.listed);
    }
    listed.sort_by(|one, other| order(one).cmp(&order(other)));
    let of_newest = listed.iter().rev().find_map(|it| it.series.clone());
    if let Some(wanted) = options.series.clone().or(of_newest) {
        listed.retain(|it| {
            let other = it.series.as_ref().filter(|other| !wanted.holds(other));
            warnings.extend(other.map(|other| {
                let message = format!(
                    "`{}` is a bundle of `{}`: the index is of `{}` and does not list it",
                    folder.join(&it.folder).display(),
                    other.spec,
                    wanted.spec,
                );
                Diagnostic::warning(Code::NOT_IN_INDEX, message)
                    .hint("let the bundles of each spec stand in a folder of their own")
            }));
            other.is_none()
        });
    }
    if listed.is_empty() {
        let message = format!("`{}` has no folders that are bundles", folder.display());
        let hint = "name the folder above the bundles: `outputs.dir` without its last part";
        let problem = Diagnostic::error(Code::FILE, message).hint(hint);
        return Err(vec![problem.environment()]);
    }
    let twice: Vec<Diagnostic> = listed
        .windows(2)
        .filter(|pair| pair[0].name == pair[1].name)
        .map(|pair| {
            let message = format!(
                "`{}` and `{}` are bundles of one period, `{}`",
                folder.join(&pair[0].folder).display(),
                folder.join(&pair[1].folder).display(),
                pair[0].name
            );
            Diagnostic::error(Code::FILE, message).hint("move one of them out of the folder")
        })
        .collect();
    if twice.is_empty() {
        Ok(Found { listed, warnings })
    } else {
        Err(twice)
    }
}

impl Series {
    /// Whether the bundles of another spec are of this report: it is the same one, or one extends the other.
    fn holds(&self, other: &Self) -> bool {
        let extends = |one: &Self, base: &Self| {
            let name = base.spec.rsplit('/').next().unwrap_or_default();
            one.files.iter().any(|file| file == name)
        };
        self.spec == other.spec || extends(self, other) || extends(other, self)
    }
}

/// Days and integers in the order of time: digits of one length are in order, longer numbers come later.
fn order(listed: &Listed) -> (usize, &str, &str) {
    (listed.name.len(), &listed.name, &listed.folder)
}

/// A bundle as it was found.
struct Read {
    listed: Listed,
    problem: Option<Diagnostic>,
}

/// Reads the bundle of a folder; none if its manifest is not one of this program.
fn read(world: &dyn World, path: &Path, written: &[WrittenNumbers]) -> Option<Read> {
    let bytes = world.read(&path.join(MANIFEST)).ok()?;
    let loose: Value = serde_json::from_slice(&bytes).ok()?;
    let version = loose.get("hfreport")?.as_str()?.to_owned();
    let folder = path.file_name()?.to_string_lossy().into_owned();
    let manifest = Manifest::read(&bytes);
    let read = match &manifest {
        Some(manifest) => {
            let listed = manifest.outputs.iter().find(|file| file.path == REPORT);
            let known = listed.and_then(|file| {
                let mut written = written.iter();
                written.find(|it| it.sha256 == file.sha256)
            });
            match known {
                Some(known) => Ok(known.headlines.clone()),
                None => numbers(world, path, listed.is_some()),
            }
        }
        None => Err((Unread::Version, "its manifest has another form".to_owned())),
    };
    let period = match &manifest {
        Some(manifest) => manifest.period.clone(),
        None => texts(loose.get("period")),
    };
    let (report, unread, problem) = match read {
        Ok(report) => (Some(report), None, None),
        Err((unread, why)) => {
            let message = format!(
                "the index lists `{}` without numbers: {why}",
                path.display()
            );
            let hint = match unread {
                Unread::Version => {
                    format!("hfreport {version} wrote it: run its period again with this version")
                }
                Unread::Absent => "write it with `json` among `outputs.formats`".to_owned(),
                Unread::Damaged => "run its period again".to_owned(),
            };
            let problem = Diagnostic::warning(Code::NOT_IN_INDEX, message).hint(hint);
            (None, Some(unread), Some(problem))
        }
    };
    let said = report.as_ref().and_then(|report| report.index.as_ref());
    let named = said.map(|said| said.period.clone());
    let only = (period.len() == 1).then(|| period[0].clone());
    let pages = pages(manifest.as_ref(), report.as_ref(), &loose, &folder);
    Some(Read {
        problem,
        listed: Listed {
            name: named.or(only).unwrap_or_else(|| folder.clone()),
            folder,
            period,
            series: manifest.map(|manifest| Series {
                spec: manifest.spec.path,
                files: manifest.spec.files.into_iter().map(|it| it.file).collect(),
            }),
            pages,
            report,
            unread,
        },
    })
}

const REPORT: &str = "report.json";

/// The numbers of a bundle, or why there are none.
fn numbers(
    world: &dyn World,
    path: &Path,
    are_listed: bool,
) -> Result<Headlines, (Unread, String)> {
    let bytes = world.read(&path.join(REPORT)).map_err(|error| {
        if are_listed {
            (
                Unread::Damaged,
                format!("`{REPORT}` cannot be read: {error}"),
            )
        } else {
            (Unread::Absent, format!("it has no `{REPORT}`"))
        }
    })?;
    Headlines::read(&bytes).map_err(|why| {
        let of_version = ReportJson::version(&bytes).is_ok_and(|it| it != VERSION);
        let unread = if of_version {
            Unread::Version
        } else {
            Unread::Damaged
        };
        (unread, why)
    })
}

/// The pages that a manifest lists, by locale: the first one is of the first locale.
fn pages(
    manifest: Option<&Manifest>,
    report: Option<&Headlines>,
    loose: &Value,
    folder: &str,
) -> IndexMap<String, String> {
    let has = |name: &str| match manifest {
        Some(manifest) => manifest.outputs.iter().any(|output| output.path == name),
        None => loose
            .get("outputs")
            .is_some_and(|it| it.to_string().contains(&format!("\"{name}\""))),
    };
    let tags = report.map(|report| {
        report
            .title
            .keys()
            .filter_map(|tag| Locale::parse(tag))
            .collect()
    });
    // Without numbers nobody says which language the first page has.
    let locales: Vec<Locale> = tags.unwrap_or_else(|| Locale::ALL.to_vec());
    let pages = locales.iter().enumerate().filter_map(|(place, locale)| {
        let name = page_name(place, *locale);
        has(&name).then(|| (locale.tag().to_owned(), format!("{folder}/{name}")))
    });
    pages.collect()
}

/// A map of texts, as far as it is one.
fn texts(value: Option<&Value>) -> IndexMap<String, String> {
    let entries = value.and_then(Value::as_object).into_iter().flatten();
    let texts = entries.filter_map(|(key, it)| Some((key.clone(), it.as_str()?.to_owned())));
    texts.collect()
}
