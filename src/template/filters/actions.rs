//! The action of each filter. In: one use of a filter in a template. Out: the value that replaces
//! it.

use minijinja::{Error, Value};

use super::call::Call;
use super::rows::is_value;
use super::value::{Term, number_of};
use super::wording;
use crate::template::{NoValue, RowValue};
use crate::text::case::capitalize_first;
use crate::text::compact::{self, Digits};
use crate::text::currency::Currency;
use crate::text::list::{self, Conjunction};
use crate::text::number;
use crate::text::ordinal;
use crate::text::plural::pluralize;
use crate::text::standing::{alike, by_size, standing};
use crate::text::{self, Locale, Number, Place, french};
use std::cmp::Ordering;

type Outcome = Result<Value, Error>;

pub(super) fn integer(call: &Call) -> Outcome {
    Ok(number::integer(call.number()?, call.locale).into())
}

pub(super) fn decimal(call: &Call) -> Outcome {
    Ok(number::decimal(call.number()?, call.decimals(0, 1)?, call.locale).into())
}

pub(super) fn percent(call: &Call) -> Outcome {
    Ok(number::share(call.number()?, call.decimals(0, 1)?, call.locale).into())
}

pub(super) fn points(call: &Call) -> Outcome {
    Ok(number::points(call.number()?, call.decimals(0, 1)?, call.locale).into())
}

fn digits(call: &Call, index: usize) -> Result<Digits, Error> {
    let count = call.decimals(index, 1)?;
    Ok(if call.flag(index + 1)? {
        Digits::exactly(count)
    } else {
        Digits::up_to(count)
    })
}

pub(super) fn compact(call: &Call) -> Outcome {
    Ok(compact::compact(call.number()?, digits(call, 0)?, call.locale).into())
}

pub(super) fn short(call: &Call) -> Outcome {
    Ok(compact::compact_short(call.number()?, digits(call, 0)?, call.locale).into())
}

pub(super) fn currency(call: &Call) -> Outcome {
    const ALLOWED: &str = "the code of a currency such as \"EUR\"";
    let code = call.word(0, ALLOWED)?;
    let currency = Currency::parse(&code).ok_or_else(|| call.wrong_argument(0, ALLOWED))?;
    let decimals = call.decimals(1, currency.decimals())?;
    Ok(currency
        .amount(call.number()?, decimals, call.locale)
        .into())
}

pub(super) fn signed(call: &Call) -> Outcome {
    let written = match call.value.as_str() {
        Some(written) => written.to_owned(),
        None => number::decimal(call.number()?, call.decimals(0, 0)?, call.locale),
    };
    Ok(number::signed(&written).into())
}

pub(super) fn ordinal(call: &Call) -> Outcome {
    Ok(ordinal::ordinal(call.whole_number()?, call.gender(0)?, call.locale).into())
}

pub(super) fn ordinal_word(call: &Call) -> Outcome {
    Ok(ordinal::ordinal_word(call.whole_number()?, call.gender(0)?, call.locale).into())
}

pub(super) fn number_word(call: &Call) -> Outcome {
    Ok(ordinal::cardinal_word(call.whole_number()?, call.gender(0)?, call.locale).into())
}

pub(super) fn date(call: &Call) -> Outcome {
    Ok(call.date()?.long(call.locale).into())
}

pub(super) fn month(call: &Call) -> Outcome {
    Ok(call.date()?.month(call.locale).into())
}

pub(super) fn of_month(call: &Call) -> Outcome {
    Ok(call.date()?.of_month(call.locale).into())
}

pub(super) fn iso(call: &Call) -> Outcome {
    Ok(call.date()?.iso().into())
}

fn joined(call: &Call, conjunction: Conjunction) -> Outcome {
    let items = call.items()?;
    let texts: Vec<String> = items
        .iter()
        .map(|item| call.item_text(item))
        .collect::<Result<_, _>>()?;
    Ok(enumerated(call, &texts, conjunction))
}

/// Phrases in a row; of none there is nothing to print, and a sentence around them would have no subject.
fn enumerated(call: &Call, phrases: &[String], conjunction: Conjunction) -> Value {
    if phrases.is_empty() {
        return NoValue::value(format!("…|{}", call.filter));
    }
    list::list(phrases, conjunction, call.locale).into()
}

pub(super) fn and_list(call: &Call) -> Outcome {
    joined(call, Conjunction::And)
}

pub(super) fn or_list(call: &Call) -> Outcome {
    joined(call, Conjunction::Or)
}

pub(super) fn shares(call: &Call) -> Outcome {
    shares_around(call, |_, _, written| written)
}

