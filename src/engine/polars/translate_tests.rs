//! The engine and the evaluator agree on every translated condition, over every pair of cells,
//! including missing ones.

use super::translate;
use crate::engine::polars::cells::Reading;
use crate::sql::{Comparison, Node, Value};
use crate::text::{Date, Ratio};
use polars::prelude::*;

/// Columns of each type, with missing cells and extreme values.
fn frame() -> DataFrame {
    let integers = [
        None,
        Some(-1),
        Some(0),
        Some(5),
        Some(9_007_199_254_740_993),
        Some(i64::MAX),
    ];
    let others = [
        Some(5),
        None,
        Some(0),
        Some(4),
        Some(9_007_199_254_740_992),
        Some(i64::MIN),
    ];
    let numbers = [
        None,
        Some(0.1),
        Some(-0.0),
        Some(0.3),
        Some(2.5),
        Some(1e300),
    ];
    let texts = [None, Some(""), Some("a"), Some("Z"), Some("é"), Some("a b")];
    let truths = [None, Some(true), Some(false), None, Some(true), Some(false)];
    let days = [None, Some(-1), Some(0), Some(20_362), Some(20_000), Some(1)];
    let days: Int32Chunked = days.into_iter().collect();
    let days = days.into_series().cast(&DataType::Date).unwrap();
    DataFrame::new(
        6,
        vec![
            Column::new("i".into(), integers),
            Column::new("j".into(), others),
            Column::new("n".into(), numbers),
            Column::new("t".into(), texts),
            Column::new("p".into(), truths),
            days.with_name("d".into()).into_column(),
        ],
    )
    .unwrap()
}

fn literals() -> Vec<Value> {
    let ratio = |numerator, denominator| {
        Value::Ratio(Ratio {
            numerator,
            denominator,
        })
    };
    vec![
        Value::Integer(0),
        Value::Integer(5),
        Value::Integer(9_007_199_254_740_992),
        Value::Integer(i128::from(i64::MAX) + 1),
        ratio(1, 10),
        ratio(3, 10),
        ratio(25, 10),
        ratio(1, 3),
        ratio(300_000_000_000_000_001, 1_000_000_000_000_000_000),
        Value::text("a"),
        Value::text("Z"),
        Value::text(""),
        Value::Boolean(true),
        Value::Date(Date::parse("2025-10-01").unwrap()),
    ]
}

fn fits(name: &str, value: &Value) -> bool {
    match value {
        Value::Text(_) => name == "t",
        Value::Boolean(_) => name == "p",
        Value::Date(_) => name == "d",
        _ => matches!(name, "i" | "j" | "n"),
    }
}

/// Conditions of every kind.
fn conditions() -> Vec<Node> {
    let name = |name: &str| Node::Name(name.to_owned());
    let mut simple = vec![name("p")];
    let comparisons = [
        Comparison::Equal,
        Comparison::Different,
        Comparison::Less,
        Comparison::LessOrEqual,
        Comparison::Greater,
        Comparison::GreaterOrEqual,
    ];
    for column in ["i", "j", "n", "t", "p", "d"] {
        simple.push(Node::IsNull(Box::new(name(column))));
        let values: Vec<Value> = literals()
            .into_iter()
            .filter(|value| fits(column, value))
            .collect();
        for value in &values {
            for comparison in comparisons {
                let sides = [name(column), Node::Literal(value.clone())];
                simple.push(Node::Compare(comparison, Box::new(sides.clone())));
                let [left, right] = sides;
                simple.push(Node::Compare(comparison, Box::new([right, left])));
            }
        }
        let nodes: Vec<Node> = values.into_iter().map(Node::Literal).collect();
        simple.push(Node::In(Box::new(name(column)), nodes.clone()));
        if let [low, high, ..] = nodes.as_slice() {
            let parts = [name(column), low.clone(), high.clone()];
            simple.push(Node::Between(Box::new(parts)));
        }
    }
    for comparison in comparisons {
        for (a, b) in [("i", "j"), ("i", "n"), ("t", "t"), ("d", "d")] {
            simple.push(Node::Compare(comparison, Box::new([name(a), name(b)])));
        }
    }
    let mut all = simple.clone();
    for (at, one) in simple.iter().enumerate() {
        let other = &simple[(at * 7 + 3) % simple.len()];
        all.push(one.clone().negated(true));
        all.push(one.clone().and(other.clone()));
        all.push(one.clone().or(other.clone().negated(true)));
        for truth in [true, false] {
            let is = Node::Is(Box::new(one.clone()), truth);
            all.extend([is.clone(), is.negated(true)]);
        }
    }
    all
}

#[test]
fn the_engine_decides_as_the_evaluator_does() {
    let frame = frame();
    let reading = Reading::new(&frame, ["i", "j", "n", "t", "p", "d"].into_iter()).unwrap();
    let mut translated = 0;
    for condition in conditions() {
        let Some(expression) = translate(&condition, frame.schema()) else {
            continue;
        };
        translated += 1;
        let found = frame
            .clone()
            .lazy()
            .select([expression.alias("truth")])
            .collect()
            .unwrap();
        let found = found.column("truth").unwrap().bool().unwrap().clone();
        for row in 0..frame.height() {
            let said = condition.value(&|name| reading.cell(row, name)).unwrap();
            let engine = found.get(row).map_or(Value::Null, Value::Boolean);
            assert_eq!(
                engine,
                said,
                "{condition} in row {row}: {}",
                reading.shown(row)
            );
        }
    }
    assert!(translated > 500, "{translated}");
}
