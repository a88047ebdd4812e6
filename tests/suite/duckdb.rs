//! The driver of DuckDB, where it is installed, and files of DuckDB for tests.

use crate::fixture::home;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Where `.ci/run` installs it.
const LIBRARY: &str = "target/duckdb/node_modules/@duckdb/node-bindings-linux-x64/libduckdb.so";

/// The library of the driver. Without it tests are skipped, and fail where `CI=true`.
pub(crate) fn driver() -> Option<&'static Path> {
    static FOUND: OnceLock<Option<PathBuf>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let given = std::env::var_os("HFREPORT_DUCKDB").map(PathBuf::from);
        let library = given.unwrap_or_else(|| home().join(LIBRARY));
        if library.exists() {
            return Some(library);
        }
        let ci = std::env::var("CI").is_ok_and(|value| value == "true");
        assert!(!ci, "{} is missing", library.display());
        eprintln!("skipped: {} is missing", library.display());
        None
    });
    found.as_deref()
}

/// The argument that allows the driver.
pub(crate) fn allowed(driver: &Path) -> String {
    format!("duckdb={}", driver.display())
}

/// Makes a file of DuckDB by statements.
#[cfg(feature = "adbc")]
pub(crate) fn make(driver: &Path, file: &Path, statements: &[&str]) {
    use adbc_core::options::{AdbcVersion, OptionDatabase, OptionValue};
    use adbc_core::{Connection, Database, Driver, Statement};
    use adbc_driver_manager::ManagedDriver;
    let entry = Some("duckdb_adbc_init".as_bytes());
    let mut driver = ManagedDriver::load_dynamic_from_filename(driver, entry, AdbcVersion::V110)
        .expect("the driver");
    let path = OptionValue::String(file.display().to_string());
    let database = driver
        .new_database_with_opts([(OptionDatabase::Other("path".to_owned()), path)])
        .expect("a database");
    let mut connection = database.new_connection().expect("a connection");
    for sql in statements {
        let mut statement = connection.new_statement().expect("a statement");
        statement.set_sql_query(sql).expect("a text");
        let answer = statement.execute().expect("an answer");
        answer.for_each(|batch| drop(batch.expect("a batch")));
    }
}
