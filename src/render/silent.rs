//! Texts that say nothing since their claims do not hold. In: the texts of sections and the titles of charts. Out: a warning for
//! each that is empty, or has an empty paragraph, where it prints a claim that does not hold and has no `else`.
//!
//! Such texts are written once more, with a sign in the place of each of these claims.

use super::documents::told_of;
use super::headline::named_at;
use super::texts::Texts;
use super::values::Sentences;
use crate::diagnostic::{Code, Diagnostic, FileId, Location, Span};
use crate::report::{Report, SectionContent, Template};
use crate::results::Results;
use crate::template::{Sentence, TextUse};
use crate::text::Locale;
use std::sync::Arc;

/// The first of the signs, which no text has: each claim has one.
const FIRST_SIGN: u32 = 0xF_0000;

/// The claims of a report that say nothing, each with its sign.
struct Silent<'a>(Vec<(&'a str, char)>);

/// A text that a reader misses where it is empty.
struct Shown<'a> {
    text: &'a str,
    pointer: &'a str,
    file: Option<FileId>,
    text_use: TextUse,
    what: &'static str,
}

/// The warnings of all texts that are left empty, in the first locale in which they are.
pub(super) fn silent_texts(
    report: &Report,
    results: &Results,
    spoken: &[Texts<'_>],
) -> Vec<Diagnostic> {
    let silent = Silent::of(report, results);
    if silent.0.is_empty() {
        return Vec::new();
    }
    let signed = spoken.iter();
    let signed = signed.map(|texts| texts.instead(silent.signed(texts.sentences())));
    let signed: Vec<Texts<'_>> = signed.collect();
    let found = report.sections.iter().filter_map(|section| {
        signed.iter().find_map(|texts| {
            let mut shown = shown(report, &section.content, texts.locale);
            shown.retain(|shown| shown.text.contains("claims"));
            let is_there = || {
                let told = told_of(report, &section.content);
                let holds = |when| texts.holds(when, Some(&told)).unwrap_or_default();
                section.when.as_ref().is_none_or(holds)
            };
            if shown.is_empty() || !is_there() {
                return None;
            }
            shown.iter().find_map(|shown| silent.warning(shown, texts))
        })
    });
    found.collect()
}

/// The texts of a section that must say something.
fn shown<'a>(report: &'a Report, content: &'a SectionContent, locale: Locale) -> Vec<Shown<'a>> {
    let markdown = |template: &'a Template| Shown {
        text: &template.text,
        pointer: &template.pointer,
        file: template.file,
        text_use: TextUse::Markdown,
        what: "text",
    };
    let plain = |text: &'a str, pointer: &'a str, what| Shown {
        text,
        pointer,
        file: None,
        text_use: TextUse::Plain,
        what,
    };
    match content {
        SectionContent::Text(templates) | SectionContent::Glossary(templates) => {
            templates.get(&locale).map(markdown).into_iter().collect()
        }
        SectionContent::Heading(_, text, pointer) => {
            vec![plain(text.get(locale), pointer, "heading")]
        }
        SectionContent::Chart(_) | SectionContent::Variants(_) => {
            let charts = content.charts().map(|name| &report.charts[name]);
            charts
                .map(|chart| plain(chart.title.get(locale), &chart.pointer, "title"))
                .collect()
        }
        SectionContent::Table(_) => Vec::new(),
    }
}

impl<'a> Silent<'a> {
    /// Those that do not hold and have no `else`. One without a result tells of a change that is not known, and is meant to be
    /// left out then.
    fn of(report: &'a Report, results: &Results) -> Self {
        let claims = report.claims.values().filter(|claim| {
            let result = results.claims.get(&claim.name);
            claim.otherwise.is_none() && result.is_some_and(|result| !result.holds)
        });
        let signs = (FIRST_SIGN..).filter_map(char::from_u32);
        Self(claims.map(|claim| claim.name.as_str()).zip(signs).collect())
    }

    /// The sentences of all claims, with the signs of those that say nothing.
    fn signed(&self, sentences: &Sentences) -> Sentences {
        let mut of = sentences.of.clone();
        for (name, sign) in &self.0 {
            let sentence = Sentence {
                plain: sign.to_string(),
                markdown: sign.to_string(),
                ..Sentence::default()
            };
            of.insert((*name).to_owned(), Arc::new(sentence));
        }
        Sentences {
            of,
            formulas: Vec::new(),
        }
    }

    /// The claim whose sign is in a text.
    fn in_text(&self, text: &str) -> Option<&'a str> {
        let mut claims = self.0.iter();
        claims
            .find(|(_, sign)| text.contains(*sign))
            .map(|(name, _)| *name)
    }

    fn warning(&self, shown: &Shown<'_>, texts: &Texts<'_>) -> Option<Diagnostic> {
        let Shown {
            text,
            pointer,
            file,
            text_use,
            what,
        } = *shown;
        // What fails has been reported.
        let written = texts.expanded(text, text_use, pointer).ok()?;
        let is_empty = |part: &str| self.in_text(part).is_some() && self.leaves_nothing(part);
        let (empty, what) = if is_empty(&written) {
            (written.as_str(), format!("the {what} says nothing"))
        } else {
            // An item of a list is left with its sign alone.
            let is_item = |line: &&str| {
                let line = line
                    .trim_start()
                    .trim_start_matches(|it: char| it.is_ascii_digit());
                line.starts_with(['-', '*', '+', '.', ')'])
            };
            let items = written.lines().filter(is_item);
            let mut parts = written.split("\n\n").chain(items);
            let empty = parts.find(|part| is_empty(part))?;
            (empty, format!("a paragraph of the {what} is left empty"))
        };
        let claim = self.in_text(empty)?;
        let place = named_at(text, claim).map_or_else(
            || Location::value(pointer),
            |start| {
                let end = start + "claims.".len() + claim.len();
                match file {
                    Some(file) => Span { file, start, end }.into(),
                    None => Location::part(pointer, text, start, end),
                }
            },
        );
        let locale = texts.locale;
        let message =
            format!("{what} in locale `{locale}`: claim `{claim}` does not hold and has no `else`");
        let warning = Diagnostic::warning(Code::SILENT_CLAIM, message)
            .about(crate::diagnostic::Subject::of(pointer))
            .at(place)
            .hint(format!(
                "say under `else` of claim `{claim}` what is true where it does not hold; where nothing is to be said, ask: `{{% if claims.{claim} %}}…{{% endif %}}`, or `when: claims.{claim}` beside the section"
            ));
        Some(warning)
    }

    /// Whether a part of a text is nothing but claims that say nothing, and signs of Markdown.
    fn leaves_nothing(&self, part: &str) -> bool {
        let is_sign = |sign: char| self.0.iter().any(|(_, known)| *known == sign);
        // The number of an item is a sign of Markdown too.
        let part = part.trim_start();
        let behind = part.trim_start_matches(|it: char| it.is_ascii_digit());
        let part = if behind.starts_with(['.', ')']) {
            behind
        } else {
            part
        };
        part.chars()
            .all(|sign| sign.is_whitespace() || "-*+_#>.)".contains(sign) || is_sign(sign))
    }
}
