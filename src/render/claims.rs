//! The sentences of claims in a locale. In: their texts and results. Out: the sentence of each, with the origins of
//! its numbers; the sentence that it does not say is written too, so that it is known to be sound.

use super::format::format_value;
use super::texts::Texts;
use super::trace::{Term, Tracer, coded, encoded};
use super::values::Sentences;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Claim, LocalText, Report, Role};
use crate::results::{Frame, OrderOf, Results, key_label};
use crate::template::{Sentence, Signed, TextUse};
use crate::text::Locale;
use std::sync::Arc;

/// Signs of Markdown that a link must not contain.
const MARKS: &str = "*_`[]()<>\\!#|~{}";

/// The texts of a locale with the sentences of all claims, and warnings about those that cannot be written. One that
/// should be said fails where a text prints it.
pub(super) fn with_sentences<'a>(
    texts: Texts<'a>,
    results: &Results,
) -> (Texts<'a>, Vec<Diagnostic>) {
    let tracer = texts.tracer();
    let (mut found, mut warnings) = (Sentences::default(), Vec::new());
    for (position, claim) in texts.report.claims.values().enumerate() {
        // Neither sentence of what means nothing in this run.
        let result = results.claims.get(&claim.name);
        let branches = result.map(|_| claim.branches());
        let holds = result.is_some_and(|it| it.holds);
        let (mut sentence, mut formulas) = (Sentence::default(), Vec::new());
        for (says, text, pointer) in branches.into_iter().flatten() {
            match written(&texts, tracer, text, &pointer) {
                Ok(written) if says == holds => {
                    (sentence, formulas) = written;
                    if tracer.is_some() {
                        sign_words(&mut sentence, position);
                    }
                    for signed in &mut sentence.numbers {
                        signed.code = coded(&signed.code, |term| match term {
                            Term::Formula { at, .. } => Term::Formula {
                                claim: Some(position),
                                at,
                            },
                            other => other,
                        });
                    }
                }
                Ok(_) => {}
                Err(problem) => {
                    if says == holds {
                        let failure = format!("claim `{}` has no sentence", claim.name);
                        sentence.failure = Some(failure);
                    }
                    warnings.push(unsaid(claim, says, says == holds, problem));
                }
            }
        }
        found.of.insert(claim.name.clone(), Arc::new(sentence));
        found.formulas.push(formulas);
    }
    (texts.saying(found), warnings)
}

/// Signs the longest run of words that no number, mark or link interrupts: it is what readers ask for the condition.
fn sign_words(sentence: &mut Sentence, position: usize) {
    let Sentence {
        markdown, numbers, ..
    } = sentence;
    let mut parts = Vec::new();
    let mut start = 0;
    for number in numbers.iter() {
        parts.push(start..number.range.start);
        start = number.range.end;
    }
    parts.push(start..markdown.len());
    let is_mark = |sign: char| MARKS.contains(sign) || sign.is_control();
    let is_no_word = |sign: char| !sign.is_alphanumeric();
    let mut longest = 0..0;
    for part in parts {
        let mut start = part.start;
        for run in markdown[part].split_inclusive(is_mark) {
            let words = run.trim_start_matches(is_no_word);
            let first = start + run.len() - words.len();
            let words = words.trim_end_matches(is_no_word);
            if words.len() > longest.len() {
                longest = first..first + words.len();
            }
            start += run.len();
        }
    }
    if longest.is_empty() {
        return;
    }
    numbers.push(Signed {
        range: longest,
        code: encoded(&[Term::Claim(position)]),
    });
    numbers.sort_by_key(|signed| signed.range.start);
}

/// A sentence with its formulas.
fn written(
    texts: &Texts<'_>,
    tracer: Option<&Tracer>,
    text: &LocalText,
    pointer: &str,
) -> Result<(Sentence, Vec<String>), Diagnostic> {
    let text = text.get(texts.locale);
    let expanded = |text_use: TextUse| texts.expanded(text, text_use, pointer);
    let markdown = expanded(TextUse::Markdown)?;
    let plain = expanded(TextUse::Plain)?;
    let context = texts.context(text);
    let found =
        tracer.and_then(|tracer| tracer.signed(text, TextUse::Markdown, &markdown, &context));
    let (numbers, formulas) = found.unwrap_or_default();
    let sentence = Sentence {
        plain,
        markdown,
        numbers,
        failure: None,
    };
    Ok((sentence, formulas))
}

/// The problem of a sentence of a claim, as a warning.
fn unsaid(claim: &Claim, says: bool, is_said: bool, problem: Diagnostic) -> Diagnostic {
    let (key, when) = if says {
        ("say", "holds")
    } else {
        ("else", "does not hold")
    };
    let cannot = if is_said {
        "cannot be said"
    } else {
        "could not be said if it turned"
    };
    let message = format!("claim `{}` {cannot}: {}", claim.name, problem.message);
    Diagnostic::warning(Code::UNSAID_BRANCH, message)
        .at(problem.location)
        .hint(format!(
            "`{key}` is what is said where the claim {when}: write it so that it needs nothing that is missing now, or ask for that: `{{% if ….has(…) %}}`"
        ))
}

/// Claims about the order of two rows whose numbers are written alike, or are equal.
pub(super) fn unseen_orders(report: &Report, results: &Results) -> Vec<Diagnostic> {
    let found = results.claims.iter().filter_map(|(name, result)| {
        let claim = &report.claims[name];
        let frame = &results.frames[claim.condition.from.as_ref()?];
        let steps = result.ways.iter().flatten();
        let orders = steps.filter_map(|step| step.order);
        let mut alike = orders.filter_map(|order| Some((order, alike(report, frame, order)?)));
        let (OrderOf { rows, measure }, written) = alike.next()?;
        let [one, other] = rows.map(|row| {
            let row = &frame.rows[row];
            let keys = frame.columns.dimensions().iter().zip(&row.keys);
            let labels = keys.map(|(column, key)| key_label(report, column, key, Locale::En));
            labels.collect::<Vec<_>>().join(" / ")
        });
        let mut columns = frame.columns.values().iter();
        let value = columns
            .find(|it| it.measure() == Some(measure) && it.role() == Some(Role::Value))
            .map(|column| rows.map(|row| frame.rows[row].value(column.slot)));
        let message = if value.is_some_and(|[one, other]| one == other) {
            format!(
                "claim `{name}` speaks of the place of `{one}`, which `{other}` shares: both are written {written}"
            )
        } else {
            format!(
                "claim `{name}` tells `{one}` and `{other}` apart, and both are written {written}"
            )
        };
        let diagnostic = Diagnostic::warning(Code::UNSEEN_ORDER, message)
            .at(Location::value(format!("{}/sql", claim.pointer)))
            .hint("two numbers that are shown alike are level: ask for a difference that is seen, or say that they are level");
        Some(diagnostic)
    });
    found.collect()
}

/// The numbers of two rows, if the measure of their order and its share are written alike.
fn alike(report: &Report, frame: &Frame, order: OrderOf) -> Option<String> {
    let locale = report.locales[0];
    let columns = frame.columns.values().iter();
    let columns = columns.filter(|column| column.measure() == Some(order.measure));
    let columns = columns.filter(|it| matches!(it.role(), Some(Role::Value | Role::Share)));
    let mut written = Vec::new();
    for column in columns {
        let cell = |row: usize| {
            let value = frame.rows[row].value(column.slot)?;
            Some(format_value(&column.format, value, locale))
        };
        let [one, other] = order.rows.map(cell);
        if one != other {
            return None;
        }
        written.extend(one.filter(|one| !one.is_empty()));
    }
    Some(written.join(", "))
}
