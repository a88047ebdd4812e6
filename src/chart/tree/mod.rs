//! Treemaps: nested rectangles whose areas are values.

mod alternative;
mod drawing;
mod html;
mod marks;
pub mod model;
mod squarify;
mod tile_label;

use super::data::{Data, KeyNames};
use super::descriptor::{ChartKey, ChartMarks, Descriptor, Folded, Folding};
use super::encoding::{Columns, Encoding, KeyProblem};
use super::model::{Common, HtmlDrawing, Marks};
use super::theme::Theme;
use crate::diagnostic::Diagnostic;
use crate::spec::grammar::{self, ChartType};
use crate::text::Locale;
use model::Tree;

/// Maximum number of tiles that can be distinguished.
const MOST_TILES: usize = 400;

/// A treemap.
#[derive(Clone, Debug)]
pub struct TreeChart;

impl TreeChart {
    /// What it takes besides the keys of all drawings.
    pub(crate) const KEYS: &'static [ChartKey] = &[
        ChartKey::Levels,
        ChartKey::Value,
        ChartKey::Marks,
        ChartKey::Color,
    ];

    /// Reads the keys of a chart.
    pub fn read(chart: &grammar::Chart, columns: &Columns) -> Result<(Self, Encoding), KeyProblem> {
        let levels = chart.levels.clone().unwrap_or_else(|| columns.by.clone());
        let value = chart.value.clone();
        let value = value.unwrap_or_else(|| columns.first_measure.clone());
        columns.drawable(&value, "value")?;
        columns.in_order(&levels, "levels")?;
        Ok((Self, columns.encoding(chart, levels, value)?))
    }
}

impl Descriptor for TreeChart {
    fn name(&self) -> &'static str {
        ChartType::Treemap.name()
    }

    fn parts_of_a_whole(&self) -> bool {
        true
    }

    fn most_categories(&self) -> Option<usize> {
        None
    }

    fn folding(&self, _: &Encoding) -> Option<Folding> {
        Some(Folding {
            most: MOST_TILES,
            folded: Folded::Rows,
        })
    }

    fn marks(&self, data: &Data<'_>) -> Result<ChartMarks, Diagnostic> {
        let (nodes, order) = marks::nodes(data);
        Ok(ChartMarks {
            marks: Box::new(Tree { nodes }),
            order: Some(order),
            names: KeyNames::default(),
            notes: Vec::new(),
        })
    }

    fn legend(&self, encoding: &Encoding) -> bool {
        !encoding.color.is_empty() && encoding.categories.first() != Some(&encoding.color)
    }

    fn reading(&self) -> &'static str {
        "tree"
    }
}

impl Marks for Tree {
    fn svg(&self, common: &Common, theme: &Theme) -> String {
        drawing::draw(common, &self.nodes, theme)
    }

    fn html(&self, common: &Common) -> Option<HtmlDrawing> {
        Some(html::draw(common, &self.nodes))
    }

    fn sentences(&self, locale: Locale) -> Vec<String> {
        alternative::tree_text(&self.nodes, locale)
    }
}
