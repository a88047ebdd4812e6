//! The look of pages: colours, fonts and a logo from files, of the spec or of `hfreport.toml`.

use super::context::Context;
use crate::chart::Color;
use crate::chart::color::palette::parse_color;
use crate::chart::color::{contrast_ratio, distance, hexadecimal};
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

/// The fewest and the most colours of a palette, and the distance in `OKLab` below which two of them look alike.
const COLORS: std::ops::RangeInclusive<usize> = 3..=24;
const ALIKE: f64 = 0.05;

/// Who says something of the look of pages.
#[derive(Clone, Copy, Debug)]
enum Said {
    /// The spec.
    BySpec,
    /// `hfreport.toml`, for all specs of the root.
    ByRoot,
}

impl Context<'_> {
    /// What the spec says, and of what it does not say, what `hfreport.toml` does.
    pub(super) fn theme(&mut self) -> Theme {
        let own = self.spec.theme.clone().unwrap_or_default();
        let usual = self.options.theme.clone().unwrap_or_default();
        let accent = said(own.accent, usual.accent);
        let palette = said(own.palette, usual.palette);
        let logo = said(own.logo, usual.logo);
        let sans = said(own.sans, usual.sans);
        let serif = said(own.serif, usual.serif);
        Theme {
            accent: accent.and_then(|(text, by)| self.accent(&text, by)),
            palette: palette.map_or_else(Vec::new, |(texts, by)| self.palette(&texts, by)),
            logo: logo.and_then(|file| self.asset(file, "logo", MOST_OF_A_LOGO)),
            sans: sans.and_then(|file| self.asset(file, "sans", MOST_OF_A_FONT)),
            serif: serif.and_then(|file| self.asset(file, "serif", MOST_OF_A_FONT)),
        }
    }

    /// A problem of a key of the theme.
    fn wrong_theme(&mut self, key: &str, by: Said, message: &str, hint: Option<&str>) {
        let problem = match by {
            Said::BySpec => {
                Diagnostic::error(Code::THEME, message).at(Location::value(format!("/theme/{key}")))
            }
            Said::ByRoot => {
                let key = key.replace('/', ".");
                Diagnostic::error(
                    Code::THEME,
                    format!("hfreport.toml: `theme.{key}`: {message}"),
                )
            }
        };
        self.problems
            .push(problem.maybe_hint(hint.map(str::to_owned)));
    }

    fn color(&mut self, text: &str, key: &str, by: Said) -> Option<Color> {
        let color = parse_color(text);
        if color.is_none() {
            let message = format!("`{text}` is no colour: a name such as `blue`, or `#rrggbb`");
            self.wrong_theme(key, by, &message, None);
        }
        color
    }

    fn accent(&mut self, text: &str, by: Said) -> Option<Color> {
        let color = self.color(text, "accent", by)?;
        let contrast = contrast_ratio(color, PAPER);
        if contrast < SEEN {
            let message = format!(
                "the accent {} is hardly seen on paper: its contrast is {contrast:.1}, and {SEEN:.0} are needed",
                hexadecimal(color)
            );
            self.wrong_theme("accent", by, &message, Some("take a darker one"));
            return None;
        }
        Some(color)
    }

    fn palette(&mut self, texts: &[String], by: Said) -> Vec<Color> {
        if !COLORS.contains(&texts.len()) {
            let message = format!(
                "a palette has {} to {} colours, and this one has {}",
                COLORS.start(),
                COLORS.end(),
                texts.len()
            );
            let hint = "further values get lighter, darker and greyer tones of them";
            self.wrong_theme("palette", by, &message, Some(hint));
            return Vec::new();
        }
        let mut palette: Vec<Color> = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let key = format!("palette/{at}");
            let Some(color) = self.color(text, &key, by) else {
                continue;
            };
            if let Some(alike) = palette
                .iter()
                .find(|other| distance(**other, color) < ALIKE)
            {
                let message = format!(
                    "{} looks like {}, so that two values would be taken for one",
                    hexadecimal(color),
                    hexadecimal(*alike)
                );
                self.wrong_theme(&key, by, &message, None);
            }
            palette.push(color);
        }
        palette
    }

    /// A file of the theme, by its first bytes a font or a picture.
    fn asset(&mut self, (text, by): (String, Said), key: &str, most: usize) -> Option<Asset> {
        let (path, shown) = match by {
            Said::BySpec => self.path(&text, &format!("/theme/{key}"))?,
            Said::ByRoot => {
                let resolved = self.root.resolve(self.world, self.root.folder(), &text);
                (self.problems.keep(resolved)?, text)
            }
        };
        let wrong = match self.world.read(&path) {
            Ok(bytes) => match media_type(&bytes).filter(|media| media.starts_with(wanted(key))) {
                Some(media) if bytes.len() <= most => return Some(Asset { media, bytes }),
                Some(_) => format!(
                    "`{shown}` has {} bytes, and every page would have them: at most {most} are taken",
                    bytes.len()
                ),
                None if key == "logo" => format!("`{shown}` is not a picture in SVG, PNG or WebP"),
                None => {
                    format!("`{shown}` is not a font in WOFF2, WOFF, TrueType or OpenType")
                }
            },
            Err(error) => format!("`{shown}` cannot be read: {error}"),
        };
        self.wrong_theme(key, by, &wrong, None);
        None
    }
}

/// What is said of something, and by whom.
fn said<T>(own: Option<T>, usual: Option<T>) -> Option<(T, Said)> {
    let own = own.map(|it| (it, Said::BySpec));
    own.or_else(|| usual.map(|it| (it, Said::ByRoot)))
}

/// How the media type of a file of the theme begins.
fn wanted(key: &str) -> &'static str {
    if key == "logo" { "image/" } else { "font/" }
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
