//! Guesses how the texts of a table write numbers and dates, from all of them.
//!
//! In: columns of texts. Out: the form in which most columns are numbers (the simplest, if several
//! are equal), and the date pattern of a column. A form that could be read in two ways is reported
//! as such.

use crate::source::{DatePattern, TextForms};
use crate::sql::{MAX_SCALE, Type};
use crate::text::Date;
use polars::prelude::*;

/// Decimal and thousands separators, the simplest first.
const FORMS: [(char, Option<char>); 7] = [
    ('.', None),
    (',', None),
    ('.', Some(' ')),
    (',', Some(' ')),
    ('.', Some(',')),
    (',', Some('.')),
    ('.', Some('\'')),
];

/// Date patterns besides ISO 8601; if two fit, the first is taken.
const PATTERNS: [&str; 17] = [
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%Y/%m/%d",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d.%m.%y",
    "%d-%m-%y",
    "%y-%m-%d",
];

/// Texts that are looked at before all are.
const SOME: usize = 16;

/// The chosen form, and another one that would read the same columns differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Guess<T> {
    /// The form.
    pub form: T,
    /// The other form, if nothing in the table rules it out.
    pub other: Option<T>,
    /// A text that the other form reads otherwise, of numbers.
    pub example: Option<String>,
}

impl<T> Guess<T> {
    /// A form that is certain.
    pub(super) fn of(form: T) -> Self {
        Self {
            form,
            other: None,
            example: None,
        }
    }
}

/// How the columns of texts of a table write numbers; with this decimal separator, if one is given.
pub(super) fn numbers(
    columns: &[&StringChunked],
    delimiter: u8,
    decimal: Option<char>,
) -> Guess<TextForms> {
    let mut forms = FORMS.map(|(decimal, thousands)| TextForms {
        decimal,
        thousands,
        ..TextForms::default()
    });
    // Where a comma separates fields, it is unlikely to be a decimal separator.
    if delimiter == b',' {
        forms.swap(1, 4);
    }
    let mut forms = forms.to_vec();
    forms.retain(|form| decimal.is_none_or(|decimal| form.decimal == decimal));
    // Most columns of texts show in their first ones that they are numbers in no form.
    let is_any = |text: &str| forms.iter().any(|form| is_number(form, text));
    let may_be = |column: &&&StringChunked| column.iter().flatten().take(SOME).all(is_any);
    let likely = columns.iter().filter(may_be);
    let told: Vec<Told<'_>> = likely.filter_map(|it| Told::of(it)).collect();
    let holds: Vec<Vec<bool>> = told.iter().map(|column| column.holds(&forms)).collect();
    let count = |at: usize| holds.iter().filter(|column| column[at]).count();
    let counts: Vec<usize> = (0..forms.len()).map(count).collect();
    let most = counts.iter().copied().max().unwrap_or_default();
    let mut best = (0..forms.len()).filter(|at| counts[*at] == most);
    let first = best.next().unwrap_or_default();
    let differs = |other: &usize| {
        let (form, other) = (&forms[first], &forms[*other]);
        let mut all = told.iter().zip(&holds);
        all.any(|(column, holds)| holds[first] && column.differ(form, other))
    };
    let is_usual = delimiter == b',' && forms[first] == TextForms::default();
    // Thousands that are apart are said only where they are what differs.
    let others = best.clone().filter(differs);
    let other = others.min_by_key(|at| forms[*at].thousands.is_some());
    let other = other.filter(|_| !is_usual);
    // No thousands begin with a zero.
    let begins_with_zero = || told.iter().any(Told::begins_with_zero);
    let other = other.filter(|_| decimal.is_none() && !begins_with_zero());
    let example = other.and_then(|other| {
        let mut all = told.iter().zip(&holds).filter(|(_, holds)| holds[first]);
        all.find_map(|(column, _)| column.read_otherwise(&forms[first], &forms[other]))
    });
    // Where none of them reads whole columns in another way, single cells of further columns say which one is meant.
    let cells = |at: usize| {
        let texts = columns.iter().flat_map(|it| it.iter().flatten().take(SOME));
        texts.filter(|text| is_number(&forms[at], text)).count()
    };
    let (mut form, mut most) = (first, cells(first));
    for at in best.filter(|at| !differs(at)) {
        let count = cells(at);
        if count > most {
            (form, most) = (at, count);
        }
    }
    Guess {
        other: other.map(|at| forms[at].clone()),
        form: forms[form].clone(),
        example: example.map(|text| text.trim().to_owned()),
    }
}

