//! `LIKE` patterns and regular expressions. Both take time proportional to text and pattern;
//! regular expressions are limited in size and compiled once per thread.

use super::{Failure, Outcome, Value, bounded};
use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;
use std::cell::RefCell;

/// Maximum size of a compiled regular expression, in bytes.
const MAX_SIZE: usize = 1 << 20;
/// Number of compiled expressions that a thread keeps.
const KEPT: usize = 64;

/// Why a `LIKE` pattern cannot be read.
pub(super) fn like_problem(pattern: &str, escape: Option<char>) -> Option<String> {
    let escape = escape?;
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        if c == escape && characters.next().is_none() {
            return Some(format!(
                "the pattern ends with `{escape}`, which makes the next character stand for itself"
            ));
        }
    }
    None
}

/// The parts of a pattern.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    One,
    Any,
    Just(char),
}

/// Whether a text matches a pattern: `%` is any text, `_` one character.
pub(super) fn like(
    text: &str,
    pattern: &str,
    escape: Option<char>,
    any_case: bool,
) -> Result<bool, Failure> {
    if any_case {
        return like(&text.to_lowercase(), &pattern.to_lowercase(), escape, false);
    }
    if let Some(found) = frequent(text, pattern, escape) {
        return Ok(found);
    }
    if let Some(problem) = like_problem(pattern, escape) {
        return Err(Failure::new(problem));
    }
    let mut parts = Vec::new();
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        parts.push(match c {
            c if Some(c) == escape => Part::Just(characters.next().unwrap_or(c)),
            '%' => Part::Any,
            '_' => Part::One,
            c => Part::Just(c),
        });
    }
    let text: Vec<char> = text.chars().collect();
    Ok(matches(&text, &parts))
}

/// Fast paths for patterns whose only wildcards are `%` at their ends.
fn frequent(text: &str, pattern: &str, escape: Option<char>) -> Option<bool> {
    if pattern.contains('_') || escape.is_some_and(|escape| pattern.contains(escape)) {
        return None;
    }
    let (open, rest) = match pattern.strip_prefix('%') {
        Some(rest) => (true, rest),
        None => (false, pattern),
    };
    let (end, middle) = match rest.strip_suffix('%') {
        Some(middle) => (true, middle),
        None => (false, rest),
    };
    if middle.contains('%') {
        return None;
    }
    Some(match (open, end) {
        (true, true) => text.contains(middle),
        (true, false) => text.ends_with(middle),
        (false, true) => text.starts_with(middle),
        (false, false) => text == middle,
    })
}

/// Backtracks to the last `%` only, which is sufficient.
fn matches(text: &[char], parts: &[Part]) -> bool {
    let (mut at, mut part) = (0, 0);
    let mut last: Option<(usize, usize)> = None;
    while at < text.len() {
        match parts.get(part) {
            Some(Part::Any) => {
                last = Some((at, part));
                part += 1;
            }
            Some(Part::One) => {
                at += 1;
                part += 1;
            }
            Some(Part::Just(c)) if *c == text[at] => {
                at += 1;
                part += 1;
            }
            _ => match &mut last {
                Some((start, any)) => {
                    *start += 1;
                    at = *start;
                    part = *any + 1;
                }
                None => return false,
            },
        }
    }
    parts[part..].iter().all(|part| *part == Part::Any)
}

fn compiled(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .size_limit(MAX_SIZE)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => {
                "it is too large: repetitions of repetitions multiply".to_owned()
            }
            regex::Error::Syntax(text) => {
                let last = text.lines().last().unwrap_or_default();
                last.trim_start_matches("error: ").to_owned()
            }
            error => error.to_string(),
        })
}

/// Why a regular expression cannot be used.
pub(super) fn regular_problem(pattern: &str) -> Option<String> {
    compiled(pattern).err()
}

thread_local! {
    static COMPILED: RefCell<FxHashMap<String, Regex>> = RefCell::default();
}

/// Runs `act` with the compiled regular expression.
fn with_regular<T>(pattern: &str, act: impl FnOnce(&Regex) -> T) -> Result<T, Failure> {
    COMPILED.with_borrow_mut(|known| {
        if let Some(regex) = known.get(pattern) {
            return Ok(act(regex));
        }
        let regex = compiled(pattern).map_err(|problem| {
            Failure::new(format!("`{pattern}` is no regular expression: {problem}"))
        })?;
        let found = act(&regex);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(pattern.to_owned(), regex);
        Ok(found)
    })
}

/// Whether a regular expression matches anywhere in a text.
pub(super) fn regular(text: &str, pattern: &str) -> Outcome {
    with_regular(pattern, |regex| Value::Boolean(regex.is_match(text)))
}

/// A group of the first match, where 0 is the whole match; missing without a match.
pub(super) fn extract(text: &str, pattern: &str, group: i128) -> Outcome {
    with_regular(pattern, |regex| {
        let group = usize::try_from(group).unwrap_or(usize::MAX);
        let found = regex
            .captures(text)
            .and_then(|captures| captures.get(group).map(|found| Value::text(found.as_str())));
        found.unwrap_or(Value::Null)
    })
}

/// Every match replaced; `$1` in the replacement is the first group.
pub(super) fn replace(text: &str, pattern: &str, by: &str) -> Outcome {
    with_regular(pattern, |regex| {
        let (mut made, mut from) = (String::new(), 0);
        for captures in regex.captures_iter(text) {
            let Some(whole) = captures.get(0) else {
                continue;
            };
            made.push_str(&text[from..whole.start()]);
            captures.expand(by, &mut made);
            from = whole.end();
            bounded::fits("`regexp_replace`", &made)?;
        }
        bounded::joined("`regexp_replace`", [made.as_str(), &text[from..]])
    })?
}

/// Why a group of a regular expression cannot be asked for.
pub(super) fn group_problem(pattern: &str, group: i128) -> Option<String> {
    let groups = compiled(pattern).ok()?.captures_len() - 1;
    let is_there = usize::try_from(group).is_ok_and(|group| group <= groups);
    (!is_there).then(|| match groups {
        0 => format!("`{pattern}` has no group in brackets; 0 is all that it matches"),
        _ => format!(
            "`{pattern}` has no group {group}; there are 1 to {groups}, 0 is all that it matches"
        ),
    })
}

/// Which group of a regular expression a new text names that it does not have.
pub(super) fn replacement_problem(pattern: &str, by: &str) -> Option<String> {
    let regex = compiled(pattern).ok()?;
    let mut rest = by;
    while let Some((_, behind)) = rest.split_once('$') {
        if let Some(behind) = behind.strip_prefix('$') {
            rest = behind;
            continue;
        }
        let (name, behind) = if let Some(inner) = behind.strip_prefix('{') {
            inner.split_once('}')?
        } else {
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            behind.split_at(behind.find(|c| !is_name(c)).unwrap_or(behind.len()))
        };
        rest = behind;
        let is_there = match name.parse::<usize>() {
            Ok(number) => number < regex.captures_len(),
            Err(_) => regex.capture_names().flatten().any(|known| known == name),
        };
        if !name.is_empty() && !is_there {
            let digits = name.chars().take_while(char::is_ascii_digit).count();
            let hint = match name.split_at(digits) {
                ("", _) | (_, "") => "`$$` is a dollar sign".to_owned(),
                (number, letters) => format!("write `${{{number}}}{letters}`"),
            };
            return Some(format!("`{pattern}` has no group `{name}`: {hint}"));
        }
    }
    None
}
