//! `periods`: which runs there are of a report. In: the tree of a spec, its params as declared, and
//! `--set`. Out: the periods in order of time with the params that each sets, and the one that is run.

use super::files::read_text;
use super::params::ParamValue;
use super::root::Root;
use super::yaml::{Node, NodeKind};
use crate::diagnostic::{
    Code, Collector, Diagnostic, FileId, Outcome, SourceMap, Span, nearest, there_are,
};
use crate::records::{Dialect, Table};
use crate::text::Date;
use crate::world::World;
use indexmap::IndexMap;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The periods of a report.
#[derive(Clone, Debug)]
pub(crate) struct Periods {
    /// The param whose value names a period.
    pub param: String,
    /// The periods, oldest first; never empty.
    pub list: Vec<Period>,
    /// Position of the one that is run.
    pub chosen: usize,
}

impl Periods {
    /// The period that is run.
    #[must_use]
    pub(crate) fn current(&self) -> &Period {
        &self.list[self.chosen]
    }
}

/// A period: one run of a report among its like.
#[derive(Clone, Debug)]
pub(crate) struct Period {
    /// The value of the param that names it.
    pub key: ParamValue,
    /// Where its row says so.
    pub span: Span,
    /// The params that its row sets, with their cells; that of the key is among them.
    pub params: IndexMap<String, (ParamValue, Span)>,
}

/// A cell as written.
#[derive(Clone, Debug)]
struct Cell {
    text: String,
    span: Span,
}

/// A table as written: the names of its columns, and rows with as many cells.
#[derive(Debug)]
struct Written {
    columns: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
}

/// How the table of periods is found.
pub(super) struct Reading<'a> {
    pub(super) world: &'a dyn World,
    pub(super) root: &'a Root,
    /// Folder of each file of the spec.
    pub(super) folders: &'a BTreeMap<FileId, PathBuf>,
    /// Params with the values that the spec declares.
    pub(super) params: &'a IndexMap<String, ParamValue>,
    /// `--set`.
    pub(super) settings: &'a [(String, String)],
}

/// The periods of a spec; `None` if it has none, or says them in a form that validation reports.
///
/// # Errors
/// The table cannot be read, a cell or the order of its rows is wrong, or there is no such period.
pub(super) fn periods(
    reading: &Reading<'_>,
    sources: &mut SourceMap,
    spec: &Node,
) -> Outcome<Option<Periods>> {
    let Some(entry) = spec.entry("periods") else {
        return Ok(None);
    };
    let Some(param) = entry.value.get("param") else {
        return Ok(None);
    };
    let Some(name) = param.text() else {
        return Ok(None);
    };
    let Some(declared) = reading.params.get(name) else {
        return Err(vec![
            super::unknown_param(name, reading.params).at(param.span),
        ]);
    };
    if !matches!(declared, ParamValue::Date(_) | ParamValue::Integer(_)) {
        let message = format!(
            "periods follow each other in time: `{name}` must be a date or an integer, it is {}",
            declared.described()
        );
        let problem = Diagnostic::error(Code::PERIODS, message).at(param.span);
        return Err(vec![problem.hint(ordered(name, declared))]);
    }
    let written = match (entry.value.get("table"), entry.value.get("rows")) {
        (Some(table), None) => match table.text() {
            Some(path) => from_table(reading, sources, path, table.span)?,
            None => return Ok(None),
        },
        (None, Some(rows)) => match in_line(rows) {
            Some(written) => written,
            None => return Ok(None),
        },
        _ => {
            let message = "periods have exactly one of `table` and `rows`";
            let file = ["file", "path", "csv", "tsv"].into_iter();
            let file = file.filter(|key| entry.value.get(key).is_some());
            let hint = file
                .map(|key| format!("the key is `table`, not `{key}`"))
                .next();
            let hint = hint.unwrap_or_else(|| {
                let value = declared.plain();
                format!("`table: periods.csv` has a row for each, `rows: [{{{name}: {value}}}, …]` says them here")
            });
            let problem = Diagnostic::error(Code::DEFINITION, message).at(entry.key_span);
            return Err(vec![problem.hint(hint)]);
        }
    };
    let list = list(&written, name, reading.params, entry.key_span)?;
    let chosen = chosen(&list, name, declared, entry.value.get("default"), reading)?;
    Ok(Some(Periods {
        param: name.to_owned(),
        list,
        chosen,
    }))
}

