//! What must have a value. In: an expression, or a condition. Out: its parts that are not missing in any row in which it has a
//! value, or is true.
//!
//! What cannot be shown is left out: a part that is not among them may be missing or not.

use super::Node;
use super::functions::Missing;

/// Whether conditions of `CASE` count, too: a row that none of them chooses has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conditions {
    /// What they need is needed.
    Count,
    /// Only values are asked.
    Aside,
}

/// The parts that have a value wherever the expression has one, itself among them; `None` if it never has one.
pub(crate) fn present(node: &Node, conditions: Conditions) -> Option<Vec<&Node>> {
    let of = |node| present(node, conditions);
    let mut found = match node {
        Node::Literal(super::Value::Null) => return None,
        Node::Not(inner) | Node::Negate(inner) => of(inner)?,
        Node::Cast(cast) => of(&cast.value)?,
        Node::In(value, _) => of(value)?,
        Node::Between(parts) => of(&parts[0])?,
        Node::Like(like) => all([&like.value, &like.pattern].map(of))?,
        Node::Compare(_, parts)
        | Node::Compute(_, parts)
        | Node::Join(parts)
        | Node::Member { parts, .. } => all(parts.iter().map(of))?,
        Node::Call(function, parts) if function.missing == Missing::Spreads => {
            all(parts.iter().map(of))?
        }
        Node::Case(case) => {
            let branches = case.branches.iter().map(|(when, then)| {
                let then = of(then)?;
                if conditions == Conditions::Aside {
                    return Some(then);
                }
                let when = match &case.operand {
                    Some(operand) => all([operand, when].map(of))?,
                    None => holds(when)?,
                };
                Some([then, when].concat())
            });
            either(branches.chain(case.otherwise.iter().map(of)))?
        }
        // `FALSE AND NULL` is false, and some functions have a value without all of their arguments.
        Node::Literal(_)
        | Node::Name(_)
        | Node::And(_)
        | Node::Or(_)
        | Node::IsNull(_)
        | Node::Is(..)
        | Node::Call(..)
        | Node::Aggregate(_) => Vec::new(),
    };
    found.push(node);
    Some(found)
}

/// The parts that have a value wherever the condition is true, itself among them; `None` if it never is.
pub(crate) fn holds(condition: &Node) -> Option<Vec<&Node>> {
    match condition {
        Node::And(parts) => all(parts.iter().map(holds)),
        Node::Or(parts) => either(parts.iter().map(holds)),
        Node::Is(inner, true) => holds(inner),
        Node::Is(inner, false) => present(inner, Conditions::Count),
        Node::Not(inner) => match &**inner {
            Node::IsNull(value) => present(value, Conditions::Count),
            inner => present(inner, Conditions::Count),
        },
        other => present(other, Conditions::Count),
    }
}

/// What all of several need together; `None` if one of them never is.
fn all<'a>(parts: impl IntoIterator<Item = Option<Vec<&'a Node>>>) -> Option<Vec<&'a Node>> {
    let parts: Vec<Vec<&Node>> = parts.into_iter().collect::<Option<_>>()?;
    Some(parts.concat())
}

/// What each of several needs, apart from those that never are; `None` if none ever is.
fn either<'a>(parts: impl IntoIterator<Item = Option<Vec<&'a Node>>>) -> Option<Vec<&'a Node>> {
    let mut parts = parts.into_iter().flatten();
    let mut common = parts.next()?;
    for part in parts {
        common.retain(|known| part.contains(known));
    }
    Some(common)
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use super::{Conditions, holds, present};
    use crate::sql::{Node, Type};

    const NAMES: [(&str, Type); 4] = [
        ("a", Type::Integer),
        ("b", Type::Integer),
        ("t", Type::Text),
        ("c", Type::Boolean),
    ];

    fn names(found: Option<Vec<&Node>>) -> Option<String> {
        let names = found?.into_iter().filter_map(|node| match node {
            Node::Name(name) => Some(name.clone()),
            _ => None,
        });
        let mut names: Vec<String> = names.collect();
        names.sort();
        names.dedup();
        Some(names.join(" "))
    }

    #[test]
    fn a_value_needs_what_it_is_computed_of() {
        for (text, wanted) in [
            ("a", "a"),
            ("a * b", "a b"),
            ("-a + 1", "a"),
            ("CAST(a AS DECIMAL(10, 2)) / b", "a b"),
            ("abs(a)", "a"),
            ("coalesce(a, 0)", ""),
            ("coalesce(a, 0) * b", "b"),
            ("greatest(a, b)", ""),
            ("CASE WHEN c THEN a END", "a c"),
            ("CASE WHEN c THEN a ELSE 0 END", ""),
            ("CASE WHEN c THEN a ELSE a * b END", "a"),
            ("CASE WHEN c THEN NULL ELSE a END", "a"),
            ("CASE WHEN t = 'x' THEN a WHEN t = 'y' THEN a END", "a t"),
            ("CASE t WHEN 'x' THEN a END", "a t"),
            ("CASE WHEN a IS NOT NULL THEN b END", "a b"),
            ("a > 1", "a"),
            ("c AND a > 1", ""),
        ] {
            let node = read(text, &NAMES).node;
            let found = names(present(&node, Conditions::Count));
            assert_eq!(found.as_deref(), Some(wanted), "{text}");
        }
        let chosen = read("CASE WHEN c THEN a END", &NAMES).node;
        let found = names(present(&chosen, Conditions::Aside));
        assert_eq!(found.as_deref(), Some("a"));
    }

    #[test]
    fn a_condition_needs_what_it_compares() {
        for (text, wanted) in [
            ("a > 1 AND t = 'x'", "a t"),
            ("a > 1 OR b > 1", ""),
            ("a > 1 OR a IS NOT NULL", "a"),
            ("a IS NULL", ""),
            ("NOT (a IS NULL)", "a"),
            ("NOT (a > 1 AND b > 1)", ""),
            ("a BETWEEN b AND 3", "a"),
            ("t LIKE 'x%'", "t"),
            ("t IN ('x', 'y')", "t"),
            ("c", "c"),
            ("c IS TRUE", "c"),
            ("c IS FALSE", "c"),
            ("coalesce(a, 0) > 1", ""),
            ("a * b IS NOT NULL", "a b"),
        ] {
            let node = read(text, &NAMES).node;
            assert_eq!(names(holds(&node)).as_deref(), Some(wanted), "{text}");
        }
    }
}
