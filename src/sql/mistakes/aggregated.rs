//! Columns of rows where a value over all rows is needed: the expression with each of them in an aggregate. A ratio is that of
//! two sums, and never that of the largest values.

use crate::sql::aggregates::aggregate_names;
use crate::sql::{Name, NameSpace, Type};
use sqlparser::ast::{
    BinaryOperator, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, UnaryOperator,
    Value,
};

/// What to write where the value of many rows is not known.
const ANY: &str = "put each column into an aggregate, for instance `sum(…)` or `avg(…)`, or into FILTER (WHERE …)";

/// What to write for an expression over many rows that reads columns outside of aggregates.
pub(in crate::sql) fn in_aggregates(tree: &Expr, names: &NameSpace) -> String {
    let tree = without_parentheses(tree);
    if let Expr::Identifier(ident) = tree
        && let Some(Name::Column(kind)) = names.names.get(&ident.value)
    {
        return of_column(&ident.to_string(), *kind);
    }
    if is_condition(tree) {
        return if has_aggregate(tree) {
            ANY.to_owned()
        } else {
            format!("rows are counted with `count(*) FILTER (WHERE {tree})`")
        };
    }
    match Part::of(tree, names) {
        Some(part) => format!(
            "write `{}`, in which amounts are added up first",
            part.over_rows()
        ),
        None => ANY.to_owned(),
    }
}

/// The usual aggregates of a column by its type.
fn of_column(name: &str, kind: Type) -> String {
    match kind {
        Type::Integer | Type::Number | Type::Decimal(_) => {
            format!(
                "write `sum({name})`, which adds up the rows, or `avg({name})`, which is their mean"
            )
        }
        Type::Boolean => format!("rows are counted with `count(*) FILTER (WHERE {name})`"),
        Type::Date => {
            format!("write `max({name})` for the last day, or `min({name})` for the first")
        }
        Type::Text => format!(
            "write `count(DISTINCT {name})` to count its values, or `by: {name}` in a breakdown to group by them"
        ),
        Type::List | Type::Any => ANY.to_owned(),
    }
}

fn without_parentheses(tree: &Expr) -> &Expr {
    match tree {
        Expr::Nested(inner) => without_parentheses(inner),
        other => other,
    }
}

/// Whether an expression of columns gives a truth value.
fn is_condition(tree: &Expr) -> bool {
    use BinaryOperator as B;
    match tree {
        Expr::BinaryOp { op, .. } => matches!(
            op,
            B::Eq | B::NotEq | B::Lt | B::LtEq | B::Gt | B::GtEq | B::And | B::Or
        ),
        Expr::IsNull(_)
        | Expr::IsNotNull(_)
        | Expr::InList { .. }
        | Expr::Between { .. }
        | Expr::Like { .. }
        | Expr::ILike { .. } => true,
        _ => false,
    }
}

/// Whether an aggregate stands in an expression.
pub(super) fn has_aggregate(tree: &Expr) -> bool {
    let text = tree.to_string().to_lowercase();
    aggregate_names().any(|name| text.contains(&format!("{name}(")))
}

/// A part of an arithmetic expression.
struct Part {
    text: String,
    of: Of,
}

/// What a part is made of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// Numbers that are written down.
    Numbers,
    /// Columns of one row, which may be added up after it is computed.
    Row,
    /// Aggregates.
    Rows,
    /// A quotient of aggregates, which is multiplied by no other column.
    Ratio,
}

impl Part {
    /// None where it cannot be known what is to be added up.
    fn of(tree: &Expr, names: &NameSpace) -> Option<Self> {
        let part = |of, tree: &Expr| {
            Some(Self {
                text: tree.to_string(),
                of,
            })
        };
        match tree {
            Expr::Identifier(ident) => match names.names.get(&ident.value) {
                Some(Name::Column(kind)) if kind.is_number() => part(Of::Row, tree),
                _ => None,
            },
            Expr::Value(value) if matches!(value.value, Value::Number(..)) => {
                part(Of::Numbers, tree)
            }
            Expr::CompoundIdentifier(parts) => {
                let is_param = parts.first().is_some_and(|scope| scope.value == "params");
                is_param.then(|| part(Of::Numbers, tree))?
            }
            Expr::Nested(inner) => {
                let inner = Self::of(inner, names)?;
                Some(Self {
                    text: format!("({})", inner.text),
                    ..inner
                })
            }
            Expr::UnaryOp {
                op: UnaryOperator::Minus,
                expr,
            } => {
                let inner = Self::of(expr, names)?;
                Some(Self {
                    text: format!("-{}", inner.text),
                    ..inner
                })
            }
            Expr::Function(call) => part(Self::of_call(call, names)?, tree),
            Expr::BinaryOp { left, op, right } => {
                Self::of(left, names)?.joined(op, Self::of(right, names)?)
            }
            _ => None,
        }
    }

