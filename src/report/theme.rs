//! What a spec says of the look of its pages.

use crate::chart::{Color, HUES};

/// What a spec says of the look of its pages.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// The colour of what stands out; that of the program if `None`.
    pub accent: Option<Color>,
    /// The hues of values that the spec gives no colour; empty: those of the program.
    pub palette: Vec<Color>,
    /// A picture at the head of pages.
    pub logo: Option<Asset>,
    /// The font of texts.
    pub sans: Option<Asset>,
    /// The font of headings and key numbers.
    pub serif: Option<Asset>,
}

impl Theme {
    /// The hues of values that the spec gives no colour; at least one.
    #[must_use]
    pub fn hues(&self) -> &[Color] {
        if self.palette.is_empty() {
            &HUES
        } else {
            &self.palette
        }
    }
}

/// A file that becomes a part of every page.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its media type, from its first bytes.
    pub media: &'static str,
    /// Its content.
    pub bytes: Vec<u8>,
}
