//! The groups of several chunks of a source → those of the source.
//!
//! In: the groups of each chunk, in the order of the rows. Out: what an engine would have made of all
//! rows at once, up to the numbers of groups and codes. Memory grows with groups: those of chunks are
//! merged whenever they are more than twice as many as before.

use super::coded::Coded;
use super::codes::EXCLUDED;
use super::dictionary::Dictionary;
use super::groups::{AggregateColumn, GroupTable};
use super::numbering::{KeyPart, Numbering, number_tuples};
use super::numbers::{Numbers, Runs};
use crate::plan::{Base, BaseAggregateKind};
use crate::results::Value;
use crate::sql::Sum;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Groups that are kept at least before they are merged.
const FEW: usize = 1 << 16;

/// A base by its position in the plan, with its groups.
pub(in crate::engine) type BaseTable = (usize, GroupTable);

/// A sum that needs more than 128 bits: its base and the position of the aggregate there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) struct Overflow {
    pub(in crate::engine) base: usize,
    pub(in crate::engine) aggregate: usize,
}

/// The groups of some bases so far.
pub(in crate::engine) struct Merger<'p> {
    bases: Vec<(usize, &'p Base)>,
    /// The tables of the first chunk, as long as it is the only one.
    only: Option<(Vec<BaseTable>, usize)>,
    dictionaries: BTreeMap<&'p str, Dictionary>,
    merged: Vec<Columns>,
    /// Rows of the chunks so far.
    rows: usize,
}

/// The groups of a base, column by column.
#[derive(Default)]
struct Columns {
    rows: Vec<i64>,
    source_rows: Vec<u32>,
    keys: Vec<Vec<u32>>,
    atoms: Vec<Vec<Option<bool>>>,
    aggregates: Vec<AggregateColumn>,
    /// How many groups there were when they were last merged.
    merged: usize,
}

