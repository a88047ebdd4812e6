//! Shares whose printed digits add up: largest remainder. In: a complete frame. Out: the same with the share that each row
//! prints beside its exact one.
//!
//! In each group the shares are cut off behind the printed decimals; what is missing to the whole goes, one unit each, to the rows
//! with the largest remainders, of equal ones to the first in the order of their codes. So a printed share is the exact one rounded down or up, a larger
//! share is never printed as less than a smaller one, and the sum is the whole.

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Breakdown, Column, Role, Slot};
use crate::results::{Frame, Key, Row, Value};
use crate::sql::Rounded;
use crate::text::Ratio;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Gives the shares of a frame the digits with which they add up, if its breakdown asks for it.
///
/// # Errors
/// A share is below zero, or the shares do not add up to their whole.
pub(super) fn add_up(frame: &mut Frame, definition: &Breakdown) -> Result<(), Diagnostic> {
    let Some(decimals) = definition.add_up else {
        return Ok(());
    };
    // Shares are printed in percent.
    let whole = 10_i128.pow(u32::from(decimals) + 2);
    let mut groups: BTreeMap<Vec<Key>, Vec<usize>> = BTreeMap::new();
    for (at, row) in frame.rows.iter().enumerate() {
        let group = definition
            .within
            .iter()
            .map(|level| row.keys[*level].clone());
        groups.entry(group.collect()).or_default().push(at);
    }
    let columns = frame.columns.clone();
    let of_role = |role: Role| {
        let columns = columns.values().iter();
        columns.filter(move |column| column.role() == Some(role))
    };
    for share in of_role(Role::Share) {
        let cumulative = of_role(Role::Cumulative).find(|it| it.measure() == share.measure());
        for rows in groups.values() {
            let Some(printed) = printed(frame, definition, share, rows, whole)? else {
                continue;
            };
            let mut so_far = 0;
            for (at, units) in rows.iter().zip(printed) {
                so_far += units;
                let row = &mut frame.rows[*at];
                print(row, share.slot, units, whole);
                if let Some(cumulative) = cumulative {
                    print(row, cumulative.slot, so_far, whole);
                }
            }
        }
    }
    Ok(())
}

/// What the rows of a group print, in units of the last digit; none where there is no whole.
fn printed(
    frame: &Frame,
    definition: &Breakdown,
    share: &Column,
    rows: &[usize],
    whole: i128,
) -> Result<Option<Vec<i128>>, Diagnostic> {
    let refused = |message: String| {
        let message = format!("breakdown `{}`: {message}", definition.name);
        Diagnostic::error(Code::ADD_UP, message)
            .at(Location::value(format!("{}/add_up", definition.pointer)))
            .hint("without `add_up` every share is rounded by itself")
    };
    let mut units = Vec::with_capacity(rows.len());
    let mut rests = Vec::with_capacity(rows.len());
    let mut denominator = None;
    let mut sum = 0_i128;
    for at in rows {
        let Some(Value::Ratio(ratio)) = frame.rows[*at].value(share.slot) else {
            return Ok(None);
        };
        if ratio.numerator < 0 {
            let row = named(&frame.rows[*at]);
            let message = format!(
                "`{}` of {row} is below zero, such shares do not add up",
                share.name
            );
            return Err(refused(message));
        }
        let Some(scaled) = ratio.numerator.checked_mul(whole) else {
            return Err(refused(format!(
                "`{}` is too large to be rounded",
                share.name
            )));
        };
        units.push(scaled / ratio.denominator);
        rests.push(scaled % ratio.denominator);
        sum = sum.saturating_add(ratio.numerator);
        if *denominator.get_or_insert(ratio.denominator) != ratio.denominator {
            return Err(refused(format!(
                "the shares `{}` are of several wholes",
                share.name
            )));
        }
    }
    if denominator != Some(sum) {
        let message = format!("the rows are not the whole that `{}` is of", share.name);
        return Err(refused(message));
    }
    let left = usize::try_from(whole - units.iter().sum::<i128>()).unwrap_or_default();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|at| (Reverse(rests[*at]), &frame.rows[rows[*at]].keys));
    for at in order.into_iter().take(left) {
        units[at] += 1;
    }
    Ok(Some(units))
}

/// Puts the printed share beside the exact one.
fn print(row: &mut Row, slot: Slot, units: i128, whole: i128) {
    if let Slot::Value(at) = slot
        && let Value::Ratio(exact) = row.values[at]
    {
        let printed = Ratio {
            numerator: units,
            denominator: whole,
        };
        row.values[at] = Value::Rounded(Box::new(Rounded { exact, printed }));
    }
}

fn named(row: &Row) -> String {
    let keys = row.keys.iter().map(|key| key.code().unwrap_or("(none)"));
    keys.collect::<Vec<_>>().join(" / ")
}
