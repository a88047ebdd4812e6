//! What a report says, by plain loops over its rows.

use super::cell::{Cell, Key};
use super::condition::{Cells, Condition};
use super::spec::{
    Aggregate, Below, Breakdown, Keep, Measure, Rule, ShareOf, Spec, Upper, is_list,
};
use super::table::Row;
use std::cmp::Ordering;

/// A row of the source, or one of the values of its list; a row of a breakdown in a second step.
#[derive(Clone)]
struct Item {
    row: usize,
    cells: Cells,
}

/// A breakdown.
pub(super) struct Frame {
    by: Vec<String>,
    with: Vec<String>,
    columns: Vec<String>,
    rows: Vec<FrameRow>,
    /// Rows that it speaks of.
    pub(super) source_rows: i128,
}

struct FrameRow {
    keys: Vec<Key>,
    attributes: Vec<Key>,
    values: Vec<Cell>,
}

/// All that is computed.
pub(super) struct Report {
    pub(super) frames: Vec<Frame>,
    pub(super) metrics: Vec<String>,
}

pub(super) fn report(rows: &[Row], spec: &Spec) -> Report {
    let scope = scope(rows, spec);
    let mut frames: Vec<Frame> = Vec::new();
    for definition in &spec.breakdowns {
        let frame = if let Some(from) = definition.from {
            breakdown(frames[from].items(), definition, false)
        } else {
            let takes_apart = names_list(definition, spec);
            let scope = (!definition.all_rows).then_some(&*scope);
            let items = items(rows, spec, takes_apart, scope);
            breakdown(items, definition, takes_apart)
        };
        frames.push(frame);
    }
    let metrics = spec
        .metrics
        .iter()
        .map(|metric| match &metric.upper {
            Upper::Second { from, aggregate } => {
                let passing = passing(frames[*from].items(), metric.filter.as_ref());
                match measured(&refs(&passing), aggregate, true) {
                    Cell::Share(above, below) => format!("{above}/{below}"),
                    other => other.shown(),
                }
            }
            Upper::Rows {
                measure,
                all_rows,
                below,
            } => {
                let amount = |measure: &Measure, all_rows: bool, filter: Option<&Condition>| {
                    let scope = (!all_rows).then_some(&*scope);
                    let items = items(rows, spec, true, scope);
                    measured(&refs(&passing(items, filter)), measure, true)
                };
                let above = amount(measure, *all_rows, metric.filter.as_ref());
                let below = match below {
                    Below::None => return above.shown(),
                    Below::Everything => amount(measure, *all_rows, None),
                    Below::Where(filter) => amount(measure, *all_rows, Some(filter)),
                    Below::Measure(measure) => amount(measure, *all_rows, None),
                    Below::AllRows => amount(measure, true, None),
                };
                match (above, below) {
                    (_, Cell::Integer(0)) => "0".to_owned(),
                    (Cell::Integer(above), Cell::Integer(below)) => format!("{above}/{below}"),
                    (above, below) => panic!("{above:?} of {below:?}"),
                }
            }
        })
        .collect();
    Report { frames, metrics }
}

/// The values of the scope; empty without one, or where no row has a value.
pub(super) fn scope(rows: &[Row], spec: &Spec) -> Vec<Cell> {
    let Some(scope) = &spec.scope else {
        return Vec::new();
    };
    let items = items(rows, spec, true, None);
    let values = items.iter().map(|item| item.cells[&scope.by].clone());
    let values = distinct(values.filter(|value| !value.is_null()));
    let amounts = values.into_iter().map(|value| {
        let of: Vec<&Item> = items
            .iter()
            .filter(|item| item.cells[&scope.by] == value)
            .collect();
        (measured(&of, &scope.measure, true), value)
    });
    let mut amounts: Vec<(Cell, Cell)> = amounts.collect();
    amounts.sort_by(|a, b| b.0.compare(&a.0).then_with(|| a.1.compare(&b.1)));
    amounts
        .into_iter()
        .take(scope.n)
        .map(|(_, value)| value)
        .collect()
}

/// Whether a breakdown names the list.
fn names_list(definition: &Breakdown, spec: &Spec) -> bool {
    let mut names: Vec<&str> = definition.by.iter().map(String::as_str).collect();
    names.extend(definition.with.iter().map(|(name, _)| name.as_str()));
    let measures = definition.measures.iter();
    for filter in measures
        .clone()
        .map(|m| &m.filter)
        .chain([&definition.filter])
        .flatten()
    {
        names.extend(filter.names());
    }
    for measure in measures {
        if let Aggregate::Distinct(columns) = &measure.kind {
            names.extend(columns.iter().map(String::as_str));
        }
    }
    if let Some(scope) = spec.scope.as_ref().filter(|_| !definition.all_rows) {
        names.push(&scope.by);
    }
    names.into_iter().any(is_list)
}

