//! Rows and parts of the inputs in a comparison for people.

use super::part::Part;
use super::split::{
    Amount, Attributed, Attribution, Move, OfRows, Part as OfChange, RowsOf, Split,
};
use crate::text::{Locale, Number, Ratio, number};

/// How rows make the changes.
pub(super) fn row_parts(rows: &OfRows) -> Vec<Part> {
    let count = |rows: usize| number::integer(Number::Integer(rows as i128), Locale::En);
    let heading = format!(
        "Rows of `{}` by `{}`: {} stayed, {} new, {} gone",
        rows.source,
        rows.key,
        count(rows.stayed),
        count(rows.new),
        count(rows.gone)
    );
    let columns = &[
        "sum or count",
        "change",
        "grew",
        "shrank",
        "new",
        "gone",
        "recoded",
    ];
    let lines = rows.numbers.iter().map(split);
    let mut parts = vec![
        Part::new(&heading, columns, lines.collect())
            .or("no sum and no count of these rows changed")
            .headed(),
    ];
    let recoded = rows.recoded.iter().flat_map(|recoded| {
        let all = vec![
            recoded.dimension.clone(),
            counted_rows(recoded.rows),
            String::new(),
        ];
        let moves = recoded.moves.iter().map(|it| moved(it, &count));
        [all].into_iter().chain(moves).collect::<Vec<_>>()
    });
    let columns = &["dimension", "rows", "from and to"];
    parts.push(
        Part::new("Recoded rows", columns, recoded.collect())
            .or("no row of both files has another value of a dimension"),
    );
    if !rows.not_split.is_empty() {
        let lines = rows.not_split.iter().map(|name| vec![name.clone()]);
        let heading = "Metrics that changed and are no sums or counts of these rows";
        parts.push(Part::new(heading, &["metric"], lines.collect()));
    }
    parts
}

fn moved(it: &Move, count: &impl Fn(usize) -> String) -> Vec<String> {
    let value = |code: &Option<String>| code.clone().unwrap_or_else(|| "(none)".to_owned());
    vec![
        String::new(),
        count(it.rows),
        format!("{} → {}", value(&it.from), value(&it.to)),
    ]
}

fn split(it: &Split) -> Vec<String> {
    let name = match (it.kind, it.rows) {
        ("measure", RowsOf::All) => format!("{} of all rows", it.name),
        ("measure", RowsOf::Scope) => format!("{} in scope", it.name),
        ("numerator", _) => format!("{} (numerator)", it.name),
        ("row", _) => format!("{}: {}", it.name, it.measure),
        _ => it.name.clone(),
    };
    vec![
        name,
        signed(it.change),
        part(it.stayed.grew),
        part(it.stayed.shrank),
        part(it.added),
        part(it.gone),
        part(it.recoded.all),
    ]
}

/// A change, and of how many rows it is.
fn part(it: OfChange) -> String {
    match it.rows {
        0 => "–".to_owned(),
        rows => format!("{} ({})", signed(it.change), counted_rows(rows)),
    }
}

fn counted_rows(rows: usize) -> String {
    let count = number::integer(Number::Integer(rows as i128), Locale::En);
    format!("{count} {}", if rows == 1 { "row" } else { "rows" })
}

fn signed(amount: Amount) -> String {
    let whole = Number::Ratio(Ratio {
        numerator: amount.units,
        denominator: 10_i128.pow(u32::from(amount.scale)),
    });
    number::signed(&number::decimal(whole, amount.scale, Locale::En))
}

/// What each part of the inputs makes of the changes.
pub(super) fn attribution_parts(found: &Attribution) -> Vec<Part> {
    let names: Vec<&str> = found
        .parts
        .iter()
        .filter(|part| part.left_out.is_none())
        .map(|part| part.name.as_str())
        .collect();
    let lines = found.parts.iter().map(|part| {
        let why = part.left_out.as_ref();
        let said = why.map_or_else(
            || "computed again with it as it was".to_owned(),
            |why| format!("left out: {why}"),
        );
        vec![part.name.clone(), said]
    });
    let heading = "Parts of the inputs that differ, exchanged one at a time";
    let mut parts = vec![
        Part::new(heading, &["part", ""], lines.collect())
            .or("none: the inputs of both bundles are the same"),
    ];
    if names.is_empty() {
        return parts;
    }
    let columns: Vec<&str> = ["number", "change"]
        .into_iter()
        .chain(names.iter().copied())
        .chain(["together and left out"])
        .collect();
    for (heading, list) in [
        ("What each part makes of the metrics", &found.metrics),
        ("What each part makes of the shares", &found.cells),
    ] {
        let lines = list.iter().map(|it| attributed(it, &names));
        let part = Part::new(heading, &columns, lines.collect());
        parts.push(part.or("no change can be attributed").headed());
    }
    let lines = found.moves.iter().map(|it| {
        let needs = match it.needs.as_slice() {
            [] => "no single part".to_owned(),
            needs => needs.join(", "),
        };
        vec![it.breakdown.clone(), it.what.clone(), needs]
    });
    let heading = "Entered, left, ranks: not without the new";
    let columns = &["breakdown", "", "parts"];
    parts.push(Part::new(heading, columns, lines.collect()).or("nothing entered, left or moved"));
    parts
}

fn attributed(it: &Attributed, names: &[&str]) -> Vec<String> {
    let effect = |name: &&str| {
        let effect = it.effects.get(*name);
        effect.cloned().unwrap_or_else(|| "–".to_owned())
    };
    let first = [it.name.clone(), it.change.clone()].into_iter();
    let effects = names.iter().map(effect);
    first.chain(effects).chain([it.rest.clone()]).collect()
}
