//! Counting breaks: a table of days on which what is counted changed → the breaks of the report, and whether its texts tell
//! of those that its changes go over.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location, Span, nearest, there_are};
use crate::records::{Dialect, Field, Table};
use crate::report::{CountingBreak, LocalText};
use crate::source::format_of;
use crate::spec::grammar::SourceFormat;
use crate::spec::{ParamValue, read_text};
use crate::text::{Date, Locale};
use std::ops::Range;
use std::path::Path;
use url::Url;

/// Where the spec names the table.
const POINTER: &str = "/breaks";

impl Context<'_> {
    /// Reads the table of breaks, and sees which lie between the period before and the one that is run.
    pub(super) fn breaks(&mut self) {
        let Some(path) = self.spec.breaks.clone() else {
            return;
        };
        let Some((path, shown)) = self.path(&path, POINTER) else {
            return;
        };
        let at = || Location::value(POINTER);
        let dialect = match format_of(&shown) {
            (Some(SourceFormat::Csv), false) => Dialect::CSV,
            (Some(SourceFormat::Tsv), false) => Dialect::TSV,
            _ => {
                let message =
                    format!("the table of counting breaks is a CSV or TSV file, found `{shown}`");
                return self.error(Code::SOURCE_FORMAT, POINTER, message);
            }
        };
        let text = read_text(self.world, &path).map_err(|problem| problem.at(at()));
        let Some(text) = self.problems.keep(text) else {
            return;
        };
        let file = self.source_map.add(path.display().to_string(), text);
        let text = self.source_map.file(file).text.clone();
        let place = |range: Range<usize>| Span {
            file,
            start: range.start,
            end: range.end,
        };
        let mut problems = Vec::new();
        let list = listed(
            &path,
            &text,
            dialect,
            &self.report.locales,
            &mut |problem, range| {
                let problem = match range {
                    Some(range) => problem.at(place(range)),
                    None => problem.at(at()),
                };
                problems.push(problem);
            },
        );
        let is_wrong = !problems.is_empty();
        for problem in problems {
            self.problems.push(problem);
        }
        let mut list = list;
        list.sort_by_key(|it| it.date);
        let since = if is_wrong {
            0..0
        } else {
            self.breaks_since(&list)
        };
        let breaks = &mut self.report.breaks;
        (breaks.path, breaks.list, breaks.since) = (Some(path), list, since);
    }

    /// The breaks behind the period before, up to the one that is run.
    fn breaks_since(&mut self, list: &[CountingBreak]) -> Range<usize> {
        let Some(periods) = &self.tree.periods else {
            return 0..list.len();
        };
        let position = |key: &ParamValue| match key {
            ParamValue::Date(day) => Some(list.partition_point(|it| it.date <= *day)),
            _ => None,
        };
        let Some(end) = position(&periods.current().key) else {
            let message = "counting breaks have days, and the periods of this spec are numbers";
            self.error(Code::BREAKS, POINTER, message.to_owned());
            return 0..0;
        };
        let before = periods.chosen.checked_sub(1);
        let begin = before.and_then(|at| position(&periods.list[at].key));
        begin.unwrap_or(end)..end
    }

    /// A change that goes over a break, of which no text tells, is reported.
    pub(super) fn breaks_are_told(&mut self) {
        let breaks = &self.report.breaks;
        let (Some(period), true) = (&self.report.period, self.report.tells.any) else {
            return;
        };
        let Some(before) = period
            .before
            .as_ref()
            .filter(|_| !breaks.since().is_empty())
        else {
            return;
        };
        if self.used.contains(&("breaks", String::new())) {
            return;
        }
        let message = format!(
            "between the periods `{}` and `{}` what is counted changed, and no text names `breaks`: {}",
            before.name,
            period.name,
            breaks.told()
        );
        let hint = "`{% for it in breaks %}{{ it.date|date }}: {{ it.what }}{% endfor %}` tells it beside the changes; `allow: [HF0371]` waives it, and may stay in periods without a break";
        let problem = Diagnostic::warning(Code::UNTOLD_BREAK, message);
        self.problems
            .push(problem.at(Location::value(POINTER)).hint(hint));
    }
}

/// Hears what is wrong with a table, and where.
type Tell<'t> = dyn FnMut(Diagnostic, Option<Range<usize>>) + 't;

