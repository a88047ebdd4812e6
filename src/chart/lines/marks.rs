//! Rows → lines. In: the rows of a chart. Out: its positions in order, and a line for each series.

use crate::chart::data::{Data, code_of, single_color};
use crate::chart::lines::model::{LineSeries, Lines};
use crate::frame::Key;

/// The lines of a chart.
pub(crate) fn lines(data: &Data<'_>) -> Lines {
    let categories = data.categories();
    let dimension = &data.encoding.categories[0];
    let color = data.encoding.color.as_str();
    let positions: Vec<(String, String)> = categories
        .iter()
        .map(|(keys, _)| (code_of(&keys[0]), data.words.label(dimension, &keys[0])))
        .collect();
    let keys: Vec<Option<Key>> = if color.is_empty() {
        vec![None]
    } else {
        data.series().into_iter().map(Some).collect()
    };
    let series = keys
        .iter()
        .map(|series| {
            let points = categories
                .iter()
                .map(|(_, rows)| {
                    let row = rows.iter().find(|row| {
                        series.is_none() || data.key(row, color).as_ref() == series.as_ref()
                    })?;
                    data.mark(row, color, 0)
                })
                .collect();
            LineSeries {
                key: series.as_ref().map_or_else(String::new, code_of),
                label: series.as_ref().map_or_else(
                    || data.words.value_title(),
                    |key| data.words.label(color, key),
                ),
                color: series
                    .as_ref()
                    .map_or_else(single_color, |key| data.words.color(color, key)),
                points,
            }
        })
        .collect();
    Lines { positions, series }
}
