//! Groups → the frame of a breakdown: folds the values that are not kept, then computes shares,
//! ranks, order, cumulative shares.
//!
//! Others are recomputed from the rows, never subtracted, since distinct counts are not additive.

use super::aggregate::{aggregate_groups, key, rows_behind};
use super::amounts::{Codes, Groups};
use super::coded::Coded;
use super::codes::{EXCLUDED, MISSING, OTHERS};
use super::grouping::{Grouped, group};
use super::groups::GroupTable;
use super::kept_levels::{KeptLevels, Placement};
use super::members::Members;
use super::numbering::{KeyPart, number_tuples};
use super::ranks::{MostFirst, parents};
use super::scope::{Scope, selected};
use super::second;
use super::wholes::{Wholes, by_keys};
use crate::diagnostic::Diagnostic;
use crate::plan::{BreakdownStep, KeyOrder, Level, Plan, Rollup, RollupMeasure};
use crate::report::{Breakdown, ColumnContent, Order, Role};
use crate::results::{Frame, Key, Row, Unknown, Value};
use crate::spec::grammar::With;
use crate::text::Locale;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// A breakdown computed from bases.
pub(super) fn from_base(
    plan: &Plan,
    step: &BreakdownStep,
    (rollup, denominators, counted): (&Rollup, Option<&Rollup>, Option<&Rollup>),
    tables: &[GroupTable],
    scope: &Scope,
) -> Result<Frame, Diagnostic> {
    let rows_of = |rollup: &Rollup| selected(&tables[rollup.base], rollup, scope);
    let table = &tables[rollup.base];
    let rows = rows_of(rollup);
    let source_rows = match counted {
        Some(counted) => rows_behind(&tables[counted.base], &rows_of(counted)),
        None => rows_behind(table, &rows),
    };
    let build = BreakdownBuilder {
        definition: &step.definition,
        levels: &step.levels,
        locale: plan.locale,
        table,
        rows,
        source_rows,
        measures: &rollup.measures,
    };
    let denominators = denominators.map(|of| Denominators {
        table: &tables[of.base],
        rollup: of,
        rows: rows_of(of),
        same_groups: of.base == rollup.base,
    });
    build.frame(denominators.as_ref())
}

/// Rows that form the denominators of shares, if these are not the rows of the groups.
struct Denominators<'a> {
    table: &'a GroupTable,
    rollup: &'a Rollup,
    rows: Vec<u32>,
    /// Whether the base is that of the groups, so that keys have the same codes.
    same_groups: bool,
}

/// A breakdown of the rows of another one.
pub(super) fn from_frame(
    plan: &Plan,
    step: &BreakdownStep,
    from: &Frame,
    orders: &BTreeMap<String, KeyOrder>,
) -> Result<Frame, Diagnostic> {
    let definition = &step.definition;
    let (table, measures, condition) = second::group_table(definition, from, orders)?;
    let rows: Vec<u32> = (0..table.rows.len() as u32)
        .filter(|row| condition.as_ref().is_none_or(|c| c[*row as usize]))
        .collect();
    let build = BreakdownBuilder {
        definition,
        levels: &step.levels,
        locale: plan.locale,
        table: &table,
        source_rows: rows.len() as i128,
        rows,
        measures: &measures,
    };
    build.frame(None)
}

/// The groups that become rows.
pub(super) struct RowGroups<'a> {
    pub(super) groups: Cow<'a, Groups>,
    /// Position of each among all groups; a folded one has none, and no rank.
    pub(super) origins: Vec<Option<u32>>,
    /// For each of all groups, the position of the row that contains it; `None` if it is dropped.
    pub(super) of: Vec<Option<u32>>,
}

impl<'a> RowGroups<'a> {
    /// All groups.
    pub(super) fn all(groups: &'a Groups) -> Self {
        let own: Vec<Option<u32>> = groups.positions().map(Some).collect();
        Self {
            groups: Cow::Borrowed(groups),
            origins: own.clone(),
            of: own,
        }
    }
}

