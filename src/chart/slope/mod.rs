//! Slope charts: a line for each row from its value in one period to that in another.

mod alternative;
mod drawing;
mod ends;
mod marks;
pub(crate) mod model;

use super::data::Data;
use super::descriptor::{ChartKey, ChartMarks, Descriptor, Folded, Folding};
use super::encoding::{Columns, Encoding, KeyProblem, Order, one_dimension};
use super::model::{Common, Marks};
use super::theme::Theme;
use crate::diagnostic::Diagnostic;
use crate::report::Role;
use crate::results::Frame;
use crate::spec::grammar::{self, ChartType};
use crate::text::Locale;
use model::Slopes;

/// Lines drawn unless the spec sets another number.
const MOST_LINES: u32 = 15;
/// Maximum number of lines whose names can be told apart.
const MOST_NAMES: usize = 40;

/// A slope chart.
#[derive(Clone, Debug)]
pub struct SlopeChart {
    /// The order of the dimension of which its periods are the first and the last place; none where they are
    /// the period before and this one, or the last one of `over`, each in a column.
    pub along: Option<Order>,
    /// Of a slope of ranks, of which the smallest is the highest, the lowest one that is drawn.
    pub ranks: Option<u32>,
}

impl SlopeChart {
    /// What it takes besides the keys of all drawings.
    pub(crate) const KEYS: &'static [ChartKey] = &[
        ChartKey::X,
        ChartKey::Y,
        ChartKey::Label,
        ChartKey::Marks,
        ChartKey::Color,
        ChartKey::Highlight,
    ];

    /// Reads the keys of a chart.
    pub fn read(chart: &grammar::Chart, columns: &Columns) -> Result<(Self, Encoding), KeyProblem> {
        let Some(y) = &chart.y else {
            return Err(KeyProblem::Missing(
                "a chart of type slope needs `y`: a measure column".to_owned(),
            ));
        };
        let value = columns.one_number(y, "y", ChartType::Slope)?;
        let number = columns.number(&value);
        let ranks = number.filter(|number| number.role == Role::Rank);
        let ranks = ranks.map(|_| chart.marks.unwrap_or(MOST_LINES));
        let Some(x) = &chart.x else {
            let mut encoding = columns.encoding(chart, columns.by.clone(), value)?;
            encoding.before = before(columns, &encoding.value)?;
            // Along the dates of one source the last one is compared with the period before.
            encoding.categories.retain(|name| *name != columns.dates);
            return Ok((Self { along: None, ranks }, encoding));
        };
        let dimension = one_dimension(x.list(), "x", ChartType::Slope, columns)?;
        if chart.color.is_none() && columns.by.len() > 1 {
            return Err(KeyProblem::Missing(
                "a slope along `x` needs `color`: the dimension of which each value is a line"
                    .to_owned(),
            ));
        }
        let order = columns.order(&dimension);
        if !order.is_a_scale() {
            return Err(KeyProblem::Value(
                "x",
                format!(
                    "a slope goes from the first date, or number, to the last one, and `{dimension}` has neither"
                ),
            ));
        }
        let along = Some(order);
        let encoding = columns.encoding(chart, vec![dimension], value)?;
        Ok((Self { along, ranks }, encoding))
    }
}

/// The column that has a value in the period before.
fn before(columns: &Columns, value: &str) -> Result<String, KeyProblem> {
    let number = columns.number(value);
    let before = number.and_then(|number| {
        let role = match number.role {
            Role::Value => Role::Previous,
            Role::Share => Role::SharePrevious,
            Role::Rank => Role::RankPrevious,
            _ => return None,
        };
        let mut numbers = columns.numbers.iter();
        numbers.find(|it| it.measure == number.measure && it.role == role)
    });
    match before {
        Some(before) => Ok(before.name.clone()),
        None => Err(KeyProblem::Missing(format!(
            "a slope without `x` goes from the period before to this one, and breakdown `{}` does not know `{value}` of the period before: that needs `periods` or `over`; with `x` it goes from the first to the last date",
            columns.breakdown
        ))),
    }
}

impl Descriptor for SlopeChart {
    fn name(&self) -> &'static str {
        ChartType::Slope.name()
    }

    fn parts_of_a_whole(&self) -> bool {
        false
    }

    fn most_categories(&self) -> Option<usize> {
        let all_are_drawn = self.along.is_none() && self.ranks.is_none();
        all_are_drawn.then_some(MOST_NAMES)
    }

    fn selected(&self, frame: Frame, encoding: &Encoding) -> Frame {
        match self.along {
            Some(order) => ends::first_and_last(frame, &encoding.categories[0], order),
            None => ends::last_two(frame),
        }
    }

    fn folding(&self, encoding: &Encoding) -> Option<Folding> {
        let names = match self.along {
            Some(_) => vec![encoding.color.clone()],
            None => encoding.categories.clone(),
        };
        // A rest has no rank: lower ranks are left out.
        self.ranks.is_none().then(|| Folding {
            most: MOST_LINES as usize,
            folded: Folded::Values(vec![names]),
        })
    }

    fn marks(&self, data: &Data<'_>) -> Result<ChartMarks, Diagnostic> {
        match self.along {
            Some(order) => Ok(marks::along(data, self.ranks, order)),
            None => marks::between_columns(data, self.ranks),
        }
    }

    /// Lines have their names beside them; only colours that name something else need a legend.
    fn legend(&self, encoding: &Encoding) -> bool {
        let of_rows = self.along.is_none() && !encoding.color.is_empty();
        of_rows && !encoding.categories.contains(&encoding.color)
    }

    fn reading(&self) -> &'static str {
        "lines"
    }

    fn redrawn_as_shares(&self) -> bool {
        false
    }
}

impl Marks for Slopes {
    fn svg(&self, common: &Common, theme: &Theme) -> String {
        drawing::draw(common, self, theme)
    }

    fn sentences(&self, locale: Locale) -> Vec<String> {
        alternative::slopes_text(self, locale)
    }
}
