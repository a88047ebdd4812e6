//! Values of types that do not fit each other, in a comparison or as an argument: how to write what was meant.

use crate::sql::Type;
use crate::sql::parse::plain;
use crate::text::Date;
use sqlparser::ast::{BinaryOperator, Expr};

/// What to write for a value of a type where another one is needed.
pub(in crate::sql) fn needed(tree: &Expr, wanted: Type, found: Type) -> Option<String> {
    let is_column = matches!(tree, Expr::Identifier(_) | Expr::CompoundIdentifier(_));
    let name = plain(tree);
    match (wanted, found) {
        (wanted, Type::Text) if is_column && wanted.is_number() => Some(format!(
            "read it as a number (`{name}: {{type: integer}}`, or `decimal(2)`), or count its values: `count({name})`, `count(DISTINCT {name})`"
        )),
        (Type::Date, Type::Text) if is_column => Some(format!(
            "read it as a day (`{name}: {{type: date}}`; `date: \"%d/%m/%Y\"` beside it says how others are written), or write `CAST({name} AS DATE)`"
        )),
        _ => usual(wanted, found),
    }
}

/// What to write for a value that is no text and is compared with an empty one, as a spreadsheet asks for empty cells.
pub(in crate::sql) fn with_nothing(
    tree: &Expr,
    (left, a): (&Expr, Type),
    (right, b): (&Expr, Type),
) -> Option<String> {
    let is_empty = |side: &Expr| plain(side).trim_matches('\'').trim().is_empty();
    let value = match (a, b) {
        (Type::Text, _) if is_empty(left) => right,
        (_, Type::Text) if is_empty(right) => left,
        _ => return None,
    };
    let name = plain(value);
    Some(match tree {
        Expr::BinaryOp {
            op: BinaryOperator::Eq,
            ..
        } => format!("an empty cell is no text: write `{name} IS NULL`"),
        Expr::BinaryOp { .. } => format!("an empty cell is no text: write `{name} IS NOT NULL`"),
        _ => format!(
            "an empty cell is no text: write `{name} IS NULL`, or `{name} IS NOT NULL` for all others"
        ),
    })
}

/// What to write for a comparison of two values of types that do not fit each other, by equality or in order.
pub(in crate::sql) fn compared(
    in_order: bool,
    (left, a): (&Expr, Type),
    (right, b): (&Expr, Type),
) -> Option<String> {
    with((left, a), (right, b), in_order)
        .or_else(|| with((right, b), (left, a), in_order))
        .or_else(|| usual(a, b))
}

/// What to write for a value that is compared with one of a type of which it is known how it is compared.
fn with(
    (of, kind): (&Expr, Type),
    (value, other): (&Expr, Type),
    in_order: bool,
) -> Option<String> {
    let (name, written) = (plain(of), plain(value));
    let text = written.trim_matches('\'');
    let is_written = matches!(value, Expr::Value(_));
    match (kind, other) {
        (Type::Date, _) => day(text)
            .map(|day| format!("a day is written DATE '{day}'"))
            .or_else(|| one_of_two_days(text))
            .or_else(|| year_or_month(&name, text, in_order)),
        (Type::List, _) => Some(of_list(&name, value, other)),
        (Type::Boolean, _) if is_written => truth(text),
        (Type::Text, Type::Boolean) if is_written => Some(format!(
            "`{name}` is a text: write `'{}'`, or give the column a type, `{{type: boolean}}`",
            text.to_lowercase()
        )),
        (Type::Text, other) if is_written && in_order && other.is_number() => {
            Some(text_in_order(&name, text))
        }
        (Type::Text, other) if is_written && other.is_number() => {
            Some(format!("a text stands in single quotes: `'{text}'`"))
        }
        (kind, Type::Text) if is_written && kind.is_number() => {
            let digits: String = text.chars().filter(|it| !it.is_whitespace()).collect();
            let digits = digits.replace(',', ".");
            let is_number = !digits.contains(char::is_alphabetic) && digits.parse::<f64>().is_ok();
            let is_column = matches!(of, Expr::Identifier(_));
            if is_number {
                Some(format!("a number stands in no quotes: `{digits}`"))
            } else {
                is_column.then(|| format!(
                    "if the cells of `{name}` are texts, let the contract say so, `{name}: {{type: string}}`; else compare it with a number, which stands in no quotes"
                ))
            }
        }
        _ => None,
    }
}

