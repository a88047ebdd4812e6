//! Names from the data inside texts. In: the output of a template's tag, which may contain a name
//! among words. Out: the same text with each name isolated that must not be changed.
//!
//! French typography would turn `Yahoo!` into `Yahoo !`, and a right-to-left name would reorder its
//! surroundings. The output of a tag is a single text, whatever filters it passed through, so names
//! are searched for in it.

use super::Locale;
use super::direction::{is_directed, isolated, isolates, shown};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Characters that French typography changes or spaces.
const SET_IN_FRENCH: [char; 8] = [';', '!', '?', ':', '%', '\'', '«', '»'];

/// The names that a locale's texts keep apart, by their first character and their length in bytes.
#[derive(Clone, Debug, Default)]
pub(crate) struct SpelledNames {
    by_first: BTreeMap<char, BTreeMap<usize, BTreeSet<String>>>,
}

impl SpelledNames {
    /// Those names from the data that something could change in a locale.
    pub(crate) fn new<'a>(names: impl Iterator<Item = &'a str>, locale: Locale) -> Self {
        let mut by_first: BTreeMap<char, BTreeMap<usize, BTreeSet<String>>> = BTreeMap::new();
        for name in names {
            let touched = is_directed(name) || locale == Locale::Fr && name.contains(SET_IN_FRENCH);
            if let Some(first) = name.chars().next().filter(|_| touched) {
                let by_length = by_first.entry(first).or_default();
                let names = by_length.entry(name.len()).or_default();
                names.insert(name.to_owned());
            }
        }
        Self { by_first }
    }

    /// A printed text with its names isolated, on one line.
    pub(crate) fn apart<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.by_first.is_empty() {
            return shown(text);
        }
        let mut done = isolates(text).into_iter().peekable();
        let mut out = String::new();
        let mut copied = 0;
        let mut at = 0;
        while at < text.len() {
            // What lies inside of a name that was found is behind.
            while done.next_if(|island| island.start < at).is_some() {}
            if let Some(island) = done.next_if(|island| island.start == at) {
                at = island.end;
            } else if let Some(name) = self.name_at(text, at) {
                out.push_str(&text[copied..at]);
                out.push_str(&isolated(&one_line(name)));
                at += name.len();
                copied = at;
            } else {
                at += text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        if copied == 0 {
            return shown(text);
        }
        out.push_str(&text[copied..]);
        out.into()
    }

    /// The longest name that is a word of its own at a byte of a text.
    fn name_at(&self, text: &str, at: usize) -> Option<&str> {
        let rest = &text[at..];
        let names = self.by_first.get(&rest.chars().next()?)?;
        let joins = |one: Option<char>, other: Option<char>| {
            one.is_some_and(char::is_alphanumeric) && other.is_some_and(char::is_alphanumeric)
        };
        let mut found = names
            .iter()
            .rev()
            .filter_map(|(length, names)| names.get(rest.get(..*length)?));
        let found = found.find(|name| {
            !joins(text[..at].chars().next_back(), name.chars().next())
                && !joins(name.chars().next_back(), rest[name.len()..].chars().next())
                // A mark alone is a name only if there is nothing beside it.
                && (name.contains(char::is_alphanumeric) || rest.len() == text.len() && name.as_str() == rest)
        })?;
        Some(found)
    }
}

fn one_line(name: &str) -> String {
    name.replace(|character: char| character.is_control(), " ")
}

#[cfg(test)]
mod tests {
    use super::SpelledNames;
    use crate::text::Locale::{En, Fr};

    const NAMES: [&str; 6] = ["Yahoo!", "a ; b", "Google", "שלום", "?", "l'un"];

    #[test]
    fn a_name_that_typography_would_touch_is_kept_apart_in_french() {
        let names = SpelledNames::new(NAMES.into_iter(), Fr);
        for (text, expected) in [
            ("Yahoo!", "\u{2068}Yahoo!\u{2069}"),
            (
                "Google (1 %), Yahoo! (2 %)",
                "Google (1 %), \u{2068}Yahoo!\u{2069} (2 %)",
            ),
            ("chez a ; b ; là", "chez \u{2068}a ; b\u{2069} ; là"),
            ("?", "\u{2068}?\u{2069}"),
            ("vraiment ?", "vraiment ?"),
            (
                "Yahoo!s",
                "Yahoo!s"
                    .replace("Yahoo!", "\u{2068}Yahoo!\u{2069}")
                    .as_str(),
            ),
            ("seul'un", "seul'un"),
            ("\u{2068}Yahoo!\u{2069}", "\u{2068}Yahoo!\u{2069}"),
        ] {
            assert_eq!(names.apart(text), expected, "{text}");
        }
    }

    #[test]
    fn in_english_only_direction_matters() {
        let names = SpelledNames::new(NAMES.into_iter(), En);
        assert_eq!(names.apart("Yahoo!"), "Yahoo!");
        assert_eq!(names.apart("שלום (3%)"), "\u{2068}שלום\u{2069} (3%)");
    }
}
