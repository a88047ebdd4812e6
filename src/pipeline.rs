//! The driver: names the phases in order and measures how long each takes.

use crate::diagnostic::{Code, Diagnostic, Raised, Severity, SourceMap, in_order, merged};
use crate::engine::execute;
use crate::frame::Results;
use crate::meter::Meter;
use crate::plan::{Plan, plan};
use crate::publish::{
    MANIFEST, Manifest, OutputFile, SpecOfRun, Target, files, page_size_report, record,
};
use crate::render::render;
use crate::report::Report;
use crate::resolve::{Options, resolve};
use crate::spec::{Places, Provenance, Root, Waivers, load, validate};
use crate::verify;
use crate::world::{Replacement, World};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What a command asks for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The spec.
    pub spec: PathBuf,
    /// `--set name=value`.
    pub settings: Vec<(String, String)>,
    /// `--allow-path`.
    pub allowed: Vec<PathBuf>,
    /// Decisions of the command line about resolving.
    pub options: Options,
    /// Whether single steps are measured.
    pub measured: bool,
}

/// A failed phase: all problems, with the texts that their places refer to.
#[derive(Debug)]
pub struct Failure {
    /// Problems, warnings among them.
    pub problems: Vec<Diagnostic>,
    /// Texts of the files.
    pub sources: SourceMap,
}

impl Failure {
    /// Whether the machine and not the spec is at fault.
    #[must_use]
    pub fn is_environment(&self) -> bool {
        self.problems
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .all(|d| d.environment)
    }
}

/// A checked report: phases load, validate, resolve.
#[derive(Debug)]
pub struct Checked {
    /// The report.
    pub report: Arc<Report>,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
    /// Texts of the files.
    pub sources: SourceMap,
    places: Places,
    provenance: Provenance,
    waivers: Waivers,
    root: Root,
    spec: SpecOfRun,
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
            Ok(checked)
        }
        Err(problems) => Err(Failure { problems, sources }),
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
    let mut options = request.options.clone();
    workspace(&root.door(world), &root, &mut options).map_err(|d| vec![d])?;
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
    let validated = match validate(&tree) {
        Ok(validated) => validated,
        Err((mut problems, rest)) => {
            if let Some(rest) = rest
                && let Err(more) = resolve(world, &root, sources, &tree, &rest.validated, &options)
            {
                // What refers to a wrong definition is no further mistake.
                let caused = |d: &Diagnostic| {
                    let named = d.message.split('`').skip(1).step_by(2);
                    let mut last = named.filter_map(|name| name.rsplit('.').next());
                    last.any(|name| rest.broken.contains(name))
                };
                let more = more.into_iter();
                problems.extend(more.filter(|d| d.severity == Severity::Error && !caused(d)));
            }
            return Err(explained(problems));
        }
    };
    clock.lap("validate");
    let mut waivers = Waivers::read(&validated.value);
    let wrong = waivers.problems(&validated.places);
    let resolved = match resolve(world, &root, sources, &tree, &validated, &options) {
        Ok(resolved) if wrong.is_empty() => resolved,
        Ok(_) => return Err(explained(wrong)),
        Err(mut problems) => {
            problems.extend(wrong);
            return Err(explained(waivers.keep(problems)));
        }
    };
    let mut warnings = waivers.keep(resolved.warnings);
    warnings.extend(waivers.unused(Raised::AsWarning, &validated.places));
    clock.lap("resolve");
    let spec_text = serde_json::to_string(&validated.value).unwrap_or_default();
    let path = world.canonicalize(&request.spec).unwrap_or_default();
    let path = path.strip_prefix(root.folder()).unwrap_or(&path);
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let spec = SpecOfRun {
        path: parts.join("/"),
        sha256: crate::source::hexadecimal(&Sha256::digest(spec_text)),
        files: tree.files.clone(),
        changed_params: tree.changed_params.clone(),
    };
    Ok(Checked {
        report: Arc::new(resolved.report),
        warnings: explained(warnings),
        waivers,
        sources: SourceMap::default(),
        places: validated.places,
        provenance: tree.provenance.clone(),
        root: root.clone(),
        spec,
        timings: Vec::new(),
        meter: Meter::new(request.measured),
    })
}

