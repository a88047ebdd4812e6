//! The rules that a page needs. In: the style of all pages, a page that has it, its script. Out: the page without the rules for
//! classes that none of its elements has and its script never names, such as those of charts of another type.

use rustc_hash::FxHashSet;

/// Rules around others, of which some may go.
const AROUND: [&str; 3] = ["@media", "@container", "@supports"];

/// The page with the rules that it needs instead of `style`, and their length.
pub(super) fn with_needed_style(html: &str, style: &str, script: &str) -> (String, usize) {
    let needed = rules(style, &classes(html, script));
    (html.replacen(style, &needed, 1), needed.len())
}

/// The classes of elements, and every word of the script, which may be one.
fn classes<'a>(html: &'a str, script: &'a str) -> FxHashSet<&'a str> {
    const ATTRIBUTE: &str = " class=";
    let mut found: FxHashSet<&str> = script.split(|it: char| !is_of_a_name(it)).collect();
    for (at, _) in html.match_indices(ATTRIBUTE) {
        let value = &html[at + ATTRIBUTE.len()..];
        let value = match value.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => value.split([' ', '>']).next(),
        };
        found.extend(value.unwrap_or_default().split_ascii_whitespace());
    }
    found
}

fn is_of_a_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '_')
}

/// The rules without those that apply to none of these classes.
fn rules(style: &str, known: &FxHashSet<&str>) -> String {
    let mut kept = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(open) = rest.find('{') {
        let Some(close) = closing(rest, open) else {
            break;
        };
        let (head, body) = (&rest[..open], &rest[open + 1..close]);
        let (head, body) = if AROUND.iter().any(|it| head.starts_with(it)) {
            (head.to_owned(), rules(body, known))
        } else if head.starts_with('@') {
            (head.to_owned(), body.to_owned())
        } else {
            let selectors = selectors(head).into_iter();
            let selectors = selectors.filter(|selector| may_apply(selector, known));
            let selectors: Vec<&str> = selectors.collect();
            (selectors.join(","), body.to_owned())
        };
        if !head.is_empty() && !body.is_empty() {
            kept.extend([head.as_str(), "{", &body, "}"]);
        }
        rest = &rest[close + 1..];
    }
    kept + rest
}

/// Where the brace at `open` is closed.
fn closing(style: &str, open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let braces = style[open..].match_indices(['{', '}']);
    for (at, brace) in braces {
        if brace == "{" {
            depth += 1;
        } else {
            depth -= 1;
        }
        if depth == 0 {
            return Some(open + at);
        }
    }
    None
}

/// The selectors of a list; a comma inside of brackets parts none.
fn selectors(list: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, mark) in list.match_indices(['(', ')', '[', ']', ',']) {
        match mark {
            "(" | "[" => depth += 1,
            "," if depth == 0 => {
                found.push(&list[start..at]);
                start = at + 1;
            }
            "," => {}
            _ => depth = depth.saturating_sub(1),
        }
    }
    found.push(&list[start..]);
    found
}

/// Whether all classes of a selector are known; what stands in brackets may be anything.
fn may_apply(selector: &str, known: &FxHashSet<&str>) -> bool {
    let mut depth = 0_usize;
    let mut rest = selector;
    while let Some(at) = rest.find(['(', ')', '[', ']', '\\', '.']) {
        let mark = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match mark {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'\\' => {
                let escaped = rest.chars().next().map_or(0, char::len_utf8);
                rest = &rest[escaped..];
            }
            _ if depth == 0 => {
                let end = rest.find(|it| !is_of_a_name(it)).unwrap_or(rest.len());
                if !known.contains(&rest[..end]) {
                    return false;
                }
                rest = &rest[end..];
            }
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{classes, rules, with_needed_style};

    const STYLE: &str = include_str!("../../assets/page.css");

    #[test]
    fn rules_stay_whose_classes_a_page_or_its_script_has() {
        let style = ":root{--a:1}.a,.b:not(.c) i,#\\.x .d{color:red}@media print{.b{x:y}.e{x:y}}@container (min-width:6em){.e{x:y}}@page{margin:1cm}.f.a{x:y}[href=\".g\"]{x:y}";
        let page = format!("<style>{style}</style><p class=\"a h\"><i class=f>");
        let (page, bytes) = with_needed_style(&page, style, "it.classList.add('e')");
        let needed = ":root{--a:1}.a{color:red}@media print{.e{x:y}}@container (min-width:6em){.e{x:y}}@page{margin:1cm}.f.a{x:y}[href=\".g\"]{x:y}";
        assert_eq!(
            page,
            format!("<style>{needed}</style><p class=\"a h\"><i class=f>")
        );
        assert_eq!(bytes, needed.len());
    }

    #[test]
    fn the_style_of_pages_is_read_to_its_end() {
        // Every name of the style as a word of a script.
        assert_eq!(rules(STYLE, &classes("", STYLE)), STYLE);
        let least = rules(STYLE, &classes("", ""));
        assert!(least.starts_with(":root{") && least.len() < STYLE.len() / 2);
        assert!(!least.contains(".heat") && !least.contains("{}"));
    }
}
