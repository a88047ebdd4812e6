//! Pixels as PNG. In: opaque pixels. Out: a file that has a table of colours where 256 are enough, which are most
//! pictures.

use super::colors::Colors;
use crate::chart::color::Color;

/// Compression, 1 to 9; beyond 2, files become a tenth smaller and take a quarter longer.
const LEVEL: u8 = 2;

/// Writes pictures, and keeps its memory for the next one.
#[derive(Default)]
pub(super) struct Encoder {
    colors: Colors,
    bytes: Vec<u8>,
}

impl Encoder {
    /// The pixels, of four bytes each, as PNG; `inks` are the colours that were drawn with.
    ///
    /// # Errors
    /// There are not as many pixels as the picture has.
    pub(super) fn encode(
        &mut self,
        pixels: &[u8],
        (width, height): (usize, usize),
        inks: &[Color],
    ) -> Result<Vec<u8>, png::EncodingError> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width as u32, height as u32);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_deflate_compression(png::DeflateCompression::Level(LEVEL));
        // Neither numbers of colours nor plain areas become shorter by a filter.
        encoder.set_filter(png::Filter::NoFilter);
        self.bytes.clear();
        if let Some(table) = self.colors.table(pixels, width, inks) {
            self.bytes.reserve(pixels.len() / 4);
            self.colors.push_numbers(width, &mut self.bytes);
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(table);
        } else {
            // The paper is opaque, so that no opacity is written.
            let (pixels, _) = pixels.as_chunks::<4>();
            self.bytes.reserve(3 * pixels.len());
            for [red, green, blue, _] in pixels {
                self.bytes.extend([*red, *green, *blue]);
            }
            encoder.set_color(png::ColorType::Rgb);
        }
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.bytes)?;
        writer.finish()?;
        Ok(file)
    }
}
