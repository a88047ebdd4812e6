//! The pictures of the README: the first screen of the October report with the origin of a number open, by day and by night.

use super::Tab;
use crate::fixture::{Project, hfreport, home};

/// What the pictures show of where a number comes from. Where a run says something else, they are drawn anew.
const ORIGIN: [&str; 20] = [
    "45.0%\u{202f}°",
    "",
    "Share of encoders",
    "Condition",
    "family = 'encoder'",
    "Divided by",
    "same measure and rows, without a condition",
    "Exact value (downloads)",
    "16,403,183,044 / 36,450,707,797",
    "Rows counted",
    "2,531 / 72,423",
    "Source",
    "models",
    "Measure",
    "downloads = sum(downloads)",
    "Rows",
    "scope, the first 50 values of “Entity”",
    "File",
    "hub_2025-10-01.parquet (72,423\u{a0}rows)",
    "×",
];

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn the_pictures_of_the_readme_show_what_the_october_report_says_of_a_number() {
    let project = Project::new();
    let out = project.folder().join("out");
    let folder = out.display().to_string();
    let run = [
        "run",
        "reports/october_2025.yaml",
        "--out",
        &folder,
        "--format",
        "html",
        "--quiet",
    ];
    hfreport(&home(), &run).fine();
    for (scheme, name) in [("light", "october.png"), ("dark", "october_dark.png")] {
        let tab = Tab::new();
        tab.viewport(1280, 1120);
        tab.without_scrollbars();
        tab.media("screen", &[("prefers-color-scheme", scheme)]);
        tab.open_file(&out.join("index.en.html"));
        tab.eval("[...document.querySelectorAll('a')].find(it => it.textContent.startsWith('45.0%')).setAttribute('data-drawn', '')");
        tab.click("a[data-drawn]");
        let told = tab.text("document.querySelector('.origin').innerText");
        assert_eq!(told.lines().collect::<Vec<_>>(), ORIGIN);
        if std::env::var_os("HFREPORT_UPDATE").is_some() {
            tab.eval("scrollTo(0, 0)");
            let path = home().join("docs/images").join(name);
            std::fs::write(path, tab.screen_shown()).expect("a picture");
        }
    }
}
