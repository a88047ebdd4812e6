//! The bundle of the period before. In: the checked report, which says where it is. Out: its exact values in the
//! columns of this report, as far as they may be compared; what is wrong with it, and what is withheld because a
//! definition, a lookup or the scope is not the same.

use super::check::Checked;
use super::inputs_before::{coverage_before, inputs_before};
use super::record::{REPORT, lookups};
use crate::checksum::sha256;
use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::document::manifest::PreviousRecord;
use crate::document::report_json as json;
use crate::document::{Defined, Difference, Differences, MANIFEST, Manifest, ReportJson};
use crate::render::{claim_definition, defined};
use crate::report::{Breakdown, Column, Numerator, PeriodBefore, Report};
use crate::results::{InputsBefore, Key, Previous, PreviousBreakdown, PreviousRow, Value};
use crate::world::World;
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::sync::Arc;

/// Names of what is withheld that a message lists.
const SHOWN_NAMES: usize = 5;

/// The period before, as it was published.
#[derive(Debug)]
pub struct Before {
    /// What this report is compared with.
    pub results: Arc<Previous>,
    /// The digest of the bundle: while it stays the same, so do the results.
    pub digest: String,
    /// How the manifest of this bundle names it.
    pub(super) record: PreviousRecord,
}

/// What is read of the bundle of the period before.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// What this report is compared with.
    pub(super) before: Option<Before>,
    /// Its inputs, which are known without its numbers too.
    pub(super) inputs: Option<InputsBefore>,
    /// What is wrong with it.
    pub(super) problems: Vec<Diagnostic>,
}

/// The period before of a report that has one.
pub(super) fn earlier(world: &dyn World, checked: &Checked) -> Earlier {
    let report = &checked.report;
    let Some(place) = report.period.as_ref().and_then(|it| it.before.as_ref()) else {
        return Earlier::default();
    };
    // Nothing is missed where nothing tells of change; guards want a bundle that is there.
    let is_missed = report.tells.any || place.is_typed;
    let failed = |problem: Diagnostic, inputs: Option<InputsBefore>| {
        let is_told = is_missed || (inputs.is_none() && problem.code != Code::NO_PREVIOUS);
        Earlier {
            before: None,
            inputs,
            problems: is_told.then_some(problem).into_iter().collect(),
        }
    };
    let manifest = match manifest(world, checked, place) {
        Ok(manifest) => manifest,
        Err(problem) => return failed(problem, None),
    };
    let inputs = Some(inputs_before(&place.name, &manifest.0));
    let read = match read(world, place, manifest) {
        Ok(read) => read,
        Err(problem) => return failed(problem, inputs),
    };
    let mut problems = Vec::new();
    let withheld = match differences(world, report, &read) {
        Ok(differences) => Withheld::of(report, &read.report, &differences),
        Err(problem) => {
            problems.push(problem);
            Withheld::default()
        }
    };
    if report.tells.any {
        problems.extend(withheld.warnings(&place.name));
    }
    let record = PreviousRecord {
        period: place.name.clone(),
        report_json_sha256: read.digest.clone(),
    };
    let before = Before {
        results: Arc::new(results(report, place, &read, &withheld)),
        digest: sha256(format!("{}{}", read.digest, read.manifest_digest)),
        record,
    };
    Earlier {
        before: Some(before),
        inputs,
        problems,
    }
}

/// What was read of a bundle.
struct Read {
    manifest: Manifest,
    report: ReportJson,
    digest: String,
    manifest_digest: String,
}

/// What to do about a bundle of the period before that is not as it should be.
const AGAIN: &str = "`hfreport run SPEC --each` runs the periods in turn";

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

