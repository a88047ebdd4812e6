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
#[must_use]
pub(crate) fn next_page(page: &Url, headers: &Headers) -> Option<Url> {
    let link = headers.get("link")?;
    let mut links = link.split('<').skip(1);
    let next = links.find_map(|link| {
        let (target, parameters) = link.split_once('>')?;
        let is_next = |it: &str| matches!(it.trim(), "rel=\"next\"" | "rel=next");
        let parameters = parameters.trim_end().trim_end_matches(',');
        parameters.split(';').any(is_next).then_some(target)
    })?;
    page.join(next).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_taken_as_the_server_writes_it() {
        let page = Url::parse("https://huggingface.co/api/models?limit=2").unwrap();
        let headers = |link: &str| Headers(vec![("link".to_owned(), link.to_owned())]);
        let next = "https://huggingface.co/api/models?limit=2&cursor=eyJ%3D";
        let link = format!("<https://huggingface.co/a>; rel=\"first\", <{next}>; rel=\"next\"");
        assert_eq!(next_page(&page, &headers(&link)).unwrap().as_str(), next);
        assert_eq!(
            next_page(&page, &headers("</b?c=1>; rel=\"next\""))
                .unwrap()
                .as_str(),
            "https://huggingface.co/b?c=1"
        );
        assert_eq!(
            next_page(&page, &headers("<https://x.org>; rel=\"prev\"")),
            None
        );
    }
}
