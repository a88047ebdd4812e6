//! Helpers for expressions in tests, and a test of the documented cases of every operator and
//! function.

use super::{
    AGGREGATES, Environment, Expression, Name, NameSpace, OPERATORS, PRINCIPLES, Reader, Rows,
    Type, Value, functions,
};
use crate::diagnostic::Diagnostic;
use indexmap::IndexMap;

/// Checks an expression over names with types.
pub(super) fn read(text: &str, names: &[(&str, Type)]) -> Expression {
    try_read(text, names).unwrap_or_else(|problems| panic!("{text}: {problems:?}"))
}

/// An expression over the rows of a source.
pub(super) fn read_measure(text: &str, names: &[(&str, Type)]) -> Expression {
    let found = reading(names, |reader| reader.measure(text, ""));
    found.unwrap_or_else(|problems| panic!("{text}: {problems:?}"))
}

fn try_read(text: &str, names: &[(&str, Type)]) -> Result<Expression, Vec<String>> {
    reading(names, |reader| reader.row(text, ""))
}

fn reading(
    names: &[(&str, Type)],
    read: impl FnOnce(&mut Reader<'_>) -> Result<Expression, Vec<Diagnostic>>,
) -> Result<Expression, Vec<String>> {
    let namespace = NameSpace {
        names: names
            .iter()
            .map(|(name, kind)| ((*name).to_owned(), Name::Column(*kind)))
            .collect(),
        ..NameSpace::default()
    };
    let params = IndexMap::new();
    let environment = Environment { params: &params };
    let found = read(&mut Reader::new(environment, &namespace));
    found.map_err(|problems| {
        problems
            .into_iter()
            .map(|problem| problem.message)
            .collect()
    })
}

/// The result of an expression without names, as a case writes it.
fn gives(text: &str) -> String {
    match try_read(text, &[]) {
        Err(problems) => format!("refused: {}", problems.join("; ")),
        Ok(expression) => match expression.node.value(&|_| Value::Null) {
            Ok(value) => value.to_string(),
            Err(failure) => format!("error: {}", failure.diagnostic().message),
        },
    }
}

/// Every case of the documentation.
fn cases() -> impl Iterator<Item = (&'static str, &'static str)> {
    let operators = OPERATORS.iter().flat_map(|(_, lines)| *lines);
    let operators = PRINCIPLES.iter().chain(operators);
    let operators = operators.flat_map(|line| line.cases);
    let functions = functions().flat_map(|entry| entry.cases);
    operators.chain(functions).copied()
}

#[test]
fn every_operator_and_function_gives_what_its_cases_say() {
    for entry in functions() {
        assert!(!entry.cases.is_empty(), "{} has no case", entry.name);
    }
    for (topic, lines) in OPERATORS {
        for line in lines {
            assert!(!line.cases.is_empty(), "{topic}: {}", line.written);
        }
    }
    let wrong: Vec<String> = cases()
        .filter_map(|(sql, wanted)| {
            let found = gives(sql);
            (found != wanted).then(|| format!("{sql} gives {found}, not {wanted}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What an aggregate gives over rows with some values of `x`, as a case writes it.
fn gives_over(text: &str, values: &str) -> String {
    let values: Vec<Expression> = values
        .split(", ")
        .filter(|value| !value.is_empty())
        .map(|value| read(value, &[]))
        .collect();
    let kinds = values.iter().map(|value| value.kind);
    let kind = kinds.fold(Type::Any, |so_far, kind| match (so_far, kind) {
        (Type::Any, kind) | (Type::Integer, kind @ Type::Number) => kind,
        (so_far, _) => so_far,
    });
    let found = reading(&[("x", kind)], |reader| reader.measure(text, ""));
    let cells: Vec<Value> = values
        .iter()
        .map(|value| value.node.value(&|_| Value::Null).expect("a value"))
        .collect();
    let rows = Rows {
        count: cells.len(),
        cell: &|row, _| cells[row].clone(),
    };
    match found.map(|expression| expression.node.over(&rows)) {
        Err(problems) => format!("refused: {}", problems.join("; ")),
        Ok(Ok(value)) => value.to_string(),
        Ok(Err(failure)) => format!("error: {}", failure.diagnostic().message),
    }
}

#[test]
fn every_aggregate_gives_what_its_cases_say_in_any_order_of_the_rows() {
    for entry in &AGGREGATES {
        assert!(!entry.cases.is_empty(), "{} has no case", entry.written);
        for (sql, values, wanted) in entry.cases {
            assert_eq!(gives_over(sql, values), *wanted, "{sql} of {values}");
            let mut turned: Vec<&str> = values.split(", ").collect();
            turned.reverse();
            let turned = turned.join(", ");
            assert_eq!(gives_over(sql, &turned), *wanted, "{sql} of {turned}");
        }
    }
}

#[test]
fn a_tree_is_written_so_that_it_reads_back_as_itself() {
    let names = [
        ("a", Type::Integer),
        ("b", Type::Integer),
        ("t", Type::Text),
        ("p", Type::Boolean),
        ("q", Type::Boolean),
        ("d", Type::Date),
        ("odd name", Type::Text),
    ];
    for text in [
        "a - (b - a)",
        "a - b - a",
        "-(a + b) * 2",
        "a / b / a",
        "(p OR q) AND NOT (p AND q)",
        "NOT p OR q",
        "(a > b) IS NOT TRUE",
        "a NOT IN (1, 2, -3)",
        "NOT (a IN (1))",
        "a BETWEEN 1 AND 2 OR p",
        "t LIKE '100\\%' ESCAPE '\\'",
        "t NOT ILIKE 'it''s%'",
        "CASE a WHEN 1 THEN 'x' ELSE t || 'y' END",
        "TRY_CAST(t AS INTEGER) + 0.25",
        "CAST(t AS DECIMAL(18, 2)) + CAST(a AS DECIMAL(4, 0))",
        "d - DATE '2025-10-01' > 7",
        "\"odd name\" ->> 'k' = 'v'",
        "coalesce(NULLIF(t, ''), 'none')",
        "p = (q = p)",
    ] {
        let tree = read(text, &names).node;
        let written = tree.to_string();
        assert_eq!(
            read(&written, &names).node,
            tree,
            "{text} was written {written}"
        );
    }
}
