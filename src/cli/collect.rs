//! `hfreport collect`: a snapshot of the hub.

use super::terminal::{fail, is_terminal, note, out};
use super::{Exit, Messages};
use crate::collect::{CollectProgress, Collected, Collection, collect};
use crate::diagnostic::{SourceMap, counted};
use crate::pipeline::Failure;
use crate::world::SystemWorld;
use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Collects a snapshot of the hub: a Parquet file with a row for each model
///
/// Asks the hub for the models of the accounts of a lookup, of the accounts with most downloads, or for all of
/// them, page by page and within its limits. What came is kept beside the file until it is whole, so that a
/// collection that was interrupted goes on with `--resume`. `HF_TOKEN` of the environment doubles the limit.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport collect --accounts data/accounts.csv --out 'data/hub_{date}.parquet'
  hfreport collect --accounts data/accounts.csv --top 50 --out 'data/hub_{date}.parquet'
  hfreport collect --whole-hub --accounts data/accounts.csv --top 50 --periods reports/periods.csv --out 'data/hub_{date}.parquet'
  hfreport collect --accounts data/accounts.csv --out 'data/hub_{date}.parquet' --resume")]
#[command(group(clap::ArgGroup::new("what").required(true).multiple(true).args(["accounts", "top", "whole_hub"])))]
pub(super) struct CollectArguments {
    /// Lookup with a column `account`: the accounts whose models are collected
    #[arg(long, value_name = "FILE")]
    accounts: Option<PathBuf>,
    /// The file that is written; `{date}` is the day, in UTC
    #[arg(long, value_name = "FILE")]
    out: String,
    /// Also the accounts that are among the first N by downloads of the last 30 days: the hub is walked
    /// over until no other one can get among them
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// The most models that one account is thought to have, for the end of that walk
    #[arg(long, value_name = "N", default_value_t = 100_000, requires = "top")]
    most_models: u64,
    /// Every model of the hub
    #[arg(long)]
    whole_hub: bool,
    /// Table of periods that gets a row with the totals of the hub
    #[arg(long, value_name = "FILE", requires = "whole_hub")]
    periods: Option<PathBuf>,
    /// The column of that table that names a period: the `param` of the report's `periods`
    #[arg(
        long,
        value_name = "NAME",
        default_value = "snapshot",
        requires = "periods"
    )]
    period_column: String,
    /// Another hub, by its address
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Goes on with a collection that was not finished
    #[arg(long)]
    resume: bool,
    /// Prints warnings and errors only
    #[arg(long)]
    quiet: bool,
    #[command(flatten)]
    messages: Messages,
}

pub(super) fn run(arguments: CollectArguments) -> Exit {
    let collection = Collection {
        accounts: arguments.accounts,
        out: arguments.out,
        top: arguments.top.map(|top| top as usize),
        most_models: arguments.most_models,
        whole_hub: arguments.whole_hub,
        endpoint: arguments.endpoint,
        resumes: arguments.resume,
        periods: arguments.periods,
        period_column: Some(arguments.period_column),
    };
    let seen = Seen::start(!arguments.quiet && is_terminal());
    let collected = collect(&SystemWorld, &collection, &|progress| seen.tell(progress));
    seen.bar.finish_and_clear();
    match collected {
        Ok(collected) => {
            told(&collected, arguments.quiet);
            Exit::Fine
        }
        Err(problem) => {
            let failure = Failure {
                spec: PathBuf::from(&collection.out),
                problems: vec![problem],
                sources: SourceMap::default(),
            };
            fail(&failure, arguments.messages.message_format)
        }
    }
}

fn told(collected: &Collected, quiet: bool) {
    // Names are of the hub: what a terminal obeys is not for them to say.
    let out = |text: &str| out(&text.replace(char::is_control, " "));
    for line in &collected.faults {
        note(&format!("warning: {}", line.replace(char::is_control, " ")));
    }
    if quiet {
        return;
    }
    out(&format!(
        "wrote {} to {}",
        counted(collected.rows, "model", "models"),
        collected.out.display()
    ));
    let requests = usize::try_from(collected.requests).unwrap_or(usize::MAX);
    out(&format!(
        "{}, {} waited for the limit",
        counted(requests, "request", "requests"),
        time(collected.waited)
    ));
    if let Some(reason) = &collected.reason {
        out(&format!("the walk ended {reason}"));
    }
    if let Some((path, lines)) = &collected.missing {
        out(&format!(
            "{} that the lookup lacks: {}",
            counted(*lines, "account", "accounts"),
            path.display()
        ));
    }
    if let Some(totals) = &collected.totals {
        out(totals);
    }
}

/// How far a collection is, on a terminal.
struct Seen {
    bar: ProgressBar,
    began: Instant,
    /// Accounts that were done when this run began.
    first: std::cell::Cell<Option<usize>>,
}

impl Seen {
    fn start(visible: bool) -> Self {
        let target = if visible {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self {
            bar,
            began: Instant::now(),
            first: std::cell::Cell::new(None),
        }
    }

    fn tell(&self, progress: &CollectProgress) {
        let models = progress.models;
        let elapsed = self.began.elapsed();
        let message = match progress.accounts {
            None => format!(
                "{models} models in {}; how many there are nobody says",
                time(elapsed)
            ),
            Some((done, all)) => {
                let first = self.first.get().unwrap_or(done);
                self.first.set(Some(first));
                // By the accounts of this run: those before it took no time of it.
                let rest = (done > first)
                    .then(|| elapsed.mul_f64((all - done) as f64 / (done - first) as f64));
                let rest =
                    rest.map_or_else(String::new, |rest| format!(", about {} to go", time(rest)));
                format!(
                    "{models} models, {done} of {all} accounts in {}{rest}",
                    time(elapsed)
                )
            }
        };
        self.bar.set_message(message);
    }
}

/// A time in words.
fn time(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        seconds => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}
