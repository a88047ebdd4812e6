//! JSON files of the bundle. In: what is written. Out: its text, indented, keys in the order of the
//! value, with a final newline.

use serde::Serialize;

use super::error::PublishError;

/// The bytes of a JSON file; `path` is for the error alone.
pub(super) fn json(value: &impl Serialize, path: &str) -> Result<Vec<u8>, PublishError> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| PublishError::Json {
        path: path.to_owned(),
        detail: error.to_string(),
    })?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::json;
    use serde_json::{Value, json as value};

    #[test]
    fn keys_keep_their_order_and_the_file_ends_in_a_newline() {
        let bytes = json(&value!({"z": 1, "a": [true, null]}), "report.json").unwrap();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "{\n  \"z\": 1,\n  \"a\": [\n    true,\n    null\n  ]\n}\n"
        );
    }

    #[test]
    fn integers_that_no_float_can_hold_are_exact() {
        let large: Value =
            serde_json::from_str("[18446744073709551615,-9223372036854775808]").unwrap();
        let text = String::from_utf8(json(&large, "report.json").unwrap()).unwrap();
        assert!(text.contains("18446744073709551615") && text.contains("-9223372036854775808"));
    }
}
