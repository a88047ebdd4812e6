//! Diagnostics for programs: one line a problem, as text or as JSON.

use super::{Diagnostic, Severity, SourceMap, Span, clean};
use serde_json::{Value, json};

fn severity(diagnostic: &Diagnostic) -> &'static str {
    match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// `spec.yaml:3:5: error[HF0301]: message; hint`, in one line.
pub(super) fn short(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let place = diagnostic.place.map_or_else(String::new, |place| {
        let (line, column) = sources.line_column(place);
        format!("{}:{line}:{column}: ", sources.file(place.file).name)
    });
    let mut parts = vec![diagnostic.message.as_str()];
    parts.extend(diagnostic.hints.iter().map(String::as_str));
    let text = clean(&parts.join("; "));
    let words: Vec<&str> = text.split_whitespace().collect();
    format!(
        "{place}{}[{}]: {}",
        severity(diagnostic),
        diagnostic.code,
        words.join(" ")
    )
}

/// One JSON object in one line; places have lines and columns from 1, the end is the first character
/// behind.
pub(super) fn json(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let place = |span: Span| {
        let end = Span {
            start: span.end.max(span.start),
            ..span
        };
        let (line, column) = sources.line_column(span);
        let (end_line, end_column) = sources.line_column(end);
        json!({
            "file": sources.file(span.file).name,
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
        })
    };
    let related: Vec<Value> = diagnostic
        .related
        .iter()
        .map(|(span, role)| json!({ "place": place(*span), "role": role }))
        .collect();
    json!({
        "code": diagnostic.code.as_str(),
        "severity": severity(diagnostic),
        "message": diagnostic.message,
        "place": diagnostic.place.map(place),
        "label": diagnostic.label,
        "related": related,
        "hints": diagnostic.hints,
        "documentation": diagnostic.code.documentation(),
    })
    .to_string()
}
