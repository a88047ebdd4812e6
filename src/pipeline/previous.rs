//! The bundle of the period before. In: the checked report, which says where it is. Out: its exact values in the
//! columns of this report, as far as they may be compared; what is wrong with it, and what is withheld because a
//! definition, a lookup or the scope is not the same.

use super::bundle_before::{HandedOver, Read, aligned, differences, manifest, read};
use super::changed_before::changed_before;
use super::check::Checked;
use super::courses::courses;
use super::inputs_before::{coverage_before, inputs_before};
use crate::checksum::sha256;
use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::document::manifest::PreviousRecord;
use crate::document::{Difference, Differences, ReportJson};
use crate::render::claim_definition;
use crate::report::{Numerator, PeriodBefore, Report};
use crate::results::{InputsBefore, Previous};
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Names of what is withheld that a message lists.
const SHOWN_NAMES: usize = 5;

/// The period before, as it was published.
#[derive(Debug)]
pub struct Before {
    /// What this report is compared with.
    pub results: Arc<Previous>,
    /// The digest of the bundle in its folder: while it stays the same, so do the results.
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

/// The period before of a report that has one: what was handed over, or its bundle in its folder.
pub(super) fn earlier(
    world: &dyn World,
    checked: &Checked,
    handed_over: Option<&HandedOver>,
) -> Earlier {
    let report = &checked.report;
    let Some(place) = report.period.as_ref().and_then(|it| it.before.as_ref()) else {
        return Earlier::default();
    };
    // Nothing is missed where nothing tells of change; guards want a bundle that is there.
    let is_missed = report.tells.any || place.is_typed || place.is_expected;
    let failed = |problem: Diagnostic, inputs: Option<InputsBefore>| {
        let is_told = is_missed || (inputs.is_none() && problem.code != Code::NO_PREVIOUS);
        Earlier {
            before: None,
            inputs,
            problems: is_told.then_some(problem).into_iter().collect(),
        }
    };
    let mut problems = Vec::new();
    let (inputs, read) = if let Some(read) = handed_over.and_then(|it| it.at(place)) {
        (Some(inputs_before(&place.name, &read.manifest)), read)
    } else {
        let manifest = match manifest(world, checked, place) {
            Ok(manifest) => manifest,
            Err(problem) => return failed(problem, None),
        };
        let inputs = Some(inputs_before(&place.name, &manifest.0));
        if report.tells.any {
            problems.extend(changed_before(world, report, place, &manifest.0));
        }
        match read(world, place, manifest) {
            Ok(read) => (inputs, read),
            Err(problem) => return failed(problem, inputs),
        }
    };
    let differences = match differences(world, report, &read) {
        Ok(differences) => Some(differences),
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let withheld = differences.as_ref();
    let withheld = withheld.map(|it| Withheld::of(report, &read.report, it));
    let withheld = withheld.unwrap_or_default();
    if report.tells.any {
        problems.extend(withheld.warnings(&place.name));
    }
    let courses = courses(world, checked, (place, &read, differences.as_ref()));
    problems.extend(courses.problems);
    let record = PreviousRecord {
        period: place.name.clone(),
        report_json_sha256: read.digests.report_json.clone(),
    };
    let digests = [
        &*read.digests.report_json,
        &read.digests.manifest,
        &courses.digests,
    ]
    .concat();
    let results = Previous {
        courses: courses.rows,
        ..results(report, place, &read, &withheld)
    };
    let before = Before {
        results: Arc::new(results),
        digest: sha256(digests),
        record,
    };
    Earlier {
        before: Some(before),
        inputs,
        problems,
    }
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
        ..Previous::default()
    }
}
