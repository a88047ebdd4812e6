//! Paths of a spec: relative to the file in which they stand, and inside the root.

use crate::diagnostic::{Code, Diagnostic};
use crate::world::World;
use std::path::{Component, Path, PathBuf};

/// The folders that a spec may name files in, all canonical.
#[derive(Clone, Debug)]
pub struct Root {
    folders: Vec<PathBuf>,
}

impl Root {
    /// The root of a spec: the folder of `hfreport.toml`, else of the repository, else of the
    /// spec; and each folder of `--allow-path`.
    ///
    /// # Errors
    /// The spec or an allowed folder does not exist.
    pub fn find(world: &dyn World, spec: &Path, allowed: &[PathBuf]) -> Result<Self, Diagnostic> {
        let spec = world
            .canonicalize(spec)
            .map_err(|error| unreadable(spec, &error))?;
        let home = spec.parent().unwrap_or(Path::new("/"));
        let mut folders = vec![Self::above(world, home).to_path_buf()];
        for folder in allowed {
            folders.push(
                world
                    .canonicalize(folder)
                    .map_err(|error| unreadable(folder, &error))?,
            );
        }
        Ok(Self { folders })
    }

    /// The folder of `hfreport.toml`, else of the repository, above a canonical folder in which a
    /// spec stands; else that folder.
    #[must_use]
    pub fn above<'a>(world: &dyn World, home: &'a Path) -> &'a Path {
        let marked = |name: &str| {
            home.ancestors()
                .find(|folder| world.exists(&folder.join(name)))
        };
        marked("hfreport.toml")
            .or_else(|| marked(".git"))
            .unwrap_or(home)
    }

    /// The first folder: that of `hfreport.toml`, the repository or the spec.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folders[0]
    }

    /// The path that `text` means in a file of `folder`; it may not exist yet.
    ///
    /// # Errors
    /// It lies outside the root.
    pub fn resolve(
        &self,
        world: &dyn World,
        folder: &Path,
        text: &str,
    ) -> Result<PathBuf, Diagnostic> {
        let path = folder.join(text);
        let real = real_path(world, &path);
        if self.folders.iter().any(|root| real.starts_with(root)) {
            // `reports/base/../published` reads better without the detour.
            let short = without_detours(&path);
            Ok(if real_path(world, &short) == real {
                short
            } else {
                path
            })
        } else {
            Err(Diagnostic::error(
                Code::OUTSIDE,
                format!("the path `{text}` leads outside the root"),
            )
            .hint("move the file into the folder of the report's repository, or allow its folder with `--allow-path`"))
        }
    }
}

/// A path without `name/..`, which is another place where `name` is a link.
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

/// Canonical form of the part that exists, with `..` of the rest removed by name.
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

/// A file that cannot be read.
#[must_use]
pub fn unreadable(path: &Path, error: &std::io::Error) -> Diagnostic {
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => "it does not exist".to_owned(),
        std::io::ErrorKind::PermissionDenied => "no permission".to_owned(),
        _ => error.to_string(),
    };
    let diagnostic = Diagnostic::error(
        Code::FILE,
        format!("cannot read `{}`: {reason}", path.display()),
    );
    if error.kind() == std::io::ErrorKind::NotFound {
        diagnostic
    } else {
        diagnostic.environment()
    }
}