/// How a param is written whose values follow each other: a month by its first day.
fn ordered(name: &str, declared: &ParamValue) -> String {
    let first_day = match declared {
        ParamValue::Text(text) => Date::parse(&format!("{text}-01")),
        _ => None,
    };
    match first_day {
        Some(day) => format!(
            "a month is its first day: `{name}: {}` here and in `periods`; texts write it as `{{{{ params.{name}|month }}}}`",
            day.iso()
        ),
        None => format!(
            "write days, `{name}: 2025-10-01`, or whole numbers, `{name}: 2025`; a text may stand in a column beside them"
        ),
    }
}

/// The rows of a CSV or TSV file.
fn from_table(
    reading: &Reading<'_>,
    sources: &mut SourceMap,
    path: &str,
    span: Span,
) -> Outcome<Written> {
    let folder = reading.folders.get(&span.file).cloned().unwrap_or_default();
    let at = |problem: Diagnostic| vec![problem.at(span)];
    let ending = Path::new(path)
        .extension()
        .map(std::ffi::OsStr::to_ascii_lowercase);
    let dialect = match ending.as_ref().and_then(|it| it.to_str()) {
        Some("csv") => Dialect::CSV,
        Some("tsv") => Dialect::TSV,
        _ => {
            let message = format!("the table of the periods is a CSV or TSV file, found `{path}`");
            return Err(at(Diagnostic::error(Code::SOURCE_FORMAT, message)));
        }
    };
    let path = reading
        .root
        .resolve(reading.world, &folder, path)
        .map_err(at)?;
    let text = read_text(reading.world, &path).map_err(at)?;
    let file = sources.add(path.display().to_string(), text.as_str());
    let place = |range: Range<usize>| Span {
        file,
        start: range.start,
        end: range.end,
    };
    let mut table = Table::open(&path, &text, dialect).map_err(at)?;
    let header = table.record();
    if let Some(name) = table.repeated().first() {
        let message = format!("the header has several columns `{name}`");
        let problem = Diagnostic::error(Code::PERIODS, message).at(place(header));
        return Err(vec![problem]);
    }
    let names = table.names.iter().zip(&table.ranges);
    let columns = names.map(|(name, range)| Cell {
        text: name.clone(),
        span: place(range.clone()),
    });
    let columns = columns.collect();
    let mut rows = Vec::new();
    loop {
        match table.next() {
            Ok(Some(fields)) => {
                let cells = fields.iter().map(|field| Cell {
                    text: field.value().into_owned(),
                    span: place(field.range()),
                });
                rows.push(cells.collect());
            }
            Ok(None) => return Ok(Written { columns, rows }),
            Err(mut problem) => {
                if let [name] = table.names.as_slice()
                    && let Some(hint) = misread(name)
                {
                    problem.hints = vec![hint];
                }
                return Err(vec![problem.at(place(table.record()))]);
            }
        }
    }
}

/// The rows of a list of maps; `None` if it is another thing.
fn in_line(rows: &Node) -> Option<Written> {
    let NodeKind::List(items) = &rows.kind else {
        return None;
    };
    let maps = items.iter().map(|item| match &item.kind {
        NodeKind::Map(entries) => Some((item.span, entries)),
        _ => None,
    });
    let maps: Vec<_> = maps.collect::<Option<_>>()?;
    let mut columns: Vec<Cell> = Vec::new();
    for entry in maps.iter().flat_map(|(_, entries)| entries.iter()) {
        if !columns.iter().any(|column| column.text == entry.key) {
            columns.push(Cell {
                text: entry.key.clone(),
                span: entry.key_span,
            });
        }
    }
    let cells = maps.iter().map(|(row, entries)| {
        let cell = |column: &Cell| {
            let Some(entry) = entries.iter().find(|entry| entry.key == column.text) else {
                let text = String::new();
                return Some(Cell { text, span: *row });
            };
            let text = match &entry.value.kind {
                NodeKind::Null => String::new(),
                NodeKind::Boolean(value) => value.to_string(),
                NodeKind::Integer(value) => value.to_string(),
                NodeKind::Number(value) => value.to_string(),
                NodeKind::Text(text) => text.clone(),
                NodeKind::List(_) | NodeKind::Map(_) => return None,
            };
            let span = entry.value.span;
            Some(Cell { text, span })
        };
        columns.iter().map(cell).collect::<Option<Vec<_>>>()
    });
    let rows = cells.collect::<Option<_>>()?;
    Some(Written { columns, rows })
}

