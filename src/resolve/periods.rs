//! The periods of a report: every one has the files of its rows, and its bundle a folder of its own.

use super::context::Context;
use super::filled::filled;
use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::remote::is_address;
use crate::report::{PeriodBefore, PeriodInputs};
use crate::source;
use crate::spec::{Period, Periods, Tree, escape};
use crate::template::template_names;
use crate::world::World;
use std::path::PathBuf;

impl Context<'_> {
    /// Whether the files of a source are there in the period that is run. Periods without are
    /// reported at their row.
    pub(super) fn periods_have_their_files(
        &mut self,
        name: &str,
        path: &str,
        found: &source::Location,
        pointer: &str,
    ) -> bool {
        if self.tree.source_paths.contains_key(name) {
            return true;
        }
        let what = format!("the path of source `{name}`");
        self.periods_have(path, (pointer, &what), |world, path, shown| {
            let location = source::Location {
                place: source::Place::Local(path),
                shown,
                ..found.clone()
            };
            location.files(world).map(|_| ())
        })
    }

    /// Whether a file is there in the period that is run. Periods without it are reported at their row.
    pub(super) fn periods_have(
        &mut self,
        path: &str,
        (pointer, what): (&str, &str),
        is_there: impl Fn(&dyn World, PathBuf, String) -> Result<(), Diagnostic>,
    ) -> bool {
        let tree = self.tree;
        let Some(periods) = tree.periods.as_ref().filter(|it| depends(path, tree, it)) else {
            return true;
        };
        let folder = self.folder(self.spans.value(pointer));
        let mut has_it = true;
        for (at, period) in periods.list.iter().enumerate() {
            // A text that cannot be filled in is reported for the period that is run.
            let Ok(shown) = filled(path, &tree.params_of(period)) else {
                continue;
            };
            // What an address stands for is asked for in its own period only.
            if is_address(&shown) {
                continue;
            }
            let path = match self.root.resolve(self.world, &folder, &shown) {
                Ok(path) => path,
                Err(problem) => {
                    self.problems.push(problem.at(period.span));
                    continue;
                }
            };
            if let Err(mut problem) = is_there(self.world, path, shown) {
                let key = period.key.plain();
                let is_chosen = at == periods.chosen;
                has_it &= !is_chosen;
                if !is_chosen && self.options.all_periods {
                    continue;
                }
                problem.message = format!("the period `{key}`: {}", problem.message);
                if problem.code == Code::FILE {
                    // The nearest name is that of the month before, whose numbers these would be.
                    problem
                        .hints
                        .retain(|hint| !hint.starts_with("did you mean"));
                    problem.hints.push(format!(
                        "put the file there, or remove the row of `{key}` until it comes"
                    ));
                    if !is_chosen {
                        problem = Diagnostic {
                            code: Code::OTHER_PERIOD,
                            severity: Severity::Warning,
                            environment: false,
                            ..problem
                        };
                    }
                }
                let problem = problem.at(period.span);
                self.problems
                    .push(problem.related(Location::value(pointer), what));
            }
        }
        has_it
    }

    /// Whether a path names params that the periods set.
    pub(super) fn is_of_period(&self, path: &str) -> bool {
        let periods = self.tree.periods.as_ref();
        periods.is_some_and(|periods| depends(path, self.tree, periods))
    }

    /// Notes the period before, whose bundle is where `dir` puts it or where the command line says.
    pub(super) fn period_before(&mut self, dir: &str) {
        let tree = self.tree;
        let typed = self.options.previous.as_ref();
        let before = tree.periods.as_ref().and_then(|periods| {
            let before = periods.chosen.checked_sub(1)?;
            Some(&periods.list[before])
        });
        let Some(before) = before else {
            if typed.is_some() {
                let message = match &self.report.period {
                    None => "`--previous` names the bundle of the period before, this spec has no `periods`".to_owned(),
                    Some(period) => format!("`--previous` names the bundle of the period before, `{}` is the first one", period.name),
                };
                self.problems
                    .push(Diagnostic::error(Code::NO_PERIOD, message));
            }
            return;
        };
        let base = self.folder(self.spans.value("/outputs/dir"));
        let place = |period: &Period| {
            let dir = filled(dir, &tree.params_of(period)).ok()?;
            Some(PeriodBefore {
                name: period.key.plain(),
                folder: self.root.resolve(self.world, &base, &dir).ok()?,
                is_typed: false,
                is_expected: self.options.all_periods,
            })
        };
        let list = tree.periods.iter();
        let earlier = list.flat_map(|it| &it.list[..it.chosen.saturating_sub(1)]);
        let earlier = earlier.filter_map(place).collect();
        let inputs_before = self.inputs_of(before);
        let before = match typed {
            Some(typed) => Some(PeriodBefore {
                name: before.key.plain(),
                folder: typed.clone(),
                is_typed: true,
                is_expected: false,
            }),
            None => place(before),
        };
        if let Some(period) = &mut self.report.period {
            period.before = before;
            period.inputs_before = inputs_before;
            period.earlier = earlier;
        }
    }

    /// What the spec gives a period today.
    fn inputs_of(&self, period: &Period) -> PeriodInputs {
        let params = self.tree.params_of(period);
        let set = period.params.keys();
        let set = set.filter_map(|name| Some((name.clone(), params.get(name)?.plain())));
        let sources = self.report.sources.iter().filter(|it| it.is_of_period);
        let files = sources.filter_map(|source| {
            let path = self.spec.sources.get(&source.name)?.path.as_ref()?;
            let shown = filled(path, &params).ok()?;
            if self.tree.source_paths.contains_key(&source.name) || is_address(&shown) {
                return None;
            }
            let pointer = format!("/sources/{}/path", escape(&source.name));
            let folder = self.folder(self.spans.value(&pointer));
            let path = self.root.resolve(self.world, &folder, &shown).ok()?;
            let location = source::Location {
                place: source::Place::Local(path),
                shown,
                ..source.files()?.clone()
            };
            Some((source.name.clone(), location))
        });
        PeriodInputs {
            files: files.collect(),
            params: set.collect(),
        }
    }

    /// Reports periods whose bundles would replace each other.
    pub(super) fn periods_have_their_folders(&mut self, dir: &str) {
        let tree = self.tree;
        let Some(periods) = &tree.periods else {
            return;
        };
        let folders = periods.list.iter().filter_map(|period| {
            let folder = filled(dir, &tree.params_of(period)).ok()?;
            Some((period.key.plain(), folder))
        });
        let folders: Vec<(String, String)> = folders.collect();
        let shared = folders.iter().enumerate().find_map(|(at, (key, folder))| {
            let first = folders[..at].iter().find(|(_, other)| other == folder)?;
            Some((&first.0, key, folder))
        });
        let Some((first, second, folder)) = shared else {
            return;
        };
        let outputs = self.spec.outputs.as_ref();
        let location = match outputs.and_then(|outputs| outputs.dir.as_ref()) {
            Some(_) => Location::value("/outputs/dir"),
            None => Location::key("/periods"),
        };
        let message = format!(
            "the bundles of the periods `{first}` and `{second}` have one folder, `{folder}`"
        );
        let hint = format!(
            "name the period in it: `outputs: {{dir: \"out/{{{{ params.{} }}}}\"}}`",
            periods.param
        );
        let problem = Diagnostic::error(Code::DEFINITION, message).at(location);
        self.problems.push(problem.hint(hint));
    }
}

/// Whether a text names a param that the periods set, or a part of one (`{{ params.month[:7] }}`).
fn depends(text: &str, tree: &Tree, periods: &Periods) -> bool {
    let names = template_names(text).map(|found| found.names);
    let names = names.unwrap_or_default();
    let sets = |name: &str| {
        let name = name.strip_prefix("params.");
        name.is_some_and(|name| periods.current().params.contains_key(name))
    };
    // A part of a param is not among the names of a template.
    let differs = || {
        let mut texts = periods
            .list
            .iter()
            .map(|it| filled(text, &tree.params_of(it)).ok());
        let first = texts.next();
        texts.any(|other| Some(other) != first)
    };
    names.iter().any(|name| sets(name)) || differs()
}
