//! Numbers as people write them: with spaces, a decimal comma, a sign of percent.

use super::{Mistake, outside_of_quotes};
use crate::diagnostic::fraction_of_percent;
use crate::sql::Holds;
use std::ops::Range;

/// `10 000`.
pub(super) fn spaced_number(text: &str) -> Option<Mistake> {
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

/// `0,5`, of which the parser reads `0`.
pub(super) fn decimal_comma(text: &str, at: usize) -> Option<Mistake> {
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
pub(in crate::sql) fn number_with_comma(text: &str) -> Option<String> {
    let mut commas = outside_of_quotes(text).filter(|(_, sign)| *sign == ',');
    commas.find_map(|(at, _)| {
        let place = comma_at(&text[..at], &text[at..])?;
        Some(text[place].replace(',', "."))
    })
}

/// `50%`, where nothing follows that it could be divided by.
pub(super) fn percentage(text: &str, holds: Holds) -> Option<Mistake> {
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
            hint: match holds {
                Holds::Metrics => format!("a share is a fraction of 1: write `{share}`"),
                // A column of a file may be in percent.
                Holds::Columns | Holds::OfFiles => format!(
                    "write `{share}` where the values are fractions of 1, as shares are, and `{}` where they are in percent",
                    number.replace(',', ".")
                ),
            },
            place: start..sign + 1,
        })
    })
}
