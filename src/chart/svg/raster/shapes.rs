//! Shapes. In: outlines and circles in CSS pixels, their looks. Out: them on the sheet. Rectangles and level or
//! upright lines, which are most of what charts have, are filled directly; the rest are paths.

use tiny_skia::{LineCap, LineJoin, Path, PathBuilder, Stroke, StrokeDash, Transform};

use super::attributes::{Layer, Looks};
use super::path_data::Outline;
use super::sheet::Sheet;
use crate::chart::color::Color;

/// What a shape is drawn on.
pub(super) struct Place<'sheet, 'pixels> {
    /// The pixels.
    pub(super) sheet: &'sheet mut Sheet<'pixels>,
    /// Pixels per CSS pixel.
    pub(super) scale: f32,
    /// How much of what is below a shape it hides: 1 for all.
    pub(super) opacity: f32,
}

impl Place<'_, '_> {
    /// Draws straight lines and what they enclose.
    pub(super) fn outline(&mut self, outline: &Outline, looks: &Looks) {
        for layer in looks.layers() {
            match layer {
                Layer::Inside(ink) => self.fill(outline, looks, ink),
                Layer::Lines(ink) => self.stroke(outline, looks, ink),
            }
        }
    }

    /// Draws a circle.
    pub(super) fn circle(&mut self, (x, y): (f32, f32), radius: f32, looks: &Looks) {
        let circle = PathBuilder::from_circle(x, y, radius).filter(|_| radius > 0.0);
        let Some(circle) = circle else {
            return;
        };
        let to_pixels = to_pixels(looks, self.scale);
        for layer in looks.layers() {
            match layer {
                Layer::Inside(ink) => {
                    if let Some(path) = circle.clone().transform(to_pixels) {
                        self.sheet.fill_path(&path, ink, self.opacity);
                    }
                }
                Layer::Lines(ink) => {
                    let paint = (ink, self.opacity);
                    self.sheet
                        .stroke_path(&circle, &pen(looks), to_pixels, paint);
                }
            }
        }
    }

    fn fill(&mut self, outline: &Outline, looks: &Looks, ink: Color) {
        let mut others = PathBuilder::new();
        // A line has no inside.
        for (points, _) in outline.parts().filter(|(points, _)| points.len() > 2) {
            match rectangle(points).filter(|_| self.opacity >= 1.0) {
                Some(edges) => self.rectangle(edges, looks, ink),
                None => push(&mut others, points, true),
            }
        }
        let path = finish(others).and_then(|path| path.transform(to_pixels(looks, self.scale)));
        if let Some(path) = path {
            self.sheet.fill_path(&path, ink, self.opacity);
        }
    }

    fn stroke(&mut self, outline: &Outline, looks: &Looks, ink: Color) {
        let half = looks.stroke_width / 2.0;
        let is_plain = self.opacity >= 1.0 && !looks.round_joins && !looks.round_caps;
        let mut others = PathBuilder::new();
        for (points, is_closed) in outline.parts() {
            let whole = rectangle(points).filter(|_| is_closed && looks.dashes.is_none());
            match (points, whole) {
                ([from, to], _) if is_plain && !is_closed && self.is_straight(*from, *to) => {
                    self.line((*from, *to), looks, ink);
                }
                (_, Some([left, top, right, bottom]))
                    if is_plain && right - left > 2.0 * half && bottom - top > 2.0 * half =>
                {
                    let (outer_left, outer_right) = (left - half, right + half);
                    for edges in [
                        [outer_left, top - half, outer_right, top + half],
                        [outer_left, bottom - half, outer_right, bottom + half],
                        [outer_left, top + half, left + half, bottom - half],
                        [right - half, top + half, outer_right, bottom - half],
                    ] {
                        self.rectangle(edges, looks, ink);
                    }
                }
                _ => push(&mut others, points, is_closed),
            }
        }
        if let Some(path) = finish(others) {
            let to_pixels = to_pixels(looks, self.scale);
            let paint = (ink, self.opacity);
            self.sheet.stroke_path(&path, &pen(looks), to_pixels, paint);
        }
    }

