//! Lookups: a file or inline rows → typed attributes by key.

use super::context::Context;
use super::validity::Validity;
use crate::diagnostic::{self, Code, Diagnostic, Subject};
use crate::remote::RemoteFile;
use crate::report::{ByName, Lookup, LookupForm};
use crate::source::{Location, Place, format_of, other_delimiter_hint};
use crate::spec::grammar::{self, Scalar, SourceFormat};
use crate::spec::{NodeKind, escape, read_yaml};
use crate::sql::Type;
use indexmap::IndexMap;
use std::path::PathBuf;

impl Context<'_> {
    pub(super) fn lookups(&mut self) {
        for (name, lookup) in &self.spec.lookups {
            let pointer = format!("/lookups/{}", escape(name));
            let rows = match (&lookup.path, &lookup.rows) {
                (Some(path), None) => self.lookup_file(lookup, path, &pointer),
                (None, Some(rows)) => Some((in_line(rows), None, LookupForm::InLine)),
                _ => {
                    self.error(
                        Code::DEFINITION,
                        &pointer,
                        "a lookup has exactly one of `path` and `rows`",
                    );
                    None
                }
            };
            let Some(((columns, rows), file, form)) = rows else {
                continue;
            };
            let (path, remote) = file.unzip();
            let Some(key) = columns.iter().position(|column| *column == lookup.key) else {
                let key_pointer = format!("{pointer}/key");
                let names: Vec<&str> = columns.iter().map(String::as_str).collect();
                match other_delimiter_hint(&names).filter(|_| path.is_some()) {
                    Some(hint) => {
                        let message = format!("there is no column `{}`", lookup.key);
                        let problem = Diagnostic::error(Code::UNKNOWN_NAME, message)
                            .unknown(&lookup.key)
                            .at(diagnostic::Location::value(&key_pointer));
                        self.problems.push(problem.hint(hint));
                    }
                    None => {
                        self.unknown("column", &lookup.key, &key_pointer, names.iter().copied());
                    }
                }
                continue;
            };
            let types = self.lookup_types(lookup, &columns, &rows, name, &pointer);
            let validity = match &lookup.valid {
                Some(asked) => match self.validity(asked, &columns, &pointer) {
                    Some(validity) => Some(validity),
                    None => continue,
                },
                None => None,
            };
            let rows = self.keyed(rows, (key, validity.as_ref()), &columns, name, &pointer);
            self.report.lookups.insert(
                name.clone(),
                std::sync::Arc::new(Lookup {
                    columns,
                    key: lookup.key.clone(),
                    form,
                    types,
                    rows,
                    is_of_period: lookup
                        .path
                        .as_deref()
                        .is_some_and(|it| self.is_of_period(it)),
                    path,
                    remote: remote.flatten(),
                    pointer,
                }),
            );
        }
    }

    /// The types of the attributes; every value must have the type of its column.
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
            let kind = crate::sql::Type::from(definition.kind);
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
                let message = format!("lookup `{name}`, row {row}: `{text}` is not of type {kind}");
                let problem = Diagnostic::error(Code::CONTRACT, message);
                let problem = problem.at(diagnostic::Location::value(&pointer));
                self.problems
                    .push(problem.maybe_hint(plain_form(&text, kind)));
            }
            types[at] = kind;
        }
        types
    }

    fn keyed(
        &mut self,
        rows: Vec<Vec<Option<String>>>,
        (key, validity): (usize, Option<&Validity>),
        columns: &[String],
        name: &str,
        pointer: &str,
    ) -> ByName<Vec<Option<String>>> {
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
        let mut keyed: IndexMap<String, (usize, Vec<Option<String>>)> = IndexMap::new();
        for (at, row) in rows.into_iter().enumerate() {
            if !self.row_holds(validity, &row, columns, &place(at)) {
                continue;
            }
            let Some(value) = row[key].clone() else {
                self.error(
                    Code::DUPLICATE_LOOKUP_KEY,
                    &place(at),
                    format!("lookup `{name}`: row {} has no key", at + 1),
                );
                continue;
            };
            if let Some((first, _)) = keyed.get(&value) {
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
            keyed.insert(value, (at, row));
        }
        let rows = keyed.into_iter();
        rows.map(|(value, (_, row))| (value, row)).collect()
    }

    fn lookup_file(
        &mut self,
        lookup: &grammar::Lookup,
        path: &str,
        definition: &str,
    ) -> Option<(LookupRows, Option<LookupFile>, LookupForm)> {
        let pointer = format!("{definition}/path");
        let (place, shown) = self.place(path, &pointer)?;
        let (path, remote) = match &place {
            Place::Local(path) => (path.clone(), None),
            Place::Remote(files) => {
                let [file] = files.as_slice() else {
                    let message = format!(
                        "`{shown}` stands for {} files, and a lookup is one",
                        files.len()
                    );
                    self.error(Code::SOURCE_FORMAT, &pointer, message);
                    return None;
                };
                (file.path.clone(), Some(file.clone()))
            }
        };
        let at = || diagnostic::Location::value(&pointer);
        let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        if ending.is_some_and(|ending| ending == "yaml" || ending == "yml") {
            let node = read_yaml(self.world, self.source_map, &path).map_err(|d| d.at(at()));
            let node = self.problems.keep(node)?;
            let rows = yaml_rows(&node);
            if rows.is_none() {
                let diagnostic = Diagnostic::error(
                    Code::WRONG_VALUE,
                    "a lookup in YAML is a list of maps of single values",
                )
                .about(Subject::of(&pointer))
                .at(node.span);
                self.problems.push(diagnostic);
            }
            return Some((in_line(&rows?), Some((path, remote)), LookupForm::Yaml));
        }
        let (format, gzip) = format_of(shown.trim_end_matches("?…"));
        let Some(format @ (SourceFormat::Csv | SourceFormat::Tsv)) = format else {
            self.error(
                Code::SOURCE_FORMAT,
                &pointer,
                format!("a lookup is a CSV, TSV or YAML file, found `{shown}`"),
            );
            return None;
        };
        let location = Location {
            place,
            shown,
            format,
            gzip,
            encoding: lookup.encoding,
            dialect: self.dialect(
                format,
                lookup.delimiter.as_deref(),
                lookup.quote,
                definition,
            )?,
            from_file: String::new(),
        };
        let table = crate::source::text_table(self.world, &location).map_err(|d| d.at(at()));
        let form = LookupForm::Delimited {
            delimiter: char::from(location.dialect.delimiter),
            quotes: location.dialect.quotes,
        };
        Some((self.problems.keep(table)?, Some((path, remote)), form))
    }
}

