//! The script of the page: what it adds to a page that can be read without it. In: nothing. Out: its
//! text, and the hash by which the page allows this script and no other.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// Made from `assets/script/` by `.ci/assets`.
const SCRIPT: &str = include_str!("../../assets/page.js");

/// The script of every page.
pub(super) fn script() -> &'static str {
    SCRIPT.trim_end()
}

/// The source expression of a content security policy that allows the script: `'sha256-…'`.
pub(super) fn script_source() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script()))))
}

#[cfg(test)]
mod tests {
    use super::{script, script_source};

    #[test]
    fn the_script_is_small_and_ends_where_its_element_ends() {
        assert!(script().len() <= 20_000, "{} bytes", script().len());
        assert!(!script().contains("</script") && !script().contains("<!--"));
    }

    #[test]
    fn the_hash_is_that_of_the_text_between_the_tags() {
        // SHA-256 has 32 bytes, base64 writes 44 characters for them.
        assert_eq!(script_source().len(), "'sha256-'".len() + 44);
    }
}
