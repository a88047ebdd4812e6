//! Coverage as aligned lines.

use crate::diagnostic::counted;
use crate::pipeline::Executed;
use crate::report::{Coverage as Asked, Covered, Report};
use crate::results::thresholds::{self, shown};
use crate::results::{Coverage, KeyWeight, PreviousCoverage, Standing, Value, ranks};
use crate::text::Locale;
use crate::text::number::{decimal, integer, points_short, signed};
use std::fmt::Write;

/// A coverage, and that of the period before.
#[derive(Clone, Copy)]
struct One<'a> {
    asked: &'a Asked,
    now: &'a Coverage,
    before: Option<&'a PreviousCoverage>,
}

/// A column of the table: its head, whether its cells stand to the right, and what they say.
type TableColumn<'a> = (&'a str, bool, &'a dyn Fn(&One<'_>) -> String);

/// A table of all, and below it what each lacks and does not use, with at most `top` keys a list.
pub(super) fn text(executed: &Executed, top: usize) -> String {
    let (report, results) = (&executed.checked.report, &executed.results);
    let all = report.coverage.iter().zip(&results.coverage);
    let all: Vec<One<'_>> = all
        .map(|((name, asked), now)| One {
            asked,
            now,
            before: results.coverage_before(name),
        })
        .collect();
    let mut text = String::new();
    if let Some(period) = &report.period {
        let before = results.previous.as_ref();
        let before = before.map(|it| format!(", before it {}", it.period));
        let before = before.unwrap_or_default();
        let _ = writeln!(text, "period {}{before}\n", period.name);
    }
    text += &table(report, &all);
    let mut told: Vec<One<'_>> = Vec::new();
    for one in all {
        // Dimensions of one lookup by one key mostly have the same to tell.
        let same = |other: &One<'_>| {
            lookup_of(other.asked) == lookup_of(one.asked)
                && other.now.unknown == one.now.unknown
                && other.now.blank == one.now.blank
                && other.now.unused == one.now.unused
        };
        if lookup_of(one.asked).is_some() && !told.iter().any(same) {
            text += &lists(report, &one, top);
            told.push(one);
        }
    }
    text
}

