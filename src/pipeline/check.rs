//! Phases 1 to 3: a request → a report that can run, with all warnings.

use super::Request;
use super::clock::Clock;
use super::failure::Failure;
use super::record::{SpecOfRun, files_that_are_read};
use crate::checksum::sha256;
use crate::diagnostic::{Batch, Code, Diagnostic, Location, Raised, Severity, SourceMap, merged};
use crate::meter::Meter;
use crate::remote::{Hosts, Lock};
use crate::report::Report;
use crate::resolve::resolve;
use crate::spec::{
    Denied, Provenance, Root, Spans, Waivers, Workspace, load, unreadable, validate,
};
use crate::world::World;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// A checked report: phases load, validate, resolve.
#[derive(Debug)]
pub struct Checked {
    /// The spec, as requested.
    pub path: PathBuf,
    /// The report.
    pub report: Arc<Report>,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
    /// Texts of the files.
    pub sources: SourceMap,
    pub(super) spans: Spans,
    pub(super) provenance: Provenance,
    pub(super) waivers: Waivers,
    pub(super) root: Root,
    pub(super) spec: SpecOfRun,
    /// Whether a warning is an error.
    are_warnings_denied: bool,
    /// Whether such an error ends a run only before its bundle is made, with all others.
    tells_all: bool,
    /// How long each phase took.
    pub timings: Vec<(&'static str, Duration)>,
    /// How long single steps took, if the request asks for it.
    pub meter: Meter,
}

/// Loads, validates and resolves a spec.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check(world: &dyn World, request: &Request) -> Result<Checked, Failure> {
    let mut checked = check_before_bundle(world, request)?;
    checked.tells_all = false;
    checked.without_denied()
}

/// Like [`check`], for a run that makes a bundle: warnings that are denied end it when those of the rows and of the texts are told, too.
///
/// # Errors
/// Everything that is wrong with the spec but for warnings.
pub(crate) fn check_before_bundle(
    world: &dyn World,
    request: &Request,
) -> Result<Checked, Failure> {
    let mut sources = SourceMap::default();
    let mut timings = Vec::new();
    match checked(world, request, &mut sources, &mut timings) {
        Ok(mut checked) => {
            checked.sources = sources;
            checked.timings = timings;
            Ok(checked)
        }
        Err(problems) => Err(Failure {
            spec: request.spec.clone(),
            problems,
            sources,
        }),
    }
}

