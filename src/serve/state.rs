//! The state shown in browsers: the last good bundle, and the message of the last run.

use crate::checksum::hexadecimal;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A file of the bundle.
#[derive(Clone, Debug)]
pub(super) struct Served {
    /// Content.
    pub(super) bytes: Arc<[u8]>,
    /// Distinguishes it from earlier content of the same name.
    pub(super) version: String,
}

/// What caused a run, and how long it took.
#[derive(Debug, Default)]
pub(super) struct Saved {
    files: Vec<String>,
    milliseconds: u128,
}

impl Saved {
    pub(super) fn new(changed: &[PathBuf], time: Duration) -> Self {
        let name = |path: &PathBuf| {
            path.file_name()
                .map(|name| name.to_string_lossy().into_owned())
        };
        Self {
            files: changed.iter().filter_map(name).collect(),
            milliseconds: time.as_millis(),
        }
    }
}

/// The state of a server, shared by its threads.
#[derive(Debug, Default)]
pub(super) struct State {
    current: Mutex<Current>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Current {
    /// Number of runs.
    runs: u64,
    bundle: BTreeMap<String, Served>,
    problems: String,
    saved: Saved,
    has_ended: bool,
}

impl State {
    /// Stores the bundle of a successful run.
    pub(super) fn show(&self, bundle: Vec<(String, Vec<u8>)>, saved: Saved) {
        let served = bundle.into_iter().map(|(name, bytes)| {
            let version = hexadecimal(&Sha256::digest(&bytes)[..8]);
            let bytes = bytes.into();
            (name, Served { bytes, version })
        });
        let bundle = served.collect();
        self.change(|current| {
            current.bundle = bundle;
            current.problems = String::new();
            current.saved = saved;
        });
    }

    /// Stores the problems of a failed run; the last good bundle stays.
    pub(super) fn fail(&self, problems: String, saved: Saved) {
        self.change(|current| {
            current.problems = problems;
            current.saved = saved;
        });
    }

    /// Sends a last message about what is wrong.
    pub(super) fn end(&self, problems: &str) {
        self.change(|current| {
            problems.clone_into(&mut current.problems);
            current.has_ended = true;
        });
    }

    fn change(&self, change: impl FnOnce(&mut Current)) {
        let mut current = self.current();
        change(&mut current);
        current.runs += 1;
        self.changed.notify_all();
    }

    /// A file by its exact name.
    pub(super) fn file(&self, name: &str) -> Option<Served> {
        self.current().bundle.get(name).cloned()
    }

    /// Whether no run has succeeded yet.
    pub(super) fn is_empty(&self) -> bool {
        self.current().bundle.is_empty()
    }

    /// The event for a page after a run later than `known`, if there is one in time: the number of
    /// the run and a JSON object.
    pub(super) fn after(&self, known: u64, patience: Duration) -> Option<(u64, String)> {
        let current = self.current();
        let waited = self
            .changed
            .wait_timeout_while(current, patience, |current| current.runs == known);
        let current = waited.unwrap_or_else(PoisonError::into_inner).0;
        (current.runs != known).then(|| {
            let bundle = current.bundle.iter();
            let versions: BTreeMap<&String, &String> = bundle
                .map(|(name, served)| (name, &served.version))
                .collect();
            let event = json!({
                "versions": versions,
                "problems": current.problems,
                "files": current.saved.files,
                "milliseconds": current.saved.milliseconds as u64,
                "ended": current.has_ended,
            });
            (current.runs, event.to_string())
        })
    }

    fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