pub(super) struct BreakdownBuilder<'a> {
    pub(super) definition: &'a Breakdown,
    pub(super) levels: &'a [Level],
    pub(super) locale: Locale,
    pub(super) table: &'a GroupTable,
    pub(super) rows: Vec<u32>,
    pub(super) source_rows: i128,
    pub(super) measures: &'a [RollupMeasure],
}

impl BreakdownBuilder<'_> {
    pub(super) fn columns(&self) -> Vec<&Coded> {
        self.definition
            .by
            .iter()
            .map(|name| &self.table.keys[name])
            .collect()
    }

    /// Builds the frame; `denominators` are for shares that are not relative to the sums of the
    /// groups.
    fn frame(&self, denominators: Option<&Denominators<'_>>) -> Result<Frame, Diagnostic> {
        let full = group(self.table, &self.rows, &self.definition.by, self.measures)?;
        if self.definition.keep.is_empty() {
            for column in self.columns() {
                column.order_for(full.groups.count());
            }
        }
        let mut wholes = self.wholes(&full, denominators)?;
        let kept = self.kept(&full, &wholes)?;
        self.folded_wholes(&full, denominators, &kept, &mut wholes)?;
        let shown = self.shown(&full, &kept)?;
        let order = self.sorted(&full, &shown)?;
        let attributes = self.attributes(&full, &shown)?;
        let mut frame = self.filled(&full, &shown, &order, attributes, &wholes)?;
        frame.chosen = self.chosen(&full, &shown);
        frame.outdone = self.outdone(&full, &kept, &shown);
        frame.cut = self.cut_levels(&full);
        self.fill_domain(&mut frame, &wholes);
        if self.definition.total {
            frame.total = Some(self.total(&wholes)?);
        }
        Ok(frame)
    }

    /// The groups that stay as they are, followed by the folded ones.
    fn shown<'f>(
        &self,
        full: &'f Grouped<'_>,
        kept: &KeptLevels,
    ) -> Result<RowGroups<'f>, Diagnostic> {
        let all = &full.groups;
        if self.definition.keep.is_empty() {
            return Ok(RowGroups::all(all));
        }
        let mut own = Vec::new();
        let mut of = Vec::with_capacity(all.count());
        let mut folds = false;
        for at in all.positions() {
            let place = kept.place(all.codes(at));
            folds |= matches!(place, Placement::Folded(_));
            of.push((place == Placement::Own).then_some(own.len() as u32));
            if place == Placement::Own {
                own.push(at);
            }
        }
        let mut groups = all.take(&own);
        if folds {
            let (folded, of_folded) =
                full.regroup_mapped(self.measures, |codes| match kept.place(codes) {
                    Placement::Folded(codes) => Some(codes),
                    Placement::Own | Placement::None => None,
                })?;
            for (of, folded) in of.iter_mut().zip(of_folded) {
                *of = of.or(folded.map(|at| own.len() as u32 + at));
            }
            groups.append(folded);
        }
        let mut origins: Vec<Option<u32>> = own.into_iter().map(Some).collect();
        origins.resize(groups.count(), None);
        Ok(RowGroups {
            groups: Cow::Owned(groups),
            origins,
            of,
        })
    }

    /// The rows of the groups, in order.
    pub(super) fn filled(
        &self,
        full: &Grouped<'_>,
        shown: &RowGroups<'_>,
        order: &[u32],
        mut attributes: Vec<Vec<Key>>,
        wholes: &Wholes,
    ) -> Result<Frame, Diagnostic> {
        let columns = self.columns();
        let ranks = self.ranks(full, shown);
        let mut frame = self.empty();
        let cumulative = self.cumulative(full, shown, order);
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
            let whole = wholes.of_group(codes, &self.definition.within, &columns);
            let values = shown.groups.values(*at);
            frame.rows.push(Row {
                keys,
                attributes: std::mem::take(&mut attributes[*at as usize]),
                values: self.values(&values, &ranks, whole, |measure| {
                    cumulative[measure][*at as usize]
                }),
            });
        }
        self.fill_over(&mut frame, (full, shown, order), wholes)?;
        Ok(frame)
    }

    pub(super) fn empty(&self) -> Frame {
        Frame {
            name: self.definition.name.clone(),
            columns: self.definition.columns.clone(),
            rows: Vec::new(),
            total: None,
            unknown: Unknown::default(),
            left: Vec::new(),
            source_rows: self.source_rows,
            domains: self.levels.iter().map(|it| it.domain.clone()).collect(),
            chosen: BTreeSet::new(),
            outdone: BTreeSet::new(),
            cut: Vec::new(),
            calendar: None,
        }
    }

    /// The denominators of shares, by the keys that are held fixed.
    fn wholes(
        &self,
        full: &Grouped<'_>,
        denominators: Option<&Denominators<'_>>,
    ) -> Result<Wholes, Diagnostic> {
        if let Some(given) = denominators {
            let Rollup { by, measures, .. } = given.rollup;
            let groups = group(given.table, &given.rows, by, measures)?.groups;
            return Ok(if given.same_groups {
                Wholes::of_groups(&groups)
            } else {
                let columns: Vec<&Coded> = by.iter().map(|name| &given.table.keys[name]).collect();
                Wholes::OfKeys(by_keys(&columns, &groups))
            });
        }
        let fixed = full.by_levels(self.measures, &self.definition.within)?;
        Ok(Wholes::of_groups(&fixed))
    }

    /// Adds the denominators of rows whose fixed keys are folded: over all rows included in the
    /// fold.
    fn folded_wholes(
        &self,
        full: &Grouped<'_>,
        denominators: Option<&Denominators<'_>>,
        kept: &KeptLevels,
        wholes: &mut Wholes,
    ) -> Result<(), Diagnostic> {
        let Wholes::OfGroups(wholes) = wholes else {
            return Ok(());
        };
        if !kept.fold_any(&self.definition.within) {
            return Ok(());
        }
        let of_all;
        let all = match denominators {
            Some(given) => {
                let measures = &given.rollup.measures;
                of_all = group(given.table, &given.rows, &self.definition.by, measures)?;
                &of_all
            }
            None => full,
        };
        let folded = all.regroup(self.measures, |codes| {
            let fixed = self.fixed(&kept.folded(codes));
            fixed.contains(&OTHERS).then_some(fixed)
        })?;
        wholes.extend(Wholes::entries(&folded));
        Ok(())
    }

    /// For each ranked measure, the rank of each group among all with the same fixed keys, from 1; 0 for none.
    fn ranks(&self, full: &Grouped<'_>, shown: &RowGroups<'_>) -> Vec<Vec<u32>> {
        let columns = self.columns();
        let parents = parents(&full.groups, &self.definition.within);
        let wanted: Vec<u32> = shown.origins.iter().copied().flatten().collect();
        let ranked = |measure| self.holds().any(|held| held == (measure, Role::Rank));
        let ranks = (0..self.definition.measures.len()).map(|measure| {
            if ranked(measure) {
                MostFirst::new(&columns, &full.groups, measure).ranks(&parents, &wanted)
            } else {
                Vec::new()
            }
        });
        ranks.collect()
    }

    pub(super) fn fixed(&self, codes: &[u32]) -> Codes {
        self.definition.within.iter().map(|at| codes[*at]).collect()
    }

    /// The value columns of a group: `amounts` are its measures, `cumulative` those of the group
    /// and all before it.
    fn values(
        &self,
        amounts: &[Value],
        ranks: &[u32],
        whole: Option<&Vec<Value>>,
        cumulative: impl Fn(usize) -> i128,
    ) -> Vec<Value> {
        let below = |measure: usize| whole.map_or(0, |whole| whole[measure].units());
        let values = self.holds().map(|(measure, role)| {
            let value = &amounts[measure];
            match role {
                Role::Value => value.clone(),
                Role::Share => Value::share(value.units(), below(measure)),
                Role::Rank => match ranks.get(measure) {
                    Some(0) | None => Value::Null,
                    Some(rank) => Value::Integer(i128::from(*rank)),
                },
                Role::Cumulative => Value::share(cumulative(measure), below(measure)),
                // What tells of change is filled in when the breakdown is complete.
                Role::Previous
                | Role::Change
                | Role::Growth
                | Role::SharePrevious
                | Role::ShareChange
                | Role::RankPrevious
                | Role::RankChange
                | Role::YearPrevious
                | Role::YearGrowth
                | Role::Mean
                | Role::Running
                | Role::Index
                | Role::EnteredCount
                | Role::LeftCount => Value::Null,
            }
        });
        self.with_facts(values)
    }

    /// The cells of a row's measures, and missing ones for what else is said of it.
    pub(super) fn with_facts(&self, found: impl Iterator<Item = Value>) -> Vec<Value> {
        let count = self.definition.columns.values().len();
        let mut values = Vec::with_capacity(count);
        values.extend(found);
        values.resize(count, Value::Null);
        values
    }

    /// The content of each value column: the position of a measure and its role.
    pub(super) fn holds(&self) -> impl Iterator<Item = (usize, Role)> {
        let columns = self.definition.columns.values().iter();
        columns.filter_map(|column| match column.holds {
            ColumnContent::Measure { measure, role } => Some((measure, role)),
            ColumnContent::Codes(_) | ColumnContent::Fact(_) => None,
        })
    }

    /// The value that carries most of the first measure in each group, or the only one; folded and
    /// dropped groups have none.
    pub(super) fn attributes(
        &self,
        full: &Grouped<'_>,
        shown: &RowGroups<'_>,
    ) -> Result<Vec<Vec<Key>>, Diagnostic> {
        let mut attributes = vec![Vec::new(); shown.groups.count()];
        if self.definition.with.is_empty() {
            return Ok(attributes);
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
        let groups = KeyPart {
            codes: &of,
            values: shown.groups.count(),
        };
        for (name, with) in &self.definition.with {
            let column = &self.table.keys[name];
            let found = column.take(&rows);
            let pairs = number_tuples(&[groups, found.part()], 0..rows.len() as u32);
            let members = Members::new(&rows, &pairs.codes, pairs.first.len());
            let amounts = aggregate_groups(self.table, &members, &self.measures[0])?;
            // Tuple, code and count of the values.
            let mut best: Vec<Option<(u32, u32, usize)>> = vec![None; attributes.len()];
            for (pair, first) in (0_u32..).zip(&pairs.first) {
                let code = found.codes[*first as usize];
                if code == MISSING || code == EXCLUDED || code == OTHERS {
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
        Ok(attributes)
    }

    /// Adds empty buckets, if the bucket is the only dimension.
    fn fill_domain(&self, frame: &mut Frame, wholes: &Wholes) {
        let (Some(Some(domain)), 1) = (
            frame.domains.first().cloned(),
            frame.columns.dimensions().len(),
        ) else {
            return;
        };
        if !self.definition.keep.is_empty() || self.definition.sort[0] != Order::Key {
            return;
        }
        let whole = wholes.of_all();
        let mut rows = Vec::new();
        // The cumulative amount of an empty bucket is that of the one before it.
        let mut cumulative = vec![0_i128; self.measures.len()];
        for code in domain {
            let found = frame
                .rows
                .iter()
                .position(|row| row.keys[0].code() == Some(&code));
            if let Some(at) = found {
                let row = frame.rows.remove(at);
                for ((measure, role), value) in self.holds().zip(&row.values) {
                    if let (Role::Cumulative, Value::Ratio(ratio)) = (role, value) {
                        cumulative[measure] = ratio.numerator;
                    }
                }
                rows.push(row);
                continue;
            }
            let none = self.measures.iter();
            let none: Vec<Value> = none.map(|it| it.expression.of_nothing()).collect();
            let values = self.values(&none, &[], whole, |measure| cumulative[measure]);
            rows.push(Row {
                keys: vec![Key::Code(code)],
                attributes: vec![Key::Missing; frame.columns.attributes().len()],
                values,
            });
        }
        rows.append(&mut frame.rows);
        frame.rows = rows;
    }
}
