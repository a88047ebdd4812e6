//! `within`, `keep` and `sort` of a breakdown.

use super::breakdowns::add_columns;
use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location, nearest, there_are};
use crate::report::{
    Breakdown, Column, ColumnContent, DimensionKind, Keep, KeepRule, MeasureUse, Order,
};
use crate::spec::escape;
use crate::spec::grammar::{self, KeepPer, PlainSort, Sort, SortBy};
use crate::sql::{NameSpace, Type};
use std::collections::BTreeMap;

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

    /// The order of each dimension; none where it names no measure of the breakdown (reported).
    pub(super) fn orders(
        &mut self,
        columns: &[Column],
        breakdown: &grammar::Breakdown,
        measures: &[MeasureUse],
        pointer: &str,
    ) -> Option<Vec<Order>> {
        let given = match &breakdown.sort {
            None => None,
            Some(Sort::Plain(PlainSort::Value)) => Some(Order::Value(0)),
            Some(Sort::Plain(PlainSort::Key)) => Some(Order::Key),
            Some(Sort::Plain(PlainSort::Label)) => Some(Order::Label),
            Some(Sort::By(SortBy { by })) => {
                let at = format!("{pointer}/sort/by");
                Some(Order::Value(self.measure_of(measures, by, &at)?))
            }
        };
        let columns = columns.iter();
        Some(
            columns
                .map(|it| given.unwrap_or_else(|| self.usual_order(it)))
                .collect(),
        )
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
