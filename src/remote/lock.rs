//! The lock of a spec: which bytes its addresses stand for. A run with a lock reads these or fails, whatever the servers
//! say, so that a report is the same in ten years.

use super::RemoteFile;
use crate::diagnostic::{Code, Diagnostic};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The version of its form.
const VERSION: u32 = 1;

/// The addresses of a spec with their files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    version: u32,
    addresses: BTreeMap<String, Vec<LockedFile>>,
}

/// A file that an address stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedFile {
    /// Its own address: that of the commit, or one of those that a pattern matches.
    pub address: String,
    /// Its commit, for a file of the hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Its size.
    pub bytes: u64,
    /// Its digest.
    pub sha256: String,
}

impl Lock {
    /// The file that holds the lock of a spec: `report.lock.json` beside `report.yaml`.
    #[must_use]
    pub fn path(spec: &Path) -> PathBuf {
        spec.with_extension("lock.json")
    }

    /// Reads one.
    ///
    /// # Errors
    /// It is not of this form.
    pub fn read(path: &Path, text: &[u8]) -> Result<Self, Diagnostic> {
        let read = serde_json::from_slice::<Self>(text).map_err(|error| error.to_string());
        let read = read.and_then(|lock| match lock.version {
            VERSION => lock.checked(),
            other => Err(format!("its version is {other} instead of {VERSION}")),
        });
        read.map_err(|why| {
            let message = format!("`{}` is no lock: {why}", path.display());
            Diagnostic::error(Code::LOCK, message).hint("write it again with `hfreport lock SPEC`")
        })
    }

    /// Itself, if its digests are such: a file of the cache is found by them.
    fn checked(self) -> Result<Self, String> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let mut files = self.addresses.values().flatten();
        match files.find(|it| it.sha256.len() != 64 || !it.sha256.bytes().all(is_digit)) {
            Some(file) => Err(format!("the SHA-256 of `{}` is none", file.address)),
            None => Ok(self),
        }
    }

    /// The files of an address.
    #[must_use]
    pub(super) fn files(&self, address: &str) -> Option<&[LockedFile]> {
        self.addresses.get(address).map(Vec::as_slice)
    }

    /// The same lock with what addresses stand for now.
    #[must_use]
    pub fn with(mut self, found: &BTreeMap<String, Vec<RemoteFile>>) -> Self {
        self.version = VERSION;
        for (address, files) in found {
            let files = files.iter().map(|file| LockedFile {
                address: file.address.clone(),
                commit: file.commit.clone(),
                bytes: file.bytes,
                sha256: file.sha256.clone(),
            });
            self.addresses.insert(address.clone(), files.collect());
        }
        self
    }

    /// As it is written.
    #[must_use]
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// The number of addresses and files.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (
            self.addresses.len(),
            self.addresses.values().map(Vec::len).sum(),
        )
    }
}
