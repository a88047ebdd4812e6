//! Terms that are explained in their place, with and without scripts, and on paper.

use super::Tab;
use serde_json::json;

const OPEN: &str = "document.querySelectorAll(':popover-open').length";

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn a_term_opens_and_escape_closes_it_without_scripts() {
    let project = crate::glossary::project();
    let tab = Tab::new();
    tab.without_scripts();
    tab.open_file(&project.folder().join("out/index.html"));
    tab.click(".term");
    assert_eq!(tab.eval(OPEN), json!(1));
    let inside = "(r => r.left >= 0 && r.top >= 0 && r.bottom <= innerHeight)(document.querySelector(':popover-open').getBoundingClientRect())";
    assert_eq!(tab.eval(inside), json!(true));
    tab.key("Escape");
    assert_eq!(tab.eval(OPEN), json!(0));
    // Closed it stands where the glossary is, on paper too.
    let seen = "document.querySelector('[popover]').checkVisibility()";
    assert_eq!(tab.eval(seen), json!(true));
    tab.media("print", &[]);
    assert_eq!(tab.eval(seen), json!(true));
}
