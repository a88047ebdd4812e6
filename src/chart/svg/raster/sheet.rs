//! The paper. In: rectangles, masks of letters and paths, in pixels. Out: opaque pixels.

use tiny_skia::{FillRule, Paint, Path, PixmapMut, Stroke, Transform};

use crate::chart::color::Color;

const WHITE: Color = Color {
    red: 255,
    green: 255,
    blue: 255,
};

/// Colours that are remembered: more than a table of colours has.
const MOST_INKS: usize = 300;

/// How much of each pixel of a small area is covered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mask {
    /// Pixels from the place at which it is stamped to its left edge.
    pub(super) left: i32,
    /// Pixels from the place at which it is stamped to its upper edge.
    pub(super) top: i32,
    /// Pixels in a row.
    pub(super) width: usize,
    /// Row by row, 0 to 255.
    pub(super) levels: Vec<u8>,
}

/// The pixels of a picture: red, green, blue and an opacity that is always whole.
pub(super) struct Sheet<'pixels> {
    pixels: &'pixels mut [u8],
    width: usize,
    height: usize,
    /// Whether nothing has been painted: the pixels may be those of another picture.
    is_blank: bool,
    /// What was drawn with, each once.
    inks: Vec<Color>,
}

/// The pixels that a length reaches: all are covered but parts of the first and the last one.
struct Reach {
    first: usize,
    end: usize,
    head: f32,
    tail: f32,
}

impl Reach {
    /// From a place to another, within `limit` pixels; nothing if they are the same or out of sight.
    fn new(start: f32, end: f32, limit: usize) -> Option<Self> {
        let (start, end) = (start.max(0.0), end.min(limit as f32));
        if end <= start || start.is_nan() || end.is_nan() {
            return None;
        }
        let first = start.floor();
        let last = (end.ceil() - 1.0).max(first);
        let head = end.min(first + 1.0) - start;
        Some(Self {
            first: first as usize,
            end: last as usize + 1,
            head,
            tail: if last > first { end - last } else { head },
        })
    }

    /// Whether all pixels are covered.
    fn is_whole(&self, limit: usize) -> bool {
        (self.first, self.end) == (0, limit) && self.head >= 1.0 && self.tail >= 1.0
    }

    /// The part of a pixel that is covered.
    fn share(&self, at: usize) -> f32 {
        if at == self.first {
            self.head
        } else if at + 1 == self.end {
            self.tail
        } else {
            1.0
        }
    }
}

/// A part as a level of 0 to 255.
fn level(share: f32) -> u8 {
    (share * 255.0).round() as u8
}

/// A channel between paper and ink.
fn between(paper: u8, ink: u8, level: u8) -> u8 {
    let (level, whole) = (u32::from(level), u32::from(u8::MAX));
    let sum = u32::from(ink) * level + u32::from(paper) * (whole - level);
    ((sum + whole / 2) / whole) as u8
}

/// Lays ink over a pixel.
fn blend(pixel: &mut [u8; 4], ink: Color, level: u8) {
    let [red, green, blue, _] = *pixel;
    *pixel = [
        between(red, ink.red, level),
        between(green, ink.green, level),
        between(blue, ink.blue, level),
        u8::MAX,
    ];
}

impl<'pixels> Sheet<'pixels> {
    /// A sheet on pixels of four bytes, of which there must be as many as it has.
    pub(super) fn new(pixels: &'pixels mut [u8], width: usize, height: usize) -> Self {
        Self {
            pixels,
            width,
            height,
            is_blank: true,
            inks: Vec::new(),
        }
    }

    /// Width and height.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    /// The colours that were drawn with; no more than a few hundred.
    pub(super) fn into_inks(self) -> Vec<Color> {
        self.inks
    }

    fn dip(&mut self, ink: Color) {
        if self.inks.len() < MOST_INKS && !self.inks.contains(&ink) {
            self.inks.push(ink);
        }
    }

    /// Paints everything in one colour.
    fn fill(&mut self, ink: Color) {
        self.dip(ink);
        let (pixels, _) = self.pixels.as_chunks_mut::<4>();
        pixels.fill(opaque(ink));
        self.is_blank = false;
    }

