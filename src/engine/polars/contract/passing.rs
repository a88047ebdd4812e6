//! The rows that pass the condition of a source, and those that do not since they have no value.

use super::{Contract, Inspected};
use crate::diagnostic::Diagnostic;
use crate::engine::polars::cells::RowValues;
use crate::engine::polars::expressions;
use crate::engine::polars::problem::Problem;
use crate::results::SourceStatistics;
use crate::sql::Expression;
use polars::prelude::*;

impl Contract<'_> {
    /// The rows that pass the condition of the source.
    pub(super) fn inside(&self, frame: DataFrame) -> Result<DataFrame, Diagnostic> {
        let Some(filter) = &self.source.filter else {
            return Ok(frame);
        };
        let passing = || {
            let truths = expressions::evaluate(&frame, &[filter])?;
            Ok(match &truths[0] {
                RowValues::Column(truths) => frame.filter(truths.bool()?)?,
                RowValues::Wide(_) => frame.clear(),
            })
        };
        passing().map_err(|problem: Problem| problem.into_diagnostic(&self.source.name))
    }

    /// How many rows do not pass since they have no value, for each that the condition excludes.
    pub(super) fn left_out(&self, frame: &DataFrame) -> Result<Vec<usize>, Diagnostic> {
        let asked = self.source.left_out.iter().map(|it| &it.rows);
        let asked: Vec<&Expression> = asked.collect();
        let count = || {
            let truths = expressions::evaluate(frame, &asked)?;
            let counts = truths.iter().map(|truths| match truths {
                RowValues::Column(truths) => Ok(truths.bool()?.sum().unwrap_or(0) as usize),
                RowValues::Wide(_) => Ok(0),
            });
            counts.collect::<Result<Vec<usize>, Problem>>()
        };
        count().map_err(|problem: Problem| problem.into_diagnostic(&self.source.name))
    }

    /// Warnings of the rows of all chunks that do not pass since they have no value.
    pub(super) fn without_value(
        &self,
        inspected: &[Inspected],
        statistics: &SourceStatistics,
    ) -> Vec<Diagnostic> {
        let all = (statistics.rows + statistics.rows_outside) as i128;
        let definitions = self.source.left_out.iter().enumerate();
        let told = definitions.filter_map(|(at, definition)| {
            let counts = inspected.iter().filter_map(|chunk| chunk.left_out.get(at));
            let rows: usize = counts.sum();
            (rows > 0).then(|| definition.told(rows as i128, all))
        });
        told.collect()
    }
}
