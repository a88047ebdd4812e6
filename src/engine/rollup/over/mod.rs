//! Columns of change along the dates of one source, found by the calendar and never by position. In: the
//! groups of a breakdown with `over`. Out: these columns in its rows, and what the calendar says of them.
//!
//! A row is compared with all groups, not with the rows that are shown: what is folded or dropped in one period
//! is still what another period is compared with.

mod cells;
mod course;
mod cut;
mod distinct;
mod history;
mod notes;
mod timeline;

use super::breakdown::{BreakdownBuilder, RowGroups};
use super::coded::Coded;
use super::codes::MISSING;
use super::grouping::Grouped;
use super::wholes::Wholes;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{IndexBase, KeepRule, Over, Slot};
use crate::results::{Frame, FrameCalendar, IncompletePeriod};
use crate::text::{CalendarUnit, Date, Locale};
use cells::{Cells, Setting};
use history::{History, period_of};
pub(super) use notes::calendar_notes;
use notes::has_parts;
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use timeline::{FinerDates, Timeline};

impl BreakdownBuilder<'_> {
    /// Fills in the columns of change of the rows of a frame, which are the shown groups in their order.
    ///
    /// # Errors
    /// Two dates in one period, or an index without a base.
    pub(super) fn fill_over(
        &self,
        frame: &mut Frame,
        (full, shown, order): (&Grouped<'_>, &RowGroups<'_>, &[u32]),
        wholes: &Wholes,
    ) -> Result<(), Diagnostic> {
        let Some(over) = &self.definition.over else {
            return Ok(());
        };
        let dates = self.columns()[over.level];
        let timeline = self.timeline(over, full, dates)?;
        let setting = Setting {
            build: self,
            full,
            over,
            timeline: &timeline,
            base: self.base(over, &timeline)?,
            wholes,
        };
        let periods = (0..dates.count() as u32).map(|code| {
            let date = Date::parse(dates.text(code)?)?;
            Some(timeline.period(date))
        });
        let periods: Vec<Option<i64>> = periods.collect();
        let period = |codes: &[u32]| period_of(codes[over.level], &periods);
        let all = full.groups.positions();
        let own = History::of(&full.groups, all.clone(), over.level, &periods);
        // Folded rows are compared with each other where they are the rest of the same values in every period.
        let rest = (0_u32..).zip(&shown.origins);
        let rest = rest.filter(|(_, origin)| origin.is_none() && !self.folds_by_date(over));
        let rest = History::of(&shown.groups, rest.map(|it| it.0), over.level, &periods);
        let mut ranked: BTreeSet<u32> = BTreeSet::new();
        for at in order.iter().filter_map(|at| shown.origins[*at as usize]) {
            let codes = full.groups.codes(at);
            let before = period(codes).and_then(|period| timeline.before(period));
            ranked.insert(at);
            ranked.extend(before.and_then(|before| own.course(codes)?.get(&before)));
        }
        let itself: Vec<Option<u32>> = all.map(Some).collect();
        let ranked: Vec<u32> = ranked.into_iter().collect();
        let own = Cells::new(setting, own, &itself, &ranked);
        let rest = Cells::new(setting, rest, &shown.of, &[]);
        for (row, at) in frame.rows.iter_mut().zip(order) {
            let Some(period) = period(shown.groups.codes(*at)) else {
                continue;
            };
            let (cells, at) = match shown.origins[*at as usize] {
                Some(origin) => (&own, origin),
                None => (&rest, *at),
            };
            for column in self.definition.columns.values() {
                if let (true, Slot::Value(place)) = (column.is_of_change(), column.slot) {
                    row.values[place] = cells.value(at, period, &column.holds);
                }
            }
        }
        frame.calendar = Some(calendar(over, &timeline));
        Ok(())
    }

    /// The periods of the groups' dates.
    fn timeline(
        &self,
        over: &Over,
        full: &Grouped<'_>,
        dates: &Coded,
    ) -> Result<Timeline, Diagnostic> {
        let date = |code: u32| Date::parse(dates.text(code)?);
        let codes = full.groups.positions();
        let codes = codes.filter_map(|at| date(full.groups.codes(at)[over.level]));
        let codes: BTreeSet<Date> = codes.collect();
        let finer = over.parts.as_ref().map(|parts| FinerDates {
            of: finer_dates(full, dates, &self.table.keys[&parts.dates]),
            unit: parts.unit,
        });
        Timeline::new(over.every, &codes, finer.as_ref()).map_err(|[one, other]| {
            let period = over.every.of(one);
            Diagnostic::error(
                Code::TWO_DATES,
                format!(
                    "breakdown `{}` has two dates in {}: {one} and {other}",
                    self.definition.name,
                    over.every.name(period, Locale::En)
                ),
            )
            .at(Location::value(format!(
                "{}/over/every",
                self.definition.pointer
            )))
            .hint(format!(
                "group by `date_trunc('{0}', …)` if the rows of a {0} belong together, or take shorter periods",
                over.every.key()
            ))
        })
    }

    /// What is told of the first and the last period of each level of such along which nothing is compared, where they seem to be
    /// cut. Where the finer dates are no part of the groups nothing is known.
    pub(super) fn cut_levels(&self, full: &Grouped<'_>) -> Vec<(usize, CalendarUnit, String)> {
        let compared = self.definition.over.as_ref().map(|over| over.level);
        let levels = self.levels.iter().enumerate();
        let found = levels.filter(|(at, _)| Some(*at) != compared);
        let found = found.filter_map(|(at, level)| {
            let (unit, dates) = level.truncated.as_ref()?;
            let finer = finer_dates(full, self.columns()[at], self.table.keys.get(dates)?);
            let told = cut_ends(*unit, finer)?.into_iter();
            Some(told.map(|it| (at, *unit, it)).collect::<Vec<_>>())
        });
        found.flatten().collect()
    }

    /// The period whose value is 100.
    fn base(&self, over: &Over, timeline: &Timeline) -> Result<Option<i64>, Diagnostic> {
        let period = match over.index {
            None => return Ok(None),
            Some(IndexBase::First) => match timeline.first() {
                Some(first) => first,
                None => return Ok(None),
            },
            Some(IndexBase::Of(date)) => timeline.period(date),
        };
        if timeline.is_whole(period) {
            return Ok(Some(period));
        }
        let name = over.every.name(period, Locale::En);
        let why = match (over.index, timeline.has(period)) {
            (Some(IndexBase::First), _) => format!("its first period, {name}, is not whole"),
            (_, true) => format!("{name} is not whole"),
            (_, false) => format!("{name} has no rows"),
        };
        let message = format!(
            "the index of breakdown `{}` has no base: {why}",
            self.definition.name
        );
        let problem = Diagnostic::error(Code::INDEX_BASE, message);
        Err(problem
            .at(Location::value(format!(
                "{}/over/index",
                self.definition.pointer
            )))
            .hint("name a day of a whole period with rows: `index: 2024-01-01`"))
    }

    /// Whether what is folded differs from date to date.
    fn folds_by_date(&self, over: &Over) -> bool {
        let mut keep = self.definition.keep.iter();
        keep.any(|(level, keep)| match keep.rule {
            KeepRule::Top { per_parent, .. } => per_parent && *level > over.level,
            KeepRule::Any(_) | KeepRule::Values(_) => false,
        })
    }
}

