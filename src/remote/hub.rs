//! Files of the hub: what an address of it stands for. A branch or tag is resolved to its commit, by one request that
//! asks for headers only; from then on the commit is asked for, whose files never change.

use super::address::{Address, HubAddress, is_commit};
use super::client::Client;
use super::listing::{self, Listing};
use super::signature::encoded;
use super::urls::{next_page, url};
use crate::diagnostic::{Code, Diagnostic};
use serde::Deserialize;
use url::Url;

/// The longest answer of a listing.
const MOST: u64 = 64 << 20;

/// A file of the hub at a commit.
#[derive(Clone, Debug)]
pub(super) struct HubFile {
    /// Its address with the commit.
    pub(super) address: HubAddress,
    /// Its size and digest, where the hub says them.
    pub(super) bytes: Option<u64>,
    pub(super) sha256: Option<String>,
}

/// The place of a file.
///
/// # Errors
/// The address cannot be one of the web.
pub(super) fn place(hub: &Url, address: &HubAddress) -> Result<Url, Diagnostic> {
    let HubAddress {
        kind,
        repository,
        revision,
        file,
    } = address;
    let (revision, file) = (encoded(revision, false), encoded(file, true));
    url(
        hub,
        &format!("/{kind}{repository}/resolve/{revision}/{file}"),
    )
}

/// The file of an address at the commit of its revision.
///
/// # Errors
/// There is none, or the hub cannot be asked.
pub(super) fn at_commit(
    client: &Client<'_>,
    hub: &Url,
    address: &HubAddress,
) -> Result<HubFile, Diagnostic> {
    // The headers of a moved repository are behind a redirect; those of a large file before one.
    let headers = client.head(&place(hub, address)?, |headers| {
        headers.get("x-repo-commit").is_some()
    })?;
    let commit = headers
        .get("x-repo-commit")
        .filter(|it| is_commit(it))
        .ok_or_else(|| {
            let message = format!(
                "cannot fetch `{}`: the server does not say its commit (X-Repo-Commit)",
                Address::Hub(address.clone())
            );
            Diagnostic::error(Code::FETCH, message).environment()
        })?;
    // The mark is a digest only of large files.
    let mark = headers
        .get("x-linked-etag")
        .map(|it| it.trim_matches('"').to_owned());
    let sha256 =
        mark.filter(|it| it.len() == 64 && it.bytes().all(|byte| byte.is_ascii_hexdigit()));
    Ok(HubFile {
        address: HubAddress {
            revision: commit.to_owned(),
            ..address.clone()
        },
        bytes: headers.get("x-linked-size").and_then(|it| it.parse().ok()),
        sha256,
    })
}

#[derive(Deserialize)]
struct Revision {
    sha: String,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "type")]
    kind: String,
    path: String,
    size: Option<u64>,
    lfs: Option<Linked>,
}

#[derive(Deserialize)]
struct Linked {
    oid: String,
    size: u64,
}

/// The files that a pattern matches, at one commit, sorted by their paths.
///
/// # Errors
/// The hub cannot be asked, or answers something else.
pub(super) fn matching(
    client: &Client<'_>,
    hub: &Url,
    address: &HubAddress,
) -> Result<Vec<HubFile>, Diagnostic> {
    let HubAddress {
        kind,
        repository,
        revision,
        file,
    } = address;
    let kind = if kind.is_empty() { "models/" } else { kind };
    let shown = || Address::Hub(address.clone()).to_string();
    let unread =
        |error: serde_json::Error| format!("the hub does not answer as it should: {error}");
    let commit = if is_commit(revision) {
        revision.clone()
    } else {
        let revision = encoded(revision, false);
        let at = url(hub, &format!("/api/{kind}{repository}/revision/{revision}"))?;
        client.read(&at, &[], MOST, |text, _| {
            let Revision { sha } = serde_json::from_slice(&text).map_err(unread)?;
            let why = || "the hub names no commit of the revision".to_owned();
            is_commit(&sha).then_some(sha).ok_or_else(why)
        })?
    };
    let pattern = glob::Pattern::new(file).map_err(|error| {
        let message = format!("`{}` is no pattern: {error}", shown());
        Diagnostic::error(Code::ADDRESS, message)
    })?;
    // What stands before the first part with a pattern is a folder.
    let parts = file
        .split('/')
        .take_while(|part| !part.contains(['*', '?', '[']));
    let folder = parts.fold(String::new(), |folder, part| {
        folder + "/" + &encoded(part, false)
    });
    let mut page = url(
        hub,
        &format!("/api/{kind}{repository}/tree/{commit}{folder}?recursive=true"),
    )?;
    let mut listing = Listing::default();
    let mut files = Vec::new();
    loop {
        let (entries, next) = client.read(&page, &[], MOST, |text, headers| {
            let entries: Vec<Entry> = serde_json::from_slice(&text).map_err(unread)?;
            Ok((entries, next_page(&page, &headers)?))
        })?;
        let names = entries.iter().map(|it| it.path.as_str());
        listing.page(page.as_str(), names).map_err(|why| {
            let message = format!("cannot fetch `{}`: {why}", shown());
            Diagnostic::error(Code::FETCH, message).environment()
        })?;
        let entries = entries.into_iter().filter(|it| it.kind == "file");
        let matching = entries.filter(|it| listing::is_match(&pattern, &it.path));
        files.extend(matching.map(|entry| HubFile {
            address: HubAddress {
                revision: commit.clone(),
                file: entry.path,
                ..address.clone()
            },
            bytes: entry.lfs.as_ref().map(|it| it.size).or(entry.size),
            sha256: entry.lfs.map(|it| it.oid),
        }));
        match next {
            Some(next) => page = next,
            None => break,
        }
    }
    files.sort_by(|one, other| one.address.file.cmp(&other.address.file));
    Ok(files)
}