/// The rows in scope, taken apart by the list where it is named: one for each valid value, one of no value
/// where there is none.
fn items(rows: &[Row], spec: &Spec, takes_apart: bool, scope: Option<&[Cell]>) -> Vec<Item> {
    let mut items = Vec::new();
    for (row, source) in rows.iter().enumerate() {
        let mut languages: Vec<Option<&'static str>> = Vec::new();
        if takes_apart {
            languages.extend(source.mentions().into_iter().map(Some));
        }
        if languages.is_empty() {
            languages.push(None);
        }
        for language in languages {
            let cells = source.cells(row, language, spec);
            items.push(Item { row, cells });
        }
    }
    if let (Some(values), Some(scope)) = (scope, &spec.scope) {
        items.retain(|item| values.contains(&item.cells[&scope.by]));
    }
    items
}

fn passing(mut items: Vec<Item>, filter: Option<&Condition>) -> Vec<Item> {
    items.retain(|item| filter.is_none_or(|filter| filter.truth(&item.cells) == Some(true)));
    items
}

fn refs(items: &[Item]) -> Vec<&Item> {
    items.iter().collect()
}

fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut found = Vec::new();
    for value in values {
        if !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// A measure over some items; a row counts once, or once for each of its values.
fn measured(items: &[&Item], measure: &Measure, once: bool) -> Cell {
    let passes = |item: &&&Item| {
        let filter = measure.filter.as_ref();
        filter.is_none_or(|filter| filter.truth(&item.cells) == Some(true))
    };
    let passing: Vec<&Item> = items.iter().filter(passes).copied().collect();
    let mut counted: Vec<&Item> = Vec::new();
    for item in &passing {
        if !once || !counted.iter().any(|known| known.row == item.row) {
            counted.push(item);
        }
    }
    let values = |name: &String| -> Vec<&Cell> {
        let cells = counted.iter().map(|item| &item.cells[name]);
        cells.filter(|cell| !cell.is_null()).collect()
    };
    let sum = |name: &String| -> i128 {
        let integers = values(name).into_iter().map(|cell| match cell {
            Cell::Integer(value) => *value,
            other => panic!("{other:?} is no integer"),
        });
        integers.sum()
    };
    match &measure.kind {
        Aggregate::Count => Cell::Integer(counted.len() as i128),
        Aggregate::CountValues(name) => Cell::Integer(values(name).len() as i128),
        Aggregate::Sum(name) => Cell::Integer(sum(name)),
        Aggregate::Least(name) => {
            let least = values(name).into_iter().min_by(|a, b| a.compare(b));
            least.cloned().unwrap_or(Cell::Null)
        }
        Aggregate::Greatest(name) => {
            let greatest = values(name).into_iter().max_by(|a, b| a.compare(b));
            greatest.cloned().unwrap_or(Cell::Null)
        }
        Aggregate::Mean(name) => match values(name).len() {
            0 => Cell::Null,
            count => Cell::Share(sum(name), count as i128),
        },
        Aggregate::Distinct(names) => {
            let tuples = passing.iter().map(|item| -> Vec<Cell> {
                names.iter().map(|name| item.cells[name].clone()).collect()
            });
            let whole = tuples.filter(|tuple| tuple.iter().all(|cell| !cell.is_null()));
            Cell::Integer(distinct(whole).len() as i128)
        }
    }
}

/// A share, or nothing of nothing.
fn share(above: &Cell, below: &Cell) -> Cell {
    match (above, below) {
        (Cell::Integer(above), Cell::Integer(below)) if *below > 0 => Cell::Share(*above, *below),
        _ => Cell::Null,
    }
}

/// Greatest first, ties by key.
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
    /// The rows that shares are of.
    whole: Vec<Item>,
    once: bool,
    /// Codes that stay, from outside to inside.
    kept: Vec<Option<Kept>>,
}

enum Kept {
    Everywhere(Vec<Key>),
    PerParent(Vec<Vec<Key>>),
}

