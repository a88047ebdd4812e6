//! The index of the periods: its texts, its headline numbers, and where it stands.

use super::context::Context;
use super::filled::filled;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::PeriodIndex;
use crate::spec::grammar::{self, DocumentFormat};
use std::path::Path;

const POINTER: &str = "/outputs/index";

impl Context<'_> {
    /// The requested index; a run that writes its bundle elsewhere, or nowhere, does not renew it.
    pub(super) fn period_index(
        &mut self,
        given: &grammar::PeriodIndex,
        outputs: &grammar::Outputs,
    ) {
        let title = given.title.as_ref();
        let title = title.map(|text| self.text(text, &format!("{POINTER}/title")));
        let status = given.status.as_ref();
        let status = status.map(|text| self.text(text, &format!("{POINTER}/status")));
        let metrics = given.metrics.clone().unwrap_or_default();
        for (at, name) in metrics.iter().enumerate() {
            self.use_name("metric", name);
            if !self.spec.metrics.contains_key(name) {
                let names: Vec<String> = self.spec.metrics.keys().cloned().collect();
                let names = names.iter().map(String::as_str);
                self.unknown("metric", name, &format!("{POINTER}/metrics/{at}"), names);
            }
        }
        let address = match &given.address {
            Some(address) => self.address(address, &format!("{POINTER}/address")),
            None => above(&self.report.outputs.address, &self.report.outputs.folder),
        };
        let has_place = self.has_periods_beside_each_other(outputs);
        if has_place && !self.options.while_writing && !self.report.outputs.typed {
            self.report.outputs.index = Some(PeriodIndex {
                title,
                metrics,
                status,
                address: address.unwrap_or_default(),
            });
        }
    }

    /// Whether the report has periods whose bundles stand in one folder, with the numbers that an index reads.
    fn has_periods_beside_each_other(&mut self, outputs: &grammar::Outputs) -> bool {
        let Some(periods) = &self.tree.periods else {
            // A wrong `periods` is reported where it stands.
            if self.spec.periods.is_none() {
                let message = "the index is one of periods, and this spec has none";
                let problem = Diagnostic::error(Code::DEFINITION, message);
                let hint =
                    "add `periods: {param: snapshot, table: periods.csv}`, or take `index` out";
                self.problems
                    .push(problem.at(Location::key(POINTER)).hint(hint));
            }
            return false;
        };
        let formats = outputs.formats.as_ref();
        if formats.is_some_and(|formats| !formats.contains(&DocumentFormat::Json)) {
            let message = "the index reads the `report.json` of each bundle, and `json` is not among the formats";
            let problem = Diagnostic::error(Code::DEFINITION, message);
            let problem = problem.at(Location::value("/outputs/formats"));
            let index = Location::key(POINTER);
            self.problems
                .push(problem.related(index, "the index is asked for here"));
        }
        let dir = outputs.dir.as_deref().unwrap_or("out");
        let folders = periods.list.iter().filter_map(|period| {
            let folder = filled(dir, &self.tree.params_of(period)).ok()?;
            Some((period.key.plain(), folder))
        });
        let folders: Vec<(String, String)> = folders.collect();
        let parent = |folder: &String| Path::new(folder).parent().map(Path::to_owned);
        let apart = folders
            .iter()
            .find(|(_, folder)| parent(folder) != parent(&folders[0].1));
        if let Some((name, folder)) = apart {
            let (first, its) = &folders[0];
            let message = format!(
                "the bundles of the periods `{first}` and `{name}` do not stand beside each other: `{its}`, `{folder}`"
            );
            let problem = Diagnostic::error(Code::DEFINITION, message);
            let index = Location::key(POINTER);
            self.problems.push(
                problem
                    .at(Location::value("/outputs/dir"))
                    .related(index, "their index is asked for here")
                    .hint("name the period in the last part of the path only"),
            );
            return false;
        }
        true
    }
}

/// The address above that of a bundle, if both end with the name of its folder.
fn above(address: &str, folder: &Path) -> Option<String> {
    let name = folder.file_name()?.to_str()?;
    let above = address.strip_suffix('/')?.strip_suffix(name)?;
    above.ends_with('/').then(|| above.to_owned())
}
