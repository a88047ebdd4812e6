//! The table of a breakdown.

use super::rows::Item;
use crate::oracle::cell::{Cell, Key};

/// A breakdown.
pub(in crate::oracle) struct Frame {
    pub(super) by: Vec<String>,
    pub(super) with: Vec<String>,
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<FrameRow>,
    /// The total below them, where it is asked for.
    pub(super) total: Option<Vec<Cell>>,
    /// Number of rows that went into it.
    pub(in crate::oracle) source_rows: i128,
}

pub(super) struct FrameRow {
    pub(super) keys: Vec<Key>,
    pub(super) attributes: Vec<Key>,
    pub(super) values: Vec<Cell>,
}

impl Frame {
    /// Its rows for a second step.
    pub(super) fn items(&self) -> Vec<Item> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(row, found)| {
            let keys = self.by.iter().chain(&self.with);
            let keys = keys.zip(found.keys.iter().chain(&found.attributes).map(Key::cell));
            let values = self.columns.iter().zip(found.values.iter().cloned());
            let cells = keys.chain(values).map(|(name, cell)| (name.clone(), cell));
            let others = self.by.iter().zip(&found.keys);
            let others = others.filter(|(_, key)| **key == Key::Others);
            Item {
                row,
                cells: cells.collect(),
                others: others.map(|(name, _)| name.clone()).collect(),
            }
        })
        .collect()
    }

    /// Its total as in a result.
    pub(in crate::oracle) fn total_line(&self) -> Option<String> {
        let values = self.total.as_ref()?.iter().map(Cell::shown);
        Some(values.collect::<Vec<_>>().join(" "))
    }

    pub(in crate::oracle) fn lines(&self) -> Vec<String> {
        let keys = |keys: &[Key]| keys.iter().map(Key::shown).collect::<Vec<_>>().join(" / ");
        let rows = self.rows.iter().map(|row| {
            let values: Vec<String> = row.values.iter().map(Cell::shown).collect();
            format!(
                "{} [{}]: {}",
                keys(&row.keys),
                keys(&row.attributes),
                values.join(" ")
            )
        });
        rows.collect()
    }
}
