//! An open database: loads its driver, asks, and takes answers as values.
//!
//! What came from the environment is never part of a message, whatever a driver says.

use super::patience::{FAREWELL, within};
use super::{Database, TableRows, arrow};
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::grammar::Setting;
use crate::sql::Value;
use crate::world::World;
use adbc_core::error::{Error, Status};
use adbc_core::options::{AdbcVersion, OptionDatabase, OptionValue};
use adbc_core::{Connection as _, Database as _, Driver as _, Statement as _};
use adbc_driver_manager::{ManagedConnection, ManagedDriver};
use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::Schema;

/// Most rows of an answer: groups of a report are some thousands, a hub's models two millions.
const MOST_ROWS: usize = 20_000_000;

/// An open database.
pub(crate) struct Connection {
    /// There until it is let go of.
    inner: Option<ManagedConnection>,
    /// Values that no message may show.
    secrets: Vec<String>,
    database: Database,
    /// Whether all queries see the same rows.
    pub(crate) has_snapshot: bool,
}

/// The answer to a query.
pub(crate) struct Answer {
    /// Number of rows.
    pub(crate) rows: usize,
    /// Values, column by column.
    pub(crate) columns: Vec<Vec<Value>>,
}

impl Connection {
    /// Loads the driver and opens the database, for reading alone where it can be told so.
    ///
    /// # Errors
    /// The driver cannot be loaded, a variable is not set, the database is not there.
    pub(crate) fn open(world: &dyn World, database: &Database) -> Result<Self, Diagnostic> {
        let mut secrets = Vec::new();
        let mut options = Vec::new();
        for (name, setting) in &database.options {
            let value = match setting {
                Setting::Text(text) => text.clone(),
                Setting::Variable(variable) => {
                    let value = world.variable(&variable.env).ok_or_else(|| {
                        let message = format!("the environment has no variable `{}`", variable.env);
                        let hint = format!("set it to the `{name}` of the database");
                        Diagnostic::error(Code::DATABASE, message)
                            .at(database.place())
                            .hint(hint)
                            .environment()
                    })?;
                    secrets.push(value.clone());
                    value
                }
            };
            let key = OptionDatabase::from(name.as_str());
            options.push((key, OptionValue::String(value)));
        }
        let failed = |error: &Error| {
            let what = format!(
                "the database of `{}` cannot be opened",
                database.driver.name
            );
            reported(&secrets, &what, error).at(database.place())
        };
        let library = &database.driver.library;
        let entry = database.driver.entry().map(str::as_bytes);
        let driver = ManagedDriver::load_dynamic_from_filename(library, entry, AdbcVersion::V110);
        let mut driver = driver.map_err(|error| {
            let what = format!(
                "the driver `{}` cannot be loaded from `{}`",
                database.driver.name,
                library.display()
            );
            let hint = "docs/engines.md says where drivers come from; a program that is linked statically (musl) can load none";
            reported(&secrets, &what, &error)
                .at(database.place())
                .hint(hint)
                .environment()
        })?;
        let opened = within(database.timeout, move |_| {
            let opened = driver.new_database_with_opts(options);
            opened.and_then(|opened| opened.new_connection())
        });
        let inner = opened.ok_or_else(|| late(database))?;
        let mut connection = Self {
            inner: Some(inner.map_err(|error| failed(&error).environment())?),
            secrets,
            database: database.clone(),
            has_snapshot: false,
        };
        if database.driver.is_duckdb() {
            connection.confine()?;
        }
        Ok(connection)
    }

    /// DuckDB reads and writes files and asks the network for what it lacks: it gets the folders of the root and
    /// nothing else, and no query can take that back. Then all queries see one state of its tables.
    fn confine(&mut self) -> Result<(), Diagnostic> {
        let dialect = self.database.dialect;
        let folders = self.database.folders.iter();
        let allowed = folders.map(|folder| dialect.text(&format!("{}/", folder.display())));
        let allowed: Vec<String> = allowed.collect();
        for setting in [
            format!("SET allowed_directories = [{}]", allowed.join(", ")),
            "SET enable_external_access = false".to_owned(),
            "SET lock_configuration = true".to_owned(),
            "BEGIN TRANSACTION".to_owned(),
        ] {
            self.ask(&setting)?;
        }
        self.has_snapshot = true;
        Ok(())
    }

