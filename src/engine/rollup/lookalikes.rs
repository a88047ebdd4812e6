//! Names that look the same. In: the values of the keys of a base. Out: a warning with the pairs
//! that differ only in the Unicode form of their letters, in spaces or in zero-width characters, and of names also in case, accents,
//! hyphens or apostrophes:
//! they are counted separately, so the total of each is too low.

use super::Noticed;
use super::alike;
use super::coded::Coded;
use super::groups::GroupTable;
use super::spelled::{self, MOST_NAMES, spelled_differently};
use super::visible::{composed, has_no_width, visible_form};
use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::plan::{Base, DimensionIndex, Plan};
use crate::sql::Type;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Number of pairs that a message shows.
const SHOWN: usize = 3;

/// Warns of lookalikes in the columns of a base, except those already checked.
pub(super) fn note_lookalikes(
    plan: &Plan,
    base: &Base,
    table: &GroupTable,
    seen: &mut BTreeSet<DimensionIndex>,
    noticed: &mut Noticed,
) {
    for column in base.columns() {
        let name = &column.name;
        let (Some(dimension), Some(coded)) = (column.dimension, table.keys.get(name)) else {
            continue;
        };
        if column.kind != Type::Text || !seen.insert(dimension) {
            continue;
        }
        let dimension = &plan[dimension].definition;
        let pairs = lookalikes(coded);
        if pairs.is_empty() {
            continue;
        }
        let rows = rows_of(&pairs, coded, table);
        let named = |name: &str| {
            let rows = rows.get(name).copied().unwrap_or_default();
            format!("`{}` ({})", visible(name), counted(rows, "row", "rows"))
        };
        let shown: Vec<String> = pairs
            .iter()
            .take(SHOWN)
            .map(|(one, other)| {
                let how = difference(one, other);
                format!("{} and {} differ only {how}", named(one), named(other))
            })
            .collect();
        let more = match pairs.len() - shown.len() {
            0 => String::new(),
            1 => ", and there is one more pair".to_owned(),
            more => format!(", and there are {more} more pairs"),
        };
        noticed.problems.push(
            Diagnostic::warning(
                Code::LOOKALIKES,
                format!(
                    "names of `{name}` look alike and are counted apart: {}{more}",
                    shown.join("; ")
                ),
            )
            .at(Location::key(&dimension.pointer))
            .hint(alike::hint(plan, dimension, &pairs, &rows)),
        );
    }
}

/// How many rows each of some names has.
fn rows_of<'v>(
    pairs: &[(&'v str, &'v str)],
    coded: &Coded,
    table: &GroupTable,
) -> BTreeMap<&'v str, i64> {
    let names = pairs.iter().flat_map(|(one, other)| [*one, *other]);
    let mut rows: BTreeMap<&str, i64> = names.map(|name| (name, 0)).collect();
    let is_named = coded.which(|value| rows.contains_key(value));
    for (code, of_group) in coded.codes.iter().zip(&table.rows) {
        let text = is_named.get(*code as usize).filter(|it| **it);
        if let Some(count) = text.and_then(|_| rows.get_mut(coded.text(*code)?)) {
            *count += of_group;
        }
    }
    rows
}

/// Pairs of values that look alike, in alphabetical order.
fn lookalikes(values: &Coded) -> Vec<(&str, &str)> {
    // Most names look like no other one; the visible form of the others is needed.
    let mut forms: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for value in values.beyond_visible_ascii() {
        if let Cow::Owned(form) = visible_form(value) {
            forms.entry(form).or_default().push(value);
        }
    }
    let mut pairs = Vec::new();
    if values.count() <= MOST_NAMES {
        pairs.extend(spelled_differently(values.distinct()));
    }
    if forms.is_empty() {
        return pairs;
    }
    for value in values.distinct() {
        if let Cow::Borrowed(value) = visible_form(value)
            && let Some(alike) = forms.get_mut(value)
        {
            alike.push(value);
        }
    }
    for mut alike in forms.into_values() {
        alike.sort_unstable();
        pairs.extend(alike.windows(2).map(|pair| (pair[0], pair[1])));
    }
    pairs.sort_unstable();
    pairs
}

fn difference(one: &str, other: &str) -> &'static str {
    if visible_form(one) != visible_form(other) {
        return spelled::difference(one, other);
    }
    let (one, other) = (composed(one), composed(other));
    let with_width =
        |name: &str| -> String { name.chars().filter(|c| !has_no_width(*c)).collect() };
    if one == other {
        "in the Unicode form of their letters"
    } else if with_width(&one) == with_width(&other) {
        "in characters without a width"
    } else {
        "in their spaces"
    }
}

/// A name with its invisible spaces and zero-width characters made visible.
fn visible(name: &str) -> String {
    let last = name.trim_end().len();
    let first = name.len() - name.trim_start().len();
    let mut visible = String::new();
    for (at, character) in name.char_indices() {
        let edge = character == ' ' && (at < first || at >= last);
        let hidden = has_no_width(character) || character.is_control();
        if edge || hidden || character.is_whitespace() && character != ' ' {
            let _ = match character {
                ' ' => write!(visible, "[space]"),
                '\u{a0}' | '\u{202f}' => write!(visible, "[no-break space]"),
                other => write!(visible, "\\u{{{:x}}}", u32::from(other)),
            };
        } else {
            visible.push(character);
        }
    }
    visible
}

#[cfg(test)]
mod tests {
    use super::super::coded::Coded;
    use super::{difference, lookalikes, visible};

    #[test]
    fn names_that_look_alike_are_found_and_others_are_not() {
        let names = [
            "Google",
            "Google ",
            "Meta",
            "meta",
            "Me\u{200b}ta",
            "Caf\u{e9}",
            "Cafe\u{301}",
            "a b",
            "a\u{a0}b",
            "a  b",
            "Open AI",
            "OpenAI",
            "日本",
        ];
        let found = |names: &[&str]| {
            let column = Coded::new(Vec::new(), names.iter().copied());
            let pairs = lookalikes(&column).into_iter();
            let pairs = pairs.map(|(one, other)| (one.to_owned(), other.to_owned()));
            pairs.collect::<Vec<_>>()
        };
        let pairs = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter();
            let pairs = pairs.map(|(one, other)| ((*one).to_owned(), (*other).to_owned()));
            pairs.collect::<Vec<_>>()
        };
        assert_eq!(
            found(&names),
            pairs(&[
                ("Cafe\u{301}", "Caf\u{e9}"),
                ("Google", "Google "),
                ("Meta", "Me\u{200b}ta"),
                ("Meta", "meta"),
                ("a  b", "a b"),
                ("a b", "a\u{a0}b"),
            ])
        );
        assert!(found(&["Google", "Meta", "été"]).is_empty());
    }

    #[test]
    fn a_message_says_how_they_differ() {
        for (one, other, how) in [
            (
                "Caf\u{e9}",
                "Cafe\u{301}",
                "in the Unicode form of their letters",
            ),
            ("Meta", "Me\u{200b}ta", "in characters without a width"),
            ("a", "a ", "in their spaces"),
        ] {
            assert_eq!(difference(one, other), how);
        }
        assert_eq!(visible(" a b\u{a0}"), "[space]a b[no-break space]");
    }
}
