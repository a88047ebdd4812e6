//! Cells that break the contract: what is wrong with them, in words, and the first of them.

use super::rows::SourceRows;
use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::report::{ABOVE_MAX, BELOW_MIN, ContractColumn, MAX_TEXT};
use crate::results::Violation;
use crate::source::Connection;
use crate::spec::grammar::OnViolation;
use crate::sql::{Type, Value};

/// Number of rows that a message shows.
const SHOWN: usize = 5;

/// The cells of a column of the table that a condition finds, with the keys of their rows: of all, or the first few.
pub(super) fn cells(
    rows: &SourceRows<'_>,
    (name, condition): (&str, &str),
    most: Option<usize>,
    connection: &mut Connection,
) -> Result<Vec<(String, String)>, Diagnostic> {
    let texts = rows.dialect().texts();
    let text = |cell: &str| format!("CAST({cell} AS {texts})");
    let mut columns = rows.source.columns.iter();
    let unique = columns.find(|(_, column)| column.unique && column.is_plain());
    let key = unique.and_then(|(key, _)| rows.plain(key));
    let key = key.map_or_else(|| "''".to_owned(), |plain| text(&plain.cell));
    let cell = rows
        .plain(name)
        .map_or_else(|| "''".to_owned(), |plain| text(&plain.cell));
    let limit = most.map_or_else(String::new, |most| format!(" LIMIT {most}"));
    let sql = format!(
        "SELECT {key} AS k, {cell} AS v FROM {} WHERE {condition} ORDER BY 1, 2{limit}",
        rows.database.from()
    );
    let columns = connection.ask(&sql)?.columns;
    let [keys, cells] = columns.as_slice() else {
        return Ok(Vec::new());
    };
    let shown = |value: &Value| -> String {
        let text = value.plain().unwrap_or_default();
        text.chars().take(80).collect()
    };
    let pairs = keys.iter().zip(cells);
    Ok(pairs.map(|(key, cell)| (shown(key), shown(cell))).collect())
}

/// The error about some bad cells of a column, the first of which are given.
pub(super) fn broken(
    rows: &SourceRows<'_>,
    name: &str,
    (problem, count): (&'static str, i128),
    first: &[(String, String)],
) -> Diagnostic {
    let column = &rows.source.columns[name];
    let shown = first
        .iter()
        .take(SHOWN)
        .map(|(key, cell)| match key.as_str() {
            "" => format!("`{cell}`"),
            key => format!("{key}: `{cell}`"),
        });
    let shown = shown.collect::<Vec<_>>().join("; ");
    let more = if count > SHOWN as i128 { "; …" } else { "" };
    let message = format!(
        "source `{}`, column `{name}`: {}",
        rows.source.name,
        in_words(column, problem, count)
    );
    Diagnostic::error(Code::CONTRACT, message)
        .at(Location::key(&column.pointer))
        .hint(format!("first of them: {shown}{more}"))
        .hint(advice(column, problem))
}

/// Number of rows that a query for a message asks for.
pub(super) const FIRST: Option<usize> = Some(SHOWN + 1);

/// The bad cells of a column, as they are listed after they were cleared or dropped.
pub(super) fn listed(
    rows: &SourceRows<'_>,
    name: &str,
    problem: &'static str,
    cells: Vec<(String, String)>,
) -> Vec<Violation> {
    let action = match rows.source.columns[name].on_violation {
        OnViolation::Drop => "drop",
        OnViolation::Clear | OnViolation::Error => "clear",
    };
    let cells = cells.into_iter();
    let listed = cells.map(|(key, found)| Violation {
        file: rows.database.shown(),
        row: 0,
        key,
        column: name.to_owned(),
        problem,
        found,
        action,
    });
    listed.collect()
}

fn advice(column: &ContractColumn, problem: &str) -> &'static str {
    match problem {
        "null" => "say `nullable: true`, or `on_violation: drop` to leave such rows out",
        "duplicate" if column.on_violation != OnViolation::Error => {
            "the rows of a database have no order that says which of them is the first: choose one in a view or in `query`"
        }
        "duplicate" => "mend the data or take `unique` away",
        "below min" => BELOW_MIN,
        "above max" => ABOVE_MAX,
        _ => {
            "mend the data; `on_violation: clear` empties such cells and `drop` leaves their rows out"
        }
    }
}

fn in_words(column: &ContractColumn, problem: &str, cells: i128) -> String {
    let counted = |one, other| counted(cells, one, other);
    match problem {
        "wrong type" => {
            let digits = match column.kind {
                Type::Decimal(scale) => {
                    format!(", which has at most {scale} digits behind the point")
                }
                _ => String::new(),
            };
            let cells = counted("cell that is", "cells that are");
            format!("{cells} not of type {}{digits}", column.kind)
        }
        "null" => format!(
            "{}, and the contract says `nullable: false`",
            counted("empty cell", "empty cells")
        ),
        "too long" => format!(
            "{} longer than {MAX_TEXT} characters",
            counted("text that is", "texts that are")
        ),
        "below min" => {
            let min = column.min.unwrap_or_default();
            format!("{} below min {min}", counted("cell", "cells"))
        }
        "above max" => {
            let max = column.max.unwrap_or_default();
            format!("{} above max {max}", counted("cell", "cells"))
        }
        _ => format!(
            "{}, and the contract says `unique: true`",
            counted("repeated value", "repeated values")
        ),
    }
}