/// The breaks of a table.
fn listed(
    path: &Path,
    text: &str,
    dialect: Dialect,
    locales: &[Locale],
    tell: &mut Tell<'_>,
) -> Vec<CountingBreak> {
    let mut list = Vec::new();
    let mut table = match Table::open(path, text, dialect) {
        Ok(table) => table,
        Err(problem) => {
            tell(problem, None);
            return list;
        }
    };
    let columns = Columns::of(&table, locales, tell);
    loop {
        match table.next() {
            Ok(Some(fields)) => {
                let columns = columns.as_ref();
                list.extend(columns.and_then(|columns| columns.row(fields, tell)));
            }
            Ok(None) => return list,
            Err(problem) => {
                let record = table.record();
                tell(problem, Some(record));
                return list;
            }
        }
    }
}

fn wrong(message: String) -> Diagnostic {
    Diagnostic::error(Code::BREAKS, message)
}

/// Whether a source is an address at which something may be announced.
fn is_announced(source: &str) -> bool {
    let host = |url: Url| url.host_str().is_some_and(|host| host.contains('.'));
    source.starts_with("https://") && Url::parse(source).is_ok_and(host)
}

/// Where the columns of a table stand.
struct Columns {
    date: usize,
    latest: Option<usize>,
    source: usize,
    what: Vec<(Locale, usize)>,
}

impl Columns {
    /// Those of a header; none where one is missing.
    fn of(table: &Table<'_>, locales: &[Locale], tell: &mut Tell<'_>) -> Option<Self> {
        let of_locale = |locale: Locale| format!("what_{}", locale.tag());
        let mut known = ["date", "latest", "source", "what"]
            .map(str::to_owned)
            .to_vec();
        known.extend(Locale::ALL.map(of_locale));
        let names = &table.names;
        for (name, range) in names.iter().zip(&table.ranges) {
            if !known.contains(name) {
                let known = || known.iter().map(String::as_str);
                let message = format!(
                    "a table of counting breaks has no column `{name}`; {}",
                    there_are(known())
                );
                let problem = wrong(message).maybe_hint(nearest(name, known()));
                tell(problem, Some(range.clone()));
            }
        }
        let position = |name: &str| names.iter().position(|it| it == name);
        let mut needed = |name: &str, other: &str| {
            let found = position(name).or_else(|| position(other));
            if found.is_none() {
                let message = format!("the table of counting breaks has no column `{name}`");
                tell(wrong(message), Some(table.record()));
            }
            found
        };
        let (date, source) = (needed("date", "date"), needed("source", "source"));
        let what: Vec<_> = locales
            .iter()
            .map(|locale| Some((*locale, needed(&of_locale(*locale), "what")?)))
            .collect();
        Some(Self {
            date: date?,
            latest: position("latest"),
            source: source?,
            what: what.into_iter().collect::<Option<_>>()?,
        })
    }

    /// The break of a row; none where it is wrong.
    fn row(&self, fields: &[Field<'_>], tell: &mut Tell<'_>) -> Option<CountingBreak> {
        let cell = |at: usize| {
            let field = fields.get(at)?;
            Some((field.value().trim().to_owned(), field.range()))
        };
        let ((day, day_at), (source, source_at)) = (cell(self.date)?, cell(self.source)?);
        let Some(date) = Date::parse(&day) else {
            let message = format!("a counting break has a day such as 2026-08-06, found `{day}`");
            tell(wrong(message), Some(day_at));
            return None;
        };
        let latest = match self.latest {
            Some(at) => {
                let (text, range) = cell(at)?;
                match text.as_str() {
                    "" | "false" => false,
                    "true" => true,
                    _ => {
                        let message = format!(
                            "`latest` of the break of {date} is `true`, `false` or empty, found `{text}`"
                        );
                        tell(wrong(message), Some(range));
                        return None;
                    }
                }
            }
            None => false,
        };
        if !is_announced(&source) {
            let message = format!(
                "the break of {date} has no source: the address, with `https://`, at which it is announced"
            );
            tell(wrong(message), Some(source_at));
            return None;
        }
        let mut texts = Vec::new();
        for (locale, at) in &self.what {
            let (what, range) = cell(*at)?;
            if what.is_empty() {
                let message = format!("the break of {date} does not say what changed");
                tell(wrong(message), Some(range));
            }
            texts.push((*locale, what));
        }
        Some(CountingBreak {
            date,
            latest,
            what: LocalText::new(texts),
            source,
        })
    }
}
