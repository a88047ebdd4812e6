//! Rows of a lookup that are true for a time. In: `valid` of the lookup. Out: whether a row holds on the day of the report; an
//! error where a day is none.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::spec::grammar;
use crate::text::Date;

/// The days between which the rows of a lookup hold, and the one that is asked for.
pub(super) struct Validity {
    on: Date,
    from: Option<usize>,
    until: Option<usize>,
}

/// A cell that is no day: its column and its text.
pub(super) struct NoDay<'a>(usize, &'a str);

impl Validity {
    /// Whether a row holds: on the first and the last day too, and for all time where a cell is empty.
    pub(super) fn holds<'a>(&self, row: &'a [Option<String>]) -> Result<bool, NoDay<'a>> {
        let day = |at: Option<usize>| {
            let Some((at, text)) = at.and_then(|at| Some((at, row[at].as_deref()?))) else {
                return Ok(None);
            };
            Date::parse(text).map(Some).ok_or(NoDay(at, text))
        };
        let (from, until) = (day(self.from)?, day(self.until)?);
        Ok(from.is_none_or(|from| from <= self.on) && until.is_none_or(|until| self.on <= until))
    }
}

impl Context<'_> {
    /// What `valid` of a lookup asks; none if it is wrong.
    pub(super) fn validity(
        &mut self,
        asked: &grammar::Valid,
        columns: &[String],
        pointer: &str,
    ) -> Option<Validity> {
        let pointer = format!("{pointer}/valid");
        let mut place = |key: &str, column: Option<&String>| {
            let Some(column) = column else {
                return Some(None);
            };
            let found = columns.iter().position(|known| known == column);
            if found.is_none() {
                let names = columns.iter().map(String::as_str);
                self.unknown("column", column, &format!("{pointer}/{key}"), names);
            }
            found.map(Some)
        };
        let from = place("from", asked.from.as_ref());
        let until = place("until", asked.until.as_ref());
        let pointer_on = format!("{pointer}/on");
        let said = self.with_params(&asked.on, &pointer_on)?;
        let on = Date::parse(&said);
        if on.is_none() {
            let message = format!("`{said}` is no day, such as 2025-10-01");
            self.error(Code::NO_DAY, &pointer_on, message);
        }
        if asked.from.is_none() && asked.until.is_none() {
            let message = "`valid` names no column: `from`, `until` or both";
            self.error(Code::DEFINITION, &pointer, message);
            return None;
        }
        Some(Validity {
            on: on?,
            from: from?,
            until: until?,
        })
    }

    /// Whether a row holds; a cell that is no day is an error.
    pub(super) fn row_holds(
        &mut self,
        validity: Option<&Validity>,
        row: &[Option<String>],
        columns: &[String],
        place: &str,
    ) -> bool {
        match validity.map_or(Ok(true), |validity| validity.holds(row)) {
            Ok(holds) => holds,
            Err(NoDay(column, text)) => {
                let message = format!("`{}` is `{text}`, which is no day", columns[column]);
                let problem = Diagnostic::error(Code::NO_DAY, message);
                let hint = "days are written as 2025-10-01; an empty cell sets no bound";
                self.problems
                    .push(problem.at(Location::value(place)).hint(hint));
                true
            }
        }
    }
}
