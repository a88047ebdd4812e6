//! The templates of a report, before anything is computed: what they name must exist, and no number stands
//! in them by hand.

use super::changes;
use super::context::Context;
use crate::chart::annotation::Sought;
use crate::diagnostic::{Code, Diagnostic, FileId, Location, Severity, Span, Subject};
use crate::report::{
    Breakdown, DimensionKind, FrontMatter, LocalText, MeasureUse, Role, Section, SectionContent,
    Shows, SortedTexts, When,
};
use crate::sql::Type;
use crate::template::kinds::{KnownBreakdown, KnownNames, LEFT, Level, inspect, quantities};
use crate::template::{literal_numbers, mistake};
use std::ops::Range;
use std::sync::Arc;

/// A template with its location.
struct Text {
    content: String,
    pointer: String,
    /// Its file, if it has one of its own.
    file: Option<FileId>,
    /// The breakdown whose `row` is defined in it.
    row: Option<String>,
    /// Whether what it stands in asks for the period before.
    asks: bool,
}

/// What stands before the condition of a section, to make a template of it, and behind.
const WHEN: [&str; 2] = ["{% if ", " %}{% endif %}"];

/// Numbers written by hand that are listed of one text.
const SHOWN_NUMBERS: usize = 50;

impl Context<'_> {
    pub(super) fn templates_name_what_exists(&mut self) {
        let mut texts: Vec<Text> = Vec::new();
        self.collect(&self.report.title, "/title", None, &mut texts);
        if let Some(foot) = &self.report.foot {
            self.collect(foot, "/foot", None, &mut texts);
        }
        if let Some(credit) = &self.report.credit {
            self.collect(credit, "/credit", None, &mut texts);
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
        let mut opening = Vec::new();
        for (text, pointer) in self.texts_of_opening() {
            self.collect_all(text, &pointer, &mut opening);
        }
        let mut known = self.known();
        self.conditions_of_sections(&mut known);
        let mut written = Vec::new();
        for section in &self.report.sections {
            let asks = changes::asks(section);
            match &section.content {
                SectionContent::Heading(_, text, pointer) => {
                    let before = texts.len();
                    self.collect(text, pointer, None, &mut texts);
                    texts[before..].iter_mut().for_each(|text| text.asks = asks);
                }
                SectionContent::Text(templates) | SectionContent::Glossary(templates) => {
                    written.extend(templates.values().map(|template| Text {
                        content: template.text.clone(),
                        pointer: template.pointer.clone(),
                        file: template.file,
                        row: None,
                        asks,
                    }));
                }
                SectionContent::Variants(charts) => {
                    let before = texts.len();
                    for (_, label, pointer) in charts {
                        self.collect(label, pointer, None, &mut texts);
                    }
                    texts[before..].iter_mut().for_each(|text| text.asks = asks);
                }
                SectionContent::Chart(_) | SectionContent::Table(_) => {}
            }
        }
        self.collect_charts(&mut texts);
        for breakdown in self.report.breakdowns.values() {
            let pointer = format!("{}/title", breakdown.pointer);
            self.collect(&breakdown.title, &pointer, None, &mut texts);
        }
        let mut claims: Vec<Text> = Vec::new();
        for claim in self.report.claims.values() {
            let before = claims.len();
            for (_, text, pointer) in claim.branches() {
                self.collect_all(text, &pointer, &mut claims);
            }
            // Where the change that its condition reads is not known, it says nothing.
            let asks = known.telling_claims.contains_key(&claim.name);
            claims[before..]
                .iter_mut()
                .for_each(|text| text.asks = asks);
        }
        for text in written.iter().chain(&texts).chain(&opening) {
            self.check_template(text, &mut known);
        }
        known.in_claim = true;
        for text in &claims {
            self.check_template(text, &mut known);
        }
        let annotations = self.words_on_charts();
        let numbered = written.iter().chain(&claims).chain(&opening);
        for text in numbered.chain(&annotations) {
            self.literal_numbers(text);
            self.pictures(text);
        }
    }

    /// Pictures of a text that no page shows.
    fn pictures(&mut self, template: &Text) {
        let text = &template.content;
        for (at, _) in text.match_indices("![") {
            let Some((_, target)) = text[at..].split_once("](") else {
                continue;
            };
            if !target.trim_start_matches('<').starts_with("data:image/") {
                let end = text.len() - target.len() + target.find(')').unwrap_or(target.len());
                let problem = Diagnostic::warning(
                    Code::PICTURE_IN_TEXT,
                    "a page shows no picture of a text, only its alternative text",
                )
                .about(Subject::of(&template.pointer))
                .at(template.location(Some(at..end)))
                .hint("draw it as a chart, or write its content in words");
                self.problems.push(problem);
            }
        }
    }

    /// What is written on charts at marks; the label of a line says the number at which it stands.
    fn words_on_charts(&self) -> Vec<Text> {
        let mut texts = Vec::new();
        let charts = self.report.charts.values();
        for annotation in charts.flat_map(|chart| &chart.annotations) {
            let is_line = matches!(annotation.place, Sought::Level(_) | Sought::Between(_));
            for (text, pointer) in annotation.texts().filter(|_| !is_line) {
                self.collect_all(text, pointer, &mut texts);
            }
        }
        texts
    }

    /// The texts of charts.
    fn collect_charts(&self, texts: &mut Vec<Text>) {
        for chart in self.report.charts.values() {
            let before = texts.len();
            let row = Some(&chart.data);
            let sparkline = chart.sparkline.as_ref().map(|it| &it.title);
            for column in &chart.made {
                if let Some(title) = &column.title {
                    self.collect(title, &format!("{}/title", column.pointer), None, texts);
                }
                if let Shows::Text(text) = &column.shows {
                    self.collect(text, &format!("{}/text", column.pointer), row, texts);
                }
            }
            let parts = [
                (Some(&chart.title), "title", None),
                (chart.subtitle.as_ref(), "subtitle", None),
                (chart.caption.as_ref(), "caption", None),
                (chart.alternative.as_ref(), "alternative", None),
                (chart.label.as_ref(), "label", row),
                (chart.legend_title.as_ref(), "legend/title", None),
                (sparkline, "sparkline/title", None),
            ];
            for (text, key, row) in parts {
                if let Some(text) = text {
                    let pointer = format!("{}/{key}", chart.pointer);
                    self.collect(text, &pointer, row, texts);
                }
            }
            for annotation in &chart.annotations {
                // A line and a bracket are about no single row.
                let is_one = matches!(annotation.place, Sought::Mark { .. } | Sought::Cell { .. });
                let row = row.filter(|_| is_one);
                for (text, pointer) in annotation.texts() {
                    self.collect(text, pointer, row, texts);
                }
            }
            let of_chart =
                |section: &&Section| section.content.charts().any(|name| name == chart.name);
            let asks = self
                .report
                .sections
                .iter()
                .filter(of_chart)
                .all(changes::asks);
            texts[before..].iter_mut().for_each(|text| text.asks = asks);
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
            asks: false,
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
            // A single brace may have been meant as two.
            if content.contains('{') {
                texts.push(Text {
                    content,
                    pointer: format!("{pointer}/{locale}"),
                    file: None,
                    row: row.cloned(),
                    asks: false,
                });
            }
        }
    }

    /// Checks the conditions of sections, and notes which of them ask for the period before.
    fn conditions_of_sections(&mut self, known: &mut KnownNames) {
        let whens = self
            .report
            .sections
            .iter()
            .map(|section| section.when.clone());
        let whens: Vec<Option<When>> = whens.collect();
        for (at, when) in whens.into_iter().enumerate() {
            let Some(when) = when else { continue };
            let text = Text {
                content: format!("{}{}{}", WHEN[0], when.text, WHEN[1]),
                pointer: when.pointer,
                file: None,
                row: None,
                asks: false,
            };
            let asks = self.check_template(&text, known);
            if let Some(when) = &mut self.report.sections[at].when {
                when.asks = asks;
            }
        }
    }

    /// Checks a template. Out: whether it asks for the period before.
    fn check_template(&mut self, template: &Text, known: &mut KnownNames) -> bool {
        let Text {
            content: text,
            pointer,
            row,
            asks,
            ..
        } = template;
        known.row.clone_from(row);
        known.asks = *asks;
        let found = match inspect(text, known) {
            Ok(found) => found,
            Err(error) => {
                let mistake = mistake(text, &error);
                let diagnostic = Diagnostic::error(Code::TEMPLATE, mistake.message)
                    .about(Subject::of(pointer))
                    .at(template.location(mistake.place))
                    .maybe_hint(mistake.hint);
                self.problems.push(diagnostic);
                return false;
            }
        };
        self.used.extend(found.used);
        self.report.tells.any |= found.names_previous;
        if !found.tells.is_empty() {
            let key = template.condition().unwrap_or(text).to_owned();
            let of_text = self.report.tells.by_text.entry(key).or_default();
            of_text.extend(found.tells);
        }
        let sorted = found.sorted.into_iter().map(|it| SortedTexts {
            breakdown: it.breakdown,
            column: it.column,
            filter: it.filter,
            pointer: pointer.clone(),
            location: template.location(Some(it.range)),
        });
        self.report.sorted.extend(sorted);
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
        found.asks
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
        let decimals = self.report.metrics.values().filter(|metric| {
            let kind = metric.numerator.expression().kind;
            self.is_whole && matches!(kind, Type::Decimal(_) | Type::Number)
        });
        let decimals = decimals.map(|metric| metric.name.clone()).collect();
        let texts = self.report.metrics.values();
        let texts = texts.filter(|it| it.numerator.expression().kind == Type::Text);
        let texts = texts.map(|metric| metric.name.clone()).collect();
        let is_wrong = |name: &&String| !self.report.metrics.contains_key(*name);
        let param = |(name, value): (&String, _)| (name.clone(), quantities::of_param(value));
        let has_periods = self.report.period.is_some();
        let shapes = breakdowns.flat_map(|(name, breakdown)| {
            let shape = self.shape(breakdown);
            let has_left = !breakdown.columns.changes().is_empty();
            let left = has_left.then(|| KnownBreakdown {
                total: false,
                columns: Arc::new(breakdown.columns.of_left()),
                ..shape.clone()
            });
            let left = left.map(|left| (format!("{name}{LEFT}"), left));
            [(name.clone(), shape)].into_iter().chain(left)
        });
        let metrics = self.report.metrics.values().filter(|_| has_periods);
        let changes = metrics.flat_map(|metric| {
            let roles = metric.roles_of_change();
            roles.map(|role| {
                let quantity = quantities::of_change(metric, role).filter(|_| self.is_whole);
                let name = role.name_of(&metric.name);
                (name, (metric.name.clone(), quantity))
            })
        });
        let telling = self.telling();
        KnownNames {
            changes: changes.collect(),
            telling_claims: self.telling_claims(&telling),
            telling,
            has_periods,
            asks: false,
            breakdowns: shapes.collect(),
            wrong: wrong.cloned().collect(),
            metrics: self.spec.metrics.keys().map(metric).collect(),
            decimals,
            texts,
            wrong_metrics: self.spec.metrics.keys().filter(is_wrong).cloned().collect(),
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
                texts: column.value_type == Type::Text,
                always,
            }
        });
        let apart = breakdown.columns.values().iter().filter(|column| {
            let measure = column.measure().and_then(|at| breakdown.measures.get(at));
            column.role() == Some(Role::Value) && measure.is_some_and(MeasureUse::is_ratio_or_mean)
        });
        let apart = apart.map(|column| column.name.clone());
        KnownBreakdown {
            by: levels.collect(),
            total: breakdown.total,
            columns: breakdown.columns.clone(),
            apart: apart.collect(),
        }
    }
}

impl Text {
    /// The condition of a section in it, if it is made of one.
    fn condition(&self) -> Option<&str> {
        let is_condition = self.pointer.ends_with("/when");
        let rest = self
            .content
            .strip_prefix(WHEN[0])
            .filter(|_| is_condition)?;
        rest.strip_suffix(WHEN[1])
    }

    /// The location of a part of it; without a range, of the whole.
    fn location(&self, range: Option<Range<usize>>) -> Location {
        // What stands around a condition is not of the spec.
        if let Some(condition) = self.condition() {
            let inside = |at: usize| at.saturating_sub(WHEN[0].len()).min(condition.len());
            return match range {
                Some(range) => {
                    let (start, end) = (inside(range.start), inside(range.end));
                    Location::part(&self.pointer, condition, start, end)
                }
                None => Location::value(&self.pointer),
            };
        }
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
