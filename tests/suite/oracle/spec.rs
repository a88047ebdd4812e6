//! Random specs: dimensions of all kinds, measures of all kinds, breakdowns with all that they may say, second
//! steps, metrics.

use super::cell::Cell;
use super::condition::{Condition, Named};
use super::dice::Dice;
use super::table::{
    ACCOUNTS, BUCKETS, DAYS, FAMILIES, LANGUAGES, OWNERS, SIZES, TASKS, YEARS, ZONES,
};
use std::fmt::Write;

/// What becomes of keys without a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unmatched {
    Warn,
    Keep,
    Exclude,
    Code,
}

/// A report.
#[derive(Clone, Debug)]
pub(super) struct Spec {
    pub(super) owner: Unmatched,
    pub(super) zone: Unmatched,
    pub(super) family: Unmatched,
    pub(super) right_closed: bool,
    pub(super) scope: Option<Scope>,
    pub(super) breakdowns: Vec<Breakdown>,
    pub(super) metrics: Vec<Metric>,
}

/// The n values of a dimension with most of a measure.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    pub(super) by: String,
    pub(super) measure: Measure,
    pub(super) n: usize,
}

/// A measure.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    pub(super) name: String,
    pub(super) kind: Aggregate,
    pub(super) filter: Option<Condition>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Aggregate {
    Count,
    CountValues(String),
    Sum(String),
    Least(String),
    Greatest(String),
    Mean(String),
    Distinct(Vec<String>),
}

impl Measure {
    /// Whether shares and cumulative shares come with it.
    pub(super) fn is_amount(&self) -> bool {
        !matches!(
            self.kind,
            Aggregate::Least(_) | Aggregate::Greatest(_) | Aggregate::Mean(_)
        )
    }

    fn is_mean(&self) -> bool {
        matches!(self.kind, Aggregate::Mean(_))
    }

    fn yaml(&self) -> String {
        let (call, column) = match &self.kind {
            Aggregate::Distinct(names) => {
                return format!(
                    "  {}: {{count_distinct: [{}]}}\n",
                    self.name,
                    names.join(", ")
                );
            }
            Aggregate::Count => ("count", "*"),
            Aggregate::CountValues(column) => ("count", column.as_str()),
            Aggregate::Sum(column) => ("sum", column.as_str()),
            Aggregate::Least(column) => ("min", column.as_str()),
            Aggregate::Greatest(column) => ("max", column.as_str()),
            Aggregate::Mean(column) => ("avg", column.as_str()),
        };
        let filter = self.filter.as_ref().map_or_else(String::new, |filter| {
            format!(" FILTER (WHERE {})", filter.sql())
        });
        format!("  {}: {{sql: \"{call}({column}){filter}\"}}\n", self.name)
    }
}

/// What stays of a level.
#[derive(Clone, Debug)]
pub(super) struct Keep {
    pub(super) rule: Rule,
    pub(super) fold: bool,
}

#[derive(Clone, Debug)]
pub(super) enum Rule {
    Top { n: usize, per_parent: bool },
    Any(Condition),
    Values(Vec<Cell>),
}

/// What shares of a list are of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ShareOf {
    Valid,
    Rows,
    Mentions,
}

#[derive(Clone, Debug)]
pub(super) struct Breakdown {
    pub(super) name: String,
    /// Position of the breakdown that it starts from.
    pub(super) from: Option<usize>,
    pub(super) by: Vec<String>,
    pub(super) measures: Vec<Measure>,
    pub(super) filter: Option<Condition>,
    pub(super) all_rows: bool,
    pub(super) within: Vec<usize>,
    pub(super) share_of: ShareOf,
    pub(super) cumulative: bool,
    pub(super) keep: Vec<Option<Keep>>,
    /// Attributes, with whether it must be the only one.
    pub(super) with: Vec<(String, bool)>,
    /// Whether rows are ordered by key; none for what the language says.
    pub(super) by_key: Option<bool>,
}

/// What stands below a metric.
#[derive(Clone, Debug)]
pub(super) enum Below {
    None,
    Everything,
    Where(Condition),
    Measure(Measure),
    AllRows,
}