/// The enumeration of [`shares`], with each share passed through `around`, which receives the row,
/// the name of the column and the formatted share.
pub(super) fn shares_around(
    call: &Call,
    around: impl Fn(&Value, &str, String) -> String,
) -> Outcome {
    let name = call.word(0, "the name of a dimension or attribute of the rows")?;
    let given = match call.argument(1) {
        Some(_) => Some(call.word(1, "the name of a share of the rows")?),
        None => None,
    };
    let decimals = call.decimals(2, 1)?;
    let form = call.optional_word(3, FORMS)?;
    let rows = call.items()?;
    let mut phrases = Vec::new();
    for row in &rows {
        let share = share_of(call, row, given.as_ref())?;
        let label = named(call, row, &name, form.as_deref())?;
        let (Some(label), Some(number)) = (label, number_of(&row.get_attr(&share)?)) else {
            return Err(call.wrong_item(&format!("rows with `{name}` and `{share}`"), row));
        };
        let written = number::share(number, decimals, call.locale);
        phrases.push(format!("{label} ({})", around(row, &share, written)));
    }
    if call.argument(4).is_some() {
        let most = call.count(4)?;
        let others = others(rows.get(most..).unwrap_or_default())?;
        wording::shortened(&mut phrases, most, others, call.locale);
    }
    Ok(enumerated(call, &phrases, Conjunction::And))
}

/// How many rows there are beyond the first ones: those that stand for a value, or an unknown number where others are one of them.
fn others(rows: &[Value]) -> Result<Option<usize>, Error> {
    for row in rows {
        if row.get_attr("folded")?.is_true() {
            return Ok(None);
        }
    }
    Ok(Some(rows.iter().filter(|row| is_value(row)).count()))
}

/// How `shares` names rows.
const FORMS: &str =
    "\"one\", \"several\", \"country\", \"continent\", \"region\" or \"department\"";

/// The name of a row in a form: its label, a noun with its article in one of both numbers, or a place with its article.
fn named(
    call: &Call,
    row: &Value,
    name: &str,
    form: Option<&str>,
) -> Result<Option<String>, Error> {
    let code = row.get_attr(name)?;
    let label = || {
        let of_row = RowValue::of(row).and_then(|row| row.label(name));
        of_row.or_else(|| code.as_str().map(str::to_owned))
    };
    Ok(match form {
        None => label(),
        Some(form @ ("one" | "several")) => {
            let Some(term) = Term::of(&row.get_attr(&format!("{name}_term"))?) else {
                return Ok(label());
            };
            let article = term.article.unwrap_or(french::Article::Le);
            Some(match (call.locale, form) {
                (Locale::Fr, "one") => french::le(&term.one, article),
                (Locale::Fr, _) => french::le(&term.other, french::Article::Les),
                (Locale::En, "one") => term.one,
                (Locale::En, _) => term.other,
            })
        }
        Some(kind) => {
            let table = text::places(kind).ok_or_else(|| call.wrong_argument(3, FORMS))?;
            let place = table(code.as_str().unwrap_or_default());
            place.map(|it| it.with_article(call.locale)).or_else(label)
        }
    })
}

/// The given column, else the first share of a breakdown's row.
fn share_of(call: &Call, row: &Value, given: Option<&String>) -> Result<String, Error> {
    let first = || RowValue::of(row)?.share().map(str::to_owned);
    given
        .cloned()
        .or_else(first)
        .ok_or_else(|| call.wrong_item("rows with a share", row))
}

pub(super) fn leaders(call: &Call) -> Outcome {
    let given = match call.argument(0) {
        Some(_) => Some(call.word(0, "the name of a column of the rows")?),
        None => None,
    };
    let mut rows = Vec::new();
    let items: Vec<Value> = call.items()?.into_iter().filter(is_value).collect();
    for row in &items {
        let column = share_of(call, row, given.as_ref())?;
        let outdone = RowValue::of(row).and_then(|row| row.outdone(&column, items.len()));
        if let Some(breakdown) = outdone {
            return Err(call.no_leader(&breakdown, &column));
        }
        let value = row.get_attr(&column)?;
        let exact = RowValue::of(row).and_then(|row| number_of(&row.exact(&column)?));
        match number_of(&value) {
            Some(number) => rows.push((number, exact.unwrap_or(number), row.clone())),
            None if value.is_none() => {}
            None => return Err(call.wrong_item(&format!("rows with the number `{column}`"), row)),
        }
    }
    let mut first: Option<(Number, Number)> = None;
    for (number, exact, _) in &rows {
        if first.is_none_or(|(_, most)| by_size(*exact, most).is_gt()) {
            first = Some((*number, *exact));
        }
    }
    let Some((most, exact)) = first.filter(|(_, exact)| exact.is_positive()) else {
        return Ok(Value::from(Vec::<Value>::new()));
    };
    let is_measure = |(.., row): &(Number, Number, Value)| {
        let column = share_of(call, row, given.as_ref()).unwrap_or_default();
        RowValue::of(row).is_some_and(|row| row.is_measure(&column))
    };
    let usual = if rows.iter().any(is_measure) {
        "decimal"
    } else {
        "percent"
    };
    let written = call.written_as(1, [most, most], usual)?;
    // Shares that add up may be printed one unit apart and be alike all the same.
    let (mut printed_alike, mut alike) = (alike(most, written), alike(exact, written));
    let leads = rows
        .into_iter()
        .filter(|(number, value, _)| printed_alike(*number) || alike(*value));
    Ok(leads.map(|(.., row)| row).collect())
}

