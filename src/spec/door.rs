//! The world of a spec: the only way to a file that a spec names. In: a world and the root. Out:
//! the same world, in which every file that is opened must lie inside the root, after following
//! links, and must not change once it was first opened.

use super::refusal::Refusal;
use super::root::Root;
use crate::world::{Network, Replacement, Scratch, Stamp, World};
use std::io;
use std::path::{Path, PathBuf};

/// See the module.
pub(crate) struct Door<'a> {
    world: &'a dyn World,
    root: &'a Root,
}

impl Root {
    /// A world in which every opened file must lie inside the root.
    #[must_use]
    pub(crate) fn door<'a>(&'a self, world: &'a dyn World) -> Door<'a> {
        Door { world, root: self }
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
