//! The rows of a chart, as every chart type queries them. In: a frame, an encoding, the words and
//! colours of the report. Out: values, keys and marks, categories and series in order.

use crate::chart::color::Color;
use crate::chart::color::palette::{ACCENT, QUIET};
use crate::chart::encoding::{Encoding, Order};
use crate::chart::model::Mark;
use crate::chart::sum::sum;
use crate::diagnostic::Diagnostic;
use crate::report::Slot;
use crate::results::{ByKey, Frame, Key, Row, Value};
use crate::text::{CalendarUnit, Date, Locale};
use indexmap::{IndexMap, IndexSet};

/// The codes of rows without a value and of others.
const MISSING: &str = "(missing)";
const OTHERS: &str = "(others)";

/// Names of keys, by dimension.
pub(crate) type KeyNames = IndexMap<String, ByKey<Key, String>>;

/// Words and colours from rendering, in one locale.
pub(crate) trait Words {
    /// The label of a key of a dimension or attribute.
    fn label(&self, dimension: &str, key: &Key) -> String;

    /// The colour of a key of a dimension or attribute.
    fn color(&self, dimension: &str, key: &Key) -> Color;

    /// The colour of marks that no dimension colours.
    fn single_color(&self) -> Color;

    /// The sort key of a label in the collation order of the locale.
    fn sort_key(&self, label: &str) -> Vec<u8>;

    /// The title of a column.
    fn title(&self, column: &str) -> String;

    /// A value of the chart, in the format of its column.
    fn value(&self, value: &Value) -> String;

    /// A note beside a value, in the format of the note's column.
    fn note(&self, value: &Value) -> String;

    /// What stands in the place of a missing value or note of a row: that the row is new, where the column
    /// tells of change.
    fn missing(&self, row: &Row, column: &str) -> String;

    /// The names of the period before and of this one; empty where the report has none.
    fn periods(&self) -> [String; 2];

    /// Days on which what is counted changed, the oldest first, each with a sentence about it.
    fn breaks(&self) -> Vec<(Date, String)>;

    /// The kind of period whose first day stands for a whole one in a dimension, if it is made of such.
    fn period_of(&self, dimension: &str) -> Option<CalendarUnit>;

    /// A share in percent.
    fn percent(&self, share: &Value) -> String;

    /// The text that the spec adds to the label of a category, from its first row; empty if there
    /// is none.
    ///
    /// # Errors
    /// A template that fails.
    fn addition(&self, row: &Row) -> Result<String, Diagnostic>;
}

/// A position along an axis.
#[derive(Clone, Debug)]
pub(crate) struct Position {
    /// The key of its rows; `None` for a date between others that has no row.
    pub(crate) key: Option<Key>,
    /// Its label.
    pub(crate) label: String,
}

/// The rows of a chart.
pub(crate) struct Data<'a> {
    /// The words of the report.
    pub(crate) words: &'a dyn Words,
    /// The locale.
    pub(crate) locale: Locale,
    /// The rows.
    pub(crate) frame: &'a Frame,
    /// The columns shown.
    pub(crate) encoding: &'a Encoding,
    /// Whether the rows add up to the whole that shares refer to.
    pub(crate) whole: bool,
    /// The position of the row with these keys.
    positions: ByKey<&'a [Key], usize>,
    /// The order of the series, of a part of the rows that of all.
    series: Option<Vec<Key>>,
}

impl<'a> Data<'a> {
    /// The rows of a frame.
    pub(crate) fn new(
        words: &'a dyn Words,
        locale: Locale,
        frame: &'a Frame,
        encoding: &'a Encoding,
        whole: bool,
    ) -> Self {
        let rows = frame.rows.iter().enumerate();
        Self {
            words,
            locale,
            frame,
            encoding,
            whole,
            positions: rows.map(|(at, row)| (row.keys.as_slice(), at)).collect(),
            series: None,
        }
    }

