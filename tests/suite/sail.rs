//! Sail, where it is installed: a server of Flight SQL on a port of this machine, ended with its handle, and the
//! driver that speaks to it.

use crate::fixture::home;
use crate::server::PATIENCE;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// Where `.ci/run` installs it.
const FOLDER: &str = "target/sail";

/// A running server.
pub(crate) struct Sail {
    child: Child,
    /// Its address.
    pub(crate) uri: String,
    /// The library of the driver.
    pub(crate) driver: PathBuf,
}

/// The folder that has the packages. Without it tests are skipped, and fail where `CI=true`.
fn packages() -> Option<&'static Path> {
    static FOUND: OnceLock<Option<PathBuf>> = OnceLock::new();
    let found = FOUND.get_or_init(|| {
        let given = std::env::var_os("HFREPORT_SAIL").map(PathBuf::from);
        let folder = given.unwrap_or_else(|| home().join(FOLDER));
        if folder.join("pysail").exists() && library(&folder).exists() {
            return Some(folder);
        }
        let ci = std::env::var("CI").is_ok_and(|value| value == "true");
        assert!(!ci, "{} has no Sail", folder.display());
        eprintln!("skipped: {} has no Sail", folder.display());
        None
    });
    found.as_deref()
}

fn library(packages: &Path) -> PathBuf {
    packages.join("adbc_driver_flightsql/libadbc_driver_flightsql.so")
}

/// The library of the driver of Flight SQL, without a server.
pub(crate) fn driver() -> Option<PathBuf> {
    packages().map(library)
}

/// The argument that allows the driver.
pub(crate) fn allowed(driver: &Path) -> String {
    format!("flightsql={}", driver.display())
}

impl Sail {
    /// A server that reads files from a folder, and waits for queries; none where Sail is not installed.
    pub(crate) fn of(folder: &Path) -> Option<Self> {
        let packages = packages()?;
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("an address").port();
        drop(free);
        let child = Command::new("python3")
            .args(["-m", "pysail", "flight", "server", "--port"])
            .arg(port.to_string())
            .arg("--directory")
            .arg(folder)
            .env("PYTHONPATH", packages)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("Sail starts");
        let mut server = Self {
            child,
            uri: format!("grpc://127.0.0.1:{port}"),
            driver: library(packages),
        };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = server.child.try_wait().expect("a process");
            assert_eq!(ended, None, "Sail has ended");
            assert!(begun.elapsed() < PATIENCE, "Sail does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        Some(server)
    }

    /// The argument that allows the driver.
    pub(crate) fn allowed(&self) -> String {
        allowed(&self.driver)
    }

    /// The `database` of a source whose rows are those of a query.
    pub(crate) fn database(&self, query: &str) -> String {
        format!(
            "database: {{driver: flightsql, uri: \"{}\", dialect: spark, query: \"{query}\"}}",
            self.uri
        )
    }
}

impl Drop for Sail {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
