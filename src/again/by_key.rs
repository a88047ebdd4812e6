//! The rows of two files, found again by their key. In: the groups of breakdowns by that key. Out: what each row gives to a
//! number, in the order of the keys of both files.

use crate::compare::split::{Amount, Part, RecodedPart, RowsOf, Split, Stayed};
use crate::engine::RowGroup;
use crate::results::{Key, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The keys of both files, each with a number.
#[derive(Debug, Default)]
pub(super) struct Keys {
    numbers: FxHashMap<Arc<str>, u32>,
    /// For each, whether it is in the old and in the new file.
    pub(super) is_in: Vec<[bool; 2]>,
    /// For each, whether it is in scope of the old and of the new report.
    pub(super) in_scope: Vec<[bool; 2]>,
}

/// What a row gives to a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    /// The number of its key; none: it has no key, and is found nowhere else.
    key: Option<u32>,
    amount: Amount,
    rows: usize,
}

impl Keys {
    /// Notes the rows of a file, the old one (0) or the new one (1).
    pub(super) fn note(&mut self, side: usize, groups: &[RowGroup]) {
        for group in groups {
            if let Some(Key::Code(key)) = group.keys.last() {
                let next = self.numbers.len() as u32;
                let at = *self.numbers.entry(key.clone()).or_insert(next);
                if at == next {
                    self.is_in.push([false, false]);
                    self.in_scope.push([false, false]);
                }
                self.is_in[at as usize][side] = true;
            }
        }
    }

    /// Notes which of them are in scope.
    pub(super) fn note_scope(&mut self, side: usize, groups: &[RowGroup]) {
        for group in groups {
            if let Some(at) = self.number(group) {
                self.in_scope[at as usize][side] = true;
            }
        }
    }

    /// The number of a row's key.
    pub(super) fn number(&self, group: &RowGroup) -> Option<u32> {
        match group.keys.last() {
            Some(Key::Code(key)) => self.numbers.get(key).copied(),
            _ => None,
        }
    }

    /// How many keys are in both files, only in the new and only in the old one.
    pub(super) fn counts(&self) -> [usize; 3] {
        let count = |wanted: [bool; 2]| self.is_in.iter().filter(|it| **it == wanted).count();
        [
            count([true, true]),
            count([false, true]),
            count([true, false]),
        ]
    }

    /// What the rows of a group give, in the order of their keys.
    pub(super) fn given(&self, groups: &[RowGroup]) -> Vec<Given> {
        let given = groups.iter().map(|group| Given {
            key: self.number(group),
            amount: amount(&group.values[0]),
            rows: usize::try_from(group.values[1].units()).unwrap_or_default(),
        });
        let mut given: Vec<Given> = given.collect();
        given.sort_by_key(|it| it.key);
        given
    }

    /// How rows make the change of a number.
    pub(super) fn split(&self, old: &[Given], new: &[Given], of_scope: bool) -> Sums {
        let mut sums = Sums::default();
        let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
        loop {
            let keys = [old.peek().map(|it| it.key), new.peek().map(|it| it.key)];
            // A row without a key comes first and has no other side.
            let (before, after) = match keys {
                [None, None] => return sums,
                [Some(None), _] | [Some(_), None] => (old.next(), None),
                [None, Some(_)] | [_, Some(None)] => (None, new.next()),
                [Some(one), Some(other)] => (
                    if one <= other { old.next() } else { None },
                    if other <= one { new.next() } else { None },
                ),
            };
            self.add(&mut sums, before, after, of_scope);
        }
    }

    fn add(&self, sums: &mut Sums, old: Option<&Given>, new: Option<&Given>, of_scope: bool) {
        let units = |given: Option<&Given>| given.map_or(0, |it| it.amount.units);
        let change = units(new) - units(old);
        for given in [old, new].into_iter().flatten() {
            sums.scale = sums.scale.max(given.amount.scale);
        }
        sums.old += units(old);
        sums.new += units(new);
        let rows = new.or(old).map_or(0, |it| it.rows);
        let one = Tally { rows, change };
        let (Some(given), is_in_both) = (new.or(old), old.is_some() && new.is_some()) else {
            return;
        };
        if is_in_both {
            sums.stayed.add(one);
            if change > 0 {
                sums.grew.add(one);
            } else if change < 0 {
                sums.shrank.add(one);
            }
            return;
        }
        let place = given.key.map(|key| key as usize);
        let is_elsewhere = place.is_some_and(|at| self.is_in[at] == [true, true]);
        if is_elsewhere {
            sums.recoded.add(one);
            let scope = place.map(|at| self.in_scope[at]);
            if of_scope && scope.is_some_and(|[before, after]| before != after) {
                sums.by_scope.add(one);
            }
        } else if new.is_some() {
            sums.added.add(one);
        } else {
            sums.gone.add(one);
        }
    }
}

