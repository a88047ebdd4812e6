//! `CAST` and `TRY_CAST`: which types there are, and which can be cast to which.

use crate::diagnostic::{Code, Diagnostic};
use crate::sql::check::{Reader, Typed};
use crate::sql::parse::plain;
use crate::sql::tree::Cast;
use crate::sql::{MAX_SCALE, Node, Type, cast};
use sqlparser::ast::{CastKind, DataType, ExactNumberInfo, Expr};

/// Most digits of a decimal.
const MAX_DIGITS: u8 = 38;

impl Reader<'_> {
    pub(super) fn cast(
        &mut self,
        tree: &Expr,
        kind: &CastKind,
        inner: &Expr,
        data_type: &DataType,
        over_rows: bool,
    ) -> Typed {
        let found = self.infer(inner, over_rows);
        let (to, digits) = match named(data_type) {
            Ok(found) => found,
            Err(problem) => {
                let problem = self.at(tree, problem);
                self.problems.push(problem);
                return Typed::wrong();
            }
        };
        if !cast::exists(found.kind, to) {
            let hint = match (found.kind, to) {
                (Type::List, Type::Text) => {
                    "`array_to_string(list, ', ')` joins the values of a list"
                }
                (Type::List, _) => "a list is asked with array_contains(list, 'value')",
                (Type::Number | Type::Decimal(_), Type::Boolean) => "compare it: `… <> 0`",
                _ => "`CAST(… AS TEXT)` is there for every value",
            };
            let problem = Diagnostic::error(
                Code::SQL_TYPE,
                format!(
                    "`{}` is of type {}, which cannot be cast to {to}",
                    plain(inner),
                    found.kind
                ),
            );
            let problem = self.at(inner, problem.hint(hint));
            self.problems.push(problem);
            return Typed::new(found.node, to);
        }
        let cast = Cast {
            value: found.node,
            to,
            digits,
            attempt: matches!(kind, CastKind::TryCast | CastKind::SafeCast),
        };
        Typed::new(Node::Cast(Box::new(cast)), to)
    }
}

/// The type that a cast names and, of a decimal, how many digits it has in all.
fn named(data_type: &DataType) -> Result<(Type, Option<u8>), Diagnostic> {
    let kind = match data_type {
        DataType::Int(_) | DataType::Integer(_) | DataType::BigInt(_) => Type::Integer,
        DataType::Double(_) | DataType::Float(_) | DataType::DoublePrecision | DataType::Real => {
            Type::Number
        }
        DataType::Varchar(None) | DataType::Text | DataType::String(_) => Type::Text,
        DataType::Boolean | DataType::Bool => Type::Boolean,
        DataType::Date => Type::Date,
        DataType::Decimal(info) | DataType::Numeric(info) | DataType::Dec(info) => {
            return decimal(data_type, info);
        }
        _ => {
            return Err(Diagnostic::error(
                Code::SQL_TYPE,
                format!(
                    "`{data_type}` is no type of the language; there are INTEGER, DECIMAL(18, 2), DOUBLE, TEXT, BOOLEAN and DATE"
                ),
            ));
        }
    };
    Ok((kind, None))
}

/// `DECIMAL(18, 2)`: 18 digits, two of them behind the point.
fn decimal(data_type: &DataType, info: &ExactNumberInfo) -> Result<(Type, Option<u8>), Diagnostic> {
    let (digits, scale) = match *info {
        ExactNumberInfo::None => (None, None),
        ExactNumberInfo::Precision(digits) => (u8::try_from(digits).ok(), Some(0)),
        ExactNumberInfo::PrecisionAndScale(digits, scale) => {
            (u8::try_from(digits).ok(), u8::try_from(scale).ok())
        }
    };
    match (digits, scale) {
        (Some(digits @ 1..=MAX_DIGITS), Some(scale)) if scale <= MAX_SCALE.min(digits) => {
            Ok((Type::of_scale(scale), Some(digits)))
        }
        _ => Err(Diagnostic::error(
            Code::SQL_TYPE,
            format!("`{data_type}` does not say how many digits there are: at most {MAX_DIGITS} in all, and of these at most {MAX_SCALE} behind the point"),
        )
        .hint("`DECIMAL(18, 2)` has 18 digits, two of them behind the point")),
    }
}
