//! Files that grow while they are written: downloads and journals, of which a run that is killed leaves the
//! beginning, so that the next one goes on behind it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// What is done with such files.
pub trait Scratch: Sync {
    /// Cuts a file to `from` bytes and writes behind them; a missing file, which the user alone may read, and its folder
    /// are made.
    ///
    /// # Errors
    /// The file is shorter, or cannot be written.
    fn append(&self, path: &Path, from: u64, bytes: &[u8]) -> io::Result<()>;
    /// Reads a file piece by piece.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;
    /// Gives a file another name, in a folder that is made if it is missing; what has that name is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file; a missing one is fine.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes a file for somebody who writes it from its beginning to its end.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Write + Send>>;
    /// Makes a folder and its missing parents, which nobody but the user may look into; one that is there stays as it is.
    fn make_private(&self, folder: &Path) -> io::Result<()>;
    /// Keeps others who ask for the same lock away, this process too, until what is returned is dropped. Waits for them,
    /// or gives nothing where they have it.
    ///
    /// # Errors
    /// The file of the lock cannot be made.
    fn lock(&self, path: &Path, waits: bool) -> io::Result<Option<Held>>;
}

/// A lock that is held; by default nothing, as of a file system that has no locks.
#[derive(Debug, Default)]
pub struct Held {
    file: Option<File>,
}

impl Drop for Held {
    /// Lets go of it at once: a program that is being started may have the file open for a moment longer.
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            let _ = file.unlock();
        }
    }
}

/// The disks of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemScratch;

#[allow(clippy::disallowed_methods, reason = "this is the World")]
impl Scratch for SystemScratch {
    fn append(&self, path: &Path, from: u64, bytes: &[u8]) -> io::Result<()> {
        make_parent(path)?;
        let mut options = OpenOptions::new();
        let mut file = private(options.write(true).create(true).truncate(false)).open(path)?;
        if file.metadata()?.len() < from {
            return Err(io::Error::other("the file has become shorter"));
        }
        file.set_len(from)?;
        file.seek(SeekFrom::Start(from))?;
        file.write_all(bytes)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(BufReader::with_capacity(
            1 << 18,
            File::open(path)?,
        )))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        make_parent(to)?;
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Write + Send>> {
        make_parent(path)?;
        Ok(Box::new(File::create(path)?))
    }

    fn make_private(&self, folder: &Path) -> io::Result<()> {
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(folder)
    }

    fn lock(&self, path: &Path, waits: bool) -> io::Result<Option<Held>> {
        make_parent(path)?;
        let mut options = OpenOptions::new();
        let file = private(options.write(true).create(true).truncate(false)).open(path)?;
        let locked = if waits {
            file.lock().map_err(TryLockError::Error)
        } else {
            file.try_lock()
        };
        Ok(match locked {
            Ok(()) => Some(Held { file: Some(file) }),
            Err(TryLockError::WouldBlock) => None,
            // Not every file system has locks.
            Err(TryLockError::Error(_)) => Some(Held::default()),
        })
    }
}

/// A file that is made is for the user alone.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

#[allow(clippy::disallowed_methods, reason = "this is the World")]
fn make_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder),
        _ => Ok(()),
    }
}
