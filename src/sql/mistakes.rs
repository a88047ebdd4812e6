//! Signs that people write and SQL does not know: a decimal comma, a percentage, quotes as a word processor sets them. In: an
//! expression that cannot be read. Out: what is wrong with it, where, and what to write.

use crate::diagnostic::{fraction_of_percent, is_typographic_quote};
use std::ops::Range;

/// A mistake that is recognised.
pub(super) struct Mistake {
    pub(super) message: String,
    pub(super) hint: String,
    /// Its bytes in the expression.
    pub(super) place: Range<usize>,
}

/// The mistake in an expression that cannot be read from the byte `at` on.
pub(super) fn mistake(text: &str, at: usize) -> Option<Mistake> {
    quotes_around(text)
        .or_else(|| apostrophe(text))
        .or_else(|| typographic_quotes(text))
        .or_else(|| semicolon(text))
        .or_else(|| spaced_number(text))
        .or_else(|| decimal_comma(text, at))
        .or_else(|| percentage(text))
        .or_else(|| otherwise(text))
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

/// `“region = 'Bretagne'”`: the quotes of the value in YAML.
fn quotes_around(text: &str) -> Option<Mistake> {
    let whole = text.trim();
    let inside = whole.strip_prefix(is_typographic_quote)?;
    let inside = inside.strip_suffix(is_typographic_quote)?.trim();
    let is_expression = inside.contains(['=', '<', '>', '(']);
    let start = text.len() - text.trim_start().len();
    is_expression.then(|| Mistake {
        message: "the quotes around it are typographic ones".to_owned(),
        hint: format!("straight double quotes stand around an expression: \"{inside}\""),
        place: start..start + whole.len(),
    })
}

/// `'Provence-Alpes-Côte d'Azur'`: a text ends at the apostrophe inside.
fn apostrophe(text: &str) -> Option<Mistake> {
    let mut open: Option<usize> = None;
    for (at, _) in text.match_indices('\'') {
        let Some(start) = open else {
            open = Some(at);
            continue;
        };
        let (before, behind) = (&text[start + 1..at], &text[at + 1..]);
        if !(before.ends_with(char::is_alphabetic) && behind.starts_with(char::is_alphabetic)) {
            open = None;
            continue;
        }
        let ends = |rest: &str| !rest.starts_with(|sign: char| sign.is_alphanumeric());
        let mut places = behind
            .match_indices('\'')
            .map(|(length, _)| at + 1 + length);
        let end = places.find(|end| ends(&text[end + 1..]))?;
        let written = text[start + 1..end].replace('\'', "''");
        return Some(Mistake {
            message: "the text ends at this apostrophe".to_owned(),
            hint: format!("an apostrophe inside a text is written twice: `'{written}'`"),
            place: at..at + 1,
        });
    }
    None
}

/// `SI(a; b; c)`: a spreadsheet that is set to French separates arguments by semicolons.
fn semicolon(text: &str) -> Option<Mistake> {
    let mut depth = 0_i32;
    let (at, _) = outside_of_quotes(text).find(|(_, sign)| {
        depth += i32::from(*sign == '(') - i32::from(*sign == ')');
        *sign == ';' && depth > 0
    })?;
    let before = &text[..at];
    let open = before.rfind('(').unwrap_or_default();
    let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '.');
    let name = &before[..open][before[..open].trim_end_matches(is_part).len()..];
    let arguments = arguments(&text[open + 1..]);
    let argument = |at: usize| arguments.get(at).copied().unwrap_or("…");
    let compared = |column: usize, criterion: usize| {
        let criterion = argument(criterion);
        let is_comparison = criterion.starts_with(['<', '>', '=']);
        let sign = if is_comparison { " " } else { " = " };
        format!("{}{sign}{criterion}", argument(column))
    };
    let instead = match name.to_uppercase().as_str() {
        "SOMME.SI" | "SUMIF" if arguments.len() == 3 => {
            // The sum comes last, and people write it first.
            let (sum, column, criterion) = if argument(1).starts_with(['\'', '"', '<', '>', '=']) {
                (2, 0, 1)
            } else {
                (0, 1, 2)
            };
            let condition = compared(column, criterion);
            Some(format!("sum({}) FILTER (WHERE {condition})", argument(sum)))
        }
        "SOMME.SI" | "SUMIF" | "SOMME.SI.ENS" | "SUMIFS" => Some("sum(…) FILTER (WHERE …)".into()),
        "NB.SI" | "COUNTIF" => Some(format!("count(*) FILTER (WHERE {})", compared(0, 1))),
        "MOYENNE.SI" | "AVERAGEIF" => Some("avg(…) FILTER (WHERE …)".to_owned()),
        "SI" | "IF" => Some(format!(
            "CASE WHEN {} THEN {} ELSE {} END",
            argument(0),
            argument(1),
            argument(2)
        )),
        "RECHERCHEV" | "RECHERCHEX" | "VLOOKUP" | "XLOOKUP" => {
            return Some(Mistake {
                message: format!("there is no `{name}` here, and `;` separates nothing"),
                hint: "what stands in another table is a lookup: `lookups: {name: {path: table.csv, key: column}}` and a dimension `{lookup: name.attribute, key: column}`".to_owned(),
                place: at..at + 1,
            });
        }
        _ => None,
    };
    Some(Mistake {
        message: "`;` separates nothing here".to_owned(),
        hint: match instead {
            Some(instead) => format!("write `{instead}`; arguments are separated by commas"),
            None => "arguments are separated by commas: `round(a, 2)`".to_owned(),
        },
        place: at..at + 1,
    })
}

