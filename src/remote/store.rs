//! Objects of a store that speaks S3: where they are, and which of them a pattern matches.

use super::address::{Address, StoreAddress};
use super::client::Client;
use super::signature::encoded;
use super::urls::url;
use crate::diagnostic::{Code, Diagnostic};
use url::Url;

/// The longest answer of a listing.
const MOST: u64 = 16 << 20;

/// The place of an object. The bucket stands in the path, so that one host is allowed for all of them.
///
/// # Errors
/// The address cannot be one of the web.
pub(super) fn place(store: &Url, address: &StoreAddress) -> Result<Url, Diagnostic> {
    url(
        store,
        &format!("/{}/{}", address.bucket, encoded(&address.key, true)),
    )
}

/// The objects that a pattern matches, sorted by their keys, with their sizes.
///
/// # Errors
/// The store cannot be asked, or answers something else.
pub(super) fn matching(
    client: &Client<'_>,
    store: &Url,
    address: &StoreAddress,
) -> Result<Vec<(StoreAddress, Option<u64>)>, Diagnostic> {
    let shown = || Address::Store(address.clone()).to_string();
    let pattern = glob::Pattern::new(&address.key).map_err(|error| {
        let message = format!("`{}` is no pattern: {error}", shown());
        Diagnostic::error(Code::ADDRESS, message)
    })?;
    let unread = |why: String| {
        let message = format!(
            "cannot fetch `{}`: the store does not answer as it should: {why}",
            shown()
        );
        Diagnostic::error(Code::FETCH, message).environment()
    };
    let prefix = address
        .key
        .split(['*', '?', '['])
        .next()
        .unwrap_or_default();
    let mut found = Vec::new();
    let mut token: Option<String> = None;
    loop {
        let next = token.as_ref().map_or_else(String::new, |it| {
            format!("&continuation-token={}", encoded(it, false))
        });
        let bucket = &address.bucket;
        let page = url(
            store,
            &format!(
                "/{bucket}?list-type=2{next}&prefix={}",
                encoded(prefix, false)
            ),
        )?;
        let (text, _) = client.text(&page, &[], MOST)?;
        let text = String::from_utf8(text).map_err(|error| unread(error.to_string()))?;
        let tree = roxmltree::Document::parse(&text).map_err(|error| unread(error.to_string()))?;
        let value = |node: roxmltree::Node<'_, '_>, name: &str| {
            let mut children = node.children();
            let child =
                children.find(|it| it.has_tag_name(name) || it.tag_name().name() == name)?;
            child.text().map(str::to_owned)
        };
        let root = tree.root_element();
        if root.tag_name().name() != "ListBucketResult" {
            return Err(unread(format!(
                "`{}` instead of a list",
                root.tag_name().name()
            )));
        }
        for object in root
            .children()
            .filter(|it| it.tag_name().name() == "Contents")
        {
            let options = glob::MatchOptions {
                require_literal_separator: true,
                ..glob::MatchOptions::default()
            };
            let key = value(object, "Key").unwrap_or_default();
            if pattern.matches_with(&key, options) {
                let bytes = value(object, "Size").and_then(|it| it.parse().ok());
                let bucket = bucket.clone();
                found.push((StoreAddress { bucket, key }, bytes));
            }
        }
        let more = value(root, "NextContinuationToken");
        if more.is_none() {
            break;
        }
        if more == token {
            return Err(unread("its list does not end".to_owned()));
        }
        token = more;
    }
    found.sort_by(|one, other| one.0.key.cmp(&other.0.key));
    Ok(found)
}
