//! The monthly report: every month that ships is valid, and a projection says that it is one.

use crate::fixture::{Project, hfreport, home};

const SPEC: &str = "reports/base/hub_downloads.yaml";

#[test]
fn every_month_that_ships_is_valid() {
    for month in ["2025-10-01", "2025-11-01", "2025-12-01"] {
        let setting = format!("snapshot={month}");
        let outcome = hfreport(&home(), &["check", SPEC, "--set", &setting]).fine();
        assert_eq!(outcome.stderr, "", "{month}");
    }
}

#[test]
fn a_projection_says_so_in_title_text_and_foot_and_has_the_totals_of_its_month() {
    let project = Project::new();
    let out = project.folder().display().to_string() + "/out";
    let month = ["--set", "snapshot=2025-11-01", "--format", "markdown,svg"];
    let arguments = [&["run", SPEC, "--quiet", "--out", &out][..], &month].concat();
    hfreport(&home(), &arguments).fine();
    for (file, title, text, foot, total) in [
        (
            "out/report.md",
            "novembre 2025 (projection)",
            "**Ces chiffres sont une projection.**",
            "Les lignes de données sont une projection, non des mesures",
            "46\u{202f}801\u{202f}255\u{202f}190",
        ),
        (
            "out/report.en.md",
            "on November 1, 2025 (projection)",
            "**These figures are a projection.**",
            "The rows of data are a projection, not measured",
            "46,801,255,190",
        ),
    ] {
        let page = project.read(file);
        for wanted in [title, text, foot, total] {
            assert!(page.contains(wanted), "{file}: {wanted}\n{}", &page[..3000]);
        }
        assert!(!page.contains("reconstruction"), "{file}");
        assert!(!page.contains("reconstitution"), "{file}");
    }
}
