//! The elements that plotters draws for us: marks, strokes and text. In: data coordinates. Out:
//! direct calls of our backend that bypass the generic ones.

use plotters::element::{Drawable, PointCollection};
use plotters_backend::{BackendCoord, DrawingErrorKind};
use std::convert::Infallible;
use std::iter::{Copied, Flatten};
use std::slice::Iter;

use crate::chart::color::Color;
use crate::chart::color::darkened_for;
use crate::chart::svg::markup::{UNITS, units};
use crate::chart::svg::svg_backend::SvgBackend;
use crate::chart::svg::text_style::TextStyle;

/// The kind of a rectangle, which determines how its edges are aligned with pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A tile or a swatch: its corners are kept.
    Tile,
    /// A separate horizontal bar: at least one pixel long, with its sides on whole pixels.
    Row,
    /// A segment of a horizontal bar: if it is long enough, it ends up to a pixel before the next
    /// one.
    RowSegment,
    /// A separate vertical bar.
    Column,
    /// A segment of a vertical bar.
    ColumnSegment,
}

/// Contrast with the paper from which a mark is visible (WCAG 2.2, success criterion 1.4.11).
const SEEN: f64 = 3.0;

/// Bars, segments or tiles of one colour, drawn as one path: each rectangle is a part of it, so the
/// n-th part is the n-th item shown.
pub(crate) struct Rectangles {
    /// Two opposite corners each.
    pub(crate) corners: Vec<[(f64, f64); 2]>,
    /// The kind of each.
    pub(crate) shapes: Vec<Shape>,
    /// Fill of all.
    pub(crate) fill: Color,
    /// Line around each, if the fill alone is barely visible.
    pub(crate) outline: Option<Color>,
    /// Attributes of the path, escaped, each after a space.
    pub(crate) attributes: String,
}

/// A point of a line.
pub(crate) struct DotMark {
    /// Centre.
    pub(crate) center: (f64, f64),
    /// Radius in pixels.
    pub(crate) radius: f64,
}

/// A stroke through points.
pub(crate) struct Stroke {
    /// Points, two at least.
    pub(crate) points: Vec<(f64, f64)>,
}

/// One line of text.
pub(crate) struct TextMark<'data> {
    /// Position of its anchor.
    pub(crate) at: (f64, f64),
    /// The text.
    pub(crate) text: &'data str,
    /// Its look.
    pub(crate) style: &'data TextStyle,
    /// Rotation in degrees, clockwise.
    pub(crate) degrees: i32,
}

/// From start to end, extended to a pixel: a value other than zero must be visible.
fn at_least_a_pixel((start, end): (i32, i32)) -> (i32, i32) {
    let away = if end < start { -UNITS } else { UNITS };
    (
        start,
        if (end - start).abs() < UNITS {
            start + away
        } else {
            end
        },
    )
}

/// From start to end without the last pixel if it is large, or without half a pixel if enough
/// remains visible.
fn short_of_next((start, end): (i32, i32)) -> (i32, i32) {
    let (length, pixel) = ((end - start).abs(), (end - start).signum() * UNITS);
    if length >= LARGE {
        (start, end - pixel)
    } else if length >= 3 * UNITS {
        (start, end - pixel / 2)
    } else {
        (start, end)
    }
}

/// Length of which a pixel is at most one twentieth.
const LARGE: i32 = 20 * UNITS;

/// If it is large, puts both edges on whole pixels, where they are sharp and short to write.
fn on_pixels_if_large((one, other): (i32, i32)) -> (i32, i32) {
    if (one - other).abs() < LARGE {
        (one, other)
    } else {
        on_pixels((one, other))
    }
}

/// Puts both edges on whole pixels, where they are sharp, if the rectangle is wide enough that its
/// width hardly changes.
fn on_pixels((one, other): (i32, i32)) -> (i32, i32) {
    let whole = |edge: i32| (edge + UNITS / 2).div_euclid(UNITS) * UNITS;
    if (one - other).abs() < 4 * UNITS {
        (one, other)
    } else {
        (whole(one), whole(other))
    }
}

impl Rectangles {
    /// An empty set of rectangles, with a fill that must be visible on `paper`.
    pub(crate) fn new(fill: Color, paper: Color) -> Self {
        let outline = darkened_for(fill, paper, SEEN);
        Self {
            corners: Vec::new(),
            shapes: Vec::new(),
            fill,
            outline: Some(outline).filter(|outline| *outline != fill),
            attributes: String::new(),
        }
    }

    /// The same without a line around each, however pale they are.
    pub(crate) fn without_outline(self) -> Self {
        Self {
            outline: None,
            ..self
        }
    }

