//! One breakdown: what is kept, grouped, folded, ranked and ordered.

use super::frame::{Frame, FrameRow};
use super::groups::{columns, groups, label};
use super::rows::{Item, distinct, measured, passing, refs};
use crate::oracle::cell::{Cell, Key};
use crate::oracle::spec::{Breakdown, Keep, Kind, Measure, Rule, ShareOf, Sort, is_list};
use crate::oracle::table::BUCKETS;
use std::cmp::Ordering;

/// A share; missing if the denominator is zero.
fn share(above: &Cell, below: &Cell) -> Cell {
    match (above.units(), below.units()) {
        (Some(above), Some(below)) if below > 0 => Cell::Share(above, below),
        _ => Cell::Null,
    }
}

/// Largest first, ties by key.
fn most_first(a: &(Cell, Vec<Key>), b: &(Cell, Vec<Key>)) -> Ordering {
    b.0.compare(&a.0).then_with(|| {
        let mut levels = a.1.iter().zip(&b.1).map(|(x, y)| x.compare(y));
        levels
            .find(|order| *order != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    })
}

struct Evaluation<'a> {
    definition: &'a Breakdown,
    /// The rows that are grouped.
    items: Vec<Item>,
    /// The rows that form the denominator of shares.
    whole: Vec<Item>,
    once: bool,
    right_closed: bool,
    /// Codes that stay, from the outermost level inwards.
    kept: Vec<Option<Kept>>,
}

enum Kept {
    Everywhere(Vec<Key>),
    PerParent(Vec<Vec<Key>>),
}

pub(super) fn breakdown(
    items: Vec<Item>,
    definition: &Breakdown,
    takes_apart: bool,
    right_closed: bool,
) -> Frame {
    let mut items = passing(items, definition.filter.as_ref());
    items.retain(|item| {
        let mut by = definition.by.iter().filter(|name| !is_list(name));
        by.all(|name| item.cells[name] != Cell::Excluded)
    });
    let mut whole = items.clone();
    let by_list = takes_apart && definition.by.iter().any(|name| is_list(name));
    if by_list {
        items.retain(|item| {
            let mut by = definition.by.iter();
            !item.cells["language"].is_null() && by.all(|name| item.cells[name] != Cell::Excluded)
        });
        let list_is_fixed = definition
            .within
            .iter()
            .any(|at| is_list(&definition.by[*at]));
        match definition.share_of {
            ShareOf::Rows if !list_is_fixed => {}
            ShareOf::Valid if !list_is_fixed => {
                whole.retain(|item| !item.cells["language"].is_null());
            }
            _ => whole.clone_from(&items),
        }
    }
    let mut evaluation = Evaluation {
        definition,
        items,
        whole,
        once: !(by_list && definition.share_of == ShareOf::Mentions),
        right_closed,
        kept: Vec::new(),
    };
    let unfolded = evaluation.frame();
    for (level, keep) in definition.keep.iter().enumerate() {
        let kept = keep
            .as_ref()
            .map(|keep| evaluation.kept(level, keep, &unfolded));
        evaluation.kept.push(kept);
    }
    evaluation.frame()
}

