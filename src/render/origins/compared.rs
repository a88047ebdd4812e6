//! What a number of change is computed from. In: a metric or a cell that compares two periods. Out: the value before, the
//! value now, and how the number follows from both.

use super::Collector;
use crate::render::charts::period_name;
use crate::render::format::{format_in_role, format_of_difference};
use crate::render::values::Cell;
use crate::report::{Denominator, Metric, MetricRole, Role};
use crate::results::{MetricResult, Value};
use crate::text::Locale;
use crate::text::case::capitalize_first;

/// What a change or a growth of an amount is divided by; none of other numbers.
pub(super) const fn divided_by(
    metric: &Metric,
    role: MetricRole,
    locale: Locale,
) -> Option<&'static str> {
    match (role, &metric.denominator, locale) {
        (MetricRole::Change, Denominator::None, Locale::Fr) => {
            Some("aucun\u{a0}: c’est une différence")
        }
        (MetricRole::Change, Denominator::None, Locale::En) => Some("nothing: it is a difference"),
        (MetricRole::Growth, Denominator::None, Locale::Fr) => {
            Some("la valeur de la période précédente")
        }
        (MetricRole::Growth, Denominator::None, Locale::En) => {
            Some("the value of the period before")
        }
        _ => None,
    }
}

impl Collector<'_> {
    /// The period before, with what was there.
    pub(super) fn previous(&self, before: &str) -> Option<(String, String)> {
        let locale = self.texts.locale;
        let previous = self.results.previous.as_ref()?;
        let part = match locale {
            Locale::Fr => "Période précédente",
            Locale::En => "Previous period",
        };
        let name = period_name(&previous.period, locale);
        let text = match before {
            "" => name,
            before => format!("{name} = {before}"),
        };
        Some((part.to_owned(), text))
    }

    /// How the change or the growth of a metric follows from its two values.
    pub(super) fn followed(
        &self,
        metric: &Metric,
        role: MetricRole,
        result: &MetricResult,
    ) -> Option<(String, String)> {
        let locale = self.texts.locale;
        let sides = [MetricRole::Value, MetricRole::Previous].map(|it| result.in_role(it));
        if sides.contains(&&Value::Null) {
            return None;
        }
        let [now, before] = sides.map(|it| match it {
            Value::Ratio(_) | Value::Rounded(_) => format!("({})", self.exact(it)),
            it => self.exact(it),
        });
        let computed = match role {
            MetricRole::Value | MetricRole::Previous => return None,
            MetricRole::Change => format!("{now} \u{2212} {before}"),
            MetricRole::Growth => format!("{now} / {before} \u{2212} 1"),
        };
        let format = format_in_role(metric, role);
        let written = format_of_difference(&format, result.in_role(role), locale);
        let part = capitalize_first(role.word(locale));
        Some((part, format!("{computed} = {written}")))
    }

    /// The values before and now behind a cell that compares a row with an earlier period.
    pub(super) fn before_and_now(&self, cell: Cell) -> Option<String> {
        let frame = &self.results.frames[cell.frame];
        let (columns, values) = (frame.columns.cells(), frame.values(cell.row)?);
        let own = &columns[cell.column];
        let before = match own.role()? {
            Role::Change | Role::Growth => Role::Previous,
            Role::ShareChange => Role::SharePrevious,
            Role::RankChange => Role::RankPrevious,
            Role::YearGrowth => Role::YearPrevious,
            Role::Value
            | Role::Share
            | Role::Rank
            | Role::Cumulative
            | Role::Previous
            | Role::SharePrevious
            | Role::RankPrevious
            | Role::YearPrevious
            | Role::Mean
            | Role::Running
            | Role::Index
            | Role::EnteredCount
            | Role::LeftCount => return None,
        };
        let in_role = |role: Role| {
            let mut of_measure = columns
                .iter()
                .zip(values)
                .filter(|(column, _)| column.measure() == own.measure());
            let (_, value) = of_measure.find(|(column, _)| column.role() == Some(role))?;
            (*value != Value::Null).then(|| self.exact(value))
        };
        let (now, before) = (in_role(before.base())?, in_role(before)?);
        Some(match self.texts.locale {
            Locale::Fr => format!("{before} avant, {now} maintenant"),
            Locale::En => format!("{before} before, {now} now"),
        })
    }
}
