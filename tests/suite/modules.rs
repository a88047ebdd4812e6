//! The structure of the sources: which part of the program uses which, no circles among the files of a
//! folder, and no file that is too long to read at once.

use crate::fixture::home;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The parts of the program, and those that each may use: what comes before it, as `docs/architecture.md`
/// draws it.
const MAY_USE: [(&str, &[&str]); 30] = [
    ("checksum", &[]),
    ("text", &[]),
    ("meter", &[]),
    ("diagnostic", &[]),
    ("world", &["checksum"]),
    ("remote", &["checksum", "diagnostic", "world"]),
    // Phases 1 to 3.
    ("records", &["diagnostic"]),
    ("spec", &["diagnostic", "records", "text", "world"]),
    ("sql", &["diagnostic", "spec", "text"]),
    (
        "source",
        &[
            "checksum",
            "diagnostic",
            "records",
            "remote",
            "spec",
            "sql",
            "text",
            "world",
        ],
    ),
    // What runs. A chart knows its type, whose descriptor serves all phases: the one use that goes back.
    (
        "report",
        &[
            "chart",
            "diagnostic",
            "remote",
            "source",
            "spec",
            "sql",
            "text",
        ],
    ),
    ("template", &["diagnostic", "report", "spec", "sql", "text"]),
    (
        "resolve",
        &[
            "chart",
            "diagnostic",
            "records",
            "remote",
            "report",
            "source",
            "spec",
            "sql",
            "template",
            "text",
            "world",
        ],
    ),
    // Phases 4 and 5.
    ("plan", &["report", "spec", "sql", "text"]),
    (
        "results",
        &["diagnostic", "report", "source", "spec", "sql", "text"],
    ),
    (
        "engine",
        &[
            "diagnostic",
            "meter",
            "plan",
            "report",
            "results",
            "source",
            "spec",
            "sql",
            "text",
            "world",
        ],
    ),
    // Phases 6 and 7.
    (
        "chart",
        &["diagnostic", "report", "results", "spec", "sql", "text"],
    ),
    // The decimals of a table and of `report.json` are those of expressions.
    ("document", &["checksum", "sql", "text", "world"]),
    (
        "render",
        &[
            "chart",
            "diagnostic",
            "document",
            "meter",
            "report",
            "results",
            "spec",
            "sql",
            "template",
            "text",
        ],
    ),
    (
        "publish",
        &["chart", "document", "report", "spec", "text", "world"],
    ),
    // What drives the phases.
    (
        "pipeline",
        &[
            "checksum",
            "diagnostic",
            "document",
            "engine",
            "meter",
            "plan",
            "publish",
            "remote",
            "render",
            "report",
            "resolve",
            "results",
            "spec",
            "world",
        ],
    ),
    (
        "session",
        &["engine", "pipeline", "report", "results", "source", "world"],
    ),
    (
        "draft",
        &[
            "diagnostic",
            "engine",
            "pipeline",
            "records",
            "report",
            "source",
            "spec",
            "sql",
            "text",
            "world",
        ],
    ),
    (
        "collect",
        &[
            "checksum",
            "diagnostic",
            "remote",
            "source",
            "spec",
            "world",
        ],
    ),
    (
        "documentation",
        &["chart", "diagnostic", "resolve", "spec", "sql", "template"],
    ),
    (
        "serve",
        &[
            "checksum",
            "diagnostic",
            "pipeline",
            "publish",
            "session",
            "world",
        ],
    ),
    (
        "compare",
        &["diagnostic", "document", "spec", "text", "world"],
    ),
    (
        "index",
        &[
            "chart",
            "checksum",
            "diagnostic",
            "document",
            "text",
            "world",
        ],
    ),
    (
        "again",
        &[
            "checksum",
            "compare",
            "diagnostic",
            "document",
            "engine",
            "pipeline",
            "report",
            "resolve",
            "results",
            "source",
            "spec",
            "sql",
            "text",
            "world",
        ],
    ),
    (
        "cli",
        &[
            "again",
            "collect",
            "compare",
            "diagnostic",
            "document",
            "documentation",
            "draft",
            "index",
            "meter",
            "pipeline",
            "plan",
            "remote",
            "render",
            "report",
            "resolve",
            "results",
            "serve",
            "source",
            "spec",
            "text",
            "world",
        ],
    ),
];

/// The use that goes back to a later part.
const BACK: (&str, &str) = ("report", "chart");

/// Most lines of a file.
const MOST_LINES: usize = 500;

/// Every file of a folder that ends in `.rs`.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The text of a file without comments and without the unit tests at its end.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = text.lines();
    let lines: Vec<&str> = lines.map(|line| line.split("//").next().unwrap()).collect();
    lines.join("\n")
}

/// A module, as the names that lead to it from the root of the crate.
type Module = Vec<String>;

/// The modules of the program with their files.
fn modules() -> BTreeMap<Module, PathBuf> {
    let root = home().join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    let modules = found.into_iter().filter_map(|path| {
        let inside = path.strip_prefix(&root).unwrap().with_extension("");
        let mut module: Module = inside
            .iter()
            .map(|name| name.to_str().unwrap().to_owned())
            .collect();
        if module.last().is_some_and(|name| name == "mod") {
            module.pop();
        }
        (module != ["lib"] && module != ["main"]).then_some((module, path))
    });
    modules.collect()
}

