//! Keys that a map of the grammar does not have: what was probably meant.

use super::Problems;
use super::days::form_of_day;
use super::french::{french, in_english};
use super::hints::{first_of, key_of_columns};
use super::order::key_of_order;
use crate::diagnostic::{Code, Diagnostic, Location, allowed_with, meant, nearest_name};
use crate::spec::repair::Repair;
use crate::spec::schema::definition_words;
use crate::spec::spans::escape;
use serde_json::Value;

/// Keys kept for later versions.
const RESERVED: [&str; 3] = ["period", "previous", "engine"];

/// Reports keys that a map of the grammar does not have.
pub(super) fn unknown_keys(
    unexpected: &[String],
    (known, path): (&[String], &str),
    (root, pointer): (&Value, &str),
    schema: &Value,
    problems: &mut Problems,
) {
    for key in unexpected {
        let own = format!("{pointer}/{}", escape(key));
        if pointer.is_empty() && RESERVED.contains(&key.as_str()) {
            problems.repairs.push(Repair::RemoveKey(own.clone()));
            problems.found.push(
                Diagnostic::error(
                    Code::RESERVED,
                    format!("the key `{key}` is reserved for a later version"),
                )
                .at(Location::key(&own))
                .hint("remove it, or begin your own keys with `x-`"),
            );
            continue;
        }
        // `{type:number}`
        if let Some((name, value)) = key.split_once(':')
            && known.iter().any(|known| known == name)
        {
            let problem = Diagnostic::error(
                Code::UNKNOWN_KEY,
                format!("unknown key `{key}`: no space stands behind its colon"),
            );
            let hint = format!("a space after the colon: `{name}: {}`", value.trim());
            let problem = problem.at(Location::key(&own)).hint(hint);
            problems.push(pointer, problem);
            continue;
        }
        if let Some(problem) = decimal_comma(key, (root, pointer)) {
            problems.push(pointer, problem.at(Location::key(&own)));
            continue;
        }
        let present = |name: &&str| {
            let here = root.pointer(pointer).and_then(Value::as_object);
            here.is_some_and(|map| map.contains_key(*name))
        };
        let free = || {
            known
                .iter()
                .map(String::as_str)
                .filter(|name| !present(name))
        };
        // `{fr: a, b}` is a text that ends at the comma, followed by a key without a value.
        let bare = root
            .pointer(&format!("{pointer}/{}", escape(key)))
            .is_some_and(Value::is_null);
        let hint = if bare && known.iter().any(|name| name == "fr") {
            Some("a text with a comma needs quotes inside `{ }`".to_owned())
        } else {
            list_of_names(key, (root, pointer), bare)
                .or_else(|| first_ones(key, known, (root, pointer)))
                .or_else(|| form_of_days(key, known, root.pointer(&own)))
                .or_else(|| key_of_order(key, known, (root, pointer)))
                .or_else(|| of_sums(key, known, root.pointer(&own)))
                .or_else(|| of_axes(key, known))
                .or_else(|| in_english(key, free()))
                .or_else(|| meant_key(key, known, free()).map(meant))
                .or_else(|| no_key(key, known, root.pointer(&own)))
                .or_else(|| inside_of(key, known))
                .or_else(|| inside_of_format(key, schema, path))
                .or_else(|| belongs_elsewhere(schema, key, (root, pointer), known))
                .or_else(|| {
                    let list = "a list stands in brackets, a text with a comma in quotes";
                    bare.then(|| format!("inside `{{ }}` a comma ends the value before: {list}"))
                })
        };
        problems.found.push(
            Diagnostic::error(
                Code::UNKNOWN_KEY,
                format!(
                    "unknown key `{key}`, the keys here are {}",
                    allowed_with(
                        meant_key(key, known, free()),
                        known.iter().map(String::as_str)
                    )
                ),
            )
            .at(Location::key(&own))
            .maybe_hint(hint),
        );
        let is_of_sums = of_sums(key, known, root.pointer(&own)).is_some();
        let is_other = is_of_sums || of_axes(key, known).is_some();
        let meant = meant_key(key, known, free()).filter(|_| !is_other);
        problems.repairs.push(match meant {
            Some(to) => Repair::Rename {
                pointer: own,
                to: to.to_owned(),
            },
            None => Repair::RemoveKey(own),
        });
    }
}

