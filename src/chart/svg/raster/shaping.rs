//! From characters to glyphs. In: a text and a weight. Out: glyphs of the embedded fonts and their places, with
//! kerning, ligatures, accents and both directions of writing.

use std::ops::Range;
use std::rc::Rc;

use harfrust::{
    Direction, GlyphBuffer, ShapeOptions, ShapePlan, ShapePlanKey, ShaperData, UnicodeBuffer,
};
use rustc_hash::FxHashMap;
use skrifa::outline::OutlineGlyphCollection;
use skrifa::{FontRef, MetadataProvider};
use unicode_bidi::{BidiInfo, Level};

use crate::chart::layout::text_measure::Weight;

/// Texts that are kept, and the length of the longest one in bytes; about 10 MB.
const MOST_RUNS: usize = 2000;
const LONGEST_RUN: usize = 256;
/// Plans that are kept; there is one for each weight, script and direction.
const MOST_PLANS: usize = 40;

/// One of the embedded fonts.
pub(super) struct Font {
    /// Its tables.
    tables: FontRef<'static>,
    shaper: ShaperData,
    /// The shapes of its glyphs.
    pub(super) outlines: OutlineGlyphCollection<'static>,
    /// Its units per size of the text.
    pub(super) units: f32,
}

impl Font {
    fn new(data: &'static [u8]) -> Option<Self> {
        let tables = FontRef::new(data).ok()?;
        let shaper = ShaperData::new(&tables);
        let units = shaper.shaper(&tables).build().units_per_em();
        Some(Self {
            shaper,
            outlines: tables.outline_glyphs(),
            tables,
            units: units as f32,
        })
    }
}

/// The embedded fonts, regular and bold.
pub(super) struct Fonts([Font; 2]);

impl Fonts {
    /// Reads the fonts; nothing if they are not fonts.
    pub(super) fn new() -> Option<Self> {
        let regular = Font::new(dejavu::sans::regular())?;
        Some(Self([regular, Font::new(dejavu::sans::bold())?]))
    }

    /// The font of a weight.
    pub(super) fn of(&self, weight: Weight) -> &Font {
        &self.0[index(weight)]
    }
}

/// The place of a weight in lists by weight.
fn index(weight: Weight) -> usize {
    match weight {
        Weight::Regular => 0,
        Weight::Bold => 1,
    }
}

/// A glyph at its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    /// Its font.
    pub(super) weight: Weight,
    /// Its number in the font; 0 is that of a missing character.
    pub(super) id: u32,
    /// How far right of the beginning of the line it stands, in sizes of the text.
    pub(super) x: f32,
    /// How far above the baseline it stands, in sizes of the text.
    pub(super) y: f32,
}

/// A shaped line of text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Run {
    /// From left to right.
    pub(super) glyphs: Vec<Glyph>,
    /// Its width, in sizes of the text.
    pub(super) width: f32,
    /// Whether neighbouring glyphs may touch, as Arabic ones do.
    pub(super) is_joined: bool,
}

/// Texts as glyphs, with those that were asked for before.
#[derive(Default)]
pub(super) struct Shaping {
    runs: [FxHashMap<Box<str>, Rc<Run>>; 2],
    plans: Vec<(Weight, ShapePlan)>,
    buffer: Option<UnicodeBuffer>,
}

impl Shaping {
    /// The glyphs of a line of text.
    pub(super) fn run(&mut self, fonts: &Fonts, text: &str, weight: Weight) -> Rc<Run> {
        if let Some(known) = self.runs[index(weight)].get(text) {
            return Rc::clone(known);
        }
        let run = Rc::new(self.shape(fonts, text, weight));
        if text.len() <= LONGEST_RUN {
            let runs = &mut self.runs[index(weight)];
            if runs.len() >= MOST_RUNS {
                runs.clear();
            }
            runs.insert(text.into(), Rc::clone(&run));
        }
        run
    }

    /// Shapes a text in its weight; characters that this lacks are taken from the other one.
    fn shape(&mut self, fonts: &Fonts, text: &str, weight: Weight) -> Run {
        let parts = directions(text);
        let other = match weight {
            Weight::Regular => Weight::Bold,
            Weight::Bold => Weight::Regular,
        };
        let mut glyphs = self.glyphs(fonts, text, &parts, weight);
        if glyphs.iter().any(|glyph| glyph.id == 0) {
            let others = self.glyphs(fonts, text, &parts, other);
            if others.len() == glyphs.len() {
                for (glyph, other) in glyphs.iter_mut().zip(others) {
                    if glyph.id == 0 && other.id != 0 {
                        *glyph = other;
                    }
                }
            }
        }
        let mut run = Run {
            is_joined: !is_plain(text),
            ..Run::default()
        };
        for glyph in glyphs {
            let units = fonts.of(glyph.weight).units;
            run.glyphs.push(Glyph {
                weight: glyph.weight,
                id: glyph.id,
                x: run.width + glyph.right as f32 / units,
                y: glyph.up as f32 / units,
            });
            run.width += glyph.advance as f32 / units;
        }
        run
    }

