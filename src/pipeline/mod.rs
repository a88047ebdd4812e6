//! The driver: names the phases in order and measures how long each takes.

mod budget;
mod clock;
mod failure;

pub use failure::Failure;

use crate::checksum::sha256;
use crate::diagnostic::{
    Batch, Code, Diagnostic, Location, Raised, Severity, SourceMap, in_order, merged,
};
use crate::document::{MANIFEST, Manifest};
use crate::engine::{Polars, execute};
use crate::frame::Results;
use crate::meter::Meter;
use crate::plan::{Plan, plan};
use crate::publish::{SpecOfRun, Target, files, record};
use crate::render::render;
use crate::report::Report;
use crate::resolve::{Options, resolve};
use crate::spec::{Denied, Provenance, Root, Spans, Waivers, Workspace, load, validate};
use crate::verify;
use crate::world::{Replacement, World};
use budget::budget;
use clock::Clock;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What a command asks for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The spec.
    pub spec: PathBuf,
    /// `--set name=value`.
    pub settings: Vec<(String, String)>,
    /// `--allow-path`.
    pub allowed: Vec<PathBuf>,
    /// `--deny`, beside what `hfreport.toml` denies.
    pub deny: Option<Denied>,
    /// Decisions of the command line about resolving.
    pub options: Options,
    /// Whether single steps are measured.
    pub measured: bool,
}

/// A checked report: phases load, validate, resolve.
#[derive(Debug)]
pub struct Checked {
    /// The spec, as it was asked for.
    pub path: PathBuf,
    /// The report.
    pub report: Arc<Report>,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
    /// Texts of the files.
    pub sources: SourceMap,
    spans: Spans,
    provenance: Provenance,
    waivers: Waivers,
    root: Root,
    spec: SpecOfRun,
    /// Whether a warning is an error.
    are_warnings_denied: bool,
    /// How long each phase took.
    pub timings: Vec<(&'static str, Duration)>,
    /// How long single steps took, when the request asks for it.
    pub meter: Meter,
}

/// Loads, validates and resolves a spec.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check(world: &dyn World, request: &Request) -> Result<Checked, Failure> {
    let mut sources = SourceMap::default();
    let mut timings = Vec::new();
    match checked(world, request, &mut sources, &mut timings) {
        Ok(mut checked) => {
            checked.sources = sources;
            checked.timings = timings;
            checked.without_denied()
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
    let workspace = Workspace::read(&root.door(world), &root, sources).map_err(|d| vec![d])?;
    let mut options = request.options.clone();
    options.default_locales = workspace.locales;
    let denied = request.deny.or(workspace.deny);
    let tree = load(
        &root.door(world),
        &root,
        sources,
        &request.spec,
        &request.settings,
    )?;
    let root = root.with_typed(tree.source_paths.values().map(PathBuf::from));
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
            problems.extend(wrong);
            let problems = waivers.keep(problems);
            return Err(located(problems, &validated.spans, sources));
        }
    };
    let merging = tree.warnings.iter().cloned();
    let mut warnings = waivers.keep(merging.chain(resolved.warnings).collect());
    warnings.extend(waivers.unused(Raised::AsWarning));
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
        sources: SourceMap::default(),
        spans: validated.spans,
        provenance: tree.provenance.clone(),
        root: root.clone(),
        spec,
        timings: Vec::new(),
        meter: Meter::new(request.measured),
    })
}

/// An executed report: phases plan and execute on top.
#[derive(Debug)]
pub struct Executed {
    /// What was checked.
    pub checked: Checked,
    /// The plan.
    pub plan: Plan,
    /// The results.
    pub results: Arc<Results>,
    /// Published figures against computed ones.
    pub figures: Vec<verify::Line>,
}

impl Executed {
    /// Cells of all tables of results.
    #[must_use]
    pub fn cells(&self) -> usize {
        let frames = self.results.frames.values();
        frames
            .map(|frame| frame.rows.len() * (frame.columns.all().len() + 1))
            .sum()
    }
}

/// Plans and executes a checked report.
///
/// # Errors
/// Data that break the contract, a failed check.
pub fn run(world: &dyn World, checked: Checked) -> Result<Executed, Failure> {
    run_with(world, checked, |world, _, plan, meter| {
        execute(&Polars, world, plan, meter).map(Arc::new)
    })
}

/// As [`run`], with results that somebody else brings; the world that `execute` gets is that of the
/// spec.
///
/// # Errors
/// What `execute` finds.
pub fn run_with(
    world: &dyn World,
    mut checked: Checked,
    execute: impl FnOnce(&dyn World, &Report, &Plan, &Meter) -> Result<Arc<Results>, Vec<Diagnostic>>,
) -> Result<Executed, Failure> {
    let mut timings = std::mem::take(&mut checked.timings);
    let mut clock = Clock::new(&mut timings);
    let plan = plan(&checked.report);
    clock.lap("plan");
    let door = checked.root.door(world);
    let executed = execute(&door, &checked.report, &plan, &checked.meter);
    match executed {
        Ok(results) => {
            clock.lap("execute");
            let warnings = checked.locate(results.problems.clone());
            checked.warnings.extend(warnings);
            let mut checked = checked.without_denied()?;
            let figures = verify::verify(&checked.report, &results);
            clock.lap("verify");
            checked.timings = timings;
            Ok(Executed {
                checked,
                plan,
                results,
                figures,
            })
        }
        Err(problems) => Err(checked.fail(problems)),
    }
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// The executed report with all warnings.
    pub executed: Executed,
    /// The files of the bundle: path and bytes.
    pub files: Vec<(String, usize)>,
    /// The folder.
    pub folder: PathBuf,
}

