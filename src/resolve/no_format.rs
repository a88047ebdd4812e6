//! Why the format of a source is not known: the ending of its path, or what is there.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;
use crate::spec::{nearest_file, unreadable};
use crate::world::World;
use std::io::ErrorKind;

/// What is wrong with a path whose ending is none of a format.
pub(super) fn no_format(world: &dyn World, place: &Place, shown: &str) -> Diagnostic {
    let mut near = None;
    if let Place::Local(path) = place {
        match world.canonicalize(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return unreadable(path, &error);
            }
            // Only a folder has itself.
            Ok(_) if world.canonicalize(&path.join(".")).is_ok() => {
                let message = format!("`{shown}` is a folder, and a source is read from files");
                let hint = "name one of its files, or all of a kind: `path: \"folder/*.csv\"`";
                return Diagnostic::error(Code::SOURCE_FORMAT, message).hint(hint);
            }
            Err(_) => near = nearest_file(world, path),
            _ => {}
        }
    }
    let message = format!(
        "the ending of `{shown}` does not say the format; endings are .csv, .tsv, .json, .ndjson, .jsonl, .parquet, and .gz behind those of text"
    );
    Diagnostic::error(Code::SOURCE_FORMAT, message).maybe_hint(near)
}
