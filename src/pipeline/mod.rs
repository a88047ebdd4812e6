//! The driver: names the phases in order and measures how long each takes.
//!
//! [`check`] is load, validate and resolve, [`run`] plan and execute on top, [`publish`] render and publish.

mod again;
mod ahead;
mod budget;
mod bundle_before;
mod changed_before;
mod check;
mod clock;
mod courses;
mod each;
mod failure;
mod inputs_before;
mod previous;
mod publish;
mod record;
mod run;
mod schema_for;
mod suspects;

pub(crate) use crate::render::TemplateCache;
pub(crate) use again::recomputed;
pub(crate) use ahead::{Begun, begin};
pub(crate) use bundle_before::HandedOver;
pub(crate) use check::check_before_bundle;
pub use check::{Checked, check};
pub(crate) use each::{OnePeriod, Range, each};
pub use failure::Failure;
pub use previous::Before;
pub use publish::{PublishedBundle, publish};
pub(crate) use publish::{RenderedRun, rendered};
pub(crate) use run::inputs;
pub use run::{Executed, Execution, run, run_with};
pub(crate) use schema_for::schema_text_for;
pub(crate) use suspects::{Wanted, suspects};

use crate::resolve::Options;
use crate::spec::Denied;
use std::path::PathBuf;

/// The request of a command.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The spec.
    pub spec: PathBuf,
    /// `--set name=value`.
    pub settings: Vec<(String, String)>,
    /// `--allow-path`.
    pub allowed: Vec<PathBuf>,
    /// `--deny`, in addition to what `hfreport.toml` denies.
    pub deny: Option<Denied>,
    /// Settings of the command line for resolving.
    pub options: Options,
    /// Whether single steps are measured.
    pub measured: bool,
}
