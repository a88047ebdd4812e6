//! The lookup of accounts: which are collected, and lines for those that it lacks.

use super::journal::unwritable;
use super::table::Table;
use crate::diagnostic::Diagnostic;
use crate::world::World;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The column that names an account.
const KEY: &str = "account";

/// The accounts of a lookup.
#[derive(Clone, Debug)]
pub(super) struct Accounts {
    table: Table,
    names: Vec<String>,
    known: BTreeSet<String>,
}

impl Accounts {
    /// Reads the lookup.
    ///
    /// # Errors
    /// It cannot be read, or has no column `account`.
    pub(super) fn read(world: &dyn World, path: &Path) -> Result<Self, Diagnostic> {
        let table = Table::read(world, path)?;
        let key = table.column(KEY)?;
        let mut known = BTreeSet::new();
        let names = table.rows.iter().filter_map(|row| row[key].clone());
        let names = names.filter(|name| known.insert(name.clone())).collect();
        Ok(Self {
            table,
            names,
            known,
        })
    }

    /// Whether it has an account.
    pub(super) fn has(&self, account: &str) -> bool {
        self.known.contains(account)
    }

    /// The accounts, in the order of the file.
    pub(super) fn names(&self) -> impl Iterator<Item = String> + '_ {
        self.names.iter().cloned()
    }

    /// Writes a line for each account that it lacks beside the snapshot, where there are any.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn lines_for(
        &self,
        world: &dyn World,
        out: &Path,
        lacking: &[String],
    ) -> Result<Option<(PathBuf, usize)>, Diagnostic> {
        if lacking.is_empty() {
            return Ok(None);
        }
        let path = out.with_extension(format!("missing_accounts.{}", self.table.ending()));
        let columns = || self.table.columns.iter().map(String::as_str);
        let mut text = self.table.line(columns()) + "\n";
        for account in lacking {
            let cells = columns().map(|column| if column == KEY { account.as_str() } else { "" });
            text += &(self.table.line(cells) + "\n");
        }
        let written = world.replace_file(&path, text.as_bytes());
        written.map_err(|error| unwritable(&path, &error))?;
        Ok(Some((path, lacking.len())))
    }
}
