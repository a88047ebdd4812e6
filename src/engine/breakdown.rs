//! Groups → the frame of a breakdown: folds what is not kept, then shares, ranks, order, cumulative shares.
//!
//! Others are recomputed from the rows, never subtracted: a distinct count does not add up.

use super::columns::{Coded, EXCLUDED, MISSING};
use super::grouping::{Codes, Grouped, Groups, group};
use super::groups::GroupTable;
use super::keep::{Kept, Place};
use super::numbering::{Part, number_tuples};
use super::ranks::{MostFirst, parents};
use super::rollup::{Members, Scope, aggregate_groups, key, selected};
use super::second;
use crate::diagnostic::Diagnostic;
use crate::frame::{Frame, Key, Row, Value};
use crate::plan::{Rollup, RollupMeasure};
use crate::report::{Breakdown, DimensionKind, MeasureKind, Order, Report, measure_kind};
use crate::spec::grammar::With;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
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
        let groups = group(table, &rows, &rollup.by, &rollup.measures).groups;
        let columns: Vec<&Coded> = rollup.by.iter().map(|name| &table.keys[name]).collect();
        by_keys(&columns, &groups)
    });
    let build = Build {
        report,
        definition,
        table,
        rows,
        measures: &rollup.measures,
    };
    build.frame(wholes.map(Wholes::OfKeys))
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
    let build = Build {
        report,
        definition,
        table: &table,
        rows,
        measures: &measures,
    };
    build.frame(None)
}

fn by_keys(columns: &[&Coded], groups: &Groups) -> BTreeMap<Vec<Key>, Vec<Value>> {
    let groups = groups.positions().map(|at| {
        let keys = columns.iter().zip(groups.codes(at));
        let keys = keys.map(|(column, code)| key(column, *code)).collect();
        (keys, groups.values(at))
    });
    groups.collect()
}

/// Denominators of shares by the keys that are held fixed.
pub(super) enum Wholes {
    /// Sums of the groups, by numbers.
    OfGroups(FxHashMap<Codes, Vec<Value>>),
    /// Of another base, whose numbers are others.
    OfKeys(BTreeMap<Vec<Key>, Vec<Value>>),
}

impl Wholes {
    fn get(&self, codes: &[u32], keys: &[Key]) -> Option<&Vec<Value>> {
        match self {
            Self::OfGroups(wholes) => wholes.get(codes),
            Self::OfKeys(wholes) => wholes.get(keys),
        }
    }
}

/// The groups that have a row.
pub(super) struct Shown<'a> {
    pub(super) groups: Cow<'a, Groups>,
    /// Positions among all groups; a folded one has none, and no rank.
    pub(super) origins: Vec<Option<u32>>,
}

pub(super) struct Build<'a> {
    pub(super) report: &'a Report,
    pub(super) definition: &'a Breakdown,
    pub(super) table: &'a GroupTable,
    pub(super) rows: Vec<u32>,
    pub(super) measures: &'a [RollupMeasure],
}

