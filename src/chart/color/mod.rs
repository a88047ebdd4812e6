//! Colour arithmetic. In: sRGB colours. Out: their `OKLab` and `OKLCH` coordinates, contrast
//! ratios, readable text colours and hexadecimal notation.
//!
//! `OKLab` is the colour space of Björn Ottosson (bottosson.github.io/posts/oklab, 2020): equal
//! distances look about equally different. Contrast is that of WCAG 2.1.

pub(crate) mod palette;

use std::sync::LazyLock;

/// A colour in sRGB, eight bits per channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

/// A colour by lightness (0 black to 1 white), chroma (0 grey to about 0.37) and hue (radians).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Lch {
    /// Perceived lightness, 0 to 1.
    pub lightness: f64,
    /// Colourfulness.
    pub chroma: f64,
    /// Angle in radians.
    pub hue: f64,
}

/// One sRGB channel as linear light, 0 to 1.
fn linear(channel: u8) -> f64 {
    /// That of each channel: colours are compared by the hundred thousand.
    static LIGHT: LazyLock<[f64; 256]> = LazyLock::new(|| {
        std::array::from_fn(|channel| {
            let value = channel as f64 / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        })
    });
    LIGHT[usize::from(channel)]
}

/// Linear light (0 to 1) as one sRGB channel.
fn channel(light: f64) -> u8 {
    let value = if light <= 0.003_130_8 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    };
    (value * 255.0).round().clamp(0.0, 255.0) as u8
}

/// Red, green and blue as linear light.
#[must_use]
pub(crate) fn linear_rgb(color: Color) -> [f64; 3] {
    [linear(color.red), linear(color.green), linear(color.blue)]
}

