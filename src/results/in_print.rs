//! Which numbers of a report are in print. In: its published figures and its results. Out: whether a metric or a cell is one
//! of them, or has exactly the value of one.

use super::verify::value_of;
use super::{Results, RowAt, Value};
use crate::report::{Report, Slot};
use crate::spec::grammar::{PublishedFigure, Scalar};
use crate::text::Ratio;
use std::collections::BTreeSet;

/// From here on two amounts that are equal to the last digit are the same one: smaller ones are equal by chance.
const TELLING: i128 = 1000;

/// The numbers that are in print.
#[derive(Clone, Debug, Default)]
pub(crate) struct InPrint {
    metrics: BTreeSet<String>,
    /// Breakdown, row and position among the values.
    cells: BTreeSet<(String, usize, usize)>,
    /// Exact values, with the whole that a share is of.
    values: BTreeSet<(i128, i128)>,
}

impl InPrint {
    /// Those of a report; a figure of which only a bound is printed is no number in print.
    #[must_use]
    pub(crate) fn new(report: &Report, results: &Results) -> Self {
        let mut known = Self::default();
        let figures = report.published.iter().map(|published| &published.figure);
        for figure in figures.filter(|figure| figure.printed.is_some()) {
            known.metrics.extend(figure.metric.clone());
            known.cells.extend(cell_of(results, figure));
            let value = value_of(report, results, figure).ok();
            known.values.extend(value.as_ref().and_then(telling));
        }
        known
    }

    /// Whether a metric is in print.
    #[must_use]
    pub(crate) fn has_metric(&self, name: &str, value: &Value) -> bool {
        self.metrics.contains(name) || self.has_value(value)
    }

    /// Whether the value in a row of a breakdown is in print.
    #[must_use]
    pub(crate) fn has_cell(&self, breakdown: &str, row: RowAt, at: usize, value: &Value) -> bool {
        let own = match row {
            RowAt::Here(row) => self.cells.contains(&(breakdown.to_owned(), row, at)),
            RowAt::Total | RowAt::Left(_) => false,
        };
        own || self.has_value(value)
    }

    fn has_value(&self, value: &Value) -> bool {
        telling(value).is_some_and(|value| self.values.contains(&value))
    }
}

/// The place of the cell that a figure is.
fn cell_of(results: &Results, figure: &PublishedFigure) -> Option<(String, usize, usize)> {
    let cell = figure.cell.as_ref()?;
    let frame = results.frames.get(&cell.of)?;
    let dimensions = frame.columns.dimensions().iter();
    let codes = dimensions.map(|column| cell.at.get(&column.name).map(Scalar::code));
    let codes: Vec<String> = codes.collect::<Option<_>>()?;
    let is_row = |keys: &[super::Key]| {
        let mut pairs = keys.iter().zip(&codes);
        pairs.all(|(key, code)| key.code() == Some(code.as_str()))
    };
    let row = frame.rows.iter().position(|row| is_row(&row.keys))?;
    match frame.column(&cell.read)? {
        Slot::Value(at) => Some((cell.of.clone(), row, at)),
        Slot::Dimension(_) | Slot::Attribute(_) => None,
    }
}

/// A value that is the same number wherever it is computed.
fn telling(value: &Value) -> Option<(i128, i128)> {
    match value.clone().exact() {
        Value::Integer(value) => (value.abs() >= TELLING).then_some((value, 1)),
        Value::Ratio(Ratio {
            numerator,
            denominator,
        }) => (denominator >= TELLING).then_some((numerator, denominator)),
        _ => None,
    }
}
