//! Bump charts: the ranks of keys over periods.

mod alternative;
mod drawing;
mod layout;
mod marks;
pub(crate) mod model;
mod names;

use super::data::Data;
use super::descriptor::{ChartKey, ChartMarks, Descriptor, Folding};
use super::encoding::{Columns, Encoding, KeyProblem, Order, one_dimension};
use super::model::{Common, Marks};
use super::theme::Theme;
use crate::diagnostic::Diagnostic;
use crate::report::Role;
use crate::spec::grammar::{self, ChartType};
use crate::text::Locale;
use model::Bumps;

/// Ranks drawn unless the spec sets another number.
const RANKS: u32 = 10;

/// A bump chart.
#[derive(Clone, Debug)]
pub struct BumpChart {
    /// Order of the positions along x.
    pub order: Order,
    /// The lowest rank that is drawn.
    pub ranks: u32,
}

impl BumpChart {
    /// What it takes besides the keys of all drawings.
    pub(crate) const KEYS: &'static [ChartKey] =
        &[ChartKey::X, ChartKey::Y, ChartKey::Color, ChartKey::Marks];

    /// Reads the keys of a chart.
    pub fn read(chart: &grammar::Chart, columns: &Columns) -> Result<(Self, Encoding), KeyProblem> {
        let (Some(x), Some(y), Some(color)) = (&chart.x, &chart.y, &chart.color) else {
            return Err(KeyProblem::Missing(
                "a chart of type bump needs `x`: a dimension, `y`: a column of ranks, and `color`: the dimension of which each value is a line".to_owned(),
            ));
        };
        let dimension = one_dimension(x.list(), "x", ChartType::Bump, columns)?;
        columns.dimension(color, "color", (0, 1))?;
        let value = columns.one_number(y, "y", ChartType::Bump)?;
        let Some(number) = columns.number(&value).filter(|it| it.role == Role::Rank) else {
            return Err(KeyProblem::Value(
                "y",
                format!("a bump chart shows ranks, and `{value}` is no column of them (`…_rank`)"),
            ));
        };
        if !columns.within.contains(&dimension) {
            return Err(KeyProblem::Value(
                "y",
                format!(
                    "`{}` ranks the rows of all values of `{dimension}` together: write `within: {dimension}` in breakdown `{}`, so that each has ranks of its own",
                    number.name, columns.breakdown
                ),
            ));
        }
        let bump = Self {
            order: columns.order(&dimension),
            ranks: chart.marks.unwrap_or(RANKS),
        };
        Ok((bump, columns.encoding(chart, vec![dimension], value)?))
    }
}

impl Descriptor for BumpChart {
    fn name(&self) -> &'static str {
        ChartType::Bump.name()
    }

    fn parts_of_a_whole(&self) -> bool {
        false
    }

    fn most_categories(&self) -> Option<usize> {
        None
    }

    /// A rest has no rank: lower ranks are left out.
    fn folding(&self, _: &Encoding) -> Option<Folding> {
        None
    }

    fn marks(&self, data: &Data<'_>) -> Result<ChartMarks, Diagnostic> {
        Ok(marks::bumps(data, self.order, self.ranks))
    }

    /// Lines have their names at their ends.
    fn legend(&self, _: &Encoding) -> bool {
        false
    }

    fn reading(&self) -> &'static str {
        "lines"
    }

    fn redrawn_as_shares(&self) -> bool {
        false
    }
}

impl Marks for Bumps {
    fn svg(&self, common: &Common, theme: &Theme) -> String {
        drawing::draw(common, self, theme)
    }

    fn sentences(&self, locale: Locale) -> Vec<String> {
        alternative::bumps_text(self, locale)
    }
}
