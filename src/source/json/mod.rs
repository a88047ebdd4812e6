//! JSON and NDJSON → typed columns.
//!
//! In: the text of a file. Out: its columns, from every key and type in every row. Both formats
//! share one reader and differ only in where a row begins and ends.

mod columns;
mod parse;
mod survey;

use super::SourceColumns;
use super::messages::present;
use super::table::{FileColumn, FileColumns};
use crate::diagnostic::{Code, Diagnostic};
use crate::records::line_ends;
use crate::spec::grammar::SourceFormat;
use parse::{Fault, Parser, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use survey::{Survey, WantedColumns};

/// Names and types of the columns of a file.
pub(super) fn columns(
    path: &Path,
    text: &str,
    format: SourceFormat,
) -> Result<SourceColumns, Diagnostic> {
    let survey = survey(path, text, format, WantedColumns::Nothing)?;
    if survey.rows == 0 {
        let message = format!("`{}` has no rows", path.display());
        return Err(Diagnostic::error(Code::EMPTY_SOURCE, message));
    }
    Ok(columns::described(path, &survey))
}

/// The columns `wanted` of a file.
pub(super) fn cells(
    path: &Path,
    text: &str,
    format: SourceFormat,
    wanted: &[String],
    needed: &[String],
) -> Result<FileColumns, Diagnostic> {
    let survey = survey(path, text, format, WantedColumns::These(wanted))?;
    let names: Vec<&str> = survey
        .columns()
        .map(|column| column.name.as_str())
        .collect();
    // A file without rows has no keys either.
    let needed = if survey.rows == 0 { &[] } else { needed };
    let mut found: Vec<FileColumn> = Vec::new();
    for name in present(path, wanted, needed, &names)? {
        if let Some(column) = survey.column(name) {
            found.push(columns::cells(path, column, survey.rows)?);
        }
    }
    Ok((survey.rows, found))
}

/// The lines on which some rows of a file begin.
pub(super) fn lines_of(
    path: &Path,
    text: &str,
    format: SourceFormat,
    rows: &BTreeSet<usize>,
) -> Result<BTreeMap<usize, usize>, Diagnostic> {
    let mut survey = Survey::new(WantedColumns::Nothing);
    survey.begins = rows.iter().map(|row| (*row, 0)).collect();
    let survey = surveyed(path, text, format, survey)?;
    let lines = survey.begins.into_iter();
    Ok(lines
        .map(|(row, at)| (row, line_ends(&text[..at]) + 1))
        .collect())
}

/// Surveys every row of a file.
fn survey<'w, 'a>(
    path: &Path,
    text: &'a str,
    format: SourceFormat,
    wanted: WantedColumns<'w>,
) -> Result<Survey<'w, 'a>, Diagnostic> {
    surveyed(path, text, format, Survey::new(wanted))
}

fn surveyed<'w, 'a>(
    path: &Path,
    text: &'a str,
    format: SourceFormat,
    mut survey: Survey<'w, 'a>,
) -> Result<Survey<'w, 'a>, Diagnostic> {
    let read = match format {
        SourceFormat::Ndjson => lines(text, &mut survey),
        _ => array(text, &mut survey),
    };
    read.map_err(|stop| stop.into_diagnostic(path, text, survey.rows))?;
    Ok(survey)
}

/// Why reading a file stopped: a fault in the text, and what to do about it.
struct Stop {
    fault: Fault,
    hint: Option<String>,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self { fault, hint: None }
    }
}

impl Stop {
    fn at(at: usize, what: &str, hint: impl Into<String>) -> Self {
        let what = what.to_owned();
        Self {
            fault: Fault { at, what },
            hint: Some(hint.into()),
        }
    }

