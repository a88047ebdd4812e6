//! One line per problem, for logs and editors: `spec.yaml:3:5: error[HF0301]: message; hint`.

use super::clean;
use crate::diagnostic::{Diagnostic, SourceMap};

/// One problem on one line.
pub(super) fn short(problem: &Diagnostic, sources: &SourceMap) -> String {
    let start = problem.span().map_or_else(String::new, |span| {
        let (line, column) = sources.line_column(span);
        format!("{}:{line}:{column}: ", sources.file(span.file).name)
    });
    let mut parts = vec![problem.message.as_str()];
    parts.extend(problem.hints.iter().map(String::as_str));
    let text = clean(&parts.join("; "));
    let words: Vec<&str> = text.split_whitespace().collect();
    format!(
        "{start}{}[{}]: {}",
        problem.severity.word(),
        problem.code,
        words.join(" ")
    )
}
