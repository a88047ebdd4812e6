//! The cells of columns of change. In: groups by key and period, the calendar. Out: the cell of a group in
//! a column.

use super::course::Course;
use super::distinct::distinct_values;
use super::history::History;
use super::timeline::Timeline;
use crate::engine::rollup::breakdown::BreakdownBuilder;
use crate::engine::rollup::codes::{EXCLUDED, MISSING, OTHERS};
use crate::engine::rollup::grouping::Grouped;
use crate::engine::rollup::ranks::{MostFirst, parents};
use crate::engine::rollup::wholes::Wholes;
use crate::report::{ColumnContent, Fact, Over, Role};
use crate::results::Value;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// What all cells of a breakdown have in common.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) build: &'a BreakdownBuilder<'a>,
    pub(super) full: &'a Grouped<'a>,
    pub(super) over: &'a Over,
    pub(super) timeline: &'a Timeline,
    /// The period whose value is 100.
    pub(super) base: Option<i64>,
    pub(super) wholes: &'a Wholes,
}

/// Groups whose cells can be told: all of them, or the folded ones.
pub(super) struct Cells<'a> {
    setting: Setting<'a>,
    history: History<'a>,
    /// The sum up to each group, by measure.
    running: BTreeMap<usize, Vec<Value>>,
    /// The distinct values that a measure counts in each group, by measure.
    distinct: BTreeMap<usize, Vec<FxHashSet<u32>>>,
    /// The rank of some groups, by measure.
    ranks: BTreeMap<usize, FxHashMap<u32, u32>>,
}

impl<'a> Cells<'a> {
    /// The cells of the groups of a history; `of` says of each of all groups in which of them it is, and `ranked`
    /// are those that need a rank.
    pub(super) fn new(
        setting: Setting<'a>,
        history: History<'a>,
        of: &[Option<u32>],
        ranked: &[u32],
    ) -> Self {
        let Setting { build, full, .. } = setting;
        let has = |measure: usize, roles: &[Role]| {
            let columns = build.definition.columns.values().iter();
            let held = columns.map(|column| &column.holds);
            held.into_iter().any(|holds| match holds {
                ColumnContent::Measure { measure: at, role } => {
                    *at == measure && roles.contains(role)
                }
                ColumnContent::Codes(_) | ColumnContent::Fact(_) => false,
            })
        };
        let mut cells = Self {
            setting,
            running: BTreeMap::new(),
            distinct: BTreeMap::new(),
            ranks: BTreeMap::new(),
            history,
        };
        for (at, measure) in build.measures.iter().enumerate() {
            if has(at, &[Role::Running]) {
                cells.running.insert(at, cells.history.running(at));
            }
            if has(at, &[Role::EnteredCount, Role::LeftCount]) {
                let groups = cells.history.groups.count();
                let found = distinct_values(build.table, full, (of, groups), measure);
                cells.distinct.insert(at, found);
            }
            if has(at, &[Role::RankPrevious, Role::RankChange]) {
                let parents = parents(&full.groups, &build.definition.within);
                let columns = build.columns();
                let ranks = MostFirst::new(&columns, &full.groups, at).ranks(&parents, ranked);
                let ranks = ranked.iter().copied().zip(ranks);
                cells.ranks.insert(at, ranks.collect());
            }
        }
        cells
    }

    /// The cell of a group in a period.
    pub(super) fn value(&self, at: u32, period: i64, holds: &ColumnContent) -> Value {
        let none = BTreeMap::new();
        let codes = self.history.groups.codes(at);
        let course = self.history.course(codes).unwrap_or(&none);
        match holds {
            ColumnContent::Codes(_) => Value::Null,
            ColumnContent::Fact(fact) => self.fact(codes, course, period, *fact),
            ColumnContent::Measure { measure, role } => {
                self.role(course, at, period, (*measure, *role))
            }
        }
    }