/// Whether a map that lacks a key has it under a name that is only nearly right.
pub(super) fn is_misspelt(key: &str, known: &[String], map: Option<&Value>) -> bool {
    let Some(map) = map.and_then(Value::as_object) else {
        return false;
    };
    let free = || {
        let names = known.iter().map(String::as_str);
        names.filter(|name| !map.contains_key(*name))
    };
    let mut unknown = map.keys().filter(|name| !known.contains(name));
    unknown.any(|name| {
        let unspaced = name.split_once(':').is_some_and(|(name, _)| name == key);
        unspaced || meant_key(name, known, free()) == Some(key)
    })
}

/// The keys of the object schema whose `additionalProperties` failed.
pub(super) fn known_keys(schema: &Value, path: &str) -> Vec<String> {
    object(schema, path)
        .map(|properties| properties.keys().cloned().collect())
        .unwrap_or_default()
}

/// The properties of the object schema in which a keyword at `path` failed.
fn object<'s>(schema: &'s Value, path: &str) -> Option<&'s serde_json::Map<String, Value>> {
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    schema.pointer(parent)?.get("properties")?.as_object()
}

/// A key of formats where a map has a `format`.
fn inside_of_format(key: &str, schema: &Value, path: &str) -> Option<String> {
    let format = object(schema, path)?.get("format")?.get("$ref")?;
    let parameters = schema.pointer("/$defs/FormatParameters/properties")?;
    (format == "#/$defs/Format" && parameters.get(key).is_some())
        .then(|| format!("write `format: {{{key}: …}}`"))
}

/// The key that was meant: the one that other languages call so, or the nearest one.
fn meant_key<'k>(
    key: &str,
    known: &[String],
    free: impl Iterator<Item = &'k str> + Clone,
) -> Option<&'k str> {
    let of_others = other_names(key, known).iter();
    let mut of_others = of_others.filter_map(|name| free.clone().find(|known| known == name));
    let of_others = of_others.next();
    let of_others = of_others.or_else(|| french(key, free.clone()));
    of_others.or_else(|| nearest_name(key, free))
}

/// `min: 0,5` inside of braces, in which the comma ends the value and `5` is another key.
fn decimal_comma(key: &str, (root, pointer): (&Value, &str)) -> Option<Diagnostic> {
    let map = root.pointer(pointer)?.as_object()?;
    let at = map.keys().position(|name| name == key)?;
    let (before, number) = map.iter().nth(at.checked_sub(1)?)?;
    let value = map.get(key)?;
    let is_decimals = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
    let whole = number.as_i64().filter(|_| is_decimals && value.is_null())?;
    let message = format!(
        "`{before}: {whole},{key}` is two values inside of `{{ }}`, in which a comma ends the first"
    );
    // A sign before a zero is lost by here.
    let hint = match whole {
        0 => format!("a number has a decimal point: `0.{key}`"),
        _ => format!("a number has a decimal point: `{before}: {whole}.{key}`"),
    };
    Some(Diagnostic::error(Code::UNKNOWN_KEY, message).hint(hint))
}

