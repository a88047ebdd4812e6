//! Measures, scope, breakdowns.

use super::context::Context;
use super::report::{
    Breakdown, DimensionKind, Keep, KeepRule, Measure, MeasureUse, Order, Rows, Scope,
};
use crate::diagnostic::{Code, Diagnostic};
use crate::spec::escape;
use crate::spec::grammar::{self, Format, FormatName, KeepPer, RowsOf, ShareOf, Sort};
use crate::sql::{Aggregate, FilteredAggregate, Name, NameSpace, Type};
use std::collections::BTreeMap;

/// What a measure's values are, and so which columns come with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureKind {
    /// Counts and sums: shares, ranks and cumulative shares come with them.
    Amount,
    /// Means: ranks come with them.
    Mean,
    /// Least and greatest values, of this type: ranks come with numbers.
    Value(Type),
}

/// The kind of an aggregate.
#[must_use]
pub fn measure_kind(aggregate: &Aggregate) -> MeasureKind {
    match aggregate {
        Aggregate::Count
        | Aggregate::CountValues(_)
        | Aggregate::Sum(_)
        | Aggregate::CountDistinct(_) => MeasureKind::Amount,
        Aggregate::Mean(_) => MeasureKind::Mean,
        Aggregate::Least(value) | Aggregate::Greatest(value) => MeasureKind::Value(value.kind),
    }
}

