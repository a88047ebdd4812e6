//! Rows of many periods. In: the checked report, the bundle of the period before. Out: for each breakdown with `periods` the
//! rows that it starts from as earlier periods have them, and what is wrong with those that cannot be read or compared.

use super::bundle_before::{Read, aligned, differences, manifest, read};
use super::check::Checked;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::document::Differences;
use crate::report::{Breakdown, PeriodBefore, Report, Rows};
use crate::results::PreviousBreakdown;
use crate::world::World;
use indexmap::IndexMap;

/// What earlier periods have of the rows that are asked for.
#[derive(Debug, Default)]
pub(super) struct Courses {
    /// By breakdown with `periods`, the oldest first.
    pub(super) rows: IndexMap<String, Vec<(String, PreviousBreakdown)>>,
    /// The digests of the bundles that were read.
    pub(super) digests: String,
    /// What is wrong with them.
    pub(super) problems: Vec<Diagnostic>,
}

/// A breakdown with rows of many periods.
struct Asked<'a> {
    breakdown: &'a Breakdown,
    /// Where its rows come from.
    from: &'a Breakdown,
    /// How many periods before this one it has.
    most: usize,
}

/// The rows of the periods before, of which the last one is read already.
pub(super) fn courses(
    world: &dyn World,
    checked: &Checked,
    (place, before, differs): (&PeriodBefore, &Read, Option<&Differences>),
) -> Courses {
    let report = &checked.report;
    let mut courses = Courses::default();
    let asked = asked(report);
    let periods = report.period.iter().flat_map(|it| &it.earlier);
    let count = periods.clone().count();
    for (at, place) in periods.enumerate() {
        let back = count - at + 1;
        let wanted = || asked.iter().filter(move |it| it.most >= back);
        if wanted().next().is_none() {
            continue;
        }
        let found = manifest(world, checked, place).and_then(|it| read(world, place, it));
        let found = found.and_then(|read| Ok((differences(world, report, &read)?, read)));
        match found {
            Ok((differs, read)) => {
                courses.add(wanted(), (place, &read, &differs));
                courses.digests.push_str(&read.digests.report_json);
                courses.digests.push_str(&read.digests.manifest);
            }
            Err(problem) => {
                let names = wanted().map(|it| format!("`{}`", it.breakdown.name));
                let names = names.collect::<Vec<_>>().join(", ");
                courses.problems.push(missing(place, problem, &names));
            }
        }
    }
    if let Some(differs) = differs {
        courses.add(asked.iter(), (place, before, differs));
    }
    courses
}

impl Courses {
    /// Adds the rows of a period, where they are computed as those of this one.
    fn add<'a>(
        &mut self,
        asked: impl Iterator<Item = &'a Asked<'a>>,
        (place, read, differs): (&PeriodBefore, &Read, &Differences),
    ) {
        for Asked {
            breakdown, from, ..
        } in asked
        {
            let Some(earlier) = read.report.breakdowns.get(&from.name) else {
                continue;
            };
            let because = differs.because_of(&from.name);
            if because.is_empty() {
                let rows = self.rows.entry(breakdown.name.clone()).or_default();
                rows.push((place.name.clone(), aligned(from, earlier)));
                continue;
            }
            let message = format!(
                "breakdown `{}` has no rows of {}, which computes breakdown `{}` in another way: {} differs",
                breakdown.name,
                place.name,
                from.name,
                because.join(", ")
            );
            let problem = Diagnostic::warning(Code::WITHHELD, message)
                .at(Location::key(&breakdown.pointer))
                .hint(
                    "`hfreport run SPEC --each` computes every period by the definitions of today",
                );
            self.problems.push(problem);
        }
    }
}

/// The breakdowns of a report with rows of many periods.
fn asked(report: &Report) -> Vec<Asked<'_>> {
    let breakdowns = report.breakdowns.values();
    let asked = breakdowns.filter_map(|breakdown| {
        let periods = breakdown.periods.as_ref()?;
        let Rows::Breakdown(from) = &breakdown.rows else {
            return None;
        };
        Some(Asked {
            breakdown,
            from: report.breakdowns.get(from)?,
            most: periods
                .most
                .map_or(usize::MAX, |most| most.saturating_sub(1)),
        })
    });
    asked.collect()
}

/// A period of which no rows are there.
fn missing(place: &PeriodBefore, problem: Diagnostic, names: &str) -> Diagnostic {
    if problem.code != Code::NO_PREVIOUS {
        return problem;
    }
    let message = format!(
        "the bundle of the period {} is not in `{}`: it is missing in {names}",
        place.name,
        place.folder.display()
    );
    Diagnostic { message, ..problem }
}
