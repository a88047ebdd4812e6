//! `hfreport` turns tables of rows into a publishable report, as a spec in YAML describes it. It was made for the snapshots of model
//! hubs, with one row per model.
//!
//! Each phase is a module and imports only what earlier phases hand over:
//!
//! 1. [`spec`]: load, bytes → a YAML tree with spans; validate, against the schema of the grammar;
//! 2. [`resolve`]: names become references, expressions ([`sql`]) get their types; the result is the [`report`] that later phases read;
//! 3. [`plan`]: relational steps, independent of an engine;
//! 4. [`engine`]: an engine (Polars) scans and groups rows, what rolls groups up is ours; exact small tables ([`results`]);
//! 5. [`render`]: charts ([`chart`]), tables, texts ([`text`]); out comes the [`document`];
//! 6. [`publish`]: the files of the bundle.
//!
//! # From Rust
//!
//! A spec is checked and run with [`pipeline::check`] and [`pipeline::run`]; [`pipeline::publish`] holds the results against the period
//! before and writes the bundle. Errors are returned as a [`pipeline::Failure`] that holds all problems at once: as text it has a line for
//! each, [`diagnostic::emit`] writes them as the command line does, and [`diagnostic::SourceMap::line_column`] says where one lies.
//!
//! ```
//! use hfreport::pipeline::{Request, check, run};
//! use hfreport::results::Value;
//! use hfreport::world::SystemWorld;
//! use std::error::Error;
//!
//! fn main() -> Result<(), Box<dyn Error>> {
//!     let request = Request {
//!         spec: "examples/first_report.yaml".into(),
//!         ..Request::default()
//!     };
//!     let executed = run(&SystemWorld, check(&SystemWorld, &request)?)?;
//!     let by_account = &executed.results.frames["by_account"];
//!     let row = by_account.find(&["quartz-foundry"]).ok_or("the account has no row")?;
//!     let column = by_account.columns.get("downloads").ok_or("no such column")?;
//!     assert_eq!(row.value(column.slot), Some(&Value::Integer(17_980_000)));
//!     Ok(())
//! }
//! ```
//!
//! In `Cargo.toml` the library is `hfreport = { path = "../hfreport", default-features = false }`; the feature `adbc`, which is on by
//! default, reads from databases. What the command line sets is set in the request: params, the target folder, locales, formats. Shares are
//! ratios of two integers, and columns have the names that templates use; a metric keeps its numerator and its denominator.
//!
//! ```
//! use hfreport::pipeline::{Request, check, publish, run};
//! use hfreport::results::Value;
//! use hfreport::world::SystemWorld;
//! use std::error::Error;
//!
//! fn main() -> Result<(), Box<dyn Error>> {
//!     let folder = tempfile::tempdir()?;
//!     let mut request = Request {
//!         spec: "examples/params.yaml".into(),
//!         settings: vec![("top".to_owned(), "2".to_owned())],
//!         ..Request::default()
//!     };
//!     request.options.out = Some(folder.path().join("bundle"));
//!     let executed = run(&SystemWorld, check(&SystemWorld, &request)?)?;
//!
//!     let chosen = &executed.results.metrics["chosen"];
//!     assert_eq!(chosen.numerator, Value::Integer(17_980_000));
//!     assert_eq!(chosen.denominator, Value::Integer(46_927_000));
//!     assert_eq!(chosen.value.float(), Some(17_980_000.0 / 46_927_000.0));
//!
//!     let by_account = &executed.results.frames["by_account"];
//!     let share = by_account.column("downloads_share").ok_or("no such column")?;
//!     let accounts = by_account.rows.iter().filter(|row| row.is_value());
//!     let shares: Vec<_> = accounts
//!         .map(|row| (row.keys[0].code(), row.value(share).and_then(Value::float)))
//!         .collect();
//!     assert_eq!(shares.len(), 2);
//!     assert_eq!(shares[0], (Some("quartz-foundry"), Some(17_980_000.0 / 46_887_000.0)));
//!
//!     let published = publish(&SystemWorld, executed)?;
//!     assert!(published.folder.join("index.html").is_file());
//!     Ok(())
//! }
//! ```
//!
//! A spec may nest values deeper than the usual stack of a thread: run those of others on a thread with some hundred megabytes, of which
//! only what is used is allocated, as the program does. What a version promises of this interface: `docs/stability.md`.
//!
//! # Structure
//!
//! [`pipeline`] runs the phases in this order; a session runs them again and again for `serve`; `draft` writes a first spec from the
//! data. Everything from outside comes through [`world`].

mod again;
pub mod chart;
pub mod checksum;
pub mod cli;
pub mod collect;
mod compare;
pub mod diagnostic;
pub mod document;
pub mod documentation;
mod draft;
pub mod engine;
mod index;
pub mod meter;
pub mod pipeline;
pub mod plan;
pub mod publish;
pub mod records;
pub mod remote;
pub mod render;
pub mod report;
pub mod resolve;
pub mod results;
mod serve;
mod session;
pub mod source;
pub mod spec;
pub mod sql;
pub mod template;
pub mod text;
#[allow(
    clippy::disallowed_methods,
    reason = "this is the only door to the outside"
)]
pub mod world;
