//! What the corrections of a source found in all of its chunks: the cells that were changed, and a problem for each
//! that did not find its one cell as it was.

use super::corrected::{FoundCell, Hit, Weighed};
use super::found::path_of;
use super::{Contract, Inspected};
use crate::diagnostic::{Code, Diagnostic, Subject, SubjectKind};
use crate::report::{self, Correction, Corrections};
use crate::results::{CorrectedCell, CorrectedRows, Value};
use std::collections::BTreeSet;
use std::path::Path;

/// How many problems with one code are reported, of corrections of which there may be any number.
const SHOWN: usize = 20;

/// A row that a correction found: its file, its position there, and the cell.
type Place<'h> = (usize, usize, &'h FoundCell);

impl Contract<'_> {
    /// What was corrected, and what is wrong with corrections.
    pub(super) fn ledger(
        &self,
        inspected: &[Inspected],
    ) -> Result<(Option<CorrectedRows>, Vec<Diagnostic>), Diagnostic> {
        let Some(corrections) = &self.source.corrections else {
            return Ok((None, Vec::new()));
        };
        let mut found: Vec<Vec<Place<'_>>> = vec![Vec::new(); corrections.list.len()];
        for chunk in inspected {
            for Hit {
                row,
                correction,
                cell,
            } in &chunk.hits
            {
                let (file, first) = chunk.first;
                found[*correction].push((file, first + row, cell));
            }
        }
        let mut problems = Problems::default();
        let (mut cells, mut rows) = (Vec::new(), BTreeSet::new());
        for (correction, places) in corrections.list.iter().zip(&found) {
            match places.as_slice() {
                [(file, row, FoundCell::AsItWas)] => {
                    rows.insert((*file, *row));
                    cells.push(self.cell_of(correction, (*file, *row)));
                }
                places => problems.add(self.problem(corrections, correction, places)),
            }
        }
        let mut weighed = Weighed::default();
        for more in inspected.iter().filter_map(|chunk| chunk.weighed.as_ref()) {
            weighed.corrected.merge(&more.corrected);
            weighed.all.merge(&more.all);
        }
        let share = match (
            &self.source.weight,
            weighed.corrected.value(),
            weighed.all.value(),
        ) {
            (Some(_), Ok(corrected), Ok(all)) => Value::share(corrected.units(), all.units()),
            (Some(weight), Err(failure), _) | (Some(weight), _, Err(failure)) => {
                return Err(weight.expression.failed(failure));
            }
            (None, ..) => Value::Null,
        };
        let corrected = CorrectedRows {
            cells,
            rows: rows.len(),
            share,
        };
        let is_applied = corrections.cells == report::Cells::Corrected;
        let problems = if is_applied {
            problems.told()
        } else {
            Vec::new()
        };
        Ok((Some(corrected), problems))
    }

    fn cell_of(&self, correction: &Correction, (file, row): (usize, usize)) -> CorrectedCell {
        CorrectedCell {
            file: name_of(path_of(&self.files, file)),
            row: row + 1,
            key: correction.key.clone(),
            column: correction.column.clone(),
            was: correction.was.text.clone(),
            is: correction.is.text.clone(),
            reason: correction.reason.clone(),
            origin: correction.origin.clone(),
        }
    }

    /// What is wrong with a correction that found these cells.
    fn problem(
        &self,
        corrections: &Corrections,
        correction: &Correction,
        places: &[Place<'_>],
    ) -> Diagnostic {
        let Correction { key, column, .. } = correction;
        let name = &corrections.key;
        let source = &self.source.name;
        let in_row = |(file, row): (usize, usize)| match self.files.files().len() {
            1 => format!("row {}", row + 1),
            _ => format!(
                "row {} of `{}`",
                row + 1,
                name_of(path_of(&self.files, file))
            ),
        };
        let problem = match places {
            [] => {
                let message = format!("no row of source `{source}` has `{key}` as its `{name}`");
                Diagnostic::warning(Code::CORRECTION_WITHOUT_ROW, message)
                    .at(correction.key_place())
                    .hint("is it misspelt? where the row is gone take the line out")
            }
            [(file, row, FoundCell::AsItIs)] => {
                let is = &correction.is;
                let place = in_row((*file, *row));
                let message =
                    format!("`{column}` of `{key}` is {is} already ({place} of source `{source}`)");
                Diagnostic::warning(Code::CORRECTION_DONE, message)
                    .at(correction.is_place())
                    .hint("it has been repaired where the rows come from: take the line out")
            }
            [(file, row, cell)] => {
                let (was, place) = (&correction.was, in_row((*file, *row)));
                let found = match cell {
                    FoundCell::Other(found) => found.as_str(),
                    FoundCell::AsItWas | FoundCell::AsItIs => "",
                };
                let message = format!(
                    "`{column}` of `{key}` is {found}, not {was} ({place} of source `{source}`)"
                );
                Diagnostic::error(Code::CORRECTION_OUTDATED, message)
                    .at(correction.was_place())
                    .hint("it has been changed where the rows come from: see which value is right, then mend `was` or take the line out")
            }
            [first, second, ..] => {
                let first = in_row((first.0, first.1));
                let second = in_row((second.0, second.1));
                let more = match places.len() - 2 {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                let message = format!(
                    "`{key}` is the `{name}` of several rows of source `{source}`: {first}, {second}{more}"
                );
                Diagnostic::error(Code::CORRECTION_OF_SEVERAL_ROWS, message)
                    .at(correction.key_place())
                    .hint("which of them is meant is not known: mend the data")
            }
        };
        problem.about(Subject::new(SubjectKind::Source, source))
    }
}

/// Problems of corrections, the first of each code and how many more there are.
#[derive(Default)]
struct Problems {
    found: Vec<Diagnostic>,
    more: std::collections::BTreeMap<Code, usize>,
}

impl Problems {
    fn add(&mut self, problem: Diagnostic) {
        let same = self.found.iter().filter(|known| known.code == problem.code);
        if same.count() < SHOWN {
            self.found.push(problem);
        } else {
            *self.more.entry(problem.code).or_default() += 1;
        }
    }

    fn told(mut self) -> Vec<Diagnostic> {
        for (code, more) in self.more {
            let first = self.found.iter_mut().find(|known| known.code == code);
            if let Some(first) = first {
                first.hints.push(format!("and so in {more} more lines"));
            }
        }
        self.found
    }
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