/// The keys of this language for a word that others have for the same, the likeliest first.
fn other_names(key: &str, known: &[String]) -> &'static [&'static str] {
    let is_claim = known.iter().any(|name| name == "say");
    match key.to_lowercase().as_str() {
        "otherwise" | "sinon" => &["else"],
        "if" | "when" | "condition" if is_claim => &["sql"],
        "if" | "condition" | "show_if" => &["when", "where"],
        "filter" | "having" => &["where", "when"],
        "then" | "sentence" => &["say"],
        "order" | "order_by" | "orderby" | "sort_by" | "ordering" | "arrange" | "sort_values" => {
            &["sort"]
        }
        "breaks" | "bins" | "cuts" | "bounds" | "limits" | "thresholds" | "ranges" => &["edges"],
        "cut" | "bin" => &["bucket", "edges"],
        "group_by" | "groupby" | "group" => &["by"],
        "expression" | "expr" | "formula" => &["sql"],
        "breakdown" | "dataset" => &["data", "from"],
        "name" => &["title"],
        "file" | "url" | "uri" => &["path"],
        _ => &[],
    }
}

/// `by: entity, type` inside of braces, of which the second name was read as a key: the list as it is written.
fn list_of_names(key: &str, (root, pointer): (&Value, &str), bare: bool) -> Option<String> {
    let map = root.pointer(pointer)?.as_object()?;
    let at = map.keys().position(|name| name == key)?;
    let before = map.iter().take(at).rev();
    let mut before = before.skip_while(|(_, value)| value.is_null());
    let (list, first) = before.next().filter(|_| bare)?;
    let start = map.keys().position(|name| name == list)?;
    let names = map.iter().skip(start + 1);
    let names = names.take_while(|(_, value)| value.is_null());
    let names: Vec<&str> = names.map(|(name, _)| name.as_str()).collect();
    let first = first.as_str()?;
    let is_list = matches!(
        list.as_str(),
        "by" | "measures" | "within" | "levels" | "columns"
    );
    is_list.then(|| {
        format!(
            "a list stands in brackets: `{list}: [{first}, {}]`",
            names.join(", ")
        )
    })
}

/// `limit: 10`: a number of rows, of a breakdown or of a chart.
fn first_ones(key: &str, known: &[String], (root, pointer): (&Value, &str)) -> Option<String> {
    let has = |name: &str| known.iter().any(|known| known == name);
    let is_limit = matches!(
        key.to_lowercase().as_str(),
        "top" | "limit" | "head" | "top_n" | "topn" | "n" | "max_rows" | "nlargest"
    );
    let own = format!("{pointer}/{}", escape(key));
    let number = root
        .pointer(&own)
        .filter(|value| is_limit && value.is_number())?;
    if has("keep") {
        let by = first_of(root, pointer);
        return Some(format!("write `keep: {{{by}: {{top: {number}}}}}`"));
    }
    (has("rows") && has("data")).then(|| {
        format!(
            "a table shows `rows: {number}`; a chart shows what its breakdown keeps, `keep: {{dimension: {{top: {number}}}}}`"
        )
    })
}

/// `having: sum(amount) > 3`, a condition on what is computed.
fn of_sums(key: &str, known: &[String], value: Option<&Value>) -> Option<String> {
    let has = |name: &str| known.iter().any(|known| known == name);
    let condition = value?.as_str()?;
    let is_of_sums = key.eq_ignore_ascii_case("having") && has("keep") && condition.contains('(');
    is_of_sums.then(|| {
        "a condition on measures says which values of a dimension stay: `keep: {dimension: {any: \"amount > 100\"}}`".to_owned()
    })
}

/// `xlabel: Amount`: what stands beside the axes of a chart.
fn of_axes(key: &str, known: &[String]) -> Option<String> {
    let has = |name: &str| known.iter().any(|known| known == name);
    let is_of_axes = matches!(
        key.to_lowercase().as_str(),
        "xlabel"
            | "ylabel"
            | "x_label"
            | "y_label"
            | "xtitle"
            | "ytitle"
            | "x_title"
            | "y_title"
            | "xlab"
            | "ylab"
    );
    (is_of_axes && has("x") && has("data")).then(|| {
        "axes are called by the `title` of their measure or dimension; `subtitle` of the chart says more".to_owned()
    })
}

