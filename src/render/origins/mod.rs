//! What the page says of the numbers of a document. In: the terms behind each number. Out: one
//! definition for each metric, column, count or formula that is mentioned, and for each number the
//! rows from which it is taken, with exact integers.

mod compared;
mod definitions;
mod rows;

use super::texts::Texts;
use super::trace::{Term, Traced, TracedText};
use super::values::Cell;
use crate::document::{NumberDefinition, NumberOrigin, Origins, RowOrigin};
use crate::report::{Column, MetricRole, Report, Role};
use crate::results::{InPrint, Results, Shown};
use crate::template::{CoverageNumber, SourceNumber};
use crate::text::Locale;
use std::collections::BTreeMap;

/// The origins of the numbers of a document, whose blocks were `written`.
///
/// With `in_print` those that are not are marked.
pub(super) fn origins(
    texts: &Texts<'_>,
    results: &Results,
    written: &[TracedText],
    in_print: Option<&InPrint>,
) -> Origins {
    let mut collector = Collector {
        texts,
        results,
        in_print,
        known: BTreeMap::new(),
        definitions: Vec::new(),
    };
    let numbers = written.iter().map(|written| {
        let numbers = written.numbers.iter();
        numbers
            .filter_map(|number| collector.number(number, written))
            .collect()
    });
    let mut numbers: Vec<Vec<NumberOrigin>> = numbers.collect();
    let mut definitions = collector.definitions;
    say_denominators_once(&mut numbers, &mut definitions);
    Origins {
        numbers,
        definitions,
    }
}

/// Moves a denominator shared by all rows of a definition from the rows to the definition.
fn say_denominators_once(numbers: &mut [Vec<NumberOrigin>], definitions: &mut [NumberDefinition]) {
    let mut rows_of: Vec<Vec<&mut RowOrigin>> = definitions.iter().map(|_| Vec::new()).collect();
    for number in numbers.iter_mut().flatten() {
        rows_of[number.definition].extend(&mut number.rows);
    }
    for (definition, rows) in definitions.iter_mut().zip(rows_of) {
        // The rows behind a formula belong to other definitions.
        let Some(first) = rows.first().filter(|_| definition.computed_from.is_empty()) else {
            continue;
        };
        let denominator = first.denominator;
        if rows.iter().all(|row| row.denominator == denominator) {
            definition.denominator = denominator;
            for row in rows {
                row.denominator = None;
            }
        }
    }
}

/// The subject of a definition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Metric(usize, MetricRole),
    Column {
        frame: usize,
        column: usize,
    },
    Rows(usize),
    Param(usize),
    Previous(usize),
    Source {
        source: usize,
        number: SourceNumber,
    },
    Coverage {
        coverage: usize,
        number: CoverageNumber,
    },
    Formula(String, Vec<usize>),
    Claim(usize),
}

struct Collector<'a> {
    texts: &'a Texts<'a>,
    results: &'a Results,
    in_print: Option<&'a InPrint>,
    known: BTreeMap<Subject, usize>,
    definitions: Vec<NumberDefinition>,
}

impl Collector<'_> {
    fn number(&mut self, number: &Traced, written: &TracedText) -> Option<NumberOrigin> {
        let range = number.range.clone();
        let marked = self.in_print.is_some_and(|in_print| {
            let given = (self.texts.report, self.results, in_print);
            is_marked(given, number, &written.text, self.texts.locale)
        });
        let parts = || number.terms.iter().filter_map(subject);
        let Some(Term::Formula { claim, at }) = number.terms.first() else {
            let definition = self.definition(parts().next()?);
            let rows = number.terms.iter().filter_map(|term| self.row(term));
            let rows = rows.collect();
            return Some(NumberOrigin {
                range,
                definition,
                claim: matches!(number.terms.first(), Some(Term::Claim(_))),
                marked,
                rows,
            });
        };
        let mut computed_from: Vec<usize> = Vec::new();
        for part in parts() {
            let part = self.definition(part);
            if !computed_from.contains(&part) {
                computed_from.push(part);
            }
        }
        // For parts from several columns, the row alone does not identify the value.
        let one_column = computed_from.len() == 1;
        let formulas = match claim {
            Some(claim) => self.texts.sentences().formulas.get(*claim)?,
            None => &written.formulas,
        };
        let formula = formulas.get(*at)?.clone();
        let definition = self.definition(Subject::Formula(formula, computed_from));
        let rows = number.terms.iter().filter_map(|term| {
            let definition = *self.known.get(&subject(term)?)?;
            let mut row = self.row(term).or_else(|| self.whole(term))?;
            let title = &self.definitions[definition].title;
            row.label = match row.label.as_str() {
                "" => title.clone(),
                _ if one_column => row.label,
                label => format!("{label}, {title}"),
            };
            Some(row)
        });
        let rows = rows.collect();
        Some(NumberOrigin {
            range,
            definition,
            claim: false,
            marked,
            rows,
        })
    }

    /// The position of a definition, which is added at its first mention.
    fn definition(&mut self, subject: Subject) -> usize {
        if let Some(known) = self.known.get(&subject) {
            return *known;
        }
        let definition = self.defined(&subject);
        let position = self.definitions.len();
        self.definitions.push(definition);
        self.known.insert(subject, position);
        position
    }
}

/// Whether a number of a text is computed from rows that are not measured, and is not in print as it is shown. What is
/// said in words, and ranks, have no mark.
pub(super) fn is_marked(
    (report, results, in_print): (&Report, &Results, &InPrint),
    number: &Traced,
    text: &str,
    locale: Locale,
) -> bool {
    let shown = text.get(number.range.clone()).unwrap_or_default();
    let shown = Shown::new(shown, locale);
    if !shown.has_figures() {
        return false;
    }
    let is_one = number.terms.len() == 1;
    let marked = |term: &Term| match *term {
        Term::Cell(Cell { frame, row, column }) => {
            let frame = &results.frames[frame];
            let own = frame.columns.cells().get(column);
            if own.and_then(Column::role) == Some(Role::Rank) {
                return false;
            }
            let value = frame.values(row).map(|values| &values[column]);
            let is_printed = |value| in_print.has_cell(&frame.name, (row, column), value, shown);
            // Of several the sum is shown, or what it is of their whole.
            value.is_some_and(|value| !is_one || !is_printed(value))
        }
        Term::Metric(at, MetricRole::Value) => {
            let name = &report.metrics[at].name;
            !in_print.has_metric(name, &results.metrics[name].value, shown)
        }
        Term::Metric(..) | Term::Sum { .. } | Term::Formula { .. } => true,
        // What is given or counted is no number of the rows themselves.
        Term::Rows { .. }
        | Term::Claim(_)
        | Term::Param(_)
        | Term::Previous(_)
        | Term::Source { .. }
        | Term::Coverage { .. } => false,
    };
    number.terms.iter().any(marked)
}

fn subject(term: &Term) -> Option<Subject> {
    Some(match *term {
        Term::Cell(Cell { frame, column, .. }) | Term::Sum { frame, column, .. } => {
            Subject::Column { frame, column }
        }
        Term::Rows { frame, .. } => Subject::Rows(frame),
        Term::Metric(at, role) => Subject::Metric(at, role),
        Term::Claim(at) => Subject::Claim(at),
        Term::Param(at) => Subject::Param(at),
        Term::Previous(at) => Subject::Previous(at),
        Term::Source { source, number } => Subject::Source { source, number },
        Term::Coverage { coverage, number } => Subject::Coverage { coverage, number },
        Term::Formula { .. } => return None,
    })
}
