//! The snapshot of the October report in memory, so that tests can write other rows.

use crate::fixture::home;
use polars::prelude::*;
use proptest::prelude::RngExt;
use proptest::test_runner::TestRng;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;

/// Models whose weight the report distinguishes.
const FIRST_MODELS: usize = 1000;

/// The rows of the snapshot that ships.
pub(crate) struct Snapshot {
    frame: DataFrame,
    model: Vec<String>,
    /// The account of each row.
    pub(crate) account: Vec<String>,
    /// The downloads of each row, which a test may change.
    pub(crate) downloads: Vec<i64>,
}

impl Snapshot {
    pub(crate) fn read() -> Self {
        let file = File::open(home().join("data/hub_2025-10-01.parquet")).expect("the snapshot");
        let frame = ParquetReader::new(file).finish().expect("Parquet");
        let texts = |name| {
            let column = frame.column(name).expect("a column").str().expect("texts");
            let texts = column.iter().map(|text| text.expect("a text").to_owned());
            texts.collect()
        };
        let downloads = frame.column("downloads").expect("a column");
        let downloads = downloads.i64().expect("integers").iter();
        Self {
            model: texts("model"),
            account: texts("account"),
            downloads: downloads.map(Option::unwrap).collect(),
            frame,
        }
    }

    /// The properties that must stay when downloads move from one model to another: account, tag,
    /// size and languages.
    fn kind(&self, row: usize) -> String {
        let cells = ["account", "pipeline_tag", "parameters", "languages"]
            .map(|name| format!("{:?}", self.frame.column(name).expect("a column").get(row)));
        cells.join("|")
    }

    /// Moves downloads between invented models of the same kind and on the same side of the first
    /// thousand. Returns how many models have different downloads now.
    pub(crate) fn move_downloads(&mut self, random: &mut TestRng) -> usize {
        let mut ordered = self.downloads.clone();
        ordered.sort_unstable_by(|a, b| b.cmp(a));
        let (least_of_first, most_of_rest) = (ordered[FIRST_MODELS - 1], ordered[FIRST_MODELS]);
        assert!(least_of_first > most_of_rest, "the sides are told apart");
        let mut kinds: BTreeMap<(String, bool), Vec<usize>> = BTreeMap::new();
        for row in 0..self.downloads.len() {
            if self.model[row].contains("synthetic") {
                let is_first = self.downloads[row] >= least_of_first;
                let kind = (self.kind(row), is_first);
                kinds.entry(kind).or_default().push(row);
            }
        }
        let before = self.downloads.clone();
        for ((_, is_first), rows) in kinds {
            for pair in rows.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                let most = if is_first {
                    self.downloads[from] - least_of_first
                } else {
                    self.downloads[from].min(most_of_rest - self.downloads[to])
                };
                let amount = random.random_range(0..=most.max(0));
                self.downloads[from] -= amount;
                self.downloads[to] += amount;
            }
        }
        let changed = before.iter().zip(&self.downloads);
        changed.filter(|(before, after)| before != after).count()
    }

    /// Writes the rows, in another order if one is given.
    pub(crate) fn write(&self, path: &Path, order: Option<Vec<IdxSize>>) {
        let mut frame = self.frame.clone();
        let downloads = Column::new("downloads".into(), &self.downloads);
        frame.with_column(downloads).expect("a column");
        if let Some(order) = order {
            let order = IdxCa::from_vec("order".into(), order);
            frame = frame.take(&order).expect("rows");
        }
        let file = File::create(path).expect("a file");
        ParquetWriter::new(file)
            .finish(&mut frame)
            .expect("Parquet");
    }

    /// The row of an account's model with the most downloads.
    pub(crate) fn greatest_of(&self, account: &str) -> usize {
        (0..self.downloads.len())
            .filter(|row| self.account[*row] == account)
            .max_by_key(|row| self.downloads[*row])
            .expect("a row of the account")
    }

    /// A cell of the lookup of accounts, by row.
    pub(crate) fn looked_up(&self, column: usize) -> Vec<String> {
        let lookup = fs::read_to_string(home().join("data/accounts.csv")).expect("accounts");
        let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
        let by_account: BTreeMap<String, String> = lookup
            .lines()
            .map(cells)
            .map(|cells| (cells[0].clone(), cells[column].clone()))
            .collect();
        let cell = |account| by_account[account].clone();
        self.account.iter().map(cell).collect()
    }

    /// The pipeline tag of each row; empty if there is none.
    pub(crate) fn tags(&self) -> Vec<String> {
        let column = self.frame.column("pipeline_tag").expect("a column");
        let tags = column.str().expect("texts").iter();
        tags.map(|tag| tag.unwrap_or_default().to_owned()).collect()
    }

    /// Clears the cells of a column, except those of some rows.
    pub(crate) fn clear(&mut self, column: &str, but: &[usize]) {
        let kept: BooleanChunked = (0..self.downloads.len())
            .map(|row| but.contains(&row))
            .collect();
        let cells = self.frame.column(column).expect("a column").clone();
        let none = Column::full_null(column.into(), cells.len(), cells.dtype());
        let cells = cells.zip_with(&kept, &none).expect("cells");
        self.frame.with_column(cells).expect("a column");
    }

    /// Whether the size of each row is known.
    pub(crate) fn sized(&self) -> Vec<bool> {
        let column = self.frame.column("parameters").expect("a column");
        column
            .is_not_null()
            .iter()
            .map(|known| known == Some(true))
            .collect()
    }
}
