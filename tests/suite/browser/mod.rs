//! The written pages as a person uses them: a headless Chromium opens, clicks, types and looks.
//!
//! These tests are listed as ignored, so that `cargo test` needs no browser; where they are asked for, a missing
//! browser is a failure. A test opens a [`Tab`] of its own in the one
//! browser of this binary: a context that shares no storage, permissions or windows with any other.
//! Anything that a page writes to the console, or that its policy refuses, fails the test that
//! opened it.
//!
//! `connection` starts the browser and carries messages; `tab` opens pages, evaluates and waits;
//! `input` sends user input; `emulation` changes the environment of the page; `capture` records how
//! it looks and its accessibility tree; `axe` runs the rules of axe-core.

mod axe;
mod capture;
mod changes;
mod charts;
mod connection;
mod controls;
mod emulation;
mod glossary;
mod harness;
mod heat;
mod index;
mod injections;
mod input;
mod kramdown;
mod marked;
mod october;
mod origins;
mod pages;
mod readme_pictures;
mod redrawn;
mod save_to_pixels;
mod serve;
mod sorted;
mod tab;
mod units;
mod variants;
mod widths;

use crate::fixture::Project;
pub(crate) use tab::Tab;

/// Writes the page of a spec in a project and opens it.
fn opened(project: Project, tab: &Tab) -> Project {
    let run = [
        "run",
        "spec.yaml",
        "--out",
        "out",
        "--format",
        "html",
        "--quiet",
    ];
    project.hfreport(&run).fine();
    tab.open_file(&project.folder().join("out/index.html"));
    project
}
