//! The survey of a key → its type in expressions, and its cells for the engine.

use super::survey::{Cell, JsonKind, Node, Survey};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::numbers::{decimals, whole, without_exponent};
use crate::source::{Refusal, SourceColumns};
use crate::sql::{Decimal, Type};
use polars::prelude::*;
use std::borrow::Cow;
use std::path::Path;

/// The representation of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// No row has a value.
    Empty,
    Boolean,
    Integer,
    Number,
    /// Numbers of which a float would not keep all digits, with so many behind the point.
    Decimal(u8),
    Text,
    List,
    /// Single values of several kinds, as texts.
    Mixed,
}

/// The columns of a file, for `check`.
pub(super) fn described(path: &Path, survey: &Survey) -> SourceColumns {
    let mut found = SourceColumns::default();
    for node in survey.columns() {
        let kind = match shape(node) {
            Ok(shape) => {
                if shape == Shape::Mixed {
                    found.refuse(&node.name, Refusal::UnlessText, mixed(path, node));
                }
                shape.kind()
            }
            Err(what) => {
                found.refuse(&node.name, Refusal::Always, refused(path, node, &what));
                Type::Any
            }
        };
        found.columns.push((node.name.clone(), kind));
    }
    found
}

/// The cells of a column, for a number of rows.
pub(super) fn cells(path: &Path, node: &Node, rows: usize) -> Result<Column, Diagnostic> {
    let shape = shape(node).map_err(|what| refused(path, node, &what))?;
    let given = node.cells.as_deref().unwrap_or_default();
    let cell = |row: usize| given.get(row).unwrap_or(&Cell::Missing);
    let cells = (0..rows).map(cell);
    let name: PlSmallStr = node.name.as_str().into();
    let series = match shape {
        Shape::Empty => return Ok(Column::full_null(name, rows, &DataType::Null)),
        Shape::Boolean => {
            let truths = cells.map(|cell| match cell {
                Cell::Boolean(value) => Some(*value),
                _ => None,
            });
            truths.collect::<BooleanChunked>().into_series()
        }
        Shape::Integer => {
            let integers = cells.map(|cell| match cell {
                Cell::Number(text) => whole(text),
                _ => None,
            });
            integers.collect::<Int64Chunked>().into_series()
        }
        Shape::Number => {
            let numbers = cells.map(|cell| match cell {
                Cell::Number(text) => text.parse::<f64>().ok(),
                _ => None,
            });
            numbers.collect::<Float64Chunked>().into_series()
        }
        Shape::Decimal(scale) => {
            let units = cells.map(|cell| match cell {
                Cell::Number(text) => {
                    let plain = without_exponent(text)?;
                    Some(Decimal::parse(&plain, scale)?.units)
                }
                _ => None,
            });
            decimals(units.collect(), scale)
        }
        Shape::Text | Shape::Mixed => cells.map(text).collect::<StringChunked>().into_series(),
        Shape::List => {
            let mut lists = ListStringChunkedBuilder::new(name.clone(), rows, rows);
            for cell in cells {
                match cell {
                    Cell::List(items) => {
                        lists.append_trusted_len_iter(items.iter().map(|item| item.as_deref()));
                    }
                    _ => lists.append_null(),
                }
            }
            lists.finish().into_series()
        }
    };
    Ok(series.with_name(name).into_column())
}

fn text<'a>(cell: &'a Cell) -> Option<&'a str> {
    match cell {
        Cell::Text(text) => Some(text),
        Cell::Number(text) => Some(text),
        Cell::Boolean(true) => Some("true"),
        Cell::Boolean(false) => Some("false"),
        Cell::Missing | Cell::List(_) => None,
    }
}

impl Shape {
    fn kind(self) -> Type {
        match self {
            Self::Empty => Type::Any,
            Self::Boolean => Type::Boolean,
            Self::Integer => Type::Integer,
            Self::Number => Type::Number,
            Self::Decimal(scale) => Type::Decimal(scale),
            Self::Text | Self::Mixed => Type::Text,
            Self::List => Type::List,
        }
    }
}

/// The representation of a column, or why there is none.
fn shape(node: &Node) -> Result<Shape, Cow<'static, str>> {
    if let Some(row) = node.nested {
        return Err(format!("holds lists of lists (first in row {row})").into());
    }
    let kinds = JsonKind::ALL
        .into_iter()
        .filter(|kind| node.row_of(*kind).is_some());
    let kinds: Vec<JsonKind> = kinds.collect();
    Ok(match kinds.as_slice() {
        [] => Shape::Empty,
        [JsonKind::Boolean] => Shape::Boolean,
        [JsonKind::Integer] => Shape::Integer,
        [JsonKind::Integer, JsonKind::Number] | [JsonKind::Number] => {
            if let Some(scale) = node.scale
                && (node.long || node.large.is_some())
            {
                return Ok(Shape::Decimal(scale.max(1)));
            }
            if let (Some(large), Some(row)) = (node.large, node.row_of(JsonKind::Number)) {
                return Err(format!(
                    "holds an integer beyond 2^53 (row {large}) beside a number with a fraction (row {row}), which no type holds exactly"
                ).into());
            }
            Shape::Number
        }
        [JsonKind::Text] => Shape::Text,
        [JsonKind::List] => Shape::List,
        kinds
            if kinds
                .iter()
                .any(|kind| matches!(kind, JsonKind::List | JsonKind::Object)) =>
        {
            return Err(format!("holds {}", listed(node)).into());
        }
        _ => Shape::Mixed,
    })
}

/// The kinds of a column, each with its first row.
fn listed(node: &Node) -> String {
    let mut kinds: Vec<(usize, JsonKind)> = JsonKind::ALL
        .into_iter()
        .filter_map(|kind| Some((node.row_of(kind)?, kind)))
        .collect();
    kinds.sort_by_key(|(row, _)| *row);
    let kinds = kinds
        .iter()
        .map(|(row, kind)| format!("{} (first in row {row})", kind.plural()));
    kinds.collect::<Vec<_>>().join(" and ")
}

fn refused(path: &Path, node: &Node, what: &str) -> Diagnostic {
    let message = format!("`{}`, column `{}` {what}", path.display(), node.name);
    Diagnostic::error(Code::SOURCE_FORMAT, message)
}

fn mixed(path: &Path, node: &Node) -> Diagnostic {
    refused(path, node, &format!("holds {}", listed(node)))
        .hint("with `type: string` all of them are texts as they are written")
}
