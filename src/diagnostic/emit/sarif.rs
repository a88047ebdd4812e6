//! A SARIF 2.1.0 log (OASIS Standard, 27 March 2020), which code hosts and editors show beside the lines
//! of a spec. In: problems of any number of specs. Out: one log with one run.

use super::Batch;
use crate::diagnostic::{CODES, Code, CodeEntry, Diagnostic, Raised, Severity, SourceMap, Span};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Characters of a path that a URI keeps unescaped (RFC 3986, `pchar` and `/`).
const PLAIN: &[u8] = b"/-._~!$&'()*+,;=:@";

/// The log.
pub(super) fn sarif(batches: &[Batch<'_>]) -> Value {
    let problems = batches.iter().flat_map(|batch| batch.problems);
    let raised: BTreeSet<Code> = problems.map(|problem| problem.code).collect();
    let rules: Vec<&CodeEntry> = CODES
        .iter()
        .filter(|entry| raised.contains(&entry.code))
        .collect();
    let results = batches.iter().flat_map(|batch| {
        let problems = batch.problems.iter();
        problems.map(|problem| result(problem, batch, &rules))
    });
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "hfreport",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|entry| rule(entry)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

fn rule(entry: &CodeEntry) -> Value {
    let level = match entry.raised {
        Raised::AsError | Raised::AsErrorOfRun | Raised::AsErrorUnlessSaid => "error",
        Raised::AsWarning | Raised::AsWarningOfRun => "warning",
    };
    json!({
        "id": entry.code.as_str(),
        "shortDescription": { "text": entry.title },
        "fullDescription": { "text": entry.explanation },
        "help": {
            "text": entry.explanation,
            "markdown": format!("**{}**: {}", entry.title, entry.explanation),
        },
        "defaultConfiguration": { "level": level },
    })
}

fn result(problem: &Diagnostic, batch: &Batch<'_>, rules: &[&CodeEntry]) -> Value {
    let mut message = problem.message.clone();
    for hint in &problem.hints {
        let _ = write!(message, "\n{hint}");
    }
    let level = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut location = Map::new();
    if let Some(span) = problem.span() {
        location.insert("physicalLocation".into(), physical(span, batch.sources));
    } else if !batch.spec.as_os_str().is_empty() {
        let uri = uri(&batch.spec.display().to_string());
        let physical = json!({ "artifactLocation": { "uri": uri } });
        location.insert("physicalLocation".into(), physical);
    }
    if let Some(subject) = &problem.subject {
        let logical = json!({
            "name": subject.name,
            "kind": subject.kind.word(),
            "fullyQualifiedName": format!("{}.{}", subject.kind.key(), subject.name),
        });
        location.insert("logicalLocations".into(), json!([logical]));
    }
    let related = problem
        .related_spans()
        .enumerate()
        .map(|(at, (span, role))| {
            json!({
                "id": at,
                "physicalLocation": physical(span, batch.sources),
                "message": { "text": role },
            })
        });
    let related: Vec<Value> = related.collect();
    json!({
        "ruleId": problem.code.as_str(),
        "ruleIndex": rules.iter().position(|entry| entry.code == problem.code),
        "level": level,
        "message": { "text": message },
        "locations": [location],
        "relatedLocations": related,
    })
}

fn physical(span: Span, sources: &SourceMap) -> Value {
    let (line, column) = sources.line_column(span);
    let (end_line, end_column) = sources.end_line_column(span);
    json!({
        "artifactLocation": { "uri": uri(&sources.file(span.file).name) },
        "region": {
            "startLine": line,
            "startColumn": column,
            "endLine": end_line,
            "endColumn": end_column,
        },
    })
}

/// A path as a URI: relative to the working folder, or `file://` and the absolute path.
fn uri(path: &str) -> String {
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || PLAIN.contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(uri("reports/october.yaml"), "reports/october.yaml");
        assert_eq!(uri("/a b/é%.yaml"), "file:///a%20b/%C3%A9%25.yaml");
    }
}
