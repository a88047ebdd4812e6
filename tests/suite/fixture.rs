//! A project in a temporary folder: files go in, the outcome of a command or of the phases comes out.

use crate::usage::{Usage, finished};
use hfreport::diagnostic::{Diagnostic, Format, Severity, emit};
use hfreport::pipeline::{self, Executed, Failure, Request};
use hfreport::report::Slot;
use hfreport::results::{Key, MetricResult, Row, Value};
use hfreport::spec::Drivers;
use hfreport::world::SystemWorld;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// A project with a spec `spec.yaml` and whatever else it needs.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    /// An empty project; its folder is the root of all paths.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder }.file("hfreport.toml", "")
    }

    /// A project with a spec.
    pub(crate) fn of(spec: &str) -> Self {
        Self::new().file("spec.yaml", spec)
    }

    /// Adds a copy of a folder under a name, or of its content if the name is empty.
    pub(crate) fn with_copy_of(self, source: &Path, name: &str) -> Self {
        copy(source, &self.folder().join(name));
        self
    }

    /// Adds a file.
    pub(crate) fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    /// Writes a file of an existing project.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.folder().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("a written file");
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A file of the project as text.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder().join(path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs the program in the project's folder.
    pub(crate) fn hfreport(&self, arguments: &[&str]) -> Outcome {
        hfreport(self.folder(), arguments)
    }

    /// Runs the program with variables of the environment.
    pub(crate) fn hfreport_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Outcome {
        program(self.folder(), variables, arguments)
    }

    /// The phases load, validate, resolve, plan and execute, in the library.
    pub(crate) fn execute(&self) -> Result<Executed, Failure> {
        let request = Request {
            spec: self.folder().join("spec.yaml"),
            ..Request::default()
        };
        pipeline::check(&SystemWorld, &request)
            .and_then(|checked| pipeline::run(&SystemWorld, checked))
    }

    /// The same for another spec, which may load a driver.
    pub(crate) fn execute_on(
        &self,
        spec: &str,
        (name, library): (&str, &Path),
    ) -> Result<Executed, Failure> {
        self.write("database.yaml", spec);
        let mut request = Request {
            spec: self.folder().join("database.yaml"),
            ..Request::default()
        };
        request.options.drivers = Drivers::typed(&[(name.to_owned(), library.to_owned())]);
        pipeline::check(&SystemWorld, &request)
            .and_then(|checked| pipeline::run(&SystemWorld, checked))
    }

    /// The results of a spec, which must be correct.
    pub(crate) fn results(&self) -> Computed {
        match self.execute() {
            Ok(executed) => Computed { executed },
            Err(failure) => panic!("{}", self.told(&failure)),
        }
    }

    /// The problems of a spec, which must be wrong, drawn as the user sees them.
    pub(crate) fn problems(&self) -> String {
        match self.execute() {
            Ok(_) => panic!("the spec must be refused"),
            Err(failure) => self.told(&failure),
        }
    }

    fn told(&self, failure: &Failure) -> String {
        let shown = emit(&[failure.batch()], Format::Human, false);
        let folder = format!("{}/", self.folder().display());
        shown.trim_end().replace(&folder, "")
    }
}

/// The outcome of the program.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// Exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
    /// What it took.
    pub(crate) usage: Usage,
}

impl Outcome {
    /// The outcome of a command that must exit with code 0.
    #[track_caller]
    pub(crate) fn fine(self) -> Self {
        self.ends_with(0)
    }

    /// The outcome of a command that must exit with this code.
    #[track_caller]
    pub(crate) fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// The outcome of a command that, whatever its input was, ended as a command ends: without a panic or a signal,
    /// with a message unless all was fine, and within 20 s of the processor and 2 GB, or with a message that
    /// it passed a limit.
    #[track_caller]
    pub(crate) fn bounded(self, what: &str) -> Self {
        let told = &self.stderr;
        assert!(self.code < 3, "{what}: exit code {}: {told}", self.code);
        assert!(
            self.code == 0 || told.contains("error"),
            "{what} says nothing"
        );
        for fault in ["panicked", "fault of the program"] {
            assert!(!told.contains(fault), "{what}: {told}");
        }
        let limits = ["HF0402", "HF0504", "HF0601"];
        let says_so = self.code == 1 && limits.iter().any(|code| told.contains(code));
        let taken = self.usage;
        let is_much = taken.time > MOST_TIME || taken.memory > MOST_MEMORY;
        assert!(says_so || !is_much, "{what} took {taken}: {told}");
        self
    }
}

/// What a command may take without a word about it.
const MOST_TIME: Duration = Duration::from_secs(20);
const MOST_MEMORY: u64 = 2 << 30;

/// Runs the program in a folder.
pub(crate) fn hfreport(folder: &Path, arguments: &[&str]) -> Outcome {
    program(folder, &[], arguments)
}

