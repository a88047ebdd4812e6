//! Identifies the state of a file without reading it. In: a path. Out: its length, time and inode
//! number.

use std::path::Path;
use std::time::SystemTime;

/// Identifies the state of a file without reading it; a folder merely exists or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Length in bytes.
    pub length: u64,
    /// `None` for a folder.
    modified: Option<SystemTime>,
    /// A file that replaced another one has a different number.
    number: u64,
}

impl Stamp {
    /// The stamp of the entry at a path, if there is one.
    #[must_use]
    pub(crate) fn of(path: &Path) -> Option<Self> {
        let about = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&about);
        #[cfg(not(unix))]
        let number = 0;
        let is_file = about.is_file();
        Some(Self {
            length: if is_file { about.len() } else { 0 },
            modified: about.modified().ok().filter(|_| is_file),
            number,
        })
    }
}
