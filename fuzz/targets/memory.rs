//! A world without a disk.

use hfreport::world::{Network, NoNetwork, Replacement, Scratch, Stamp, SystemScratch, World};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Files in memory; nothing is ever written.
pub(super) struct Memory(BTreeMap<PathBuf, Vec<u8>>);

impl Memory {
    pub(super) fn of<const N: usize>(files: [(&str, &[u8]); N]) -> Self {
        let named = files.map(|(name, bytes)| (Path::new("/report").join(name), bytes.to_vec()));
        Self(named.into_iter().collect())
    }
}

impl World for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let bytes = self.0.get(path).cloned();
        bytes.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        let mut plain = PathBuf::from("/report");
        for part in path.components() {
            match part {
                std::path::Component::ParentDir => {
                    plain.pop();
                }
                std::path::Component::CurDir => {}
                part => plain.push(part),
            }
        }
        if self.exists(&plain) || self.0.keys().any(|file| file.starts_with(&plain)) {
            Ok(plain)
        } else {
            Err(io::Error::from(io::ErrorKind::NotFound))
        }
    }

    fn stamp(&self, _: &Path) -> Option<Stamp> {
        None
    }

    fn variable(&self, _: &str) -> Option<String> {
        None
    }

    fn home(&self) -> Option<PathBuf> {
        None
    }

    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>> {
        let start = pattern.split('*').next().unwrap_or_default();
        let files = self.0.keys().filter(|file| file.starts_with(start));
        Ok(files.cloned().collect())
    }

    fn replace_folder(&self, _: &Path, _: &Replacement<'_>) -> io::Result<Vec<PathBuf>> {
        Ok(Vec::new())
    }

    fn replace_file(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn create_file(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn network(&self) -> &dyn Network {
        &NoNetwork
    }

    /// Only what is fetched is written there, and no host is allowed.
    fn scratch(&self) -> &dyn Scratch {
        &SystemScratch
    }
}
