//! What stands around a written number: the symbol of a currency, a unit. In: digits as they are written.
//! Out: the same with it, its sign in front.

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
    /// A written number with it.
    #[must_use]
    pub(crate) fn around(&self, written: &str) -> String {
        let (sign, digits) = match written.strip_prefix(MINUS) {
            Some(digits) => ("\u{2212}", digits),
            None => ("", written),
        };
        format!("{sign}{}{digits}{}", self.before, self.behind)
    }
}
