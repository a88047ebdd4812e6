//! What `report.json` says of the columns and dates of a breakdown. In: columns, the calendar of a frame. Out: their
//! forms in the file.

use crate::document::report_json::{self as json, Holds};
use crate::report::{Breakdown, Column, ColumnContent, Fact, Role, Slot};
use crate::results::FrameCalendar;
use crate::text::{CalendarUnit, Date};

/// The calendar of the dates of a breakdown.
pub(super) fn calendar(definition: &Breakdown, calendar: &FrameCalendar) -> json::Calendar {
    let first_day = |period: i64| calendar.every.first_day(period).map(Date::iso);
    json::Calendar {
        dimension: definition.by[calendar.level].clone(),
        every: calendar.every.key().to_owned(),
        missing: calendar
            .missing
            .iter()
            .filter_map(|it| first_day(*it))
            .collect(),
        incomplete: calendar
            .incomplete
            .iter()
            .map(|it| json::IncompletePeriod {
                code: it.code.to_string(),
                parts: it.parts,
                of: it.of,
                part: calendar.part.map_or("", CalendarUnit::key).to_owned(),
            })
            .collect(),
    }
}

/// What a column holds.
pub(super) fn held(column: &Column) -> Holds {
    match (&column.holds, column.slot) {
        (_, Slot::Attribute(_)) => Holds::Attribute,
        (ColumnContent::Codes(_), _) => Holds::Dimension,
        (ColumnContent::Fact(Fact::Entered), _) => Holds::New,
        (ColumnContent::Fact(Fact::Leaves), _) => Holds::Leaves,
        (ColumnContent::Fact(Fact::Whole), _) => Holds::Whole,
        (ColumnContent::Measure { role, .. }, _) => of_measure(*role),
    }
}

/// What a column of a measure holds.
fn of_measure(role: Role) -> Holds {
    match role {
        Role::Value => Holds::Value,
        Role::Share => Holds::Share,
        Role::Rank => Holds::Rank,
        Role::Cumulative => Holds::Cumulative,
        Role::Previous => Holds::Previous,
        Role::Change => Holds::Change,
        Role::Growth => Holds::Growth,
        Role::SharePrevious => Holds::SharePrevious,
        Role::ShareChange => Holds::ShareChange,
        Role::RankPrevious => Holds::RankPrevious,
        Role::RankChange => Holds::RankChange,
        Role::YearPrevious => Holds::YearPrevious,
        Role::YearGrowth => Holds::YearGrowth,
        Role::Mean => Holds::Mean,
        Role::Running => Holds::Running,
        Role::Index => Holds::Index,
        Role::EnteredCount => Holds::Entered,
        Role::LeftCount => Holds::Left,
    }
}
