//! Sources with their contract, and lookups with their rows.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::report::{ContractColumn, Lookup, Source};
use crate::source::{Location, columns, format_of};
use crate::spec::grammar::{self, ColumnType, Scalar, SourceFormat};
use crate::spec::{Kind, escape, read_yaml};
use crate::sql::{Name, NameSpace, Type};
use indexmap::IndexMap;
use std::path::PathBuf;

impl Context<'_> {
    pub(super) fn sources(&mut self) {
        for (name, source) in &self.spec.sources {
            let pointer = format!("/sources/{}", escape(name));
            let Some(location) = self.location(name, source, &pointer) else {
                continue;
            };
            let file = self.file_columns(&location, &pointer);
            let mut resolved = IndexMap::new();
            for (column_name, column) in &source.columns {
                let pointer = format!("{pointer}/columns/{}", escape(column_name));
                let column = self.column(column_name, column, file.as_ref(), &pointer);
                resolved.insert(column_name.clone(), column);
            }
            let mut names = NameSpace {
                of: format!("source `{name}`"),
                ..NameSpace::default()
            };
            for (column_name, column) in &resolved {
                names
                    .names
                    .insert(column_name.clone(), Name::Column(column.kind));
            }
            self.names.push(names);
            self.report.sources.push(Source {
                name: name.clone(),
                location,
                columns: resolved,
            });
        }
    }

    fn location(
        &mut self,
        name: &str,
        source: &grammar::Source,
        pointer: &str,
    ) -> Option<Location> {
        let path_pointer = format!("{pointer}/path");
        let (path, shown) = match self.tree.source_paths.get(name) {
            Some(typed) => (PathBuf::from(typed), typed.clone()),
            None => self.path(&source.path, &path_pointer)?,
        };
        let (from_ending, gzip) = format_of(&shown);
        let Some(format) = source.format.or(from_ending) else {
            self.error(
                Code::SOURCE_FORMAT,
                &path_pointer,
                format!("the ending of `{shown}` does not say the format; endings are .csv, .tsv, .json, .ndjson, .jsonl, .parquet, and .gz behind those of text"),
            );
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
        let delimiter = match source.delimiter.as_deref() {
            None if format == SourceFormat::Tsv => b'\t',
            None => b',',
            Some(text) => {
                let [byte] = text.as_bytes() else {
                    self.error(
                        Code::WRONG_VALUE,
                        &format!("{pointer}/delimiter"),
                        format!("the delimiter is one ASCII character, found `{text}`"),
                    );
                    return None;
                };
                *byte
            }
        };
        Some(Location {
            path,
            shown,
            format,
            gzip,
            delimiter,
            from_file: source.from_file.clone().unwrap_or_default(),
        })
    }

    /// The file's own columns; `None` when the file cannot be asked (told as an error).
    fn file_columns(&mut self, location: &Location, pointer: &str) -> Option<NameSpace> {
        let found = columns(self.world, location)
            .map_err(|d| d.at(self.places.value(&format!("{pointer}/path"))));
        let found = self.problems.keep(found)?;
        let mut names = NameSpace {
            of: format!("the file `{}`", location.shown),
            ..NameSpace::default()
        };
        for (name, kind) in found {
            names.names.insert(name, Name::Column(kind));
        }
        Some(names)
    }

    fn column(
        &mut self,
        name: &str,
        column: &grammar::Column,
        file: Option<&NameSpace>,
        pointer: &str,
    ) -> ContractColumn {
        let kind = column_type(column.kind);
        let (sql, reads) = match (&column.sql, file) {
            // A column that is wrong keeps its name and type, so that what uses it is not told too.
            (Some(sql), Some(file)) => match self.row(file, sql, &format!("{pointer}/sql")) {
                Some(expression) => (
                    expression.sql(),
                    expression.names.iter().cloned().collect::<Vec<_>>(),
                ),
                None => (String::new(), Vec::new()),
            },
            (None, Some(file)) if !file.names.contains_key(name) => {
                self.missing_column(name, file, pointer);
                (String::new(), Vec::new())
            }
            (sql, None) => (sql.clone().unwrap_or_default(), Vec::new()),
            (None, Some(_)) => (
                format!("\"{}\"", name.replace('"', "\"\"")),
                vec![name.to_owned()],
            ),
        };
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
            sql,
            reads,
            nullable: column.nullable,
            unique: column.unique,
            min: column.min.as_ref().map(|amount| amount.value),
            max: column.max.as_ref().map(|amount| amount.value),
            on_violation: column.on_violation,
            title: self.title(column.title.as_ref(), name, pointer),
            pointer: pointer.to_owned(),
        }
    }

    fn missing_column(&mut self, name: &str, file: &NameSpace, pointer: &str) {
        let names: Vec<&str> = file.names.keys().map(String::as_str).collect();
        if let Some(meant) = crate::diagnostic::nearest_name(name, names.iter().copied()) {
            self.misspelt.insert(meant.to_owned());
        }
        let mut diagnostic = Diagnostic::error(
            Code::MISSING_COLUMN,
            format!(
                "{} has no column `{name}`, it has {}",
                file.of,
                crate::diagnostic::allowed(names.iter().copied())
            ),
        )
        .at(self.places.key(pointer));
        diagnostic = match names.as_slice() {
            [only] if only.contains([';', '\t', '|', ',']) => diagnostic.hint(
                "the header is a single column: say the delimiter, for instance `delimiter: \";\"`",
            ),
            _ => diagnostic
                .maybe_hint(crate::diagnostic::nearest(name, names))
                .hint("map a column of another name with `sql: \"its_name\"`"),
        };
        self.problems.push(diagnostic);
    }

    pub(super) fn lookups(&mut self) {
        for (name, lookup) in &self.spec.lookups {
            let pointer = format!("/lookups/{}", escape(name));
            let rows = match (&lookup.path, &lookup.rows) {
                (Some(path), None) => self.lookup_file(path, &pointer),
                (None, Some(rows)) => Some((in_line(rows), None)),
                _ => {
                    self.error(
                        Code::DEFINITION,
                        &pointer,
                        "a lookup has exactly one of `path` and `rows`",
                    );
                    None
                }
            };
            let Some(((columns, rows), path)) = rows else {
                continue;
            };
            let Some(key) = columns.iter().position(|column| *column == lookup.key) else {
                let key_pointer = format!("{pointer}/key");
                self.unknown(
                    "column",
                    &lookup.key,
                    &key_pointer,
                    columns.iter().map(String::as_str),
                );
                continue;
            };
            let types = self.lookup_types(lookup, &columns, &rows, name, &pointer);
            let rows = self.keyed(rows, key, name, &pointer);
            self.report.lookups.insert(
                name.clone(),
                Lookup {
                    columns,
                    types,
                    rows,
                    path,
                    pointer,
                },
            );
        }
    }

    /// The types of the attributes; every value must have that of its column.
    fn lookup_types(
        &mut self,
        lookup: &grammar::Lookup,
        columns: &[String],
        rows: &[Vec<Option<String>>],
        name: &str,
        pointer: &str,
    ) -> Vec<Type> {
        let mut types = vec![Type::Text; columns.len()];
        for (column, definition) in &lookup.columns {
            let pointer = format!("{pointer}/columns/{}", escape(column));
            let Some(at) = columns.iter().position(|known| known == column) else {
                self.unknown(
                    "column",
                    column,
                    &pointer,
                    columns.iter().map(String::as_str),
                );
                continue;
            };
            let kind = column_type(definition.kind);
            if kind == Type::List {
                self.error(
                    Code::DEFINITION,
                    &pointer,
                    "an attribute is a single value, not a list",
                );
                continue;
            }
            let wrong = rows.iter().enumerate().find_map(|(row, cells)| {
                let text = cells[at].as_deref()?;
                (!has_type(text, kind)).then(|| (row + 1, text.to_owned()))
            });
            if let Some((row, text)) = wrong {
                self.error(
                    Code::CONTRACT,
                    &pointer,
                    format!("lookup `{name}`, row {row}: `{text}` is not of type {kind}"),
                );
            }
            types[at] = kind;
        }
        types
    }

    fn keyed(
        &mut self,
        rows: Vec<Vec<Option<String>>>,
        key: usize,
        name: &str,
        pointer: &str,
    ) -> IndexMap<String, Vec<Option<String>>> {
        let in_line = self
            .spec
            .lookups
            .get(name)
            .is_some_and(|l| l.rows.is_some());
        let place = |at: usize| {
            if in_line {
                format!("{pointer}/rows/{at}")
            } else {
                format!("{pointer}/path")
            }
        };
        let mut keyed = IndexMap::new();
        for (at, row) in rows.into_iter().enumerate() {
            let Some(value) = row[key].clone() else {
                self.error(
                    Code::DUPLICATE_LOOKUP_KEY,
                    &place(at),
                    format!("lookup `{name}`: row {} has no key", at + 1),
                );
                continue;
            };
            if let Some(first) = keyed.get_index_of(&value) {
                self.error(
                    Code::DUPLICATE_LOOKUP_KEY,
                    &place(at),
                    format!(
                        "lookup `{name}`: the key `{value}` stands in row {} and again in row {}",
                        first + 1,
                        at + 1
                    ),
                );
                continue;
            }
            keyed.insert(value, row);
        }
        keyed
    }

    fn lookup_file(&mut self, path: &str, pointer: &str) -> Option<(LookupRows, Option<PathBuf>)> {
        let pointer = format!("{pointer}/path");
        let (path, shown) = self.path(path, &pointer)?;
        let place = self.places.value(&pointer);
        let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        if ending.is_some_and(|ending| ending == "yaml" || ending == "yml") {
            let node = read_yaml(self.world, self.source_map, &path).map_err(|d| d.at(place));
            let node = self.problems.keep(node)?;
            let rows = yaml_rows(&node);
            if rows.is_none() {
                let diagnostic = Diagnostic::error(
                    Code::WRONG_VALUE,
                    "a lookup in YAML is a list of maps of single values",
                )
                .at(node.span);
                self.problems.push(diagnostic);
            }
            return Some((in_line(&rows?), Some(path)));
        }
        let (format, gzip) = format_of(&shown);
        let Some(format @ (SourceFormat::Csv | SourceFormat::Tsv)) = format else {
            self.error(
                Code::SOURCE_FORMAT,
                &pointer,
                format!("a lookup is a CSV, TSV or YAML file, found `{shown}`"),
            );
            return None;
        };
        let location = Location {
            path: path.clone(),
            shown,
            format,
            gzip,
            delimiter: if format == SourceFormat::Tsv {
                b'\t'
            } else {
                b','
            },
            from_file: String::new(),
        };
        let table = crate::source::text_table(self.world, &location).map_err(|d| d.at(place));
        Some((self.problems.keep(table)?, Some(path)))
    }
}

