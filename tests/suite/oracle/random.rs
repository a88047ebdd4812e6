//! Dice → a spec that the program accepts.

use super::cell::Cell;
use super::condition::{Condition, Named};
use super::dice::Dice;
use super::spec::{
    Aggregate, Below, Breakdown, Check, Keep, Kind, Measure, Metric, Rule, Scope, ShareOf, Sort,
    Spec, Unmatched, Upper, is_list,
};
use super::table::{
    ACCOUNTS, BUCKETS, DAYS, FAMILIES, LANGUAGES, OWNERS, PRICES, SIZES, TASKS, YEARS, ZONES,
};

/// The dimensions by which rows of the source can be grouped.
const DIMENSIONS: [&str; 12] = [
    "account", "task", "year", "language", "owner", "bucket", "day", "family", "flag", "zone",
    "big", "both",
];

fn texts<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<Cell> {
    let values = values.into_iter();
    values.map(|text| Cell::Text(text.to_owned())).collect()
}

/// Possible values of a dimension.
fn values_of(name: &str) -> Vec<Cell> {
    let of = |rows: &[(&str, Option<&'static str>)]| {
        let values = rows.iter().filter_map(|row| row.1);
        texts(values.chain(["zz"]))
    };
    match name {
        "account" => texts(ACCOUNTS),
        "task" => texts(TASKS),
        "year" => YEARS.map(Cell::Integer).to_vec(),
        "size" => SIZES.map(Cell::Integer).to_vec(),
        "downloads" => [0, 1, 5, 10].map(Cell::Integer).to_vec(),
        "balance" => [0, -3].map(Cell::Integer).to_vec(),
        "price" => PRICES
            .map(|(_, above, below)| Cell::fraction(above, below))
            .to_vec(),
        "day" => DAYS.map(|day| Cell::Day(day.to_owned())).to_vec(),
        "flag" | "big" | "both" => vec![Cell::Truth(true), Cell::Truth(false)],
        "bucket" => (0..)
            .zip(BUCKETS)
            .map(|(at, code)| Cell::Bucket(at, code))
            .collect(),
        "owner" => of(&OWNERS),
        "zone" => of(&ZONES),
        "family" => of(&FAMILIES),
        "language" => texts(LANGUAGES[..3].iter().copied()),
        other => panic!("{other} has no values"),
    }
}

/// The names of rows of the source, with values.
fn row_names() -> Vec<Named> {
    let more = ["size", "downloads", "balance"];
    let names = DIMENSIONS.into_iter().chain(more);
    names
        .map(|name| (name.to_owned(), values_of(name)))
        .collect()
}

fn measures(dice: &mut Dice) -> Vec<Measure> {
    let names = row_names();
    let plain = |name: &str, kind| Measure {
        name: name.to_owned(),
        kind,
        filter: None,
    };
    let on = |column: &str| column.to_owned();
    let mut measures = vec![
        plain("downloads", Aggregate::Sum(on("downloads"))),
        plain("models", Aggregate::Count),
        plain("languages", Aggregate::Distinct(vec![on("language")])),
        plain("accounts", Aggregate::Distinct(vec![on("account")])),
        plain(
            "pairs",
            Aggregate::Distinct(vec![on("account"), on("language")]),
        ),
        plain("sized", Aggregate::CountValues(on("size"))),
        plain("balances", Aggregate::Sum(on("balance"))),
        plain("first_day", Aggregate::Least(on("day"))),
        plain("largest", Aggregate::Greatest(on("size"))),
        plain("average", Aggregate::Mean(on("downloads"))),
        plain("last_task", Aggregate::Greatest(on("task"))),
        plain(
            "kinds",
            Aggregate::Distinct(vec![on("family"), on("owner")]),
        ),
    ];
    for at in 0..3 {
        let mut some = dice.one(&measures[..2]);
        some.name = format!("some{at}");
        some.filter = Some(Condition::random(dice, &names, 1));
        measures.push(some);
    }
    let of = |at: usize| Box::new(measures[at].clone());
    let some = measures.len() - 1;
    let computed = [
        plain(
            "median",
            Aggregate::Quantile(on("downloads"), "0.5", (1, 2)),
        ),
        plain("prices", Aggregate::Sum(on("price"))),
        plain("mean_price", Aggregate::Mean(on("price"))),
        plain("least_price", Aggregate::Least(on("price"))),
        plain(
            "high_price",
            Aggregate::Quantile(on("price"), "0.9", (9, 10)),
        ),
        plain("per_model", Aggregate::Quotient(of(0), of(1))),
        plain("per_language", Aggregate::Quotient(of(some), of(2))),
        plain("rest", Aggregate::Difference(of(0), of(some))),
        plain(
            "days",
            Aggregate::Difference(
                Box::new(plain("", Aggregate::Greatest(on("day")))),
                Box::new(plain("", Aggregate::Least(on("day")))),
            ),
        ),
        plain(
            "per_price",
            Aggregate::Quotient(Box::new(plain("", Aggregate::Sum(on("price")))), of(1)),
        ),
    ];
    measures.extend(computed);
    measures
}

/// A spec.
pub(super) fn spec(dice: &mut Dice) -> Spec {
    let rules = [
        Unmatched::Warn,
        Unmatched::Keep,
        Unmatched::Exclude,
        Unmatched::Code,
    ];
    let measures = measures(dice);
    let scope = dice.once_in(3).then(|| Scope {
        by: dice
            .one(&["account", "owner", "task", "language", "family"])
            .to_owned(),
        measure: dice.one(&[&measures[..4], &measures[15..]].concat()),
        n: 1 + dice.below(3),
    });
    let mut spec = Spec {
        owner: dice.one(&rules),
        zone: dice.one(&rules),
        family: dice.one(&rules),
        right_closed: dice.once_in(2),
        scope,
        breakdowns: Vec::new(),
        metrics: Vec::new(),
        checks: Vec::new(),
    };
    for at in 0..=dice.below(5) {
        let breakdown = breakdown(dice, at, &measures);
        spec.breakdowns.push(breakdown);
    }
    if dice.once_in(4) {
        let breakdown = breakdown_of_more(dice, &measures);
        spec.breakdowns.push(breakdown);
    }
    let firsts = spec.breakdowns.len();
    for at in 0..dice.below(3) {
        let from = dice.below(firsts);
        let second = second_step(dice, at, from, &spec.breakdowns[from]);
        spec.breakdowns.push(second);
    }
    for at in 0..dice.below(5) {
        let metric = metric(dice, at, &measures, &spec.breakdowns);
        spec.metrics.push(metric);
    }
    for at in 0..dice.below(3) {
        let (from, aggregate, filter) = second_aggregate(dice, &spec.breakdowns);
        spec.checks.push(Check {
            name: format!("c{at}"),
            from,
            aggregate,
            least: dice.one(&[1, 2, 5]),
            filter,
        });
    }
    spec
}

fn breakdown(dice: &mut Dice, at: usize, measures: &[Measure]) -> Breakdown {
    let mut by: Vec<String> = Vec::new();
    for name in dice.some(&DIMENSIONS, 3) {
        if !(is_list(name) && by.iter().any(|known| is_list(known))) {
            by.push(name.to_owned());
        }
    }
    let lists = by.iter().any(|name| is_list(name));
    let others: Vec<&str> = DIMENSIONS
        .into_iter()
        .filter(|name| !by.iter().any(|known| known == name))
        .collect();
    let with = if dice.once_in(2) {
        let names = dice.some(&others, 2).into_iter();
        names
            .map(|name| (name.to_owned(), dice.once_in(2)))
            .collect()
    } else {
        Vec::new()
    };
    let mut found = Breakdown {
        name: format!("b{at}"),
        from: None,
        of_more: false,
        measures: dice.some(measures, 3),
        filter: dice
            .once_in(2)
            .then(|| Condition::random(dice, &row_names(), 2)),
        all_rows: dice.once_in(4),
        within: Vec::new(),
        share_of: match (lists, dice.below(3)) {
            (true, 1) => ShareOf::Rows,
            (true, 2) => ShareOf::Mentions,
            _ => ShareOf::Valid,
        },
        cumulative: dice.once_in(3),
        keep: Vec::new(),
        with,
        sort: dice.one(&[None, Some(Sort::Value), Some(Sort::Key), Some(Sort::Label)]),
        by,
    };
    finish(dice, &mut found, values_of);
    found
}

/// A breakdown of the second source, which has some of the columns and no dimension.
fn breakdown_of_more(dice: &mut Dice, measures: &[Measure]) -> Breakdown {
    let columns = ["task", "account"];
    let reads_columns = [
        "downloads",
        "models",
        "accounts",
        "average",
        "median",
        "per_model",
    ];
    let measures: Vec<Measure> = measures
        .iter()
        .filter(|measure| reads_columns.contains(&measure.name.as_str()))
        .cloned()
        .collect();
    let names: Vec<Named> = ["task", "account", "downloads"]
        .map(|name| (name.to_owned(), values_of(name)))
        .to_vec();
    let mut found = Breakdown {
        name: "more_of_it".to_owned(),
        from: None,
        of_more: true,
        by: dice
            .some(&columns, 2)
            .into_iter()
            .map(str::to_owned)
            .collect(),
        measures: dice.some(&measures, 3),
        filter: dice.once_in(2).then(|| Condition::random(dice, &names, 2)),
        all_rows: false,
        within: Vec::new(),
        share_of: ShareOf::Valid,
        cumulative: dice.once_in(3),
        keep: Vec::new(),
        with: Vec::new(),
        sort: None,
    };
    finish(dice, &mut found, values_of);
    found
}

/// Chooses what is held fixed, and what stays.
fn finish(dice: &mut Dice, breakdown: &mut Breakdown, values_of: impl Fn(&str) -> Vec<Cell>) {
    let levels = breakdown.by.len();
    if dice.once_in(2) {
        breakdown.within = (0..levels).filter(|_| dice.once_in(2)).collect();
    }
    let columns = breakdown.columns(&values_of);
    for level in 0..levels {
        let name = breakdown.by[level].clone();
        // For a row without a value in a list, it is unknown which of the list's parents fold.
        let behind_list = breakdown.by[..level].iter().any(|name| is_list(name));
        let keep = dice.once_in(3).then(|| Keep {
            rule: match dice.below(4) {
                0 => Rule::Top {
                    n: 1 + dice.below(3),
                    per_parent: false,
                },
                1 => Rule::Top {
                    n: 1 + dice.below(2),
                    per_parent: !behind_list,
                },
                2 => Rule::Any(Condition::random(dice, &columns, 1)),
                _ => Rule::Values(dice.some(&values_of(&name), 2)),
            },
            fold: !dice.once_in(3),
        });
        breakdown.keep.push(keep);
    }
}

impl Breakdown {
    /// Its columns with values to compare them with.
    fn columns(&self, values_of: impl Fn(&str) -> Vec<Cell>) -> Vec<Named> {
        let attributes = self.with.iter().map(|(name, _)| name);
        let mut names: Vec<Named> = self
            .by
            .iter()
            .chain(attributes)
            .map(|name| (name.clone(), values_of(name)))
            .collect();
        let integers = || [1, 2, 5, 0].map(Cell::Integer).to_vec();
        let shares = || {
            [50, 10, 25]
                .map(|percent| Cell::Share(percent, 100))
                .to_vec()
        };
        for measure in &self.measures {
            let name = &measure.name;
            match (measure.kind(), &measure.kind) {
                (Kind::Amount, _) => {
                    names.push((name.clone(), integers()));
                    names.push((format!("{name}_share"), shares()));
                    names.push((format!("{name}_rank"), integers()));
                    if self.cumulative {
                        names.push((format!("{name}_cumulative"), shares()));
                    }
                }
                (Kind::Derived, kind) => {
                    if name == "days" {
                        names.push((name.clone(), integers()));
                    }
                    if matches!(kind, Aggregate::Quotient(..)) {
                        names.push((name.clone(), shares()));
                    }
                    names.push((format!("{name}_rank"), integers()));
                }
                (Kind::Value, Aggregate::Least(column) | Aggregate::Greatest(column))
                    if self.from.is_none() =>
                {
                    names.push((name.clone(), values_of(column)));
                }
                (Kind::Value, _) => {}
            }
        }
        names
    }
}

fn second_step(dice: &mut Dice, at: usize, from: usize, first: &Breakdown) -> Breakdown {
    let columns = first.columns(values_of);
    let is_integer = |named: &&Named| matches!(named.1[0], Cell::Integer(_));
    let is_share = |named: &&Named| matches!(named.1[0], Cell::Share(..) | Cell::Fraction(..));
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
    let mut found = Breakdown {
        name: format!("s{at}"),
        from: Some(from),
        of_more: false,
        measures: dice.some(&measures, 3),
        filter: dice
            .once_in(2)
            .then(|| Condition::random(dice, &columns, 1)),
        all_rows: false,
        within: Vec::new(),
        share_of: ShareOf::Valid,
        cumulative: dice.once_in(3),
        keep: Vec::new(),
        with: Vec::new(),
        sort: dice.one(&[None, Some(Sort::Value), Some(Sort::Key), Some(Sort::Label)]),
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
fn second_aggregate(
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

fn metric(dice: &mut Dice, at: usize, measures: &[Measure], breakdowns: &[Breakdown]) -> Metric {
    let name = format!("m{at}");
    if dice.once_in(2) {
        let (from, aggregate, filter) = second_aggregate(dice, breakdowns);
        return Metric {
            name,
            upper: Upper::Second { from, aggregate },
            filter,
        };
    }
    let names = row_names();
    let measure = dice.one(measures);
    let is_amount = measure.is_amount();
    let below = match (is_amount, dice.below(5)) {
        (true, 1) => Below::Everything,
        (true, 2) => Below::Where(Condition::random(dice, &names, 1)),
        (true, 3) => Below::Measure(dice.one(&measures[..6])),
        (true, 4) => Below::AllRows,
        _ => Below::None,
    };
    // A sum that may be negative is not used as a denominator here.
    let below = match measure.name.as_str() {
        "balances" => Below::None,
        _ => below,
    };
    Metric {
        name,
        upper: Upper::Rows {
            measure,
            inline: dice.once_in(3),
            all_rows: dice.once_in(4),
            below,
        },
        filter: dice.once_in(2).then(|| Condition::random(dice, &names, 2)),
    }
}
