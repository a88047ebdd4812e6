//! Divisions of aggregates. In: an expression over rows. Out: which aggregate is divided by which, and on which side rows may be
//! missing that the other one counts.

use super::{Aggregate, FilteredAggregate, Node, Operation};

/// An aggregate, and one by which it is divided.
pub(crate) type DividedPair<'a> = (&'a FilteredAggregate, &'a FilteredAggregate);

/// Each aggregate that is divided with each by which it is.
#[must_use]
pub(crate) fn divided_pairs(node: &Node) -> Vec<DividedPair<'_>> {
    let mut found = match node {
        Node::Compute(Operation::Divide, sides) => pairs_of(&sides[0], &sides[1]),
        _ => Vec::new(),
    };
    found.extend(node.parts().into_iter().flat_map(divided_pairs));
    found
}

/// Each aggregate above with each below; a part of a whole has its own aggregate below.
#[must_use]
pub(crate) fn pairs_of<'a>(above: &'a Node, below: &'a Node) -> Vec<DividedPair<'a>> {
    let (above, below) = (above.aggregates(), below.aggregates());
    let parts = above.into_iter().filter(|one| !below.contains(one));
    parts
        .flat_map(|one| below.iter().map(move |other| (one, *other)))
        .collect()
}

/// Whether rows that do not count above make a quotient too low, and those that do not count below make it too high.
///
/// How many values there are for each row is asked for on purpose; so are means, which are of their own rows.
#[must_use]
pub(crate) fn sides_that_may_lack(
    above: &FilteredAggregate,
    below: &FilteredAggregate,
) -> (bool, bool) {
    let is_sum = |it: &FilteredAggregate| matches!(it.aggregate, Aggregate::Sum(_));
    let counts = |it: &FilteredAggregate| it.aggregate == Aggregate::Count;
    let counts_values = |it: &FilteredAggregate| {
        matches!(
            it.aggregate,
            Aggregate::CountValues(_) | Aggregate::CountDistinct(_)
        )
    };
    let low = is_sum(above) && (is_sum(below) || counts(below) || counts_values(below));
    let high = (is_sum(above) || counts(above)) && (is_sum(below) || counts_values(below));
    (low, high)
}
