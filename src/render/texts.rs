//! Rendering of all texts of a report in one locale, with the location of failures.

use super::trace::{TracedText, Tracer};
use super::ungrouped::ungrouped;
use super::values::{Sentences, Views};
use crate::diagnostic::{Code, Diagnostic, FileId, Location, Span, Subject, allowed, nearest};
use crate::report::{Column, LocalText, Report, Template, Told, When};
use crate::results::{Results, Row};
use crate::template::{
    NONE, NoValue, Setting, TemplateCache, TextUse, environment, expand, filter_names,
    template_message,
};
use crate::text::{Locale, typography};
use minijinja::{Environment, Value};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

/// Everything that texts of one locale need.
pub(super) struct Texts<'a> {
    /// The report.
    pub(super) report: &'a Report,
    /// The locale.
    pub(super) locale: Locale,
    results: Arc<Results>,
    environment: Environment<'static>,
    context: Value,
    views: Views,
    sentences: Sentences,
    /// Finds the origins of numbers, if a page shows them or marks need them.
    tracer: Option<Tracer>,
    /// What was noticed while texts were written.
    noticed: Mutex<Vec<Diagnostic>>,
}

impl<'a> Texts<'a> {
    /// Prepares the texts of a locale, in which claims are not said yet.
    pub(super) fn new(
        report: &'a Arc<Report>,
        results: &Arc<Results>,
        locale: Locale,
        cache: &TemplateCache,
    ) -> Self {
        let views = Views::new(report, results, locale);
        let formats = &report.outputs.formats;
        // Numbers that are not in print are marked in Markdown, too.
        let is_marked = !report.published.is_empty() && report.opening.badge.is_some();
        let traces =
            formats.html || is_marked && (formats.markdown || formats.jekyll || formats.pdf);
        let words = report.words;
        let setting = Setting { locale, words };
        Self {
            report,
            locale,
            results: results.clone(),
            environment: environment(setting, views.names(), None, cache.take((locale, false))),
            context: views.context(None),
            tracer: traces.then(|| Tracer::new(views.clone(), setting, cache)),
            views,
            sentences: Sentences::default(),
            noticed: Mutex::default(),
        }
    }

    /// Leaves the templates to the next report.
    pub(super) fn keep(self, cache: &TemplateCache) {
        cache.keep((self.locale, false), self.environment);
        if let Some(tracer) = self.tracer {
            tracer.keep(cache);
        }
    }

    /// The same, with the sentences of claims.
    pub(super) fn saying(self, sentences: Sentences) -> Self {
        Self {
            context: self.views.context(Some(&sentences)),
            sentences,
            ..self
        }
    }

    /// The same texts with other sentences of claims, without origins.
    pub(super) fn instead(&self, sentences: Sentences) -> Self {
        Self {
            report: self.report,
            locale: self.locale,
            results: self.results.clone(),
            environment: self.environment.clone(),
            context: self.views.context(Some(&sentences)),
            views: self.views.clone(),
            sentences,
            tracer: None,
            noticed: Mutex::default(),
        }
    }

    /// What finds the origins of numbers, if a page shows them.
    pub(super) fn tracer(&self) -> Option<&Tracer> {
        self.tracer.as_ref()
    }

