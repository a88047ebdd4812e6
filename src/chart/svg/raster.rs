//! Pictures for places that cannot show SVG. In: one of our SVGs. Out: the same as PNG, drawn with
//! the embedded fonts alone, so that every machine produces the same bytes.
//!
//! Only what our own code writes is drawn; any other element or attribute is an error, so that nothing is
//! left out of a picture without a word. What is drawn often is kept for the next picture of the thread: the
//! shapes of letters, the places of letters in a text, the memory of the pixels. None of it changes a pixel.

mod attributes;
mod colors;
mod drawing;
mod encode;
mod glyphs;
mod path_data;
mod shapes;
mod shaping;
mod sheet;
#[cfg(test)]
mod tests;
mod text;

use std::cell::RefCell;
use std::fmt;

use encode::Encoder;
use sheet::Sheet;
use text::Typesetter;

/// Maximum number of pixels of a picture: about 400 MB in memory.
const MOST_PIXELS: f32 = 100_000_000.0;

/// Pixels of the largest picture whose memory a thread keeps for the next one: 30 MB.
const MOST_KEPT: usize = 6_000_000;

/// Why an SVG could not become a PNG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RasterError {
    /// The text is not an SVG, or not one of ours; holds what is wrong with it.
    Parse(String),
    /// The picture would have no pixels or too many; holds its width and height.
    Size(u64, u64),
    /// The pixels could not be written as PNG; holds the encoder's message.
    Encode(String),
}

impl fmt::Display for RasterError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parse(reason) => write!(formatter, "the chart is not valid SVG: {reason}"),
            Self::Size(width, height) => {
                write!(
                    formatter,
                    "a picture of {width} × {height} pixels cannot be drawn"
                )
            }
            Self::Encode(reason) => {
                write!(formatter, "the picture cannot be written as PNG: {reason}")
            }
        }
    }
}

impl std::error::Error for RasterError {}

/// What a thread keeps from picture to picture.
#[derive(Default)]
struct Workshop {
    /// Red, green, blue and an opacity that is always whole, row by row.
    pixels: Vec<u8>,
    typesetter: Typesetter,
    encoder: Encoder,
}

thread_local! {
    static WORKSHOP: RefCell<Workshop> = RefCell::default();
}

/// The SVG as PNG, with `scale` pixels per CSS pixel.
///
/// # Errors
///
/// The text is not an SVG of ours, or the picture would have no pixels or more than 100 million.
pub(crate) fn rasterize(svg: &str, scale: f32) -> Result<Vec<u8>, RasterError> {
    let document =
        roxmltree::Document::parse(svg).map_err(|error| RasterError::Parse(error.to_string()))?;
    let root = document.root_element();
    let size = drawing::size(root).map_err(RasterError::Parse)?;
    let (width, height) = ((size.0 * scale).round(), (size.1 * scale).round());
    // Checked first, since the memory is taken as soon as the picture is begun.
    if !(width >= 1.0 && height >= 1.0 && width * height <= MOST_PIXELS) {
        return Err(RasterError::Size(width as u64, height as u64));
    }
    let (width, height) = (width as usize, height as usize);
    WORKSHOP.with_borrow_mut(|workshop| {
        let Workshop {
            pixels,
            typesetter,
            encoder,
        } = workshop;
        // What an earlier picture left there is painted over: a sheet begins with its paper.
        pixels.resize(4 * width * height, u8::MAX);
        let mut sheet = Sheet::new(pixels, width, height);
        let drawn = drawing::draw(root, scale, &mut sheet, typesetter).map_err(RasterError::Parse);
        let inks = sheet.into_inks();
        let png = drawn.and_then(|()| {
            let encoded = encoder.encode(pixels, (width, height), &inks);
            encoded.map_err(|error| RasterError::Encode(error.to_string()))
        });
        if width * height > MOST_KEPT {
            *pixels = Vec::new();
            *encoder = Encoder::default();
        }
        png
    })
}
