//! `hfreport explain`: where a number comes from.

use super::bounds::computed;
use super::claims::{standing, turned_by};
use super::explain_plan::explain_plan;
use super::terminal::{fail, note, out, unknown};
use super::{EarlierBundle, Exit, SpecArguments};
use crate::diagnostic::{CODES, Code, counted, nearest};
use crate::documentation::diagnostic_page;
use crate::pipeline::{Executed, check, run};
use crate::plan::{BreakdownIndex, MetricIndex, StepRows, describe};
use crate::render::format_value;
use crate::report::definition::{
    DefinitionText, Wording, breakdown_definition, claim_definition, dimension_definition,
    metric_definition,
};
use crate::report::{Claim, Dimension, DimensionKind, Metric, Numerator, Report, Rows};
use crate::results::{Frame, Key, MetricResult, Value};
use crate::world::SystemWorld;
use clap::Args;
use std::path::PathBuf;

/// Explains a metric, a breakdown, a claim, a chart or a dimension, or the code of a message
///
/// Prints its definition with defaults filled in, the filter, numerator and denominator with the
/// number of rows on each side, the result, and the plan that computes it. For a code it prints its
/// meaning and what to do.
#[derive(Args, Debug)]
#[command(after_help = "Examples:
  hfreport explain reports/october_2025.yaml under_1b
  hfreport explain reports/october_2025.yaml --plan
  hfreport explain HF0301")]
pub(super) struct ExplainArguments {
    /// The spec, or the code of a message
    #[arg(value_name = "SPEC|CODE")]
    subject: PathBuf,
    /// Name of a metric, breakdown, claim, chart or dimension
    name: Option<String>,
    /// Show the plan of all numbers: what was pushed down to the rows of each source and why not more, with
    /// estimated and real numbers of rows and groups
    #[arg(long, conflicts_with = "name")]
    plan: bool,
    #[command(flatten)]
    shared: SpecArguments,
    #[command(flatten)]
    earlier: EarlierBundle,
}

/// Number of a breakdown's rows that are shown.
const ROWS: usize = 10;

pub(super) fn explain(arguments: &ExplainArguments) -> Exit {
    let name = arguments.name.as_deref();
    if name.is_none() && !arguments.plan {
        return explain_code(&arguments.subject.to_string_lossy());
    }
    let world = SystemWorld;
    let mut request = arguments.shared.request(arguments.subject.clone());
    request
        .options
        .previous
        .clone_from(&arguments.earlier.previous);
    let format = arguments.shared.format();
    let executed = computed(&request.spec, format, || {
        check(&world, &request).and_then(|checked| run(&world, checked))
    });
    let executed = match executed {
        Ok(executed) => executed,
        Err(failure) => return fail(&failure, format),
    };
    let Some(name) = name else {
        out(&explain_plan(&executed));
        return Exit::Fine;
    };
    let report = &executed.checked.report;
    if let Some(metric) = report.metrics.get(name) {
        out(&explain_metric(&executed, metric));
    } else if report.breakdowns.contains_key(name) {
        out(&explain_breakdown(&executed, name));
    } else if let Some(claim) = report.claims.get(name) {
        out(&explain_claim(&executed, claim));
    } else if let Some(chart) = report.charts.get(name) {
        let mut lines = vec![
            format!("chart {name}"),
            format!("  type: {}", chart.kind.name()),
            format!("  data: {}", chart.data),
        ];
        if !chart.encoding.categories.is_empty() {
            lines.push(format!(
                "  dimensions: {}",
                chart.encoding.categories.join(", ")
            ));
        }
        if !chart.encoding.value.is_empty() {
            lines.push(format!("  value: {}", chart.encoding.value));
        }
        if !chart.encoding.color.is_empty() {
            lines.push(format!("  color: {}", chart.encoding.color));
        }
        out(&lines.join("\n"));
        out(&explain_breakdown(&executed, &chart.data));
    } else if let Some(dimension) = report.dimensions.get(name) {
        out(&explain_dimension(report, dimension));
    } else {
        let names = || {
            report
                .metrics
                .keys()
                .chain(report.breakdowns.keys())
                .chain(report.claims.keys())
                .chain(report.charts.keys())
                .chain(report.dimensions.keys())
                .map(String::as_str)
        };
        let what = "metric, breakdown, claim, chart or dimension";
        return unknown(what, name, names(), (&executed.checked, format));
    }
    Exit::Fine
}

