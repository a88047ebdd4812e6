//! A file from a server to the disk, piece by piece: what is there already is not asked for again, also after a run
//! that was killed. In: an address of the web and what is known of the file. Out: its size and digest.

use super::cache::content;
use super::client::{Client, Patience, Trouble};
use super::pace::{LEAST, Paced};
use crate::checksum::hexadecimal;
use crate::diagnostic::{Code, Diagnostic};
use crate::world::{Headers, Method, Response, Scratch, World};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::{Path, PathBuf};
use url::Url;

/// The largest file that is fetched, in bytes: rows are read from memory.
const MOST: u64 = 8 << 30;
/// What is written at a time.
const PIECE: usize = 1 << 18;

/// What is fetched.
pub(super) struct Wanted<'a> {
    /// Where it is.
    pub(super) url: &'a Url,
    /// Its address as messages have it.
    pub(super) address: &'a str,
    /// Its size, if that is known.
    pub(super) bytes: Option<u64>,
    /// Its digest, if that is known.
    pub(super) sha256: Option<&'a str>,
    /// The mark of the version that is at hand: it is not sent again.
    pub(super) known: Option<&'a str>,
}

/// What came.
#[derive(Debug)]
pub(super) enum Came {
    /// The file, in the partial file.
    File {
        bytes: u64,
        sha256: String,
        headers: Headers,
    },
    /// It is the version that is known.
    Unchanged,
}

/// A file that grows, with the version that it is of.
struct Partial<'a> {
    scratch: &'a dyn Scratch,
    path: &'a Path,
    note: PathBuf,
    version: Option<Version>,
    bytes: u64,
    digest: Sha256,
}

/// What tells a version of a file from others. Without both nothing is gone on with: a part of another version would
/// be joined to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Version {
    mark: String,
    bytes: u64,
}

/// Fetches a file into `path`; `tell` hears how many bytes there are, of how many.
///
/// # Errors
/// It is not there, not allowed, too large, or not what was announced.
pub(super) fn download(
    client: &Client<'_>,
    world: &dyn World,
    wanted: &Wanted<'_>,
    path: &Path,
    tell: &dyn Fn(u64, Option<u64>),
) -> Result<Came, Diagnostic> {
    let mut patience = Patience::default();
    let mut partial = Partial::open(world, path);
    let mut is_second = false;
    // What is sent anew was there before, and single bytes are no progress: neither lets it be tried for ever.
    let mut reached = partial.bytes;
    loop {
        let came = match attempt(client, wanted, &mut partial, tell) {
            Ok(came) => came,
            Err(trouble) => {
                if partial.bytes >= reached + LEAST {
                    reached = partial.bytes;
                    patience.renew();
                }
                patience.wait(client.network, wanted.address, trouble)?;
                continue;
            }
        };
        let Came::File { bytes, sha256, .. } = &came else {
            return Ok(came);
        };
        let wrong = match (wanted.bytes, wanted.sha256) {
            (Some(size), _) if size != *bytes => format!("it has {bytes} bytes instead of {size}"),
            (_, Some(digest)) if digest != sha256 => {
                format!("its SHA-256 is {sha256} instead of {digest}")
            }
            _ => return Ok(came),
        };
        partial
            .begin(None)
            .map_err(|trouble| written(trouble, wanted))?;
        if is_second {
            let message = format!("`{}` is not what it should be: {wrong}", wanted.address);
            return Err(Diagnostic::error(Code::CORRUPT, message).environment());
        }
        is_second = true;
    }
}

fn written(trouble: Trouble, wanted: &Wanted<'_>) -> Diagnostic {
    match trouble {
        Trouble::Final(problem) | Trouble::Missing(problem) | Trouble::NoPart(problem) => problem,
        Trouble::Again { why, .. } => {
            let message = format!("cannot fetch `{}`: {why}", wanted.address);
            Diagnostic::error(Code::FETCH, message).environment()
        }
    }
}