    /// A part of the rows, with the positions and the series of all.
    pub(crate) fn part(&self, frame: &'a Frame) -> Self {
        let is_colored = !self.encoding.color.is_empty();
        Self {
            words: self.words,
            locale: self.locale,
            frame,
            encoding: self.encoding,
            whole: self.whole,
            positions: self.positions.clone(),
            series: is_colored.then(|| self.series()),
        }
    }

    /// The values of the dimension of panels in the order of its axis, each with its rows.
    pub(crate) fn panels(&self, dimension: &str) -> Vec<(Key, Frame)> {
        let order = if self.has_dates(dimension) {
            Order::Key
        } else {
            Order::Value
        };
        let panels = self.keys(dimension, order).into_iter().map(|key| {
            let of_key = |row: &&Row| self.key(row, dimension).as_ref() == Some(&key);
            let rows = self.frame.rows.iter().filter(of_key).cloned().collect();
            let frame = Frame {
                rows,
                ..self.frame.clone()
            };
            (key, frame)
        });
        panels.filter(|(_, frame)| !frame.rows.is_empty()).collect()
    }

    /// The sum of all values where it is an exact amount; empty otherwise.
    pub(crate) fn total(&self) -> String {
        let cells: Vec<Value> = self.frame.rows.iter().map(|row| self.cell(row)).collect();
        match sum(cells.iter()) {
            found @ (Value::Integer(_) | Value::Decimal(_)) => self.words.value(&found),
            _ => String::new(),
        }
    }

    /// The labels of a row's keys.
    pub(crate) fn keys_text(&self, row: &Row) -> String {
        let keys = self.frame.columns.dimensions().iter().zip(&row.keys);
        let labels: Vec<String> = keys
            .map(|(column, key)| self.words.label(&column.name, key))
            .collect();
        labels.join(" / ")
    }

    /// The labels of a row's keys in the categories.
    pub(crate) fn names_text(&self, row: &Row) -> String {
        let names = self.encoding.categories.iter();
        let labels = names.filter_map(|name| Some(self.words.label(name, &self.key(row, name)?)));
        labels.collect::<Vec<String>>().join(" / ")
    }

    /// The value of a row, as in the frame.
    pub(crate) fn cell(&self, row: &Row) -> Value {
        self.cell_of(row, &self.encoding.value)
    }

    /// The value of a row in a column, as in the frame.
    pub(crate) fn cell_of(&self, row: &Row, column: &str) -> Value {
        let slot = self.frame.column(column);
        let value = slot.and_then(|slot| row.value(slot));
        value.cloned().unwrap_or(Value::Null)
    }

    /// The share that rows with a part of a whole have: printed as their column of shares has it where these are the same
    /// share and add up.
    pub(crate) fn share(&self, rows: &[&Row], part: i128, whole: i128) -> Value {
        let slot = self.frame.column(&self.encoding.share);
        let cells = rows.iter().map(|row| row.value(slot?));
        let cells: Option<Vec<&Value>> = cells.collect();
        let printed = cells.map(|cells| sum(cells.into_iter()));
        if let Some(Value::Rounded(share)) = printed
            && let Some(one) = share.exact.numerator.checked_mul(whole)
            && part.checked_mul(share.exact.denominator) == Some(one)
        {
            return Value::Rounded(share);
        }
        Value::share(part, whole)
    }

    /// Position of a row in the chart's table, from 0.
    pub(crate) fn position_of(&self, row: &Row) -> usize {
        let found = self.positions.get(row.keys.as_slice());
        found.copied().unwrap_or(0)
    }

    /// The value of a row as a length, if it has one.
    pub(crate) fn value(&self, row: &Row) -> Option<f64> {
        self.cell(row).float().filter(|value| value.is_finite())
    }

    /// The key of a row in a dimension or attribute.
    pub(crate) fn key(&self, row: &Row, dimension: &str) -> Option<Key> {
        row.key(self.frame.column(dimension)?).cloned()
    }

