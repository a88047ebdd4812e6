//! The index of the periods as people see it, and the way from a page to its neighbours.

use super::Tab;
use crate::fixture::{Project, home};
use serde_json::json;
use std::fs;

/// The months of the example with their index, of which one is missing.
fn months() -> Project {
    let project = Project::new().with_copy_of(&home().join("examples"), "examples");
    let table = "snapshot,hub_downloads\n2025-06-01,41000000\n2025-07-01,43500000\n2025-08-01,46100000\n2025-09-01,48200000\n2025-10-01,52100000\n2025-11-01,55400000\n";
    project.write("examples/data/periods.csv", table);
    project
        .hfreport(&["run", "examples/periods.yaml", "--each", "--quiet"])
        .fine();
    let out = project.folder().join("out/examples/periods");
    fs::remove_dir_all(out.join("2025-08-01")).expect("a bundle");
    project.hfreport(&["index", "out/examples/periods"]).fine();
    project
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn the_index_fits_every_screen_in_both_languages_and_schemes_and_keeps_the_rules_of_accessibility()
{
    let project = months();
    let out = project.folder().join("out/examples/periods");
    let tab = Tab::new();
    for page in ["index.html", "index.en.html"] {
        for scheme in ["light", "dark"] {
            for width in [360, 768, 1280] {
                tab.viewport(width, 900);
                tab.media("screen", &[("prefers-color-scheme", scheme)]);
                tab.open_file(&out.join(page));
                let case = format!("{page}, {scheme}, {width}");
                let beside =
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth";
                assert_eq!(tab.eval(beside), json!(0), "{case}");
                assert_eq!(
                    tab.eval("document.querySelectorAll('tbody tr').length"),
                    json!(6)
                );
                assert_eq!(
                    tab.eval("document.querySelectorAll('.missing').length"),
                    json!(1)
                );
                assert_eq!(tab.take_errors(), Vec::<String>::new(), "{case}");
                if let Some(found) = tab.axe() {
                    assert_eq!(found, Vec::<String>::new(), "{case}");
                }
            }
        }
    }
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn from_a_page_to_the_next_one_leads_the_index_without_scripts() {
    let project = months();
    let out = project.folder().join("out/examples/periods");
    let tab = Tab::new();
    tab.without_scripts();
    // Opens where a link leads, which waits until the page is there.
    let follow = |link: &str| {
        let address = tab.text(&format!("document.querySelector('{link}').href"));
        tab.open(&address);
        address
    };
    tab.open_file(&out.join("2025-07-01/index.en.html"));
    let address = follow("a[rel=next]");
    assert!(
        address.ends_with("/periods/index.en.html#after-2025-07-01"),
        "{address}"
    );
    assert_eq!(
        tab.text("document.querySelector('tr:has(:target) th').textContent"),
        "September 2025"
    );
    let address = follow("tr:has(:target) a");
    assert!(address.ends_with("/2025-09-01/index.en.html"), "{address}");
    tab.open_file(&out.join("2025-11-01/index.html"));
    follow("a[rel=next]");
    let shown = "getComputedStyle(document.querySelector(':target')).display";
    assert_eq!(tab.text(shown), "block");
    let hidden = "getComputedStyle(document.getElementById('before-2025-06-01')).display";
    assert_eq!(tab.text(hidden), "none");
}
