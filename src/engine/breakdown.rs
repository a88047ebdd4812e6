//! Groups → the frame of a breakdown: folds what is not kept, then shares, ranks, order, cumulative shares.
//!
//! Others are recomputed from the rows, never subtracted: a distinct count does not add up.

use super::columns::{Coded, EXCLUDED, MISSING, OTHERS};
use super::groups::GroupTable;
use super::keep::Kept;
use super::rollup::{Codes, Group, Scope, group, key, selected};
use super::second;
use crate::diagnostic::Diagnostic;
use crate::frame::{Frame, Key, Row, Value};
use crate::plan::{Rollup, RollupMeasure};
use crate::resolve::{Breakdown, DimensionKind, MeasureKind, Order, Report, measure_kind};
use crate::spec::grammar::With;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A breakdown from a base.
pub(super) fn from_base(
    report: &Report,
    definition: &Breakdown,
    table: &GroupTable,
    rollup: &Rollup,
    denominators: Option<(&GroupTable, &Rollup)>,
    scope: &Scope,
) -> Result<Frame, Diagnostic> {
    let dimensions: Vec<String> = definition
        .by
        .iter()
        .chain(definition.with.keys())
        .cloned()
        .collect();
    let rows = selected(table, rollup, scope, &dimensions);
    let wholes = denominators.map(|(table, rollup)| {
        let rows = selected(table, rollup, scope, &rollup.by);
        let groups = group(table, &rows, &rollup.by, &rollup.measures, &|_| true);
        let columns: Vec<&Coded> = rollup.by.iter().map(|name| &table.keys[name]).collect();
        by_keys(&columns, groups)
    });
    Build {
        report,
        definition,
        table,
        rows,
        measures: &rollup.measures,
        wholes,
    }
    .frame()
}

/// A breakdown of the rows of another one.
pub(super) fn from_frame(
    report: &Report,
    definition: &Breakdown,
    from: &Frame,
) -> Result<Frame, Diagnostic> {
    let (table, measures, condition) = second::group_table(report, definition, from)?;
    let rows = (0..table.rows.len() as u32)
        .filter(|row| condition.as_ref().is_none_or(|c| c[*row as usize]))
        .collect();
    Build {
        report,
        definition,
        table: &table,
        rows,
        measures: &measures,
        wholes: None,
    }
    .frame()
}

fn by_keys(columns: &[&Coded], groups: Vec<Group>) -> BTreeMap<Vec<Key>, Vec<Value>> {
    groups
        .into_iter()
        .map(|group| {
            let keys = columns
                .iter()
                .zip(&group.codes)
                .map(|(column, code)| key(column, *code))
                .collect();
            (keys, group.values.into_vec())
        })
        .collect()
}

pub(super) struct Build<'a> {
    pub(super) report: &'a Report,
    pub(super) definition: &'a Breakdown,
    pub(super) table: &'a GroupTable,
    pub(super) rows: Vec<u32>,
    pub(super) measures: &'a [RollupMeasure],
    /// Denominators by the keys held fixed, where they are not sums of the groups.
    pub(super) wholes: Option<BTreeMap<Vec<Key>, Vec<Value>>>,
}