#[derive(Clone, Debug)]
pub(super) enum Upper {
    Rows {
        measure: Measure,
        all_rows: bool,
        below: Below,
    },
    /// An aggregate over the rows of a breakdown.
    Second { from: usize, aggregate: Measure },
}

#[derive(Clone, Debug)]
pub(super) struct Metric {
    pub(super) name: String,
    pub(super) upper: Upper,
    pub(super) filter: Option<Condition>,
}

/// Whether a dimension is the list or builds on it.
pub(super) fn is_list(name: &str) -> bool {
    name == "language" || name == "family"
}

/// What rows of the source can be grouped by.
const DIMENSIONS: [&str; 12] = [
    "account", "task", "year", "language", "owner", "bucket", "day", "family", "flag", "zone",
    "big", "both",
];

fn texts<'a>(values: impl IntoIterator<Item = &'a str>) -> Vec<Cell> {
    values
        .into_iter()
        .map(|text| Cell::Text(text.to_owned()))
        .collect()
}

/// What the values of a dimension may be.
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
        by: dice.one(&["account", "owner", "task"]).to_owned(),
        measure: dice.one(&measures[..4]),
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
    };
    for at in 0..=dice.below(5) {
        let breakdown = breakdown(dice, at, &measures);
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
        by_key: dice.one(&[None, Some(false), Some(true)]),
        by,
    };
    finish(dice, &mut found, values_of);
    found
}

/// What is held fixed, and what stays.
fn finish(dice: &mut Dice, breakdown: &mut Breakdown, values_of: impl Fn(&str) -> Vec<Cell>) {
    let levels = breakdown.by.len();
    if dice.once_in(2) {
        breakdown.within = (0..levels).filter(|_| dice.once_in(2)).collect();
    }
    let columns = breakdown.columns(&values_of);
    for level in 0..levels {
        let name = breakdown.by[level].clone();
        // Which parents of a list fold is not known of a row without a value of it.
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
    /// Its columns with values that they may be held against.
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
            if measure.is_amount() {
                names.push((name.clone(), integers()));
                names.push((format!("{name}_share"), shares()));
                names.push((format!("{name}_rank"), integers()));
                if self.cumulative {
                    names.push((format!("{name}_cumulative"), shares()));
                }
            } else if measure.is_mean() {
                names.push((format!("{name}_rank"), integers()));
            } else if self.from.is_none() {
                names.push((
                    name.clone(),
                    match &measure.kind {
                        Aggregate::Least(column) | Aggregate::Greatest(column) => values_of(column),
                        _ => integers(),
                    },
                ));
            }
        }
        names
    }
}

fn second_step(dice: &mut Dice, at: usize, from: usize, first: &Breakdown) -> Breakdown {
    let columns = first.columns(values_of);
    let is_integer = |named: &&Named| matches!(named.1[0], Cell::Integer(_));
    let is_share = |named: &&Named| matches!(named.1[0], Cell::Share(..));
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
        measures.push(named("mean_of_it", Aggregate::Mean(column)));
    }
    for measure in &mut measures {
        if dice.once_in(4) {
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
        by_key: dice.one(&[None, Some(false), Some(true)]),
        by,
    };
    let known = columns.clone();
    finish(dice, &mut found, |name| {
        let of = known.iter().find(|named| named.0 == name);
        of.map_or_else(|| vec![Cell::Integer(1)], |named| named.1.clone())
    });
    found
}