/// Whether a text is a number, of which a float may lose digits.
pub(super) fn is_number(form: &TextForms, text: &str) -> bool {
    form.number(text).is_some() || form.decimal(text, MAX_SCALE).is_some()
}

/// The days that a text may be, by each pattern.
pub(super) fn days_of(text: &str) -> impl Iterator<Item = Date> {
    let patterns = PATTERNS
        .iter()
        .filter_map(|text| DatePattern::parse(text).ok());
    let forms = std::iter::once(None).chain(patterns.map(Some));
    forms.filter_map(move |date| {
        let form = TextForms {
            date,
            ..TextForms::default()
        };
        form.day(text)
    })
}

/// The forms that read the same numbers as one without separated thousands, and thousands that are separated.
pub(super) fn grouped(written: &TextForms) -> Vec<TextForms> {
    let is_like = |(decimal, thousands): &(char, Option<char>)| {
        *decimal == written.decimal && thousands.is_some() && written.thousands.is_none()
    };
    let forms = FORMS.into_iter().filter(is_like);
    forms
        .map(|(_, thousands)| TextForms {
            thousands,
            ..written.clone()
        })
        .collect()
}

/// The texts of a column that forms may read in different ways.
struct Told<'t> {
    texts: Vec<&'t str>,
    /// Whether a text has a comma, a blank, an apostrophe.
    has: [bool; 3],
}

impl<'t> Told<'t> {
    /// None if there are no texts, or one that has no separator is no number: then the column is one in no form.
    fn of(column: &'t StringChunked) -> Option<Self> {
        let plain = TextForms::default();
        let mut told = Self {
            texts: Vec::new(),
            has: [false; 3],
        };
        for text in column.iter().flatten() {
            let [mut point, mut comma, mut blank, mut apostrophe] = [false; 4];
            for byte in text.trim().bytes() {
                match byte {
                    b'.' => point = true,
                    b',' => comma = true,
                    b'\'' => apostrophe = true,
                    b' ' => blank = true,
                    // A no-break space or a typographic apostrophe, or what is in no number.
                    byte if !byte.is_ascii() => (blank, apostrophe) = (true, true),
                    _ => {}
                }
            }
            if point || comma || blank || apostrophe {
                for (known, here) in told.has.iter_mut().zip([comma, blank, apostrophe]) {
                    *known |= here;
                }
                told.texts.push(text);
            } else if !is_number(&plain, text) {
                return None;
            }
        }
        (column.null_count() < column.len()).then_some(told)
    }

    /// The form that reads the column in the same way: thousands that no text has separate nothing.
    fn needed(&self, form: &TextForms) -> TextForms {
        let [comma, blank, apostrophe] = self.has;
        let is_there = |sign: &char| match sign {
            ',' => comma,
            ' ' => blank,
            '\'' => apostrophe,
            _ => true,
        };
        TextForms {
            thousands: form.thousands.filter(is_there),
            ..form.clone()
        }
    }

    /// Whether all texts are numbers, in each form.
    fn holds(&self, forms: &[TextForms]) -> Vec<bool> {
        let mut known: Vec<(TextForms, bool)> = Vec::new();
        let of_form = |form: &TextForms| {
            let form = self.needed(form);
            if let Some((_, holds)) = known.iter().find(|(known, _)| *known == form) {
                return *holds;
            }
            let holds = self.texts.iter().all(|it| is_number(&form, it));
            known.push((form, holds));
            holds
        };
        forms.iter().map(of_form).collect()
    }