/// Renders an executed report and writes the bundle.
///
/// # Errors
/// A published figure that differs, a template that fails, a page over budget, an unwritable folder.
pub fn publish(world: &dyn World, mut executed: Executed) -> Result<Written, Failure> {
    let wrong = verify::problems(&executed.checked.report, &executed.figures);
    if !wrong.is_empty() {
        return Err(executed.checked.fail(wrong));
    }
    let mut timings = std::mem::take(&mut executed.checked.timings);
    let mut clock = Clock::new(&mut timings);
    let checked = &executed.checked;
    let (report, meter) = (&checked.report, &checked.meter);
    let door = checked.root.door(world);
    let manifest = match record(&door, &checked.spec, report, &executed.results) {
        Ok(manifest) => manifest,
        Err(problem) => return Err(executed.checked.fail(vec![problem])),
    };
    let rendered = match render(report, &executed.results, manifest, meter) {
        Ok(rendered) => rendered,
        Err(problems) => return Err(executed.checked.fail(problems)),
    };
    clock.lap("render");
    let checked = &mut executed.checked;
    let located = checked.locate(rendered.warnings);
    checked.warnings.extend(located);
    let unused = checked.waivers.unused(Raised::AsWarningOfRun);
    let unused = checked.locate(unused);
    checked.warnings.extend(unused);
    checked.warnings = in_order(std::mem::take(&mut checked.warnings));
    executed.checked = executed.checked.without_denied()?;
    let report = &executed.checked.report;
    let outputs = &report.outputs;
    let written = files(&rendered.bundle, &outputs.formats).map_err(|error| {
        Diagnostic::error(
            Code::OUTPUT,
            format!("the bundle cannot be written: {error}"),
        )
    });
    let written = match written.and_then(|files| {
        budget(report, &rendered.bundle, &files)?;
        Ok(files)
    }) {
        Ok(files) => files,
        Err(problem) => return Err(executed.checked.fail(vec![problem])),
    };
    let folder = outputs.folder.clone();
    let sizes = written
        .iter()
        .map(|file| (file.path.clone(), file.bytes.len()))
        .collect();
    let contents: Vec<(String, Vec<u8>)> = written
        .into_iter()
        .map(|file| (file.path, file.bytes))
        .collect();
    if let Err(problem) = put(
        world,
        &executed.checked,
        &rendered.bundle.manifest,
        &contents,
    ) {
        return Err(executed.checked.fail(vec![problem]));
    }
    clock.lap("publish");
    executed.checked.timings = timings;
    Ok(Written {
        executed,
        files: sizes,
        folder,
    })
}

/// Puts the files of a bundle into its folder.
fn put(
    world: &dyn World,
    checked: &Checked,
    manifest: &Manifest,
    files: &[(String, Vec<u8>)],
) -> Result<(), Diagnostic> {
    let outputs = &checked.report.outputs;
    let location = if outputs.typed {
        Location::Unknown
    } else {
        Location::key("/outputs/dir")
    };
    let home = world.home().and_then(|it| world.canonicalize(&it).ok());
    let target = Target {
        root: &checked.root,
        home: home.as_deref(),
        is_typed: outputs.typed,
        replaces_others: outputs.replaces_others,
        manifest,
    };
    let replacement = Replacement {
        files,
        list: MANIFEST,
        listed: Manifest::listed,
        admits: &|folder, list| target.admits(folder, list),
    };
    let folder = outputs.folder.display();
    match world.replace_folder(&outputs.folder, &replacement) {
        Err(error) => Err(Diagnostic::error(
            Code::OUTPUT,
            format!("the bundle cannot be written to `{folder}`: {error}"),
        )
        .at(location)
        .hint("name another folder with `--out DIR` or `outputs.dir`; what was there before is untouched")
        .environment()),
        Ok(left) => match left.first() {
            None => Ok(()),
            Some(left) => Err(Diagnostic::error(
                Code::OUTPUT,
                format!(
                    "the bundle is written to `{folder}`, but something in it changed in that moment: it is now in `{}`",
                    left.display()
                ),
            )
            .at(location)
            .hint("put it where it belongs, and remove the folder that it is in")
            .environment()),
        },
    }
}

impl Checked {
    /// The warnings so far, as emitters take them.
    #[must_use]
    pub fn batch(&self) -> Batch<'_> {
        Batch {
            spec: &self.path,
            problems: &self.warnings,
            sources: &self.sources,
        }
    }

    /// Turns locations into spans and leaves out waived warnings.
    fn locate(&mut self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let located = self
            .waivers
            .keep(problems)
            .into_iter()
            .map(|d| self.provenance.explain(self.spans.locate(d, &self.sources)));
        merged(located.collect())
    }

    /// A failure where there are warnings and they are denied.
    fn without_denied(mut self) -> Result<Self, Failure> {
        if !self.are_warnings_denied || self.warnings.is_empty() {
            return Ok(self);
        }
        for warning in &mut self.warnings {
            warning.severity = Severity::Error;
            let waiving = match warning.code {
                Code::UNUSED_WAIVER => String::new(),
                code => format!(", or waive it with `allow: [{code}]`"),
            };
            let hint = format!("warnings are denied: mend it{waiving}");
            warning.hints.push(hint);
        }
        Err(self.fail(Vec::new()))
    }

    fn fail(mut self, problems: Vec<Diagnostic>) -> Failure {
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
