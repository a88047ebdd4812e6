//! Collecting a snapshot from hubs of our own: whole, in the limits, and the same whatever goes wrong.

mod faulty;
mod hub;
mod killed;
mod limits;
mod modes;
mod named;
mod numbers;
mod october;
mod walks;

use crate::remote::{Clockwork, Server};
use hfreport::collect::{Collected, Collection, collect};
use hfreport::diagnostic::Diagnostic;
use std::path::{Path, PathBuf};

/// Collects the accounts of `accounts.csv` in a folder.
fn collection(folder: &Path, server: &Server) -> Collection {
    Collection {
        accounts: Some(folder.join("accounts.csv")),
        out: folder.join("hub.parquet").display().to_string(),
        most_models: 100_000,
        endpoint: Some(server.url()),
        ..Collection::default()
    }
}

fn collected(world: &Clockwork, wanted: &Collection) -> Result<Collected, Diagnostic> {
    collect(world, wanted, &|_| ())
}

/// The rows of a snapshot as CSV text, by the program itself.
fn rows(path: &Path) -> Vec<Vec<String>> {
    use polars::prelude::*;
    let frame = ParquetReader::new(std::fs::File::open(path).unwrap())
        .finish()
        .unwrap();
    let names = [
        "model",
        "account",
        "downloads",
        "pipeline_tag",
        "languages",
        "parameters",
    ];
    let found: Vec<&str> = frame
        .get_column_names()
        .into_iter()
        .map(PlSmallStr::as_str)
        .collect();
    assert_eq!(found, names);
    let text = |value: &AnyValue<'_>| match value {
        AnyValue::Null => String::new(),
        AnyValue::List(items) => {
            let items = items.str().unwrap().iter().flatten();
            items.collect::<Vec<_>>().join(" ")
        }
        other => other.str_value().into_owned(),
    };
    let row = |at: usize| {
        names
            .iter()
            .map(|name| text(&frame.column(name).unwrap().get(at).unwrap()))
            .collect()
    };
    (0..frame.height()).map(row).collect()
}

/// A folder with accounts.
fn folder_with(accounts: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let lines: String = accounts
        .iter()
        .map(|account| format!("{account},X,company,US\n"))
        .collect();
    std::fs::write(
        folder.path().join("accounts.csv"),
        format!("account,entity,type,country\n{lines}"),
    )
    .unwrap();
    let path = folder.path().to_owned();
    (folder, path)
}
