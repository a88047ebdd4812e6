//! How rows of a breakdown are counted, compared and put in order. In: a list. Out: how many there are, the last, the largest, the
//! smallest; of rows those of values alone.
//!
//! Others, and rows without a value, are none of the values of a dimension: they have no rank, come last in every order, and
//! "the three regions" are three without them. A loop goes over them all the same. The numbers of a column
//! (`map(attribute=…)`) remember which of them belong to such rows.

use crate::template::no_value::NoValue;
use crate::template::row::RowValue;
use minijinja::value::{Enumerator, Kwargs, Object, ObjectRepr, Rest, ValueOrKwargs};
use minijinja::{Environment, Error, State, Value, filters};
use std::sync::{Arc, LazyLock};

/// The language without anything of ours: what its filters give of other values.
static PLAIN: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut plain = Environment::new();
    plain.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    plain
});

/// Lets `length` and `count` see rows that stand for a value, and `last`, `max`, `min`, `sort` these and their numbers; `default` stands for
/// what is missing and never for 0.
pub(super) fn add_rows(environment: &mut Environment<'static>) {
    for name in ["length", "count"] {
        environment.add_filter(name, move |list: Value| match rows(&list) {
            Some(rows) => Ok(Value::from(rows.filter(is_value).count())),
            None => plain(name, list),
        });
    }
    // Where no row stands for a value there is neither a first nor a last one, as in an empty list.
    environment.add_filter("first", |list: Value| match items(&list) {
        Some(items) => Ok(value_of(items.into_iter().find(|item| item.is_value))),
        None => plain("first", list),
    });
    environment.add_filter("last", |list: Value| match items(&list) {
        Some(items) => Ok(value_of(items.into_iter().rfind(|item| item.is_value))),
        None => plain("last", list),
    });
    environment.add_filter("max", largest);
    environment.add_filter("min", smallest);
    environment.add_filter("sort", sorted);
    environment.add_filter("map", mapped);
    for name in ["default", "d"] {
        environment.add_filter(name, otherwise);
    }
}

fn value_of(item: Option<Item>) -> Value {
    item.map_or(Value::UNDEFINED, |item| item.value)
}

fn plain(filter: &str, value: Value) -> Result<Value, Error> {
    PLAIN.empty_state().apply_filter(filter, &[value])
}

/// An item of a list, and whether it is, or belongs to, a row that stands for a value.
#[derive(Clone, Debug)]
struct Item {
    value: Value,
    is_value: bool,
}

/// The numbers or texts of a column, some of which belong to others or to rows without a value.
#[derive(Debug)]
struct Cells(Vec<Item>);

impl Object for Cells {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Seq
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.0.get(key.as_usize()?).map(|item| item.value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Seq(self.0.len())
    }
}

/// The items of a list of rows, or of a column of them.
fn items(list: &Value) -> Option<Vec<Item>> {
    if let Some(cells) = list.downcast_object_ref::<Cells>() {
        return Some(cells.0.clone());
    }
    let items = rows(list)?.map(|value| Item {
        is_value: is_value(&value),
        value,
    });
    Some(items.collect())
}

/// Whether the items of a list from a position on belong to rows that stand for a value, or to no rows.
pub(super) fn are_values(list: &Value, from: usize) -> bool {
    let items = items(list).unwrap_or_default();
    items.iter().skip(from).all(|item| item.is_value)
}

/// A value, or what stands in its place where it is undefined; with `true` also where there is none, or nothing in it. A number is there
/// whatever it is.
fn otherwise(value: Value, other: Option<Value>, is_lax: Option<bool>) -> Value {
    let is_missing = || !value.is_number() && !value.is_true();
    if value.is_undefined() || is_lax.unwrap_or_default() && is_missing() {
        other.unwrap_or_else(|| Value::from(""))
    } else {
        value
    }
}

fn largest(state: &State<'_, '_>, list: Value, options: Kwargs) -> Result<Value, Error> {
    let list = compared(list, &options)?;
    filters::max(state, list, options)
}

fn smallest(state: &State<'_, '_>, list: Value, options: Kwargs) -> Result<Value, Error> {
    let list = compared(list, &options)?;
    filters::min(state, list, options)
}

/// What of a list is the largest or the smallest: of rows those that stand for a value, and have one in the column that is asked
/// for.
fn compared(list: Value, options: &Kwargs) -> Result<Value, Error> {
    let Some(items) = items(&list) else {
        return Ok(list);
    };
    let column = options.get::<Option<&str>>("attribute")?;
    let items = items.into_iter();
    let items = items.filter(|item| item.is_value && has_number(item, column));
    Ok(items.map(|item| item.value).collect())
}

/// Whether an item, or its column if one is asked for, is not without a value.
fn has_number(item: &Item, column: Option<&str>) -> bool {
    let number = match column {
        Some(column) => item.value.get_attr(column).unwrap_or_default(),
        None => item.value.clone(),
    };
    !number.is_none() && !NoValue::is(&number)
}

/// A list in order; what has no number in the column, then others and rows without a value stand behind the rest, whatever the order
/// is.
fn sorted(state: &State<'_, '_>, list: Value, options: Kwargs) -> Result<Value, Error> {
    let is_column = list.downcast_object_ref::<Cells>().is_some();
    let Some(items) = items(&list) else {
        return filters::sort(state, list, options);
    };
    let column = options.get::<Option<&str>>("attribute")?;
    let is_ordered = |item: &Item| item.is_value && has_number(item, column);
    let (values, mut rest): (Vec<Item>, Vec<Item>) = items.into_iter().partition(is_ordered);
    // Values without a number stand before others and rows without a value.
    rest.sort_by_key(|item| !item.is_value);
    let values = values.into_iter().map(|item| item.value).collect();
    let values = filters::sort(state, values, options)?.try_iter()?;
    let values = values.map(|value| Item {
        value,
        is_value: true,
    });
    let all: Vec<Item> = values.chain(rest).collect();
    Ok(if is_column {
        Value::from_object(Cells(all))
    } else {
        all.into_iter().map(|item| item.value).collect()
    })
}

/// A column of rows, or a list passed through another filter.
fn mapped(
    state: &mut State<'_, '_>,
    list: Value,
    arguments: Rest<ValueOrKwargs>,
) -> Result<Value, Error> {
    let rows = items(&list).filter(|items| items.iter().any(|item| !item.is_value));
    let made = filters::map(state, list, arguments)?;
    let Some(rows) = rows else {
        return Ok(Value::from(made));
    };
    let cells = made.into_iter().zip(rows);
    let cells = cells.map(|(value, row)| Item {
        value,
        is_value: row.is_value,
    });
    Ok(Value::from_object(Cells(cells.collect())))
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
