//! The bundle of an earlier period. In: the checked report, the place of the bundle. Out: its manifest and its numbers, what
//! the two do not define in the same way, and its rows in the columns of this report.

use super::check::Checked;
use super::record::{REPORT, lookups};
use crate::checksum::sha256;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::report_json as json;
use crate::document::{Defined, Differences, MANIFEST, Manifest, ReportJson};
use crate::render::defined;
use crate::report::{Breakdown, Column, PeriodBefore, Report};
use crate::results::{Key, PreviousBreakdown, PreviousRow, Value};
use crate::world::World;
use indexmap::IndexMap;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;

/// A bundle that the same program has just rendered, for the period after it.
#[derive(Clone, Debug)]
pub(crate) struct HandedOver {
    /// Where it will stand.
    pub(super) folder: PathBuf,
    /// Its manifest, without the list of its files.
    pub(super) manifest: Manifest,
    /// Its numbers, in no language.
    pub(super) report: Arc<ReportJson>,
}

/// What is known of a bundle.
pub(super) struct Read {
    pub(super) manifest: Manifest,
    pub(super) report: Arc<ReportJson>,
    /// Of a bundle that is in its folder.
    pub(super) digests: Digests,
}

/// SHA-256 of files of a bundle; empty where it was handed over and is still being written.
#[derive(Debug, Default)]
pub(super) struct Digests {
    pub(super) manifest: String,
    pub(super) report_json: String,
}

/// What to do about a bundle of the period before that is not as it should be.
const AGAIN: &str = "`hfreport run SPEC --each` runs the periods in turn";

/// What to do about one that is damaged, in a folder that no run replaces.
const AGAIN_ELSEWHERE: &str =
    "put that folder away; `hfreport run SPEC --each` runs the periods in turn then";

/// A problem of the bundle of the period before.
fn problem(place: &PeriodBefore, code: Code, message: String) -> Diagnostic {
    if place.is_typed {
        Diagnostic::error(code, message)
    } else {
        Diagnostic::warning(code, message).at(Location::key("/periods"))
    }
}

/// A file of that bundle that is there, but cannot be read.
fn unread(place: &PeriodBefore, file: &str, error: &std::io::Error) -> Diagnostic {
    let path = place.folder.join(file);
    let message = format!(
        "`{}` of the period before cannot be read: {error}",
        path.display()
    );
    problem(place, Code::PREVIOUS_UNREADABLE, message).hint(AGAIN)
}

/// A bundle that is not that of the period before. A run replaces one of another spec or period only where it is told so.
fn of_another(place: &PeriodBefore, message: String) -> Diagnostic {
    let problem = problem(place, Code::PREVIOUS_OF_ANOTHER, message);
    if place.is_typed {
        return problem.hint(format!(
            "`--previous DIR` names the folder of the bundle of {}",
            place.name
        ));
    }
    problem.hint("`hfreport run SPEC --each --replace` runs the periods in turn and puts each into its folder, also where another bundle stands; `--previous DIR` names another folder")
}

/// Reads the manifest of the bundle of the period before, with its digest.
pub(super) fn manifest(
    world: &dyn World,
    checked: &Checked,
    place: &PeriodBefore,
) -> Result<(Manifest, String), Diagnostic> {
    let (name, shown) = (&place.name, place.folder.display());
    let bytes = world.read(&place.folder.join(MANIFEST));
    let bytes = bytes.map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            let message = format!("the bundle of the period before, {name}, is not in `{shown}`: the report says nothing of change, and its rows are not held against those of {name}");
            let problem = problem(place, Code::NO_PREVIOUS, message);
            problem.hint(if place.is_expected {
                format!("{name} has failed, or was not run: let it pass, and run both again, so that this period is held against it")
            } else {
                format!("{AGAIN}; `--previous DIR` names another folder")
            })
        }
        _ => unread(place, MANIFEST, &error),
    })?;
    let Some(manifest) = Manifest::read(&bytes) else {
        let message =
            format!("`{MANIFEST}` in `{shown}` is none that this version of hfreport reads");
        return Err(problem(place, Code::PREVIOUS_UNREADABLE, message).hint(AGAIN_ELSEWHERE));
    };
    let param = checked.report.period.as_ref().map(|period| &period.param);
    let period = param.and_then(|param| manifest.params.get(param));
    if period != Some(name) {
        let found = period.map_or("no period", String::as_str);
        let message = format!("`{shown}` has the bundle of {found}, the period before is {name}");
        return Err(of_another(place, message));
    }
    if !checked.spec.shares_files_with(&manifest.spec) {
        let message = format!(
            "`{shown}` has the bundle of another spec, `{}`",
            manifest.spec.path
        );
        let problem = of_another(place, message);
        return Err(problem.hint("two specs that write into one folder replace each other's bundles: give each an `outputs.dir` of its own"));
    }
    Ok((manifest, sha256(bytes)))
}