/// What is told of the ends of some periods with their finer dates: that their dates end sooner than those of all others, or that
/// parts are missing in them although the others are whole.
fn cut_ends(unit: CalendarUnit, of: BTreeMap<Date, BTreeSet<Date>>) -> Option<Vec<String>> {
    let dates: BTreeSet<Date> = of.keys().copied().collect();
    let finer = FinerDates { of, unit: None };
    let timeline = Timeline::new(unit, &dates, Some(&finer)).ok()?;
    let ends = [dates.first()?, dates.last()?];
    let incomplete = timeline.incomplete();
    let are_ends = incomplete.iter().all(|it| ends.contains(&&it.date));
    let of_parts = incomplete.iter().filter_map(|it| {
        let part = timeline
            .part()
            .filter(|_| are_ends && incomplete.len() < dates.len())?;
        Some(has_parts(unit, part, (it.period, it.parts, it.of)))
    });
    let cut = timeline.cut().iter().map(|it| it.told(unit));
    Some(of_parts.chain(cut).collect())
}

fn calendar(over: &Over, timeline: &Timeline) -> FrameCalendar {
    let incomplete = timeline.incomplete().into_iter();
    FrameCalendar {
        level: over.level,
        every: over.every,
        named: timeline.is_named(),
        missing: timeline.missing(),
        part: timeline.part(),
        cut: timeline.cut().to_vec(),
        incomplete: incomplete
            .map(|it| IncompletePeriod {
                code: Arc::from(it.date.iso()),
                period: it.period,
                parts: it.parts,
                of: it.of,
            })
            .collect(),
    }
}

/// The finer dates of each date.
fn finer_dates(full: &Grouped<'_>, dates: &Coded, finer: &Coded) -> BTreeMap<Date, BTreeSet<Date>> {
    let pairs = full.rows.iter().map(|row| {
        let row = *row as usize;
        (dates.codes[row], finer.codes[row])
    });
    let pairs: FxHashSet<(u32, u32)> = pairs.filter(|pair| pair.1 != MISSING).collect();
    let mut of: BTreeMap<Date, BTreeSet<Date>> = BTreeMap::new();
    let mut pairs: Vec<(u32, u32)> = pairs.into_iter().collect();
    pairs.sort_unstable();
    for (date, day) in pairs {
        let date = dates.text(date).and_then(Date::parse);
        let day = finer.text(day).and_then(Date::parse);
        if let (Some(date), Some(day)) = (date, day) {
            of.entry(date).or_default().insert(day);
        }
    }
    of
}
