//! The chart types, each named once. In: the keys of a chart, the columns of its breakdown. Out:
//! its [`ChartKind`], which holds everything that differs between types. Besides its own folder, its
//! line in `mod.rs` and the grammar, this is the only file of ours that a new type touches; the script of the page
//! draws the layouts again that it knows.

use super::bars::BarChart;
use super::bars::model::Arrangement;
use super::bump::BumpChart;
use super::descriptor::{ChartKey, Descriptor};
use super::dumbbell::DumbbellChart;
use super::encoding::{Columns, Encoding, KeyProblem};
use super::heat::HeatChart;
use super::lines::LineChart;
use super::lines::model::Form;
use super::slope::SlopeChart;
use super::table::TableChart;
use super::tree::TreeChart;
use crate::spec::grammar::{self, ChartType};

/// The type of a chart, with the settings that only this type has.
#[derive(Clone, Debug)]
pub enum ChartKind {
    /// Rows and columns, without a drawing.
    Table(TableChart),
    /// Bars of any arrangement.
    Bars(BarChart),
    /// Nested rectangles.
    Tree(TreeChart),
    /// Lines, or the areas between them.
    Lines(LineChart),
    /// Coloured cells.
    Heat(HeatChart),
    /// Lines between two periods.
    Slope(SlopeChart),
    /// Ranks over periods.
    Bump(BumpChart),
    /// Two points in each row.
    Dumbbell(DumbbellChart),
}

/// How a chart is shown.
#[derive(Clone, Copy)]
pub(crate) enum Presentation<'a> {
    /// As a table.
    Table(&'a TableChart),
    /// As a drawing with a table behind it.
    Drawing(&'a dyn Descriptor),
}

impl ChartKind {
    /// The keys of a type, in addition to those of all types.
    pub(crate) fn keys(chart_type: ChartType) -> Vec<ChartKey> {
        let own = match chart_type {
            ChartType::Table => return TableChart::KEYS.to_vec(),
            ChartType::Bar => BarChart::SINGLE_KEYS,
            ChartType::StackedBar => BarChart::KEYS,
            ChartType::NormalizedBar => BarChart::NORMALIZED_KEYS,
            ChartType::GroupedBar => BarChart::GROUPED_KEYS,
            ChartType::Treemap => TreeChart::KEYS,
            ChartType::Line => LineChart::KEYS,
            ChartType::Area | ChartType::NormalizedArea => LineChart::AREA_KEYS,
            ChartType::Heatmap => HeatChart::KEYS,
            ChartType::Slope => SlopeChart::KEYS,
            ChartType::Bump => BumpChart::KEYS,
            ChartType::Dumbbell => DumbbellChart::KEYS,
        };
        ChartKey::of_drawing(own)
    }

    /// Reads the keys of a chart.
    ///
    /// # Errors
    /// The first key that does not fit.
    pub fn read(chart: &grammar::Chart, columns: &Columns) -> Result<(Self, Encoding), KeyProblem> {
        let bars = |arrangement| {
            let (bars, encoding) = BarChart::read(arrangement, chart, columns)?;
            Ok((Self::Bars(bars), encoding))
        };
        let lines = |form| {
            let (lines, encoding) = LineChart::read(form, chart, columns)?;
            Ok((Self::Lines(lines), encoding))
        };
        match chart.kind {
            ChartType::Table => {
                let (table, encoding) = TableChart::read(chart, columns);
                Ok((Self::Table(table), encoding))
            }
            ChartType::Bar => bars(Arrangement::Single),
            ChartType::StackedBar => bars(Arrangement::Stacked),
            ChartType::NormalizedBar => bars(Arrangement::Normalized),
            ChartType::GroupedBar => bars(Arrangement::Grouped),
            ChartType::Treemap => {
                let (tree, encoding) = TreeChart::read(chart, columns)?;
                Ok((Self::Tree(tree), encoding))
            }
            ChartType::Line => lines(Form::Lines),
            ChartType::Area => lines(Form::Stacked),
            ChartType::NormalizedArea => lines(Form::Normalized),
            ChartType::Heatmap => {
                let (heat, encoding) = HeatChart::read(chart, columns)?;
                Ok((Self::Heat(heat), encoding))
            }
            ChartType::Slope => {
                let (slope, encoding) = SlopeChart::read(chart, columns)?;
                Ok((Self::Slope(slope), encoding))
            }
            ChartType::Bump => {
                let (bump, encoding) = BumpChart::read(chart, columns)?;
                Ok((Self::Bump(bump), encoding))
            }
            ChartType::Dumbbell => {
                let (dumbbell, encoding) = DumbbellChart::read(chart, columns)?;
                Ok((Self::Dumbbell(dumbbell), encoding))
            }
        }
    }

    /// How it is shown.
    pub(crate) fn shown(&self) -> Presentation<'_> {
        match self {
            Self::Table(table) => Presentation::Table(table),
            Self::Bars(bars) => Presentation::Drawing(bars),
            Self::Tree(tree) => Presentation::Drawing(tree),
            Self::Lines(lines) => Presentation::Drawing(lines),
            Self::Heat(heat) => Presentation::Drawing(heat),
            Self::Slope(slope) => Presentation::Drawing(slope),
            Self::Bump(bump) => Presentation::Drawing(bump),
            Self::Dumbbell(dumbbell) => Presentation::Drawing(dumbbell),
        }
    }

    /// The descriptor of the type; `None` for a table, which is not drawn.
    pub(crate) fn descriptor(&self) -> Option<&dyn Descriptor> {
        match self.shown() {
            Presentation::Table(_) => None,
            Presentation::Drawing(descriptor) => Some(descriptor),
        }
    }

    /// The name of the type in a spec.
    #[must_use]
    pub(crate) fn name(&self) -> &'static str {
        self.descriptor()
            .map_or(ChartType::Table.name(), Descriptor::name)
    }
}
