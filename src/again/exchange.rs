//! The numbers of the new bundle, computed again with one part of its inputs as it was. In: both bundles and where their inputs
//! lie. Out: the numbers, or why there are none.

use super::inputs::Side;
use crate::compare::ReadBundle;
use crate::diagnostic::Severity;
use crate::document::ReportJson;
use crate::document::manifest::SourceRecord;
use crate::pipeline::{Checked, Failure, Request, check, recomputed};
use crate::report::{Reads, Report, Source};
use crate::source::Place;
use crate::world::World;
use std::fmt;
use std::sync::Arc;

/// A part of the inputs that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The program.
    Version,
    /// The spec and what it extends.
    Definitions,
    /// The params, those that name the period among them.
    Params,
    /// A lookup.
    Lookup(String),
    /// The corrections of a source.
    Corrections(String),
    /// The rows of a source, with the corrections that name them.
    Rows(String),
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version => formatter.write_str("version"),
            Self::Definitions => formatter.write_str("definitions"),
            Self::Params => formatter.write_str("params"),
            Self::Lookup(name) => write!(formatter, "lookup {name}"),
            Self::Corrections(name) => write!(formatter, "corrections of {name}"),
            Self::Rows(name) => write!(formatter, "rows {name}"),
        }
    }
}

/// The parts that differ between two bundles, as their manifests say.
pub(super) fn parts([old, new]: [&ReadBundle; 2]) -> Vec<Part> {
    let (before, after) = (&old.manifest, &new.manifest);
    let mut parts = Vec::new();
    if before.hfreport != after.hfreport {
        parts.push(Part::Version);
    }
    if before.spec.path != after.spec.path || before.spec.files != after.spec.files {
        parts.push(Part::Definitions);
    }
    if before.params != after.params {
        parts.push(Part::Params);
    }
    let lookups = after.lookups.iter().filter(|(name, record)| {
        let earlier = before.lookups.get(*name);
        earlier.is_some_and(|earlier| earlier.sha256 != record.sha256)
    });
    parts.extend(lookups.map(|(name, _)| Part::Lookup(name.clone())));
    let sources = after.sources.iter();
    for (name, record, earlier) in
        sources.filter_map(|(name, record)| Some((name, record, before.sources.get(name)?)))
    {
        let digest =
            |record: &SourceRecord| record.corrections.as_ref().map(|it| it.sha256.clone());
        if digest(record) != digest(earlier) {
            parts.push(Part::Corrections(name.clone()));
        }
        if record.files != earlier.files {
            parts.push(Part::Rows(name.clone()));
        }
    }
    parts
}

/// The inputs of both bundles as they are at hand.
pub(super) struct Bench<'a> {
    world: &'a dyn World,
    old: Side<'a>,
    new: Side<'a>,
    /// The report of the old bundle; none, with what was said: it cannot be resolved.
    before: Result<Checked, String>,
    /// Whether the rows of the old bundle are missing, so that its report was resolved with the new ones.
    without_rows: Option<String>,
    /// The report of the new bundle.
    after: Checked,
}

