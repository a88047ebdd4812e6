//! Dumbbell charts: two points in each row, joined by a line.

mod alternative;
mod drawing;
mod html;
mod marks;
pub(crate) mod model;

use super::data::Data;
use super::descriptor::{ChartKey, ChartMarks, Descriptor, Folding};
use super::encoding::{Columns, Encoding, KeyProblem, one_dimension};
use super::model::{Common, HtmlDrawing, Marks};
use super::theme::Theme;
use crate::diagnostic::Diagnostic;
use crate::report::Role;
use crate::spec::grammar::{self, ChartType};
use crate::text::Locale;
use model::Dumbbells;

/// Maximum number of rows that can be distinguished.
const MOST_ROWS: usize = 60;

/// A dumbbell chart.
#[derive(Clone, Debug)]
pub struct DumbbellChart {
    /// Whether its points are two columns of a row; otherwise two values of its colour.
    pub columns: bool,
}

impl DumbbellChart {
    /// What it takes besides the keys of all drawings.
    pub(crate) const KEYS: &'static [ChartKey] = &[
        ChartKey::X,
        ChartKey::Y,
        ChartKey::Label,
        ChartKey::Color,
        ChartKey::Scale,
    ];

    /// Reads the keys of a chart.
    pub fn read(chart: &grammar::Chart, columns: &Columns) -> Result<(Self, Encoding), KeyProblem> {
        let (Some(x), Some(y)) = (&chart.x, &chart.y) else {
            return Err(KeyProblem::Missing(
                "a chart of type dumbbell needs `x`, one or two measure columns, and `y`, a dimension"
                    .to_owned(),
            ));
        };
        let category = one_dimension(y.list(), "y", ChartType::Dumbbell, columns)?;
        let values = x.list();
        for value in &values {
            columns.drawable(value, "x")?;
        }
        match values.as_slice() {
            [value] => {
                if chart.color.is_none() {
                    return Err(KeyProblem::Missing(
                        "a dumbbell of one measure column needs `color`: the dimension whose two values are its points"
                            .to_owned(),
                    ));
                }
                let encoding = columns.encoding(chart, vec![category], value.clone())?;
                Ok((Self { columns: false }, encoding))
            }
            [one, other] if one != other => {
                if chart.color.is_some() || chart.note.is_some() {
                    let key = if chart.color.is_some() {
                        "color"
                    } else {
                        "note"
                    };
                    let message = "the points of this dumbbell are two columns, each with its own colour and value";
                    return Err(KeyProblem::Value(key, message.to_owned()));
                }
                let axis = |name: &String| columns.number(name).map(|number| axis_of(number.role));
                if axis(one) != axis(other) {
                    let message = format!(
                        "the points of a dumbbell stand on one axis: two amounts, or two shares, and `{one}` and `{other}` are not of one kind; a measure `m` stands beside another or beside `m_previous`, and `m_share` beside `m_share_previous`"
                    );
                    return Err(KeyProblem::Value("x", message));
                }
                if let (Some(first), Some(second)) = (columns.number(one), columns.number(other))
                    && first.unit != second.unit
                {
                    let message = format!(
                        "the points of a dumbbell stand on one axis: `{one}` is {}, and `{other}` is {}; take two of one unit, such as the shares of both (`…_share`), or a chart for each",
                        first.unit, second.unit
                    );
                    return Err(KeyProblem::Value("x", message));
                }
                let mut encoding = columns.encoding(chart, vec![category], one.clone())?;
                encoding.note.clone_from(other);
                Ok((Self { columns: true }, encoding))
            }
            _ => Err(KeyProblem::Value(
                "x",
                format!(
                    "a dumbbell has one measure column, or two different ones, found {}",
                    values.join(", ")
                ),
            )),
        }
    }
}

/// What an axis has on which a number in a role stands, in this period or the one before: of which role it is, and whether it is
/// a difference, in percent, or relative to a base.
fn axis_of(role: Role) -> (Role, [bool; 3]) {
    let is_index = role == Role::Index;
    (
        role.base(),
        [role.is_difference(), role.is_in_percent(), is_index],
    )
}

impl Descriptor for DumbbellChart {
    fn name(&self) -> &'static str {
        ChartType::Dumbbell.name()
    }

    fn parts_of_a_whole(&self) -> bool {
        false
    }

    fn most_categories(&self) -> Option<usize> {
        Some(MOST_ROWS)
    }

    fn folding(&self, _: &Encoding) -> Option<Folding> {
        None
    }

    fn marks(&self, data: &Data<'_>) -> Result<ChartMarks, Diagnostic> {
        let names = data.date_names();
        let dumbbells = if self.columns {
            marks::by_columns(data, &names)?
        } else {
            marks::by_series(data, &names)?
        };
        Ok(ChartMarks {
            marks: Box::new(dumbbells),
            order: None,
            names,
            notes: Vec::new(),
        })
    }

    fn values<'e>(&self, encoding: &'e Encoding) -> Vec<&'e str> {
        if self.columns {
            vec![&encoding.value, &encoding.note]
        } else {
            vec![&encoding.value]
        }
    }

    fn reading(&self) -> &'static str {
        "lines"
    }

    fn redrawn_as_shares(&self) -> bool {
        false
    }
}

impl Marks for Dumbbells {
    fn svg(&self, common: &Common, theme: &Theme) -> String {
        drawing::draw(common, self, theme)
    }

    fn html(&self, common: &Common) -> Option<HtmlDrawing> {
        Some(html::draw(common, self))
    }

    fn sentences(&self, locale: Locale) -> Vec<String> {
        alternative::dumbbells_text(self, locale)
    }
}