impl Build<'_> {
    pub(super) fn columns(&self) -> Vec<&Coded> {
        self.definition
            .by
            .iter()
            .map(|name| &self.table.keys[name])
            .collect()
    }

    pub(super) fn group(&self, recode: &dyn Fn(&mut Codes) -> bool) -> Vec<Group> {
        group(
            self.table,
            &self.rows,
            &self.definition.by,
            self.measures,
            recode,
        )
    }

    fn frame(&self) -> Result<Frame, Diagnostic> {
        let mut full = self.group(&|_| true);
        self.rank(&mut full);
        let mut wholes = self.wholes();
        let kept = self.kept(&full, &wholes)?;
        self.folded_wholes(&kept, &mut wholes);
        let groups = if self.definition.keep.is_empty() {
            full
        } else {
            // What stays keeps its rank among all; a folded row has none.
            let mut groups = self.group(&|codes| kept.recode(codes));
            for group in &mut groups {
                let same = full.binary_search_by(|known| known.codes.cmp(&group.codes));
                if let Ok(at) = same {
                    group.ranks.clone_from(&full[at].ranks);
                }
            }
            groups
        };
        let groups = self.sorted(groups);
        let attributes = self.attributes(&kept, &groups);
        let mut frame = self.empty();
        let columns = self.columns();
        let mut running: BTreeMap<(usize, Codes), i128> = BTreeMap::new();
        for (group, attributes) in groups.iter().zip(attributes) {
            let keys: Vec<Key> = columns
                .iter()
                .zip(&group.codes)
                .map(|(column, code)| key(column, *code))
                .collect();
            let values = self.values(group, &keys, &wholes, &mut running);
            frame.rows.push(Row {
                keys,
                attributes,
                values,
                support: group.support,
            });
        }
        self.fill_domain(&mut frame);
        Ok(frame)
    }

    pub(super) fn empty(&self) -> Frame {
        let mut columns = Vec::new();
        for measure in &self.definition.measures {
            let name = &measure.name;
            columns.push(name.clone());
            match measure_kind(&measure.aggregate.aggregate) {
                MeasureKind::Amount => {
                    columns.push(format!("{name}_share"));
                    columns.push(format!("{name}_rank"));
                    if self.definition.cumulative {
                        columns.push(format!("{name}_cumulative"));
                    }
                }
                MeasureKind::Mean => columns.push(format!("{name}_rank")),
                MeasureKind::Value(_) => {}
            }
        }
        Frame {
            name: self.definition.name.clone(),
            by: self.definition.by.clone(),
            attributes: self.definition.with.keys().cloned().collect(),
            columns,
            rows: Vec::new(),
            domains: self
                .definition
                .by
                .iter()
                .map(|name| self.domain(name))
                .collect(),
        }
    }

    /// The codes of a bucket dimension, in order of the edges.
    fn domain(&self, name: &str) -> Option<Vec<Arc<str>>> {
        match self.report.dimensions.get(name).map(|d| &d.kind) {
            Some(DimensionKind::Bucket { codes, .. }) => {
                Some(codes.iter().map(|code| Arc::from(code.as_str())).collect())
            }
            _ => None,
        }
    }

    /// Denominators by the keys that are held fixed.
    fn wholes(&self) -> BTreeMap<Vec<Key>, Vec<Value>> {
        if let Some(wholes) = &self.wholes {
            return wholes.clone();
        }
        let fixed: Vec<String> = self
            .definition
            .within
            .iter()
            .map(|at| self.definition.by[*at].clone())
            .collect();
        let groups = group(self.table, &self.rows, &fixed, self.measures, &|_| true);
        let columns: Vec<&Coded> = fixed.iter().map(|name| &self.table.keys[name]).collect();
        by_keys(&columns, groups)
    }

    /// Gives each full group its position among those with the same fixed keys, by measure, from 1.
    fn rank(&self, full: &mut [Group]) {
        let columns = self.columns();
        for measure in 0..self.measures.len() {
            let mut counts: BTreeMap<Codes, i128> = BTreeMap::new();
            for at in most_first(&columns, full, measure) {
                let group = &mut full[at as usize];
                let count = counts.entry(self.fixed(&group.codes)).or_default();
                *count += 1;
                group.ranks.push(*count);
            }
        }
    }

    fn fixed(&self, codes: &[u32]) -> Codes {
        self.definition.within.iter().map(|at| codes[*at]).collect()
    }

    pub(super) fn values(
        &self,
        group: &Group,
        keys: &[Key],
        wholes: &BTreeMap<Vec<Key>, Vec<Value>>,
        running: &mut BTreeMap<(usize, Codes), i128>,
    ) -> Vec<Value> {
        let fixed: Vec<Key> = self
            .definition
            .within
            .iter()
            .map(|at| keys[*at].clone())
            .collect();
        let whole = wholes.get(&fixed);
        let mut values = Vec::new();
        for (at, measure) in self.definition.measures.iter().enumerate() {
            let value = &group.values[at];
            values.push(value.clone());
            let rank = group
                .ranks
                .get(at)
                .map_or(Value::Null, |rank| Value::Integer(*rank));
            match measure_kind(&measure.aggregate.aggregate) {
                MeasureKind::Amount => {
                    let amount = integer(value);
                    let below = whole.map_or(0, |whole| integer(&whole[at]));
                    values.push(Value::share(amount, below));
                    values.push(rank);
                    if self.definition.cumulative {
                        let sum = running.entry((at, self.fixed(&group.codes))).or_default();
                        *sum += amount;
                        values.push(Value::share(*sum, below));
                    }
                }
                MeasureKind::Mean => values.push(rank),
                MeasureKind::Value(_) => {}
            }
        }
        values
    }

    /// The value that carries most of the first measure in each group, or the only one.
    fn attributes(&self, kept: &Kept, groups: &[Group]) -> Vec<Vec<Key>> {
        let mut attributes = vec![Vec::new(); groups.len()];
        if self.definition.with.is_empty() {
            return attributes;
        }
        // What is folded or left out has none.
        let columns = self.columns();
        let rows: Vec<u32> = self
            .rows
            .iter()
            .copied()
            .filter(|row| {
                let mut codes: Codes = columns
                    .iter()
                    .map(|column| column.codes[*row as usize])
                    .collect();
                kept.recode(&mut codes) && !codes.contains(&OTHERS)
            })
            .collect();
        for (name, with) in &self.definition.with {
            let mut dimensions = self.definition.by.clone();
            dimensions.push(name.clone());
            let found = group(self.table, &rows, &dimensions, &self.measures[..1], &|_| {
                true
            });
            let column = &self.table.keys[name];
            let mut best: BTreeMap<&[u32], (Value, u32, usize)> = BTreeMap::new();
            for one in &found {
                let (code, codes) = match one.codes.split_last() {
                    Some((code, codes)) if *code != MISSING && *code != EXCLUDED => (*code, codes),
                    _ => continue,
                };
                let entry = best
                    .entry(codes)
                    .or_insert_with(|| (one.values[0].clone(), code, 0));
                entry.2 += 1;
                let order = one.values[0].compare(&entry.0).then_with(|| {
                    column.values()[entry.1 as usize].cmp(&column.values()[code as usize])
                });
                if order == Ordering::Greater {
                    entry.0 = one.values[0].clone();
                    entry.1 = code;
                }
            }
            for (attributes, group) in attributes.iter_mut().zip(groups) {
                let key = match best.get(group.codes.as_slice()) {
                    _ if group.codes.contains(&OTHERS) => Key::Missing,
                    Some((_, code, count)) if *with == With::Largest || *count == 1 => {
                        key(column, *code)
                    }
                    _ => Key::Missing,
                };
                attributes.push(key);
            }
        }
        attributes
    }

    /// Empty buckets stay, where the bucket is the only dimension.
    fn fill_domain(&self, frame: &mut Frame) {
        let (Some(Some(domain)), 1) = (frame.domains.first().cloned(), frame.by.len()) else {
            return;
        };
        if !self.definition.keep.is_empty() || self.definition.sort[0] != Order::Key {
            return;
        }
        let whole = self.wholes().remove(&Vec::new());
        let mut rows = Vec::new();
        let mut running = vec![0_i128; self.measures.len()];
        for code in domain {
            let found = frame
                .rows
                .iter()
                .position(|row| row.keys[0].code() == Some(&code));
            if let Some(at) = found {
                let row = frame.rows.remove(at);
                for (measure, use_) in self.definition.measures.iter().enumerate() {
                    let at = frame.columns.iter().position(|name| *name == use_.name);
                    running[measure] += at.map_or(0, |at| integer(&row.values[at]));
                }
                rows.push(row);
                continue;
            }
            let mut values = Vec::new();
            for (at, measure) in self.definition.measures.iter().enumerate() {
                let below = whole.as_ref().map_or(0, |whole| integer(&whole[at]));
                match measure_kind(&measure.aggregate.aggregate) {
                    MeasureKind::Amount => {
                        values.push(Value::Integer(0));
                        values.push(Value::share(0, below));
                        values.push(Value::Null);
                        if self.definition.cumulative {
                            values.push(Value::share(running[at], below));
                        }
                    }
                    MeasureKind::Mean => values.extend([Value::Null, Value::Null]),
                    MeasureKind::Value(_) => values.push(Value::Null),
                }
            }
            rows.push(Row {
                keys: vec![Key::Code(code)],
                attributes: vec![Key::Missing; frame.attributes.len()],
                values,
                support: 0,
            });
        }
        rows.append(&mut frame.rows);
        frame.rows = rows;
    }
}

/// Positions of the groups without a missing key, those with most of a measure first; ties by key.
pub(super) fn most_first(columns: &[&Coded], groups: &[Group], measure: usize) -> Vec<u32> {
    // The values side by side: groups are many, and each is a place of its own in memory.
    let mut order: Vec<(Value, u32)> = groups
        .iter()
        .zip(0..)
        .filter(|(group, _)| !group.codes.contains(&MISSING))
        .map(|(group, at)| (group.values[measure].clone(), at))
        .collect();
    order.sort_unstable_by(|(a, at_a), (b, at_b)| {
        let codes = |at: &u32| &groups[*at as usize].codes;
        b.compare(a)
            .then_with(|| compare_codes(columns, codes(at_a), codes(at_b)))
    });
    order.into_iter().map(|(_, at)| at).collect()
}

pub(super) fn compare_codes(columns: &[&Coded], a: &[u32], b: &[u32]) -> Ordering {
    for ((column, x), y) in columns.iter().zip(a).zip(b) {
        let position = |code: u32| column.positions().get(code as usize);
        let order = position(*x).cmp(&position(*y));
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

fn integer(value: &Value) -> i128 {
    match value {
        Value::Integer(value) => *value,
        _ => 0,
    }
}
