//! What a column holds of a measure: its name, its title, its word.

use crate::report::over::unit;
use crate::report::{IndexBase, LocalText, Over};
use crate::text::{CalendarUnit, Locale};

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
    /// The measure in the period before.
    Previous,
    /// The measure minus that of the period before.
    Change,
    /// The change as a fraction of the value before, which is above zero.
    Growth,
    /// The part of the whole in the period before.
    SharePrevious,
    /// The share minus that of the period before, a difference of two fractions: percentage points.
    ShareChange,
    /// The rank in the period before.
    RankPrevious,
    /// The rank minus that of the period before: below zero where it moved up.
    RankChange,
    /// The measure in the same period of the year before.
    YearPrevious,
    /// The change since that period as a fraction of the value there, which is above zero.
    YearGrowth,
    /// The mean of the measure over the last periods.
    Mean,
    /// The sum of the measure since the first period.
    Running,
    /// The measure where that of one period is 100.
    Index,
    /// Of a distinct count, how many of the values counted were not there in the period before.
    EnteredCount,
    /// How many of the values counted in the period before are no longer there.
    LeftCount,
}

impl Role {
    /// Every role with a name of its own, in the order of the columns; the value has the measure's
    /// name.
    pub(crate) const MADE: [Self; 17] = [
        Self::Share,
        Self::Rank,
        Self::Cumulative,
        Self::Previous,
        Self::Change,
        Self::Growth,
        Self::SharePrevious,
        Self::ShareChange,
        Self::RankPrevious,
        Self::RankChange,
        Self::YearPrevious,
        Self::YearGrowth,
        Self::Mean,
        Self::Running,
        Self::Index,
        Self::EnteredCount,
        Self::LeftCount,
    ];

    /// Those that compare with the period before, in the order of the columns.
    pub(crate) const OF_CHANGE: [Self; 7] = [
        Self::Previous,
        Self::Change,
        Self::Growth,
        Self::SharePrevious,
        Self::ShareChange,
        Self::RankPrevious,
        Self::RankChange,
    ];

