//! Bad cells → errors with their rows, and a warning of those that were repaired.

use super::Contract;
use super::found::{BadCells, BadColumn, SHOWN, path_of};
use super::inspect::DUPLICATE;
use crate::diagnostic::{Code, Diagnostic, Location, counted};
use crate::engine::labels::is_called_total;
use crate::report::{ABOVE_MAX, BELOW_MIN, ContractColumn, MAX_TEXT};
use crate::results::SourceStatistics;
use crate::source::{MonthForm, TextForms};
use crate::sql::Type;
use crate::text::Date;

impl Contract<'_> {
    /// The errors of a column, one a problem.
    pub(super) fn errors(
        &self,
        name: &str,
        column: &ContractColumn,
        bad: &BadColumn,
    ) -> Vec<Diagnostic> {
        let errors = bad.errors.iter();
        let errors = errors.map(|cells| self.error(name, column, bad, cells));
        errors.collect()
    }

    /// Why no row is left.
    pub(super) fn empty(&self, statistics: &SourceStatistics) -> Diagnostic {
        let name = &self.source.name;
        if let Some(filter) = &self.source.filter
            && statistics.rows_outside > 0
        {
            let message = format!("source `{name}`: no row passes its `where`");
            return Diagnostic::error(Code::EMPTY_SOURCE, message)
                .at(Location::value(&filter.pointer));
        }
        let columns = format!("/sources/{}/columns", crate::spec::escape(name));
        Diagnostic::error(
            Code::EMPTY_SOURCE,
            format!("source `{name}`: the contract leaves no row"),
        )
        .at(Location::key(columns))
        .hint("every row breaks a column with `on_violation: drop`")
    }

    /// What was noticed in all rows.
    ///
    /// # Errors
    /// A file cannot be read any more.
    pub(super) fn warnings(
        &self,
        statistics: &SourceStatistics,
    ) -> Result<Vec<Diagnostic>, Diagnostic> {
        let mut warnings = self.absent_texts();
        warnings.extend(self.rows_again());
        warnings.extend(self.spellings()?);
        warnings.extend(self.repairs(statistics));
        Ok(warnings)
    }

    /// The warning about cells that were cleared and rows that were dropped.
    fn repairs(&self, statistics: &SourceStatistics) -> Option<Diagnostic> {
        let first = statistics.violations.first()?;
        let cleared = counted(statistics.cells_cleared as i128, "cell", "cells");
        let dropped = counted(statistics.rows_dropped as i128, "row", "rows");
        let name = &self.source.name;
        let message = format!("source `{name}`: {cleared} cleared, {dropped} dropped");
        let mut violations = statistics.violations.iter();
        let total =
            violations.find(|it| it.action == "clear" && is_called_total(&it.found).is_some());
        let warning = Diagnostic::warning(Code::REPAIRED, message)
            .at(Location::key(&self.source.columns[&first.column].pointer))
            .hint("tables/contract_violations.csv in the bundle lists each of them")
            .maybe_hint(total.map(|it| {
                format!(
                    "the row with `{}` in `{}` is counted beside those for which a total stands: `on_violation: drop` leaves it out",
                    it.found, it.column
                )
            }));
        Some(warning)
    }

    fn error(
        &self,
        name: &str,
        column: &ContractColumn,
        bad: &BadColumn,
        cells: &BadCells,
    ) -> Diagnostic {
        let kind = cells.problem;
        let has_digits = !bad.other_scales().is_empty();
        let what = broken(column, kind, (cells.count, has_digits));
        let shown = cells.shown.iter().map(|cell| {
            let (file, row) = cell.place;
            let name = path_of(&self.files, file).file_name().unwrap_or_default();
            let file = match self.files.files().len() {
                1 => String::new(),
                _ => format!("`{}` ", name.to_string_lossy()),
            };
            let key = match cell.key.as_str() {
                "" => String::new(),
                key => format!(" ({key})"),
            };
            let line = match cell.line {
                Some(line) => format!("line {line}, "),
                None => String::new(),
            };
            format!("{file}{line}row {}{key}: `{}`", row + 1, cell.found)
        });
        let form = bad.other_form(column.kind, &column.written);
        let form = form.filter(|_| kind == "wrong type");
        let is_shared = form.is_some_and(|(_, is_shared)| is_shared);
        let form = form.map(|(form, is_shared)| in_form(column, form, is_shared));
        let is_no_day = column.kind == Type::Date
            && kind == "wrong type"
            && cells
                .shown
                .iter()
                .all(|cell| column.written.is_shaped_as_day(&cell.found));
        let no_day = is_no_day.then(|| match cells.shown.as_slice() {
            [_] => "there is no such day".to_owned(),
            _ => "there are no such days".to_owned(),
        });
        let minus = bad.minus().filter(|_| kind == "wrong type");
        let minus = minus.map(|minus| {
            let sql = in_quotes(&minus.sql(&column.value.to_string()));
            format!("{}: `sql: \"{sql}\"` reads them", minus.words())
        });
        let fraction = (kind == "wrong type").then(|| other_type(column.kind, bad.other_scales()));
        // A number cannot say that it is in percent.
        let is_percent = kind == "wrong type"
            && column.kind.is_number()
            && cells
                .shown
                .iter()
                .all(|cell| cell.found.trim_end().ends_with('%'));
        let percent = column.read().filter(|_| is_percent).map(|_| {
            let read = in_quotes(&column.value.to_string());
            format!("they end in a sign of percent: `sql: \"regexp_replace({read}, '%$', '')\"` beside the type reads 5.5 of `5.5%`; a measure `avg({name}) / 100` is what a format in percent takes")
        });
        let of_sheet = match column.kind {
            _ if kind != "wrong type" => None,
            Type::Date => serial_numbers(cells).or_else(|| months(column, cells)),
            it if it.is_number() => sign_of_currency(cells, column),
            _ => None,
        };
        // A number of another type may be a mistake all the same.
        let cures = [&minus, &percent, &of_sheet];
        let is_sound = is_shared || cures.iter().any(|cure| cure.is_some());
        let of_file = match self.files.files().len() {
            1 => {
                let name = path_of(&self.files, 0).file_name().unwrap_or_default();
                format!(" of `{}`", name.to_string_lossy())
            }
            _ => String::new(),
        };
        let source = &self.source.name;
        Diagnostic::error(
            Code::CONTRACT,
            format!("source `{source}`, column `{name}`: {what}"),
        )
        .hint(format!(
            "first rows{of_file}: {}{}",
            shown.collect::<Vec<_>>().join("; "),
            if cells.count > SHOWN { "; …" } else { "" }
        ))
        .maybe_hint(form.or(no_day).or(minus))
        .maybe_hint(fraction.flatten())
        .maybe_hint(percent.or(of_sheet))
        .maybe_hint(self.advice(column, cells, is_sound).map(str::to_owned))
        .at(Location::key(&column.pointer))
    }

    /// What to do about bad cells; advice that loses data comes last, and none is given where they are sound in another form.
    fn advice(
        &self,
        column: &ContractColumn,
        cells: &BadCells,
        is_sound: bool,
    ) -> Option<&'static str> {
        Some(match cells.problem {
            "null" => "say `nullable: true`, or `on_violation: drop` to leave such rows out",
            DUPLICATE if self.files.files().len() > 1 && column.unique => {
                "where each file is a month of its own, give its name a column (`from_file`): values are unique within a file then; else take `unique` away"
            }
            DUPLICATE => {
                "mend the data or take `unique` away; `on_violation: drop` keeps only the first of them"
            }
            "below min" => BELOW_MIN,
            "above max" => ABOVE_MAX,
            _ if cells
                .shown
                .iter()
                .all(|it| is_called_total(&it.found).is_some()) =>
            {
                "a row that is called a total stands for the others: `on_violation: drop` leaves it out; with `clear` it would be counted beside them"
            }
            _ if is_sound => return None,
            _ => {
                "mend the data; `on_violation: clear` empties such cells and `drop` leaves their rows out"
            }
        })
    }
}