/// What is known of two types that do not fit each other, whatever the values are.
fn usual(a: Type, b: Type) -> Option<String> {
    match (a, b) {
        (Type::Date, Type::Text) | (Type::Text, Type::Date) => {
            Some("a day is written DATE '2025-10-01'".into())
        }
        (Type::Date, other) | (other, Type::Date) if other.is_number() => {
            Some("a day is written DATE '2025-10-01'".into())
        }
        (Type::List, _) | (_, Type::List) => {
            Some("a list is asked with array_contains(list, 'value')".into())
        }
        (Type::Text, other) | (other, Type::Text) if other.is_number() => {
            Some("texts stand in single quotes, numbers in none".into())
        }
        _ => None,
    }
}

/// What to write for a list that is compared: with no values, with one, with several.
fn of_list(name: &str, value: &Expr, kind: Type) -> String {
    match value {
        Expr::Array(array) if array.elem.is_empty() => format!(
            "a list without values is asked with `array_length({name}) = 0`, one that is missing with `{name} IS NULL`"
        ),
        Expr::Array(array) => {
            let contains = array.elem.iter();
            let contains = contains.map(|it| format!("array_contains({name}, {})", plain(it)));
            let contains: Vec<String> = contains.collect();
            format!("a list is asked with `{}`", contains.join(" AND "))
        }
        Expr::Value(_) if kind == Type::Text => {
            format!(
                "a list is asked with `array_contains({name}, {})`",
                plain(value)
            )
        }
        _ => "a list is asked with array_contains(list, 'value')".to_owned(),
    }
}

/// What to write for a truth value that is compared with a word or a number for one.
fn truth(text: &str) -> Option<String> {
    let truth = match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "t" | "oui" | "vrai" | "1" => "TRUE",
        "false" | "no" | "n" | "f" | "non" | "faux" | "0" => "FALSE",
        _ => return None,
    };
    Some(format!("a truth value stands in no quotes: `{truth}`"))
}

/// What to write for a year or a month that a day is compared with.
fn year_or_month(name: &str, text: &str, in_order: bool) -> Option<String> {
    if is_year(text) {
        return Some(format!(
            "write `date_part('year', {name})` and `{text}` to compare its year, or a day: `DATE '{text}-01-01'`"
        ));
    }
    let first = Date::parse(&format!("{text}-01"))?;
    Some(if in_order {
        format!("a month is compared by its first day: `DATE '{first}'`")
    } else {
        format!("write `date_trunc('month', {name})` and `DATE '{first}'` to compare its month")
    })
}

/// What to write for a text that is put in order with a number.
fn text_in_order(name: &str, number: &str) -> String {
    if is_year(number) {
        return format!(
            "if the column holds years, give it a type, `{{type: integer}}`; texts that begin with the year, such as '{number}-05', are compared with a text: `'{number}'`"
        );
    }
    let (kind, cast) = if number.contains('.') {
        ("number", "DOUBLE")
    } else {
        ("integer", "INTEGER")
    };
    format!(
        "give the column a type, `{{type: {kind}}}`, or write `CAST({name} AS {cast})`: texts are put in order letter by letter, '9' behind '10'"
    )
}

/// Whether digits are those of a year of our time.
fn is_year(text: &str) -> bool {
    text.len() == 4
        && text
            .parse()
            .is_ok_and(|year: u16| (1900..2100).contains(&year))
}

/// `15/11/2025` or `2025-11-15`, which are divisions and subtractions where they stand in no quotes, as a day in ISO form.
fn day(text: &str) -> Option<Date> {
    match days(text)? {
        [Some(day), None] | [None, Some(day)] => Some(day),
        // Of two days, none is the one that is meant.
        [Some(day), Some(other)] => (day == other).then_some(day),
        [None, None] => None,
    }
}

/// What to write for `01/02/2025`, which is one day or the other.
fn one_of_two_days(text: &str) -> Option<String> {
    let [Some(day), Some(other)] = days(text)? else {
        return None;
    };
    Some(format!(
        "a day is written DATE '{day}', or DATE '{other}' where the month stands first"
    ))
}

/// The day that a text is, read with the day first and with the month first.
fn days(text: &str) -> Option<[Option<Date>; 2]> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let iso = |year: &str, month: &str, day: &str| {
        Date::parse(&format!("{year:0>4}-{month:0>2}-{day:0>2}"))
    };
    if first.len() == 4 {
        return Some([iso(first, second, third), None]);
    }
    (third.len() == 4).then(|| [iso(third, second, first), iso(third, first, second)])
}
