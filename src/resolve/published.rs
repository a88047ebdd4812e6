//! The file of published figures.

use super::context::Context;
use crate::diagnostic::{
    Code, Diagnostic, Location, Span, Subject, SubjectKind, allowed, counted, nearest, there_are,
};
use crate::report::{FiguresElsewhere, Published};
use crate::spec::grammar::{Cell, PublishedFigure, PublishedFigures, Scalar};
use crate::spec::{NodeKind, Spans, nearest_other_file, read_yaml, unreadable, validate_value};
use std::collections::BTreeMap;
use std::path::Path;

impl Context<'_> {
    pub(super) fn published(&mut self) {
        let Some(path) = &self.spec.published else {
            return;
        };
        let Some((path, _)) = self.path(path, "/published") else {
            return;
        };
        self.report.published_path = Some(path.clone());
        if !self.world.exists(&path) {
            self.nothing_is_locked(&path);
            return;
        }
        let node = read_yaml(self.world, self.source_map, &path)
            .map_err(|d| d.at(Location::value("/published")));
        let Some(node) = self.problems.keep(node) else {
            return;
        };
        if matches!(node.kind, NodeKind::Null) {
            return;
        }
        let (value, spans) = Spans::split(&node);
        let file: PublishedFigures =
            match validate_value(&value, &spans, self.source_map, &schema()) {
                Ok(file) => file,
                Err(problems) => {
                    for problem in problems {
                        self.problems.push(problem);
                    }
                    return;
                }
            };
        let kept = self.are_of_this_run(&file, &path, &spans);
        if self.problems.keep(kept) != Some(true) {
            return;
        }
        let mut seen: BTreeMap<String, Option<Span>> = BTreeMap::new();
        for (at, figure) in file.figures.into_iter().enumerate() {
            let pointer = format!("/figures/{at}");
            let place = spans.value(&format!("{pointer}/id"));
            if let Some(first) = seen.insert(figure.id.clone(), place) {
                let diagnostic = Diagnostic::error(
                    Code::DUPLICATE_NAME,
                    format!("the id `{}` stands twice", figure.id),
                )
                .about(subject(&figure))
                .at(place)
                .related(first, "first here");
                self.problems.push(diagnostic);
            }
            self.figure(&figure, &spans, &pointer);
            self.report.published.push(Published { figure, place });
        }
    }

    /// Whether figures are of the spec that is run, or of one that it extends, and of its period;
    /// others are left out.
    fn are_of_this_run(
        &mut self,
        file: &PublishedFigures,
        path: &Path,
        spans: &Spans,
    ) -> Result<bool, Diagnostic> {
        let form = |message: String, pointer: &str| {
            Diagnostic::error(Code::PUBLISHED_FORM, message).at(spans.value(pointer))
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let at = |problem: Diagnostic| problem.at(spans.value("/spec"));
        let spec = self
            .root
            .resolve(self.world, folder, &file.spec)
            .map_err(at)?;
        let real = self.world.canonicalize(&spec);
        let real = real.map_err(|error| at(unreadable(&spec, &error)))?;
        let periods = self.tree.periods.as_ref();
        let is_of_this_period = match (&file.period, periods) {
            (None, None) => true,
            (Some(_), None) => {
                let message =
                    "figures of a period belong to a spec with `periods`, this one has none";
                return Err(form(message.to_owned(), "/period"));
            }
            (None, Some(_)) => {
                let message = "the figures do not say which period they are of";
                let problem = form(message.to_owned(), "/spec");
                return Err(problem.hint("add `period: 2025-10-01` below `spec`"));
            }
            (Some(period), Some(periods)) => {
                let key = &periods.current().key;
                let text = period.code();
                let parsed = key.parsed(&text);
                let parsed = parsed.ok_or_else(|| {
                    let kind = key.described();
                    form(format!("a period is {kind}, found `{text}`"), "/period")
                })?;
                parsed == *key
            }
        };
        if self.tree.files.contains(&real) && is_of_this_period {
            return Ok(true);
        }
        self.report.figures_elsewhere = Some(FiguresElsewhere {
            figures: file.figures.len(),
            spec: spec.display().to_string(),
            period: file.period.as_ref().map(Scalar::code),
        });
        Ok(false)
    }

    /// Warns that a new month has no published figures yet, so that nothing is compared.
    fn nothing_is_locked(&mut self, path: &Path) {
        if self.options.while_writing {
            return;
        }
        let metrics = || self.spec.metrics.keys().map(String::as_str);
        let diagnostic = Diagnostic::warning(
            Code::PUBLISHED_MISSING,
            format!("`{}` does not exist: no figure is locked", path.display()),
        )
        .at(Location::value("/published"))
        .maybe_hint(nearest_other_file(self.world, path));
        let diagnostic = match metrics().next() {
            None => diagnostic,
            Some(_) => diagnostic.hint(format!(
                "`hfreport verify SPEC --accept` writes it as computed now, with {}: {}",
                counted(self.spec.metrics.len(), "metric", "metrics"),
                allowed(metrics())
            )),
        };
        self.problems.push(diagnostic);
    }

    fn figure(&mut self, figure: &PublishedFigure, spans: &Spans, pointer: &str) {
        let form = |message: String| {
            Diagnostic::error(Code::PUBLISHED_FORM, message)
                .about(subject(figure))
                .at(spans.value(pointer))
        };
        let kinds = [
            figure.metric.is_some(),
            figure.cell.is_some(),
            figure.input.is_some(),
            figure.not_computable.is_some(),
        ];
        if kinds.iter().filter(|given| **given).count() != 1 {
            self.problems.push(form(format!(
                "`{}` needs exactly one of `metric`, `cell`, `input`, `not_computable`",
                figure.id
            )));
            return;
        }
        let reasons = [
            ("waived", &figure.waived),
            ("not_computable", &figure.not_computable),
        ];
        for (key, reason) in reasons {
            // What nobody can read is no reason.
            let says_why = |reason: &String| reason.chars().any(char::is_alphanumeric);
            if reason.as_ref().is_some_and(|reason| !says_why(reason)) {
                let message = format!("`{}` is `{key}` without a reason", figure.id);
                let problem = Diagnostic::error(Code::PUBLISHED_FORM, message)
                    .about(subject(figure))
                    .at(spans.value(&format!("{pointer}/{key}")));
                let hint = format!("say why: `{key}: \"the printed total leaves out August\"`");
                self.problems.push(problem.hint(hint));
            }
        }
        let bounds = [
            figure.printed.is_some(),
            figure.one_of.is_some(),
            figure.more_than.is_some(),
            figure.less_than.is_some(),
        ];
        let given = bounds.iter().filter(|given| **given).count();
        if figure.not_computable.is_none() && given != 1 {
            self.problems.push(form(format!(
                "`{}` needs exactly one of `printed`, `one_of`, `more_than`, `less_than`",
                figure.id
            )));
            return;
        }
        let printed = figure
            .printed
            .iter()
            .chain(figure.one_of.iter().flatten())
            .chain(&figure.more_than)
            .chain(&figure.less_than);
        for value in printed {
            if crate::report::printed::PrintedNumber::parse(value).is_none() {
                self.problems.push(
                    Diagnostic::error(
                        Code::PUBLISHED_FORM,
                        format!(
                            "`{}`: `{}` is not a printed figure",
                            figure.id,
                            crate::report::printed::shown(value)
                        ),
                    )
                    .about(subject(figure))
                    .at(spans.value(&format!("{pointer}/printed")))
                    .hint("write it like `92.48 %`, `20.6B`, `1,234`, `36450707797` or `true`"),
                );
            }
        }
        if let Some(metric) = &figure.metric {
            self.use_name("metric", metric);
            if !self.spec.metrics.contains_key(metric) {
                let names = || self.spec.metrics.keys().map(String::as_str);
                let diagnostic = Diagnostic::error(
                    Code::UNKNOWN_NAME,
                    format!("there is no metric `{metric}`; {}", there_are(names())),
                )
                .about(subject(figure))
                .unknown(metric)
                .at(spans.value(&format!("{pointer}/metric")))
                .maybe_hint(nearest(metric, names()));
                self.problems.push(diagnostic);
            }
        }
        if let Some(cell) = &figure.cell {
            self.cell(cell, figure, spans, pointer);
        }
        if let Some(input) = &figure.input {
            let name = input.strip_prefix("params.").unwrap_or(input);
            self.use_name("param", name);
            if !self.tree.params.contains_key(name) {
                let diagnostic = crate::spec::unknown_param(name, &self.tree.params)
                    .about(subject(figure))
                    .at(spans.value(&format!("{pointer}/input")));
                self.problems.push(diagnostic);
            }
        }
    }

    fn cell(&mut self, cell: &Cell, figure: &PublishedFigure, spans: &Spans, pointer: &str) {
        self.use_name("breakdown", &cell.of);
        let Some(breakdown) = self.report.breakdowns.get(&cell.of) else {
            if !self.spec.breakdowns.contains_key(&cell.of) {
                let names = || self.spec.breakdowns.keys().map(String::as_str);
                let diagnostic = Diagnostic::error(
                    Code::UNKNOWN_NAME,
                    format!(
                        "there is no breakdown `{}`; {}",
                        cell.of,
                        there_are(names())
                    ),
                )
                .about(subject(figure))
                .unknown(&cell.of)
                .at(spans.value(&format!("{pointer}/cell/of")))
                .maybe_hint(nearest(&cell.of, names()));
                self.problems.push(diagnostic);
            }
            return;
        };
        let given: Vec<&String> = cell.at.keys().collect();
        let fits = given.len() == breakdown.by.len()
            && breakdown.by.iter().all(|name| given.contains(&name));
        if !fits {
            let diagnostic = Diagnostic::error(
                Code::PUBLISHED_FORM,
                format!(
                    "a cell of `{}` is named by {}",
                    cell.of,
                    allowed(breakdown.by.iter().map(String::as_str))
                ),
            )
            .about(subject(figure))
            .at(spans.value(&format!("{pointer}/cell/at")));
            self.problems.push(diagnostic);
        }
        if breakdown.columns.get(&cell.read).is_none() {
            let names = || breakdown.columns.names();
            let of = format!("breakdown `{}`", cell.of);
            let advice = breakdown.columns.advice(&cell.read, &of);
            let diagnostic = Diagnostic::error(
                Code::UNKNOWN_NAME,
                format!(
                    "breakdown `{}` has no column `{}`, it has {}",
                    cell.of,
                    cell.read,
                    allowed(names())
                ),
            )
            .about(subject(figure))
            .unknown(&cell.read)
            .at(spans.value(&format!("{pointer}/cell/read")))
            .maybe_hint(advice.or_else(|| nearest(&cell.read, names())));
            self.problems.push(diagnostic);
        }
    }
}

fn subject(figure: &PublishedFigure) -> Subject {
    Subject::new(SubjectKind::Figure, &figure.id)
}

/// The schema of a file of published figures.
#[must_use]
pub fn schema() -> serde_json::Value {
    crate::spec::schema_of::<PublishedFigures>()
}