fn breakdown(items: Vec<Item>, definition: &Breakdown, takes_apart: bool) -> Frame {
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
            .map(|name| Key::of(&item.cells[name]))
            .collect()
    }

    /// The key of the row in which an item stands; none where it is dropped.
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

    /// What stays of a level.
    fn kept(&self, level: usize, keep: &Keep, unfolded: &Frame) -> Kept {
        let first = &self.definition.measures[0];
        let most = |candidates: Vec<(Vec<Key>, Vec<&Item>)>, n: usize| -> Vec<Vec<Key>> {
            let candidates = candidates.into_iter();
            let mut amounts: Vec<(Cell, Vec<Key>)> = candidates
                .map(|(key, items)| (self.measured(&items, first), key))
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
                Kept::Everywhere(passing.map(|(row, _)| row.keys[level].clone()).collect())
            }
            Rule::Top {
                n,
                per_parent: false,
            } => {
                let groups = groups(self.items.iter().map(|item| {
                    let key = Key::of(&item.cells[&self.definition.by[level]]);
                    (vec![key], item)
                }));
                let named = groups.into_iter().filter(|(key, _)| key[0] != Key::Missing);
                let kept = most(named.collect(), *n);
                Kept::Everywhere(kept.into_iter().map(|mut key| key.remove(0)).collect())
            }
            Rule::Top {
                n,
                per_parent: true,
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
                        .filter(|(key, _)| key[..level] == parent && key[level] != Key::Missing);
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
            source_rows: distinct(self.items.iter().map(|item| item.row)).len() as i128,
        };
        for (at, (keys, items)) in rows.iter().enumerate() {
            let fixed = self.fixed(keys);
            // All that has the same fixed keys once it is folded.
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
                } else if matches!(measure.kind, Aggregate::Mean(_)) {
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

    /// The fixed keys of an item that a share is of: folded where the row's are.
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

    /// The position among all groups, kept or not, with the same fixed keys; none where a key is missing.
    fn rank(&self, keys: &[Key], measure: &Measure) -> Cell {
        if keys.contains(&Key::Missing) {
            return Cell::Null;
        }
        let groups = groups(self.items.iter().map(|item| (self.keys(item), item)));
        let ranked = groups.into_iter().filter(|(other, _)| {
            !other.contains(&Key::Missing) && self.fixed(other) == self.fixed(keys)
        });
        let mut amounts: Vec<(Cell, Vec<Key>)> = ranked
            .map(|(key, items)| (self.measured(&items, measure), key))
            .collect();
        amounts.sort_by(most_first);
        let position = amounts.iter().position(|(_, key)| key == keys);
        Cell::Integer(position.expect("a position") as i128 + 1)
    }

    fn attribute(&self, items: &[&Item], name: &String, only: bool) -> Key {
        let found = groups(
            items
                .iter()
                .map(|item| (vec![Key::of(&item.cells[name])], *item)),
        );
        let values = found.into_iter().filter(|(key, _)| key[0] != Key::Missing);
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

    /// Level by level: values by what they have in the table or by key, then missing, then others.
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
            if self.is_by_key(level) {
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
            let total = |keys: &[Key]| {
                let of = self.items.iter().filter(|item| {
                    let place = self.place(item);
                    place.is_some_and(|place| place[..=level] == keys[..=level])
                });
                self.measured(&of.collect::<Vec<_>>(), &self.definition.measures[0])
            };
            return total(b).compare(&total(a)).then_with(|| x.compare(y));
        }
        Ordering::Equal
    }

    fn is_by_key(&self, level: usize) -> bool {
        let name = self.definition.by[level].as_str();
        self.definition
            .by_key
            .unwrap_or(["bucket", "day", "first_day"].contains(&name))
    }

    /// A bucket without rows keeps its place where buckets are all that there is.
    fn empty_buckets(&self, frame: &mut Frame) {
        let definition = self.definition;
        let all = definition.keep.iter().all(Option::is_none);
        if definition.by != ["bucket"] || !all || !self.is_by_key(0) {
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
        for (at, code) in (0..).zip(super::table::BUCKETS) {
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
                if measure.is_amount() {
                    values.push(Cell::Integer(0));
                    values.push(share(&Cell::Integer(0), &below(measure)));
                    values.push(Cell::Null);
                    if definition.cumulative {
                        values.push(share(before, &below(measure)));
                    }
                } else if matches!(measure.kind, Aggregate::Mean(_)) {
                    values.extend([Cell::Null, Cell::Null]);
                } else {
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

/// Items by key, in the order in which they come.
fn groups<'a>(items: impl Iterator<Item = (Vec<Key>, &'a Item)>) -> Vec<(Vec<Key>, Vec<&'a Item>)> {
    let mut groups: Vec<(Vec<Key>, Vec<&Item>)> = Vec::new();
    for (key, item) in items {
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, items)) => items.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    groups
}

fn columns(definition: &Breakdown) -> Vec<String> {
    let mut columns = Vec::new();
    for measure in &definition.measures {
        let name = &measure.name;
        columns.push(name.clone());
        if measure.is_amount() {
            columns.push(format!("{name}_share"));
            columns.push(format!("{name}_rank"));
            if definition.cumulative {
                columns.push(format!("{name}_cumulative"));
            }
        } else if matches!(measure.kind, Aggregate::Mean(_)) {
            columns.push(format!("{name}_rank"));
        }
    }
    columns
}

impl Frame {
    /// Its rows for a second step.
    fn items(&self) -> Vec<Item> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(row, found)| {
            let keys = self.by.iter().chain(&self.with);
            let keys = keys.zip(found.keys.iter().chain(&found.attributes).map(Key::cell));
            let values = self.columns.iter().zip(found.values.iter().cloned());
            let cells = keys.chain(values).map(|(name, cell)| (name.clone(), cell));
            Item {
                row,
                cells: cells.collect(),
            }
        })
        .collect()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let keys = |keys: &[Key]| keys.iter().map(Key::shown).collect::<Vec<_>>().join(" / ");
        let rows = self.rows.iter().map(|row| {
            let values: Vec<String> = row.values.iter().map(Cell::shown).collect();
            format!(
                "{} [{}]: {}",
                keys(&row.keys),
                keys(&row.attributes),
                values.join(" ")
            )
        });
        rows.collect()
    }
}