    /// Makes the paper white, unless something was painted; before anything that does not cover all of it.
    pub(super) fn prepare(&mut self) {
        if self.is_blank {
            self.fill(WHITE);
        }
    }

    fn row(&mut self, y: usize) -> &mut [[u8; 4]] {
        let start = 4 * self.width * y;
        let (row, _) = self.pixels[start..start + 4 * self.width].as_chunks_mut::<4>();
        row
    }

    /// Fills a rectangle, given by its left, upper, right and lower edge.
    pub(super) fn fill_rectangle(&mut self, [left, top, right, bottom]: [f32; 4], ink: Color) {
        let across = Reach::new(left, right, self.width);
        let down = Reach::new(top, bottom, self.height);
        let (Some(across), Some(down)) = (across, down) else {
            return;
        };
        if across.is_whole(self.width) && down.is_whole(self.height) {
            self.fill(ink);
            return;
        }
        self.prepare();
        self.dip(ink);
        for y in down.first..down.end {
            let part = down.share(y);
            let row = &mut self.row(y)[across.first..across.end];
            let Some((first, rest)) = row.split_first_mut() else {
                continue;
            };
            blend(first, ink, level(part * across.head));
            let Some((last, middle)) = rest.split_last_mut() else {
                continue;
            };
            blend(last, ink, level(part * across.tail));
            match level(part) {
                u8::MAX => middle.fill(opaque(ink)),
                part => middle.iter_mut().for_each(|pixel| blend(pixel, ink, part)),
            }
        }
    }

    /// Lays ink through a mask that stands at a place.
    pub(super) fn stamp(&mut self, mask: &Mask, (x, y): (i32, i32), ink: Color) {
        self.prepare();
        self.dip(ink);
        let (width, height) = (signed(self.width), signed(self.height));
        let left = i64::from(x) + i64::from(mask.left);
        let top = i64::from(y) + i64::from(mask.top);
        // The columns of the mask that are on the sheet.
        let first = (-left).clamp(0, signed(mask.width));
        let end = (width - left).clamp(first, signed(mask.width));
        for (below, levels) in mask.levels.chunks_exact(mask.width.max(1)).enumerate() {
            let y = top + signed(below);
            if first == end || y < 0 || y >= height {
                continue;
            }
            let row = &mut self.row(y as usize)[(left + first) as usize..];
            let levels = &levels[first as usize..end as usize];
            for (pixel, level) in row.iter_mut().zip(levels) {
                match *level {
                    0 => {}
                    u8::MAX => *pixel = opaque(ink),
                    level => blend(pixel, ink, level),
                }
            }
        }
    }

    /// Fills a path that is given in pixels; `opacity` is 1 where it hides all below.
    pub(super) fn fill_path(&mut self, path: &Path, ink: Color, opacity: f32) {
        self.prepare();
        self.dip(ink);
        let (width, height) = (self.width as u32, self.height as u32);
        if let Some(mut pixmap) = PixmapMut::from_bytes(self.pixels, width, height) {
            pixmap.fill_path(
                path,
                &paint(ink, opacity),
                FillRule::Winding,
                Transform::identity(),
                None,
            );
        }
    }

    /// Draws the lines of a path that is given in the units of the stroke.
    pub(super) fn stroke_path(
        &mut self,
        path: &Path,
        stroke: &Stroke,
        transform: Transform,
        (ink, opacity): (Color, f32),
    ) {
        self.prepare();
        self.dip(ink);
        let (width, height) = (self.width as u32, self.height as u32);
        if let Some(mut pixmap) = PixmapMut::from_bytes(self.pixels, width, height) {
            pixmap.stroke_path(path, &paint(ink, opacity), stroke, transform, None);
        }
    }
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn opaque(ink: Color) -> [u8; 4] {
    [ink.red, ink.green, ink.blue, u8::MAX]
}

fn paint(ink: Color, opacity: f32) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(ink.red, ink.green, ink.blue, level(opacity));
    paint
}
