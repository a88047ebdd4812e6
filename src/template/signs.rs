//! Signs around the numbers of a rendered copy. In: the rendered text. Out: the text without them,
//! and the range of each number with the code of its origin.
//!
//! They are private-use characters. If a text of the data contains them, three others are used, so
//! that no text of the data is ever read as a sign.

use std::ops::Range;

/// The first private-use character.
const FIRST: u32 = 0xE000;
/// The last triple of them.
const TRIPLES: u32 = 2000;

/// Three characters: before the code of an origin, between it and its number, after the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signs {
    before: char,
    between: char,
    behind: char,
}

/// A number with an origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signed {
    /// Its range in the text.
    pub(crate) range: Range<usize>,
    /// The code of its origin.
    pub(crate) code: String,
}

impl Signs {
    /// Signs that a text does not contain.
    pub(crate) fn absent_from(text: &str) -> Option<Self> {
        (0..TRIPLES)
            .filter_map(Self::triple)
            .find(|signs| !text.contains([signs.before, signs.between, signs.behind]))
    }

    fn triple(number: u32) -> Option<Self> {
        let character = |place| char::from_u32(FIRST + 3 * number + place);
        Some(Self {
            before: character(0)?,
            between: character(1)?,
            behind: character(2)?,
        })
    }

    /// A number marked with signs, with all that belongs to it: `12,81 €`, `1.8 percentage points`.
    pub(crate) fn around(self, code: &str, number: &str) -> String {
        let Self {
            before,
            between,
            behind,
        } = self;
        format!("{before}{code}{between}{number}{behind}")
    }

    /// A text whose number is marked with signs, without the noun that it counts (`modèles`).
    pub(crate) fn around_counted(self, code: &str, text: &str) -> String {
        let (number, noun) = text.split_at(number_length(text));
        self.around(code, number) + noun
    }

    /// The text without signs; `None` if they are not as they were inserted.
    pub(crate) fn take(self, text: &str) -> Option<(String, Vec<Signed>)> {
        let mut plain = String::with_capacity(text.len());
        let mut signed = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(self.before) {
            plain.push_str(&rest[..at]);
            let inside = &rest[at + self.before.len_utf8()..];
            let (code, inside) = inside.split_once(self.between)?;
            let (number, behind) = inside.split_once(self.behind)?;
            if [code, number].iter().any(|part| part.contains(self.before)) {
                return None;
            }
            let start = plain.len();
            plain.push_str(number);
            signed.push(Signed {
                range: start..plain.len(),
                code: code.to_owned(),
            });
            rest = behind;
        }
        plain.push_str(rest);
        (!plain.contains([self.between, self.behind])).then_some((plain, signed))
    }
}

/// Words that belong to a number rather than to the noun that it counts.
const OF_NUMBERS: [&str; 6] = [
    "million",
    "millions",
    "milliard",
    "milliards",
    "billion",
    "trillion",
];

/// The length of the number before what it counts; all of the text if the number is in words.
fn number_length(text: &str) -> usize {
    if !text.contains(|character: char| character.is_ascii_digit()) {
        return text.len();
    }
    // A narrow space groups thousands, a wide one precedes a word; both may follow `<`.
    let mut length = 0;
    for (index, part) in text.split_inclusive(['\u{a0}', ' ']).enumerate() {
        let word = part.trim_end_matches(['\u{a0}', ' ']);
        let of_number = word.contains(|character: char| character.is_ascii_digit())
            || matches!(word, "<" | "≥" | "≤")
            || (index > 0 && OF_NUMBERS.contains(&word));
        if !of_number {
            break;
        }
        length += part.len();
    }
    let number = &text[..length];
    match number.trim_end_matches(['\u{a0}', ' ']).len() {
        0 => text.len(),
        length => length,
    }
}

#[cfg(test)]
mod tests {
    use super::{Signs, number_length};

    #[test]
    fn signs_are_taken_out_and_leave_the_places_of_the_numbers() {
        let signs = Signs::absent_from("").unwrap();
        let text = format!(
            "é {} et {}",
            signs.around("c1", "12,81\u{a0}€"),
            signs.around_counted("m2", "1\u{202f}234\u{a0}modèles")
        );
        let (plain, signed) = signs.take(&text).unwrap();
        assert_eq!(plain, "é 12,81\u{a0}€ et 1\u{202f}234\u{a0}modèles");
        let found = signed
            .iter()
            .map(|it| (it.code.as_str(), &plain[it.range.clone()]));
        assert_eq!(
            found.collect::<Vec<_>>(),
            [("c1", "12,81\u{a0}€"), ("m2", "1\u{202f}234")]
        );
    }

    #[test]
    fn a_text_that_contains_signs_gets_others() {
        let signs = Signs::absent_from("x\u{e001}").unwrap();
        assert_eq!(signs.around("c", "1"), "\u{e003}c\u{e004}1\u{e005}");
        let all: String = ('\u{e000}'..='\u{f8ff}').collect();
        assert_eq!(Signs::absent_from(&all), None);
    }

    #[test]
    fn signs_that_do_not_stand_as_they_were_put_give_nothing() {
        let signs = Signs::absent_from("").unwrap();
        for text in [
            "\u{e000}c",
            "\u{e000}c\u{e001}1",
            "1\u{e002}",
            "\u{e000}c\u{e001}1\u{e000}d\u{e001}2\u{e002}\u{e002}",
        ] {
            assert_eq!(signs.take(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_number_ends_before_what_it_counts() {
        for (text, number) in [
            ("12", "12"),
            ("1\u{202f}234\u{a0}modèles", "1\u{202f}234"),
            ("1,234\u{a0}models", "1,234"),
            ("4,8\u{a0}milliards d’entités", "4,8\u{a0}milliards"),
            ("20.6\u{a0}billion downloads", "20.6\u{a0}billion"),
            ("3\u{a0}M", "3"),
            ("4\u{202f}500\u{a0}milliards", "4\u{202f}500\u{a0}milliards"),
            ("vingt et une", "vingt et une"),
            ("none 1", "none 1"),
        ] {
            assert_eq!(&text[..number_length(text)], number);
        }
    }
}