/// Reads the manifest of the bundle of the period before, with its digest.
fn manifest(
    world: &dyn World,
    checked: &Checked,
    place: &PeriodBefore,
) -> Result<(Manifest, String), Diagnostic> {
    let (name, shown) = (&place.name, place.folder.display());
    let bytes = world.read(&place.folder.join(MANIFEST));
    let bytes = bytes.map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            let message = format!("the bundle of the period before, {name}, is not in `{shown}`: nothing is said of change");
            let problem = problem(place, Code::NO_PREVIOUS, message);
            problem.hint(format!("{AGAIN}; `--previous DIR` names another folder"))
        }
        _ => unread(place, MANIFEST, &error),
    })?;
    let Some(manifest) = Manifest::read(&bytes) else {
        let message =
            format!("`{MANIFEST}` in `{shown}` is none that this version of hfreport reads");
        return Err(problem(place, Code::PREVIOUS_UNREADABLE, message).hint(AGAIN));
    };
    let param = checked.report.period.as_ref().map(|period| &period.param);
    let period = param.and_then(|param| manifest.params.get(param));
    if period != Some(name) {
        let found = period.map_or("no period", String::as_str);
        let message = format!("`{shown}` has the bundle of {found}, the period before is {name}");
        return Err(problem(place, Code::PREVIOUS_OF_ANOTHER, message).hint(AGAIN));
    }
    if !checked.spec.shares_files_with(&manifest.spec) {
        let message = format!(
            "`{shown}` has the bundle of another spec, `{}`",
            manifest.spec.path
        );
        return Err(problem(place, Code::PREVIOUS_OF_ANOTHER, message).hint(AGAIN));
    }
    Ok((manifest, sha256(bytes)))
}

/// Reads the numbers of the bundle of the period before.
fn read(
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
        problem(place, Code::PREVIOUS_UNREADABLE, message).hint(AGAIN)
    })?;
    Ok(Read {
        manifest,
        report,
        digest: sha256(bytes),
        manifest_digest,
    })
}

