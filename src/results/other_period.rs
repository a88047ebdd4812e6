//! Rows of another month than the period. In: how many rows of a source have each day, and what the bundle of the period before says of its own. Out: a
//! warning for each column of dates of which nearly all days lie in one month, and some do not, or that is not the month of the period.
//!
//! What the period of a report covers stands nowhere in a spec: a snapshot of the first of November has the events of October by right. So a month is
//! held against the other rows of the file, and its distance from the period against that of the period before.

use super::{DayRows, InputsBefore, Results, SourceBefore, SourceStatistics};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Denominator, DimensionKind, Numerator, Period, Report, Source, first_day};
use crate::spec::escape;
use crate::sql::Expression;
use crate::text::number::integer;
use crate::text::{CalendarUnit, Date, Locale};
use std::collections::{BTreeMap, BTreeSet};

/// Of fewer rows nothing is said.
const LEAST_ROWS: usize = 10;
/// Of fewer different days, as of the one on which a list is valid, a month is no sign of the period where nothing is known of that before.
const LEAST_DAYS: usize = 5;
/// In more other months than these lie days of something else, unless they are very few.
const MOST_OTHERS: usize = 2;

/// The warnings of a run.
pub(crate) fn warnings(
    report: &Report,
    results: &Results,
    before: Option<&InputsBefore>,
) -> Vec<Diagnostic> {
    let Some(period) = &report.period else {
        return Vec::new();
    };
    let Some((unit, day)) = period.unit.zip(first_day(&period.name)) else {
        return Vec::new();
    };
    let mut warnings = Vec::new();
    for now in &results.sources {
        let mut sources = report.sources.iter().enumerate();
        let Some((at, source)) = sources.find(|(_, it)| it.name == now.name) else {
            continue;
        };
        let conditions = conditions(report, at);
        let asked = |name: &str| conditions.contains(name);
        let columns: Vec<Days<'_>> = now
            .days
            .iter()
            .filter_map(|(name, days)| Days::of(name, days, unit))
            .collect();
        let has_whole = columns.iter().any(|it| it.others.is_empty());
        for days in columns.iter().filter(|it| !asked(it.column)) {
            let held = Held {
                source,
                now,
                period,
                unit,
                day,
            };
            let of_before =
                before.and_then(|it| Some((it.period.as_str(), it.sources.get(&now.name)?)));
            if !days.are_nearly_all() {
                let found = held.of_two_periods(days, of_before);
                warnings.extend(found.filter(|_| !has_whole));
                continue;
            }
            let of_other = held.of_other_period(days, of_before);
            warnings.extend(of_other.or_else(|| held.some_of_others(days).filter(|_| !has_whole)));
        }
    }
    warnings
}

/// The month, or what else a period is, in which nearly all days of each column of dates of a source lie, by its first day.
pub(crate) fn nearly_all(report: &Report, now: &SourceStatistics) -> Vec<(String, Date)> {
    let Some(unit) = report.period.as_ref().and_then(|it| it.unit) else {
        return Vec::new();
    };
    let columns = now.days.iter();
    let columns = columns.filter_map(|(name, days)| {
        let days = Days::of(name, days, unit)?;
        let days = Some(days).filter(Days::are_nearly_all)?;
        Some((name.clone(), unit.first_day(days.most)?))
    });
    columns.collect()
}

/// The days of a column, most of which lie in one part of the calendar.
#[derive(Clone)]
struct Days<'a> {
    column: &'a str,
    all: &'a BTreeMap<i64, DayRows>,
    rows: usize,
    /// The part in which most lie.
    most: i64,
    /// The rows of each other part.
    others: BTreeMap<i64, usize>,
}

impl<'a> Days<'a> {
    fn of(column: &'a str, all: &'a BTreeMap<i64, DayRows>, unit: CalendarUnit) -> Option<Self> {
        let mut parts: BTreeMap<i64, usize> = BTreeMap::new();
        for (day, found) in all {
            *parts.entry(unit.of(Date::from_number(*day)?)).or_default() += found.rows;
        }
        let rows: usize = parts.values().sum();
        let (most, _) = parts.iter().max_by_key(|(_, rows)| **rows)?;
        let most = *most;
        parts.remove(&most);
        (rows >= LEAST_ROWS).then_some(Self {
            column,
            all,
            rows,
            most,
            others: parts,
        })
    }

    /// Whether nine of ten, or more, lie in one part.
    fn are_nearly_all(&self) -> bool {
        (self.rows - self.outside()) * 10 >= self.rows * 9
    }

