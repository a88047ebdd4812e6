//! The measure and the grouping of a first report, unless the user chooses them.

use super::columns::DraftColumn;
use super::{Sighting, words};
use crate::sql::Type;

/// What the spec is about.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Column of unique texts that identifies rows.
    pub(super) id: Option<usize>,
    /// Column to add up; if `None`, rows are counted.
    pub(super) measure: Option<usize>,
    /// The grouping of rows; `None` if no column is suitable.
    pub(super) by: Option<By>,
}

/// The first breakdown.
#[derive(Clone, Debug)]
pub(super) struct By {
    /// The column.
    pub(super) column: usize,
    /// Whether it is drawn as a line over days.
    pub(super) over_time: bool,
}

/// Maximum number of distinct values of a text column that makes a good first breakdown.
const FEW_VALUES: usize = 60;
/// Maximum number of dates that a line shows.
const MANY_DAYS: usize = 1000;

impl By {
    /// A breakdown by a column.
    pub(super) fn column(sighting: &Sighting, column: usize) -> Self {
        let days = &sighting.columns.items[column];
        Self {
            column,
            over_time: days.is_day() && (2..=MANY_DAYS).contains(&days.distinct),
        }
    }
}

impl Choice {
    /// The choice for some data.
    pub(super) fn of(sighting: &Sighting) -> Self {
        let columns = &sighting.columns.items;
        let id = sighting.columns.id;
        let measure = measure(columns);
        let by = by(sighting, columns, id, measure).map(|at| By::column(sighting, at));
        Self { id, measure, by }
    }
}

/// A column with a known name and no negative values, else the first one of amounts.
fn measure(columns: &[DraftColumn]) -> Option<usize> {
    let sums = || {
        let all = columns.iter().enumerate();
        all.filter(|(_, column)| column.is_sum() && column.distinct > 0)
    };
    let known = sums()
        .filter(|(_, column)| column.negative == 0)
        .filter_map(|(at, column)| {
            let rank = words::measure_rank(&column.original)?;
            Some((rank, at))
        });
    let known = known.min().map(|(_, at)| at);
    let is_amount = |column: &DraftColumn| {
        !words::is_no_amount(&column.original) && (column.distinct > 1 || column.rows == 1)
    };
    known.or_else(|| {
        let mut amounts = sums().filter(|(_, column)| is_amount(column));
        amounts.next().map(|(at, _)| at)
    })
}

fn by(
    sighting: &Sighting,
    columns: &[DraftColumn],
    id: Option<usize>,
    measure: Option<usize>,
) -> Option<usize> {
    let free = || {
        let all = columns.iter().enumerate();
        all.filter(move |(at, column)| Some(*at) != measure && column.is_group())
    };
    let first = |is: &dyn Fn(usize, &DraftColumn) -> bool| {
        let mut found = free().filter(|(at, column)| is(*at, column));
        found.next().map(|(at, _)| at)
    };
    let is_text = |column: &DraftColumn| column.kind == Some(Type::Text);
    let days = |column: &DraftColumn| {
        column.is_day() && column.empty == 0 && (2..=MANY_DAYS).contains(&column.distinct)
    };
    let several_files = sighting.profile.files > 1;
    let over_files = first(&|_, column| several_files && days(column));
    let few = free().filter(|(at, column)| {
        Some(*at) != id
            && is_text(column)
            && !column.addresses
            && (2..=FEW_VALUES).contains(&column.distinct)
            && column.distinct * 2 <= column.rows - column.empty
            && column.empty * 2 <= column.rows
    });
    let few = few.min_by_key(|(at, column)| {
        let rank = words::dimension_rank(&column.original);
        (rank.unwrap_or(usize::MAX), column.empty, *at)
    });
    over_files
        .or(few.map(|(at, _)| at))
        .or_else(|| {
            sighting
                .columns
                .owner
                .filter(|at| columns[*at].distinct > 1)
        })
        .or_else(|| first(&|_, column| days(column)))
        .or(id)
        .or_else(|| first(&|_, column| is_text(column) && column.distinct > 1))
        .or_else(|| {
            let is_few = |column: &DraftColumn| (2..=FEW_VALUES).contains(&column.distinct);
            first(&|_, column| column.kind == Some(Type::Integer) && is_few(column))
        })
        .or_else(|| first(&|_, column| is_text(column)))
}