    fn role(
        &self,
        groups: &BTreeMap<i64, u32>,
        at: u32,
        period: i64,
        (measure, role): (usize, Role),
    ) -> Value {
        let Setting {
            over,
            timeline,
            base,
            ..
        } = self.setting;
        let amount = |period: i64| {
            let at = groups.get(&period)?;
            Some(self.history.groups.amounts[measure].get(*at))
        };
        let share = |period: i64| Some(self.share(*groups.get(&period)?, measure));
        let rank = |period: i64| Some(self.rank(*groups.get(&period)?, measure));
        let value: &dyn Fn(i64) -> Option<Value> = match role.base() {
            Role::Share => &share,
            Role::Rank => &rank,
            _ => &amount,
        };
        let course = Course { timeline, value };
        match role {
            Role::Previous | Role::SharePrevious | Role::RankPrevious => course.previous(period),
            Role::Change | Role::ShareChange | Role::RankChange => course.change(period),
            Role::Growth => course.growth(period),
            Role::YearPrevious => course.year_previous(period),
            Role::YearGrowth => course.year_growth(period),
            Role::Mean => over.mean.map_or(Value::Null, |it| course.mean(period, it)),
            Role::Index => base.map_or(Value::Null, |it| course.index(period, it)),
            Role::Running => match self.running.get(&measure) {
                Some(sums) if timeline.is_unbroken(period) => sums[at as usize].clone(),
                _ => Value::Null,
            },
            Role::EnteredCount => self.moved(groups, period, measure, |now, before| {
                now.difference(before).count()
            }),
            Role::LeftCount => self.moved(groups, period, measure, |now, before| {
                before.difference(now).count()
            }),
            Role::Value | Role::Share | Role::Rank | Role::Cumulative => Value::Null,
        }
    }

    /// How many of the values that a measure counts are there in one of two periods only.
    fn moved(
        &self,
        groups: &BTreeMap<i64, u32>,
        period: i64,
        measure: usize,
        count: impl Fn(&FxHashSet<u32>, &FxHashSet<u32>) -> usize,
    ) -> Value {
        let timeline = self.setting.timeline;
        let before = timeline.before(period);
        let before = before.filter(|before| timeline.are_comparable(period, *before));
        let (Some(before), Some(known)) = (before, self.distinct.get(&measure)) else {
            return Value::Null;
        };
        let none = FxHashSet::default();
        let of = |period: i64| groups.get(&period).map_or(&none, |at| &known[*at as usize]);
        Value::Integer(count(of(period), of(before)) as i128)
    }

    fn share(&self, at: u32, measure: usize) -> Value {
        let Setting { build, wholes, .. } = self.setting;
        let codes = self.history.groups.codes(at);
        let whole = wholes.of_group(codes, &build.definition.within, &build.columns());
        let amount = self.history.groups.amounts[measure].get(at);
        Value::share(
            amount.units(),
            whole.map_or(0, |whole| whole[measure].units()),
        )
    }

    fn rank(&self, at: u32, measure: usize) -> Value {
        let rank = self.ranks.get(&measure).and_then(|ranks| ranks.get(&at));
        match rank {
            Some(0) | None => Value::Null,
            Some(rank) => Value::Integer(i128::from(*rank)),
        }
    }

    /// What is true of a row. Only a key of the data can come and go.
    fn fact(&self, codes: &[u32], groups: &BTreeMap<i64, u32>, period: i64, fact: Fact) -> Value {
        let timeline = self.setting.timeline;
        let constants = [MISSING, OTHERS, EXCLUDED];
        let is_key = !codes.iter().any(|code| constants.contains(code));
        let lacks = |other: Option<i64>| match other {
            Some(other) if is_key && timeline.are_comparable(period, other) => {
                Value::Boolean(!groups.contains_key(&other))
            }
            _ => Value::Null,
        };
        match fact {
            Fact::Entered => lacks(timeline.before(period)),
            Fact::Leaves => lacks(timeline.after(period)),
            Fact::Whole => Value::Boolean(timeline.is_whole(period)),
        }
    }
}
