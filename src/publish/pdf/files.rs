//! The files that the template of a PDF refers to: drawings and pictures. In: their contents. Out: their names.

use super::shown::shown_drawing;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use typst::foundations::Bytes;
use typst::visualize::{ExchangeFormat, RasterImage, SvgImage};

/// Whether the typesetter can show a picture; it would set nothing at all otherwise.
fn is_picture(ending: &str, bytes: &[u8]) -> bool {
    let data = Bytes::new(bytes.to_vec());
    let format = match ending {
        "svg" => return SvgImage::new(data).is_ok(),
        "png" => ExchangeFormat::Png,
        "jpg" => ExchangeFormat::Jpg,
        "gif" => ExchangeFormat::Gif,
        _ => ExchangeFormat::Webp,
    };
    RasterImage::plain(data, format).is_ok()
}

/// Files by their names, in the order in which they were given.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    files: Vec<(String, Vec<u8>)>,
}

impl Files {
    /// A drawing.
    pub(super) fn drawing(&mut self, svg: &str) -> String {
        self.add("svg", svg.as_bytes().to_vec())
    }

    /// A picture that an address holds; `None` if it holds none that can be shown.
    pub(super) fn embedded(&mut self, address: &str) -> Option<String> {
        let (kind, content) = address
            .strip_prefix("data:image/")?
            .split_once(";base64,")?;
        let ending = match kind {
            "png" | "gif" | "webp" => kind,
            "jpeg" => "jpg",
            "svg+xml" => "svg",
            _ => return None,
        };
        let mut bytes = STANDARD.decode(content.trim()).ok()?;
        if ending == "svg" {
            bytes = shown_drawing(std::str::from_utf8(&bytes).ok()?)
                .into_owned()
                .into();
        }
        is_picture(ending, &bytes).then(|| self.add(ending, bytes))
    }

    /// All of them.
    pub(super) fn into_files(self) -> Vec<(String, Vec<u8>)> {
        self.files
    }

    fn add(&mut self, ending: &str, bytes: Vec<u8>) -> String {
        let name = format!("{}.{ending}", self.files.len() + 1);
        self.files.push((name.clone(), bytes));
        name
    }
}
