//! The schema of one spec. In: its merged tree. Out: the schema of specs, in which the keys that name a part of the
//! spec offer the names that there are.

use super::schema::schema;
use super::yaml::{Node, NodeKind};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// What a key names: the maps of a spec whose keys are offered there. Columns are those of all sources.
const COLUMNS: &str = "columns";

/// The keys that name a part of the spec, by definition of the grammar.
const NAMING: &[(&str, &str, &[&str])] = &[
    ("Breakdown", "by", &["dimensions", COLUMNS]),
    ("Breakdown", "from", &["sources", "breakdowns"]),
    ("Breakdown", "measures", &["measures"]),
    ("Breakdown", "within", &["dimensions", COLUMNS]),
    ("Chart", "color", &["dimensions", COLUMNS]),
    ("Chart", "columns", &["dimensions", "measures", COLUMNS]),
    ("Chart", "data", &["breakdowns"]),
    ("Chart", "levels", &["dimensions", COLUMNS]),
    ("Chart", "value", &["measures"]),
    ("Chart", "x", &["dimensions", "measures", COLUMNS]),
    ("Chart", "y", &["dimensions", "measures", COLUMNS]),
    ("Check", "from", &["breakdowns"]),
    ("Claim", "from", &["breakdowns"]),
    ("Colors", "shades_of", &["dimensions"]),
    ("Denominator", "measure", &["measures"]),
    ("Denominator", "metric", &["metrics"]),
    ("Denominator", "param", &["params"]),
    ("Dimension", "bucket", &[COLUMNS]),
    ("Dimension", "column", &[COLUMNS]),
    ("Dimension", "explode", &[COLUMNS]),
    ("Dimension", "from", &["sources"]),
    ("Dimension", "key", &["dimensions", COLUMNS]),
    ("PeriodIndex", "metrics", &["metrics"]),
    ("Measure", "count_distinct", &["dimensions", COLUMNS]),
    ("Measure", "ratio", &["measures"]),
    ("Metric", "from", &["sources", "breakdowns"]),
    ("Metric", "measure", &["measures"]),
    ("Periods", "param", &["params"]),
    ("Scope", "from", &["sources"]),
    ("ScopeTop", "by", &["dimensions", COLUMNS]),
    ("ScopeTop", "measure", &["measures"]),
    ("Section", "chart", &["charts"]),
    ("Section", "table", &["breakdowns"]),
    ("Sparkline", "data", &["breakdowns"]),
    ("Sparkline", "x", &["dimensions", COLUMNS]),
    ("Sparkline", "y", &["measures"]),
];

/// The schema of a spec with its own names. A name that the spec does not define is still allowed: `hfreport check`
/// says what is wrong with it, and which columns there are.
pub(crate) fn schema_for(spec: &Node) -> Value {
    let mut schema = schema();
    for (definition, key, kinds) in NAMING {
        let names: BTreeSet<&str> = kinds.iter().flat_map(|kind| names(spec, kind)).collect();
        let pointer = format!("/$defs/{definition}/properties/{key}");
        if let Some(Value::Object(property)) = schema.pointer_mut(&pointer)
            && !names.is_empty()
        {
            offer(property, &json!(names));
        }
    }
    schema
}

/// The names that a spec defines in a map of it.
fn names<'a>(spec: &'a Node, kind: &str) -> Vec<&'a str> {
    let keys = |node: Option<&'a Node>| match node.map(|it| &it.kind) {
        Some(NodeKind::Map(entries)) => entries.iter().map(|it| it.key.as_str()).collect(),
        _ => Vec::new(),
    };
    if kind != COLUMNS {
        return keys(spec.get(kind));
    }
    match spec.get("sources").map(|it| &it.kind) {
        Some(NodeKind::Map(sources)) => {
            let columns = sources.iter().map(|source| source.value.get(COLUMNS));
            columns.flat_map(keys).collect()
        }
        _ => Vec::new(),
    }
}

/// Offers names where a property allows a text, a list of texts, or either.
fn offer(property: &mut Map<String, Value>, names: &Value) {
    let one = json!({"enum": names});
    let several = json!({"type": "array", "items": {"anyOf": [one, {"type": "string"}]}});
    let is_list = property.get("type").is_some_and(|it| it == "array");
    let is_either = property.contains_key("$ref") || property.contains_key("anyOf");
    let mut kept = Map::new();
    for keyword in ["type", "items", "$ref", "anyOf"] {
        if let Some(value) = property.remove(keyword) {
            kept.insert(keyword.to_owned(), value);
        }
    }
    let mut forms = if is_list { vec![several] } else { vec![one] };
    if is_either {
        forms.push(json!({"type": "array", "items": {"enum": names}}));
    }
    forms.push(Value::Object(kept));
    property.insert("anyOf".to_owned(), Value::Array(forms));
}

#[cfg(test)]
mod tests {
    use super::{NAMING, schema};

    #[test]
    fn every_key_that_names_something_is_a_key_of_the_grammar() {
        let schema = schema();
        for (definition, key, _) in NAMING {
            let pointer = format!("/$defs/{definition}/properties/{key}");
            assert!(schema.pointer(&pointer).is_some(), "{pointer}");
        }
    }
}
