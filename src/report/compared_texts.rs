//! Texts that expressions compare with values, or that a spec names as values.

use crate::diagnostic::Location;

/// A text that stands for a value of a column or dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedText {
    /// Index of the source; none for a column of a breakdown, whose values may be of any source.
    pub source: Option<usize>,
    /// The column or dimension.
    pub name: String,
    /// The text.
    pub text: String,
    /// What the spec does with it.
    pub purpose: Purpose,
    /// Whether the value may be one of other rows than those of this run, such as another period.
    pub may_be_elsewhere: bool,
    /// Where it stands.
    pub location: Location,
}

/// What a spec does with a text that stands for a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    /// An expression, or `keep`, compares values with it.
    Compared,
    /// A CASE writes another text in its place, and leaves all others as they are.
    Mended {
        /// The other text.
        with: String,
    },
    /// Its marks or parts look otherwise than others.
    Shown {
        /// Who names it, in words.
        by: String,
        /// The texts that are named with it.
        beside: Vec<String>,
    },
}

impl ComparedText {
    /// Whether it speaks of a source.
    #[must_use]
    pub(crate) fn is_of(&self, source: usize) -> bool {
        self.source.is_none_or(|own| own == source)
    }

    /// Whether it is no mistake that no row has it: it is a misspelling that a CASE mends, and of the values that are near only the one that is
    /// written in its place is there.
    #[must_use]
    pub(crate) fn needs_no_mending(&self, near: &[String]) -> bool {
        match &self.purpose {
            Purpose::Mended { with } => matches!(near, [only] if only == with),
            Purpose::Compared | Purpose::Shown { .. } => false,
        }
    }

    /// Whether a value that there is can be what was meant: not one that is named as well, nor what is written in its place.
    #[must_use]
    pub(crate) fn can_mean(&self, value: &str) -> bool {
        match &self.purpose {
            Purpose::Compared => true,
            Purpose::Mended { with } => with != value,
            Purpose::Shown { beside, .. } => !beside.iter().any(|other| other == value),
        }
    }

    /// Whether it is no mistake that the rows of a run do not have it: they are one period of several, and none of their
    /// values is near.
    #[must_use]
    pub(crate) fn is_at_home_elsewhere(&self, near: Option<&str>) -> bool {
        // Names with other digits are those of other versions.
        let is_meant = |near: &str| without_digits(near) != without_digits(&self.text);
        self.may_be_elsewhere && !near.is_some_and(is_meant)
    }

    /// That it is a value in none of some rows, `rows`.
    #[must_use]
    pub(crate) fn is_in_no(&self, rows: &str) -> String {
        let (name, text) = (&self.name, &self.text);
        match &self.purpose {
            Purpose::Compared | Purpose::Mended { .. } => {
                format!("`{name}` is '{text}' in no {rows}")
            }
            Purpose::Shown { by, .. } => {
                format!("{by} `{text}`, and `{name}` is '{text}' in no {rows}")
            }
        }
    }

    /// That it is none of the values that there can be; `there_are` lists them.
    #[must_use]
    pub(crate) fn is_never(&self, there_are: &str) -> String {
        let (name, text) = (&self.name, &self.text);
        match &self.purpose {
            Purpose::Compared | Purpose::Mended { .. } => {
                format!("`{name}` is never '{text}'; {there_are}")
            }
            Purpose::Shown { by, .. } => {
                format!("{by} `{text}`, and `{name}` is never '{text}'; {there_are}")
            }
        }
    }
}

fn without_digits(text: &str) -> String {
    let rest: String = text.chars().filter(|it| !it.is_ascii_digit()).collect();
    rest.trim_end_matches([' ', '-', '_', '.']).to_owned()
}
