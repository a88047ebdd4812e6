//! The sizes of the pages, for a budget. In: a [`Bundle`]. Out: bytes of each page, and of the
//! pieces of the largest.

use std::cmp::Reverse;

use super::error::PublishError;
use super::html::page;
use crate::document::page_name;
use crate::document::{Bundle, Document};
use crate::text::Locale;

/// The size of each page in bytes (`index.html` first, `index.en.html`, …), then that of the pieces
/// of the largest page, largest first: `page.css`, `page.js`, `figure <id>: drawing`,
/// `figure <id>: data`, `table <id>`, `text`. Fails only where [`files`](super::files) fails too.
pub(crate) fn page_size_report(bundle: &Bundle) -> Result<Vec<(String, usize)>, PublishError> {
    let locales: Vec<Locale> = bundle.documents.iter().map(locale).collect();
    let mut sizes = Vec::new();
    let mut heaviest = (0, Vec::new());
    for (index, document) in bundle.documents.iter().enumerate() {
        let page = page(document, index, &locales)?;
        sizes.push((page_name(index, document.locale), page.html.len()));
        if page.html.len() > heaviest.0 {
            heaviest = (page.html.len(), page.pieces);
        }
    }
    let mut pieces = heaviest.1;
    // A stable sort: pieces of the same size stay in the order of the document.
    pieces.sort_by_key(|(_, bytes)| Reverse(*bytes));
    sizes.extend(pieces);
    Ok(sizes)
}

fn locale(document: &Document) -> Locale {
    document.locale
}

#[cfg(test)]
mod tests {
    use super::page_size_report;
    use crate::document::{Block, Bundle, Document};
    use crate::text::Locale;

    #[test]
    fn pages_come_first_then_the_pieces_of_the_heaviest() {
        let document = |locale, markdown: &str| Document {
            locale,
            title: String::new(),
            blocks: vec![Block::Markdown(markdown.to_owned())],
            citation: String::new(),
            credit: String::new(),
            theme: crate::document::PageTheme::default(),
            opening: crate::document::Opening::default(),
            address: String::new(),
            index: None,
            foot: String::new(),
            origins: crate::document::Origins::default(),
            front_matter: serde_json::Map::new(),
        };
        let long = "x".repeat(40_000);
        let bundle = Bundle {
            documents: vec![document(Locale::Fr, "x"), document(Locale::En, &long)],
            sheets: Vec::new(),
            post: None,
            report: None,
            manifest: crate::document::Manifest::default(),
        };
        let sizes = page_size_report(&bundle).unwrap();
        let names: Vec<&str> = sizes.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names[..3], ["index.html", "index.en.html", "text"]);
        assert!(names[3..].contains(&"page.css") && names[3..].contains(&"page.js"));
        // A paragraph and its tags: `<p>`, `</p>` and a newline.
        assert_eq!(sizes[2].1, 40_000 + 8);
        assert!(sizes[1].1 > sizes[0].1);
    }
}
