//! The rows of a source in batches that are in memory together.

use super::{Contract, at_path};
use crate::diagnostic::Diagnostic;
use crate::source::Batch;

impl Contract<'_> {
    /// The columns `wanted` of all rows, if these are few.
    pub(in crate::engine::polars) fn only_batch(
        &self,
        wanted: &[String],
    ) -> Result<Option<Batch>, Diagnostic> {
        let pieces = self.files.few_pieces();
        let batch = pieces.map(|pieces| self.files.load(&pieces, wanted));
        batch
            .transpose()
            .map_err(|problem| at_path(self.source, problem))
    }

    /// Calls `act` with each batch of chunks, which has the columns `wanted` of the files.
    pub(in crate::engine::polars) fn each_batch(
        &self,
        wanted: &[String],
        mut act: impl FnMut(&Batch) -> Result<(), Diagnostic>,
    ) -> Result<(), Diagnostic> {
        let pieces = self.files.pieces();
        for pieces in pieces.chunks(rayon::current_num_threads()) {
            let batch = self.files.load(pieces, wanted);
            act(&batch.map_err(|problem| at_path(self.source, problem))?)?;
        }
        Ok(())
    }
}
