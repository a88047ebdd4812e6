//! What a browser makes of the drawing of a page: its elements with their attributes.

/// What the drawings of pages consist of, apart from paths.
const ELEMENTS: [&str; 16] = [
    "b", "div", "em", "i", "li", "ol", "p", "s", "small", "span", "table", "td", "th", "tr", "u",
    "ul",
];
const ATTRIBUTES: [&str; 5] = ["aria-label", "class", "data-r", "role", "style"];

/// A drawing has no elements and attributes but its own, whatever its texts say. Gives the alternative text.
pub(crate) fn page_drawing_is_sound(html: &str) -> String {
    // Paths are XML of their own.
    let own = if html.contains("<div class=\"chart paths\"") {
        html.split("<svg").next().unwrap_or_default()
    } else {
        html
    };
    let mut label = String::new();
    for (name, attributes) in tags(own) {
        assert!(ELEMENTS.contains(&name.as_str()), "<{name}> in {html}");
        for (attribute, value) in attributes {
            assert!(
                ATTRIBUTES.contains(&attribute.as_str()),
                "{attribute}={value} of <{name}> in {html}"
            );
            if attribute == "style" {
                assert!(!value.contains("NaN") && !value.contains("inf"), "{html}");
            }
            if attribute == "aria-label" {
                assert_eq!(label, "", "{html}");
                let marks = [
                    ("&quot;", "\""),
                    ("&#39;", "'"),
                    ("&lt;", "<"),
                    ("&gt;", ">"),
                    ("&amp;", "&"),
                ];
                label = marks
                    .into_iter()
                    .fold(value, |text, (written, meant)| text.replace(written, meant));
            }
        }
    }
    label
}

/// The tags that begin elements, read as a browser does: names, then attributes with or without quotes.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        rest = tag;
        if !tag.starts_with(|it: char| it.is_ascii_alphabetic()) {
            assert!(tag.starts_with('/'), "an open bracket in {html}");
            continue;
        }
        let is_space = |it: char| it.is_ascii_whitespace() || it == '/';
        let ends = |it: char| is_space(it) || it == '>';
        let (name, mut inside) = tag.split_at(tag.find(ends).unwrap_or(tag.len()));
        let mut attributes = Vec::new();
        loop {
            inside = inside.trim_start_matches(is_space);
            if let Some(after) = inside.strip_prefix('>') {
                rest = after;
                break;
            }
            assert!(!inside.is_empty(), "a tag without an end in {html}");
            let end = inside.find(|it: char| ends(it) || it == '=');
            let (attribute, after) = inside.split_at(end.unwrap_or(inside.len()).max(1));
            let Some(given) = after.strip_prefix('=') else {
                attributes.push((attribute.to_owned(), String::new()));
                inside = after;
                continue;
            };
            let quote = given.chars().next().filter(|it| matches!(it, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => given[1..].split_once(quote).unwrap_or((&given[1..], "")),
                None => given.split_at(
                    given
                        .find(|it: char| it.is_ascii_whitespace() || it == '>')
                        .unwrap_or(given.len()),
                ),
            };
            attributes.push((attribute.to_owned(), value.to_owned()));
            inside = after;
        }
        found.push((name.to_owned(), attributes));
    }
    found
}
