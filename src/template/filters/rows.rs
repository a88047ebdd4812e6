//! How rows of a breakdown are counted. In: a list. Out: how many there are, and the last one; of rows those of values alone.
//!
//! Others, and rows without a value, are none of the values of a dimension: they have no rank, come last in every order, and
//! "the three regions" are three without them. A loop goes over them all the same.

use crate::template::row::RowValue;
use minijinja::{Environment, Error, Value};
use std::sync::LazyLock;

/// The language without anything of ours: what its filters give of other values.
static PLAIN: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut plain = Environment::new();
    plain.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    plain
});

/// Lets `length`, `count` and `last` see rows that stand for a value.
pub(super) fn add_rows(environment: &mut Environment<'static>) {
    for name in ["length", "count"] {
        environment.add_filter(name, move |list: Value| match rows(&list) {
            Some(rows) => Ok(Value::from(rows.filter(is_value).count())),
            None => plain(name, list),
        });
    }
    environment.add_filter("last", |list: Value| {
        let last = rows(&list).and_then(|rows| rows.filter(is_value).last());
        last.map_or_else(|| plain("last", list), Ok)
    });
}

fn plain(filter: &str, value: Value) -> Result<Value, Error> {
    PLAIN.empty_state().apply_filter(filter, &[value])
}

/// The items of a list, if they are rows.
fn rows(list: &Value) -> Option<impl Iterator<Item = Value> + use<>> {
    list.as_object()?;
    let mut items = list.try_iter().ok()?.peekable();
    let is_row = RowValue::of(items.peek()?).is_some();
    is_row.then_some(items)
}

/// Whether an item of a list stands for a value: any item but a row of others or one without a value.
pub(super) fn is_value(item: &Value) -> bool {
    RowValue::of(item).is_none_or(crate::template::Row::is_value)
}
