//! The table of a breakdown after execution: exact cells in rows, under the columns of the report.

use super::Unknown;
use crate::diagnostic::counted;
use crate::report::{Breakdown, Column, Columns, MeasureUse, Report, Slot, labels};
use crate::sql::{Expression, Type, Value};
use crate::text::{CalendarUnit, Date, Locale};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The key cell of a dimension or attribute.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A value of the data, by its code.
    Code(Arc<str>),
    /// Rows without a value.
    Missing,
    /// The row of others; a separate variant, so that no value of the data can be mistaken for it.
    Others,
}

impl Key {
    /// The code, unless the key is missing or others.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Code(code) => Some(code),
            Self::Missing | Self::Others => None,
        }
    }
}

/// A breakdown after execution.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Name of the breakdown.
    pub name: String,
    /// Its columns.
    pub columns: Arc<Columns>,
    /// Rows in order.
    pub rows: Vec<Row>,
    /// The total over all of its rows, one a value column, where the breakdown asks for it. It is no row:
    /// nothing counts, orders or draws it.
    pub total: Option<Vec<Value>>,
    /// How many rows of the source, or of the breakdown that it starts from, went into it; each
    /// counts once.
    pub source_rows: i128,
    /// Columns that mean nothing in this run.
    pub unknown: Unknown,
    /// Rows of the period before that are no longer there, in their order: without values but for the columns of
    /// the period before.
    pub left: Vec<Row>,
    /// For each dimension, all its codes in order, where they are known beforehand (buckets).
    pub domains: Vec<Option<Vec<Arc<str>>>>,
    /// Positions of the dimensions of dates of which some only have rows of their own, since `keep` folds or drops the rows of
    /// others: that a date between two of them has none says nothing of the data.
    pub chosen: BTreeSet<usize>,
    /// Codes of outer dimensions, and positions of measures, of which a group that `keep` folds, or does not choose, has more than all rows of
    /// these codes.
    pub outdone: BTreeSet<(Vec<Key>, usize)>,
    /// What is told of the first and the last period of each dimension of such along which the breakdown does not go over dates,
    /// where they seem to be cut.
    pub cut: Vec<(usize, CalendarUnit, String)>,
    /// The calendar of its dates, where the breakdown goes over these.
    pub calendar: Option<FrameCalendar>,
}

/// The periods of the dates of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameCalendar {
    /// Position of the dimension of dates.
    pub level: usize,
    /// The kind of period for which a date stands.
    pub every: CalendarUnit,
    /// Whether its dates are the first days of their periods, so that they are called by the names of these.
    pub named: bool,
    /// Numbers of the periods without rows between others.
    pub missing: Vec<i64>,
    /// In which periods a whole one has rows, where this is known.
    pub part: Option<CalendarUnit>,
    /// The periods that are not whole.
    pub incomplete: Vec<IncompletePeriod>,
    /// The first and the last period, as far as their dates end sooner than those of all others and nothing says of what they are made.
    pub cut: Vec<CutPeriod>,
}

/// The first or the last period, whose dates begin later or end sooner than those of all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutPeriod {
    /// Its number.
    pub period: i64,
    /// Its first date, or its last one.
    pub day: Date,
    /// Whether it is the last one.
    pub is_last: bool,
    /// The most days that lie beyond the dates of another one.
    pub others: i64,
}

impl CutPeriod {
    /// What its dates tell of it.
    #[must_use]
    pub(crate) fn told(&self, every: CalendarUnit) -> String {
        let (where_to, end) = if self.is_last {
            ("end on", "before its end")
        } else {
            ("begin on", "after its beginning")
        };
        let others = match self.others {
            0 => "in no other period a day is missing there".to_owned(),
            days => format!(
                "those of no other period are more than {} {end}",
                counted(days, "day", "days")
            ),
        };
        let period = every.name(self.period, Locale::En);
        format!(
            "the dates of {period} {where_to} {}, and {others}",
            self.day
        )
    }
}

/// A period that is not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncompletePeriod {
    /// The date that stands for it, as a code.
    pub code: Arc<str>,
    /// Its number.
    pub period: i64,
    /// How many of its parts have rows.
    pub parts: usize,
    /// How many parts it has.
    pub of: usize,
}

/// A row of a frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One per dimension.
    pub keys: Vec<Key>,
    /// One per attribute.
    pub attributes: Vec<Key>,
    /// One per value column, behind them one per column of change.
    pub values: Vec<Value>,
}

impl Row {
    /// The cell of a dimension or an attribute.
    #[must_use]
    pub(crate) fn key(&self, slot: Slot) -> Option<&Key> {
        match slot {
            Slot::Dimension(at) => self.keys.get(at),
            Slot::Attribute(at) => self.attributes.get(at),
            Slot::Value(_) => None,
        }
    }

    /// The cell of a value column.
    #[must_use]
    pub fn value(&self, slot: Slot) -> Option<&Value> {
        match slot {
            Slot::Value(at) => self.values.get(at),
            Slot::Dimension(_) | Slot::Attribute(_) => None,
        }
    }

