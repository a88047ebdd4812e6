//! Functions of lists of texts.

use super::super::bounded::joined;
use super::super::{Type, Value};
use super::FunctionEntry;
use super::texts::text;
use Type::{Boolean, Integer, List, Text};
use std::sync::Arc;

pub(super) const FUNCTIONS: &[FunctionEntry] = &[
    FunctionEntry::new(
        "array_length",
        &[List],
        Integer,
        |a| Ok(Value::Integer(items(&a[0]).len() as i128)),
        "number of values in a list, missing ones too",
        &[
            ("array_length(['en', 'fr'])", "2"),
            ("array_length([])", "0"),
        ],
    ),
    FunctionEntry::new(
        "array_contains",
        &[List, Text],
        Boolean,
        |a| {
            let found = items(&a[0])
                .iter()
                .flatten()
                .any(|item| **item == *text(&a[1]));
            Ok(Value::Boolean(found))
        },
        "whether a list holds a value",
        &[
            ("array_contains(['en', 'fr'], 'fr')", "true"),
            ("array_contains([], 'fr')", "false"),
        ],
    ),
    FunctionEntry::new(
        "array_extract",
        &[List, Integer],
        Text,
        |a| {
            let (items, Value::Integer(at)) = (items(&a[0]), &a[1]) else {
                return Ok(Value::Null);
            };
            let from_end = at.saturating_add(items.len() as i128);
            let place = if *at > 0 { at - 1 } else { from_end };
            let found = usize::try_from(place).ok().filter(|_| *at != 0);
            let item = found.and_then(|at| items.get(at)?.as_deref());
            Ok(item.map_or(Value::Null, Value::text))
        },
        "the value of a list at a position, counted from 1, or from its end with a negative one; missing where there is none",
        &[
            ("array_extract(['en', 'fr'], 1)", "'en'"),
            ("array_extract(['en', 'fr'], -1)", "'fr'"),
            ("array_extract(['en', 'fr'], 3)", "NULL"),
            ("array_extract(['en', 'fr'], 0)", "NULL"),
        ],
    ),
    FunctionEntry::new(
        "array_to_string",
        &[List, Text],
        Text,
        |a| {
            let items = items(&a[0]).iter().flatten().enumerate();
            let separator = |at| if at == 0 { "" } else { text(&a[1]) };
            let parts = items.flat_map(|(at, item)| [separator(at), &**item]);
            joined("`array_to_string`", parts)
        },
        "the values of a list one after the other, with a separator; missing ones are left out",
        &[("array_to_string(['en', 'fr'], '+')", "'en+fr'")],
    ),
    FunctionEntry::new(
        "string_split",
        &[Text, Text],
        List,
        |a| {
            let (value, separator) = (text(&a[0]), text(&a[1]));
            let items: Vec<Option<Arc<str>>> = if value.is_empty() {
                Vec::new()
            } else if separator.is_empty() {
                vec![Some(Arc::from(value))]
            } else {
                let parts = value.split(separator);
                parts.map(|part| Some(Arc::from(part))).collect()
            };
            Ok(Value::List(items.into()))
        },
        "a list from a text that is cut at a separator; an empty text gives an empty list",
        &[
            ("string_split('en,fr', ',')", "['en', 'fr']"),
            ("array_length(string_split('', ','))", "0"),
        ],
    ),
];

fn items(value: &Value) -> &[Option<Arc<str>>] {
    match value {
        Value::List(items) => items,
        _ => &[],
    }
}
