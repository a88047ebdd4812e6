//! The look that a spec gives its pages. In: a [`Theme`]. Out: rules of style with the fonts in them, the logo as an
//! address.

use crate::chart::Color;
use crate::chart::color::palette::ACCENT_HEX;
use crate::chart::color::{Lch, contrast_ratio, from_lch, hexadecimal, lch};
use crate::document::PageTheme;
use crate::report::{Asset, Theme};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write as _;

/// The paper of pages, in light and in the dark.
const PAPER: [Color; 2] = [
    Color {
        red: 0xfd,
        green: 0xfc,
        blue: 0xf9,
    },
    Color {
        red: 0x13,
        green: 0x14,
        blue: 0x18,
    },
];
/// Contrast of text, and of marks.
const TEXT: f64 = 4.5;
const MARK: f64 = 3.0;

/// What a theme is to a page.
pub(super) fn page_theme(theme: &Theme) -> PageTheme {
    PageTheme {
        style: theme_style(theme),
        logo: theme.logo.as_ref().map(address).unwrap_or_default(),
        has_fonts: theme.sans.is_some() || theme.serif.is_some(),
        accent: theme.accent.map(hexadecimal).unwrap_or_default(),
    }
}

/// The rules of style of a theme; empty if it says nothing.
fn theme_style(theme: &Theme) -> String {
    let mut style = String::new();
    if let Some(accent) = theme.accent {
        let [light, dark] = [0, 1].map(|at| {
            let [mark, text] =
                [MARK, TEXT].map(|contrast| hexadecimal(readable(accent, PAPER[at], contrast)));
            format!(":root{{--accent:{mark};--accent-text:{text}}}")
        });
        // Writing to a string cannot fail.
        let _ = write!(
            style,
            "{light}@media screen and (prefers-color-scheme:dark){{{dark}}}[fill=\"{ACCENT_HEX}\"]{{fill:var(--accent)}}[stroke=\"{ACCENT_HEX}\"]{{stroke:var(--accent)}}"
        );
    }
    for (name, font) in [("sans", &theme.sans), ("serif", &theme.serif)] {
        if let Some(font) = font {
            let _ = write!(
                style,
                "@font-face{{font-family:theme-{name};src:url({});font-display:swap;font-weight:100 900}}:root{{--{name}:theme-{name},{}}}",
                address(font),
                if name == "sans" {
                    "sans-serif"
                } else {
                    "serif"
                }
            );
        }
    }
    style
}

/// A file in its own address.
fn address(asset: &Asset) -> String {
    format!(
        "data:{};base64,{}",
        asset.media,
        STANDARD.encode(&asset.bytes)
    )
}

/// The nearest tone of a colour that has a contrast on paper.
fn readable(color: Color, paper: Color, contrast: f64) -> Color {
    let base = lch(color);
    let step = if lch(paper).lightness > 0.5 {
        -0.01
    } else {
        0.01
    };
    let mut tones = (0..100).map(|at| {
        if at == 0 {
            return color;
        }
        from_lch(Lch {
            lightness: (base.lightness + step * f64::from(at)).clamp(0.0, 1.0),
            ..base
        })
    });
    tones
        .find(|tone| contrast_ratio(*tone, paper) >= contrast)
        .unwrap_or(color)
}

#[cfg(test)]
mod tests {
    use super::{page_theme, readable, theme_style};
    use crate::chart::Color;
    use crate::chart::color::contrast_ratio;
    use crate::report::{Asset, Theme};

    #[test]
    fn an_accent_is_toned_until_it_is_read_on_light_and_dark_paper() {
        for paper in super::PAPER {
            for color in [
                0x0000_00ff_u32,
                0x00ff_ff00,
                0x0000_5f73,
                0x00d4_480b,
                0,
                0x00ff_ffff,
            ] {
                let [red, green, blue] = [color >> 16, color >> 8, color].map(|it| it as u8);
                let toned = readable(Color { red, green, blue }, paper, 4.5);
                assert!(contrast_ratio(toned, paper) >= 4.5, "{color:06x}");
            }
        }
    }

    #[test]
    fn fonts_and_logos_are_in_the_page() {
        let asset = |media| {
            Some(Asset {
                media,
                bytes: b"abc".to_vec(),
            })
        };
        let theme = Theme {
            sans: asset("font/woff2"),
            logo: asset("image/png"),
            ..Theme::default()
        };
        assert_eq!(
            theme_style(&theme),
            "@font-face{font-family:theme-sans;src:url(data:font/woff2;base64,YWJj);font-display:swap;font-weight:100 900}\
             :root{--sans:theme-sans,sans-serif}"
        );
        let page = page_theme(&theme);
        assert_eq!(page.logo, "data:image/png;base64,YWJj");
        assert!(page.has_fonts);
        assert_eq!(theme_style(&Theme::default()), "");
    }
}
