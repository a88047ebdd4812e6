//! What is to be told of an expression over the rows of a breakdown: rows that stand for no value among those that it counts,
//! sums of what does not add up, and ratios of which a row counts on one side only.

use super::{left_out, letter_order, of_no_value, one_sided, sum_of_parts};
use crate::diagnostic::{Diagnostic, Location};
use crate::report::Breakdown;
use crate::results::Frame;
use crate::sql::Expression;

/// The warnings of an expression over the rows that pass a condition, at the metric or claim that has it.
pub(super) fn told(
    (frame, definition): (&Frame, &Breakdown),
    expression: &Expression,
    filter: Option<&Expression>,
) -> Vec<Diagnostic> {
    let place = Location::value(&expression.pointer);
    let counted = of_no_value::counted_rows((frame, &[]), expression, filter, place.clone());
    let summed = sum_of_parts::told((frame, definition), expression, filter, &place);
    let ordered = letter_order::over_rows((frame, &[]), expression, filter, &place);
    let one_sided = one_sided::told(frame, expression, filter, &place);
    let left_out = left_out::over_rows(frame, expression, filter, &place);
    let all = counted.into_iter().chain(summed).chain(ordered);
    all.chain(one_sided).chain(left_out).collect()
}

/// The warnings of the measures of a breakdown over the rows of another one.
pub(super) fn told_of_measures(
    definition: &Breakdown,
    (frame, from): (&Frame, &Breakdown),
) -> Vec<Diagnostic> {
    let place = Location::key(&definition.pointer);
    let filter = definition.filter.as_ref();
    // Where each of its rows is one of the other breakdown, nothing is added up.
    let merges = from.by.iter().any(|name| !definition.by.contains(name));
    let measures = definition.measures.iter().flat_map(|measure| {
        let expression = &measure.expression;
        let rows = (frame, definition.by.as_slice());
        let counted = of_no_value::counted_rows(rows, expression, filter, place.clone());
        let summed = sum_of_parts::told((frame, from), expression, filter, &place);
        let ordered = letter_order::over_rows(rows, expression, filter, &place);
        let summed = summed.filter(|_| merges);
        let one_sided = one_sided::told(frame, expression, filter, &place).into_iter();
        let one_sided = one_sided.filter(|_| merges || definition.total);
        let all = counted.into_iter().chain(summed).chain(ordered);
        all.chain(one_sided)
            .chain(left_out::over_rows(frame, expression, filter, &place))
    });
    measures.collect()
}
