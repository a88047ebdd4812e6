//! Functions of values of any type, all arguments of one type.

use super::super::{Type, Value};
use super::{FunctionEntry, Missing};
use Type::Any;
use std::cmp::Ordering;

pub(super) const FUNCTIONS: &[FunctionEntry] = &[
    FunctionEntry {
        variadic: true,
        missing: Missing::StandsAside,
        ..FunctionEntry::new(
            "coalesce",
            &[Any, Any],
            Any,
            |_| Ok(Value::Null),
            "the first value that is not missing",
            &[("coalesce(NULL, 'a', 'b')", "'a'")],
        )
    },
    FunctionEntry {
        missing: Missing::Counts,
        ..FunctionEntry::new(
            "nullif",
            &[Any, Any],
            Any,
            |a| {
                let equal = a[0] != Value::Null && a[0].compare(&a[1]) == Ordering::Equal;
                Ok(if equal { Value::Null } else { a[0].clone() })
            },
            "missing if both are equal, else the first",
            &[("nullif('', '')", "NULL"), ("nullif('a', NULL)", "'a'")],
        )
    },
    FunctionEntry {
        variadic: true,
        missing: Missing::Skipped,
        ..FunctionEntry::new(
            "greatest",
            &[Any, Any],
            Any,
            |a| Ok(extreme(a, Ordering::Greater)),
            "the greatest value; missing ones are left out",
            &[("greatest(1, NULL, 2.5)", "2.5")],
        )
    },
    FunctionEntry {
        variadic: true,
        missing: Missing::Skipped,
        ..FunctionEntry::new(
            "least",
            &[Any, Any],
            Any,
            |a| Ok(extreme(a, Ordering::Less)),
            "the least value; missing ones are left out",
            &[("least('b', 'a')", "'a'"), ("least(NULL, NULL)", "NULL")],
        )
    },
];

fn extreme(values: &[Value], wanted: Ordering) -> Value {
    let mut best = &Value::Null;
    for value in values {
        if *best == Value::Null || value.compare(best) == wanted {
            best = value;
        }
    }
    best.clone()
}