    /// The colour of a row.
    pub(crate) fn color(&self, row: &Row) -> Color {
        let color = self.encoding.color.as_str();
        let key = (!color.is_empty()).then(|| self.key(row, color)).flatten();
        key.map_or_else(
            || self.words.single_color(),
            |key| self.words.color(color, &key),
        )
    }

    /// The colour of a row that is the one at a place: by whether it stands out, if anything does.
    pub(crate) fn stressed(&self, row: &Row, at: usize) -> Option<Color> {
        let highlight = self.encoding.highlight.as_ref()?;
        let first = highlight.first.unwrap_or_default() as usize;
        let last = self.encoding.categories.last();
        let key = last.and_then(|name| self.key(row, name));
        let code = key.as_ref().and_then(Key::code);
        let named = code.is_some_and(|code| highlight.values.iter().any(|value| value == code));
        let stands_out = named || at < first && code.is_some();
        Some(if stands_out { ACCENT } else { QUIET })
    }

    fn note(&self, row: &Row) -> String {
        let slot = self.frame.column(&self.encoding.note);
        let value = slot.and_then(|slot| row.value(slot));
        match value {
            Some(Value::Null) => self.words.missing(row, &self.encoding.note),
            Some(value) => self.words.note(value),
            None => String::new(),
        }
    }

    /// The mark of a row, in a series by a dimension or attribute; `None` for a row without a
    /// value.
    pub(crate) fn mark(&self, row: &Row, series: &str, slot: usize) -> Option<Mark> {
        let value = self.value(row)?;
        let key = self.key(row, series);
        let label = |key| self.words.label(series, key);
        Some(Mark {
            key: key.as_ref().map_or_else(String::new, code_of),
            label: key.as_ref().map_or_else(String::new, label),
            slot,
            value,
            text: self.words.value(&self.cell(row)),
            note: self.note(row),
            row: self.position_of(row),
            color: self.color(row),
            others: key == Some(Key::Others) || row.keys.last() == Some(&Key::Others),
        })
    }

    /// Rows by the keys of the category axis, in order; buckets without rows keep their position.
    pub(crate) fn categories(&self) -> Vec<(Vec<Key>, Vec<&'a Row>)> {
        let mut found: ByKey<Vec<Key>, Vec<&Row>> = ByKey::default();
        if let [only] = self.encoding.categories.as_slice() {
            for key in self.bucket_keys(only).unwrap_or_default() {
                found.insert(vec![key], Vec::new());
            }
        }
        for row in &self.frame.rows {
            let names = self.encoding.categories.iter();
            let keys: Vec<Key> = names.filter_map(|name| self.key(row, name)).collect();
            found.entry(keys).or_default().push(row);
        }
        found.into_iter().collect()
    }

    /// The buckets of a dimension in order, from the first to the last one with rows: a breakdown
    /// of large sizes only does not show the small ones. `None` if the dimension has no buckets.
    pub(crate) fn bucket_keys(&self, dimension: &str) -> Option<Vec<Key>> {
        let Slot::Dimension(at) = self.frame.column(dimension)? else {
            return None;
        };
        let domain = self.frame.domains[at].as_ref()?;
        let present: IndexSet<&Key> = self.frame.rows.iter().map(|row| &row.keys[at]).collect();
        let codes: Vec<Key> = domain.iter().map(|code| Key::Code(code.clone())).collect();
        let first = codes.iter().position(|key| present.contains(key));
        let last = codes.iter().rposition(|key| present.contains(key));
        Some(match (first, last) {
            (Some(first), Some(last)) => codes[first..=last].to_vec(),
            (None, _) | (_, None) => Vec::new(),
        })
    }