    /// Whether some text is another number in the other form.
    fn differ(&self, form: &TextForms, other: &TextForms) -> bool {
        self.read_otherwise(form, other).is_some()
    }

    /// A text that is another number in the other form.
    fn read_otherwise(&self, form: &TextForms, other: &TextForms) -> Option<&'t str> {
        let (form, other) = (self.needed(form), self.needed(other));
        let value = |form: &TextForms, it: &str| match form.number(it) {
            Some(number) => Some(i128::from(number.to_bits())),
            None => form.decimal(it, MAX_SCALE).map(|it| it.units),
        };
        let mut texts = self.texts.iter().filter(|_| form != other);
        texts
            .find(|it| value(&form, it) != value(&other, it))
            .copied()
    }

    /// Whether a number begins with a zero before a mark, and is no amount of nothing.
    fn begins_with_zero(&self) -> bool {
        self.texts.iter().any(|text| {
            let digits = text.trim().trim_start_matches(['-', '+']);
            let behind = digits
                .strip_prefix('0')
                .and_then(|it| it.strip_prefix(['.', ',']));
            behind.is_some_and(|it| it.bytes().any(|byte| (b'1'..=b'9').contains(&byte)))
        })
    }
}

/// The date pattern of a column of texts, if all of them are dates.
pub(super) fn days(texts: &StringChunked) -> Option<Guess<DatePattern>> {
    let patterns = PATTERNS
        .iter()
        .filter_map(|text| DatePattern::parse(text).ok());
    let mut fitting = patterns.filter(|pattern| {
        let written = TextForms {
            date: Some(pattern.clone()),
            ..TextForms::default()
        };
        holds(texts, |it| written.day(it).is_some())
    });
    let form = fitting.next()?;
    Some(Guess {
        form,
        other: fitting.next(),
        example: None,
    })
}

/// The date pattern that most texts of a column have, and which do not; `few` says of how many others that may be so.
pub(super) fn nearly_days(
    texts: &StringChunked,
    some: &[&str],
    few: impl Fn(usize, usize) -> bool,
) -> Option<(DatePattern, Vec<usize>)> {
    let patterns = PATTERNS
        .iter()
        .filter_map(|text| DatePattern::parse(text).ok());
    let written = patterns.map(|pattern| TextForms {
        date: Some(pattern),
        ..TextForms::default()
    });
    let values = texts.len() - texts.null_count();
    let others = |form: &TextForms| -> Vec<usize> {
        let rows = texts.iter().enumerate();
        let others = rows.filter(|(_, text)| text.is_some_and(|text| form.day(text).is_none()));
        others.map(|(row, _)| row).collect()
    };
    let is_likely = |form: &TextForms| {
        let days = some.iter().filter(|text| form.day(text).is_some());
        days.count() * 2 > some.len()
    };
    let likely = written.filter(is_likely);
    let found = likely.map(|form| (others(&form), form));
    let (others, form) = found.min_by_key(|(others, _)| others.len())?;
    few(others.len(), values).then_some((form.date?, others))
}

/// The forms in which texts that failed to convert to a type all do convert, the simplest first.
pub(super) fn readings(texts: &[String], kind: Type) -> Vec<TextForms> {
    let all = |is: &dyn Fn(&str) -> bool| texts.iter().all(|text| is(text));
    let of_numbers = FORMS.into_iter().map(|(decimal, thousands)| TextForms {
        decimal,
        thousands,
        ..TextForms::default()
    });
    let of_days = PATTERNS.into_iter().map(|text| TextForms {
        date: DatePattern::parse(text).ok(),
        ..TextForms::default()
    });
    let reads = |form: &TextForms| match kind {
        Type::Integer => all(&|text| form.integer(text).is_some()),
        Type::Number => all(&|text| form.number(text).is_some()),
        Type::Decimal(scale) => all(&|text| form.decimal(text, scale).is_some()),
        Type::Date => all(&|text| form.day(text).is_some()),
        _ => false,
    };
    of_numbers.chain(of_days).filter(reads).collect()
}

