//! Hints: what to write instead of a value that does not fit.

use super::charts::chart;
use super::days::form_of_day;
use super::order::direction;
use crate::diagnostic::{fraction_of_percent, meant};
use crate::spec::grammar::{A_DECIMAL, MAX_SCALE};
use crate::spec::schema::is_key;
use serde_json::Value;

/// The name in this language for a type named as in another one.
pub(super) fn of_another_language(wanted: &str, names: &[&str]) -> Option<String> {
    if let Some(hint) = chart(wanted, names).or_else(|| direction(wanted, names)) {
        return Some(hint);
    }
    let lower = wanted.to_lowercase();
    // `varchar(255)`; a decimal of this language has its digits in the same way.
    let word = lower.split_once('(').map_or(&*lower, |(word, _)| word);
    let name = match word {
        kind if has_width(kind, &["int", "uint", "i", "u"]) => "integer",
        kind if has_width(kind, &["float", "f"]) => "number",
        "str" | "text" | "varchar" | "utf8" | "char" | "nvarchar" | "object" | "category"
        | "factor" | "character" | "enum" | "uuid" | "json" | "texte" | "chaine" | "chaîne"
        | "caractere" | "caractère" => "string",
        "int" | "bigint" | "smallint" | "tinyint" | "long" | "short" | "byte" | "usize"
        | "entier" | "entiers" => "integer",
        "float" | "double" | "real" | "double precision" | "nombre" | "numerique" | "numérique"
        | "reel" | "réel" | "flottant" => "number",
        "decimal" | "numeric" if let Some(known) = decimal_of(&lower, names) => return Some(known),
        "decimal" | "numeric" | "money" | "currency" | "décimal" | "monnaie" | "monétaire"
        | "montant" => A_DECIMAL,
        "bool" | "booleen" | "booléen" | "logique" | "logical" => "boolean",
        "datetime" | "timestamp" | "day" | "datetime64" | "datetime64[ns]" | "timestamptz"
        | "date32" | "jour" => "date",
        "fr-fr" | "fr_fr" | "french" | "français" | "francais" => "fr",
        "en-us" | "en-gb" | "en_us" | "en_gb" | "english" | "anglais" => "en",
        "list" | "array" | "list[str]" | "list[string]" | "list<str>" => "list<string>",
        "kb" | "mb" | "gb" | "tb" if names.contains(&"B") => {
            return Some("numbers are scaled in thousands, millions and billions, not in bytes: divide in `sql`, `sum(size) / 1000000000`, and say `unit: GB`".to_owned());
        }
        _ => return None,
    };
    names
        .contains(&name)
        .then(|| format!("did you mean `{name}`?"))
}

/// `decimal(18, 3)`, of which this language says the digits behind the point alone.
fn decimal_of(kind: &str, names: &[&str]) -> Option<String> {
    let (_, digits) = kind.strip_suffix(')')?.split_once('(')?;
    let scale: u8 = digits.split_once(',')?.1.trim().parse().ok()?;
    let is_known = names.contains(&A_DECIMAL) && scale <= MAX_SCALE;
    is_known.then(|| match scale {
        0 => meant("integer"),
        scale => meant(&format!("decimal({scale})")),
    })
}

/// Whether a type is one of these with its number of bits: `int64`, `u8`.
fn has_width(kind: &str, names: &[&str]) -> bool {
    let name = kind.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let bits = kind[name.len()..].parse::<u16>();
    names.contains(&name) && bits.is_ok_and(|bits| bits.is_power_of_two() && bits >= 8)
}

/// The hint where all rows are the denominator.
const ALL_ROWS: &str =
    "the share of all rows is written `of: {}`, of some of them `of: {where: …}`";

/// The hint for `of: total`, where a denominator is a map.
fn denominator(root: &Value, text: &str) -> String {
    let is = |kind: &str| {
        root.get(kind)
            .is_some_and(|names| names.get(text).is_some())
    };
    let is_word = text
        .chars()
        .all(|sign| sign.is_alphanumeric() || sign == '_');
    let is_filter = is("filters") || is("dimensions");
    let key = match text {
        "all" | "scope" => "rows",
        "" => return ALL_ROWS.to_owned(),
        _ if is("metrics") => "metric",
        _ if is("params") => "param",
        _ if is("measures") => "measure",
        _ if is_word && !is_filter => return ALL_ROWS.to_owned(),
        _ => "where",
    };
    let quoted = match key {
        "where" => format!("\"{text}\""),
        _ => text.to_owned(),
    };
    format!("write `of: {{{key}: {quoted}}}`")
}

