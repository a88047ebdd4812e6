//! Rows → ranks over positions. In: the rows of a chart. Out: a line for each key that is ever among the first,
//! and the rows that it shows, position by position.

use crate::chart::breaks::breaks;
use crate::chart::bump::model::{BumpLine, BumpPoint, Bumps};
use crate::chart::data::{Data, KeyNames, code_of, names_of};
use crate::chart::descriptor::ChartMarks;
use crate::chart::encoding::Order;
use crate::chart::lines::model::LinePosition;
use crate::results::{Key, Row, Value};
use indexmap::IndexMap;

/// The ranks of a chart down to the last place that is drawn.
pub(super) fn bumps(data: &Data<'_>, order: Order, ranks: u32) -> ChartMarks {
    let dimension = data.encoding.categories[0].as_str();
    let color = data.encoding.color.as_str();
    let course = data.course(dimension, order);
    let axis = &course.positions;
    let mut rows_at: IndexMap<Option<Key>, Vec<&Row>> = IndexMap::new();
    for row in &data.frame.rows {
        rows_at
            .entry(data.key(row, dimension))
            .or_default()
            .push(row);
    }
    let mut rows = Vec::new();
    let mut points: IndexMap<Key, Vec<Option<BumpPoint>>> = IndexMap::new();
    let mut positions = Vec::new();
    for (at, position) in axis.iter().enumerate() {
        let key = position.key.as_ref();
        let found = rows_at.get(&key.cloned()).filter(|_| key.is_some());
        let mut ranked: Vec<(u32, usize, Key)> = Vec::new();
        for row in found.into_iter().flatten() {
            if let (Some(rank), Some(key)) = (rank(data, row, ranks), data.key(row, color)) {
                ranked.push((rank, data.position_of(row), key));
            }
        }
        ranked.sort();
        for equal in ranked.chunk_by(|one, other| one.0 == other.0) {
            // Equal ranks take neighbouring places, so that no line lies on another.
            for ((rank, row, key), place) in equal.iter().zip(equal[0].0..=ranks) {
                let line = points.entry(key.clone());
                let line = line.or_insert_with(|| vec![None; axis.len()]);
                rows.push(*row);
                line[at] = Some(BumpPoint {
                    rank: *rank,
                    place,
                    row: rows.len() - 1,
                });
            }
        }
        positions.push(LinePosition {
            key: key.map_or_else(String::new, code_of),
            label: position.label.clone(),
            empty: found.is_none(),
        });
    }
    let lines = points.into_iter().map(|(key, points)| BumpLine {
        label: data.words.label(color, &key),
        color: data.words.color(color, &key),
        points,
    });
    let mut lines: Vec<BumpLine> = lines.collect();
    // Those that are there at the end first, in its order: they are drawn on top.
    let last = axis.len().saturating_sub(1);
    lines.sort_by_key(|line| {
        let at_end = line.points.get(last).copied().flatten();
        at_end.map_or(u32::MAX, |point| point.place)
    });
    let places = lines.iter().flat_map(|line| line.points.iter().flatten());
    let last_place = places.map(|point| point.place).max();
    let bumps = Bumps {
        positions,
        spacing: course.spacing,
        ranks: last_place.unwrap_or(ranks),
        lines,
        breaks: breaks(data, axis),
    };
    ChartMarks {
        marks: Box::new(bumps),
        order: Some(rows),
        names: KeyNames::from_iter(names_of(dimension, axis, order)),
        notes: course.notes,
    }
}

/// The rank of a row, if it is drawn.
fn rank(data: &Data<'_>, row: &Row, ranks: u32) -> Option<u32> {
    let Value::Integer(rank) = data.cell(row) else {
        return None;
    };
    u32::try_from(rank).ok().filter(|rank| *rank <= ranks)
}
