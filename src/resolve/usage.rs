//! Definitions that nothing uses, and templates that name what does not exist: told before a run.

use super::context::Context;
use super::presentation::{FrontMatter, Section};
use super::report::LocalText;
use crate::diagnostic::{Code, Diagnostic, Span, allowed, nearest};
use crate::spec::escape;
use crate::text::{TemplateNames, template_names};
use std::collections::BTreeSet;

/// What a template sees beside breakdowns.
pub(super) const GLOBALS: [&str; 7] = [
    "metrics",
    "formatted",
    "params",
    "sources",
    "labels",
    "locale",
    "row",
];

/// Functions of the template language itself.
const FUNCTIONS: [&str; 3] = ["dict", "namespace", "range"];

impl Context<'_> {
    pub(super) fn usage(&mut self) {
        self.templates_name_what_exists();
        if self.problems.has_errors() {
            // A name that is misspelt elsewhere would be told twice.
            return;
        }
        self.dependencies();
        let kinds: [(&'static str, &str, Vec<String>); 7] = [
            (
                "source",
                "sources",
                self.spec.sources.keys().cloned().collect(),
            ),
            (
                "lookup",
                "lookups",
                self.spec.lookups.keys().cloned().collect(),
            ),
            (
                "filter",
                "filters",
                self.spec.filters.keys().cloned().collect(),
            ),
            (
                "measure",
                "measures",
                self.spec.measures.keys().cloned().collect(),
            ),
            (
                "breakdown",
                "breakdowns",
                self.spec.breakdowns.keys().cloned().collect(),
            ),
            (
                "metric",
                "metrics",
                self.spec.metrics.keys().cloned().collect(),
            ),
            (
                "chart",
                "charts",
                self.spec.charts.keys().cloned().collect(),
            ),
        ];
        // What only the figures of another month need is not told for a month without any.
        let awaited = self
            .report
            .published_path
            .as_ref()
            .is_some_and(|path| !self.world.exists(path));
        for (kind, plural, names) in kinds {
            if awaited && matches!(kind, "measure" | "breakdown" | "metric" | "filter") {
                continue;
            }
            for name in names {
                if !self.used.contains(&(kind, name.clone())) {
                    let pointer = format!("/{plural}/{}", escape(&name));
                    let diagnostic = Diagnostic::warning(
                        Code::UNUSED,
                        format!("{kind} `{name}` is used by nothing"),
                    )
                    .at(self.places.key(&pointer))
                    .of(&pointer)
                    .hint(match kind {
                        "chart" => "add a section `- chart: …`, or remove it",
                        "metric" | "breakdown" => {
                            "name it in a text, a chart, a table, a check or a published figure, or remove it"
                        }
                        _ => "use it, or remove it",
                    });
                    self.problems.push(diagnostic);
                }
            }
        }
    }

    /// What a used definition builds on is used.
    fn dependencies(&mut self) {
        let mut used = BTreeSet::new();
        for chart in self.report.charts.values() {
            used.insert(("breakdown", chart.data.clone()));
        }
        self.used.extend(used);
    }

    fn templates_name_what_exists(&mut self) {
        let mut texts: Vec<(String, String, Option<crate::diagnostic::FileId>)> = Vec::new();
        let title = self.report.title.clone();
        self.collect(&title, "/title", &mut texts);
        if let Some(foot) = self.report.foot.clone() {
            self.collect(&foot, "/foot", &mut texts);
        }
        if let Some(jekyll) = self.report.outputs.jekyll.clone() {
            for (text, pointer) in jekyll.front_matter.values().flat_map(FrontMatter::texts) {
                self.collect(text, pointer, &mut texts);
            }
        }
        for section in self.report.sections.clone() {
            match section {
                Section::Heading(_, text, pointer) => self.collect(&text, &pointer, &mut texts),
                Section::Text(templates) => {
                    for template in templates.into_values() {
                        texts.push((template.text, template.pointer, template.file));
                    }
                }
                Section::Chart(_) | Section::Table(_) => {}
            }
        }
        for chart in self.report.charts.clone().into_values() {
            let parts = [
                (Some(chart.title), "title"),
                (chart.caption, "caption"),
                (chart.alternative, "alternative"),
                (chart.label, "label"),
                (chart.legend_title, "legend/title"),
            ];
            for (text, key) in parts {
                if let Some(text) = text {
                    let pointer = format!("{}/{key}", chart.pointer);
                    self.collect(&text, &pointer, &mut texts);
                }
            }
        }
        for breakdown in self.report.breakdowns.clone().into_values() {
            let pointer = format!("{}/title", breakdown.pointer);
            self.collect(&breakdown.title, &pointer, &mut texts);
        }
        for (text, pointer, file) in texts {
            self.check_template(&text, &pointer, file);
        }
    }

    fn collect(
        &self,
        text: &LocalText,
        pointer: &str,
        texts: &mut Vec<(String, String, Option<crate::diagnostic::FileId>)>,
    ) {
        for locale in &self.report.locales {
            let at = format!("{pointer}/{locale}");
            let text = text.get(*locale).to_owned();
            if text.contains("{{") || text.contains("{%") || text.contains("{#") {
                texts.push((text, at, None));
            }
        }
    }

    fn check_template(
        &mut self,
        text: &str,
        pointer: &str,
        file: Option<crate::diagnostic::FileId>,
    ) {
        let whole = file
            .map(|file| Span {
                file,
                start: 0,
                end: 0,
            })
            .or(self.places.value(pointer));
        let found = match template_names(text) {
            Ok(found) => found,
            Err(error) => {
                let place = self.template_place(&error, text, pointer, file).or(whole);
                let diagnostic = Diagnostic::error(
                    Code::TEMPLATE,
                    format!(
                        "the template cannot be read: {}",
                        crate::text::template_message(&error)
                    ),
                )
                .at(place);
                self.problems.push(diagnostic);
                return;
            }
        };
        let TemplateNames { names } = found;
        for name in names {
            let mut parts = name.split('.');
            let first = parts.next().unwrap_or_default().to_owned();
            let second = parts.next().map(str::to_owned);
            let at = self.word_place(&name, text, pointer, file).or(whole);
            if self.spec.breakdowns.contains_key(&first) {
                self.use_name("breakdown", &first);
                continue;
            }
            if FUNCTIONS.contains(&first.as_str()) {
                continue;
            }
            if !GLOBALS.contains(&first.as_str()) {
                let known = || {
                    GLOBALS
                        .iter()
                        .copied()
                        .chain(self.spec.breakdowns.keys().map(String::as_str))
                };
                let hint = if self.spec.metrics.contains_key(&first) {
                    Some(format!("metrics are written `metrics.{first}`"))
                } else if self.tree.params.contains_key(&first) {
                    Some(format!("params are written `params.{first}`"))
                } else {
                    nearest(&first, known())
                };
                let diagnostic = Diagnostic::error(
                    Code::TEMPLATE,
                    format!(
                        "the template names `{first}`, there are {}",
                        allowed(known())
                    ),
                )
                .at(at)
                .maybe_hint(hint);
                self.problems.push(diagnostic);
                continue;
            }
            let Some(second) = second else {
                continue;
            };
            let known: Vec<String> = match first.as_str() {
                "metrics" | "formatted" => self.spec.metrics.keys().cloned().collect(),
                "params" => self.tree.params.keys().cloned().collect(),
                "sources" => self.spec.sources.keys().cloned().collect(),
                _ => continue,
            };
            if matches!(first.as_str(), "metrics" | "formatted") {
                self.use_name("metric", &second);
            }
            if !known.contains(&second) {
                let names = || known.iter().map(String::as_str);
                let diagnostic = Diagnostic::error(
                    Code::TEMPLATE,
                    format!(
                        "there is no `{first}.{second}`, there are {}",
                        allowed(names())
                    ),
                )
                .at(at)
                .maybe_hint(nearest(&second, names()));
                self.problems.push(diagnostic);
            }
        }
    }

    /// Where a template error stands.
    fn template_place(
        &self,
        error: &minijinja::Error,
        text: &str,
        pointer: &str,
        file: Option<crate::diagnostic::FileId>,
    ) -> Option<Span> {
        let range = error.range()?;
        self.text_place(range.start, range.end, text, pointer, file)
    }

    /// Where a word of a template stands first.
    fn word_place(
        &self,
        word: &str,
        text: &str,
        pointer: &str,
        file: Option<crate::diagnostic::FileId>,
    ) -> Option<Span> {
        let start = text.find(word)?;
        self.text_place(start, start + word.len(), text, pointer, file)
    }

    fn text_place(
        &self,
        start: usize,
        end: usize,
        text: &str,
        pointer: &str,
        file: Option<crate::diagnostic::FileId>,
    ) -> Option<Span> {
        match file {
            Some(file) => Some(Span { file, start, end }),
            None => self
                .places
                .inside(self.source_map, pointer, text, start, end),
        }
    }
}