/// How to write a value of the expected type.
pub(super) fn type_hint(wanted: &str, root: &Value, pointer: &str) -> Option<String> {
    match root.pointer(pointer)? {
        Value::String(text) if wanted == "a map" && pointer.ends_with("/of") => {
            Some(denominator(root, text))
        }
        Value::Number(_) if wanted == "a map" && pointer.ends_with("/of") => {
            Some(ALL_ROWS.to_owned())
        }
        Value::Null if let Some(next) = at_its_margin(root, pointer) => Some(format!(
            "indent `{next}` and the lines below it, so that they stand inside of it"
        )),
        Value::Null if wanted == "a map" && pointer.ends_with("/of") => Some(ALL_ROWS.to_owned()),
        Value::Null if pointer.starts_with("/sections/") && is_entry(pointer) => {
            Some("write a section behind the dash, or remove the dash".to_owned())
        }
        Value::Null if is_entry(pointer) => {
            Some("write the entry behind the dash, or remove the dash".to_owned())
        }
        Value::Number(n) if wanted == "a map" && pointer.ends_with("/keep/top") => {
            let by = pointer.strip_suffix("/keep/top")?;
            Some(format!(
                "write `keep: {{{}: {{top: {n}}}}}`",
                first_of(root, by)
            ))
        }
        Value::String(text)
            if wanted == "a map"
                && let Some((key, value)) = text.split_once(':')
                && !value.is_empty()
                && !value.starts_with('/')
                && is_key(key) =>
        {
            Some(format!("a space after the colon: `{key}: {value}`"))
        }
        Value::String(path) if wanted == "a map" && is_child_of(pointer, "/sources/") => Some(
            format!("write `{{path: {path}, columns: {{…}}}}`; `hfreport new {path}` writes it"),
        ),
        Value::String(path) if wanted == "a map" && pointer == "/sources" => Some(format!(
            "write `sources: {{rows: {{path: {path}, columns: {{…}}}}}}`; `hfreport new {path}` writes it"
        )),
        Value::String(sql) if wanted == "a map" && is_child_of(pointer, "/measures/") => {
            Some(format!("write `{{sql: \"{sql}\"}}`"))
        }
        Value::String(_) if pointer == "/version" => Some("write `version: 1`".to_owned()),
        Value::String(text) if wanted == "a list" => {
            Some(format!("a list stands in brackets: [{text}]"))
        }
        Value::String(text) if wanted == "a map" && pointer.starts_with("/sections/") => Some(
            format!("say what it is: `chart: {text}`, `table: {text}` or `text: …`"),
        ),
        Value::String(text) if wanted.contains("`true`") => {
            let truth = match text.to_lowercase().as_str() {
                "yes" | "on" | "y" | "true" => "true",
                "no" | "off" | "n" | "false" => "false",
                _ => return None,
            };
            Some(if text.eq_ignore_ascii_case(truth) {
                format!("write {truth}, without quotes")
            } else {
                format!("`{text}` is a text in YAML 1.2: write {truth}")
            })
        }
        Value::Array(columns) if pointer.ends_with("/unique") => Some(key_of_columns(columns)),
        Value::Array(_) if wanted == "a map" => {
            Some("names are keys here: remove the `- ` before them".to_owned())
        }
        Value::Object(_) if wanted == "a list" => Some("begin each entry with `- `".to_owned()),
        Value::Null => Some("write the value behind the colon, or remove the key".to_owned()),
        _ => None,
    }
}

/// The hint for rows that several columns tell apart.
pub(super) fn key_of_columns(columns: &[Value]) -> String {
    let names: Vec<&str> = columns.iter().filter_map(Value::as_str).collect();
    let names = if names.len() < 2 {
        vec!["a", "b"]
    } else {
        names
    };
    format!(
        "a key of several columns is a column of its own: `key: {{type: string, sql: \"{}\", unique: true}}`, with `CAST(… AS TEXT)` around what is no text",
        names.join(" || '/' || ")
    )
}

