//! Counting breaks along an axis of dates. In: the days on which what is counted changed, the positions. Out: which
//! position is the first that is counted in the new way, were it only for a part of its period.

use crate::chart::data::{Data, Position};
use crate::results::Key;
use crate::text::{CalendarUnit, Date};

/// What is counted changed between two positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakMark {
    /// The first position that is counted in the new way, at least in part.
    pub at: usize,
    /// The day and what changed, a sentence.
    pub text: String,
}

/// The breaks between the positions of an axis; none of an axis without dates.
pub(crate) fn breaks(data: &Data<'_>, axis: &[Position]) -> Vec<BreakMark> {
    let day = |position: &Position| Date::parse(position.key.as_ref().and_then(Key::code)?);
    let days: Vec<Option<Date>> = axis.iter().map(day).collect();
    let dimension = data.encoding.categories.first().map(String::as_str);
    between(&days, data.words.breaks(), period_of(data, dimension))
}

/// The kind of period for which each date of a dimension stands; a day where it is one.
fn period_of(data: &Data<'_>, dimension: Option<&str>) -> CalendarUnit {
    let dates = dimension.map(|name| (name, data.frame.columns.dimension(name)));
    let Some((name, at)) = dates else {
        return CalendarUnit::Day;
    };
    let calendar = data.frame.calendar.as_ref();
    let every = calendar.filter(|calendar| Some(calendar.level) == at);
    let every = every.map(|calendar| calendar.every);
    every
        .or_else(|| data.words.period_of(name))
        .unwrap_or(CalendarUnit::Day)
}

fn between(days: &[Option<Date>], all: Vec<(Date, String)>, unit: CalendarUnit) -> Vec<BreakMark> {
    let mut found: Vec<BreakMark> = Vec::new();
    for (date, text) in all {
        let period = unit.of(date);
        let reaches = |day: &Option<Date>| day.is_some_and(|day| unit.of(day) >= period);
        let Some(at) = days.iter().position(reaches) else {
            continue;
        };
        // A period of which the break is in the middle is counted in the old way as well.
        let begins = unit.first_day(period) == Some(date);
        let is_split = !begins && days[at].is_some_and(|day| unit.of(day) == period);
        // Before the first position nothing is counted in the old way.
        if !is_split && !days[..at].iter().any(Option::is_some) {
            continue;
        }
        match found.last_mut().filter(|last| last.at == at) {
            Some(last) => last.text = format!("{} {text}", last.text),
            None => found.push(BreakMark { at, text }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{BreakMark, between};
    use crate::text::CalendarUnit::{Day, Month, Year};
    use crate::text::{CalendarUnit, Date};

    #[test]
    fn a_break_stands_before_the_first_day_that_is_counted_in_the_new_way() {
        let days = [
            Some("2026-06-01"),
            Some("2026-07-01"),
            None,
            Some("2026-09-01"),
        ];
        let days = days.map(|day| day.and_then(Date::parse));
        let at = |day: &str| {
            let all = vec![(Date::parse(day).unwrap(), "So.".to_owned())];
            let found = between(&days, all, Day);
            found.first().map(|it| it.at)
        };
        // On the day itself it is counted in the new way; August has no rows.
        assert_eq!(at("2026-07-01"), Some(1));
        assert_eq!(at("2026-06-15"), Some(1));
        assert_eq!(at("2026-07-02"), Some(3));
        // Nothing of the chart is counted in the old way, or in the new one.
        assert_eq!(at("2026-06-01"), None);
        assert_eq!(at("2026-09-02"), None);
        let both =
            ["2026-07-05", "2026-08-06"].map(|day| (Date::parse(day).unwrap(), "So.".to_owned()));
        let text = "So. So.".to_owned();
        let found = between(&days, both.to_vec(), Day);
        assert_eq!(found, [BreakMark { at: 3, text }]);
    }

    #[test]
    fn a_break_inside_of_a_period_stands_before_that_period() {
        let at = |days: &[&str], unit: CalendarUnit, day: &str| {
            let days: Vec<_> = days.iter().map(|day| Date::parse(day)).collect();
            let all = vec![(Date::parse(day).unwrap(), "So.".to_owned())];
            between(&days, all, unit).first().map(|it| it.at)
        };
        let months = ["2026-02-01", "2026-03-01", "2026-04-01"];
        // March, from its second day on, jumps; snapshots of these days do so from April on.
        assert_eq!(at(&months, Month, "2026-03-02"), Some(1));
        assert_eq!(at(&months, Day, "2026-03-02"), Some(2));
        assert_eq!(at(&months, Month, "2026-03-01"), Some(1));
        assert_eq!(at(&months, Month, "2026-04-30"), Some(2));
        // The first month has days of both ways, unless the break is its first day.
        assert_eq!(at(&months, Month, "2026-02-10"), Some(0));
        assert_eq!(at(&months, Month, "2026-02-01"), None);
        assert_eq!(at(&months, Month, "2026-01-10"), None);
        assert_eq!(at(&months, Month, "2026-05-01"), None);
        // A line of years that ends with 2025.
        let years = ["2024-01-01", "2025-01-01"];
        assert_eq!(at(&years, Year, "2025-07-25"), Some(1));
    }
}
