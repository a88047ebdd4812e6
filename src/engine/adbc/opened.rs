//! The columns of a table, held against the contract → the rows of a source as a part of queries.

use super::reading::{Reading, plain, reading, unreadable};
use super::rows::{Plain, SourceRows, Wrong};
use super::translate::condition;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{ContractColumn, MAX_TEXT, Source};
use crate::source::{Connection, Database};
use crate::spec::grammar::OnViolation;
use crate::sql::{Node, Type};
use arrow_schema::{DataType, Schema};
use std::collections::BTreeMap;

/// The rows of a source that nothing was asked of yet.
///
/// # Errors
/// The database does not say its columns, or one has a type that does not fit its contract.
pub(super) fn opened<'a>(
    source: &'a Source,
    database: &'a Database,
    connection: &mut Connection,
) -> Result<SourceRows<'a>, Vec<Diagnostic>> {
    let schema = connection.schema(database).map_err(|d| vec![d])?;
    let kind_of = |name: &str| {
        let field = schema.fields().iter().find(|field| field.name() == name);
        field.map(|field| field.data_type().clone())
    };
    let dialect = database.dialect;
    let mut rows = SourceRows {
        source,
        database,
        columns: BTreeMap::new(),
        given: BTreeMap::new(),
        within: None,
    };
    let mut problems = Vec::new();
    for (at, (name, column)) in source.columns.iter().enumerate() {
        if let Node::Name(read) = &column.value.node {
            let Some(kind) = kind_of(read) else {
                problems.push(missing(&schema, database, read, column));
                continue;
            };
            let cell = dialect.quoted(read);
            match reading(&cell, &kind, column.kind, dialect) {
                Ok(reading) => {
                    let plain = plain_column(format!("c{at}"), cell, &kind, reading, column);
                    rows.columns.insert(name, plain);
                }
                Err(why) => problems.push(unreadable(read, &why, &column.pointer)),
            }
            continue;
        }
        if column.on_violation == OnViolation::Drop {
            let message = format!(
                "column `{name}` is computed here, so that the database cannot leave out rows by it"
            );
            let problem = Diagnostic::error(Code::CONTRACT, message)
                .at(Location::key(&column.pointer))
                .hint("compute it in a view or in `query`, or say `on_violation: clear`");
            problems.push(problem);
        }
        for read in &column.value.names {
            let Some(kind) = kind_of(read) else {
                problems.push(missing(&schema, database, read, column));
                continue;
            };
            let next = format!("g{}", rows.given.len());
            let value = plain(&dialect.quoted(read), &kind, dialect);
            rows.given.entry(read.clone()).or_insert((next, value));
        }
    }
    if let Some(filter) = &source.filter {
        match condition(&filter.node, &rows) {
            Some(sql) => rows.within = Some(sql),
            None => problems.push(untranslated(&filter.pointer)),
        }
    }
    if problems.is_empty() {
        Ok(rows)
    } else {
        Err(problems)
    }
}

fn plain_column(
    alias: String,
    cell: String,
    kind: &DataType,
    reading: Reading,
    column: &ContractColumn,
) -> Plain {
    let value = reading.value;
    let mut wrong: Vec<Wrong> = Vec::new();
    wrong.extend(reading.wrong.map(|condition| ("wrong type", condition)));
    if !column.nullable {
        wrong.push(("null", format!("{cell} IS NULL")));
    }
    if let Some(min) = column.min {
        wrong.push(("below min", format!("{value} < {min}")));
    }
    if let Some(max) = column.max {
        wrong.push(("above max", format!("{value} > {max}")));
    }
    if column.kind == Type::Text && !kind.is_integer() {
        wrong.push(("too long", format!("LENGTH({value}) > {MAX_TEXT}")));
    }
    Plain {
        alias,
        cell,
        value,
        wrong,
    }
}

fn missing(
    schema: &Schema,
    database: &Database,
    read: &str,
    column: &ContractColumn,
) -> Diagnostic {
    let names = schema.fields().iter().map(|field| field.name().as_str());
    let names: Vec<&str> = names.collect();
    let problem = crate::source::missing_column(&database.shown(), read, &names);
    problem.at(Location::key(&column.pointer))
}

fn untranslated(pointer: &str) -> Diagnostic {
    let message = "this condition is no comparison that a database decides as we do";
    Diagnostic::error(Code::DATABASE, message)
        .at(Location::value(pointer))
        .hint("compare columns with values (=, <, IN, BETWEEN, IS NULL, AND, OR, NOT), or filter in a view or in `query`")
}
