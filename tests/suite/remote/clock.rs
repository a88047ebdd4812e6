//! The machine with variables of the environment of its own and a clock that does not wait, and a disk that stops at
//! a chosen step, as if the program were killed.

use hfreport::world::{
    Held, Network, Replacement, Request, Response, Scratch, Stamp, SystemWorld, World,
};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

/// The world.
pub(crate) struct Clockwork {
    variables: BTreeMap<String, String>,
    clock: Clock,
    steps: Steps,
}

/// A clock that goes on by what is waited, and by a little with every request.
pub(crate) struct Clock {
    milliseconds: AtomicU64,
    waits: Mutex<Vec<Duration>>,
    sent: Mutex<Vec<Duration>>,
}

/// Steps that write, until the one at which the program is killed.
struct Steps {
    left: AtomicUsize,
}

impl Clockwork {
    pub(crate) fn new(variables: &[(&str, &str)]) -> Self {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            variables: variables.iter().map(own).collect(),
            clock: Clock {
                milliseconds: AtomicU64::new(1_760_000_000_000),
                waits: Mutex::default(),
                sent: Mutex::default(),
            },
            steps: Steps {
                left: AtomicUsize::new(usize::MAX),
            },
        }
    }

    /// The program is killed at its step of this number, counted from now.
    pub(crate) fn dies_after(&self, steps: usize) {
        self.steps.left.store(steps, Ordering::Relaxed);
    }

    /// All that was waited.
    pub(crate) fn waited(&self) -> Vec<Duration> {
        self.clock.waits.lock().unwrap().clone()
    }

    /// When requests were sent.
    pub(crate) fn sent(&self) -> Vec<Duration> {
        self.clock.sent.lock().unwrap().clone()
    }
}

impl Network for Clock {
    fn send(&self, request: &Request) -> io::Result<Response> {
        self.sent.lock().unwrap().push(self.now());
        self.milliseconds.fetch_add(20, Ordering::Relaxed);
        SystemWorld.network().send(request)
    }

    fn now(&self) -> Duration {
        Duration::from_millis(self.milliseconds.load(Ordering::Relaxed))
    }

    fn wait(&self, time: Duration) {
        self.waits.lock().unwrap().push(time);
        let milliseconds = u64::try_from(time.as_millis()).unwrap();
        self.milliseconds.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

impl Steps {
    fn next(&self) -> io::Result<()> {
        let left = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            });
        left.map(drop)
            .map_err(|_| io::Error::other("the program was killed"))
    }
}

impl Scratch for Steps {
    fn append(&self, path: &Path, from: u64, bytes: &[u8]) -> io::Result<()> {
        // What is killed in the middle leaves a part.
        self.next().inspect_err(|_| {
            let _ = SystemWorld
                .scratch()
                .append(path, from, &bytes[..bytes.len() / 2]);
            self.left.store(0, Ordering::Relaxed);
        })?;
        SystemWorld.scratch().append(path, from, bytes)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        SystemWorld.scratch().open(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.next()?;
        SystemWorld.scratch().rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.next()?;
        SystemWorld.scratch().remove(path)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Write + Send>> {
        self.next()?;
        SystemWorld.scratch().create(path)
    }

    fn make_private(&self, folder: &Path) -> io::Result<()> {
        SystemWorld.scratch().make_private(folder)
    }

    fn lock(&self, path: &Path, waits: bool) -> io::Result<Option<Held>> {
        SystemWorld.scratch().lock(path, waits)
    }
}

impl World for Clockwork {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        SystemWorld.read(path)
    }
    fn exists(&self, path: &Path) -> bool {
        SystemWorld.exists(path)
    }
    fn stamp(&self, path: &Path) -> Option<Stamp> {
        SystemWorld.stamp(path)
    }
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        SystemWorld.canonicalize(path)
    }
    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>> {
        SystemWorld.glob(pattern)
    }
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }
    fn home(&self) -> Option<PathBuf> {
        None
    }
    fn replace_folder(
        &self,
        target: &Path,
        replacement: &Replacement<'_>,
    ) -> io::Result<Vec<PathBuf>> {
        SystemWorld.replace_folder(target, replacement)
    }
    fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        self.steps.next()?;
        SystemWorld.replace_file(target, bytes)
    }
    fn create_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        self.steps.next()?;
        SystemWorld.create_file(target, bytes)
    }
    fn network(&self) -> &dyn Network {
        &self.clock
    }
    fn scratch(&self) -> &dyn Scratch {
        &self.steps
    }
}
