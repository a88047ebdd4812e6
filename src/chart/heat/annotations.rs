//! Frames of cells and lines between them. In: annotations with their places, the area of the cells. Out: their sketch; their
//! texts are notes, since cells leave no room.

use crate::chart::annotation::{Annotation, Found, Sought, Target, along};
use crate::chart::heat::model::{Heat, Name};
use crate::chart::layout::area::Area;
use crate::chart::svg::annotations::Sketch;

impl Heat {
    /// The place of what an annotation is about: a cell, or the boundary between two columns or two rows.
    pub(super) fn place(&self, sought: &Sought) -> Option<Found> {
        let codes =
            |names: &[Name]| -> Vec<String> { names.iter().map(|it| it.key.clone()).collect() };
        if let Sought::Cell { row, column } = sought {
            let row = self.rows.iter().position(|name| name.key == *row)?;
            let column = self.columns.iter().position(|name| name.key == *column)?;
            let names = [&self.rows[row].label, &self.columns[column].label];
            return Some(Found {
                target: Target::Cell(row, column),
                names: names.map(Clone::clone).to_vec(),
                row: self.cells[row][column].as_ref().map(|cell| cell.row),
            });
        }
        let find = |names: &[Name]| {
            let keys = codes(names);
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            let labels: Vec<&str> = names.iter().map(|it| it.label.as_str()).collect();
            along(sought, &keys, &labels)
        };
        find(&self.columns).or_else(|| {
            let mut found = find(&self.rows)?;
            if let Target::Before(at) = found.target {
                found.target = Target::BeforeRow(at);
            }
            Some(found)
        })
    }
}

/// Sketches annotations over cells, whose places `place` gives by row and column.
pub(super) fn sketch(
    sketch: &mut Sketch<'_>,
    annotations: &[Annotation],
    area: Area,
    place: impl Fn(usize, usize) -> Area,
) {
    for annotation in annotations {
        match &annotation.target {
            Target::Cell(row, column) => {
                let cell = place(*row, *column);
                sketch.frame(cell);
                if !annotation.line().is_empty() {
                    sketch.note(annotation, &[]);
                }
            }
            Target::Before(column) => {
                let x = place(0, *column).left;
                sketch.line((x, area.top), (x, area.bottom()), &[]);
                sketch.note(annotation, &[(x, area.top - 7.0)]);
            }
            Target::BeforeRow(row) => {
                let y = place(*row, 0).top;
                sketch.line((area.left, y), (area.right(), y), &[]);
                sketch.note(annotation, &[(area.right() + 6.0, y)]);
            }
            // No other has a place among cells.
            Target::Level(_) | Target::Range(_) | Target::Mark(..) => {}
        }
    }
}
