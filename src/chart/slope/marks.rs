//! Rows → slopes. In: the rows of a chart. Out: a line for each of them, or for each series.

use crate::chart::color::palette::QUIET;
use crate::chart::data::{Data, KeyNames, Position, names_of};
use crate::chart::descriptor::ChartMarks;
use crate::chart::encoding::Order;
use crate::chart::slope::ends::period_of;
use crate::chart::slope::model::{SlopeEnd, SlopeLine, Slopes};
use crate::diagnostic::Diagnostic;
use crate::results::{Key, Row, Value};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// The keys of a row's categories.
type Categories = Vec<Option<Key>>;

/// A line for each row, from the column of the period before to that of this one; of ranks those that are at one
/// end above the last one drawn.
pub(super) fn between_columns(
    data: &Data<'_>,
    ranks: Option<u32>,
) -> Result<ChartMarks, Diagnostic> {
    let [now, earlier] = two_periods(data);
    let before = data.frame.column(&data.encoding.before);
    let mut lines = Vec::new();
    let mut rows = Vec::new();
    let gone = earlier.iter().filter(|(keys, _)| !now.contains_key(*keys));
    let gone = gone.map(|(_, row)| (*row, None, Some(data.cell(row))));
    let here = now.iter().map(|(keys, row)| {
        // The rest of a period is what was folded in it, not what its own members had before.
        let was = match earlier.get(keys) {
            Some(row) => Some(data.cell(row)),
            None => before.and_then(|slot| row.value(slot).cloned()),
        };
        (*row, Some(data.cell(row)), was)
    });
    let mut taken = [Places::default(), Places::default()];
    for (row, is, was) in here.chain(gone) {
        let mut at = |side: usize, value: Option<Value>| {
            let end = end(data, &value?, rows.len())?;
            Some(taken[side].placed(end, ranks))
        };
        let values = [at(0, was), at(1, is)];
        if !is_drawn(&values, ranks) {
            continue;
        }
        rows.push(data.position_of(row));
        let addition = data.words.addition(row)?;
        let label = data.names_text(row);
        let mut line = SlopeLine {
            label: if addition.is_empty() {
                label
            } else {
                format!("{label} {addition}")
            },
            color: data.color(row),
            others: row.folded(),
            missing: categories(data, row).contains(&Some(Key::Missing)),
            values,
        };
        if data.encoding.color.is_empty() {
            line.color = data.stressed(row, lines.len()).unwrap_or(QUIET);
        }
        lines.push(line);
    }
    let calendar = data.frame.calendar.as_ref();
    let last = now.first().and_then(|(_, row)| period_of(data.frame, row));
    let mut not_whole = Vec::new();
    let ends = calendar.zip(last).map(|(calendar, last)| {
        [last - 1, last].map(|period| {
            let name = calendar.every.name(period, data.locale);
            let mut incomplete = calendar.incomplete.iter();
            let Some(found) = incomplete.find(|it| it.period == period) else {
                return name;
            };
            let name = format!("{name} · {}/{}", found.parts, found.of);
            not_whole.push(name.clone());
            name
        })
    });
    let slopes = Slopes {
        ends: ends.unwrap_or_else(|| data.words.periods()),
        not_whole,
        lines,
        falling: ranks.is_some(),
    };
    Ok(ChartMarks {
        marks: Box::new(slopes),
        order: Some(rows),
        names: KeyNames::default(),
        notes: Vec::new(),
    })
}

/// The rows of the last period and those of the one before by their categories, in a breakdown that goes over dates;
/// otherwise all rows are those of the last period.
fn two_periods<'a>(data: &Data<'a>) -> [IndexMap<Categories, &'a Row>; 2] {
    let rows = || data.frame.rows.iter();
    let last = rows().filter_map(|row| period_of(data.frame, row)).max();
    [0, 1].map(|ago| {
        let own = rows().filter(|row| match last {
            Some(last) => period_of(data.frame, row) == Some(last - ago),
            None => ago == 0,
        });
        own.map(|row| (categories(data, row), row)).collect()
    })
}

