//! Lines over ordered positions, and the areas below them.

mod alternative;
mod annotations;
mod brackets;
mod drawing;
mod layout;
mod marks;
pub mod model;
mod names;
mod panels;
mod places;

use super::alternative::panels_text;
use super::annotation::{Found, Sought};
use super::data::Data;
use super::descriptor::{ChartKey, ChartMarks, Descriptor, Folded, Folding};
use super::encoding::{Columns, Encoding, KeyProblem, Order, axes};
use super::model::{Common, Marks};
use super::theme::Theme;
use crate::diagnostic::Diagnostic;
use crate::spec::grammar::{self, ChartType};
use crate::text::Locale;
pub(crate) use layout::{line_color, ordered_names};
use model::{Form, LinePanels, Lines};

/// Series of an area that can be told apart, unless the spec sets another number.
const MOST_AREAS: usize = 12;

/// Lines or areas.
#[derive(Clone, Debug)]
pub struct LineChart {
    /// What is drawn of the series.
    pub form: Form,
    /// Order of the positions along x.
    pub order: Order,
}

impl LineChart {
    /// What it takes besides the keys of all drawings.
    pub(crate) const KEYS: &'static [ChartKey] = &[
        ChartKey::X,
        ChartKey::Y,
        ChartKey::Color,
        ChartKey::Facet,
        ChartKey::Scale,
        ChartKey::Reference,
        ChartKey::Annotations,
    ];

    /// The keys of areas, of which the smallest are folded.
    pub(crate) const AREA_KEYS: &'static [ChartKey] = &[
        ChartKey::X,
        ChartKey::Y,
        ChartKey::Marks,
        ChartKey::Color,
        ChartKey::Reference,
        ChartKey::Annotations,
    ];

    /// Reads the keys of a chart of this form.
    pub fn read(
        form: Form,
        chart: &grammar::Chart,
        columns: &Columns,
    ) -> Result<(Self, Encoding), KeyProblem> {
        let found = axes(chart, columns, chart.kind.name())?;
        if found.horizontal || found.categories.len() != 1 {
            return Err(KeyProblem::Value(
                "x",
                format!(
                    "a chart of type {} has one dimension along x and a measure along y",
                    chart.kind.name()
                ),
            ));
        }
        let lines = Self {
            form,
            order: columns.order(&found.categories[0]),
        };
        let encoding = columns.encoding(chart, found.categories, found.value)?;
        Ok((lines, encoding))
    }
}

impl Descriptor for LineChart {
    fn name(&self) -> &'static str {
        match self.form {
            Form::Lines => ChartType::Line.name(),
            Form::Stacked => ChartType::Area.name(),
            Form::Normalized => ChartType::NormalizedArea.name(),
        }
    }

    fn parts_of_a_whole(&self) -> bool {
        self.form != Form::Lines
    }

    fn most_categories(&self) -> Option<usize> {
        None
    }

    fn folding(&self, encoding: &Encoding) -> Option<Folding> {
        let is_folded = self.form != Form::Lines && !encoding.color.is_empty();
        is_folded.then(|| Folding {
            most: MOST_AREAS,
            folded: Folded::Values(vec![vec![encoding.color.clone()]]),
        })
    }

    fn marks(&self, data: &Data<'_>) -> Result<ChartMarks, Diagnostic> {
        if data.encoding.facet.is_empty() {
            Ok(marks::lines(data, self.order, self.form))
        } else {
            Ok(marks::panels(data, self.order, self.form))
        }
    }

    fn percent(&self) -> bool {
        self.form == Form::Normalized
    }

    fn reading(&self) -> &'static str {
        "lines"
    }

    fn redrawn_as_shares(&self) -> bool {
        self.form == Form::Lines
    }
}

impl Marks for LinePanels {
    fn svg(&self, common: &Common, theme: &Theme) -> String {
        panels::draw(common, self, theme)
    }

    fn sentences(&self, locale: Locale) -> Vec<String> {
        let panels = self.panels.iter();
        let said = panels.map(|panel| (panel, alternative::lines_text(&panel.content, locale)));
        panels_text(said, locale)
    }

    fn panels(&self) -> usize {
        self.panels.len()
    }
}

impl Marks for Lines {
    fn svg(&self, common: &Common, theme: &Theme) -> String {
        drawing::draw(common, self, theme)
    }

    fn sentences(&self, locale: Locale) -> Vec<String> {
        alternative::lines_text(self, locale)
    }

    fn find(&self, sought: &Sought) -> Option<Found> {
        self.place(sought)
    }
}
