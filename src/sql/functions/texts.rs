//! Functions of texts. A text is counted in characters (Unicode scalar values), never in bytes.

use super::super::bounded::{LONGEST, joined};
use super::super::{Failure, Outcome, Type, Value, pattern};
use super::{FunctionEntry, Missing};
use Type::{Boolean, Integer, Text};
use std::borrow::Cow;
use std::sync::Arc;

pub(super) const FUNCTIONS: &[FunctionEntry] = &[
    FunctionEntry::of_text(
        "lower",
        lower,
        "lower case",
        &[("lower('ÉTÉ')", "'été'"), ("lower(NULL)", "NULL")],
    ),
    FunctionEntry::of_text(
        "upper",
        |text| text.to_uppercase().into(),
        "upper case",
        &[("upper('été')", "'ÉTÉ'"), ("upper('ß')", "'SS'")],
    ),
    FunctionEntry::new(
        "length",
        &[Text],
        Integer,
        |a| Ok(Value::Integer(text(&a[0]).chars().count() as i128)),
        "number of characters",
        &[("length('été')", "3"), ("length('')", "0")],
    ),
    FunctionEntry::new(
        "left",
        &[Text, Integer],
        Text,
        |a| Ok(made(&characters(text(&a[0]), 0, integer(&a[1])))),
        "the first n characters; all but the last n where n is negative",
        &[
            ("left('éta', 2)", "'ét'"),
            ("left('éta', 9)", "'éta'"),
            ("left('éta', -1)", "'ét'"),
        ],
    ),
    FunctionEntry::new(
        "right",
        &[Text, Integer],
        Text,
        |a| {
            let (text, n) = (text(&a[0]), integer(&a[1]));
            let length = text.chars().count() as i128;
            let skipped = if n >= 0 {
                length - n
            } else {
                n.saturating_neg()
            };
            Ok(made(&characters(text, skipped.max(0), length)))
        },
        "the last n characters; all but the first n where n is negative",
        &[
            ("right('éta', 2)", "'ta'"),
            ("right('éta', 9)", "'éta'"),
            ("right('éta', -1)", "'ta'"),
        ],
    ),
    FunctionEntry {
        least: 2,
        ..FunctionEntry::new(
            "substring",
            &[Text, Integer, Integer],
            Text,
            |a| substring(text(&a[0]), integer(&a[1]), a.get(2).map(integer)),
            "the characters from a position, which counts from 1; the third number says how many. Also `substring(text FROM 2 FOR 3)`",
            &[
                ("substring('étage', 2, 3)", "'tag'"),
                ("substring('étage', 4)", "'ge'"),
                ("substring('étage', 0, 2)", "'é'"),
                ("substring('étage', 9)", "''"),
                (
                    "substring('étage', 2, -1)",
                    "error: the length of `substring` is -1",
                ),
            ],
        )
    },
    FunctionEntry::of_text(
        "trim",
        |text| text.trim().into(),
        "without white space at both ends",
        &[("trim(' a b ')", "'a b'")],
    ),
    FunctionEntry::of_text(
        "ltrim",
        |text| text.trim_start().into(),
        "without white space at the beginning",
        &[("ltrim(' a ')", "'a '")],
    ),
    FunctionEntry::of_text(
        "rtrim",
        |text| text.trim_end().into(),
        "without white space at the end",
        &[("rtrim(' a ')", "' a'")],
    ),
    FunctionEntry {
        least: 2,
        ..FunctionEntry::new(
            "lpad",
            &[Text, Integer, Text],
            Text,
            |a| padded(a, true),
            "filled up at the left to n characters, with spaces or the third text; a longer text is cut",
            &[
                ("lpad('7', 3, '0')", "'007'"),
                ("lpad('é', 3)", "'  é'"),
                ("lpad('étage', 2)", "'ét'"),
                ("lpad('a', 4, '')", "'a'"),
            ],
        )
    },
    FunctionEntry {
        least: 2,
        ..FunctionEntry::new(
            "rpad",
            &[Text, Integer, Text],
            Text,
            |a| padded(a, false),
            "filled up at the right to n characters, with spaces or the third text; a longer text is cut",
            &[("rpad('é', 4, 'ab')", "'éaba'")],
        )
    },
    FunctionEntry::new(
        "replace",
        &[Text, Text, Text],
        Text,
        |a| {
            let (value, old, new) = (text(&a[0]), text(&a[1]), text(&a[2]));
            if old.is_empty() {
                return Ok(a[0].clone());
            }
            let parts = value.split(old).enumerate();
            joined(
                "`replace`",
                parts.flat_map(|(at, part)| [if at == 0 { "" } else { new }, part]),
            )
        },
        "every second text becomes the third",
        &[
            ("replace('a-b-c', '-', '/')", "'a/b/c'"),
            ("replace('abc', '', 'x')", "'abc'"),
            (
                "length(replace(lpad('', 30000, 'a'), 'a', 'aa'))",
                "error: `replace` makes a text of more than 32767 characters",
            ),
        ],
    ),
    FunctionEntry::new(
        "split_part",
        &[Text, Text, Integer],
        Text,
        |a| split_part(text(&a[0]), text(&a[1]), integer(&a[2])),
        "the n-th part of a text cut at a separator, from 1, or from the end where n is negative; missing where there are fewer",
        &[
            ("split_part('meta/llama', '/', 1)", "'meta'"),
            ("split_part('meta/llama', '/', -1)", "'llama'"),
            ("split_part('gpt2', '/', 1)", "'gpt2'"),
            ("split_part('gpt2', '/', 2)", "NULL"),
            ("split_part('a/b', '/', 0)", "error: parts count from 1"),
        ],
    ),
    FunctionEntry::new(
        "starts_with",
        &[Text, Text],
        Boolean,
        |a| Ok(Value::Boolean(text(&a[0]).starts_with(text(&a[1])))),
        "whether the text begins so",
        &[("starts_with('étage', 'ét')", "true")],
    ),
    FunctionEntry::new(
        "ends_with",
        &[Text, Text],
        Boolean,
        |a| Ok(Value::Boolean(text(&a[0]).ends_with(text(&a[1])))),
        "whether the text ends so",
        &[("ends_with('étage', 'ge')", "true")],
    ),
    FunctionEntry::new(
        "strpos",
        &[Text, Text],
        Integer,
        |a| {
            let value = text(&a[0]);
            let before = value
                .find(text(&a[1]))
                .map(|at| value[..at].chars().count());
            Ok(Value::Integer(
                before.map_or(0, |before| before as i128 + 1),
            ))
        },
        "position of the second text in characters from 1; 0 if absent",
        &[
            ("strpos('éa', 'a')", "2"),
            ("strpos('éa', 'x')", "0"),
            ("strpos('éa', '')", "1"),
        ],
    ),
    FunctionEntry::new(
        "regexp_like",
        &[Text, Text],
        Boolean,
        |a| pattern::regular(text(&a[0]), text(&a[1])),
        "whether a regular expression matches anywhere; the expression is a text that is written down",
        &[
            ("regexp_like('llama-3-8b', '-[0-9]+b$')", "true"),
            ("regexp_like('LLAMA', '(?i)llama')", "true"),
        ],
    ),
    FunctionEntry {
        least: 2,
        ..FunctionEntry::new(
            "regexp_extract",
            &[Text, Text, Integer],
            Text,
            |a| pattern::extract(text(&a[0]), text(&a[1]), a.get(2).map_or(0, integer)),
            "what the first match of a regular expression holds, or one of its groups; missing without a match",
            &[
                ("regexp_extract('llama-3-8b', '[0-9]+b')", "'8b'"),
                ("regexp_extract('llama-3-8b', '([0-9]+)b', 1)", "'8'"),
                ("regexp_extract('bert', '[0-9]+')", "NULL"),
                (
                    "regexp_extract('bert', '[0-9]+', 1)",
                    "refused: `[0-9]+` has no group in brackets; 0 is all that it matches",
                ),
            ],
        )
    },
    FunctionEntry::new(
        "regexp_replace",
        &[Text, Text, Text],
        Text,
        |a| pattern::replace(text(&a[0]), text(&a[1]), text(&a[2])),
        "every match of a regular expression becomes the third text, in which `$1` is the first group",
        &[
            ("regexp_replace('a1b22', '[0-9]+', '#')", "'a#b#'"),
            ("regexp_replace('x=1', '(.)=(.)', '$2=$1')", "'1=x'"),
            ("regexp_replace('7b', '([0-9]+)b', '${1}B')", "'7B'"),
            (
                "regexp_replace('7b', '([0-9]+)b', '$1B')",
                "refused: `([0-9]+)b` has no group `1B`: write `${1}B`",
            ),
        ],
    ),
    FunctionEntry {
        variadic: true,
        least: 1,
        missing: Missing::Skipped,
        ..FunctionEntry::new(
            "concat",
            &[Text],
            Text,
            |a| joined("`concat`", a.iter().map(text)),
            "the texts one after the other; missing ones are left out (`||` is missing where a side is)",
            &[("concat('a', NULL, 'b')", "'ab'"), ("concat(NULL)", "''")],
        )
    },
];

