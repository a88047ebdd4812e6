//! The only door to files, environment and terminal, so that tests fix them and everything else is pure.

use std::io;
use std::path::{Path, PathBuf};

/// What the outside offers to a run.
pub trait World: Sync {
    /// The whole content of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Whether the path exists.
    fn exists(&self, path: &Path) -> bool;
    /// The path with symbolic links and `..` resolved.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;
    /// The files that a glob pattern matches, sorted.
    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>>;
    /// Puts a whole folder in the place of `target`: written beside it first, then renamed.
    fn replace_folder(&self, target: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()>;
    /// Writes one file through a temporary one beside it.
    fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()>;
}

/// The machine itself.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemWorld;

#[allow(clippy::disallowed_methods, reason = "this is the World")]
impl World for SystemWorld {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
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

    fn replace_folder(&self, target: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        std::fs::create_dir_all(parent)?;
        if target.exists() && !is_bundle_or_empty(target)? {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "the folder holds files that hfreport did not write (it has no manifest.json)",
            ));
        }
        let fresh = sibling(target, "new");
        let old = sibling(target, "old");
        remove_if_there(&fresh)?;
        let written = write_all(&fresh, files).and_then(|()| {
            if target.exists() {
                remove_if_there(&old)?;
                std::fs::rename(target, &old)?;
                if let Err(error) = std::fs::rename(&fresh, target) {
                    std::fs::rename(&old, target)?;
                    return Err(error);
                }
                std::fs::remove_dir_all(&old)
            } else {
                std::fs::rename(&fresh, target)
            }
        });
        if written.is_err() {
            // The first error is the one worth telling.
            let _ = std::fs::remove_dir_all(&fresh);
        }
        written
    }

    fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let fresh = sibling(target, "new");
        std::fs::write(&fresh, bytes)?;
        std::fs::rename(&fresh, target)
    }
}

fn write_all(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        #[allow(clippy::disallowed_methods, reason = "this is the World")]
        std::fs::write(path, bytes)?;
    }
    Ok(())
}

fn sibling(target: &Path, role: &str) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.{role}.{}", std::process::id()))
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A run never replaces a folder that it did not write.
fn is_bundle_or_empty(folder: &Path) -> io::Result<bool> {
    if !folder.is_dir() {
        return Ok(false);
    }
    Ok(folder.join("manifest.json").is_file() || std::fs::read_dir(folder)?.next().is_none())
}

/// Names of the variables that bound the threads of the engine and of rendering; they are read when
/// the first thread starts.
const THREADS: [&str; 2] = ["POLARS_MAX_THREADS", "RAYON_NUM_THREADS"];

/// Bounds the threads of the engine. The engine reads its bound from the environment of the
/// process, so the process starts itself again with it; returns the exit code of that run, or
/// `None` when the bound is in force already.
///
/// # Errors
/// The program cannot be started again.
pub fn with_threads(jobs: u16) -> io::Result<Option<i32>> {
    let bound = jobs.to_string();
    let in_force = |name| std::env::var_os(name).is_some_and(|value| *value == *bound);
    if THREADS.into_iter().all(in_force) {
        return Ok(None);
    }
    let status = std::process::Command::new(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .envs(THREADS.map(|name| (name, bound.as_str())))
        .status()?;
    Ok(Some(status.code().unwrap_or(2)))
}
