//! Who publishes a report.

use crate::text::Date;

/// Who publishes a report, when, in which version.
#[derive(Clone, Debug)]
pub struct Publication {
    /// As they are cited.
    pub authors: Vec<String>,
    /// The day of publication.
    pub date: Date,
    /// The version.
    pub version: Option<String>,
}
