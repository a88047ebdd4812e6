//! Periods that may not be whole in drawings of a breakdown that does not go over its dates. In: charts, frames. Out: a warning
//! for each breakdown of which one is drawn along time, or as one end of a comparison: half a month looks like a fall by half.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Chart, Report};
use crate::results::Results;
use crate::spec::grammar::ChartType;

/// The warnings about breakdowns that are drawn.
pub(super) fn cut_periods(report: &Report, results: &Results) -> Vec<Diagnostic> {
    let breakdowns = report.breakdowns.values();
    let told = breakdowns.filter_map(|breakdown| {
        let frame = results.frames.get(&breakdown.name)?;
        let (chart, level) = frame.cut.iter().find_map(|(level, ..)| {
            let name = &breakdown.by[*level];
            let mut charts = report.charts.values();
            let chart = charts.find(|it| it.data == breakdown.name && compares(it, name))?;
            Some((chart, *level))
        })?;
        let own = frame.cut.iter().filter(|it| it.0 == level);
        let told: Vec<String> = own.map(|(_, _, told)| told.clone()).collect();
        let (_, unit, _) = frame.cut.iter().find(|it| it.0 == level)?;
        let (every, name) = (unit.key(), &breakdown.name);
        let message = format!(
            "a {every} of breakdown `{name}` may not be whole: {}; chart `{}` draws it like the others",
            told.join("; "),
            chart.name
        );
        let warning = Diagnostic::warning(Code::CUT, message);
        Some(warning.at(Location::key(&breakdown.pointer)).hint(format!(
            "where every day has rows, `over: {{by: {}, every: {every}, parts: day}}` says in its label that a {every} is not whole; else leave its rows out with `where`, or waive the warning with `allow: [{}]` in breakdown `{name}`",
            breakdown.by[level],
            Code::CUT
        )))
    });
    told.collect()
}

/// Whether a chart draws the values of a dimension side by side in the order of time, or as the two ends of a line.
fn compares(chart: &Chart, dimension: &String) -> bool {
    let of_time = [
        ChartType::Line,
        ChartType::Area,
        ChartType::NormalizedArea,
        ChartType::Slope,
        ChartType::Dumbbell,
        ChartType::Bar,
        ChartType::StackedBar,
        ChartType::GroupedBar,
    ];
    let is_drawn = of_time.iter().any(|it| it.name() == chart.kind.name());
    let encoding = &chart.encoding;
    is_drawn && (encoding.categories.contains(dimension) || encoding.color == *dimension)
}
