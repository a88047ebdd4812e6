//! Random tables with columns of all types, and the values of each row.

use super::cell::Cell;
use super::condition::Cells;
use super::dice::Dice;
use super::spec::{Spec, Unmatched};
use serde_json::json;

/// A row of the source.
#[derive(Clone, Debug)]
pub(super) struct Row {
    account: Option<&'static str>,
    task: Option<&'static str>,
    year: Option<i128>,
    size: Option<i128>,
    day: Option<&'static str>,
    flag: Option<bool>,
    languages: Option<Vec<&'static str>>,
    downloads: i128,
    balance: i128,
    price: Option<(f64, i128, i128)>,
    /// In hundredths.
    cost: Option<i128>,
}

pub(super) const ACCOUNTS: [&str; 5] = ["a0", "a1", "a2", "a3", "a4"];
pub(super) const TASKS: [&str; 3] = ["t0", "t1", "Others"];
pub(super) const YEARS: [i128; 4] = [9, 10, 2, 100];
pub(super) const DAYS: [&str; 3] = ["2025-01-31", "2024-12-31", "2025-02-01"];
pub(super) const LANGUAGES: [&str; 4] = ["en", "fr", "de", "xx"];
/// Numbers with fractions, and what they are exactly.
pub(super) const PRICES: [(f64, i128, i128); 5] = [
    (0.1, 1, 10),
    (0.2, 1, 5),
    (2.25, 9, 4),
    (-1.5, -3, 2),
    (3.0, 3, 1),
];
/// Decimals in hundredths.
pub(super) const COSTS: [i128; 6] = [10, 1281, 300, 5, 0, 20];
pub(super) const SIZES: [i128; 6] = [5, 10, 4, 20, 19, 0];
pub(super) const BUCKETS: [&str; 4] = ["..5", "5..10", "10..20", "20.."];
const EDGES: [i128; 3] = [5, 10, 20];

/// Owner of each account: `a3` has no row, `a4` a row without an owner.
pub(super) const OWNERS: [(&str, Option<&str>); 4] = [
    ("a0", Some("o0")),
    ("a1", Some("o0")),
    ("a2", Some("o1")),
    ("a4", None),
];
/// Zone of each owner.
pub(super) const ZONES: [(&str, Option<&str>); 2] = [("o0", Some("z0")), ("o1", Some("z1"))];
/// Family of each language: French has no row.
pub(super) const FAMILIES: [(&str, Option<&str>); 2] =
    [("en", Some("germanic")), ("de", Some("germanic"))];

/// Some rows.
pub(super) fn rows(dice: &mut Dice) -> Vec<Row> {
    let count = 1 + dice.below(24);
    (0..count)
        .map(|_| Row {
            account: dice.maybe(8, |dice| dice.one(&ACCOUNTS)),
            task: dice.maybe(5, |dice| dice.one(&TASKS)),
            year: dice.maybe(6, |dice| dice.one(&YEARS)),
            size: dice.maybe(5, |dice| dice.one(&SIZES)),
            day: dice.maybe(5, |dice| dice.one(&DAYS)),
            flag: dice.maybe(4, |dice| dice.one(&[true, false])),
            languages: dice.maybe(5, |dice| {
                let count = dice.below(4);
                (0..count).map(|_| dice.one(&LANGUAGES)).collect()
            }),
            downloads: dice.one(&[1, 0, 2, 5, 5, 10]),
            balance: dice.one(&[0, -3, 4]),
            price: dice.maybe(4, |dice| dice.one(&PRICES)),
            cost: dice.maybe(4, |dice| dice.one(&COSTS)),
        })
        .collect()
}

/// The rows as a file.
pub(super) fn json(rows: &[Row]) -> String {
    let rows = rows.iter().enumerate().map(|(at, row)| {
        json!({
            "model": format!("m{at}"), "account": row.account, "task": row.task, "year": row.year.map(|year| year as i64),
            "size": row.size.map(|size| size as i64), "day": row.day, "flag": row.flag, "languages": row.languages,
            "downloads": row.downloads as i64, "balance": row.balance as i64, "price": row.price.map(|price| price.0),
            "cost": row.cost.map(|cost| cost as f64 / 100.0),
        })
        .to_string()
    });
    format!("[\n{}\n]", rows.collect::<Vec<_>>().join(",\n"))
}

impl Row {
    /// The distinct valid values of the list.
    pub(super) fn mentions(&self) -> Vec<&'static str> {
        let mut found = Vec::new();
        for language in self.languages.iter().flatten() {
            if *language != "xx" && !found.contains(language) {
                found.push(*language);
            }
        }
        found
    }

    /// The value of every column and dimension, for one of its languages or none.
    pub(super) fn cells(&self, model: usize, language: Option<&'static str>, spec: &Spec) -> Cells {
        let text =
            |value: Option<&str>| value.map_or(Cell::Null, |value| Cell::Text(value.to_owned()));
        let integer = |value: Option<i128>| value.map_or(Cell::Null, Cell::Integer);
        let truth = |value: Option<bool>| value.map_or(Cell::Null, Cell::Truth);
        let account = text(self.account);
        let owner = look_up(&account, &OWNERS, spec.owner);
        let zone = look_up(&owner, &ZONES, spec.zone);
        let family = match language {
            // Without a value in the list there is no key.
            None => Cell::Null,
            Some(language) => look_up(&text(Some(language)), &FAMILIES, spec.family),
        };
        let big = self.size.map(|size| size > 9);
        let is_own = owner.code().map(|owner| owner == "o0");
        let both = match (is_own, big) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
        [
            ("model", Cell::Text(format!("m{model}"))),
            ("account", account),
            ("task", text(self.task)),
            ("year", integer(self.year)),
            ("size", integer(self.size)),
            (
                "day",
                self.day.map_or(Cell::Null, |day| Cell::Day(day.to_owned())),
            ),
            ("flag", truth(self.flag)),
            ("downloads", Cell::Integer(self.downloads)),
            ("balance", Cell::Integer(self.balance)),
            (
                "price",
                self.price
                    .map_or(Cell::Null, |(_, above, below)| Cell::fraction(above, below)),
            ),
            ("cost", self.cost.map_or(Cell::Null, Cell::Cents)),
            ("bucket", self.bucket(spec.right_closed)),
            ("owner", owner),
            ("zone", zone),
            ("language", text(language)),
            ("family", family),
            ("big", truth(big)),
            ("both", truth(both)),
        ]
        .into_iter()
        .map(|(name, cell)| (name.to_owned(), cell))
        .collect()
    }

    fn bucket(&self, right_closed: bool) -> Cell {
        let Some(size) = self.size else {
            return Cell::Null;
        };
        let below = |edge: &&i128| {
            if right_closed {
                **edge < size
            } else {
                **edge <= size
            }
        };
        let at = EDGES.iter().filter(below).count();
        Cell::Bucket(at, BUCKETS[at])
    }
}

fn look_up(key: &Cell, rows: &[(&str, Option<&str>)], unmatched: Unmatched) -> Cell {
    if *key == Cell::Excluded {
        return Cell::Excluded;
    }
    let code = key.code();
    let row = rows
        .iter()
        .find(|(known, _)| code.as_deref() == Some(*known));
    match (row, unmatched) {
        (Some((_, value)), _) => value.map_or(Cell::Null, |value| Cell::Text(value.to_owned())),
        (None, Unmatched::Keep) => key.clone(),
        (None, Unmatched::Exclude) => Cell::Excluded,
        (None, Unmatched::Code) => Cell::Text("zz".to_owned()),
        (None, Unmatched::Warn) => Cell::Null,
    }
}
