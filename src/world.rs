//! The only door to files, environment and terminal, so that tests fix them and everything else is pure.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant, SystemTime};

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
    /// Puts a whole folder in the place of `target`: written beside it first, then exchanged in one
    /// step, so that a run that is killed leaves the old folder or the new one.
    fn replace_folder(&self, target: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()>;
    /// Writes one file through a temporary one beside it.
    fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Writes a file that is not there yet; what is there stays, whoever wrote it and whenever.
    fn create_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()>;
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
        // The folder behind a symbolic link is replaced, not the link.
        let real = std::fs::canonicalize(target);
        let target = real.as_deref().unwrap_or(target);
        remove_leftovers(target);
        let fresh = Fresh::folder(target)?;
        write_all(&fresh.path, files)?;
        fresh.put(target)
    }

    fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        remove_leftovers(target);
        let fresh = Fresh::file(target)?;
        std::fs::write(&fresh.path, bytes)?;
        fresh.put(target)
    }

    fn create_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = File::create_new(target)?;
        let written = file.write_all(bytes);
        if written.is_err() {
            remove(target);
        }
        written
    }
}

/// What is being written beside a target: a folder or a file that is locked as long as its run
/// lives, so that the next run tells leftovers of a killed one from the work of a run beside it.
struct Fresh {
    path: PathBuf,
    _lock: File,
}

#[allow(clippy::disallowed_methods, reason = "this is the World")]
impl Fresh {
    fn folder(target: &Path) -> io::Result<Self> {
        Self::made(target, |path| {
            std::fs::create_dir(path)?;
            File::open(path)
        })
    }

    fn file(target: &Path) -> io::Result<Self> {
        Self::made(target, |path| File::create_new(path))
    }

    /// Makes and locks it; another run may take it for a leftover in between, then it is made again.
    fn made(target: &Path, make: impl Fn(&Path) -> io::Result<File>) -> io::Result<Self> {
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let mut last = io::Error::from(io::ErrorKind::AlreadyExists);
        for attempt in 0..100 {
            let name = format!("{}{}-{attempt}", prefix(&name), std::process::id());
            let path = target.with_file_name(name);
            match make(&path) {
                Ok(lock) if lock.try_lock().is_ok() && path.exists() => {
                    return Ok(Self { path, _lock: lock });
                }
                Ok(_) => {}
                // It is gone before it is locked: taken for a leftover too.
                Err(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound
                    ) =>
                {
                    last = error;
                }
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    /// Puts it in the place of the target in one step: at every moment the target is the old one or
    /// the new one.
    fn put(self, target: &Path) -> io::Result<()> {
        if self.path.is_dir() && target.is_dir() {
            return exchange(&self.path, target);
        }
        match std::fs::rename(&self.path, target) {
            // A run beside this one was first.
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
                exchange(&self.path, target)
            }
            other => other,
        }
    }
}

impl Drop for Fresh {
    /// What is left under the name: an unfinished folder, or the one that was replaced.
    fn drop(&mut self) {
        remove(&self.path);
    }
}

/// Two folders change places at once; where the file system cannot do that, one after the other.
fn exchange(fresh: &Path, target: &Path) -> io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, fresh, CWD, target, RenameFlags::EXCHANGE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            other => return Ok(other?),
        }
    }
    let old = fresh.with_extension("old");
    std::fs::rename(target, &old)?;
    if let Err(error) = std::fs::rename(fresh, target) {
        std::fs::rename(&old, target)?;
        return Err(error);
    }
    remove(&old);
    Ok(())
}

/// Beginning of the names that stand beside a target while it is written.
fn prefix(name: &str) -> String {
    format!(".{name}.hfreport-")
}

/// Removes what killed runs left beside a target; what another run has locked is its own.
fn remove_leftovers(target: &Path) {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let prefix = prefix(&name);
    let parent = target.parent().filter(|p| !p.as_os_str().is_empty());
    let Ok(entries) = std::fs::read_dir(parent.unwrap_or(Path::new("."))) else {
        return;
    };
    for entry in entries.flatten() {
        let is_ours = entry.file_name().to_string_lossy().starts_with(&prefix);
        // The lock is held until the leftover is gone.
        if is_ours
            && let Ok(lock) = File::open(entry.path())
            && lock.try_lock().is_ok()
        {
            remove(&entry.path());
        }
    }
}

/// Removes a folder or a file; one that cannot be removed now is removed by the next run.
fn remove(path: &Path) {
    let _ = if path.is_dir() {
        std::fs::remove_dir_all(path)
    } else {
        std::fs::remove_file(path)
    };
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

/// A run never replaces a folder that it did not write.
fn is_bundle_or_empty(folder: &Path) -> io::Result<bool> {
    if !folder.is_dir() {
        return Ok(false);
    }
    Ok(folder.join("manifest.json").is_file() || std::fs::read_dir(folder)?.next().is_none())
}

/// What a file is known by without reading it; a folder is only there or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Bytes.
    pub length: u64,
    /// None for a folder.
    modified: Option<SystemTime>,
    /// A file that took the place of another has a number of its own.
    number: u64,
}

impl Stamp {
    /// The stamp of what stands at a path, if anything does.
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let about = std::fs::metadata(path).ok()?;
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&about);
        #[cfg(not(unix))]
        let number = 0;
        let is_file = about.is_file();
        Some(Self {
            length: if is_file { about.len() } else { 0 },
            modified: about.modified().ok().filter(|_| is_file),
            number,
        })
    }
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

/// What the texts of a report may use; the template language counts its steps, but some of what it
/// builds lazily escapes that count.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time.
    pub time: Duration,
    /// Growth of the memory in use, in bytes.
    pub memory: u64,
}

impl Limits {
    /// Far more than any report needs: that of October 2025 takes 0.1 s and 60 MB.
    pub const RENDERING: Self = Self {
        time: Duration::from_mins(1),
        memory: 512 << 20,
    };
}

/// Does some work; when it passes its limits, `exceeded` is told which one, and the process ends with
/// exit code 1. The work cannot be stopped in any other way; what it writes takes its place in one
/// step, so that nothing is left half done.
pub fn limited<T>(
    limits: Limits,
    exceeded: impl FnOnce(&str) + Send + 'static,
    work: impl FnOnce() -> T,
) -> T {
    let (done, watched) = std::sync::mpsc::channel::<()>();
    let begun = Instant::now();
    let before = memory_in_use();
    std::thread::spawn(move || {
        while watched.recv_timeout(Duration::from_millis(25)) == Err(RecvTimeoutError::Timeout) {
            let grown = memory_in_use().saturating_sub(before);
            let what = if begun.elapsed() > limits.time {
                format!("longer than {} seconds", limits.time.as_secs())
            } else if grown > limits.memory {
                format!("more than {} MB of memory", limits.memory >> 20)
            } else {
                continue;
            };
            exceeded(&what);
            #[allow(clippy::exit, reason = "nothing else stops the work")]
            std::process::exit(1);
        }
    });
    let result = work();
    drop(done);
    result
}

/// Resident memory of this process in bytes, where the system tells it.
#[allow(clippy::disallowed_methods, reason = "this is the World")]
fn memory_in_use() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let resident = pages.and_then(|text| text.split_whitespace().nth(1)?.parse::<u64>().ok());
    resident.unwrap_or(0) * 4096
}
