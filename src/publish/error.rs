//! Errors that prevent a bundle from being written. In: a failure of a writer. Out: a sentence that
//! names the file or the table, for the driver's diagnostic.

use std::fmt;

/// Why the files of a bundle could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublishError {
    /// The page template failed; holds the template engine's message.
    Page(String),
    /// The typesetter failed; holds its message.
    #[cfg(feature = "pdf")]
    Pdf(String),
    /// A table exceeds the limits of a workbook; CSV has no such limits.
    WorkbookLimit {
        /// Name of the table.
        sheet: String,
        /// What is too large, with the number and the limit.
        detail: String,
    },
    /// The workbook library refused something else.
    Workbook(String),
    /// A value cannot be written.
    File {
        /// File that was being written.
        path: String,
        /// What its writer said.
        detail: String,
    },
    /// The page of a chart is too large even without its data.
    ChartPage {
        /// Name of the chart.
        chart: String,
        /// Bytes of the page.
        bytes: usize,
        /// Maximum number of bytes.
        limit: usize,
    },
}

impl fmt::Display for PublishError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(detail) => write!(formatter, "the page could not be rendered: {detail}"),
            #[cfg(feature = "pdf")]
            Self::Pdf(detail) => write!(formatter, "the PDF could not be set: {detail}"),
            Self::WorkbookLimit { sheet, detail } => write!(
                formatter,
                "the table `{sheet}` does not fit into a workbook: {detail}; write it as CSV"
            ),
            Self::Workbook(detail) => {
                write!(formatter, "the workbook could not be written: {detail}")
            }
            Self::File { path, detail } => {
                write!(formatter, "`{path}` could not be written: {detail}")
            }
            Self::ChartPage {
                chart,
                bytes,
                limit,
            } => write!(
                formatter,
                "the page of chart `{chart}` has {bytes} bytes of the {limit} that a frame may have; show fewer marks with `keep`"
            ),
        }
    }
}

impl std::error::Error for PublishError {}
