//! A problem as a JSON object, for programs.

use crate::diagnostic::{Diagnostic, SourceMap, Span};
use serde_json::{Value, json};

/// One problem. Lines and columns count from 1; the end is exclusive.
pub(super) fn json(problem: &Diagnostic, sources: &SourceMap) -> Value {
    let related = problem.related_spans();
    let related: Vec<Value> = related
        .map(|(at, role)| json!({ "span": span(at, sources), "role": role }))
        .collect();
    let subject = problem.subject.as_ref();
    json!({
        "code": problem.code.as_str(),
        "severity": problem.severity.word(),
        "message": problem.message,
        "subject": subject.map(|it| json!({ "kind": it.kind.word(), "name": it.name })),
        "span": problem.span().map(|at| span(at, sources)),
        "related": related,
        "hints": problem.hints,
        "documentation": problem.code.documentation(),
    })
}

fn span(span: Span, sources: &SourceMap) -> Value {
    let (line, column) = sources.line_column(span);
    let (end_line, end_column) = sources.end_line_column(span);
    json!({
        "file": sources.file(span.file).name,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    })
}
