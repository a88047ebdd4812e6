//! Lines over ordered positions.

mod alternative;
mod drawing;
mod layout;
mod marks;
pub mod model;
mod names;

use super::data::Data;
use super::descriptor::{ChartKey, ChartMarks, Descriptor, Folding};
use super::encoding::{Columns, Encoding, KeyProblem, Order, axes};
use super::model::{Common, Marks};
use super::theme::Theme;
use crate::diagnostic::Diagnostic;
use crate::spec::grammar::{self, ChartType};
use crate::text::Locale;
pub(crate) use layout::line_color;
use model::Lines;

/// Lines.
#[derive(Clone, Debug)]
pub struct LineChart {
    /// Order of the positions along x.
    pub order: Order,
}

impl LineChart {
    /// What it takes besides the keys of all drawings.
    pub(crate) const KEYS: &'static [ChartKey] = &[ChartKey::X, ChartKey::Y, ChartKey::Color];

    /// Reads the keys of a chart.
    pub fn read(chart: &grammar::Chart, columns: &Columns) -> Result<(Self, Encoding), KeyProblem> {
        let found = axes(chart, columns, ChartType::Line.name())?;
        if found.horizontal || found.categories.len() != 1 {
            return Err(KeyProblem::Value(
                "x",
                "a line has one dimension along x and a measure along y".to_owned(),
            ));
        }
        let lines = Self {
            order: columns.order(&found.categories[0]),
        };
        let encoding = columns.encoding(chart, found.categories, found.value)?;
        Ok((lines, encoding))
    }
}

impl Descriptor for LineChart {
    fn name(&self) -> &'static str {
        ChartType::Line.name()
    }

    fn parts_of_a_whole(&self) -> bool {
        false
    }

    fn most_categories(&self) -> Option<usize> {
        None
    }

    fn folding(&self, _: &Encoding) -> Option<Folding> {
        None
    }

    fn marks(&self, data: &Data<'_>) -> Result<ChartMarks, Diagnostic> {
        Ok(marks::lines(data, self.order))
    }

    fn reading(&self) -> &'static str {
        "lines"
    }
}

impl Marks for Lines {
    fn svg(&self, common: &Common, theme: &Theme) -> String {
        drawing::draw(common, self, theme)
    }

    fn sentences(&self, locale: Locale) -> Vec<String> {
        alternative::lines_text(self, locale)
    }
}