pub(super) fn text(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        _ => "",
    }
}

pub(super) fn integer(value: &Value) -> i128 {
    match value {
        Value::Integer(value) => *value,
        _ => 0,
    }
}

/// In lower case; most names are so already.
fn lower(text: &str) -> Cow<'_, str> {
    let is_kept = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if text.bytes().all(is_kept) {
        return text.into();
    }
    text.to_lowercase().into()
}

pub(super) fn made(text: &str) -> Value {
    Value::Text(Arc::from(text))
}

/// The characters after the first `skipped`: `count` of them or, if it is negative, all but the
/// last ones.
fn characters(text: &str, skipped: i128, count: i128) -> String {
    let count = if count >= 0 {
        count
    } else {
        (text.chars().count() as i128 + count).max(0)
    };
    let number = |n: i128| usize::try_from(n).unwrap_or(usize::MAX);
    text.chars()
        .skip(number(skipped))
        .take(number(count))
        .collect()
}

/// As in the SQL standard: positions before the first character count.
fn substring(text: &str, from: i128, count: Option<i128>) -> Outcome {
    if let Some(count) = count.filter(|count| *count < 0) {
        return Err(Failure::new(format!(
            "the length of `substring` is {count}"
        )));
    }
    let start = from.max(1);
    let count = match count {
        Some(count) => (from.saturating_add(count) - start).max(0),
        None => i128::MAX,
    };
    Ok(made(&characters(text, start - 1, count)))
}

