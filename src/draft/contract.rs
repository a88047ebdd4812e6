//! The part of the spec about the data: the source and its column contract.

use super::columns::DraftColumn;
use super::names::{in_comment, in_template, in_yaml, in_yaml_quoted};
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
            lines.push(format!("    # Numbers could also be read with {}: which one is meant is not seen in the file.", other.keys()));
        }
        let mut waived: Vec<Code> = Vec::new();
        for warning in &self.sighting.profile.warnings {
            lines.push(format!("    # {}", in_comment(&warning.message)));
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
        let mut room = READ;
        let (mut read, mut further) = (Vec::new(), Vec::new());
        for (at, column) in self.sighting.columns.items.iter().enumerate() {
            let is_used = used.contains(&Some(at));
            if column.kind.is_some() && (is_used || room > 0) {
                room = room.saturating_sub(1);
                let line = format!("      {}", self.definition(at, column));
                read.push(commented(&line, &remark(column)));
            } else if column.kind.is_some() {
                further.push(format!("      # {}", self.definition(at, column)));
            } else {
                let name = in_comment(&column.original);
                let remark = remark(column);
                further.push(format!("      # {}: {remark}", in_yaml(&name)));
            }
        }
        (read, further)
    }

    fn definition(&self, at: usize, column: &DraftColumn) -> String {
        let kind = match column.kind {
            Some(Type::List) => "\"list<string>\"".to_owned(),
            Some(kind) => kind.to_string(),
            None => String::new(),
        };
        let mut parts = vec![format!("type: {kind}")];
        if let Some(sql) = &column.sql {
            parts.push(format!("sql: {}", in_yaml_quoted(sql)));
        }
        if let Some(days) = &column.days {
            parts.push(format!("date: {}", in_yaml_quoted(days.form.as_str())));
        }
        if column.empty > 0 {
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

/// The remark about a column, on one line.
fn remark(column: &DraftColumn) -> String {
    let mut remarks = Vec::new();
    if column.kind.is_none() {
        remarks.push(in_comment(&column.reason));
    }
    if column.empty == column.rows {
        remarks.push("empty in all rows".to_owned());
    } else if column.empty > 0 {
        remarks.push(format!("empty in {} of {} rows", column.empty, column.rows));
    }
    if let Some(other) = column.days.as_ref().and_then(|days| days.other.as_ref()) {
        remarks.push(format!(
            "the days could also be read as `{}`",
            other.as_str()
        ));
    }
    if let Some(nearly) = &column.nearly {
        let others = match nearly.others {
            1 => "1 cell is".to_owned(),
            others => format!("{others} cells are"),
        };
        let kind = nearly.kind;
        remarks.push(format!(
            "{others} not of type {kind}, such as `{}`: `type: {kind}, nullable: true, on_violation: clear` empties them",
            in_comment(&nearly.example)
        ));
    }
    remarks.join("; ")
}

fn delimiter_in_yaml(delimiter: char) -> String {
    if delimiter == '\t' {
        "\"\\t\"".to_owned()
    } else {
        format!("\"{delimiter}\"")
    }
}