/// Rows, and what they make of a change.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    rows: usize,
    change: i128,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.rows += other.rows;
        self.change += other.change;
    }

    fn part(self, scale: u8) -> Part {
        Part {
            rows: self.rows,
            change: Amount {
                units: self.change,
                scale,
            },
        }
    }
}

/// The parts of a change, in units.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    scale: u8,
    old: i128,
    new: i128,
    stayed: Tally,
    grew: Tally,
    shrank: Tally,
    added: Tally,
    gone: Tally,
    recoded: Tally,
    by_scope: Tally,
}

impl Sums {
    /// The sums of the old and the new file.
    pub(super) fn both(&self) -> [Amount; 2] {
        [self.old, self.new].map(|units| Amount {
            units,
            scale: self.scale,
        })
    }

    /// Whether nothing changed, row by row.
    pub(super) fn is_nothing(&self) -> bool {
        let parts = [self.grew, self.shrank, self.added, self.gone, self.recoded];
        parts.iter().all(|part| part.rows == 0)
    }

    /// The change of a number with its parts.
    pub(super) fn of(
        &self,
        (kind, name): (&'static str, String),
        measure: &str,
        rows: RowsOf,
    ) -> Split {
        let [old, new] = self.both();
        let part = |tally: Tally| tally.part(self.scale);
        Split {
            kind,
            name,
            measure: measure.to_owned(),
            rows,
            old,
            new,
            change: Amount {
                units: self.new - self.old,
                scale: self.scale,
            },
            stayed: Stayed {
                all: part(self.stayed),
                grew: part(self.grew),
                shrank: part(self.shrank),
            },
            added: part(self.added),
            gone: part(self.gone),
            recoded: RecodedPart {
                all: part(self.recoded),
                by_scope: part(self.by_scope),
            },
        }
    }
}

/// A sum or count as an amount; one of no rows is nothing.
pub(super) fn amount(value: &Value) -> Amount {
    Amount {
        units: value.units(),
        scale: match value {
            Value::Decimal(decimal) => decimal.scale,
            _ => 0,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::Keys;
    use crate::engine::RowGroup;
    use crate::results::{Key, Value};
    use std::sync::Arc;

    fn groups(rows: &[(&str, i128)]) -> Vec<RowGroup> {
        let group = |(key, amount): &(&str, i128)| RowGroup {
            keys: vec![match *key {
                "" => Key::Missing,
                key => Key::Code(Arc::from(key)),
            }],
            values: vec![Value::Integer(*amount), Value::Integer(1)],
        };
        rows.iter().map(group).collect()
    }

    /// Rows that stayed, those among them that grew and shrank, new ones, gone ones, recoded ones and those by the scope, each
    /// with its change.
    fn split(files: [&[(&str, i128)]; 2], counted: [&[(&str, i128)]; 2]) -> String {
        let mut keys = Keys::default();
        for (side, file) in files.into_iter().enumerate() {
            keys.note(side, &groups(file));
            keys.note_scope(side, &groups(counted[side]));
        }
        let [old, new] = counted.map(|rows| keys.given(&groups(rows)));
        let sums = keys.split(&old, &new, true);
        let parts = [
            sums.stayed,
            sums.grew,
            sums.shrank,
            sums.added,
            sums.gone,
            sums.recoded,
            sums.by_scope,
        ];
        let whole = sums.stayed.change + sums.added.change + sums.gone.change + sums.recoded.change;
        assert_eq!(whole, sums.new - sums.old);
        let parts = parts.map(|it| format!("{}:{}", it.rows, it.change));
        parts.join(" ")
    }

    #[test]
    fn every_row_is_in_one_part_and_the_parts_sum_up_to_the_change() {
        let old: &[(&str, i128)] = &[("a", 10), ("b", 20), ("c", 5), ("d", 7)];
        let new: &[(&str, i128)] = &[("b", 21), ("c", 3), ("d", 7), ("e", 100)];
        assert_eq!(
            split([old, new], [old, new]),
            "3:-1 1:1 1:-2 1:100 1:-10 0:0 0:0"
        );
    }

    #[test]
    fn a_row_that_counts_in_one_file_only_although_it_is_in_both_is_recoded() {
        let old: &[(&str, i128)] = &[("a", 10), ("b", 20)];
        let new: &[(&str, i128)] = &[("a", 11), ("b", 20)];
        assert_eq!(
            split([old, new], [&old[..1], &new[1..]]),
            "0:0 0:0 0:0 0:0 0:0 2:10 2:10"
        );
    }

    #[test]
    fn rows_without_a_key_are_found_nowhere_else() {
        let old: &[(&str, i128)] = &[("", 4), ("z", 1)];
        let new: &[(&str, i128)] = &[("", 6), ("z", 1)];
        assert_eq!(
            split([old, new], [old, new]),
            "1:0 0:0 0:0 1:6 1:-4 0:0 0:0"
        );
        assert_eq!(split([&[], &[]], [&[], &[]]), "0:0 0:0 0:0 0:0 0:0 0:0 0:0");
    }
}
