//! Lines and words at horizontal bars. In: annotations with their places, the bars, the texts after them. Out: the room that
//! they ask for, and their sketch.

use crate::chart::annotation::{Annotation, Target};
use crate::chart::bars::horizontal_endings::{AFTER, Ending};
use crate::chart::bars::model::Bars;
use crate::chart::bars::segments::{Segment, slot_extent};
use crate::chart::layout::area::Area;
use crate::chart::layout::scale::Scale;
use crate::chart::layout::text_measure::{Weight, width};
use crate::chart::svg::annotations::{Block, Sketch};
use crate::chart::svg::text_style::Anchor;
use crate::chart::theme::Theme;
use crate::text::Locale;
use std::ops::Range;

/// Height of a line of labels above the plot.
const LABEL: f64 = 16.0;
/// Lines of labels above the plot at most.
const MOST_LABELS: usize = 3;
/// From the texts after the bars to a bracket, its depth, and from it to its text.
const TO_BRACKET: f64 = 8.0;
const DEPTH: f64 = 6.0;
const TO_TEXT: f64 = 8.0;
/// The rule before the text at a bar.
const RULE: f64 = 16.0;
/// Width of the number of a note.
const NUMBER: f64 = 14.0;
/// Width of the text at a bracket at most.
const BRACKET_TEXT: f64 = 150.0;

/// The height of the labels above the plot.
pub(super) fn labels_height(annotations: &[Annotation]) -> f64 {
    let levels = annotations
        .iter()
        .filter(|it| matches!(it.target, Target::Level(_)));
    levels.count().min(MOST_LABELS) as f64 * LABEL
}

/// One row.
fn single(row: usize) -> Range<usize> {
    Range {
        start: row,
        end: row + 1,
    }
}

/// Bars with what is written after them.
pub(super) struct Rows<'data> {
    /// The bars.
    pub(super) bars: &'data Bars,
    /// Their marks.
    pub(super) segments: &'data [Segment<'data>],
    /// The value axis.
    pub(super) scale: &'data Scale,
    /// The texts after them.
    pub(super) endings: &'data [Ending],
    /// The area of the bars.
    pub(super) area: Area,
}

