//! Dice → a spec that the program accepts.

use super::cell::Cell;
use super::condition::{Condition, Named};
use super::dice::Dice;
use super::measures::measures;
use super::second::{second_aggregate, second_step};
use super::spec::{
    Aggregate, Below, Breakdown, Check, Keep, Kind, Measure, Metric, Rule, Scope, ScopeTop,
    ShareOf, Sort, Spec, Unmatched, Upper, is_list,
};
use super::table::{
    ACCOUNTS, BUCKETS, COSTS, DAYS, FAMILIES, LANGUAGES, OWNERS, PRICES, SIZES, TASKS, YEARS, ZONES,
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
pub(super) fn values_of(name: &str) -> Vec<Cell> {
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
        "cost" => COSTS.map(Cell::Cents).to_vec(),
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
pub(super) fn row_names() -> Vec<Named> {
    let more = ["size", "downloads", "balance", "cost"];
    let names = DIMENSIONS.into_iter().chain(more);
    names
        .map(|name| (name.to_owned(), values_of(name)))
        .collect()
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
    let scope = dice.once_in(3).then(|| scope(dice, &measures));
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

/// First values, a condition that reads no list, or both.
fn scope(dice: &mut Dice, measures: &[Measure]) -> Scope {
    let kind = dice.below(3);
    let names: Vec<Named> = row_names()
        .into_iter()
        .filter(|(name, _)| !is_list(name))
        .collect();
    Scope {
        filter: (kind > 0).then(|| Condition::random(dice, &names, 1)),
        top: (kind < 2).then(|| ScopeTop {
            by: dice
                .one(&["account", "owner", "task", "language", "family"])
                .to_owned(),
            measure: dice.one(&[&measures[..4], &measures[15..]].concat()),
            n: 1 + dice.below(3),
        }),
    }
}

/// How rows are ordered, where it is said.
pub(super) fn sort(dice: &mut Dice, measures: &[Measure]) -> Option<Sort> {
    match dice.below(5) {
        0 => None,
        1 => Some(Sort::Value),
        2 => Some(Sort::Key),
        3 => Some(Sort::Label),
        _ => Some(Sort::By(dice.below(measures.len()))),
    }
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
    let measures = dice.some(measures, 3);
    let mut found = Breakdown {
        name: format!("b{at}"),
        from: None,
        of_more: false,
        sort: sort(dice, &measures),
        measures,
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
        total: dice.once_in(3),
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
        total: dice.once_in(3),
    };
    finish(dice, &mut found, values_of);
    found
}

/// Chooses what is held fixed, and what stays.
pub(super) fn finish(
    dice: &mut Dice,
    breakdown: &mut Breakdown,
    values_of: impl Fn(&str) -> Vec<Cell>,
) {
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
                    by: dice.below(breakdown.measures.len()),
                },
                1 => Rule::Top {
                    n: 1 + dice.below(2),
                    per_parent: !behind_list,
                    by: dice.below(breakdown.measures.len()),
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
    pub(super) fn columns(&self, values_of: impl Fn(&str) -> Vec<Cell>) -> Vec<Named> {
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
                (Kind::Amount, kind) => {
                    let is_cost = matches!(kind, Aggregate::Sum(column) if column == "cost");
                    let values = if is_cost {
                        values_of("cost")
                    } else {
                        integers()
                    };
                    names.push((name.clone(), values));
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
                    if matches!(kind, Aggregate::Quotient(..) | Aggregate::Ratio(..)) {
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
    let below = match (measure.name.as_str(), below) {
        ("balances", _) => Below::None,
        // Decimals and counts have units of their own.
        ("costs", Below::Measure(_)) => Below::Everything,
        (_, below) => below,
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
