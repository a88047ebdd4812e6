//! `hfreport` turns a snapshot of a model hub (one row per model) into a publishable report.
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
//! A spec is checked and run with [`pipeline::check`] and [`pipeline::run`]; [`pipeline::publish`] writes
//! the bundle. Errors are returned as a [`pipeline::Failure`] that holds all problems at once.
//!
//! ```
//! use hfreport::pipeline::{Failure, Request, check, run};
//! use hfreport::world::SystemWorld;
//!
//! # fn main() -> Result<(), Failure> {
//! let request = Request {
//!     spec: "examples/first_report.yaml".into(),
//!     ..Request::default()
//! };
//! let executed = run(&SystemWorld, check(&SystemWorld, &request)?)?;
//! let first = &executed.results.frames["by_account"].rows[0];
//! assert_eq!(first.keys[0].code(), Some("quartz-foundry"));
//! # Ok(())
//! # }
//! ```
//!
//! # Structure
//!
//! [`pipeline`] runs the phases in this order; a [`session`] runs them again and again for [`serve`]; [`draft`] writes a first spec from the data. Everything from outside comes through [`world`].

mod again;
pub mod chart;
pub mod checksum;
pub mod cli;
pub mod collect;
mod compare;
pub mod diagnostic;
pub mod document;
pub mod documentation;
pub mod draft;
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
pub mod serve;
pub mod session;
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
