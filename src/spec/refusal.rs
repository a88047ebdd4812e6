//! Files that are not read: they lie outside of the root, have changed since they were read first, or cannot
//! be opened. In: the error of a read. Out: a problem.

use crate::diagnostic::{Code, Diagnostic, meant, nearest_name};
use crate::world::{Stamp, World};
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What was opened: canonical paths, and the stamp of each file at that time.
#[derive(Clone, Debug, Default)]
pub(super) struct Opened(Arc<Mutex<BTreeMap<PathBuf, Option<Stamp>>>>);

impl Opened {
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        let opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        opened.keys().cloned().collect()
    }

    /// Records a file that was read between two stamps.
    pub(super) fn note(
        &self,
        path: PathBuf,
        before: Option<Stamp>,
        after: Option<Stamp>,
    ) -> io::Result<()> {
        let mut opened = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = *opened.entry(path).or_insert(before);
        if first == before && before == after {
            Ok(())
        } else {
            Err(Refusal::Changed.into())
        }
    }
}

/// Why an existing file is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It lies outside the root.
    Outside,
    /// It has changed since it was first read, or while it was being read.
    Changed,
}

impl Refusal {
    /// The refusal inside an I/O error.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref::<Self>().copied()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Outside => "it leads outside the root",
            Self::Changed => "it has changed since this run read it first",
        })
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::other(refusal)
    }
}

/// The problem of a path outside the root; the root is described if it is known.
pub(super) fn outside(path: &str, root: Option<&str>) -> Diagnostic {
    let root = root.map_or_else(String::new, |root| format!(", {root}"));
    Diagnostic::error(
        Code::OUTSIDE,
        format!("the path `{path}` leads outside of the root{root}"),
    )
    .hint("move the file into the root; or make a folder above both the root, with an empty file `hfreport.toml` in it; or allow the folder of the file with `--allow-path DIR`")
}

/// The problem of a file that cannot be read.
#[must_use]
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    if Refusal::of(error) == Some(Refusal::Outside) {
        return outside(&path.display().to_string(), None);
    }
    let reason = why(error);
    let diagnostic = Diagnostic::error(
        Code::FILE,
        format!("cannot read `{}`: {reason}", path.display()),
    );
    diagnostic.environment()
}

/// The same where the world is at hand: of a file that is not there, with the name beside it that was probably meant.
#[must_use]
pub(crate) fn unreadable_in(world: &dyn World, path: &Path, error: &io::Error) -> Diagnostic {
    let problem = unreadable(path, error);
    match error.kind() {
        io::ErrorKind::NotFound => problem.maybe_hint(nearest_file(world, path)),
        _ => problem,
    }
}

/// The file whose name is nearest to that of a path, in its folder or, where there is none, in the folder whose name is nearest, as a hint.
#[must_use]
pub(crate) fn nearest_file(world: &dyn World, path: &Path) -> Option<String> {
    nearest_path(world, path).map(|near| meant(&near))
}

/// The same of a path that may be one of another period: a name that differs in its digits alone is none that was meant.
#[must_use]
pub(crate) fn nearest_other_file(world: &dyn World, path: &Path) -> Option<String> {
    let without_digits = |text: &str| text.replace(|sign: char| sign.is_ascii_digit(), "");
    let near = nearest_path(world, path)?;
    let name = path.file_name()?.to_string_lossy();
    let is_other = without_digits(&near) != without_digits(&name);
    is_other.then(|| meant(&near))
}

/// The name of a file beside a path, or the path of one in a folder that is near.
fn nearest_path(world: &dyn World, path: &Path) -> Option<String> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let name = path.file_name()?.to_string_lossy().into_owned();
    let names = names_in(world, folder);
    if !names.is_empty() || world.exists(folder) {
        return nearest_name(&name, names.iter().map(String::as_str)).map(str::to_owned);
    }
    let near = nearest_path(world, folder)?;
    let names = names_in(world, &folder.with_file_name(&near));
    let found = names.iter().map(String::as_str);
    let found = nearest_name(&name, found)?;
    Some(format!("{near}/{found}"))
}

/// The names of what is in a folder.
fn names_in(world: &dyn World, folder: &Path) -> Vec<String> {
    let inside = glob::Pattern::escape(&folder.to_string_lossy());
    let pattern = Path::new(&inside).join("*");
    let files = world.glob(&pattern.to_string_lossy()).unwrap_or_default();
    let names = files.iter().filter_map(|file| file.file_name());
    names.map(|it| it.to_string_lossy().into_owned()).collect()
}

/// A file that a pattern seems to be meant for, by its folder, the beginning of its name and its ending, as a hint.
#[must_use]
pub(crate) fn near_pattern(world: &dyn World, path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let folder = path.parent().unwrap_or(Path::new(""));
    let is_sign = |sign: char| "*?[".contains(sign);
    if folder.to_string_lossy().contains(is_sign) {
        return None;
    }
    let (begins, _) = name.split_at(name.find(is_sign).unwrap_or(name.len()));
    let ending = Path::new(&name).extension()?.to_string_lossy().into_owned();
    let near = (!world.exists(folder))
        .then(|| nearest_path(world, folder))
        .flatten();
    let folder = match &near {
        Some(near) => folder.with_file_name(near),
        None => folder.to_path_buf(),
    };
    let names = names_in(world, &folder);
    let length = begins.chars().count();
    let beginning = |name: &String| -> String { name.chars().take(length).collect() };
    let is_alike = |name: &&String| {
        let own = Path::new(name.as_str()).extension();
        own.is_some_and(|own| own.to_string_lossy().eq_ignore_ascii_case(&ending))
            && nearest_name(begins, [beginning(name).as_str()]).is_some()
    };
    let found = names.iter().find(is_alike)?;
    let near = near.map(|near| format!("{near}/")).unwrap_or_default();
    Some(format!("there is `{near}{found}`"))
}

/// Why a file cannot be read or written, in words; those of the system where it says more than we know.
#[must_use]
pub(crate) fn why(error: &io::Error) -> String {
    let known = match error.kind() {
        io::ErrorKind::NotFound => "it does not exist",
        io::ErrorKind::PermissionDenied => "no permission",
        // It has words of ours.
        _ if error.get_ref().is_some() => return error.to_string(),
        io::ErrorKind::IsADirectory => "it is a folder",
        io::ErrorKind::NotADirectory => "it is a file, or below one, where a folder is needed",
        io::ErrorKind::AlreadyExists => "a file stands where a folder is needed",
        io::ErrorKind::ReadOnlyFilesystem => "nothing can be written there",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "no space is left",
        io::ErrorKind::InvalidFilename => "it is no name that a file can have",
        // The kind has no name in stable Rust.
        kind if format!("{kind:?}") == "FilesystemLoop" => "its symbolic links lead in a circle",
        _ => return error.to_string(),
    };
    known.to_owned()
}