fn attempt(
    client: &Client<'_>,
    wanted: &Wanted<'_>,
    partial: &mut Partial<'_>,
    tell: &dyn Fn(u64, Option<u64>),
) -> Result<Came, Trouble> {
    let mut headers = vec![("accept-encoding", "identity".to_owned())];
    if let (Some(version), true) = (&partial.version, partial.bytes > 0) {
        headers.push(("range", format!("bytes={}-", partial.bytes)));
        headers.push(("if-range", version.mark.clone()));
    } else if let Some(known) = wanted.known {
        headers.push(("if-none-match", known.to_owned()));
    }
    let response = client.once(Method::Get, wanted.url, &headers);
    let response = match response {
        Err(Trouble::NoPart(_)) if partial.bytes > 0 => {
            // The file has become shorter: the next try asks for all.
            partial.begin(None)?;
            return Err(again("it begins again"));
        }
        response => response?,
    };
    if response.status == 304 {
        return Ok(Came::Unchanged);
    }
    let length = response
        .headers
        .get("content-length")
        .and_then(|it| it.parse::<u64>().ok());
    let total = match (response.status, part(&response)) {
        (200, _) => {
            let mark = mark(&response.headers);
            let version = mark
                .zip(length)
                .map(|(mark, bytes)| Version { mark, bytes });
            partial.begin(version)?;
            length
        }
        (206, part) => {
            let version = mark(&response.headers)
                .zip(part)
                .map(|(mark, (_, bytes))| Version { mark, bytes });
            let is_next = part.is_some_and(|(first, _)| first == partial.bytes);
            // A server that looks at no `If-Range` sends a part of the version that it has now.
            if partial.bytes == 0 || !is_next || version != partial.version {
                partial.begin(None)?;
                return Err(again(
                    "the server sends another part than the one that was asked for",
                ));
            }
            part.map(|(_, total)| total)
        }
        (status, _) => return Err(stop(wanted, &format!("the server answers {status}"))),
    };
    if response
        .headers
        .get("content-encoding")
        .is_some_and(|it| it != "identity")
    {
        return Err(stop(
            wanted,
            "the server compresses what it was asked not to",
        ));
    }
    if total.is_some_and(|total| total > MOST) {
        return Err(stop(wanted, &format!("it has more than {MOST} bytes")));
    }
    let Response { body, headers, .. } = response;
    let mut body = Paced::new(body, client.network);
    let mut piece = vec![0; PIECE];
    loop {
        let length = fill(&mut body, &mut piece);
        let (length, fault) = match length {
            Ok(length) => (length, None),
            Err((length, error)) => (length, Some(error)),
        };
        partial.add(&piece[..length])?;
        tell(partial.bytes, total);
        if partial.bytes > MOST {
            return Err(stop(wanted, &format!("it has more than {MOST} bytes")));
        }
        if let Some(error) = fault {
            return Err(again(&format!("the answer is cut short: {error}")));
        }
        if length < piece.len() {
            break;
        }
    }
    match total {
        Some(total) if total > partial.bytes => Err(again("the answer is cut short")),
        Some(total) if total < partial.bytes => {
            partial.begin(None)?;
            Err(again("the answer is longer than announced"))
        }
        _ => Ok(Came::File {
            bytes: partial.bytes,
            sha256: hexadecimal(&partial.digest.clone().finalize()),
            headers,
        }),
    }
}

/// Reads until a buffer is full or nothing comes any more; a fault with what came before it.
fn fill(body: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, (usize, std::io::Error)> {
    let mut length = 0;
    while length < buffer.len() {
        match body.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err((length, error)),
        }
    }
    Ok(length)
}

/// The first byte of a part and the bytes of the whole: `bytes 100-199/200`.
fn part(response: &Response) -> Option<(u64, u64)> {
    let range = response
        .headers
        .get("content-range")?
        .strip_prefix("bytes ")?;
    let (range, total) = range.split_once('/')?;
    let (first, _) = range.split_once('-')?;
    Some((first.parse().ok()?, total.parse().ok()?))
}

/// The mark of a version, if it stands for the same bytes.
pub(super) fn mark(headers: &Headers) -> Option<String> {
    let mark = headers.get("etag")?;
    (!mark.starts_with("W/")).then(|| mark.to_owned())
}

fn again(why: &str) -> Trouble {
    Trouble::Again {
        why: why.to_owned(),
        after: None,
    }
}

fn stop(wanted: &Wanted<'_>, why: &str) -> Trouble {
    let message = format!("cannot fetch `{}`: {why}", wanted.address);
    Trouble::Final(Diagnostic::error(Code::FETCH, message).environment())
}

impl<'a> Partial<'a> {
    /// What an earlier run left; nothing if it is not known of which version that is.
    fn open(world: &'a dyn World, path: &'a Path) -> Self {
        let note = path.with_extension("mark");
        let version = content(world, &note).and_then(|it| serde_json::from_slice(&it).ok());
        let mut partial = Self {
            scratch: world.scratch(),
            path,
            note,
            version,
            bytes: 0,
            digest: Sha256::new(),
        };
        if partial.version.is_some()
            && let Ok(mut file) = partial.scratch.open(path)
        {
            let mut piece = vec![0; PIECE];
            while let Ok(length) = file.read(&mut piece)
                && length > 0
            {
                partial.digest.update(&piece[..length]);
                partial.bytes += length as u64;
            }
        }
        partial
    }

    /// Begins again, with a version.
    fn begin(&mut self, version: Option<Version>) -> Result<(), Trouble> {
        self.bytes = 0;
        self.digest = Sha256::new();
        // Between the two steps a file without a version is one that nobody goes on with.
        self.write(&self.note, 0, b"")?;
        self.write(self.path, 0, b"")?;
        if let Some(version) = &version {
            let text = serde_json::to_vec(version).unwrap_or_default();
            self.write(&self.note, 0, &text)?;
        }
        self.version = version;
        Ok(())
    }

    fn add(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        self.write(self.path, self.bytes, bytes)?;
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    fn write(&self, path: &Path, from: u64, bytes: &[u8]) -> Result<(), Trouble> {
        self.scratch.append(path, from, bytes).map_err(|error| {
            let message = format!("cannot write `{}`: {error}", path.display());
            Trouble::Final(Diagnostic::error(Code::FILE, message).environment())
        })
    }
}