/// The format that a spreadsheet or a program writes as `# ##0,00 €`.
pub(super) fn format_of_a_spreadsheet(text: &str, pointer: &str) -> Option<String> {
    if !pointer.ends_with("/format") {
        return None;
    }
    if let Some(format) = format_of_a_program(text) {
        return Some(format!("write `format: {format}`"));
    }
    let code = match text.trim().to_lowercase().as_str() {
        "eur" | "euro" | "euros" | "€" => "EUR",
        "usd" | "dollar" | "dollars" | "$" => "USD",
        "gbp" | "pound" | "pounds" | "£" => "GBP",
        "chf" => "CHF",
        _ => "",
    };
    if !code.is_empty() {
        return Some(format!("write `format: {{currency: {code}}}`"));
    }
    if let Some(form) = form_of_day(text) {
        return Some(format!(
            "a page writes days as its language does, and a text with `|date`, `|month`; how a file writes them is said by the column: `{{type: date, date: \"{form}\"}}`"
        ));
    }
    if !text.contains(['#', '0']) {
        return None;
    }
    let behind = text.rsplit_once([',', '.']);
    let decimals = match behind {
        // `#,##0`: the sign stands between thousands.
        Some((_, behind)) if behind.contains('#') => 0,
        Some((_, behind)) => behind.bytes().filter(|byte| *byte == b'0').count(),
        None => 0,
    };
    let has = |signs: &[char]| text.contains(signs);
    if text.chars().any(char::is_alphabetic) && !text.contains("EUR") {
        return None;
    }
    Some(if has(&['€']) || text.contains("EUR") {
        "write `format: {currency: EUR}`".to_owned()
    } else if has(&['$']) {
        "write `format: {currency: USD}`".to_owned()
    } else if has(&['£']) {
        "write `format: {currency: GBP}`".to_owned()
    } else if has(&['%']) {
        format!("write `format: {{percent: {decimals}}}`")
    } else if text == "0,0" {
        "write `format: integer`, or `format: {decimals: 1}` where the comma stands before a decimal"
            .to_owned()
    } else if decimals > 0 {
        format!("write `format: {{decimals: {decimals}}}`")
    } else {
        "write `format: integer`".to_owned()
    })
}

/// The format that a program writes as `,.1f`, `{:.2f}`, `%.1f` or `.0%`.
fn format_of_a_program(text: &str) -> Option<String> {
    let inner = text
        .trim_start_matches(['{', ':', '%'])
        .trim_end_matches('}');
    let inner = inner.strip_prefix([',', '_']).unwrap_or(inner);
    if inner == "d" || inner.is_empty() && text.contains(',') {
        return Some("integer".to_owned());
    }
    let inner = inner.strip_prefix('.')?;
    let (digits, is_percent) = match (inner.strip_suffix('f'), inner.strip_suffix('%')) {
        (Some(digits), _) => (digits, false),
        (_, Some(digits)) => (digits, true),
        _ => return None,
    };
    let digits: u8 = digits.parse().ok()?;
    Some(match (is_percent, digits) {
        (true, digits) => format!("{{percent: {digits}}}"),
        (false, 0) => "integer".to_owned(),
        (false, digits) => format!("{{decimals: {digits}}}"),
    })
}

/// The map behind a key without a value that stands at the level of this key, and has a name that the language does not know.
fn at_its_margin<'v>(root: &'v Value, pointer: &str) -> Option<&'v String> {
    let (parent, key) = pointer.rsplit_once('/')?;
    let map = root.pointer(parent)?.as_object()?;
    let mut behind = map.iter().skip_while(|(name, _)| *name != key).skip(1);
    let (next, value) = behind.next()?;
    (value.is_object() && !is_key(next)).then_some(next)
}

/// Whether a pointer leads to a definition of a kind.
fn is_child_of(pointer: &str, kind: &str) -> bool {
    let name = pointer.strip_prefix(kind);
    name.is_some_and(|name| !name.is_empty() && !name.contains('/'))
}

/// Whether a pointer leads to an entry of a list.
fn is_entry(pointer: &str) -> bool {
    let last = pointer.rsplit('/').next().unwrap_or_default();
    !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit())
}

