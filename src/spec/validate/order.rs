//! Orders of rows as others write them: `sort: desc`, `sort: amount`, `order_by: amount desc`, `ascending: false`. In: such a key or
//! value. Out: what to write.

use crate::spec::spans::escape;
use serde_json::Value;

/// What to write for the direction of an order: rows are in one.
pub(super) fn direction(wanted: &str, names: &[&str]) -> Option<String> {
    if !["value", "key", "label"]
        .iter()
        .all(|name| names.contains(name))
    {
        return None;
    }
    let lower = wanted.to_lowercase();
    let hint = match lower.trim_start_matches('-') {
        "desc" | "descending" | "decreasing" | "decroissant" | "décroissant" | "largest"
        | "biggest" | "-1" => "write `sort: value`, which puts the largest first",
        "asc" | "ascending" | "increasing" | "croissant" | "smallest" => {
            "rows begin with the largest (`sort: value`), or stand in the order of their codes (`sort: key`) or labels (`sort: label`); in a text `|sort(attribute=\"…\")` begins with the smallest"
        }
        "alphabetical" | "alphabetic" | "alpha" | "alphabetique" | "alphabétique" | "name" => {
            "write `sort: label`"
        }
        "index" | "code" | "codes" | "date" | "chronological" | "chronologique" => {
            "write `sort: key`"
        }
        _ => return None,
    };
    Some(hint.to_owned())
}

/// Keys of other languages for an order.
const ORDERS: [&str; 7] = [
    "order",
    "order_by",
    "orderby",
    "sort_by",
    "ordering",
    "arrange",
    "sort_values",
];

/// Keys of other languages for its direction.
const DIRECTIONS: [&str; 9] = [
    "ascending",
    "descending",
    "asc",
    "desc",
    "direction",
    "sort_order",
    "reverse",
    "decreasing",
    "order",
];

/// What to write instead of a key for an order or its direction.
pub(super) fn key_of_order(
    key: &str,
    known: &[String],
    (root, pointer): (&Value, &str),
) -> Option<String> {
    let value = root.pointer(&format!("{pointer}/{}", escape(key)))?;
    let has = |name: &str| known.iter().any(|known| known == name);
    let key = key.to_lowercase();
    if known == ["by"] && DIRECTIONS.contains(&key.as_str()) {
        return Some("remove it: the largest comes first".to_owned());
    }
    if !has("sort") {
        return None;
    }
    if ORDERS.contains(&key.as_str()) {
        return by_measure(value, root, pointer);
    }
    DIRECTIONS.contains(&key.as_str()).then(|| {
        "the largest comes first, and no key turns that: `sort: value` or `sort: {by: measure}`"
            .to_owned()
    })
}

/// What to write for a value of `sort` that is the name of a measure, a list of names, or a direction.
pub(super) fn value_of_order(value: Option<&Value>, root: &Value, pointer: &str) -> Option<String> {
    let breakdown = pointer.strip_suffix("/sort")?;
    breakdown
        .starts_with("/breakdowns/")
        .then(|| by_measure(value?, root, breakdown))?
}

/// `amount`, `-amount`, `amount desc`, `[amount]` of a breakdown that has this measure.
fn by_measure(value: &Value, root: &Value, breakdown: &str) -> Option<String> {
    let first = value.as_array().and_then(|list| list.first());
    let text = first.unwrap_or(value).as_str()?.trim();
    let (name, way) = text.split_once(' ').unwrap_or((text, ""));
    let name = name.trim_start_matches('-');
    let lower = |word: &str| word.trim().to_lowercase();
    let is_way = |word: &str| {
        matches!(
            lower(word).as_str(),
            "desc" | "asc" | "descending" | "ascending" | "décroissant" | "croissant"
        )
    };
    if is_way(name) {
        return Some("write `sort: value`, which puts the largest first".to_owned());
    }
    let of_breakdown = root.pointer(breakdown)?;
    let names = |key: &str| {
        let names = of_breakdown.get(key);
        let names = names.map(|it| it.as_array().cloned().unwrap_or_else(|| vec![it.clone()]));
        names.unwrap_or_default()
    };
    let is_among = |names: Vec<Value>| names.iter().any(|it| it.as_str() == Some(name));
    if !way.is_empty() && !is_way(way) {
        return None;
    }
    if is_among(names("measures")) {
        return Some(format!(
            "write `sort: {{by: {name}}}`, which puts the largest first"
        ));
    }
    is_among(names("by")).then(|| {
        "write `sort: key` for the order of the codes, `sort: label` for that of the labels"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::value_of_order;
    use serde_json::json;

    #[test]
    fn an_order_by_a_measure_is_written_as_it_is_here() {
        let root = json!({"breakdowns": {"a": {"by": "region", "measures": ["n", "amount"]}}});
        let said = |value| value_of_order(Some(&value), &root, "/breakdowns/a/sort");
        for value in [
            json!("amount"),
            json!("-amount"),
            json!("amount desc"),
            json!(["amount"]),
        ] {
            let hint = said(value);
            assert!(hint.is_some_and(|it| it.contains("`sort: {by: amount}`")));
        }
        assert!(said(json!("desc")).is_some_and(|it| it.contains("`sort: value`")));
        assert!(said(json!("region")).is_some_and(|it| it.contains("`sort: key`")));
        assert_eq!(said(json!("other")), None);
        assert_eq!(
            value_of_order(Some(&json!("amount")), &root, "/charts/a/sort"),
            None
        );
    }
}
