//! What was fetched, by the digest of its content: `files/DIGEST/NAME`, and which addresses stand for it. A file is
//! looked at again before it is used, so that what somebody changed there is fetched anew. The folders and files that
//! are made here are for the user alone.

use crate::checksum::{hexadecimal, sha256};
use crate::diagnostic::{Code, Diagnostic};
use crate::world::{Held, World};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};

/// The folder of what was fetched.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    folder: PathBuf,
}

/// The folder that the environment names, else that of the user.
pub(crate) fn folder(world: &dyn World) -> Option<PathBuf> {
    let variable = |name: &str| {
        world
            .variable(name)
            .filter(|it| !it.is_empty())
            .map(PathBuf::from)
    };
    let own = variable("HFREPORT_CACHE");
    let users = || variable("XDG_CACHE_HOME").or_else(|| Some(world.home()?.join(".cache")));
    own.or_else(|| Some(users()?.join("hfreport")))
        .filter(|it| it.is_absolute())
}

/// What an address stood for when it was asked for last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The address, for people.
    pub(super) address: String,
    /// The commit, for a file of the hub.
    pub(super) commit: Option<String>,
    /// The mark of the version.
    pub(super) mark: Option<String>,
    /// Size.
    pub(super) bytes: u64,
    /// Digest.
    pub(super) sha256: String,
    /// Name of the file.
    pub(super) name: String,
}

impl Cache {
    /// The folder that the environment names, else that of the user.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn of(world: &dyn World) -> Result<Self, Diagnostic> {
        let folder = folder(world);
        folder.map(|folder| Self { folder }).ok_or_else(|| {
            let message = "there is no folder for what is fetched";
            let hint =
                "name one by its whole path in the variable `HFREPORT_CACHE` of the environment";
            Diagnostic::error(Code::FETCH, message)
                .hint(hint)
                .environment()
        })
    }

    /// The file with a digest, if it is at hand and still has that content.
    pub(super) fn file(&self, world: &dyn World, digest: &str, name: &str) -> Option<PathBuf> {
        let path = self.place(digest, name);
        (digest_of(world, &path).as_deref() == Some(digest)).then_some(path)
    }

    /// Keeps other runs from fetching the same until what is returned is dropped. Where another one fetches it, `waits` is
    /// told before this one waits.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub(super) fn held(
        &self,
        world: &dyn World,
        key: &str,
        waits: &dyn Fn(),
    ) -> Result<Held, Diagnostic> {
        let path = self.partial(key).with_extension("lock");
        let scratch = world.scratch();
        let prepared = self.prepared(world, &path);
        let held = prepared.and_then(|()| {
            let free = scratch.lock(&path, false)?;
            if free.is_some() {
                return Ok(free);
            }
            waits();
            scratch.lock(&path, true)
        });
        let held = held.and_then(|held| held.ok_or_else(|| io::Error::other("it is locked")));
        held.map_err(|error| unwritable(&path, &error))
    }

    /// The folder of a file of the cache is there.
    fn prepared(&self, world: &dyn World, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(&self.folder);
        world.scratch().make_private(folder)
    }

    /// What is known of an address.
    pub(super) fn entry(&self, world: &dyn World, key: &str) -> Option<Entry> {
        serde_json::from_slice(&content(world, &self.note(key))?).ok()
    }

    /// Where a file that is being fetched grows.
    pub(super) fn partial(&self, key: &str) -> PathBuf {
        self.folder
            .join("partial")
            .join(sha256(key))
            .with_extension("part")
    }

    /// Puts a fetched file in its place and notes what its address stands for.
    ///
    /// # Errors
    /// The folder cannot be written to, or the file has another content.
    pub(super) fn keep(
        &self,
        world: &dyn World,
        key: &str,
        entry: &Entry,
    ) -> Result<PathBuf, Diagnostic> {
        let partial = self.partial(key);
        let place = self.place(&entry.sha256, &entry.name);
        // What is under a digest has it from the first moment on.
        if digest_of(world, &partial).as_ref() != Some(&entry.sha256) {
            let message = format!("`{}` was changed while it was fetched", entry.address);
            return Err(Diagnostic::error(Code::CORRUPT, message)
                .hint("run again")
                .environment());
        }
        let moved = self
            .prepared(world, &place)
            .and_then(|()| world.scratch().rename(&partial, &place));
        moved.map_err(|error| unwritable(&place, &error))?;
        let _ = world.scratch().remove(&partial.with_extension("mark"));
        self.note_entry(world, key, entry)?;
        Ok(place)
    }

    /// Notes what an address stands for, whose file is at hand.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub(super) fn note_entry(
        &self,
        world: &dyn World,
        key: &str,
        entry: &Entry,
    ) -> Result<(), Diagnostic> {
        let text = serde_json::to_vec_pretty(entry).unwrap_or_default();
        self.write(world, &self.note(key), &text)
    }

    /// Notes which files a pattern stood for.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub(super) fn note_list(
        &self,
        world: &dyn World,
        key: &str,
        files: &[String],
    ) -> Result<(), Diagnostic> {
        let note = self.note(key).with_extension("list");
        let text = serde_json::to_vec_pretty(files).unwrap_or_default();
        self.write(world, &note, &text)
    }

    /// Writes a small file through another one, which is of this process.
    fn write(&self, world: &dyn World, note: &Path, text: &[u8]) -> Result<(), Diagnostic> {
        let beside = note.with_extension(format!("{}.new", std::process::id()));
        let scratch = world.scratch();
        let written = self
            .prepared(world, note)
            .and_then(|()| scratch.append(&beside, 0, text))
            .and_then(|()| scratch.rename(&beside, note));
        written.map_err(|error| unwritable(note, &error))
    }

    /// The files that a pattern stood for.
    pub(super) fn list(&self, world: &dyn World, key: &str) -> Option<Vec<String>> {
        serde_json::from_slice(&content(world, &self.note(key).with_extension("list"))?).ok()
    }

    fn place(&self, digest: &str, name: &str) -> PathBuf {
        self.folder.join("files").join(digest).join(name)
    }

    fn note(&self, key: &str) -> PathBuf {
        self.folder
            .join("addresses")
            .join(sha256(key))
            .with_extension("json")
    }
}

/// The digest of a file, if it can be read.
fn digest_of(world: &dyn World, path: &Path) -> Option<String> {
    let mut file = world.scratch().open(path).ok()?;
    let mut sum = Sha256::new();
    let mut piece = vec![0; 1 << 18];
    loop {
        match file.read(&mut piece).ok()? {
            0 => return Some(hexadecimal(&sum.finalize())),
            length => sum.update(&piece[..length]),
        }
    }
}

/// A small file of the cache, which lies outside of every root.
pub(super) fn content(world: &dyn World, path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = world.scratch().open(path).ok()?;
    file.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot write `{}`: {error}", path.display());
    Diagnostic::error(Code::FILE, message).environment()
}
