//! `CAST` and `TRY_CAST`: which types there are, and which can be cast to which.

use crate::diagnostic::{Code, Diagnostic};
use crate::sql::check::{Reader, Typed, plain};
use crate::sql::tree::Cast;
use crate::sql::{Node, Type, cast};
use sqlparser::ast::{CastKind, DataType, Expr};

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
        let to = match data_type {
            DataType::Int(_) | DataType::Integer(_) | DataType::BigInt(_) => Type::Integer,
            DataType::Double(_)
            | DataType::Float(_)
            | DataType::DoublePrecision
            | DataType::Real => Type::Number,
            DataType::Varchar(None) | DataType::Text | DataType::String(_) => Type::Text,
            DataType::Boolean | DataType::Bool => Type::Boolean,
            DataType::Date => Type::Date,
            _ => {
                let problem = self.at(
                    tree,
                    Diagnostic::error(
                        Code::SQL_TYPE,
                        format!("`{data_type}` is no type of the language; there are INTEGER, DOUBLE, TEXT, BOOLEAN and DATE"),
                    )
                    .maybe_hint(
                        matches!(data_type, DataType::Decimal(_) | DataType::Numeric(_))
                            .then(|| "`round(value, 2)` keeps two decimals".to_owned()),
                    ),
                );
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
            attempt: matches!(kind, CastKind::TryCast | CastKind::SafeCast),
        };
        Typed::new(Node::Cast(Box::new(cast)), to)
    }
}
