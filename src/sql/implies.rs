//! Whether one condition follows from another, for the cases that occur in reports. An implication
//! that cannot be proved counts as false.

use super::present::holds;
use super::{Comparison, Expression, Node, Value};
use std::cmp::Ordering;

/// Whether `wanted` is true for every row for which `given` is true.
#[must_use]
pub(crate) fn implies(given: Option<&Expression>, wanted: &Expression) -> bool {
    let mut facts = Vec::new();
    if let Some(given) = given {
        conjuncts(&given.node, &mut facts);
    }
    follows(&facts, &wanted.node)
}

/// The parts of a condition that must all hold.
fn conjuncts<'a>(condition: &'a Node, facts: &mut Vec<&'a Node>) {
    match condition {
        Node::And(parts) => {
            for part in parts {
                conjuncts(part, facts);
            }
        }
        other => facts.push(other),
    }
}

fn follows(facts: &[&Node], wanted: &Node) -> bool {
    match wanted {
        Node::And(parts) => parts.iter().all(|part| follows(facts, part)),
        Node::Or(parts) if parts.iter().any(|part| follows(facts, part)) => true,
        _ => facts.iter().any(|fact| gives(fact, wanted)),
    }
}

fn gives(fact: &Node, wanted: &Node) -> bool {
    if fact == wanted {
        return true;
    }
    // It must follow from each of the alternatives.
    if let Node::Or(parts) = fact {
        return parts.iter().all(|side| {
            let mut facts = Vec::new();
            conjuncts(side, &mut facts);
            follows(&facts, wanted)
        });
    }
    if let Node::Not(inner) = wanted
        && let Node::IsNull(value) = &**inner
    {
        return holds(fact).is_none_or(|present| present.contains(&&**value));
    }
    if let (Some((value, ours)), Some((other, theirs))) = (values(fact, true), values(wanted, true))
    {
        return value == other && ours.iter().all(|one| theirs.contains(one));
    }
    if let (Some((value, ours)), Some((other, excluded))) =
        (values(fact, true), values(wanted, false))
    {
        // Two literals are either different or the same; other expressions may be equal.
        let literals = ours
            .iter()
            .chain(&excluded)
            .all(|one| matches!(one, Node::Literal(_)));
        return value == other && literals && !ours.iter().any(|one| excluded.contains(one));
    }
    match (bound(fact), bound(wanted)) {
        (Some(ours), Some(theirs)) => {
            let order = ours.edge.compare(theirs.edge);
            let inside = if ours.below {
                Ordering::Less
            } else {
                Ordering::Greater
            };
            let same_edge = order == Ordering::Equal && (ours.open || !theirs.open);
            ours.below == theirs.below
                && ours.value == theirs.value
                && (order == inside || same_edge)
        }
        _ => false,
    }
}

/// The value and literals of `value = a` and `value IN (a, b)` if `included`, else of `value <> a`
/// and `value NOT IN (a, b)`.
fn values<'a>(condition: &'a Node, included: bool) -> Option<(&'a Node, Vec<&'a Node>)> {
    let in_list = |condition: &'a Node| match condition {
        Node::In(value, list) => Some((&**value, list.iter().collect())),
        _ => None,
    };
    match condition {
        Node::Compare(Comparison::Equal, parts) if included => Some((&parts[0], vec![&parts[1]])),
        Node::Compare(Comparison::Different, parts) if !included => {
            Some((&parts[0], vec![&parts[1]]))
        }
        Node::Not(inner) if !included => in_list(inner),
        other if included => in_list(other),
        _ => None,
    }
}

/// `value < edge` and the like.
struct Bound<'a> {
    value: &'a Node,
    /// Whether the value lies below the edge.
    below: bool,
    edge: &'a Value,
    /// Whether the edge itself is excluded.
    open: bool,
}

fn bound(condition: &Node) -> Option<Bound<'_>> {
    let Node::Compare(comparison, parts) = condition else {
        return None;
    };
    let Node::Literal(edge @ (Value::Integer(_) | Value::Ratio(_) | Value::Number(_))) = &parts[1]
    else {
        return None;
    };
    let (below, open) = match comparison {
        Comparison::Less => (true, true),
        Comparison::LessOrEqual => (true, false),
        Comparison::Greater => (false, true),
        Comparison::GreaterOrEqual => (false, false),
        Comparison::Equal | Comparison::Different => return None,
    };
    Some(Bound {
        value: &parts[0],
        below,
        edge,
        open,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use super::{conjuncts, follows};
    use crate::sql::Type;

    const NAMES: [(&str, Type); 7] = [
        ("size", Type::Integer),
        ("age", Type::Integer),
        ("a", Type::Text),
        ("b", Type::Boolean),
        ("c", Type::Boolean),
        ("d", Type::Boolean),
        ("e", Type::Text),
    ];

    fn shown(given: &str, wanted: &str) -> bool {
        let (given, wanted) = (read(given, &NAMES).node, read(wanted, &NAMES).node);
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
            ("a = 'x' OR e = 'y'", "a IS NOT NULL"),
            ("b OR c", "c"),
            ("a IS NULL", "a IS NOT NULL"),
            ("NOT (a IS NULL)", "a = 'x'"),
        ] {
            assert!(!shown(given, wanted), "{given} does not give {wanted}");
        }
    }
}
