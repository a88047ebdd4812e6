//! The positions along an axis. In: the rows of a chart. Out: their keys in order, dates at their places in the calendar, and
//! what has no place there.

use crate::chart::calendar::Calendar;
use crate::chart::data::{Data, KeyNames, Position, names_of};
use crate::chart::encoding::Order;
use crate::chart::spacing::Spacing;
use crate::report::Slot;
use crate::results::{Frame, FrameCalendar, Key, Row};
use crate::sql::Type;
use crate::text::{CalendarUnit, Date, Locale};
use indexmap::IndexSet;

/// How many rows a note names.
const NAMED: usize = 3;

/// The positions of lines and of ranks.
pub(crate) struct Course<'a> {
    /// The positions, in order.
    pub(crate) positions: Vec<Position>,
    /// Where they are.
    pub(crate) spacing: Spacing,
    /// The rows that have no place among them.
    pub(crate) unplaced: Vec<&'a Row>,
    /// What is said of these.
    pub(crate) notes: Vec<String>,
}

impl<'a> Data<'a> {
    /// What the dates of a category axis are called, by key: months of the locale where they are months.
    pub(crate) fn date_names(&self) -> KeyNames {
        let names = self.encoding.categories.iter();
        let called = names.filter_map(|name| names_of(name, &self.dates(name)?, Order::Dates));
        called.collect()
    }

    /// The places of a dimension of dates in the calendar; none of any other.
    pub(crate) fn dates(&self, dimension: &str) -> Option<Vec<Position>> {
        self.has_dates(dimension)
            .then(|| self.axis(dimension, Order::Dates))
    }

    pub(crate) fn has_dates(&self, dimension: &str) -> bool {
        let column = self.frame.columns.get(dimension);
        column.is_some_and(|column| column.value_type == Type::Date)
    }

    /// The positions along an axis, in order; dates between others have positions too.
    pub(crate) fn axis(&self, dimension: &str, order: Order) -> Vec<Position> {
        let keys = self.keys(dimension, order);
        match order {
            Order::Dates => {
                let dates: Vec<Date> = keys.iter().filter_map(date).collect();
                let calendar = Calendar::of_frame(self.frame, dimension, &dates);
                let days = days(self.frame, dimension, calendar, &dates);
                // Months stay months, however long the gaps between them are.
                let named = match calendar {
                    Calendar::Irregular => Calendar::with_long_gaps(&dates),
                    regular => regular,
                };
                let mut filled = self.at_days(dimension, &keys, named, days);
                let others = keys.iter().filter(|key| date(key).is_none());
                filled.extend(others.map(|key| self.position(dimension, key)));
                filled
            }
            Order::Numbers | Order::Value | Order::Key | Order::Label => {
                let keys = keys.iter();
                keys.map(|key| self.position(dimension, key)).collect()
            }
        }
    }

