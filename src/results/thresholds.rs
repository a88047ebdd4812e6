//! Coverage against what the spec asks of it. In: the report and its results. Out: a problem for each threshold
//! that is not reached, naming the heaviest keys.

use super::{Coverage, KeyWeight, Results, Standing, Value};
use crate::diagnostic::{Code, Diagnostic, Location, Severity, counted};
use crate::report::{Coverage as Asked, Covered, Report};
use crate::spec::grammar::CheckSeverity;
use crate::text::Locale;
use crate::text::number::percent;
use std::cmp::Ordering;

/// Keys that a message names.
const SHOWN: usize = 5;
/// Decimals of percentages in messages, if they tell two numbers apart.
const DECIMALS: u8 = 2;
/// The most that are written to tell two numbers apart.
const MOST_DECIMALS: u8 = 10;

/// The thresholds that are not reached, in the order of the spec.
#[must_use]
pub(crate) fn unreached(report: &Report, results: &Results) -> Vec<Diagnostic> {
    let both = report.coverage.values().zip(&results.coverage);
    both.flat_map(|(asked, coverage)| of_one(report, asked, coverage))
        .collect()
}

/// Whether a coverage is as the spec asks.
#[must_use]
pub(crate) fn is_reached(asked: &Asked, coverage: &Coverage) -> bool {
    verdicts(asked, coverage).iter().all(|it| it.holds)
}

/// What is asked, in words: `at least 99%, unknown at most 0.1%`; `nothing`.
#[must_use]
pub(crate) fn asked(asked: &Asked) -> String {
    let thresholds = &asked.thresholds;
    let said = [
        ("at least", thresholds.at_least),
        ("rows at least", thresholds.rows_at_least),
        ("unknown at most", thresholds.unknown_at_most),
    ];
    let said = said.into_iter();
    let said: Vec<String> = said
        .filter_map(|(words, threshold)| Some(format!("{words} {}", limit(threshold?))))
        .collect();
    if said.is_empty() {
        return "nothing".to_owned();
    }
    said.join(", ")
}

/// A threshold, and the share that is held against it.
struct Verdict {
    key: &'static str,
    /// What is shared.
    of: Of,
    share: Value,
    threshold: f64,
    holds: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Measure,
    Rows,
    Unknown,
}

fn verdicts(asked: &Asked, coverage: &Coverage) -> Vec<Verdict> {
    let known = coverage.of(Standing::Known);
    let unknown = coverage.of(Standing::Unknown);
    let thresholds = &asked.thresholds;
    let all = [
        (
            "at_least",
            Of::Measure,
            coverage.share(known),
            thresholds.at_least,
        ),
        (
            "rows_at_least",
            Of::Rows,
            coverage.rows_share(known),
            thresholds.rows_at_least,
        ),
        (
            "unknown_at_most",
            Of::Unknown,
            coverage.share(unknown),
            thresholds.unknown_at_most,
        ),
    ];
    let given = all.into_iter().filter_map(|(key, of, share, threshold)| {
        let threshold = threshold?;
        let order = share.compare(&Value::Number(threshold));
        let holds = match of {
            _ if share == Value::Null => false,
            Of::Measure | Of::Rows => order != Ordering::Less,
            Of::Unknown => order != Ordering::Greater,
        };
        Some(Verdict {
            key,
            of,
            share,
            threshold,
            holds,
        })
    });
    given.collect()
}

