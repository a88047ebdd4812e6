//! `manifest.json`. In: what the run says of itself, and every other file of the bundle. Out: the
//! same with the list of files, their sizes in bytes and their SHA-256, by path. It carries no time
//! of day: two runs on the same input give the same manifest.

use rayon::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::bundle::OutputFile;
use super::error::PublishError;

/// The manifest with its `outputs`.
pub(super) fn with_outputs(manifest: &Value, files: &[OutputFile]) -> Result<Value, PublishError> {
    let Value::Object(entries) = manifest else {
        return Err(PublishError::ManifestNotAnObject);
    };
    let mut sorted: Vec<&OutputFile> = files.iter().collect();
    sorted.sort_by(|left, right| left.path.cmp(&right.path));
    let outputs = sorted
        .into_par_iter()
        .map(|file| {
            json!({
                "path": file.path,
                "bytes": file.bytes.len(),
                "sha256": sha256(&file.bytes),
            })
        })
        .collect();
    let mut entries = entries.clone();
    entries.insert("outputs".to_owned(), Value::Array(outputs));
    Ok(Value::Object(entries))
}

/// SHA-256 in lower-case hexadecimal digits.
fn sha256(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        for half in [byte >> 4, byte & 15] {
            digits.push(char::from_digit(u32::from(half), 16).unwrap_or_default());
        }
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::with_outputs;
    use crate::publish::{OutputFile, PublishError};
    use serde_json::json;

    fn file(path: &str, bytes: &[u8]) -> OutputFile {
        OutputFile {
            path: path.to_owned(),
            bytes: bytes.to_vec(),
        }
    }

    #[test]
    fn outputs_are_listed_by_path_with_size_and_digest() {
        let files = [file("report.md", b"abc"), file("index.html", b"")];
        let manifest = with_outputs(&json!({"spec": "x.yaml"}), &files).unwrap();
        assert_eq!(
            manifest,
            json!({
                "spec": "x.yaml",
                "outputs": [
                    {"path": "index.html", "bytes": 0,
                     "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
                    {"path": "report.md", "bytes": 3,
                     "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
                ],
            })
        );
    }

    #[test]
    fn a_manifest_that_is_no_object_is_refused() {
        let refused = with_outputs(&json!([]), &[]);
        assert_eq!(refused, Err(PublishError::ManifestNotAnObject));
    }
}
