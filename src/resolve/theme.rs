//! The look of pages: a colour, fonts and a logo from files.

use super::context::Context;
use crate::chart::Color;
use crate::chart::color::palette::parse_color;
use crate::chart::color::{contrast_ratio, hexadecimal};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Asset, Theme};

/// The largest font and logo, in bytes: they are part of every page.
const MOST_OF_A_FONT: usize = 400_000;
const MOST_OF_A_LOGO: usize = 100_000;
/// The paper of pages, on which an accent must be seen.
const PAPER: Color = Color {
    red: 0xfd,
    green: 0xfc,
    blue: 0xf9,
};
/// Contrast of what is no text.
const SEEN: f64 = 3.0;

impl Context<'_> {
    pub(super) fn theme(&mut self) -> Theme {
        let Some(theme) = self.spec.theme.clone() else {
            return Theme::default();
        };
        Theme {
            accent: theme.accent.as_ref().and_then(|text| self.accent(text)),
            logo: self.asset(theme.logo.as_ref(), "logo", MOST_OF_A_LOGO),
            sans: self.asset(theme.sans.as_ref(), "sans", MOST_OF_A_FONT),
            serif: self.asset(theme.serif.as_ref(), "serif", MOST_OF_A_FONT),
        }
    }

    fn accent(&mut self, text: &str) -> Option<Color> {
        let Some(color) = parse_color(text) else {
            let message = format!("`{text}` is no colour: a name such as `blue`, or `#rrggbb`");
            self.error(Code::THEME, "/theme/accent", message);
            return None;
        };
        let contrast = contrast_ratio(color, PAPER);
        if contrast < SEEN {
            let message = format!(
                "the accent {} is hardly seen on paper: its contrast is {contrast:.1}, and {SEEN:.0} are needed",
                hexadecimal(color)
            );
            let place = Location::value("/theme/accent");
            self.problems.push(
                Diagnostic::error(Code::THEME, message)
                    .at(place)
                    .hint("take a darker one"),
            );
            return None;
        }
        Some(color)
    }

    /// A file of the theme, by its first bytes a font or a picture.
    fn asset(&mut self, given: Option<&String>, key: &str, most: usize) -> Option<Asset> {
        let pointer = format!("/theme/{key}");
        let (path, shown) = self.path(given?, &pointer)?;
        let bytes = match self.world.read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.error(
                    Code::THEME,
                    &pointer,
                    format!("`{shown}` cannot be read: {error}"),
                );
                return None;
            }
        };
        let media = media_type(&bytes);
        let wanted = if key == "logo" { "image/" } else { "font/" };
        let Some(media) = media.filter(|media| media.starts_with(wanted)) else {
            let kinds = if key == "logo" {
                "a picture in SVG, PNG or WebP"
            } else {
                "a font in WOFF2, WOFF, TrueType or OpenType"
            };
            self.error(Code::THEME, &pointer, format!("`{shown}` is not {kinds}"));
            return None;
        };
        if bytes.len() > most {
            let message = format!(
                "`{shown}` has {} bytes, and every page would have them: at most {most} are taken",
                bytes.len()
            );
            self.error(Code::THEME, &pointer, message);
            return None;
        }
        Some(Asset { media, bytes })
    }
}

/// What a file is, by its first bytes.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    let starts = |with: &[u8]| bytes.starts_with(with);
    let text = bytes
        .get(..400.min(bytes.len()))
        .map(String::from_utf8_lossy);
    let text = text.unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    Some(match () {
        () if starts(b"wOF2") => "font/woff2",
        () if starts(b"wOFF") => "font/woff",
        () if starts(&[0, 1, 0, 0]) || starts(b"true") => "font/ttf",
        () if starts(b"OTTO") => "font/otf",
        () if starts(b"\x89PNG\r\n\x1a\n") => "image/png",
        () if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => "image/webp",
        () if text.starts_with("<svg") || text.starts_with("<?xml") && text.contains("<svg") => {
            "image/svg+xml"
        }
        () => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        for (bytes, media) in [
            (&b"wOF2rest"[..], Some("font/woff2")),
            (b"\x00\x01\x00\x00", Some("font/ttf")),
            (b"\x89PNG\r\n\x1a\nrest", Some("image/png")),
            (b"RIFF....WEBP", Some("image/webp")),
            ("\u{feff}\n<svg>".as_bytes(), Some("image/svg+xml")),
            (b"<?xml version='1.0'?><svg>", Some("image/svg+xml")),
            (b"<?xml version='1.0'?><html>", None),
            (b"<html>", None),
            (b"", None),
        ] {
            assert_eq!(media_type(bytes), media);
        }
    }
}
