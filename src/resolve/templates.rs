//! The templates of a report, before anything is computed: what they name must exist, and no number stands
//! in them by hand.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, FileId, Location, Severity, Span, Subject};
use crate::report::{Breakdown, DimensionKind, FrontMatter, LocalText, Section};
use crate::sql::Type;
use crate::template::kinds::{KnownBreakdown, KnownNames, Level, inspect, quantities};
use crate::template::{literal_numbers, mistake};
use std::ops::Range;

/// A template with its location.
struct Text {
    content: String,
    pointer: String,
    /// Its file, if it has one of its own.
    file: Option<FileId>,
    /// The breakdown whose `row` is defined in it.
    row: Option<String>,
}

/// Numbers written by hand that are listed of one text.
const SHOWN_NUMBERS: usize = 50;

impl Context<'_> {
    pub(super) fn templates_name_what_exists(&mut self) {
        let mut texts: Vec<Text> = Vec::new();
        self.collect(&self.report.title, "/title", None, &mut texts);
        if let Some(foot) = &self.report.foot {
            self.collect(foot, "/foot", None, &mut texts);
        }
        if let Some(citation) = &self.report.citation {
            self.collect(citation, "/citation", None, &mut texts);
        }
        if let Some(index) = &self.report.outputs.index {
            for (text, key) in [(&index.title, "title"), (&index.status, "status")] {
                if let Some(text) = text {
                    self.collect(text, &format!("/outputs/index/{key}"), None, &mut texts);
                }
            }
        }
        if let Some(jekyll) = &self.report.outputs.jekyll {
            for (text, pointer) in jekyll.front_matter.values().flat_map(FrontMatter::texts) {
                self.collect(text, pointer, None, &mut texts);
            }
        }
        let mut written = Vec::new();
        for section in &self.report.sections {
            match section {
                Section::Heading(_, text, pointer) => {
                    self.collect(text, pointer, None, &mut texts);
                }
                Section::Text(templates) => {
                    written.extend(templates.values().map(|template| Text {
                        content: template.text.clone(),
                        pointer: template.pointer.clone(),
                        file: template.file,
                        row: None,
                    }));
                }
                Section::Chart(_) | Section::Table(_) => {}
            }
        }
        for chart in self.report.charts.values() {
            let row = Some(&chart.data);
            let parts = [
                (Some(&chart.title), "title", None),
                (chart.caption.as_ref(), "caption", None),
                (chart.alternative.as_ref(), "alternative", None),
                (chart.label.as_ref(), "label", row),
                (chart.legend_title.as_ref(), "legend/title", None),
            ];
            for (text, key, row) in parts {
                if let Some(text) = text {
                    let pointer = format!("{}/{key}", chart.pointer);
                    self.collect(text, &pointer, row, &mut texts);
                }
            }
        }
        for breakdown in self.report.breakdowns.values() {
            let pointer = format!("{}/title", breakdown.pointer);
            self.collect(&breakdown.title, &pointer, None, &mut texts);
        }
        let mut claims: Vec<Text> = Vec::new();
        for claim in self.report.claims.values() {
            for (_, text, pointer) in claim.branches() {
                self.collect_all(text, &pointer, &mut claims);
            }
        }
        let mut known = self.known();
        for text in written.iter().chain(&texts) {
            self.check_template(text, &mut known);
        }
        known.in_claim = true;
        for text in &claims {
            self.check_template(text, &mut known);
        }
        for text in written.iter().chain(&claims) {
            self.literal_numbers(text);
        }
    }

    /// The texts of all locales, also those without a tag.
    fn collect_all(&self, text: &LocalText, pointer: &str, texts: &mut Vec<Text>) {
        let locales = self.report.locales.iter();
        texts.extend(locales.map(|locale| Text {
            content: text.get(*locale).to_owned(),
            pointer: format!("{pointer}/{locale}"),
            file: None,
            row: None,
        }));
    }

    fn collect(
        &self,
        text: &LocalText,
        pointer: &str,
        row: Option<&String>,
        texts: &mut Vec<Text>,
    ) {
        for locale in &self.report.locales {
            let content = text.get(*locale).to_owned();
            if content.contains("{{") || content.contains("{%") || content.contains("{#") {
                texts.push(Text {
                    content,
                    pointer: format!("{pointer}/{locale}"),
                    file: None,
                    row: row.cloned(),
                });
            }
        }
    }

    fn check_template(&mut self, template: &Text, known: &mut KnownNames) {
        let Text {
            content: text,
            pointer,
            row,
            ..
        } = template;
        known.row.clone_from(row);
        let found = match inspect(text, known) {
            Ok(found) => found,
            Err(error) => {
                let mistake = mistake(text, &error);
                let diagnostic = Diagnostic::error(Code::TEMPLATE, mistake.message)
                    .about(Subject::of(pointer))
                    .at(template.location(mistake.place))
                    .maybe_hint(mistake.hint);
                self.problems.push(diagnostic);
                return;
            }
        };
        self.used.extend(found.used);
        for finding in found.findings {
            let mut diagnostic = match finding.severity {
                Severity::Error => Diagnostic::error(finding.code, finding.message),
                Severity::Warning => Diagnostic::warning(finding.code, finding.message),
            };
            diagnostic.hints = finding.hints;
            diagnostic.unknown = finding.unknown;
            let diagnostic = diagnostic.about(Subject::of(pointer));
            let location = template.location(Some(finding.range));
            self.problems.push(diagnostic.at(location));
        }
    }

    /// Numbers written by hand in a section's text.
    fn literal_numbers(&mut self, template: &Text) {
        let found = literal_numbers(&template.content);
        let more = found.len().saturating_sub(SHOWN_NUMBERS);
        for (at, range) in found.into_iter().take(SHOWN_NUMBERS).enumerate() {
            let number = &template.content[range.clone()];
            let diagnostic = Diagnostic::warning(
                Code::LITERAL_NUMBER,
                format!("the number `{number}` is typed by hand"),
            )
            .about(Subject::of(&template.pointer))
            .at(template.location(Some(range)))
            .hint("compute it, so that it is true for the next snapshot too: `{{ formatted.name }}` of a metric, a column of a breakdown, or a param");
            let is_last = at + 1 == SHOWN_NUMBERS && more > 0;
            let rest = is_last.then(|| format!("{more} more numbers behind it are not listed"));
            self.problems.push(diagnostic.maybe_hint(rest));
        }
    }

    /// The names that templates may use.
    fn known(&self) -> KnownNames {
        let breakdowns = self.report.breakdowns.iter();
        let declared = self.spec.breakdowns.keys();
        let wrong = declared.filter(|name| !self.report.breakdowns.contains_key(*name));
        let metric = |name: &String| {
            let found = self.report.metrics.get(name).filter(|_| self.is_whole);
            (name.clone(), found.and_then(quantities::of_metric))
        };
        let param = |(name, value): (&String, _)| (name.clone(), quantities::of_param(value));
        KnownNames {
            breakdowns: breakdowns
                .map(|(name, breakdown)| (name.clone(), self.shape(breakdown)))
                .collect(),
            wrong: wrong.cloned().collect(),
            metrics: self.spec.metrics.keys().map(metric).collect(),
            claims: self.spec.claims.keys().cloned().collect(),
            in_claim: false,
            params: self.tree.params.iter().map(param).collect(),
            sources: self.spec.sources.keys().cloned().collect(),
            coverage: self.names_of_coverage(),
            row: None,
        }
    }

    fn shape(&self, breakdown: &Breakdown) -> KnownBreakdown {
        let levels = breakdown.columns.dimensions().iter().enumerate();
        let levels = levels.map(|(at, column)| {
            let dimension = self.report.dimensions.get(&column.name);
            let always = match dimension.map(|it| &it.kind) {
                Some(DimensionKind::Bucket { codes, .. })
                    if !breakdown.keep.contains_key(&at) && breakdown.rows.is_source() =>
                {
                    codes.clone()
                }
                _ => Vec::new(),
            };
            Level {
                name: column.name.clone(),
                integers: column.value_type == Type::Integer,
                always,
            }
        });
        KnownBreakdown {
            by: levels.collect(),
            total: breakdown.total,
            columns: breakdown.columns.clone(),
        }
    }
}

impl Text {
    /// The location of a part of it; without a range, of the whole.
    fn location(&self, range: Option<Range<usize>>) -> Location {
        match (self.file, range) {
            (Some(file), range) => {
                let Range { start, end } = range.unwrap_or_default();
                Span { file, start, end }.into()
            }
            (None, Some(Range { start, end })) => {
                Location::part(&self.pointer, &self.content, start, end)
            }
            (None, None) => Location::value(&self.pointer),
        }
    }
}
