//! Places along an axis. In: codes. Out: the boundary or the neighbours that they mean, with their names.

use super::model::{Found, Sought, Target};
use std::ops::Range;

/// Places along an axis whose codes are `keys`, as an annotation seeks them.
pub(crate) fn along(sought: &Sought, keys: &[&str], labels: &[&str]) -> Option<Found> {
    let position = |code: &String| keys.iter().position(|key| key == code);
    let named = |places: &[usize]| places.iter().map(|at| labels[*at].to_owned()).collect();
    match sought {
        Sought::Level(value) => Some(Found {
            target: Target::Level(*value),
            names: Vec::new(),
            row: None,
        }),
        Sought::Between([one, other]) => {
            let (one, other) = (position(one)?, position(other)?);
            (one.abs_diff(other) == 1).then(|| Found {
                target: Target::Before(one.max(other)),
                names: named(&[one.min(other), one.max(other)]),
                row: None,
            })
        }
        Sought::First(count) => range(0..(*count).min(keys.len()), keys.len(), named),
        Sought::Range([from, to]) => {
            let from = from.as_ref().map_or(Some(0), position)?;
            let to = to.as_ref().map_or(keys.len().checked_sub(1), position)?;
            let places = Range {
                start: from.min(to),
                end: from.max(to) + 1,
            };
            range(places, keys.len(), named)
        }
        Sought::Mark { .. } | Sought::Cell { .. } => None,
    }
}

/// A range of `count` places.
fn range(
    places: Range<usize>,
    count: usize,
    named: impl Fn(&[usize]) -> Vec<String>,
) -> Option<Found> {
    let last = places.end.checked_sub(1)?;
    let ends = [places.start, last];
    Some(Found {
        // What is about all of them needs no ends.
        names: named(if last > 0 && places == (0..count) {
            &[]
        } else if places.start == last {
            &ends[..1]
        } else {
            &ends
        }),
        target: Target::Range(places),
        row: None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Sought, Target, along};

    fn target(sought: &Sought) -> Option<Target> {
        along(sought, &["a", "b", "c"], &["A", "B", "C"]).map(|found| found.target)
    }

    #[test]
    fn a_line_stands_between_neighbours_only_in_any_order() {
        let between = |one: &str, other: &str| Sought::Between([one.to_owned(), other.to_owned()]);
        assert_eq!(target(&between("a", "b")), Some(Target::Before(1)));
        assert_eq!(target(&between("c", "b")), Some(Target::Before(2)));
        assert_eq!(target(&between("a", "c")), None);
        assert_eq!(target(&between("a", "z")), None);
    }

    #[test]
    fn a_bracket_ends_where_the_axis_ends() {
        assert_eq!(target(&Sought::First(2)), Some(Target::Range(0..2)));
        assert_eq!(target(&Sought::First(9)), Some(Target::Range(0..3)));
        let all = along(&Sought::First(9), &["a", "b", "c"], &["A", "B", "C"]);
        assert!(all.expect("a place").names.is_empty());
        let from = Sought::Range([Some("b".to_owned()), None]);
        let found = along(&from, &["a", "b", "c"], &["A", "B", "C"]).expect("a place");
        assert_eq!(found.target, Target::Range(1..3));
        assert_eq!(found.names, ["B", "C"]);
        assert_eq!(target(&Sought::Range([Some("z".to_owned()), None])), None);
        assert!(along(&Sought::First(2), &[], &[]).is_none());
    }
}
