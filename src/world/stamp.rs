//! What a file is known by without reading it. In: a path. Out: its length, time and number.

use std::path::Path;
use std::time::SystemTime;

/// What a file is known by without reading it; a folder is only there or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub length: u64,
    /// None for a folder.
    modified: Option<SystemTime>,
    /// A file that took the place of another has a number of its own.
    number: u64,
}

impl Stamp {
    /// The stamp of what stands at a path, if anything does.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
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
