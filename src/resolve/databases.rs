//! Sources in databases: what the spec says of one → where its rows are, with a driver that may be loaded.

use super::context::Context;
use crate::diagnostic::{self, Code, Diagnostic, nearest};
use crate::source::{Database, SqlDialect, TableRows};
use crate::spec::grammar::{self, DialectName, NameOrNames, Quote, Setting};
use crate::spec::{Driver, escape};
use std::time::Duration;

/// Parts of the names of settings whose values are secret.
const SECRET: [&str; 5] = ["password", "passwd", "secret", "token", "authorization"];

/// Seconds that a query may take where the spec does not say.
const PATIENCE: u32 = 300;

/// The settings of DuckDB that a spec may give: others let it load code or read files elsewhere.
const OF_DUCKDB: [&str; 2] = ["threads", "memory_limit"];

impl Context<'_> {
    /// The database of a source; `None` if the spec is wrong about it, or may not use its driver (reported).
    pub(super) fn database(
        &mut self,
        source: &grammar::Source,
        database: &grammar::Database,
        pointer: &str,
    ) -> Option<Database> {
        let of_files = self.has_no_keys_of_files(source, pointer);
        let driver = self.driver(&database.driver, &format!("{pointer}/driver"))?;
        let dialect = match (database.dialect, database.driver.as_str()) {
            _ if driver.is_duckdb() => SqlDialect::DuckDb,
            (Some(DialectName::Duckdb), _) => SqlDialect::DuckDb,
            (Some(DialectName::Spark), _) | (None, "spark" | "sail") => SqlDialect::Spark,
            (Some(DialectName::Standard) | None, _) => SqlDialect::Standard,
        };
        let rows = self.table_rows(database, dialect, pointer);
        let options = self.driver_options(database, driver.is_duckdb(), pointer);
        let found = Database {
            driver,
            dialect,
            options: options?,
            folders: self.root.folders().to_vec(),
            rows: rows?,
            timeout: Duration::from_secs(database.timeout.unwrap_or(PATIENCE).into()),
            pointer: pointer.to_owned(),
        };
        of_files.then_some(found)
    }

    /// The driver of a name, if it may be loaded.
    fn driver(&mut self, name: &str, pointer: &str) -> Option<Driver> {
        let drivers = &self.options.drivers;
        if let Some(driver) = drivers.get(name) {
            return Some(driver.clone());
        }
        let message = format!("the driver `{name}` may not be loaded");
        let problem = Diagnostic::error(Code::DRIVER, message)
            .at(diagnostic::Location::value(pointer))
            .maybe_hint(nearest(name, drivers.names()))
            .hint(format!("a driver is code: `--driver {name}=LIBRARY`, or in hfreport.toml `[drivers]` with `{name} = \"/path/of/the/library\"`, allows it; docs/engines.md says where drivers come from"));
        self.problems.push(problem);
        None
    }

    /// Whether no key is given that speaks of files; one that is, is reported.
    fn has_no_keys_of_files(&mut self, source: &grammar::Source, pointer: &str) -> bool {
        let given = [
            ("format", source.format.is_some()),
            ("encoding", source.encoding != grammar::Encoding::default()),
            ("delimiter", source.delimiter.is_some()),
            ("quote", source.quote == Quote::None),
            ("decimal", source.decimal.is_some()),
            ("thousands", source.thousands.is_some()),
            ("zone", source.zone.is_some()),
            ("from_file", source.from_file.is_some()),
        ];
        let of_source = pointer.trim_end_matches("/database");
        let mut is_fine = true;
        for (key, _) in given.into_iter().filter(|(_, given)| *given) {
            let message =
                format!("`{key}` says how files are written, this source is in a database");
            self.error(Code::DEFINITION, &format!("{of_source}/{key}"), message);
            is_fine = false;
        }
        for (name, column) in &source.columns {
            for (key, is_given) in [
                ("date", column.date.is_some()),
                ("zone", column.zone.is_some()),
            ] {
                if is_given {
                    let message = format!(
                        "`{key}` says how texts of files write days; convert the column in a view or in `query`"
                    );
                    let place = format!("{of_source}/columns/{}/{key}", escape(name));
                    self.error(Code::DEFINITION, &place, message);
                    is_fine = false;
                }
            }
        }
        is_fine
    }

    fn table_rows(
        &mut self,
        database: &grammar::Database,
        dialect: SqlDialect,
        pointer: &str,
    ) -> Option<TableRows> {
        let place = format!("{pointer}/query");
        match (&database.table, &database.query) {
            (Some(NameOrNames::One(table)), None) => {
                let parts = table.split('.').map(str::to_owned);
                Some(TableRows::Table(parts.collect()))
            }
            (Some(NameOrNames::Many(parts)), None) => Some(TableRows::Table(parts.clone())),
            (None, Some(query)) => {
                let query = self.with_params(&self.with_root(query), &place)?;
                let query = query.trim().trim_end_matches(';').trim_end();
                if let Err(why) = crate::sql::one_query(query, dialect == SqlDialect::Spark) {
                    let message =
                        format!("`query` is one SELECT, whose rows are those of the source: {why}");
                    self.error(Code::WRONG_VALUE, &place, message);
                    return None;
                }
                Some(TableRows::Query(query.to_owned()))
            }
            (table, _) => {
                let message = match table {
                    Some(_) => "a database has either `table` or `query`, not both",
                    None => "a database needs `table` or `query`",
                };
                self.error(Code::DEFINITION, pointer, message);
                None
            }
        }
    }

    /// A query with the root in place of `{{ root }}`, inside of a text.
    fn with_root(&self, query: &str) -> String {
        let root = self.root.folder().display().to_string().replace('\'', "''");
        let mut parts = query.split("{{");
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            match part.split_once("}}") {
                Some((name, rest)) if name.trim() == "root" => filled.extend([root.as_str(), rest]),
                _ => filled.extend(["{{", part]),
            }
        }
        filled
    }

    /// What the driver is opened with; secrets stay the names of their variables.
    fn driver_options(
        &mut self,
        database: &grammar::Database,
        is_file: bool,
        pointer: &str,
    ) -> Option<Vec<(String, Setting)>> {
        let mut options = Vec::new();
        let place = format!("{pointer}/uri");
        match &database.uri {
            Some(Setting::Text(text)) if is_file && text == ":memory:" => {}
            Some(Setting::Text(text)) if is_file => {
                let (path, _) = self.path(text, &place)?;
                if !self.world.exists(&path) {
                    let message = format!("cannot read `{text}`: it does not exist");
                    let problem = Diagnostic::error(Code::FILE, message).environment();
                    self.problems
                        .push(problem.at(diagnostic::Location::value(&place)));
                    return None;
                }
                let path = path.to_string_lossy().into_owned();
                let read_only = Setting::Text("READ_ONLY".to_owned());
                options.push(("path".to_owned(), Setting::Text(path)));
                options.push(("access_mode".to_owned(), read_only));
            }
            Some(Setting::Text(text)) => {
                let text = self.with_params(text, &place)?;
                if has_password(&text) {
                    self.secret(&place, "this address has a password in it");
                    return None;
                }
                options.push(("uri".to_owned(), Setting::Text(text)));
            }
            Some(variable @ Setting::Variable(_)) => {
                let name = if is_file { "path" } else { "uri" };
                options.push((name.to_owned(), variable.clone()));
            }
            None => {}
        }
        let mut are_fine = true;
        for (name, setting) in &database.options {
            let lower = name.to_lowercase();
            if is_file && !OF_DUCKDB.contains(&name.as_str()) {
                let place = format!("{pointer}/options/{}", escape(name));
                let message = format!(
                    "`{name}` is no setting that a spec may give DuckDB; these are: {}",
                    OF_DUCKDB.join(", ")
                );
                self.error(Code::WRONG_VALUE, &place, message);
                are_fine = false;
            }
            if matches!(setting, Setting::Text(_)) && SECRET.iter().any(|it| lower.contains(it)) {
                let place = format!("{pointer}/options/{}", escape(name));
                self.secret(&place, &format!("`{name}` stands in the spec"));
                are_fine = false;
            }
            options.push((name.clone(), setting.clone()));
        }
        are_fine.then_some(options)
    }

    /// Reports a secret at its source: the line that it stands in is not shown.
    fn secret(&mut self, pointer: &str, what: &str) {
        let pointer = pointer.split("/database").next().unwrap_or_default();
        let problem = Diagnostic::error(
            Code::WRONG_VALUE,
            format!("{what}, where everybody can read it"),
        )
        .at(diagnostic::Location::key(pointer))
        .hint("say `{env: NAME}` and set that variable of the environment");
        self.problems.push(problem);
    }
}

/// Whether an address has a password before its host: `scheme://user:password@host`.
fn has_password(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let before = rest.split(['/', '?']).next().unwrap_or_default();
    before
        .rsplit_once('@')
        .is_some_and(|(user, _)| user.contains(':'))
}
