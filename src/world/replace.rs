//! Replaces a folder or a file. In: a [`Disk`], a target and its new content. Out: at every moment
//! the old or the new one, complete, with everything that others have put there.
//!
//! The new folder is made beside the target: first what others have put into the target (a file
//! gets another name, links and folders are made again), then the new files. Both folders exchange
//! names in one step. The old one is cleared file by file: what its list names and whose content is
//! as listed, and what is in the target as well. What was added or changed in between is moved
//! over.

use super::clear::clear;
use super::replacement::{Replacement, parent_of};
use super::target_content::TargetContent;
use super::{Disk, EntryKind, OutputFile};
use std::io;
use std::path::{Path, PathBuf};

/// A folder that contains this is not finished; nothing in it belongs to others except additional
/// names of their files.
const UNFINISHED: &str = ".hfreport-unfinished";
/// See [`super::World::replace_folder`].
///
/// # Errors
/// A step fails, the target is not ours, or something in it is in the way; the target is then as it
/// was, and nothing is left beside it.
pub fn replace_folder(
    disk: &dyn Disk,
    target: &Path,
    replacement: &Replacement<'_>,
) -> io::Result<Vec<PathBuf>> {
    with_parents(disk, target, |target| {
        let target = match (disk.kind(target)?, target.file_name()) {
            (None, Some(name)) => disk.canonicalize(parent_of(target))?.join(name),
            // The folder behind a symbolic link is replaced, not the link.
            _ => disk.canonicalize(target)?,
        };
        let _lock = disk.lock(parent_of(&target))?;
        remove_leftovers(disk, &target, replacement);
        let list = target.join(replacement.list);
        let list = match disk.kind(&list)? {
            Some(EntryKind::File) => Some(disk.read(&list)?),
            _ => None,
        };
        (replacement.admits)(&target, list.as_deref()).map_err(io::Error::other)?;
        let kept = match disk.kind(&target)? {
            None => None,
            Some(EntryKind::Folder) => Some(TargetContent::at(disk, &target, replacement)?.kept),
            Some(_) => return Err(io::Error::other("it is not a folder")),
        };
        let fresh = Fresh::folder(disk, &target, kept.is_some())?;
        fresh.fill(&kept.unwrap_or_default(), replacement.files)?;
        fresh.put(replacement)
    })
}

/// See [`super::World::replace_file`].
///
/// # Errors
/// A step fails; the target is then as it was, and nothing is left beside it.
pub fn replace_file(disk: &dyn Disk, target: &Path, bytes: &[u8]) -> io::Result<()> {
    with_parents(disk, target, |target| {
        let target = match disk.kind(target)? {
            Some(EntryKind::Link) => disk.canonicalize(target)?,
            _ => target.to_owned(),
        };
        let _lock = disk.lock(parent_of(&target))?;
        let none = Replacement {
            files: &[],
            list: "",
            listed: |_| None,
            admits: &|_, _| Ok(()),
        };
        remove_leftovers(disk, &target, &none);
        let path = beside(disk, &target)?;
        disk.create(&path, &|out| out.write_all(bytes))?;
        disk.rename(&path, &target)
            .inspect_err(|_| drop(disk.remove_file(&path)))
    })
}

/// Works on a target whose folder exists; folders that were made for it are removed if the work
/// fails.
fn with_parents<T>(
    disk: &dyn Disk,
    target: &Path,
    work: impl FnOnce(&Path) -> io::Result<T>,
) -> io::Result<T> {
    let parent = parent_of(target);
    let mut missing = Vec::new();
    for folder in parent.ancestors() {
        if folder.as_os_str().is_empty() || disk.kind(folder)?.is_some() {
            break;
        }
        missing.push(folder);
    }
    let done = disk.make_folders(parent).and_then(|()| work(target));
    if done.is_err() {
        for folder in missing {
            let _ = disk.remove_folder(folder);
        }
    }
    done
}

/// Prefix of the names beside a target while it is written.
fn prefix(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    format!(".{name}.hfreport-")
}

/// A free name beside a target; a leftover that could not be cleared keeps its own.
fn beside(disk: &dyn Disk, target: &Path) -> io::Result<PathBuf> {
    let begin = format!("{}{}", prefix(target), std::process::id());
    let mut number = 0;
    loop {
        let path = target.with_file_name(format!("{begin}-{number}"));
        if disk.kind(&path)?.is_none() {
            return Ok(path);
        }
        number += 1;
    }
}

