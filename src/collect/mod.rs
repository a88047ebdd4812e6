//! From the hub to a snapshot: `hfreport collect`.
//!
//! In: accounts, or the whole hub. Out: a Parquet file with the columns of the reports that ship, the accounts that a
//! lookup lacks, the totals of the hub, and what was odd. The order of the rows is that in which the hub gives them; the
//! same answers give the same bytes, whatever went wrong on the way.

mod accounts;
mod faults;
mod journal;
mod limiter;
mod model;
mod pages;
mod requests;
mod state;
mod table;
mod totals;
mod walk;

use crate::diagnostic::{Code, Diagnostic, counted};
use crate::remote::{Hosts, RemoteClient, Secrets, shown_address};
use crate::source::write_snapshot;
use crate::world::World;
use accounts::Accounts;
use faults::{Fault, Faults};
use journal::{Begun, Journal, Line, unwritable};
use limiter::Limited;
use model::Model;
use pages::Hub;
use requests::Shared;
use rustc_hash::FxHashSet;
use state::State;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use totals::Totals;
use walk::Stop;

/// What is collected.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// Lookup with the accounts whose models are collected.
    pub accounts: Option<PathBuf>,
    /// The file that is written; `{date}` stands for the day on which the collection begins.
    pub out: String,
    /// The walk goes on until no other account can get among the first so many.
    pub top: Option<usize>,
    /// The most models that an account is thought to have.
    pub most_models: u64,
    /// Whether every model of the hub is collected.
    pub whole_hub: bool,
    /// Another hub.
    pub endpoint: Option<String>,
    /// Whether a collection that was not finished goes on.
    pub resumes: bool,
    /// Table of periods that gets a row with the totals of the hub.
    pub periods: Option<PathBuf>,
    /// The column of that table that names a period, by its day; `snapshot` where none is given.
    pub period_column: Option<String>,
}

impl Collection {
    /// The table of periods and the column of their days, if it gets a row.
    fn table_of_periods(&self) -> Option<(&Path, &str)> {
        let column = self.period_column.as_deref().unwrap_or("snapshot");
        let path = self.periods.as_deref().filter(|_| self.whole_hub);
        path.map(|path| (path, column))
    }
}

/// What was collected.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// The file.
    pub out: PathBuf,
    /// Its rows.
    pub rows: usize,
    /// Requests that were sent by this run.
    pub requests: u64,
    /// What this run waited for the limit.
    pub waited: Duration,
    /// Why the walk ended.
    pub reason: Option<String>,
    /// The file with lines for the lookup, and their number.
    pub missing: Option<(PathBuf, usize)>,
    /// What became of the table of periods.
    pub totals: Option<String>,
    /// What was odd, a line for each kind.
    pub faults: Vec<String>,
}

/// How far a collection is.
#[derive(Clone, Debug)]
pub struct CollectProgress {
    /// Models so far.
    pub models: u64,
    /// Accounts that are done, and all of them; none while the hub is walked over, whose end nobody knows.
    pub accounts: Option<(usize, usize)>,
}

/// Collects a snapshot; `tell` hears how far it is.
///
/// # Errors
/// The hub cannot be asked, a page fails for ever, or a file cannot be read or written. What came stays in the journal.
pub fn collect(
    world: &dyn World,
    wanted: &Collection,
    tell: &dyn Fn(&CollectProgress),
) -> Result<Collected, Diagnostic> {
    let listed = wanted
        .accounts
        .as_deref()
        .map(|path| Accounts::read(world, path))
        .transpose()?;
    if let Some((path, column)) = wanted.table_of_periods() {
        totals::check(world, path, column)?;
    }
    let secrets = Secrets::of(world, wanted.endpoint.as_deref())?;
    let hosts = server_of(&secrets);
    let (out, today) = place(world, wanted)?;
    let mut state = State::default();
    let journal = Journal::open(world, Journal::path(&out), |event| state.add(event))?;
    let what = described(wanted, &secrets, listed.as_ref());
    if let Some(begun) = &state.begun
        && begun.what != what
    {
        let message = format!(
            "`{}` began with other options: {}",
            Journal::path(&out).display(),
            begun.what
        );
        let hint = "go on with the same ones, or remove it to begin again";
        return Err(Diagnostic::error(Code::CHECKPOINT, message).hint(hint));
    }
    let most = if secrets.has_token() { 1000 } else { 500 };
    let note = |noted| journal.note(noted);
    let limited = Limited::new(
        world.network(),
        most,
        std::mem::take(&mut state.requests),
        &note,
        Shared::of(world, &shown_address(&secrets.hub)),
    );
    let client = RemoteClient {
        network: &limited,
        hosts: &hosts,
        secrets: &secrets,
    };
    let begun = if let Some(known) = state.begun.take() {
        known
    } else {
        let first = Begun {
            date: today,
            what,
            languages: pages::languages(&client)?,
        };
        let noted = journal.append(&[Line::Begun(first.clone())]);
        noted.map_err(|error| unwritable(&Journal::path(&out), &error))?;
        first
    };
    let mut hub = Hub {
        client,
        journal: &journal,
        languages: begun.languages.iter().cloned().collect(),
        state,
        tell,
    };
    let is_listed = |account: &str| listed.as_ref().is_some_and(|listed| listed.has(account));
    let stop = hub.walked(wanted, is_listed)?;
    let first = stop
        .as_ref()
        .map(|stop| stop.first.clone())
        .unwrap_or_default();
    let lacking: Vec<String> = first
        .into_iter()
        .filter(|account| !is_listed(account))
        .collect();
    let mut collected = listed.iter().flat_map(Accounts::names).collect::<Vec<_>>();
    collected.extend(lacking.iter().cloned());
    if !wanted.whole_hub {
        hub.accounts(&collected)?;
    }
    let mut faults = std::mem::take(&mut hub.state.faults);
    // Millions of names are not held twice.
    drop(std::mem::take(&mut hub.state));
    let counts = limited.counts();
    let (rows, totals) = written(world, &out, &journal, wanted.whole_hub, &mut faults)?;
    let missing = match &listed {
        Some(listed) if stop.is_some() => listed.lines_for(world, &out, &lacking)?,
        _ => None,
    };
    let totals = match wanted.table_of_periods() {
        Some(table) => Some(totals::add(world, table, &begun.date, totals)?),
        None => None,
    };
    journal.remove();
    Ok(Collected {
        out,
        rows,
        requests: counts.0,
        waited: counts.1,
        reason: stop
            .filter(|_| wanted.top.is_some())
            .map(|stop: Stop| stop.reason),
        missing,
        totals,
        faults: faults.lines(),
    })
}

