//! The figures of a document, and where the files of their charts lie.

use crate::document::{Block, Document, Figure};
use crate::text::Locale;

/// The charts of a document, in its order; one may stand in several sections.
pub(super) fn figures(document: &Document) -> impl Iterator<Item = &Figure> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some(figure),
        _ => None,
    })
}

/// Where a chart lies in the bundle.
pub(super) fn chart_path(name: &str, locale: Locale, extension: &str) -> String {
    format!("charts/{name}.{}.{extension}", locale.tag())
}