fn table(report: &Report, all: &[One<'_>]) -> String {
    let of = |standing: Standing| move |one: &One<'_>| shown(&one.now.share(one.now.of(standing)));
    let rows = |one: &One<'_>| shown(&one.now.rows_share(one.now.of(Standing::Known)));
    let before = |one: &One<'_>| one.before.map_or_else(String::new, |it| shown(&it.share));
    let change = |one: &One<'_>| {
        let change = one.before.and_then(|it| it.change(one.now).number());
        change.map_or_else(String::new, |it| signed(&points_short(it, 2, Locale::En)))
    };
    let asks = |one: &One<'_>| {
        let missed = if thresholds::is_reached(one.asked, one.now) {
            ""
        } else {
            ": NOT REACHED"
        };
        format!("{}{missed}", thresholds::asked(one.asked))
    };
    let what = |one: &One<'_>| format!("{}, {}", measure(one.asked), covered(report, one.asked));
    let [known, blank, empty, unknown] = Standing::ALL.map(of);
    let mut columns: Vec<TableColumn<'_>> = vec![
        ("name", false, &|one| one.asked.name.clone()),
        ("of", false, &what),
        ("known", true, &known),
    ];
    if all.iter().any(|one| one.before.is_some()) {
        columns.extend([
            ("before", true, &before as &dyn Fn(&One<'_>) -> String),
            ("change", true, &change),
        ]);
    }
    columns.extend([
        ("rows known", true, &rows as &dyn Fn(&One<'_>) -> String),
        ("empty", true, &empty),
        ("blank", true, &blank),
        ("unknown", true, &unknown),
        ("asked", false, &asks),
    ]);
    let head = columns.iter().map(|(head, ..)| (*head).to_owned());
    let mut lines: Vec<Vec<String>> = vec![head.collect()];
    lines.extend(all.iter().map(|one| {
        let cells = columns.iter().map(|(_, _, cell)| cell(one));
        cells.collect()
    }));
    let to_the_right: Vec<bool> = columns.iter().map(|(_, right, _)| *right).collect();
    aligned(&lines, &to_the_right)
}

/// Lookup and key of a coverage.
fn lookup_of(asked: &Asked) -> Option<(&str, &str)> {
    match &asked.of {
        Covered::Lookup { lookup, key, .. } => Some((lookup, key)),
        Covered::Column(_) => None,
    }
}

fn measure(asked: &Asked) -> &str {
    asked.measure.as_ref().map_or("rows", |it| &it.name)
}

/// What is covered.
fn covered(report: &Report, asked: &Asked) -> String {
    match &asked.of {
        Covered::Lookup {
            lookup,
            attribute,
            key,
        } => {
            let attribute = &report.lookups[lookup].columns[*attribute];
            format!("{lookup}.{attribute} by {key}")
        }
        Covered::Column(_) => "column".to_owned(),
    }
}

/// The keys that a lookup lacks, has no value for, and that no row has.
fn lists(report: &Report, one: &One<'_>, top: usize) -> String {
    let (asked, coverage) = (one.asked, one.now);
    let Covered::Lookup {
        lookup, attribute, ..
    } = &asked.of
    else {
        return String::new();
    };
    let mut text = String::new();
    let keys = |found: &[KeyWeight]| counted(found.len() as i128, "key", "keys");
    if !coverage.unknown.is_empty() {
        let count = keys(&coverage.unknown);
        let _ = writeln!(text, "\nlookup {lookup} lacks {count}:");
        text += &heaviest(one, &coverage.unknown, one.before, top);
    }
    if !coverage.blank.is_empty() {
        let attribute = &report.lookups[lookup].columns[*attribute];
        let count = keys(&coverage.blank);
        let _ = writeln!(text, "\nlookup {lookup} has no {attribute} for {count}:");
        text += &heaviest(one, &coverage.blank, None, top);
    }
    if !coverage.unused.is_empty() {
        let count = counted(
            coverage.unused.len() as i128,
            "key that no row has",
            "keys that no row has",
        );
        let mut named: Vec<&str> = coverage
            .unused
            .iter()
            .map(String::as_str)
            .take(top)
            .collect();
        if coverage.unused.len() > top {
            named.push("…");
        }
        let named = named.join(", ");
        let _ = writeln!(text, "\nlookup {lookup} has {count}: {named}");
    }
    text
}

/// Keys with what they carry; of unknown ones `before` says which are new.
fn heaviest(
    one: &One<'_>,
    keys: &[KeyWeight],
    before: Option<&PreviousCoverage>,
    top: usize,
) -> String {
    let coverage = one.now;
    let head = ["rank", "key", "rows", measure(one.asked), "share", ""];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    let weighed = |key: &KeyWeight| coverage.amount(key.weight);
    let ranks = ranks(keys, |one, other| {
        weighed(one).compare(&weighed(other)).is_eq()
    });
    lines.extend(keys.iter().zip(ranks).take(top).map(|(key, rank)| {
        let amount = match weighed(key) {
            Value::Decimal(value) => decimal(value.ratio().into(), value.scale, Locale::En),
            value => integer(value.units().into(), Locale::En),
        };
        let is_new = before.is_some_and(|before| before.is_new(key));
        vec![
            rank.to_string(),
            key.key.to_string(),
            integer(key.weight.rows.into(), Locale::En),
            amount,
            shown(&coverage.share(key.weight)),
            if is_new { "new" } else { "" }.to_owned(),
        ]
    }));
    let more = keys.len().saturating_sub(top);
    let mut text = aligned(&lines, &[true, false, true, true, true, false]);
    if more > 0 {
        let _ = writeln!(text, "and {more} more");
    }
    text
}

/// Lines with aligned columns, some of them to the right.
fn aligned(lines: &[Vec<String>], to_the_right: &[bool]) -> String {
    let width = |column: usize| {
        let cells = lines.iter().map(|line| line[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..to_the_right.len()).map(width).collect();
    let lines = lines.iter().map(|line| {
        let cells = line.iter().zip(&widths).zip(to_the_right);
        let cells = cells.map(|((cell, width), right)| {
            if *right {
                format!("{cell:>width$}")
            } else {
                format!("{cell:<width$}")
            }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        format!("{}\n", line.trim_end())
    });
    lines.collect()
}
