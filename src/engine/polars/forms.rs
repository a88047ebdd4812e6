//! Guesses how the texts of a table write numbers and dates, from all of them.
//!
//! In: columns of texts. Out: the form in which most columns are numbers (the simplest, if several
//! are equal), and the date pattern of a column. A form that could be read in two ways is reported
//! as such.

use crate::source::{DatePattern, TextForms};
use crate::sql::Type;
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
const PATTERNS: [&str; 7] = [
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%Y/%m/%d",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
];

/// The chosen form, and another one that would read the same columns differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Guess<T> {
    /// The form.
    pub form: T,
    /// The other form, if nothing in the table rules it out.
    pub other: Option<T>,
}

impl<T> Guess<T> {
    /// A form that is certain.
    pub(super) fn of(form: T) -> Self {
        Self { form, other: None }
    }
}

/// How the texts of a table write numbers.
pub(super) fn numbers(frame: &DataFrame, delimiter: u8) -> Guess<TextForms> {
    let mut forms = FORMS.map(|(decimal, thousands)| TextForms {
        decimal,
        thousands,
        ..TextForms::default()
    });
    // Where a comma separates fields, it is unlikely to be a decimal separator.
    if delimiter == b',' {
        forms.swap(1, 4);
    }
    let texts: Vec<&StringChunked> = frame
        .columns()
        .iter()
        .filter_map(|it| it.str().ok())
        .collect();
    let numbers = |form: &TextForms| {
        texts
            .iter()
            .filter(|texts| holds(texts, |it| form.number(it).is_some()))
            .count()
    };
    let counts = forms.each_ref().map(numbers);
    let most = counts.into_iter().max().unwrap_or_default();
    let mut best = forms
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count == most)
        .map(|(form, _)| form);
    let form = best.next().cloned().unwrap_or_default();
    let differs = |other: &&TextForms| {
        let values = |form: &TextForms, it: &str| form.number(it).map(f64::to_bits);
        texts.iter().any(|texts| {
            holds(texts, |it| form.number(it).is_some())
                && texts
                    .iter()
                    .flatten()
                    .any(|it| values(&form, it) != values(other, it))
        })
    };
    let is_usual = delimiter == b',' && form == TextForms::default();
    let other = best.find(differs).cloned().filter(|_| !is_usual);
    Guess { form, other }
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
    })
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
        let guess = numbers(&table(columns), delimiter);
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
            form(&[&["1.234.567", "1,5"]], b';'),
            (',', Some('.'), false)
        );
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_stated() {
        assert_eq!(form(&[&["1,234", "5,678"]], b';'), (',', None, true));
        assert_eq!(form(&[&["1,234", "5,678"]], b','), ('.', Some(','), true));
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
        assert_eq!(day(&["01/02/2025", "soon"]), None);
    }
}
