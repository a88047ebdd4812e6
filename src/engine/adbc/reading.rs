//! A column of a table → SQL for its value in a type of the contract, and for the cells that have none.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::SqlDialect;
use crate::sql::Type;
use arrow_schema::DataType;

/// Digits that every float keeps.
const FLOAT_DIGITS: u8 = 15;

/// How a column is read.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    /// Its value; missing for a cell that is not of the type.
    pub(super) value: String,
    /// Which cells are not of the type; none if all are.
    pub(super) wrong: Option<String>,
}

impl Reading {
    fn of(value: String) -> Self {
        Self { value, wrong: None }
    }

    /// A value where a condition holds; a cell for which it does not is not of the type.
    fn where_it_is(cell: &str, condition: &str, value: &str) -> Self {
        Self {
            value: format!("CASE WHEN {condition} THEN {value} END"),
            wrong: Some(format!("{cell} IS NOT NULL AND NOT ({condition})")),
        }
    }
}

/// The value of a column for what is computed of it here: as it is.
pub(super) fn plain(cell: &str, kind: &DataType, dialect: SqlDialect) -> String {
    match kind {
        DataType::UInt64 => format!("CAST({cell} AS DECIMAL(38,0))"),
        DataType::Timestamp(..) => format!("CAST({cell} AS DATE)"),
        DataType::Float32 => format!("CAST({cell} AS DOUBLE)"),
        DataType::Dictionary(..) => format!("CAST({cell} AS {})", dialect.texts()),
        _ => cell.to_owned(),
    }
}

/// A column in a type of the contract.
///
/// # Errors
/// Its type does not hold values of that type as they are.
pub(super) fn reading(
    cell: &str,
    kind: &DataType,
    wanted: Type,
    dialect: SqlDialect,
) -> Result<Reading, String> {
    let whole = format!("CAST({cell} AS BIGINT)");
    let float = format!("CAST({cell} AS DOUBLE)");
    Ok(match (wanted, kind) {
        (_, DataType::Null)
        | (Type::Boolean, DataType::Boolean)
        | (Type::Date, DataType::Date32)
        | (Type::List, DataType::List(_) | DataType::LargeList(_))
        | (Type::Text, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) => {
            Reading::of(cell.to_owned())
        }
        (Type::Integer, DataType::UInt64 | DataType::Decimal128(_, 0)) => Reading::where_it_is(
            cell,
            &format!("{cell} BETWEEN -9223372036854775808 AND 9223372036854775807"),
            &whole,
        ),
        (Type::Integer, kind) if kind.is_integer() => Reading::of(whole),
        (Type::Integer, DataType::Float32 | DataType::Float64) => {
            let bound = dialect.float(9.2e18);
            let is_whole = format!("{float} = FLOOR({float}) AND ABS({float}) < {bound}");
            Reading::where_it_is(cell, &is_whole, &whole)
        }
        (Type::Number, kind) if kind.is_integer() => Reading::of(float),
        (Type::Number, DataType::Decimal128(digits, _)) if *digits <= FLOAT_DIGITS => {
            Reading::of(float)
        }
        (Type::Number, DataType::Float32 | DataType::Float64) => {
            let is_finite = format!("ABS({float}) <= {}", dialect.float(f64::MAX));
            Reading::where_it_is(cell, &is_finite, &float)
        }
        (Type::Decimal(scale), kind) if kind.is_integer() => {
            Reading::of(format!("CAST({cell} AS DECIMAL(38,{scale}))"))
        }
        (Type::Decimal(scale), DataType::Decimal128(_, given))
            if i16::from(*given) <= i16::from(scale) =>
        {
            Reading::of(format!("CAST({cell} AS DECIMAL(38,{scale}))"))
        }
        (Type::Date, DataType::Timestamp(_, None)) => Reading::of(format!("CAST({cell} AS DATE)")),
        (Type::Text, kind) if kind.is_integer() || matches!(kind, DataType::Dictionary(..)) => {
            Reading::of(format!("CAST({cell} AS {})", dialect.texts()))
        }
        _ => {
            return Err(format!(
                "is {} in the database, which is not read as {wanted}",
                in_words(kind)
            ));
        }
    })
}

/// A type of the database, for messages.
fn in_words(kind: &DataType) -> String {
    match kind {
        DataType::Boolean => "a truth value".to_owned(),
        kind if kind.is_integer() => "a whole number".to_owned(),
        DataType::Float32 | DataType::Float64 => "a float".to_owned(),
        DataType::Decimal128(digits, scale) => format!("a decimal({digits}, {scale})"),
        DataType::Date32 => "a date".to_owned(),
        DataType::Timestamp(_, None) => "a moment without a zone".to_owned(),
        DataType::Timestamp(_, Some(_)) => "a moment in a zone".to_owned(),
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "a text".to_owned(),
        DataType::List(_) | DataType::LargeList(_) => "a list".to_owned(),
        _ => "of a type of its own".to_owned(),
    }
}

/// The problem of a column whose type does not fit.
pub(super) fn unreadable(name: &str, why: &str, pointer: &str) -> Diagnostic {
    Diagnostic::error(Code::CONTRACT, format!("column `{name}` {why}"))
        .at(crate::diagnostic::Location::key(pointer))
        .hint("change the type in the contract, or convert the column in a view or in `query`")
}
