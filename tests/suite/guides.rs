//! The tutorial and the guides: each block of a page is written, run and compared, in order, in an empty folder.
//!
//! A block after `<!-- file: NAME -->` is the content of that file, one after `<!-- append: NAME -->` is added to it. In a
//! block of `console` each line after `$ ` is a command, and the lines below it are what it prints; `…` alone on a line
//! stands for any lines, and in a line for any text.

use crate::fixture::{Project, home};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where the next block goes.
enum Target {
    Nowhere,
    File(String),
    Append(String),
}

#[derive(Default)]
struct Done {
    files: usize,
    commands: usize,
}

fn target(line: &str) -> Option<Target> {
    let inside = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    let (what, name) = inside.split_once(": ")?;
    match what {
        "file" => Some(Target::File(name.to_owned())),
        "append" => Some(Target::Append(name.to_owned())),
        _ => None,
    }
}

/// Follows a page in an empty folder.
fn follow(page: &Path) -> Done {
    let text = fs::read_to_string(page).expect("a page");
    let project = Project::new();
    let mut done = Done::default();
    let mut next = Target::Nowhere;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(found) = target(line) {
            next = found;
        }
        let Some(kind) = line.strip_prefix("```") else {
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|it| *it != "```").collect();
        let content = block.iter().map(|it| format!("{it}\n")).collect::<String>();
        match std::mem::replace(&mut next, Target::Nowhere) {
            Target::File(name) => project.write(&name, content),
            Target::Append(name) => project.write(&name, project.read(&name) + &content),
            Target::Nowhere if kind == "console" => {
                done.commands += console(&project, page, &block);
                continue;
            }
            Target::Nowhere => {
                assert!(
                    kind.is_empty() || kind == "text",
                    "{}: the block of {kind} after `{line}` is of no file: {content}",
                    page.display()
                );
                continue;
            }
        }
        done.files += 1;
    }
    done
}

fn console(project: &Project, page: &Path, block: &[&str]) -> usize {
    let mut count = 0;
    let mut lines = block.iter().peekable();
    while let Some(line) = lines.next() {
        let command = line
            .strip_prefix("$ ")
            .unwrap_or_else(|| panic!("{}: `{line}` is printed by no command", page.display()));
        let mut expected = Vec::new();
        while let Some(line) = lines.next_if(|it| !it.starts_with("$ ")) {
            expected.push(*line);
        }
        let program = PathBuf::from(env!("CARGO_BIN_EXE_hfreport"));
        let folder = program.parent().expect("a folder").display();
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("sh")
            .args(["-c", &format!("{{ {command}; }} 2>&1")])
            .current_dir(project.folder())
            .env("PATH", format!("{folder}:{path}"))
            .env("NO_COLOR", "1")
            .output()
            .expect("a shell");
        let said = String::from_utf8(output.stdout).expect("UTF-8");
        // A page of ours is written with ordinary spaces.
        let said = said.replace(['\u{a0}', '\u{202f}'], " ");
        let said: Vec<&str> = said.trim_end().lines().collect();
        assert!(
            is_as_expected(&said, &expected),
            "{}: `{command}` says\n{}\ninstead of\n{}",
            page.display(),
            said.join("\n"),
            expected.join("\n")
        );
        count += 1;
    }
    count
}

/// Whether lines are those expected, `…` standing for any lines or any text of a line.
fn is_as_expected(said: &[&str], expected: &[&str]) -> bool {
    match (said, expected) {
        ([], []) => true,
        (_, ["…", rest @ ..]) => {
            (0..=said.len()).any(|skipped| is_as_expected(&said[skipped..], rest))
        }
        ([line, said @ ..], [wanted, rest @ ..]) => {
            let fits = match wanted.split_once('…') {
                Some((start, end)) => {
                    line.len() >= start.len() + end.len()
                        && line.starts_with(start)
                        && line.ends_with(end)
                }
                None => line.trim_end() == wanted.trim_end(),
            };
            fits && is_as_expected(said, rest)
        }
        _ => false,
    }
}

#[test]
fn every_step_of_the_tutorial_does_what_it_says() {
    let done = follow(&home().join("docs/tutorial.md"));
    assert!(
        done.files >= 5 && done.commands >= 5,
        "{}, {}",
        done.files,
        done.commands
    );
}

#[test]
fn what_the_readme_shows_is_what_happens() {
    let done = follow(&home().join("README.md"));
    assert!(
        done.files >= 2 && done.commands >= 4,
        "{}, {}",
        done.files,
        done.commands
    );
}

#[test]
fn every_step_of_each_guide_does_what_it_says() {
    let folder = home().join("docs/guides");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("guides") {
        let done = follow(&entry.expect("a guide").path());
        count += done.commands;
    }
    assert!(count >= 6, "{count}");
}

#[test]
fn lines_that_are_left_out_may_be_any() {
    let is = |said: &[&str], expected: &[&str]| is_as_expected(said, expected);
    assert!(is(&["a", "b", "c"], &["a", "…"]) && is(&["a", "b", "c"], &["…", "c"]));
    assert!(is(&["wrote 3 files to x"], &["wrote … to x"]));
    assert!(!is(&["a", "b"], &["a"]) && !is(&["a"], &["a", "b"]));
    assert!(!is(&["wrote 3 files to y"], &["wrote … to x"]));
}
