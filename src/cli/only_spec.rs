//! The spec of a folder: what a command takes where it is given none.

use super::Exit;
use super::terminal::note;
use crate::world::{SystemWorld, World};
use std::path::{Path, PathBuf};

/// The given spec, or else the only one in the working folder.
///
/// # Errors
/// The folder has no spec or several: what to do has been printed.
pub(super) fn or_only_one(given: Option<PathBuf>, command: &str) -> Result<PathBuf, Exit> {
    given.map_or_else(|| only_one(&SystemWorld, command), Ok)
}

fn only_one(world: &dyn World, command: &str) -> Result<PathBuf, Exit> {
    let files = ["*.yaml", "*.yml"].map(|pattern| world.glob(pattern).unwrap_or_default());
    let is_spec = |path: &PathBuf| is_spec(world, path);
    let mut specs: Vec<PathBuf> = files.into_iter().flatten().filter(is_spec).collect();
    specs.sort();
    match &mut specs[..] {
        [spec] => Ok(std::mem::take(spec)),
        [] => {
            note(&format!(
                "error: no spec is named, and there is none in this folder\n\nUsage: hfreport {command} SPEC\n\n`hfreport new DATA` writes a first spec for a file of rows"
            ));
            Err(Exit::Environment)
        }
        several => {
            let names = several
                .iter()
                .map(|it| format!("\n  hfreport {command} {}", it.display()));
            note(&format!(
                "error: no spec is named, and there are {} in this folder; name one:{}",
                several.len(),
                names.collect::<String>()
            ));
            Err(Exit::Environment)
        }
    }
}

/// Whether a YAML file is a spec, be it right or wrong: a spec says its version, and where its rows come from or what
/// it extends.
fn is_spec(world: &dyn World, path: &Path) -> bool {
    let Ok(bytes) = world.read(path) else {
        return false;
    };
    let text = String::from_utf8_lossy(&bytes);
    let says = |key: &str| text.lines().any(|line| line.starts_with(key));
    says("version:") && (says("sources:") || says("extends:"))
}