impl Rows<'_> {
    /// How far the bars of some rows and the texts after them reach, in pixels from the left edge of the plot.
    fn reach(&self, rows: &Range<usize>) -> f64 {
        let of = |value: f64| self.scale.position(value, self.area.width);
        let bars = self.segments.iter();
        let bars = bars.filter(|it| rows.contains(&it.category));
        let bars = bars.map(|it| of(it.end.max(it.start)));
        let texts = self.endings.iter();
        let texts = texts.filter(|it| it.value >= 0.0 && rows.contains(&it.category()));
        let texts = texts.map(|it| of(it.value) + AFTER + it.width);
        bars.chain(texts).fold(of(0.0), f64::max)
    }

    /// By how much the plot must be narrower, so that brackets with their texts and the numbers of notes stand on the sheet.
    pub(super) fn excess(&self, annotations: &[Annotation], theme: &Theme) -> f64 {
        let beyond = annotations
            .iter()
            .map(|annotation| match &annotation.target {
                Target::Range(rows) => {
                    let text = Block::stacked(annotation, BRACKET_TEXT, theme).width;
                    self.reach(rows) + TO_BRACKET + DEPTH + TO_TEXT + text - self.area.width
                }
                Target::Mark(row, _) => self.reach(&single(*row)) + NUMBER - self.area.width,
                Target::Level(_) | Target::Before(_) | Target::BeforeRow(_) | Target::Cell(..) => {
                    0.0
                }
            });
        beyond.fold(0.0, f64::max)
    }

    fn row(&self) -> f64 {
        self.area.height / self.bars.categories.len().max(1) as f64
    }

    /// The areas of the texts after the bars.
    fn texts(&self, size: f64) -> Vec<Area> {
        let texts = self.endings.iter().map(|ending| {
            let x = self.area.left + self.scale.position(ending.value, self.area.width);
            let left = if ending.value < 0.0 {
                x - AFTER - ending.width
            } else {
                x + AFTER
            };
            Area {
                left,
                top: self.area.top + ending.row * self.row() - size / 2.0,
                width: ending.width,
                height: size,
            }
        });
        texts.collect()
    }

    /// The areas of the values on the segments of stacks that are wide enough for them.
    fn values(&self, size: f64) -> Vec<Area> {
        let inside = self.segments.iter().filter(|segment| !segment.outside);
        let inside = inside.filter_map(|segment| {
            let ends = [segment.start, segment.end];
            let [start, end] = ends.map(|it| self.scale.position(it, self.area.width));
            let wide = width(&segment.mark.text, size, Weight::Regular);
            (wide + 4.0 <= end - start).then(|| Area {
                left: self.area.left + f64::midpoint(start, end) - wide / 2.0,
                top: self.area.top + (segment.category as f64 + 0.5) * self.row() - size / 2.0,
                width: wide,
                height: size,
            })
        });
        inside.collect()
    }

    /// The areas of the bars.
    fn marks(&self) -> Vec<Area> {
        let marks = self.segments.iter().map(|segment| {
            let (low, high) = slot_extent(self.bars, segment.mark.slot);
            let ends = [segment.start, segment.end];
            let [start, end] = ends.map(|it| self.scale.position(it, self.area.width));
            Area {
                left: self.area.left + start.min(end),
                top: self.area.top + (segment.category as f64 + low) * self.row(),
                width: (end - start).abs(),
                height: (high - low) * self.row(),
            }
        });
        marks.collect()
    }

    /// Finds places for annotations on a sheet of this width. `above` is where labels above the plot may stand, `crossed` what
    /// else is written above it.
    pub(super) fn sketch<'theme>(
        &self,
        annotations: &[Annotation],
        (sheet, above): (f64, f64),
        crossed: &[Area],
        locale: Locale,
        theme: &'theme Theme,
    ) -> Sketch<'theme> {
        let texts = self.texts(theme.small_size);
        let mut labels = self.values(theme.smallest_size + 1.0);
        labels.extend(texts.iter().chain(crossed).copied());
        let mut taken = self.marks();
        taken.extend(texts);
        taken.extend(crossed);
        let room = Area {
            left: self.area.left,
            top: above,
            width: (sheet - self.area.left - 4.0).max(0.0),
            height: self.area.bottom() - above,
        };
        let mut sketch = Sketch::new(room, taken, locale, theme);
        // Lines first: texts stand clear of them.
        for annotation in annotations {
            match &annotation.target {
                Target::Level(value) => {
                    self.level(&mut sketch, annotation, *value, above, &labels);
                }
                Target::Before(row) => self.boundary(&mut sketch, annotation, *row, &labels),
                _ => {}
            }
        }
        for annotation in annotations {
            if let Target::Range(rows) = &annotation.target {
                self.bracket(&mut sketch, annotation, rows);
            }
        }
        for annotation in annotations {
            if let Target::Mark(row, _) = &annotation.target {
                self.mark(&mut sketch, annotation, *row);
            }
        }
        sketch
    }

    fn level(
        &self,
        sketch: &mut Sketch<'_>,
        annotation: &Annotation,
        value: f64,
        above: f64,
        labels: &[Area],
    ) {
        let x = self.area.left + self.scale.position(value, self.area.width);
        let block = Block::running(annotation, self.area.width * 0.6, sketch.theme());
        let rows = (0..MOST_LABELS).map(|row| above + row as f64 * LABEL);
        let corners = rows.flat_map(|y| {
            [
                (x - block.width / 2.0, y),
                (x - block.width - 2.0, y),
                (x + 2.0, y),
            ]
        });
        let corners: Vec<(f64, f64)> = corners.collect();
        let placed = sketch.put(&block, &corners, Anchor::Start);
        let top = placed.map_or(self.area.top - 3.0, Area::bottom);
        sketch.line((x, top), (x, self.area.bottom()), labels);
        if placed.is_none() {
            sketch.note(
                annotation,
                &[(x - 7.0, above + 8.0), (x + 7.0, above + 8.0)],
            );
        }
    }

    fn boundary(
        &self,
        sketch: &mut Sketch<'_>,
        annotation: &Annotation,
        row: usize,
        labels: &[Area],
    ) {
        let y = self.area.top + row as f64 * self.row();
        let right = self.area.right();
        sketch.line((self.area.left, y), (right, y), labels);
        let mut corners = Vec::new();
        let block = Block::running(annotation, self.area.width * 0.5, sketch.theme());
        for distance in [2.0, self.row() / 2.0, self.row()] {
            corners.push((right - block.width, y + distance));
            corners.push((right - block.width, y - distance - block.height));
        }
        if sketch.put(&block, &corners, Anchor::End).is_none() {
            sketch.note(
                annotation,
                &[
                    (right - 7.0, y + 8.0),
                    (right - 7.0, y - 8.0),
                    (right + 8.0, y),
                ],
            );
        }
    }

    fn bracket(&self, sketch: &mut Sketch<'_>, annotation: &Annotation, rows: &Range<usize>) {
        let (low, _) = slot_extent(self.bars, 0);
        let inset = low * self.row() / 2.0;
        let left = self.area.left + self.reach(rows) + TO_BRACKET;
        let right = left + DEPTH;
        let top = self.area.top + rows.start as f64 * self.row() + inset;
        let bottom = self.area.top + rows.end as f64 * self.row() - inset;
        let middle = f64::midpoint(top, bottom);
        let stands = sketch.is_open((left, top), (right, bottom));
        if stands {
            sketch.stroke(vec![
                (left, top),
                (right, top),
                (right, bottom),
                (left, bottom),
            ]);
            sketch.take(Area {
                left,
                top,
                width: DEPTH,
                height: bottom - top,
            });
            let block = Block::stacked(annotation, BRACKET_TEXT, sketch.theme());
            let x = right + TO_TEXT;
            let corners = [
                (x, middle - block.height / 2.0),
                (x, top),
                (x, bottom - block.height),
            ];
            if sketch.put(&block, &corners, Anchor::Start).is_some() {
                return;
            }
        }
        let at = if stands { right + 8.0 } else { left };
        sketch.note(annotation, &[(at, middle)]);
    }

    fn mark(&self, sketch: &mut Sketch<'_>, annotation: &Annotation, row: usize) {
        let y = self.area.top + (row as f64 + 0.5) * self.row();
        let end = self.area.left + self.reach(&single(row));
        let start = end + TO_TEXT;
        let x = start + RULE + 6.0;
        let rest = sketch.rest(x);
        for max in [rest, rest.min(260.0), rest.min(180.0)] {
            let block = Block::running(annotation, max, sketch.theme());
            let corner = (x, y - block.height / 2.0);
            if sketch.is_open((start, y), (start + RULE, y))
                && sketch.put(&block, &[corner], Anchor::Start).is_some()
            {
                sketch.stroke(vec![(start, y), (start + RULE, y)]);
                return;
            }
        }
        sketch.note(annotation, &[(end + NUMBER / 2.0, y)]);
    }
}