    /// Fills a rectangle, given by its left, upper, right and lower edge in CSS pixels.
    fn rectangle(&mut self, [left, top, right, bottom]: [f32; 4], looks: &Looks, ink: Color) {
        let across = |x: f32| (x + looks.shift.0) * self.scale;
        let down = |y: f32| (y + looks.shift.1) * self.scale;
        let edges = [across(left), down(top), across(right), down(bottom)];
        self.sheet.fill_rectangle(edges, ink);
    }

    /// Whether a line is level or upright, and no longer than the sheet, so that its dashes can be counted.
    fn is_straight(&self, from: (f32, f32), to: (f32, f32)) -> bool {
        let (width, height) = self.sheet.size();
        let length = ((from.0 - to.0).abs() + (from.1 - to.1).abs()) * self.scale;
        near(from.0, to.0) != near(from.1, to.1) && length <= (width + height) as f32
    }

    /// Draws a level or upright line, dash by dash.
    fn line(&mut self, (from, to): ((f32, f32), (f32, f32)), looks: &Looks, ink: Color) {
        let half = looks.stroke_width / 2.0;
        let is_level = near(from.1, to.1);
        let (start, end) = if is_level {
            (from.0, to.0)
        } else {
            (from.1, to.1)
        };
        let length = (end - start).abs();
        let [dash, gap] = looks.dashes.unwrap_or([length, 1.0]);
        let count = (length / (dash + gap)).ceil() as usize;
        for index in 0..count {
            let begun = index as f32 * (dash + gap);
            let places = [begun, (begun + dash).min(length)].map(|along| {
                if end < start {
                    start - along
                } else {
                    start + along
                }
            });
            let (low, high) = (places[0].min(places[1]), places[0].max(places[1]));
            let edges = if is_level {
                [low, from.1 - half, high, from.1 + half]
            } else {
                [from.0 - half, low, from.0 + half, high]
            };
            self.rectangle(edges, looks, ink);
        }
    }
}

/// From the CSS pixels of an element to the pixels of the sheet.
pub(super) fn to_pixels(looks: &Looks, scale: f32) -> Transform {
    Transform::from_scale(scale, scale).pre_translate(looks.shift.0, looks.shift.1)
}

/// The pen of lines.
pub(super) fn pen(looks: &Looks) -> Stroke {
    let dashes = looks.dashes.map(|lengths| lengths.to_vec());
    Stroke {
        width: looks.stroke_width,
        line_join: if looks.round_joins {
            LineJoin::Round
        } else {
            LineJoin::Miter
        },
        line_cap: if looks.round_caps {
            LineCap::Round
        } else {
            LineCap::Butt
        },
        dash: dashes.and_then(|lengths| StrokeDash::new(lengths, 0.0)),
        ..Stroke::default()
    }
}

/// Whether two lengths in CSS pixels are the same: all are written in tenths.
fn near(one: f32, other: f32) -> bool {
    (one - other).abs() < 0.01
}

/// The left, upper, right and lower edge of a part that is an upright rectangle; its first and last point may be the
/// same.
fn rectangle(points: &[(f32, f32)]) -> Option<[f32; 4]> {
    let [one, two, three, four] = match points {
        [one, two, three, four] => [one, two, three, four],
        [one, two, three, four, last] if near(one.0, last.0) && near(one.1, last.1) => {
            [one, two, three, four]
        }
        _ => return None,
    };
    let level_first =
        near(one.1, two.1) && near(two.0, three.0) && near(three.1, four.1) && near(four.0, one.0);
    let upright_first =
        near(one.0, two.0) && near(two.1, three.1) && near(three.0, four.0) && near(four.1, one.1);
    (level_first || upright_first).then(|| {
        let (left, right) = (one.0.min(three.0), one.0.max(three.0));
        let (top, bottom) = (one.1.min(three.1), one.1.max(three.1));
        [left, top, right, bottom]
    })
}

fn push(path: &mut PathBuilder, points: &[(f32, f32)], is_closed: bool) {
    let Some((first, rest)) = points.split_first() else {
        return;
    };
    path.move_to(first.0, first.1);
    for (x, y) in rest {
        path.line_to(*x, *y);
    }
    if is_closed {
        path.close();
    }
}

/// The path, if there is anything in it.
fn finish(path: PathBuilder) -> Option<Path> {
    if path.is_empty() { None } else { path.finish() }
}
