//! The generated documents match the code. `HFREPORT_UPDATE=1` rewrites them.

use crate::fixture::{hfreport, home};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn is_up_to_date(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(name);
    if std::env::var_os("HFREPORT_UPDATE").is_some() {
        std::fs::write(&path, made).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == made,
        "docs/{name} is not what the code says; write it with `HFREPORT_UPDATE=1 cargo test documentation`"
    );
}

#[test]
fn the_reference_lists_every_key_and_filter() {
    is_up_to_date("reference.md", &hfreport::documentation::reference());
}

#[test]
fn the_meaning_of_sql_is_documented_line_by_line() {
    is_up_to_date("sql.md", &hfreport::documentation::sql());
}

#[test]
fn the_diagnostics_list_every_code() {
    is_up_to_date(
        "diagnostics.md",
        &hfreport::documentation::diagnostics(&crate::cases::names()),
    );
}

#[test]
fn an_example_shows_every_text_filter_in_both_languages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/templates");
    for locale in ["fr", "en"] {
        let text =
            std::fs::read_to_string(folder.join(format!("text_filters.{locale}.md.j2"))).unwrap();
        for entry in hfreport::template::filter_documentation() {
            let name = entry.name;
            let used = ["(", " ", "|"]
                .iter()
                .any(|end| text.contains(&format!("|{name}{end}")));
            assert!(
                used,
                "filter `{name}` is not in the example in locale {locale}"
            );
        }
    }
}

#[test]
fn the_site_of_the_documents_has_every_page() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let summary = std::fs::read_to_string(docs.join("SUMMARY.md")).unwrap();
    for folder in ["", "guides"] {
        for entry in std::fs::read_dir(docs.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let path = [folder, &name].join("/");
            let path = path.trim_start_matches('/');
            assert!(
                !name.ends_with(".md")
                    || name == "SUMMARY.md"
                    || summary.contains(&format!("]({path})")),
                "docs/SUMMARY.md does not list {path}"
            );
        }
    }
}

#[test]
fn every_link_between_documents_leads_to_a_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    for folder in ["docs", "docs/guides"] {
        documents.extend(
            std::fs::read_dir(root.join(folder))
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.extension().is_some_and(|ending| ending == "md")),
        );
    }
    for document in documents {
        let text = std::fs::read_to_string(&document).unwrap();
        for link in text.split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap();
            if target.is_empty() || target.contains("://") || target.contains(' ') {
                continue;
            }
            let path = document.parent().unwrap().join(target);
            assert!(
                path.exists(),
                "{} links to {target}, which does not exist",
                document.display()
            );
        }
    }
}

#[test]
fn every_direct_dependency_is_listed_with_why_it_is_trusted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let mut section = "";
    let mut needed: Vec<&str> = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]")
            && let Some((name, _)) = line.split_once(" = ")
            && !name.starts_with([' ', '"', '#'])
        {
            needed.push(name);
        }
    }
    needed.sort_unstable();
    let page = std::fs::read_to_string(root.join("docs/dependencies.md")).unwrap();
    let rows = page.lines().filter_map(|line| line.strip_prefix("| "));
    let mut listed: Vec<&str> = rows
        .filter_map(|row| row.split(" | ").next())
        .filter(|name| !matches!(*name, "crate" | "---"))
        .flat_map(|names| names.split(", "))
        .collect();
    listed.sort_unstable();
    assert_eq!(listed, needed);
}

#[test]
fn every_test_and_file_that_the_pages_on_security_and_tests_name_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tests = String::new();
    let mut folders = vec![root.join("tests/suite"), root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                tests += &std::fs::read_to_string(path).unwrap();
            }
        }
    }
    let places = ["", "src/", "tests/suite/"];
    for page in ["docs/security.md", "docs/testing.md"] {
        let text = std::fs::read_to_string(root.join(page)).unwrap();
        for name in text.split('`').skip(1).step_by(2) {
            let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
            let is_test = name.matches('_').count() > 2 && name.chars().all(is_name);
            assert!(
                !is_test || tests.contains(&format!("fn {name}(")),
                "{page} names the test `{name}`, which there is not"
            );
            let is_file = name.ends_with(".rs") && !name.contains(['{', ' ']);
            assert!(
                !is_file
                    || places
                        .iter()
                        .any(|place| root.join(place).join(name).exists()),
                "{page} names `{name}`, which there is not"
            );
        }
    }
}

/// The names of options in a text, `--set` and the like.
fn options(text: &str) -> BTreeSet<String> {
    text.split([' ', '`', '\n', ','])
        .filter(|word| word.len() > 2 && word.starts_with("--"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_page_on_commands_lists_every_option_of_every_command() {
    let page = std::fs::read_to_string(home().join("docs/commands.md")).unwrap();
    let quoted = |text: &str| -> Vec<String> {
        text.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    let sentence = page
        .lines()
        .find(|line| line.starts_with("Commands on a spec are "))
        .unwrap();
    let on_a_spec = quoted(sentence);
    let help = hfreport(&home(), &["--help"]).fine().stdout;
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let commands: Vec<String> = commands
        .lines()
        .map_while(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|name| !matches!(*name, "" | "help"))
        .map(str::to_owned)
        .collect();
    assert!(commands.len() > 10, "{commands:?}");

    let mut listed: BTreeMap<&String, BTreeSet<String>> = BTreeMap::new();
    for row in page.lines().filter(|line| line.starts_with("| `--")) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let mut of = quoted(cells[1]);
        if cells[1].contains("commands on a spec") {
            of.extend(on_a_spec.iter().cloned());
        }
        if cells[1] == "all" {
            of.clone_from(&commands);
        }
        for name in &of {
            let command = commands.iter().find(|it| *it == name);
            let command = command.unwrap_or_else(|| panic!("there is no command `{name}`: {row}"));
            listed.entry(command).or_default().extend(options(cells[0]));
        }
    }
    for command in &commands {
        let mut asked = vec![command.as_str(), "--help"];
        if command == "corrections" {
            asked.insert(1, "todo");
        }
        let help = hfreport(&home(), &asked).fine().stdout;
        let lines = help
            .lines()
            .filter(|line| line.trim_start().starts_with('-'));
        let mut taken: BTreeSet<String> = lines.flat_map(options).collect();
        taken.remove("--help");
        assert_eq!(listed[command], taken, "docs/commands.md on `{command}`");
    }
}
