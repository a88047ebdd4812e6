//! Inputs of the period before that are no longer those of its bundle. In: what the spec gives that period today, the manifest
//! of its bundle. Out: what differs.

use crate::checksum::sha256;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::Manifest;
use crate::document::manifest::SourceFile;
use crate::report::{PeriodBefore, Report};
use crate::world::World;
use std::path::Path;

/// Differences that a message lists.
const SHOWN: usize = 5;

/// A warning where the bundle of the period before was made of other files, or other values of `periods`, than there are now. Files that
/// are gone are kept elsewhere, and say nothing.
pub(super) fn changed_before(
    world: &dyn World,
    report: &Report,
    place: &PeriodBefore,
    manifest: &Manifest,
) -> Option<Diagnostic> {
    let now = &report.period.as_ref()?.inputs_before;
    let params = now.params.iter().filter_map(|(name, now)| {
        let then = manifest.params.get(name)?;
        (then != now).then(|| format!("`{name}` was `{then}`, is `{now}`"))
    });
    let files = now.files.iter().flat_map(|(source, location)| {
        let recorded = manifest.sources.get(source).map(|it| it.files.as_slice());
        let recorded = recorded.filter(|files| files.iter().all(|it| it.remote.is_none()));
        let found = location.files(world).unwrap_or_default();
        let (recorded, found) = match recorded {
            Some(recorded) if !found.is_empty() => (recorded, found),
            _ => (&[][..], Vec::new()),
        };
        found.into_iter().filter_map(move |path| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            let Some(file) = recorded.iter().find(|it| it.file == name) else {
                return Some(format!("`{name}` of source `{source}` is new"));
            };
            let is_same = is_same(world, &path, file);
            (!is_same).then(|| format!("`{name}` of source `{source}` has other bytes"))
        })
    });
    let mut differences: Vec<String> = params.chain(files).collect();
    if differences.is_empty() {
        return None;
    }
    let more = differences.len().saturating_sub(SHOWN);
    differences.truncate(SHOWN);
    if more > 0 {
        differences.push(format!("{more} more"));
    }
    let name = &place.name;
    let message = format!(
        "the bundle of the period before, {name}, was made of other inputs than there are now: {}; what is said of change is change from that bundle",
        differences.join("; ")
    );
    let hint = "`hfreport run SPEC --each` computes every period from what is there now; where the published numbers shall stay, say so: `allow: [HF0517]`";
    let problem = Diagnostic::warning(Code::CHANGED_BEFORE, message);
    Some(problem.at(Location::key("/periods")).hint(hint))
}

/// Whether a file has the bytes that were read; its length tells most changes without reading it. What cannot be read now says
/// nothing.
fn is_same(world: &dyn World, path: &Path, recorded: &SourceFile) -> bool {
    let has_length = |it: crate::world::Stamp| it.length == recorded.bytes as u64;
    world.stamp(path).is_none_or(has_length)
        && world
            .read(path)
            .map_or(true, |bytes| sha256(bytes) == recorded.sha256)
}