    /// Suffix that is added to the name of the measure.
    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::Value => "",
            Self::Share => "_share",
            Self::Rank => "_rank",
            Self::Cumulative => "_cumulative",
            Self::Previous => "_previous",
            Self::Change => "_change",
            Self::Growth => "_growth",
            Self::SharePrevious => "_share_previous",
            Self::ShareChange => "_share_change",
            Self::RankPrevious => "_rank_previous",
            Self::RankChange => "_rank_change",
            Self::YearPrevious => "_year_previous",
            Self::YearGrowth => "_year_growth",
            Self::Mean => "_mean",
            Self::Running => "_running",
            Self::Index => "_index",
            Self::EnteredCount => "_entered",
            Self::LeftCount => "_left",
        }
    }

    /// The name of a measure's column in this role.
    #[must_use]
    pub(crate) fn name_of(self, measure: &str) -> String {
        format!("{measure}{}", self.ending())
    }

    /// Whether its cells are parts of a whole, formatted in percent.
    #[must_use]
    pub(crate) const fn is_share(self) -> bool {
        matches!(self, Self::Share | Self::Cumulative | Self::SharePrevious)
    }

    /// Whether its cells of a group are rounded together where shares add up.
    #[must_use]
    pub(crate) const fn adds_up(self) -> bool {
        matches!(self, Self::Share | Self::Cumulative)
    }

    /// Whether its cells are formatted in percent: shares and growth.
    #[must_use]
    pub(crate) const fn is_in_percent(self) -> bool {
        self.is_share() || matches!(self, Self::Growth | Self::YearGrowth)
    }

    /// Whether its cells are differences of shares, formatted in percentage points.
    #[must_use]
    pub(crate) const fn is_in_points(self) -> bool {
        matches!(self, Self::ShareChange)
    }

    /// Whether its cells are differences, which tables write with their sign.
    #[must_use]
    pub(crate) const fn is_difference(self) -> bool {
        matches!(
            self,
            Self::Change | Self::Growth | Self::YearGrowth | Self::ShareChange | Self::RankChange
        )
    }

    /// Whether it compares a row with the same row of an earlier period.
    #[must_use]
    pub(crate) const fn is_of_change(self) -> bool {
        match self {
            Self::Value | Self::Share | Self::Rank | Self::Cumulative => false,
            Self::Previous
            | Self::Change
            | Self::Growth
            | Self::SharePrevious
            | Self::ShareChange
            | Self::RankPrevious
            | Self::RankChange
            | Self::YearPrevious
            | Self::YearGrowth
            | Self::Mean
            | Self::Running
            | Self::Index
            | Self::EnteredCount
            | Self::LeftCount => true,
        }
    }

    /// Whether it needs the dates of one source (`over`), which have more than one period before.
    #[must_use]
    pub(crate) const fn is_of_dates(self) -> bool {
        matches!(
            self,
            Self::YearPrevious
                | Self::YearGrowth
                | Self::Mean
                | Self::Running
                | Self::Index
                | Self::EnteredCount
                | Self::LeftCount
        )
    }

    /// The role of a measure that it is made from, in this period and the one before.
    #[must_use]
    pub(crate) const fn base(self) -> Self {
        match self {
            Self::Value
            | Self::Previous
            | Self::Change
            | Self::Growth
            | Self::YearPrevious
            | Self::YearGrowth
            | Self::Mean
            | Self::Running
            | Self::Index
            | Self::EnteredCount
            | Self::LeftCount => Self::Value,
            Self::Share | Self::SharePrevious | Self::ShareChange => Self::Share,
            Self::Rank | Self::RankPrevious | Self::RankChange => Self::Rank,
            Self::Cumulative => Self::Cumulative,
        }
    }

    /// Its name for readers.
    #[must_use]
    pub(crate) const fn word(self, locale: Locale) -> &'static str {
        let (french, english) = match self {
            Self::Value => ("valeur", "value"),
            Self::Share => ("part", "share"),
            Self::Rank => ("rang", "rank"),
            Self::Cumulative => ("part cumulée", "cumulative share"),
            Self::Previous => ("valeur précédente", "previous value"),
            Self::Change => ("variation", "change"),
            Self::Growth => ("croissance", "growth"),
            Self::SharePrevious => ("part précédente", "previous share"),
            Self::ShareChange => ("variation de la part", "change in share"),
            Self::RankPrevious => ("rang précédent", "previous rank"),
            Self::RankChange => ("mouvement", "movement"),
            Self::YearPrevious => ("un an avant", "a year before"),
            Self::YearGrowth => ("croissance sur un an", "growth in a year"),
            Self::Mean => ("moyenne mobile", "moving average"),
            Self::Running => ("cumul", "running total"),
            Self::Index => ("indice", "index"),
            Self::EnteredCount => ("entrées", "entered"),
            Self::LeftCount => ("sorties", "left"),
        };
        match locale {
            Locale::Fr => french,
            Locale::En => english,
        }
    }

    /// Its name for readers, of an index with its base, of a mean with what it goes over.
    #[must_use]
    pub(crate) fn said(self, over: Option<&Over>, locale: Locale) -> String {
        let every = over.map_or(CalendarUnit::Day, |over| over.every);
        let mean = over.and_then(|over| over.mean);
        let base = over.and_then(|over| over.index);
        match (self, locale, mean, base) {
            (Self::Mean, Locale::Fr, Some(count), _) => {
                format!("moyenne sur\u{a0}{count}\u{a0}{}", unit(every, true))
            }
            (Self::Mean, Locale::En, Some(count), _) => format!("{count}-{} average", every.key()),
            (Self::Index, Locale::Fr, _, Some(IndexBase::First)) => {
                let first = match every {
                    CalendarUnit::Week | CalendarUnit::Year => "à la première",
                    CalendarUnit::Day | CalendarUnit::Month | CalendarUnit::Quarter => "au premier",
                };
                format!("indice, base 100 {first} {}", unit(every, false))
            }
            (Self::Index, Locale::Fr, _, Some(IndexBase::Of(date))) => {
                let at = match every {
                    CalendarUnit::Day | CalendarUnit::Quarter => "au",
                    CalendarUnit::Week | CalendarUnit::Month | CalendarUnit::Year => "en",
                };
                let base = every.name(every.of(date), locale);
                format!("indice, base 100 {at} {base}")
            }
            (Self::Index, Locale::En, _, Some(IndexBase::First)) => {
                format!("index, first {} = 100", every.key())
            }
            (Self::Index, Locale::En, _, Some(IndexBase::Of(date))) => {
                format!("index, {} = 100", every.name(every.of(date), locale))
            }
            _ => self.word(locale).to_owned(),
        }
    }

    /// The title of the column: the title of the measure and the role.
    pub(super) fn title(self, measure: &LocalText, over: Option<&Over>) -> LocalText {
        if self == Self::Value {
            return measure.clone();
        }
        LocalText::new(Locale::ALL.iter().map(|locale| {
            let title = format!("{} ({})", measure.get(*locale), self.said(over, *locale));
            (*locale, title)
        }))
    }
}
