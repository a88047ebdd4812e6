//! A world for several runs in a row: what all of them read is read from the disk once.

use super::{Network, Replacement, Scratch, Stamp, World};
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The bytes of a file, once it was read. Who reads it keeps others waiting that want the same file.
type Read = Arc<Mutex<Option<Vec<u8>>>>;

/// A world that keeps the bytes of files until they are forgotten.
pub(crate) struct Remembered<'a> {
    world: &'a dyn World,
    files: Mutex<BTreeMap<PathBuf, Read>>,
}

impl<'a> Remembered<'a> {
    /// Another world, of which nothing was read yet.
    #[must_use]
    pub(crate) fn new(world: &'a dyn World) -> Self {
        Self {
            world,
            files: Mutex::default(),
        }
    }

    /// Forgets files, so that only what the next run shares takes memory.
    pub(crate) fn forget(&self, paths: impl IntoIterator<Item = PathBuf>) {
        let mut files = locked(&self.files);
        for path in paths {
            files.remove(&self.world.canonicalize(&path).unwrap_or(path));
        }
    }
}

impl fmt::Debug for Remembered<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let files = locked(&self.files);
        formatter.debug_list().entries(files.keys()).finish()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World for Remembered<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let file = Arc::clone(locked(&self.files).entry(path.to_owned()).or_default());
        let mut read = locked(&file);
        if let Some(bytes) = &*read {
            return Ok(bytes.clone());
        }
        let bytes = self.world.read(path)?;
        *read = Some(bytes.clone());
        Ok(bytes)
    }

    fn exists(&self, path: &Path) -> bool {
        self.world.exists(path)
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.world.stamp(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.world.canonicalize(path)
    }

    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>> {
        self.world.glob(pattern)
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.world.variable(name)
    }

    fn home(&self) -> Option<PathBuf> {
        self.world.home()
    }

    fn replace_folder(
        &self,
        target: &Path,
        replacement: &Replacement<'_>,
    ) -> io::Result<Vec<PathBuf>> {
        self.world.replace_folder(target, replacement)
    }

    fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        self.world.replace_file(target, bytes)
    }

    fn create_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        self.world.create_file(target, bytes)
    }

    fn network(&self) -> &dyn Network {
        self.world.network()
    }

    fn scratch(&self) -> &dyn Scratch {
        self.world.scratch()
    }
}
