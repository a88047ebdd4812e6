//! A comparison for people: for the terminal, and in Markdown.

use super::part::{Line, Part, listed};
use super::rows::{BreakdownChange, CellChange};
use super::split_text::{attribution_parts, row_parts};
use super::{ClaimChange, Comparison, Difference, DifferentReports, MetricChange, Side};
use crate::text::escape_markdown;
use serde_json::{Map, Value};
use std::fmt::Write;

/// Lines of a part where two different reports are compared.
const FIRST: usize = 10;

/// The comparison as aligned lines; of two different reports the first ones of each part, unless `all` are asked for.
pub(crate) fn terminal(comparison: &Comparison, all: bool) -> String {
    let mut text = format!("{} → {}\n", named(&comparison.old), named(&comparison.new));
    if let Some(said) = different_reports(comparison) {
        let _ = writeln!(text, "\n{said}");
    }
    for part in parts(comparison, all) {
        let _ = writeln!(text, "\n{}", part.heading);
        if part.rows.is_empty() {
            let _ = writeln!(text, "  {}", part.nothing);
        }
        if let Some(said) = &part.of_all {
            let _ = writeln!(text, "  {said}");
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
        if let Some(remark) = part.remark() {
            let _ = writeln!(text, "  {remark}");
        }
    }
    text
}

/// The comparison with a table for each part, as many lines as [`terminal`] has.
pub(crate) fn markdown(comparison: &Comparison, all: bool) -> String {
    let escaped = |text: &str| escape_markdown(text).replace('|', "\\|");
    let (old, new) = (named(&comparison.old), named(&comparison.new));
    let mut text = format!("# {} → {}\n", escaped(&old), escaped(&new));
    if let Some(said) = different_reports(comparison) {
        let _ = writeln!(text, "\n{}", escaped(&said));
    }
    for part in parts(comparison, all) {
        let _ = writeln!(text, "\n## {}\n", part.heading);
        if part.rows.is_empty() {
            let _ = writeln!(text, "{}", part.nothing);
            continue;
        }
        if let Some(said) = &part.of_all {
            let _ = writeln!(text, "{}\n", escaped(said));
        }
        let _ = writeln!(text, "| {} |", part.columns.join(" | "));
        let _ = writeln!(text, "|{}", " --- |".repeat(part.columns.len()));
        for row in &part.rows {
            let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
            let _ = writeln!(text, "| {} |", cells.join(" | "));
        }
        if let Some(remark) = part.remark() {
            let _ = writeln!(text, "\n{remark}");
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

/// That the two bundles are of different reports, where they are.
fn different_reports(comparison: &Comparison) -> Option<String> {
    let DifferentReports { in_common, of } = comparison.different_reports.as_ref()?;
    let report = |side: &Side| format!("“{}” of `{}`", side.title, side.spec);
    let verb = if *in_common == 1 { "is" } else { "are" };
    Some(format!(
        "These are two different reports, {} and {}: {in_common} of their {of} metrics and breakdowns {verb} in both. What follows is about what has the same name.",
        report(&comparison.old),
        report(&comparison.new)
    ))
}

/// The parts in their order; of two different reports with their first lines, unless `all` are asked for.
fn parts(comparison: &Comparison, all: bool) -> Vec<Part> {
    let parts = whole_parts(comparison);
    if all || comparison.different_reports.is_none() {
        return parts;
    }
    let parts = parts.into_iter();
    parts.map(|part| part.at_most(FIRST)).collect()
}

fn whole_parts(comparison: &Comparison) -> Vec<Part> {
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
    parts.push(Part::because("Metrics", columns, metrics.collect()).or("no metric differs"));
    let columns = &["claim", "", "says", "not only growth"];
    let claims = comparison.claims.iter().map(claim);
    parts
        .push(Part::because("Claims that turned", columns, claims.collect()).or("no claim turned"));
    let columns = &["breakdown", "", "row", "not only growth"];
    let moves = comparison.breakdowns.iter().flat_map(moves);
    parts.push(
        Part::because("Entered, left, ranks", columns, moves.collect())
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
        Part::because("Shares that changed most", columns, cells.collect()).or("no share changed"),
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

/// A side that is not there.
const NOT_THERE: &str = "–";

/// Differences line by line. What is new or gone is named by its kind, several of a kind in one line; of a definition that is
/// another one only the keys that are not the same are shown.
fn differences(list: &[Difference]) -> Vec<Vec<String>> {
    let line = |what: String, old: &str, new: &str| {
        vec![what, old.to_owned(), ARROW.to_owned(), new.to_owned()]
    };
    let mut rows = Vec::new();
    let mut told: Vec<(&str, bool)> = Vec::new();
    for it in list {
        let name = |verb: &str| format!("{verb} {} {}", it.kind, it.name);
        match (&it.old, &it.new) {
            (Some(old), Some(new)) => {
                let changed = changed_keys(old, new);
                rows.extend(changed.into_iter().map(|(key, [old, new])| {
                    line(format!("{} {}{key}", it.kind, it.name), &old, &new)
                }));
            }
            (None, None) => {}
            (old, _) => {
                let is_new = old.is_none();
                if told.contains(&(it.kind, is_new)) {
                    continue;
                }
                told.push((it.kind, is_new));
                let of_kind = list.iter().filter(|other| {
                    other.kind == it.kind
                        && (other.old.is_none(), other.new.is_none()) == (is_new, !is_new)
                });
                let names: Vec<&str> = of_kind.map(|other| other.name.as_str()).collect();
                let verb = if is_new { "new" } else { "gone" };
                rows.push(match (names.as_slice(), is_new) {
                    ([_], true) => line(name(verb), NOT_THERE, &flat(it.new.as_deref())),
                    ([_], false) => line(name(verb), &flat(it.old.as_deref()), NOT_THERE),
                    (names, _) => {
                        let names = listed(names, NAMED);
                        let what = format!("{verb} {}s", it.kind);
                        if is_new {
                            line(what, NOT_THERE, &names)
                        } else {
                            line(what, &names, NOT_THERE)
                        }
                    }
                });
            }
        }
    }
    rows
}

/// Of two definitions the keys that are not the same, with both of their values; the whole of what has no keys.
fn changed_keys(old: &str, new: &str) -> Vec<(String, [String; 2])> {
    let read = |text: &str| serde_json::from_str::<Map<String, Value>>(text).ok();
    let (Some(before), Some(now)) = (read(old), read(new)) else {
        return vec![(String::new(), [old.to_owned(), new.to_owned()])];
    };
    let gone = before.keys().filter(|key| !now.contains_key(*key));
    let changed = now.keys().chain(gone).filter_map(|key| {
        let sides = [before.get(key), now.get(key)];
        let side = |value: Option<&Value>| value.map_or_else(|| NOT_THERE.to_owned(), written);
        (sides[0] != sides[1]).then(|| (format!(", {key}"), sides.map(side)))
    });
    changed.collect()
}

/// A definition as its keys and values, or as the text that it is.
fn flat(text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    let Ok(map) = serde_json::from_str::<Map<String, Value>>(text) else {
        return text.to_owned();
    };
    let entries = map
        .iter()
        .map(|(key, value)| format!("{key}: {}", written(value)));
    entries.collect::<Vec<_>>().join("; ")
}

/// A value of JSON; a text without its quotes.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

fn metric(it: &MetricChange) -> Line<'_> {
    let [before, after] = it.shown.clone();
    Line {
        cells: vec![
            it.name.clone(),
            before,
            ARROW.to_owned(),
            after,
            it.change.clone(),
        ],
        because: &it.because,
    }
}

fn claim(it: &ClaimChange) -> Line<'_> {
    let now = if it.new { "holds now" } else { "holds no more" };
    let [_, says] = it.says.clone();
    Line {
        cells: vec![it.name.clone(), now.to_owned(), says],
        because: &it.because,
    }
}

fn moves(it: &BreakdownChange) -> Vec<Line<'_>> {
    let line = |what: &str, who: String| Line {
        cells: vec![it.name.clone(), what.to_owned(), who],
        because: &it.because,
    };
    let all = |names: &[String]| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        listed(&names, NAMED)
    };
    let mut lines = Vec::new();
    if !it.entered.is_empty() {
        lines.push(line("entered", all(&it.entered)));
    }
    if !it.left.is_empty() {
        lines.push(line("left", all(&it.left)));
    }
    lines.extend(it.ranks.iter().map(|rank| line("rank", rank.to_string())));
    lines
}

fn cell(it: &CellChange) -> Line<'_> {
    let [before, after] = it.shown.clone();
    Line {
        cells: vec![
            it.breakdown.clone(),
            it.row.clone(),
            it.column.clone(),
            before,
            ARROW.to_owned(),
            after,
            it.change.clone(),
        ],
        because: &it.because,
    }
}

/// Rows that are named before the others are counted.
const NAMED: usize = 10;

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::document::Difference;

    fn lines(list: &[(&'static str, &str, Option<&str>, Option<&str>)]) -> Vec<String> {
        let list = list.iter().map(|(kind, name, old, new)| Difference {
            kind,
            name: (*name).to_owned(),
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
        });
        let rows = differences(&list.collect::<Vec<_>>());
        rows.iter().map(|row| row.join(" ")).collect()
    }

    #[test]
    fn of_a_definition_only_the_keys_that_differ_are_shown() {
        let old = r#"{"measure":"m","where":"small","of":{"rows":"scope"}}"#;
        let new = r#"{"measure":"m","where":"small AND a > 0","of":{"rows":"scope"},"empty":0}"#;
        assert_eq!(
            lines(&[
                ("metric", "share", Some(old), Some(new)),
                ("filter", "small", Some("a < 1"), Some("a < 2")),
            ]),
            [
                "metric share, where small → small AND a > 0",
                "metric share, empty – → 0",
                "filter small a < 1 → a < 2",
            ]
        );
    }

    #[test]
    fn what_is_new_or_gone_is_named_in_one_line_for_each_kind() {
        let claim = r#"{"sql":"a > 1","from":"b"}"#;
        assert_eq!(
            lines(&[
                ("claim", "one", None, Some(claim)),
                ("claim", "two", None, Some(claim)),
                ("filter", "old", Some("a < 1"), None),
                ("metric", "sum", None, Some(claim)),
            ]),
            [
                "new claims – → one, two",
                "gone filter old a < 1 → –",
                "new metric sum – → sql: a > 1; from: b",
            ]
        );
    }
}
