//! A page's description of itself: its table of contents and its description. In: headings with
//! their anchors, the document. Out: values for the page template.

use minijinja::context;
use minijinja::value::Value;

use super::markdown_html::{Heading, plain_text};
use crate::document::{Block, Document};

/// Search engines cut off longer descriptions; in characters.
const LONGEST_DESCRIPTION: usize = 160;

/// The table of contents: headings of level 2 with those of level 3 below them.
pub(super) fn contents(headings: &[Heading]) -> Vec<Value> {
    let mut groups: Vec<(&Heading, Vec<Value>)> = Vec::new();
    for heading in headings.iter().filter(|heading| heading.level <= 3) {
        match groups.last_mut() {
            Some((_, children)) if heading.level == 3 => {
                children.push(context! { anchor => &heading.anchor, text => &heading.text });
            }
            _ => groups.push((heading, Vec::new())),
        }
    }
    groups
        .into_iter()
        .map(|(heading, children)| {
            context! { anchor => &heading.anchor, text => &heading.text, children }
        })
        .collect()
}

/// The beginning of the standfirst, or else of the first text, cut between words; the title if there is no text.
pub(super) fn description(document: &Document) -> String {
    let texts = document.blocks.iter().filter_map(|block| match block {
        Block::Markdown(markdown) => Some(plain_text(markdown)),
        _ => None,
    });
    let text = std::iter::once(plain_text(&document.opening.standfirst))
        .chain(texts)
        .find(|text| !text.is_empty())
        .unwrap_or_else(|| document.title.clone());
    if text.chars().count() <= LONGEST_DESCRIPTION {
        return text;
    }
    let beginning: String = text.chars().take(LONGEST_DESCRIPTION).collect();
    let whole_words = beginning.rsplit_once(' ').map_or("", |(words, _)| words);
    let cut = if whole_words.is_empty() {
        &beginning
    } else {
        whole_words
    };
    format!("{cut}…")
}

#[cfg(test)]
mod tests {
    use super::description;
    use crate::document::{Block, Document};
    use crate::text::Locale;

    fn document(blocks: Vec<Block>) -> Document {
        Document {
            locale: Locale::Fr,
            title: "Titre".to_owned(),
            blocks,
            citation: String::new(),
            credit: String::new(),
            theme: crate::document::PageTheme::default(),
            opening: crate::document::Opening::default(),
            address: String::new(),
            index: None,
            foot: String::new(),
            origins: crate::document::Origins::default(),
            front_matter: serde_json::Map::new(),
        }
    }

    #[test]
    fn the_description_is_the_first_text_cut_between_words() {
        let text = "mot ".repeat(60);
        let long = document(vec![
            Block::Markdown("# Non".to_owned()),
            Block::Markdown(text),
        ]);
        // 160 characters hold 40 times "mot "; the last space is where it is cut.
        assert_eq!(description(&long), ["mot"; 40].join(" ") + "…");
        assert_eq!(description(&document(Vec::new())), "Titre");
    }
}
