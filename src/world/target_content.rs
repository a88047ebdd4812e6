//! Inspects a folder that is to be replaced. In: a [`Disk`], the folder, the new files. Out: the
//! entries that others have put there, which must stay, or why the folder cannot be replaced.

use super::replacement::{Listed, Replacement, list_of, text_of};
use super::{Disk, EntryKind};
use crate::checksum::sha256;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

/// Names that a message tells.
const LISTED_NAMES: usize = 5;

/// The content of a target folder.
pub(super) struct TargetContent<'a> {
    disk: &'a dyn Disk,
    target: &'a Path,
    listed: Listed,
    /// Digests of the new files.
    new: BTreeMap<&'a str, &'a str>,
    /// Paths of the new files and of their folders, in lower case, since some file systems ignore
    /// case.
    taken: BTreeSet<String>,
    folders: BTreeSet<String>,
    list: &'a str,
    /// What others have put there, folders before their content.
    pub(super) kept: Vec<(PathBuf, EntryKind)>,
    /// Entries at the path of a new file or folder.
    in_the_way: Vec<String>,
}

impl<'a> TargetContent<'a> {
    /// Fails if the target is not ours, or if a new file would replace something that others have
    /// put there or changed.
    pub(super) fn at(
        disk: &'a dyn Disk,
        target: &'a Path,
        replacement: &'a Replacement<'a>,
    ) -> io::Result<Self> {
        let entries = disk.entries(target)?;
        let (listed, is_list) = match list_of(disk, target, replacement)? {
            Ok(listed) => (listed, true),
            Err(reason) => match entries.first() {
                None => (Listed::new(), false),
                Some((first, _)) => {
                    return Err(io::Error::other(format!(
                        "the folder holds `{}`, which hfreport did not write: {reason}",
                        first.to_string_lossy()
                    )));
                }
            },
        };
        let files = replacement.files;
        let lower = |path: &str| path.to_lowercase();
        let above = |path: &str| {
            let ends = path.match_indices('/').map(|(at, _)| at);
            ends.map(|at| lower(&path[..at])).collect::<Vec<_>>()
        };
        let mut look = Self {
            disk,
            target,
            listed,
            new: files
                .iter()
                .map(|file| (file.path.as_str(), file.content.sha256()))
                .collect(),
            taken: files.iter().map(|file| lower(&file.path)).collect(),
            folders: files.iter().flat_map(|file| above(&file.path)).collect(),
            list: if is_list { replacement.list } else { "" },
            kept: Vec::new(),
            in_the_way: Vec::new(),
        };
        look.walk(Path::new(""), entries)?;
        if look.in_the_way.is_empty() {
            return Ok(look);
        }
        let mut reported = look.in_the_way[..look.in_the_way.len().min(LISTED_NAMES)].join("; ");
        if look.in_the_way.len() > LISTED_NAMES {
            let _ = write!(
                reported,
                "; and {} more",
                look.in_the_way.len() - LISTED_NAMES
            );
        }
        Err(io::Error::other(reported))
    }

    /// Inspects a folder; returns whether something in it is ours.
    fn walk(&mut self, folder: &Path, entries: Vec<(OsString, EntryKind)>) -> io::Result<bool> {
        let mut any_ours = false;
        for (name, kind) in entries {
            let path = folder.join(name);
            if kind == EntryKind::Folder {
                let before = self.kept.len();
                let inside = self.disk.entries(&self.target.join(&path))?;
                let ours = self.walk(&path, inside)?;
                any_ours |= ours;
                if !ours || self.kept.len() > before {
                    self.kept.insert(before, (path.clone(), kind));
                    if self.taken.contains(&text_of(&path).to_lowercase()) {
                        self.refuse(&path);
                    }
                }
            } else if kind == EntryKind::File && self.is_ours(&path)? {
                any_ours = true;
            } else {
                let lower = text_of(&path).to_lowercase();
                if self.taken.contains(&lower) || self.folders.contains(&lower) {
                    self.refuse(&path);
                }
                self.kept.push((path, kind));
            }
        }
        Ok(any_ours)
    }

    /// Whether a file is as the last run wrote it, or as this one will write it.
    fn is_ours(&self, path: &Path) -> io::Result<bool> {
        let text = text_of(path);
        if text == self.list && !self.list.is_empty() {
            return Ok(true);
        }
        let (listed, new) = (self.listed.get(&text), self.new.get(text.as_str()));
        if listed.is_none() && new.is_none() {
            return Ok(false);
        }
        let found = sha256(self.disk.read(&self.target.join(path))?);
        Ok(new.is_some_and(|new| *new == found) || listed.is_some_and(|it| *it == found))
    }

    fn refuse(&mut self, path: &Path) {
        let text = text_of(path);
        self.in_the_way.push(if self.listed.contains_key(&text) {
            format!("`{text}` has changed since hfreport wrote it")
        } else {
            format!("`{text}` stands in the way, hfreport did not write it")
        });
    }
}
