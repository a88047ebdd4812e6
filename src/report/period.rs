//! The period of a run, and the one before.

use std::path::PathBuf;

/// The period of a run, in a report with `periods`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    /// The param that names it.
    pub param: String,
    /// Its name: the value of that param, as in paths.
    pub name: String,
    /// The params that periods set.
    pub sets: Vec<String>,
    /// The period before; `None` of the first one.
    pub before: Option<PeriodBefore>,
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
}
