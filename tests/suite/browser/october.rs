//! The page of the whole October 2025 report: 29 charts, some 2,500 marks, 649 numbers with their
//! origins.

use super::Tab;
use crate::fixture::{Project, hfreport, home};
use serde_json::json;
use std::path::PathBuf;

/// The bundle of the report, with its project.
fn bundle() -> (Project, PathBuf) {
    let project = Project::new();
    let out = project.folder().join("out");
    let spec = "reports/october_2025.yaml";
    let folder = out.display().to_string();
    let run = ["run", spec, "--out", &folder, "--format", "html", "--quiet"];
    hfreport(&home(), &run).fine();
    (project, out)
}

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
fn nothing_in_the_whole_october_report_keeps_anybody_out() {
    let (_project, out) = bundle();
    for (page, scheme, width) in [
        ("index.html", "light", 1280),
        ("index.html", "dark", 768),
        ("index.en.html", "light", 360),
    ] {
        let tab = Tab::new();
        tab.viewport(width, 900);
        tab.media("screen", &[("prefers-color-scheme", scheme)]);
        tab.open_file(&out.join(page));
        let controlled = tab.eval("document.querySelectorAll('figure .tools').length");
        assert_eq!(controlled, json!(29), "every chart has its controls");
        let beside = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
        assert_eq!(tab.eval(beside), json!(0), "nothing stands beside the page");
        if let Some(found) = tab.axe() {
            assert_eq!(found, Vec::<String>::new(), "{page}, {scheme}, {width}");
        }
    }
}

/// How many charts had their controls at the load event of the page, and how many milliseconds
/// after the last byte that event came.
const READY: &str = "addEventListener('load', () => setTimeout(() => {
    const [page] = performance.getEntriesByType('navigation');
    window.ready = [document.querySelectorAll('figure .tools').length, page.loadEventEnd - page.responseEnd];
}))";

#[test]
#[ignore = "opens a browser: cargo test browser -- --ignored"]
#[allow(clippy::print_stdout, reason = "times are told, not judged")]
fn every_chart_answers_as_soon_as_the_page_is_loaded() {
    let (_project, out) = bundle();
    for times in [1, 4] {
        let tab = Tab::new();
        tab.slower(times);
        tab.before(READY);
        tab.open_file(&out.join("index.html"));
        tab.wait_for("window.ready");
        let ready = tab.eval("window.ready");
        assert_eq!(
            ready[0],
            json!(29),
            "charts with controls at the load event"
        );
        // A chart responds to the first key, whichever it is.
        let answers = tab.eval(
            "(() => {
                const begun = performance.now();
                const said = [...document.querySelectorAll('.drawing')].filter(drawing => {
                    drawing.dispatchEvent(new KeyboardEvent('keydown', {key: 'End', bubbles: true}));
                    return !document.querySelector('.note-of-mark').hidden;
                });
                return [said.length, performance.now() - begun];
            })()",
        );
        assert_eq!(answers[0], json!(29));
        let milliseconds = |value: &serde_json::Value| value.as_f64().expect("a time");
        println!(
            "October 2025, processor slowed {times} times: loaded with 29 charts ready {:.0} ms after the last byte, \
             total blocking time {:.0} ms, 29 charts point at a mark in {:.0} ms",
            milliseconds(&ready[1]),
            tab.blocking_time().as_secs_f64() * 1000.0,
            milliseconds(&answers[1]),
        );
    }
}