/// Settings of `hfreport.toml` in the root.
#[derive(serde::Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Workspace {
    /// Locales of specs that name none.
    locales: Option<Vec<crate::text::Locale>>,
}

fn workspace(world: &dyn World, root: &Root, options: &mut Options) -> Result<(), Diagnostic> {
    let path = root.folder().join("hfreport.toml");
    if !world.exists(&path) {
        return Ok(());
    }
    let bytes = world
        .read(&path)
        .map_err(|error| crate::spec::unreadable(&path, &error))?;
    let text = String::from_utf8_lossy(&bytes);
    let found: Workspace = toml::from_str(&text).map_err(|error| {
        Diagnostic::error(
            Code::WRONG_VALUE,
            format!("`{}`: {}", path.display(), error.message()),
        )
    })?;
    options.default_locales = found.locales.unwrap_or_default();
    Ok(())
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
            .map(|frame| frame.rows.len() * (frame.columns.len() + frame.attributes.len() + 1))
            .sum()
    }
}

/// Plans and executes a checked report.
///
/// # Errors
/// Data that break the contract, a failed check.
pub fn run(world: &dyn World, checked: Checked) -> Result<Executed, Failure> {
    run_with(world, checked, |world, report, plan, meter| {
        execute(world, report, plan, meter).map(Arc::new)
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
    let unused = checked
        .waivers
        .unused(Raised::AsWarningOfRun, &checked.places);
    checked.warnings.extend(unused);
    checked.warnings = in_order(std::mem::take(&mut checked.warnings));
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
    let pointer = if outputs.typed { "" } else { "/outputs/dir" };
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
        .of(pointer)
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
            .of(pointer)
            .hint("put it where it belongs, and remove the folder that it is in")
            .environment()),
        },
    }
}

/// The size of every page against the budget of the spec.
fn budget(
    report: &Report,
    bundle: &crate::publish::Bundle,
    files: &[OutputFile],
) -> Result<(), Diagnostic> {
    let Some(budget) = report.outputs.page_budget else {
        return Ok(());
    };
    let heaviest = files
        .iter()
        .filter(|file| file.path.starts_with("index."))
        .max_by_key(|file| file.bytes.len());
    let Some(page) = heaviest.filter(|page| page.bytes.len() as u64 > budget) else {
        return Ok(());
    };
    let parts = page_size_report(bundle).unwrap_or_default();
    let listed: Vec<String> = parts
        .iter()
        .filter(|(name, _)| !name.starts_with("index"))
        .take(8)
        .map(|(name, size)| format!("{name}: {size}"))
        .collect();
    Err(Diagnostic::error(
        Code::PAGE_BUDGET,
        format!(
            "`{}` has {} bytes, the budget is {budget}",
            page.path,
            page.bytes.len()
        ),
    )
    .of("/outputs/page_budget")
    .hint(format!("heaviest parts in bytes: {}", listed.join("; "))))
}

impl Checked {
    /// Turns pointers into places and leaves out waived warnings.
    fn locate(&mut self, problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let located = self.waivers.keep(problems).into_iter().map(|d| {
            if d.pointer.is_empty() {
                return d;
            }
            let part = d.inside.as_ref().and_then(|(text, start, end)| {
                self.places
                    .inside(&self.sources, &d.pointer, text, *start, *end)
            });
            let place = part.or_else(|| self.places.key(&d.pointer));
            self.provenance.explain(d.at(place))
        });
        merged(located.collect())
    }

    fn fail(mut self, problems: Vec<Diagnostic>) -> Failure {
        let mut all = self.locate(problems);
        let mut warnings = self.warnings;
        warnings.append(&mut all);
        Failure {
            problems: warnings,
            sources: self.sources,
        }
    }
}

struct Clock<'a> {
    last: Instant,
    timings: &'a mut Vec<(&'static str, Duration)>,
}

impl<'a> Clock<'a> {
    fn new(timings: &'a mut Vec<(&'static str, Duration)>) -> Self {
        Self {
            last: Instant::now(),
            timings,
        }
    }

    fn lap(&mut self, phase: &'static str) {
        let now = Instant::now();
        self.timings.push((phase, now - self.last));
        self.last = now;
    }
}
