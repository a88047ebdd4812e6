//! Files that grow while they are written: downloads and journals, of which a run that is killed leaves the
//! beginning, so that the next one goes on behind it.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

/// What is done with such files.
pub trait Scratch: Sync {
    /// Cuts a file to `from` bytes and writes behind them; a missing file and folder are made.
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
}

/// The disks of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemScratch;

#[allow(clippy::disallowed_methods, reason = "this is the World")]
impl Scratch for SystemScratch {
    fn append(&self, path: &Path, from: u64, bytes: &[u8]) -> io::Result<()> {
        make_parent(path)?;
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
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
}

#[allow(clippy::disallowed_methods, reason = "this is the World")]
fn make_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => std::fs::create_dir_all(folder),
        _ => Ok(()),
    }
}
