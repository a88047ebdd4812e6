//! Coverage as aligned lines.

use crate::diagnostic::counted;
use crate::pipeline::Executed;
use crate::report::{Coverage as Asked, Covered, Report};
use crate::results::{Coverage, KeyWeight, Standing, Value, thresholds};
use crate::text::Locale;
use crate::text::number::{decimal, integer};
use std::fmt::Write;

/// A table of all, and below it what each lacks and does not use, with at most `top` keys a list.
pub(super) fn text(executed: &Executed, top: usize) -> String {
    let (report, results) = (&executed.checked.report, &executed.results);
    let all: Vec<(&Asked, &Coverage)> = report.coverage.values().zip(&results.coverage).collect();
    let mut text = String::new();
    if let Some(period) = &report.period {
        let _ = writeln!(text, "period {}\n", period.name);
    }
    let head = [
        "name",
        "of",
        "known",
        "rows known",
        "empty",
        "blank",
        "unknown",
        "asked",
    ];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    lines.extend(
        all.iter()
            .map(|(asked, coverage)| row(report, asked, coverage)),
    );
    text += &aligned(&lines, &[false, false, true, true, true, true, true, false]);
    let mut told: Vec<(&Asked, &Coverage)> = Vec::new();
    for (asked, coverage) in &all {
        // Dimensions of one lookup by one key mostly have the same to tell.
        let same = |(other, known): &&(&Asked, &Coverage)| {
            lookup_of(other) == lookup_of(asked)
                && known.unknown == coverage.unknown
                && known.blank == coverage.blank
                && known.unused == coverage.unused
        };
        if lookup_of(asked).is_some() && !told.iter().any(|it| same(&it)) {
            text += &lists(report, asked, coverage, top);
            told.push((asked, coverage));
        }
    }
    text
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

fn row(report: &Report, asked: &Asked, coverage: &Coverage) -> Vec<String> {
    let of = match &asked.of {
        Covered::Lookup {
            lookup,
            attribute,
            key,
        } => {
            let attribute = &report.lookups[lookup].columns[*attribute];
            format!("{lookup}.{attribute} by {key}")
        }
        Covered::Column(_) => "column".to_owned(),
    };
    let share = |standing| thresholds::shown(&coverage.share(coverage.of(standing)));
    let known = coverage.of(Standing::Known);
    let mut asks = thresholds::asked(asked);
    if !thresholds::is_reached(asked, coverage) {
        asks += ": NOT REACHED";
    }
    vec![
        asked.name.clone(),
        format!("{}, {of}", measure(asked)),
        share(Standing::Known),
        thresholds::shown(&coverage.rows_share(known)),
        share(Standing::Empty),
        share(Standing::Blank),
        share(Standing::Unknown),
        asks,
    ]
}

/// The keys that a lookup lacks, has no value for, and that no row has.
fn lists(report: &Report, asked: &Asked, coverage: &Coverage, top: usize) -> String {
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
        text += &heaviest(asked, coverage, &coverage.unknown, top);
    }
    if !coverage.blank.is_empty() {
        let attribute = &report.lookups[lookup].columns[*attribute];
        let count = keys(&coverage.blank);
        let _ = writeln!(text, "\nlookup {lookup} has no {attribute} for {count}:");
        text += &heaviest(asked, coverage, &coverage.blank, top);
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

fn heaviest(asked: &Asked, coverage: &Coverage, keys: &[KeyWeight], top: usize) -> String {
    let head = ["rank", "key", "rows", measure(asked), "share"];
    let mut lines = vec![head.map(str::to_owned).to_vec()];
    lines.extend(keys.iter().take(top).enumerate().map(|(at, key)| {
        let amount = match coverage.amount(key.weight) {
            Value::Decimal(value) => decimal(value.ratio().into(), value.scale, Locale::En),
            value => integer(value.units().into(), Locale::En),
        };
        vec![
            (at + 1).to_string(),
            key.key.to_string(),
            integer(key.weight.rows.into(), Locale::En),
            amount,
            thresholds::shown(&coverage.share(key.weight)),
        ]
    }));
    let more = keys.len().saturating_sub(top);
    let mut text = aligned(&lines, &[true, false, true, true, true]);
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
