//! The annotations of a chart, with their places. In: what is taken already, the places at which a text may stand. Out: lines,
//! texts and numbers that overlap nothing that is taken, notes for what has no place, their drawing.

use super::block::{Block, height_of};
use super::notes::{self, Note, number_style};
use crate::chart::annotation::{Annotation, said};
use crate::chart::color::palette::ACCENT;
use crate::chart::layout::area::Area;
use crate::chart::layout::text_measure::width;
use crate::chart::svg::canvas::Canvas;
use crate::chart::svg::element::Stroke;
use crate::chart::svg::group::Group;
use crate::chart::svg::text_style::Anchor;
use crate::chart::theme::Theme;
use crate::text::Locale;

/// Space around a text.
const AIR: f64 = 2.0;
/// Places that are tried along a line.
const STEPS: usize = 12;

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pen {
    /// A line across the chart.
    Dashed,
    /// A bracket, a rule before a text.
    Thin,
    /// The frame of a cell.
    Frame,
}

/// Annotations in the making.
pub(crate) struct Sketch<'data> {
    theme: &'data Theme,
    locale: Locale,
    /// Where texts may stand.
    room: Area,
    /// What they must not overlap.
    taken: Vec<Area>,
    strokes: Vec<(Pen, Vec<(f64, f64)>)>,
    blocks: Vec<((f64, f64), Block, Anchor)>,
    numbers: Vec<((f64, f64), usize)>,
    notes: Vec<Note>,
}

