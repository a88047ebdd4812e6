//! How elements look. In: the attributes that our SVGs have. Out: paints, pens and letters, inherited from
//! group to element.

use crate::chart::color::Color;
use crate::chart::layout::text_measure::Weight;
use crate::chart::svg::text_style::Anchor;

/// The look of an element; lengths in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Looks {
    /// Colour inside of shapes and letters.
    pub(super) fill: Option<Color>,
    /// Colour of lines.
    pub(super) stroke: Option<Color>,
    /// Width of lines.
    pub(super) stroke_width: f32,
    /// Length of a dash and of the gap after it.
    pub(super) dashes: Option<[f32; 2]>,
    /// Whether corners of lines are round.
    pub(super) round_joins: bool,
    /// Whether ends of lines are round.
    pub(super) round_caps: bool,
    /// Whether lines are drawn before the inside, as a rim behind letters.
    pub(super) stroke_first: bool,
    /// Size of letters.
    pub(super) size: f32,
    /// Weight of letters.
    pub(super) weight: Weight,
    /// The point on a line of text that stands at its place.
    pub(super) anchor: Anchor,
    /// How far its group is moved to the right and down.
    pub(super) shift: (f32, f32),
}

impl Default for Looks {
    fn default() -> Self {
        Self {
            fill: Some(Color {
                red: 0,
                green: 0,
                blue: 0,
            }),
            stroke: None,
            stroke_width: 1.0,
            dashes: None,
            round_joins: false,
            round_caps: false,
            stroke_first: false,
            size: 12.0,
            weight: Weight::Regular,
            anchor: Anchor::Start,
            shift: (0.0, 0.0),
        }
    }
}

/// A step in drawing an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layer {
    /// Its inside in a colour.
    Inside(Color),
    /// Its lines in a colour.
    Lines(Color),
}

impl Looks {
    /// What is drawn of an element, the lowest first.
    pub(super) fn layers(&self) -> impl Iterator<Item = Layer> {
        let inside = self.fill.map(Layer::Inside);
        let lines = self.stroke.filter(|_| self.stroke_width > 0.0);
        let lines = lines.map(Layer::Lines);
        let layers = if self.stroke_first {
            [lines, inside]
        } else {
            [inside, lines]
        };
        layers.into_iter().flatten()
    }

    /// Takes an attribute over; `None` if it is not one of looks, or if it has a value that we never write.
    pub(super) fn set(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "fill" => set_paint(&mut self.fill, value)?,
            "stroke" => set_paint(&mut self.stroke, value)?,
            "stroke-width" => self.stroke_width = number(value).filter(|it| *it >= 0.0)?,
            "stroke-dasharray" => self.dashes = Some(dashes(value)?),
            "stroke-linejoin" => self.round_joins = is(value, "round")?,
            "stroke-linecap" => self.round_caps = is(value, "round")?,
            "paint-order" => self.stroke_first = is(value, "stroke")?,
            "font-size" => self.size = number(value).filter(|it| *it >= 0.0)?,
            "font-weight" => {
                self.weight = match value {
                    "normal" => Weight::Regular,
                    "bold" => Weight::Bold,
                    _ => return None,
                }
            }
            "text-anchor" => {
                self.anchor = match value {
                    "start" => Anchor::Start,
                    "middle" => Anchor::Middle,
                    "end" => Anchor::End,
                    _ => return None,
                }
            }
            _ => return None,
        }
        Some(())
    }
}

/// Whether a value is the only one that we write.
fn is(value: &str, known: &str) -> Option<bool> {
    (value == known).then_some(true)
}

/// Takes over `none`, or a colour of three or six hexadecimal digits.
fn set_paint(place: &mut Option<Color>, value: &str) -> Option<()> {
    *place = match value {
        "none" => None,
        _ => Some(color(value)?),
    };
    Some(())
}

fn color(value: &str) -> Option<Color> {
    let digits = value.strip_prefix('#')?;
    // A sign is not a digit, although the standard library would read it.
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let code = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = match digits.len() {
        3 => ((((code & 0xf00) << 8) | ((code & 0xf0) << 4) | (code & 0xf)) * 17).to_be_bytes(),
        6 => code.to_be_bytes(),
        _ => return None,
    };
    Some(Color { red, green, blue })
}

fn dashes(value: &str) -> Option<[f32; 2]> {
    let (dash, gap) = value.split_once(' ')?;
    let lengths = [number(dash)?, number(gap)?];
    // Shorter ones would never come to an end of a line.
    lengths.iter().all(|it| *it >= 0.5).then_some(lengths)
}

/// A number without anything around it.
pub(super) fn number(text: &str) -> Option<f32> {
    let (number, end) = leading_number(text.as_bytes())?;
    (end == text.len()).then_some(number as f32)
}

/// The number at the beginning of a text, and where it ends; without an exponent, which we never write.
pub(super) fn leading_number(text: &[u8]) -> Option<(f64, usize)> {
    let is_negative = text.first() == Some(&b'-');
    let mut at = usize::from(is_negative);
    let (mut digits, mut count, mut decimals) = (0_u64, 0, None);
    while let Some(byte) = text.get(at) {
        match byte {
            b'0'..=b'9' => {
                count += 1;
                digits = digits
                    .checked_mul(10)?
                    .checked_add(u64::from(byte - b'0'))?;
                decimals = decimals.map(|it: i32| it + 1);
            }
            b'.' if decimals.is_none() => decimals = Some(0),
            _ => break,
        }
        at += 1;
    }
    if count == 0 {
        return None;
    }
    let size = digits as f64 / 10_f64.powi(decimals.unwrap_or(0));
    Some((if is_negative { -size } else { size }, at))
}

#[cfg(test)]
mod tests {
    use super::{Looks, color, leading_number, number};
    use crate::chart::color::Color;

    #[test]
    fn numbers_are_read_as_we_write_them() {
        let read = ["12", ".4", "-3.5", "-.4", "0.25"].map(|text| number(text).unwrap());
        let hundredths = read.map(|it| (it * 100.0).round() as i32);
        assert_eq!(hundredths, [1200, 40, -350, -40, 25]);
        assert_eq!(leading_number(b"1.5.5"), Some((1.5, 3)));
        for other in [
            "",
            "-",
            ".",
            "1e3",
            "+1",
            "inf",
            "1px",
            "99999999999999999999",
        ] {
            assert_eq!(number(other), None, "{other}");
        }
    }

    #[test]
    fn colours_are_hexadecimal() {
        let orange = Color {
            red: 0xff,
            green: 0x88,
            blue: 0,
        };
        assert_eq!(color("#f80"), Some(orange));
        assert_eq!(color("#ff8800"), Some(orange));
        for other in ["red", "#ff", "#+ff", "#ff880", "url(#a)", "#é", "none"] {
            assert_eq!(color(other), None, "{other}");
        }
        let mut looks = Looks::default();
        assert!(looks.set("fill", "none").is_some() && looks.fill.is_none());
    }

    #[test]
    fn what_we_never_write_is_not_understood() {
        let mut looks = Looks::default();
        assert!(looks.set("stroke-linecap", "round").is_some());
        assert!(looks.set("stroke-dasharray", "4 3").is_some());
        for (name, value) in [
            ("stroke-linecap", "square"),
            ("stroke-dasharray", "0 0"),
            ("stroke-dasharray", "4"),
            ("font-weight", "600"),
            ("text-anchor", "left"),
            ("font-size", "-1"),
            ("filter", "none"),
        ] {
            assert!(looks.set(name, value).is_none(), "{name} {value}");
        }
    }
}
