//! Texts. In: a line of text, its place and its looks. Out: its letters on the sheet: as masks where it is level, as
//! paths where it is not, where letters are joined, and where they are large.

use std::borrow::Cow;
use std::rc::Rc;

use tiny_skia::{PathBuilder, Transform};

use super::attributes::{Layer, Looks};
use super::glyphs::{Glyphs, Rim, STEPS};
use super::shapes::pen;
use super::shaping::{Fonts, Run, Shaping};
use super::sheet::Sheet;
use crate::chart::color::Color;
use crate::chart::svg::text_style::Anchor;

/// Size in pixels of letters that are too rare to keep.
const LARGE: f32 = 40.0;

/// A line of text.
pub(super) struct Line<'data> {
    /// What it says.
    pub(super) text: &'data str,
    /// Its anchor, in CSS pixels.
    pub(super) at: (f32, f32),
    /// From the CSS pixels of its place to the pixels of the sheet.
    pub(super) to_pixels: Transform,
    /// Whether it is not turned.
    pub(super) is_level: bool,
}

/// Sets texts, with what is kept of those before.
#[derive(Default)]
pub(super) struct Typesetter {
    fonts: Option<Fonts>,
    shaping: Shaping,
    glyphs: Glyphs,
}

impl Typesetter {
    /// Draws a line of text.
    ///
    /// # Errors
    /// The embedded fonts cannot be read.
    pub(super) fn draw(
        &mut self,
        sheet: &mut Sheet<'_>,
        line: &Line<'_>,
        looks: &Looks,
    ) -> Result<(), String> {
        let fonts = match self.fonts.take() {
            Some(fonts) => fonts,
            None => Fonts::new().ok_or("the embedded fonts cannot be read")?,
        };
        let run = self.shaping.run(&fonts, &one_line(line.text), looks.weight);
        let before = match looks.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => run.width / 2.0,
            Anchor::End => run.width,
        };
        let start = (line.at.0 - before * looks.size, line.at.1);
        let mut setting = Setting {
            fonts: &fonts,
            glyphs: &mut self.glyphs,
            sheet,
            run,
            start,
            to_pixels: line.to_pixels,
        };
        let size = looks.size * line.to_pixels.sx;
        let rim = looks.stroke.map_or(0.0, |_| looks.stroke_width);
        let is_small = size.max(rim * line.to_pixels.sx) <= LARGE;
        if line.is_level && is_small && !setting.run.is_joined && looks.dashes.is_none() {
            setting.stamp(looks, size);
        } else {
            setting.trace(looks);
        }
        self.fonts = Some(fonts);
        Ok(())
    }
}

/// A line of text on its way to the sheet.
struct Setting<'a, 'pixels> {
    fonts: &'a Fonts,
    glyphs: &'a mut Glyphs,
    sheet: &'a mut Sheet<'pixels>,
    run: Rc<Run>,
    /// The beginning of its baseline, in CSS pixels.
    start: (f32, f32),
    to_pixels: Transform,
}

impl Setting<'_, '_> {
    /// Lays the letters on as masks; `size` is theirs in pixels.
    fn stamp(&mut self, looks: &Looks, size: f32) {
        let rim = Rim {
            width: looks.stroke_width * self.to_pixels.sx,
            is_round: looks.round_joins,
        };
        for layer in looks.layers() {
            match layer {
                Layer::Inside(ink) => self.stamp_layer(ink, None, size),
                Layer::Lines(ink) => self.stamp_layer(ink, Some(rim), size),
            }
        }
    }

    fn stamp_layer(&mut self, ink: Color, rim: Option<Rim>, size: f32) {
        let mut start = tiny_skia::Point::from_xy(self.start.0, self.start.1);
        self.to_pixels.map_point(&mut start);
        for glyph in &self.run.glyphs {
            let steps = |at: f32| (at * STEPS as f32).round() as i32;
            let (x, y) = (
                steps(start.x + glyph.x * size),
                steps(start.y - glyph.y * size),
            );
            let off = (x.rem_euclid(STEPS) as u8, y.rem_euclid(STEPS) as u8);
            if let Some(mask) = self.glyphs.mask(self.fonts, glyph, size, rim, off) {
                let at = (x.div_euclid(STEPS), y.div_euclid(STEPS));
                self.sheet.stamp(&mask, at, ink);
            }
        }
    }

    /// Draws the letters as one path.
    fn trace(&mut self, looks: &Looks) {
        let mut letters = PathBuilder::new();
        for glyph in &self.run.glyphs {
            let unit = looks.size / self.fonts.of(glyph.weight).units;
            let x = self.start.0 + glyph.x * looks.size;
            let y = self.start.1 - glyph.y * looks.size;
            let placed = Transform::from_row(unit, 0.0, 0.0, -unit, x, y);
            let outline = self.glyphs.outline(self.fonts, glyph);
            if let Some(path) = outline.and_then(|it| it.as_ref().clone().transform(placed)) {
                letters.push_path(&path);
            }
        }
        if letters.is_empty() {
            return;
        }
        let Some(path) = letters.finish() else {
            return;
        };
        for layer in looks.layers() {
            match layer {
                Layer::Inside(ink) => {
                    if let Some(path) = path.clone().transform(self.to_pixels) {
                        self.sheet.fill_path(&path, ink, 1.0);
                    }
                }
                Layer::Lines(ink) => {
                    let paint = (ink, 1.0);
                    self.sheet
                        .stroke_path(&path, &pen(looks), self.to_pixels, paint);
                }
            }
        }
    }
}

/// A text as SVG shows it: without spaces around it, and with one where there are several or a new line.
fn one_line(text: &str) -> Cow<'_, str> {
    let is_space = |character: char| matches!(character, ' ' | '\t' | '\n' | '\r');
    let text = text.trim_matches(is_space);
    if !text.contains("  ") && !text.contains(['\t', '\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split(is_space).filter(|it| !it.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn spaces_are_shown_as_one() {
        assert_eq!(one_line("a b"), "a b");
        assert_eq!(one_line(" a  b\n c "), "a b c");
        assert_eq!(one_line("\u{a0}a \u{a0}b"), "\u{a0}a \u{a0}b");
        assert_eq!(one_line("  "), "");
    }
}
