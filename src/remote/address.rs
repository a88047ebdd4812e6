//! The addresses that `path` may be: `hf://`, `https://` and `s3://`, as values.

use crate::checksum::sha256;
use std::fmt;
use url::Url;

/// Where a remote file is, or several that a pattern matches.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file of a repository of the hub.
    Hub(HubAddress),
    /// A file of a web server.
    Web(Url),
    /// An object of a store that speaks S3.
    Store(StoreAddress),
}

/// A file of a repository of the hub: `hf://datasets/OWNER/NAME@REVISION/FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubAddress {
    /// What the repository holds: `datasets/` and `spaces/`; empty for models.
    pub kind: &'static str,
    /// Owner and name.
    pub repository: String,
    /// Branch, tag or commit.
    pub revision: String,
    /// Path of the file in it, or a pattern.
    pub file: String,
}

/// An object of a store: `s3://BUCKET/KEY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreAddress {
    /// The bucket.
    pub bucket: String,
    /// The key of the object, or a pattern.
    pub key: String,
}

/// Whether a path is an address rather than a file: it begins with a scheme.
#[must_use]
pub fn is_address(path: &str) -> bool {
    path.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty()
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    })
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it; it does not repeat the address, which may hold a password.
    pub fn parse(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").unwrap_or_default();
        match scheme {
            "hf" => hub(rest).map(Self::Hub),
            "s3" => store(rest).map(Self::Store),
            "https" | "http" => web(text).map(Self::Web),
            _ => Err("addresses begin with `hf://`, `https://` or `s3://`".to_owned()),
        }
    }

    /// Whether it is a pattern, whose files the server lists.
    #[must_use]
    pub fn is_pattern(&self) -> bool {
        match self {
            Self::Hub(address) => has_pattern(&address.file),
            Self::Store(address) => has_pattern(&address.key),
            Self::Web(_) => false,
        }
    }

    /// Whether its bytes can never change: it names a commit.
    #[must_use]
    pub fn is_pinned(&self) -> bool {
        matches!(self, Self::Hub(address) if is_commit(&address.revision))
    }

    /// What tells it from others, in a lock, without what may be secret in it.
    #[must_use]
    pub(super) fn key(&self) -> String {
        match self {
            Self::Web(url) if url.query().is_some() => {
                let digest = sha256(url.query().unwrap_or_default());
                format!("{self}#{}", &digest[..16])
            }
            _ => self.to_string(),
        }
    }

    /// The name of its file.
    #[must_use]
    pub fn file_name(&self) -> &str {
        let path = match self {
            Self::Hub(address) => &address.file,
            Self::Store(address) => &address.key,
            Self::Web(url) => url.path(),
        };
        path.rsplit('/').next().unwrap_or_default()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for Address {
    /// As it stands in messages and in the manifest: what comes behind `?` in an address of the web may be a signature.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hub(HubAddress {
                kind,
                repository,
                revision,
                file,
            }) => {
                write!(
                    formatter,
                    "hf://{kind}{repository}@{}/{file}",
                    revision.replace('/', "%2F")
                )
            }
            Self::Store(StoreAddress { bucket, key }) => write!(formatter, "s3://{bucket}/{key}"),
            Self::Web(url) => formatter.write_str(&shown(url)),
        }
    }
}

/// An address of the web without what may be secret in it.
#[must_use]
pub(crate) fn shown(url: &Url) -> String {
    let port = url
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    let host = url.host_str().unwrap_or_default();
    let query = if url.query().is_some() { "?…" } else { "" };
    format!("{}://{host}{port}{}{query}", url.scheme(), url.path())
}