/// What the two periods do not define in the same way. Files that a period names in its own paths are data, and
/// so are the params that periods set.
fn differences(world: &dyn World, report: &Report, read: &Read) -> Result<Differences, Diagnostic> {
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

/// Breakdowns and metrics whose change is withheld, and why.
#[derive(Default)]
struct Withheld {
    breakdowns: Vec<String>,
    metrics: Vec<String>,
    claims: Vec<String>,
    /// For each difference, what it makes incomparable.
    because: Vec<(Difference, Vec<String>)>,
}

impl Withheld {
    fn of(report: &Report, earlier: &ReportJson, differences: &Differences) -> Self {
        let mut withheld = Self::default();
        let mut because: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let mut differs = |kind: &str, name: &String, behind: BTreeSet<usize>| {
            for at in &behind {
                let names = because.entry(*at).or_default();
                names.push(format!("{kind} `{name}`"));
            }
            !behind.is_empty()
        };
        for (name, breakdown) in &report.breakdowns {
            let tells_change = !breakdown.columns.changes().is_empty();
            if tells_change && differs("breakdown", name, differences.behind(name)) {
                withheld.breakdowns.push(name.clone());
            }
        }
        for name in report.metrics.keys() {
            if differs("metric", name, differences.behind(name)) {
                withheld.metrics.push(name.clone());
            }
        }
        // A claim that is new has not turned.
        let claims = report.claims.iter();
        for (name, claim) in claims.filter(|(name, _)| earlier.claims.contains_key(*name)) {
            let behind = differences.behind_claim(name, &claim_definition(claim));
            if differs("claim", name, behind) {
                withheld.claims.push(name.clone());
            }
        }
        withheld.because = because
            .into_iter()
            .map(|(at, names)| (differences.list[at].clone(), names))
            .collect();
        withheld
    }

    /// One warning for each difference.
    fn warnings(&self, period: &str) -> Vec<Diagnostic> {
        let warning = |(difference, names): &(Difference, Vec<String>)| {
            let Difference {
                kind,
                name,
                old,
                new,
            } = difference;
            let what = if *kind == name.as_str() {
                format!("the {kind}")
            } else {
                format!("{kind} `{name}`")
            };
            let differs = match (old, new) {
                (None, _) => format!("{what} is new since {period}"),
                (Some(old), None) => format!("{what} of {period} is gone: {old}"),
                (Some(old), Some(new)) => {
                    let parts = parts(old, new);
                    format!("{what} differs from that of {period}: {parts}")
                }
            };
            let shown = names.iter().take(SHOWN_NAMES).cloned();
            let mut shown: Vec<String> = shown.collect();
            if names.len() > SHOWN_NAMES {
                let more = names.len() - SHOWN_NAMES;
                shown.push(format!("{} more", counted(more, "thing", "things")));
            }
            let message = format!("{differs}; the change of {} is withheld", shown.join(", "));
            Diagnostic::warning(Code::WITHHELD, message)
                .at(place(difference))
                .hint(
                    "`hfreport run SPEC --each` computes every period by the definitions of today",
                )
        };
        self.because.iter().map(warning).collect()
    }
}

/// What differs between two forms of a definition: of those with keys, only these.
fn parts(old: &str, new: &str) -> String {
    use serde_json::Value;
    let (Ok(Value::Object(before)), Ok(Value::Object(now))) =
        (serde_json::from_str(old), serde_json::from_str(new))
    else {
        return format!("{old}, now {new}");
    };
    let shown = |value: Option<&Value>| match value {
        None => "nothing".to_owned(),
        Some(Value::String(text)) => format!("`{text}`"),
        Some(value) => value.to_string(),
    };
    let gone = before.keys().filter(|key| !now.contains_key(*key));
    let keys = now.keys().chain(gone);
    let keys = keys.filter(|key| before.get(*key) != now.get(*key));
    let parts = keys.map(|key| {
        let (old, new) = (shown(before.get(key)), shown(now.get(key)));
        format!("`{key}` was {old}, is {new}")
    });
    parts.collect::<Vec<_>>().join("; ")
}

/// Where a definition that differs stands in the spec.
fn place(difference: &Difference) -> Location {
    let Difference {
        kind, name, new, ..
    } = difference;
    let name = crate::spec::escape(name);
    let pointer = match (*kind, new) {
        (_, None) => "/periods".to_owned(),
        ("scope", _) => "/scope".to_owned(),
        ("column", _) => "/sources".to_owned(),
        (kind, _) => format!("/{kind}s/{name}"),
    };
    Location::key(pointer)
}

/// The values of the period before, in the columns of this report.
fn results(report: &Report, place: &PeriodBefore, read: &Read, withheld: &Withheld) -> Previous {
    let params = report.params.iter().filter_map(|(name, value)| {
        let text = read.manifest.params.get(name)?;
        Some((name.clone(), value.parsed(text)?))
    });
    let breakdowns = report.breakdowns.iter();
    let breakdowns = breakdowns.filter(|(name, it)| {
        !it.columns.changes().is_empty() && !withheld.breakdowns.contains(name)
    });
    let breakdowns = breakdowns.filter_map(|(name, breakdown)| {
        let earlier = read.report.breakdowns.get(name)?;
        Some((name.clone(), aligned(breakdown, earlier)))
    });
    let metrics = report.metrics.iter();
    let metrics = metrics.filter(|(name, _)| !withheld.metrics.contains(name));
    let metrics = metrics.filter_map(|(name, metric)| {
        let earlier = read.report.metrics.get(name)?;
        let kind = match &metric.numerator {
            Numerator::Aggregate { measure, .. } => measure.expression.kind,
            Numerator::Second { expression, .. } => expression.kind,
        };
        Some((name.clone(), earlier.value.value(kind)))
    });
    let claims = read.report.claims.iter();
    let claims = claims.filter(|(name, _)| !withheld.claims.contains(name));
    Previous {
        period: place.name.clone(),
        params: params.collect(),
        breakdowns: breakdowns.collect(),
        metrics: metrics.collect(),
        claims: claims.map(|(name, it)| (name.clone(), it.holds)).collect(),
        coverage: coverage_before(report, &read.report),
    }
}

/// The rows of an earlier breakdown, with one value for each column of this one.
fn aligned(breakdown: &Breakdown, earlier: &json::Breakdown) -> PreviousBreakdown {
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
