//! A disk and a world that fail on purpose, at a chosen step.

use hfreport::world::{
    Disk, EntryKind, Network, Replacement, Scratch, Stamp, SystemDisk, SystemWorld, World, Writes,
    replace_file, replace_folder,
};
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// The fault at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It fails.
    Once,
    /// It is the last one of a process that is killed: all later steps fail too.
    Dies,
    /// The content read is truncated.
    Cut,
    /// It is slow.
    Late,
    /// Another program adds to an input just before it is read.
    ChangedBefore,
    /// Another program adds to an input just after it was read.
    ChangedAfter,
}

/// A disk on which something happens at one step.
pub(crate) struct FaultyDisk<'a> {
    step: AtomicUsize,
    at: usize,
    fault: Fault,
    can_exchange: bool,
    /// What another program does before two folders exchange names.
    meanwhile: Option<&'a (dyn Fn() + Sync)>,
    failed: Mutex<String>,
    /// A file that another program has changed, and what it was.
    changed: Mutex<Option<(PathBuf, Vec<u8>)>>,
}

impl<'a> FaultyDisk<'a> {
    pub(crate) fn at(at: usize, fault: Fault, can_exchange: bool) -> Self {
        Self {
            step: AtomicUsize::new(0),
            at,
            fault,
            can_exchange,
            meanwhile: None,
            failed: Mutex::default(),
            changed: Mutex::default(),
        }
    }

    /// The same disk, with the action of another program.
    pub(crate) fn with(mut self, meanwhile: &'a (dyn Fn() + Sync)) -> Self {
        self.meanwhile = Some(meanwhile);
        self
    }

    /// The last step at which a fault occurred; empty if there was none.
    pub(crate) fn failed(&self) -> String {
        self.failed.lock().unwrap().clone()
    }

    /// Another program adds to a file.
    fn change(&self, path: &Path) -> io::Result<()> {
        let before = SystemDisk.read(path)?;
        std::fs::write(path, [&before[..], b"x,1\n"].concat())?;
        *self.changed.lock().unwrap() = Some((path.to_path_buf(), before));
        Ok(())
    }

    /// Undoes what the other program did to a file; whether it did anything.
    pub(crate) fn restore(&self) -> bool {
        let changed = self.changed.lock().unwrap().take();
        let restored = changed.map(|(path, before)| std::fs::write(path, before));
        restored.is_some_and(|written| written.is_ok())
    }

    /// Whether this step is the one to fail.
    fn is_due(&self, what: &str, path: &Path) -> bool {
        let step = self.step.fetch_add(1, Ordering::Relaxed);
        let due = step == self.at || step > self.at && self.fault == Fault::Dies;
        if due {
            *self.failed.lock().unwrap() = format!("{what} {}", path.display());
        }
        due
    }

    fn next(&self, what: &str, path: &Path) -> io::Result<()> {
        if self.is_due(what, path) {
            match self.fault {
                Fault::Once | Fault::Dies => return Err(io::Error::other("the disk is full")),
                Fault::Late => std::thread::sleep(Duration::from_millis(5)),
                Fault::Cut | Fault::ChangedBefore | Fault::ChangedAfter => {}
            }
        }
        Ok(())
    }
}

/// Whether a file is neither in the target nor beside it.
fn is_input(path: &Path) -> bool {
    let mut parts = path.iter().map(|part| part.to_string_lossy());
    !parts.any(|part| part == "out" || part.starts_with(".out."))
}

