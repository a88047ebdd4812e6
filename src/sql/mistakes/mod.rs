//! What people write and the language does not know: signs of spreadsheets and word processors in an expression that cannot be
//! read, values of another type in a comparison, functions of other databases. Out: what is wrong, where, and what to write.

mod aggregated;
mod comparisons;
mod formula;
mod functions;
mod methods;
mod numbers;
mod quotes;
mod spreadsheet;

pub(super) use aggregated::in_aggregates;
pub(super) use comparisons::{compared, needed, with_nothing};
pub(super) use functions::{of_another_database, of_several_columns, written_arguments};
pub(super) use methods::{of_method, of_subscript};
pub(super) use numbers::number_with_comma;

use super::NameSpace;
use formula::equals_first;
use methods::{clause, pipe};
use numbers::{decimal_comma, percentage, spaced_number};
use quotes::{apostrophe, quotes_around, typographic_quotes};
use spreadsheet::semicolon;
use std::ops::Range;

/// A mistake that is recognised.
pub(super) struct Mistake {
    pub(super) message: String,
    pub(super) hint: String,
    /// Its bytes in the expression.
    pub(super) place: Range<usize>,
}

/// What an expression is to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// A value of one row.
    Row,
    /// Whether a row is chosen.
    Condition,
    /// A value of many rows.
    Rows,
}

/// The mistake in an expression that cannot be read from the byte `at` on.
pub(super) fn mistake(
    text: &str,
    at: usize,
    (asked, names): (Asked, &NameSpace),
) -> Option<Mistake> {
    equals_first(text, (asked, names))
        .or_else(|| quotes_around(text))
        .or_else(|| apostrophe(text))
        .or_else(|| typographic_quotes(text))
        .or_else(|| semicolon(text, asked))
        .or_else(|| pipe(text))
        .or_else(|| spaced_number(text))
        .or_else(|| decimal_comma(text, at))
        .or_else(|| percentage(text, names.holds))
        .or_else(|| otherwise(text))
        .or_else(|| clause(text, at))
        .or_else(|| not_closed(text, at))
}

/// The bytes of a text that stand in no straight quotes.
fn outside_of_quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut inside: Option<char> = None;
    text.char_indices().filter(move |(_, sign)| {
        match (inside, sign) {
            (None, '\'' | '"') => inside = Some(*sign),
            (Some(open), sign) if open == *sign => inside = None,
            _ => return inside.is_none(),
        }
        false
    })
}

/// `CASE WHEN … THEN … OTHERWISE … END`.
fn otherwise(text: &str) -> Option<Mistake> {
    let is_word = |sign: char| sign.is_alphanumeric() || sign == '_';
    let mut outside = outside_of_quotes(text)
        .filter(|(at, sign)| is_word(*sign) && !text[..*at].ends_with(is_word));
    let word_at = |at: usize| {
        let rest = &text[at..];
        &rest[..rest.find(|sign| !is_word(sign)).unwrap_or(rest.len())]
    };
    let is_case = outside
        .by_ref()
        .any(|(at, _)| word_at(at).eq_ignore_ascii_case("CASE"));
    let mut behind = outside.filter(|_| is_case);
    let (at, _) = behind.find(|(at, _)| {
        let word = word_at(*at).to_ascii_uppercase();
        ["OTHERWISE", "SINON", "DEFAULT"].contains(&word.as_str())
    })?;
    let word = word_at(at);
    Some(Mistake {
        message: format!("`{word}` is no part of CASE"),
        hint: "write `ELSE`: `CASE WHEN … THEN … ELSE … END`".to_owned(),
        place: at..at + word.len(),
    })
}

