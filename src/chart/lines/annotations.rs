//! Lines and words at points. In: annotations with their places, the plot with its lines. Out: their sketch.

use crate::chart::annotation::{Annotation, Target};
use crate::chart::layout::area::Area;
use crate::chart::lines::brackets::{DEPTH, GAP, TEXT};
use crate::chart::lines::layout::Layout;
use crate::chart::svg::annotations::{Block, Sketch};
use crate::chart::svg::text_style::Anchor;
use crate::text::Locale;
use std::ops::Range;

/// Half of the room that a point or a part of a line takes.
const HALF: f64 = 4.0;

impl Layout<'_> {
    fn place_of(&self, position: usize, value: f64) -> (f64, f64) {
        (self.bands().middle(position), self.height_of(value))
    }

    /// The areas that the lines take, in short parts.
    fn taken(&self) -> Vec<Area> {
        if self.lines.is_stacked() {
            return self.stacks();
        }
        let mut taken = Vec::new();
        for series in &self.lines.series {
            let mut before: Option<(f64, f64)> = None;
            for (position, point) in series.points.iter().enumerate() {
                let finite = point.as_ref().filter(|mark| mark.value.is_finite());
                let here = finite.map(|mark| self.place_of(position, mark.value));
                if let Some(to) = here {
                    let from = before.unwrap_or(to);
                    let length = (to.0 - from.0).hypot(to.1 - from.1);
                    let parts = (length / HALF).ceil().clamp(1.0, 400.0);
                    for part in 0..=parts as usize {
                        let share = part as f64 / parts;
                        taken.push(Area {
                            left: from.0 + (to.0 - from.0) * share - HALF,
                            top: from.1 + (to.1 - from.1) * share - HALF,
                            width: 2.0 * HALF,
                            height: 2.0 * HALF,
                        });
                    }
                }
                before = here;
            }
        }
        taken
    }

    /// The areas of stacks, in narrow columns.
    fn stacks(&self) -> Vec<Area> {
        let mut taken = Vec::new();
        for position in 0..self.lines.positions.len() {
            let here = self.lines.height(position);
            // Up to the next position, which may be as high.
            let next = position + 1 < self.lines.positions.len();
            let there = if next {
                self.lines.height(position + 1)
            } else {
                here
            };
            let (x, _) = self.place_of(position, 0.0);
            let to = if next {
                self.place_of(position + 1, 0.0).0
            } else {
                self.bands().edge(position + 1)
            };
            let columns = ((to - x) / HALF).ceil().clamp(1.0, 200.0);
            let width = (to - x) / columns;
            for column in 0..columns as usize {
                let share = (column as f64 + 0.5) / columns;
                let top = self.height_of(here + (there - here) * share);
                taken.push(Area {
                    left: x + column as f64 * width,
                    top: top - 1.0,
                    width,
                    height: (self.area.bottom() - top + 1.0).max(0.0),
                });
            }
        }
        taken
    }

    /// Finds places for annotations; `top` is the upper edge of the texts of brackets.
    pub(super) fn sketch(
        &self,
        annotations: &[Annotation],
        top: f64,
        locale: Locale,
    ) -> Sketch<'_> {
        let room = Area {
            top,
            height: self.area.bottom() - top,
            ..self.area
        };
        let mut sketch = Sketch::new(room, self.taken(), locale, self.theme);
        let (left, right) = (self.area.left, self.area.right());
        let ends = (self.area.top, self.area.bottom());
        let upright = |sketch: &mut Sketch<'_>, annotation: &Annotation, x: f64| {
            sketch.line((x, ends.0), (x, ends.1), &[]);
            sketch.at_upright(annotation, x, ends, TEXT);
        };
        for annotation in annotations {
            match &annotation.target {
                Target::Level(value) => {
                    let y = self.height_of(*value);
                    sketch.line((left, y), (right, y), &[]);
                    sketch.at_level(annotation, y, (left, right), TEXT * 2.0);
                }
                Target::Before(at) => {
                    upright(&mut sketch, annotation, self.bands().edge(*at));
                }
                Target::Mark(at, None) => {
                    let (x, _) = self.place_of(*at, 0.0);
                    upright(&mut sketch, annotation, x);
                }
                _ => {}
            }
        }
        for annotation in annotations {
            match &annotation.target {
                Target::Range(range) => self.bracket(&mut sketch, annotation, range),
                Target::Mark(at, Some(line)) => {
                    if let Some((_, top)) = self.lines.extent(*line, *at) {
                        self.point(&mut sketch, annotation, *at, top);
                    }
                }
                _ => {}
            }
        }
        sketch
    }

    fn bracket(&self, sketch: &mut Sketch<'_>, annotation: &Annotation, range: &Range<usize>) {
        let bottom = self.area.top - GAP;
        let top = bottom - DEPTH;
        let left = self.bands().edge(range.start) + 1.0;
        let right = self.bands().edge(range.end) - 1.0;
        let middle = f64::midpoint(left, right);
        if sketch.is_open((left, top), (right, bottom)) {
            sketch.stroke(vec![
                (left, bottom),
                (left, top),
                (right, top),
                (right, bottom),
            ]);
            sketch.take(Area {
                left,
                top,
                width: right - left,
                height: DEPTH,
            });
        }
        let block = Block::stacked(annotation, TEXT, sketch.theme());
        let y = top - GAP - block.height;
        let corners = [
            (middle - block.width / 2.0, y),
            (left, y),
            (right - block.width, y),
            (self.area.left, y),
            (self.area.right() - block.width, y),
        ];
        if sketch.put(&block, &corners, Anchor::Middle).is_none() {
            sketch.note(
                annotation,
                &[(middle, top - 8.0), (left, top - 8.0), (right, top - 8.0)],
            );
        }
    }

    /// A text near its point, with a rule from one to the other.
    fn point(&self, sketch: &mut Sketch<'_>, annotation: &Annotation, at: usize, value: f64) {
        let (x, y) = self.place_of(at, value);
        for max in [TEXT, TEXT * 0.6] {
            let block = Block::running(annotation, max, sketch.theme());
            for distance in [12.0, 24.0, 40.0, 64.0, 96.0] {
                let (over, under) = (y - distance - block.height, y + distance);
                let centre = x - block.width / 2.0;
                let corners = [
                    (centre, over),
                    (x - block.width + 8.0, over),
                    (x - 8.0, over),
                    (centre, under),
                    (x - block.width + 8.0, under),
                    (x - 8.0, under),
                ];
                if let Some(found) = sketch.put(&block, &corners, Anchor::Start) {
                    let (from, to) = if found.top < y {
                        (y - HALF, found.bottom() + 2.0)
                    } else {
                        (y + HALF, found.top - 2.0)
                    };
                    sketch.stroke(vec![(x, from), (x, to)]);
                    return;
                }
            }
        }
        sketch.note(
            annotation,
            &[(x, y - 11.0), (x, y + 11.0), (x + 11.0, y), (x - 11.0, y)],
        );
    }
}
