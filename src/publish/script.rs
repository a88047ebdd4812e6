//! The script of the page, without which the page can be read as well. In: nothing. Out: its text,
//! and the hash by which the page allows this script and no other.

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
    SOURCE.get_or_init(|| source(script()))
}

fn source(script: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(script)))
}

/// A page without content, for [`with_script`].
pub(crate) const EMPTY_PAGE: &str = include_str!("../../assets/empty.html");

/// A page with one more script before its own, which knows the `version` of the page and may send
/// requests to the page's server.
#[must_use]
pub(crate) fn with_script(page: &str, script: &str, version: &str) -> String {
    let script = script.trim_end();
    let source = source(script);
    // The policy is the first to name scripts, and the page's own script is the last element.
    let page = page.replacen(
        "script-src ",
        &format!("connect-src 'self'; script-src {source} "),
        1,
    );
    let at = page.rfind("<script>").unwrap_or(page.len());
    let (before, own) = page.split_at(at);
    format!("{before}<script data-version=\"{version}\">{script}</script>\n{own}")
}

#[cfg(test)]
mod tests {
    use super::{EMPTY_PAGE, script, script_source, with_script};

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

    #[test]
    fn a_page_gets_one_more_script_which_alone_may_ask_its_server() {
        let page = with_script(EMPTY_PAGE, "let a;\n", "12ab");
        let source = super::source("let a;");
        assert!(page.contains(&format!("connect-src 'self'; script-src {source} ")));
        assert!(page.contains("<script data-version=\"12ab\">let a;</script>"));
    }
}
