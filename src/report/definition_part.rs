//! The parts of a definition. In: nothing. Out: their keys in a spec, and their titles in a page.

use super::{LocalText, Report, labels};
use crate::text::Locale;

/// In whose words a definition is said.
#[derive(Clone, Copy)]
pub(crate) enum Wording<'a> {
    /// Those of the spec, in which a name stands for what it names.
    Spec,
    /// Those of a page in a locale, in which things are called by their titles; the function writes one, which is a template.
    Page(Locale, &'a dyn Fn(&str) -> String),
}

impl Wording<'_> {
    /// The locale of its words.
    #[must_use]
    pub(crate) const fn locale(self) -> Locale {
        match self {
            Self::Spec => Locale::En,
            Self::Page(locale, _) => locale,
        }
    }

    /// What something is called that has a name and a title.
    #[must_use]
    pub(crate) fn called(self, name: &str, title: &LocalText) -> String {
        match self {
            Self::Spec => name.to_owned(),
            Self::Page(locale, written) => labels::quoted(&written(title.get(locale)), locale),
        }
    }
}

/// A part of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DefinitionPart {
    /// The origin of its rows.
    From,
    /// The dimensions.
    By,
    /// A measure.
    Measure,
    /// An expression over the rows of a breakdown.
    Sql,
    /// The condition on rows.
    Where,
    /// Whether the scope applies.
    Rows,
    /// The dates along which rows are compared.
    Over,
    /// The whole that shares and ranks refer to.
    Within,
    /// Whether its printed shares add up.
    AddUp,
    /// The denominator.
    Of,
    /// The value where the denominator is zero.
    Empty,
}

impl DefinitionPart {
    /// The key in the spec.
    #[must_use]
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::By => "by",
            Self::Measure => "measure",
            Self::Sql => "sql",
            Self::Where => "where",
            Self::Rows => "rows",
            Self::Over => "over",
            Self::Within => "within",
            Self::AddUp => "add_up",
            Self::Of => "of",
            Self::Empty => "empty",
        }
    }

    /// Its title in a page.
    #[must_use]
    pub(crate) const fn title(self, locale: Locale) -> &'static str {
        let (french, english) = match self {
            Self::From => ("Source", "Source"),
            Self::By => ("Par", "By"),
            Self::Measure => ("Mesure", "Measure"),
            Self::Sql => ("Expression", "Expression"),
            Self::Where => ("Condition", "Condition"),
            Self::Rows => ("Lignes", "Rows"),
            Self::Over => ("Dates", "Dates"),
            Self::Within => ("Au sein de", "Within"),
            Self::AddUp => ("Arrondi", "Rounding"),
            Self::Of => ("Dénominateur", "Divided by"),
            Self::Empty => ("Si ce dénominateur est nul", "If the divisor is zero"),
        };
        match locale {
            Locale::Fr => french,
            Locale::En => english,
        }
    }
}

/// A part with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DefinitionText {
    /// The part.
    pub part: DefinitionPart,
    /// Its text, in the words of the spec.
    pub text: String,
}

/// A dimension of the report in the words of a definition.
pub(super) fn dimension_name(report: &Report, name: &str, wording: Wording<'_>) -> String {
    match report.dimensions.get(name) {
        Some(dimension) => wording.called(name, &dimension.title),
        None => name.to_owned(),
    }
}
