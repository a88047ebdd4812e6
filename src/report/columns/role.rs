//! What a column holds of a measure: its name, its title, its word.

use crate::report::LocalText;
use crate::text::Locale;

/// The role of a measure in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The measure itself.
    Value,
    /// Its part of the whole, a fraction of 1 that keeps its two integers.
    Share,
    /// The position among the rows, from 1, largest first.
    Rank,
    /// The part of the whole in this row and those before it.
    Cumulative,
}

impl Role {
    /// Every role with a name of its own, in the order of the columns; the value has the measure's
    /// name.
    pub(crate) const MADE: [Self; 3] = [Self::Share, Self::Rank, Self::Cumulative];

    /// Suffix that is added to the name of the measure.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Value => "",
            Self::Share => "_share",
            Self::Rank => "_rank",
            Self::Cumulative => "_cumulative",
        }
    }

    /// The name of a measure's column in this role.
    #[must_use]
    pub(crate) fn name_of(self, measure: &str) -> String {
        format!("{measure}{}", self.ending())
    }

    /// Whether its cells are fractions of a whole, formatted in percent.
    #[must_use]
    pub(crate) const fn is_share(self) -> bool {
        matches!(self, Self::Share | Self::Cumulative)
    }

    /// Its name for readers.
    #[must_use]
    pub(crate) const fn word(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Value, Locale::Fr) => "valeur",
            (Self::Value, Locale::En) => "value",
            (Self::Share, Locale::Fr) => "part",
            (Self::Share, Locale::En) => "share",
            (Self::Rank, Locale::Fr) => "rang",
            (Self::Rank, Locale::En) => "rank",
            (Self::Cumulative, Locale::Fr) => "part cumulée",
            (Self::Cumulative, Locale::En) => "cumulative share",
        }
    }

    /// The title of the column: the title of the measure and the role.
    pub(super) fn title(self, measure: &LocalText) -> LocalText {
        if self == Self::Value {
            return measure.clone();
        }
        LocalText::new(Locale::ALL.iter().map(|locale| {
            let title = format!("{} ({})", measure.get(*locale), self.word(*locale));
            (*locale, title)
        }))
    }
}
