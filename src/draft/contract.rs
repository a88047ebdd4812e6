//! The part of the spec about the data: the source and its column contract.

use super::columns::DraftColumn;
use super::names::{in_comment, in_template, in_yaml, in_yaml_quoted, on_one_line};
use super::outside;
use super::words::{capitalized, dimension_nouns};
use super::write::Writer;
use crate::diagnostic::Code;
use crate::source::{TextForms, encoding_name};
use crate::spec::grammar::Encoding;
use crate::sql::Type;

/// Maximum number of columns read by the contract; further ones are commented out.
const READ: usize = 40;

impl Writer<'_> {
    pub(super) fn source(&mut self) {
        self.line("");
        self.line("sources:");
        self.line(&format!("  {}:", self.source));
        self.line(&format!("    path: {}", in_yaml(&self.place.path)));
        let data = &self.sighting.data;
        let mut lines = Vec::new();
        if let Some(format) = data.odd_format() {
            lines.push(format!("    format: {format}"));
        }
        if let Some(delimiter) = data.odd_delimiter() {
            lines.push(format!("    delimiter: {}", delimiter_in_yaml(delimiter)));
        }
        if !data.location.dialect.quotes {
            lines.push("    quote: none".to_owned());
        }
        if data.location.encoding != Encoding::Utf8 {
            lines.push(format!(
                "    encoding: {}",
                encoding_name(data.location.encoding)
            ));
        }
        let numbers = &self.sighting.profile.numbers;
        if numbers.form.decimal != TextForms::default().decimal {
            lines.push(format!("    decimal: \"{}\"", numbers.form.decimal));
        }
        if let Some(sign) = numbers.form.thousands {
            lines.push(format!("    thousands: \"{sign}\""));
        }
        if let Some(other) = &numbers.other {
            lines.push(format!("    # Numbers could also be read with {}: which one is meant is not seen in the file.", other.keys(&TextForms::default())));
        }
        for note in outside::notes(self.sighting) {
            lines.push(format!("    # {}", capitalized(&note)));
        }
        if !self.left_out.condition.is_empty() {
            let condition = in_yaml_quoted(&self.left_out.condition);
            lines.push(format!("    where: {condition}"));
        }
        let mut waived: Vec<Code> = Vec::new();
        for warning in &self.sighting.profile.warnings {
            lines.push(format!("    # {}", on_one_line(&warning.message)));
            if !waived.contains(&warning.code) {
                waived.push(warning.code);
            }
        }
        if !waived.is_empty() {
            let codes: Vec<&str> = waived.iter().map(|code| code.as_str()).collect();
            lines.push(format!("    allow: [{}]", codes.join(", ")));
        }
        if !data.location.from_file.is_empty() {
            let pattern = in_yaml(&data.location.from_file);
            lines.push(format!("    from_file: {pattern}"));
        }
        lines.push("    # The contract that every file must meet. A cell that breaks it ends the run with its row,".to_owned());
        lines.push("    # or `on_violation: clear` empties it and `on_violation: drop` leaves the row out.".to_owned());
        lines.push("    columns:".to_owned());
        for line in lines {
            self.line(&line);
        }
        let (read, further) = self.contract();
        for line in read {
            self.line(&line);
        }
        if !further.is_empty() {
            self.line("      # Further columns of the file, which are not read:");
            for line in further {
                self.line(&line);
            }
        }
    }

    /// The lines for columns that are read, and for those that are not.
    fn contract(&self) -> (Vec<String>, Vec<String>) {
        let choice = self.choice;
        let by = choice.by.as_ref().map(|by| by.column);
        let owner = self.sighting.columns.owner;
        let used = [choice.id, choice.measure, by, owner];
        let is_last = !self.sighting.data.periods.is_empty();
        let mut room = READ;
        let (mut read, mut further) = (Vec::new(), Vec::new());
        for (at, column) in self.sighting.columns.items.iter().enumerate() {
            let is_used = used.contains(&Some(at));
            if column.kind.is_some() && (is_used || room > 0) {
                room = room.saturating_sub(1);
                let line = format!("      {}", self.definition(at, column));
                read.push(commented(&line, &remark(column, is_last)));
            } else if column.kind.is_some() {
                further.push(format!("      # {}", self.definition(at, column)));
            } else {
                let name = in_comment(&column.original);
                let remark = remark(column, is_last);
                further.push(format!("      # {}: {remark}", in_yaml(&name)));
            }
        }
        if let Some((name, sql)) = &self.left_out.teller {
            let sql = in_yaml_quoted(sql);
            read.push(format!(
                "      {name}: {{type: boolean, sql: {sql}, nullable: true}}"
            ));
        }
        (read, further)
    }

    fn definition(&self, at: usize, column: &DraftColumn) -> String {
        let is_measure = self.choice.measure == Some(at);
        let kind = if is_measure {
            column.exact()
        } else {
            column.kind
        };
        let kind = match kind {
            Some(Type::List) => "\"list<string>\"".to_owned(),
            Some(kind) => kind.to_string(),
            None => String::new(),
        };
        let mut parts = vec![format!("type: {kind}")];
        if let Some(sql) = self.left_out.without_totals(column) {
            parts.push(format!("sql: {}", in_yaml_quoted(&sql)));
        }
        if let Some(days) = &column.days {
            parts.push(format!("date: {}", in_yaml_quoted(days.form.as_str())));
        }
        if column.empty + column.empty_elsewhere > 0 {
            parts.push("nullable: true".to_owned());
        }
        if self.choice.id == Some(at) {
            parts.push("unique: true".to_owned());
        }
        let is_amount = column.kind.is_some_and(Type::is_number);
        if is_amount && column.negative == 0 && column.distinct > 0 {
            parts.push("min: 0".to_owned());
        }
        let shown = self.choice.by.as_ref().is_some_and(|by| by.column == at);
        match dimension_nouns(&column.original).filter(|_| shown) {
            Some((fr, en)) => {
                let title = self.per_locale(&capitalized(fr), &capitalized(en));
                parts.push(format!("title: {title}"));
            }
            None if column.original != column.name => {
                parts.push(format!(
                    "title: {}",
                    in_yaml(&in_template(&column.original))
                ));
            }
            None => {}
        }
        format!("{}: {{{}}}", in_yaml(&column.name), parts.join(", "))
    }
}