/// The arguments of a call, of which the text begins behind the parenthesis.
fn arguments(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, sign) in outside_of_quotes(text) {
        match sign {
            '(' => depth += 1,
            ')' if depth == 0 => {
                found.push(text[start..at].trim());
                break;
            }
            ')' => depth -= 1,
            ';' if depth == 0 => {
                found.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    found
}

/// `10 000`.
fn spaced_number(text: &str) -> Option<Mistake> {
    let is_space = |sign: char| matches!(sign, ' ' | '\u{a0}' | '\u{202f}');
    let digits = |text: &str| {
        text.len()
            - text
                .trim_start_matches(|it: char| it.is_ascii_digit())
                .len()
    };
    let mut end_before = 0;
    for (start, sign) in outside_of_quotes(text) {
        let is_inside = text[..start].ends_with(|it: char| it.is_alphanumeric() || it == '_');
        if start < end_before || !sign.is_ascii_digit() || is_inside {
            continue;
        }
        let mut end = start + digits(&text[start..]);
        let mut groups = 0;
        while let Some(rest) = text[end..].strip_prefix(is_space)
            && digits(rest) == 3
            && (groups > 0 || end - start <= 3)
        {
            end = text.len() - rest.len() + 3;
            groups += 1;
        }
        if groups > 0 {
            let decimals = text[end..].strip_prefix([',', '.']).map(digits);
            end += decimals
                .filter(|digits| *digits > 0)
                .map_or(0, |digits| digits + 1);
            let written = &text[start..end];
            let plain: String = written.chars().filter(|it| !is_space(*it)).collect();
            return Some(Mistake {
                message: format!("`{written}` is no number here"),
                hint: format!("write it without spaces: `{}`", plain.replace(',', ".")),
                place: start..end,
            });
        }
        end_before = end;
    }
    None
}

/// `“Google”`, `‘Google’`, `« Google »`.
fn typographic_quotes(text: &str) -> Option<Mistake> {
    let (start, open) = outside_of_quotes(text).find(|(_, sign)| is_typographic_quote(*sign))?;
    let behind = &text[start + open.len_utf8()..];
    let closing =
        behind.find(|sign: char| is_typographic_quote(sign) || matches!(sign, '\'' | '"'));
    let closing = closing.and_then(|at| Some((at, behind[at..].chars().next()?)));
    Some(match closing {
        Some((length, close)) => {
            let end = start + open.len_utf8() + length + close.len_utf8();
            let inside = behind[..length].trim().replace('\'', "''");
            Mistake {
                message: format!("the quotes of `{}` are typographic ones", &text[start..end]),
                hint: format!("a text stands in straight single quotes: `'{inside}'`"),
                place: start..end,
            }
        }
        None => Mistake {
            message: format!("`{open}` is a typographic quote, and no part of the language"),
            hint: "a text stands in straight single quotes: `'…'`; one inside is written twice: `'l''essentiel'`".to_owned(),
            place: start..start + open.len_utf8(),
        },
    })
}

/// `0,5`, of which the parser reads `0`.
fn decimal_comma(text: &str, at: usize) -> Option<Mistake> {
    let (before, rest) = text.split_at_checked(at)?;
    let place = comma_at(before, rest)?;
    let number = &text[place.clone()];
    Some(Mistake {
        message: format!("`{number}` is no number here"),
        hint: format!(
            "write it with a decimal point: `{}`",
            number.replace(',', ".")
        ),
        place,
    })
}

/// The number around a comma at the beginning of the second part.
fn comma_at(before: &str, rest: &str) -> Option<Range<usize>> {
    let is_digit = |sign: char| sign.is_ascii_digit();
    let behind = rest.strip_prefix(',')?;
    let start = before.trim_end_matches(is_digit).len();
    let length = behind.len() - behind.trim_start_matches(is_digit).len();
    (start < before.len() && length > 0).then(|| start..before.len() + 1 + length)
}

/// The first number with a decimal comma, such as one that was read as two values in brackets.
pub(super) fn number_with_comma(text: &str) -> Option<String> {
    let mut commas = outside_of_quotes(text).filter(|(_, sign)| *sign == ',');
    commas.find_map(|(at, _)| {
        let place = comma_at(&text[..at], &text[at..])?;
        Some(text[place].replace(',', "."))
    })
}

/// `50%`, where nothing follows that it could be divided by.
fn percentage(text: &str) -> Option<Mistake> {
    let mut signs = outside_of_quotes(text).filter(|(_, sign)| *sign == '%');
    signs.find_map(|(sign, _)| {
        let before = text[..sign].trim_end();
        let is_part = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',');
        let start = before.trim_end_matches(is_part).len();
        let number = &before[start..];
        let behind = text[sign + 1..].trim_start();
        let word = behind.split(|sign: char| !sign.is_alphanumeric()).next();
        let joins = ["AND", "OR", "THEN", "ELSE", "WHEN", "END", "IS", "NOT"];
        let ends = behind.is_empty()
            || behind.starts_with([')', ',', '<', '>', '='])
            || word.is_some_and(|word| joins.contains(&word.to_ascii_uppercase().as_str()));
        let share = fraction_of_percent(number)?;
        ends.then(|| Mistake {
            message: format!(
                "`{}` is no number here: `%` is the rest of a division",
                &text[start..=sign]
            ),
            hint: format!("a share is a fraction of 1: write `{share}`"),
            place: start..sign + 1,
        })
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
    use super::{mistake, number_with_comma};
    use crate::diagnostic::fraction_of_percent;

    /// What is marked of an expression, and what to do about it; the parser stops at `^`.
    fn said(marked: &str) -> Option<(String, String)> {
        let at = marked.find('^').unwrap_or(marked.len());
        let text = marked.replace('^', "");
        mistake(&text, at).map(|it| (text[it.place].to_owned(), it.hint))
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
                "a share is a fraction of 1: write `0.5`",
            ),
            (
                "share > 12,5 % AND a = 1",
                "12,5 %",
                "a share is a fraction of 1: write `0.125`",
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
    fn the_innermost_parenthesis_that_is_open_is_marked() {
        let hint = "write `)` where it ends".to_owned();
        assert_eq!(said("sum(round(a)^"), Some(("(".to_owned(), hint)));
        let open = mistake("sum(a + (b)", 11).map(|it| it.place);
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