    /// The columns of the table or query.
    ///
    /// # Errors
    /// The database refuses the query.
    pub(crate) fn schema(&mut self, database: &Database) -> Result<Schema, Diagnostic> {
        let sql = format!("SELECT * FROM {} WHERE 1 = 0", database.from());
        let (schema, _) = self.batches(&sql)?;
        // Where a name is written wrongly for it, a database may take it for a text, the same in every row.
        let nobody = database.dialect.quoted("no column has this name");
        let sql = format!("SELECT {nobody} AS x FROM {} WHERE 1 = 0", database.from());
        if self.batches(&sql).is_ok() {
            let message = format!(
                "{}: the database takes {nobody} for a text",
                database.shown()
            );
            return Err(Diagnostic::error(Code::DATABASE, message)
                .at(database.place())
                .hint("say how SQL is written for it with `dialect`: duckdb, spark or standard"));
        }
        Ok(schema)
    }

    /// The answer to a query.
    ///
    /// # Errors
    /// The database refuses it, goes away, or answers in a type that was not asked for.
    pub(crate) fn ask(&mut self, sql: &str) -> Result<Answer, Diagnostic> {
        let (schema, batches) = self.batches(sql)?;
        let mut answer = Answer {
            rows: 0,
            columns: vec![Vec::new(); schema.fields().len()],
        };
        for batch in batches {
            answer.rows += batch.num_rows();
            for (column, (array, field)) in answer
                .columns
                .iter_mut()
                .zip(batch.columns().iter().zip(schema.fields()))
            {
                let values = arrow::values(array).ok_or_else(|| {
                    let message = format!(
                        "{}: an answer of the database is of a type that was not asked for ({})",
                        self.database.shown(),
                        field.data_type()
                    );
                    Diagnostic::error(Code::DATABASE, message).at(self.database.place())
                })?;
                column.extend(values);
            }
        }
        Ok(answer)
    }

    fn batches(&mut self, sql: &str) -> Result<(Schema, Vec<RecordBatch>), Diagnostic> {
        let connection = self.inner.clone();
        let mut connection = connection.ok_or_else(|| late(&self.database))?;
        let sql = sql.to_owned();
        let asked = within(self.database.timeout, move |cancels| {
            let mut statement = connection.new_statement()?;
            let _ = cancels.send(statement.get_cancel_handle());
            statement.set_sql_query(sql)?;
            let answer = statement.execute()?;
            let schema = answer.schema().as_ref().clone();
            let mut batches = Vec::new();
            let mut rows = 0;
            for batch in answer {
                let batch = batch?;
                rows += batch.num_rows();
                if rows > MOST_ROWS {
                    let message = format!("more than {MOST_ROWS} groups would leave the database");
                    return Err(Error::with_message_and_status(message, Status::Cancelled));
                }
                batches.push(batch);
            }
            Ok((schema, batches))
        });
        let asked = asked.ok_or_else(|| late(&self.database))?;
        asked.map_err(|error| {
            let is_gone = matches!(error.status, Status::IO | Status::Timeout);
            let what = if is_gone {
                "the database cannot be reached any more"
            } else {
                "the database refuses a query"
            };
            let what = format!("{}: {what}", self.database.shown());
            let place = match self.database.rows {
                TableRows::Table(_) => "table",
                TableRows::Query(_) => "query",
            };
            let problem = reported(&self.secrets, &what, &error).at(
                crate::diagnostic::Location::value(format!("{}/{place}", self.database.pointer)),
            );
            if is_gone {
                problem.environment()
            } else {
                problem
            }
        })
    }
}

impl Drop for Connection {
    /// A driver may say goodbye to a server that does not answer.
    fn drop(&mut self) {
        let inner = self.inner.take();
        let _ = within(FAREWELL, move |_| drop(inner));
    }
}

/// A database that nobody waits for any longer.
fn late(database: &Database) -> Diagnostic {
    let message = format!(
        "{}: the database has not answered within {} s",
        database.shown(),
        database.timeout.as_secs()
    );
    Diagnostic::error(Code::DATABASE, message)
        .at(database.place())
        .hint("`timeout` of `database` says how many seconds a query may take")
        .environment()
}

/// An error of a driver, in one line, without what came from the environment.
fn reported(secrets: &[String], what: &str, error: &Error) -> Diagnostic {
    let lines = error.message.lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).take(3).collect();
    let mut said = lines.join(" ");
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        said = said.replace(secret, "***");
    }
    let said: String = said.chars().take(400).collect();
    Diagnostic::error(Code::DATABASE, format!("{what}: {said}"))
}
