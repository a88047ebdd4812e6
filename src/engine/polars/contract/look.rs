//! A look at a chunk that nothing stops: its cells as the files have them, as the contract has them, and those that break
//! it, whatever it says about that.

use super::{Contract, Named, emptied};
use crate::diagnostic::Diagnostic;
use crate::source::{Batch, Chunk};
use polars::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of a chunk.
pub(in crate::engine::polars) struct Look {
    /// Columns of the files, with what is corrected already.
    pub(in crate::engine::polars) raw: DataFrame,
    /// Columns of the contract, in which cells that break it are empty.
    pub(in crate::engine::polars) frame: DataFrame,
    columns: BTreeMap<String, Looked>,
    /// Cells that are corrected already: rows and columns of the contract, with the key as it was.
    corrected: BTreeMap<(usize, String), String>,
}

/// A column of the contract.
struct Looked {
    given: Column,
    typed: Column,
    bad: BTreeMap<usize, &'static str>,
}

impl Contract<'_> {
    /// Looks at a chunk.
    ///
    /// # Errors
    /// The file is broken, or an expression has no exact value.
    pub(in crate::engine::polars) fn look(
        &self,
        batch: &Batch,
        chunk: &Chunk,
    ) -> Result<Look, Diagnostic> {
        let all: Vec<Named<'_>> = self.source.columns.iter().collect();
        let found = self.columns(batch, chunk, &all)?;
        let mut columns = BTreeMap::new();
        let mut kept = Vec::new();
        for (((name, _), given), (typed, bad)) in all.iter().zip(found.given).zip(found.typed) {
            let rows: BTreeSet<usize> = bad.iter().map(|bad| bad.row).collect();
            let frame = emptied(&typed, rows.into_iter()).map_err(|error| self.refused(&error))?;
            kept.push(frame.with_name(name.as_str().into()));
            let bad = bad.into_iter().map(|bad| (bad.row, bad.problem)).collect();
            columns.insert((*name).clone(), Looked { given, typed, bad });
        }
        let height = found.raw.height();
        let list = self.source.corrections.as_ref();
        let list = list.map_or(&[][..], |corrections| &*corrections.list);
        let corrected = found.hits.iter().map(|hit| {
            let correction = &list[hit.correction];
            ((hit.row, correction.column.clone()), correction.key.clone())
        });
        Ok(Look {
            frame: DataFrame::new(height, kept).map_err(|error| self.refused(&error))?,
            corrected: corrected.collect(),
            raw: found.raw,
            columns,
        })
    }
}

impl Look {
    /// The cells of a column as the files have them.
    pub(in crate::engine::polars) fn given(&self, name: &str) -> Option<&Column> {
        self.columns.get(name).map(|looked| &looked.given)
    }

    /// The whole numbers of a column, those that break the contract included.
    pub(in crate::engine::polars) fn integers(&self, name: &str) -> PolarsResult<Vec<Option<i64>>> {
        match self.columns.get(name) {
            Some(looked) => Ok(looked.typed.i64()?.iter().collect()),
            None => Ok(Vec::new()),
        }
    }

    /// What is wrong with the cell of a row.
    pub(in crate::engine::polars) fn problem(
        &self,
        name: &str,
        row: usize,
    ) -> Option<&'static str> {
        self.columns.get(name)?.bad.get(&row).copied()
    }

    /// Whether a correction names the cell already.
    pub(in crate::engine::polars) fn is_corrected(&self, name: &str, row: usize) -> bool {
        self.corrected.contains_key(&(row, name.to_owned()))
    }

    /// The key of a row, before it was corrected itself.
    pub(in crate::engine::polars) fn key_as_it_was(
        &self,
        key: &str,
        row: usize,
    ) -> Option<&String> {
        self.corrected.get(&(row, key.to_owned()))
    }
}
