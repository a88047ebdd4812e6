//! Texts whose letters say the contrary of what they read like. In: two texts, or one among others. Out: whether they stand in the wrong
//! order, and a key whose letters stand in the order that is meant.

use super::reading::{Reading, values};

/// Stands between the texts that are handed on together.
const BETWEEN: char = '\u{1}';

impl Reading {
    /// A text whose letters stand in the order that is meant, among those of its kind.
    fn key(&self) -> String {
        let joined = |parts: &[u128]| {
            let parts = parts.iter().map(|part| format!("{part:039}"));
            parts.collect::<Vec<String>>().join(".")
        };
        let written = match self {
            Self::Number {
                parts: Some(parts), ..
            } => joined(&values(parts)),
            Self::Number { value, .. } => {
                // The integer part decides; letters put the rest in order.
                let whole = value.trunc().abs().min(1e30);
                let whole = format!("{whole:039.0}");
                if *value < 0.0 {
                    let turned = whole.bytes().map(|it| char::from(b'9' - (it - b'0')));
                    format!("-{}", turned.collect::<String>())
                } else {
                    whole
                }
            }
            Self::Version(parts) | Self::Clock(parts) => joined(parts),
            Self::Day { day, .. } => day.to_string(),
        };
        format!("{}{BETWEEN}{written}", self.kind())
    }
}

/// Whether the letters of two texts say the contrary of what they read like.
#[must_use]
pub(crate) fn is_misordered(a: &str, b: &str) -> bool {
    let meant = || Reading::among_others(a)?.compare(&Reading::among_others(b)?);
    let letters = a.cmp(b);
    letters.is_ne() && meant() == Some(letters.reverse())
}

/// Both texts, if their letters say the contrary of what they read like; [`pair`] takes them apart.
pub(super) fn surprise(a: &str, b: &str) -> Option<String> {
    is_misordered(a, b).then(|| format!("{a}{BETWEEN}{b}"))
}

/// The two texts of a surprise.
pub(crate) fn pair(surprise: &str) -> Option<(&str, &str)> {
    surprise.split_once(BETWEEN)
}

/// A text that begins with the order which is meant and ends with the text itself; none for words.
pub(crate) fn meant_key(text: &str) -> Option<String> {
    let reading = Reading::among_others(text)?;
    Some(format!("{}{BETWEEN}{text}", reading.key()))
}

/// The text of such a key.
pub(crate) fn text_of_key(key: &str) -> Option<&str> {
    key.rsplit_once(BETWEEN).map(|(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::{is_misordered, meant_key, text_of_key};

    #[test]
    fn letters_say_the_contrary_only_of_texts_of_one_kind_whose_order_differs() {
        for (a, b, is) in [
            ("9", "10", true),
            ("10", "9", true),
            ("A9", "B10", false),
            ("75001", "75002", false),
            ("0012", "9", true),
            ("2025-10-12", "2025-9-1", true),
            ("2025-10-12", "2025-09-01", false),
            ("9 GB", "10 MB", false),
            ("0.5", "0.25", false),
            ("1.9", "1.10", true),
            ("1.5", "1.25", false),
            ("unknown", "10", false),
            ("987", "2025", true),
        ] {
            assert_eq!(is_misordered(a, b), is, "{a}, {b}");
        }
    }

    #[test]
    fn the_keys_of_texts_stand_in_the_order_that_is_meant() {
        for texts in [
            ["-10", "-9", "5"],
            ["9", "10", "100"],
            ["1.9.0", "1.10", "1.10.1"],
            ["9:05", "10:00", "10:30"],
            ["31/12/2024", "01/01/2025", "02/01/2025"],
            ["9 GB", "10 GB", "1 000 GB"],
        ] {
            let keys = texts.map(|text| meant_key(text).unwrap_or_default());
            assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
            assert_eq!(keys.each_ref().map(|key| text_of_key(key)), texts.map(Some));
        }
        assert_eq!(meant_key("unknown"), None);
    }
}
