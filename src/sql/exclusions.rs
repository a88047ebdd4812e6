//! What conditions exclude. In: a condition, or an expression with a `CASE`. Out: the values that must differ from something, and a
//! condition that is true of the rows which fail for one reason only: they have no such value.
//!
//! `priority <> 'low'` is neither true nor false where `priority` is missing, so that such rows are left out as if they were 'low'.
//! Whoever asks for a value, `priority = 'high'`, wants it so; whoever excludes one seldom does.

use super::{Aggregate, Comparison, FilteredAggregate, Node, Value};

/// A value that a condition asks to be another one than something.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclusion {
    /// A column, a dimension, or what is computed of them.
    pub value: Node,
    /// What is asked of it.
    pub asked: Node,
    /// True of the rows for which the condition is not true because they have no such value.
    pub left_out: Node,
    /// Whether it chooses a branch of a `CASE`, whose rest decides on these rows.
    pub is_branch: bool,
}

/// Texts that say of themselves that there is no value: whoever leaves them out wants the missing ones to go as well.
const NO_VALUES: [&str; 16] = [
    "", "-", "–", "?", "na", "n/a", "n.a.", "nan", "nc", "nd", "n.d.", "none", "null", "unknown",
    "inconnu", "aucun",
];

/// What a condition excludes, each value once.
#[must_use]
pub(crate) fn exclusions(condition: &Node) -> Vec<Exclusion> {
    let mut asked = Vec::new();
    collect(condition, false, &mut asked);
    let mut found: Vec<Exclusion> = Vec::new();
    for (value, asked) in asked {
        if found.iter().any(|known| known.value == *value) {
            continue;
        }
        let fails = fails(condition);
        let left_out = granted(condition, value, false)
            .and(Node::IsNull(Box::new(value.clone())))
            .and(fails);
        found.push(Exclusion {
            value: value.clone(),
            asked,
            left_out,
            is_branch: false,
        });
    }
    found
}

/// What the conditions of the `CASE` in the expression of a dimension exclude; without an `ELSE` what no branch chooses is missing, as it was.
#[must_use]
pub(crate) fn exclusions_of_branches(node: &Node) -> Vec<Exclusion> {
    of_branches(node, false)
}

fn of_branches(node: &Node, in_aggregate: bool) -> Vec<Exclusion> {
    let parts = node.parts().into_iter();
    let mut found: Vec<Exclusion> = parts.flat_map(|it| of_branches(it, in_aggregate)).collect();
    let Node::Case(case) = node else {
        return found;
    };
    if case.operand.is_some() || case.otherwise.is_none() && !in_aggregate {
        return found;
    }
    let mut undecided: Option<Node> = None;
    for (at, (when, _)) in case.branches.iter().enumerate() {
        let later = &case.branches[at + 1..];
        // A later branch that asks for the value leaves the missing ones to the last on purpose.
        let asks = |value: &Node| {
            later
                .iter()
                .any(|(when, _)| !value.names().is_disjoint(&when.names()))
        };
        let excluded = exclusions(when).into_iter().filter(|it| !asks(&it.value));
        found.extend(excluded.map(|exclusion| Exclusion {
            left_out: match &undecided {
                Some(undecided) => exclusion.left_out.and(undecided.clone()),
                None => exclusion.left_out,
            },
            is_branch: true,
            ..exclusion
        }));
        let fails = fails(when);
        undecided = Some(match undecided {
            Some(before) => before.and(fails),
            None => fails,
        });
    }
    found
}