/// A line followed by its remark.
fn commented(line: &str, remark: &str) -> String {
    if remark.is_empty() {
        line.to_owned()
    } else {
        format!("{line}  # {remark}")
    }
}

/// The remark about a column, on one line; `is_last` says whether its rows are those of the last of several periods.
fn remark(column: &DraftColumn, is_last: bool) -> String {
    let mut remarks = Vec::new();
    if column.kind.is_none() {
        remarks.push(on_one_line(&column.reason));
    }
    if is_last && column.empty > 0 {
        remarks.push("empty in some rows".to_owned());
    } else if column.empty == column.rows {
        remarks.push("empty in all rows".to_owned());
    } else if column.empty > 0 {
        remarks.push(format!("empty in {} of {} rows", column.empty, column.rows));
    } else if column.empty_elsewhere > 0 {
        remarks.push("empty in rows that `where` leaves out".to_owned());
    }
    remarks.extend(of_notation(column));
    if let Some(days) = &column.days {
        if let Some(other) = &days.other {
            remarks.push(format!(
                "the days could also be read as `{}`",
                other.as_str()
            ));
        }
        if days.form.has_short_years() {
            remarks.push("years of two digits are those from 1969 to 2068".to_owned());
        }
    }
    remarks.extend(column.why_apart());
    if column.is_merged {
        remarks.push("names of merged cells, which may belong to the rows below too".to_owned());
    }
    if let Some(why) = column.why_mixed() {
        remarks.push(why);
    } else if let Some(versions) = column.why_versions() {
        remarks.push(versions);
    } else if let Some(odd) = column.why_odd() {
        remarks.push(odd);
    } else if let Some(broken) = &column.broken {
        remarks.push(format!(
            "{} not {}, such as `{}`: mend the file, and the column can be read as that",
            cells(broken.others),
            broken.form.words(),
            in_comment(&broken.example)
        ));
    } else if let Some(nearly) = &column.nearly {
        let kind = nearly.kind;
        let date = nearly.pattern.as_ref();
        let date = date.map_or_else(String::new, |it| format!(", date: \"{}\"", it.as_str()));
        let others = format!(
            "{} not of type {kind}, such as `{}`",
            cells(nearly.others),
            in_comment(&nearly.example)
        );
        remarks.push(if column.kind.is_some_and(Type::is_number) {
            format!("{others}, and all are read")
        } else {
            format!(
                "{others}: `type: {kind}{date}, nullable: true, on_violation: clear` empties them"
            )
        });
    }
    remarks.join("; ")
}

/// What is taken away from the texts of a column.
fn of_notation(column: &DraftColumn) -> Option<String> {
    let notation = &column.notation;
    let missing = notation.missing.iter().filter(|text| !text.is_empty());
    let missing = missing.map(|text| format!("`{}`", in_comment(text)));
    let missing: Vec<String> = missing.collect();
    let nothing = match missing.as_slice() {
        [] => None,
        [one] => Some(format!("{one} stands for no value")),
        several => Some(format!("{} stand for no value", several.join(", "))),
    };
    let form = if notation.is_month() {
        Some("months, by their first days".to_owned())
    } else if notation.is_percent() {
        Some("in percent".to_owned())
    } else {
        let currency = notation.currency();
        currency.map(|code| format!("in {code}, without its sign"))
    };
    let is_name = column.kind == Some(Type::Text) && !notation.spaces.is_empty();
    let spaces =
        is_name.then(|| "blanks at the ends and what else is not seen are taken away".to_owned());
    let minus: Vec<String> = notation.minus.iter().map(|it| it.words()).collect();
    let minus = (!minus.is_empty()).then(|| minus.join("; "));
    let said = [spaces, form, minus, nothing].into_iter().flatten();
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn cells(others: usize) -> String {
    match others {
        1 => "1 cell is".to_owned(),
        others => format!("{others} cells are"),
    }
}

fn delimiter_in_yaml(delimiter: char) -> String {
    if delimiter == '\t' {
        "\"\\t\"".to_owned()
    } else {
        format!("\"{delimiter}\"")
    }
}
