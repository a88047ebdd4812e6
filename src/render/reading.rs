//! How the page's script finds the content of a drawing in the table behind it. In: a chart and the
//! columns of its table. Out: the role of each column.

use super::format::{affix, decimals};
use crate::chart::descriptor::Descriptor;
use crate::document::Reading;
use crate::report::{Chart, Report};
use crate::spec::grammar::{Format, Scale};
use crate::text::Locale;

/// The role of each column of the table; `None` if the table lacks something that is drawn.
pub(super) fn reading(
    report: &Report,
    chart: &Chart,
    descriptor: &dyn Descriptor,
    locale: Locale,
) -> Option<Reading> {
    let encoding = &chart.encoding;
    let at = |name: &str| chart.columns.iter().position(|column| column == name);
    let breakdown = &report.breakdowns[&chart.data];
    let value = breakdown.columns.get(&encoding.value)?;
    let scale = match &value.format {
        Format::Parameters(parameters) => parameters.scale,
        Format::Name(_) => None,
    };
    Some(Reading {
        // A panel is a part of the name of its marks: what they are parts of is inside of it.
        categories: Some(&encoding.facet)
            .filter(|facet| !facet.is_empty())
            .into_iter()
            .chain(&encoding.categories)
            .map(|name| at(name))
            .collect::<Option<_>>()?,
        series: at(&encoding.color),
        value: at(&encoding.value)?,
        share: at(&encoding.share).filter(|_| encoding.value == encoding.amount),
        arrangement: descriptor.reading(),
        adds_up: chart.adds_up
            && descriptor.redrawn_as_shares()
            && !breakdown.drops_rows()
            // Shares that are rounded together are not rounded again in the browser.
            && breakdown.add_up.is_none(),
        percent: value.is_in_percent(),
        affix: affix(&value.format, locale),
        decimals: decimals(&value.format, value.value_type),
        scale: scale.map(|scale| match scale {
            Scale::Thousands => 3,
            Scale::M => 6,
            Scale::B => 9,
        }),
    })
}
