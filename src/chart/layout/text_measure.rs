//! The width of text. In: text, size in pixels, weight. Out: its width in the embedded font, and
//! the text shortened or wrapped to a width.

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};
use std::sync::OnceLock;

/// Weight of the font.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// `DejaVu Sans`.
    Regular,
    /// `DejaVu Sans Bold`.
    Bold,
}

/// Replaces the part of a label that does not fit.
const ELLIPSIS: char = '…';

/// Height of a line in multiples of the text size.
pub(crate) const LINE_HEIGHT: f64 = 1.25;

/// Advance widths of one font in multiples of the text size; the first 592 characters (Latin with
/// its accents) in a table, the others looked up.
struct Widths {
    face: Option<Face>,
    latin: Vec<f64>,
}

/// What is asked of a font.
struct Face {
    glyphs: Charmap<'static>,
    /// In units of the font.
    advances: GlyphMetrics<'static>,
    /// The text size in units of the font.
    units: f64,
}

impl Face {
    fn new(font: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(font).ok()?;
        let (size, location) = (Size::unscaled(), LocationRef::default());
        Some(Self {
            glyphs: font.charmap(),
            advances: font.glyph_metrics(size, location),
            units: f64::from(font.metrics(size, location).units_per_em),
        })
    }
}

impl Widths {
    fn new(font: &'static [u8]) -> Self {
        let mut widths = Self {
            face: Face::new(font),
            latin: Vec::new(),
        };
        widths.latin = (0..0x250)
            .filter_map(char::from_u32)
            .map(|c| widths.look_up(c))
            .collect();
        widths
    }

    fn look_up(&self, character: char) -> f64 {
        if has_no_shape(character) {
            return 0.0;
        }
        let advance = self.face.as_ref().and_then(|face| {
            let glyph = face.glyphs.map(character)?;
            Some(f64::from(face.advances.advance_width(glyph)?) / face.units)
        });
        // Missing characters will be drawn with another font: most of them are full width.
        advance.unwrap_or(1.0)
    }

    fn of(&self, character: char) -> f64 {
        let known = self.latin.get(character as usize).copied();
        known.unwrap_or_else(|| self.look_up(character))
    }
}

/// Whether the embedded fonts have a glyph for a character in every weight.
pub(crate) fn has_glyph(character: char) -> bool {
    [Weight::Regular, Weight::Bold].into_iter().all(|weight| {
        let face = widths(weight).face.as_ref();
        face.is_some_and(|face| face.glyphs.map(character).is_some())
    })
}

/// Whether a character only affects how its neighbours are shown: direction marks, joiners,
/// selectors.
pub(crate) const fn has_no_shape(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

fn widths(weight: Weight) -> &'static Widths {
    static REGULAR: OnceLock<Widths> = OnceLock::new();
    static BOLD: OnceLock<Widths> = OnceLock::new();
    match weight {
        Weight::Regular => REGULAR.get_or_init(|| Widths::new(dejavu::sans::regular())),
        Weight::Bold => BOLD.get_or_init(|| Widths::new(dejavu::sans::bold())),
    }
}

/// Width of one line of text in pixels.
pub(crate) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let widths = widths(weight);
    size * text
        .chars()
        .map(|character| widths.of(character))
        .sum::<f64>()
}

/// Texts shortened to a width so that no two of different texts look alike: where their beginnings do, their ends are shown.
pub(crate) fn shorten_apart(texts: &[&str], size: f64, weight: Weight, max: f64) -> Vec<String> {
    let short: Vec<String> = texts
        .iter()
        .map(|it| shorten(it, size, weight, max))
        .collect();
    let shown = texts.iter().zip(&short).map(|(text, own)| {
        let mut others = texts.iter().zip(&short);
        if others.any(|(other, shown)| other != text && shown == own) {
            shorten_beginning(text, size, weight, max)
        } else {
            own.clone()
        }
    });
    shown.collect()
}

/// The longest end of a text that fits with `…` before it.
fn shorten_beginning(text: &str, size: f64, weight: Weight, max: f64) -> String {
    let widths = widths(weight);
    let mut used = size * widths.of(ELLIPSIS);
    let mut begin = text.len();
    for (start, character) in text.char_indices().rev() {
        used += size * widths.of(character);
        if used > max {
            break;
        }
        begin = start;
    }
    let kept = text[begin..].trim_start_matches([' ', '-', ',', '/', '\u{a0}']);
    format!("{ELLIPSIS}{kept}")
}

/// The text, or the longest beginning that fits with `…` after it; empty if not even one character
/// fits.
pub(crate) fn shorten(text: &str, size: f64, weight: Weight, max: f64) -> String {
    if width(text, size, weight) <= max {
        return text.to_owned();
    }
    let widths = widths(weight);
    let mut used = size * widths.of(ELLIPSIS);
    let mut end = 0;
    for (start, character) in text.char_indices() {
        used += size * widths.of(character);
        if used > max {
            break;
        }
        end = start + character.len_utf8();
    }
    let kept = text[..end].trim_end_matches([' ', '-', ',', '(', '/', '\u{a0}']);
    if kept.is_empty() {
        String::new()
    } else {
        format!("{kept}{ELLIPSIS}")
    }
}

