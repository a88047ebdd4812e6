//! Rows → dumbbells. In: the rows of a chart. Out: a row of points for each category.

use crate::chart::bars::BarChart;
use crate::chart::bars::model::{Arrangement, Orientation};
use crate::chart::color::palette::QUIET;
use crate::chart::data::{Data, KeyNames, code_of};
use crate::chart::dumbbell::model::Dumbbells;
use crate::chart::model::{LegendEntry, Mark};
use crate::diagnostic::{Code, Diagnostic};
use crate::results::Row;

/// A point for each value of the colour; a category has two at most.
pub(super) fn by_series(data: &Data<'_>, names: &KeyNames) -> Result<Dumbbells, Diagnostic> {
    let bars = BarChart {
        arrangement: Arrangement::Grouped,
        orientation: Orientation::Horizontal,
        note_given: false,
    };
    let rows = bars.bars(data, names)?.categories;
    if let Some(row) = rows.iter().find(|row| row.marks.len() > 2) {
        let message = format!(
            "a dumbbell joins two values, and {} has {}",
            row.label,
            row.marks.len()
        );
        let color = &data.encoding.color;
        let hint = format!(
            "keep two of them in the breakdown: `keep: {{{color}: {{top: 2, other: drop}}}}`"
        );
        return Err(Diagnostic::error(Code::CHART_FIT, message).hint(hint));
    }
    let color = &data.encoding.color;
    let series = data.series().into_iter().map(|key| LegendEntry {
        key: code_of(&key),
        label: data.words.label(color, &key),
        color: data.words.color(color, &key),
    });
    Ok(Dumbbells {
        series: series.collect(),
        rows,
    })
}

/// A point for each of two columns.
pub(super) fn by_columns(data: &Data<'_>, names: &KeyNames) -> Result<Dumbbells, Diagnostic> {
    let encoding = data.encoding;
    let columns = [&encoding.value, &encoding.note];
    let colors = [data.words.single_color(), QUIET];
    let entry = |at: usize| LegendEntry {
        key: columns[at].clone(),
        label: data.words.title(columns[at]),
        color: colors[at],
    };
    let series = [entry(0), entry(1)];
    let bars = BarChart {
        arrangement: Arrangement::Single,
        orientation: Orientation::Horizontal,
        note_given: false,
    };
    let mut rows = bars.bars(data, names)?.categories;
    // The same rows, in the same order: a category of buckets may have none.
    let found = data.categories().into_iter().map(|(_, rows)| rows);
    let filled = rows.iter_mut().filter(|row| !row.gap);
    for (row, found) in filled.zip(found) {
        let points = found.first().map(|it| points(data, it, &series));
        row.marks = points.unwrap_or_default();
        row.end_label = String::new();
    }
    Ok(Dumbbells {
        rows,
        series: series.to_vec(),
    })
}

fn points(data: &Data<'_>, row: &Row, series: &[LegendEntry; 2]) -> Vec<Mark> {
    let others = row.folded();
    let [first, second] = series;
    let texts = [
        data.words.value(&data.cell(row)),
        data.words.note(&data.cell_of(row, &second.key)),
    ];
    let both = [first, second].into_iter().zip(texts);
    let marks = both.filter_map(|(entry, text)| {
        let value = data.cell_of(row, &entry.key).float()?;
        Some(Mark {
            key: entry.key.clone(),
            label: entry.label.clone(),
            slot: 0,
            value: Some(value).filter(|value| value.is_finite())?,
            text,
            note: String::new(),
            row: data.position_of(row),
            color: entry.color,
            others,
        })
    });
    marks.collect()
}
