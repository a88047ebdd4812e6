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
    let missed = passing(condition, false).and(fails(condition));
    let mut found: Vec<Exclusion> = Vec::new();
    for (value, asked) in asked {
        if found.iter().any(|known| known.value == *value) {
            continue;
        }
        found.push(Exclusion {
            value: value.clone(),
            asked,
            left_out: missed.clone().and(is_null(value)),
            is_branch: false,
        });
    }
    found
}

fn is_null(value: &Node) -> Node {
    Node::IsNull(Box::new(value.clone()))
}

impl Exclusion {
    /// The same of the rows alone of which a condition is true, if there is one.
    #[must_use]
    pub(crate) fn among(self, condition: Option<Node>) -> Self {
        let left_out = match condition {
            Some(condition) => self.left_out.and(condition),
            None => self.left_out,
        };
        Self { left_out, ..self }
    }
}

/// What the conditions of the `CASE` in the expression of a dimension exclude; without an `ELSE` what no branch chooses is missing, as it was.
#[must_use]
pub(crate) fn exclusions_of_branches(node: &Node) -> Vec<Exclusion> {
    of_branches(node, None, false)
}

/// What the branches in an expression exclude, where it is asked under a condition.
fn of_branches(node: &Node, under: Option<&Node>, in_aggregate: bool) -> Vec<Exclusion> {
    let Node::Case(case) = node else {
        let parts = node.parts().into_iter();
        return parts
            .flat_map(|it| of_branches(it, under, in_aggregate))
            .collect();
    };
    let both = |one: Option<&Node>, other: Node| match one {
        Some(one) => one.clone().and(other),
        None => other,
    };
    let mut found = Vec::new();
    let mut under = under.cloned();
    let is_told = case.operand.is_none() && (case.otherwise.is_some() || in_aggregate);
    for (at, (when, then)) in case.branches.iter().enumerate() {
        let later = &case.branches[at + 1..];
        // A later branch that asks for the value leaves the missing ones to the last on purpose.
        let asks = |value: &Node| {
            let mut later = later.iter();
            later.any(|(when, _)| !value.names().is_disjoint(&when.names()))
        };
        let when = match &case.operand {
            Some(operand) => {
                let sides = Box::new([operand.clone(), when.clone()]);
                Node::Compare(Comparison::Equal, sides)
            }
            None => when.clone(),
        };
        let excluded = exclusions(&when).into_iter();
        let excluded = excluded.filter(|it| is_told && !asks(&it.value));
        found.extend(excluded.map(|exclusion| Exclusion {
            is_branch: true,
            ..exclusion.among(under.clone())
        }));
        let chosen = both(under.as_ref(), when.clone());
        found.extend(of_branches(then, Some(&chosen), in_aggregate));
        under = Some(both(under.as_ref(), fails(&when)));
    }
    if let Some(otherwise) = &case.otherwise {
        found.extend(of_branches(otherwise, under.as_ref(), in_aggregate));
    }
    found
}

/// What an aggregate leaves out by its `FILTER` and what it adds up.
#[must_use]
pub(crate) fn exclusions_of_aggregate(aggregate: &FilteredAggregate) -> Vec<Exclusion> {
    let value = aggregate.aggregate.value().map(|value| &value.node);
    let filter = aggregate.filter.as_ref().map(|filter| &filter.node);
    let of_filter = filter.map(exclusions).unwrap_or_default();
    let of_filter = of_filter.into_iter();
    let of_filter = of_filter.map(|it| it.among(adds(&aggregate.aggregate)));
    let of_value = value.map(|value| of_branches(value, filter, true));
    of_filter.chain(of_value.unwrap_or_default()).collect()
}

/// True of the rows that add something to an aggregate: others are not missed. None if all do.
#[must_use]
pub(crate) fn adds(aggregate: &Aggregate) -> Option<Node> {
    let known = |node: &Node| is_null(node).negated(true);
    match aggregate {
        Aggregate::Count => None,
        Aggregate::CountDistinct(names) => {
            let names = names.iter().map(|name| known(&Node::Name(name.clone())));
            names.reduce(Node::and)
        }
        Aggregate::Sum(value) => {
            let zero = Node::Literal(Value::Integer(0));
            let sides = Box::new([value.node.clone(), zero]);
            Some(Node::Compare(Comparison::Different, sides))
        }
        other => other.value().map(|value| known(&value.node)),
    }
}