/// The pieces between which a line may break: after a space, a hyphen, a slash or an underscore. A
/// no-break space does not count as a space.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '\n', '-', '/', '_'])
}

/// The text in at most `lines` lines (at least one) of at most `max` pixels; text that does not fit
/// ends in `…`, so a shortened text is always recognisable. A word wider than the line is only shortened on
/// the last line or if it is alone.
pub(crate) fn wrap(text: &str, size: f64, weight: Weight, max: f64, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut rest = text.trim();
    for piece in pieces(text.trim()) {
        let longer = width(line.trim_start(), size, weight) + width(piece.trim_end(), size, weight);
        if !line.is_empty() && longer > max {
            if done.len() + 1 >= lines.max(1) {
                break;
            }
            done.push(shorten(line.trim(), size, weight, max));
            rest = &rest[line.len()..];
            line.clear();
        }
        line.push_str(piece);
    }
    done.push(shorten(rest.trim(), size, weight, max));
    if text.trim().is_empty() {
        return Vec::new();
    }
    // A line that holds nothing still shows that something is missing.
    for line in done.iter_mut().filter(|line| line.is_empty()) {
        line.push(ELLIPSIS);
    }
    done
}

/// Width of the widest line.
pub(crate) fn widest(lines: &[String], size: f64, weight: Weight) -> f64 {
    lines
        .iter()
        .map(|line| width(line, size, weight))
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::{Weight, shorten, shorten_apart, width, wrap};

    #[test]
    fn texts_of_one_beginning_are_told_apart_by_their_ends() {
        let names = [
            "Médiathèque Assia-Djebar",
            "Médiathèque Jacques-Ellul",
            "Bus",
        ];
        let shown = shorten_apart(&names, 10.0, Weight::Regular, 80.0);
        assert_eq!(shown[2], "Bus");
        assert!(
            shown[0].starts_with('…') && shown[0].ends_with("Djebar"),
            "{shown:?}"
        );
        assert!(
            shown[1].starts_with('…') && shown[1].ends_with("Ellul"),
            "{shown:?}"
        );
        for text in &shown {
            assert!(width(text, 10.0, Weight::Regular) <= 80.0, "{text}");
        }
    }

    #[test]
    fn widths_are_those_of_the_embedded_font() {
        // In DejaVu Sans a digit is 1303 of 2048 units wide, a space 651.
        assert!((width("00", 2048.0, Weight::Regular) - 2606.0).abs() < 1e-6);
        assert!((width(" ", 2048.0, Weight::Regular) - 651.0).abs() < 1e-6);
        assert!(width("0", 10.0, Weight::Bold) > width("0", 10.0, Weight::Regular));
        let accented = width("é", 10.0, Weight::Regular);
        assert!((accented - width("e", 10.0, Weight::Regular)).abs() < 1e-9);
        assert!((width("漢", 10.0, Weight::Regular) - 10.0).abs() < 1e-9);
        let apart = width("\u{2068}ש\u{2069}", 10.0, Weight::Regular);
        assert!((apart - width("ש", 10.0, Weight::Regular)).abs() < 1e-9);
    }

    #[test]
    fn a_shortened_text_fits_and_says_so() {
        let long = "Sentence-transformers (Allemagne)";
        for max in [0.0, 5.0, 20.0, 60.0, 150.0] {
            let short = shorten(long, 12.0, Weight::Regular, max);
            assert!(
                width(&short, 12.0, Weight::Regular) <= max,
                "{max}: {short}"
            );
            assert!(short.is_empty() || short.ends_with('…'));
        }
        assert_eq!(shorten(long, 12.0, Weight::Regular, 1000.0), long);
    }

    #[test]
    fn lines_break_at_spaces_and_hyphens_but_not_at_no_break_spaces() {
        let at = |text: &str, max| wrap(text, 10.0, Weight::Regular, max, 5);
        assert_eq!(at("image-text-to-text", 70.0), ["image-text-", "to-text"]);
        assert_eq!(at("un deux", 20.0), ["un", "d…"]);
        assert_eq!(at("4\u{a0}807 M", 30.0).len(), 2);
        assert_eq!(at("4\u{a0}807", 1000.0), ["4\u{a0}807"]);
        assert_eq!(at("", 50.0), Vec::<String>::new());
        assert_eq!(at("mai", 3.0), ["…"]);
    }

    #[test]
    fn lines_beyond_the_last_are_shortened_into_it() {
        let text = "un très long titre qui ne tient pas sur deux lignes de cette largeur";
        let lines = wrap(text, 10.0, Weight::Regular, 100.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(
            lines
                .iter()
                .all(|line| width(line, 10.0, Weight::Regular) <= 100.0)
        );
    }
}