impl Build<'_> {
    pub(super) fn columns(&self) -> Vec<&Coded> {
        self.definition
            .by
            .iter()
            .map(|name| &self.table.keys[name])
            .collect()
    }

    /// The frame; `wholes` are denominators that are not sums of the groups.
    fn frame(&self, wholes: Option<Wholes>) -> Result<Frame, Diagnostic> {
        let full = group(self.table, &self.rows, &self.definition.by, self.measures);
        if self.definition.keep.is_empty() {
            for column in self.columns() {
                column.order_for(full.groups.count());
            }
        }
        let mut wholes = wholes.unwrap_or_else(|| self.wholes(&full));
        let kept = self.kept(&full, &wholes)?;
        self.folded_wholes(&full, &kept, &mut wholes);
        let shown = self.shown(&full, &kept);
        let order = self.sorted(&shown.groups);
        let attributes = self.attributes(&full, &shown);
        let mut frame = self.filled(&full, &shown, &order, attributes, &wholes);
        self.fill_domain(&mut frame, &wholes);
        Ok(frame)
    }

    /// The groups that stay as they are, and behind them the folded ones.
    fn shown<'f>(&self, full: &'f Grouped<'_>, kept: &Kept) -> Shown<'f> {
        let all = &full.groups;
        if self.definition.keep.is_empty() {
            return Shown {
                groups: Cow::Borrowed(all),
                origins: all.positions().map(Some).collect(),
            };
        }
        let places: Vec<Place> = all
            .positions()
            .map(|at| kept.place(all.codes(at)))
            .collect();
        let own: Vec<u32> = all
            .positions()
            .filter(|at| places[*at as usize] == Place::Own)
            .collect();
        let mut groups = all.take(&own);
        if places.contains(&Place::Folded) {
            groups.append(full.regroup(self.measures, |codes| {
                (kept.place(codes) == Place::Folded).then(|| kept.folded(codes))
            }));
        }
        let mut origins: Vec<Option<u32>> = own.into_iter().map(Some).collect();
        origins.resize(groups.count(), None);
        Shown {
            groups: Cow::Owned(groups),
            origins,
        }
    }

    /// The rows of the groups in an order.
    pub(super) fn filled(
        &self,
        full: &Grouped<'_>,
        shown: &Shown<'_>,
        order: &[u32],
        mut attributes: Vec<Vec<Key>>,
        wholes: &Wholes,
    ) -> Frame {
        let columns = self.columns();
        let ranks = self.ranks(full, shown);
        let mut frame = self.empty();
        let mut running: FxHashMap<(usize, Codes), i128> = FxHashMap::default();
        for at in order {
            let codes = shown.groups.codes(*at);
            let keys: Vec<Key> = columns
                .iter()
                .zip(codes)
                .map(|(column, code)| key(column, *code))
                .collect();
            let ranks: Vec<u32> = ranks
                .iter()
                .map(|ranks| ranks.get(*at as usize).copied().unwrap_or_default())
                .collect();
            let fixed = self.fixed(codes);
            let fixed_keys: Vec<Key> = self
                .definition
                .within
                .iter()
                .map(|level| keys[*level].clone())
                .collect();
            let whole = wholes.get(&fixed, &fixed_keys);
            let values = shown.groups.values(*at);
            frame.rows.push(Row {
                keys,
                attributes: std::mem::take(&mut attributes[*at as usize]),
                values: self.values(values, &ranks, whole, |measure, amount| {
                    let sum = running.entry((measure, fixed.clone())).or_default();
                    *sum += amount;
                    *sum
                }),
                support: shown.groups.support[*at as usize],
            });
        }
        frame
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

    /// Denominators by the keys that are held fixed: sums of the groups.
    fn wholes(&self, full: &Grouped<'_>) -> Wholes {
        let groups = full.regroup(self.measures, |codes| Some(self.fixed(codes)));
        let groups = groups
            .positions()
            .map(|at| (Codes::from_slice(groups.codes(at)), groups.values(at)));
        Wholes::OfGroups(groups.collect())
    }

    /// For each measure that is ranked, the position of each group among all with the same fixed keys,
    /// from 1; 0 for none.
    fn ranks(&self, full: &Grouped<'_>, shown: &Shown<'_>) -> Vec<Vec<u32>> {
        let columns = self.columns();
        let parents = parents(&full.groups, &self.definition.within);
        let wanted: Vec<u32> = shown.origins.iter().copied().flatten().collect();
        let measures = self.definition.measures.iter().enumerate();
        let ranks =
            measures.map(
                |(at, measure)| match measure_kind(&measure.aggregate.aggregate) {
                    MeasureKind::Amount | MeasureKind::Mean => {
                        MostFirst::new(&columns, &full.groups, at).ranks(&parents, &wanted)
                    }
                    MeasureKind::Value(_) => Vec::new(),
                },
            );
        ranks.collect()
    }

    fn fixed(&self, codes: &[u32]) -> Codes {
        self.definition.within.iter().map(|at| codes[*at]).collect()
    }

    /// The value columns of a group: `amounts` are its measures, `running` adds to a cumulative sum.
    fn values(
        &self,
        amounts: Vec<Value>,
        ranks: &[u32],
        whole: Option<&Vec<Value>>,
        mut running: impl FnMut(usize, i128) -> i128,
    ) -> Vec<Value> {
        let mut values = Vec::new();
        let measures = self.definition.measures.iter().zip(amounts);
        for (at, (measure, value)) in measures.enumerate() {
            let amount = integer(&value);
            values.push(value);
            let rank = match ranks.get(at) {
                Some(0) | None => Value::Null,
                Some(rank) => Value::Integer(i128::from(*rank)),
            };
            match measure_kind(&measure.aggregate.aggregate) {
                MeasureKind::Amount => {
                    let below = whole.map_or(0, |whole| integer(&whole[at]));
                    values.push(Value::share(amount, below));
                    values.push(rank);
                    if self.definition.cumulative {
                        values.push(Value::share(running(at, amount), below));
                    }
                }
                MeasureKind::Mean => values.push(rank),
                MeasureKind::Value(_) => {}
            }
        }
        values
    }

    /// The value that carries most of the first measure in each group, or the only one; what is folded
    /// or left out has none.
    fn attributes(&self, full: &Grouped<'_>, shown: &Shown<'_>) -> Vec<Vec<Key>> {
        let mut attributes = vec![Vec::new(); shown.groups.count()];
        if self.definition.with.is_empty() {
            return attributes;
        }
        let mut positions = vec![None; full.groups.count()];
        for (position, origin) in (0_u32..).zip(&shown.origins) {
            if let Some(origin) = origin {
                positions[*origin as usize] = Some(position);
            }
        }
        let members = full.rows.iter().zip(&full.of);
        let (rows, of): (Vec<u32>, Vec<u32>) = members
            .filter_map(|(row, of)| Some((*row, positions[*of as usize]?)))
            .unzip();
        let groups = Part {
            codes: &of,
            values: shown.groups.count(),
        };
        for (name, with) in &self.definition.with {
            let column = &self.table.keys[name];
            let found = column.take(&rows);
            let pairs = number_tuples(&[groups, found.part()], 0..rows.len() as u32);
            let members = Members::new(&rows, &pairs.codes, pairs.first.len());
            let amounts = aggregate_groups(self.table, &members, &self.measures[0]);
            // Pair and number of the value, and how many values there are.
            let mut best: Vec<Option<(u32, u32, usize)>> = vec![None; attributes.len()];
            for (pair, first) in (0_u32..).zip(&pairs.first) {
                let code = found.codes[*first as usize];
                if code == MISSING || code == EXCLUDED {
                    continue;
                }
                let (most, known, count) =
                    best[of[*first as usize] as usize].get_or_insert((pair, code, 0));
                *count += 1;
                let order = amounts.compare(pair, *most);
                if order.then_with(|| column.compare(*known, code)) == Ordering::Greater {
                    (*most, *known) = (pair, code);
                }
            }
            for (attributes, best) in attributes.iter_mut().zip(best) {
                attributes.push(match best {
                    Some((_, code, count)) if *with == With::Largest || count == 1 => {
                        key(column, code)
                    }
                    _ => Key::Missing,
                });
            }
        }
        attributes
    }

    /// Empty buckets stay, where the bucket is the only dimension.
    fn fill_domain(&self, frame: &mut Frame, wholes: &Wholes) {
        let (Some(Some(domain)), 1) = (frame.domains.first().cloned(), frame.by.len()) else {
            return;
        };
        if !self.definition.keep.is_empty() || self.definition.sort[0] != Order::Key {
            return;
        }
        let whole = wholes.get(&[], &[]);
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
                let below = whole.map_or(0, |whole| integer(&whole[at]));
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

fn integer(value: &Value) -> i128 {
    match value {
        Value::Integer(value) => *value,
        _ => 0,
    }
}