fn column_type(kind: ColumnType) -> Type {
    match kind {
        ColumnType::String => Type::Text,
        ColumnType::Integer => Type::Integer,
        ColumnType::Number => Type::Number,
        ColumnType::Boolean => Type::Boolean,
        ColumnType::Date => Type::Date,
        ColumnType::ListString => Type::List,
    }
}

/// Whether a text is the plain form of a value of a type.
fn has_type(text: &str, kind: Type) -> bool {
    match kind {
        Type::Integer => text.parse::<i64>().is_ok(),
        Type::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        Type::Boolean => matches!(text, "true" | "false"),
        Type::Date => crate::text::Date::parse(text).is_some(),
        Type::Text | Type::List | Type::Any => true,
    }
}

type LookupRows = (Vec<String>, Vec<Vec<Option<String>>>);

fn in_line(rows: &[IndexMap<String, Scalar>]) -> LookupRows {
    let mut columns: Vec<String> = Vec::new();
    for name in rows.iter().flat_map(IndexMap::keys) {
        if !columns.contains(name) {
            columns.push(name.clone());
        }
    }
    let rows = rows
        .iter()
        .map(|row| {
            columns
                .iter()
                .map(|column| row.get(column).map(plain))
                .collect()
        })
        .collect();
    (columns, rows)
}

fn plain(value: &Scalar) -> String {
    match value {
        Scalar::Integer(value) => value.to_string(),
        Scalar::Number(value) => value.to_string(),
        Scalar::Boolean(value) => value.to_string(),
        Scalar::Text(text) => text.clone(),
    }
}

fn yaml_rows(node: &crate::spec::Node) -> Option<Vec<IndexMap<String, Scalar>>> {
    let Kind::List(items) = &node.kind else {
        return None;
    };
    items
        .iter()
        .map(|item| {
            let Kind::Map(entries) = &item.kind else {
                return None;
            };
            let mut row = IndexMap::new();
            for entry in entries {
                let value = match &entry.value.kind {
                    Kind::Null => continue,
                    Kind::Boolean(value) => Scalar::Boolean(*value),
                    Kind::Integer(value) => Scalar::Integer(*value),
                    Kind::Number(value) => Scalar::Number(*value),
                    Kind::Text(text) => Scalar::Text(text.clone()),
                    Kind::List(_) | Kind::Map(_) => return None,
                };
                row.insert(entry.key.clone(), value);
            }
            Some(row)
        })
        .collect()
}
