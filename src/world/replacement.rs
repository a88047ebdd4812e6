//! What is to stand in a folder, and the list by which it is known as ours.

use super::{Disk, EntryKind, OutputFile};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::Path;

/// Paths of files below a folder, with `/`, and their SHA-256 in hexadecimal digits.
pub type Listed = BTreeMap<String, String>;

/// Whether a folder may be replaced, given its canonical path and the content of its list; else why
/// not.
pub type Admits<'a> = dyn Fn(&Path, Option<&[u8]>) -> Result<(), String> + 'a;

/// The new files of a folder.
#[derive(Clone, Copy)]
pub struct Replacement<'a> {
    /// The files; the list is among them.
    pub files: &'a [OutputFile],
    /// The name of the list in the folder.
    pub list: &'a str,
    /// The files that a list names; `None` if it is not a list of ours.
    pub listed: fn(&[u8]) -> Option<Listed>,
    /// Checked before anything happens.
    pub admits: &'a Admits<'a>,
}

/// The list of a folder, or why there is none.
pub(super) fn list_of(
    disk: &dyn Disk,
    folder: &Path,
    replacement: &Replacement<'_>,
) -> io::Result<Result<Listed, String>> {
    let name = replacement.list;
    let path = folder.join(name);
    if disk.kind(&path)? != Some(EntryKind::File) {
        return Ok(Err(format!("it has no {name}")));
    }
    let listed = (replacement.listed)(&disk.read(&path)?);
    Ok(listed.ok_or_else(|| format!("its {name} is not that of a bundle")))
}

/// A path below a folder as in a list. One that is not Unicode is never listed.
pub(super) fn text_of(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(OsStr::to_string_lossy).collect();
    parts.join("/")
}

pub(super) fn parent_of(target: &Path) -> &Path {
    let parent = target.parent().filter(|it| !it.as_os_str().is_empty());
    parent.unwrap_or(Path::new("."))
}
