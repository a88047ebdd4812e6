//! `within`, `keep` and `sort` of a breakdown.

use super::breakdowns::add_columns;
use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location, nearest, there_are};
use crate::report::{
    Breakdown, Column, ColumnContent, Columns, DimensionKind, Keep, KeepRule, MeasureUse, Order,
    Purpose,
};
use crate::spec::escape;
use crate::spec::grammar::{self, KeepPer, PlainSort, Sort, SortBy};
use crate::sql::{NameSpace, Type};
use std::collections::BTreeMap;

/// What orders rows besides measures.
const ORDERS: &str = "write `sort: key` for the order of codes (days and buckets by their size), `sort: label` for the alphabet";

impl Context<'_> {
    pub(super) fn within(
        &mut self,
        breakdown: &grammar::Breakdown,
        by: &[String],
        pointer: &str,
    ) -> Option<Vec<usize>> {
        let names = breakdown
            .within
            .as_ref()
            .map(grammar::NameOrNames::list)
            .unwrap_or_default();
        match names.as_slice() {
            [] => return Some(Vec::new()),
            [one] if one == "total" && !by.contains(one) => return Some(Vec::new()),
            [one] if one == "parent" && !by.contains(one) => {
                return Some((0..by.len() - 1).collect());
            }
            _ => {}
        }
        let mut positions = Vec::new();
        for name in &names {
            if let Some(position) = by.iter().position(|dimension| dimension == name) {
                positions.push(position);
            } else {
                let names = ["total", "parent"]
                    .into_iter()
                    .chain(by.iter().map(String::as_str));
                self.unknown(
                    "dimension of this breakdown",
                    name,
                    &format!("{pointer}/within"),
                    names,
                );
                return None;
            }
        }
        positions.sort_unstable();
        Some(positions)
    }

    /// The order of each dimension, and the column of change that goes before it; none where nothing can be ordered by what is
    /// named (reported).
    pub(super) fn orders(
        &mut self,
        columns: &Columns,
        breakdown: &grammar::Breakdown,
        measures: &[MeasureUse],
        pointer: &str,
    ) -> Option<(Vec<Order>, Option<String>)> {
        let mut by_change = None;
        let given = match &breakdown.sort {
            None => None,
            Some(Sort::Plain(PlainSort::Value)) => Some(Order::Value(0)),
            Some(Sort::Plain(PlainSort::Key)) => Some(Order::Key),
            Some(Sort::Plain(PlainSort::Label)) => Some(Order::Label),
            Some(Sort::By(SortBy { by })) => {
                let at = format!("{pointer}/sort/by");
                let mut changes = columns.changes().iter();
                if changes.any(|it| it.name == *by && it.is_numeric()) {
                    self.can_be_ordered_by_change(columns, breakdown, by, &at)?;
                    by_change = Some(by.clone());
                    Some(Order::Value(0))
                } else {
                    Some(Order::Value(self.order_of(columns, measures, by, &at)?))
                }
            }
        };
        let dimensions = columns.dimensions().iter();
        let orders = dimensions
            .map(|it| given.unwrap_or_else(|| self.usual_order(it)))
            .collect();
        Some((orders, by_change))
    }

    /// Reports a breakdown whose rows no column of change can order.
    fn can_be_ordered_by_change(
        &mut self,
        columns: &Columns,
        breakdown: &grammar::Breakdown,
        name: &str,
        pointer: &str,
    ) -> Option<()> {
        let message = if columns.dimensions().len() > 1 {
            format!(
                "`{name}` orders the rows of a breakdown by one dimension, this one has {}",
                columns.dimensions().len()
            )
        } else if breakdown.cumulative {
            format!(
                "`{name}` cannot order rows with cumulative shares, which go from the largest row on"
            )
        } else {
            return Some(());
        };
        let problem = Diagnostic::error(Code::DEFINITION, message).at(Location::value(pointer));
        self.problems.push(problem.hint(
            "let a second breakdown by one dimension start from this one (`from`), or order this one by a measure",
        ));
        None
    }

    /// The position of the measure that orders rows.
    fn order_of(
        &mut self,
        columns: &Columns,
        measures: &[MeasureUse],
        name: &str,
        pointer: &str,
    ) -> Option<usize> {
        if let Some(known) = measures.iter().position(|measure| measure.name == name) {
            return Some(known);
        }
        if columns.get(name).is_none() {
            let names = measures.iter().map(|measure| measure.name.as_str());
            let advice = columns.advice(name, "this breakdown");
            let advice = advice.or_else(|| nearest(name, names.clone()));
            let advice = advice.unwrap_or_else(|| ORDERS.to_owned());
            let advice = Some(advice);
            self.unknown_with("measure of this breakdown", name, pointer, names, advice);
            return None;
        }
        let mut names: Vec<&str> = measures
            .iter()
            .map(|measure| measure.name.as_str())
            .collect();
        if columns.dimensions().len() == 1 {
            let changes = columns.changes().iter().filter(|it| it.is_numeric());
            names.extend(changes.map(|column| column.name.as_str()));
        }
        let there_are = there_are(names);
        let is_key = columns.keys().iter().any(|column| column.name == name);
        let (message, hint) = if is_key {
            (
                format!("`by` of `sort` names a measure, and `{name}` is none; {there_are}"),
                ORDERS,
            )
        } else {
            (
                format!("rows are not ordered by the column `{name}`; {there_are}"),
                "shares and ranks are in the order of their measure; by another column a second breakdown (`from`) is ordered that has it as a measure",
            )
        };
        let problem = Diagnostic::error(Code::DEFINITION, message).at(Location::value(pointer));
        self.problems.push(problem.hint(hint));
        None
    }

    /// The position of a measure of a breakdown.
    fn measure_of(&mut self, measures: &[MeasureUse], name: &str, pointer: &str) -> Option<usize> {
        let found = measures.iter().position(|measure| measure.name == name);
        if found.is_none() {
            let names = measures.iter().map(|measure| measure.name.as_str());
            self.unknown("measure of this breakdown", name, pointer, names);
        }
        found
    }

    fn usual_order(&self, column: &Column) -> Order {
        let bucket = match &column.holds {
            ColumnContent::Codes(Some(dimension)) => matches!(
                self.report.dimensions.get(dimension).map(|it| &it.kind),
                Some(DimensionKind::Bucket { .. })
            ),
            ColumnContent::Codes(None) | ColumnContent::Measure { .. } | ColumnContent::Fact(_) => {
                false
            }
        };
        if bucket || column.value_type == Type::Date {
            Order::Key
        } else {
            Order::Value(0)
        }
    }

    pub(super) fn keep(
        &mut self,
        resolved: &Breakdown,
        breakdown: &grammar::Breakdown,
        pointer: &str,
    ) -> Option<BTreeMap<usize, Keep>> {
        let mut kept = BTreeMap::new();
        for (dimension, keep) in &breakdown.keep {
            let pointer = format!("{pointer}/keep/{}", escape(dimension));
            let Some(position) = resolved.by.iter().position(|name| name == dimension) else {
                let diagnostic = Diagnostic::error(
                    Code::UNKNOWN_NAME,
                    format!(
                        "`{dimension}` is not a dimension of this breakdown; {}",
                        there_are(resolved.by.iter().map(String::as_str))
                    ),
                )
                .unknown(dimension)
                .at(Location::key(&pointer))
                .maybe_hint(nearest(dimension, resolved.by.iter().map(String::as_str)));
                self.problems.push(diagnostic);
                return None;
            };
            let rule = match (&keep.top, &keep.any, &keep.values) {
                (Some(n), None, None) => KeepRule::Top {
                    n: self.number(n, 1, &format!("{pointer}/top"))? as usize,
                    measure: match &keep.by {
                        Some(by) => {
                            self.measure_of(&resolved.measures, by, &format!("{pointer}/by"))?
                        }
                        None => 0,
                    },
                    per_parent: keep.per == Some(KeepPer::Parent),
                },
                (None, Some(sql), None) => {
                    let mut names = NameSpace {
                        of: format!("breakdown `{}`", resolved.name),
                        ..NameSpace::default()
                    };
                    add_columns(&mut names, &resolved.columns, "this breakdown");
                    let at = format!("{pointer}/any");
                    KeepRule::Any(self.condition(&names, Some(sql), &at).ok()??)
                }
                (None, None, Some(values)) => {
                    let column = &resolved.columns.dimensions()[position];
                    if let Some(dimension) = column.texts_of() {
                        for (at, value) in values.iter().enumerate() {
                            let location = Location::value(format!("{pointer}/values/{at}"));
                            let value = (value.as_str(), Purpose::Compared);
                            self.compare_text((None, dimension.clone()), value, location);
                        }
                    }
                    KeepRule::Values(values.clone())
                }
                _ => {
                    self.error(
                        Code::DEFINITION,
                        &pointer,
                        "`keep` has exactly one of `top`, `any` and `values`",
                    );
                    return None;
                }
            };
            if keep.top.is_none() {
                let given = [("per", keep.per.is_some()), ("by", keep.by.is_some())];
                for (key, _) in given.into_iter().filter(|(_, given)| *given) {
                    let message = format!("`{key}` belongs to `top`");
                    self.error(Code::DEFINITION, &pointer, message);
                }
            }
            kept.insert(
                position,
                Keep {
                    rule,
                    other: keep.other,
                },
            );
        }
        Some(kept)
    }
}
