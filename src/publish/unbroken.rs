//! French ranges that no line breaks. In: a page. Out: the page with a joiner behind the dashes of its texts; tags,
//! scripts, style and code stay as they are.

/// A range, which a line could break behind its dash, and the same with a joiner that forbids it.
const RANGE: &str = "–\u{a0}";
const UNBROKEN_RANGE: &str = "–\u{2060}\u{a0}";
/// Elements whose content is no prose.
const RAW: [&str; 5] = ["script", "style", "pre", "code", "title"];

/// A page whose ranges stay on their lines.
pub(super) fn unbroken(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + 1000);
    let mut written = 0;
    // All tags before this place end before it.
    let mut prose = 0;
    for (range, _) in html.match_indices(RANGE) {
        while prose <= range
            && let Some(tag) = html[prose..range].find('<')
        {
            prose += tag + raw_end(&html[prose + tag..]);
        }
        if prose <= range {
            out.extend([&html[written..range], UNBROKEN_RANGE]);
            written = range + RANGE.len();
        }
    }
    out + &html[written..]
}

/// Where the tag at the beginning ends, with the content of an element that is no prose.
fn raw_end(html: &str) -> usize {
    let mut quote = None;
    // Quotes and brackets are single bytes, which no other character contains.
    let end = html.bytes().position(|it| {
        if let Some(open) = quote {
            if it == open {
                quote = None;
            }
            return false;
        }
        if it == b'"' || it == b'\'' {
            quote = Some(it);
        }
        it == b'>'
    });
    let end = end.map_or(html.len(), |at| at + 1);
    let tag = &html[1..end];
    let is_raw = |name: &&str| {
        let after = tag.strip_prefix(*name);
        after.is_some_and(|after| !after.starts_with(|it: char| it.is_ascii_alphanumeric()))
    };
    let raw = RAW.into_iter().find(is_raw);
    raw.and_then(|name| html[end..].find(&format!("</{name}>")))
        .map_or(end, |content| end + content)
}

#[cfg(test)]
mod tests {
    use super::unbroken;

    #[test]
    fn texts_alone_get_joiners() {
        let page = |text: &str| {
            format!(
                "<title>1–\u{a0}2</title><style>a::after{{content:'–\u{a0}'}}</style><p title=\"> 1–\u{a0}2\" class=a>1{text}2 <code>1–\u{a0}2</code>{text}\n<script>'–\u{a0}'</script>{text}"
            )
        };
        assert_eq!(unbroken(&page("–\u{a0}")), page("–\u{2060}\u{a0}"));
    }
}
