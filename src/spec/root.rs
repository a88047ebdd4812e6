//! Paths of a spec: relative to the file that contains them, and inside the root.

use super::refusal::{Opened, outside, unreadable_in};
use crate::diagnostic::Diagnostic;
use crate::world::World;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The folders whose files a spec may name, all canonical.
#[derive(Clone, Debug)]
pub(crate) struct Root {
    folders: Vec<PathBuf>,
    /// Paths and patterns from the command line, which may lie anywhere.
    typed: Vec<PathBuf>,
    pub(super) opened: Opened,
    /// Files that were fetched for the spec, which lie in the cache.
    fetched: Arc<Mutex<BTreeSet<PathBuf>>>,
}

impl Root {
    /// The root of a spec: the folder of `hfreport.toml`, else the repository, else the folder of
    /// the spec; plus each folder of `--allow-path`.
    ///
    /// # Errors
    /// The spec or an allowed folder does not exist.
    pub(crate) fn find(
        world: &dyn World,
        spec: &Path,
        allowed: &[PathBuf],
    ) -> Result<Self, Diagnostic> {
        let spec = world
            .canonicalize(spec)
            .map_err(|error| unreadable_in(world, spec, &error))?;
        let home = spec.parent().unwrap_or(Path::new("/"));
        let mut folders = vec![Self::above(world, home).to_path_buf()];
        for folder in allowed {
            folders.push(
                world
                    .canonicalize(folder)
                    .map_err(|error| unreadable_in(world, folder, &error))?,
            );
        }
        Ok(Self {
            folders,
            typed: Vec::new(),
            opened: Opened::default(),
            fetched: Arc::default(),
        })
    }

    /// The folder of `hfreport.toml`, else of the repository, above the canonical folder of a spec;
    /// else that folder.
    #[must_use]
    pub(crate) fn above<'a>(world: &dyn World, home: &'a Path) -> &'a Path {
        let marked = |name: &str| {
            home.ancestors()
                .find(|folder| world.exists(&folder.join(name)))
        };
        marked("hfreport.toml")
            .or_else(|| marked(".git"))
            .unwrap_or(home)
    }

    /// The first folder: that of `hfreport.toml`, of the repository or of the spec.
    #[must_use]
    pub(crate) fn folder(&self) -> &Path {
        &self.folders[0]
    }

    /// All of its folders.
    #[must_use]
    pub(crate) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The same root, which also admits the paths and patterns from the command line.
    #[must_use]
    pub(crate) fn with_typed(mut self, typed: impl IntoIterator<Item = PathBuf>) -> Self {
        self.typed.extend(typed);
        self
    }

    /// Admits files that were fetched for the spec.
    pub(crate) fn admit(&self, fetched: impl IntoIterator<Item = PathBuf>) {
        let mut known = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(fetched);
    }

    /// The files that were opened, as canonical paths.
    #[must_use]
    pub(crate) fn opened(&self) -> Vec<PathBuf> {
        self.opened.paths()
    }

    /// Whether a canonical path lies inside the root.
    #[must_use]
    pub(crate) fn holds(&self, real: &Path) -> bool {
        self.folders.iter().any(|root| real.starts_with(root))
    }

    /// Whether a file may be opened: `path` as requested, `real` with all links resolved.
    pub(super) fn admits(&self, path: &Path, real: &Path) -> bool {
        let is_typed = |typed: &PathBuf| {
            typed == path
                || glob::Pattern::new(&typed.to_string_lossy())
                    .is_ok_and(|pattern| pattern.matches_path(path))
        };
        let is_fetched = || {
            let fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
            fetched.contains(path)
        };
        self.holds(real) || self.typed.iter().any(is_typed) || is_fetched()
    }

    /// The root as shown in messages.
    fn described(&self) -> String {
        let folders: Vec<String> = self
            .folders
            .iter()
            .map(|folder| format!("`{}`", folder.display()))
            .collect();
        folders.join(" and ")
    }

    /// The path that `text` denotes in a file of `folder`; it may not exist yet.
    ///
    /// # Errors
    /// It lies outside the root.
    pub(crate) fn resolve(
        &self,
        world: &dyn World,
        folder: &Path,
        text: &str,
    ) -> Result<PathBuf, Diagnostic> {
        let path = folder.join(text);
        let real = real_path(world, &path);
        if self.holds(&real) {
            // `reports/base/../published` reads better as `reports/published`.
            let short = without_detours(&path);
            Ok(if real_path(world, &short) == real {
                short
            } else {
                path
            })
        } else {
            Err(outside(text, Some(&self.described())))
        }
    }
}

/// A path without `name/..`; if `name` is a link, this denotes another file.
fn without_detours(path: &Path) -> PathBuf {
    let mut short = PathBuf::new();
    for part in path.components() {
        let named = matches!(short.components().next_back(), Some(Component::Normal(_)));
        if part == Component::ParentDir && named {
            short.pop();
        } else {
            short.push(part);
        }
    }
    short
}

/// The canonical form of the part that exists; `..` in the rest is removed textually.
fn real_path(world: &dyn World, path: &Path) -> PathBuf {
    for existing in path.ancestors() {
        let here = if existing.as_os_str().is_empty() {
            Path::new(".")
        } else {
            existing
        };
        let Ok(mut real) = world.canonicalize(here) else {
            continue;
        };
        for part in path
            .strip_prefix(existing)
            .unwrap_or(Path::new(""))
            .components()
        {
            match part {
                Component::ParentDir => {
                    real.pop();
                }
                Component::Normal(name) => real.push(name),
                _ => {}
            }
        }
        return real;
    }
    path.to_path_buf()
}
