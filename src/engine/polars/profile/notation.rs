//! Values that stand in texts with something around them: money with its sign, shares in percent, months, lists; amounts below
//! zero without a hyphen; and texts that say that there is no value.
//!
//! In: the texts of a column. Out: what a contract has to take away before they are values, as an expression and as a
//! function that gives the same.

use super::minuses::{in_front, minuses};
use super::missing::{kept_back, missing};
use super::spaces::{Alike, Spaces, without};
use crate::engine::polars::minus::Minus;
use crate::source::MonthForm;
use crate::sql::Type;
use polars::prelude::*;
use std::borrow::Cow;

/// What has to be taken away from the texts of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Notation {
    /// What is not seen, which is taken away before all else.
    pub spaces: Vec<Spaces>,
    /// Texts that stand for no value, as they are written.
    pub missing: Vec<String>,
    /// How amounts below zero are written; empty if with a hyphen in front, or if there are none.
    pub minus: Vec<Minus>,
    /// How the others are written; none if as values are.
    pub form: Option<Form>,
}

/// How a text writes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// A sign before a number, behind its minus: `$1,234.50`.
    Before(&'static str),
    /// A sign behind a number: `1 234,50 €`.
    After(&'static str),
    /// `2025-10`.
    YearMonth,
    /// `10/2025`.
    MonthYear,
    /// `['a', 'b']`, with the quote and the separator.
    List(char, &'static str),
}

/// A column in which most cells have a form, and some do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The form of most.
    pub form: Form,
    /// How many cells do not have it.
    pub others: usize,
    /// One of them.
    pub example: String,
}

/// Signs of amounts.
const SIGNS: [&str; 9] = ["€", "$", "£", "¥", "%", "EUR", "USD", "GBP", "CHF"];

/// One cell in this many may lack a form that is the column's own.
const RARE: usize = 5;

impl Notation {
    /// How a column of texts is written, and what speaks against the form that most of its cells have. `is_text` says
    /// whether the file has texts alone.
    pub(super) fn of(texts: &StringChunked, is_text: bool) -> (Self, Option<Broken>) {
        let mut found = Self::default();
        if is_text {
            found.missing = missing(texts);
            found.missing.extend(kept_back(texts));
            found.minus = minuses(texts);
        }
        let plain = |text| found.in_front(text);
        let values = || texts.iter().flatten().filter(|it| !found.is_missing(it));
        let first = values().map(plain).find(|text| !is_nothing(text));
        let form = first.and_then(|text| Form::of(&text, is_text));
        let mut broken = None;
        if let Some(form) = form {
            let (mut all, mut others, mut example) = (0, 0, None);
            for text in values() {
                all += 1;
                if !form.is_in(&plain(text)) {
                    others += 1;
                    example.get_or_insert(text);
                }
            }
            match example {
                None => found.form = Some(form),
                Some(example) if others * RARE <= all => {
                    let example = example.to_owned();
                    broken = Some(Broken {
                        form,
                        others,
                        example,
                    });
                }
                Some(_) => {}
            }
        }
        let has_ends = |text: &str| text.trim() != text;
        if !found.is_none() && texts.iter().flatten().any(has_ends) {
            found.spaces = vec![Spaces::AtEnds];
        }
        (found, broken)
    }

    /// How names of a column of texts are written that look alike, and two of them that would stay apart.
    pub(super) fn of_names(texts: &StringChunked) -> (Self, Option<(String, String)>) {
        let Alike { spaces, apart } = Alike::of(texts);
        let is_blank = |text: &str| text.trim().is_empty();
        let has_blank = !spaces.is_empty() && texts.iter().flatten().any(is_blank);
        let found = Self {
            spaces: spaces.to_vec(),
            missing: has_blank.then(String::new).into_iter().collect(),
            ..Self::default()
        };
        (found, apart)
    }

    /// Whether a text stands for no value.
    fn is_missing(&self, text: &str) -> bool {
        self.missing.iter().any(|known| known == text.trim())
    }

    /// A text without white space at its ends, with a hyphen if it is below zero.
    fn in_front<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = text.trim();
        in_front(&self.minus, text.into())
    }

    /// Whether texts are values as they stand.
    pub(crate) fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// The expression that gives the values of a column, which is written as `name` in SQL.
    #[must_use]
    pub(crate) fn sql(&self, name: &str) -> String {
        let mut sql = name.to_owned();
        for spaces in &self.spaces {
            sql = spaces.sql(&sql);
        }
        for text in &self.missing {
            sql = format!("nullif({sql}, '{}')", text.replace('\'', "''"));
        }
        for minus in &self.minus {
            sql = minus.sql(&sql);
        }
        let pattern = |sign: &str| if sign == "$" { "[$]" } else { sign }.to_owned();
        match self.form {
            None => sql,
            Some(Form::Before(sign)) => {
                format!("regexp_replace({sql}, '^(-?){} *', '$1')", pattern(sign))
            }
            Some(Form::After(sign)) => format!("regexp_replace({sql}, '{}$', '')", pattern(sign)),
            Some(Form::YearMonth) => MonthForm::YearFirst.first_day(&sql),
            Some(Form::MonthYear) => MonthForm::MonthFirst.first_day(&sql),
            Some(Form::List(quote, comma)) => {
                let quote = if quote == '\'' { "''" } else { "\"" };
                format!(
                    "string_split(replace(replace(replace({sql}, '[', ''), ']', ''), '{quote}', ''), '{comma}')"
                )
            }
        }
    }

    /// What the expression gives for a text.
    fn plain<'t>(&self, text: &'t str) -> Option<Cow<'t, str>> {
        let text = without(&self.spaces, text);
        if self.missing.iter().any(|known| *known == text) {
            return None;
        }
        let text = in_front(&self.minus, text);
        Some(match self.form {
            None | Some(Form::List(..)) => text,
            Some(Form::Before(sign)) => {
                let (minus, digits) = match text.strip_prefix('-') {
                    Some(rest) => ("-", rest),
                    None => ("", &*text),
                };
                match digits.strip_prefix(sign) {
                    Some(rest) => Cow::Owned(format!("{minus}{}", rest.trim_start_matches(' '))),
                    None => text,
                }
            }
            Some(Form::After(sign)) => match text.strip_suffix(sign) {
                Some(rest) => Cow::Owned(rest.to_owned()),
                None => text,
            },
            Some(Form::YearMonth) => Cow::Owned(format!("{text}-01")),
            Some(Form::MonthYear) => {
                match (text.get(..2), text.get(text.len().wrapping_sub(4)..)) {
                    (Some(month), Some(year)) => Cow::Owned(format!("{year}-{month}-01")),
                    _ => text,
                }
            }
        })
    }

    /// A column as the expression gives it.
    pub(super) fn plain_column(&self, given: &Column) -> PolarsResult<Column> {
        let texts = given.str()?;
        let name = given.name().clone();
        if let Some(Form::List(quote, comma)) = self.form {
            let lists = texts.iter().map(|text| {
                let items = text.map(|text| {
                    let items = text.replace(['[', ']', quote], "");
                    let items = items.split(comma).filter(|_| !items.is_empty());
                    items.map(str::to_owned).collect::<Vec<String>>()
                });
                items.map(|items| Series::new("".into(), items))
            });
            let lists: ListChunked = lists.collect();
            return Ok(lists.with_name(name).into_series().into_column());
        }
        let texts = texts
            .iter()
            .map(|text| text.and_then(|text| self.plain(text)));
        let texts: StringChunked = texts.collect();
        Ok(texts.with_name(name).into_series().into_column())
    }

    /// The types that the values may have, narrowest first.
    pub(super) fn kinds(&self) -> &'static [Type] {
        match self.form {
            None => &[Type::Boolean, Type::Integer, Type::Number, Type::Date],
            Some(Form::Before(_) | Form::After(_)) => &[Type::Integer, Type::Number],
            Some(Form::YearMonth | Form::MonthYear) => &[Type::Date],
            Some(Form::List(..)) => &[Type::List],
        }
    }

    /// Takes the ways in which amounts below zero are written elsewhere, too.
    pub(crate) fn hold_minus(&mut self, elsewhere: &[Minus]) {
        for minus in elsewhere {
            if !self.minus.contains(minus) {
                self.minus.push(*minus);
            }
        }
    }

    /// Whether the numbers are shares in percent.
    #[must_use]
    pub(crate) fn is_percent(&self) -> bool {
        matches!(self.form, Some(Form::Before("%") | Form::After("%")))
    }

    /// Whether the days are the first of months.
    #[must_use]
    pub(crate) fn is_month(&self) -> bool {
        matches!(self.form, Some(Form::YearMonth | Form::MonthYear))
    }

    /// The currency of the amounts, by its code.
    #[must_use]
    pub(crate) fn currency(&self) -> Option<&'static str> {
        let (Form::Before(sign) | Form::After(sign)) = self.form? else {
            return None;
        };
        match sign {
            "€" => Some("EUR"),
            "$" => Some("USD"),
            "£" => Some("GBP"),
            "¥" => Some("JPY"),
            "%" => None,
            code => Some(code),
        }
    }
}

