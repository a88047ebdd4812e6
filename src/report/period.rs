//! The period of a run, and the one before.

use crate::source::Location;
use indexmap::IndexMap;
use std::path::PathBuf;

/// The period of a run, in a report with `periods`.
#[derive(Clone, Debug)]
pub(crate) struct Period {
    /// The param that names it.
    pub param: String,
    /// Its name: the value of that param, as in paths.
    pub name: String,
    /// The params that periods set.
    pub sets: Vec<String>,
    /// The period before; `None` of the first one.
    pub before: Option<PeriodBefore>,
    /// What the spec gives the period before today; nothing of the first one.
    pub inputs_before: PeriodInputs,
    /// The periods before that one, the oldest first.
    pub earlier: Vec<PeriodBefore>,
}

/// The period before, and the place of its bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PeriodBefore {
    /// Its name.
    pub name: String,
    /// The folder of its bundle.
    pub folder: PathBuf,
    /// Whether the folder was given on the command line.
    pub is_typed: bool,
    /// Whether the periods are run in turn, so that the bundle would be there if its run had not failed.
    pub is_expected: bool,
}

/// What a period has of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct PeriodInputs {
    /// The params that periods set, as in paths.
    pub params: IndexMap<String, String>,
    /// The files of the sources whose path names the period; none that are fetched.
    pub files: IndexMap<String, Location>,
}