impl<'p> Merger<'p> {
    /// A merger of the groups of some bases; `is_unique` says of which key columns no two rows of the
    /// source have the same value.
    pub(in crate::engine) fn new(
        bases: &[(usize, &'p Base)],
        is_unique: impl Fn(&str) -> bool,
    ) -> Self {
        let keys = bases.iter().flat_map(|(_, base)| &base.keys);
        let dictionaries = keys.map(|key| {
            let name = key.name.as_str();
            (name, Dictionary::new(is_unique(name)))
        });
        Self {
            bases: bases.to_vec(),
            only: None,
            dictionaries: dictionaries.collect(),
            merged: bases.iter().map(|_| Columns::default()).collect(),
            rows: 0,
        }
    }

    /// Adds the groups that the next `rows` rows of the source make.
    ///
    /// # Errors
    /// A sum that needs more than 128 bits.
    pub(in crate::engine) fn add(
        &mut self,
        tables: Vec<BaseTable>,
        rows: usize,
    ) -> Result<(), Overflow> {
        if self.rows == 0 {
            self.rows = rows;
            self.only = Some((tables, rows));
            return Ok(());
        }
        if rows == 0 {
            return Ok(());
        }
        if let Some((first, first_rows)) = self.only.take() {
            self.rows = 0;
            self.append(first, first_rows)?;
        }
        self.append(tables, rows)
    }

    fn append(&mut self, tables: Vec<BaseTable>, rows: usize) -> Result<(), Overflow> {
        let mut numbers: BTreeMap<&str, Vec<(&Coded, Vec<u32>)>> = BTreeMap::new();
        let bases = self.bases.iter().zip(&tables).zip(&mut self.merged);
        for (((_, base), (_, table)), columns) in bases {
            for (place, key) in base.keys.iter().enumerate() {
                let Some(column) = table.keys.get(&key.name) else {
                    continue;
                };
                // Bases share the values of a column.
                let known = numbers.entry(&key.name).or_default();
                let found = known
                    .iter()
                    .position(|(other, _)| other.shares_values(column));
                let found = found.unwrap_or_else(|| {
                    let dictionary = self.dictionaries.get_mut(key.name.as_str());
                    let numbers = dictionary.map(|it| it.numbers(column));
                    known.push((column, numbers.unwrap_or_default()));
                    known.len() - 1
                });
                let (_, numbers) = &known[found];
                let codes = column.codes.iter().map(|code| match *code {
                    constant if constant >= EXCLUDED => constant,
                    code => numbers[code as usize],
                });
                part_of(&mut columns.keys, place).extend(codes);
            }
            for (place, atom) in base.atoms.iter().enumerate() {
                let truths = table.atoms.get(&atom.name).into_iter().flatten();
                part_of(&mut columns.atoms, place).extend(truths);
            }
            if let Some(rows) = &table.source_rows {
                let before = self.rows as u32;
                columns
                    .source_rows
                    .extend(rows.iter().map(|row| before + row));
            }
            columns.rows.extend(&table.rows);
        }
        for ((_, table), columns) in tables.into_iter().zip(&mut self.merged) {
            if columns.aggregates.is_empty() {
                columns.aggregates = table.aggregates;
            } else {
                let aggregates = columns.aggregates.iter_mut().zip(table.aggregates);
                aggregates.for_each(|(column, more)| append(column, more));
            }
        }
        self.rows += rows;
        for ((at, base), columns) in self.bases.iter().zip(&mut self.merged) {
            if columns.rows.len() > 2 * columns.merged + FEW {
                let merged = columns.merge(base, &self.dictionaries);
                merged.map_err(|aggregate| Overflow {
                    base: *at,
                    aggregate,
                })?;
            }
        }
        Ok(())
    }

    /// The groups of all rows.
    ///
    /// # Errors
    /// A sum that needs more than 128 bits.
    pub(in crate::engine) fn finish(mut self) -> Result<Vec<BaseTable>, Overflow> {
        if let Some((only, _)) = self.only {
            return Ok(only);
        }
        for ((at, base), columns) in self.bases.iter().zip(&mut self.merged) {
            let overflow = |aggregate| Overflow {
                base: *at,
                aggregate,
            };
            columns.merge(base, &self.dictionaries).map_err(overflow)?;
            let mut sums = columns.aggregates.iter();
            if let Some(aggregate) = sums.position(|column| !has_total(column)) {
                return Err(overflow(aggregate));
            }
        }
        let dictionaries = self.dictionaries.into_iter();
        let values: BTreeMap<&str, Coded> = dictionaries
            .map(|(name, dictionary)| (name, dictionary.into_column()))
            .collect();
        let tables = self.bases.into_iter().zip(self.merged);
        let tables = tables.map(|((at, base), columns)| (at, columns.into_table(base, &values)));
        Ok(tables.collect())
    }
}

/// A column, which is made when it is first needed.
fn part_of<T>(columns: &mut Vec<Vec<T>>, at: usize) -> &mut Vec<T> {
    while columns.len() <= at {
        columns.push(Vec::new());
    }
    &mut columns[at]
}

impl Columns {
    /// Makes one group of those with the same key; of an aggregate whose sum is too large the position.
    fn merge(
        &mut self,
        base: &Base,
        dictionaries: &BTreeMap<&str, Dictionary>,
    ) -> Result<(), usize> {
        let groups = self.rows.len();
        if base.per_row || groups == self.merged {
            self.merged = groups;
            return Ok(());
        }
        let truths: Vec<Vec<u32>> = self.atoms.iter().map(|atom| codes_of(atom)).collect();
        let keys = base
            .keys
            .iter()
            .zip(&self.keys)
            .map(|(key, codes)| KeyPart {
                codes,
                values: dictionaries
                    .get(key.name.as_str())
                    .map_or(0, Dictionary::len),
            });
        let atoms = truths.iter().map(|codes| KeyPart { codes, values: 3 });
        let parts: Vec<KeyPart<'_>> = keys.chain(atoms).collect();
        let Numbering { codes: of, first } = number_tuples(&parts, 0..groups as u32);
        self.merged = first.len();
        if first.len() == groups {
            return Ok(());
        }
        self.keys = self.keys.iter().map(|codes| taken(codes, &first)).collect();
        self.atoms = self.atoms.iter().map(|atom| taken(atom, &first)).collect();
        let mut rows = vec![0; first.len()];
        for (count, group) in self.rows.iter().zip(&of) {
            rows[*group as usize] += count;
        }
        self.rows = rows;
        let kinds = base.aggregates.iter().map(|aggregate| aggregate.kind);
        let aggregates = self.aggregates.iter().zip(kinds).enumerate();
        let aggregates =
            aggregates.map(|(at, (column, kind))| merged(column, kind, &of, first.len()).ok_or(at));
        self.aggregates = aggregates.collect::<Result<_, _>>()?;
        Ok(())
    }

    fn into_table(self, base: &Base, values: &BTreeMap<&str, Coded>) -> GroupTable {
        let keys = base.keys.iter().zip(self.keys);
        let keys = keys.map(|(key, codes)| {
            let column = values[key.name.as_str()].with_codes(codes);
            (key.name.clone(), column)
        });
        let atoms = base.atoms.iter().zip(self.atoms);
        GroupTable {
            rows: self.rows,
            source_rows: base.per_row.then_some(self.source_rows),
            keys: keys.collect(),
            aggregates: self.aggregates,
            atoms: atoms
                .map(|(atom, truths)| (atom.name.clone(), truths))
                .collect(),
            conditions: Vec::new(),
        }
    }
}

fn codes_of(truths: &[Option<bool>]) -> Vec<u32> {
    let truths = truths.iter();
    truths
        .map(|truth| truth.map_or(0, |truth| 1 + u32::from(truth)))
        .collect()
}

fn taken<T: Copy>(values: &[T], wanted: &[u32]) -> Vec<T> {
    wanted.iter().map(|at| values[*at as usize]).collect()
}

/// Appends the values of more groups.
fn append(column: &mut AggregateColumn, more: AggregateColumn) {
    use AggregateColumn::{Decimals, Extremes, Integers, Numbers, Sums, Values};
    match (column, more) {
        (Integers(values), Integers(more)) | (Decimals(values, _), Decimals(more, _)) => {
            values.extend(more);
        }
        (Sums(values), Sums(more)) => values.extend(more),
        (Extremes(values), Extremes(more)) => values.extend(more),
        (Values(values), Values(more)) => values.extend(more),
        (Numbers(numbers), Numbers(more)) => numbers.append(more),
        // Only some chunks have numbers of more than 64 bits.
        (column, more) => {
            let (groups, others) = (column.len(), more.len());
            let values = (0..groups).map(|at| column.value(at));
            let values: Vec<Value> = values.chain((0..others).map(|at| more.value(at))).collect();
            *column = Values(values);
        }
    }
}

/// The aggregates of groups that others are made into; none for a sum of more than 128 bits.
fn merged(
    column: &AggregateColumn,
    kind: BaseAggregateKind,
    of: &[u32],
    groups: usize,
) -> Option<AggregateColumn> {
    let wanted = match kind {
        BaseAggregateKind::Least => Ordering::Less,
        _ => Ordering::Greater,
    };
    let sums = |values: &[i128]| {
        let mut sums = vec![0_i128; groups];
        for (value, group) in values.iter().zip(of) {
            let sum = &mut sums[*group as usize];
            *sum = sum.checked_add(*value)?;
        }
        Some(sums)
    };
    Some(match column {
        AggregateColumn::Integers(values) => AggregateColumn::Integers(sums(values)?),
        AggregateColumn::Decimals(values, scale) => {
            AggregateColumn::Decimals(sums(values)?, *scale)
        }
        AggregateColumn::Sums(values) => {
            let mut sums = vec![Sum::default(); groups];
            for (value, group) in values.iter().zip(of) {
                sums[*group as usize].merge(value);
            }
            AggregateColumn::Sums(sums)
        }
        AggregateColumn::Extremes(values) => {
            let mut best: Vec<Option<i128>> = vec![None; groups];
            for (value, group) in values.iter().zip(of) {
                let known = &mut best[*group as usize];
                if value.is_some() && (known.is_none() || value.cmp(known) == wanted) {
                    *known = *value;
                }
            }
            AggregateColumn::Extremes(best)
        }
        AggregateColumn::Values(values) => {
            let mut best = vec![Value::Null; groups];
            for (value, group) in values.iter().zip(of) {
                let known = &mut best[*group as usize];
                if *value != Value::Null
                    && (*known == Value::Null || value.compare(known) == wanted)
                {
                    known.clone_from(value);
                }
            }
            AggregateColumn::Values(best)
        }
        AggregateColumn::Numbers(Numbers::Integers(runs)) => {
            AggregateColumn::Numbers(Numbers::Integers(runs.merged(of, groups)))
        }
        AggregateColumn::Numbers(Numbers::Values(runs)) => {
            AggregateColumn::Numbers(Numbers::Values(runs.merged(of, groups)))
        }
    })
}

/// Whether the sum of any groups of a column fits.
fn has_total(column: &AggregateColumn) -> bool {
    match column {
        AggregateColumn::Integers(values) | AggregateColumn::Decimals(values, _) => {
            let add = |sum: i128, value: &i128| sum.checked_add(value.checked_abs()?);
            values.iter().try_fold(0, add).is_some()
        }
        AggregateColumn::Sums(values) => {
            let mut all = Sum::default();
            for sum in values {
                all.merge(sum);
            }
            all.value().is_ok()
        }
        _ => true,
    }
}

impl<T: Clone> Runs<T> {
    /// The items of groups that these are made into.
    fn merged(&self, of: &[u32], groups: usize) -> Self {
        let own = (0..).zip(of);
        let items = own.flat_map(|(at, group)| {
            let items = self.of(at).iter();
            items.map(|item| (*group, item.clone()))
        });
        Self::new(groups, items.collect())
    }
}
