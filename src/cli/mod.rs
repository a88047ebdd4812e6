//! The command line: one file per command, with its arguments and its action.

mod alike;
mod bounds;
mod check;
mod claims;
mod collect;
mod compare;
mod completions;
mod corrections;
mod coverage;
mod each;
mod explain;
mod explain_plan;
mod index;
mod left_out;
mod lock;
mod man;
mod new;
mod only_spec;
mod renew;
mod run;
mod schema;
mod serve;
mod steps;
mod terminal;
mod verify;

use crate::diagnostic::Format;
use crate::pipeline::Request;
use crate::remote::{Hosts, Remotes};
use crate::resolve::Options;
use crate::spec::{Denied, Drivers};
use crate::text::Locale;
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// The outcome of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything is fine.
    Fine = 0,
    /// The spec, the data or a check is wrong.
    Wrong = 1,
    /// Usage, input and output, or a fault of the program.
    Environment = 2,
    /// Everything is fine, but a published figure is not the same in two bundles.
    Changed = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Reports on a model hub's download statistics, from YAML: charts, tables and a computed text.
#[derive(Debug, Parser)]
#[command(
    name = "hfreport",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Colours of messages: `auto` is on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    color: Color,
}

/// When messages have colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Also in a file or a pipe
    Always,
    /// Nowhere
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::NewArguments),
    Run(run::RunArguments),
    Serve(serve::ServeArguments),
    Check(check::CheckArguments),
    Verify(verify::VerifyArguments),
    Explain(explain::ExplainArguments),
    Coverage(coverage::CoverageArguments),
    Claims(claims::ClaimsArguments),
    Collect(collect::CollectArguments),
    Compare(compare::CompareArguments),
    Index(index::IndexArguments),
    Lock(lock::LockArguments),
    Corrections(corrections::CorrectionsArguments),
    Schema(schema::SchemaArguments),
    Completions(completions::CompletionsArguments),
    Man(man::ManArguments),
}

/// The arguments shared by all commands that read a spec.
#[derive(Args, Clone, Debug)]
struct SpecArguments {
    /// Sets a param, or a source's path by the source's name; may be repeated
    #[arg(long = "set", value_name = "NAME=VALUE", value_parser = setting)]
    settings: Vec<(String, String)>,
    /// Allows the spec to name files in one more folder; may be repeated
    #[arg(long = "allow-path", value_name = "DIR")]
    allowed: Vec<PathBuf>,
    /// Allows the specs to use a database driver, a shared library of ADBC; may be repeated
    #[arg(long = "driver", value_name = "NAME=LIBRARY", value_parser = driver)]
    drivers: Vec<(String, PathBuf)>,
    /// Allows the specs to read files of a server, such as `huggingface.co` or `*.hf.co`; may be
    /// repeated
    #[arg(long = "allow-host", value_name = "HOST")]
    hosts: Vec<String>,
    /// Asks no server: remote files are read as they were fetched last
    #[arg(long)]
    offline: bool,
    /// Locales instead of the spec's, separated by commas
    #[arg(long = "locale", value_name = "LOCALES", value_delimiter = ',', value_parser = locale)]
    locales: Vec<Locale>,
    /// Makes every warning an error; `deny = "warnings"` in hfreport.toml does so for all specs
    #[arg(long, value_name = "WHAT", value_enum)]
    deny: Option<Denied>,
    #[command(flatten)]
    messages: Messages,
}

/// Where the period before is.
#[derive(Args, Clone, Debug)]
struct EarlierBundle {
    /// Folder with the bundle of the period before, instead of where the spec puts it
    #[arg(long, value_name = "DIR")]
    previous: Option<PathBuf>,
}

/// How much a command prints in addition to its result.
#[derive(Args, Clone, Copy, Debug)]
struct Loudness {
    /// Prints warnings and errors only
    #[arg(long)]
    quiet: bool,
    /// Prints how long each phase and each step took
    #[arg(long, conflicts_with = "quiet")]
    verbose: bool,
}

/// How problems are reported.
#[derive(Args, Clone, Copy, Debug)]
struct Messages {
    /// How problems are reported on standard error: with excerpts, in one line each, as one JSON
    /// object per line, or as one SARIF log
    #[arg(
        long = "message-format",
        value_name = "FORMAT",
        value_enum,
        default_value_t
    )]
    message_format: Format,
}

impl SpecArguments {
    fn format(&self) -> Format {
        self.messages.message_format
    }

    fn request(&self, spec: PathBuf) -> Request {
        Request {
            spec,
            settings: self.settings.clone(),
            allowed: self.allowed.clone(),
            deny: self.deny,
            options: Options {
                locales: self.locales.clone(),
                drivers: Drivers::typed(&self.drivers),
                remotes: Remotes::new(Hosts::new(self.hosts.iter().cloned()), self.offline),
                ..Options::default()
            },
            measured: false,
        }
    }
}

fn setting(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .ok_or_else(|| format!("expected NAME=VALUE, found `{text}`"))
}

fn driver(text: &str) -> Result<(String, PathBuf), String> {
    let (name, library) = text
        .split_once('=')
        .ok_or_else(|| format!("expected NAME=LIBRARY, found `{text}`"))?;
    Ok((name.to_owned(), PathBuf::from(library)))
}

fn locale(text: &str) -> Result<Locale, String> {
    Locale::parse(text).ok_or_else(|| format!("expected `fr` or `en`, found `{text}`"))
}

/// Runs the command line of this process.
#[must_use]
pub fn main() -> ExitCode {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |fault| {
        // If a reader's panic becomes the message about a broken file, it is not reported twice.
        if !crate::source::panics_are_reported() {
            terminal::note(
                "hfreport failed. This is a fault of the program, not of your spec or data: please report it with what stands below.",
            );
            usual(fault);
        }
    }));
    crate::world::survive_size_limit();
    let arguments = Arguments::parse();
    terminal::color(arguments.color);
    let run = move || match arguments.command {
        Command::New(arguments) => new::new(&arguments),
        Command::Run(arguments) => run::run(arguments),
        Command::Serve(arguments) => serve::serve(&arguments),
        Command::Check(arguments) => check::check(&arguments),
        Command::Verify(arguments) => verify::verify(&arguments),
        Command::Explain(arguments) => explain::explain(&arguments),
        Command::Coverage(arguments) => coverage::coverage(&arguments),
        Command::Claims(arguments) => claims::claims(&arguments),
        Command::Collect(arguments) => collect::run(arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Index(arguments) => index::run(&arguments),
        Command::Lock(arguments) => lock::run(&arguments),
        Command::Corrections(arguments) => corrections::run(&arguments),
        Command::Schema(arguments) => schema::print_schema(&arguments),
        Command::Completions(arguments) => completions::completions(&arguments),
        Command::Man(arguments) => man::man(&arguments),
    };
    match crate::world::with_room(run) {
        Ok(ended) => terminal::end(ended.unwrap_or(Exit::Environment)).into(),
        Err(error) => {
            terminal::note(&format!("cannot start a thread: {error}"));
            Exit::Environment.into()
        }
    }
}