impl Form {
    /// The form that a text may have.
    fn of(text: &str, is_text: bool) -> Option<Self> {
        let signs = SIGNS.into_iter().filter(|_| is_text);
        let signed = signs.flat_map(|sign| [Self::Before(sign), Self::After(sign)]);
        let lists = [('\'', ", "), ('"', ", "), ('\'', ","), ('"', ",")];
        let lists = lists.map(|(quote, comma)| Self::List(quote, comma));
        let mut all = signed
            .chain([Self::YearMonth, Self::MonthYear])
            .chain(lists);
        all.find(|form| form.is_in(text))
    }

    /// Whether a text has the form; an amount of nothing needs no sign.
    fn is_in(self, text: &str) -> bool {
        let is_number = |rest: &str| {
            let rest = rest.trim();
            rest.starts_with(|c: char| c.is_ascii_digit() || "-.,".contains(c))
                && rest.ends_with(|c: char| c.is_ascii_digit())
        };
        match self {
            Self::Before(sign) => {
                let rest = text.strip_prefix('-').unwrap_or(text).strip_prefix(sign);
                rest.is_some_and(is_number) || is_nothing(text)
            }
            Self::After(sign) => text.strip_suffix(sign).is_some_and(is_number) || is_nothing(text),
            Self::YearMonth => MonthForm::YearFirst.is_in(text),
            Self::MonthYear => MonthForm::MonthFirst.is_in(text),
            Self::List(quote, comma) => is_list(text, quote, comma),
        }
    }