/// A folder being made beside its target.
struct Fresh<'a> {
    disk: &'a dyn Disk,
    path: PathBuf,
    target: &'a Path,
    /// Whether the target exists.
    replaces: bool,
    /// Whether the new folder has taken its place.
    is_put: bool,
}

impl<'a> Fresh<'a> {
    fn folder(disk: &'a dyn Disk, target: &'a Path, replaces: bool) -> io::Result<Self> {
        let path = beside(disk, target)?;
        if replaces {
            disk.make_like(target, &path)?;
        } else {
            disk.make_folder(&path)?;
        }
        let fresh = Self {
            disk,
            path,
            target,
            replaces,
            is_put: false,
        };
        disk.create(&fresh.path.join(UNFINISHED), &|_| Ok(()))?;
        Ok(fresh)
    }

    fn fill(&self, kept: &[(PathBuf, EntryKind)], files: &[OutputFile]) -> io::Result<()> {
        for (path, kind) in kept {
            let (from, to) = (self.target.join(path), self.path.join(path));
            let done = match kind {
                EntryKind::Folder => self.disk.make_like(&from, &to),
                EntryKind::Link => self.disk.copy_link(&from, &to),
                EntryKind::File | EntryKind::Other => self.disk.hard_link(&from, &to),
            };
            done.map_err(|error| {
                let path = path.display();
                io::Error::new(
                    error.kind(),
                    format!("`{path}`, which hfreport did not write, cannot be kept: {error}"),
                )
            })?;
        }
        for file in files {
            let path = self.path.join(&file.path);
            self.disk.make_folders(parent_of(&path))?;
            self.disk.create(&path, &|out| file.content.write(out))?;
        }
        Ok(())
    }

    /// Puts it in the place of the target, and clears the old content.
    fn put(mut self, replacement: &Replacement<'_>) -> io::Result<Vec<PathBuf>> {
        let (disk, target) = (self.disk, self.target);
        disk.remove_file(&self.path.join(UNFINISHED))?;
        if !self.replaces {
            disk.rename(&self.path, target)?;
            self.is_put = true;
            return Ok(Vec::new());
        }
        let mut old = self.path.clone();
        match disk.exchange(&self.path, target) {
            Ok(()) => {}
            // In two steps, if the file system cannot exchange names.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                old.as_mut_os_string().push(".old");
                disk.rename(target, &old)?;
                if let Err(error) = disk.rename(&self.path, target) {
                    disk.rename(&old, target)?;
                    return Err(error);
                }
            }
            Err(error) => return Err(error),
        }
        self.is_put = true;
        Ok(clear(disk, &old, target, replacement))
    }
}

impl Drop for Fresh<'_> {
    fn drop(&mut self) {
        if !self.is_put {
            let _ = remove_all(self.disk, &self.path);
        }
    }
}

/// Removes an unfinished folder.
fn remove_all(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    let mut entries = disk.entries(folder)?;
    // The mark goes last: a run killed here leaves the rest to the next one.
    entries.sort_by_key(|(name, _)| name == UNFINISHED);
    for (name, kind) in entries {
        let path = folder.join(name);
        match kind {
            EntryKind::Folder => remove_all(disk, &path)?,
            _ => disk.remove_file(&path)?,
        }
    }
    disk.remove_folder(folder)
}

/// Removes what killed runs left beside a target; the caller holds the lock, so no other run is
/// working on it. What cannot be removed now is left for the next run.
fn remove_leftovers(disk: &dyn Disk, target: &Path, replacement: &Replacement<'_>) {
    let Ok(entries) = disk.entries(parent_of(target)) else {
        return;
    };
    let prefix = prefix(target);
    // The last of two is the old one, which a run moved away before it was killed.
    for (name, kind) in entries.into_iter().rev() {
        if !name.to_string_lossy().starts_with(&prefix) {
            continue;
        }
        let path = target.with_file_name(name);
        let has = |path: &Path| matches!(disk.kind(path), Ok(Some(_)));
        let _ = match kind {
            EntryKind::Folder if has(&path.join(UNFINISHED)) => remove_all(disk, &path),
            EntryKind::Folder if !has(target) => disk.rename(&path, target),
            EntryKind::Folder => {
                clear(disk, &path, target, replacement);
                Ok(())
            }
            _ => disk.remove_file(&path),
        };
    }
}