/// The cache of the tests of this process.
fn cache() -> PathBuf {
    let name = format!("cache-{}", std::process::id());
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn program(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Outcome {
    let (output, usage) = finished(
        Command::new(env!("CARGO_BIN_EXE_hfreport"))
            .current_dir(folder)
            // The environment of the test suite itself must have no effect.
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .env_remove("HF_TOKEN")
            .env_remove("HF_ENDPOINT")
            // What others have fetched, and when they asked a hub, is none of a test's business.
            .env("HFREPORT_CACHE", cache())
            .envs(variables.iter().copied())
            .args(arguments),
    );
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8 on the terminal");
    Outcome {
        code: output.status.code().expect("an exit code"),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
        usage,
    }
}

/// An executed report, with results in the form used by tests.
pub(crate) struct Computed {
    /// The executed report.
    pub(crate) executed: Executed,
}

impl Computed {
    /// Some columns of a breakdown, one line per row: `google / bert: 10 10/30`.
    pub(crate) fn columns(&self, breakdown: &str, columns: &[&str]) -> String {
        let frame = &self.executed.results.frames[breakdown];
        let cell = |row: &Row, name: &str| match frame.column(name) {
            Some(Slot::Value(at)) => value(&row.values[at]),
            Some(Slot::Attribute(at)) => key(&row.attributes[at]).to_owned(),
            _ => panic!("{breakdown} has no column {name}"),
        };
        let line = |row: &Row| {
            let keys: Vec<&str> = row.keys.iter().map(key).collect();
            let cells: Vec<String> = columns.iter().map(|name| cell(row, name)).collect();
            format!("{}: {}", keys.join(" / "), cells.join(" "))
        };
        frame.rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// All columns of a breakdown: `google / bert: downloads 10, downloads_share 10/30`.
    pub(crate) fn table(&self, breakdown: &str) -> String {
        let frame = &self.executed.results.frames[breakdown];
        let line = |row: &Row| {
            let keys: Vec<&str> = row.keys.iter().map(key).collect();
            let named = frame.columns.values().iter().zip(&row.values);
            let cells: Vec<String> = named
                .map(|(column, cell)| format!("{} {}", column.name, value(cell)))
                .collect();
            format!("{}: {}", keys.join(" / "), cells.join(", "))
        };
        frame.rows.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// The rows of a breakdown.
    pub(crate) fn rows(&self, breakdown: &str) -> &[Row] {
        &self.executed.results.frames[breakdown].rows
    }

    /// A metric: its value, fractions as their two integers.
    pub(crate) fn metric(&self, name: &str) -> String {
        value(&self.executed.results.metrics[name].value)
    }

    /// Everything about a metric.
    pub(crate) fn metric_result(&self, name: &str) -> &MetricResult {
        &self.executed.results.metrics[name]
    }

    /// The warnings, each as `code message`.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let line = |problem: &Diagnostic| format!("{} {}", problem.code, problem.message);
        self.executed
            .checked
            .warnings
            .iter()
            .filter(|problem| problem.severity == Severity::Warning)
            .map(line)
            .collect()
    }
}

fn key(key: &Key) -> &str {
    match key {
        Key::Code(code) => code,
        Key::Missing => "(missing)",
        Key::Others => "(others)",
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Ratio(ratio) => format!("{}/{}", ratio.numerator, ratio.denominator),
        Value::Rounded(share) => {
            format!("{}/{}", share.exact.numerator, share.exact.denominator)
        }
        Value::Decimal(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Date(_) | Value::List(_) => value.plain().unwrap_or_default().to_string(),
    }
}

/// Lines without their indentation in the test.
pub(crate) fn lines(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    lines.join("\n")
}

/// All files below a folder, sorted, with their bytes.
pub(crate) fn bundle(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files);
    files.sort();
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("inside the folder");
            let bytes = fs::read(&path).expect("a readable file");
            files.push((name.display().to_string(), bytes));
        }
    }
}

/// Lists the files in which two bundles differ.
pub(crate) fn differences(one: &[(String, Vec<u8>)], other: &[(String, Vec<u8>)]) -> String {
    let mut text = String::new();
    for (name, bytes) in one {
        match other.iter().find(|(known, _)| known == name) {
            None => writeln!(text, "{name} is in one only").expect("a text"),
            Some((_, found)) if found != bytes => {
                writeln!(text, "{name} differs").expect("a text");
            }
            Some(_) => {}
        }
    }
    for (name, _) in other {
        if !one.iter().any(|(known, _)| known == name) {
            writeln!(text, "{name} is in the other only").expect("a text");
        }
    }
    text
}

/// A file or folder beside the project, which is not part of it. If it is missing, the test prints
/// that it is skipped; under `CI=true` that is a failure.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let found = home().join("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    let ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(!ci, "../shared/{path} is missing");
    eprintln!("skipped: ../shared/{path} is missing");
    None
}

/// The project's own folder.
pub(crate) fn home() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The specs of the examples, sorted.
pub(crate) fn examples() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(home().join("examples"))
        .expect("the folder of examples")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn copy(source: &Path, target: &Path) {
    fs::create_dir_all(target).expect("a folder");
    let entries = fs::read_dir(source).unwrap_or_else(|e| panic!("{}: {e}", source.display()));
    for entry in entries {
        let path = entry.expect("an entry").path();
        let to = target.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a copied file");
        }
    }
}
