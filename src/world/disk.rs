//! The single steps on a disk of which a replacement consists. Each either happens completely or
//! not at all.

use super::Writes;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long a run waits for another one that writes to the same folder.
const PATIENCE: Duration = Duration::from_secs(30);
/// Interval between attempts.
const PAUSE: Duration = Duration::from_millis(5);

/// Bytes of a file that are collected before they are written.
const BUFFER: usize = 1 << 16;

/// Bytes that this process has read from files.
static READ: AtomicU64 = AtomicU64::new(0);

/// Bytes that this process has read from files.
pub(super) fn bytes_read() -> u64 {
    READ.load(Ordering::Relaxed)
}

/// The kind of a directory entry; links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// The steps. Paths are used as given; except for `read` and `canonicalize`, no step follows a link
/// in the last component of its path.
pub trait Disk: Sync {
    /// The path with symbolic links and `..` resolved.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;
    /// The kind of the entry at a path; `None` if there is none.
    fn kind(&self, path: &Path) -> io::Result<Option<EntryKind>>;
    /// The names in a folder, sorted.
    fn entries(&self, folder: &Path) -> io::Result<Vec<(OsString, EntryKind)>>;
    /// The content of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Writes a new file; if that fails, nothing of it is left.
    fn create(&self, path: &Path, writes: &Writes<'_>) -> io::Result<()>;
    /// Makes a new folder.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder and its missing parents.
    fn make_folders(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder like another one: with the same owner and permissions, on the same file
    /// system. Fails if that is impossible.
    fn make_like(&self, model: &Path, path: &Path) -> io::Result<()>;
    /// Gives a file another name.
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Makes a symbolic link with the same target.
    fn copy_link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Whether two names denote one file, or two links have the same target.
    fn is_same(&self, one: &Path, other: &Path) -> io::Result<bool>;
    /// Renames; an existing file or empty folder is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Exchanges the names of two folders in one step; [`io::ErrorKind::Unsupported`] if the system
    /// cannot.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Removes a name of a file or a link.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Keeps other runs from writing to a folder while the lock is held; `None` if the folder
    /// cannot be locked.
    fn lock(&self, folder: &Path) -> io::Result<Option<File>>;
}

/// The disks of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDisk;

#[allow(clippy::disallowed_methods, reason = "this is the World")]
impl Disk for SystemDisk {
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }

    fn kind(&self, path: &Path) -> io::Result<Option<EntryKind>> {
        match std::fs::symlink_metadata(path) {
            Ok(about) => Ok(Some(kind_of(about.file_type()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<(OsString, EntryKind)>> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            found.push((entry.file_name(), kind_of(entry.file_type()?)));
        }
        found.sort_by(|(left, _), (right, _)| left.cmp(right));
        Ok(found)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        // Opening a pipe would wait for a writer.
        regular(std::fs::metadata(path)?.file_type())?;
        let mut file = File::open(path)?;
        let about = file.metadata()?;
        regular(about.file_type())?;
        let mut bytes = Vec::new();
        bytes
            .try_reserve_exact(about.len() as usize)
            .map_err(|_| io::ErrorKind::OutOfMemory)?;
        file.read_to_end(&mut bytes)?;
        READ.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(bytes)
    }

    fn create(&self, path: &Path, writes: &Writes<'_>) -> io::Result<()> {
        let mut file = BufWriter::with_capacity(BUFFER, File::create_new(path)?);
        let written = writes(&mut file).and_then(|()| file.flush());
        if written.is_err() {
            let _ = std::fs::remove_file(path);
        }
        written
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir(path)
    }

    fn make_folders(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    fn make_like(&self, model: &Path, path: &Path) -> io::Result<()> {
        let wanted = std::fs::symlink_metadata(model)?;
        if wanted.permissions().readonly() {
            return Err(io::Error::other("the folder cannot be written to"));
        }
        std::fs::create_dir(path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let made = std::fs::symlink_metadata(path)?;
            let refused = if made.dev() != wanted.dev() {
                Some("the folder is on another file system")
            } else if made.uid() != wanted.uid() {
                Some("the folder belongs to somebody else")
            } else {
                None
            };
            if let Some(reason) = refused {
                std::fs::remove_dir(path)?;
                return Err(io::Error::other(reason));
            }
        }
        std::fs::set_permissions(path, wanted.permissions())
    }

    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::hard_link(from, to)
    }

    fn copy_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let says = std::fs::read_link(from)?;
        #[cfg(unix)]
        return std::os::unix::fs::symlink(says, to);
        #[cfg(not(unix))]
        return Err(io::Error::other(format!(
            "the link to `{}` cannot be made again",
            says.display()
        )));
    }

    fn is_same(&self, one: &Path, other: &Path) -> io::Result<bool> {
        let (left, right) = (
            std::fs::symlink_metadata(one)?,
            std::fs::symlink_metadata(other)?,
        );
        if left.is_symlink() && right.is_symlink() {
            return Ok(std::fs::read_link(one)? == std::fs::read_link(other)?);
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Ok(left.dev() == right.dev() && left.ino() == right.ino())
        }
        #[cfg(not(unix))]
        Ok(left.is_file() && right.is_file() && std::fs::read(one)? == std::fs::read(other)?)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
        {
            use rustix::fs::{CWD, RenameFlags, renameat_with};
            use rustix::io::Errno;
            match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
                Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
                done => return Ok(done?),
            }
        }
        let _ = (one, other);
        Err(io::ErrorKind::Unsupported.into())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_dir(path)
    }

    fn lock(&self, folder: &Path) -> io::Result<Option<File>> {
        // Not every system opens a folder, and not every file system has locks.
        let Ok(file) = File::open(folder) else {
            return Ok(None);
        };
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(std::fs::TryLockError::Error(_)) => return Ok(None),
                Err(std::fs::TryLockError::WouldBlock) if begun.elapsed() > PATIENCE => {
                    return Err(io::Error::new(
                        io::ErrorKind::TimedOut,
                        format!("another run writes beside it for {} s", PATIENCE.as_secs()),
                    ));
                }
                Err(std::fs::TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            }
        }
    }
}

fn kind_of(kind: std::fs::FileType) -> EntryKind {
    if kind.is_file() {
        EntryKind::File
    } else if kind.is_dir() {
        EntryKind::Folder
    } else if kind.is_symlink() {
        EntryKind::Link
    } else {
        EntryKind::Other
    }
}

fn regular(kind: std::fs::FileType) -> io::Result<()> {
    if kind.is_file() {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::InvalidInput,
        if kind.is_dir() {
            "it is a folder"
        } else {
            "it is a pipe, a socket or a device, not a file"
        },
    ))
}
