//! Phase 3, resolve: the spec as written → the report as it runs.
//!
//! Names become references, defaults are filled in, every expression is checked, with its types,
//! against the column contracts and, if the files exist, against the files' own columns. In: a
//! validated spec. Out: a [`Report`] and warnings, or all errors at once.

mod annotations;
mod breakdowns;
mod breaks;
mod changes;
mod charts;
mod claims;
mod colors;
mod compared_texts;
mod consequences;
mod context;
mod corrections;
mod coverage;
mod databases;
mod different_rows;
mod dimensions;
mod filled;
mod formats;
mod growth;
mod jekyll;
mod keep;
mod left_out;
mod links;
mod lists;
mod lookups;
mod means;
mod measures;
mod metrics;
mod namespace;
mod no_format;
mod of_periods;
mod opening;
mod ordered_texts;
mod over;
mod period_index;
mod periods;
mod published;
mod reserved;
mod same_rows;
mod sections;
mod semantics;
mod shares;
mod sources;
mod sparkline;
mod table_columns;
mod templates;
mod text_forms;
mod texts;
mod theme;
mod usage;
mod validity;
mod words;
mod written_as_a_value;

pub(crate) use context::Options;
pub use published::schema as published_schema;

use crate::diagnostic::{Diagnostic, Severity, SourceMap};
use crate::report::Report;
use crate::spec::{Root, Tree, Validated};
use crate::world::World;
use consequences::without_consequences;
use context::Context;

/// A resolved report with its warnings.
#[derive(Debug)]
pub(crate) struct Resolved {
    /// The report.
    pub report: Report,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
}

/// Resolves a spec.
///
/// # Errors
/// All independent errors, in the order of the file, together with the warnings.
pub(crate) fn resolve(
    world: &dyn World,
    root: &Root,
    sources: &mut SourceMap,
    tree: &Tree,
    validated: &Validated,
    options: &Options,
) -> Result<Resolved, Vec<Diagnostic>> {
    let mut context = Context::new(world, root, sources, tree, validated, options);
    if !context.definitions_are_bounded() {
        return Err(context.problems.into_problems());
    }
    context.locales();
    context.words();
    context.breaks();
    context.sources();
    context.lookups();
    context.dimensions();
    context.reserved_names();
    context.filters();
    context.measures();
    context.weights();
    context.scope();
    context.breakdowns();
    context.metrics();
    context.checks();
    context.coverage();
    context.claims();
    context.published();
    context.charts();
    context.colors();
    context.sections();
    context.opening();
    context.outputs();
    context.usage();
    context.breaks_are_told();
    if !context.problems.has_errors() {
        context.compared_texts();
        context.rows_left_out();
    }
    let wrong = context.wrong();
    let (report, declared) = (context.report, validated.spec.names());
    let problems = context.problems.into_problems();
    let problems = without_consequences(problems, wrong, &declared, validated.broken.is_empty());
    if problems.iter().any(|d| d.severity == Severity::Error) {
        return Err(problems);
    }
    let spec = &validated.spec;
    let is_whole = spec
        .breakdowns
        .keys()
        .all(|name| report.breakdowns.contains_key(name))
        && spec
            .metrics
            .keys()
            .all(|name| report.metrics.contains_key(name))
        && spec
            .charts
            .keys()
            .all(|name| report.charts.contains_key(name))
        && spec
            .claims
            .keys()
            .all(|name| report.claims.contains_key(name));
    // What the grammar refuses has been reported by validation.
    assert!(
        is_whole || !validated.broken.is_empty(),
        "a definition was left out of the report although no mistake was reported"
    );
    Ok(Resolved {
        report,
        warnings: problems,
    })
}