fn padded(arguments: &[Value], at_left: bool) -> Outcome {
    let (value, length) = (text(&arguments[0]), integer(&arguments[1]).max(0));
    if length > LONGEST as i128 {
        return Err(Failure::new(format!(
            "a text of {length} characters is longer than {LONGEST}"
        )));
    }
    let fill = arguments.get(2).map_or(" ", text);
    let missing = (length - value.chars().count() as i128).max(0);
    let filling: String = fill.chars().cycle().take(missing as usize).collect();
    let kept = characters(value, 0, length);
    Ok(made(&if at_left {
        filling + &kept
    } else {
        kept + &filling
    }))
}

fn split_part(value: &str, separator: &str, n: i128) -> Outcome {
    if n == 0 {
        return Err(Failure::new("parts count from 1"));
    }
    let mut signs = separator.chars();
    let part = match (signs.next(), signs.next()) {
        (None, _) => part([value].into_iter(), n),
        // By far the most separators are one character, which is quickly found.
        (Some(only), None) => part(value.split(only), n),
        _ => part(value.split(separator), n),
    };
    Ok(part.map_or(Value::Null, made))
}

/// The n-th of some parts, from 1, or from the end where n is negative.
fn part<'a>(mut parts: impl Iterator<Item = &'a str>, n: i128) -> Option<&'a str> {
    let before = usize::try_from(n.unsigned_abs() - 1).ok()?;
    if n > 0 {
        return parts.nth(before);
    }
    let parts: Vec<&str> = parts.collect();
    parts.into_iter().rev().nth(before)
}
