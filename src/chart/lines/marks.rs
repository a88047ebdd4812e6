//! Rows → lines. In: the rows of a chart. Out: its positions in order, a line for each series, and
//! the rows in the order of the positions; or a panel of lines for each value of a dimension.

use crate::chart::axis::Course;
use crate::chart::bars::normalize;
use crate::chart::breaks::breaks;
use crate::chart::data::{Data, KeyNames, Position, code_of, names_of};
use crate::chart::descriptor::ChartMarks;
use crate::chart::encoding::Order;
use crate::chart::lines::model::{Form, LinePanels, LinePosition, LineSeries, Lines};
use crate::chart::model::{Mark, Panel};
use crate::results::{Key, Row};

/// The lines of a chart.
pub(crate) fn lines(data: &Data<'_>, order: Order, form: Form) -> ChartMarks {
    let dimension = &data.encoding.categories[0];
    let course = data.course(dimension, order);
    let rows = rows_at(data, &course.positions);
    // What is not drawn stands in the table, behind the rest.
    let rows = rows.iter().flatten().chain(&course.unplaced);
    let places: Vec<usize> = rows.map(|row| data.position_of(row)).collect();
    let mut counted = vec![0; data.frame.rows.len()];
    for (now, before) in places.iter().enumerate() {
        counted[*before] = now;
    }
    let names = names_of(dimension, &course.positions, order);
    ChartMarks {
        marks: Box::new(along(data, &course, form, |row| counted[row])),
        order: Some(places),
        names: names.into_iter().collect(),
        notes: course.notes,
    }
}

/// A panel of lines for each value of the dimension of panels, all along one axis.
pub(crate) fn panels(data: &Data<'_>, order: Order, form: Form) -> ChartMarks {
    let dimension = &data.encoding.categories[0];
    let facet = data.encoding.facet.as_str();
    let course = data.course(dimension, order);
    let panels = data.panels(facet);
    let panels = panels.iter().map(|(key, frame)| {
        let part = data.part(frame);
        Panel {
            label: data.words.label(facet, key),
            total: part.total(),
            content: along(&part, &course, form, |row| row),
        }
    });
    let names: KeyNames = names_of(dimension, &course.positions, order)
        .into_iter()
        .collect();
    ChartMarks {
        marks: Box::new(LinePanels {
            panels: panels.collect(),
        }),
        order: None,
        names,
        notes: course.notes,
    }
}

/// The rows of each position.
fn rows_at<'a>(data: &Data<'a>, axis: &[Position]) -> Vec<Vec<&'a Row>> {
    let dimension = &data.encoding.categories[0];
    let rows = axis.iter().map(|position| {
        let all = data.frame.rows.iter();
        let own =
            all.filter(|row| position.key.is_some() && data.key(row, dimension) == position.key);
        own.collect()
    });
    rows.collect()
}

/// The lines of some rows along an axis; `row_of` says which row of the table one of the frame is.
fn along(
    data: &Data<'_>,
    course: &Course<'_>,
    form: Form,
    row_of: impl Fn(usize) -> usize,
) -> Lines {
    let axis = &course.positions;
    let color = data.encoding.color.as_str();
    let rows_at = rows_at(data, axis);
    let series_keys: Vec<Option<Key>> = match color {
        "" => vec![None],
        _ => data.series().into_iter().map(Some).collect(),
    };
    let point = |rows: &[&Row], series: Option<&Key>| -> Option<Mark> {
        let of_series =
            |row: &&&Row| series.is_none_or(|key| data.key(row, color).as_ref() == Some(key));
        data.mark(rows.iter().find(of_series)?, color, 0)
    };
    let mut columns: Vec<Vec<Option<Mark>>> = rows_at
        .iter()
        .map(|rows| {
            let keys = series_keys.iter();
            keys.map(|key| point(rows, key.as_ref())).collect()
        })
        .collect();
    for (column, rows) in columns.iter_mut().zip(&rows_at) {
        if form == Form::Normalized {
            scale_to_one(data, column, rows);
        }
        for mark in column.iter_mut().flatten() {
            mark.row = row_of(mark.row);
        }
    }
    let series = series_keys.iter().enumerate().map(|(at, key)| LineSeries {
        key: key.as_ref().map_or_else(String::new, code_of),
        label: match key {
            Some(key) => data.words.label(color, key),
            None => data.words.title(&data.encoding.value),
        },
        color: key.as_ref().map_or_else(
            || data.words.single_color(),
            |key| data.words.color(color, key),
        ),
        points: columns.iter().map(|column| column[at].clone()).collect(),
    });
    let positions = axis.iter().zip(&rows_at);
    let positions = positions.map(|(position, rows)| LinePosition {
        key: position.key.as_ref().map_or_else(String::new, code_of),
        label: position.label.clone(),
        empty: rows.is_empty(),
    });
    Lines {
        form,
        positions: positions.collect(),
        spacing: course.spacing.clone(),
        series: series.collect(),
        breaks: breaks(data, axis),
    }
}

/// Turns the values of a position into shares of their sum.
fn scale_to_one(data: &Data<'_>, column: &mut [Option<Mark>], rows: &[&Row]) {
    let mut present: Vec<Mark> = column.iter().flatten().cloned().collect();
    normalize(data, &mut present, rows);
    let mut shares = present.into_iter();
    for mark in column.iter_mut().filter(|mark| mark.is_some()) {
        *mark = shares.next();
    }
}
