//! Sentences of the data whose numbers are computed. In: a text with places such as `{share of google-bert}` and the rows in which
//! its names are found. Out: the text with the numbers; what speaks of a name that is not there is left out.

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Value};
use std::ops::Range;

use super::call::Call;
use super::value::number_of;
use crate::template::RowValue;
use crate::text::compact::{Digits, compact};
use crate::text::fraction::{Whole, fraction};
use crate::text::ordinal::{Gender, ordinal_word};
use crate::text::standing::approximate;
use crate::text::{Number, number, sum_of};

/// A cell of a row: the row and the name of the column.
pub(crate) type Cell = (Value, String);

/// A share below it is no part worth to be told.
const LEAST_SHARE: f64 = 0.005;

/// A place of a text with what it asks for.
struct Place<'a> {
    range: Range<usize>,
    what: &'a str,
    names: Vec<&'a str>,
}

/// What stands in a place: its text and the cells that it is taken from.
struct Told {
    text: String,
    cells: Vec<Cell>,
}

pub(super) fn filled(call: &Call) -> Result<Value, Error> {
    filled_around(call, |_, written| written)
}

/// The text of [`filled`], with each number passed through `around`, which receives its cells and its text.
pub(super) fn filled_around(
    call: &Call,
    around: impl Fn(&[Cell], String) -> String,
) -> Result<Value, Error> {
    let mut text = call.text()?.to_owned();
    loop {
        let mut told = Vec::new();
        let mut missing = None;
        for place in places(&text)? {
            if let Some(found) = in_place(call, &place)? {
                told.push((place.range, found));
            } else {
                missing = Some(place.range);
                break;
            }
        }
        let Some(missing) = missing else {
            let mut filled = String::with_capacity(text.len());
            let mut done = 0;
            for (
                range,
                Told {
                    text: written,
                    cells,
                },
            ) in told
            {
                filled.push_str(&text[done..range.start]);
                done = range.end;
                if written.is_empty() {
                    // The space behind a word that is not said goes with it.
                    done += usize::from(text[done..].starts_with(' '));
                } else {
                    filled.push_str(&around(&cells, written));
                }
            }
            filled.push_str(&text[done..]);
            return Ok(filled.into());
        };
        text = without(&text, missing);
    }
}

/// The places of a text, in order.
fn places(text: &str) -> Result<Vec<Place<'_>>, Error> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|start| at + start) {
        let inside = text[start + 1..].split_once('}').map(|(inside, _)| inside);
        let Some((inside, (what, names))) =
            inside.and_then(|inside| Some((inside, inside.split_once(" of ")?)))
        else {
            let message = format!(
                "filter `filled`: the text has `{{` without a place such as `{{share of NAME}}`: {text}"
            );
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        };
        at = start + inside.len() + 2;
        found.push(Place {
            range: start..at,
            what: what.trim(),
            names: names.split(" + ").map(str::trim).collect(),
        });
    }
    Ok(found)
}

fn in_place(call: &Call, place: &Place<'_>) -> Result<Option<Told>, Error> {
    match place.what {
        "share" | "fraction" => share(call, place),
        "nth" => nth(call, place),
        column => value(call, place, column),
    }
}

/// The share of a name, or of several together.
fn share(call: &Call, place: &Place<'_>) -> Result<Option<Told>, Error> {
    let mut cells = Vec::new();
    let mut sum: Option<Number> = None;
    for name in &place.names {
        let column = |row: &Value| RowValue::of(row)?.share().map(str::to_owned);
        let Some((row, column)) = found(call, 0, name, column)? else {
            continue;
        };
        let Some(share) = number_of(&row.get_attr(&column)?) else {
            continue;
        };
        sum = Some(sum.map_or(share, |sum| sum_of(sum, share)));
        cells.push((row, column));
    }
    let Some(sum) = sum.filter(|sum| approximate(*sum) >= LEAST_SHARE) else {
        return Ok(None);
    };
    let text = if place.what == "share" {
        number::share(sum, 1, call.locale)
    } else {
        fraction(sum, &Whole::default(), &call.words, call.locale)
    };
    Ok(Some(Told { text, cells }))
}

/// The rank of a name as a word before a superlative: nothing for the first.
fn nth(call: &Call, place: &Place<'_>) -> Result<Option<Told>, Error> {
    let column = |row: &Value| {
        let names = RowValue::of(row)?.names();
        let mut names = names.iter().filter_map(Value::as_str);
        names
            .find(|name| name.ends_with("_rank"))
            .map(str::to_owned)
    };
    let name = place.names.first().copied().unwrap_or_default();
    let Some((row, column)) = found(call, 1, name, column)? else {
        return Ok(None);
    };
    let Some(Number::Integer(rank)) = number_of(&row.get_attr(&column)?) else {
        return Ok(None);
    };
    let text = match rank {
        1 => String::new(),
        _ => ordinal_word(rank, Gender::Masculine, call.locale),
    };
    let cells = vec![(row, column)];
    Ok(Some(Told { text, cells }))
}

