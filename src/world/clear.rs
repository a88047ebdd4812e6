//! Clears a folder after another one has taken its place. In: a [`Disk`], the old folder, the one
//! in its place, the list of the old one. Out: nothing that others have put there is lost.

use super::replacement::{Listed, Replacement, list_of, parent_of, text_of};
use super::{Disk, EntryKind};
use crate::checksum::sha256;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

/// Clears a folder after another one has taken its place. Returns the entries that are neither
/// listed and unchanged nor in the target, and that could not be moved there because something else
/// has their name.
pub(super) fn clear(
    disk: &dyn Disk,
    old: &Path,
    target: &Path,
    replacement: &Replacement<'_>,
) -> Vec<PathBuf> {
    let mut left = Vec::new();
    if let Ok(list) = list_of(disk, old, replacement) {
        let clearing = Clearing {
            disk,
            old,
            target,
            list: replacement.list,
            listed: list.ok(),
        };
        // What a failing step leaves behind is removed by the next run.
        let _ = clearing.folder(Path::new(""), &mut left);
    }
    left
}

struct Clearing<'a> {
    disk: &'a dyn Disk,
    old: &'a Path,
    target: &'a Path,
    list: &'a str,
    listed: Option<Listed>,
}

impl Clearing<'_> {
    fn folder(&self, folder: &Path, left: &mut Vec<PathBuf>) -> io::Result<()> {
        let before = left.len();
        let mut later = None;
        for (name, kind) in self.disk.entries(&self.old.join(folder))? {
            let path = folder.join(name);
            if path.as_os_str() == OsStr::new(self.list) {
                // The list is removed only after everything that it names.
                later = Some((path, kind));
            } else {
                self.entry(&path, kind, left)?;
            }
        }
        if left.len() > before {
            return Ok(());
        }
        if let Some((path, kind)) = later {
            self.entry(&path, kind, left)?;
        }
        if left.len() == before {
            self.disk.remove_folder(&self.old.join(folder))?;
        }
        Ok(())
    }

    fn entry(&self, path: &Path, kind: EntryKind, left: &mut Vec<PathBuf>) -> io::Result<()> {
        let (disk, from, to) = (self.disk, self.old.join(path), self.target.join(path));
        let there = disk.kind(&to)?;
        if kind == EntryKind::Folder {
            // A folder that someone made at this moment; our own contain something listed.
            let is_alone = there.is_none() && !self.lists_below(path);
            if !is_alone || !disk.entries(&from)?.is_empty() {
                return self.folder(path, left);
            }
        } else if there == Some(kind) && disk.is_same(&from, &to)?
            || kind == EntryKind::File && self.is_listed(path, &from)?
        {
            return disk.remove_file(&from);
        }
        let moved = there.is_none()
            && disk.make_folders(parent_of(&to)).is_ok()
            && disk.rename(&from, &to).is_ok();
        if !moved {
            left.push(from);
        }
        Ok(())
    }

    /// Whether the list names something in a folder.
    fn lists_below(&self, folder: &Path) -> bool {
        let beginning = text_of(folder) + "/";
        let mut listed = self.listed.iter().flat_map(BTreeMap::keys);
        listed.any(|path| path.starts_with(&beginning))
    }

    fn is_listed(&self, path: &Path, file: &Path) -> io::Result<bool> {
        let Some(listed) = &self.listed else {
            return Ok(false);
        };
        if path.as_os_str() == OsStr::new(self.list) {
            return Ok(true);
        }
        match listed.get(&text_of(path)) {
            Some(digest) => Ok(*digest == sha256(&self.disk.read(file)?)),
            None => Ok(false),
        }
    }
}
