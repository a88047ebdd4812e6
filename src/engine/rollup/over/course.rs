//! The course of one measure of one key over the periods. In: its value in each period, the calendar.
//! Out: the value before, change, growth, mean, index, exactly.

use super::timeline::Timeline;
use crate::results::Value;
use crate::sql::{Operation, compute, difference_of, growth_of, quotient_of};
use std::cmp::Ordering;

/// The values of one measure of one key.
#[derive(Clone, Copy)]
pub(super) struct Course<'a> {
    pub(super) timeline: &'a Timeline,
    /// The value in a period; none where the key has no row.
    pub(super) value: &'a dyn Fn(i64) -> Option<Value>,
}

impl Course<'_> {
    /// The value in the period before; missing where the key has no row.
    pub(super) fn previous(&self, period: i64) -> Value {
        self.at(self.timeline.before(period))
    }

    /// The value in the same period of the year before; missing where the key has no row.
    pub(super) fn year_previous(&self, period: i64) -> Value {
        self.at(self.timeline.year_before(period))
    }

    /// The value less that of the period before.
    pub(super) fn change(&self, period: i64) -> Value {
        let (now, before) = self.both(period, self.timeline.before(period));
        difference_of(&now, &before)
    }

    /// The change since the period before, as a fraction of the value there.
    pub(super) fn growth(&self, period: i64) -> Value {
        let (now, before) = self.both(period, self.timeline.before(period));
        growth_of(&now, &before)
    }

    /// The change since the same period of the year before, as a fraction of the value there.
    pub(super) fn year_growth(&self, period: i64) -> Value {
        let (now, before) = self.both(period, self.timeline.year_before(period));
        growth_of(&now, &before)
    }

    /// The mean of the last `count` periods, this one the last; missing where one of them is missing or not whole.
    pub(super) fn mean(&self, period: i64, count: u32) -> Value {
        let mut sum = Value::Integer(0);
        for period in period + 1 - i64::from(count)..=period {
            let value = self.at(Some(period).filter(|it| self.timeline.is_whole(*it)));
            sum = match value.number() {
                Some(_) => compute(Operation::Add, &sum, &value).unwrap_or(Value::Null),
                None => return Value::Null,
            };
        }
        quotient_of(&sum, &Value::Integer(i128::from(count))).unwrap_or(Value::Null)
    }

    /// The value where that of the period `base` is 100.
    pub(super) fn index(&self, period: i64, base: i64) -> Value {
        let (now, first) = self.both(period, Some(base));
        let is_positive = first.compare(&Value::Integer(0)) == Ordering::Greater;
        if now.number().is_none() || first.number().is_none() || !is_positive {
            return Value::Null;
        }
        let hundredfold = compute(Operation::Multiply, &now, &Value::Integer(100));
        let index = hundredfold.map(|it| quotient_of(&it, &first));
        index.ok().flatten().unwrap_or(Value::Null)
    }

    fn at(&self, period: Option<i64>) -> Value {
        period.and_then(self.value).unwrap_or(Value::Null)
    }

    /// The values in two periods, missing unless both are whole.
    fn both(&self, period: i64, before: Option<i64>) -> (Value, Value) {
        match before {
            Some(before) if self.timeline.are_comparable(period, before) => {
                (self.at(Some(period)), self.at(Some(before)))
            }
            _ => (Value::Null, Value::Null),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Course, Timeline};
    use crate::results::Value;
    use crate::text::{CalendarUnit, Date, Ratio};

    fn ratio(numerator: i128, denominator: i128) -> Value {
        Value::Ratio(Ratio {
            numerator,
            denominator,
        })
    }

    fn months(dates: &[&str]) -> Timeline {
        let dates = dates.iter().map(|it| Date::parse(it).unwrap()).collect();
        Timeline::new(CalendarUnit::Month, &dates, None).unwrap()
    }

    #[test]
    fn values_are_compared_with_the_month_before_and_never_with_the_row_before() {
        let timeline = months(&["2024-01-18", "2024-02-19", "2024-04-20", "2025-01-02"]);
        let first = timeline.first().unwrap();
        let values = [Some(40), Some(50), None, Some(80)];
        let value = |period: i64| {
            let at = usize::try_from(period - first).ok()?;
            let known = if at == 12 { Some(60) } else { *values.get(at)? };
            known.map(Value::Integer)
        };
        let course = Course {
            timeline: &timeline,
            value: &value,
        };
        let [january, february, april, next] = [0, 1, 3, 12].map(|it| first + it);
        assert_eq!(course.previous(january), Value::Null);
        assert_eq!(course.change(january), Value::Null);
        assert_eq!(course.previous(february), Value::Integer(40));
        assert_eq!(course.change(february), Value::Integer(10));
        assert_eq!(course.growth(february), ratio(10, 40));
        // That is two months after February.
        assert_eq!(course.previous(april), Value::Null);
        assert_eq!(course.change(april), Value::Null);
        assert_eq!(course.growth(april), Value::Null);
        assert_eq!(course.year_previous(next), Value::Integer(40));
        assert_eq!(course.year_growth(next), ratio(20, 40));
        assert_eq!(course.year_growth(april), Value::Null);
        assert_eq!(course.mean(february, 2), ratio(90, 2));
        assert_eq!(course.mean(january, 2), Value::Null);
        assert_eq!(course.mean(april, 2), Value::Null);
        assert_eq!(course.index(april, january), ratio(8000, 40));
        assert_eq!(course.index(april, first + 2), Value::Null);
    }
}
