//! The types of a column in the files of a source. In: the type of each file. Out: whether they differ, and in words which file has which.

use super::columns::{file_name, in_file};
use super::numbers::shortest_text;
use crate::sql::Type;
use polars::prelude::*;
use std::path::{Path, PathBuf};

/// The different types of a column, each with the first file that has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypesInFiles(Vec<(Type, PathBuf)>);

impl TypesInFiles {
    pub(super) fn add(&mut self, kind: Type, path: &Path) {
        if kind != Type::Any && !self.has(kind) {
            self.0.push((kind, path.to_path_buf()));
        }
    }

    /// Whether a file has a type.
    pub(crate) fn has(&self, kind: Type) -> bool {
        self.0.iter().any(|(known, _)| *known == kind)
    }

    /// Whether there are several types.
    pub(crate) fn differ(&self) -> bool {
        self.0.len() > 1
    }

    /// Whether all are types of numbers.
    pub(crate) fn are_numbers(&self) -> bool {
        self.0.iter().all(|(kind, _)| kind.is_number())
    }

    /// Whether there are numbers.
    pub(crate) fn have_numbers(&self) -> bool {
        self.0.iter().any(|(kind, _)| kind.is_number())
    }

    /// The types, with a file of each.
    pub(crate) fn words(&self) -> String {
        let words = self.0.iter();
        let words = words.map(|(kind, path)| in_file(*kind, &file_name(path)));
        words.collect::<Vec<_>>().join(" and ")
    }
}

/// Numbers that other files have in another type, as texts which do not depend on the type: the float 1.0 and the decimal 1.00 are `1`, as
/// the integer is. Other columns are unchanged: numbers of JSON are texts as they are written.
pub(super) fn untyped(column: &Column) -> PolarsResult<Column> {
    if !column.dtype().is_float() && !column.dtype().is_decimal() {
        return Ok(column.clone());
    }
    let texts = column.cast(&DataType::String)?;
    let shortest = |text: &str| shortest_text(text).unwrap_or_else(|| text.to_owned());
    let texts = texts.str()?.iter().map(|text| text.map(shortest));
    let texts: StringChunked = texts.collect();
    Ok(texts
        .with_name(column.name().clone())
        .into_series()
        .into_column())
}