/// What an aggregate leaves out by its `FILTER` and what it adds up.
#[must_use]
pub(crate) fn exclusions_of_aggregate(aggregate: &FilteredAggregate) -> Vec<Exclusion> {
    let known = |node: &Node| Node::IsNull(Box::new(node.clone())).negated(true);
    let value = aggregate.aggregate.value().map(|value| &value.node);
    let counted = match &aggregate.aggregate {
        Aggregate::CountDistinct(names) => {
            let names = names.iter().map(|name| known(&Node::Name(name.clone())));
            names.reduce(Node::and)
        }
        _ => value.map(known),
    };
    let filter = aggregate.filter.as_ref().map(|filter| &filter.node);
    let of_filter = filter.map(exclusions).unwrap_or_default();
    // Rows that add nothing are not missed.
    let of_filter = of_filter.into_iter().map(|exclusion| Exclusion {
        left_out: match &counted {
            Some(counted) => exclusion.left_out.and(counted.clone()),
            None => exclusion.left_out,
        },
        ..exclusion
    });
    let of_value = value
        .map(|value| of_branches(value, true))
        .unwrap_or_default();
    let of_value = of_value.into_iter().map(|exclusion| Exclusion {
        left_out: match filter {
            Some(filter) => exclusion.left_out.and(filter.clone()),
            None => exclusion.left_out,
        },
        ..exclusion
    });
    of_filter.chain(of_value).collect()
}

/// True where a condition is not.
pub(crate) fn fails(condition: &Node) -> Node {
    Node::Is(Box::new(condition.clone()), true).negated(true)
}

/// The values that a condition, or its contrary, excludes, with what it asks of them.
fn collect<'n>(node: &'n Node, negated: bool, found: &mut Vec<(&'n Node, Node)>) {
    match node {
        Node::And(parts) | Node::Or(parts) => {
            for part in parts {
                collect(part, negated, found);
            }
        }
        Node::Not(inner) => collect(inner, !negated, found),
        _ => {
            if let Some(value) = excluded(node, negated) {
                found.push((value, node.clone().negated(negated)));
            }
        }
    }
}

/// The value that a comparison, or its contrary, excludes.
fn excluded(node: &Node, negated: bool) -> Option<&Node> {
    let value = match (node, negated) {
        (Node::Compare(Comparison::Different, sides), false) | (Node::Compare(_, sides), true) => {
            match &**sides {
                [value, given] | [given, value] if excludes(given) && !value.is_given() => value,
                _ => return None,
            }
        }
        (Node::In(value, list), true) if list.iter().all(excludes) => value,
        (Node::Like(like), true) if excludes(&like.pattern) => &like.value,
        (Node::Between(parts), true) if parts[1..].iter().all(excludes) => &parts[0],
        (Node::Call(_, arguments), true) => {
            let mut asked = arguments.iter().filter(|it| !it.is_given());
            let value = asked.next()?;
            if asked.next().is_some() {
                return None;
            }
            value
        }
        (Node::Name(_), true) => node,
        _ => return None,
    };
    (!value.names().is_empty() && value.aggregates().is_empty()).then_some(value)
}

/// Whether it is written down, and stands for a value: not for none.
fn excludes(given: &Node) -> bool {
    match given {
        Node::Literal(Value::Null | Value::Integer(0)) => false,
        Node::Literal(Value::Text(text)) => {
            let text = text.trim_matches(|sign: char| sign == '%' || sign.is_whitespace());
            !NO_VALUES.contains(&text.to_lowercase().as_str())
        }
        other => other.is_given(),
    }
}

