//! The index of the periods, which a run renews when its bundle stands in its place.

use super::Exit;
use super::bounds::computed;
use super::terminal::{fail, out, report};
use crate::diagnostic::{Batch, Format};
use crate::document::report_json::WrittenNumbers;
use crate::index::{Options, Series, index};
use crate::pipeline::{Checked, Failure};
use crate::world::World;

/// Renews the index beside the bundle of a report, if its spec asks for one.
pub(super) fn renew(
    world: &dyn World,
    (checked, written): (&mut Checked, Vec<WrittenNumbers>),
    quiet: bool,
    format: Format,
) -> Exit {
    let outputs = &checked.report.outputs;
    if outputs.index.is_none() {
        return Exit::Fine;
    }
    let folder = outputs
        .folder
        .parent()
        .unwrap_or(&outputs.folder)
        .to_owned();
    let (spec, files) = checked.series();
    let options = Options {
        series: Some(Series { spec, files }),
        written,
        ..Options::default()
    };
    let made = computed(&checked.path, format, || index(world, &folder, &options));
    let written = made.and_then(|made| {
        let told = checked.beside(made.warnings.clone())?;
        let batch = Batch {
            spec: &checked.path,
            problems: &told,
            sources: &checked.sources,
        };
        report(&[batch], format);
        made.write(world)
    });
    match written {
        Ok(written) => {
            if let (Some(page), false) = (written.first(), quiet) {
                out(&format!("index of the periods: {}", page.display()));
            }
            Exit::Fine
        }
        Err(problems) => {
            let failure = Failure {
                spec: checked.path.clone(),
                problems,
                sources: checked.sources.clone(),
            };
            fail(&failure, format)
        }
    }
}
