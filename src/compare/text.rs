//! A comparison for people: for the terminal, and in Markdown.

use super::part::Part;
use super::rows::{BreakdownChange, CellChange};
use super::split_text::{attribution_parts, row_parts};
use super::{ClaimChange, Comparison, Difference, MetricChange, Side};
use crate::text::escape_markdown;
use std::fmt::Write;

/// The comparison as aligned lines.
pub(crate) fn terminal(comparison: &Comparison) -> String {
    let mut text = format!("{} → {}\n", named(&comparison.old), named(&comparison.new));
    for part in parts(comparison) {
        let _ = writeln!(text, "\n{}", part.heading);
        if part.rows.is_empty() {
            let _ = writeln!(text, "  {}", part.nothing);
        }
        let heads = part.has_heads.then(|| part.columns.clone());
        let rows: Vec<&Vec<String>> = heads.iter().chain(&part.rows).collect();
        let count = part.columns.len();
        let width = |at: usize| {
            let cells = rows.iter().map(|row| row[at].chars().count());
            cells.max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..count).map(width).collect();
        for row in rows {
            let cells = row.iter().zip(&widths);
            let cells = cells.map(|(cell, width)| format!("{cell:<width$}"));
            let line = cells.collect::<Vec<_>>().join("  ");
            let _ = writeln!(text, "  {}", line.trim_end());
        }
    }
    text
}

/// The comparison with a table for each part.
pub(crate) fn markdown(comparison: &Comparison) -> String {
    let escaped = |text: &str| escape_markdown(text).replace('|', "\\|");
    let (old, new) = (named(&comparison.old), named(&comparison.new));
    let mut text = format!("# {} → {}\n", escaped(&old), escaped(&new));
    for part in parts(comparison) {
        let _ = writeln!(text, "\n## {}\n", part.heading);
        if part.rows.is_empty() {
            let _ = writeln!(text, "{}", part.nothing);
            continue;
        }
        let _ = writeln!(text, "| {} |", part.columns.join(" | "));
        let _ = writeln!(text, "|{}", " --- |".repeat(part.columns.len()));
        for row in &part.rows {
            let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
    }
    text
}

/// A bundle by its folder and its period.
fn named(side: &Side) -> String {
    let period: Vec<&str> = side.period.values().map(String::as_str).collect();
    if period.is_empty() {
        side.folder.clone()
    } else {
        format!("{} ({})", side.folder, period.join(", "))
    }
}

/// The columns of differences.
const BEFORE_AND_AFTER: &[&str] = &["what", "before", "", "after"];

fn parts(comparison: &Comparison) -> Vec<Part> {
    let mut parts = vec![
        Part::new(
            "What is not growth",
            BEFORE_AND_AFTER,
            differences(&comparison.not_growth),
        )
        .or("nothing: definitions, lookups, corrections, scope and version are the same"),
    ];
    if !comparison.params.is_empty() {
        let params = differences(&comparison.params);
        parts.push(Part::new("Params", BEFORE_AND_AFTER, params));
    }
    let columns = &["metric", "before", "", "after", "change", "not only growth"];
    let metrics = comparison.metrics.iter().map(metric);
    parts.push(Part::new("Metrics", columns, metrics.collect()).or("no metric differs"));
    let columns = &["claim", "", "says", "not only growth"];
    let claims = comparison.claims.iter().map(claim);
    parts.push(Part::new("Claims that turned", columns, claims.collect()).or("no claim turned"));
    let columns = &["breakdown", "", "row", "not only growth"];
    let moves = comparison.breakdowns.iter().flat_map(moves);
    parts.push(
        Part::new("Entered, left, ranks", columns, moves.collect())
            .or("no row entered or left, no rank changed"),
    );
    let columns = &[
        "breakdown",
        "row",
        "column",
        "before",
        "",
        "after",
        "change",
        "not only growth",
    ];
    let cells = comparison.cells.iter().map(cell);
    parts.push(
        Part::new("Shares that changed most", columns, cells.collect()).or("no share changed"),
    );
    parts.extend(comparison.rows.iter().flat_map(row_parts));
    parts.extend(comparison.attribution.iter().flat_map(attribution_parts));
    if !comparison.published.is_empty() {
        let changed = differences(&comparison.published);
        parts.push(Part::new(
            "Published figures that changed",
            BEFORE_AND_AFTER,
            changed,
        ));
    }
    parts
}

/// Between what was and what is.
const ARROW: &str = "→";

fn differences(list: &[Difference]) -> Vec<Vec<String>> {
    let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
    let rows = list.iter().map(|it| {
        let what = format!("{} {}", it.kind, it.name);
        vec![what, side(&it.old), ARROW.to_owned(), side(&it.new)]
    });
    rows.collect()
}

fn metric(it: &MetricChange) -> Vec<String> {
    let [before, after] = it.shown.clone();
    vec![
        it.name.clone(),
        before,
        ARROW.to_owned(),
        after,
        it.change.clone(),
        because(&it.because),
    ]
}

fn claim(it: &ClaimChange) -> Vec<String> {
    let now = if it.new { "holds now" } else { "holds no more" };
    let [_, says] = it.says.clone();
    vec![it.name.clone(), now.to_owned(), says, because(&it.because)]
}

fn moves(it: &BreakdownChange) -> Vec<Vec<String>> {
    let line = |what: &str, who: String| {
        let because = because(&it.because);
        vec![it.name.clone(), what.to_owned(), who, because]
    };
    let mut lines = Vec::new();
    if !it.entered.is_empty() {
        lines.push(line("entered", listed(&it.entered)));
    }
    if !it.left.is_empty() {
        lines.push(line("left", listed(&it.left)));
    }
    lines.extend(it.ranks.iter().map(|rank| line("rank", rank.to_string())));
    lines
}

fn cell(it: &CellChange) -> Vec<String> {
    let [before, after] = it.shown.clone();
    vec![
        it.breakdown.clone(),
        it.row.clone(),
        it.column.clone(),
        before,
        ARROW.to_owned(),
        after,
        it.change.clone(),
        because(&it.because),
    ]
}

/// Rows that are named before the others are counted.
const NAMED: usize = 10;

fn listed(names: &[String]) -> String {
    let shown = names
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// What a number uses that differs too.
fn because(names: &[String]) -> String {
    if names.is_empty() {
        return String::new();
    }
    format!("differs: {}", names.join(", "))
}
