//! The world of a spec: the only way to a file that a spec names. In: a world and the root. Out: the
//! same world, in which every file is held against the root when it is opened, links followed, and
//! stays what it was when it was opened first.

use super::root::Root;
use crate::world::{Replacement, Stamp, World};
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What was opened: canonical paths, and what each file was known by then.
#[derive(Clone, Debug, Default)]
pub(super) struct Opened(Arc<Mutex<BTreeMap<PathBuf, Option<Stamp>>>>);

impl Opened {
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        let opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        opened.keys().cloned().collect()
    }

    /// Notes a file that has been read between two looks at it.
    fn note(&self, path: PathBuf, before: Option<Stamp>, after: Option<Stamp>) -> io::Result<()> {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = *opened.entry(path).or_insert(before);
        if first == before && before == after {
            Ok(())
        } else {
            Err(Refusal::Changed.into())
        }
    }
}

/// Why a file is not read that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It lies outside of the root.
    Outside,
    /// It is not what it was when it was read before, or when reading it began.
    Changed,
}

impl Refusal {
    /// The refusal in an error of a read.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref::<Self>().copied()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Outside => "it leads outside the root",
            Self::Changed => "it has changed since this run read it first",
        })
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::other(refusal)
    }
}

/// See the module.
pub struct Door<'a> {
    world: &'a dyn World,
    root: &'a Root,
}

impl<'a> Door<'a> {
    pub(super) fn new(world: &'a dyn World, root: &'a Root) -> Self {
        Self { world, root }
    }
}

impl World for Door<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let real = self.world.canonicalize(path)?;
        if !self.root.admits(path, &real) {
            return Err(Refusal::Outside.into());
        }
        let before = self.world.stamp(&real);
        let bytes = self.world.read(&real)?;
        let after = self.world.stamp(&real);
        if after.is_some_and(|after| after.length != bytes.len() as u64) {
            return Err(Refusal::Changed.into());
        }
        self.root.opened.note(real, before, after)?;
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
}
