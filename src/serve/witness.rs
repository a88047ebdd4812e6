//! A world that records what a run asks for, so that exactly this is watched, and keeps the run's
//! output in memory. Missing files are recorded too: when they appear, the next run may succeed.

use crate::world::{Network, Replacement, Scratch, Stamp, SystemWorld, World};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Interval between checks of the files.
const INTERVAL: Duration = Duration::from_millis(10);
/// How long a missing or empty file may be about to come back, since editors save in several steps.
const ABSENCE: Duration = Duration::from_millis(300);

/// The world of one run.
#[derive(Debug, Default)]
pub(super) struct Witness {
    seen: Mutex<WitnessedInputs>,
    bundle: Mutex<Vec<(String, Vec<u8>)>>,
}

/// What a run asked for, with its state at that time.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct WitnessedInputs {
    files: BTreeMap<PathBuf, Option<Stamp>>,
    patterns: BTreeMap<String, Vec<PathBuf>>,
}

impl Witness {
    /// What was asked for, and the files that were written.
    pub(super) fn into_parts(self) -> (WitnessedInputs, Vec<(String, Vec<u8>)>) {
        let (seen, bundle) = (self.seen.into_inner(), self.bundle.into_inner());
        (
            seen.unwrap_or_else(PoisonError::into_inner),
            bundle.unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Records a path before it is looked at, so that a later change is noticed.
    fn note(&self, path: &Path) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if !seen.files.contains_key(path) {
            seen.files.insert(path.to_owned(), Stamp::of(path));
        }
    }
}

impl World for Witness {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.note(path);
        SystemWorld.read(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.note(path);
        SystemWorld.exists(path)
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        SystemWorld.stamp(path)
    }

    fn variable(&self, name: &str) -> Option<String> {
        SystemWorld.variable(name)
    }

    fn home(&self) -> Option<PathBuf> {
        SystemWorld.home()
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.note(path);
        SystemWorld.canonicalize(path)
    }

    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>> {
        let found = SystemWorld.glob(pattern)?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let patterns = &mut seen.patterns;
        patterns
            .entry(pattern.to_owned())
            .or_insert_with(|| found.clone());
        Ok(found)
    }

    fn replace_folder(&self, _: &Path, replacement: &Replacement<'_>) -> io::Result<Vec<PathBuf>> {
        let mut bundle = self.bundle.lock().unwrap_or_else(PoisonError::into_inner);
        let files = replacement.files.iter();
        let files = files.map(|it| Ok((it.path.clone(), it.content.bytes()?.to_vec())));
        *bundle = files.collect::<io::Result<_>>()?;
        Ok(Vec::new())
    }

    fn replace_file(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn create_file(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn network(&self) -> &dyn Network {
        SystemWorld.network()
    }

    fn scratch(&self) -> &dyn Scratch {
        SystemWorld.scratch()
    }
}

impl WitnessedInputs {
    /// The same paths in their current state.
    fn now(&self) -> Self {
        let files = self.files.keys();
        let patterns = self.patterns.keys();
        Self {
            files: files.map(|path| (path.clone(), Stamp::of(path))).collect(),
            patterns: patterns
                .map(|pattern| {
                    (
                        pattern.clone(),
                        SystemWorld.glob(pattern).unwrap_or_default(),
                    )
                })
                .collect(),
        }
    }

    /// Waits until something has changed and nothing changes any more, and returns what changed.
    pub(super) fn changed(&self) -> Vec<PathBuf> {
        let mut last = self.clone();
        let mut begun = None;
        loop {
            std::thread::sleep(INTERVAL);
            let now = self.now();
            if now == *self {
                begun = None;
            } else {
                let begun = begun.get_or_insert_with(Instant::now);
                if now == last && (!self.lost(&now) || begun.elapsed() > ABSENCE) {
                    return self.differences(&now);
                }
            }
            last = now;
        }
    }

    /// Whether a file has gone or has become empty.
    fn lost(&self, now: &Self) -> bool {
        let mut pairs = self.files.values().zip(now.files.values());
        pairs.any(|(before, now)| {
            before.is_some_and(|before| before.length > 0) && now.is_none_or(|now| now.length == 0)
        })
    }

    fn differences(&self, now: &Self) -> Vec<PathBuf> {
        let files = self
            .files
            .iter()
            .filter(|(path, stamp)| now.files[*path] != **stamp);
        let mut changed: Vec<PathBuf> = files.map(|(path, _)| path.clone()).collect();
        for (pattern, found) in &self.patterns {
            let current = &now.patterns[pattern];
            let gone = found.iter().filter(|path| !current.contains(path));
            let come = current.iter().filter(|path| !found.contains(path));
            changed.extend(gone.chain(come).cloned());
        }
        // One file may be known by several paths.
        let home = SystemWorld.canonicalize(Path::new(".")).unwrap_or_default();
        for path in &mut changed {
            let real = real(path);
            real.strip_prefix(&home).unwrap_or(&real).clone_into(path);
        }
        changed.sort();
        changed.dedup();
        changed
    }
}

/// The path with links and `..` resolved; for a missing file, the path of its folder is resolved.
fn real(path: &Path) -> PathBuf {
    let folder = || {
        let folder = SystemWorld.canonicalize(path.parent()?).ok()?;
        Some(folder.join(path.file_name()?))
    };
    let whole = SystemWorld.canonicalize(path).ok();
    whole.or_else(folder).unwrap_or_else(|| path.to_owned())
}
