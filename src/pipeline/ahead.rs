//! A run in two steps, so that the first one may be taken while the period before is still being computed: what needs only a
//! checked spec and the rows, then the rest, which may need the bundle of the period before.

use super::bundle_before::HandedOver;
use super::check::Checked;
use super::clock::Clock;
use super::failure::Failure;
use super::run::{Executed, run_after, where_rows_are};
use crate::diagnostic::Diagnostic;
use crate::engine::{Scanned, WhereRowsAre, execute_scanned, scanned};
use crate::plan::plan;
use crate::report::Report;
use crate::world::World;
use std::sync::Arc;

/// Rows are read ahead up to this many bytes of files, as they are in memory: four periods are there then, two whose rows are read,
/// one that is computed and one whose files are made.
const MOST_BYTES: u64 = 8 << 20;

/// The first step of a run.
#[derive(Debug)]
pub(crate) struct Begun {
    checked: Checked,
    /// The groups of the rows, or what is wrong with them; none: they are not read yet.
    scanned: Option<Result<Vec<Arc<Scanned>>, Vec<Diagnostic>>>,
}

/// Reads the rows of the sources of a checked report where they are few.
pub(crate) fn begin(world: &dyn World, mut checked: Checked) -> Begun {
    let mut timings = std::mem::take(&mut checked.timings);
    let mut clock = Clock::new(&mut timings);
    let door = checked.root.door(world);
    let report = &checked.report;
    let scanned = are_few(&door, report)
        .then(|| scanned(&WhereRowsAre, &door, &plan(report), &checked.meter));
    clock.lap("read ahead");
    checked.timings = timings;
    Begun { checked, scanned }
}

/// Whether the files of all rows take little memory; not where that is not known.
fn are_few(world: &dyn World, report: &Report) -> bool {
    let mut room = MOST_BYTES;
    report.sources.iter().all(|source| {
        let Some(location) = source.files() else {
            return false;
        };
        let files = location.files(world).unwrap_or_default();
        !files.is_empty()
            && files.iter().all(|file| {
                let left = location
                    .expanded_length(world, file, room)
                    .and_then(|length| room.checked_sub(length));
                room = left.unwrap_or_default();
                left.is_some()
            })
    })
}

impl Begun {
    /// Whether the rows are read, so that little memory more is needed.
    pub(crate) fn is_read(&self) -> bool {
        self.scanned.is_some()
    }

    /// Plans and executes the rest, after a bundle that was handed over.
    ///
    /// # Errors
    /// Data that break the contract, a failed check.
    pub(crate) fn run(
        self,
        world: &dyn World,
        handed_over: Option<&HandedOver>,
    ) -> Result<Executed, Failure> {
        let Self { checked, scanned } = self;
        run_after(world, checked, handed_over, |it| {
            let Some(scanned) = scanned else {
                return where_rows_are(it);
            };
            let previous = it.previous();
            let results = execute_scanned(
                &WhereRowsAre,
                it.world,
                it.plan,
                scanned?,
                previous,
                it.meter,
            );
            results.map(Arc::new)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, begin};
    use crate::pipeline::{Request, check};
    use crate::world::{SystemWorld, World};
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    const SPEC: &str = r#"
version: 1
title: Rows
locales: [en]
sources: {rows: {path: FILE, columns: {account: {type: string}}}}
measures: {rows: {sql: "count(*)"}}
breakdowns: {by_account: {by: account, measures: [rows]}}
sections: [{table: by_account}]
outputs: {dir: out}
"#;

    /// Whether rows that take so many bytes are read ahead, plain or compressed.
    fn is_read(bytes: u64, is_compressed: bool) -> bool {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let written = SystemWorld.create_file(&folder.path().join(name), bytes);
            written.unwrap();
        };
        let line = "the same name in every row of it\n";
        let rows = usize::try_from(bytes).unwrap() / line.len();
        let text = format!("account\n{}", line.repeat(rows));
        let name = if is_compressed {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(text.as_bytes()).unwrap();
            let packed = encoder.finish().unwrap();
            assert!((packed.len() as u64) < MOST_BYTES / 8);
            write("rows.csv.gz", &packed);
            "rows.csv.gz"
        } else {
            write("rows.csv", text.as_bytes());
            "rows.csv"
        };
        write("spec.yaml", SPEC.replace("FILE", name).as_bytes());
        let request = Request {
            spec: folder.path().join("spec.yaml"),
            ..Request::default()
        };
        let checked = check(&SystemWorld, &request).unwrap_or_else(|failure| panic!("{failure}"));
        begin(&SystemWorld, checked).is_read()
    }

    #[test]
    fn rows_are_read_ahead_by_the_bytes_that_they_take_in_memory() {
        for is_compressed in [false, true] {
            assert!(is_read(MOST_BYTES / 2, is_compressed));
            assert!(!is_read(MOST_BYTES + 4096, is_compressed));
        }
    }
}
