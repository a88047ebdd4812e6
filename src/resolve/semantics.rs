//! Parts of a spec that are allowed but probably unintended: reported without running it.

use super::context::Context;
use crate::chart::Color;
use crate::chart::color::{contrast_ratio, distance};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{
    Breakdown, Chart, Denominator, DimensionKind, KeepRule, MeasureKind, Metric, Numerator, Rows,
    UnmatchedKeys, crowded_hint,
};
use crate::spec::escape;
use crate::sql::{Type, implies};
use std::collections::{BTreeMap, BTreeSet};

/// Contrast (WCAG 2.2) with the paper below which a mark is barely visible; yellow on white has
/// 1.6.
const LEAST_CONTRAST: f64 = 1.5;
/// Distance in `OKLab` below which two colours of a legend look the same.
const LEAST_DISTANCE: f64 = 0.05;
const PAPER: Color = Color {
    red: 255,
    green: 255,
    blue: 255,
};

impl Context<'_> {
    pub(super) fn semantics(&mut self) {
        self.metrics_of_one_definition();
        self.denominators_hold_their_numerators();
        self.shares_are_of_a_whole();
        self.means_of_parts();
        self.ratios_are_of_the_same_rows();
        for chart in self.report.charts.clone().into_values() {
            self.chart_shows_its_breakdown(&chart);
        }
        self.colors_are_seen();
        self.formats_fit();
    }

    fn warn(&mut self, code: Code, pointer: &str, message: String, hint: &str) {
        let diagnostic = Diagnostic::warning(code, message)
            .at(Location::key(pointer))
            .hint(hint);
        self.problems.push(diagnostic);
    }

    fn metrics_of_one_definition(&mut self) {
        let mut first: BTreeMap<String, (String, String)> = BTreeMap::new();
        let metrics: Vec<Metric> = self.report.metrics.values().cloned().collect();
        for metric in metrics {
            let definition = definition(&metric);
            match first.get(&definition) {
                Some((name, pointer)) => {
                    let diagnostic = Diagnostic::warning(
                        Code::SAME_DEFINITION,
                        format!(
                            "metrics `{name}` and `{}` are defined identically",
                            metric.name
                        ),
                    )
                    .at(Location::key(&metric.pointer))
                    .related(Location::key(pointer), "first here")
                    .hint("remove one of them, or change what was to differ");
                    self.problems.push(diagnostic);
                }
                None => {
                    first.insert(definition, (metric.name, metric.pointer));
                }
            }
        }
    }

    fn denominators_hold_their_numerators(&mut self) {
        let metrics: Vec<Metric> = self.report.metrics.values().cloned().collect();
        for metric in metrics {
            let (
                Numerator::Aggregate {
                    measure, in_scope, ..
                },
                Denominator::Aggregate {
                    measure: whole,
                    filter,
                    in_scope: whole_in_scope,
                    ..
                },
            ) = (&metric.numerator, &metric.denominator)
            else {
                continue;
            };
            if measure.name != whole.name {
                continue;
            }
            let (left_out, hint) = match filter {
                _ if *whole_in_scope && !in_scope => (
                    "those out of scope".to_owned(),
                    "give both the same `rows`".to_owned(),
                ),
                Some(wanted) if !implies(metric.filter.as_ref(), wanted) => {
                    let own = metric
                        .filter
                        .as_ref()
                        .map_or_else(String::new, |own| format!("{} AND ", own.text));
                    (
                        format!("those for which `{}` is not true", wanted.text),
                        format!(
                            "write where: \"{own}{}\", so that the share cannot pass 100 %",
                            wanted.text
                        ),
                    )
                }
                _ => continue,
            };
            let message = format!(
                "metric `{}` counts rows that its denominator leaves out: {left_out}",
                metric.name
            );
            let pointer = format!("{}/of", metric.pointer);
            self.warn(Code::DENOMINATOR, &pointer, message, &hint);
        }
    }

    fn chart_shows_its_breakdown(&mut self, chart: &Chart) {
        let Some(breakdown) = self.report.breakdowns.get(&chart.data).cloned() else {
            return;
        };
        let Some(descriptor) = chart.kind.descriptor() else {
            return;
        };
        let value = &chart.encoding.value;
        let measure = breakdown.measures.iter().find(|it| it.name == *value);
        if descriptor.parts_of_a_whole()
            && let Some(measure) = measure.filter(|it| !it.adds_up())
        {
            let message = format!(
                "chart `{}` shows parts of a whole, but the values of `{}` do not add up",
                chart.name, measure.name
            );
            // What groups and shares of a mean or a ratio would show is no value of it.
            let problem = if matches!(measure.kind(), MeasureKind::Derived(_)) {
                Diagnostic::error(Code::DEFINITION, message)
            } else {
                Diagnostic::warning(Code::CHART_FIT, message)
            };
            let declared = Location::key(format!("/measures/{}", escape(&measure.name)));
            let diagnostic = problem
                .at(Location::key(&chart.pointer))
                .related(declared, "the measure")
                .hint("use a `bar` or `grouped_bar` chart with `x` and `y`, or a measure that is a sum or a count of rows");
            self.problems.push(diagnostic);
        }
        let category = chart.encoding.categories.first();
        let at = category.and_then(|name| breakdown.by.iter().position(|known| known == name));
        if let Some(limit) = descriptor.most_categories()
            && let Some(most) = at.and_then(|at| self.most_values(&breakdown, at))
            && chart.marks.is_none()
            && most > limit
        {
            self.warn(
                Code::CHART_FIT,
                &chart.pointer,
                format!("chart `{}` may have {most} bars", chart.name),
                &crowded_hint(&chart.data, &breakdown.by[at.unwrap_or_default()]),
            );
        }
    }

    /// The maximum number of values of a breakdown's dimension, if the spec limits it.
    fn most_values(&self, breakdown: &Breakdown, at: usize) -> Option<usize> {
        let name = &breakdown.by[at];
        match breakdown.keep.get(&at).map(|keep| &keep.rule) {
            Some(KeepRule::Top { n, per_parent, .. }) if !per_parent => return Some(n + 1),
            Some(KeepRule::Values(values)) => return Some(values.len() + 1),
            _ => {}
        }
        if let Rows::Breakdown(from) = &breakdown.rows {
            let from = self.report.breakdowns.get(from)?;
            let at = from.by.iter().position(|known| known == name)?;
            return self.most_values(from, at);
        }
        let dimension = self.report.dimensions.get(name)?;
        match &dimension.kind {
            DimensionKind::Bucket { codes, .. } => Some(codes.len() + 1),
            DimensionKind::Lookup {
                lookup,
                attribute,
                unmatched,
                ..
            } if *unmatched != UnmatchedKeys::Keep => {
                let rows = self.report.lookups.get(lookup)?.rows.values();
                let values: BTreeSet<&String> = rows
                    .filter_map(|row| row.get(*attribute)?.as_ref())
                    .collect();
                Some(values.len() + 1)
            }
            _ if dimension.value_type == Type::Boolean => Some(3),
            _ => None,
        }
    }

    fn colors_are_seen(&mut self) {
        for (dimension, colors) in self.report.colors.clone() {
            let pointer = |code: &str| format!("/colors/{}/{}", escape(&dimension), escape(code));
            for (at, (code, color)) in colors.values.iter().enumerate() {
                let contrast = contrast_ratio(*color, PAPER);
                if contrast < LEAST_CONTRAST {
                    self.warn(
                        Code::CONTRAST,
                        &pointer(code),
                        format!(
                            "the colour of `{code}` has a contrast of {contrast:.2} to white paper, at least {LEAST_CONTRAST} is needed to see it"
                        ),
                        "take a darker colour",
                    );
                }
                let before = colors.values.iter().take(at);
                if let Some((other, _)) = before
                    .into_iter()
                    .find(|(_, other)| distance(*color, **other) < LEAST_DISTANCE)
                {
                    self.warn(
                        Code::CONTRAST,
                        &pointer(code),
                        format!("the colours of `{other}` and `{code}` can hardly be told apart"),
                        "take colours of another hue or lightness",
                    );
                }
            }
        }
    }
}

/// Everything that determines the value and its format, as a text.
fn definition(metric: &Metric) -> String {
    let filter = |filter: Option<&crate::sql::Expression>| {
        filter.map_or_else(String::new, ToString::to_string)
    };
    let numerator = match &metric.numerator {
        Numerator::Aggregate {
            source,
            measure,
            in_scope,
        } => format!("{source} {} {in_scope}", measure.expression),
        Numerator::Second { from, expression } => format!("{from} {expression}"),
    };
    let denominator = match &metric.denominator {
        Denominator::None => String::new(),
        Denominator::Aggregate {
            source,
            measure,
            filter: of,
            in_scope,
        } => format!(
            "{source} {} {} {in_scope}",
            measure.expression,
            filter(of.as_ref())
        ),
        Denominator::Param(name, _) => format!("param {name}"),
        Denominator::Metric(name) => format!("metric {name}"),
    };
    format!(
        "{numerator} | {} | {denominator} | {:?} {:?}",
        filter(metric.filter.as_ref()),
        metric.empty,
        metric.format
    )
}