    /// Whether it stands for a value of each dimension: neither for others nor for rows without a value.
    #[must_use]
    pub fn is_value(&self) -> bool {
        self.keys.iter().all(|key| key.code().is_some())
    }

    /// Whether one of its keys is the row of others.
    #[must_use]
    pub fn folded(&self) -> bool {
        self.keys.contains(&Key::Others)
    }
}

/// The place of a row in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowAt {
    /// Among its rows.
    Here(usize),
    /// Below them.
    Total,
    /// Among those that left.
    Left(usize),
}

impl Frame {
    /// Whether the shares of a column add up to more than one of the wholes that they are of because a row of a list, or a
    /// value of which distinct ones are counted, is in several groups. Other shares do so too where amounts below zero are left
    /// out.
    #[must_use]
    pub(crate) fn adds_up_to_more(&self, share: &Column, definition: &Breakdown) -> bool {
        let measure = share.measure().and_then(|at| definition.measures.get(at));
        if !definition.by_list && !measure.is_some_and(MeasureUse::counts_distinct) {
            return false;
        }
        let mut sums: BTreeMap<Vec<&Key>, (i128, i128)> = BTreeMap::new();
        for row in &self.rows {
            if let Some(Value::Ratio(ratio)) = row.value(share.slot) {
                let group = definition
                    .within
                    .iter()
                    .map(|level| &row.keys[*level])
                    .collect();
                let (sum, whole) = sums.entry(group).or_insert((0, ratio.denominator));
                *sum = sum.saturating_add(ratio.numerator);
                *whole = (*whole).max(ratio.denominator);
            }
        }
        sums.values().any(|(sum, whole)| sum > whole)
    }

    /// Where the cells of the column with this name are.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<Slot> {
        self.columns.get(name).map(|column| column.slot)
    }

    /// Whether an expression over its rows that pass a condition reads what means nothing in this run.
    #[must_use]
    pub(crate) fn leaves_unknown(
        &self,
        expression: &Expression,
        filter: Option<&Expression>,
    ) -> bool {
        let names = filter.into_iter().flat_map(|filter| &filter.names);
        self.unknown.touches(names.chain(&expression.names))
    }

    /// The row at a place; none for the total, which has no codes.
    #[must_use]
    pub fn row(&self, at: RowAt) -> Option<&Row> {
        match at {
            RowAt::Here(at) => self.rows.get(at),
            RowAt::Left(at) => self.left.get(at),
            RowAt::Total => None,
        }
    }

    /// The values of a row, or of the total.
    #[must_use]
    pub fn values(&self, at: RowAt) -> Option<&[Value]> {
        match at {
            RowAt::Here(_) | RowAt::Left(_) => self.row(at).map(|row| &*row.values),
            RowAt::Total => self.total.as_deref(),
        }
    }

    /// Whether the values of a dimension have an order of their own, dates and buckets: a drawing folds none of them.
    #[must_use]
    pub(crate) fn is_ordered(&self, level: usize) -> bool {
        let column = self.columns.dimensions().get(level);
        self.domains[level].is_some() || column.is_some_and(|it| it.value_type == Type::Date)
    }

    /// The calendar of a dimension, if the rows are compared along it.
    fn calendar_of(&self, slot: Slot) -> Option<&FrameCalendar> {
        let calendar = self.calendar.as_ref()?;
        (slot == Slot::Dimension(calendar.level)).then_some(calendar)
    }

    /// The name of the period whose first day a code is.
    #[must_use]
    pub(crate) fn period_name(&self, slot: Slot, code: &str, locale: Locale) -> Option<String> {
        let calendar = self.calendar_of(slot).filter(|it| it.named)?;
        let period = calendar.every.of(Date::parse(code)?);
        Some(calendar.every.name(period, locale))
    }

    /// What is not whole of the period for which a code stands: how many of its parts have rows, how many there
    /// are, and what these are.
    #[must_use]
    pub(crate) fn incomplete(
        &self,
        slot: Slot,
        code: &str,
    ) -> Option<(usize, usize, CalendarUnit)> {
        let calendar = self.calendar_of(slot)?;
        let mut incomplete = calendar.incomplete.iter();
        let found = incomplete.find(|it| *it.code == *code)?;
        Some((found.parts, found.of, calendar.part?))
    }

    /// The row with these codes, one per dimension.
    #[must_use]
    pub fn find(&self, codes: &[&str]) -> Option<&Row> {
        self.rows.iter().find(|row| {
            row.keys.len() == codes.len()
                && row
                    .keys
                    .iter()
                    .zip(codes)
                    .all(|(key, code)| key.code() == Some(code))
        })
    }
}

/// The label of a column's key, whatever kind of key it is.
#[must_use]
pub fn key_label(report: &Report, column: &Column, key: &Key, locale: Locale) -> String {
    match key {
        Key::Code(code) => column.label(report, code, locale),
        Key::Others => labels::others(locale).to_owned(),
        Key::Missing => labels::missing(locale).to_owned(),
    }
}
