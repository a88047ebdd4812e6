//! Functions of numbers, exact.

use super::super::{Type, Value, number, rounding};
use super::FunctionEntry;
use super::texts::integer;
use Type::{Any, Integer, Number};

pub(super) const FUNCTIONS: &[FunctionEntry] = &[
    FunctionEntry::new(
        "abs",
        &[Number],
        Any,
        |a| match a[0].compare(&Value::Integer(0)) {
            std::cmp::Ordering::Less => number::negate(&a[0]),
            _ => Ok(a[0].clone()),
        },
        "without sign",
        &[("abs(-2.5)", "2.5"), ("abs(3)", "3")],
    ),
    FunctionEntry::new(
        "sign",
        &[Number],
        Integer,
        |a| Ok(Value::Integer(a[0].compare(&Value::Integer(0)) as i128)),
        "-1, 0 or 1",
        &[("sign(-2.5)", "-1"), ("sign(0)", "0")],
    ),
    FunctionEntry {
        least: 1,
        ..FunctionEntry::new(
            "round",
            &[Number, Integer],
            Any,
            |a| rounding::round(&a[0], a.get(1).map_or(0, integer)),
            "rounded to n decimals, half away from zero; without n it is a whole number, and a negative n rounds to tens, hundreds",
            &[
                ("round(2.5)", "3"),
                ("round(-2.5)", "-3"),
                ("round(1.005, 2)", "1.01"),
                ("round(1250, -2)", "1300"),
                ("CAST(round(1.005 * 1000) AS INTEGER)", "1005"),
            ],
        )
    },
    FunctionEntry::new(
        "floor",
        &[Number],
        Integer,
        |a| rounding::whole(&a[0], false),
        "the next lower whole number",
        &[
            ("floor(2.9)", "2"),
            ("floor(-2.1)", "-3"),
            ("floor(7 / 2)", "3"),
        ],
    ),
    FunctionEntry::new(
        "ceil",
        &[Number],
        Integer,
        |a| rounding::whole(&a[0], true),
        "the next higher whole number",
        &[("ceil(2.1)", "3"), ("ceil(-2.9)", "-2")],
    ),
];