/// An amount of a name, in a column of this name.
fn value(call: &Call, place: &Place<'_>, column: &str) -> Result<Option<Told>, Error> {
    let name = place.names.first().copied().unwrap_or_default();
    let has = |row: &Value| {
        let names = RowValue::of(row)?.names();
        let mut names = names.iter().filter_map(Value::as_str);
        names.any(|it| it == column).then(|| column.to_owned())
    };
    let Some((row, column)) = found(call, 2, name, has)? else {
        return Ok(None);
    };
    let Some(number) = number_of(&row.get_attr(&column)?) else {
        return Ok(None);
    };
    let text = compact(number, Digits::up_to(0), call.locale);
    let cells = vec![(row, column)];
    Ok(Some(Told { text, cells }))
}

/// The first row with this name in the lists of an argument, and the column that it is asked for.
fn found(
    call: &Call,
    argument: usize,
    name: &str,
    column: impl Fn(&Value) -> Option<String>,
) -> Result<Option<Cell>, Error> {
    const ALLOWED: &str = "rows of a breakdown, or a list of several of these";
    let Some(lists) = call.argument(argument) else {
        return Ok(None);
    };
    if !matches!(lists.kind(), ValueKind::Seq | ValueKind::Iterable) {
        return Err(call.wrong_argument(argument, ALLOWED));
    }
    let has_name = |row: &Value| {
        RowValue::of(row).is_some_and(|row| {
            let names = row.names();
            let mut names = names.iter().filter_map(Value::as_str);
            names.any(|it| {
                row.get(it)
                    .is_some_and(|value| value.as_str() == Some(name))
            })
        })
    };
    for item in lists.try_iter()? {
        let rows: Vec<Value> = if RowValue::of(&item).is_some() {
            vec![item]
        } else {
            match item.kind() {
                ValueKind::Seq | ValueKind::Iterable => item.try_iter()?.collect(),
                _ => return Err(call.wrong_argument(argument, ALLOWED)),
            }
        };
        for row in rows {
            if has_name(&row)
                && let Some(column) = column(&row)
            {
                return Ok(Some((row, column)));
            }
        }
    }
    Ok(None)
}

/// The text without what speaks of a place: its parentheses, its half after a semicolon or a colon, its part between commas, or
/// its sentence.
fn without(text: &str, place: Range<usize>) -> String {
    let (before, behind) = (&text[..place.start], &text[place.end..]);
    let start = before.rfind(". ").map_or(0, |at| at + 2);
    let end = behind
        .find(". ")
        .or_else(|| behind.ends_with('.').then(|| behind.len() - 1))
        .map_or(text.len(), |at| place.end + at);
    let inside = &text[start..place.start];
    let rest = &text[place.end..end];
    let cut = |from: usize, to: usize| {
        let kept = text[..from].trim_end_matches([' ', '\u{a0}', '\u{202f}']);
        format!("{kept}{}", &text[to..])
    };
    if let Some(open) = inside.rfind('(')
        && !inside[open..].contains(')')
        && let Some(close) = rest.find(')')
    {
        return cut(start + open, place.end + close + 1);
    }
    if let Some(mark) = inside.rfind([';', ':']) {
        return cut(start + mark, end);
    }
    if let Some(comma) = inside.rfind(", ") {
        return cut(
            start + comma,
            rest.find(',').map_or(end, |at| place.end + at),
        );
    }
    let sentence_end = (end + 1).min(text.len());
    format!("{}{}", &text[..start], text[sentence_end..].trim_start())
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn what_speaks_of_a_missing_name_is_left_out() {
        for (text, kept) in [
            ("A vit de B ({x of b}) et de C.", "A vit de B et de C."),
            ("A publie B ; C en fait {x of c}.", "A publie B."),
            (
                "A doit tout à B, C, {x of d}, et E.",
                "A doit tout à B, C, et E.",
            ),
            ("A publie B, qui en fait {x of b}.", "A publie B."),
            ("A doit {x of b} à B.", ""),
            (
                "Une phrase. A doit {x of b} à B. Une autre.",
                "Une phrase. Une autre.",
            ),
        ] {
            let place = text.find('{').unwrap()..text.find('}').unwrap() + 1;
            assert_eq!(without(text, place), kept, "{text}");
        }
    }
}
