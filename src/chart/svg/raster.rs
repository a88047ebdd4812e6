//! Pictures for places that cannot show SVG. In: one of our SVGs. Out: the same as PNG, drawn with
//! the embedded fonts alone, so that every machine produces the same bytes.

use std::fmt;
use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

/// Maximum number of pixels of a picture: about 400 MB in memory.
const MOST_PIXELS: f32 = 100_000_000.0;

/// Why an SVG could not become a PNG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RasterError {
    /// The text is not an SVG; holds the parser's message.
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

fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut database = Database::new();
        database.load_font_data(dejavu::sans::regular().to_vec());
        database.load_font_data(dejavu::sans::bold().to_vec());
        database.set_sans_serif_family("DejaVu Sans");
        Arc::new(database)
    });
    Arc::clone(fonts)
}

/// The SVG as PNG, with `scale` pixels per CSS pixel.
///
/// # Errors
///
/// The text is not an SVG, or the picture would have no pixels or more than 100 million.
pub(crate) fn rasterize(svg: &str, scale: f32) -> Result<Vec<u8>, RasterError> {
    let options = Options {
        font_family: "DejaVu Sans".to_owned(),
        fontdb: fonts(),
        ..Options::default()
    };
    let tree =
        Tree::from_str(svg, &options).map_err(|error| RasterError::Parse(error.to_string()))?;
    let (width, height) = (
        (tree.size().width() * scale).round(),
        (tree.size().height() * scale).round(),
    );
    let drawable = width >= 1.0 && height >= 1.0 && width * height <= MOST_PIXELS;
    let too_large = || RasterError::Size(width as u64, height as u64);
    // Checked first, since the memory is allocated as soon as the picture is created.
    let pixmap = drawable
        .then(|| Pixmap::new(width as u32, height as u32))
        .flatten();
    let mut pixmap = pixmap.ok_or_else(too_large)?;
    pixmap.fill(Color::WHITE);
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    encode(&pixmap).map_err(|error| RasterError::Encode(error.to_string()))
}

/// The pixels as PNG. The paper is opaque, so no alpha channel is written.
fn encode(pixmap: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let (pixels, _) = pixmap.data().as_chunks::<4>();
    let mut opaque = vec![0; 3 * pixels.len()];
    let (places, _) = opaque.as_chunks_mut::<3>();
    for (place, [red, green, blue, _]) in places.iter_mut().zip(pixels) {
        *place = [*red, *green, *blue];
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{RasterError, rasterize};

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\" \
        font-family=\"DejaVu Sans\"><text x=\"2\" y=\"15\">é</text></svg>";

    /// Width and height in the header of a PNG.
    fn size(png: &[u8]) -> (u32, u32) {
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        (number(16), number(20))
    }

    #[test]
    fn the_picture_has_the_size_asked_for_and_the_same_bytes_twice() {
        let png = rasterize(SVG, 2.0).unwrap();
        assert_eq!(&png[1..4], b"PNG");
        assert_eq!(size(&png), (80, 40));
        assert_eq!(png, rasterize(SVG, 2.0).unwrap());
    }

    #[test]
    fn text_is_drawn_with_the_embedded_font() {
        let empty = SVG.replace('é', "");
        assert_ne!(
            rasterize(SVG, 1.0).unwrap(),
            rasterize(&empty, 1.0).unwrap()
        );
    }

    #[test]
    fn what_cannot_be_drawn_is_an_error() {
        assert!(matches!(rasterize("<svg", 1.0), Err(RasterError::Parse(_))));
        assert_eq!(
            rasterize(SVG, 1000.0),
            Err(RasterError::Size(40_000, 20_000))
        );
        assert!(matches!(rasterize(SVG, 0.0), Err(RasterError::Size(0, 0))));
        assert!(matches!(
            rasterize(SVG, f32::NAN),
            Err(RasterError::Size(0, 0))
        ));
    }
}