fn explain_code(text: &str) -> Exit {
    let upper = text.to_uppercase();
    if let Some(entry) = Code::parse(&upper) {
        out(&diagnostic_page(entry));
        return Exit::Fine;
    }
    let codes = || CODES.iter().map(|entry| entry.code.as_str());
    let is_code = upper.starts_with("HF");
    let hint = nearest(&upper, codes()).filter(|_| is_code);
    let hint = hint.map_or_else(String::new, |hint| format!("; {hint}"));
    if is_code {
        note(&format!("there is no code `{upper}`{hint}"));
    } else {
        note(&format!(
            "`hfreport explain {text} NAME` explains a metric, breakdown, claim, chart or dimension, `hfreport explain {}` a code",
            Code::UNKNOWN_NAME
        ));
    }
    Exit::Environment
}

fn explain_metric(executed: &Executed, metric: &Metric) -> String {
    let report = &executed.checked.report;
    let result = &executed.results.metrics[&metric.name];
    let mut lines = vec![format!("metric {}", metric.name)];
    lines.extend(said(metric_definition(report, metric, Wording::Spec)));
    lines.extend(result_lines(result));
    for locale in &report.locales {
        lines.push(format!(
            "  printed in {locale}: {}",
            format_value(&metric.format, &result.value, *locale)
        ));
    }
    if let Some(at) = report.metrics.get_index_of(&metric.name) {
        let step = &executed.plan[MetricIndex(at)];
        for (side, rollup) in [
            ("numerator", step.numerator.rollup()),
            ("denominator", step.denominator.rollup()),
        ] {
            if let Some(rollup) = rollup {
                lines.push(format!("plan of the {side}"));
                lines.push(indent(&describe(&executed.plan, rollup)));
            }
        }
    }
    if let Numerator::Second { from, .. } = &metric.numerator {
        lines.push(explain_breakdown(executed, from));
    }
    lines.join("\n")
}

fn explain_claim(executed: &Executed, claim: &Claim) -> String {
    let report = &executed.checked.report;
    let result = &executed.results.claims[&claim.name];
    let mut lines = vec![format!("claim {}", claim.name)];
    lines.extend(said(claim_definition(report, claim, Wording::Spec)));
    lines.push(format!("  result: {}", standing(report, result)));
    lines.extend(turned_by(report, result).map(|way| format!("    {way}")));
    if let Some(from) = &claim.condition.from {
        lines.push(explain_breakdown(executed, from));
    } else {
        let metrics = claim.condition.expression.names.iter();
        let metrics = metrics.filter_map(|name| report.metrics.get(name));
        lines.extend(metrics.map(|metric| explain_metric(executed, metric)));
    }
    lines.join("\n")
}

fn result_lines(result: &MetricResult) -> Vec<String> {
    let mut lines = vec![format!(
        "  numerator: {} ({})",
        exact(&result.numerator),
        counted(result.numerator_rows, "row", "rows")
    )];
    if result.denominator != Value::Null {
        let rows = if result.denominator_rows > 0 {
            format!(" ({})", counted(result.denominator_rows, "row", "rows"))
        } else {
            String::new()
        };
        lines.push(format!(
            "  denominator: {}{rows}",
            exact(&result.denominator)
        ));
    }
    lines.push(format!("  result: {}", exact(&result.value)));
    lines
}

