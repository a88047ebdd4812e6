//! The survey of a key → its type in expressions, and its cells for the engine.

use super::survey::{Cell, JsonKind, Node, Survey};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::numbers::{decimals, written};
use crate::source::table::FileColumn;
use crate::source::{Refusal, SourceColumns};
use crate::sql::Type;
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
    /// Numbers for which floats stand.
    Number,
    /// Numbers of which a float would not keep all digits, with so many behind the point.
    Decimal(u8),
    /// Numbers that no type of expressions holds exactly.
    Large,
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
                match shape {
                    Shape::Mixed => {
                        found.refuse(&node.name, Refusal::UnlessText, mixed(path, node));
                    }
                    Shape::Large => found.refuse(&node.name, Refusal::Computed, large(path, node)),
                    _ => {}
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

/// The cells of a column, for a number of rows. Numbers are given as they are written, unless all are plain integers.
pub(super) fn cells(path: &Path, node: &Node, rows: usize) -> Result<FileColumn, Diagnostic> {
    let shape = shape(node).map_err(|what| refused(path, node, &what))?;
    let given = node.cells.as_deref().unwrap_or_default();
    let cell = |row: usize| given.get(row).unwrap_or(&Cell::Missing);
    let cells = (0..rows).map(cell);
    let name: PlSmallStr = node.name.as_str().into();
    let series = match shape {
        Shape::Empty => return Ok(Column::full_null(name, rows, &DataType::Null).into()),
        Shape::Boolean => {
            let truths = cells.map(|cell| match cell {
                Cell::Boolean(value) => Some(*value),
                _ => None,
            });
            truths.collect::<BooleanChunked>().into_series()
        }
        Shape::Integer if node.plain => {
            let integers = cells.map(|cell| match cell {
                Cell::Number(text) => text.parse().ok(),
                _ => None,
            });
            integers.collect::<Int64Chunked>().into_series()
        }
        Shape::Integer | Shape::Number | Shape::Decimal(_) | Shape::Large => {
            let column = written(cells.map(text)).with_name(name).into_column();
            return Ok(FileColumn {
                column,
                computed: Some(shape.computed()),
            });
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
    Ok(series.with_name(name).into_column().into())
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
            Self::Number | Self::Large => Type::Number,
            Self::Decimal(scale) => Type::Decimal(scale),
            Self::Text | Self::Mixed => Type::Text,
            Self::List => Type::List,
        }
    }

    /// The type in which expressions read numbers as they are written.
    fn computed(self) -> DataType {
        match self {
            Self::Integer => DataType::Int64,
            Self::Decimal(scale) => decimals(Int128Chunked::default(), scale).dtype().clone(),
            _ => DataType::Float64,
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
            if node.large.is_some() {
                Shape::Large
            } else {
                Shape::Number
            }
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

fn large(path: &Path, node: &Node) -> Diagnostic {
    /// Characters that a message shows of a number.
    const SHOWN: usize = 60;
    let (row, text) = node.large.unwrap_or_default();
    let shown: String = text.chars().take(SHOWN).collect();
    let more = if text.len() > SHOWN { "…" } else { "" };
    let what = format!(
        "holds `{shown}{more}` (row {row}), and no type of expressions holds all of its numbers exactly"
    );
    refused(path, node, &what).hint("without `sql`, `type: string` reads them as they are written; beyond 38 digits nothing computes with them")
}

fn mixed(path: &Path, node: &Node) -> Diagnostic {
    refused(path, node, &format!("holds {}", listed(node)))
        .hint("with `type: string` all of them are texts as they are written")
}
