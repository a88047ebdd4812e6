//! Amounts below zero that are written without a hyphen in front of their digits.
//!
//! In: a text. Out: how it writes that it is below zero; the same amount with a hyphen, as an expression and as a
//! function that gives the same.

use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// How a text writes that an amount is below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Minus {
    /// `(1,234.50)`, as accountants do.
    Brackets,
    /// `1.234,50-`, as SAP does.
    Behind,
    /// `−5`, with this sign.
    Sign(char),
}

/// Signs that are set in the place of a hyphen.
const SIGNS: [char; 4] = ['−', '–', '‑', '－'];
/// Bytes of the longest amount, with its currency.
const LONGEST: usize = 48;

/// A pattern of amounts, and the same amount with a hyphen in front.
struct Rewriting {
    pattern: &'static str,
    with_hyphen: &'static str,
}

const BRACKETS: Rewriting = Rewriting {
    pattern: "^ *([^(0-9]*?) *[(] *([^()]*[0-9][^()]*?) *[)]([^()0-9]*)$",
    with_hyphen: "-$1$2$3",
};
const BEHIND: Rewriting = Rewriting {
    pattern: "^ *([^-]*[0-9][^-]*)-([^-0-9]*)$",
    with_hyphen: "-$1$2",
};

impl Rewriting {
    fn compiled(&self) -> Option<Regex> {
        Regex::new(self.pattern).ok()
    }
}

static IN_BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| BRACKETS.compiled());
static WITH_ONE_BEHIND: LazyLock<Option<Regex>> = LazyLock::new(|| BEHIND.compiled());

impl Minus {
    /// The way in which a text is an amount below zero, if it has one.
    #[must_use]
    pub(crate) fn of(text: &str) -> Option<Self> {
        // Most texts have none of these, and need no pattern.
        let bytes = text.as_bytes();
        let has_mark = |byte: &u8| matches!(byte, b'(' | b'-') || !byte.is_ascii();
        if bytes.len() > LONGEST
            || !bytes.iter().any(has_mark)
            || !bytes.iter().any(u8::is_ascii_digit)
        {
            return None;
        }
        let text = text.trim();
        let is_digit = |c: char| c.is_ascii_digit();
        let is_sign = |sign: &char| {
            let parts = text.split_once(*sign);
            parts.is_some_and(|(before, behind)| {
                !before.contains(is_digit) && !behind.contains(*sign)
            })
        };
        if !text.is_ascii()
            && let Some(sign) = SIGNS.into_iter().find(is_sign)
        {
            return Some(Self::Sign(sign));
        }
        let is = |pattern: &Option<Regex>| pattern.as_ref().is_some_and(|it| it.is_match(text));
        if text.contains('(') {
            return is(&IN_BRACKETS).then_some(Self::Brackets);
        }
        let (_, behind) = text.rsplit_once('-')?;
        let may_be = !behind.contains(is_digit) && is(&WITH_ONE_BEHIND);
        may_be.then_some(Self::Behind)
    }

    /// What is written, in words.
    #[must_use]
    pub(crate) fn words(self) -> String {
        match self {
            Self::Brackets => "amounts below zero stand in brackets".to_owned(),
            Self::Behind => "the minus stands behind amounts below zero".to_owned(),
            Self::Sign(sign) => format!("`{sign}` stands for a minus"),
        }
    }

    /// The expression that gives the amounts of another one with a hyphen in front.
    #[must_use]
    pub(crate) fn sql(self, sql: &str) -> String {
        let rewriting = match self {
            Self::Sign(sign) => return format!("replace({sql}, '{sign}', '-')"),
            Self::Brackets => BRACKETS,
            Self::Behind => BEHIND,
        };
        let Rewriting {
            pattern,
            with_hyphen,
        } = rewriting;
        format!("regexp_replace({sql}, '{pattern}', '{with_hyphen}')")
    }

    /// What the expression gives for a text.
    #[must_use]
    pub(crate) fn in_front(self, text: &str) -> Cow<'_, str> {
        let (rewriting, pattern) = match self {
            Self::Sign(sign) if text.contains(sign) => return text.replace(sign, "-").into(),
            Self::Sign(_) => return text.into(),
            Self::Brackets => (BRACKETS, &IN_BRACKETS),
            Self::Behind => (BEHIND, &WITH_ONE_BEHIND),
        };
        match &**pattern {
            Some(pattern) => pattern.replace_all(text, rewriting.with_hyphen),
            None => text.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Minus;

    #[test]
    fn an_amount_below_zero_is_told_by_its_brackets_its_minus_behind_or_its_sign() {
        for (text, kind, with_hyphen) in [
            ("(5.00)", Minus::Brackets, "-5.00"),
            (" ( 1,234.50 ) ", Minus::Brackets, "-1,234.50 "),
            ("$(5.00)", Minus::Brackets, "-$5.00"),
            ("$ (5.00)", Minus::Brackets, "-$5.00"),
            ("(1 234,50 €)", Minus::Brackets, "-1 234,50 €"),
            ("(1 234,50) €", Minus::Brackets, "-1 234,50 €"),
            ("1.234,50-", Minus::Behind, "-1.234,50"),
            ("5,00- €", Minus::Behind, "-5,00 €"),
            ("5,00 EUR-", Minus::Behind, "-5,00 EUR"),
            ("−5", Minus::Sign('−'), "-5"),
            ("€ –5", Minus::Sign('–'), "€ -5"),
        ] {
            assert_eq!(Minus::of(text), Some(kind), "{text}");
            assert_eq!(kind.in_front(text), with_hyphen, "{text}");
        }
        for text in [
            "5", "-5", "(a)", "-", "()", "2025-10", "10–20", "12 (3)", "5--", "(5) (6)", "",
        ] {
            assert_eq!(Minus::of(text), None, "{text}");
        }
    }
}