    fn glyphs(
        &mut self,
        fonts: &Fonts,
        text: &str,
        parts: &[(Range<usize>, Direction)],
        weight: Weight,
    ) -> Vec<Shaped> {
        let mut glyphs = Vec::with_capacity(text.len());
        for (part, direction) in parts {
            let buffer = self.shape_part(fonts, &text[part.clone()], *direction, weight);
            let places = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
            glyphs.extend(places.map(|(info, place)| Shaped {
                weight,
                id: info.glyph_id,
                right: place.x_offset,
                up: place.y_offset,
                advance: place.x_advance,
            }));
            self.buffer = Some(buffer.clear());
        }
        glyphs
    }

    fn shape_part(
        &mut self,
        fonts: &Fonts,
        text: &str,
        direction: Direction,
        weight: Weight,
    ) -> GlyphBuffer {
        let font = fonts.of(weight);
        let shaper = font.shaper.shaper(&font.tables).build();
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.push_str(text);
        buffer.set_direction(direction);
        buffer.guess_segment_properties();
        let (script, language) = (buffer.script(), buffer.language());
        let key = ShapePlanKey::new(Some(script), direction).language(language.as_ref());
        let known = self
            .plans
            .iter()
            .position(|(of, plan)| *of == weight && key.matches(plan));
        let at = known.unwrap_or_else(|| {
            if self.plans.len() >= MOST_PLANS {
                self.plans.clear();
            }
            let plan = ShapePlan::new(&shaper, direction, Some(script), language.as_ref(), &[]);
            self.plans.push((weight, plan));
            self.plans.len() - 1
        });
        let plan = self.plans.get(at).map(|(_, plan)| plan);
        shaper.shape(buffer, ShapeOptions::new().plan(plan))
    }
}

/// A glyph as the font says it, in its units.
struct Shaped {
    weight: Weight,
    id: u32,
    right: i32,
    up: i32,
    advance: i32,
}

/// Whether a text has only characters that are written from left to right, each by itself.
fn is_plain(text: &str) -> bool {
    text.chars().all(|character| {
        matches!(character, '\0'..='\u{58f}' | '\u{1e00}'..='\u{200a}' | '\u{2010}'..='\u{2027}'
            | '\u{202f}'..='\u{205f}' | '\u{2070}'..='\u{2bff}' | '\u{3000}'..='\u{9fff}')
    })
}

/// The parts of a text with one direction each, from left to right.
fn directions(text: &str) -> Vec<(Range<usize>, Direction)> {
    if is_plain(text) {
        return vec![(0..text.len(), Direction::LeftToRight)];
    }
    let bidi = BidiInfo::new(text, Some(Level::ltr()));
    let mut parts = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
        parts.extend(runs.into_iter().map(|run| {
            let direction = if levels[run.start].is_rtl() {
                Direction::RightToLeft
            } else {
                Direction::LeftToRight
            };
            (run, direction)
        }));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{Fonts, Shaping};
    use crate::chart::layout::text_measure::Weight;

    fn ids(text: &str) -> Vec<u32> {
        let run = Shaping::default().run(&Fonts::new().unwrap(), text, Weight::Regular);
        run.glyphs.iter().map(|glyph| glyph.id).collect()
    }

    #[test]
    fn pairs_are_kerned() {
        let fonts = Fonts::new().unwrap();
        let mut shaping = Shaping::default();
        let mut width = |text| shaping.run(&fonts, text, Weight::Regular).width;
        assert!(width("AV") < width("A") + width("V") - 0.01);
        // A digit is 1303 of 2048 units wide.
        assert!((width("00") - 2606.0 / 2048.0).abs() < 1e-6);
    }

    #[test]
    fn hebrew_runs_from_right_to_left_among_latin_letters() {
        let shown = ids("a שלום b");
        let (mut hebrew, latin) = (ids("ש"), [ids("a"), ids("b")]);
        assert_eq!(
            (shown[0], *shown.last().unwrap()),
            (latin[0][0], latin[1][0])
        );
        assert_eq!(shown[5], hebrew.remove(0));
    }

    #[test]
    fn arabic_letters_are_joined_and_accents_composed() {
        assert_ne!(ids("بب")[1], ids("ب")[0]);
        assert_eq!(ids("e\u{301}"), ids("é"));
    }

    #[test]
    fn a_text_is_shaped_the_same_whatever_came_before() {
        let fonts = Fonts::new().unwrap();
        let mut shaping = Shaping::default();
        for text in ["AVATAR", "עברית", "1 234", "漢", "AVATAR", "1 234"] {
            let alone = Shaping::default().run(&fonts, text, Weight::Bold);
            assert_eq!(shaping.run(&fonts, text, Weight::Bold), alone);
        }
        for number in 0..5000 {
            shaping.run(&fonts, &number.to_string(), Weight::Bold);
        }
        assert!(shaping.runs[1].len() <= super::MOST_RUNS);
    }
}