/// `format: dd/mm/yyyy` of a column: how its texts write days.
fn form_of_days(key: &str, known: &[String], value: Option<&Value>) -> Option<String> {
    let has = |name: &str| known.iter().any(|known| known == name);
    if !has("date") || !has("sql") {
        return None;
    }
    let text = value?.as_str();
    let form = text.and_then(form_of_day);
    if let Some(form) = form {
        return Some(format!("how texts write days is `date: \"{form}\"`"));
    }
    matches!(
        key,
        "dayfirst" | "day_first" | "date_format" | "dateformat" | "parse_dates" | "strptime"
    )
    .then(|| "how texts write days is `date: \"%d/%m/%Y\"`".to_owned())
}

/// What to write instead of keys that people look for where there are none.
fn no_key(key: &str, known: &[String], value: Option<&Value>) -> Option<String> {
    let has = |name: &str| known.iter().any(|known| known == name);
    let hint = match key {
        "unique" | "key" | "keys" | "primary_key" if has("columns") && has("path") => {
            let columns = value.and_then(Value::as_array);
            return Some(match columns {
                Some(columns) => key_of_columns(columns),
                None => {
                    "a column says it: `columns: {id: {type: string, unique: true}}`".to_owned()
                }
            });
        }
        "sql" | "expression" | "expr" | "formula" if has("param") && has("metric") => {
            "what a share is of is a measure with a name: `measures: {whole: {sql: \"…\"}}` and `of: {measure: whole}`"
        }
        "agg" | "aggfunc" | "aggregate" | "func" | "function" | "column"
            if has("count_distinct") =>
        {
            "a measure is an expression: `sql: \"sum(column)\"`"
        }
        "devise" | "monnaie" if has("format") => "write `format: {currency: EUR}`",
        "pivot" | "columns" | "index" if has("keep") => {
            "a breakdown is by one to three dimensions, `by: [region, year]`: a chart has the second as its `color`, `heatmap` as its columns"
        }
        "join" | "merge" | "left_join" | "jointure" if has("measures") || has("path") => {
            "what stands in another table is a lookup: `lookups: {name: {path: table.csv, key: column}}` and a dimension `{lookup: name.attribute, key: column}`"
        }
        "else" if has("when") => {
            "a section has no `else`: write another one with the opposite condition, `when: \"not (…)\"`"
        }
        "where" | "filter" if has("count_distinct") => {
            "the condition of a measure stands in its expression: `sum(…) FILTER (WHERE …)`"
        }
        _ => return None,
    };
    Some(hint.to_owned())
}

/// Recognises `of_where` as `of: {where: …}`.
fn inside_of(key: &str, known: &[String]) -> Option<String> {
    let (outer, inner) = key.split_once(['_', '.'])?;
    let both = [outer, inner]
        .iter()
        .all(|part| known.iter().any(|name| name == part));
    both.then(|| format!("write `{outer}: {{{inner}: …}}`"))
}

/// Kinds of definitions that have the key which is unknown here.
fn belongs_elsewhere(
    schema: &Value,
    key: &str,
    (root, pointer): (&Value, &str),
    known: &[String],
) -> Option<String> {
    let value = root.pointer(&format!("{pointer}/{}", escape(key)));
    let is_column = value.is_some_and(|value| value.get("type").is_some());
    if is_column && known.iter().any(|name| name == "columns") {
        return Some("indent it under `columns:`, it is a column".to_owned());
    }
    let has = |definition: &Value| definition.pointer(&format!("/properties/{key}")).is_some();
    if has(schema) {
        return (!pointer.is_empty()).then(|| format!("`{key}` stands at the top of the spec"));
    }
    let definitions = schema.get("$defs")?.as_object()?;
    let having = definitions.iter().filter(|(_, definition)| has(definition));
    let names: Vec<String> = having.map(|(name, _)| definition_words(name)).collect();
    (!names.is_empty()).then(|| format!("`{key}` is a key of: {}", names.join(", ")))
}