/// The condition as it would be if everything that it excludes of a value were something else.
fn granted(node: &Node, value: &Node, negated: bool) -> Node {
    let all = |parts: &[Node]| -> Vec<Node> {
        let parts = parts.iter().map(|part| granted(part, value, negated));
        parts.collect()
    };
    match node {
        Node::And(parts) => Node::And(all(parts)),
        Node::Or(parts) => Node::Or(all(parts)),
        Node::Not(inner) => Node::Not(Box::new(granted(inner, value, !negated))),
        _ if excluded(node, negated) == Some(value) => Node::Literal(Value::Boolean(!negated)),
        _ => node.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{read, read_measure};
    use super::{Exclusion, exclusions, exclusions_of_aggregate, exclusions_of_branches};
    use crate::sql::{Type, Value};

    const NAMES: [(&str, Type); 4] = [
        ("a", Type::Integer),
        ("t", Type::Text),
        ("u", Type::Text),
        ("c", Type::Boolean),
    ];

    /// The values that are excluded, each with whether a row in which they all are missing is left out for that alone.
    fn told(found: &[Exclusion]) -> Vec<(String, bool)> {
        let row = |name: &str| match name {
            "u" => Value::Text("x".into()),
            "a" => Value::Integer(5),
            _ => Value::Null,
        };
        let told = found.iter().map(|it| {
            let is_left_out = it.left_out.holds(&row).expect("a truth value");
            (it.value.to_string(), is_left_out)
        });
        told.collect()
    }

    fn of(text: &str) -> Vec<(String, bool)> {
        told(&exclusions(&read(text, &NAMES).node))
    }

    #[test]
    fn rows_that_fail_only_since_a_value_is_missing_are_left_out() {
        for (text, value) in [
            ("t <> 'low'", "t"),
            ("'low' <> t", "t"),
            ("NOT (t = 'low')", "t"),
            ("t NOT IN ('low', 'high')", "t"),
            ("t NOT LIKE 'lo%'", "t"),
            ("lower(t) <> 'low'", "lower(t)"),
            ("NOT c", "c"),
            ("t <> 'low' AND t <> 'high'", "t"),
            ("t <> 'low' AND u = 'x'", "t"),
            ("u = 'y' OR t <> 'low'", "t"),
            ("NOT (t = 'low' OR u = 'y')", "t"),
            ("NOT (length(t) > 3)", "length(t)"),
            ("length(t) NOT BETWEEN 5 AND 10", "length(t)"),
            ("NOT starts_with(t, 'lo')", "t"),
        ] {
            let found = of(text);
            assert!(
                found.contains(&(value.to_owned(), true)),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn rows_that_fail_for_another_reason_or_pass_are_not() {
        for text in [
            "t <> 'low' AND u = 'y'",
            "t <> 'low' AND t IS NOT NULL",
            "t <> 'low' AND t LIKE 'l%'",
            "t <> 'low' OR t IS NULL",
            "t <> 'low' OR u = 'x'",
            "coalesce(t, '') <> 'low'",
            "(t <> 'low') IS TRUE",
            "a <> 4",
        ] {
            let found = of(text);
            assert!(
                found.iter().all(|(_, left_out)| !left_out),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn whoever_asks_for_a_value_excludes_none() {
        for text in [
            "t = 'low'",
            "t <> u",
            "t <> ''",
            "t <> 'unknown'",
            "t NOT IN ('a', 'N/A')",
            "a <> 0",
            "a > 4",
            "c",
            "t IS NOT NULL",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn a_branch_decides_what_those_before_it_left() {
        let of = |text: &str| told(&exclusions_of_branches(&read(text, &NAMES).node));
        let t = |left_out| vec![("t".to_owned(), left_out)];
        assert_eq!(of("CASE WHEN t <> 'low' THEN 1 ELSE 2 END"), t(true));
        let before = "CASE WHEN t IS NULL THEN 0 WHEN t <> 'low' THEN 1 ELSE 2 END";
        assert_eq!(of(before), t(false));
        let behind = "CASE WHEN t <> 'low' THEN 1 WHEN t = 'low' THEN 2 ELSE 0 END";
        assert_eq!(of(behind), []);
        assert_eq!(of("CASE WHEN t <> 'low' THEN 1 END"), []);
        assert_eq!(of("CASE t WHEN 'low' THEN 1 ELSE 2 END"), []);
        assert_eq!(of("a + CASE WHEN t <> 'low' THEN 1 ELSE 2 END"), t(true));
    }

    #[test]
    fn rows_that_add_nothing_to_an_aggregate_are_not_missed() {
        let of = |text: &str| {
            let node = read_measure(text, &NAMES).node;
            told(&exclusions_of_aggregate(node.aggregates()[0]))
        };
        let t = |left_out| vec![("t".to_owned(), left_out)];
        assert_eq!(of("sum(a) FILTER (WHERE t <> 'low')"), t(true));
        assert_eq!(of("count(*) FILTER (WHERE t <> 'low')"), t(true));
        assert_eq!(of("count(t) FILTER (WHERE t <> 'low')"), t(false));
        assert_eq!(of("count(DISTINCT t) FILTER (WHERE t <> 'low')"), t(false));
        assert_eq!(of("sum(CASE WHEN t <> 'low' THEN a END)"), t(true));
        let chosen = "sum(CASE WHEN t <> 'low' THEN a ELSE 0 END) FILTER (WHERE u = 'y')";
        assert_eq!(of(chosen), t(false));
    }
}