impl HandedOver {
    /// This bundle, if it is the one at a place.
    pub(super) fn at(&self, place: &PeriodBefore) -> Option<Read> {
        (self.folder == place.folder).then(|| Read {
            manifest: self.manifest.clone(),
            report: Arc::clone(&self.report),
            digests: Digests::default(),
        })
    }
}

/// Reads the numbers of the bundle of the period before.
pub(super) fn read(
    world: &dyn World,
    place: &PeriodBefore,
    (manifest, manifest_digest): (Manifest, String),
) -> Result<Read, Diagnostic> {
    let name = &place.name;
    let bytes = world.read(&place.folder.join(REPORT));
    let bytes = bytes.map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            let message = format!(
                "the bundle of the period before, {name}, has no `{REPORT}`, which has its numbers"
            );
            let problem = problem(place, Code::PREVIOUS_UNREADABLE, message);
            problem.hint("add `json` to `outputs.formats` and run that period again")
        }
        _ => unread(place, REPORT, &error),
    })?;
    let report = ReportJson::read(&bytes).map_err(|error| {
        let message = format!("`{REPORT}` of the period before, {name}, cannot be read: {error}");
        problem(place, Code::PREVIOUS_UNREADABLE, message).hint(AGAIN_ELSEWHERE)
    })?;
    Ok(Read {
        manifest,
        report: Arc::new(report),
        digests: Digests {
            manifest: manifest_digest,
            report_json: sha256(bytes),
        },
    })
}

/// What the two periods do not define in the same way. Files that a period names in its own paths are data, and
/// so are the params that periods set.
pub(super) fn differences(
    world: &dyn World,
    report: &Report,
    read: &Read,
) -> Result<Differences, Diagnostic> {
    let of_all = |name: &String| {
        let lookup = report.lookups.get(name);
        lookup.is_none_or(|lookup| !lookup.is_of_period)
    };
    let sets = report.period.iter().flat_map(|period| &period.sets);
    let sets: Vec<&String> = sets.collect();
    let mut now = lookups(world, report)?;
    now.retain(|name, _| of_all(name));
    let params = report.params.iter();
    let params: IndexMap<String, String> = params
        .filter(|(name, _)| !sets.contains(name))
        .map(|(name, value)| (name.clone(), value.plain()))
        .collect();
    let mut earlier = Defined::of_bundle(&read.manifest, &read.report);
    earlier.version = None;
    earlier.lookups.retain(|name, _| of_all(name));
    let known = read.manifest.params.iter();
    earlier.params = known
        .filter(|(name, _)| params.contains_key(*name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    // A bundle of a version that did not note them says nothing of lookups in line.
    for (name, lookup) in &mut now {
        if let Some(known) = earlier.lookups.get(name)
            && known.file.is_none()
            && known.sha256.is_none()
            && lookup.file.is_none()
        {
            lookup.sha256 = None;
        }
    }
    let defined = defined(report, now, params);
    // How shares are rounded changes none of them.
    for (name, (breakdown, _)) in &mut earlier.breakdowns {
        if let Some((now, _)) = defined.breakdowns.get(name) {
            breakdown.add_up = now.add_up;
        }
    }
    Ok(Differences::between(&earlier, &defined))
}

/// The rows of an earlier breakdown, with one value for each column of this one.
pub(super) fn aligned(breakdown: &Breakdown, earlier: &json::Breakdown) -> PreviousBreakdown {
    let is_value =
        |it: &&json::Column| !matches!(it.holds, json::Holds::Dimension | json::Holds::Attribute);
    let known = |wanted: &dyn Fn(&&json::Column) -> bool| {
        let known = earlier.columns.iter().filter(wanted);
        known.map(|it| it.name.as_str()).collect::<Vec<&str>>()
    };
    let values = known(&is_value);
    let attributes = known(&|it| it.holds == json::Holds::Attribute);
    let at = |known: &[&str], column: &Column| known.iter().position(|name| *name == column.name);
    let cells = |row: &json::Row| {
        let cell = |column: &Column| {
            let cell = at(&values, column).and_then(|at| row.values.get(at));
            cell.map_or(Value::Null, |cell| cell.value(column.value_type))
        };
        let columns = breakdown.columns.values().iter();
        columns.map(cell).collect::<Vec<Value>>()
    };
    let rows = earlier.rows.iter().map(|row| PreviousRow {
        keys: row.codes.iter().map(key).collect(),
        attributes: breakdown
            .columns
            .attributes()
            .iter()
            .map(|column| {
                let code = at(&attributes, column).and_then(|at| row.attributes.get(at));
                code.map_or(Key::Missing, key)
            })
            .collect(),
        values: cells(&row),
    });
    PreviousBreakdown {
        rows: rows.collect(),
        total: earlier.total.as_ref().map(cells),
    }
}

fn key(code: &json::Code) -> Key {
    match code {
        json::Code::Value(code) => Key::Code(code.as_str().into()),
        json::Code::Others { .. } => Key::Others,
        json::Code::Missing => Key::Missing,
    }
}