impl Disk for FaultyDisk<'_> {
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.next("canonicalize", path)?;
        SystemDisk.canonicalize(path)
    }
    fn kind(&self, path: &Path) -> io::Result<Option<EntryKind>> {
        self.next("kind", path)?;
        SystemDisk.kind(path)
    }
    fn entries(&self, folder: &Path) -> io::Result<Vec<(OsString, EntryKind)>> {
        self.next("entries", folder)?;
        SystemDisk.entries(folder)
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if self.fault == Fault::Cut && self.is_due("read", path) {
            let mut bytes = SystemDisk.read(path)?;
            bytes.truncate(bytes.len() / 2);
            return Ok(bytes);
        }
        let changes = matches!(self.fault, Fault::ChangedBefore | Fault::ChangedAfter);
        if changes && is_input(path) && self.is_due("read", path) {
            let before = SystemDisk.read(path)?;
            self.change(path)?;
            return match self.fault {
                Fault::ChangedAfter => Ok(before),
                _ => SystemDisk.read(path),
            };
        }
        self.next("read", path)?;
        SystemDisk.read(path)
    }
    fn create(&self, path: &Path, writes: &Writes<'_>) -> io::Result<()> {
        let done = self.next("create", path);
        if done.is_err() && self.fault == Fault::Dies {
            // Half a file.
            let mut bytes = Vec::new();
            writes(&mut bytes)?;
            SystemDisk.create(path, &|out| out.write_all(&bytes[..bytes.len() / 2]))?;
        }
        done?;
        SystemDisk.create(path, writes)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.next("make_folder", path)?;
        SystemDisk.make_folder(path)
    }
    fn make_folders(&self, path: &Path) -> io::Result<()> {
        self.next("make_folders", path)?;
        SystemDisk.make_folders(path)
    }
    fn make_like(&self, model: &Path, path: &Path) -> io::Result<()> {
        self.next("make_like", path)?;
        SystemDisk.make_like(model, path)
    }
    fn hard_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.next("hard_link", to)?;
        SystemDisk.hard_link(from, to)
    }
    fn copy_link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.next("copy_link", to)?;
        SystemDisk.copy_link(from, to)
    }
    fn is_same(&self, one: &Path, other: &Path) -> io::Result<bool> {
        self.next("is_same", one)?;
        SystemDisk.is_same(one, other)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.next("rename", from)?;
        SystemDisk.rename(from, to)
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if let Some(meanwhile) = self.meanwhile {
            meanwhile();
        }
        self.next("exchange", one)?;
        if !self.can_exchange {
            return Err(io::ErrorKind::Unsupported.into());
        }
        SystemDisk.exchange(one, other)
    }
    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.next("remove_file", path)?;
        SystemDisk.remove_file(path)
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.next("remove_folder", path)?;
        SystemDisk.remove_folder(path)
    }
    fn lock(&self, folder: &Path) -> io::Result<Option<File>> {
        self.next("lock", folder)?;
        SystemDisk.lock(folder)
    }
}

/// The machine with such a disk: inspecting files is a step too.
pub(crate) struct FaultyWorld<'a> {
    pub(crate) disk: FaultyDisk<'a>,
}

impl World for FaultyWorld<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.disk.read(path)
    }
    fn exists(&self, path: &Path) -> bool {
        self.disk.next("exists", path).is_err() || SystemWorld.exists(path)
    }
    fn stamp(&self, path: &Path) -> Option<Stamp> {
        self.disk.next("stamp", path).ok()?;
        SystemWorld.stamp(path)
    }
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.disk.canonicalize(path)
    }
    fn glob(&self, pattern: &str) -> io::Result<Vec<PathBuf>> {
        self.disk.next("glob", Path::new(pattern))?;
        SystemWorld.glob(pattern)
    }
    fn variable(&self, name: &str) -> Option<String> {
        SystemWorld.variable(name)
    }
    fn home(&self) -> Option<PathBuf> {
        SystemWorld.home()
    }
    fn replace_folder(
        &self,
        target: &Path,
        replacement: &Replacement<'_>,
    ) -> io::Result<Vec<PathBuf>> {
        replace_folder(&self.disk, target, replacement)
    }
    fn replace_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        replace_file(&self.disk, target, bytes)
    }
    fn create_file(&self, target: &Path, bytes: &[u8]) -> io::Result<()> {
        self.disk.create(target, &|out| out.write_all(bytes))
    }
    fn network(&self) -> &dyn Network {
        SystemWorld.network()
    }
    fn scratch(&self) -> &dyn Scratch {
        SystemWorld.scratch()
    }
}
