//! The measure and the grouping of a first report, unless the user chooses them.

use super::columns::DraftColumn;
use super::{Sighting, keys, measures, scales, words};
use crate::engine::Course;
use crate::sql::Type;

/// What the spec is about.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Column of unique texts that identifies rows.
    pub(super) id: Option<usize>,
    /// Column to add up; if `None`, rows are counted.
    pub(super) measure: Option<usize>,
    /// Whether its mean is taken instead of its sum.
    pub(super) is_mean: bool,
    /// All columns of years, the first one first, if the measure is the last of them; else none.
    pub(super) years: Vec<usize>,
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
    /// Whether the days of a month are brought together.
    pub(super) monthly: bool,
    /// Whether a sum is that of a single day.
    pub(super) is_a_day: bool,
}

/// Maximum number of distinct values of a text column that makes a good first breakdown.
const FEW_VALUES: usize = 60;
/// Maximum number of dates that a line shows.
const MANY_DAYS: usize = 1000;
/// Rows up to which whole numbers are no keys although each is another one.
const FEW_ROWS: usize = 5;
/// Months up to which days are shown.
const FEW_MONTHS: usize = 2;

impl By {
    /// A breakdown by a column.
    ///
    /// Days of which there are several in a month are those on which something happens, unless they are the dates of states: those in the
    /// names of files, always as many days apart, or with the same number of rows each. Sums of states must not be added up.
    pub(super) fn column(sighting: &Sighting, column: usize, is_mean: bool) -> Self {
        let days = &sighting.columns.items[column];
        let of_files = sighting.data.location.file_column_names();
        let is_state = |course: &Course| {
            course.is_panel
                || course.step.is_some_and(|step| step > 1)
                || words::is_snapshot(&days.original)
        };
        let course = days.course.as_ref().filter(|course| {
            days.is_day()
                && course.days > course.months
                && !of_files.contains(&days.original)
                && (is_mean || !is_state(course))
        });
        let monthly = course.is_some_and(|course| course.months > FEW_MONTHS);
        Self {
            column,
            over_time: days.is_day() && (monthly || (2..=MANY_DAYS).contains(&days.distinct)),
            monthly,
            is_a_day: course.is_some() && !monthly && !is_mean,
        }
    }
}

impl Choice {
    /// The choice for some data.
    pub(super) fn of(sighting: &Sighting) -> Self {
        let columns = &sighting.columns.items;
        let id = sighting.columns.id;
        let (mut measure, is_mean) = measure(columns);
        let mut years = years(columns);
        // The last year is what people ask for first.
        let is_of_years = measure.is_some_and(|at| years.contains(&at)) && !is_mean;
        if is_of_years {
            measure = years.last().copied();
        }
        // A table has all years, or none: the sum of cells without a value would be 0.
        let of_year = columns
            .iter()
            .filter(|it| words::year(&it.original).is_some());
        let are_whole = years.len() > 1
            && years.len() == of_year.count()
            && years.iter().all(|at| columns[*at].empty == 0);
        if !is_of_years || !are_whole {
            years.clear();
        }
        let by = by(sighting, columns, id, measure);
        // What is there at one time and at the next is not added up over both.
        let is_time = |column: &DraftColumn| {
            column.distinct > 1
                && (column.is_day()
                    || column.kind == Some(Type::Integer) && words::is_time(&column.original))
        };
        let is_stock = measure.is_some_and(|at| scales::is_stock(&columns[at].original));
        let is_over_time = by.is_some_and(|at| By::column(sighting, at, is_mean).over_time);
        let is_mean = is_mean || is_stock && !is_over_time && columns.iter().any(is_time);
        let by = by.map(|at| By::column(sighting, at, is_mean));
        Self {
            id,
            measure,
            is_mean,
            years,
            by,
        }
    }
}

/// The positions of columns that are years and add up, the first year first.
fn years(columns: &[DraftColumn]) -> Vec<usize> {
    let all = columns.iter().enumerate();
    let mut years: Vec<(u16, usize)> = all
        .filter(|(_, column)| column.is_sum() && column.is_exact())
        .filter_map(|(at, column)| Some((words::year(&column.original)?, at)))
        .collect();
    years.sort_unstable();
    years.into_iter().map(|(_, at)| at).collect()
}

/// A column with a known name, else the first one of money, else the first one of amounts; else the first one of prices, rates, grades and
/// the like, which have a mean.
fn measure(columns: &[DraftColumn]) -> (Option<usize>, bool) {
    let all = || columns.iter().enumerate();
    let is_several = |column: &DraftColumn| column.distinct > 1 || column.rows == 1;
    // Whole numbers of which each is another one are keys, such as an index.
    let is_key = |column: &DraftColumn| {
        column.kind == Some(Type::Integer)
            && column.distinct == column.rows
            && column.rows > FEW_ROWS
    };
    let mut means = all().filter(|(_, column)| {
        // Of shares in percent nobody wants the mean unasked.
        let is_wanted = !column.notation.is_percent() && scales::is_mean(&column.original);
        column.is_mean() && is_wanted && is_several(column)
    });
    let mean = means.find(|(_, column)| !is_key(column)).map(|it| it.0);
    let sums = || {
        all().filter(|(_, column)| {
            let name = &column.original;
            let is_amount = !keys::is_no_amount(name) && !column.is_mean() && !column.has_names();
            let is_weight = mean.is_some() && scales::is_weight(name);
            column.is_exact() && column.is_sum() && is_amount && !is_weight
        })
    };
    let known = sums().filter_map(|(at, column)| {
        let rank = measures::measure_rank(&column.original)?;
        Some((rank, at))
    });
    let known = known.min().map(|(_, at)| at);
    let is_money = |column: &DraftColumn| matches!(column.kind, Some(Type::Decimal(_)));
    let first = |is: &dyn Fn(&DraftColumn) -> bool| {
        let mut amounts = sums().filter(|(_, column)| is_several(column));
        amounts.find(|(_, column)| is(column)).map(|(at, _)| at)
    };
    let sum = known
        .or_else(|| first(&is_money))
        .or_else(|| first(&|_| true));
    (sum.or(mean), sum.is_none() && mean.is_some())
}

fn by(
    sighting: &Sighting,
    columns: &[DraftColumn],
    id: Option<usize>,
    measure: Option<usize>,
) -> Option<usize> {
    let free = || {
        let all = columns.iter().enumerate();
        all.filter(move |(at, column)| {
            let is_name = !column.is_nearly_number() && !column.is_merged;
            Some(*at) != measure && column.is_group() && is_name
        })
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