    /// The same with one more rectangle.
    pub(crate) fn with(mut self, corners: [(f64, f64); 2], shape: Shape) -> Self {
        self.push(corners, shape);
        self
    }

    /// Adds a rectangle.
    pub(crate) fn push(&mut self, corners: [(f64, f64); 2], shape: Shape) {
        self.corners.push(corners);
        self.shapes.push(shape);
    }
}

impl<'point> PointCollection<'point, (f64, f64)> for &'point Rectangles {
    type Point = (f64, f64);
    type IntoIter = Flatten<Copied<Iter<'point, [(f64, f64); 2]>>>;

    fn point_iter(self) -> Self::IntoIter {
        self.corners.iter().copied().flatten()
    }
}

impl Drawable<SvgBackend> for Rectangles {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut positions: I,
        backend: &mut SvgBackend,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let mut rectangles = Vec::with_capacity(self.shapes.len());
        for shape in &self.shapes {
            let (Some(one), Some(other)) = (positions.next(), positions.next()) else {
                break;
            };
            let (mut across, mut down) = ((one.0, other.0), (one.1, other.1));
            match shape {
                Shape::Tile => {
                    (across, down) = (on_pixels_if_large(across), on_pixels_if_large(down));
                }
                Shape::Row | Shape::RowSegment => {
                    (across, down) = (on_pixels_if_large(across), on_pixels(down));
                }
                Shape::Column | Shape::ColumnSegment => {
                    (across, down) = (on_pixels(across), on_pixels_if_large(down));
                }
            }
            match shape {
                Shape::Tile => {}
                Shape::Row => across = at_least_a_pixel(across),
                Shape::Column => down = at_least_a_pixel(down),
                Shape::RowSegment => across = short_of_next(across),
                Shape::ColumnSegment => down = short_of_next(down),
            }
            let (left, right) = (across.0.min(across.1), across.0.max(across.1));
            let (top, bottom) = (down.0.min(down.1), down.0.max(down.1));
            rectangles.push(((left, top), (right, bottom)));
        }
        if !rectangles.is_empty() {
            backend.draw_marks(&rectangles, self.fill, self.outline, &self.attributes);
        }
        Ok(())
    }
}

impl<'point> PointCollection<'point, (f64, f64)> for &'point DotMark {
    type Point = (f64, f64);
    type IntoIter = [(f64, f64); 1];

    fn point_iter(self) -> Self::IntoIter {
        [self.center]
    }
}

impl Drawable<SvgBackend> for DotMark {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        positions: I,
        backend: &mut SvgBackend,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        for center in positions {
            backend.draw_dot(center, units(self.radius));
        }
        Ok(())
    }
}

impl<'point> PointCollection<'point, (f64, f64)> for &'point Stroke {
    type Point = &'point (f64, f64);
    type IntoIter = &'point Vec<(f64, f64)>;

    fn point_iter(self) -> Self::IntoIter {
        &self.points
    }
}

impl Drawable<SvgBackend> for Stroke {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        positions: I,
        backend: &mut SvgBackend,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        backend.draw_stroke(positions);
        Ok(())
    }
}

impl<'point> PointCollection<'point, (f64, f64)> for &'point TextMark<'_> {
    type Point = (f64, f64);
    type IntoIter = [(f64, f64); 1];

    fn point_iter(self) -> Self::IntoIter {
        [self.at]
    }
}

impl Drawable<SvgBackend> for TextMark<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        positions: I,
        backend: &mut SvgBackend,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        for position in positions {
            backend.write_text(self.text, self.style, position, self.degrees);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{at_least_a_pixel, on_pixels, short_of_next};

    #[test]
    fn the_smallest_bar_is_a_pixel_long_in_its_direction() {
        assert_eq!(at_least_a_pixel((100, 102)), (100, 110));
        assert_eq!(at_least_a_pixel((100, 98)), (100, 90));
        assert_eq!(at_least_a_pixel((100, 150)), (100, 150));
    }

    #[test]
    fn segments_leave_up_to_a_pixel_where_they_can() {
        assert_eq!(short_of_next((100, 300)), (100, 290));
        assert_eq!(short_of_next((300, 100)), (300, 110));
        assert_eq!(short_of_next((100, 150)), (100, 145));
        assert_eq!(short_of_next((150, 100)), (150, 105));
        assert_eq!(short_of_next((100, 120)), (100, 120));
    }

    #[test]
    fn sides_stand_on_whole_pixels_unless_the_bar_is_thin() {
        assert_eq!(on_pixels((104, 256)), (100, 260));
        assert_eq!(on_pixels((104, 126)), (104, 126));
    }
}
