//! Runs a draft before it is written: one that fails, or warns, is not returned.

use super::Draft;
use crate::pipeline::{Failure, Request, check, publish, run};
use crate::spec::Denied;
use crate::world::{Network, Replacement, Scratch, Stamp, World};
use std::io;
use std::path::{Path, PathBuf};

/// Runs a draft as if it were at its path; nothing is written.
///
/// # Errors
/// What is wrong with it, including warnings.
pub(crate) fn prove(world: &dyn World, spec: &Path, draft: &Draft) -> Result<(), Failure> {
    let proof = Proof {
        world,
        spec,
        text: &draft.text,
    };
    let request = Request {
        spec: spec.to_path_buf(),
        allowed: draft.allowed.clone().into_iter().collect(),
        deny: Some(Denied::Warnings),
        ..Request::default()
    };
    let mut requests = vec![request.clone()];
    // The last period is the default.
    for day in draft.periods.iter().rev().skip(1) {
        let settings = vec![("snapshot".to_owned(), day.clone())];
        requests.push(Request {
            settings,
            ..request.clone()
        });
    }
    for request in requests {
        publish(&proof, run(&proof, check(&proof, &request)?)?)?;
    }
    Ok(())
}

/// A world that contains the draft at its path, and in which writing has no effect.
struct Proof<'a> {
    world: &'a dyn World,
    spec: &'a Path,
    text: &'a str,
}

impl Proof<'_> {
    fn is_draft(&self, path: &Path) -> bool {
        path == self.spec || self.real().is_ok_and(|real| path == real)
    }

    fn real(&self) -> io::Result<PathBuf> {
        let folder = self.world.canonicalize(super::folder_of(self.spec))?;
        Ok(folder.join(self.spec.file_name().unwrap_or_default()))
    }
}

impl World for Proof<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if self.is_draft(path) {
            Ok(self.text.as_bytes().to_vec())
        } else {
            self.world.read(path)
        }
    }

    fn exists(&self, path: &Path) -> bool {
        self.is_draft(path) || self.world.exists(path)
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.world.stamp(path)
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.world.variable(name)
    }

    fn home(&self) -> Option<PathBuf> {
        self.world.home()
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        if self.is_draft(path) {
            self.real()
        } else {
            self.world.canonicalize(path)
        }
    }

    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>> {
        self.world.glob(pattern)
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
        self.world.network()
    }

    fn scratch(&self) -> &dyn Scratch {
        self.world.scratch()
    }
}
