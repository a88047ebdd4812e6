//! Texts that differ only in what is not seen: blanks at their ends, several in a row, signs without a width.
//!
//! In: the texts of a column. Out: what has to be taken away before names that look alike are one, as expressions and as
//! functions that give the same; or two names that stay apart.

use super::{ColumnProfile, Fit};
use crate::engine::rollup::{MOST_NAMES, has_no_width, spelled_differently, visible_form};
use crate::sql::Type;
use polars::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What is taken away from a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spaces {
    /// Signs without a width.
    NoWidth,
    /// All white space of a row but one blank.
    Several,
    /// White space at the ends.
    AtEnds,
}

/// What has to be taken away for names to be told apart by what is seen, the least first.
const WAYS: [&[Spaces]; 3] = [
    &[Spaces::AtEnds],
    &[Spaces::Several, Spaces::AtEnds],
    &[Spaces::NoWidth, Spaces::Several, Spaces::AtEnds],
];

/// Bytes of the longest text that may be a name.
const LONGEST: usize = 250;

impl Spaces {
    /// The expression that takes it away from another one.
    pub(super) fn sql(self, sql: &str) -> String {
        match self {
            Self::NoWidth => format!(
                "regexp_replace({sql}, '[\\x{{AD}}\\x{{200B}}-\\x{{200F}}\\x{{2060}}-\\x{{2064}}\\x{{FEFF}}]', '')"
            ),
            Self::Several => format!("regexp_replace({sql}, '\\s+', ' ')"),
            Self::AtEnds => format!("trim({sql})"),
        }
    }

    /// What the expression gives for a text.
    fn without(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::NoWidth if text.contains(has_no_width) => text.replace(has_no_width, "").into(),
            Self::Several if text.contains(char::is_whitespace) => {
                let mut one = String::new();
                let mut is_behind = false;
                for c in text.chars() {
                    let is_space = c.is_whitespace();
                    if !is_space {
                        one.push(c);
                    } else if !is_behind {
                        one.push(' ');
                    }
                    is_behind = is_space;
                }
                one.into()
            }
            Self::NoWidth | Self::Several => text.into(),
            Self::AtEnds => text.trim().into(),
        }
    }
}

/// A text without some of what is not seen.
pub(super) fn without<'t>(spaces: &[Spaces], text: &'t str) -> Cow<'t, str> {
    let mut plain = Cow::Borrowed(text);
    for one in spaces {
        plain = match plain {
            Cow::Borrowed(text) => one.without(text),
            Cow::Owned(text) => one.without(&text).into_owned().into(),
        };
    }
    plain
}

/// How names of a column that look alike become one.
#[derive(Clone, Debug, Default)]
pub(super) struct Alike {
    /// What is taken away from all of its texts; nothing where no names look alike.
    pub(super) spaces: &'static [Spaces],
    /// Two names that look alike all the same.
    pub(super) apart: Option<(String, String)>,
}

impl Alike {
    pub(super) fn of(texts: &StringChunked) -> Self {
        let mut forms: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let names = || texts.iter().flatten().filter(|it| it.len() <= LONGEST);
        for text in names() {
            if let Cow::Owned(form) = visible_form(text) {
                forms.entry(form).or_default().insert(text);
            }
        }
        // Where some have blanks at their ends, others of a later file may have none.
        let has_ends = names().any(|text| text.trim() != text);
        if !forms.is_empty() {
            for text in names() {
                if let Some(alike) = forms.get_mut(text) {
                    alike.insert(text);
                }
            }
        }
        forms.retain(|_, alike| alike.len() > 1);
        if forms.is_empty() {
            let spaces = if has_ends { WAYS[0] } else { &[] };
            return Self {
                spaces,
                apart: None,
            };
        }
        let apart = |spaces: &[Spaces]| {
            forms.values().find_map(|alike| {
                let mut plain = alike.iter().map(|text| without(spaces, text));
                let first = plain.next()?;
                let other = plain.find(|other| *other != first)?;
                Some((first.into_owned(), other.into_owned()))
            })
        };
        let way = WAYS.into_iter().find(|way| apart(way).is_none());
        let spaces = way.unwrap_or(WAYS[WAYS.len() - 1]);
        Self {
            spaces,
            apart: apart(spaces),
        }
    }
}

/// Notes the names of a column, and those which are spelled in several ways if names repeat.
pub(super) fn look(column: &mut ColumnProfile, cells: &Column) -> PolarsResult<()> {
    let is_name = column.fit == Fit::As(Type::Text) && column.nearly.is_none();
    if !is_name || column.distinct > MOST_NAMES {
        return Ok(());
    }
    let names = column.notation.plain_column(&cells.unique()?)?;
    let names = names.str()?.iter().flatten();
    column.names = names.map(str::to_owned).collect();
    if column.distinct + column.empty < cells.len() {
        column.spelled = spelled(&column.names);
    }
    Ok(())
}

/// The names that are spelled in several ways.
fn spelled(names: &[String]) -> Vec<(String, String)> {
    let pairs = spelled_differently(names.iter().map(String::as_str)).into_iter();
    let pairs = pairs.map(|(one, other)| (one.to_owned(), other.to_owned()));
    pairs.collect()
}

impl ColumnProfile {
    /// Lets the column have the names of another file too, and notes those that are spelled in several ways in both, if most names of one
    /// are names of the other.
    pub(crate) fn hold_names(&mut self, other: &Self) {
        let known: BTreeSet<&String> = self.names.iter().collect();
        let is_new = |name: &&String| !known.contains(name);
        let new: Vec<String> = other.names.iter().filter(is_new).cloned().collect();
        let repeated = other.names.len() - new.len();
        let are_same = repeated * 2 >= self.names.len().min(other.names.len());
        if self.names.len() + new.len() > MOST_NAMES {
            return;
        }
        self.names.extend(new);
        let pairs = if are_same && repeated > 0 {
            spelled(&self.names)
        } else {
            other.spelled.clone()
        };
        for pair in pairs {
            if !self.spelled.contains(&pair) {
                self.spelled.push(pair);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Alike, Spaces, without};
    use polars::prelude::*;

    fn of(cells: &[&str]) -> (Vec<Spaces>, bool) {
        let column = Column::new("x".into(), cells);
        let found = Alike::of(column.str().unwrap());
        (found.spaces.to_vec(), found.apart.is_some())
    }

    #[test]
    fn as_little_is_taken_away_as_makes_names_that_look_alike_one() {
        use Spaces::{AtEnds, NoWidth, Several};
        for (cells, spaces, apart) in [
            (vec!["a", "b"], vec![], false),
            (vec!["a ", "b "], vec![AtEnds], false),
            (vec!["a\u{200b}", "b"], vec![], false),
            (vec!["a", "a "], vec![AtEnds], false),
            (vec!["a", "\u{a0}a"], vec![AtEnds], false),
            (vec!["a", " "], vec![AtEnds], false),
            (vec!["a b", "a  b", "a"], vec![Several, AtEnds], false),
            (vec!["a b", "a\u{a0}b"], vec![Several, AtEnds], false),
            (
                vec!["ab", "a\u{200b}b"],
                vec![NoWidth, Several, AtEnds],
                false,
            ),
            (vec!["é", "e\u{301}"], vec![NoWidth, Several, AtEnds], true),
        ] {
            assert_eq!(of(&cells), (spaces, apart), "{cells:?}");
        }
        assert_eq!(without(&[Several, AtEnds], " a\u{a0} b "), "a b");
    }
}