fn explain_breakdown(executed: &Executed, name: &str) -> String {
    let report = &executed.checked.report;
    let breakdown = &report.breakdowns[name];
    let frame = &executed.results.frames[name];
    let mut lines = vec![format!("breakdown {name}")];
    lines.extend(said(breakdown_definition(report, breakdown, Wording::Spec)));
    let behind = match &breakdown.rows {
        Rows::Source(_) => counted(frame.source_rows, "source row", "source rows"),
        Rows::Breakdown(from) => {
            let rows = counted(frame.source_rows, "row", "rows");
            format!("{rows} of breakdown {from}")
        }
    };
    lines.push(format!(
        "  result: {}, made of {behind}",
        counted(frame.rows.len(), "row", "rows"),
    ));
    for row in frame.rows.iter().take(ROWS) {
        let keys: Vec<&str> = row
            .keys
            .iter()
            .map(|key| match key {
                Key::Code(code) => code,
                Key::Others => "(others)",
                Key::Missing => "(missing)",
            })
            .collect();
        let values = named(frame, &row.values);
        lines.push(format!("    {}: {values}", keys.join(" / ")));
    }
    if frame.rows.len() > ROWS {
        let more = counted(frame.rows.len() - ROWS, "more row", "more rows");
        lines.push(format!("    … {more}"));
    }
    if let Some(total) = &frame.total {
        lines.push(format!("    total: {}", named(frame, total)));
    }
    let step = report.breakdowns.get_index_of(name).map(BreakdownIndex);
    match step.map(|step| &executed.plan[step].rows) {
        Some(StepRows::Base {
            rollup,
            denominators,
            ..
        }) => {
            lines.push("plan".to_owned());
            lines.push(indent(&describe(&executed.plan, rollup)));
            if let Some(denominators) = denominators {
                lines.push("plan of the denominators".to_owned());
                lines.push(indent(&describe(&executed.plan, denominators)));
            }
        }
        Some(StepRows::From { breakdown, .. }) => {
            let from = &executed.plan[*breakdown].definition.name;
            lines.push(explain_breakdown(executed, from));
        }
        None => {}
    }
    lines.join("\n")
}

fn explain_dimension(report: &Report, dimension: &Dimension) -> String {
    let mut lines = vec![
        format!("dimension {}", dimension.name),
        format!("  from: {}", report.sources[dimension.source].name),
        format!("  type: {}", dimension.value_type),
    ];
    for (key, text) in dimension_definition(report, dimension) {
        lines.push(format!("  {key}: {text}"));
    }
    if let DimensionKind::Lookup { lookup, .. } = &dimension.kind {
        lines.push(format!("  keys: {}", report.lookups[lookup].rows.len()));
    }
    let users: Vec<&str> = report
        .breakdowns
        .values()
        .filter(|breakdown| breakdown.by.contains(&dimension.name))
        .map(|breakdown| breakdown.name.as_str())
        .collect();
    lines.push(format!("  breakdowns by it: {}", users.join(", ")));
    lines.join("\n")
}

/// Values of the columns of a breakdown with their names.
fn named(frame: &Frame, values: &[Value]) -> String {
    let own = frame.columns.values().len();
    let columns = frame.columns.cells().iter().zip(values).enumerate();
    // A first period and a new row have no change.
    let known = columns.filter(|(at, (_, value))| *at < own || **value != Value::Null);
    let named = known.map(|(_, (column, value))| format!("{} {}", column.name, exact(value)));
    named.collect::<Vec<_>>().join(", ")
}

/// An exact value; a fraction as its quotient with its two integers.
fn exact(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Decimal(value) => value.to_string(),
        Value::Ratio(ratio) => {
            let quotient = serde_json::json!(value.float());
            format!("{quotient} ({}/{})", ratio.numerator, ratio.denominator)
        }
        Value::Rounded(share) => {
            let printed = serde_json::json!(value.float());
            let exact = share.exact;
            format!("{printed} (of {}/{})", exact.numerator, exact.denominator)
        }
        Value::Number(_) => serde_json::json!(value.float()).to_string(),
        Value::Text(text) => serde_json::json!(&**text).to_string(),
        Value::Date(_) | Value::List(_) => value.plain().unwrap_or_default().to_string(),
    }
}

/// Parts of a definition under the keys of the spec.
fn said(parts: Vec<DefinitionText>) -> impl Iterator<Item = String> {
    let parts = parts.into_iter();
    parts.map(|DefinitionText { part, text }| format!("  {}: {text}", part.key()))
}

fn indent(text: &str) -> String {
    text.lines()
        .map(|line| format!("  {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}
