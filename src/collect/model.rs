//! A model as the hub describes it → a row. What has another type than it should is left out, and told.

use super::faults::{Fault, Faults};
use crate::checksum::sha256;
use crate::source::SnapshotRow;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The fields that are asked for.
pub(super) const FIELDS: [&str; 6] = [
    "author",
    "downloads",
    "downloadsAllTime",
    "pipeline_tag",
    "safetensors",
    "tags",
];

/// A model with its downloads of the last 30 days, by which the hub sorts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Model {
    pub(super) row: SnapshotRow,
    pub(super) recent: Option<u64>,
}

impl Model {
    /// What tells its name from others: half of a SHA-256, of which no two of some millions of names have the same.
    pub(super) fn mark(name: &str) -> u128 {
        let digest = sha256(name);
        u128::from_str_radix(&digest[..32], 16).unwrap_or_default()
    }
}

/// Reads a model; `None` if it has no name.
pub(super) fn model(
    value: &Value,
    languages: &BTreeSet<String>,
    faults: &mut Faults,
) -> Option<Model> {
    let object = value.as_object();
    let id = object.and_then(|object| {
        let id = object.get("id").or_else(|| object.get("modelId"))?;
        id.as_str().filter(|id| !id.is_empty())
    });
    let (Some(object), Some(id)) = (object, id) else {
        faults.add(Fault::Nameless, "");
        return None;
    };
    let account = text(object, "author", id, faults);
    let account = account.or_else(|| Some(id.split_once('/')?.0.to_owned()));
    if account.is_none() {
        faults.add(Fault::WithoutAccount, id);
    }
    let downloads = number(object, "downloadsAllTime", id, faults);
    if downloads.is_none() {
        faults.add(Fault::WithoutDownloads, id);
    }
    let recent = number(object, "downloads", id, faults);
    if recent.is_none() {
        faults.add(Fault::WithoutRecent, id);
    }
    let tag = text(object, "pipeline_tag", id, faults);
    let parameters = match object.get("safetensors") {
        None | Some(Value::Null) => None,
        Some(Value::Object(safetensors)) => {
            number(safetensors, "total", id, faults).filter(|total| *total > 0)
        }
        Some(_) => {
            faults.add(Fault::Type("safetensors".to_owned()), id);
            None
        }
    };
    let tags = match object.get("tags") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(tags)) => {
            if tags.iter().any(|tag| !tag.is_string()) {
                faults.add(Fault::Type("tags".to_owned()), id);
            }
            tags.iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect()
        }
        Some(_) => {
            faults.add(Fault::Type("tags".to_owned()), id);
            Vec::new()
        }
    };
    let mut spoken: Vec<String> = Vec::new();
    for tag in tags {
        let code = tag.strip_prefix("language:").unwrap_or(&tag);
        if languages.contains(code) && !spoken.iter().any(|known| known == code) {
            spoken.push(code.to_owned());
        }
    }
    Some(Model {
        row: SnapshotRow {
            model: id.to_owned(),
            account,
            downloads,
            pipeline_tag: tag,
            languages: spoken,
            parameters,
        },
        recent: recent.and_then(|it| u64::try_from(it).ok()),
    })
}

/// A count that a cell can hold; a number without a fraction counts as one, however it is written.
fn number(object: &Map<String, Value>, field: &str, id: &str, faults: &mut Faults) -> Option<i64> {
    let found = match object.get(field) {
        None | Some(Value::Null) => return None,
        Some(Value::Number(number)) => {
            let whole = |number: f64| {
                (number.fract() == 0.0 && (0.0..9e15).contains(&number)).then_some(number as i64)
            };
            let found = match number.as_u64() {
                Some(count) => i64::try_from(count).ok(),
                None => number.as_f64().and_then(whole),
            };
            found.filter(|count| *count >= 0)
        }
        Some(_) => None,
    };
    if found.is_none() {
        faults.add(Fault::Type(field.to_owned()), id);
    }
    found
}

fn text(object: &Map<String, Value>, field: &str, id: &str, faults: &mut Faults) -> Option<String> {
    match object.get(field) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text.clone()).filter(|text| !text.is_empty()),
        Some(_) => {
            faults.add(Fault::Type(field.to_owned()), id);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(value: &Value) -> (Option<Model>, Faults) {
        let languages = BTreeSet::from(["en", "fr"].map(str::to_owned));
        let mut faults = Faults::default();
        (model(value, &languages, &mut faults), faults)
    }

    #[test]
    fn a_model_becomes_a_row_of_the_contract() {
        let (found, faults) = read(&json!({
            "id": "google/bert", "author": "google", "downloads": 12, "downloadsAllTime": 3_000_000_000_u64,
            "pipeline_tag": "fill-mask", "tags": ["pytorch", "fr", "en", "license:mit", "fr"],
            "safetensors": {"parameters": {"F32": 110}, "total": 110},
        }));
        let found = found.unwrap();
        assert_eq!(found.recent, Some(12));
        assert_eq!(found.row.downloads, Some(3_000_000_000));
        assert_eq!(found.row.languages, ["fr", "en"]);
        assert_eq!(
            (found.row.parameters, found.row.account.as_deref()),
            (Some(110), Some("google"))
        );
        assert!(faults.is_empty());
    }

    #[test]
    fn fields_of_another_type_are_left_out_and_told_with_the_model() {
        let (found, faults) = read(&json!({
            "id": "a/b", "author": ["a"], "downloads": "12", "downloadsAllTime": -1, "pipeline_tag": 7, "tags": {"en": true},
            "safetensors": [1], "new": {},
        }));
        let row = found.unwrap().row;
        assert_eq!(
            (row.account.as_deref(), row.downloads, row.pipeline_tag),
            (Some("a"), None, None)
        );
        let told = faults.lines().join("\n");
        for field in [
            "author",
            "downloads",
            "downloadsAllTime",
            "pipeline_tag",
            "tags",
            "safetensors",
        ] {
            assert!(
                told.contains(&format!(
                    "`{field}` has another type than it should in 1 model (a/b)"
                )),
                "{told}"
            );
        }
        assert!(
            told.contains("1 model without downloads over all time (a/b)"),
            "{told}"
        );
        assert!(
            told.contains(
                "1 model without downloads of the last 30 days, by which the hub sorts (a/b)"
            ),
            "{told}"
        );
        assert!(read(&json!({"author": "x"})).0.is_none());
        assert!(read(&json!("text")).0.is_none());
        // A count may be written with a point.
        assert_eq!(
            read(&json!({"id": "a/b", "downloadsAllTime": 12.0}))
                .0
                .unwrap()
                .row
                .downloads,
            Some(12)
        );
    }
    #[test]
    fn a_count_that_no_cell_can_hold_is_left_out_and_told() {
        let (found, faults) = read(&json!({
            "id": "a/b", "downloads": u64::MAX, "downloadsAllTime": 9_223_372_036_854_775_808_u64,
            "safetensors": {"total": 1e300},
        }));
        let found = found.unwrap();
        assert_eq!(
            (found.recent, found.row.downloads, found.row.parameters),
            (None, None, None)
        );
        let told = faults.lines().join("\n");
        for field in ["downloads", "downloadsAllTime", "total"] {
            let line = format!("`{field}` has another type than it should in 1 model (a/b)");
            assert!(told.contains(&line), "{told}");
        }
    }
}
