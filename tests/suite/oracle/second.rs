//! Second steps of a random spec: breakdowns of the rows of a breakdown, and aggregates over them.

use super::cell::Cell;
use super::condition::{Condition, Named};
use super::dice::Dice;
use super::random::{finish, sort, values_of};
use super::spec::{Aggregate, Breakdown, Measure, ShareOf};

/// A breakdown of the rows of another one.
pub(super) fn second_step(dice: &mut Dice, at: usize, from: usize, first: &Breakdown) -> Breakdown {
    let columns = first.columns(values_of);
    let is_integer = |named: &&Named| matches!(named.1[0], Cell::Integer(_));
    let is_share = |named: &&Named| {
        matches!(
            named.1[0],
            Cell::Share(..) | Cell::Fraction(..) | Cell::Cents(_)
        )
    };
    let integers: Vec<&Named> = columns.iter().filter(is_integer).collect();
    let groupings: Vec<&Named> = columns.iter().filter(|named| !is_share(named)).collect();
    let named = |name: &str, kind| Measure {
        name: name.to_owned(),
        kind,
        filter: None,
    };
    let mut measures = vec![named("rows_of_it", Aggregate::Count)];
    if !integers.is_empty() {
        let column = dice.one(&integers).0.clone();
        measures.push(named("sum_of_it", Aggregate::Sum(column.clone())));
        measures.push(named("most_of_it", Aggregate::Greatest(column.clone())));
        measures.push(named("mean_of_it", Aggregate::Mean(column.clone())));
        measures.push(named(
            "median_of_it",
            Aggregate::Quantile(column.clone(), "0.5", (1, 2)),
        ));
        let of_it = |kind| Box::new(named("", kind));
        measures.push(named(
            "each_of_it",
            Aggregate::Quotient(
                of_it(Aggregate::Sum(column.clone())),
                of_it(Aggregate::CountValues(column)),
            ),
        ));
    }
    for measure in &mut measures {
        if dice.once_in(4) && !matches!(measure.kind, Aggregate::Quotient(..)) {
            measure.filter = Some(Condition::random(dice, &columns, 1));
        }
        measure.name = format!("{}{at}", measure.name);
    }
    let distinct = dice.one(&groupings).0.clone();
    measures.push(named(
        &format!("values_of_it{at}"),
        Aggregate::Distinct(vec![distinct]),
    ));
    let by: Vec<String> = dice
        .some(&groupings, 2)
        .into_iter()
        .map(|named| named.0.clone())
        .collect();
    let measures = dice.some(&measures, 3);
    let mut found = Breakdown {
        name: format!("s{at}"),
        from: Some(from),
        of_more: false,
        sort: sort(dice, &measures),
        measures,
        filter: dice
            .once_in(2)
            .then(|| Condition::random(dice, &columns, 1)),
        all_rows: false,
        within: Vec::new(),
        share_of: ShareOf::Valid,
        cumulative: dice.once_in(3),
        keep: Vec::new(),
        with: Vec::new(),
        total: dice.once_in(3),
        by,
    };
    let known = columns.clone();
    finish(dice, &mut found, |name| {
        let of = known.iter().find(|named| named.0 == name);
        of.map_or_else(|| vec![Cell::Integer(1)], |named| named.1.clone())
    });
    found
}

/// A breakdown, an aggregate over its rows, and a condition on them.
pub(super) fn second_aggregate(
    dice: &mut Dice,
    breakdowns: &[Breakdown],
) -> (usize, Measure, Option<Condition>) {
    let from = dice.below(breakdowns.len());
    let first = &breakdowns[from];
    let known = |name: &str| {
        if first.from.is_some() {
            vec![Cell::Integer(1)]
        } else {
            values_of(name)
        }
    };
    let columns = first.columns(known);
    let columns: Vec<Named> = columns
        .into_iter()
        .filter(|named| first.from.is_none() || !first.by.contains(&named.0))
        .collect();
    let is_integer = |named: &&Named| matches!(named.1[0], Cell::Integer(_));
    let integers: Vec<&Named> = columns.iter().filter(is_integer).collect();
    let kind = match (integers.is_empty(), dice.below(6)) {
        (false, 1) => Aggregate::Sum(dice.one(&integers).0.clone()),
        (false, 2) => Aggregate::Greatest(dice.one(&integers).0.clone()),
        (false, 3) => Aggregate::Least(dice.one(&integers).0.clone()),
        (false, 4) => Aggregate::Mean(dice.one(&integers).0.clone()),
        (false, 5) => Aggregate::Quantile(dice.one(&integers).0.clone(), "0.25", (1, 4)),
        _ => Aggregate::Count,
    };
    let filter = |dice: &mut Dice| {
        (!columns.is_empty() && dice.once_in(2)).then(|| Condition::random(dice, &columns, 2))
    };
    let aggregate = Measure {
        name: String::new(),
        kind,
        filter: filter(dice),
    };
    (from, aggregate, filter(dice))
}
