//! What lookups lack: the keys that rows have and a lookup does not, by lookup, with what they carry.

use super::{Coverage, Results, Value};
use crate::report::{Covered, Report};
use indexmap::IndexMap;
use std::sync::Arc;

/// The keys that a lookup lacks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Missing {
    /// Name of the lookup.
    pub(crate) lookup: String,
    /// The measure that the keys are weighed by; none: the number of rows.
    pub(crate) measure: Option<String>,
    /// The keys, the heaviest first.
    pub(crate) keys: Vec<MissingKey>,
}

/// A key that a lookup lacks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MissingKey {
    /// The key.
    pub(crate) key: Arc<str>,
    /// Its rows.
    pub(crate) rows: i128,
    /// What they carry of the measure; null where another measure is meant.
    pub(crate) amount: Value,
}

impl MissingKey {
    /// Whether it has the rank of another key.
    fn weighs_like(&self, other: &Self) -> bool {
        let (one, two) = (&self.amount, &other.amount);
        one.compare(two).is_eq() && (*one != Value::Null || self.rows == other.rows)
    }
}

impl Missing {
    /// The ranks of the keys by what they carry.
    #[must_use]
    pub(crate) fn ranks(&self) -> Vec<usize> {
        ranks(&self.keys, MissingKey::weighs_like)
    }
}

/// The ranks of what stands in its order, from 1: equal items have the same one.
pub(crate) fn ranks<T>(ordered: &[T], are_equal: impl Fn(&T, &T) -> bool) -> Vec<usize> {
    let mut ranks = Vec::with_capacity(ordered.len());
    for equal in ordered.chunk_by(are_equal) {
        let rank = ranks.len() + 1;
        ranks.resize(ranks.len() + equal.len(), rank);
    }
    ranks
}

type KeysOfLookup = IndexMap<Arc<str>, MissingKey>;

/// What the lookups lack whose coverage a report asks for. Dimensions that share a lookup mostly share its keys
/// too: a key stands once, with the most that one of them counts.
#[must_use]
pub(crate) fn missing(report: &Report, results: &Results) -> Vec<Missing> {
    let mut found: IndexMap<&str, (Option<&str>, KeysOfLookup)> = IndexMap::new();
    for (definition, coverage) in report.coverage.values().zip(&results.coverage) {
        let Covered::Lookup { lookup, .. } = &definition.of else {
            continue;
        };
        let measure = definition.measure.as_ref().map(|it| it.name.as_str());
        let (of_lookup, keys) = found
            .entry(lookup)
            .or_insert_with(|| (measure, KeysOfLookup::new()));
        for key in missing_keys(coverage, measure == *of_lookup) {
            match keys.get_mut(&key.key) {
                None => {
                    keys.insert(key.key.clone(), key);
                }
                Some(known) => {
                    known.rows = known.rows.max(key.rows);
                    if key.amount.compare(&known.amount).is_gt() {
                        known.amount = key.amount;
                    }
                }
            }
        }
    }
    let found = found.into_iter().filter(|(_, (_, keys))| !keys.is_empty());
    let lists = found.map(|(lookup, (measure, keys))| {
        let mut keys: Vec<MissingKey> = keys.into_values().collect();
        keys.sort_by(|one, other| {
            let by_amount = other.amount.compare(&one.amount);
            let by_rows = by_amount.then(other.rows.cmp(&one.rows));
            by_rows.then_with(|| one.key.cmp(&other.key))
        });
        Missing {
            lookup: lookup.to_owned(),
            measure: measure.map(str::to_owned),
            keys,
        }
    });
    lists.collect()
}

fn missing_keys(coverage: &Coverage, is_same_measure: bool) -> impl Iterator<Item = MissingKey> {
    let unknown = coverage.unknown.iter();
    unknown.map(move |key| MissingKey {
        key: key.key.clone(),
        rows: key.weight.rows,
        amount: if is_same_measure {
            coverage.amount(key.weight)
        } else {
            Value::Null
        },
    })
}

#[cfg(test)]
mod tests {
    use super::{Missing, MissingKey, Value};

    #[test]
    fn keys_that_carry_the_same_have_the_same_rank() {
        let key = |(amount, rows): (Value, i128)| MissingKey {
            key: "x".into(),
            rows,
            amount,
        };
        let carried = [
            (Value::Integer(9), 1),
            (Value::Integer(7), 3),
            (Value::Integer(7), 2),
            (Value::Integer(5), 2),
            (Value::Null, 4),
            (Value::Null, 2),
            (Value::Null, 2),
        ];
        let missing = Missing {
            lookup: "it".to_owned(),
            measure: None,
            keys: carried.map(key).into(),
        };
        assert_eq!(missing.ranks(), [1, 2, 2, 4, 5, 6, 6]);
    }
}
