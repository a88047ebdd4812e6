//! Texts and labels per locale, locales, titles.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::columns::Columns;
use crate::report::{LocalTerm, LocalText, Publication, ResolvedTerm, Role};
use crate::spec::grammar::{Gender, Label, LocaleName, Term, Text};
use crate::sql::{Expression, Node};
use crate::text::case::{lower_first, readable};
use crate::text::list::{Conjunction, list};
use crate::text::{Date, Locale, shown};
use std::collections::BTreeMap;

impl Context<'_> {
    pub(super) fn locales(&mut self) {
        let from_spec = self.spec.locales.as_ref().map(|names| {
            names
                .iter()
                .map(|name| match name {
                    LocaleName::Fr => Locale::Fr,
                    LocaleName::En => Locale::En,
                })
                .collect::<Vec<_>>()
        });
        let mut locales = if self.options.locales.is_empty() {
            from_spec.unwrap_or_else(|| self.options.default_locales.clone())
        } else {
            self.options.locales.clone()
        };
        if locales.is_empty() {
            locales.push(Locale::En);
        }
        let mut seen = Vec::new();
        locales.retain(|locale| {
            let new = !seen.contains(locale);
            seen.push(*locale);
            new
        });
        self.report.locales = locales;
        self.report.title = self.text(&self.spec.title.clone(), "/title");
        self.report.foot = self.spec.foot.as_ref().map(|text| self.text(text, "/foot"));
        let credit = self.spec.credit.as_ref();
        self.report.credit = credit.map(|text| self.text(text, "/credit"));
        let citation = self.spec.citation.as_ref();
        self.report.citation = citation.map(|text| self.text(text, "/citation"));
        self.report.publication = self.publication();
        self.report.theme = self.theme();
    }

    /// Who publishes the report; a wrong day is reported.
    fn publication(&mut self) -> Option<Publication> {
        let given = self.spec.publication.as_ref()?;
        let authors = given.authors.iter().enumerate().filter_map(|(at, author)| {
            self.with_params(author, &format!("/publication/authors/{at}"))
        });
        let authors = authors.collect();
        let date = self.with_params(&given.date, "/publication/date")?;
        let Some(date) = Date::parse(&date) else {
            let message = format!("expected a day such as `2025-10-28`, found `{date}`");
            self.error(Code::WRONG_VALUE, "/publication/date", message);
            return None;
        };
        let version = match &given.version {
            Some(version) => Some(self.with_params(version, "/publication/version")?),
            None => None,
        };
        Some(Publication {
            authors,
            date,
            version,
        })
    }

    /// A text in all locales of the report; a missing locale is a warning.
    pub(super) fn text(&mut self, text: &Text, pointer: &str) -> LocalText {
        match text {
            Text::Same(text) => LocalText::same(text),
            Text::PerLocale(texts) => {
                let found: Vec<(Locale, String)> =
                    [(Locale::Fr, &texts.fr), (Locale::En, &texts.en)]
                        .into_iter()
                        .filter_map(|(locale, text)| Some((locale, text.clone()?)))
                        .collect();
                let locales: Vec<Locale> = found.iter().map(|(locale, _)| *locale).collect();
                self.missing_locales(&locales, pointer);
                LocalText::new(found)
            }
        }
    }

    /// A given title, or else the name as people read it.
    pub(super) fn title(&mut self, text: Option<&Text>, name: &str, pointer: &str) -> LocalText {
        self.title_or(text, pointer, || LocalText::same(&readable(name)))
    }

    /// A given title of a column of a contract, or else the head of the column of the file that it is, or its name.
    pub(super) fn column_title(
        &mut self,
        text: Option<&Text>,
        (name, value): (&str, &Expression),
        pointer: &str,
    ) -> LocalText {
        let head = match &value.node {
            // What stands between braces would be read as a template.
            Node::Name(head) if !head.contains('{') => head,
            _ => name,
        };
        self.title(text, &shown(head), pointer)
    }

    /// A given title, or else another one.
    pub(super) fn title_or(
        &mut self,
        text: Option<&Text>,
        pointer: &str,
        usual: impl FnOnce() -> LocalText,
    ) -> LocalText {
        match text {
            Some(text) => self.text(text, &format!("{pointer}/title")),
            None => usual(),
        }
    }

    /// A label with its forms.
    pub(super) fn term(&mut self, label: &Label, pointer: &str) -> LocalTerm {
        let resolved = |term: &Term| match term {
            Term::Plain(text) => ResolvedTerm {
                one: text.clone(),
                other: text.clone(),
                gender: Gender::M,
                inside: None,
            },
            Term::Noun(noun) => ResolvedTerm {
                one: noun.one.clone(),
                other: noun.other.clone(),
                gender: noun.gender,
                inside: noun.inside.clone(),
            },
        };
        let terms: BTreeMap<Locale, ResolvedTerm> = match label {
            Label::Same(text) => Locale::ALL
                .iter()
                .map(|locale| (*locale, resolved(&Term::Plain(text.clone()))))
                .collect(),
            Label::PerLocale(labels) => {
                let found: BTreeMap<Locale, ResolvedTerm> =
                    [(Locale::Fr, &labels.fr), (Locale::En, &labels.en)]
                        .into_iter()
                        .filter_map(|(locale, term)| Some((locale, resolved(term.as_ref()?))))
                        .collect();
                let locales: Vec<Locale> = found.keys().copied().collect();
                self.missing_locales(&locales, pointer);
                found
            }
        };
        LocalTerm { terms }
    }

    fn missing_locales(&mut self, found: &[Locale], pointer: &str) {
        for locale in self.report.locales.clone() {
            if !found.contains(&locale) {
                let diagnostic = Diagnostic::warning(
                    Code::MISSING_LOCALE,
                    format!("the text is missing in locale `{locale}`"),
                )
                .at(Location::key(pointer))
                .hint(format!("add `{locale}: …`"));
                self.problems.push(diagnostic);
            }
        }
    }
}

/// The title of rows that have none: what they are by, and which measure they have, if it is a single one.
pub(super) fn title_of_rows(columns: &Columns) -> LocalText {
    let measures = columns.values().iter();
    let mut measures = measures.filter(|column| column.role() == Some(Role::Value));
    let measure = measures.next().filter(|_| measures.next().is_none());
    LocalText::new(Locale::ALL.iter().map(|locale| {
        let dimensions = columns.dimensions().iter();
        let dimensions = dimensions.map(|column| lower_first(column.title.get(*locale)));
        let dimensions = list(&dimensions.collect::<Vec<_>>(), Conjunction::And, *locale);
        let measure = measure.map(|column| column.title.get(*locale));
        let title = match (locale, measure) {
            (Locale::Fr, Some(measure)) => format!("{measure} par {dimensions}"),
            (Locale::Fr, None) => format!("Par {dimensions}"),
            (Locale::En, Some(measure)) => format!("{measure} by {dimensions}"),
            (Locale::En, None) => format!("By {dimensions}"),
        };
        (*locale, title)
    }))
}
