//! Which drivers of databases may be loaded: a driver is a shared library, thus code, and a spec alone loads none.
//!
//! In: `--driver NAME=LIBRARY` and the table `drivers` of `hfreport.toml`. Out: the library behind a driver's name. The
//! file may travel with a spec, so that it names no library inside of the root; the command line may.

use super::root::Root;
use crate::diagnostic::{Code, Diagnostic};
use crate::world::World;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The function that begins DuckDB.
const DUCKDB: &str = "duckdb_adbc_init";

/// The drivers that may be loaded, by the name that specs call them by.
#[derive(Clone, Debug, Default)]
pub struct Drivers(BTreeMap<String, Driver>);

/// A driver of ADBC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Driver {
    /// Its name in specs.
    pub name: String,
    /// Its shared library.
    pub library: PathBuf,
    /// The function of the library that begins it, where it is not the usual one.
    pub entry: Option<String>,
}

/// A driver as `hfreport.toml` writes it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum WrittenDriver {
    /// Its library.
    Library(PathBuf),
    /// Its library, and the function that begins it.
    WithEntry(WithEntry),
}

/// A library and the function that begins it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WithEntry {
    library: PathBuf,
    entry: Option<String>,
}

impl Drivers {
    /// Drivers that were typed: names and libraries.
    #[must_use]
    pub fn typed(typed: &[(String, PathBuf)]) -> Self {
        let drivers = typed.iter().map(|(name, library)| Driver {
            name: name.clone(),
            library: library.clone(),
            entry: None,
        });
        Self::of(drivers)
    }

    /// The drivers of `hfreport.toml`.
    ///
    /// # Errors
    /// A library is not named by its whole path, or lies inside of the root.
    pub(super) fn written(
        world: &dyn World,
        root: &Root,
        written: BTreeMap<String, WrittenDriver>,
    ) -> Result<Self, Diagnostic> {
        let mut drivers = Vec::new();
        for (name, driver) in written {
            let (library, entry) = match driver {
                WrittenDriver::Library(library) => (library, None),
                WrittenDriver::WithEntry(WithEntry { library, entry }) => (library, entry),
            };
            let refused = |why: &str| {
                let message = format!(
                    "hfreport.toml: the driver `{name}` is `{}`, {why}",
                    library.display()
                );
                Diagnostic::error(Code::DRIVER, message).hint(format!(
                    "a driver is code, and this file may come from elsewhere: type `--driver {name}={}` to load it",
                    library.display()
                ))
            };
            if !library.is_absolute() {
                return Err(refused("which is no whole path"));
            }
            let real = world.canonicalize(&library);
            if root.holds(real.as_deref().unwrap_or(&library)) {
                return Err(refused("which lies inside of the root"));
            }
            drivers.push(Driver {
                name,
                library,
                entry,
            });
        }
        Ok(Self::of(drivers))
    }

    fn of(drivers: impl IntoIterator<Item = Driver>) -> Self {
        let drivers = drivers.into_iter();
        Self(drivers.map(|it| (it.name.clone(), it)).collect())
    }

    /// These drivers, and others by names that these do not have.
    #[must_use]
    pub(crate) fn or(mut self, others: Self) -> Self {
        for (name, driver) in others.0 {
            self.0.entry(name).or_insert(driver);
        }
        self
    }

    /// The driver of a name.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<&Driver> {
        self.0.get(name)
    }

    /// Their names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.keys().map(String::as_str)
    }
}

impl Driver {
    /// The function of the library that begins it; the usual one where that is none.
    #[cfg(feature = "adbc")]
    #[must_use]
    pub(crate) fn entry(&self) -> Option<&str> {
        let known = || self.is_duckdb().then_some(DUCKDB);
        self.entry.as_deref().or_else(known)
    }

    /// Whether it is DuckDB, which reads files by itself, whatever name it has.
    #[must_use]
    pub(crate) fn is_duckdb(&self) -> bool {
        self.name == "duckdb"
            || is_library(&self.library, "duckdb")
            || self.entry.as_deref() == Some(DUCKDB)
    }
}

/// Whether a library is called by a name: `libNAME.so`, `libNAME.dylib`, `NAME.dll`.
fn is_library(path: &Path, name: &str) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.strip_prefix("lib").unwrap_or(&stem) == name
}