/// Whether there are texts and all of them pass.
fn holds(texts: &StringChunked, is: impl Fn(&str) -> bool) -> bool {
    texts.null_count() < texts.len() && texts.iter().flatten().all(is)
}

#[cfg(test)]
mod tests {
    use super::{days, numbers};
    use polars::prelude::*;

    fn table(columns: &[&[&str]]) -> DataFrame {
        let columns = columns.iter().enumerate();
        let columns = columns.map(|(at, cells)| Column::new(at.to_string().into(), *cells));
        DataFrame::new_infer_height(columns.collect()).unwrap()
    }

    fn form(columns: &[&[&str]], delimiter: u8) -> (char, Option<char>, bool) {
        let table = table(columns);
        let texts = table.columns().iter().map(|it| it.str().unwrap());
        let guess = numbers(&texts.collect::<Vec<_>>(), delimiter, None);
        (
            guess.form.decimal,
            guess.form.thousands,
            guess.other.is_some(),
        )
    }

    #[test]
    fn the_simplest_form_that_reads_most_columns_is_taken() {
        assert_eq!(form(&[&["1", "2"], &["a", "b"]], b','), ('.', None, false));
        assert_eq!(form(&[&["1,5", "2"]], b';'), (',', None, false));
        assert_eq!(
            form(&[&["1 234", "5"], &["1,5", "2"]], b';'),
            (',', Some(' '), false)
        );
        assert_eq!(form(&[&["1,234,567", "1"]], b';'), ('.', Some(','), false));
        assert_eq!(
            form(&[&["1", "2"], &["1,5", "*"]], b';'),
            (',', None, false)
        );
        assert_eq!(
            form(&[&["1.234.567", "1,5"]], b';'),
            (',', Some('.'), false)
        );
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_stated() {
        assert_eq!(form(&[&["1,234", "5,678"]], b';'), (',', None, true));
        assert_eq!(form(&[&["1,234", "5,678"]], b','), ('.', Some(','), true));
        let read_as = |delimiter| {
            let table = table(&[&["1,234", "5,678"]]);
            let columns = [table.columns()[0].str().unwrap()];
            let other = numbers(&columns, delimiter, None).other.unwrap();
            (other.decimal, other.thousands)
        };
        assert_eq!(read_as(b','), (',', None));
        assert_eq!(read_as(b';'), ('.', Some(',')));
        assert_eq!(form(&[&["1.234", "5.678"]], b';'), ('.', None, true));
        for decided in [
            [&["1.234", "0.678"] as &[&str], &["1", "2"]],
            [&["1.234", "0.5"], &["1", "2"]],
            [&["1.234", "5.678"], &["1.5", "2"]],
        ] {
            assert_eq!(form(&decided, b';'), ('.', None, false), "{decided:?}");
        }
        let decided = [&["1.234", "5.678"] as &[&str], &["1,5", "2"]];
        assert_eq!(form(&decided, b';'), (',', Some('.'), false));
    }

    #[test]
    fn days_are_found_with_their_pattern() {
        let day = |cells: &[&str]| {
            let found = days(table(&[cells]).columns()[0].str().unwrap())?;
            Some((found.form.as_str().to_owned(), found.other.is_some()))
        };
        assert_eq!(
            day(&["31/01/2025", "01/02/2025"]),
            Some(("%d/%m/%Y".into(), false))
        );
        assert_eq!(day(&["01/31/2025"]), Some(("%m/%d/%Y".into(), false)));
        assert_eq!(day(&["01/02/2025"]), Some(("%d/%m/%Y".into(), true)));
        assert_eq!(
            day(&["03/02/25", "25/02/25"]),
            Some(("%d/%m/%y".into(), false))
        );
        assert_eq!(day(&["25-02-03"]), Some(("%d-%m-%y".into(), true)));
        assert_eq!(day(&["01/02/2025", "soon"]), None);
    }
}
