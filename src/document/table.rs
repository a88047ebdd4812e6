//! Tables: formatted ones for people, exact ones for files.

use super::{Looks, Rows};
use crate::sql::Decimal;
use crate::text::Affix;
use std::sync::Arc;

/// A table formatted for people.
#[derive(Clone, Debug)]
pub struct Table {
    /// Name of the breakdown or chart that it comes from.
    pub id: String,
    /// Title, plain text.
    pub title: String,
    /// Column heads.
    pub columns: Vec<TableColumn>,
    /// Number of leading columns in which equal neighbours are printed once: the outer dimensions.
    pub groups: usize,
    /// Formatted cells, one per column.
    pub rows: Vec<Vec<String>>,
    /// What cells show besides their text.
    pub looks: Looks,
    /// The cells of the total below the rows, of which it is none.
    pub total: Option<Vec<String>>,
    /// Remark under a table from which rows were omitted ("12 autres lignes dans tables/….csv"); empty if there is none.
    pub remark: String,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// Head.
    pub title: String,
    /// Whether its cells are numbers, aligned to the right.
    pub numeric: bool,
    /// The texts of its cells in an order that they do not say themselves, as months have it; empty if they do.
    pub order: Vec<String>,
}

/// A table of values for CSV and the workbook.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// File name without extension, unique; also the sheet's name (shortened to 31 characters if
    /// necessary).
    pub id: String,
    /// The columns.
    pub columns: Vec<SheetColumn>,
    /// One cell per column.
    pub rows: Rows<Vec<SheetCell>>,
    /// The total, for a workbook. Programs read CSV files, and would count it as a row.
    pub total: Option<Vec<SheetCell>>,
}

/// A column of a table of values.
#[derive(Clone, Debug)]
pub struct SheetColumn {
    /// Machine name (`entity`, `downloads`, `downloads_share`), which CSV has.
    pub name: String,
    /// What people call it, which a workbook has.
    pub title: String,
    /// The symbol of the currency of its amounts, which a workbook shows.
    pub currency: Affix,
    /// Whether its numbers are fractions of a whole, which a workbook shows in percent.
    pub is_share: bool,
    /// Digits behind the point of its decimals.
    pub scale: Option<u8>,
}

impl SheetColumn {
    /// A column of anything other than shares.
    #[must_use]
    pub(crate) fn plain(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            title: name.to_owned(),
            currency: Affix::default(),
            is_share: false,
            scale: None,
        }
    }
}

/// A value in CSV and the workbook.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetCell {
    /// No value.
    Empty,
    /// The key of rows without a value or of others: no value in CSV, this word in a workbook.
    Unnamed(Arc<str>),
    /// Text, as in the data.
    Text(String),
    /// An exact integer.
    Integer(i128),
    /// A number with a fixed count of digits behind the point.
    Decimal(Decimal),
    /// A share or other fraction.
    Number(f64),
    /// A truth value.
    Boolean(bool),
}
