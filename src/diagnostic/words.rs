//! Phrases of messages: what was meant, what is allowed, how many there are.

use std::fmt::{Display, Write};

/// How many names a message lists before it only counts the rest.
const LISTED: usize = 24;

/// The name nearest to `wanted` as a hint, if one is near enough to have been meant.
pub(crate) fn nearest<'a>(
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest_name(wanted, names).map(meant)
}

/// The question whether the only name was meant that is short for another one, `Qté` for `Quantité`, or the other way round.
pub(crate) fn abbreviated<'a>(
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let letters = |text: &str| -> Vec<char> {
        let letters = text.chars().filter(|it| it.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let is_short_for = |short: &[char], long: &[char]| {
        let mut rest = long.iter();
        let has = short.iter().all(|letter| rest.any(|it| it == letter));
        has && short.len() >= 3 && short.len() < long.len() && short.first() == long.first()
    };
    let own = letters(wanted);
    let mut near = names.into_iter().filter(|other| {
        let other = letters(other);
        is_short_for(&other, &own) || is_short_for(&own, &other)
    });
    let found = near.next()?;
    near.next()
        .is_none()
        .then(|| format!("did you mean `{found}`? One of the two names is short for the other"))
}

/// The question whether a name was meant.
pub(crate) fn meant(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// The name nearest to `wanted`, if one is near enough to have been meant.
pub(crate) fn nearest_name<'a>(
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let names: Vec<&str> = names.into_iter().collect();
    let near = names.iter().copied();
    let near = near
        .map(|name| {
            let distance = strsim::osa_distance(&wanted.to_lowercase(), &name.to_lowercase());
            (distance, name)
        })
        .filter(|(distance, name)| {
            *distance <= 1 + wanted.chars().count().max(name.chars().count()) / 4
        })
        .min()
        .map(|(_, name)| name);
    let mut same = names.into_iter();
    near.or_else(|| same.find(|name| is_same_without_unit(wanted, name)))
}

/// Whether two names differ in what stands behind them in brackets alone: `Montant (€)` and `Montant`.
fn is_same_without_unit(one: &str, other: &str) -> bool {
    let stem = |name: &str| {
        let stem = name.split(['(', '[']).next().unwrap_or_default();
        stem.trim().to_lowercase()
    };
    !stem(one).is_empty() && stem(one) == stem(other)
}

/// `a`, `b` and `c`, for messages that list what is allowed; long lists are cut short.
pub(crate) fn allowed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let shown = names.len().min(LISTED);
    let mut text = names[..shown].join(", ");
    if names.len() > shown {
        let _ = write!(text, " and {} more", names.len() - shown);
    }
    if text.is_empty() {
        "none".to_owned()
    } else {
        text
    }
}

/// As [`allowed`]; a name that was probably meant is never among those that are only counted.
pub(crate) fn allowed_with<'a>(
    meant: Option<&str>,
    names: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    let at = names.iter().position(|name| meant == Some(*name));
    if let Some(at) = at.filter(|at| *at >= LISTED) {
        let name = names.remove(at);
        names.insert(0, name);
    }
    allowed(names)
}

/// `there are `a`, `b``, `there is only `a``, `there are none`: the names that could have been
/// used.
pub(crate) fn there_are<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    match names.as_slice() {
        [] => "there are none".to_owned(),
        [only] => format!("there is only `{only}`"),
        several => format!("there are {}", allowed(several.iter().copied())),
    }
}

/// A number with its noun: `1 row`, `2 rows`.
pub(crate) fn counted<N: Copy + Display + PartialEq + From<u8>>(
    count: N,
    one: &str,
    other: &str,
) -> String {
    let noun = if count == N::from(1) { one } else { other };
    format!("{count} {noun}")
}

/// A percentage as a fraction of 1, by its digits: `50` is `0.5`, `12,5` is `0.125`.
pub(crate) fn fraction_of_percent(number: &str) -> Option<String> {
    let (whole, part) = number.split_once([',', '.']).unwrap_or((number, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(part) {
        return None;
    }
    let whole = format!("{whole:0>3}");
    let (units, hundredths) = whole.split_at(whole.len() - 2);
    let behind = format!("{hundredths}{part}");
    let behind = behind.trim_end_matches('0');
    let units = units.trim_start_matches('0');
    let units = if units.is_empty() { "0" } else { units };
    Some(if behind.is_empty() {
        units.to_owned()
    } else {
        format!("{units}.{behind}")
    })
}

/// Whether a character is a quote as a word processor sets it, which no expression knows.
pub(crate) fn is_typographic_quote(c: char) -> bool {
    matches!(c, '‘' | '’' | '‚' | '“' | '”' | '„' | '«' | '»' | '‹' | '›')
}

/// Whether a character is not seen though it counts: a space that is none for YAML and SQL, a mark of direction or byte
/// order, a character without a width.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Such a character in a message: `an invisible character (U+200B)`.
pub(crate) fn unseen(c: char) -> String {
    format!("an invisible character (U+{:04X})", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::{allowed, counted, nearest, there_are};

    #[test]
    fn lists_and_numbers_agree_with_their_nouns() {
        assert_eq!(there_are([]), "there are none");
        assert_eq!(there_are(["a"]), "there is only `a`");
        assert_eq!(there_are(["a", "b"]), "there are `a`, `b`");
        assert_eq!(counted(0_usize, "row", "rows"), "0 rows");
        assert_eq!(counted(1_i128, "row", "rows"), "1 row");
        let many: Vec<String> = (0..30).map(|at| at.to_string()).collect();
        let listed = allowed(many.iter().map(String::as_str));
        assert!(listed.ends_with("`23` and 6 more"), "{listed}");
    }

    #[test]
    fn a_name_with_a_typing_mistake_has_a_nearest_one() {
        assert_eq!(
            nearest("frist", ["first", "last"]).unwrap(),
            "did you mean `first`?"
        );
        assert_eq!(nearest("country", ["first", "last"]), None);
    }

    #[test]
    fn a_name_is_short_for_another_one_if_it_is_the_only_such() {
        let found = |names: &[&str]| super::abbreviated("Quantité", names.iter().copied());
        assert!(found(&["Montant TTC", "Qté", "Région"]).is_some_and(|it| it.contains("`Qté`")));
        assert_eq!(found(&["Qté", "Quant."]), None);
        assert_eq!(found(&["Ten", "Qualité"]), None);
    }
}