/// Whether a revision is a commit.
#[must_use]
pub(super) fn is_commit(revision: &str) -> bool {
    revision.len() == 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn has_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

fn hub(rest: &str) -> Result<HubAddress, String> {
    let form = || "an address of the hub is `hf://datasets/OWNER/NAME@REVISION/FILE`".to_owned();
    let mut kinds = ["datasets/", "spaces/"].into_iter();
    let kind = kinds
        .find(|kind| rest.starts_with(kind))
        .unwrap_or_default();
    let mut parts = rest[kind.len()..].splitn(3, '/');
    let (Some(owner), Some(name), Some(file)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(form());
    };
    let (name, revision) = name.split_once('@').unwrap_or((name, "main"));
    let is_name = |text: &str| {
        let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !text.is_empty() && !text.starts_with('.') && text.bytes().all(is_fine)
    };
    if revision.is_empty() {
        return Err("no revision stands behind its `@`: a branch, a tag or a commit".to_owned());
    }
    let revision = revision.replace("%2F", "/");
    let is_revision = revision.split('/').all(is_name);
    if !is_name(owner) || !is_name(name) || !is_revision || !is_path(file) {
        return Err(form());
    }
    Ok(HubAddress {
        kind,
        repository: format!("{owner}/{name}"),
        revision,
        file: file.to_owned(),
    })
}

fn store(rest: &str) -> Result<StoreAddress, String> {
    let form = || "an address of a store is `s3://BUCKET/KEY`".to_owned();
    let (bucket, key) = rest.split_once('/').ok_or_else(form)?;
    let is_bucket =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    if bucket.is_empty()
        || !bucket.bytes().all(is_bucket)
        || bucket.starts_with('.')
        || !is_path(key)
    {
        return Err(form());
    }
    Ok(StoreAddress {
        bucket: bucket.to_owned(),
        key: key.to_owned(),
    })
}

/// Whether a text names a file: no part of it is empty, goes up, or has a control character.
pub(super) fn is_path(text: &str) -> bool {
    text.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !text.chars().any(|sign| sign.is_control() || sign == '\\')
}

fn web(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("it is no address of the web: {error}"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(
            "it has a name or a password before the host, where everybody can read it".to_owned(),
        );
    }
    if url.fragment().is_some() {
        return Err("what comes behind `#` is for browsers".to_owned());
    }
    if url.path().contains('*') {
        return Err("a web server lists no files: name each in a source of its own, or use `hf://` or `s3://`".to_owned());
    }
    if url.path().ends_with('/') {
        return Err("it names no file: its path ends in `/`".to_owned());
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> bool {
        Address::parse(text).is_err()
    }

    #[test]
    fn an_address_is_read_into_its_parts_and_written_as_it_was() {
        let text = "hf://datasets/owner/na-me@refs%2Fconvert%2Fparquet/data/train-*.parquet";
        let address = Address::parse(text).unwrap();
        let Address::Hub(hub) = &address else {
            panic!("{address:?}")
        };
        assert_eq!(
            (hub.kind, hub.repository.as_str()),
            ("datasets/", "owner/na-me")
        );
        assert_eq!(
            (hub.revision.as_str(), hub.file.as_str()),
            ("refs/convert/parquet", "data/train-*.parquet")
        );
        assert!(address.is_pattern() && !address.is_pinned());
        assert_eq!(address.to_string(), text);
        let pinned = format!("hf://owner/model@{}/config.json", "a".repeat(40));
        assert!(Address::parse(&pinned).unwrap().is_pinned());
        let store = Address::parse("s3://my-bucket/a/b.csv").unwrap();
        assert_eq!(
            (store.to_string().as_str(), store.file_name()),
            ("s3://my-bucket/a/b.csv", "b.csv")
        );
    }

    #[test]
    fn the_query_of_an_address_of_the_web_is_not_shown() {
        let address = Address::parse("https://example.org/a.csv?signature=abc").unwrap();
        assert_eq!(address.to_string(), "https://example.org/a.csv?…");
        assert_eq!(format!("{address:?}"), address.to_string());
        assert_eq!(address.file_name(), "a.csv");
        assert!(!address.is_pattern());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "hf://datasets/owner/name",
            "hf://owner/name",
            "hf://datasets/owner/name@/f.csv",
            "hf://datasets/a/b/../c",
            "hf://datasets/a b/c/d",
            "s3://bucket",
            "s3://Bucket/key",
            "s3://b/a//c",
            "s3://b/../c",
            "ftp://a/b.csv",
            "https://user:secret@example.org/a.csv",
            "https://example.org/*.csv",
            "https://example.org/",
            "https://",
            "file:///etc/passwd",
        ] {
            assert!(refused(text), "{text}");
        }
        assert!(
            is_address("file:///etc/passwd")
                && !is_address("data/a.csv")
                && !is_address("C:\\a.csv")
        );
    }
}