/// The keys of a row's categories.
fn categories(data: &Data<'_>, row: &Row) -> Categories {
    let names = data.encoding.categories.iter();
    names.map(|name| data.key(row, name)).collect()
}

/// Whether a line has an end, of ranks above the last one drawn.
fn is_drawn(values: &[Option<SlopeEnd>; 2], ranks: Option<u32>) -> bool {
    let mut ends = values.iter().flatten();
    ends.any(|end| ranks.is_none_or(|ranks| end.place <= f64::from(ranks)))
}

/// A line for each series, from the first place along the axis to the last one.
pub(super) fn along(data: &Data<'_>, ranks: Option<u32>, order: Order) -> ChartMarks {
    let dimension = data.encoding.categories[0].as_str();
    let color = data.encoding.color.as_str();
    let course = data.course(dimension, order);
    let axis = &course.positions;
    let is_value = |key: &Option<Key>| matches!(key, Some(Key::Code(_)));
    let mut known = axis.iter().filter(|position| is_value(&position.key));
    let ends = [known.next(), known.next_back()];
    let row_at = |position: Option<&Position>, series: Option<&Key>| {
        let key = position?.key.as_ref();
        let mut rows = data.frame.rows.iter();
        rows.find(|row| is_in(data, row, series) && data.key(row, dimension).as_ref() == key)
    };
    let series: Vec<Option<Key>> = match color {
        "" => vec![None],
        _ => data.series().into_iter().map(Some).collect(),
    };
    // The table behind the drawing has the rows at the two ends.
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    let mut taken = [Places::default(), Places::default()];
    for key in &series {
        let found = ends.map(|position| row_at(position, key.as_ref()));
        let mut next = rows.len();
        let mut at = |side: usize| {
            let row = found[side]?;
            next += 1;
            let end = end(data, &data.cell(row), next - 1)?;
            Some(taken[side].placed(end, ranks))
        };
        let values = [at(0), at(1)];
        if !is_drawn(&values, ranks) {
            continue;
        }
        rows.extend(found.into_iter().flatten().map(|row| data.position_of(row)));
        let name = || data.words.title(&data.encoding.value);
        let label = key.as_ref().map(|key| data.words.label(color, key));
        let fill = key.as_ref().map(|key| data.words.color(color, key));
        lines.push(SlopeLine {
            label: label.unwrap_or_else(name),
            color: fill.unwrap_or_else(|| data.words.single_color()),
            others: *key == Some(Key::Others),
            missing: *key == Some(Key::Missing),
            values,
        });
    }
    let not_whole = ends.iter().flatten();
    let not_whole = not_whole.filter(|it| data.is_incomplete(dimension, it.key.as_ref()));
    let slopes = Slopes {
        not_whole: not_whole.map(|it| it.label.clone()).collect(),
        ends: ends.map(|it| it.map_or_else(String::new, |it| it.label.clone())),
        lines,
        falling: ranks.is_some(),
    };
    ChartMarks {
        marks: Box::new(slopes),
        order: Some(rows),
        names: names_of(dimension, axis, order).into_iter().collect(),
        notes: course.notes,
    }
}

/// Whether a row belongs to a series; every row does to that of all.
fn is_in(data: &Data<'_>, row: &Row, series: Option<&Key>) -> bool {
    series.is_none_or(|key| data.key(row, &data.encoding.color).as_ref() == Some(key))
}

fn end(data: &Data<'_>, value: &Value, row: usize) -> Option<SlopeEnd> {
    let number = value.float().filter(|value| value.is_finite())?;
    Some(SlopeEnd {
        value: number,
        place: number,
        text: data.words.value(value),
        row,
    })
}

/// How often each rank was there at one end.
#[derive(Debug, Default)]
struct Places(BTreeMap<String, u32>);

impl Places {
    /// An end at its place: equal ranks stand below each other in the order of the rows, so that no line lies on another.
    fn placed(&mut self, end: SlopeEnd, ranks: Option<u32>) -> SlopeEnd {
        if ranks.is_none() {
            return end;
        }
        let before = self.0.entry(end.text.clone()).or_default();
        let place = end.value + f64::from(*before);
        *before += 1;
        SlopeEnd { place, ..end }
    }
}
