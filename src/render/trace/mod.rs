//! Texts with the origins of their numbers. In: a template and its context. Out: its text, which
//! always comes from the template itself and not from its copy, and the terms behind each number in
//! it.

mod terms;

pub(super) use terms::{Term, coded, encoded};

use crate::render::values::{Views, cell};
use crate::template::{
    Copies, ORIGIN_FILTER, Setting, Signed, Signs, TemplateCache, TextUse, Trace, add_row_filters,
    environment, expand, trace,
};
use crate::text::{Locale, typography_around};
use minijinja::value::ValueKind;
use minijinja::{Environment, Value};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use terms::{decoded, terms};

/// A text with the origins of its numbers.
#[derive(Clone, Debug, Default)]
pub(in crate::render) struct TracedText {
    /// Markdown, or the plain text of a cell.
    pub(in crate::render) text: String,
    /// Numbers in order.
    pub(in crate::render) numbers: Vec<Traced>,
    /// Formulas of the template.
    pub(in crate::render) formulas: Vec<String>,
}

impl TracedText {
    /// The text in which a mark stands behind each number that has one.
    pub(in crate::render) fn with_marks(
        mut self,
        mark: &str,
        is_marked: impl Fn(&Traced, &str) -> bool,
    ) -> Self {
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for number in &mut self.numbers {
            let is_marked = is_marked(number, &self.text);
            let Range { start, end } = number.range.clone();
            number.range = start + text.len() - done..end + text.len() - done;
            if is_marked {
                text.push_str(&self.text[done..end]);
                text.push_str(mark);
                done = end;
            }
        }
        text.push_str(&self.text[done..]);
        self.text = text;
        self
    }

    /// Adds the texts of a column of a table, which are made of one template, and says where in the text each begins.
    pub(in crate::render) fn push_cells(&mut self, cells: Vec<TracedText>) -> Vec<usize> {
        let before = self.formulas.len();
        if let Some(cell) = cells.iter().find(|cell| !cell.formulas.is_empty()) {
            self.formulas.extend_from_slice(&cell.formulas);
        }
        let mut starts = Vec::with_capacity(cells.len());
        for cell in cells {
            let start = self.text.len();
            starts.push(start);
            self.text.push_str(&cell.text);
            self.numbers.extend(cell.numbers.into_iter().map(|number| {
                let Range { start: from, end } = number.range;
                let terms = number.terms.into_iter().map(|term| match term {
                    Term::Formula { claim: None, at } => Term::Formula {
                        claim: None,
                        at: before + at,
                    },
                    term => term,
                });
                Traced {
                    range: start + from..start + end,
                    terms: terms.collect(),
                }
            }));
        }
        starts
    }
}

/// A number of a text.
#[derive(Clone, Debug)]
pub(in crate::render) struct Traced {
    /// Its bytes in the text.
    pub(in crate::render) range: Range<usize>,
    /// The terms from which it is taken.
    pub(in crate::render) terms: Vec<Term>,
}

/// Finds the origins of numbers.
pub(in crate::render) struct Tracer {
    setting: Setting,
    views: Views,
    /// The signs for texts that do not contain them, with their filters.
    usual: Option<(Signs, Environment<'static>)>,
    /// The copies of templates, which are made once for all rows.
    copies: Mutex<Copies>,
}

impl Tracer {
    /// A tracer for the texts of a locale.
    pub(in crate::render) fn new(views: Views, setting: Setting, cache: &TemplateCache) -> Self {
        let mut tracer = Self {
            setting,
            views,
            usual: None,
            copies: Mutex::new(cache.take_copies(setting.locale)),
        };
        tracer.usual = Signs::absent_from("").map(|signs| {
            let known = cache.take((setting.locale, true));
            (signs, tracer.environment(signs, known))
        });
        tracer
    }

