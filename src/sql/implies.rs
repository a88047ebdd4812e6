//! Whether one condition follows from another, for the cases that stand in reports. What cannot be
//! shown does not count as shown.

use super::Expression;
use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator};

/// Whether every row for which `given` is true makes `wanted` true.
#[must_use]
pub fn implies(given: Option<&Expression>, wanted: &Expression) -> bool {
    let mut facts = Vec::new();
    if let Some(given) = given {
        conjuncts(&given.tree, &mut facts);
    }
    follows(&facts, &wanted.tree)
}

/// The parts that all hold.
fn conjuncts<'a>(expression: &'a Expr, facts: &mut Vec<&'a Expr>) {
    match expression {
        Expr::Nested(inner) => conjuncts(inner, facts),
        Expr::BinaryOp {
            left,
            op: BinaryOperator::And,
            right,
        } => {
            conjuncts(left, facts);
            conjuncts(right, facts);
        }
        other => facts.push(other),
    }
}

fn follows(facts: &[&Expr], wanted: &Expr) -> bool {
    match wanted {
        Expr::Nested(inner) => follows(facts, inner),
        Expr::BinaryOp {
            left,
            op: BinaryOperator::And,
            right,
        } => follows(facts, left) && follows(facts, right),
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Or,
            right,
        } if follows(facts, left) || follows(facts, right) => true,
        _ => facts.iter().any(|fact| gives(fact, wanted)),
    }
}

fn gives(fact: &Expr, wanted: &Expr) -> bool {
    if same(fact, wanted) {
        return true;
    }
    // Of two alternatives both must give it.
    if let Expr::BinaryOp {
        left,
        op: BinaryOperator::Or,
        right,
    } = fact
    {
        return [left, right].into_iter().all(|side| {
            let mut facts = Vec::new();
            conjuncts(side, &mut facts);
            follows(&facts, wanted)
        });
    }
    if let Expr::IsNotNull(value) = wanted {
        return needs(fact, value);
    }
    if let (Some((value, ours)), Some((other, theirs))) = (values(fact, true), values(wanted, true))
    {
        return same(value, other) && ours.iter().all(|one| theirs.iter().any(|it| same(one, it)));
    }
    if let (Some((value, ours)), Some((other, excluded))) =
        (values(fact, true), values(wanted, false))
    {
        return same(value, other)
            && !ours
                .iter()
                .any(|one| excluded.iter().any(|it| same(one, it)));
    }
    match (bound(fact), bound(wanted)) {
        (Some((value, below, edge, open)), Some((other, also_below, limit, limit_open))) => {
            let inside = if below { edge < limit } else { edge > limit };
            let same_edge = (edge - limit).abs() == 0.0 && (open || !limit_open);
            below == also_below && same(value, other) && (inside || same_edge)
        }
        _ => false,
    }
}

fn same(one: &Expr, other: &Expr) -> bool {
    plain(one).to_string() == plain(other).to_string()
}

fn plain(expression: &Expr) -> &Expr {
    match expression {
        Expr::Nested(inner) => plain(inner),
        other => other,
    }
}

/// Whether a condition can only be true when the value is not null.
fn needs(fact: &Expr, value: &Expr) -> bool {
    match plain(fact) {
        Expr::BinaryOp { left, op, right } => {
            use BinaryOperator::{Eq, Gt, GtEq, Lt, LtEq, NotEq};
            matches!(op, Eq | NotEq | Lt | LtEq | Gt | GtEq)
                && (same(left, value) || same(right, value))
        }
        Expr::InList { expr, .. } | Expr::Between { expr, .. } | Expr::Like { expr, .. } => {
            same(expr, value)
        }
        Expr::UnaryOp {
            op: UnaryOperator::Not,
            expr,
        } => {
            matches!(plain(expr), Expr::BinaryOp { .. } | Expr::InList { .. }) && needs(expr, value)
        }
        other => same(other, value),
    }
}

/// `value = a` and `value IN (a, b)` where they are `included`, else `value <> a` and
/// `value NOT IN (a, b)`.
fn values(condition: &Expr, included: bool) -> Option<(&Expr, Vec<&Expr>)> {
    match plain(condition) {
        Expr::BinaryOp {
            left,
            op: op @ (BinaryOperator::Eq | BinaryOperator::NotEq),
            right,
        } if (*op == BinaryOperator::Eq) == included => Some((left, vec![right])),
        Expr::InList {
            expr,
            list,
            negated,
        } if *negated != included => Some((expr, list.iter().collect())),
        _ => None,
    }
}

/// `value < edge` and the like: the value, whether it lies below, the edge, whether it is left out.
fn bound(condition: &Expr) -> Option<(&Expr, bool, f64, bool)> {
    let Expr::BinaryOp { left, op, right } = plain(condition) else {
        return None;
    };
    let edge: f64 = right.to_string().parse().ok()?;
    let (below, open) = match op {
        BinaryOperator::Lt => (true, true),
        BinaryOperator::LtEq => (true, false),
        BinaryOperator::Gt => (false, true),
        BinaryOperator::GtEq => (false, false),
        _ => return None,
    };
    Some((left, below, edge, open))
}

#[cfg(test)]
mod tests {
    use super::{conjuncts, follows};
    use sqlparser::dialect::GenericDialect;
    use sqlparser::parser::Parser;

    fn shown(given: &str, wanted: &str) -> bool {
        let read = |text: &str| {
            Parser::new(&GenericDialect {})
                .try_with_sql(text)
                .and_then(|mut parser| parser.parse_expr())
                .unwrap()
        };
        let (given, wanted) = (read(given), read(wanted));
        let mut facts = Vec::new();
        conjuncts(&given, &mut facts);
        follows(&facts, &wanted)
    }

    #[test]
    fn what_follows_is_shown() {
        for (given, wanted) in [
            ("size < 5", "size IS NOT NULL"),
            ("(size < 5) AND a = 'x'", "(size IS NOT NULL)"),
            ("a = 'x'", "a IN ('x', 'y')"),
            ("a IN ('x', 'y')", "a IN ('y', 'x', 'z')"),
            ("a = 'x'", "a <> 'y'"),
            ("size < 5", "size < 6"),
            ("size < 5", "size <= 5"),
            ("size >= 5", "size > 4"),
            ("a = 'x' OR a = 'y'", "a IS NOT NULL"),
            ("b AND c", "c OR d"),
            ("NOT a = 'x'", "a IS NOT NULL"),
        ] {
            assert!(shown(given, wanted), "{given} gives {wanted}");
        }
    }

    #[test]
    fn what_does_not_follow_is_not_shown() {
        for (given, wanted) in [
            ("size < 5", "age IS NOT NULL"),
            ("a = 'x'", "a IN ('y', 'z')"),
            ("a IN ('x', 'y')", "a = 'x'"),
            ("a = 'x'", "a <> 'x'"),
            ("size <= 5", "size < 5"),
            ("size < 6", "size > 5"),
            ("a = 'x' OR b = 'y'", "a IS NOT NULL"),
            ("b OR c", "c"),
            ("a IS NULL", "a IS NOT NULL"),
            ("NOT (a IS NULL)", "a = 'x'"),
        ] {
            assert!(!shown(given, wanted), "{given} does not give {wanted}");
        }
    }
}