/// The hub alone may be asked.
fn server_of(secrets: &Secrets) -> Hosts {
    let host = secrets.hub.host_str().unwrap_or_default();
    let port = secrets.hub.port();
    Hosts::new([port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))])
}

/// The file that is written, and the day.
fn place(world: &dyn World, wanted: &Collection) -> Result<(PathBuf, String), Diagnostic> {
    let seconds = i64::try_from(world.network().now().as_secs()).unwrap_or_default();
    let today = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let today = today.format("%Y-%m-%d").to_string();
    let of = |day: &str| PathBuf::from(wanted.out.replace("{date}", day));
    let pattern = pattern(&wanted.out);
    let begun = world.glob(&pattern).unwrap_or_default();
    let names = || {
        begun
            .iter()
            .map(|path| format!("`{}`", path.display()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    if wanted.resumes {
        let [journal] = begun.as_slice() else {
            let message = match begun.len() {
                0 => format!(
                    "there is no collection to go on with: `{}` is not there",
                    Journal::path(Path::new(&wanted.out)).display()
                ),
                _ => format!("several collections are not finished: {}", names()),
            };
            return Err(Diagnostic::error(Code::CHECKPOINT, message)
                .hint("name the file whose collection goes on: `--out FILE`"));
        };
        return Ok((journal.with_extension(""), today));
    }
    if !begun.is_empty() {
        let message = format!("a collection is not finished: {}", names());
        return Err(Diagnostic::error(Code::CHECKPOINT, message)
            .hint("`--resume` goes on with it; remove it to begin again"));
    }
    let out = of(&today);
    if world.exists(&out) {
        let message = format!("`{}` exists already", out.display());
        return Err(Diagnostic::error(Code::CHECKPOINT, message)
            .hint("a snapshot is not replaced: name another file, or remove it"));
    }
    Ok((out, today))
}

/// The journals of a file: those of every day, and of no other file whose name begins like it.
fn pattern(out: &str) -> String {
    let parts = out.split("{date}").map(glob::Pattern::escape);
    let digits = |count| "[0-9]".repeat(count);
    let day = [digits(4), digits(2), digits(2)].join("-");
    let parts: Vec<String> = parts.collect();
    let pattern = PathBuf::from(parts.join(&day));
    Journal::path(&pattern).to_string_lossy().into_owned()
}

/// What is collected, in a line.
fn described(wanted: &Collection, secrets: &Secrets, listed: Option<&Accounts>) -> String {
    let mut parts = Vec::new();
    if let Some(listed) = listed {
        let names: Vec<String> = listed.names().collect();
        let digest = crate::checksum::sha256(names.join("\n"));
        parts.push(format!(
            "{} ({})",
            counted(names.len(), "account", "accounts"),
            &digest[..12]
        ));
    }
    if let Some(top) = wanted.top {
        parts.push(format!(
            "the first {top} with at most {} models",
            wanted.most_models
        ));
    }
    if wanted.whole_hub {
        parts.push("the whole hub".to_owned());
    }
    if !secrets.is_usual_hub() {
        parts.push(format!("from {}", shown_address(&secrets.hub)));
    }
    parts.join(", ")
}

/// Writes the rows of the journal, each model once, and returns their number and what they add up to.
fn written(
    world: &dyn World,
    out: &Path,
    journal: &Journal<'_>,
    whole_hub: bool,
    faults: &mut Faults,
) -> Result<(usize, Totals), Diagnostic> {
    let failed = |error: io::Error| unwritable(out, &error);
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = out.with_file_name(name);
    let file = world.scratch().create(&part).map_err(failed)?;
    let mut seen: FxHashSet<u128> = FxHashSet::default();
    let mut twice = Vec::new();
    let mut totals = Totals::default();
    let rows = journal
        .rows(|of| of.is_empty() == whole_hub)
        .map_err(failed)?;
    let rows = rows.filter(|row| {
        let Ok(row) = row else { return true };
        let is_new = seen.insert(Model::mark(&row.model));
        if is_new {
            totals.add(row);
        } else {
            twice.push(row.model.clone());
        }
        is_new
    });
    let count = write_snapshot(file, rows).map_err(failed)?;
    for model in twice {
        faults.add(Fault::Twice, &model);
    }
    world.scratch().rename(&part, out).map_err(failed)?;
    Ok((count, totals))
}