/// Whether the value is ahead of the argument by a difference that the digits show.
pub(super) fn ahead_of(call: &Call) -> Result<bool, Error> {
    compared(call).map(Ordering::is_gt)
}

/// Whether the digits of the value and of the argument show no difference.
pub(super) fn tied(call: &Call) -> Result<bool, Error> {
    compared(call).map(Ordering::is_eq)
}

fn compared(call: &Call) -> Result<Ordering, Error> {
    let (one, other) = (call.number()?, call.number_argument(0)?);
    Ok(standing(one, other, call.written(1, one, other)?))
}

pub(super) fn top(call: &Call) -> Outcome {
    let count = call.count(0)?;
    Ok(call.items()?.into_iter().take(count).collect())
}

pub(super) fn plural(call: &Call) -> Outcome {
    let (one, other) = call.forms(0)?;
    Ok(pluralize(call.number()?, &one, &other, call.locale).into())
}

pub(super) fn counted(call: &Call) -> Outcome {
    let (one, other) = call.forms(0)?;
    let decimals = match call.argument(2) {
        Some(_) => Some(call.decimals(2, 0)?),
        None => None,
    };
    Ok(compact::counted(call.number()?, decimals, (&one, &other), call.locale).into())
}

pub(super) fn compact_counted(call: &Call) -> Outcome {
    let (one, other) = call.forms(0)?;
    let number = call.number()?;
    Ok(compact::compact_counted(number, digits(call, 2)?, &one, &other, call.locale).into())
}

pub(super) fn term(call: &Call) -> Outcome {
    let (one, other) = call.term()?;
    Ok(pluralize(call.number_argument(0)?, &one, &other, call.locale).into())
}

/// A French form of the value, or the value after an English word.
fn worded(call: &Call, in_french: impl Fn(&str) -> String, in_english: &str) -> Outcome {
    let phrase = call.text()?;
    Ok(match call.locale {
        Locale::Fr => in_french(phrase).into(),
        Locale::En => format!("{in_english} {phrase}").into(),
    })
}

pub(super) fn of(call: &Call) -> Outcome {
    worded(call, french::de, "of")
}

pub(super) fn that(call: &Call) -> Outcome {
    worded(call, french::que, "that")
}

/// A noun with its article, in French possibly contracted with a preposition.
fn determined(
    call: &Call,
    in_french: impl Fn(&str, french::Article) -> String,
    in_english: &str,
) -> Outcome {
    let (noun, article) = call.noun(0)?;
    Ok(match call.locale {
        Locale::Fr => in_french(&noun, article).into(),
        Locale::En => format!("{in_english} {noun}").into(),
    })
}

pub(super) fn article(call: &Call) -> Outcome {
    determined(call, french::le, "the")
}

pub(super) fn of_the(call: &Call) -> Outcome {
    determined(call, french::du, "of the")
}

pub(super) fn to_the(call: &Call) -> Outcome {
    determined(call, french::au, "to the")
}

pub(super) fn le(call: &Call) -> Outcome {
    worded(
        call,
        |phrase| french::le(phrase, french::Article::Le),
        "the",
    )
}

pub(super) fn la(call: &Call) -> Outcome {
    worded(
        call,
        |phrase| french::le(phrase, french::Article::La),
        "the",
    )
}

pub(super) fn les(call: &Call) -> Outcome {
    worded(
        call,
        |phrase| french::le(phrase, french::Article::Les),
        "the",
    )
}

pub(super) fn capitalize(call: &Call) -> Outcome {
    Ok(capitalize_first(call.text()?).into())
}

/// The country with the value as its code.
pub(super) fn country(call: &Call) -> Result<&'static Place, Error> {
    let allowed = "a country code of ISO 3166-1 such as \"FR\", or \"EU\" or \"XK\"";
    call.look_up(text::country, allowed)
}

/// The continent with the value as its code.
pub(super) fn continent(call: &Call) -> Result<&'static Place, Error> {
    let allowed = "a continent code: \"AF\", \"AN\", \"AS\", \"EU\", \"NA\", \"OC\" or \"SA\"";
    call.look_up(text::continent, allowed)
}

/// The region of France with the value as its code or name.
pub(super) fn region(call: &Call) -> Result<&'static Place, Error> {
    let allowed =
        "the name or the code (INSEE) of a region of France, such as \"Bretagne\" or \"53\"";
    call.look_up(text::region, allowed)
}

/// The department of France with the value as its code or name.
pub(super) fn department(call: &Call) -> Result<&'static Place, Error> {
    let allowed = "the name or the code of a department of France, such as \"Finistère\" or \"29\"";
    call.look_up(text::department, allowed)
}

/// A form of the name of a place.
pub(super) fn named_place(
    call: &Call,
    place: impl Fn(&Call) -> Result<&'static Place, Error>,
    form: impl Fn(&Place, Locale) -> String,
) -> Outcome {
    Ok(form(place(call)?, call.locale).into())
}
