//! What stands around a written number: the symbol of a currency, a unit. In: digits as they are written.
//! Out: the same with it, its sign in front.

use super::number::NO_BREAK_SPACE;
use super::rounding::MINUS;

/// What stands around a written number; nothing for a plain one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Affix {
    /// Before the first digit, behind the sign: `$`.
    pub before: String,
    /// Behind the last digit, with the space between: ` €`, ` GB`.
    pub behind: String,
}

impl Affix {
    /// A written number with it. A symbol that is no word follows the letter of a power of ten without a
    /// space: `12 €`, but `12 k€`.
    #[must_use]
    pub(crate) fn around(&self, written: &str) -> String {
        let (sign, digits) = match written.strip_prefix(MINUS) {
            Some(digits) => ("\u{2212}", digits),
            None => ("", written),
        };
        let symbol = self.behind.trim_start_matches(NO_BREAK_SPACE);
        let joined =
            digits.ends_with(char::is_alphabetic) && !symbol.starts_with(char::is_alphabetic);
        let behind = if joined { symbol } else { &self.behind };
        format!("{sign}{}{digits}{behind}", self.before)
    }
}

#[cfg(test)]
mod tests {
    use super::Affix;

    #[test]
    fn a_symbol_follows_the_letter_of_a_power_of_ten_at_once_and_a_word_does_not() {
        for (behind, written, expected) in [
            ("\u{a0}€", "12", "12\u{a0}€"),
            ("\u{a0}€", "\u{2212}1,5\u{a0}k", "\u{2212}1,5\u{a0}k€"),
            ("\u{a0}€", "1\u{a0}Md", "1\u{a0}Md€"),
            ("\u{a0}$\u{a0}CA", "1\u{a0}M", "1\u{a0}M$\u{a0}CA"),
            ("\u{a0}CHF", "1\u{a0}M", "1\u{a0}M\u{a0}CHF"),
            ("\u{a0}Go", "1\u{a0}k", "1\u{a0}k\u{a0}Go"),
            ("", "1\u{a0}k", "1\u{a0}k"),
        ] {
            let affix = Affix {
                before: String::new(),
                behind: behind.to_owned(),
            };
            assert_eq!(affix.around(written), expected);
        }
    }
}