/// Lightness, green to red, blue to yellow of linear light.
#[must_use]
pub(crate) fn oklab([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let long = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
    let medium = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
    let short = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
    [
        0.210_454_255_3 * long + 0.793_617_785_0 * medium - 0.004_072_046_8 * short,
        1.977_998_495_1 * long - 2.428_592_205_0 * medium + 0.450_593_709_9 * short,
        0.025_904_037_1 * long + 0.782_771_766_2 * medium - 0.808_675_766_0 * short,
    ]
}

/// Distance of two colours in `OKLab`: 0 if they are the same, about 1 between black and white.
#[must_use]
pub(crate) fn distance(one: Color, other: Color) -> f64 {
    let [one, other] = [one, other].map(|color| oklab(linear_rgb(color)));
    let squares = one.iter().zip(other).map(|(a, b)| (a - b).powi(2));
    squares.sum::<f64>().sqrt()
}

/// Linear light of an `OKLab` colour; channels are outside 0 to 1 if a screen cannot show it.
fn linear_of_oklab([lightness, a, b]: [f64; 3]) -> [f64; 3] {
    let long = (lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let medium = (lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let short = (lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * long - 3.307_711_591_3 * medium + 0.230_969_929_2 * short,
        -1.268_438_004_6 * long + 2.609_757_401_1 * medium - 0.341_319_396_5 * short,
        -0.004_196_086_3 * long - 0.703_418_614_7 * medium + 1.707_614_701_0 * short,
    ]
}

/// A colour by lightness, chroma and hue.
#[must_use]
pub(crate) fn lch(color: Color) -> Lch {
    let [lightness, a, b] = oklab(linear_rgb(color));
    Lch {
        lightness,
        chroma: a.hypot(b),
        hue: b.atan2(a),
    }
}

/// The nearest colour that a screen can show: chroma is reduced, lightness and hue are kept.
#[must_use]
pub(crate) fn from_lch(wanted: Lch) -> Color {
    let at = |chroma: f64| {
        linear_of_oklab([
            wanted.lightness,
            chroma * wanted.hue.cos(),
            chroma * wanted.hue.sin(),
        ])
    };
    let shown = |light: &[f64; 3]| light.iter().all(|value| (-1e-4..=1.0001).contains(value));
    let mut light = at(wanted.chroma);
    if !shown(&light) {
        let (mut low, mut high) = (0.0, wanted.chroma);
        for _ in 0..20 {
            let middle = f64::midpoint(low, high);
            if shown(&at(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        light = at(low);
    }
    let [red, green, blue] = light.map(channel);
    Color { red, green, blue }
}

/// Relative luminance by WCAG 2.1: 0 black, 1 white.
fn luminance(color: Color) -> f64 {
    let [red, green, blue] = linear_rgb(color);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Contrast of two colours by WCAG 2.1: 1 (none) to 21 (black on white).
#[must_use]
pub(crate) fn contrast_ratio(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// White or a near black, whichever is more readable on a fill; pure black if neither reaches
/// 4.5:1, so the contrast is never below that.
#[must_use]
pub(crate) fn readable_on(fill: Color) -> Color {
    let white = Color {
        red: 255,
        green: 255,
        blue: 255,
    };
    let ink = Color {
        red: 0x16,
        green: 0x1a,
        blue: 0x20,
    };
    let black = Color {
        red: 0,
        green: 0,
        blue: 0,
    };
    if contrast_ratio(ink, fill) >= 4.5 {
        ink
    } else if contrast_ratio(white, fill) >= 4.5 {
        white
    } else {
        black
    }
}

/// The colour itself, or a darker one of the same hue with the required contrast on `paper`, which
/// is white or another light colour: a thin line needs more contrast than a wide bar.
#[must_use]
pub(crate) fn darkened_for(color: Color, paper: Color, contrast: f64) -> Color {
    let base = lch(color);
    let steps = (0..20).map(|step| Lch {
        lightness: base.lightness - 0.02 * f64::from(step),
        ..base
    });
    let darker = steps
        .map(from_lch)
        .find(|darker| contrast_ratio(*darker, paper) >= contrast);
    if contrast_ratio(color, paper) >= contrast {
        color
    } else {
        darker.unwrap_or(color)
    }
}

/// A colour of the same hue, darker by `by` in `OKLCH` lightness, but not quite black.
#[must_use]
pub(crate) fn darker(color: Color, by: f64) -> Color {
    let base = lch(color);
    let lightness = (base.lightness - by).max(0.18);
    from_lch(Lch { lightness, ..base })
}

/// The colour as `#rrggbb`, or as `#rgb` if that is equivalent.
#[must_use]
pub(crate) fn hexadecimal(color: Color) -> String {
    let Color { red, green, blue } = color;
    if [red, green, blue].iter().all(|channel| channel % 17 == 0) {
        format!("#{:x}{:x}{:x}", red / 17, green / 17, blue / 17)
    } else {
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Color, contrast_ratio, darkened_for, from_lch, hexadecimal, lch, readable_on};

    const WHITE: Color = Color {
        red: 255,
        green: 255,
        blue: 255,
    };
    const BLACK: Color = Color {
        red: 0,
        green: 0,
        blue: 0,
    };

    #[test]
    fn black_on_white_has_the_largest_contrast() {
        assert!((contrast_ratio(BLACK, WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast_ratio(WHITE, BLACK) - 21.0).abs() < 1e-9);
        assert!((contrast_ratio(WHITE, WHITE) - 1.0).abs() < 1e-9);
        // #767676 is the well-known lightest grey that passes 4.5:1 on white.
        let grey = Color {
            red: 0x76,
            green: 0x76,
            blue: 0x76,
        };
        assert!((contrast_ratio(grey, WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn text_reads_on_every_fill() {
        for red in (0..=255).step_by(15) {
            for green in (0..=255).step_by(15) {
                for blue in (0..=255).step_by(15) {
                    let fill = Color { red, green, blue };
                    assert!(contrast_ratio(readable_on(fill), fill) >= 4.5, "{fill:?}");
                }
            }
        }
    }

    #[test]
    fn a_colour_survives_the_way_to_lch_and_back() {
        for color in [
            WHITE,
            BLACK,
            Color {
                red: 0,
                green: 0x72,
                blue: 0xb2,
            },
        ] {
            assert_eq!(from_lch(lch(color)), color);
        }
        assert!((lch(WHITE).lightness - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_pale_line_is_darkened_and_a_dark_one_kept() {
        let yellow = Color {
            red: 0xf0,
            green: 0xe4,
            blue: 0x42,
        };
        let darker = darkened_for(yellow, WHITE, 2.0);
        assert!(contrast_ratio(darker, WHITE) >= 2.0 && contrast_ratio(darker, WHITE) < 2.3);
        assert_eq!(darkened_for(BLACK, WHITE, 2.0), BLACK);
    }

    #[test]
    fn hexadecimal_is_as_short_as_it_can_be() {
        assert_eq!(hexadecimal(WHITE), "#fff");
        assert_eq!(
            hexadecimal(Color {
                red: 0x12,
                green: 0x33,
                blue: 0x44
            }),
            "#123344"
        );
        assert_eq!(
            hexadecimal(Color {
                red: 0x11,
                green: 0x33,
                blue: 0xaa
            }),
            "#13a"
        );
    }
}
