//! The only access to files, environment and terminal, so that tests can control them and
//! everything else is pure.
//!
//! [`World`] is the interface for a run, [`SystemWorld`] the machine itself. `replace` replaces a
//! folder by the single steps of a [`Disk`]: `target_content` decides what stays, `clear` what may be
//! removed. Tests use a disk that fails.

mod clear;
mod content;
mod disk;
mod http;
mod limits;
mod network;
mod remembered;
mod replace;
mod replacement;
mod scratch;
mod signals;
mod stamp;
mod system;
mod target_content;
mod threads;

pub use content::{Content, OutputFile, Writes};
pub use disk::{Disk, EntryKind, SystemDisk};
#[cfg(feature = "adbc")]
pub(crate) use limits::may_wait;
pub(crate) use limits::{Limits, limited};
pub use network::{Headers, Method, Network, NoNetwork, Request, Response, is_public};
pub(crate) use remembered::Remembered;
pub use replace::{replace_file, replace_folder};
pub use replacement::{Admits, Listed, Replacement};
pub use scratch::{Held, Scratch, SystemScratch};
pub(crate) use signals::{survive_size_limit, when_asked_to_end};
pub use stamp::Stamp;
pub use system::SystemWorld;
pub(crate) use threads::{Alongside, with_room, with_threads};

use std::io;
use std::path::{Path, PathBuf};

/// The outside as a run sees it.
pub trait World: Sync {
    /// The whole content of a file; anything else (a folder, a pipe, a device) is refused.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Whether the path exists. A path that cannot be inspected counts as existing: reading it
    /// gives the error.
    fn exists(&self, path: &Path) -> bool;
    /// The stamp of a file, to detect changes; `None` if it is unknown.
    fn stamp(&self, path: &Path) -> Option<Stamp>;
    /// The path with symbolic links and `..` resolved.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;
    /// The files that a glob pattern matches, sorted.
    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>>;
    /// A variable of the environment; none that is not UTF-8.
    fn variable(&self, name: &str) -> Option<String>;
    /// The home of the user.
    fn home(&self) -> Option<PathBuf>;
    /// Replaces the files listed by the previous bundle with those of a new one: written beside the
    /// target first, then exchanged in one step. Everything else in the target stays. Returns the
    /// entries that could not stay in place, because they changed at that moment, and where they
    /// are now.
    fn replace_folder(
        &self,
        target: &Path,
        replacement: &Replacement<'_>,
    ) -> io::Result<Vec<PathBuf>>;
    /// Writes a file through a temporary one beside it.
    fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Writes a new file; an existing one stays, whoever wrote it and whenever.
    fn create_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()>;
    /// The way to servers.
    fn network(&self) -> &dyn Network;
    /// The files that grow while they are written, which nobody else needs.
    fn scratch(&self) -> &dyn Scratch;
}
