//! Sections with their templates, and outputs.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location, Span, Subject, allowed};
use crate::report::{FormatGroup, Formats, LocalText, Section, SectionContent, Template, When};
use crate::spec::grammar::{self, DocumentFormat, Outputs};
use crate::text::Locale;
use std::collections::BTreeMap;

/// Level of a heading unless the spec says otherwise; the title is level 1.
const HEADING_LEVEL: u8 = 2;

impl Context<'_> {
    pub(super) fn sections(&mut self) {
        for (at, section) in self.spec.sections.iter().enumerate() {
            let pointer = format!("/sections/{at}");
            if let Some(content) = self.section(section, &pointer) {
                let when = section.when.as_ref().map(|text| When {
                    text: text.clone(),
                    asks: false,
                    pointer: format!("{pointer}/when"),
                });
                self.report.sections.push(Section { content, when });
            }
        }
    }

    fn section(&mut self, section: &grammar::Section, pointer: &str) -> Option<SectionContent> {
        if section.level.is_some() && section.heading.is_none() {
            self.error(
                Code::DEFINITION,
                &format!("{pointer}/level"),
                "`level` belongs to `heading`",
            );
        }
        if section.append.is_some() {
            let diagnostic = Diagnostic::error(
                Code::DEFINITION,
                "`append` adds to the sections of a spec that is extended, here are none to add to",
            )
            .at(Location::key(format!("{pointer}/append")))
            .hint("write its `items` as sections; `append` stands in no `items`");
            self.problems.push(diagnostic);
            return None;
        }
        match (
            &section.heading,
            &section.text,
            &section.glossary,
            &section.chart,
            &section.variants,
            &section.table,
        ) {
            (Some(heading), None, None, None, None, None) => {
                let at = format!("{pointer}/heading");
                let text = self.text(heading, &at);
                Some(SectionContent::Heading(
                    section.level.unwrap_or(HEADING_LEVEL),
                    text,
                    at,
                ))
            }
            (None, Some(text), None, None, None, None) => {
                let at = format!("{pointer}/text");
                let per_locale = matches!(text, grammar::Text::PerLocale(_));
                let text = self.text(text, &at);
                Some(SectionContent::Text(self.templates(&text, &at, per_locale)))
            }
            (None, None, Some(text), None, None, None) => {
                let at = format!("{pointer}/glossary");
                let per_locale = matches!(text, grammar::Text::PerLocale(_));
                let text = self.text(text, &at);
                let templates = self.templates(&text, &at, per_locale);
                self.has_terms(&templates);
                Some(SectionContent::Glossary(templates))
            }
            (None, None, None, Some(chart), None, None) => self
                .is_chart(chart, &format!("{pointer}/chart"))
                .then(|| SectionContent::Chart(chart.clone())),
            (None, None, None, None, Some(variants), None) => {
                let pointer = format!("{pointer}/variants");
                self.variants(variants, &pointer)
                    .map(SectionContent::Variants)
            }
            (None, None, None, None, None, Some(table)) => {
                self.use_name("breakdown", table);
                if self.spec.breakdowns.contains_key(table) {
                    return Some(SectionContent::Table(table.clone()));
                }
                let names: Vec<String> = self.spec.breakdowns.keys().cloned().collect();
                let at = format!("{pointer}/table");
                self.unknown("breakdown", table, &at, names.iter().map(String::as_str));
                None
            }
            _ => {
                let kinds = ["heading", "text", "glossary", "chart", "variants", "table"];
                let at = |kind: &&str| self.spans.own(&format!("{pointer}/{kind}"));
                let mut given: Vec<(&str, Span)> = kinds
                    .iter()
                    .filter_map(|kind| Some((*kind, at(kind)?)))
                    .collect();
                given.sort_by_key(|(_, span)| span.start);
                let names: Vec<String> =
                    given.iter().map(|(name, _)| format!("`{name}`")).collect();
                let found = if names.is_empty() {
                    "none".to_owned()
                } else {
                    names.join(" and ")
                };
                let mut diagnostic = Diagnostic::error(
                    Code::DEFINITION,
                    format!(
                        "a section has exactly one of {}; found {found}",
                        allowed(kinds)
                    ),
                );
                if let [(first, span), (second, behind), ..] = given.as_slice() {
                    diagnostic = diagnostic
                        .about(Subject::of(pointer))
                        .at(*behind)
                        .related(*span, format!("`{first}` is one section"))
                        .hint(format!("begin the next section with `- {second}: …`"));
                }
                self.problems.push(diagnostic.at(Location::value(pointer)));
                None
            }
        }
    }

    /// Reports a glossary in which nothing is explained.
    fn has_terms(&mut self, templates: &BTreeMap<Locale, Template>) {
        for template in templates.values() {
            if !template.text.lines().any(|line| line.starts_with('#')) {
                let place = match template.file {
                    Some(file) => Location::from(Span {
                        file,
                        start: 0,
                        end: 0,
                    }),
                    None => Location::value(&template.pointer),
                };
                let problem = "a glossary has a heading for each term, this one has none";
                let problem = Diagnostic::error(Code::GLOSSARY, problem)
                    .about(Subject::of(&template.pointer))
                    .at(place)
                    .hint("write `### Term`, and below it what it means");
                self.problems.push(problem);
            }
        }
    }

    /// Whether there is such a chart; reports it if there is none.
    pub(super) fn is_chart(&mut self, chart: &str, pointer: &str) -> bool {
        self.use_name("chart", chart);
        let is_known = self.spec.charts.contains_key(chart);
        if !is_known {
            let names: Vec<String> = self.spec.charts.keys().cloned().collect();
            self.unknown("chart", chart, pointer, names.iter().map(String::as_str));
        }
        is_known
    }

    /// The charts of one figure with their names on the switch: each once, and drawn.
    fn variants(
        &mut self,
        variants: &[grammar::Variant],
        pointer: &str,
    ) -> Option<Vec<(String, LocalText, String)>> {
        let mut charts: Vec<(String, LocalText, String)> = Vec::new();
        for (at, variant) in variants.iter().enumerate() {
            let pointer = format!("{pointer}/{at}");
            let place = format!("{pointer}/chart");
            let name = &variant.chart;
            if !self.is_chart(name, &place) {
                return None;
            }
            // A chart with mistakes of its own has been reported.
            let chart = self.report.charts.get(name)?;
            let (is_drawn, title) = (chart.kind.descriptor().is_some(), chart.title.clone());
            let again = charts.iter().any(|(known, ..)| known == name);
            if again || !is_drawn {
                let message = if again {
                    format!("chart `{name}` stands twice in one figure")
                } else {
                    format!("chart `{name}` is a table: a figure switches between drawings")
                };
                let hint = "name two to six charts that are drawn, each once; a table is a section of its own: `- chart: …`";
                let problem = Diagnostic::error(Code::VARIANTS, message);
                let place = Location::value(place);
                self.problems.push(problem.at(place).hint(hint));
                return None;
            }
            let (label, at) = match &variant.label {
                Some(label) => {
                    let at = format!("{pointer}/label");
                    (self.text(label, &at), at)
                }
                None => (
                    title,
                    format!("/charts/{}/title", crate::spec::escape(name)),
                ),
            };
            charts.push((name.clone(), label, at));
        }
        Some(charts)
    }

    fn templates(
        &mut self,
        text: &LocalText,
        pointer: &str,
        per_locale: bool,
    ) -> BTreeMap<Locale, Template> {
        let mut templates = BTreeMap::new();
        for locale in self.report.locales.clone() {
            let content = text.get(locale).to_owned();
            let at = if per_locale {
                format!("{pointer}/{locale}")
            } else {
                pointer.to_owned()
            };
            let is_file = !content.contains('\n')
                && std::path::Path::new(&content)
                    .extension()
                    .is_some_and(|ending| ending == "j2" || ending == "md");
            let template = if is_file {
                self.template_file(&content, &at)
            } else {
                Some(Template {
                    name: at.clone(),
                    text: content,
                    file: None,
                    pointer: at,
                })
            };
            if let Some(template) = template {
                templates.insert(locale, template);
            }
        }
        templates
    }

    fn template_file(&mut self, path: &str, pointer: &str) -> Option<Template> {
        let (path, _) = self.path(path, pointer)?;
        let text = crate::spec::read_text(self.world, &path)
            .map_err(|problem| problem.at(Location::value(pointer)));
        let text = self.problems.keep(text)?;
        let file = self
            .source_map
            .add(path.display().to_string(), text.as_str());
        Some(Template {
            name: path.display().to_string(),
            text,
            file: Some(file),
            pointer: pointer.to_owned(),
        })
    }

    pub(super) fn outputs(&mut self) {
        let outputs = self.spec.outputs.clone().unwrap_or_default();
        let text = outputs.dir.clone().unwrap_or_else(|| "out".to_owned());
        self.period_before(&text);
        let folder = if let Some(typed) = &self.options.out {
            Some(typed.clone())
        } else {
            self.periods_have_their_folders(&text);
            self.path(&text, "/outputs/dir").map(|(path, _)| path)
        };
        if let Some(folder) = folder {
            self.report.outputs.folder = folder;
        }
        self.report.outputs.formats = self.formats(&outputs).with_pictures();
        self.can_write_pdf(&outputs);
        if self.report.outputs.formats.jekyll {
            self.report.outputs.jekyll = self.jekyll(outputs.jekyll.as_ref());
        }
        if let Some(address) = &outputs.address {
            self.report.outputs.address = self
                .address(address, "/outputs/address")
                .unwrap_or_default();
        }
        if let Some(index) = &outputs.index {
            self.period_index(index, &outputs);
        }
        if !self.options.while_writing {
            self.report.outputs.page_budget = outputs.page_budget.map(|size| size.bytes);
        }
    }

    /// A program without the feature writes no PDF.
    fn can_write_pdf(&mut self, outputs: &Outputs) {
        if cfg!(feature = "pdf") || !self.report.outputs.formats.pdf {
            return;
        }
        let formats = outputs.formats.iter().flatten();
        let place = formats
            .into_iter()
            .position(|it| *it == DocumentFormat::Pdf);
        let is_of_spec = self.options.formats.is_empty();
        let location = match place.filter(|_| is_of_spec) {
            Some(place) => Location::value(format!("/outputs/formats/{place}")),
            None => Location::Unknown,
        };
        let message = "this program was built without the format `pdf`";
        let hint = "install the wheel, which has it, or build with `cargo build --features pdf`";
        let problem = Diagnostic::error(Code::FORMAT_LEFT_OUT, message);
        self.problems.push(problem.at(location).hint(hint));
    }

    /// An address with its params.
    pub(super) fn address(&mut self, text: &str, pointer: &str) -> Option<String> {
        let address = self.with_params(text, pointer)?;
        if address.contains([' ', '<', '>']) {
            let message = format!("an address has no spaces and no `<` or `>`, found `{address}`");
            self.error(Code::WRONG_VALUE, pointer, message);
            return None;
        }
        Some(address)
    }

    /// The formats of the command line, or else those of the spec.
    fn formats(&self, outputs: &Outputs) -> Formats {
        let asked = &self.options.formats;
        if !asked.is_empty() {
            return Formats::those(|name| asked.iter().any(|asked| asked == name));
        }
        let mut formats = Formats::DEFAULT;
        if let Some(given) = &outputs.formats {
            let names: Vec<&str> = given.iter().map(|format| format.name()).collect();
            formats = formats.with(FormatGroup::Documents, &names);
        }
        if let Some(given) = &outputs.charts {
            let names: Vec<&str> = given.iter().map(|format| format.name()).collect();
            formats = formats.with(FormatGroup::Pictures, &names);
        }
        if let Some(given) = &outputs.tables {
            let names: Vec<&str> = given.iter().map(|format| format.name()).collect();
            formats = formats.with(FormatGroup::Tables, &names);
        }
        formats
    }
}