    /// The keys of a dimension in the order of an axis; missing and others last.
    pub(super) fn keys(&self, dimension: &str, order: Order) -> Vec<Key> {
        let mut keys = self.bucket_keys(dimension).unwrap_or_default();
        let buckets = keys.len();
        for key in self.by_total(dimension) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        if buckets > 0 {
            return keys;
        }
        // The rows of a frame are in the order of its first dimension.
        if self.frame.columns.dimension(dimension) == Some(0) && !order.is_a_scale() {
            let found: IndexSet<&Key> = self.frame.rows.iter().map(|row| &row.keys[0]).collect();
            return found.into_iter().cloned().collect();
        }
        let text = |key: &Key| key.code().unwrap_or_default().to_owned();
        let coded = keys.iter().filter(|key| key.code().is_some()).count();
        match order {
            Order::Dates | Order::Key => keys[..coded].sort_by_key(text),
            Order::Numbers => keys[..coded].sort_by(|one, other| {
                let number = |key| text(key).parse::<f64>().unwrap_or(f64::INFINITY);
                let sizes = number(one).total_cmp(&number(other));
                sizes.then_with(|| one.cmp(other))
            }),
            Order::Value => {}
            Order::Label => keys[..coded]
                .sort_by_cached_key(|key| self.words.sort_key(&self.words.label(dimension, key))),
        }
        keys
    }

    /// The series in legend order: dates in the order of time, others by their total over the frame, the rest last. Shares are
    /// ordered by their measure, since shares within a series all add up to one.
    pub(crate) fn series(&self) -> Vec<Key> {
        if let Some(series) = &self.series {
            return series.clone();
        }
        let color = &self.encoding.color;
        let mut series = self.by_total(color);
        if self.has_dates(color) {
            series.sort_by(|one, other| match (one.code(), other.code()) {
                (Some(one), Some(other)) => one.cmp(other),
                (one, other) => other.is_some().cmp(&one.is_some()),
            });
        }
        series
    }

    /// The keys of a dimension or attribute by their total over the frame; missing and others last.
    pub(crate) fn by_total(&self, dimension: &str) -> Vec<Key> {
        let column = |name: &str| match self.frame.column(name) {
            Some(Slot::Value(at)) => Some(at),
            _ => None,
        };
        let at = column(&self.encoding.amount).or_else(|| column(&self.encoding.value));
        let amount = |row: &Row| row.values[at?].float().filter(|value| value.is_finite());
        let mut totals: ByKey<Key, f64> = ByKey::default();
        for row in &self.frame.rows {
            if let Some(key) = self.key(row, dimension) {
                *totals.entry(key).or_default() += amount(row).unwrap_or(0.0);
            }
        }
        let mut keys: Vec<(Key, f64)> = totals.into_iter().collect();
        let last = |key: &Key| match key {
            Key::Code(_) => 0,
            Key::Missing => 1,
            Key::Others => 2,
        };
        keys.sort_by(|a, b| {
            last(&a.0)
                .cmp(&last(&b.0))
                .then_with(|| b.1.total_cmp(&a.1))
                .then_with(|| a.0.cmp(&b.0))
        });
        keys.into_iter().map(|(key, _)| key).collect()
    }
}

/// The names of keys on an axis of dates; other axes use their labels.
pub(crate) fn names_of(
    dimension: &str,
    axis: &[Position],
    order: Order,
) -> Option<(String, ByKey<Key, String>)> {
    let called = axis
        .iter()
        .filter_map(|it| Some((it.key.clone()?, it.label.clone())));
    (order == Order::Dates).then(|| (dimension.to_owned(), called.collect()))
}

/// Whether a code, or one of those that make it, is that of rows without a value.
pub(crate) fn is_missing(code: &str) -> bool {
    code.split('/').any(|part| part == MISSING)
}

/// Whether a code is that of what is folded or has no value: none of these leads, is the largest or the smallest.
pub(crate) fn is_unranked(code: &str) -> bool {
    code == OTHERS || is_missing(code)
}

/// The code of a key, for programs; missing and others get names that no key in a spec can have.
pub(crate) fn code_of(key: &Key) -> String {
    match key {
        Key::Code(code) => code.to_string(),
        Key::Missing => MISSING.to_owned(),
        Key::Others => OTHERS.to_owned(),
    }
}
