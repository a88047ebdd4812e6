//! The column contract, held against the rows where they are: counts of bad cells by one query, and the cells
//! themselves only where there are any.

use super::fine::typed;
use super::leaves::Leaves;
use super::query::asked;
use super::rows::SourceRows;
use super::violations::{FIRST, broken, cells, listed};
use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::plan::Plan;
use crate::report::ContractColumn;
use crate::results::{SourceStatistics, Violation};
use crate::source::Connection;
use crate::spec::grammar::OnViolation;
use crate::sql::{Type, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The number of rows of the table.
pub(super) fn height(
    rows: &SourceRows<'_>,
    connection: &mut Connection,
) -> Result<usize, Diagnostic> {
    number(
        &format!("SELECT COUNT(*) AS n FROM {}", rows.database.from()),
        connection,
    )
}

fn number(sql: &str, connection: &mut Connection) -> Result<usize, Diagnostic> {
    let answer = connection.ask(sql)?;
    let value = answer.columns.first().and_then(|column| column.first());
    Ok(value.map_or(0, |value| {
        usize::try_from(value.units()).unwrap_or(usize::MAX)
    }))
}

/// Holds the rows against the contract; counts what it cleared and dropped.
///
/// # Errors
/// Cells that break it, or no rows.
pub(super) fn check(
    plan: &Plan,
    rows: &SourceRows<'_>,
    connection: &mut Connection,
) -> Result<(SourceStatistics, Vec<Diagnostic>), Vec<Diagnostic>> {
    let alone = |problem: Diagnostic| vec![problem];
    let source = rows.source;
    let mut found = Found::default();
    let rows_read = found.plain(rows, connection).map_err(alone)?;
    if rows_read == 0 {
        let message = format!(
            "source `{}` has no rows: `{}`",
            source.name,
            rows.database.shown()
        );
        let problem = Diagnostic::error(Code::EMPTY_SOURCE, message);
        return Err(vec![problem.at(rows.database.place())]);
    }
    found.computed(plan, rows, connection).map_err(alone)?;
    if !found.problems.is_empty() {
        return Err(found.problems);
    }
    let kept = format!("SELECT COUNT(*) AS n FROM {}", rows.kept());
    let kept = number(&kept, connection).map_err(alone)?;
    let (left, empty_cells) = left(rows, connection).map_err(alone)?;
    let empty =
        |message: String, at: Location| vec![Diagnostic::error(Code::EMPTY_SOURCE, message).at(at)];
    if kept == 0 {
        let message = format!("source `{}`: the contract leaves no row", source.name);
        return Err(empty(message, rows.database.place()));
    }
    if left == 0 {
        let pointer = source.filter.as_ref().map_or("", |filter| &filter.pointer);
        let message = format!("source `{}`: no row passes its `where`", source.name);
        return Err(empty(message, Location::value(pointer)));
    }
    let mut warnings = absent_texts(rows, connection).map_err(alone)?;
    let cells_cleared = found.cleared;
    let rows_dropped = rows_read.saturating_sub(kept);
    if let Some(first) = found.first {
        let message = format!(
            "source `{}`: {} cleared, {} dropped",
            source.name,
            counted(cells_cleared as i128, "cell", "cells"),
            counted(rows_dropped as i128, "row", "rows")
        );
        let warning = Diagnostic::warning(Code::REPAIRED, message);
        warnings.push(
            warning
                .at(Location::key(&source.columns[&first].pointer))
                .hint("tables/contract_violations.csv in the bundle lists each of them"),
        );
    }
    let statistics = SourceStatistics {
        name: source.name.clone(),
        empty: empty_cells,
        files: Vec::new(),
        rows_read,
        rows: left,
        cells_cleared,
        rows_dropped,
        rows_outside: kept - left,
        violations: found.violations,
        corrected: None,
        likeness: None,
        sample: None,
        days: BTreeMap::new(),
    };
    Ok((statistics, warnings))
}

/// The number of rows that are asked for, and of empty cells in them: of each column of the table that may have some.
fn left(
    rows: &SourceRows<'_>,
    connection: &mut Connection,
) -> Result<(usize, Vec<(String, usize)>), Diagnostic> {
    let columns = rows.source.columns.iter();
    let columns = columns.filter(|(_, column)| column.may_be_empty() && column.kind != Type::List);
    let columns = columns.filter_map(|(name, _)| Some((name, rows.column(name)?.0)));
    let columns: Vec<(&String, &str)> = columns.collect();
    let counts = columns.iter().enumerate();
    let counts = counts.map(|(at, (_, alias))| format!(", COUNT({alias}) AS n{at}"));
    let asked = format!(
        "SELECT COUNT(*) AS n{} {}",
        counts.collect::<String>(),
        rows.asked()
    );
    let answer = connection.ask(&asked)?.columns;
    let counts = answer.iter().map(|column| {
        let count = column.first().map_or(0, Value::units);
        usize::try_from(count).unwrap_or(usize::MAX)
    });
    let mut counts = counts.into_iter();
    let left = counts.next().unwrap_or_default();
    let empty = columns.iter().zip(counts);
    let empty = empty.map(|((name, _), given)| ((*name).clone(), left.saturating_sub(given)));
    Ok((left, empty.collect()))
}

/// How many cells are bad in one way, and them with the keys of their rows.
type BadCells = (i128, Vec<(String, String)>);

/// What breaks the contract.
#[derive(Default)]
struct Found {
    problems: Vec<Diagnostic>,
    violations: Vec<Violation>,
    cleared: usize,
    /// The first column of which cells were cleared or rows dropped.
    first: Option<String>,
}

impl Found {
    /// Looks at the columns of the table; returns how many rows there are.
    fn plain(
        &mut self,
        rows: &SourceRows<'_>,
        connection: &mut Connection,
    ) -> Result<usize, Diagnostic> {
        let mut selected = vec!["COUNT(*) AS n".to_owned()];
        let mut add = |sql: String| {
            let at = selected.len();
            selected.push(format!("{sql} AS n{at}"));
        };
        let columns = || {
            let columns = rows.source.columns.iter();
            columns.filter_map(|(name, column)| Some((name, column, rows.plain(name)?)))
        };
        for (_, column, plain) in columns() {
            for (_, condition) in &plain.wrong {
                add(format!("COUNT(CASE WHEN {condition} THEN 1 END)"));
            }
            if column.unique {
                add(format!("COUNT({})", plain.value));
                add(format!("COUNT(DISTINCT {})", plain.value));
            }
        }
        let sql = format!(
            "SELECT {} FROM {}",
            selected.join(", "),
            rows.database.from()
        );
        let answer = connection.ask(&sql)?.columns;
        let mut counts = answer
            .iter()
            .map(|column| column.first().map_or(0, Value::units));
        let mut next = || counts.next().unwrap_or_default();
        let height = next();
        for (name, column, plain) in columns() {
            for (problem, condition) in &plain.wrong {
                let count = next();
                if count > 0 {
                    self.bad(
                        rows,
                        (name, column),
                        (problem, count),
                        condition,
                        connection,
                    )?;
                }
            }
            if column.unique {
                let (given, distinct) = (next(), next());
                if given > distinct {
                    let sql = format!(
                        "SELECT {value} AS v, COUNT(*) AS n FROM {} GROUP BY 1 HAVING COUNT({value}) > 1 ORDER BY 1 LIMIT 6",
                        rows.database.from(),
                        value = plain.value
                    );
                    let repeated = connection.ask(&sql)?.columns;
                    let texts = repeated.first().into_iter().flatten();
                    let texts = texts.map(|value| {
                        let text = value.plain().unwrap_or_default();
                        (String::new(), text.chars().take(80).collect())
                    });
                    let first: Vec<(String, String)> = texts.collect();
                    let bad = ("duplicate", given - distinct);
                    self.problems.push(broken(rows, name, bad, &first));
                }
            }
        }
        Ok(usize::try_from(height).unwrap_or(usize::MAX))
    }

    fn bad(
        &mut self,
        rows: &SourceRows<'_>,
        (name, column): (&String, &ContractColumn),
        (problem, count): (&'static str, i128),
        condition: &str,
        connection: &mut Connection,
    ) -> Result<(), Diagnostic> {
        let is_error = column.on_violation == OnViolation::Error;
        let most = if is_error { FIRST } else { None };
        let cells = cells(rows, (name, condition), most, connection)?;
        if is_error {
            self.problems
                .push(broken(rows, name, (problem, count), &cells));
            return Ok(());
        }
        if column.on_violation == OnViolation::Clear {
            self.cleared += cells.len();
        }
        self.first.get_or_insert_with(|| name.clone());
        self.violations.extend(listed(rows, name, problem, cells));
        Ok(())
    }

    /// Looks at the columns that are computed here, once for each distinct value of what they read.
    fn computed(
        &mut self,
        plan: &Plan,
        rows: &SourceRows<'_>,
        connection: &mut Connection,
    ) -> Result<(), Diagnostic> {
        let whole = rows.whole();
        for (name, column) in rows.computed() {
            let mut leaves = Leaves::new(plan, &whole);
            leaves.name(name)?;
            let (mut fine, _) = asked(plan, &whole, leaves, &[], connection)?;
            let values = fine.of_given(&column.value)?;
            let mut bad: BTreeMap<&'static str, BadCells> = BTreeMap::new();
            let mut seen = BTreeMap::new();
            for (value, count) in values.into_iter().zip(&fine.counts) {
                let count = i128::from(*count);
                let shown = value.plain().unwrap_or_default();
                let mut note = |problem, count: i128| {
                    let (known, first) = bad.entry(problem).or_default();
                    *known += count;
                    first.push((String::new(), shown.chars().take(80).collect()));
                };
                let Some(value) = typed(value, column.kind) else {
                    note("wrong type", count);
                    continue;
                };
                if let Some(problem) = column.problem_of(&value) {
                    note(problem, count);
                }
                if column.unique && value != Value::Null {
                    let rows: &mut i128 = seen.entry(shown.clone()).or_default();
                    let is_known = *rows > 0;
                    *rows += count;
                    let repeated = if is_known { count } else { count - 1 };
                    if repeated > 0 {
                        note("duplicate", repeated);
                    }
                }
            }
            for (problem, (count, mut first)) in bad {
                first.sort_unstable();
                if column.on_violation == OnViolation::Clear && problem != "duplicate" {
                    self.cleared += usize::try_from(count).unwrap_or(usize::MAX);
                    self.first.get_or_insert_with(|| name.clone());
                    self.violations.extend(listed(rows, name, problem, first));
                } else {
                    self.problems
                        .push(broken(rows, name, (problem, count), &first));
                }
            }
        }
        Ok(())
    }
}

/// Warnings for the texts that the contract compares columns with and that no row of the table has.
fn absent_texts(
    rows: &SourceRows<'_>,
    connection: &mut Connection,
) -> Result<Vec<Diagnostic>, Diagnostic> {
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for compared in &rows.source.compared {
        let texts = wanted.entry(compared.name.clone()).or_default();
        texts.insert(compared.text.clone());
    }
    let whole = rows.whole();
    let missed = super::absent::absent_in(
        &wanted,
        |name| Some(whole.given(name)?.to_owned()),
        &format!("FROM {}", whole.kept()),
        rows,
        connection,
    )?;
    let compared = rows.source.compared.iter();
    let warnings = compared.filter_map(|compared| {
        let mut missed = missed.iter();
        let found = missed.find(|it| it.column == compared.name && it.text == compared.text)?;
        let warning = Diagnostic::warning(Code::ABSENT_TEXT, compared.is_in_no("row"));
        let warning = warning.at(compared.location.clone());
        Some(warning.maybe_hint(found.hint(compared)))
    });
    Ok(warnings.collect())
}
