//! The lookup of accounts: which are collected, and lines for those that it lacks.

use super::journal::unwritable;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Location, Place, format_of, text_table};
use crate::spec::grammar::{Encoding, SourceFormat};
use crate::world::World;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The column that names an account.
const KEY: &str = "account";

/// The accounts of a lookup.
#[derive(Clone, Debug)]
pub(super) struct Accounts {
    columns: Vec<String>,
    names: Vec<String>,
    known: BTreeSet<String>,
}

impl Accounts {
    /// Reads the lookup.
    ///
    /// # Errors
    /// It cannot be read, or has no column `account`.
    pub(super) fn read(world: &dyn World, path: &Path) -> Result<Self, Diagnostic> {
        let shown = path.display().to_string();
        let (Some(format @ (SourceFormat::Csv | SourceFormat::Tsv)), false) = format_of(&shown)
        else {
            let message = format!("`{shown}` is no CSV or TSV file");
            return Err(Diagnostic::error(Code::SOURCE_FORMAT, message));
        };
        let location = Location {
            place: Place::Local(path.to_owned()),
            shown: shown.clone(),
            format,
            gzip: false,
            encoding: Encoding::default(),
            dialect: format.dialect(),
            from_file: String::new(),
        };
        let (columns, rows) = text_table(world, &location)?;
        let key = columns
            .iter()
            .position(|column| column == KEY)
            .ok_or_else(|| {
                let message = format!("`{shown}` has no column `{KEY}`");
                Diagnostic::error(Code::MISSING_COLUMN, message)
            })?;
        let mut known = BTreeSet::new();
        let names = rows.into_iter().filter_map(|mut row| row[key].take());
        let names = names.filter(|name| known.insert(name.clone())).collect();
        Ok(Self {
            columns,
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
        let path = out.with_extension("missing_accounts.csv");
        let mut text = self.columns.join(",") + "\n";
        for account in lacking {
            let cells = self
                .columns
                .iter()
                .map(|column| if column == KEY { account.as_str() } else { "" });
            text += &(cells.collect::<Vec<_>>().join(",") + "\n");
        }
        let written = world.replace_file(&path, text.as_bytes());
        written.map_err(|error| unwritable(&path, &error))?;
        Ok(Some((path, lacking.len())))
    }
}