fn checked(
    world: &dyn World,
    request: &Request,
    sources: &mut SourceMap,
    timings: &mut Vec<(&'static str, Duration)>,
) -> Result<Checked, Vec<Diagnostic>> {
    let mut clock = Clock::new(timings);
    let root = Root::find(world, &request.spec, &request.allowed).map_err(|d| vec![d])?;
    let mut workspace = Workspace::read(&root.door(world), &root, sources).map_err(|d| vec![d])?;
    let mut options = request.options.clone();
    let written = workspace.drivers(world, &root).map_err(|d| vec![d])?;
    options.drivers = options.drivers.or(written);
    options.default_locales = workspace.locales;
    options.theme = workspace.theme;
    let hosts = Hosts::new(workspace.hosts);
    let lock = if options.remotes.is_locking {
        None
    } else {
        lock_of(&root, world, &request.spec).map_err(|d| vec![d])?
    };
    options.remotes = options.remotes.with_hosts(&hosts).with_lock(lock);
    let denied = request.deny.or(workspace.deny);
    let tree = load(
        &root.door(world),
        &root,
        sources,
        &request.spec,
        &request.settings,
    )?;
    let root = root.with_typed(tree.source_paths.values().map(PathBuf::from));
    let previous = options.previous.iter();
    let root = root.with_typed(previous.flat_map(|folder| files_that_are_read(folder)));
    let world: &dyn World = &root.door(world);
    clock.lap("load");
    let explained = |problems: Vec<Diagnostic>| {
        let problems = problems.into_iter();
        merged(problems.map(|d| tree.provenance.explain(d)).collect())
    };
    let located = |problems: Vec<Diagnostic>, spans: &Spans, sources: &SourceMap| {
        let problems = problems.into_iter();
        explained(problems.map(|d| spans.locate(d, sources)).collect())
    };
    let validated = match validate(&tree, sources) {
        Ok(validated) => validated,
        Err((mut problems, rest)) => {
            if let Some(rest) = rest
                && let Err(more) = resolve(world, &root, sources, &tree, &rest, &options)
            {
                let more = more.into_iter();
                let more = more.filter(|d| d.severity == Severity::Error);
                problems.extend(more.map(|d| rest.spans.locate(d, sources)));
            }
            return Err(explained(problems));
        }
    };
    clock.lap("validate");
    let mut waivers = Waivers::read(&validated.value);
    let wrong = waivers.problems();
    let resolved = match resolve(world, &root, sources, &tree, &validated, &options) {
        Ok(resolved) if wrong.is_empty() => resolved,
        Ok(_) => return Err(located(wrong, &validated.spans, sources)),
        Err(mut problems) => {
            // What the spec says about merging may be the cause of the rest.
            problems.extend(tree.warnings.iter().cloned());
            problems.extend(wrong);
            let problems = waivers.keep(problems);
            return Err(located(problems, &validated.spans, sources));
        }
    };
    let merging = tree.warnings.iter().cloned();
    let mut warnings = waivers.keep(merging.chain(resolved.warnings).collect());
    warnings.extend(waivers.unused(&[Raised::AsWarning]));
    clock.lap("resolve");
    let spec_text = serde_json::to_string(&validated.value).unwrap_or_default();
    let path = world.canonicalize(&request.spec).unwrap_or_default();
    let path = path.strip_prefix(root.folder()).unwrap_or(&path);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let spec = SpecOfRun {
        path: parts.join("/"),
        sha256: sha256(spec_text),
        files: tree.files.clone(),
        changed_params: tree.changed_params.clone(),
    };
    Ok(Checked {
        path: request.spec.clone(),
        report: Arc::new(resolved.report),
        warnings: located(warnings, &validated.spans, sources),
        waivers,
        are_warnings_denied: denied == Some(Denied::Warnings) && !options.while_writing,
        tells_all: true,
        sources: SourceMap::default(),
        spans: validated.spans,
        provenance: tree.provenance.clone(),
        root: root.clone(),
        spec,
        timings: Vec::new(),
        meter: Meter::new(request.measured),
    })
}

/// The lock beside a spec, if there is one.
fn lock_of(root: &Root, world: &dyn World, spec: &Path) -> Result<Option<Lock>, Diagnostic> {
    let path = Lock::path(spec);
    if !world.exists(&path) {
        return Ok(None);
    }
    let bytes = root.door(world).read(&path);
    let bytes = bytes.map_err(|error| unreadable(&path, &error))?;
    Lock::read(&path, &bytes).map(Some)
}

impl Checked {
    /// The warnings so far, in the form that emitters take.
    #[must_use]
    pub(crate) fn batch(&self) -> Batch<'_> {
        Batch {
            spec: &self.path,
            problems: &self.warnings,
            sources: &self.sources,
        }
    }

    /// The problems at their spans.
    fn located(&self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let problems = problems.into_iter();
        let located =
            problems.map(|d| self.provenance.explain(self.spans.locate(d, &self.sources)));
        merged(located.collect())
    }

    /// Turns locations into spans and leaves out waived warnings.
    pub(crate) fn locate(&mut self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let kept = self.waivers.keep(problems);
        self.located(kept)
    }

    /// Takes back the warnings of a code at places that the rows were asked about, which tell what there is.
    pub(super) fn leave_to_rows(&mut self, code: Code, asked: &[Location]) {
        let places = asked.iter().map(|place| {
            let asked = Diagnostic::warning(code, "").at(place.clone());
            self.spans.locate(asked, &self.sources).location
        });
        let places: Vec<Location> = places.collect();
        let is_asked = |it: &Diagnostic| it.code == code && places.contains(&it.location);
        self.warnings.retain(|it| !is_asked(it));
    }

    /// The errors among problems that are not waived; what is only a warning joins the others. What a lookup lacks is
    /// not told twice of a dimension.
    pub(super) fn not_waived(&mut self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let kept = self.waivers.keep(problems);
        let is_told = |known: &Diagnostic| {
            let is_of_it =
                |it: &Diagnostic| it.code == Code::COVERAGE && it.subject == known.subject;
            known.code == Code::UNMATCHED && kept.iter().any(is_of_it)
        };
        self.warnings.retain(|known| !is_told(known));
        let is_error = |it: &Diagnostic| it.severity == Severity::Error;
        let (errors, warnings) = kept.into_iter().partition(is_error);
        let warnings = self.locate(warnings);
        self.warnings.extend(warnings);
        errors
    }

    /// The files of its spec: itself and what it extends.
    #[must_use]
    pub(crate) fn spec_files(&self) -> &[PathBuf] {
        &self.spec.files
    }

    /// The world of its files.
    #[must_use]
    pub(crate) fn door<'a>(&'a self, world: &'a dyn World) -> impl World + 'a {
        self.root.door(world)
    }

    /// Lets the run read what was fetched for another report.
    pub(crate) fn admit_fetched(&self, of: &Report) {
        self.root.admit(of.fetched());
    }

    /// The path of its spec from its root, and the names of that file and of those that it extends.
    #[must_use]
    pub(crate) fn series(&self) -> (String, Vec<String>) {
        let names = self.spec.files.iter().filter_map(|path| path.file_name());
        let names = names.map(|name| name.to_string_lossy().into_owned());
        (self.spec.path.clone(), names.collect())
    }

    /// Warnings about what stands beside its bundle, without those that the spec waives.
    ///
    /// # Errors
    /// There are some, and warnings are denied.
    pub(crate) fn beside(
        &mut self,
        warnings: Vec<Diagnostic>,
    ) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        let mut warnings = self.locate(warnings);
        if !self.are_warnings_denied || warnings.is_empty() {
            return Ok(warnings);
        }
        deny(&mut warnings);
        Err(warnings)
    }

    /// A failure if there are warnings that are denied, unless all are told before a bundle is made.
    pub(super) fn without_denied_so_far(self) -> Result<Self, Failure> {
        if self.tells_all {
            return Ok(self);
        }
        self.without_denied()
    }

    /// A failure if there are warnings and they are denied.
    pub(super) fn without_denied(mut self) -> Result<Self, Failure> {
        if !self.are_warnings_denied || self.warnings.is_empty() {
            return Ok(self);
        }
        deny(&mut self.warnings);
        Err(self.fail(Vec::new()))
    }

    pub(super) fn fail(mut self, problems: Vec<Diagnostic>) -> Failure {
        let mut all = self.locate(problems);
        let mut warnings = self.warnings;
        warnings.append(&mut all);
        Failure {
            spec: self.path,
            problems: warnings,
            sources: self.sources,
        }
    }
}

/// Makes warnings errors.
fn deny(warnings: &mut [Diagnostic]) {
    for warning in warnings {
        warning.severity = Severity::Error;
        let waiving = match warning.code {
            Code::UNUSED_WAIVER => String::new(),
            code => format!(", or waive it with `allow: [{code}]`"),
        };
        let hint = format!("warnings are denied: mend it{waiving}");
        warning.hints.push(hint);
    }
}