/// The periods of a table, held against the params.
fn list(
    written: &Written,
    key: &str,
    params: &IndexMap<String, ParamValue>,
    place: Span,
) -> Outcome<Vec<Period>> {
    let mut problems = Collector::default();
    let columns = &written.columns;
    let names = || params.keys().map(String::as_str);
    for column in columns {
        if !params.contains_key(&column.text) {
            let message = format!(
                "the column `{}` sets no param; {}",
                column.text,
                there_are(names())
            );
            let problem = Diagnostic::error(Code::PERIODS, message).at(column.span);
            let hint = misread(&column.text).or_else(|| nearest(&column.text, names()));
            problems.push(problem.maybe_hint(
                hint.or_else(|| {
                    Some("declare it under `params`, or take the column out".to_owned())
                }),
            ));
        }
    }
    let has_key = columns.iter().any(|column| column.text == key);
    if !has_key && !problems.has_errors() {
        let found = || columns.iter().map(|column| column.text.as_str());
        let message = format!("the periods have no column `{key}`; {}", there_are(found()));
        let at = columns.first().map_or(place, |column| column.span);
        let problem = Diagnostic::error(Code::PERIODS, message).at(at);
        problems.push(problem.maybe_hint(nearest(key, found())));
    } else if has_key && written.rows.is_empty() {
        let message = "there is no period: the table has no rows";
        problems.push(Diagnostic::error(Code::PERIODS, message).at(place));
    }
    if problems.has_errors() {
        return Err(problems.into_problems());
    }
    let mut list: Vec<Period> = Vec::new();
    for row in &written.rows {
        let period = period(columns, row, key, params, &mut problems);
        let Some(period) = period else {
            continue;
        };
        if let Some(problem) = misplaced(&list, &period) {
            problems.push(problem);
        }
        list.push(period);
    }
    if problems.has_errors() {
        return Err(problems.into_problems());
    }
    Ok(list)
}

/// The period of a row; cells that are wrong are reported, `None` if its key is.
fn period(
    columns: &[Cell],
    row: &[Cell],
    key: &str,
    params: &IndexMap<String, ParamValue>,
    problems: &mut Collector,
) -> Option<Period> {
    let mut set = IndexMap::new();
    for (Cell { text: name, .. }, cell) in columns.iter().zip(row) {
        let declared = &params[name];
        if cell.text.is_empty() {
            let message = format!("a period has no `{name}`");
            let problem = Diagnostic::error(Code::PERIODS, message).at(cell.span);
            problems.push(problem.hint("every period says every param of the table, so that none has the value of another period"));
        } else if let Some(value) = declared.parsed(&cell.text) {
            set.insert(name.clone(), (value, cell.span));
        } else {
            let message = format!(
                "`{name}` is {}, found `{}`",
                declared.described(),
                cell.text
            );
            let problem = Diagnostic::error(Code::PERIODS, message).at(cell.span);
            let hint = day_in_words(declared, &cell.text);
            let hint = hint.or_else(|| number_in_figures(declared, name, &cell.text));
            problems.push(problem.maybe_hint(hint));
        }
    }
    let (key, span) = set.get(key)?.clone();
    Some(Period {
        key,
        span,
        params: set,
    })
}

/// How to write a number, `0,75` is `0.75`, and how to declare one with a fraction.
fn number_in_figures(declared: &ParamValue, name: &str, text: &str) -> Option<String> {
    let number = text.trim().replace(',', ".");
    number.parse::<f64>().ok()?;
    match declared {
        ParamValue::Integer(_) => Some(format!(
            "a number with a fraction is declared as one: `{name}: {{type: number, default: {number}}}`"
        )),
        ParamValue::Number(_) => Some(format!("a number is written with a point: {number}")),
        ParamValue::Boolean(_) | ParamValue::Date(_) | ParamValue::Text(_) => None,
    }
}

