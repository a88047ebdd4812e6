//! `hfreport lock`: notes which bytes the addresses of a spec stand for.

use super::steps::Progress;
use super::terminal::{fail, is_terminal, note, out, report};
use super::{Exit, SpecArguments};
use crate::diagnostic::counted;
use crate::pipeline::{Checked, Failure, Range, Request, check, each};
use crate::remote::Lock;
use crate::world::{SystemWorld, World};
use clap::Args;
use std::path::PathBuf;

/// Locks the remote files of a spec: their commits, sizes and SHA-256
///
/// Fetches what the addresses of the spec stand for now and writes it beside the spec, to
/// `NAME.lock.json`. From then on a run reads these bytes or fails, whatever the servers say. What the
/// lock has of other periods stays.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport lock reports/hub_stats.yaml --allow-host huggingface.co --allow-host '*.hf.co'
  hfreport lock report.yaml --set snapshot=2025-10-01
  hfreport lock report.yaml --each")]
pub(super) struct LockArguments {
    /// The spec
    spec: PathBuf,
    #[command(flatten)]
    shared: SpecArguments,
    /// Locks the addresses of every period of the spec
    #[arg(long)]
    each: bool,
}

pub(super) fn run(arguments: &LockArguments) -> Exit {
    let format = arguments.shared.format();
    let mut request = arguments.shared.request(arguments.spec.clone());
    let progress = Progress::start(is_terminal());
    request.options.remotes.is_locking = true;
    request.options.remotes.listener = progress.listener();
    let remotes = request.options.remotes.clone();
    let requests = if arguments.each {
        each(&SystemWorld, &request, &Range::default())
            .map(|periods| periods.into_iter().map(|period| period.request).collect())
    } else {
        Ok(vec![request])
    };
    let checked = requests.and_then(|requests: Vec<Request>| {
        let checked = requests.iter().map(|request| check(&SystemWorld, request));
        checked.collect::<Result<Vec<_>, Failure>>()
    });
    progress.finish();
    match checked {
        Ok(checked) => {
            let batches: Vec<_> = checked.iter().map(Checked::batch).collect();
            report(&batches, format);
        }
        Err(failure) => return fail(&failure, format),
    }
    let found = remotes.known();
    if found.is_empty() {
        note("the spec names no address: there is nothing to lock");
        return Exit::Fine;
    }
    let path = Lock::path(&arguments.spec);
    let before = match SystemWorld.read(&path) {
        Ok(text) => match Lock::read(&path, &text) {
            Ok(lock) => lock,
            Err(problem) => {
                note(&format!("{}: written anew", problem.message));
                Lock::default()
            }
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Lock::default(),
        Err(error) => {
            note(&format!("cannot read `{}`: {error}", path.display()));
            return Exit::Environment;
        }
    };
    let lock = before.with(&found);
    if let Err(error) = SystemWorld.replace_file(&path, lock.text().as_bytes()) {
        note(&format!("cannot write `{}`: {error}", path.display()));
        return Exit::Environment;
    }
    let (addresses, files) = lock.counts();
    out(&format!(
        "{}: {}, {}",
        path.display(),
        counted(addresses, "address", "addresses"),
        counted(files, "file", "files")
    ));
    Exit::Fine
}
