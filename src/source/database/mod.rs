//! Sources in databases: where their rows are, their columns, and answers to queries.
//!
//! In: a driver that may be loaded and where its database is. Out: the columns of a table, and rows of values. What is
//! asked is the business of the engine.

#[cfg(feature = "adbc")]
mod arrow;
#[cfg(feature = "adbc")]
mod connection;
mod dialect;
#[cfg(feature = "adbc")]
mod patience;

#[cfg(feature = "adbc")]
pub(crate) use connection::Connection;
pub(crate) use dialect::Dialect;

use super::SourceColumns;
use crate::diagnostic::{Diagnostic, Location};
use crate::spec::Driver;
use crate::spec::grammar::Setting;
use crate::world::World;
use std::path::PathBuf;
use std::time::Duration;

/// Where the rows of a source in a database are.
#[derive(Clone, Debug)]
pub struct Database {
    /// The driver, which may be loaded.
    pub driver: Driver,
    /// How SQL is written for it.
    #[cfg_attr(not(feature = "adbc"), expect(dead_code, reason = "nothing is asked"))]
    pub(crate) dialect: Dialect,
    /// What the driver is opened with, by the driver's names.
    pub options: Vec<(String, Setting)>,
    /// Folders whose files the database may read, where it is one that reads files: those of the root.
    pub folders: Vec<PathBuf>,
    /// What its rows are.
    pub rows: TableRows,
    /// How long a query may take.
    #[cfg_attr(not(feature = "adbc"), expect(dead_code, reason = "nothing is asked"))]
    pub(crate) timeout: Duration,
    /// Pointer to `database` in the spec.
    pub pointer: String,
}

/// The rows of a source in a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableRows {
    /// Those of a table or view: its name, with the names of what it is in before it.
    Table(Vec<String>),
    /// Those of a query.
    Query(String),
}

impl Database {
    /// Where the rows are, for messages and the manifest: never what options say.
    #[must_use]
    pub(crate) fn shown(&self) -> String {
        match &self.rows {
            TableRows::Table(parts) => format!("{}: {}", self.driver.name, parts.join(".")),
            TableRows::Query(_) => format!("{}: a query", self.driver.name),
        }
    }

    /// The rows as a part of a query behind `FROM`.
    #[cfg(feature = "adbc")]
    #[must_use]
    pub(crate) fn from(&self) -> String {
        match &self.rows {
            TableRows::Table(parts) => {
                let parts = parts.iter().map(|part| self.dialect.quoted(part));
                parts.collect::<Vec<_>>().join(".")
            }
            TableRows::Query(query) => format!("(\n{query}\n) AS given"),
        }
    }

    /// The place of `database` in the spec.
    #[must_use]
    pub(crate) fn place(&self) -> Location {
        Location::key(&self.pointer)
    }

    /// The columns of the table or query.
    ///
    /// # Errors
    /// The database cannot be opened, or refuses the query.
    #[cfg(feature = "adbc")]
    pub(crate) fn columns(&self, world: &dyn World) -> Result<SourceColumns, Diagnostic> {
        let mut connection = Connection::open(world, self)?;
        Ok(arrow::offered(&connection.schema(self)?))
    }

    /// This program cannot open any.
    ///
    /// # Errors
    /// Always.
    #[cfg(not(feature = "adbc"))]
    pub(crate) fn columns(&self, _: &dyn World) -> Result<SourceColumns, Diagnostic> {
        use crate::diagnostic::Code;
        let message = "this program was built without databases";
        Err(Diagnostic::error(Code::DRIVER, message)
            .at(self.place())
            .hint("build it with `--features adbc`, or read the rows from files with `path`"))
    }
}