fn of_one(report: &Report, asked: &Asked, coverage: &Coverage) -> Vec<Diagnostic> {
    let measure = asked.measure.as_ref().map_or("rows", |it| it.name.as_str());
    let lookup = match &asked.of {
        Covered::Lookup {
            lookup, attribute, ..
        } => Some((lookup, &report.lookups[lookup].columns[*attribute])),
        Covered::Column(_) => None,
    };
    let missed = verdicts(asked, coverage).into_iter().filter(|it| !it.holds);
    let problems = missed.map(|verdict| {
        let [share, threshold] = apart(&verdict.share, verdict.threshold);
        let message = match verdict.of {
            _ if verdict.share == Value::Null => format!(
                "the coverage of `{}` has no value: there are no {measure} at all, at least {threshold} of them is asked",
                asked.name
            ),
            Of::Measure => format!(
                "the coverage of `{}` is {share} of {measure}, at least {threshold} is asked",
                asked.name
            ),
            Of::Rows => format!(
                "the coverage of `{}` is {share} of the rows, at least {threshold} is asked",
                asked.name
            ),
            Of::Unknown => format!(
                "unknown keys of `{}` have {share} of {measure}, at most {threshold} is allowed",
                asked.name
            ),
        };
        let mut problem = Diagnostic::error(Code::COVERAGE, message);
        if asked.severity == CheckSeverity::Warning {
            problem.severity = Severity::Warning;
        }
        let place = format!("{}/{}", asked.pointer, verdict.key);
        let mut problem = problem.at(Location::value(place));
        if let Some((lookup, attribute)) = lookup {
            if !coverage.unknown.is_empty() {
                let keys = coverage.unknown.len() as i128;
                let keys = counted(keys, "key", "keys");
                let names = named(coverage, &coverage.unknown, measure);
                problem = problem
                    .hint(format!("lookup `{lookup}` lacks {keys}: {names}"))
                    .hint(format!(
                        "`hfreport coverage SPEC --missing {lookup}` prints lines for them, ready to be completed"
                    ));
            }
            if !coverage.blank.is_empty() && verdict.of != Of::Unknown {
                let keys = coverage.blank.len() as i128;
                let keys = counted(keys, "key", "keys");
                let names = named(coverage, &coverage.blank, measure);
                problem = problem.hint(format!(
                    "lookup `{lookup}` has no `{attribute}` for {keys}: {names}"
                ));
            }
        }
        let empty = coverage.of(Standing::Empty);
        if empty.rows > 0 && verdict.of != Of::Unknown {
            let (one, many) = if lookup.is_some() {
                ("row has no key", "rows have no key")
            } else {
                ("cell is empty", "cells are empty")
            };
            problem = problem.hint(format!(
                "{}, with {} of {measure}",
                counted(empty.rows, one, many),
                shown(&coverage.share(empty))
            ));
        }
        problem
    });
    problems.collect()
}

/// The heaviest keys with what they carry.
fn named(coverage: &Coverage, keys: &[KeyWeight], measure: &str) -> String {
    let named = keys.iter().take(SHOWN).map(|key| {
        let share = shown(&coverage.share(key.weight));
        let rows = counted(key.weight.rows, "row", "rows");
        format!("`{}` ({rows}, {share} of {measure})", key.key)
    });
    let named: Vec<String> = named.collect();
    match keys.len() - named.len() {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// A share as messages write it.
pub(crate) fn shown(share: &Value) -> String {
    let share = share.number();
    share.map_or_else(
        || "no part".to_owned(),
        |share| crate::text::number::share(share, DECIMALS, Locale::En),
    )
}

/// A share and what it is held against, with as many decimals as tell them apart.
fn apart(share: &Value, threshold_as_given: f64) -> [String; 2] {
    let threshold = Value::Number(threshold_as_given);
    let written = |value: &Value, decimals: u8| {
        let number = value.number();
        number.map_or_else(String::new, |it| percent(it, decimals, Locale::En))
    };
    let decimals = (DECIMALS..MOST_DECIMALS)
        .find(|decimals| written(share, *decimals) != written(&threshold, *decimals));
    let decimals = decimals.unwrap_or(MOST_DECIMALS);
    [written(share, decimals), limit(threshold_as_given)]
}

/// A threshold as the spec has it: `99.5%`.
pub(crate) fn limit(threshold: f64) -> String {
    let written = percent(threshold.into(), MOST_DECIMALS, Locale::En);
    let digits = written.trim_end_matches('%').trim_end_matches('0');
    format!("{}%", digits.trim_end_matches('.'))
}
