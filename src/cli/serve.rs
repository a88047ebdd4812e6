//! `hfreport serve`: shows the page while its spec is written.

use super::run::{computing_exceeded, exceeded};
use super::terminal::{fail, note, out, tell, timings, warned};
use super::{Exit, Loudness, SpecArguments};
use crate::serve::{Server, Told};
use crate::world::when_asked_to_end;
use clap::Args;
use std::path::PathBuf;

/// Shows the page in a browser and renews it on each save
///
/// Serves the page on an address that only this machine reaches, and runs the spec again whenever the
/// spec, a template, a lookup, a correction or the data are saved. An open page renews what differs,
/// in place, and shows errors above the last good page. Nothing is written to the disk. Ctrl-C ends it.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport serve reports/october_2025.yaml
  hfreport serve report.yaml --locale fr --port 8000
  hfreport serve report.yaml --set snapshot=2025-11-01 --verbose")]
pub(super) struct ServeArguments {
    /// The spec
    spec: PathBuf,
    #[command(flatten)]
    shared: SpecArguments,
    /// Port of the address, 0 for any; without it 4280, or any where that is taken
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    #[command(flatten)]
    loudness: Loudness,
}

pub(super) fn serve(arguments: &ServeArguments) -> Exit {
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
    out(&format!(
        "{} is shown at {address}",
        arguments.spec.display()
    ));
    let mut request = arguments.shared.request(arguments.spec.clone());
    request.options.formats = vec!["html".to_owned()];
    request.options.any_page_size = true;
    request.measured = arguments.loudness.verbose;
    let asked = when_asked_to_end(|| {
        #[allow(clippy::exit, reason = "a server runs until it is ended")]
        std::process::exit(0);
    });
    if let Err(error) = asked {
        note(&format!("interrupts cannot be waited for: {error}"));
    }
    let ended = server.run(
        request,
        |told| say(arguments, told),
        [computing_exceeded, exceeded],
    );
    if let Err(error) = ended {
        note(&format!("cannot serve: {error}"));
    }
    Exit::Environment
}

/// What a run did.
fn say(arguments: &ServeArguments, told: &Told) {
    let format = arguments.shared.format();
    if !arguments.loudness.quiet {
        let why = match &told.changed[..] {
            [] => String::new(),
            [one] => format!("{} has changed: ", one.display()),
            [first, rest @ ..] => {
                format!("{} and {} more have changed: ", first.display(), rest.len())
            }
        };
        let verdict = if told.result.is_ok() {
            "made"
        } else {
            "failed"
        };
        out(&format!("{why}{verdict} in {} ms", told.time.as_millis()));
    }
    match &told.result {
        Ok(written) => {
            let checked = &written.executed.checked;
            tell(&checked.warnings, &checked.sources, format);
            if arguments.loudness.verbose {
                timings(checked);
            }
            if !arguments.loudness.quiet {
                warned(&checked.warnings, format);
            }
        }
        Err(failure) => {
            fail(failure, format);
        }
    }
}