    /// The same, of which those of a part are the ones that are meant; none if there are no such.
    fn meant_of(&self, part: i64) -> Option<Self> {
        let mut others = self.others.clone();
        if part != self.most {
            others.remove(&part)?;
            others.insert(self.most, self.rows - self.outside());
        }
        Some(Self {
            most: part,
            others,
            ..self.clone()
        })
    }

    /// Rows that do not lie where most do.
    fn outside(&self) -> usize {
        self.others.values().sum()
    }
}

/// A source and the period that it is held against.
struct Held<'a> {
    source: &'a Source,
    now: &'a SourceStatistics,
    period: &'a Period,
    unit: CalendarUnit,
    day: Date,
}

impl Held<'_> {
    /// Some rows lie in another month than nearly all.
    fn some_of_others(&self, days: &Days<'_>) -> Option<Diagnostic> {
        let outside = days.outside();
        let are_few = outside * 100 <= days.rows;
        let is_told = outside > 0 && (days.others.len() <= MOST_OTHERS || are_few);
        if !is_told || self.is_window(days) {
            return None;
        }
        let part = |day: &i64| Date::from_number(*day).map(|day| self.unit.of(day));
        let (day, found) = days
            .all
            .iter()
            .rfind(|(day, _)| part(day).is_some_and(|part| days.others.contains_key(&part)))?;
        let message = format!(
            "source `{}`: {} of {} rows {} a `{}` in another {} than {}, such as {}",
            self.source.name,
            number(outside),
            number(days.rows),
            if outside == 1 { "has" } else { "have" },
            days.column,
            self.unit.key(),
            self.name(days.most),
            self.example(*day, *found)?,
        );
        let at_midnight = self.is_beside(days).then(|| {
            format!(
                "all of these are of the day before or behind: where `{}` is of moments, the `zone` of the source says whose day counts",
                days.column
            )
        });
        let warning = self.warning(message).maybe_hint(at_midnight);
        Some(warning.hint(format!(
            "does the file hold rows of another {}? Get one without, leave them out with `where` at the source, or, where they belong to the period `{}`, say so there: `allow: [{}]`",
            self.unit.key(),
            self.period.name,
            Code::OTHER_PERIOD_ROWS
        )))
    }

    /// Many rows lie in another month than that of which nearly all would be, as those of the period before were of theirs.
    fn of_two_periods(
        &self,
        days: &Days<'_>,
        before: Option<(&str, &SourceBefore)>,
    ) -> Option<Diagnostic> {
        let (period, source) = before?;
        let part = Date::parse(source.days.get(days.column)?)?;
        let away = self.unit.of(part) - self.unit.of(first_day(period)?);
        let days = days.meant_of(self.unit.of(self.day) + away)?;
        let is_told = days.others.len() <= MOST_OTHERS;
        is_told.then(|| self.some_of_others(&days)).flatten()
    }

    /// Nearly all rows lie in another month than that of the period.
    fn of_other_period(
        &self,
        days: &Days<'_>,
        before: Option<(&str, &SourceBefore)>,
    ) -> Option<Diagnostic> {
        let away = days.most - self.unit.of(self.day);
        let is_day = Date::parse(&self.period.name).is_some();
        // What is of a day may be of the month before: all that happened until then.
        let is_usual = |away: i64| away == 0 || (is_day && away == -1);
        let are_many_days = days.all.len() >= LEAST_DAYS;
        let earlier = before.and_then(|(period, source)| {
            let part = Date::parse(source.days.get(days.column)?)?;
            let away = self.unit.of(part) - self.unit.of(first_day(period)?);
            Some((period, self.unit.of(part), away))
        });
        let is_told = match earlier {
            Some((_, _, away_before)) if away_before == away => false,
            Some((_, part, away_before)) => {
                // A day that stays, such as that of a price list, is none of the period.
                is_usual(away_before) || (are_many_days && part != days.most)
            }
            None => !is_usual(away) && are_many_days,
        };
        if !is_told || self.is_window(days) {
            return None;
        }
        let (day, found) = days.all.iter().find(|(day, _)| {
            let day = Date::from_number(**day);
            day.is_some_and(|day| self.unit.of(day) == days.most)
        })?;
        let rows = match days.outside() {
            0 => format!("all {}", number(days.rows)),
            outside => format!("{} of {}", number(days.rows - outside), number(days.rows)),
        };
        let before = earlier.map(|(period, part, _)| {
            format!("; in the period `{period}` it was {}", self.name(part))
        });
        let message = format!(
            "source `{}`: {rows} rows of the period `{}` have a `{}` in {}, such as {}{}",
            self.source.name,
            self.period.name,
            days.column,
            self.name(days.most),
            self.example(*day, *found)?,
            before.unwrap_or_default(),
        );
        Some(self.warning(message).hint(format!(
            "is it the file of another {}? Get that of this one, or, where these are its rows, say so at the source: `allow: [{}]`",
            self.unit.key(),
            Code::OTHER_PERIOD_ROWS
        )))
    }

    /// Whether all days lie in as many as a period has, the last of which is the day of the period: what happened in the thirty days before.
    fn is_window(&self, days: &Days<'_>) -> bool {
        let length = match self.unit {
            CalendarUnit::Day | CalendarUnit::Week => 7,
            CalendarUnit::Month => 31,
            CalendarUnit::Quarter => 92,
            CalendarUnit::Year => 366,
        };
        let end = self.day.number();
        let is_day = Date::parse(&self.period.name).is_some();
        is_day
            && days
                .all
                .keys()
                .all(|day| (end - length..=end).contains(day))
    }

    /// Whether the days outside are those that touch the month of nearly all: moments near midnight.
    fn is_beside(&self, days: &Days<'_>) -> bool {
        let first = |part: i64| self.unit.first_day(part).map(Date::number);
        let bounds = first(days.most).zip(first(days.most + 1));
        bounds.is_some_and(|(first, next)| {
            let mut all = days.all.keys();
            all.all(|day| (first - 1..=next).contains(day))
        })
    }

    fn name(&self, part: i64) -> String {
        self.unit.name(part, Locale::En)
    }

    /// A day of the file, and the file.
    fn example(&self, day: i64, found: DayRows) -> Option<String> {
        let day = Date::from_number(day)?.iso();
        let path = &self.now.files.get(found.file)?.path;
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        Some(format!("`{day}` in `{file}`"))
    }

    fn warning(&self, message: String) -> Diagnostic {
        let place = format!("/sources/{}/path", escape(&self.source.name));
        Diagnostic::warning(Code::OTHER_PERIOD_ROWS, message).at(Location::key(place))
    }
}

