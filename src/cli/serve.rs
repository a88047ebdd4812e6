//! `hfreport serve`: shows the page while its spec is written.

use super::bounds::exceeded;
use super::only_spec::or_only_one;
use super::terminal::{fail, note, out, report, summary, timings};
use super::{EarlierBundle, Exit, Loudness, SpecArguments};
use crate::diagnostic::{Batch, Diagnostic};
use crate::pipeline::check;
use crate::serve::{ServeRun, Server, Work};
use crate::world::{SystemWorld, World, when_asked_to_end};
use clap::Args;
use std::cell::RefCell;
use std::path::PathBuf;

/// Shows the page in a browser and renews it on each save
///
/// Serves the page on an address that only this machine can reach, and runs the spec again whenever the
/// spec, a template, a lookup, a correction or the data are saved. An open page renews what differs,
/// in place, and shows errors above the last good page. Nothing is written to disk. Ctrl-C ends it.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport serve --open
  hfreport serve reports/october_2025.yaml
  hfreport serve report.yaml --locale fr --port 8000
  hfreport serve report.yaml --set snapshot=2025-11-01 --verbose")]
pub(super) struct ServeArguments {
    /// The spec. Default: the only one in this folder
    spec: Option<PathBuf>,
    #[command(flatten)]
    shared: SpecArguments,
    #[command(flatten)]
    earlier: EarlierBundle,
    /// Port of the address, 0 for any; by default 4280, or any other if that is taken
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Opens the page in the browser of this machine
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    loudness: Loudness,
}

pub(super) fn serve(arguments: &ServeArguments) -> Exit {
    let spec = match or_only_one(arguments.spec.clone(), "serve") {
        Ok(spec) => spec,
        Err(exit) => return exit,
    };
    // A spec that goes away later may come back; one that was never there is a slip of the hand.
    let world = SystemWorld;
    if !world.exists(&spec)
        && let Err(failure) = check(&world, &arguments.shared.request(spec.clone()))
    {
        return fail(&failure, arguments.shared.format());
    }
    let server = match Server::bind(arguments.port) {
        Ok(server) => server,
        Err(error) => {
            let port = arguments.port.unwrap_or_default();
            note(&format!(
                "cannot listen on port {port}: {error}; `--port 0` takes any that is free"
            ));
            return Exit::Environment;
        }
    };
    let address = server.address();
    out(&format!("{} is shown at {address}", spec.display()));
    if arguments.open
        && let Err(error) = open::that_detached(&address)
    {
        note(&format!("no browser could be opened: {error}"));
    }
    let mut request = arguments.shared.request(spec.clone());
    request.options.formats = vec!["html".to_owned()];
    request.options.while_writing = true;
    request
        .options
        .previous
        .clone_from(&arguments.earlier.previous);
    request.measured = arguments.loudness.verbose;
    let asked = when_asked_to_end(|| {
        #[allow(clippy::exit, reason = "a server runs until it is ended")]
        std::process::exit(0);
    });
    if let Err(error) = asked {
        note(&format!("interrupts cannot be waited for: {error}"));
    }
    let format = arguments.shared.format();
    let exceeded = move |work: Work, what: &str| exceeded(work, &spec, what, format);
    let known = RefCell::new(Vec::new());
    let report_run = |ran: &ServeRun| say(arguments, ran, &mut known.borrow_mut());
    let ended = server.run(request, report_run, exceeded);
    if let Err(error) = ended {
        note(&format!("cannot serve: {error}"));
    }
    Exit::Environment
}

/// Reports a run, with those of its warnings that the previous run did not have.
fn say(arguments: &ServeArguments, ran: &ServeRun, known: &mut Vec<Diagnostic>) {
    let format = arguments.shared.format();
    if !arguments.loudness.quiet {
        let why = match &ran.changed[..] {
            [] => String::new(),
            [one] => format!("{} has changed: ", one.display()),
            [first, rest @ ..] => {
                format!("{} and {} more have changed: ", first.display(), rest.len())
            }
        };
        let verdict = if ran.result.is_ok() { "made" } else { "failed" };
        out(&format!("{why}{verdict} in {} ms", ran.time.as_millis()));
    }
    match &ran.result {
        Ok(written) => {
            let checked = &written.executed.checked;
            let is_known = |warning: &Diagnostic| known.iter().any(|it| is_same(it, warning));
            let warnings = checked.warnings.iter();
            let new: Vec<Diagnostic> = warnings.filter(|it| !is_known(it)).cloned().collect();
            let batch = Batch {
                problems: &new,
                ..checked.batch()
            };
            report(&[batch], format);
            if arguments.loudness.verbose {
                timings(checked);
            }
            if !arguments.loudness.quiet {
                summary(&[batch], format);
            }
            known.clone_from(&checked.warnings);
        }
        Err(failure) => {
            fail(failure, format);
        }
    }
}

/// Whether two warnings are the same, even if lines before them were added or removed.
fn is_same(one: &Diagnostic, other: &Diagnostic) -> bool {
    (one.code, &one.subject, &one.message) == (other.code, &other.subject, &other.message)
}