    fn into_diagnostic(self, path: &Path, text: &str, rows: usize) -> Diagnostic {
        let before = &text[..self.fault.at];
        let begun = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
        let message = format!(
            "`{}`, line {}, column {} (row {}): {}",
            path.display(),
            line_ends(before) + 1,
            before[begun..].chars().count() + 1,
            rows + 1,
            self.fault.what
        );
        Diagnostic::error(Code::SOURCE_FORMAT, message).maybe_hint(self.hint)
    }
}

/// One object per line.
fn lines<'a>(text: &'a str, survey: &mut Survey<'_, 'a>) -> Result<(), Stop> {
    let mut begun = 0;
    while begun < text.len() {
        let end = text[begun..]
            .find(['\n', '\r'])
            .map_or(text.len(), |length| begun + length);
        let mut parser = Parser::new(text, begun, end);
        if parser.peek().is_some() {
            let first = parser.at;
            if survey.rows == 0 && parser.peek() == Some(b'[') {
                return Err(Stop::at(
                    first,
                    "found `[`, expected one object a line",
                    "an array of objects is `format: json`",
                ));
            }
            let read = row(&mut parser, survey);
            let is_cut = |stop: &Stop| stop.fault.at == end && end < text.len();
            read.map_err(|stop| {
                let hint =
                    is_cut(&stop).then(|| "each object stands in one line of its own".to_owned());
                Stop {
                    hint: hint.or(stop.hint),
                    ..stop
                }
            })?;
            if parser.peek().is_some() {
                return Err(parser
                    .found("expected the end of the line behind an object")
                    .into());
            }
            survey.rows += 1;
        }
        begun = end + 1;
    }
    Ok(())
}

/// An array of objects.
fn array<'a>(text: &'a str, survey: &mut Survey<'_, 'a>) -> Result<(), Stop> {
    let mut parser = Parser::new(text, 0, text.len());
    match parser.peek() {
        None => return Ok(()),
        Some(b'{') => return Err(one_object(&mut parser)),
        Some(b'[') => parser.at += 1,
        Some(_) => return Err(parser.found("expected an array of objects").into()),
    }
    if !parser.takes(b']') {
        loop {
            row(&mut parser, survey)?;
            survey.rows += 1;
            if parser.takes(b']') {
                break;
            }
            if !parser.takes(b',') {
                return Err(parser.found("expected `,` or `]` behind a row").into());
            }
        }
    }
    match parser.peek() {
        None => Ok(()),
        Some(_) => Err(parser
            .found("expected the end of the file behind the array")
            .into()),
    }
}

/// A row, which is an object.
fn row<'a>(parser: &mut Parser<'a>, survey: &mut Survey<'_, 'a>) -> Result<(), Stop> {
    if parser.peek() != Some(b'{') {
        return Err(parser.found("a row is an object `{…}`").into());
    }
    if let Some(begins) = survey.begins.get_mut(&survey.rows) {
        *begins = parser.at;
    }
    let Value::Object(members) = parser.value()? else {
        return Err(parser.found("a row is an object `{…}`").into());
    };
    survey.row(members).map_err(Stop::from)
}

/// The problem of a file that is one object instead of an array.
fn one_object(parser: &mut Parser) -> Stop {
    let at = parser.at;
    let what = "found one object, expected an array of objects";
    let members = match parser.value() {
        Ok(Value::Object(members)) => members,
        Ok(_) => Vec::new(),
        Err(fault) => return fault.into(),
    };
    if parser.peek() == Some(b'{') {
        return Stop::at(at, what, "one object a line is `format: ndjson`");
    }
    let is_rows = |value: &Value| matches!(value, Value::List(items) if items.iter().all(|it| matches!(it, Value::Object(_))));
    match members.iter().find(|member| is_rows(&member.value)) {
        Some(member) => Stop::at(
            at,
            what,
            format!(
                "its rows seem to stand under `{0}`: write this array alone into the file, for instance with `jq '.{0}'`",
                member.key
            ),
        ),
        None => Stop::at(
            at,
            what,
            "put `[` before it and `]` behind it if it is the only row",
        ),
    }
}