impl<'data> Sketch<'data> {
    /// An empty sketch for texts in `room` that must not overlap what is `taken`.
    pub(crate) fn new(room: Area, taken: Vec<Area>, locale: Locale, theme: &'data Theme) -> Self {
        Self {
            theme,
            locale,
            room,
            taken,
            strokes: Vec::new(),
            blocks: Vec::new(),
            numbers: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The look of charts.
    pub(crate) fn theme(&self) -> &'data Theme {
        self.theme
    }

    /// Whether an area is in the room and overlaps nothing.
    fn is_free(&self, area: Area) -> bool {
        let inside = area.left >= self.room.left - 0.5
            && area.top >= self.room.top - 0.5
            && area.right() <= self.room.right() + 0.5
            && area.bottom() <= self.room.bottom() + 0.5;
        inside && self.taken.iter().all(|other| !overlap(area, *other))
    }

    /// A straight line across the chart, interrupted where labels stand.
    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), labels: &[Area]) {
        for part in without(from, to, labels) {
            self.strokes.push((Pen::Dashed, part.to_vec()));
        }
        self.take(between(from, to, 1.0));
    }

    /// Keeps an area free of texts.
    pub(crate) fn take(&mut self, area: Area) {
        self.taken.push(area);
    }

    /// A thin stroke through points.
    pub(crate) fn stroke(&mut self, points: Vec<(f64, f64)>) {
        self.strokes.push((Pen::Thin, points));
    }

    /// Whether a stroke between two points would lie in the room and cross nothing.
    pub(crate) fn is_open(&self, from: (f64, f64), to: (f64, f64)) -> bool {
        self.is_free(between(from, to, 0.5))
    }

    /// A frame around a cell.
    pub(crate) fn frame(&mut self, cell: Area) {
        let cell = cell.inset(1.0);
        let corners = vec![
            (cell.left, cell.top),
            (cell.right(), cell.top),
            (cell.right(), cell.bottom()),
            (cell.left, cell.bottom()),
            (cell.left, cell.top - 1.0),
        ];
        self.strokes.push((Pen::Frame, corners));
    }

    /// Puts a text at the first of some places, given by its upper left corner, that is free.
    pub(crate) fn put(
        &mut self,
        block: &Block,
        corners: &[(f64, f64)],
        anchor: Anchor,
    ) -> Option<Area> {
        let at = |(left, top): &(f64, f64)| Area {
            left: *left,
            top: *top,
            width: block.width,
            height: block.height,
        };
        let free = |area: &Area| block.whole && self.is_free(*area);
        let found = corners.iter().map(at).find(free)?;
        self.taken.push(wider(found, AIR));
        self.blocks
            .push(((found.left, found.top), block.clone(), anchor));
        Some(found)
    }

    /// The room to the right of a place.
    pub(crate) fn rest(&self, x: f64) -> f64 {
        (self.room.right() - x).max(0.0)
    }

    /// Puts a text above or below a level line: at its ends, or somewhere between.
    pub(crate) fn at_level(
        &mut self,
        annotation: &Annotation,
        y: f64,
        (left, right): (f64, f64),
        max: f64,
    ) {
        let block = Block::running(annotation, max.min(right - left), self.theme);
        let places = (0..=STEPS).rev();
        let places = places.map(|step| step as f64 / STEPS as f64 * (right - left - block.width));
        let rows = |x: f64| [(left + x, y - block.height - 2.0), (left + x, y + 2.0)];
        let corners: Vec<(f64, f64)> = places.flat_map(rows).collect();
        if self.put(&block, &corners, Anchor::Start).is_none() {
            self.note(
                annotation,
                &[
                    (right - 7.0, y - 8.0),
                    (right - 7.0, y + 8.0),
                    (left + 7.0, y - 8.0),
                ],
            );
        }
    }

    /// Puts a text beside an upright line: as high as it can be.
    pub(crate) fn at_upright(
        &mut self,
        annotation: &Annotation,
        x: f64,
        (top, bottom): (f64, f64),
        max: f64,
    ) {
        for max in [max, max * 0.6] {
            let block = Block::running(annotation, max, self.theme);
            let heights = (0..=STEPS).map(|step| {
                let share = step as f64 / STEPS as f64;
                top + share * (bottom - top - block.height)
            });
            let sides = |y: f64| [(x + 6.0, y), (x - 6.0 - block.width, y)];
            let corners: Vec<(f64, f64)> = heights.flat_map(sides).collect();
            let found = corners.iter().find_map(|corner| {
                let anchor = if corner.0 > x {
                    Anchor::Start
                } else {
                    Anchor::End
                };
                self.put(&block, &[*corner], anchor)
            });
            if found.is_some() {
                return;
            }
        }
        self.note(annotation, &[(x + 8.0, top + 6.0), (x - 8.0, top + 6.0)]);
    }

    /// Makes a note of an annotation, whose number stands at the first of some places that is free.
    pub(crate) fn note(&mut self, annotation: &Annotation, middles: &[(f64, f64)]) {
        let number = self.numbers.len() + 1;
        let style = number_style(self.theme);
        let wide = width(&number.to_string(), style.size, style.weight);
        let area = |(x, y): &(f64, f64)| Area {
            left: x - wide / 2.0,
            top: y - style.size / 2.0,
            width: wide,
            height: style.size,
        };
        let found = middles.iter().find(|at| self.is_free(area(at))).copied();
        if let Some(at) = found {
            self.taken.push(wider(area(&at), AIR));
            self.numbers.push((at, number));
        }
        self.notes.push(Note {
            number: found.map(|_| number),
            text: said(annotation, self.locale),
        });
    }

    /// The height that the notes take below the chart.
    pub(crate) fn notes_height(&self, sheet: f64) -> f64 {
        notes::height(&self.notes, sheet, self.theme)
    }

    /// Draws everything; the notes begin at `bottom`.
    pub(crate) fn draw(&self, canvas: &Canvas, bottom: f64) {
        if self.strokes.is_empty() && self.blocks.is_empty() && self.notes.is_empty() {
            return;
        }
        // The script of a page takes them away with the values when it draws other marks.
        canvas.group(&Group::new().class("values annotations"), |canvas| {
            let pens = [
                (
                    Pen::Dashed,
                    Group::new().stroke(self.theme.ink, 1.0).dashed(),
                ),
                (
                    Pen::Thin,
                    Group::new().stroke(self.theme.muted, 1.0).fill(None),
                ),
                (Pen::Frame, Group::new().stroke(ACCENT, 2.0).fill(None)),
            ];
            for (pen, group) in pens {
                let strokes = self.strokes.iter().filter(|(own, _)| *own == pen);
                let strokes: Vec<_> = strokes.map(|(_, points)| points.clone()).collect();
                if !strokes.is_empty() {
                    canvas.group(&group, |canvas| {
                        for points in strokes {
                            canvas.draw_on_page(&Stroke { points });
                        }
                    });
                }
            }
            let halo = Group::new().halo(self.theme.background);
            canvas.group(&halo, |canvas| {
                for ((left, top), block, anchor) in &self.blocks {
                    let x = match anchor {
                        Anchor::Start => *left,
                        Anchor::Middle => left + block.width / 2.0,
                        Anchor::End => left + block.width,
                    };
                    let mut y = *top;
                    for (line, style) in &block.lines {
                        let high = height_of(style);
                        let style = style.clone().anchored(*anchor);
                        canvas.text((x, y + high / 2.0), line, &style);
                        y += high;
                    }
                }
                let style = number_style(self.theme).anchored(Anchor::Middle);
                for (at, number) in &self.numbers {
                    canvas.text(*at, &number.to_string(), &style);
                }
            });
        });
        notes::draw(canvas, &self.notes, bottom, self.theme);
    }
}

fn overlap(one: Area, other: Area) -> bool {
    one.left < other.right()
        && other.left < one.right()
        && one.top < other.bottom()
        && other.top < one.bottom()
}

/// An area with a border.
fn wider(area: Area, border: f64) -> Area {
    Area {
        left: area.left - border,
        top: area.top - border,
        width: area.width + 2.0 * border,
        height: area.height + 2.0 * border,
    }
}