/// The paths of a tree of uses: `a::{b, c::d}` → `a::b`, `a::c::d`.
fn expand(before: &str, tree: &str, paths: &mut Vec<String>) {
    let mut depth = 0_i32;
    let mut start = 0;
    let mut parts = Vec::new();
    for (at, sign) in tree.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&tree[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tree[start..]);
    for part in parts.into_iter().map(str::trim) {
        match part.split_once('{') {
            Some((name, inner)) => {
                let inner = inner.rsplit_once('}').unwrap().0;
                expand(&format!("{before}{name}"), inner, paths);
            }
            None if part.is_empty() => {}
            None => paths.push(format!("{before}{part}")),
        }
    }
}

/// The paths that a file names, in `use` and in its code.
fn paths(code: &str) -> Vec<String> {
    let uses = regex::Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))?\s+)?use\s+([^;]+);").unwrap();
    let named = regex::Regex::new(r"\b(?:crate|super|self)(?:::\w+)+").unwrap();
    let mut found = Vec::new();
    for tree in uses.captures_iter(code) {
        expand("", &tree[1], &mut found);
    }
    let rest = uses.replace_all(code, "");
    found.extend(named.find_iter(&rest).map(|path| path.as_str().to_owned()));
    found
}

/// The module that a path leads into, from a module.
fn target(of: &Module, path: &str, modules: &BTreeMap<Module, PathBuf>) -> Option<Module> {
    let mut names: Vec<&str> = path.split("::").map(str::trim).collect();
    let mut full: Module = match names[0] {
        "crate" => Vec::new(),
        "self" | "super" => of.clone(),
        first => {
            let inner = [of.as_slice(), &[first.to_owned()]].concat();
            return modules.contains_key(&inner).then_some(inner);
        }
    };
    while names.first() == Some(&"super") {
        full.pop();
        names.remove(0);
    }
    let names = names
        .into_iter()
        .filter(|name| !matches!(*name, "crate" | "self"));
    full.extend(names.map(str::to_owned));
    while !full.is_empty() && !modules.contains_key(&full) {
        full.pop();
    }
    (!full.is_empty() && full != *of).then_some(full)
}

/// Who uses whom among the neighbours of each folder, which is named by the module that it is.
fn uses() -> BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> {
    let modules = modules();
    let mut uses: BTreeMap<Module, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (module, path) in &modules {
        for path in paths(&code(path)) {
            let Some(target) = target(module, &path, &modules) else {
                continue;
            };
            let names = module.iter().zip(&target);
            let common = names.take_while(|(one, other)| one == other).count();
            if let (Some(one), Some(other)) = (module.get(common), target.get(common)) {
                let folder = uses.entry(module[..common].to_vec()).or_default();
                folder.entry(one.clone()).or_default().insert(other.clone());
            }
        }
    }
    uses
}

/// A circle among some uses.
fn circle(uses: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    fn walk(
        name: &str,
        uses: &BTreeMap<String, BTreeSet<String>>,
        way: &mut Vec<String>,
        done: &mut BTreeSet<String>,
    ) -> Option<Vec<String>> {
        if let Some(at) = way.iter().position(|known| known == name) {
            return Some(way[at..].to_vec());
        }
        if !done.insert(name.to_owned()) {
            return None;
        }
        way.push(name.to_owned());
        let next = uses.get(name).into_iter().flatten();
        let found = next
            .into_iter()
            .find_map(|next| walk(next, uses, way, done));
        way.pop();
        found
    }
    let mut done = BTreeSet::new();
    uses.keys()
        .find_map(|name| walk(name, uses, &mut Vec::new(), &mut done))
}

#[test]
fn parts_of_the_program_use_only_what_comes_before_them() {
    let uses = uses().remove(&Vec::new()).unwrap_or_default();
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    for (part, used) in &uses {
        let may = allowed.get(part.as_str());
        let may = may.unwrap_or_else(|| panic!("`{part}` is not in the table of this test"));
        for other in used {
            assert!(
                may.contains(&other.as_str()),
                "`{part}` uses `{other}`, which the table of this test does not allow"
            );
        }
    }
}

#[test]
fn the_order_of_the_parts_has_no_circle_but_one() {
    let table = |back: bool| {
        let parts = MAY_USE.into_iter();
        parts
            .map(|(part, may)| {
                let may = may.iter().filter(|other| back || (part, **other) != BACK);
                (
                    part.to_owned(),
                    may.map(|other| (*other).to_owned()).collect(),
                )
            })
            .collect::<BTreeMap<String, BTreeSet<String>>>()
    };
    assert_eq!(circle(&table(false)), None);
    assert!(circle(&table(true)).is_some(), "nothing goes back any more");
}

#[test]
fn files_of_a_folder_stand_in_no_circle() {
    for (folder, uses) in uses().into_iter().filter(|(folder, _)| !folder.is_empty()) {
        if let Some(circle) = circle(&uses) {
            panic!("in src/{}: {}", folder.join("/"), circle.join(" → "));
        }
    }
}

#[test]
fn no_file_is_longer_than_can_be_read_at_once() {
    let mut found = Vec::new();
    for folder in ["src", "tests", "fuzz", "benches"] {
        files(&home().join(folder), &mut found);
    }
    for path in found {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines", path.display());
    }
}