/// An expression as it stands in double quotes.
fn in_quotes(sql: &str) -> String {
    sql.replace('\\', "\\\\").replace('"', "\\\"")
}

/// The expression that reads amounts behind which, or before which, each cell has the sign of a currency.
fn sign_of_currency(cells: &BadCells, column: &ContractColumn) -> Option<String> {
    let sign = |text: &str| {
        let is_sign = |it: &char| "€$£¥".contains(*it);
        let last = text.trim().chars().last().filter(is_sign);
        let first = text.trim().chars().next().filter(is_sign);
        last.map(|it| (it, true)).or(first.map(|it| (it, false)))
    };
    let (first, is_behind) = sign(&cells.shown.first()?.found)?;
    let mut shown = cells.shown.iter();
    if !shown.all(|cell| sign(&cell.found) == Some((first, is_behind))) {
        return None;
    }
    let read = column.value.to_string();
    let pattern = if first == '$' {
        "[$]".to_owned()
    } else {
        first.to_string()
    };
    let sql = if is_behind {
        format!("regexp_replace({read}, '{pattern}$', '')")
    } else {
        format!("regexp_replace({read}, '^(-?){pattern} *', '$1')")
    };
    Some(format!(
        "they have the sign `{first}`: `sql: \"{}\"` beside the type reads them",
        in_quotes(&sql)
    ))
}

/// What to do about `2025-01`, `01/2025`, `janvier 2025` and `2025` where days are expected.
fn months(column: &ContractColumn, cells: &BadCells) -> Option<String> {
    let shown = cells.shown.iter().map(|cell| cell.found.trim());
    let has_pattern = column.written.date.is_some();
    if let Some(form) = MonthForm::of(&shown) {
        let contract = form.contract(&column.value.to_string(), has_pattern);
        return Some(format!("they are months: {contract}"));
    }
    let is_year = |text: &str| {
        let year = text.parse::<u16>().ok().filter(|_| text.len() == 4);
        year.is_some_and(|year| (1500..2200).contains(&year))
    };
    let without = if has_pattern { ", and no `date`" } else { "" };
    shown
        .clone()
        .all(is_year)
        .then(|| format!("they are years: `type: integer`{without}"))
}

