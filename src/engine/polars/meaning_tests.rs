//! The cases of `docs/sql.md` over rows: what an expression gives of literals it gives of columns, in a
//! few rows and in many, wherever it is evaluated.

use super::evaluate;
use crate::engine::polars::cells::{Cells, RowValues};
use crate::engine::polars::problem::Problem;
use crate::sql::{
    Environment, Expression, FunctionEntry, NameSpace, Node, OPERATORS, Reader, Type, Value,
    functions,
};
use indexmap::IndexMap;
use polars::prelude::*;

/// Rows of which the engine looks at every text once.
const MANY: usize = 3000;

/// Arguments that are written down, whatever the row.
fn is_written(entry: &FunctionEntry, at: usize) -> bool {
    match entry.name {
        "date_part" | "date_trunc" => at == 0,
        "regexp_like" | "regexp_extract" | "regexp_replace" => at == 1,
        _ => false,
    }
}

/// The literals of an expression as columns, one each.
fn taken_out(node: &mut Node, cells: &mut Vec<(Value, Type)>) {
    let kind = match node {
        Node::Literal(Value::Integer(value)) if i64::try_from(*value).is_ok() => Type::Integer,
        Node::Literal(Value::Ratio(_) | Value::Number(_)) => Type::Number,
        Node::Literal(Value::Text(_)) => Type::Text,
        Node::Literal(Value::Date(_)) => Type::Date,
        Node::Literal(Value::Boolean(_)) => Type::Boolean,
        Node::Literal(Value::List(_)) => Type::List,
        Node::Call(entry, arguments) => {
            for (at, argument) in arguments.iter_mut().enumerate() {
                if !is_written(entry, at) {
                    taken_out(argument, cells);
                }
            }
            return;
        }
        other => {
            for part in other.parts_mut() {
                taken_out(part, cells);
            }
            return;
        }
    };
    let name = Node::Name(format!("c{}", cells.len()));
    if let Node::Literal(value) = std::mem::replace(node, name) {
        cells.push((value, kind));
    }
}

fn frame(cells: &[(Value, Type)], height: usize) -> DataFrame {
    let columns = cells.iter().enumerate().map(|(at, (value, kind))| {
        match RowValues::constant(value, *kind, height) {
            RowValues::Column(column) => column.with_name(format!("c{at}").into()),
            RowValues::Wide(_) => panic!("{value} does not fit into a column"),
        }
    });
    DataFrame::new(height, columns.collect()).expect("a frame")
}

fn value(found: &RowValues, row: usize) -> Value {
    match found {
        RowValues::Column(column) => Cells::of(column).expect("cells").value(row),
        RowValues::Wide(values) => values[row].map_or(Value::Null, Value::Integer),
    }
}

fn gives(expression: &Expression, cells: &[(Value, Type)], height: usize) -> String {
    let found = evaluate(&frame(cells, height), &[expression]);
    match found {
        Ok(found) => {
            let (first, last) = (value(&found[0], 0), value(&found[0], height - 1));
            assert_eq!(first, last, "{expression}");
            first.to_string()
        }
        Err(Problem::Told(diagnostic)) => format!("error: {}", diagnostic.message),
        Err(Problem::Polars(error)) => panic!("{expression}: {error}"),
    }
}

#[test]
fn every_case_of_the_documentation_holds_over_columns_too() {
    let operators = OPERATORS.iter().flat_map(|(_, lines)| *lines);
    let cases = operators.flat_map(|line| line.cases);
    let cases = cases.chain(functions().flat_map(|entry| entry.cases));
    let (params, names) = (IndexMap::new(), NameSpace::default());
    let environment = Environment { params: &params };
    let mut looked_at = 0;
    for (sql, wanted) in cases {
        let Ok(mut expression) = Reader::new(environment, &names).row(sql, "") else {
            assert!(wanted.starts_with("refused: "), "{sql}");
            continue;
        };
        let mut cells = Vec::new();
        taken_out(&mut expression.node, &mut cells);
        expression.names = expression.node.names();
        if cells.is_empty() {
            continue;
        }
        looked_at += 1;
        for height in [1, MANY] {
            let found = gives(&expression, &cells, height);
            assert_eq!(found, *wanted, "{sql} as {expression} in {height} rows");
        }
    }
    assert!(looked_at > 150, "{looked_at}");
}