    /// Leaves the copies to the next report.
    pub(in crate::render) fn keep(self, cache: &TemplateCache) {
        if let Some((_, environment)) = self.usual {
            cache.keep((self.setting.locale, true), environment);
        }
        let copies = self.copies.into_inner();
        let copies = copies.unwrap_or_else(PoisonError::into_inner);
        cache.keep_copies(self.setting.locale, copies);
    }

    /// The text of a template, `expanded` from it, with the origins of its numbers.
    pub(in crate::render) fn written(
        &self,
        template: &str,
        text_use: TextUse,
        expanded: &str,
        context: &Value,
    ) -> TracedText {
        let signed = self.signed(template, text_use, expanded, context);
        let (signed, formulas) = signed.unwrap_or_default();
        let (mut ranges, mut found) = (Vec::new(), Vec::new());
        for Signed { range, code } in signed {
            // A number computed only from constants of a formula has no origin.
            if let Some(terms) = decoded(&code) {
                ranges.push(range);
                found.push(terms);
            }
        }
        let text = match self.setting.locale {
            Locale::Fr => typography_around(expanded, &mut ranges),
            Locale::En => expanded.to_owned(),
        };
        let numbers = ranges.into_iter().zip(found);
        let numbers = numbers.map(|(range, terms)| Traced { range, terms });
        TracedText {
            text,
            numbers: numbers.collect(),
            formulas,
        }
    }

    /// The signed numbers of the copy, if the copy gives the same text.
    pub(super) fn signed(
        &self,
        template: &str,
        text_use: TextUse,
        expanded: &str,
        context: &Value,
    ) -> Option<(Vec<Signed>, Vec<String>)> {
        if !template.contains("{{") {
            return None;
        }
        let signs = Signs::absent_from(expanded)?;
        let copy = self.copy(template)?;
        let render = |environment| expand(environment, &copy.text, text_use, context);
        let rendered = match &self.usual {
            Some((usual, environment)) if *usual == signs => render(environment),
            _ => {
                let base = TemplateCache::default().take((self.setting.locale, true));
                render(&self.environment(signs, base))
            }
        };
        let (plain, signed) = signs.take(&rendered.ok()?)?;
        (plain == expanded).then(|| (signed, copy.formulas.clone()))
    }

    /// The copy of a template; `None` if no number in it can have an origin.
    fn copy(&self, template: &str) -> Option<Arc<Trace>> {
        let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(copy) = copies.get(template) {
            return copy.clone();
        }
        let copy = trace(template).map(Arc::new);
        copies.insert(template.to_owned(), copy.clone());
        copy
    }

    /// The filters of a locale, plus those that sign numbers.
    fn environment(&self, signs: Signs, base: Environment<'static>) -> Environment<'static> {
        let mut environment = environment(self.setting, self.views.names(), Some(signs), base);
        let views = self.views.clone();
        environment.add_filter(
            ORIGIN_FILTER,
            move |value: Value, origin: Value, counts: Option<bool>| {
                let text = match value.kind() {
                    ValueKind::String => value.as_str().unwrap_or_default().to_owned(),
                    ValueKind::Number if value.is_integer() => value.to_string(),
                    // It is rejected when it is printed.
                    _ => return value,
                };
                let Some(terms) = terms(views.report(), views.results(), &origin) else {
                    return value;
                };
                let code = encoded(&terms);
                let signed = if counts == Some(true) {
                    signs.around_counted(&code, &text)
                } else {
                    signs.around(&code, &text)
                };
                if value.is_safe() {
                    Value::from_safe_string(signed)
                } else {
                    Value::from(signed)
                }
            },
        );
        add_row_filters(&mut environment, self.setting, move |cells, written| {
            let cells = cells.iter().map(|(row, column)| cell(row, column));
            let terms: Option<Vec<_>> = cells.map(|found| found.map(Term::Cell)).collect();
            match terms {
                Some(terms) => signs.around(&encoded(&terms), &written),
                None => written,
            }
        });
        environment
    }
}