impl Context<'_> {
    pub(super) fn measures(&mut self) {
        for (name, measure) in &self.spec.measures {
            let pointer = format!("/measures/{}", escape(name));
            if measure.sql.is_some() == measure.count_distinct.is_some() {
                self.error(
                    Code::DEFINITION,
                    &pointer,
                    "a measure has exactly one of `sql` and `count_distinct`",
                );
                self.failed.insert(pointer.clone());
            }
            let title = self.title(measure.title.as_ref(), name, &pointer);
            let unit = match &measure.unit {
                Some(unit) => self.text(unit, &format!("{pointer}/unit")),
                None => title.clone(),
            };
            let definition = measure.sql.clone().unwrap_or_else(|| {
                let columns = measure
                    .count_distinct
                    .as_ref()
                    .map(grammar::Names::list)
                    .unwrap_or_default();
                format!("count(DISTINCT {})", columns.join(", "))
            });
            let format = measure
                .format
                .clone()
                .unwrap_or(Format::Name(FormatName::Integer));
            self.format_is_one(&format, &format!("{pointer}/format"));
            self.report.measures.insert(
                name.clone(),
                Measure {
                    title,
                    unit,
                    format,
                    definition,
                },
            );
        }
    }

    /// A measure in the namespace of some rows.
    pub(super) fn measure(
        &mut self,
        name: &str,
        names: &NameSpace,
        source: Option<usize>,
        pointer: &str,
    ) -> Option<MeasureUse> {
        let Some(measure) = self.spec.measures.get(name) else {
            let names: Vec<String> = self.spec.measures.keys().cloned().collect();
            self.unknown("measure", name, pointer, names.iter().map(String::as_str));
            return None;
        };
        self.use_name("measure", name);
        let at = format!("/measures/{}", escape(name));
        if self.failed.contains(&at) {
            return None;
        }
        let aggregate = if let Some(sql) = &measure.sql {
            self.aggregate(names, sql, &format!("{at}/sql"))?
        } else {
            let columns = measure.count_distinct.as_ref()?.list();
            for (i, column) in columns.iter().enumerate() {
                let at = format!("{at}/count_distinct/{i}");
                match source {
                    Some(source) => {
                        if !self.grouping(column, source, &at) {
                            return None;
                        }
                    }
                    None if names.names.contains_key(column) => {}
                    None => {
                        self.unknown(
                            "column",
                            column,
                            &at,
                            names.names.keys().map(String::as_str),
                        );
                        return None;
                    }
                }
            }
            FilteredAggregate {
                aggregate: Aggregate::CountDistinct(columns),
                filter: None,
            }
        };
        if let (Aggregate::CountDistinct(columns), Some(source)) = (&aggregate.aggregate, source) {
            for column in columns.clone() {
                if !self.grouping(&column, source, &at) {
                    return None;
                }
            }
        }
        Some(MeasureUse {
            name: name.to_owned(),
            aggregate,
        })
    }

    pub(super) fn scope(&mut self) {
        let Some(scope) = &self.spec.scope else {
            return;
        };
        let top = &scope.top;
        let Some(source) = self.source_of_dimension(&top.by, "/scope/top/by") else {
            return;
        };
        if !self.grouping(&top.by, source, "/scope/top/by") {
            return;
        }
        let names = self.names[source].clone();
        let measure = self.measure(&top.measure, &names, Some(source), "/scope/top/measure");
        let n = self.number(&top.n, 1, "/scope/top/n");
        if let (Some(measure), Some(n)) = (measure, n) {
            self.report.scope = Some(Scope {
                source,
                by: top.by.clone(),
                measure: measure.aggregate,
                n: n as usize,
            });
        }
    }

    /// The source that a dimension or column is of.
    fn source_of_dimension(&mut self, name: &str, pointer: &str) -> Option<usize> {
        if let Some(dimension) = self.report.dimensions.get(name) {
            return Some(dimension.source);
        }
        let found = self
            .report
            .sources
            .iter()
            .position(|source| source.columns.contains_key(name));
        if found.is_none()
            && !self
                .failed
                .contains(&format!("/dimensions/{}", escape(name)))
        {
            let names: Vec<String> = self.report.dimensions.keys().cloned().collect();
            self.unknown("dimension", name, pointer, names.iter().map(String::as_str));
        }
        found
    }

    pub(super) fn breakdowns(&mut self) {
        for name in self.spec.breakdowns.keys() {
            if self.spec.metrics.contains_key(name) {
                let diagnostic = Diagnostic::error(
                    Code::DUPLICATE_NAME,
                    format!("`{name}` is a breakdown and a metric; both may stand in a text"),
                )
                .at(self.places.key(&format!("/metrics/{}", escape(name))))
                .related(
                    self.places.key(&format!("/breakdowns/{}", escape(name))),
                    "the breakdown",
                );
                self.problems.push(diagnostic);
            }
        }
        for name in self.spec.breakdowns.keys() {
            self.breakdown(name);
        }
    }

    /// Resolves a breakdown and the one that it starts from.
    fn breakdown(&mut self, name: &str) -> bool {
        if self.report.breakdowns.contains_key(name) {
            return true;
        }
        let pointer = format!("/breakdowns/{}", escape(name));
        let Some(breakdown) = self.spec.breakdowns.get(name) else {
            return false;
        };
        if self.failed.contains(&pointer) {
            return false;
        }
        if self.path.iter().any(|known| known == name) {
            let mut circle = self.path.clone();
            circle.push(name.to_owned());
            let diagnostic = Diagnostic::error(
                Code::CYCLE,
                format!("the breakdown starts from itself: {}", circle.join(" → ")),
            )
            .at(self.places.value(&format!("{pointer}/from")));
            self.problems.push(diagnostic);
            self.failed.insert(pointer);
            return false;
        }
        self.path.push(name.to_owned());
        let resolved = self.one_breakdown(name, breakdown, &pointer);
        self.path.pop();
        if let Some(resolved) = resolved {
            self.report.breakdowns.insert(name.to_owned(), resolved);
            true
        } else {
            self.failed.insert(pointer);
            false
        }
    }

    /// Where rows come from: a source or a breakdown, and the names that they have.
    pub(super) fn rows(
        &mut self,
        from: Option<&String>,
        pointer: &str,
    ) -> Option<(Rows, NameSpace)> {
        match from {
            None if self.spec.sources.len() == 1 => {
                let names = self.names.first()?.clone();
                Some((Rows::Source(0), names))
            }
            None => {
                let names: Vec<&str> = self.spec.sources.keys().map(String::as_str).collect();
                let message = format!(
                    "there are several sources: say which with `from:` ({})",
                    crate::diagnostic::allowed(names)
                );
                let diagnostic =
                    Diagnostic::error(Code::DEFINITION, message).at(self.places.key(pointer));
                self.problems.push(diagnostic);
                None
            }
            Some(name) => {
                let at = format!("{pointer}/from");
                if let Some(source) = self.report.sources.iter().position(|s| s.name == *name) {
                    return Some((Rows::Source(source), self.names[source].clone()));
                }
                if self.spec.breakdowns.contains_key(name) {
                    self.use_name("breakdown", name);
                    if !self.breakdown(name) {
                        return None;
                    }
                    let names = self.breakdown_names(name);
                    return Some((Rows::Breakdown(name.clone()), names));
                }
                if !self.spec.sources.contains_key(name) {
                    let names: Vec<String> = self
                        .spec
                        .sources
                        .keys()
                        .chain(self.spec.breakdowns.keys())
                        .cloned()
                        .collect();
                    self.unknown(
                        "source or breakdown",
                        name,
                        &at,
                        names.iter().map(String::as_str),
                    );
                }
                None
            }
        }
    }

    /// The columns of a breakdown, as names of expressions.
    pub(super) fn breakdown_names(&self, name: &str) -> NameSpace {
        let mut names = NameSpace {
            of: format!("breakdown `{name}`"),
            ..NameSpace::default()
        };
        let Some(breakdown) = self.report.breakdowns.get(name) else {
            return names;
        };
        for (column, kind) in self.columns_of(breakdown) {
            names.names.insert(column, Name::Column(kind));
        }
        names
            .names
            .insert("folded".into(), Name::Column(Type::Boolean));
        for measure in &breakdown.measures {
            let cumulative = format!("{}_cumulative", measure.name);
            if !names.names.contains_key(&cumulative) {
                names.hints.insert(
                    cumulative,
                    format!("add `cumulative: true` to breakdown `{name}`"),
                );
            }
        }
        self.add_filters(&mut names);
        names
    }

    /// Names and types of the columns of a breakdown, in order.
    pub(super) fn columns_of(&self, breakdown: &Breakdown) -> Vec<(String, Type)> {
        let value_type = |name: &String| {
            self.report
                .dimensions
                .get(name)
                .map_or(Type::Text, |dimension| match dimension.value_type {
                    Type::Integer | Type::Date | Type::Boolean => dimension.value_type,
                    _ => Type::Text,
                })
        };
        let mut columns: Vec<(String, Type)> = Vec::new();
        for name in breakdown.by.iter().chain(breakdown.with.keys()) {
            columns.push((name.clone(), value_type(name)));
        }
        for measure in &breakdown.measures {
            let name = &measure.name;
            match measure_kind(&measure.aggregate.aggregate) {
                MeasureKind::Amount => {
                    columns.push((name.clone(), Type::Integer));
                    columns.push((format!("{name}_share"), Type::Number));
                    columns.push((format!("{name}_rank"), Type::Integer));
                    if breakdown.cumulative {
                        columns.push((format!("{name}_cumulative"), Type::Number));
                    }
                }
                MeasureKind::Mean => {
                    columns.push((name.clone(), Type::Number));
                    columns.push((format!("{name}_rank"), Type::Integer));
                }
                MeasureKind::Value(kind) => columns.push((name.clone(), kind)),
            }
        }
        columns
    }

    fn one_breakdown(
        &mut self,
        name: &str,
        breakdown: &grammar::Breakdown,
        pointer: &str,
    ) -> Option<Breakdown> {
        let (rows, names) = self.rows(breakdown.from.as_ref(), pointer)?;
        let source = match &rows {
            Rows::Source(source) => Some(*source),
            Rows::Breakdown(_) => None,
        };
        let by = breakdown.by.list();
        let at = format!("{pointer}/by");
        if by.is_empty() || by.len() > 3 {
            self.error(
                Code::DEFINITION,
                &at,
                format!(
                    "a breakdown has one to three dimensions, found {}",
                    by.len()
                ),
            );
            return None;
        }
        let mut fine = true;
        for (i, dimension) in by.iter().enumerate() {
            if by[..i].contains(dimension) {
                self.error(Code::DEFINITION, &at, format!("`{dimension}` stands twice"));
                fine = false;
            }
            let one = format!("{at}/{i}");
            fine &= self.groups(dimension, &rows, &names, source, &one);
        }
        let list = self.measure_names(breakdown, pointer)?;
        let mut measures = Vec::new();
        for (i, measure) in list.iter().enumerate() {
            let at = format!("{pointer}/measures/{i}");
            match self.measure(measure, &names, source, &at) {
                Some(measure) => measures.push(measure),
                None => fine = false,
            }
        }
        let Ok(filter) = self.condition(
            &names,
            breakdown.filter.as_ref(),
            &format!("{pointer}/where"),
        ) else {
            return None;
        };
        let within = self.within(breakdown, &by, pointer)?;
        for attribute in breakdown.with.keys() {
            let at = format!("{pointer}/with/{}", escape(attribute));
            fine &= self.groups(attribute, &rows, &names, source, &at);
            if by.contains(attribute) {
                self.error(
                    Code::DEFINITION,
                    &at,
                    format!("`{attribute}` is a dimension of this breakdown already"),
                );
                fine = false;
            }
        }
        if !fine {
            return None;
        }
        self.one_exploded(&by, breakdown, pointer)?;
        let mut resolved = Breakdown {
            name: name.to_owned(),
            rows,
            sort: by.iter().map(|d| self.order(d, breakdown.sort)).collect(),
            by,
            measures,
            filter,
            in_scope: breakdown.rows == RowsOf::Scope,
            within,
            share_of: breakdown.share_of.unwrap_or(ShareOf::Valid),
            cumulative: breakdown.cumulative,
            keep: BTreeMap::new(),
            with: breakdown.with.clone(),
            title: self.title(breakdown.title.as_ref(), name, pointer),
            pointer: pointer.to_owned(),
        };
        resolved.keep = self.keep(&resolved, breakdown, pointer)?;
        Some(resolved)
    }

    /// Whether rows can be grouped by a name.
    fn groups(
        &mut self,
        name: &str,
        rows: &Rows,
        names: &NameSpace,
        source: Option<usize>,
        pointer: &str,
    ) -> bool {
        match (source, rows) {
            (Some(source), _) => self.grouping(name, source, pointer),
            (None, Rows::Breakdown(_)) => {
                let known = matches!(names.names.get(name), Some(Name::Column(_)));
                if !known {
                    self.unknown(
                        "column",
                        name,
                        pointer,
                        names.names.keys().map(String::as_str),
                    );
                }
                known
            }
            (None, Rows::Source(_)) => false,
        }
    }

    fn measure_names(
        &mut self,
        breakdown: &grammar::Breakdown,
        pointer: &str,
    ) -> Option<Vec<String>> {
        match &breakdown.measures {
            Some(names) if !names.is_empty() => Some(names.clone()),
            Some(_) => {
                self.error(
                    Code::DEFINITION,
                    &format!("{pointer}/measures"),
                    "a breakdown has at least one measure",
                );
                None
            }
            None => {
                if let Some(first) = self.spec.measures.keys().next() {
                    Some(vec![first.clone()])
                } else {
                    self.error(Code::MISSING_KEY, pointer, "the spec declares no measure");
                    None
                }
            }
        }
    }

    fn within(
        &mut self,
        breakdown: &grammar::Breakdown,
        by: &[String],
        pointer: &str,
    ) -> Option<Vec<usize>> {
        let names = breakdown
            .within
            .as_ref()
            .map(grammar::Names::list)
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

    /// At most one exploded dimension can be grouped by; `share_of` needs one.
    fn one_exploded(
        &mut self,
        by: &[String],
        breakdown: &grammar::Breakdown,
        pointer: &str,
    ) -> Option<()> {
        let exploded: Vec<&String> = by.iter().filter(|name| self.is_exploded(name)).collect();
        if exploded.len() > 1 {
            let message = format!(
                "only one dimension of a breakdown can be made of exploded lists, found {}",
                exploded.len()
            );
            self.error(Code::DEFINITION, &format!("{pointer}/by"), message);
            return None;
        }
        if breakdown.share_of.is_some() && exploded.is_empty() {
            self.error(
                Code::DEFINITION,
                &format!("{pointer}/share_of"),
                "`share_of` says what the share of an exploded dimension is of; no dimension here is exploded",
            );
        }
        Some(())
    }

    /// Whether a dimension is exploded or looked up by an exploded one.
    pub(super) fn is_exploded(&self, name: &str) -> bool {
        match self.report.dimensions.get(name).map(|d| &d.kind) {
            Some(DimensionKind::Explode { .. }) => true,
            Some(DimensionKind::Lookup { key, .. }) => self.is_exploded(key),
            _ => false,
        }
    }

    fn order(&self, dimension: &str, given: Option<Sort>) -> Order {
        match given {
            Some(Sort::Value) => return Order::Value,
            Some(Sort::Key) => return Order::Key,
            Some(Sort::Label) => return Order::Label,
            None => {}
        }
        match self.report.dimensions.get(dimension) {
            Some(found)
                if matches!(found.kind, DimensionKind::Bucket { .. })
                    || found.value_type == Type::Date =>
            {
                Order::Key
            }
            _ => Order::Value,
        }
    }

    fn keep(
        &mut self,
        resolved: &Breakdown,
        breakdown: &grammar::Breakdown,
        pointer: &str,
    ) -> Option<BTreeMap<usize, Keep>> {
        let mut kept = BTreeMap::new();
        for (dimension, keep) in &breakdown.keep {
            let pointer = format!("{pointer}/keep/{}", escape(dimension));
            let Some(position) = resolved.by.iter().position(|name| name == dimension) else {
                self.unknown(
                    "dimension of this breakdown",
                    dimension,
                    &pointer,
                    resolved.by.iter().map(String::as_str),
                );
                return None;
            };
            let rule = match (&keep.top, &keep.any, &keep.values) {
                (Some(n), None, None) => KeepRule::Top {
                    n: self.number(n, 1, &format!("{pointer}/top"))? as usize,
                    per_parent: keep.per == Some(KeepPer::Parent),
                },
                (None, Some(sql), None) => {
                    let mut names = NameSpace {
                        of: format!("breakdown `{}`", resolved.name),
                        ..NameSpace::default()
                    };
                    for (column, kind) in self.columns_of(resolved) {
                        names.names.insert(column, Name::Column(kind));
                    }
                    let at = format!("{pointer}/any");
                    KeepRule::Any(self.condition(&names, Some(sql), &at).ok()??)
                }
                (None, None, Some(values)) => KeepRule::Values(values.clone()),
                _ => {
                    self.error(
                        Code::DEFINITION,
                        &pointer,
                        "`keep` has exactly one of `top`, `any` and `values`",
                    );
                    return None;
                }
            };
            if keep.per.is_some() && keep.top.is_none() {
                self.error(Code::DEFINITION, &pointer, "`per` belongs to `top`");
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

    /// A format with parameters has exactly one.
    pub(super) fn format_is_one(&mut self, format: &Format, pointer: &str) {
        if let Format::Parameters(p) = format {
            let given = [
                p.percent.is_some(),
                p.compact.is_some(),
                p.decimals.is_some(),
                p.scale.is_some(),
            ];
            if given.iter().filter(|given| **given).count() != 1 {
                self.error(
                    Code::DEFINITION,
                    pointer,
                    "a format has exactly one of `percent`, `compact`, `decimals`, `scale`",
                );
            }
        }
    }

    /// Whether a breakdown has a column.
    pub(super) fn has_column(&self, breakdown: &str, column: &str) -> bool {
        self.report.breakdowns.get(breakdown).is_some_and(|found| {
            self.columns_of(found)
                .iter()
                .any(|(name, _)| name == column)
        })
    }
}
