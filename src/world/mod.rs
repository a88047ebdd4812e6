//! The only door to files, environment and terminal, so that tests fix them and everything else is pure.
//!
//! [`World`] is what a run asks of the outside, [`SystemWorld`] the machine itself. `replace` puts a
//! folder in the place of another by the single steps of a [`Disk`]: `look` tells what is to stay,
//! `clear` what may go. Tests give a disk that fails.

mod clear;
mod content;
mod disk;
mod limits;
mod look;
mod replace;
mod replacement;
mod signals;
mod stamp;
mod system;
mod threads;

pub use content::{Content, OutputFile, Writes};
pub use disk::{Disk, Kind, SystemDisk};
pub use limits::{Limits, limited};
pub use replace::{replace_file, replace_folder};
pub use replacement::{Admits, Listed, Replacement};
pub use signals::{survive_size_limit, when_asked_to_end};
pub use stamp::Stamp;
pub use system::SystemWorld;
pub use threads::{with_room, with_threads};

use std::io;
use std::path::{Path, PathBuf};

/// What the outside offers to a run.
pub trait World: Sync {
    /// The whole content of a file; what is no file (a folder, a pipe, a device) is refused.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Whether the path exists. What cannot be looked at is taken for there: to read it says what is wrong.
    fn exists(&self, path: &Path) -> bool;
    /// What a file is known by, to see that it has changed; none where that cannot be told.
    fn stamp(&self, path: &Path) -> Option<Stamp>;
    /// The path with symbolic links and `..` resolved.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;
    /// The files that a glob pattern matches, sorted.
    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>>;
    /// The home of the person who runs the program.
    fn home(&self) -> Option<PathBuf>;
    /// Puts the files of a bundle in the place of those that the bundle before listed: beside the
    /// target first, then exchanged in one step. Everything else in the target stays. Gives what
    /// could not be kept in its place, because it changed in that moment, and where it is now.
    fn replace_folder(
        &self,
        target: &Path,
        replacement: &Replacement<'_>,
    ) -> io::Result<Vec<PathBuf>>;
    /// Writes one file through a temporary one beside it.
    fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Writes a file that is not there yet; what is there stays, whoever wrote it and whenever.
    fn create_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()>;
}