fn number(rows: usize) -> String {
    integer((rows as i128).into(), Locale::En)
}

/// The columns of a source that conditions of the report name, in their own name or through a dimension: who asks for some days knows the others.
fn conditions(report: &Report, source: usize) -> BTreeSet<&str> {
    let scope = report.scope.iter().filter(|it| it.source == source);
    let of_scope = scope.flat_map(|it| it.filter.iter());
    let of_source = report.sources[source].filter.iter();
    let of_breakdowns = report.breakdowns.values();
    let of_breakdowns = of_breakdowns.flat_map(|it| {
        let measures = it.measures.iter().map(|measure| &measure.expression);
        it.filter.iter().chain(measures.flat_map(filters))
    });
    let of_metrics = report.metrics.values().flat_map(|it| {
        let of_measure = match &it.numerator {
            Numerator::Aggregate { measure, .. } => filters(&measure.expression),
            Numerator::Second { .. } => Vec::new(),
        };
        let below = match &it.denominator {
            Denominator::Aggregate { filter, .. } => filter.as_ref(),
            Denominator::None | Denominator::Param(..) | Denominator::Metric(_) => None,
        };
        it.filter.iter().chain(below).chain(of_measure)
    });
    let all = of_scope
        .chain(of_source)
        .chain(of_breakdowns)
        .chain(of_metrics);
    let mut names = BTreeSet::new();
    let mut left: Vec<&str> = all.flat_map(|it| &it.names).map(String::as_str).collect();
    while let Some(name) = left.pop() {
        if !names.insert(name) {
            continue;
        }
        let dimension = report.dimensions.get(name).map(|it| &it.kind);
        match dimension {
            Some(DimensionKind::Sql(expression)) => {
                left.extend(expression.names.iter().map(String::as_str));
            }
            Some(DimensionKind::Column(column)) => left.push(column),
            Some(
                DimensionKind::Lookup { .. }
                | DimensionKind::Bucket { .. }
                | DimensionKind::Explode { .. },
            )
            | None => {}
        }
    }
    names
}

/// The conditions of the aggregates of an expression.
fn filters(expression: &Expression) -> Vec<&Expression> {
    let aggregates = expression.node.aggregates().into_iter();
    aggregates.filter_map(|it| it.filter.as_ref()).collect()
}