    fn of_call(call: &Function, names: &NameSpace) -> Option<Of> {
        let name = call.name.to_string().to_lowercase();
        if aggregate_names().any(|known| known == name) {
            return Some(Of::Rows);
        }
        let FunctionArguments::List(list) = &call.args else {
            return None;
        };
        for argument in &list.args {
            let FunctionArg::Unnamed(FunctionArgExpr::Expr(argument)) = argument else {
                return None;
            };
            let of = Self::of(argument, names)?.of;
            if !matches!(of, Of::Row | Of::Numbers) {
                return None;
            }
        }
        Some(Of::Row)
    }

    /// Two parts with an operator between them.
    fn joined(self, op: &BinaryOperator, other: Self) -> Option<Self> {
        use BinaryOperator as B;
        // `1 + column` may be meant of each row, and of all.
        let is_unclear = matches!(
            (self.of, other.of),
            (Of::Row, Of::Numbers) | (Of::Numbers, Of::Row)
        );
        if is_unclear && matches!(op, B::Plus | B::Minus) {
            return None;
        }
        let of = match (op, self.of, other.of) {
            (B::Plus | B::Minus | B::Multiply | B::Divide, Of::Numbers, Of::Numbers) => Of::Numbers,
            (B::Plus | B::Minus | B::Multiply, Of::Row, Of::Row)
            | (B::Multiply | B::Divide, Of::Row, Of::Numbers)
            | (B::Multiply, Of::Numbers, Of::Row) => Of::Row,
            (B::Plus | B::Minus, Of::Ratio, _)
            | (B::Plus | B::Minus, _, Of::Ratio)
            | (B::Divide, Of::Row | Of::Rows, Of::Row | Of::Rows)
            | (B::Divide, Of::Numbers, Of::Rows) => Of::Ratio,
            (B::Plus | B::Minus, _, _) => Of::Rows,
            (B::Multiply | B::Divide, of @ (Of::Rows | Of::Ratio), Of::Numbers)
            | (B::Multiply, Of::Numbers, of @ (Of::Rows | Of::Ratio)) => of,
            _ => return None,
        };
        let (left, right) = match of {
            Of::Rows | Of::Ratio => (self.over_rows(), other.over_rows()),
            Of::Numbers | Of::Row => (self.text, other.text),
        };
        Some(Self {
            text: format!("{left} {op} {right}"),
            of,
        })
    }

    /// The part as it stands in an expression over many rows.
    fn over_rows(self) -> String {
        if self.of != Of::Row {
            return self.text;
        }
        let text = self.text.strip_prefix('(');
        let inner = text.and_then(|text| text.strip_suffix(')'));
        // The parentheses of one part, and not `(a) + (b)`.
        let inner = inner.filter(|inner| !inner.contains(['(', ')']));
        format!("sum({})", inner.unwrap_or(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::in_aggregates;
    use crate::sql::parse::parse;
    use crate::sql::{Name, NameSpace, Type};

    fn said(text: &str) -> String {
        let mut names = NameSpace::default();
        for (name, kind) in [
            ("killed", Type::Integer),
            ("price", Type::Decimal(2)),
            ("tickets", Type::Integer),
            ("day", Type::Date),
            ("road", Type::Text),
        ] {
            names.names.insert(name.to_owned(), Name::Column(kind));
        }
        let tree = parse(text).expect("an expression");
        in_aggregates(&tree, &names)
    }

    #[test]
    fn a_ratio_of_columns_is_that_of_their_sums() {
        for (text, written) in [
            ("killed/tickets", "sum(killed) / sum(tickets)"),
            ("100 * killed / tickets", "sum(100 * killed) / sum(tickets)"),
            ("killed / tickets * 100", "sum(killed) / sum(tickets) * 100"),
            ("price * tickets", "sum(price * tickets)"),
            (
                "(price * tickets) / tickets",
                "sum(price * tickets) / sum(tickets)",
            ),
            ("killed / count(*)", "sum(killed) / count(*)"),
            ("1 - killed / tickets", "1 - sum(killed) / sum(tickets)"),
            ("killed + tickets", "sum(killed + tickets)"),
            (
                "coalesce(killed, 0) / 1000",
                "sum(coalesce(killed, 0) / 1000)",
            ),
        ] {
            let found = said(text);
            assert!(
                found.starts_with(&format!("write `{written}`")),
                "{text}: {found}"
            );
        }
    }

    #[test]
    fn what_is_added_up_is_not_said_where_it_cannot_be_known() {
        for text in [
            "killed / tickets * price",
            "killed / tickets / price",
            "killed + 1",
            "sum(killed) * tickets",
            "lower(road)",
        ] {
            assert_eq!(said(text), super::ANY, "{text}");
        }
    }

    #[test]
    fn a_column_alone_is_added_up_or_counted_by_its_type() {
        assert!(said("killed").starts_with("write `sum(killed)`"));
        assert!(said("(road)").starts_with("write `count(DISTINCT road)`"));
        assert!(said("day").starts_with("write `max(day)` for the last day"));
        assert!(said("killed > 0").contains("`count(*) FILTER (WHERE killed > 0)`"));
    }
}