fn metric(dice: &mut Dice, at: usize, measures: &[Measure], breakdowns: &[Breakdown]) -> Metric {
    let name = format!("m{at}");
    if dice.once_in(2) {
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
        let kind = match (integers.is_empty(), dice.below(4)) {
            (false, 1) => Aggregate::Sum(dice.one(&integers).0.clone()),
            (false, 2) => Aggregate::Greatest(dice.one(&integers).0.clone()),
            (false, 3) => Aggregate::Least(dice.one(&integers).0.clone()),
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
        return Metric {
            name,
            upper: Upper::Second { from, aggregate },
            filter: filter(dice),
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
    // A sum that may be negative is no denominator here.
    let below = match measure.name.as_str() {
        "balances" => Below::None,
        _ => below,
    };
    Metric {
        name,
        upper: Upper::Rows {
            measure,
            all_rows: dice.once_in(4),
            below,
        },
        filter: dice.once_in(2).then(|| Condition::random(dice, &names, 2)),
    }
}

impl Spec {
    /// The spec as YAML.
    pub(super) fn yaml(&self) -> String {
        let rule = |rule| match rule {
            Unmatched::Warn => "",
            Unmatched::Keep => ", unmatched: keep",
            Unmatched::Exclude => ", unmatched: exclude",
            Unmatched::Code => ", unmatched: {code: zz}",
        };
        let mut text = format!(
            "version: 1
title: Any
sources:
  models:
    path: rows.json
    columns:
      model: {{type: string, unique: true}}
      account: {{type: string, nullable: true}}
      task: {{type: string, nullable: true}}
      year: {{type: integer, nullable: true}}
      size: {{type: integer, nullable: true}}
      day: {{type: date, nullable: true}}
      flag: {{type: boolean, nullable: true}}
      languages: {{type: \"list<string>\", nullable: true}}
      downloads: {{type: integer}}
      balance: {{type: integer}}
lookups:
  owners: {{key: account, rows: [{}]}}
  zones: {{key: owner, rows: [{}]}}
  families: {{key: code, rows: [{}]}}
  known: {{key: code, rows: [{{code: en}}, {{code: fr}}, {{code: de}}]}}
dimensions:
  owner: {{lookup: owners.owner, key: account{}}}
  zone: {{lookup: zones.zone, key: owner{}}}
  language: {{explode: languages, valid: known.code}}
  family: {{lookup: families.family, key: language{}}}
  bucket: {{bucket: size, edges: [5, 10, 20]{}}}
  big: {{sql: \"size > 9\"}}
  both: {{sql: \"owner = 'o0' AND size > 9\"}}
measures:
",
            lookup_rows("account", "owner", &OWNERS),
            lookup_rows("owner", "zone", &ZONES),
            lookup_rows("code", "family", &FAMILIES),
            rule(self.owner),
            rule(self.zone),
            rule(self.family),
            if self.right_closed {
                ", closed: right"
            } else {
                ""
            },
        );
        for measure in self.measures() {
            text.push_str(&measure.yaml());
        }
        if let Some(scope) = &self.scope {
            let _ = writeln!(
                text,
                "scope: {{top: {{by: {}, measure: {}, n: {}}}}}",
                scope.by, scope.measure.name, scope.n
            );
        }
        text.push_str("breakdowns:\n");
        for breakdown in &self.breakdowns {
            let from = breakdown.from.map(|at| self.breakdowns[at].name.clone());
            let _ = writeln!(text, "  {}: {{{}}}", breakdown.name, breakdown.yaml(from));
        }
        if !self.metrics.is_empty() {
            text.push_str("metrics:\n");
        }
        for metric in &self.metrics {
            let _ = writeln!(
                text,
                "  {}: {{{}}}",
                metric.name,
                metric.yaml(&self.breakdowns)
            );
        }
        text.push_str("sections: [{text: \".\"}]\nallow: [HF0308, HF0311, HF0312, HF0405]\n");
        text
    }

    fn measures(&self) -> Vec<&Measure> {
        let mut found: Vec<&Measure> = Vec::new();
        let of_metrics = self.metrics.iter().flat_map(|metric| match &metric.upper {
            Upper::Rows {
                measure,
                below: Below::Measure(below),
                ..
            } => vec![measure, below],
            Upper::Rows { measure, .. } => vec![measure],
            Upper::Second { .. } => Vec::new(),
        });
        let of_breakdowns = self.breakdowns.iter().flat_map(|b| &b.measures);
        let of_scope = self.scope.iter().map(|scope| &scope.measure);
        for measure in of_breakdowns.chain(of_metrics).chain(of_scope) {
            if !found.iter().any(|known| known.name == measure.name) {
                found.push(measure);
            }
        }
        found
    }
}

fn lookup_rows(key: &str, attribute: &str, rows: &[(&str, Option<&str>)]) -> String {
    let rows = rows.iter().map(|(code, value)| match value {
        Some(value) => format!("{{{key}: {code}, {attribute}: {value}}}"),
        None => format!("{{{key}: {code}}}"),
    });
    rows.collect::<Vec<_>>().join(", ")
}

fn condition(text: &mut String, key: &str, filter: Option<&Condition>) {
    if let Some(filter) = filter {
        let _ = write!(text, ", {key}: \"{}\"", filter.sql());
    }
}

impl Breakdown {
    fn yaml(&self, from: Option<String>) -> String {
        let names: Vec<&str> = self.measures.iter().map(|m| m.name.as_str()).collect();
        let mut text = format!(
            "by: [{}], measures: [{}]",
            self.by.join(", "),
            names.join(", ")
        );
        if let Some(from) = from {
            let _ = write!(text, ", from: {from}");
        }
        condition(&mut text, "where", self.filter.as_ref());
        if self.all_rows {
            text.push_str(", rows: all");
        }
        if !self.within.is_empty() {
            let names: Vec<&str> = self.within.iter().map(|at| self.by[*at].as_str()).collect();
            let _ = write!(text, ", within: [{}]", names.join(", "));
        } else if self.by.len() > 1 {
            text.push_str(", within: total");
        }
        if self.from.is_none() && self.by.iter().any(|name| is_list(name)) {
            let what = match self.share_of {
                ShareOf::Valid => "valid",
                ShareOf::Rows => "rows",
                ShareOf::Mentions => "mentions",
            };
            let _ = write!(text, ", share_of: {what}");
        }
        if self.cumulative {
            text.push_str(", cumulative: true");
        }
        match self.by_key {
            Some(true) => text.push_str(", sort: key"),
            Some(false) => text.push_str(", sort: value"),
            None => {}
        }
        let kept = self.by.iter().zip(&self.keep);
        let kept: Vec<String> = kept
            .filter_map(|(name, keep)| Some(format!("{name}: {{{}}}", keep.as_ref()?.yaml())))
            .collect();
        if !kept.is_empty() {
            let _ = write!(text, ", keep: {{{}}}", kept.join(", "));
        }
        let with = self
            .with
            .iter()
            .map(|(name, only)| format!("{name}: {}", if *only { "only" } else { "largest" }));
        let with: Vec<String> = with.collect();
        if !with.is_empty() {
            let _ = write!(text, ", with: {{{}}}", with.join(", "));
        }
        text
    }
}

impl Keep {
    fn yaml(&self) -> String {
        let mut text = match &self.rule {
            Rule::Top { n, per_parent } => {
                let per = if *per_parent { ", per: parent" } else { "" };
                format!("top: {n}{per}")
            }
            Rule::Any(condition) => format!("any: \"{}\"", condition.sql()),
            Rule::Values(values) => {
                let values = values.iter().filter_map(Cell::code);
                let values: Vec<String> = values.map(|code| format!("'{code}'")).collect();
                format!("values: [{}]", values.join(", "))
            }
        };
        if !self.fold {
            text.push_str(", other: drop");
        }
        text
    }
}

impl Metric {
    fn yaml(&self, breakdowns: &[Breakdown]) -> String {
        let mut text = match &self.upper {
            Upper::Second { from, aggregate } => {
                let written = aggregate.yaml();
                let (_, sql) = written.split_once("sql: ").expect("an aggregate");
                let sql = sql.trim_end().trim_end_matches('}');
                format!("from: {}, sql: {sql}", breakdowns[*from].name)
            }
            Upper::Rows {
                measure,
                all_rows,
                below,
            } => {
                let mut text = format!("measure: {}", measure.name);
                if *all_rows {
                    text.push_str(", rows: all");
                }
                match below {
                    Below::None => {}
                    Below::Everything => text.push_str(", of: {}, empty: 0"),
                    Below::Where(filter) => {
                        let _ = write!(text, ", of: {{where: \"{}\"}}, empty: 0", filter.sql());
                    }
                    Below::Measure(measure) => {
                        let _ = write!(text, ", of: {{measure: {}}}, empty: 0", measure.name);
                    }
                    Below::AllRows => text.push_str(", of: {rows: all}, empty: 0"),
                }
                text
            }
        };
        condition(&mut text, "where", self.filter.as_ref());
        text
    }
}
