//! The links from a document to those of other periods. In: its place in the index. Out: three links into the
//! index, which knows what comes before and after: the page of a period need not change when the next one comes out.

use super::table_html::escape;
use super::words::words;
use crate::document::{Document, page_name};
use minijinja::{Value, context};

/// A link into the index.
struct Link {
    href: String,
    /// What it is to the document, for programs; empty: nothing of the kind.
    rel: &'static str,
    text: &'static str,
}

/// The links of the document at `place`; `folder` is what leads to the folder of the index, with a trailing slash.
fn links(document: &Document, place: usize, folder: &str) -> Option<[Link; 3]> {
    let period = &document.index.as_ref()?.period;
    let words = words(document.locale);
    let page = page_name(place, document.locale);
    let link = |anchor: &str, rel, text| Link {
        href: format!("{folder}{page}#{anchor}{period}"),
        rel,
        text,
    };
    Some([
        link("before-", "prev", words.before),
        link("", "", words.periods),
        link("after-", "next", words.after),
    ])
}

/// The links for the template of a page.
pub(super) fn neighbours(document: &Document, place: usize, folder: &str) -> Option<Vec<Value>> {
    let links = links(document, place, folder)?.into_iter();
    let links = links.map(|Link { href, rel, text }| {
        let href = Value::from_safe_string(escape(&href));
        context! { href, rel, text }
    });
    Some(links.collect())
}

/// The links as a line of Markdown.
pub(super) fn neighbours_text(document: &Document, place: usize, folder: &str) -> Option<String> {
    let links = links(document, place, folder)?;
    let links = links.iter().map(|Link { href, text, .. }| {
        let href = href.replace('(', "%28").replace(')', "%29");
        format!("[{text}]({href})")
    });
    Some(links.collect::<Vec<_>>().join(" · "))
}

#[cfg(test)]
mod tests {
    use super::neighbours_text;
    use crate::document::{Document, IndexEntry, Origins};
    use crate::text::Locale;

    fn document(index: Option<IndexEntry>) -> Document {
        Document {
            locale: Locale::En,
            title: String::new(),
            blocks: Vec::new(),
            front_matter: serde_json::Map::new(),
            citation: String::new(),
            credit: String::new(),
            theme: crate::document::PageTheme::default(),
            opening: crate::document::Opening::default(),
            address: String::new(),
            index,
            foot: String::new(),
            origins: Origins::default(),
        }
    }

    #[test]
    fn the_links_lead_to_the_place_of_the_period_in_the_index_of_the_language() {
        let entry = IndexEntry {
            period: "2025-11-01".to_owned(),
            title: String::new(),
            status: String::new(),
            metrics: Vec::new(),
            address: String::new(),
        };
        let text = neighbours_text(&document(Some(entry)), 1, "https://example.org/(hub)/");
        assert_eq!(
            text.as_deref(),
            Some(
                "[← Previous period](https://example.org/%28hub%29/index.en.html#before-2025-11-01) · \
                 [All periods](https://example.org/%28hub%29/index.en.html#2025-11-01) · \
                 [Next period →](https://example.org/%28hub%29/index.en.html#after-2025-11-01)"
            )
        );
        assert_eq!(neighbours_text(&document(None), 0, "../"), None);
    }
}
