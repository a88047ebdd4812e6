//! Measures, scope, breakdowns.

use super::context::Context;
use super::lists::Named;
use super::over::{AddedColumns, added_columns};
use super::texts::title_of_rows;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::columns::{ColumnInputs, FOLDED, Shares};
use crate::report::{Breakdown, Column, Columns, Fact, MeasureUse, OfPeriods, Over, Role, Rows};
use crate::spec::escape;
use crate::spec::grammar::{self, AddUp, RowsOf, ShareOf};
use crate::sql::{Name, NameSpace, Type};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Context<'_> {
    pub(super) fn breakdowns(&mut self) {
        for name in self.spec.breakdowns.keys() {
            if self.spec.metrics.contains_key(name) {
                let diagnostic = Diagnostic::error(
                    Code::DUPLICATE_NAME,
                    format!("`{name}` is a breakdown and a metric; both may stand in a text"),
                )
                .at(Location::key(format!("/metrics/{}", escape(name))))
                .related(
                    Location::key(format!("/breakdowns/{}", escape(name))),
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
        let place = Location::value(format!("{pointer}/from"));
        let circle = ("breakdown starts from", place);
        let resolved = self.in_turn(name, &pointer, circle, |context| {
            context.one_breakdown(name, breakdown, &pointer)
        });
        resolved
            .map(|resolved| self.report.breakdowns.insert(name.to_owned(), resolved))
            .is_some()
    }

    /// Whether a name that a definition reads rows from is that of a source and of another breakdown: a breakdown of the same name is made
    /// of no other rows than those of the source.
    fn names_two(&self, name: &str, pointer: &str) -> bool {
        let is_own = pointer == format!("/breakdowns/{}", escape(name));
        let spec = self.spec;
        !is_own && spec.sources.contains_key(name) && spec.breakdowns.contains_key(name)
    }

    /// The source or breakdown that rows come from, and the names that they have.
    pub(super) fn rows(
        &mut self,
        from: Option<&String>,
        pointer: &str,
    ) -> Option<(Rows, NameSpace)> {
        match from {
            None if self.spec.sources.len() == 1 => {
                let names = self.names.first()?.clone();
                let source = self.report.sources.first()?.name.clone();
                self.use_name("source", &source);
                Some((Rows::Source(0), names))
            }
            None => {
                let names: Vec<&str> = self.spec.sources.keys().map(String::as_str).collect();
                let message = format!(
                    "there are several sources: say which with `from:` ({})",
                    crate::diagnostic::allowed(names)
                );
                let diagnostic =
                    Diagnostic::error(Code::DEFINITION, message).at(Location::key(pointer));
                self.problems.push(diagnostic);
                None
            }
            Some(name) => {
                let at = format!("{pointer}/from");
                if self.names_two(name, pointer) {
                    self.error(
                        Code::DUPLICATE_NAME,
                        &at,
                        format!("`{name}` is a source and a breakdown, and `from` does not say which of the two: give one of them another name"),
                    );
                    return None;
                }
                if let Some(source) = self.report.sources.iter().position(|s| s.name == *name) {
                    self.use_name("source", name);
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

    /// The columns of a breakdown, as a namespace for expressions.
    pub(super) fn breakdown_names(&self, name: &str) -> NameSpace {
        let mut names = NameSpace {
            of: format!("breakdown `{name}`"),
            ..NameSpace::default()
        };
        let Some(breakdown) = self.report.breakdowns.get(name) else {
            return names;
        };
        add_columns(
            &mut names,
            &breakdown.columns,
            &format!("breakdown `{name}`"),
        );
        names
            .names
            .insert(FOLDED.to_owned(), Name::Column(Type::Boolean));
        self.add_filters(&mut names);
        names
    }

    fn one_breakdown(
        &mut self,
        name: &str,
        breakdown: &grammar::Breakdown,
        pointer: &str,
    ) -> Option<Breakdown> {
        let (rows, mut names) = self.rows(breakdown.from.as_ref(), pointer)?;
        let periods = self
            .of_periods(breakdown, &rows, &mut names, pointer)
            .ok()?;
        let source = match &rows {
            Rows::Source(source) => Some(*source),
            Rows::Breakdown(_) => None,
        };
        let by = breakdown.by.list();
        let at = format!("{pointer}/by");
        if by.is_empty() || by.len() > 3 {
            let found = by.len();
            let message = format!("a breakdown has one to three dimensions, found {found}");
            self.error(Code::DEFINITION, &at, message);
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
            match self.measure(measure, &names, source, &format!("{pointer}/measures/{i}")) {
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
        fine &= self.cumulates(breakdown, &by, pointer);
        for attribute in breakdown.with.keys() {
            let at = format!("{pointer}/with/{}", escape(attribute));
            fine &= self.groups(attribute, &rows, &names, source, &at);
            fine &= self.is_no_dimension(attribute, &by, &at);
        }
        if !fine {
            return None;
        }
        self.one_exploded(&by, &rows, breakdown, pointer)?;
        let over = self
            .over(breakdown, (&rows, periods.as_ref()), &by, pointer)
            .ok()?;
        let added = over.as_ref();
        let added = added.map(|over| added_columns(over, &within, by.len()));
        let columns = self.columns(
            (&rows, periods.as_ref()),
            &by,
            breakdown,
            &measures,
            (over.as_ref(), added.as_ref()),
        );
        self.columns_differ(name, &columns, pointer)?;
        self.dates_differ(name, &columns, pointer)?;
        let (sort, sort_by_change) = self.orders(&columns, breakdown, &measures, pointer)?;
        let title = self.title_or(breakdown.title.as_ref(), pointer, || {
            title_of_rows(&columns)
        });
        let is_list = |name: &String| self.report.list_of(name).is_some();
        let mut resolved = Breakdown {
            name: name.to_owned(),
            by_list: rows.is_source() && by.iter().any(is_list),
            rows,
            sort,
            sort_by_change,
            columns: Arc::new(columns),
            by,
            measures,
            filter,
            in_scope: breakdown.rows == RowsOf::Scope,
            within,
            share_of: breakdown.share_of.unwrap_or(ShareOf::Valid),
            cumulative: breakdown.cumulative,
            total: breakdown.total,
            add_up: add_up(breakdown),
            periods,
            over,
            keep: BTreeMap::new(),
            with: breakdown.with.clone(),
            title,
            pointer: pointer.to_owned(),
        };
        resolved.keep = self.keep(&resolved, breakdown, pointer)?;
        self.can_add_up(&resolved)?;
        self.reads_one_list(&resolved, pointer);
        Some(resolved)
    }

    /// Whether cumulative shares are of something, where a breakdown has them.
    fn cumulates(&mut self, breakdown: &grammar::Breakdown, by: &[String], pointer: &str) -> bool {
        let is_open = breakdown.cumulative && by.len() > 1 && breakdown.within.is_none();
        if is_open {
            self.error(
                Code::DEFINITION,
                &format!("{pointer}/cumulative"),
                "with several dimensions say of what cumulative shares are: `within: total`, `within: parent`, or dimensions by name",
            );
        }
        !is_open
    }

    /// Whether an attribute is none of the dimensions.
    fn is_no_dimension(&mut self, attribute: &String, by: &[String], pointer: &str) -> bool {
        let is_one = by.contains(attribute);
        if is_one {
            let message = format!("`{attribute}` is a dimension of this breakdown already");
            self.error(Code::DEFINITION, pointer, message);
        }
        !is_one
    }

    /// Reports a breakdown of rows of a source that reads several lists.
    fn reads_one_list(&mut self, breakdown: &Breakdown, pointer: &str) {
        if breakdown.rows.is_source() {
            let mut reads = Named::default()
                .dimensions(&breakdown.by)
                .dimensions(breakdown.with.keys())
                .condition(breakdown.filter.as_ref());
            for measure in &breakdown.measures {
                reads = reads.measure(measure);
            }
            self.one_list("a breakdown", reads, breakdown.in_scope, pointer);
        }
    }

    /// Reports a breakdown whose shares cannot add up.
    fn can_add_up(&mut self, breakdown: &Breakdown) -> Option<()> {
        if breakdown.add_up.is_none() {
            return Some(());
        }
        let has_shares = breakdown.columns.values().iter().any(Column::is_share);
        let message = if !has_shares {
            "it has no shares: they are of sums and counts, and with several dimensions `within` says of what"
        } else if breakdown.drops_rows() {
            "values that are dropped (`other: drop`) are missing in the sum of its shares"
        } else if breakdown.by_list
            && (breakdown.share_of != ShareOf::Mentions || breakdown.cumulative)
        {
            "a row counts in several groups of a list, so that its shares do not add up to the whole; those of mentions do (`share_of: mentions`)"
        } else {
            return Some(());
        };
        let diagnostic = Diagnostic::error(
            Code::ADD_UP,
            format!(
                "the shares of breakdown `{}` cannot add up: {message}",
                breakdown.name
            ),
        )
        .at(Location::value(format!("{}/add_up", breakdown.pointer)));
        self.problems.push(diagnostic);
        None
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

    /// Reports more than one exploded dimension, and `share_of` without one. Rows of a breakdown
    /// are not exploded again.
    fn one_exploded(
        &mut self,
        by: &[String],
        rows: &Rows,
        breakdown: &grammar::Breakdown,
        pointer: &str,
    ) -> Option<()> {
        let exploded: Vec<&String> = by
            .iter()
            .filter(|name| rows.is_source() && self.report.list_of(name).is_some())
            .collect();
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

    /// The columns of a breakdown.
    fn columns(
        &self,
        (rows, periods): (&Rows, Option<&OfPeriods>),
        by: &[String],
        breakdown: &grammar::Breakdown,
        measures: &[MeasureUse],
        (over, added): (Option<&Over>, Option<&AddedColumns>),
    ) -> Columns {
        let from = match (rows, periods) {
            (_, Some(periods)) => Some(&*periods.columns),
            (Rows::Source(_), None) => None,
            (Rows::Breakdown(from), None) => {
                let from = self.report.breakdowns.get(from);
                from.map(|from| &*from.columns)
            }
        };
        // Rows of many periods are not compared with those of the period before, but along their dates.
        let has_periods = self.report.period.is_some() && periods.is_none();
        let made = ColumnInputs {
            dimensions: &self.report.dimensions,
            measures: &self.report.measures,
            from,
            changes: match added {
                Some(added) => &added.roles,
                None if has_periods => &Role::OF_CHANGE,
                None => &[],
            },
            facts: match added {
                Some(added) => &added.facts,
                None if has_periods => &[Fact::Entered],
                None => &[],
            },
            of_kept: added.is_none() && breakdown.keep.values().any(|it| it.values.is_none()),
            over,
            asked: added.is_some(),
            add_up: add_up(breakdown),
        };
        let shares = match (by.len(), &breakdown.within, breakdown.cumulative) {
            (2.., None, _) => Shares::None,
            (_, _, true) => Shares::Cumulative,
            (_, _, false) => Shares::Each,
        };
        made.columns(by, breakdown.with.keys(), measures, shares)
    }
}

/// Decimals of the shares in tables.
const DECIMALS: u8 = 1;

/// The decimals with which the shares of a breakdown are to add up.
fn add_up(breakdown: &grammar::Breakdown) -> Option<u8> {
    match breakdown.add_up? {
        AddUp::Switch(true) => Some(DECIMALS),
        AddUp::Switch(false) => None,
        AddUp::Decimals(decimals) => Some(decimals),
    }
}

/// Adds the columns of a breakdown to a namespace, with hints for those that a switch would add.
pub(super) fn add_columns(names: &mut NameSpace, columns: &Columns, breakdown: &str) {
    for column in columns.all() {
        let name = Name::Column(column.value_type);
        names.names.insert(column.name.clone(), name);
        if let Some(unit) = column.unit() {
            names.units.insert(column.name.clone(), unit);
        }
        if let Some(dimension) = column.texts_of() {
            let origin = (None, dimension.clone());
            names.origins.insert(column.name.clone(), origin);
        }
    }
    for (absent, hint) in columns.absent(breakdown) {
        names.hints.insert(absent.to_owned(), hint);
    }
}
