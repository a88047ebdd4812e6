//! `report.pdf`, one per locale: what the page prints, as tagged PDF (PDF/UA-1). In: a [`Document`]. Out: bytes, the same for
//! the same document. The document becomes a tree of data ([`content`](content)), which a fixed template sets: no text of a
//! spec or of the data is ever read as code of Typst.

mod content;
mod files;
mod nodes;
mod prose;
mod shown;
mod world;

use super::error::PublishError;
use crate::document::Document;
use crate::text::Locale;

/// The file name of the document at `index`: the first is the default.
pub(super) fn pdf_name(index: usize, locale: Locale) -> String {
    match index {
        0 => "report.pdf".to_owned(),
        _ => format!("report.{}.pdf", locale.tag()),
    }
}

/// The document as PDF.
pub(super) fn pdf(document: &Document) -> Result<Vec<u8>, PublishError> {
    let (content, mut files) = content::content(document);
    let content =
        serde_json::to_vec(&content).map_err(|error| PublishError::Pdf(error.to_string()))?;
    files.push((world::CONTENT.to_owned(), content));
    world::typeset(files).map_err(PublishError::Pdf)
}
