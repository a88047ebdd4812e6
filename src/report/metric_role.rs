//! What texts may read of a metric: its value, and how that has changed since the period before.

use super::{Denominator, Metric, Numerator};
use crate::sql::{Type, Unit, difference_type};
use crate::text::Locale;

/// What is read of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum MetricRole {
    /// Its value.
    Value,
    /// Its value in the period before.
    Previous,
    /// The value minus that of the period before; of a share in percentage points.
    Change,
    /// The change as a fraction of the value before, which is above zero.
    Growth,
}

impl MetricRole {
    /// All of them, by their position.
    pub(crate) const ALL: [Self; 4] = [Self::Value, Self::Previous, Self::Change, Self::Growth];
    /// Those that tell of change.
    const OF_CHANGE: [Self; 3] = [Self::Previous, Self::Change, Self::Growth];

    /// Suffix that is added to the name of the metric.
    const fn ending(self) -> &'static str {
        match self {
            Self::Value => "",
            Self::Previous => "_previous",
            Self::Change => "_change",
            Self::Growth => "_growth",
        }
    }

    /// The name under which a text reads a metric in this role.
    #[must_use]
    pub(crate) fn name_of(self, metric: &str) -> String {
        format!("{metric}{}", self.ending())
    }

    /// The metric and its role behind a name that tells of change.
    pub(crate) fn of(name: &str, is_metric: impl Fn(&str) -> bool) -> Option<(&str, Self)> {
        Self::OF_CHANGE.into_iter().find_map(|role| {
            let metric = name.strip_suffix(role.ending())?;
            is_metric(metric).then_some((metric, role))
        })
    }

    /// Its name for readers.
    #[must_use]
    pub(crate) const fn word(self, locale: Locale) -> &'static str {
        let (french, english) = match self {
            Self::Value => ("valeur", "value"),
            Self::Previous => ("valeur précédente", "previous value"),
            Self::Change => ("variation", "change"),
            Self::Growth => ("croissance", "growth"),
        };
        match locale {
            Locale::Fr => french,
            Locale::En => english,
        }
    }
}

impl Metric {
    /// The unit of what is read of it, where it is known.
    #[must_use]
    pub(crate) fn unit_of(&self, role: MetricRole) -> Option<Unit> {
        let unit = if self.is_part_of_a_whole() {
            Some(Unit::Share)
        } else if let Numerator::Aggregate { measure, .. } = &self.numerator {
            let is_number = matches!(measure.expression.kind, Type::Integer | Type::Decimal(_));
            let is_whole = matches!(self.denominator, Denominator::None);
            (is_number && is_whole && !self.is_written_in_percent()).then_some(Unit::Amount)
        } else {
            None
        };
        match role {
            MetricRole::Growth => Some(Unit::Growth),
            MetricRole::Change if self.is_share() => Some(Unit::Points),
            MetricRole::Value | MetricRole::Previous | MetricRole::Change => unit,
        }
    }

    /// What may be read of it that tells of change: a share has no growth, and a truth value no difference.
    pub(crate) fn roles_of_change(&self) -> impl Iterator<Item = MetricRole> + '_ {
        let kind = self.numerator.expression().kind;
        let is_number = !matches!(self.denominator, Denominator::None) || kind.is_number();
        MetricRole::OF_CHANGE
            .into_iter()
            .filter(move |role| match role {
                MetricRole::Value | MetricRole::Previous => true,
                MetricRole::Change => is_number || difference_type(kind).is_some(),
                MetricRole::Growth => is_number && !self.is_share() && !self.is_written_in_points(),
            })
    }
}
