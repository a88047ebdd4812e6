//! Sources with their contract, and lookups with their rows.

use super::context::Context;
use super::corrections::CorrectedSource;
use super::no_format::no_format;
use super::written_as_a_value::written_as_a_value;
use crate::diagnostic::{self, Code, Diagnostic};
use crate::records::Dialect;
use crate::remote::is_address;
use crate::report::{ComparedText, ContractColumn, Corrections, Reads, Source};
use crate::source::{
    Database, Location, Place, Refusal, SourceColumns, TableRows, TextForms, absence, columns,
    format_of, missing_column,
};
use crate::spec::escape;
use crate::spec::grammar::{self, Encoding, SourceFormat};
use crate::sql::{Expression, Holds, NameSpace, Node, Type};
use indexmap::IndexMap;
use std::path::PathBuf;

/// The columns of a source's files.
struct FileNames {
    /// The path as messages show it.
    shown: String,
    names: NameSpace,
    found: SourceColumns,
}

impl Context<'_> {
    pub(super) fn sources(&mut self) {
        for (name, source) in &self.spec.sources {
            let pointer = format!("/sources/{}", escape(name));
            let (reads, file) = self.rows_and_columns(name, source, &pointer);
            let zone = self.zone(source.zone.as_ref(), &pointer);
            let written = TextForms {
                zone: zone.unwrap_or_default(),
                ..self.written(source, &pointer)
            };
            let mut resolved = IndexMap::new();
            let of_columns = self.report.compared.len();
            let ordered_before = self.report.ordered.len();
            let mut has_all = true;
            for (column_name, column) in &source.columns {
                let pointer = format!("{pointer}/columns/{}", escape(column_name));
                let value = self.value(column_name, column, file.as_ref(), &pointer);
                has_all &= value.is_some();
                let value = value
                    .unwrap_or_else(|| Expression::name(column_name, column.kind.into(), &pointer));
                let column = self.column(
                    (column_name, column),
                    value,
                    file.as_ref(),
                    &written,
                    &pointer,
                );
                resolved.insert(column_name.clone(), column);
            }
            if let Some(file) = &file {
                self.headers(file, has_all, &pointer);
            }
            // They are held against the files, whose columns the rest of the report does not know.
            let mut compared = self.report.compared.split_off(of_columns);
            let given = match &reads {
                Reads::Files(location) => location.file_column_names(),
                Reads::Database(_) => Vec::new(),
            };
            let is_of_file =
                |column: &ContractColumn| column.value.names.iter().any(|it| given.contains(it));
            if resolved.values().any(is_of_file) {
                for column in resolved.values_mut() {
                    column.unique_in_file = std::mem::take(&mut column.unique);
                }
            }
            let corrections = self.corrections_of(name, source, &resolved, given);
            let mut names = NameSpace {
                of: format!("source `{name}`"),
                ..NameSpace::default()
            };
            for (column_name, column) in &resolved {
                names.add_own(self.names.len(), column_name, column.kind);
            }
            names.add_originals(&resolved);
            let condition = source.filter.as_ref();
            let filter = self.condition(&names, condition, &format!("{pointer}/where"));
            // The rows that are left have not what the condition leaves out: all rows of the files are asked, for columns that are read as they are.
            let of_condition = self.report.compared.split_off(of_columns);
            self.report.ordered.truncate(ordered_before);
            let may_be_elsewhere = source.path.as_ref().is_some_and(|path| path.contains("{{"));
            if matches!(reads, Reads::Files(_)) {
                compared.extend(of_condition.into_iter().filter_map(|text| {
                    let name = resolved.get(&text.name)?.read()?.to_owned();
                    Some(ComparedText {
                        name,
                        may_be_elsewhere,
                        ..text
                    })
                }));
            }
            self.names.push(names);
            self.report.sources.push(Source {
                name: name.clone(),
                is_of_period: source
                    .path
                    .as_ref()
                    .is_some_and(|path| self.is_of_period(path)),
                reads,
                filter: filter.ok().flatten(),
                columns: resolved,
                compared,
                left_out: Vec::new(),
                corrections,
                weight: None,
            });
        }
    }

    /// The corrections of a source, if it has any.
    fn corrections_of(
        &mut self,
        name: &str,
        source: &grammar::Source,
        columns: &IndexMap<String, ContractColumn>,
        from_name: Vec<String>,
    ) -> Option<Corrections> {
        let path = source.corrections.as_ref()?;
        let pointer = format!("/sources/{}/corrections", escape(name));
        if source.database.is_some() {
            let message =
                "corrections change cells of files, and the rows of this source are in a database";
            let problem = Diagnostic::error(Code::DEFINITION, message);
            let hint = "correct them where they are, in a view or in `query`: only groups leave a database, no cells";
            let problem = problem.at(diagnostic::Location::key(&pointer)).hint(hint);
            self.problems.push(problem);
            return None;
        }
        let source = CorrectedSource {
            name,
            pointer,
            columns,
            from_name,
        };
        self.corrections(path, &source)
    }

    /// Where the rows of a source are, and the columns that they have there. For a source that cannot be found
    /// the contract is still known, so its uses are checked.
    fn rows_and_columns(
        &mut self,
        name: &str,
        source: &grammar::Source,
        pointer: &str,
    ) -> (Reads, Option<FileNames>) {
        let typed = self.tree.source_paths.get(name).cloned();
        match (&source.path, &source.database, typed) {
            (Some(_), Some(_), _) => {
                let message =
                    "rows are in files (`path`) or in a database (`database`), not in both";
                self.error(Code::DEFINITION, &format!("{pointer}/database"), message);
                (nowhere(String::new()), None)
            }
            (None, Some(database), None) => {
                let found = self.database(source, database, &format!("{pointer}/database"));
                let columns = found.as_ref().and_then(|it| self.database_columns(it));
                let reads = found.map_or_else(|| nowhere(String::new()), Reads::Database);
                (reads, columns)
            }
            (None, None, None) => {
                let message =
                    format!("source `{name}` has no rows: `path` names files, `database` a table");
                let problem = Diagnostic::error(Code::DEFINITION, message);
                self.problems
                    .push(problem.at(diagnostic::Location::key(pointer)));
                (nowhere(String::new()), None)
            }
            (path, _, typed) => {
                let location = self.location(name, typed, source, pointer);
                let file = location.as_ref();
                let file = file.and_then(|location| self.file_columns(location, pointer));
                let shown = || nowhere(path.clone().unwrap_or_default());
                (location.map_or_else(shown, Reads::Files), file)
            }
        }
    }

    /// The columns of a table of a database; `None` if they cannot be read (reported as an error).
    fn database_columns(&mut self, database: &Database) -> Option<FileNames> {
        let found = database.columns(self.world);
        let found = self.problems.keep(found)?;
        let of = match &database.rows {
            TableRows::Table(parts) => format!("the table `{}`", parts.join(".")),
            TableRows::Query(_) => "the query".to_owned(),
        };
        Some(self.named(database.shown(), of, found))
    }

    fn named(&self, shown: String, of: String, found: SourceColumns) -> FileNames {
        let mut names = NameSpace {
            of,
            holds: Holds::OfFiles,
            ..NameSpace::default()
        };
        for (name, kind) in &found.columns {
            names.add_own(self.names.len(), name, *kind);
        }
        names.mixed.extend(found.mixed.clone());
        FileNames {
            shown,
            names,
            found,
        }
    }

    fn location(
        &mut self,
        name: &str,
        typed: Option<String>,
        source: &grammar::Source,
        pointer: &str,
    ) -> Option<Location> {
        let path_pointer = format!("{pointer}/path");
        let text = source.path.as_deref().unwrap_or_default();
        let (place, shown) = match typed {
            Some(typed) if is_address(&typed) => self.fetched(&typed, &path_pointer)?,
            Some(typed) => (Place::Local(PathBuf::from(&typed)), typed),
            None => self.place(text, &path_pointer)?,
        };
        let (from_ending, gzip) = format_of(shown.trim_end_matches("?…"));
        let Some(format) = source.format.or(from_ending) else {
            let problem = crate::source::workbook(&shown);
            let problem = problem.unwrap_or_else(|| no_format(self.world, &place, &shown));
            let at = diagnostic::Location::value(&path_pointer);
            self.problems.push(problem.at(at));
            return None;
        };
        if gzip && format == SourceFormat::Parquet {
            self.error(
                Code::SOURCE_FORMAT,
                &path_pointer,
                "Parquet is compressed inside, `.parquet.gz` is not read",
            );
            return None;
        }
        let dialect = self.dialect(format, source.delimiter.as_deref(), source.quote, pointer)?;
        if format == SourceFormat::Parquet && source.encoding != Encoding::Utf8 {
            let place = format!("{pointer}/encoding");
            self.error(
                Code::DEFINITION,
                &place,
                "Parquet has an encoding of its own",
            );
            return None;
        }
        let location = Location {
            place,
            shown,
            format,
            gzip,
            encoding: source.encoding,
            dialect,
            from_file: source.from_file.clone().unwrap_or_default(),
        };
        let is_there = self.periods_have_their_files(name, text, &location, &path_pointer);
        is_there.then_some(location)
    }

    /// The file's own columns; `None` if they cannot be read (reported as an error).
    fn file_columns(&mut self, location: &Location, pointer: &str) -> Option<FileNames> {
        let at = || diagnostic::Location::value(format!("{pointer}/path"));
        let found = columns(self.world, location).map_err(|d| d.at(at()));
        let found = self.problems.keep(found)?;
        let of = format!("the file `{}`", location.shown);
        // One problem for all columns.
        let lacking = found.below_title.clone().map(|it| Box::new(it.at(at())));
        let mut file = self.named(location.shown.clone(), of, found);
        file.names.lacking = lacking;
        Some(file)
    }

    /// Warns of odd headers; where lines stand above the header, it is these that a lacking column is told of.
    fn headers(&mut self, file: &FileNames, has_all: bool, pointer: &str) {
        if !has_all && file.names.lacking.is_some() {
            return;
        }
        for warning in file.found.warnings() {
            let at = diagnostic::Location::value(format!("{pointer}/path"));
            self.problems.push(warning.at(at));
        }
    }

    /// What a column reads; `None` if the files have no such thing (reported). A wrong column keeps its name and type, so that
    /// its uses are not reported as well.
    fn value(
        &mut self,
        name: &str,
        column: &grammar::Column,
        file: Option<&FileNames>,
        pointer: &str,
    ) -> Option<Expression> {
        match (&column.sql, file) {
            (Some(sql), Some(file)) => self.row(&file.names, sql, &format!("{pointer}/sql")),
            (None, Some(file)) if !file.names.names.contains_key(name) => {
                self.missing_column(name, file, pointer);
                None
            }
            _ => Some(Expression::name(name, column.kind.into(), pointer)),
        }
    }

    fn column(
        &mut self,
        (name, column): (&str, &grammar::Column),
        value: Expression,
        file: Option<&FileNames>,
        written: &TextForms,
        pointer: &str,
    ) -> ContractColumn {
        let kind = crate::sql::Type::from(column.kind);
        if let Some(file) = file {
            self.readable(file, &value, column, kind, pointer);
            if let Some(problem) = written_as_a_value(&file.names, &value) {
                self.problems.push(problem);
            }
        }
        if (column.min.is_some() || column.max.is_some()) && !kind.is_numeric() {
            self.error(
                Code::DEFINITION,
                pointer,
                format!(
                    "`min` and `max` bound integers and numbers, this column is of type {kind}"
                ),
            );
        }
        ContractColumn {
            kind,
            written: self.written_in(column, &value, written, pointer),
            nullable: column.nullable,
            unique: column.unique,
            unique_in_file: false,
            min: column.min.as_ref().map(|amount| amount.value),
            max: column.max.as_ref().map(|amount| amount.value),
            on_violation: column.on_violation,
            title: self.column_title(column.title.as_ref(), (name, &value), pointer),
            link: self.link(column.link.as_ref(), pointer),
            value,
            pointer: pointer.to_owned(),
        }
    }

    /// Compares the names that a column reads with those in the files: reports a column that cannot
    /// be read, or that some files lack.
    fn readable(
        &mut self,
        file: &FileNames,
        value: &Expression,
        column: &grammar::Column,
        kind: Type,
        pointer: &str,
    ) {
        let is_plain_text = column.sql.is_none() && kind == Type::Text;
        let is_computed = !matches!(value.node, Node::Name(_));
        for name in &value.names {
            let is_read = |when: &Refusal| match when {
                Refusal::Always => false,
                Refusal::UnlessText => is_plain_text || column.sql.is_some(),
                Refusal::Computed => !is_computed,
            };
            if let Some((when, why)) = file.found.refused.get(name)
                && !is_read(when)
            {
                self.problems
                    .push(why.clone().at(diagnostic::Location::key(pointer)));
            }
            let Some(lacking) = file.found.absent.get(name) else {
                continue;
            };
            let warning = absence(name, lacking);
            let problem = if column.nullable {
                warning
            } else {
                Diagnostic::error(Code::MISSING_COLUMN, warning.message)
                    .hint("with `nullable: true` it is empty there")
            };
            self.problems
                .push(problem.at(diagnostic::Location::key(pointer)));
        }
    }

    fn missing_column(&mut self, name: &str, file: &FileNames, pointer: &str) {
        if let Some(problem) = &file.names.lacking {
            self.problems.push((**problem).clone());
            return;
        }
        let names: Vec<&str> = file.names.names.keys().map(String::as_str).collect();
        if let Some(meant) = crate::diagnostic::nearest_name(name, names.iter().copied()) {
            self.misspelt.insert(meant.to_owned());
        }
        let problem =
            missing_column(&file.shown, name, &names).at(diagnostic::Location::key(pointer));
        self.problems.push(problem);
    }
}

/// A placeholder location for a source that is in no file; it is never read.
fn nowhere(shown: String) -> Reads {
    Reads::Files(Location {
        place: Place::Local(PathBuf::new()),
        shown,
        format: SourceFormat::Csv,
        gzip: false,
        encoding: Encoding::default(),
        dialect: Dialect::CSV,
        from_file: String::new(),
    })
}
