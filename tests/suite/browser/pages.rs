//! The pages of the examples.

use super::Tab;
use crate::fixture::{Project, examples, hfreport, home};

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn every_page_of_the_examples_opens_in_both_languages_without_an_error_and_without_the_network() {
    let tab = Tab::new();
    let mut opened = 0;
    for example in examples() {
        let project = Project::new();
        let out = project.folder().join("out").display().to_string();
        let spec = example.display().to_string();
        let formats = ["--locale", "fr,en", "--format", "html"];
        let arguments = [&["run", &spec, "--out", &out, "--quiet"][..], &formats].concat();
        // A text that an example has in one language only gives a warning, which is ignored here.
        hfreport(&home(), &arguments).fine();
        for page in ["index.html", "index.en.html"] {
            let path = project.folder().join("out").join(page);
            tab.open_file(&path);
            let own = format!("file://{}", path.display());
            let foreign: Vec<String> = tab
                .take_requests()
                .into_iter()
                .filter(|address| *address != own && !address.starts_with("data:"))
                .collect();
            assert_eq!(foreign, Vec::<String>::new(), "{spec}: {page}");
            assert_eq!(tab.take_errors(), Vec::<String>::new(), "{spec}: {page}");
            assert_ne!(
                tab.text("document.querySelector('h1').textContent"),
                "",
                "{spec}: {page}"
            );
            opened += 1;
        }
    }
    assert_eq!(opened, 2 * examples().len());
}
