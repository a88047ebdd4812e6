//! Heatmaps: a table of two dimensions whose cells are coloured by a value.

mod alternative;
mod annotations;
mod drawing;
mod html;
mod legend;
mod marks;
pub(crate) mod model;
mod ramp;

use super::annotation::{Found, Sought};
use super::data::Data;
use super::descriptor::{ChartKey, ChartMarks, Descriptor, Folded, Folding};
use super::encoding::{Columns, Encoding, KeyProblem, Order, one_dimension};
use super::model::{Common, HtmlDrawing, Marks};
use super::theme::Theme;
use crate::diagnostic::Diagnostic;
use crate::spec::grammar::{self, ChartType};
use crate::text::Locale;
use model::Heat;

/// Maximum number of rows or columns that can be distinguished.
const MOST_NAMES: usize = 40;

/// A heatmap.
#[derive(Clone, Debug)]
pub struct HeatChart {
    /// Order of the names down the left side, and of those along x.
    pub orders: [Order; 2],
}

impl HeatChart {
    /// What it takes besides the keys of all drawings.
    pub(crate) const KEYS: &'static [ChartKey] = &[
        ChartKey::X,
        ChartKey::Y,
        ChartKey::Value,
        ChartKey::Marks,
        ChartKey::Reference,
        ChartKey::Annotations,
    ];

    /// Reads the keys of a chart.
    pub fn read(chart: &grammar::Chart, columns: &Columns) -> Result<(Self, Encoding), KeyProblem> {
        let (Some(x), Some(y)) = (&chart.x, &chart.y) else {
            return Err(KeyProblem::Missing(
                "a chart of type heatmap needs `x` and `y`: two dimensions".to_owned(),
            ));
        };
        let value = chart.value.clone();
        let value = value.unwrap_or_else(|| columns.first_measure.clone());
        columns.drawable(&value, "value")?;
        let down = one_dimension(y.list(), "y", ChartType::Heatmap, columns)?;
        let across = one_dimension(x.list(), "x", ChartType::Heatmap, columns)?;
        if down == across {
            return Err(KeyProblem::Value(
                "y",
                format!("`{down}` stands along x already: a heatmap shows two dimensions"),
            ));
        }
        let heat = Self {
            orders: [columns.order(&down), columns.order(&across)],
        };
        Ok((heat, columns.encoding(chart, vec![down, across], value)?))
    }
}

impl Descriptor for HeatChart {
    fn name(&self) -> &'static str {
        ChartType::Heatmap.name()
    }

    fn parts_of_a_whole(&self) -> bool {
        false
    }

    fn most_categories(&self) -> Option<usize> {
        Some(MOST_NAMES)
    }

    fn folding(&self, encoding: &Encoding) -> Option<Folding> {
        // Dimensions with an inherent order are not folded.
        let names = encoding.categories.iter().zip(self.orders);
        let names = names.filter(|(_, order)| !order.is_a_scale());
        Some(Folding {
            most: MOST_NAMES,
            folded: Folded::Values(names.map(|(name, _)| vec![name.clone()]).collect()),
        })
    }

    fn marks(&self, data: &Data<'_>) -> Result<ChartMarks, Diagnostic> {
        Ok(marks::heat(data, self.orders))
    }

    /// Its colours are not series: it draws a legend of its own.
    fn legend(&self, _: &Encoding) -> bool {
        false
    }

    fn has_place_for(&self, sought: &Sought) -> bool {
        matches!(sought, Sought::Between(_) | Sought::Cell { .. })
    }

    fn reading(&self) -> &'static str {
        "cells"
    }

    fn redrawn_as_shares(&self) -> bool {
        false
    }
}

impl Marks for Heat {
    fn svg(&self, common: &Common, theme: &Theme) -> String {
        drawing::draw(common, self, theme)
    }

    fn html(&self, common: &Common) -> Option<HtmlDrawing> {
        Some(html::draw(common, self))
    }

    fn sentences(&self, locale: Locale) -> Vec<String> {
        alternative::heat_text(self, locale)
    }

    fn find(&self, sought: &Sought) -> Option<Found> {
        self.place(sought)
    }
}
