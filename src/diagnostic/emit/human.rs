//! Draws diagnostics for a terminal: message, file, line, column, excerpt, caret, hints.

use super::clean;
use crate::diagnostic::{Diagnostic, Severity, SourceMap, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// Draws one problem. `color` switches ANSI colours; the caller decides by terminal and `NO_COLOR`.
pub(super) fn human(diagnostic: &Diagnostic, sources: &SourceMap, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let message = clean(&diagnostic.message);
    let hints: Vec<String> = diagnostic.hints.iter().map(|hint| clean(hint)).collect();
    let related: Vec<(Span, String)> = diagnostic
        .related_spans()
        .map(|(span, role)| (span, clean(role)))
        .collect();
    let mut group = Group::with_title(
        level
            .primary_title(message.as_str())
            .id(diagnostic.code.as_str()),
    );
    if let Some(main) = diagnostic.span() {
        let mut snippet = excerpt(sources, main);
        snippet = snippet.annotation(AnnotationKind::Primary.span(range(sources, main)));
        for (span, role) in &related {
            if span.file == main.file {
                snippet = snippet.annotation(
                    AnnotationKind::Context
                        .span(range(sources, *span))
                        .label(role.as_str()),
                );
            }
        }
        group = group.element(snippet);
        for (span, role) in &related {
            if span.file != main.file {
                group = group.element(
                    excerpt(sources, *span).annotation(
                        AnnotationKind::Context
                            .span(range(sources, *span))
                            .label(role.as_str()),
                    ),
                );
            }
        }
    }
    if diagnostic.span().is_none() {
        // Without an excerpt, the renderer would draw an empty margin.
        let mut text = renderer.render(&[group]);
        for hint in &hints {
            text.push_str("\n  = help: ");
            text.push_str(hint);
        }
        return text;
    }
    for hint in &hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    renderer.render(&[group])
}

fn excerpt(sources: &SourceMap, span: Span) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    let file = sources.file(span.file);
    Snippet::source(&*file.shown)
        .line_start(1)
        .path(file.name.as_str())
        .fold(true)
}

/// The span within its text, never beyond the end and never inside a character.
fn range(sources: &SourceMap, span: Span) -> std::ops::Range<usize> {
    // What is drawn has the same places, but what may be secret in it has no long characters any more.
    let text = &sources.file(span.file).shown;
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = floor(span.start);
    let end = floor(span.end).max(start);
    // For a value over several lines, the first line is enough to show where it is.
    let first_line = text[start..end].find('\n').map_or(end, |at| start + at);
    start..first_line
}
