//! Percentages that are written in percent. In: metrics and frames as they are computed. Out: a warning where a number has a format
//! in percent, which multiplies by 100, and is mostly more than 100 %: the column has 5.5 for 5.5 %, and 550 % would be printed.
//! What is divided may well be somewhat more than its whole.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Breakdown, Denominator, Metric, Numerator, Role};
use crate::results::{Frame, MetricResult, Value};
use crate::sql::{Aggregate, Expression, Node, Operation};
use crate::text::number::share;
use crate::text::{Locale, Number};

/// The warning of a metric.
pub(super) fn of_metric(metric: &Metric, result: &MetricResult) -> Option<Diagnostic> {
    let Numerator::Aggregate { measure, .. } = &metric.numerator else {
        return None;
    };
    let is_amount = matches!(metric.denominator, Denominator::None);
    let is_asked = is_amount && metric.is_written_in_percent();
    let values = [&result.value];
    let warning = told(&measure.expression, is_asked, &values)?;
    Some(warning.at(Location::key(&metric.pointer)))
}

/// The warning of a measure in a breakdown.
pub(super) fn of_breakdown(definition: &Breakdown, frame: &Frame) -> Option<Diagnostic> {
    let values = frame.columns.values().iter();
    let mut values = values.filter(|column| column.role() == Some(Role::Value));
    values.find_map(|column| {
        let measure = definition.measures.get(column.measure()?)?;
        let is_asked = column.format.is_percent();
        let cells = frame.rows.iter().filter_map(|row| row.value(column.slot));
        let cells: Vec<&Value> = cells.collect();
        let warning = told(&measure.expression, is_asked, &cells)?;
        Some(warning.at(Location::value(&measure.expression.pointer)))
    })
}

/// Whether a measure is one aggregate of a column in which nothing is divided; what is divided is a fraction already.
fn is_of_column(expression: &Expression) -> bool {
    fn divides(node: &Node) -> bool {
        matches!(node, Node::Compute(Operation::Divide, _)) || node.parts().into_iter().any(divides)
    }
    let aggregate = expression.aggregate().map(|it| &it.aggregate);
    let Some(
        Aggregate::Mean(value)
        | Aggregate::Quantile(value, _)
        | Aggregate::Least(value)
        | Aggregate::Greatest(value),
    ) = aggregate
    else {
        return false;
    };
    !divides(&value.node)
}

/// Beyond this a number that is computed of several was hardly meant as a fraction of 1.
const MOST_OF_COMPUTED: f64 = 4.0;

/// The warning, if most values are more than 100 %, or far more where they are computed of several.
fn told(expression: &Expression, is_asked: bool, values: &[&Value]) -> Option<Diagnostic> {
    let known = values.iter().filter_map(|value| value.float());
    let known: Vec<f64> = known.filter(|_| is_asked).collect();
    let most = if is_of_column(expression) {
        1.0
    } else {
        MOST_OF_COMPUTED
    };
    let more: Vec<f64> = known.iter().copied().filter(|it| it.abs() > most).collect();
    let first = more.first().filter(|_| 2 * more.len() > known.len())?;
    let written = &expression.text;
    let divided = if expression.aggregate().is_some() {
        written.clone()
    } else {
        format!("({written})")
    };
    let message = format!(
        "`{written}` is written in percent, which multiplies it by 100, and is mostly more than {most}: {first} becomes {}",
        share(Number::Float(*first), 1, Locale::En)
    );
    let warning = Diagnostic::warning(Code::PERCENT_TWICE, message).hint(format!(
        "where the column has percentages, write `{divided} / 100`, or `format: {{decimals: 1, unit: \"%\"}}`"
    ));
    Some(warning)
}