    /// What was noticed while the texts were written.
    pub(super) fn noticed(&self) -> Vec<Diagnostic> {
        let noticed = self.noticed.lock();
        noticed.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A text with the origins of its numbers, of which those without groups of thousands are noticed.
    fn traced(
        &self,
        tracer: &Tracer,
        (text, text_use): (&str, TextUse),
        expanded: &str,
        context: &Value,
        pointer: &str,
    ) -> TracedText {
        let written = tracer.written(text, text_use, expanded, context);
        if let Some(warning) = ungrouped((self.report, &self.results), &written, pointer) {
            let noticed = self.noticed.lock();
            noticed
                .unwrap_or_else(PoisonError::into_inner)
                .push(warning);
        }
        written
    }

    /// The sentences of claims.
    pub(super) fn sentences(&self) -> &Sentences {
        &self.sentences
    }

    /// A text with its spaces unchanged.
    pub(super) fn expanded(
        &self,
        text: &str,
        text_use: TextUse,
        pointer: &str,
    ) -> Result<String, Diagnostic> {
        self.expand(text, text_use, &self.context(text), None)
            .map_err(|error| self.failed(&error, text, pointer, None))
    }

    /// What the names of a text stand for. Where the change of something that it tells of is withheld, there is no
    /// `previous` for it, as in a first period.
    pub(super) fn context(&self, text: &str) -> Value {
        let told = self.report.tells.by_text.get(text);
        let is_withheld = told.is_some_and(|told| told.iter().any(|told| self.is_withheld(told)));
        if self.results.previous.is_some() && is_withheld {
            return minijinja::context! { previous => (), ..self.context.clone() };
        }
        self.context.clone()
    }

    /// Whether a change is not told, since it would not only be change.
    fn is_withheld(&self, told: &Told) -> bool {
        let previous = self.results.previous.as_ref();
        previous.is_none_or(|previous| match told {
            Told::Breakdown(name) => !previous.breakdowns.contains_key(name),
            Told::Metric(name) => !previous.metrics.contains_key(name),
        })
    }

    /// Whether the condition of a section holds. `shows` is what the section tells of beside it.
    pub(super) fn holds(
        &self,
        when: &When,
        shows: Option<&BTreeSet<Told>>,
    ) -> Result<bool, Diagnostic> {
        let is_withheld = shows.is_some_and(|told| told.iter().any(|told| self.is_withheld(told)));
        let context = if is_withheld {
            minijinja::context! { previous => (), ..self.context.clone() }
        } else {
            self.context(&when.text)
        };
        let compiled = self.environment.compile_expression(&when.text);
        let value = compiled.and_then(|expression| expression.eval(context));
        value
            .map(|value| value.is_true())
            .map_err(|error| self.failed(&error, &when.text, &when.pointer, None))
    }

    /// A title or label: plain text.
    pub(super) fn plain(&self, text: &LocalText, pointer: &str) -> Result<String, Diagnostic> {
        let text = text.get(self.locale);
        self.render(
            text,
            TextUse::Plain,
            (pointer, None),
            &self.context(text),
            None,
        )
    }

    /// A plain text that may be a template; a template that fails is returned unchanged, because it
    /// was reported where it is declared.
    pub(super) fn plain_or_raw(&self, text: &str) -> String {
        self.render(text, TextUse::Plain, ("", None), &self.context(text), None)
            .unwrap_or_else(|_| text.to_owned())
    }

    /// The head of a column.
    pub(super) fn column_title(&self, column: &Column) -> String {
        self.plain_or_raw(column.title.get(self.locale))
    }

    /// A plain text with the origins of its numbers.
    pub(super) fn number(&self, text: &LocalText, pointer: &str) -> Result<TracedText, Diagnostic> {
        let Some(tracer) = &self.tracer else {
            let text = self.plain(text, pointer)?;
            return Ok(TracedText {
                text,
                ..TracedText::default()
            });
        };
        let text = text.get(self.locale);
        let context = self.context(text);
        let expanded = self
            .expand(text, TextUse::Plain, &context, None)
            .map_err(|error| self.failed(&error, text, pointer, None))?;
        let of = (text, TextUse::Plain);
        Ok(self.traced(tracer, of, &expanded, &context, pointer))
    }

    /// Inline Markdown.
    pub(super) fn markdown(&self, text: &LocalText, pointer: &str) -> Result<String, Diagnostic> {
        let text = text.get(self.locale);
        let context = self.context(text);
        self.render(text, TextUse::Markdown, (pointer, None), &context, None)
    }

    /// A caption: inline Markdown.
    pub(super) fn caption(
        &self,
        text: &LocalText,
        pointer: &str,
    ) -> Result<TracedText, Diagnostic> {
        self.written(text.get(self.locale), pointer, None)
    }

    /// A section's text.
    pub(super) fn section(&self, template: &Template) -> Result<TracedText, Diagnostic> {
        self.written(&template.text, &template.pointer, template.file)
    }

    /// Markdown, with the origins of its numbers.
    fn written(
        &self,
        text: &str,
        pointer: &str,
        file: Option<FileId>,
    ) -> Result<TracedText, Diagnostic> {
        let context = self.context(text);
        let Some(tracer) = &self.tracer else {
            let text = self.render(text, TextUse::Markdown, (pointer, file), &context, None)?;
            return Ok(TracedText {
                text,
                ..TracedText::default()
            });
        };
        let expanded = self
            .expand(text, TextUse::Markdown, &context, None)
            .map_err(|error| self.failed(&error, text, pointer, file))?;
        let of = (text, TextUse::Markdown);
        Ok(self.traced(tracer, of, &expanded, &context, pointer))
    }

    /// The text of a row: a template in which `row` is defined, plain text.
    pub(super) fn row_label(
        &self,
        text: &LocalText,
        breakdown: &str,
        row: &Row,
        pointer: &str,
    ) -> Result<String, Diagnostic> {
        let text = text.get(self.locale);
        let Some(context) = self.of_row(text, breakdown, row) else {
            return Ok(String::new());
        };
        self.render(
            text,
            TextUse::Plain,
            (pointer, None),
            &context,
            Some((breakdown, row)),
        )
    }

    /// The same, with the origins of its numbers.
    pub(super) fn row_text(
        &self,
        text: &LocalText,
        breakdown: &str,
        row: &Row,
        pointer: &str,
    ) -> Result<TracedText, Diagnostic> {
        let Some(tracer) = &self.tracer else {
            let text = self.row_label(text, breakdown, row, pointer)?;
            return Ok(TracedText {
                text,
                ..TracedText::default()
            });
        };
        let text = text.get(self.locale);
        let Some(context) = self.of_row(text, breakdown, row) else {
            return Ok(TracedText::default());
        };
        let expanded = self
            .expand(text, TextUse::Plain, &context, Some((breakdown, row)))
            .map_err(|error| self.failed(&error, text, pointer, None))?;
        let of = (text, TextUse::Plain);
        Ok(self.traced(tracer, of, &expanded, &context, pointer))
    }

    /// What the names of the text of a row stand for; `None` for an others row made by a chart alone, which is no row of
    /// the breakdown.
    fn of_row(&self, text: &str, breakdown: &str, row: &Row) -> Option<Value> {
        let row = self.views.row(breakdown, row);
        (!row.is_undefined()).then(|| minijinja::context! { row, ..self.context(text) })
    }

    fn render(
        &self,
        text: &str,
        text_use: TextUse,
        (pointer, file): (&str, Option<FileId>),
        context: &Value,
        row: Option<(&str, &Row)>,
    ) -> Result<String, Diagnostic> {
        let written = self
            .expand(text, text_use, context, row)
            .map_err(|error| self.failed(&error, text, pointer, file))?;
        Ok(match self.locale {
            Locale::Fr => typography(&written),
            Locale::En => written,
        })
    }

    /// A text with its spaces unchanged; an error where it holds a value that is missing.
    fn expand(
        &self,
        text: &str,
        text_use: TextUse,
        context: &Value,
        row: Option<(&str, &Row)>,
    ) -> Result<String, minijinja::Error> {
        let written = expand(&self.environment, text, text_use, context)?;
        if has_none(&written) {
            // It may be a word, or a name of the data; else what is missing says so itself.
            let strict = self.views.strict();
            let names = strict.context(Some(&self.sentences));
            let row = row.map(|(breakdown, row)| strict.row(breakdown, row));
            let previous = context.get_attr("previous").unwrap_or_default();
            let names = minijinja::context! { previous, ..names };
            let names = match row {
                Some(row) => minijinja::context! { row, ..names },
                None => names,
            };
            let again = expand(&self.environment, text, text_use, &names);
            if let Some(error) = again.err().filter(NoValue::failed) {
                return Err(error);
            }
        }
        Ok(written)
    }

    fn failed(
        &self,
        error: &minijinja::Error,
        text: &str,
        pointer: &str,
        file: Option<FileId>,
    ) -> Diagnostic {
        let diagnostic = Diagnostic::error(
            Code::TEMPLATE,
            format!(
                "the text in locale `{}` fails: {}",
                self.locale,
                template_message(error)
            ),
        )
        .about(Subject::of(pointer));
        let range = error.range();
        let location = match (file, range.clone()) {
            (Some(file), range) => {
                let Range { start, end } = range.unwrap_or_default();
                Span { file, start, end }.into()
            }
            (None, Some(Range { start, end })) => Location::part(pointer, text, start, end),
            (None, None) => Location::key(pointer),
        };
        let word = range.and_then(|range| text.get(range));
        let hint = word.and_then(|word| self.hint(error, word));
        diagnostic
            .maybe_hint(hint.or_else(|| remedy(error)))
            .at(location)
    }

    /// The filter, column or code that was probably meant by one that does not exist.
    fn hint(&self, error: &minijinja::Error, word: &str) -> Option<String> {
        if error.kind() == minijinja::ErrorKind::UnknownFilter {
            return nearest(word, filter_names());
        }
        if error.kind() != minijinja::ErrorKind::UndefinedError {
            return None;
        }
        let expression = template_message(error);
        let frame = self.results.frames.values().find(|frame| {
            let indexed = [format!("`{}[", frame.name), format!("`{}.", frame.name)];
            indexed
                .iter()
                .any(|start| expression.contains(start.as_str()))
        })?;
        let last = word.rsplit('.').next().unwrap_or_default();
        let attribute = word.contains('.') && !expression.contains("]` is undefined");
        if attribute {
            let columns = || frame.columns.names();
            return nearest(last, columns())
                .or_else(|| Some(format!("its columns are {}", allowed(columns()))));
        }
        let codes = frame.rows.iter().filter_map(|row| row.keys.first()?.code());
        let codes: BTreeSet<&str> = codes.collect();
        Some(format!(
            "its first codes are {}; `{}.has(code)` says whether there is one",
            allowed(codes),
            frame.name
        ))
    }
}

/// What helps against the bounds of templates.
fn remedy(error: &minijinja::Error) -> Option<String> {
    let detail = error.detail().unwrap_or_default();
    let hint = if error.kind() == minijinja::ErrorKind::OutOfFuel {
        "go over fewer rows: `|top(20)`, `keep: {…: {top: 20}}` of the breakdown, and no loop inside of another one"
    } else if detail.contains("recursion limit") {
        "a macro calls itself without an end: ask first, `{% if … %}`, or write a loop"
    } else if detail.contains("too many elements") {
        "`range` counts to 100,000 at most; to go over rows write `{% for row in by_name %}`"
    } else {
        return None;
    };
    Some(hint.to_owned())
}

/// Whether a text has the word of the template language for no value, however its letters were changed.
fn has_none(text: &str) -> bool {
    let mut words = text.as_bytes().windows(NONE.len());
    words.any(|it| it.eq_ignore_ascii_case(NONE.as_bytes()))
}
