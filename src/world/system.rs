//! The machine itself as the world of a run.

use super::{
    Disk, Network, Replacement, Scratch, Stamp, SystemDisk, SystemScratch, World, replace_file,
    replace_folder,
};
use std::io;
use std::path::{Path, PathBuf};

/// The machine itself.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemWorld;

impl World for SystemWorld {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        SystemDisk.read(path)
    }

    fn exists(&self, path: &Path) -> bool {
        path.try_exists().unwrap_or(true)
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        Stamp::of(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        SystemDisk.canonicalize(path)
    }

    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>> {
        let paths = glob::glob(pattern)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error.to_string()))?;
        let mut found = Vec::new();
        for path in paths {
            found.push(path.map_err(|error| io::Error::other(error.to_string()))?);
        }
        found.sort();
        Ok(found)
    }

    #[allow(clippy::disallowed_methods, reason = "this is the World")]
    fn variable(&self, name: &str) -> Option<String> {
        std::env::var(name).ok()
    }

    fn home(&self) -> Option<PathBuf> {
        std::env::home_dir().filter(|home| !home.as_os_str().is_empty())
    }

    fn replace_folder(
        &self,
        target: &Path,
        replacement: &Replacement<'_>,
    ) -> io::Result<Vec<PathBuf>> {
        replace_folder(&SystemDisk, target, replacement)
    }

    fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        replace_file(&SystemDisk, target, bytes)
    }

    fn create_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        SystemDisk.create(target, &|out| out.write_all(bytes))
    }

    fn network(&self) -> &dyn Network {
        super::http::network()
    }

    fn scratch(&self) -> &dyn Scratch {
        &SystemScratch
    }
}