/// What may be wrong with a column that sets no param: parts of a table that are written apart otherwise than by commas, or a number with
/// a comma in a map of one line.
fn misread(name: &str) -> Option<String> {
    if name.contains(';') {
        return Some(
            "commas stand between the fields of a CSV file, and numbers have a point; in a TSV file tabs do".to_owned(),
        );
    }
    let is_fraction = !name.is_empty() && name.bytes().all(|it| it.is_ascii_digit());
    is_fraction.then(|| {
        format!(
            "inside of `{{ }}` a comma ends the value before: a number is written with a point, `0.{name}`"
        )
    })
}

/// How to write a day: `01/11/2025` is `2025-11-01`.
fn day_in_words(declared: &ParamValue, text: &str) -> Option<String> {
    if !matches!(declared, ParamValue::Date(_)) {
        return None;
    }
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let day = match *parts.as_slice() {
        [day, month, year] if year.len() == 4 => Some(format!("{year}-{month:0>2}-{day:0>2}")),
        [month, year] if year.len() == 4 => Some(format!("{year}-{month:0>2}-01")),
        [year, month] if year.len() == 4 => Some(format!("{year}-{month:0>2}-01")),
        _ => None,
    };
    let day = day.filter(|day| crate::text::Date::parse(day).is_some());
    let day = day.unwrap_or_else(|| "2025-10-01".to_owned());
    Some(format!("a day is written {day}"))
}

/// What is wrong with the place of a period after others.
fn misplaced(before: &[Period], period: &Period) -> Option<Diagnostic> {
    let shown = period.key.plain();
    if let Some(first) = before.iter().find(|it| it.key == period.key) {
        let message = format!("the period `{shown}` has two rows");
        let problem = Diagnostic::error(Code::PERIODS, message).at(period.span);
        return Some(problem.related(first.span, "the first is here"));
    }
    let last = before.last()?;
    if last.key.is_before(&period.key) {
        return None;
    }
    let message = format!("`{shown}` comes after `{}`", last.key.plain());
    let problem = Diagnostic::error(Code::PERIODS, message).at(period.span);
    Some(problem.hint("the rows are in order of time, the oldest first"))
}

/// The position of the period that is run: that of `--set`, of `default`, or the last one.
fn chosen(
    list: &[Period],
    param: &str,
    declared: &ParamValue,
    default: Option<&Node>,
    reading: &Reading<'_>,
) -> Outcome<usize> {
    let set = reading
        .settings
        .iter()
        .rev()
        .find(|(name, _)| name == param);
    let (text, span) = match (set, default.map(|node| (&node.kind, node.span))) {
        (Some((_, text)), _) => (text.clone(), None),
        (None, Some((NodeKind::Text(text), span))) => (text.clone(), Some(span)),
        (None, Some((NodeKind::Integer(value), span))) => (value.to_string(), Some(span)),
        (None, _) => return Ok(list.len() - 1),
    };
    let Some(wanted) = declared.parsed(&text) else {
        return match span {
            // Settings of another type are reported with those of other params.
            None => Ok(list.len() - 1),
            Some(span) => {
                let message = format!("a period is {}, found `{text}`", declared.described());
                Err(vec![Diagnostic::error(Code::PERIODS, message).at(span)])
            }
        };
    };
    let found = list.iter().position(|period| period.key == wanted);
    found.ok_or_else(|| {
        let names: Vec<String> = list.iter().map(|it| it.key.plain()).collect();
        let names = || names.iter().map(String::as_str);
        let message = format!("there is no period `{text}`; {}", there_are(names()));
        let problem = Diagnostic::error(Code::NO_PERIOD, message);
        let table = list[list.len() - 1].span;
        let problem = match span {
            Some(span) => problem.at(span),
            None => problem.at(table),
        };
        vec![problem.hint("add its row behind that of the period before")]
    })
}