/// The area of a straight line.
fn between(from: (f64, f64), to: (f64, f64), half: f64) -> Area {
    let corner = Area {
        left: from.0.min(to.0),
        top: from.1.min(to.1),
        width: (from.0 - to.0).abs(),
        height: (from.1 - to.1).abs(),
    };
    wider(corner, half)
}

/// The parts of a level or upright line that cross no label.
fn without(from: (f64, f64), to: (f64, f64), labels: &[Area]) -> Vec<[(f64, f64); 2]> {
    let level = (from.1 - to.1).abs() < (from.0 - to.0).abs();
    let line = between(from, to, 0.5);
    let crossed = labels
        .iter()
        .filter(|label| overlap(line, wider(**label, 1.0)));
    let mut gaps: Vec<(f64, f64)> = crossed
        .map(|label| {
            let label = wider(*label, AIR);
            if level {
                (label.left, label.right())
            } else {
                (label.top, label.bottom())
            }
        })
        .collect();
    gaps.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (start, end) = if level {
        (from.0, to.0)
    } else {
        (from.1, to.1)
    };
    let (mut pen, end) = (start.min(end), start.max(end));
    let mut parts = Vec::new();
    for (gap_start, gap_end) in gaps.into_iter().chain([(end, end)]) {
        if gap_start.min(end) - pen > 1.0 {
            parts.push((pen, gap_start.min(end)));
        }
        pen = pen.max(gap_end);
    }
    let point = |at: f64| if level { (at, from.1) } else { (from.0, at) };
    let parts = parts.into_iter();
    parts
        .map(|(start, end)| [point(start), point(end)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Area, Sketch, without};
    use crate::chart::annotation::{Annotation, Target};
    use crate::chart::svg::annotations::Block;
    use crate::chart::svg::text_style::Anchor;
    use crate::chart::theme::Theme;
    use crate::text::Locale;

    fn area(left: f64, top: f64, width: f64, height: f64) -> Area {
        Area {
            left,
            top,
            width,
            height,
        }
    }

    fn annotation(text: &str) -> Annotation {
        Annotation {
            target: Target::Mark(0, None),
            names: vec!["A".to_owned()],
            value: String::new(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_text_takes_the_first_free_place_and_the_next_one_another() {
        let theme = Theme::default();
        let room = area(0.0, 0.0, 300.0, 100.0);
        let label = area(0.0, 0.0, 100.0, 20.0);
        let mut sketch = Sketch::new(room, vec![label], Locale::En, &theme);
        let block = Block::running(&annotation("short"), 200.0, &theme);
        let corners = [(50.0, 5.0), (120.0, 5.0), (120.0, 50.0)];
        let first = sketch
            .put(&block, &corners, Anchor::Start)
            .expect("a place");
        assert_eq!((first.left, first.top), (120.0, 5.0));
        let second = sketch
            .put(&block, &corners, Anchor::Start)
            .expect("a place");
        assert_eq!((second.left, second.top), (120.0, 50.0));
        assert!(sketch.put(&block, &corners, Anchor::Start).is_none());
        // Outside of the room.
        assert!(
            sketch
                .put(&block, &[(299.0, 80.0)], Anchor::Start)
                .is_none()
        );
    }

    #[test]
    fn what_has_no_room_is_a_note_with_a_number_where_that_is_free() {
        let theme = Theme::default();
        let room = area(0.0, 0.0, 300.0, 100.0);
        let mut sketch = Sketch::new(room, vec![area(0.0, 0.0, 100.0, 20.0)], Locale::Fr, &theme);
        sketch.note(&annotation("un"), &[(50.0, 10.0), (150.0, 10.0)]);
        sketch.note(&annotation("deux"), &[(50.0, 10.0), (150.0, 10.0)]);
        assert_eq!(sketch.numbers, [((150.0, 10.0), 1)]);
        let notes: Vec<(Option<usize>, &str)> = sketch
            .notes
            .iter()
            .map(|note| (note.number, note.text.as_str()))
            .collect();
        // Without a number a note is found by the name of its mark.
        assert_eq!(notes, [(Some(1), "A\u{a0}: un"), (None, "A\u{a0}: deux")]);
        assert!(sketch.notes_height(300.0) > 20.0);
    }

    #[test]
    fn a_line_leaves_out_the_labels_that_it_meets() {
        let labels = [area(90.0, 40.0, 30.0, 10.0), area(200.0, 0.0, 10.0, 10.0)];
        let parts = without((100.0, 0.0), (100.0, 100.0), &labels);
        assert_eq!(
            parts,
            [
                [(100.0, 0.0), (100.0, 38.0)],
                [(100.0, 52.0), (100.0, 100.0)]
            ]
        );
        let whole = without((0.0, 70.0), (50.0, 70.0), &labels);
        assert_eq!(whole, [[(0.0, 70.0), (50.0, 70.0)]]);
    }
}
