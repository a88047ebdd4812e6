//! Objects of a store that speaks S3: where they are, and which of them a pattern matches.

use super::address::{Address, StoreAddress};
use super::client::Client;
use super::listing::{self, Listing};
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
    let mut listing = Listing::default();
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
        let text = client.read(&page, &[], MOST, |text, _| {
            String::from_utf8(text).map_err(|error| error.to_string())
        })?;
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
        let objects = root
            .children()
            .filter(|it| it.tag_name().name() == "Contents");
        let objects = objects.map(|object| {
            let bytes = value(object, "Size").and_then(|it| it.parse().ok());
            (value(object, "Key").unwrap_or_default(), bytes)
        });
        // Stores make empty objects whose names end in `/`, which stand for folders.
        let objects: Vec<(String, Option<u64>)> =
            objects.filter(|(key, _)| !key.ends_with('/')).collect();
        let more = value(root, "NextContinuationToken");
        if more.is_none() && value(root, "IsTruncated").is_some_and(|it| it.trim() == "true") {
            let why = "its list is not whole, and nothing says how it goes on";
            return Err(unread(why.to_owned()));
        }
        let names = objects.iter().map(|(key, _)| key.as_str());
        listing
            .page(token.as_deref().unwrap_or_default(), names)
            .map_err(unread)?;
        let matching = objects
            .into_iter()
            .filter(|(key, _)| listing::is_match(&pattern, key));
        let bucket = &address.bucket;
        found.extend(matching.map(|(key, bytes)| {
            let bucket = bucket.clone();
            (StoreAddress { bucket, key }, bytes)
        }));
        if more.is_none() {
            break;
        }
        token = more;
    }
    found.sort_by(|one, other| one.0.key.cmp(&other.0.key));
    Ok(found)
}