impl Evaluation<'_> {
    fn keys(&self, item: &Item) -> Vec<Key> {
        self.definition
            .by
            .iter()
            .map(|name| item.key(name))
            .collect()
    }

    /// The key of the row that contains an item; `None` if it is dropped.
    fn place(&self, item: &Item) -> Option<Vec<Key>> {
        let mut keys = self.keys(item);
        let mut is_dropped = false;
        for (level, kept) in self.kept.iter().enumerate() {
            let (Some(kept), Some(keep)) = (kept, &self.definition.keep[level]) else {
                continue;
            };
            let stays = keys[level] == Key::Missing
                || match kept {
                    Kept::Everywhere(values) => values.contains(&keys[level]),
                    Kept::PerParent(values) => values.iter().any(|known| **known == keys[..=level]),
                };
            if !stays && keep.fold {
                keys[level] = Key::Others;
            }
            is_dropped |= !stays && !keep.fold;
        }
        (!is_dropped).then_some(keys)
    }

    fn measured(&self, items: &[&Item], measure: &Measure) -> Cell {
        measured(items, measure, self.once)
    }

    /// The values of a level that stay.
    fn kept(&self, level: usize, keep: &Keep, unfolded: &Frame) -> Kept {
        let chooses = match &keep.rule {
            Rule::Top { by, .. } => *by,
            Rule::Values(_) | Rule::Any(_) => 0,
        };
        let chooses = &self.definition.measures[chooses];
        let most = |candidates: Vec<(Vec<Key>, Vec<&Item>)>, n: usize| -> Vec<Vec<Key>> {
            let candidates = candidates.into_iter();
            let mut amounts: Vec<(Cell, Vec<Key>)> = candidates
                .map(|(key, items)| (self.measured(&items, chooses), key))
                .collect();
            amounts.sort_by(most_first);
            amounts.into_iter().take(n).map(|(_, key)| key).collect()
        };
        match &keep.rule {
            Rule::Values(values) => {
                Kept::Everywhere(values.iter().cloned().map(Key::Value).collect())
            }
            Rule::Any(condition) => {
                let rows = unfolded.rows.iter().zip(unfolded.items());
                let passing = rows.filter(|(_, item)| condition.truth(&item.cells) == Some(true));
                let keys = passing.map(|(row, _)| row.keys[level].clone());
                // Others of a first step are no value, whatever they have.
                Kept::Everywhere(keys.filter(Key::is_value).collect())
            }
            Rule::Top {
                n,
                per_parent: false,
                ..
            } => {
                let groups = groups(
                    self.items
                        .iter()
                        .map(|item| (vec![item.key(&self.definition.by[level])], item)),
                );
                let named = groups.into_iter().filter(|(key, _)| key[0].is_value());
                let kept = most(named.collect(), *n);
                Kept::Everywhere(kept.into_iter().map(|mut key| key.remove(0)).collect())
            }
            Rule::Top {
                n,
                per_parent: true,
                ..
            } => {
                let placed = self.items.iter().filter_map(|item| {
                    let key = self.place(item)?;
                    Some((key[..=level].to_vec(), item))
                });
                let groups = groups(placed);
                let parents = distinct(groups.iter().map(|(key, _)| key[..level].to_vec()));
                let kept = parents.into_iter().flat_map(|parent| {
                    let children = groups
                        .iter()
                        .filter(|(key, _)| key[..level] == parent && key[level].is_value());
                    most(children.cloned().collect(), *n)
                });
                Kept::PerParent(kept.collect())
            }
        }
    }

    fn fixed(&self, keys: &[Key]) -> Vec<Key> {
        self.definition
            .within
            .iter()
            .map(|at| keys[*at].clone())
            .collect()
    }

    fn frame(&self) -> Frame {
        let definition = self.definition;
        let placed = self
            .items
            .iter()
            .filter_map(|item| Some((self.place(item)?, item)));
        let mut rows = groups(placed);
        rows.sort_by(|a, b| self.order(&a.0, &b.0));
        let mut frame = Frame {
            by: definition.by.clone(),
            with: definition
                .with
                .iter()
                .map(|(name, _)| name.clone())
                .collect(),
            columns: columns(definition),
            rows: Vec::new(),
            total: definition.total.then(|| self.total()),
            source_rows: distinct(self.items.iter().map(|item| item.row)).len() as i128,
        };
        for (at, (keys, items)) in rows.iter().enumerate() {
            let fixed = self.fixed(keys);
            // Everything with the same fixed keys after folding.
            let whole: Vec<&Item> = self
                .whole
                .iter()
                .filter(|item| self.fixed_of_whole(item, keys) == fixed)
                .collect();
            let before = rows[..=at].iter().filter(|row| self.fixed(&row.0) == fixed);
            let before: Vec<&Item> = before.flat_map(|row| row.1.iter().copied()).collect();
            let is_folded = keys.contains(&Key::Others);
            let mut values = Vec::new();
            for measure in &definition.measures {
                let value = self.measured(items, measure);
                let rank = if is_folded {
                    Cell::Null
                } else {
                    self.rank(keys, measure)
                };
                let below = self.measured(&whole, measure);
                values.push(value.clone());
                if measure.is_amount() {
                    values.push(share(&value, &below));
                    values.push(rank);
                    if definition.cumulative {
                        values.push(share(&self.measured(&before, measure), &below));
                    }
                } else if measure.kind() == Kind::Derived {
                    values.push(rank);
                }
            }
            let attributes = definition.with.iter().map(|(name, only)| {
                if is_folded {
                    Key::Missing
                } else {
                    self.attribute(items, name, *only)
                }
            });
            frame.rows.push(FrameRow {
                keys: keys.clone(),
                attributes: attributes.collect(),
                values,
            });
        }
        self.empty_buckets(&mut frame);
        frame
    }

    /// The measures over all rows, whatever the table shows of them.
    fn total(&self) -> Vec<Cell> {
        let definition = self.definition;
        let mut values = Vec::new();
        for measure in &definition.measures {
            let own = self.measured(&refs(&self.items), measure);
            values.push(own.clone());
            if measure.is_amount() {
                let whole = self.measured(&refs(&self.whole), measure);
                let is_one = definition.within.is_empty();
                values.push(if is_one {
                    share(&own, &whole)
                } else {
                    Cell::Null
                });
            }
            if measure.kind() != Kind::Value {
                values.push(Cell::Null);
            }
            if measure.is_amount() && definition.cumulative {
                values.push(Cell::Null);
            }
        }
        values
    }

    /// The fixed keys of an item in the denominator of a share: folded like those of the row.
    fn fixed_of_whole(&self, item: &Item, row: &[Key]) -> Vec<Key> {
        let fixed = self.fixed(row);
        if fixed.contains(&Key::Others) {
            let folded = self.folded(item);
            self.fixed(&folded)
        } else {
            self.fixed(&self.keys(item))
        }
    }

    fn folded(&self, item: &Item) -> Vec<Key> {
        let mut keys = self.keys(item);
        for (level, kept) in self.kept.iter().enumerate() {
            let (Some(kept), Some(keep)) = (kept, &self.definition.keep[level]) else {
                continue;
            };
            let stays = keys[level] == Key::Missing
                || match kept {
                    Kept::Everywhere(values) => values.contains(&keys[level]),
                    Kept::PerParent(values) => values.iter().any(|known| **known == keys[..=level]),
                };
            if !stays && keep.fold {
                keys[level] = Key::Others;
            }
        }
        keys
    }

    /// The rank among all groups, kept or not, with the same fixed keys: one more than how many have a greater
    /// amount; null if a key or the amount is missing.
    fn rank(&self, keys: &[Key], measure: &Measure) -> Cell {
        if !keys.iter().all(Key::is_value) {
            return Cell::Null;
        }
        let groups = groups(self.items.iter().map(|item| (self.keys(item), item)));
        let ranked = groups.into_iter().filter(|(other, _)| {
            other.iter().all(Key::is_value) && self.fixed(other) == self.fixed(keys)
        });
        let amounts: Vec<(Cell, Vec<Key>)> = ranked
            .map(|(key, items)| (self.measured(&items, measure), key))
            .collect();
        let own = amounts.iter().find(|(_, key)| key == keys);
        let (own, _) = own.expect("the group itself");
        if *own == Cell::Null {
            return Cell::Null;
        }
        let greater = amounts
            .iter()
            .filter(|(amount, _)| amount.compare(own).is_gt());
        Cell::Integer(greater.count() as i128 + 1)
    }

    fn attribute(&self, items: &[&Item], name: &String, only: bool) -> Key {
        let found = groups(
            items
                .iter()
                .map(|item| (vec![Key::of(&item.cells[name])], *item)),
        );
        let values = found.into_iter().filter(|(key, _)| key[0].is_value());
        let mut amounts: Vec<(Cell, Vec<Key>)> = values
            .map(|(key, items)| (self.measured(&items, &self.definition.measures[0]), key))
            .collect();
        amounts.sort_by(most_first);
        match amounts.len() {
            0 => Key::Missing,
            1 => amounts.remove(0).1.remove(0),
            _ if only => Key::Missing,
            _ => amounts.remove(0).1.remove(0),
        }
    }

    /// Level by level: values by their amount in the table or by key, then missing, then others.
    fn order(&self, a: &[Key], b: &[Key]) -> Ordering {
        for level in 0..a.len() {
            let (x, y) = (&a[level], &b[level]);
            if x == y {
                continue;
            }
            let place = x.place().cmp(&y.place());
            if place != Ordering::Equal {
                return place;
            }
            if self.sort(level) == Sort::Label {
                let right_closed = self.right_closed;
                return label(x, right_closed)
                    .cmp(&label(y, right_closed))
                    .then_with(|| x.compare(y));
            }
            if self.sort(level) == Sort::Key {
                if let Some(Keep {
                    rule: Rule::Values(values),
                    ..
                }) = self.definition.keep.get(level).and_then(Option::as_ref)
                {
                    let position = |key: &Key| {
                        let position = values.iter().position(|value| *value == key.cell());
                        position.unwrap_or(values.len())
                    };
                    return position(x).cmp(&position(y)).then_with(|| x.compare(y));
                }
                return x.compare(y);
            }
            let by = match self.sort(level) {
                Sort::By(at) => at,
                Sort::Value | Sort::Key | Sort::Label => 0,
            };
            let total = |keys: &[Key]| {
                let of = self.items.iter().filter(|item| {
                    let place = self.place(item);
                    place.is_some_and(|place| place[..=level] == keys[..=level])
                });
                self.measured(&of.collect::<Vec<_>>(), &self.definition.measures[by])
            };
            return total(b).compare(&total(a)).then_with(|| x.compare(y));
        }
        Ordering::Equal
    }

    fn sort(&self, level: usize) -> Sort {
        let name = self.definition.by[level].as_str();
        let usual = if ["bucket", "day", "first_day"].contains(&name) {
            Sort::Key
        } else {
            Sort::Value
        };
        self.definition.sort.unwrap_or(usual)
    }

    /// A bucket without rows keeps its position if buckets are the only dimension.
    fn empty_buckets(&self, frame: &mut Frame) {
        let definition = self.definition;
        let all = definition.keep.iter().all(Option::is_none);
        if definition.by != ["bucket"] || !all || self.sort(0) != Sort::Key {
            return;
        }
        let below = |measure: &Measure| {
            if definition.within.is_empty() {
                self.measured(&refs(&self.whole), measure)
            } else {
                Cell::Null
            }
        };
        let mut before = vec![Cell::Integer(0); definition.measures.len()];
        let mut rows: Vec<FrameRow> = Vec::new();
        let mut known = std::mem::take(&mut frame.rows).into_iter().peekable();
        for (at, code) in (0..).zip(BUCKETS) {
            let key = Key::Value(Cell::Bucket(at, code));
            if let Some(row) = known.next_if(|row| row.keys[0] == key) {
                for (measure, before) in definition.measures.iter().zip(&mut before) {
                    let column = format!("{}_cumulative", measure.name);
                    let column = frame.columns.iter().position(|name| *name == column);
                    if let Some(Cell::Share(above, _)) = column.map(|at| &row.values[at]) {
                        *before = Cell::Integer(*above);
                    }
                }
                rows.push(row);
                continue;
            }
            let mut values = Vec::new();
            for (measure, before) in definition.measures.iter().zip(&before) {
                values.push(measured(&[], measure, true));
                if measure.is_amount() {
                    values.push(share(&Cell::Integer(0), &below(measure)));
                    values.push(Cell::Null);
                    if definition.cumulative {
                        values.push(share(before, &below(measure)));
                    }
                } else if measure.kind() == Kind::Derived {
                    values.push(Cell::Null);
                }
            }
            rows.push(FrameRow {
                keys: vec![key],
                attributes: vec![Key::Missing; definition.with.len()],
                values,
            });
        }
        rows.extend(known);
        frame.rows = rows;
    }
}
