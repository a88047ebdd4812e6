//! Rows → lines. In: the rows of a chart. Out: its positions in order, a line for each series, and
//! the rows in the order of the positions.

use crate::chart::breaks::breaks;
use crate::chart::data::{Data, KeyNames, code_of, names_of, single_color};
use crate::chart::descriptor::ChartMarks;
use crate::chart::encoding::Order;
use crate::chart::lines::model::{LinePosition, LineSeries, Lines};
use crate::chart::model::Mark;
use crate::results::{Key, Row};

/// The lines of a chart.
pub(crate) fn lines(data: &Data<'_>, order: Order) -> ChartMarks {
    let dimension = &data.encoding.categories[0];
    let color = data.encoding.color.as_str();
    let axis = data.axis(dimension, order);
    let mut rows_at: Vec<Vec<&Row>> = Vec::new();
    let mut places = Vec::new();
    for position in &axis {
        let all = data.frame.rows.iter();
        let own =
            all.filter(|row| position.key.is_some() && data.key(row, dimension) == position.key);
        let own: Vec<&Row> = own.collect();
        places.extend(own.iter().map(|row| data.position_of(row)));
        rows_at.push(own);
    }
    let mut counted = vec![0; data.frame.rows.len()];
    for (now, before) in places.iter().enumerate() {
        counted[*before] = now;
    }
    let point = |rows: &[&Row], series: Option<&Key>| -> Option<Mark> {
        let of_series =
            |row: &&&Row| series.is_none_or(|key| data.key(row, color).as_ref() == Some(key));
        let mut mark = data.mark(rows.iter().find(of_series)?, color, 0)?;
        mark.row = counted[mark.row];
        Some(mark)
    };
    let series = |key: Option<&Key>| LineSeries {
        key: key.map_or_else(String::new, code_of),
        label: key.map_or_else(
            || data.words.title(&data.encoding.value),
            |key| data.words.label(color, key),
        ),
        color: key.map_or_else(single_color, |key| data.words.color(color, key)),
        points: rows_at.iter().map(|rows| point(rows, key)).collect(),
    };
    let series = if color.is_empty() {
        vec![series(None)]
    } else {
        data.series().iter().map(|key| series(Some(key))).collect()
    };
    let names: KeyNames = names_of(dimension, &axis, order).into_iter().collect();
    let breaks = breaks(data, &axis);
    let positions = axis.into_iter().zip(&rows_at);
    let positions = positions.map(|(position, rows)| LinePosition {
        key: position.key.as_ref().map_or_else(String::new, code_of),
        label: position.label,
        empty: rows.is_empty(),
    });
    let lines = Lines {
        positions: positions.collect(),
        series,
        breaks,
    };
    ChartMarks {
        marks: Box::new(lines),
        order: Some(places),
        names,
    }
}