/// `sum(downloads`, which ends before its parentheses do.
fn not_closed(text: &str, at: usize) -> Option<Mistake> {
    let mut open = Vec::new();
    for (at, sign) in outside_of_quotes(text) {
        match sign {
            '(' => open.push(at),
            ')' => drop(open.pop()),
            _ => {}
        }
    }
    let start = open.pop().filter(|_| text[at..].trim().is_empty())?;
    Some(Mistake {
        message: "`(` is not closed".to_owned(),
        hint: "write `)` where it ends".to_owned(),
        place: start..start + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::{Asked, mistake, number_with_comma};
    use crate::diagnostic::fraction_of_percent;
    use crate::sql::{Name, NameSpace, Type};

    /// What is marked of an expression, and what to do about it; the parser stops at `^`.
    fn said(marked: &str) -> Option<(String, String)> {
        said_of(marked, Asked::Rows)
    }

    fn said_of(marked: &str, asked: Asked) -> Option<(String, String)> {
        let at = marked.find('^').unwrap_or(marked.len());
        let text = marked.replace('^', "");
        let mut names = NameSpace::default();
        for name in ["a", "b"] {
            let column = Name::Column(Type::Integer);
            names.names.insert(name.to_owned(), column);
        }
        mistake(&text, at, (asked, &names)).map(|it| (text[it.place].to_owned(), it.hint))
    }

    #[test]
    fn what_is_wrong_is_marked_as_a_whole_and_written_as_it_should_be() {
        for (text, part, hint) in [
            (
                "share < 0^,5",
                "0,5",
                "write it with a decimal point: `0.5`",
            ),
            (
                "a BETWEEN 10^,25 AND 20",
                "10,25",
                "write it with a decimal point: `10.25`",
            ),
            (
                "share > 50%",
                "50%",
                "write `0.5` where the values are fractions of 1, as shares are, and `50` where they are in percent",
            ),
            (
                "share > 12,5 % AND a = 1",
                "12,5 %",
                "write `0.125` where the values are fractions of 1, as shares are, and `12.5` where they are in percent",
            ),
            (
                "account = ^“Google”",
                "“Google”",
                "a text stands in straight single quotes: `'Google'`",
            ),
            (
                "account IN (^‘a’, ‘b’)",
                "‘a’",
                "a text stands in straight single quotes: `'a'`",
            ),
            (
                "account = ^«\u{a0}l'essentiel\u{a0}»",
                "«\u{a0}l'",
                "a text stands in straight single quotes: `'l'`",
            ),
            (
                "sum(CASE ^WHEN a = 1 THEN 2 OTHERWISE 3 END)",
                "OTHERWISE",
                "write `ELSE`: `CASE WHEN … THEN … ELSE … END`",
            ),
        ] {
            assert_eq!(
                said(text),
                Some((part.to_owned(), hint.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn quotes_around_all_apostrophes_and_spaces_in_numbers_are_told_as_they_are() {
        for (text, part, hint) in [
            (
                "^“region = 'Bretagne'”",
                "“region = 'Bretagne'”",
                "straight double quotes stand around an expression: \"region = 'Bretagne'\"",
            ),
            (
                "region = ^'Côte d'Azur'",
                "'",
                "an apostrophe inside a text is written twice: `'Côte d''Azur'`",
            ),
            (
                "region IN ('a', 'L'^île d'Yeu')",
                "'",
                "an apostrophe inside a text is written twice: `'L''île d''Yeu'`",
            ),
            (
                "amount > 10 ^000",
                "10 000",
                "write it without spaces: `10000`",
            ),
            (
                "amount > 1\u{202f}250\u{a0}000^,50 AND a = 1",
                "1\u{202f}250\u{a0}000,50",
                "write it without spaces: `1250000.50`",
            ),
        ] {
            let found = Some((part.to_owned(), hint.to_owned()));
            assert_eq!(said(text), found, "{text}");
        }
        assert_eq!(said("a = 'it''s' ^b"), None);
        assert_eq!(said("a1 000 ^b"), None);
    }

    #[test]
    fn semicolons_of_a_french_spreadsheet_are_commas_here() {
        for (text, hint) in [
            (
                "SOMME.SI(quantite^;Tarif;'Plein')",
                "write `sum(quantite) FILTER (WHERE Tarif = 'Plein')`; arguments are separated by commas",
            ),
            (
                "SOMME.SI(Tarif^;'Plein';quantite)",
                "write `sum(quantite) FILTER (WHERE Tarif = 'Plein')`; arguments are separated by commas",
            ),
            (
                "SOMME.SI(prets^;public = 'adulte')",
                "write `sum(prets) FILTER (WHERE public = 'adulte')`; arguments are separated by commas",
            ),
            (
                "SI(montant<0^;1;0)=1",
                "write `CASE WHEN montant<0 THEN 1 ELSE 0 END`; arguments are separated by commas",
            ),
            (
                "round(a^;2)",
                "arguments are separated by commas: `round(a, 2)`",
            ),
        ] {
            assert_eq!(
                said(text),
                Some((";".to_owned(), hint.to_owned())),
                "{text}"
            );
        }
        let found = said("RECHERCHEV(a^;b;2;FAUX)").map(|it| it.1);
        assert!(found.is_some_and(|hint| hint.contains("`lookups: {")));
        assert_eq!(said("a = ';' ^b"), None);
    }

    #[test]
    fn a_condition_of_a_spreadsheet_is_the_condition_alone() {
        for (text, hint) in [
            (
                "SOMME.SI(route^;'x')",
                "a condition stands alone: write `route = 'x'`",
            ),
            (
                "NB.SI(route^;\"x\")",
                "a condition stands alone: write `route = 'x'`",
            ),
            (
                "NB.SI.ENS(route^;'x';a;'>5')",
                "a condition stands alone: write `route = 'x' AND a > 5`",
            ),
            (
                "ET(route='x'^;a>5)",
                "write `route='x' AND a>5`; arguments are separated by commas",
            ),
        ] {
            let found = said_of(text, Asked::Condition);
            assert_eq!(found, Some((";".to_owned(), hint.to_owned())), "{text}");
        }
    }

    #[test]
    fn an_expression_of_a_spreadsheet_begins_with_no_sign_of_equality() {
        for (text, asked, written) in [
            ("^=a/b", Asked::Rows, "sum(a) / sum(b)"),
            ("^= a", Asked::Row, "a"),
            ("^=SOMME(a)", Asked::Rows, "sum(a)"),
            ("^=a > 5", Asked::Condition, "a > 5"),
        ] {
            let hint = said_of(text, asked).map(|it| it.1).unwrap_or_default();
            assert!(hint.contains(&format!("`{written}`")), "{text}: {hint}");
        }
        let hint = said_of("=SOMME.SI(a^;5;b)", Asked::Rows).map(|it| it.1);
        assert!(hint.is_some_and(|it| it.contains("`sum(b) FILTER (WHERE a = 5)`")));
    }

    #[test]
    fn the_innermost_parenthesis_that_is_open_is_marked() {
        let hint = "write `)` where it ends".to_owned();
        assert_eq!(said("sum(round(a)^"), Some(("(".to_owned(), hint)));
        let names = NameSpace::default();
        let open = mistake("sum(a + (b)", 11, (Asked::Rows, &names)).map(|it| it.place);
        assert_eq!(open, Some(3..4));
    }

    #[test]
    fn what_stands_in_quotes_or_is_a_division_is_none_of_these() {
        for text in [
            "a = 'l’un ^",
            "a = '50%' ^AND",
            "a % 2 = ^",
            "a IN (1^, 5)",
            "50 % b ^c",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn a_percentage_is_a_fraction_by_its_digits() {
        for (number, share) in [
            ("50", "0.5"),
            ("5", "0.05"),
            ("100", "1"),
            ("150", "1.5"),
            ("0.1", "0.001"),
            ("12,5", "0.125"),
            ("0", "0"),
        ] {
            assert_eq!(fraction_of_percent(number).as_deref(), Some(share));
        }
        assert_eq!(fraction_of_percent("a"), None);
        assert_eq!(number_with_comma("(a < 0,5)").as_deref(), Some("0.5"));
        assert_eq!(number_with_comma("(a, 5)"), None);
    }
}
