//! The period of a run.

/// The period of a run, in a report with `periods`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    /// The param that names it.
    pub param: String,
    /// Its name: the value of that param, as in paths.
    pub name: String,
}