impl<'a> Bench<'a> {
    /// Resolves both reports.
    ///
    /// # Errors
    /// The inputs of the new bundle are not there.
    pub(super) fn new(world: &'a dyn World, [old, new]: [Side<'a>; 2]) -> Result<Self, Failure> {
        let after = new.checked(world)?;
        let mut without_rows = None;
        let before = match old.checked(world) {
            Ok(before) => Ok(before),
            Err(failure) => {
                let why = first(&failure);
                let request = old.request(world).map(|request| Request {
                    settings: [request.settings.clone(), paths(&after.report, |_| &after)].concat(),
                    ..request
                });
                let again = request.and_then(|request| check(world, &request));
                without_rows = again.is_ok().then(|| why.clone());
                again.map_err(|_| why)
            }
        };
        Ok(Self {
            world,
            old,
            new,
            before,
            without_rows,
            after,
        })
    }

    /// The new numbers with one part as it was, or with none.
    ///
    /// # Errors
    /// Why they cannot be computed.
    pub(super) fn with_old(&self, part: Option<&Part>) -> Result<ReportJson, String> {
        let before = match part {
            None => &self.after,
            Some(Part::Version) => {
                let made = &self.old.bundle.manifest.hfreport;
                return Err(format!("another version of the program made it, {made}"));
            }
            Some(_) => self.before.as_ref().map_err(Clone::clone)?,
        };
        self.is_at_hand(part, before)?;
        let of = |wanted: &Part| {
            let is_old = part == Some(wanted);
            if is_old {
                (&self.old, before)
            } else {
                (&self.new, &self.after)
            }
        };
        let (definitions, base) = of(&Part::Definitions);
        let (params, _) = of(&Part::Params);
        let request = definitions
            .request(self.world)
            .map_err(|failure| first(&failure))?;
        let known = &base.report.params;
        let values = params.bundle.manifest.params.iter();
        let values = values.filter(|(name, _)| known.contains_key(*name));
        let values = values.map(|(name, value)| (name.clone(), value.clone()));
        let rows = |name: &str| of(&Part::Rows(name.to_owned())).1;
        let request = Request {
            settings: values.chain(paths(&base.report, rows)).collect(),
            ..request
        };
        let mut checked = check(self.world, &request).map_err(|failure| first(&failure))?;
        checked.admit_fetched(&before.report);
        checked.admit_fetched(&self.after.report);
        let report = Arc::make_mut(&mut checked.report);
        for (name, lookup) in &mut report.lookups {
            let (_, source) = of(&Part::Lookup(name.clone()));
            if let Some(wanted) = source.report.lookups.get(name) {
                if wanted.columns != lookup.columns || wanted.types != lookup.types {
                    return Err(format!("lookup `{name}` has other columns"));
                }
                *lookup = wanted.clone();
            }
        }
        for source in &mut report.sources {
            let name = source.name.clone();
            let with_rows = of(&Part::Rows(name.clone()));
            let (_, of_side) = match part {
                Some(Part::Corrections(wanted)) if *wanted == name => (&self.old, before),
                _ => with_rows,
            };
            let found = of_side.report.sources.iter().find(|it| it.name == name);
            source.corrections = found.and_then(|found| found.corrections.clone());
            let mut sources = with_rows.1.report.sources.iter();
            let rows = sources.find(|it| it.name == name).and_then(Source::files);
            if let (Some(rows), Reads::Files(own)) = (rows, &mut source.reads)
                && let Place::Remote(_) = rows.place
            {
                own.place = rows.place.clone();
                own.shown.clone_from(&rows.shown);
            }
        }
        let found = recomputed(self.world, checked).map_err(|failure| first(&failure))?;
        for source in &found.sources {
            let (side, _) = of(&Part::Rows(source.name.clone()));
            if let Some(why) = side.changed_files(source) {
                return Err(why);
            }
        }
        Ok(found.report)
    }

    /// Whether a part of the old bundle is there as it was.
    fn is_at_hand(&self, part: Option<&Part>, before: &Checked) -> Result<(), String> {
        let wrong = match part {
            None => {
                let lookups = self.new.changed_lookups(self.world, &self.after);
                let mut lookups = lookups.into_iter().map(|(_, why)| why);
                let sources = self.new.bundle.manifest.sources.keys();
                let mut corrections = sources.filter_map(|source| {
                    self.new
                        .changed_corrections(self.world, &self.after, source)
                });
                lookups.next().or_else(|| corrections.next())
            }
            Some(Part::Lookup(wanted)) => {
                let lookups = self.old.changed_lookups(self.world, before).into_iter();
                let mut lookups = lookups.filter(|(name, _)| name == wanted);
                lookups.next().map(|(_, why)| why)
            }
            Some(Part::Definitions) => self.old.changed_spec(self.world, before),
            Some(Part::Corrections(source)) => {
                self.old.changed_corrections(self.world, before, source)
            }
            Some(Part::Rows(source)) => self
                .without_rows
                .clone()
                .or_else(|| self.old.changed_corrections(self.world, before, source)),
            Some(Part::Params | Part::Version) => None,
        };
        wrong.map_or(Ok(()), Err)
    }
}

/// The paths of the sources of a report, as the report that `of` gives for each has them, as settings.
fn paths<'r>(report: &Report, of: impl Fn(&str) -> &'r Checked) -> Vec<(String, String)> {
    let files = report
        .sources
        .iter()
        .filter(|source| source.files().is_some());
    let paths = files.filter_map(|source| {
        let sources = &of(&source.name).report.sources;
        let found = sources.iter().find(|it| it.name == source.name)?;
        let files = found.files()?;
        match &files.place {
            Place::Local(path) => Some((source.name.clone(), path.display().to_string())),
            // What an address stands for is exchanged itself: as it is shown it may lack what is secret in it.
            Place::Remote(_) => None,
        }
    });
    paths.collect()
}

/// What a failure says first.
fn first(failure: &Failure) -> String {
    let problem = failure
        .problems
        .iter()
        .find(|it| it.severity == Severity::Error);
    problem.map_or_else(String::new, |problem| {
        format!("[{}] {}", problem.code, problem.message)
    })
}
