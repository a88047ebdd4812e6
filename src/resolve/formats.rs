//! Formats held against what they write. In: the metrics and measures of the report. Out: errors for amounts that would be
//! written as shares, and for shares that would be written as amounts.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Column, Denominator, MeasureUse, Metric, Numerator};
use crate::spec::escape;
use crate::spec::grammar::{Format, FormatName};
use std::collections::BTreeMap;

impl Context<'_> {
    pub(super) fn formats_fit(&mut self) {
        if !self.is_whole {
            return;
        }
        let metrics = self.report.metrics.values().filter_map(of_metric);
        let mut found: Vec<Diagnostic> = metrics.collect();
        let metrics = self.report.metrics.values();
        found.extend(metrics.filter_map(|metric| self.points_in_percent(metric)));
        let mut measures: BTreeMap<&str, &MeasureUse> = BTreeMap::new();
        for breakdown in self.report.breakdowns.values() {
            for measure in &breakdown.measures {
                measures.entry(&measure.name).or_insert(measure);
            }
        }
        for measure in measures.into_values() {
            let declared = self.report.measures.get(&measure.name);
            let format = declared.and_then(|declared| declared.format.as_ref());
            if let Some(format) = format
                && let Some(written) = writes_fraction(format)
                && measure.is_amount()
            {
                let name = &measure.name;
                let message = format!("{written}, and measure `{name}` is an amount");
                let pointer = format!("/measures/{}/format", escape(name));
                found.push(misfit(message, &pointer).hint(format!(
                    "its shares are the column `{name}_share`; write amounts with `integer`, `compact`, `{{scale: M}}`"
                )));
            }
        }
        for problem in found {
            self.problems.push(problem);
        }
    }
}

impl Context<'_> {
    /// What is computed of changes of shares and of no share, but written in percent.
    fn points_in_percent(&self, metric: &Metric) -> Option<Diagnostic> {
        let Numerator::Second { from, expression } = &metric.numerator else {
            return None;
        };
        let computes_with = |is: fn(&Column) -> bool| self.computes_with(expression, from, is);
        let is_wrong = metric.is_written_in_percent()
            && matches!(metric.denominator, Denominator::None)
            && computes_with(Column::is_in_points)
            && !computes_with(Column::is_in_percent);
        is_wrong.then(|| {
            let name = &metric.name;
            let message = format!(
                "`percent` writes a share, and metric `{name}` is a change of a share, in percentage points"
            );
            let pointer = format!("{}/format", metric.pointer);
            misfit(message, &pointer).hint("write it with `points` or `{points: 2}`")
        })
    }
}

fn of_metric(metric: &Metric) -> Option<Diagnostic> {
    let pointer = format!("{}/format", metric.pointer);
    let name = &metric.name;
    if let Some(written) = writes_fraction(&metric.format)
        && metric.is_amount()
    {
        let message = format!("{written}, and metric `{name}` is an amount");
        let hint = if metric.is_written_in_points() {
            "write the amount: `integer`, `compact`, `{scale: M}`"
        } else {
            "say of what it is a share with `of`, or write the amount: `integer`, `compact`, `{scale: M}`"
        };
        return Some(misfit(message, &pointer).hint(hint));
    }
    if metric.is_written_in_points() && metric.is_part_of_a_whole() {
        let message =
            format!("`points` writes a difference of shares, and metric `{name}` is a share");
        return Some(misfit(message, &pointer).hint("write it with `percent` or `{percent: 2}`"));
    }
    let format = amount_format(&metric.format)?;
    metric.is_part_of_a_whole().then(|| {
        let message =
            format!("`{format}` writes an amount, and metric `{name}` is a share, a fraction of 1");
        misfit(message, &pointer).hint("write it with `percent` or `{percent: 2}`")
    })
}

fn misfit(message: String, pointer: &str) -> Diagnostic {
    Diagnostic::error(Code::DEFINITION, message).at(Location::value(pointer))
}

/// What a format writes that fits no amount.
fn writes_fraction(format: &Format) -> Option<&'static str> {
    if format.is_percent() {
        Some("`percent` writes a share")
    } else if format.is_points() {
        Some("`points` writes a difference of shares")
    } else {
        None
    }
}

/// The name of a format that only fits amounts.
fn amount_format(format: &Format) -> Option<&'static str> {
    match format {
        Format::Name(FormatName::Integer) => Some("integer"),
        Format::Name(FormatName::Compact) => Some("compact"),
        Format::Name(
            FormatName::Number | FormatName::Percent | FormatName::Points | FormatName::Boolean,
        ) => None,
        Format::Parameters(it) => [
            (it.compact.is_some(), "compact"),
            (it.scale.is_some(), "scale"),
            (it.currency.is_some(), "currency"),
        ]
        .into_iter()
        .find_map(|(given, name)| given.then_some(name)),
    }
}
