//! What an editor offers while a spec is written: the YAML language server over the schemas that the program prints.
//!
//! `.ci/run` installs the server; a test says where it is missing, which is a failure under `CI=true`.

use crate::fixture::{Project, hfreport, home};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running language server.
struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    asked: u64,
}

impl Server {
    fn start() -> Option<Self> {
        let program =
            home().join("target/yaml/node_modules/yaml-language-server/bin/yaml-language-server");
        if !program.exists() {
            let ci = std::env::var("CI").is_ok_and(|value| value == "true");
            assert!(
                !ci,
                "the YAML language server is missing: {}",
                program.display()
            );
            eprintln!(
                "skipped: the YAML language server is missing: npm install --prefix target/yaml yaml-language-server"
            );
            return None;
        }
        let mut process = Command::new("node")
            .arg(program)
            .arg("--stdio")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node");
        let input = process.stdin.take().expect("its input");
        let output = BufReader::new(process.stdout.take().expect("its output"));
        let mut server = Self {
            process,
            input,
            output,
            asked: 0,
        };
        let capabilities = json!({"textDocument": {"completion": {}, "hover": {}}});
        server.ask(
            "initialize",
            &json!({"rootUri": null, "capabilities": capabilities}),
        );
        server.send(&json!({"method": "initialized", "params": {}}));
        Some(server)
    }

    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message["jsonrpc"] = json!("2.0");
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("a reader");
        self.input.flush().expect("a reader");
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).expect("a header");
            match line.trim().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().expect("a number"),
                Some(_) => {}
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).expect("a message");
        serde_json::from_slice(&bytes).expect("JSON")
    }

    fn ask(&mut self, method: &str, parameters: &Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({"id": id, "method": method, "params": parameters}));
        loop {
            let message = self.receive();
            if message.get("method").is_none() && message["id"] == json!(id) {
                return message["result"].clone();
            }
        }
    }

    /// Opens a text with a `§`, and asks what stands there.
    fn at(&mut self, project: &Project, text: &str, method: &str) -> Value {
        let (before, after) = text.split_once('§').expect("a place");
        let name = format!("{}.yaml", self.asked);
        let uri = format!("file://{}", project.folder().join(name).display());
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": format!("{before}{after}")});
        self.send(&json!({"method": "textDocument/didOpen", "params": {"textDocument": document}}));
        let line = before.matches('\n').count();
        let character = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count();
        let position = json!({"line": line, "character": character});
        self.ask(
            method,
            &json!({"textDocument": {"uri": uri}, "position": position}),
        )
    }

    /// What is offered at the `§`: label and inserted text.
    fn offered(&mut self, project: &Project, text: &str) -> Vec<(String, String)> {
        let found = self.at(project, text, "textDocument/completion");
        let items = found["items"].as_array().cloned().unwrap_or_default();
        let word = |item: &Value, key: &str| item[key].as_str().unwrap_or_default().to_owned();
        let items = items.iter();
        items
            .map(|it| (word(it, "label"), word(it, "insertText")))
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A spec up to the place where somebody types.
const BEGUN: &str = r#"# yaml-language-server: $schema=report.schema.json
version: 1
title: Accounts
params: {first: 3}
sources:
  models:
    path: rows.csv
    columns:
      account: {type: string}
      downloads: {type: integer}
dimensions:
  size: {bucket: downloads, edges: [1k, 1M]}
measures:
  all_downloads: {sql: "sum(downloads)"}
breakdowns:
  by_account: {by: account, measures: [all_downloads]}
metrics:
  under_1k: {measure: all_downloads, where: "downloads < 1000"}
charts:
  accounts: {type: bar, data: by_account, x: all_downloads, y: account}
"#;

/// Twenty places: the line that stands there instead of the last ones of a spec, and something that is offered.
const OF_THE_LANGUAGE: [(&str, &str); 10] = [
    ("§", "sections"),
    ("out§", "outputs"),
    ("sources:\n  models:\n    format: §", "parquet"),
    (
        "sources:\n  models:\n    columns:\n      account:\n        type: §",
        "integer",
    ),
    (
        "sources:\n  models:\n    columns:\n      account:\n        on_violation: §",
        "drop",
    ),
    ("breakdowns:\n  two:\n    rows: §", "all"),
    ("breakdowns:\n  two:\n    by: account\n    §", "measures"),
    ("charts:\n  two:\n    type: §", "stacked_bar"),
    ("charts:\n  two:\n    type: bar\n    §", "color"),
    ("sections:\n  - §", "chart"),
];

/// As above, with the schema of the spec itself.
const OF_THE_SPEC: [(&str, &str); 10] = [
    ("breakdowns:\n  two:\n    by: §", "size"),
    ("breakdowns:\n  two:\n    from: §", "models"),
    (
        "breakdowns:\n  two:\n    measures:\n      - §",
        "all_downloads",
    ),
    ("metrics:\n  two:\n    measure: §", "all_downloads"),
    ("metrics:\n  two:\n    of:\n      param: §", "first"),
    ("charts:\n  two:\n    data: §", "by_account"),
    ("charts:\n  two:\n    x: §", "all_downloads"),
    ("scope:\n  top:\n    by: §", "account"),
    ("sections:\n  - chart: §", "accounts"),
    ("sections:\n  - table: §", "by_account"),
];

/// The spec with other lines at the end: a key that stands in it already is taken out of it.
fn with_last(lines: &str) -> String {
    let key = lines.split([':', '§']).next().unwrap_or_default();
    let mut kept = String::new();
    let mut is_kept = true;
    for line in BEGUN.lines() {
        if !line.starts_with(' ') {
            is_kept = key.is_empty() || !line.starts_with(&format!("{key}:"));
        }
        if is_kept {
            kept += line;
            kept.push('\n');
        }
    }
    kept + lines + "\n"
}

#[test]
fn an_editor_offers_the_keys_and_values_of_the_language() {
    let Some(mut server) = Server::start() else {
        return;
    };
    let project = Project::new();
    let schema = project.hfreport(&["schema"]).fine().stdout;
    project.write("report.schema.json", schema);
    for (lines, expected) in OF_THE_LANGUAGE {
        let offered = server.offered(&project, &with_last(lines));
        let labels: Vec<&str> = offered.iter().map(|(label, _)| label.as_str()).collect();
        assert!(
            labels.contains(&expected),
            "{lines}: {expected} of {labels:?}"
        );
        for (label, inserted) in &offered {
            let twice = format!("{label}: {label}:");
            assert!(!inserted.starts_with(&twice), "{lines}: {inserted}");
        }
    }
}

#[test]
fn an_editor_offers_the_names_that_a_spec_defines_with_the_schema_made_for_it() {
    let Some(mut server) = Server::start() else {
        return;
    };
    let project = Project::of(BEGUN);
    let schema = project
        .hfreport(&["schema", "--for", "spec.yaml"])
        .fine()
        .stdout;
    project.write("report.schema.json", schema);
    for (lines, expected) in OF_THE_SPEC {
        let offered = server.offered(&project, &with_last(lines));
        let labels: Vec<&str> = offered.iter().map(|(label, _)| label.as_str()).collect();
        assert!(
            labels.contains(&expected),
            "{lines}: {expected} of {labels:?}"
        );
    }
}

#[test]
fn an_editor_explains_a_key_and_not_one_of_its_forms() {
    let Some(mut server) = Server::start() else {
        return;
    };
    let project = Project::new();
    let schema = project.hfreport(&["schema"]).fine().stdout;
    project.write("report.schema.json", schema);
    let cases = [
        (
            "breakdowns:\n  two:\n    b§y: account",
            "One to three dimensions or columns, outermost first.",
        ),
        (
            "charts:\n  two:\n    x§: account",
            "the column of the breakdown along x",
        ),
        ("scope:\n  top:\n    n§: 3", "How many."),
    ];
    for (lines, expected) in cases {
        let shown = server.at(&project, &with_last(lines), "textDocument/hover");
        let text = shown["contents"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert!(text.contains(expected), "{lines}: {text}");
    }
}

#[test]
fn the_schema_of_a_spec_leaves_names_that_it_does_not_know_to_the_check() {
    for spec in ["examples/first_report.yaml", "reports/october_2025.yaml"] {
        let said = hfreport(&home(), &["schema", "--for", spec]).fine().stdout;
        let schema: Value = serde_json::from_str(&said).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let sources =
            json!({"rows": {"path": "rows.csv", "columns": {"account": {"type": "string"}}}});
        let chart = |data: Value| {
            let charts = json!({"accounts": {"type": "bar", "data": data}});
            json!({"version": 1, "title": "Accounts", "sources": sources, "charts": charts})
        };
        assert!(validator.is_valid(&chart(json!("nothing"))), "{spec}");
        assert!(!validator.is_valid(&chart(json!(1))), "{spec}");
    }
}