/// How to write a value of a lookup, which has no `decimal`, `thousands` and `date`.
fn plain_form(text: &str, kind: Type) -> Option<String> {
    let plain = match kind {
        Type::Integer | Type::Number | Type::Decimal(_) => {
            let digits = text.chars().filter(|sign| !sign.is_whitespace());
            let digits: String = digits.collect();
            let digits = digits.replace(',', ".");
            has_type(&digits, kind).then_some(digits)
        }
        Type::Date => {
            let parts: Vec<&str> = text.trim().split(['/', '.']).collect();
            match *parts.as_slice() {
                [day, month, year] => Some(format!("{year}-{month:0>2}-{day:0>2}")),
                _ => None,
            }
        }
        .filter(|day| has_type(day, kind)),
        _ => None,
    }?;
    Some(format!(
        "a lookup has numbers and days in their plain form, without spaces, with a decimal point: write `{plain}` in the table"
    ))
}

/// Whether a text is a value of a type in its plain form.
fn has_type(text: &str, kind: Type) -> bool {
    match kind {
        Type::Integer => text.parse::<i64>().is_ok(),
        Type::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        Type::Decimal(scale) => crate::sql::Decimal::parse(text, scale).is_some(),
        Type::Boolean => matches!(text, "true" | "false"),
        Type::Date => crate::text::Date::parse(text).is_some(),
        Type::Text | Type::List | Type::Any => true,
    }
}

/// Where a lookup was read from, and what it was fetched as.
type LookupFile = (PathBuf, Option<RemoteFile>);

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
    let NodeKind::List(items) = &node.kind else {
        return None;
    };
    items
        .iter()
        .map(|item| {
            let NodeKind::Map(entries) = &item.kind else {
                return None;
            };
            let mut row = IndexMap::new();
            for entry in entries {
                let value = match &entry.value.kind {
                    NodeKind::Null => continue,
                    NodeKind::Boolean(value) => Scalar::Boolean(*value),
                    NodeKind::Integer(value) => Scalar::Integer(*value),
                    NodeKind::Number(value) => Scalar::Number(*value),
                    NodeKind::Text(text) => Scalar::Text(text.clone()),
                    NodeKind::List(_) | NodeKind::Map(_) => return None,
                };
                row.insert(entry.key.clone(), value);
            }
            Some(row)
        })
        .collect()
}