    /// The positions that points are joined along: dates as far from each other as they are in time. A row without a date,
    /// and that of others, has no place between them, and neither on an axis of numbers or buckets.
    pub(crate) fn course(&self, dimension: &str, order: Order) -> Course<'a> {
        let has_scale = order.is_a_scale() || self.bucket_keys(dimension).is_some();
        let has_place = |key: &Option<Key>| match key {
            Some(Key::Code(_)) => true,
            Some(Key::Missing | Key::Others) => !has_scale,
            None => false,
        };
        let rows = self.frame.rows.iter();
        let unplaced = rows.filter(|row| !has_place(&self.key(row, dimension)));
        let unplaced: Vec<&Row> = unplaced.collect();
        let (positions, spacing) = match order {
            Order::Dates => self.dated(dimension),
            Order::Numbers | Order::Value | Order::Key | Order::Label => {
                let mut positions = self.axis(dimension, order);
                positions.retain(|position| has_place(&position.key));
                (positions, Spacing::default())
            }
        };
        Course {
            positions,
            spacing,
            notes: self.note_of(dimension, &unplaced).into_iter().collect(),
            unplaced,
        }
    }

    /// Dates at their places in time.
    fn dated(&self, dimension: &str) -> (Vec<Position>, Spacing) {
        let keys = self.keys(dimension, Order::Dates);
        let dates: Vec<Date> = keys.iter().filter_map(date).collect();
        let (calendar, days) = course_of(self.frame, dimension, &dates);
        let places: Vec<i64> = days.iter().map(|day| calendar.place(*day)).collect();
        let positions = self.at_days(dimension, &keys, calendar, days);
        (positions, Spacing::at(&places))
    }

    fn at_days(
        &self,
        dimension: &str,
        keys: &[Key],
        calendar: Calendar,
        days: Vec<Date>,
    ) -> Vec<Position> {
        let unit = self.called_by(dimension);
        let positions = days.into_iter().map(|day| {
            let key = keys.iter().find(|key| date(key) == Some(day)).cloned();
            let label = match unit {
                Some(unit) => unit.short_name(unit.of(day), self.locale),
                None => calendar.label(day, self.locale),
            };
            Position {
                label: self.with_parts(dimension, key.as_ref(), label),
                key,
            }
        });
        positions.collect()
    }

    fn position(&self, dimension: &str, key: &Key) -> Position {
        Position {
            key: Some(key.clone()),
            label: self.words.label(dimension, key),
        }
    }

    /// The kind of period by whose names the dates of a dimension are called; none where each is a day.
    fn called_by(&self, dimension: &str) -> Option<CalendarUnit> {
        let calendar = self.frame.calendar.as_ref().filter(|it| it.named);
        let is_own =
            |it: &&FrameCalendar| self.frame.column(dimension) == Some(Slot::Dimension(it.level));
        let of_frame = calendar.filter(is_own).map(|it| it.every);
        of_frame.or_else(|| self.words.period_of(dimension))
    }

    /// The label of a date, of a period that is not whole with how much of it there is: `2022 · 11/12`.
    fn with_parts(&self, dimension: &str, key: Option<&Key>, label: String) -> String {
        match self.parts_of(dimension, key) {
            Some((parts, of, _)) => format!("{label} · {parts}/{of}"),
            None => label,
        }
    }

    /// Whether the period of a date is known not to be whole.
    pub(crate) fn is_incomplete(&self, dimension: &str, key: Option<&Key>) -> bool {
        self.parts_of(dimension, key).is_some()
    }

    /// How many parts of a period that is not whole have rows, how many there are, and what these are.
    fn parts_of(&self, dimension: &str, key: Option<&Key>) -> Option<(usize, usize, CalendarUnit)> {
        let (slot, code) = (self.frame.column(dimension)?, key?.code()?);
        self.frame.incomplete(slot, code)
    }

    /// That dates which stand side by side are not as far from each other as they are in time.
    pub(crate) fn note_of_scale(&self, dimension: &str) -> Option<String> {
        if !self.has_dates(dimension) {
            return None;
        }
        let keys = self.keys(dimension, Order::Dates);
        let dates: Vec<Date> = keys.iter().filter_map(date).collect();
        let calendar = Calendar::of_frame(self.frame, dimension, &dates);
        let days = days(self.frame, dimension, calendar, &dates);
        let places: Vec<i64> = days.iter().map(|day| calendar.place(*day)).collect();
        (!Spacing::at(&places).is_even()).then(|| match self.locale {
            Locale::Fr => "Les dates ne sont pas à l’échelle.".to_owned(),
            Locale::En => "Dates are not to scale.".to_owned(),
        })
    }

    /// What is said of rows that have no place along an axis, with their values.
    fn note_of(&self, dimension: &str, rows: &[&Row]) -> Option<String> {
        rows.first()?;
        let missing = |row: &&&Row| self.key(row, dimension) == Some(Key::Missing);
        let without_date = self.has_dates(dimension) && rows.iter().all(|row| missing(&row));
        let named = rows.iter().take(NAMED).map(|row| {
            let value = self.words.value(&self.cell(row));
            match self.keys_text(row) {
                name if value.is_empty() => name,
                name => format!("{name} ({value})"),
            }
        });
        let mut named = named.collect::<Vec<String>>().join(", ");
        let more = rows.len().saturating_sub(NAMED);
        if more > 0 {
            let more = match self.locale {
                Locale::Fr if more == 1 => " et 1\u{a0}autre ligne".to_owned(),
                Locale::Fr => format!(" et {more}\u{a0}autres lignes"),
                Locale::En if more == 1 => " and 1\u{a0}other row".to_owned(),
                Locale::En => format!(" and {more}\u{a0}other rows"),
            };
            named.push_str(&more);
        }
        Some(match (without_date, self.locale) {
            (true, Locale::Fr) => format!("Sans date, hors du graphique\u{a0}: {named}."),
            (true, Locale::En) => format!("Without a date, not in the chart: {named}."),
            (false, Locale::Fr) => {
                format!("Sans place sur l’axe, hors du graphique\u{a0}: {named}.")
            }
            (false, Locale::En) => {
                format!("Without a place on the axis, not in the chart: {named}.")
            }
        })
    }
}

fn date(key: &Key) -> Option<Date> {
    Date::parse(key.code()?)
}

/// Whether some dates of a dimension only have rows of their own: a date between them is no gap.
fn is_chosen(frame: &Frame, dimension: &str) -> bool {
    let level = frame.columns.dimension(dimension);
    level.is_some_and(|level| frame.chosen.contains(&level))
}

/// The days of an axis of bands: the dates that have rows and those between them, unless some dates only have rows of their
/// own; then these stand side by side.
fn days(frame: &Frame, dimension: &str, calendar: Calendar, dates: &[Date]) -> Vec<Date> {
    if is_chosen(frame, dimension) {
        return dates.to_vec();
    }
    calendar.fill(dates)
}

/// The calendar of dates that points are joined along, and its days: of a long gap the first and the last one.
fn course_of(frame: &Frame, dimension: &str, dates: &[Date]) -> (Calendar, Vec<Date>) {
    let calendar = match Calendar::of_frame(frame, dimension, dates) {
        Calendar::Irregular => Calendar::with_long_gaps(dates),
        calendar => return (calendar, days(frame, dimension, calendar, dates)),
    };
    if is_chosen(frame, dimension) {
        return (calendar, dates.to_vec());
    }
    (calendar, calendar.fill_ends(dates))
}

/// The places of a frame's dimension of dates in the calendar, with the keys that have rows.
pub(crate) fn places(frame: &Frame, dimension: &str) -> (Vec<Option<Key>>, Spacing) {
    let Some(slot) = frame.column(dimension) else {
        return (Vec::new(), Spacing::default());
    };
    let keys: IndexSet<&Key> = frame.rows.iter().filter_map(|row| row.key(slot)).collect();
    let mut dates: Vec<Date> = keys.iter().filter_map(|key| date(key)).collect();
    dates.sort_unstable();
    let (calendar, days) = course_of(frame, dimension, &dates);
    let periods: Vec<i64> = days.iter().map(|day| calendar.place(*day)).collect();
    let key_of = |day| keys.iter().find(|key| date(key) == Some(day));
    let filled = days.into_iter();
    let keys = filled.map(|day| key_of(day).map(|key| (*key).clone()));
    (keys.collect(), Spacing::at(&periods))
}
