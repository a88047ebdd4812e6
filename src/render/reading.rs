//! How the page finds what a drawing shows in the table behind it. In: a chart and the columns of its
//! table. Out: which column is what.

use super::format::{column_format, is_share};
use crate::publish::{Arrangement, Reading};
use crate::report::{Chart, Report};
use crate::spec::grammar::{ChartType, Format, Scale};

/// Which column of the table is what.
pub(super) fn reading(report: &Report, chart: &Chart) -> Option<Reading> {
    let at = |name: &str| chart.columns.iter().position(|column| column == name);
    let scale = match column_format(report, &chart.value) {
        Format::Parameters(parameters) => parameters.scale,
        Format::Name(_) => None,
    };
    Some(Reading {
        categories: chart
            .categories
            .iter()
            .map(|name| at(name))
            .collect::<Option<_>>()?,
        series: at(&chart.color),
        value: at(&chart.value)?,
        share: at(&format!("{}_share", chart.value)),
        arrangement: match chart.kind {
            ChartType::Table => return None,
            ChartType::Bar => Arrangement::Single,
            ChartType::StackedBar => Arrangement::Stacked,
            ChartType::NormalizedBar => Arrangement::Normalized,
            ChartType::GroupedBar => Arrangement::Grouped,
            ChartType::Treemap => Arrangement::Tree,
            ChartType::Line => Arrangement::Lines,
        },
        adds_up: chart.adds_up && !report.breakdowns[&chart.data].drops_rows(),
        percent: is_share(report, &chart.value),
        scale: scale.map(|scale| match scale {
            Scale::Thousands => 3,
            Scale::M => 6,
            Scale::B => 9,
        }),
    })
}
