//! The places of periods in the calendar. In: their names, in order. Out: what people call each, and the periods
//! between them that have no bundle, so that a course is not drawn as if nothing were missing.

use super::texts;
use crate::chart::{Calendar, gaps};
use crate::document::periods_json::{Missing, PeriodsJson};
use crate::text::{Date, Locale};

/// More places than this per period are no regular order.
const MOST_PLACES: usize = 3;

/// The places of periods.
#[derive(Debug)]
pub(super) struct Places {
    /// All places from the first to the last period: the period that stands there, or none.
    pub(super) all: Vec<Place>,
    calendar: Calendar,
    /// Where each period stands.
    of: Vec<usize>,
}

/// A place on the axis of time.
#[derive(Debug)]
pub(super) struct Place {
    name: String,
    /// The period that has its bundle here.
    pub(super) period: Option<usize>,
}

impl Places {
    /// The places of periods by their names: days, integers, or anything else, side by side.
    pub(super) fn of(names: &[&str]) -> Self {
        let dates: Option<Vec<Date>> = names.iter().map(|name| Date::parse(name)).collect();
        let integers: Option<Vec<i64>> = names.iter().map(|name| name.parse().ok()).collect();
        let calendar = dates
            .as_ref()
            .map_or(Calendar::Irregular, |dates| Calendar::of(dates));
        let filled: Vec<String> = match (&dates, &integers) {
            (Some(dates), _) => calendar.fill(dates).into_iter().map(Date::iso).collect(),
            (None, Some(integers)) => counted(integers),
            (None, None) => names.iter().map(|name| (*name).to_owned()).collect(),
        };
        let all: Vec<Place> = filled
            .into_iter()
            .map(|name| Place {
                period: names.iter().position(|it| *it == name),
                name,
            })
            .collect();
        let of = (0..names.len()).filter_map(|at| all.iter().position(|it| it.period == Some(at)));
        Self {
            of: of.collect(),
            all,
            calendar,
        }
    }

    /// What people call a period.
    pub(super) fn label(&self, period: usize, locale: Locale) -> String {
        self.label_of(&self.all[self.of[period]], locale)
    }

    fn label_of(&self, place: &Place, locale: Locale) -> String {
        let Some(date) = Date::parse(&place.name) else {
            return place.name.clone();
        };
        match self.calendar {
            // One day alone is of no calendar.
            _ if self.all.len() == 1 => date.long(locale),
            Calendar::Months(12) => date.year().to_string(),
            Calendar::Months(_) => date.month(locale),
            Calendar::Each(unit) => unit.name(unit.of(date), locale),
            Calendar::Days(_) | Calendar::Irregular => date.long(locale),
        }
    }

    /// The periods without a bundle, in order.
    pub(super) fn missing(&self, index: &PeriodsJson) -> Vec<Missing> {
        let empty = self.all.iter().map(|place| place.period.is_none());
        let empty = gaps(empty).into_iter().flatten();
        let missing = empty.filter_map(|at| {
            let before = self.all[..at].iter().rev().find_map(|place| place.period)?;
            Some(Missing {
                after: index.periods[before].name.clone(),
                label: texts(&index.locales, |locale| {
                    self.label_of(&self.all[at], locale)
                }),
            })
        });
        missing.collect()
    }
}

/// Integers from the first to the last one, in the smallest step between two.
fn counted(integers: &[i64]) -> Vec<String> {
    let (Some(first), Some(last)) = (integers.first(), integers.last()) else {
        return Vec::new();
    };
    let between = integers
        .windows(2)
        .map(|pair| pair[1].saturating_sub(pair[0]));
    let step = between.clone().min().unwrap_or(1);
    let is_regular = step > 0 && between.clone().all(|distance| distance % step == 0);
    let places = last.saturating_sub(*first) / step.max(1);
    let most = MOST_PLACES * integers.len() + MOST_PLACES;
    if is_regular && usize::try_from(places).is_ok_and(|places| places < most) {
        let step = usize::try_from(step).unwrap_or(1);
        let all = (*first..=*last).step_by(step);
        all.map(|it| it.to_string()).collect()
    } else {
        integers.iter().map(i64::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::text::Locale;

    fn shown(names: &[&str]) -> String {
        let places = Places::of(names);
        let all = places.all.iter();
        let all = all.map(|place| {
            let label = places.label_of(place, Locale::En);
            if place.period.is_some() {
                label
            } else {
                format!("({label})")
            }
        });
        all.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn months_quarters_and_years_that_are_not_there_keep_their_places() {
        assert_eq!(
            shown(&["2025-09-01", "2025-10-01", "2025-12-01"]),
            "September 2025, October 2025, (November 2025), December 2025"
        );
        assert_eq!(shown(&["2023-01-01", "2025-01-01"]), "2023, (2024), 2025");
        assert_eq!(shown(&["2021", "2022", "2024"]), "2021, 2022, (2023), 2024");
    }

    #[test]
    fn what_has_no_order_of_its_own_stands_side_by_side() {
        assert_eq!(
            shown(&["202511", "202512", "202601"]),
            "202511, 202512, 202601"
        );
        assert_eq!(shown(&["2025-10-01"]), "October 1, 2025");
        assert_eq!(shown(&["a", "b"]), "a, b");
    }
}