/// The first dimension of a breakdown.
pub(super) fn first_of(root: &Value, breakdown: &str) -> String {
    let by = root.pointer(breakdown).and_then(|it| it.get("by"));
    let first = by.and_then(|by| by.get(0).or(Some(by)));
    first
        .and_then(Value::as_str)
        .unwrap_or("dimension")
        .to_owned()
}

/// A share that was written in percent, where at most 1 is allowed.
pub(super) fn percentage(value: Option<&Value>, limit: &Value) -> Option<String> {
    let number = value?
        .as_f64()
        .filter(|number| (1.0..=100.0).contains(number))?;
    let share = fraction_of_percent(&value?.to_string())?;
    // Whole numbers that are at most 1 are no shares.
    (limit.is_f64() && limit.as_f64() == Some(1.0) && number > 1.0)
        .then(|| format!("a share is a fraction of 1: write `{share}`"))
}

/// How a number with a sign of percent is written: as a format, or as a share.
fn with_percent(text: &str, pointer: &str) -> String {
    let share = fraction_of_percent(text.trim_end_matches('%').trim());
    match share.filter(|_| !pointer.contains("/format")) {
        Some(share) => format!("a share is a fraction of 1: write `{share}`"),
        None => "percent with one decimal is written `{percent: 1}`".to_owned(),
    }
}

/// Whether a text is an edge that no number reaches, as programs write it.
fn is_without_end(text: &str) -> bool {
    let lower = text
        .trim()
        .trim_start_matches(['+', '-', '−'])
        .to_lowercase();
    let bare = lower
        .trim_start_matches("float")
        .trim_matches(|sign: char| "()'\".".contains(sign));
    let bare = bare
        .trim_start_matches("np.")
        .trim_start_matches("math.")
        .trim_start_matches("numpy.");
    matches!(
        bare.trim_start_matches('-'),
        "inf" | "infinity" | "infini" | "∞" | "max" | "min"
    )
}

/// What a text was probably meant to be where a number is expected, and the like.
pub(super) fn value_hint(value: Option<&Value>, pointer: &str) -> Option<String> {
    match value? {
        Value::String(text) if pointer.contains("/edges/") && is_without_end(text) => Some(
            "leave it out: below the first edge and above the last one stand buckets of their own"
                .to_owned(),
        ),
        Value::Null => Some("write the value behind the colon, or remove the key".to_owned()),
        Value::String(text)
            if text.ends_with('%') && text.trim_end_matches('%').trim().parse::<f64>().is_ok() =>
        {
            Some(with_percent(text, pointer))
        }
        Value::String(text)
            if text.contains(' ') && text.replace(' ', "").parse::<i64>().is_ok() =>
        {
            Some(format!("numbers have no spaces: {}", text.replace(' ', "")))
        }
        Value::String(text)
            if text.starts_with(|c: char| c.is_ascii_digit())
                && text.ends_with(|c: char| c.is_alphabetic())
                && text
                    .trim_end_matches(char::is_alphabetic)
                    .trim()
                    .parse::<f64>()
                    .is_ok()
                && !text.ends_with('m')
                && !["KB", "MB"].iter().any(|of_size| text.ends_with(of_size)) =>
        {
            Some("the suffixes are `k`, `M`, `B` (10⁹) and `T` (10¹²), without a space".to_owned())
        }
        Value::String(text)
            if text.contains('_') && text.replace('_', "").parse::<i64>().is_ok() =>
        {
            Some(format!(
                "YAML 1.2 has no `_` in numbers: write {}, or with a suffix such as 1M",
                text.replace('_', "")
            ))
        }
        Value::String(text)
            if text.ends_with('m') && text[..text.len() - 1].parse::<f64>().is_ok() =>
        {
            Some(format!(
                "the suffix for million is `M`: {}M",
                &text[..text.len() - 1]
            ))
        }
        Value::String(text)
            if text.contains(',')
                && text
                    .replace(',', ".")
                    .trim_end_matches(['k', 'M', 'B', 'T'])
                    .parse::<f64>()
                    .is_ok() =>
        {
            Some(format!(
                "numbers in a spec have a point: {}",
                text.replace(',', ".")
            ))
        }
        _ => None,
    }
}
