//! The languages of reports. In: a tag from the spec (`fr`, `en`). Out: a [`Locale`], which every
//! formatter, label and template takes.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A language of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Locale {
    /// French as printed in France.
    #[serde(rename = "fr")]
    Fr,
    /// English as printed in the United States.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// Every locale, in the order in which documents are listed.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The tag that a spec and an HTML `lang` attribute use.
    #[must_use]
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// The name of the language in that language.
    #[must_use]
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Fr => "Français",
            Self::En => "English",
        }
    }

    /// The locale with a tag; `None` if it is not supported.
    #[must_use]
    pub(crate) fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn a_tag_names_its_locale_and_nothing_else_does() {
        for locale in Locale::ALL {
            assert_eq!(Locale::parse(locale.tag()), Some(locale));
            assert_eq!(locale.to_string(), locale.tag());
            let json = serde_json::to_string(&locale).unwrap();
            assert_eq!(json, format!("\"{}\"", locale.tag()));
            assert_eq!(serde_json::from_str::<Locale>(&json).unwrap(), locale);
        }
        assert_eq!(Locale::parse("FR"), None);
        assert_eq!(Locale::parse("de"), None);
    }
}
