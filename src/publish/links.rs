//! Allowed link targets of a page. In: events of the Markdown parser. Out: the same without the
//! tags of links and pictures with refused targets; their text stays.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

/// Drops the tags of links and pictures with refused targets; their text stays.
pub(super) fn without_refused_links<'a>(events: impl Iterator<Item = Event<'a>>) -> Vec<Event<'a>> {
    let mut kept_tags = Vec::new();
    let mut kept = Vec::new();
    for event in events {
        let keep = match &event {
            Event::Start(Tag::Link {
                dest_url,
                link_type,
                ..
            }) => {
                let allowed = *link_type == LinkType::Email || is_allowed_link(dest_url);
                kept_tags.push(allowed);
                allowed
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let allowed = is_embedded_picture(dest_url);
                kept_tags.push(allowed);
                allowed
            }
            Event::End(TagEnd::Link | TagEnd::Image) => kept_tags.pop().unwrap_or_default(),
            _ => true,
        };
        if keep {
            kept.push(event);
        }
    }
    kept
}

/// Whether a page may link to a target: http, https, mailto, a relative path, an anchor. Browsers
/// ignore white space and control characters in a scheme and treat `\` as `/`, so this does too.
fn is_allowed_link(target: &str) -> bool {
    let target: String = target
        .chars()
        .filter(|&character| character > ' ')
        .collect();
    if target.starts_with(['/', '\\']) && target[1..].starts_with(['/', '\\']) {
        return false;
    }
    let before_path = target
        .split(['/', '\\', '?', '#'])
        .next()
        .unwrap_or_default();
    match before_path.split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto"]
            .iter()
            .any(|allowed| scheme.eq_ignore_ascii_case(allowed)),
        None => true,
    }
}

/// Only pictures embedded in the text can be shown without network or neighbouring files.
fn is_embedded_picture(target: &str) -> bool {
    ["png", "jpeg", "gif", "webp"]
        .iter()
        .any(|format| target.starts_with(&format!("data:image/{format};base64,")))
}

#[cfg(test)]
mod tests {
    use super::{is_allowed_link, is_embedded_picture};

    #[test]
    fn links_lead_only_where_a_reader_expects() {
        let good = [
            "https://example.org/a:b",
            "HTTP://x",
            "mailto:a@b.c",
            "tables/x.csv",
            "#top",
            "a/b:c",
            "/",
        ];
        for target in good {
            assert!(is_allowed_link(target), "{target}");
        }
        let bad = [
            "javascript:alert(1)",
            "java\nscript:x",
            " JaVaScript:x",
            "data:text/html,x",
            "//host",
            "/\\host",
            "file:///etc",
            "vbscript:x",
        ];
        for target in bad {
            assert!(!is_allowed_link(target), "{target:?}");
        }
    }

    #[test]
    fn only_embedded_bitmaps_are_pictures() {
        assert!(is_embedded_picture("data:image/png;base64,AAAA"));
        assert!(!is_embedded_picture("data:image/svg+xml;base64,AAAA"));
        assert!(!is_embedded_picture("charts/a.png"));
    }
}
