//! Emitters: problems of any number of specs → one text, for people or for programs.

mod human;
mod json;
mod sarif;
mod short;

use super::{Diagnostic, SourceMap};
use std::path::Path;

/// How problems are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With excerpt and caret
    #[default]
    Human,
    /// `spec.yaml:3:5: error[HF0301]: …`
    Short,
    /// One JSON object per line
    Json,
    /// One SARIF 2.1.0 log of all problems
    Sarif,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Human, Self::Short, Self::Json, Self::Sarif];

    /// Whether a program reads it, so that nothing else may be written to the same stream.
    #[must_use]
    pub(crate) fn is_for_programs(self) -> bool {
        match self {
            Self::Human | Self::Short => false,
            Self::Json | Self::Sarif => true,
        }
    }
}

/// The problems of one spec, with their spans.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// The spec as the user names it, to which problems without a span belong. Empty where there is
    /// none.
    pub spec: &'a Path,
    /// Its problems.
    pub problems: &'a [Diagnostic],
    /// The texts that their spans refer to.
    pub sources: &'a SourceMap,
}

/// The text of all problems, with a final newline; empty when there are none. `color` switches ANSI
/// colours for people; the caller decides by terminal and `NO_COLOR`.
#[must_use]
pub fn emit(batches: &[Batch<'_>], format: Format, color: bool) -> String {
    let each = |write: &dyn Fn(&Diagnostic, &SourceMap) -> String| -> String {
        let all = batches.iter().flat_map(|batch| {
            let problems = batch.problems.iter();
            problems.map(|problem| write(problem, batch.sources) + "\n")
        });
        all.collect()
    };
    match format {
        Format::Human => for_people(batches, color),
        Format::Short => each(&short::short),
        Format::Json => each(&|problem, sources| json::json(problem, sources).to_string()),
        Format::Sarif => sarif::sarif(batches).to_string() + "\n",
    }
}

/// Number of problems that are drawn with an excerpt. Nobody reads more, and the lines of a machine's spec may be long.
const DRAWN: usize = 100;

/// Each problem with its excerpt and a blank line; past [`DRAWN`] of them, a line each.
fn for_people(batches: &[Batch<'_>], color: bool) -> String {
    let mut all = batches.iter().flat_map(|batch| {
        let problems = batch.problems.iter();
        problems.map(move |problem| (problem, batch.sources))
    });
    let mut text = String::new();
    for (problem, sources) in all.by_ref().take(DRAWN) {
        text += &human::human(problem, sources, color);
        text += "\n\n";
    }
    let drawn = text.len();
    for (problem, sources) in all {
        text += &short::short(problem, sources);
        text.push('\n');
    }
    if text.len() > drawn {
        text.push('\n');
    }
    text
}

/// Control characters of data must not reach the terminal, and marks that turn the direction of what is
/// around them are written as their numbers; isolates that are closed where they were opened keep a
/// name apart and stay.
fn clean(text: &str) -> String {
    let is_odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    let isolates = text
        .chars()
        .try_fold(0_usize, |open, c| match c {
            '\u{2066}'..='\u{2068}' => Some(open + 1),
            '\u{2069}' => open.checked_sub(1),
            _ => Some(open),
        })
        .is_some_and(|open| open == 0);
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if is_odd(c) => cleaned.push('\u{FFFD}'),
            '\u{2066}'..='\u{2069}' if isolates => cleaned.push(c),
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            // Without a width: two names would look the same.
            | '\u{ad}'
            | '\u{200b}'
            | '\u{2060}'..='\u{2064}'
            | '\u{feff}' => {
                cleaned.extend(c.escape_unicode());
            }
            c => cleaned.push(c),
        }
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn marks_of_direction_are_seen_and_turn_nothing_around() {
        assert_eq!(
            clean("row 3: `a\u{202e}b` is 11"),
            "row 3: `a\\u{202e}b` is 11"
        );
        assert_eq!(clean("`\u{2067}` and 11"), "`\\u{2067}` and 11");
        assert_eq!(
            clean("`\u{2068}سلام\u{2069}` 11"),
            "`\u{2068}سلام\u{2069}` 11"
        );
        assert_eq!(clean("a\u{1b}[31m"), "a\u{fffd}[31m");
        assert_eq!(clean("`acc\u{200b}ount`"), "`acc\\u{200b}ount`");
    }
}
