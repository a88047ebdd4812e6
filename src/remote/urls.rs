//! Addresses of the web that follow from others.

use crate::diagnostic::{Code, Diagnostic};
use crate::world::Headers;
use url::Url;

/// A path and query on a server.
///
/// # Errors
/// They are no address.
pub(crate) fn url(server: &Url, path: &str) -> Result<Url, Diagnostic> {
    let text = format!("{}{path}", server.as_str().trim_end_matches('/'));
    Url::parse(&text).map_err(|error| {
        let message = format!("`{text}` is no address of the web: {error}");
        Diagnostic::error(Code::ADDRESS, message)
    })
}

/// The next page that an answer names: `Link: <https://…>; rel="next"`.
///
/// # Errors
/// A `Link` cannot be read, or names another page as well: a list is not taken as whole because of it.
pub(crate) fn next_page(page: &Url, headers: &Headers) -> Result<Option<Url>, String> {
    let mut next: Option<Url> = None;
    for text in headers.all("link") {
        for target in next_of(text).ok_or("its header `Link` cannot be read")? {
            let found = page
                .join(target)
                .map_err(|_| "its header `Link` names no address of a next page")?;
            if next.as_ref().is_some_and(|known| *known != found) {
                return Err("its header `Link` names several next pages".to_owned());
            }
            next = Some(found);
        }
    }
    Ok(next)
}

/// The targets of a `Link` that are a next page; `None` if it is none.
fn next_of(mut text: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    loop {
        text = text.trim_start_matches([',', ' ', '\t']);
        if text.is_empty() {
            return Some(found);
        }
        let (target, rest) = text.strip_prefix('<')?.split_once('>')?;
        let parameters = until(rest, ',')?;
        text = &rest[parameters.len()..];
        let mut parts = parameters;
        while !parts.is_empty() {
            let part = until(parts, ';')?;
            parts = parts[part.len()..].trim_start_matches(';');
            let Some((name, value)) = part.split_once('=') else {
                continue;
            };
            let value = value.trim().trim_matches(['"', '\'']);
            let mut kinds = value.split_whitespace();
            if name.trim().eq_ignore_ascii_case("rel")
                && kinds.any(|kind| kind.eq_ignore_ascii_case("next"))
            {
                found.push(target);
            }
        }
    }
}

/// What stands before a sign that is not in quotes; `None` if a quote is not closed.
fn until(text: &str, end: char) -> Option<&str> {
    let mut is_quoted = false;
    for (at, sign) in text.char_indices() {
        is_quoted ^= sign == '"';
        if sign == end && !is_quoted {
            return Some(&text[..at]);
        }
    }
    (!is_quoted).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_taken_as_the_server_writes_it() {
        let page = Url::parse("https://huggingface.co/api/models?limit=2").unwrap();
        let headers = |links: &[&str]| {
            let links = links.iter();
            Headers(
                links
                    .map(|link| ("link".to_owned(), (*link).to_owned()))
                    .collect(),
            )
        };
        let found = |links: &[&str]| next_page(&page, &headers(links));
        let next = "https://huggingface.co/api/models?limit=2&cursor=eyJ%3D";
        let first = "<https://huggingface.co/a,b>; rel=\"first\"; title=\"a, <b>; rel=next\"";
        for link in [
            &format!("{first}, <{next}>; rel=\"next\""),
            &format!("<{next}>; rel=next"),
            &format!("<{next}>; rel='next'"),
            &format!("<{next}>;Rel=\"NEXT last\", {first}"),
            &format!("<{next}>; title=\"x\" ; rel = \"prev  next\","),
        ] {
            assert_eq!(found(&[link]).unwrap().unwrap().as_str(), next, "{link}");
            // Another header before it changes nothing, and neither does the same one again.
            assert_eq!(found(&[first, link, link]).unwrap().unwrap().as_str(), next);
        }
        assert_eq!(
            found(&["</b?c=1>; rel=\"next\""])
                .unwrap()
                .unwrap()
                .as_str(),
            "https://huggingface.co/b?c=1"
        );
        for links in [&[][..], &[first], &["<https://x.org>; rel=\"prev\""]] {
            assert_eq!(found(links), Ok(None), "{links:?}");
        }
    }

    #[test]
    fn a_link_that_cannot_be_read_is_not_the_end_of_a_list() {
        let page = Url::parse("https://huggingface.co/api/models").unwrap();
        for link in [
            "<https://x.org/?cursor=ab",
            "https://x.org; rel=\"next\"",
            "<https://x.org>; rel=\"ne",
            "<https://>; rel=\"next\"",
            "</a>; rel=\"next\", </b>; rel=\"next\"",
        ] {
            let headers = Headers(vec![("link".to_owned(), link.to_owned())]);
            assert!(next_page(&page, &headers).is_err(), "{link}");
        }
    }
}