/// True where a condition is not.
pub(crate) fn fails(condition: &Node) -> Node {
    Node::Is(Box::new(condition.clone()), true).negated(true)
}

/// The values that a condition, or its contrary, excludes, with what it asks of them.
fn collect<'n>(node: &'n Node, negated: bool, found: &mut Vec<(&'n Node, Node)>) {
    match node {
        Node::And(parts) | Node::Or(parts) => {
            let known = found.len();
            for part in parts {
                collect(part, negated, found);
            }
            // `t <> 'low' OR t IS NULL` has said it.
            let asks_for_missing = |value: &Node| {
                let mut parts = parts.iter();
                parts.any(|it| matches!(it, Node::IsNull(inner) if **inner == *value))
            };
            if matches!(node, Node::Or(_)) && !negated {
                let own = found.split_off(known).into_iter();
                found.extend(own.filter(|(value, _)| !asks_for_missing(value)));
            }
        }
        Node::Not(inner) => collect(inner, !negated, found),
        _ => {
            if let Some(value) = excluded(node, negated) {
                let asked = if negated {
                    contrary(node)
                } else {
                    node.clone()
                };
                found.push((value, asked));
            }
        }
    }
}

/// The contrary of a comparison, as one writes it.
fn contrary(node: &Node) -> Node {
    match node {
        Node::Compare(comparison, sides) => Node::Compare(comparison.contrary(), sides.clone()),
        other => other.clone().negated(true),
    }
}

/// The value that a comparison, or its contrary, excludes.
fn excluded(node: &Node, negated: bool) -> Option<&Node> {
    let value = match (node, negated) {
        (Node::Compare(comparison, sides), _)
            if negated != (*comparison == Comparison::Different) =>
        {
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

/// The condition, or its contrary, as it would be if what is missing were another value than those that it excludes.
fn passing(node: &Node, negated: bool) -> Node {
    let all = |parts: &[Node]| -> Vec<Node> {
        let parts = parts.iter().map(|part| passing(part, negated));
        parts.collect()
    };
    match node {
        Node::And(parts) => Node::And(all(parts)),
        Node::Or(parts) => Node::Or(all(parts)),
        Node::Not(inner) => Node::Not(Box::new(passing(inner, !negated))),
        _ => match excluded(node, negated) {
            Some(value) if negated => node.clone().and(is_null(value).negated(true)),
            Some(value) => node.clone().or(is_null(value)),
            None => node.clone(),
        },
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
            ("t <> 'low' AND NOT c", "t"),
            ("t <> 'low' AND NOT c", "c"),
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
            "NOT (t <> 'low')",
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
    fn what_is_said_already_is_not_said_again_and_a_contrary_is_written_as_one_does() {
        for (text, asked) in [
            ("(t <> 'low' OR t IS NULL) AND t <> 'high'", "t <> 'high'"),
            ("NOT (t = 'low' OR a > 3)", "t <> 'low'"),
            ("NOT (a > 3)", "a <= 3"),
            ("NOT (t IN ('a', 'b'))", "t NOT IN ('a', 'b')"),
        ] {
            let found = exclusions(&read(text, &NAMES).node);
            assert_eq!(found[0].asked.to_string(), asked, "{text}");
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
        let inside = "CASE WHEN t IS NULL THEN 0 ELSE CASE WHEN t <> 'low' THEN 1 ELSE 2 END END";
        assert_eq!(of(inside), t(false));
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
        assert_eq!(of("sum(a - 5) FILTER (WHERE t <> 'low')"), t(false));
        assert_eq!(of("count(t) FILTER (WHERE t <> 'low')"), t(false));
        assert_eq!(of("count(DISTINCT t) FILTER (WHERE t <> 'low')"), t(false));
        assert_eq!(of("sum(CASE WHEN t <> 'low' THEN a END)"), t(true));
        let chosen = "sum(CASE WHEN t <> 'low' THEN a ELSE 0 END) FILTER (WHERE u = 'y')";
        assert_eq!(of(chosen), t(false));
    }
}
