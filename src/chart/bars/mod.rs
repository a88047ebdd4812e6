//! Bars: one per category, segments placed end to end or scaled to 100 %, bars side by side.

mod alternative;
mod horizontal;
mod horizontal_annotations;
mod horizontal_endings;
mod html;
pub(crate) mod html_axis;
mod html_columns;
mod html_frame;
pub(crate) mod html_names;
mod html_notes;
mod html_panels;
mod html_tail;
mod marks;
pub mod model;
pub(crate) mod names;
mod panels;
mod places;
mod segments;
mod vertical;
mod vertical_annotations;
mod vertical_endings;

use super::alternative::panels_text;
use super::annotation::{Found, Sought};
use super::data::Data;
use super::descriptor::{ChartKey, ChartMarks, Descriptor, Folded, Folding};
use super::encoding::{Axes, Columns, Encoding, KeyProblem, axes};
use super::model::{Common, HtmlDrawing, Marks};
use super::theme::Theme;
use crate::diagnostic::Diagnostic;
use crate::spec::grammar::{self, ChartType};
use crate::text::Locale;
pub(crate) use marks::normalize;
use model::{Arrangement, BarPanels, Bars, Orientation};

/// Maximum number of bars that can be distinguished.
const MOST_BARS: usize = 100;

/// Bars of one arrangement.
#[derive(Clone, Debug)]
pub struct BarChart {
    /// How several series share a category.
    pub arrangement: Arrangement,
    /// Orientation of the bars.
    pub orientation: Orientation,
    /// Whether the spec sets the note, so that segments show it too.
    pub note_given: bool,
}

impl BarChart {
    /// What it takes besides the keys of all drawings.
    pub(crate) const KEYS: &'static [ChartKey] = &[
        ChartKey::X,
        ChartKey::Y,
        ChartKey::Label,
        ChartKey::Marks,
        ChartKey::Color,
        ChartKey::Reference,
        ChartKey::Annotations,
    ];
    /// The keys of bars scaled to 100 %.
    pub(crate) const NORMALIZED_KEYS: &'static [ChartKey] = &[
        ChartKey::X,
        ChartKey::Y,
        ChartKey::Label,
        ChartKey::Marks,
        ChartKey::Color,
        ChartKey::Facet,
        ChartKey::Reference,
        ChartKey::Annotations,
    ];
    /// The keys of single bars, some of which may stand out.
    pub(crate) const SINGLE_KEYS: &'static [ChartKey] = &[
        ChartKey::X,
        ChartKey::Y,
        ChartKey::Label,
        ChartKey::Marks,
        ChartKey::Color,
        ChartKey::Highlight,
        ChartKey::Facet,
        ChartKey::Scale,
        ChartKey::Reference,
        ChartKey::Annotations,
    ];
    /// The keys of bars side by side, which are not folded.
    pub(crate) const GROUPED_KEYS: &'static [ChartKey] = &[
        ChartKey::X,
        ChartKey::Y,
        ChartKey::Label,
        ChartKey::Color,
        ChartKey::Reference,
        ChartKey::Annotations,
    ];

    /// Reads the keys of a bar chart with this arrangement.
    pub fn read(
        arrangement: Arrangement,
        chart: &grammar::Chart,
        columns: &Columns,
    ) -> Result<(Self, Encoding), KeyProblem> {
        let Axes {
            categories,
            value,
            horizontal,
        } = axes(chart, columns, chart.kind.name())?;
        if chart.color.is_none() && arrangement != Arrangement::Single {
            return Err(KeyProblem::Missing(format!(
                "a chart of type {} needs `color`: the dimension that makes the series",
                chart.kind.name()
            )));
        }
        let bars = Self {
            arrangement,
            orientation: if horizontal {
                Orientation::Horizontal
            } else {
                Orientation::Vertical
            },
            note_given: chart.note.is_some(),
        };
        let encoding = columns.encoding(chart, categories, value)?;
        if !encoding.facet.is_empty() && !horizontal {
            return Err(KeyProblem::Value(
                "facet",
                "panels are of horizontal bars: `x` is the measure".to_owned(),
            ));
        }
        let color = &encoding.color;
        if encoding.logarithmic
            && columns.by.contains(color)
            && !encoding.categories.contains(color)
        {
            return Err(KeyProblem::Value(
                "scale",
                format!(
                    "the values of `{color}` are parts of a bar, whose lengths add up: that means nothing on a logarithmic scale"
                ),
            ));
        }
        Ok((bars, encoding))
    }
}

impl Descriptor for BarChart {
    fn name(&self) -> &'static str {
        match self.arrangement {
            Arrangement::Single => ChartType::Bar.name(),
            Arrangement::Stacked => ChartType::StackedBar.name(),
            Arrangement::Normalized => ChartType::NormalizedBar.name(),
            Arrangement::Grouped => ChartType::GroupedBar.name(),
        }
    }

    fn parts_of_a_whole(&self) -> bool {
        match self.arrangement {
            Arrangement::Stacked | Arrangement::Normalized => true,
            Arrangement::Single | Arrangement::Grouped => false,
        }
    }

    fn most_categories(&self) -> Option<usize> {
        Some(MOST_BARS)
    }

    fn folding(&self, encoding: &Encoding) -> Option<Folding> {
        let mut folded = vec![encoding.categories.clone()];
        if !encoding.categories.contains(&encoding.color) {
            folded.push(vec![encoding.color.clone()]);
        }
        match self.arrangement {
            Arrangement::Grouped => None,
            Arrangement::Single | Arrangement::Stacked | Arrangement::Normalized => Some(Folding {
                most: MOST_BARS,
                folded: Folded::Values(folded),
            }),
        }
    }

    fn marks(&self, data: &Data<'_>) -> Result<ChartMarks, Diagnostic> {
        let names = data.date_names();
        let marks: Box<dyn Marks> = if data.encoding.facet.is_empty() {
            Box::new(self.bars(data, &names)?)
        } else {
            Box::new(self.panels(data, &names)?)
        };
        Ok(ChartMarks {
            marks,
            order: None,
            names,
            notes: marks::note_of_scale(data).into_iter().collect(),
        })
    }

    fn percent(&self) -> bool {
        self.arrangement == Arrangement::Normalized
    }

    fn reading(&self) -> &'static str {
        match self.arrangement {
            Arrangement::Single => "single",
            Arrangement::Stacked => "stacked",
            Arrangement::Normalized => "normalized",
            Arrangement::Grouped => "grouped",
        }
    }
}

impl Marks for BarPanels {
    fn svg(&self, common: &Common, theme: &Theme) -> String {
        panels::draw(common, self, theme)
    }

    fn html(&self, common: &Common) -> Option<HtmlDrawing> {
        Some(html_panels::draw(common, self))
    }

    fn sentences(&self, locale: Locale) -> Vec<String> {
        let panels = self.panels.iter();
        let said = panels.map(|panel| (panel, alternative::bars_text(&panel.content, locale)));
        panels_text(said, locale)
    }

    fn panels(&self) -> usize {
        self.panels.len()
    }
}

impl Marks for Bars {
    fn svg(&self, common: &Common, theme: &Theme) -> String {
        match self.orientation {
            Orientation::Horizontal => horizontal::draw(common, self, theme),
            Orientation::Vertical => vertical::draw(common, self, theme),
        }
    }

    fn html(&self, common: &Common) -> Option<HtmlDrawing> {
        Some(html::draw(common, self))
    }

    fn sentences(&self, locale: Locale) -> Vec<String> {
        alternative::bars_text(self, locale)
    }

    fn find(&self, sought: &Sought) -> Option<Found> {
        self.place(sought)
    }
}