/// What to do about `45992`, which a spreadsheet shows as a day.
fn serial_numbers(cells: &BadCells) -> Option<String> {
    let day = |text: &str| {
        let number = text.trim().parse::<i64>().ok()?;
        // 1982 to 2064.
        let is_day = (30_000..60_000).contains(&number);
        is_day.then(|| Date::from_number(number - 25_569))?
    };
    let first = &cells.shown.first()?.found;
    let shown = day(first)?;
    cells.shown.iter().all(|cell| day(&cell.found).is_some()).then(|| {
        format!(
            "they are the serial numbers of a spreadsheet, which counts the days from 1899-12-30: `{}` is {shown}; give the cells the form of a date there, and save the file again",
            first.trim()
        )
    })
}

/// How cells of a wrong type are written, and what to do about it.
fn in_form(column: &ContractColumn, form: &TextForms, is_shared: bool) -> String {
    let days = |form: &TextForms| match &form.date {
        Some(pattern) => format!("`{}`", pattern.as_str()),
        None => "`%Y-%m-%d`".to_owned(),
    };
    match (column.kind, is_shared) {
        (Type::Date, true) if form.date.is_none() => {
            "they are written as `%Y-%m-%d`, as all others can be read: leave `date` out".to_owned()
        }
        (_, true) => {
            let place = match column.kind {
                Type::Date => "the type",
                _ => "`path` of the source",
            };
            let keys = form.keys(&column.written);
            format!("such texts are read with {keys}, beside {place}")
        }
        (Type::Date, false) => format!(
            "they are written as {}, the others as {}: two styles are mixed, and no `date` reads both; write these rows as the others, in the file or by `corrections`",
            days(form),
            days(&column.written)
        ),
        (_, false) => format!(
            "they would need {}, with which the others are not read: two styles are mixed; write these rows as the others, in the file or by `corrections`",
            form.keys(&column.written)
        ),
    }
}

/// The type that holds numbers which the type of a column does not; they are decimals with so many digits behind the point, and whole
/// where 0 is the first.
fn other_type(kind: Type, scales: &[u8]) -> Option<String> {
    let hint = match (kind, scales) {
        (Type::Integer, [0, rest @ ..]) => {
            let computed = match rest.first() {
                Some(scale) => format!(", `type: decimal({scale})` to compute with them"),
                None => ", and more than 38 digits are never computed with".to_owned(),
            };
            format!("they have more than the 64 bits of an integer (9.2e18): `type: string` for ids{computed}")
        }
        (Type::Number, [0, ..]) => {
            "a number does not keep all of their digits; `type: integer` does up to 64 bits (9.2e18), `type: decimal(1)` beyond, `type: string` those of ids".to_owned()
        }
        (Type::Number, [scale, ..]) => {
            format!("a number does not keep all of their digits: `type: decimal({scale})` does")
        }
        (Type::Decimal(_), [0, ..]) => "they have more than the 38 digits of a decimal: `type: string` for ids".to_owned(),
        (_, [scale, ..]) => {
            format!("they are numbers with a fraction: `type: decimal({scale})` for money, `type: number` for measurements")
        }
        (_, []) => return None,
    };
    Some(hint)
}

/// What is wrong with a number of cells of a column; with digits that it does not take, they are numbers.
fn broken(column: &ContractColumn, kind: &str, (cells, has_digits): (usize, bool)) -> String {
    let counted = |one, other| counted(cells as i128, one, other);
    match kind {
        "wrong type" => {
            let digits = match column.kind {
                Type::Decimal(_) if !has_digits => String::new(),
                Type::Decimal(1) => ", which has one digit behind the point at most".to_owned(),
                Type::Decimal(scale) => {
                    format!(", which has {scale} digits behind the point at most")
                }
                _ => String::new(),
            };
            format!(
                "{} not of type {}{digits}",
                counted("cell that is", "cells that are"),
                column.kind
            )
        }
        "null" => format!(
            "{}, and the contract says `nullable: false`",
            counted("empty cell", "empty cells")
        ),
        "too long" => format!(
            "{} longer than {MAX_TEXT} characters",
            counted("text that is", "texts that are")
        ),
        "below min" => format!(
            "{} below min {}",
            counted("cell", "cells"),
            column.min.unwrap_or_default()
        ),
        "above max" => format!(
            "{} above max {}",
            counted("cell", "cells"),
            column.max.unwrap_or_default()
        ),
        _ => format!(
            "{}, and the contract says `unique: true`",
            counted("repeated value", "repeated values")
        ),
    }
}
