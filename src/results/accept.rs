//! A first file of published figures. In: a report and its results. Out: the file, in which every metric
//! is printed as it is computed now.

use super::{Results, Value};
use crate::report::{Metric, Report};
use crate::spec::grammar::{Format, FormatName};
use crate::text::Number;
use crate::text::number::decimals_of;
use crate::text::round_scaled;
use std::fmt::Write;

/// A first file of published figures: every metric as computed now. `spec` is the path of the spec
/// from the folder of the file.
#[must_use]
pub(crate) fn accept(report: &Report, results: &Results, spec: &str) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let mut text = String::from(
        "# Figures as they are printed, held against the computed ones by every run.\n",
    );
    let _ = writeln!(text, "spec: {}", quoted(spec));
    if let Some(period) = &report.period {
        let _ = writeln!(text, "period: {}", quoted(&period.name));
    }
    text.push_str("figures:\n");
    for (name, metric) in &results.metrics {
        let definition = &report.metrics[name];
        let printed = match &metric.value {
            Value::Boolean(value) => value.to_string(),
            value => match value.number() {
                Some(number) => {
                    if let Some(decimals) = percent_decimals(definition) {
                        round_scaled(number, 2, decimals)
                            .map_or_else(String::new, |digits| format!("{digits} %"))
                    } else {
                        let decimals = match (value, number) {
                            (Value::Decimal(value), _) => value.scale,
                            (_, Number::Integer(_)) => 0,
                            (_, Number::Ratio(_) | Number::Float(_)) => decimals_of(number).max(2),
                        };
                        round_scaled(number, 0, decimals)
                            .map_or_else(String::new, |digits| digits.to_string())
                    }
                }
                None => continue,
            },
        };
        let _ = writeln!(
            text,
            "  - {{id: {}, metric: {}, printed: {}}}",
            quoted(name),
            quoted(name),
            quoted(&printed)
        );
    }
    text
}

fn percent_decimals(metric: &Metric) -> Option<u8> {
    match &metric.format {
        Format::Name(FormatName::Percent) => Some(1),
        Format::Parameters(parameters) => parameters.percent,
        Format::Name(_) => None,
    }
}
