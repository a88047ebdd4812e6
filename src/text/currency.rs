//! Amounts of money. In: a number and a currency code. Out: text with the symbol where the language
//! puts it: `12,81 €`, `$12.81`.

use super::number::{NO_BREAK_SPACE, decimal};
use super::rounding::Number;
use super::{Affix, Locale};

/// Code, symbol in French, symbol in English, usual decimals of prices (ISO 4217).
const CURRENCIES: [(&str, &str, &str, u8); 10] = [
    ("EUR", "€", "€", 2),
    ("USD", "$", "$", 2),
    ("GBP", "£", "£", 2),
    ("CHF", "CHF", "CHF", 2),
    ("CAD", "$\u{a0}CA", "CA$", 2),
    ("AUD", "$\u{a0}AU", "A$", 2),
    ("JPY", "¥", "¥", 0),
    ("CNY", "CN¥", "CN¥", 2),
    ("INR", "₹", "₹", 2),
    ("KRW", "₩", "₩", 0),
];

/// A currency of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Currency<'a> {
    code: &'a str,
}

impl<'a> Currency<'a> {
    /// Parses a code of three capital letters.
    #[must_use]
    pub(crate) fn parse(code: &'a str) -> Option<Self> {
        let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        is_code.then_some(Self { code })
    }

    /// The code of the currency that a sign such as `€` stands for, or that is written in small letters.
    #[must_use]
    pub(crate) fn code_of(sign: &str) -> Option<&'static str> {
        let sign = sign.trim();
        let is_it = |known: &&(&str, &str, &str, u8)| {
            known.0.eq_ignore_ascii_case(sign) || known.1 == sign || known.2 == sign
        };
        CURRENCIES.iter().find(is_it).map(|known| known.0)
    }

    /// The usual decimals of its prices.
    #[must_use]
    pub(crate) fn decimals(self) -> u8 {
        self.known().map_or(2, |known| known.3)
    }

    fn known(self) -> Option<&'static (&'static str, &'static str, &'static str, u8)> {
        CURRENCIES.iter().find(|known| known.0 == self.code)
    }

    /// What stands around an amount of this currency.
    #[must_use]
    pub(crate) fn affix(self, locale: Locale) -> Affix {
        let symbol = match (self.known(), locale) {
            (Some(known), Locale::Fr) => known.1,
            (Some(known), Locale::En) => known.2,
            (None, _) => self.code,
        };
        if locale == Locale::Fr {
            return Affix {
                before: String::new(),
                behind: format!("{NO_BREAK_SPACE}{symbol}"),
            };
        }
        // Letters stand apart from the number.
        let apart = symbol.chars().all(char::is_alphabetic);
        let space = if apart { "\u{a0}" } else { "" };
        Affix {
            before: format!("{symbol}{space}"),
            behind: String::new(),
        }
    }

    /// A number as an amount, with exactly this many decimals.
    #[must_use]
    pub(crate) fn amount(self, number: Number, decimals: u8, locale: Locale) -> String {
        self.affix(locale)
            .around(&decimal(number, decimals, locale))
    }
}

#[cfg(test)]
mod tests {
    use super::Currency;
    use crate::text::Locale::{En, Fr};
    use crate::text::Number;

    #[test]
    fn money_is_written_as_each_language_writes_it() {
        for (code, number, french, english) in [
            ("EUR", 12.81, "12,81\u{a0}€", "€12.81"),
            (
                "USD",
                -1234.5,
                "\u{2212}1\u{202f}234,50\u{a0}$",
                "\u{2212}$1,234.50",
            ),
            ("JPY", 1234.5, "1\u{202f}235\u{a0}¥", "¥1,235"),
            ("CHF", 3.0, "3,00\u{a0}CHF", "CHF\u{a0}3.00"),
            ("CAD", 3.0, "3,00\u{a0}$\u{a0}CA", "CA$3.00"),
            ("SEK", 3.0, "3,00\u{a0}SEK", "SEK\u{a0}3.00"),
        ] {
            let currency = Currency::parse(code).unwrap();
            let amount =
                |locale| currency.amount(Number::Float(number), currency.decimals(), locale);
            assert_eq!(amount(Fr), french);
            assert_eq!(amount(En), english);
        }
        assert_eq!(Currency::parse("eur"), None);
        assert_eq!(Currency::parse("EURO"), None);
    }
}
