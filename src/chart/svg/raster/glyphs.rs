//! The shapes of letters. In: a glyph, its size, the part of a pixel by which it is off. Out: its outline, or the
//! mask of its inside or of its rim.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use skrifa::GlyphId;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use tiny_skia::{FillRule, LineJoin, Path, PathBuilder, PathStroker, Stroke, Transform};

use super::shaping::{Fonts, Glyph};
use super::sheet::Mask;
use crate::chart::layout::text_measure::Weight;

/// Places within a pixel at which a glyph may stand, across and down: its edges are drawn as finely.
pub(super) const STEPS: i32 = 4;

/// Outlines that are kept, about 4 MB.
const MOST_OUTLINES: usize = 4000;
/// Masks that are kept, and their size in bytes.
const MOST_MASKS: usize = 20_000;
const MOST_LEVELS: usize = 4_000_000;

/// The rim of letters, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rim {
    /// Its width, half of which is outside.
    pub(super) width: f32,
    /// Whether its corners are round.
    pub(super) is_round: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    is_bold: bool,
    id: u32,
    /// The bits of the size and of the width of the rim.
    size: u32,
    rim: Option<(u32, bool)>,
    /// Steps to the right and down.
    off: (u8, u8),
}

/// Shapes, with those that were asked for before.
#[derive(Default)]
pub(super) struct Glyphs {
    outlines: FxHashMap<(bool, u32), Option<Rc<Path>>>,
    masks: FxHashMap<Key, Option<Rc<Mask>>>,
    levels: usize,
}

impl Glyphs {
    /// The outline in units of the font, upwards; nothing for a space.
    pub(super) fn outline(&mut self, fonts: &Fonts, glyph: &Glyph) -> Option<Rc<Path>> {
        let key = (glyph.weight == Weight::Bold, glyph.id);
        if let Some(known) = self.outlines.get(&key) {
            return known.clone();
        }
        if self.outlines.len() >= MOST_OUTLINES {
            self.outlines.clear();
        }
        let outline = outline(fonts, glyph).map(Rc::new);
        self.outlines.insert(key, outline.clone());
        outline
    }

    /// The mask of a glyph of `size` pixels whose origin is `off` steps right of and below the corner of a pixel;
    /// nothing for a space.
    pub(super) fn mask(
        &mut self,
        fonts: &Fonts,
        glyph: &Glyph,
        size: f32,
        rim: Option<Rim>,
        off: (u8, u8),
    ) -> Option<Rc<Mask>> {
        let key = Key {
            is_bold: glyph.weight == Weight::Bold,
            id: glyph.id,
            size: size.to_bits(),
            rim: rim.map(|rim| (rim.width.to_bits(), rim.is_round)),
            off,
        };
        if let Some(known) = self.masks.get(&key) {
            return known.clone();
        }
        let path = self.outline(fonts, glyph).and_then(|outline| {
            let unit = size / fonts.of(glyph.weight).units;
            let [right, down] = [off.0, off.1].map(|steps| f32::from(steps) / STEPS as f32);
            let placed = Transform::from_row(unit, 0.0, 0.0, -unit, right, down);
            let path = Path::clone(&outline).transform(placed)?;
            match rim {
                Some(rim) => stroked(&path, rim),
                None => Some(path),
            }
        });
        let mask = path.and_then(|path| masked(&path)).map(Rc::new);
        self.levels += mask.as_ref().map_or(0, |mask| mask.levels.len());
        if self.levels > MOST_LEVELS || self.masks.len() >= MOST_MASKS {
            self.masks.clear();
            self.levels = mask.as_ref().map_or(0, |mask| mask.levels.len());
        }
        self.masks.insert(key, mask.clone());
        mask
    }
}

fn stroked(path: &Path, rim: Rim) -> Option<Path> {
    let stroke = Stroke {
        width: rim.width,
        line_join: if rim.is_round {
            LineJoin::Round
        } else {
            LineJoin::Miter
        },
        ..Stroke::default()
    };
    PathStroker::new().stroke(path, &stroke, 1.0)
}

/// What a path covers.
fn masked(path: &Path) -> Option<Mask> {
    let bounds = path.bounds();
    let (left, top) = (bounds.left().floor() - 1.0, bounds.top().floor() - 1.0);
    let width = (bounds.right().ceil() + 1.0 - left) as u32;
    let height = (bounds.bottom().ceil() + 1.0 - top) as u32;
    let mut mask = tiny_skia::Mask::new(width, height)?;
    let placed = Transform::from_translate(-left, -top);
    mask.fill_path(path, FillRule::Winding, true, placed);
    Some(Mask {
        left: left as i32,
        top: top as i32,
        width: width as usize,
        levels: mask.take(),
    })
}

fn outline(fonts: &Fonts, glyph: &Glyph) -> Option<Path> {
    let outline = fonts
        .of(glyph.weight)
        .outlines
        .get(GlyphId::new(glyph.id))?;
    let mut pen = Pen(PathBuilder::new());
    let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    outline.draw(settings, &mut pen).ok()?;
    if pen.0.is_empty() {
        None
    } else {
        pen.0.finish()
    }
}

struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