    /// Whether what has it is a number.
    #[must_use]
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Before(_) | Self::After(_))
    }

    /// The form in words, for a remark.
    #[must_use]
    pub(crate) fn words(self) -> String {
        match self {
            Self::Before(sign) | Self::After(sign) => format!("a number with `{sign}`"),
            Self::YearMonth => "a month such as `2025-10`".to_owned(),
            Self::MonthYear => "a month such as `10/2025`".to_owned(),
            Self::List(quote, _) => {
                format!(
                    "a list such as `[{quote}a{quote}]` without quotes, commas and brackets in its values"
                )
            }
        }
    }
}

/// Whether a text is a list of quoted texts, none of which has a sign of lists itself.
fn is_list(text: &str, quote: char, comma: &str) -> bool {
    let Some(inner) = text.strip_prefix('[').and_then(|it| it.strip_suffix(']')) else {
        return false;
    };
    let is_item = |item: &str| {
        let item = item
            .strip_prefix(quote)
            .and_then(|it| it.strip_suffix(quote));
        item.is_some_and(|item| {
            !item.is_empty()
                && item.trim() == item
                && !item.contains(['\'', '"', '[', ']', ',', '\\'])
        })
    };
    inner.is_empty() || inner.split(comma).all(is_item)
}

/// Whether a text is an amount of nothing.
fn is_nothing(text: &str) -> bool {
    let digits = text.trim();
    digits.starts_with('0') && digits.bytes().all(|byte| b"0.,".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::{Form, Minus, Notation};
    use polars::prelude::*;

    fn of(cells: &[&str]) -> (Notation, Option<(usize, String)>) {
        let column = Column::new("x".into(), cells);
        let (notation, broken) = Notation::of(column.str().unwrap(), true);
        (notation, broken.map(|it| (it.others, it.example)))
    }

    #[test]
    fn a_sign_is_taken_from_amounts_where_all_have_the_same() {
        for (cells, form, sql) in [
            (
                ["1 234,50 €", "-3 €", "0"],
                Some(Form::After("€")),
                "regexp_replace(x, '€$', '')",
            ),
            (
                ["$1,234.50", "-$3", "$.5"],
                Some(Form::Before("$")),
                "regexp_replace(x, '^(-?)[$] *', '$1')",
            ),
            (
                ["12 %", "3%", "0,5 %"],
                Some(Form::After("%")),
                "regexp_replace(x, '%$', '')",
            ),
            (
                ["EUR 5", "EUR 6", "EUR 7"],
                Some(Form::Before("EUR")),
                "regexp_replace(x, '^(-?)EUR *', '$1')",
            ),
            (
                ["$(1,234.50)", "$3", " $-  "],
                Some(Form::Before("$")),
                "regexp_replace(regexp_replace(nullif(trim(x), '$-'), '^ *([^(0-9]*?) *[(] *([^()]*[0-9][^()]*?) *[)]([^()0-9]*)$', '-$1$2$3'), '^(-?)[$] *', '$1')",
            ),
            (
                ["1.234,50- €", "3 €", "5 €"],
                Some(Form::After("€")),
                "regexp_replace(regexp_replace(x, '^ *([^-]*[0-9][^-]*)-([^-0-9]*)$', '-$1$2'), '€$', '')",
            ),
            (["5 €", "$6", "7 €"], None, "x"),
            (["5 €", "6", "7 €"], None, "x"),
            (
                ["n/a", "-", "7 €"],
                Some(Form::After("€")),
                "regexp_replace(nullif(nullif(x, 'n/a'), '-'), '€$', '')",
            ),
        ] {
            let (notation, _) = of(&cells);
            assert_eq!(notation.form, form, "{cells:?}");
            assert_eq!(notation.sql("x"), sql);
        }
    }

    #[test]
    fn brackets_and_a_minus_behind_are_read_beside_other_amounts_or_where_all_are_money() {
        for (cells, minus) in [
            (vec!["(5)", "3"], vec![Minus::Brackets]),
            (vec!["(5.00)", "(3.25)"], vec![Minus::Brackets]),
            (vec!["(5)", "3", "2-"], vec![Minus::Brackets, Minus::Behind]),
            (vec!["5-", "3,25", "n/a"], vec![Minus::Behind]),
            (vec!["−5"], vec![Minus::Sign('−')]),
            (vec!["(1)", "(2)"], vec![]),
            (vec!["5-", "6-"], vec![]),
            (vec!["-5", "3"], vec![]),
        ] {
            assert_eq!(of(&cells).0.minus, minus, "{cells:?}");
        }
    }

    #[test]
    fn an_amount_of_another_currency_is_named() {
        let cells = ["5 €", "6 €", "7 €", "8 €", "9 €", "$9"];
        assert_eq!(of(&cells).1, Some((1, "$9".to_owned())));
    }

    #[test]
    fn months_are_those_of_a_year() {
        assert_eq!(of(&["2025-10", "2025-12"]).0.form, Some(Form::YearMonth));
        assert_eq!(
            of(&["10/2025"]).0.sql("m"),
            "right(m, 4) || '-' || left(m, 2) || '-01'"
        );
        assert_eq!(of(&["2025-13"]).0.form, None);
        assert_eq!(of(&["2025-10-01"]).0.form, None);
    }

    #[test]
    fn lists_of_plain_texts_are_cut() {
        assert_eq!(
            of(&["['a', 'b c']", "[]"]).0.form,
            Some(Form::List('\'', ", "))
        );
        assert_eq!(of(&["[\"a\",\"b\"]"]).0.form, Some(Form::List('"', ",")));
        assert_eq!(of(&["['a, b']"]).0.form, None);
        let column = Column::new("x".into(), ["['a', 'b c']", "[]"]);
        let (notation, _) = Notation::of(column.str().unwrap(), true);
        let lists = notation.plain_column(&column).unwrap();
        let lists = lists.list().unwrap();
        let lengths: Vec<usize> = (0..2)
            .map(|at| lists.get_as_series(at).unwrap().len())
            .collect();
        assert_eq!(lengths, [2, 0]);
    }
}
