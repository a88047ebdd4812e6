//! Metrics and checks.

use super::context::Context;
use super::lists::Named;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{
    Check, Column, Denominator, LocalText, MeasureUse, Metric, Numerator, Rows, usual_format,
};
use crate::spec::ParamValue;
use crate::spec::escape;
use crate::spec::grammar::{self, Format, FormatName, FormatParameters, RowsOf};
use crate::sql::{Expression, NameSpace, Type};
use crate::text::case::readable;

impl Context<'_> {
    /// Whether an expression over the rows of a breakdown computes with a column of a kind: what conditions of
    /// its aggregates read does not count.
    pub(super) fn computes_with(
        &self,
        expression: &Expression,
        from: &str,
        is_of_kind: impl Fn(&Column) -> bool,
    ) -> bool {
        let Some(from) = self.report.breakdowns.get(from) else {
            return false;
        };
        let is_of_kind = |name: &String| from.columns.get(name).is_some_and(&is_of_kind);
        let aggregates = expression.node.aggregates();
        if aggregates.is_empty() {
            return expression.names.iter().any(is_of_kind);
        }
        let mut arguments = aggregates.iter().filter_map(|it| it.aggregate.value());
        arguments.any(|argument| argument.names.iter().any(is_of_kind))
    }

    pub(super) fn metrics(&mut self) {
        for name in self.spec.metrics.keys() {
            self.metric(name);
        }
    }

    /// Resolves a metric and the one that it divides by.
    fn metric(&mut self, name: &str) -> bool {
        if self.report.metrics.contains_key(name) {
            return true;
        }
        let pointer = format!("/metrics/{}", escape(name));
        let Some(metric) = self.spec.metrics.get(name) else {
            return false;
        };
        let place = Location::value(format!("{pointer}/of/metric"));
        let circle = ("metric refers to", place);
        let resolved = self.in_turn(name, &pointer, circle, |context| {
            context.one_metric(name, metric, &pointer)
        });
        resolved
            .map(|resolved| self.report.metrics.insert(name.to_owned(), resolved))
            .is_some()
    }

    fn one_metric(
        &mut self,
        name: &str,
        metric: &grammar::Metric,
        pointer: &str,
    ) -> Option<Metric> {
        if metric.measure.is_some() == metric.sql.is_some() {
            let message = format!("metric `{name}` needs exactly one of `measure` and `sql`");
            let problem = Diagnostic::error(Code::DEFINITION, message);
            self.problems.push(problem.at(Location::key(pointer)));
            return None;
        }
        let (rows, names) = self.rows(metric.from.as_ref(), pointer)?;
        let numerator = self.numerator(name, metric, &rows, &names, pointer);
        let filter = self
            .condition(&names, metric.filter.as_ref(), &format!("{pointer}/where"))
            .ok();
        let denominator = match &metric.of {
            None => Some(Denominator::None),
            Some(of) => self.denominator(metric, of, &rows, &names, pointer),
        };
        let (numerator, filter, denominator) = (numerator?, filter?, denominator?);
        if let Rows::Breakdown(_) = rows
            && metric.rows == RowsOf::All
        {
            self.error(
                Code::DEFINITION,
                &format!("{pointer}/rows"),
                "the rows of a breakdown are what the breakdown says; put `rows: all` there",
            );
        }
        // A number is of the same currency or unit as its measure, and a fraction of 1 is one.
        let of_measure = metric.measure.as_ref();
        let of_measure = of_measure.and_then(|name| self.report.measures.get(name));
        let of_measure = of_measure.and_then(|measure| measure.format.clone());
        let of_measure = of_measure
            .filter(|format| format.names_a_unit() || format.is_percent() || format.is_points());
        let format = metric.format.clone().unwrap_or_else(|| {
            if !matches!(denominator, Denominator::None) {
                return Format::Parameters(FormatParameters {
                    percent: Some(1),
                    ..FormatParameters::default()
                });
            }
            match &numerator {
                numerator if numerator.expression().kind == Type::Boolean => {
                    Format::Name(FormatName::Boolean)
                }
                // A result computed from shares counts as a share; a mean of amounts does not.
                Numerator::Second { expression, from }
                    if expression.kind == Type::Number
                        && self.computes_with(expression, from, Column::is_in_points) =>
                {
                    Format::Name(FormatName::Points)
                }
                Numerator::Second { expression, from }
                    if expression.kind == Type::Number
                        && self.computes_with(expression, from, Column::is_in_percent) =>
                {
                    Format::Name(FormatName::Percent)
                }
                _ => of_measure.unwrap_or_else(|| usual_format(numerator.expression().kind)),
            }
        });
        self.format_is_one(&format, &format!("{pointer}/format"));
        if let Numerator::Aggregate {
            measure, in_scope, ..
        } = &numerator
        {
            let reads = Named::default().measure(measure);
            let reads = reads.condition(filter.as_ref());
            self.one_list("a metric", reads, *in_scope, pointer);
        }
        if let Denominator::Aggregate {
            measure,
            filter,
            in_scope,
            ..
        } = &denominator
        {
            let reads = Named::default().measure(measure);
            let reads = reads.condition(filter.as_ref());
            self.one_list("a denominator", reads, *in_scope, &format!("{pointer}/of"));
        }
        if metric.empty.is_some() && matches!(denominator, Denominator::None) {
            self.error(
                Code::DEFINITION,
                &format!("{pointer}/empty"),
                "`empty` is the value for a zero denominator, this metric has no `of`",
            );
        }
        let is_of_all = self.spec.scope.is_none() || metric.rows == RowsOf::All;
        let is_whole = is_of_all && filter.is_none() && metric.of.is_none();
        let whole = metric.measure.as_ref().filter(|_| is_whole);
        let whole = whole.and_then(|name| Some(self.report.measures.get(name)?.title.clone()));
        let title = self.title_or(metric.title.as_ref(), pointer, || {
            whole.unwrap_or_else(|| LocalText::same(&readable(name)))
        });
        Some(Metric {
            name: name.to_owned(),
            numerator,
            filter,
            denominator,
            empty: metric.empty.as_ref().map(|amount| amount.value),
            format,
            title,
            pointer: pointer.to_owned(),
        })
    }

    fn numerator(
        &mut self,
        name: &str,
        metric: &grammar::Metric,
        rows: &Rows,
        names: &NameSpace,
        pointer: &str,
    ) -> Option<Numerator> {
        match rows {
            Rows::Source(source) => {
                let measure = match (&metric.measure, &metric.sql) {
                    (Some(measure), _) => {
                        let at = format!("{pointer}/measure");
                        self.measure(measure, names, Some(*source), &at)?
                    }
                    (None, Some(sql)) => {
                        let at = format!("{pointer}/sql");
                        let expression = self.measured(names, sql, &at)?;
                        if !self.rows_have(&expression, *source, &at) {
                            return None;
                        }
                        MeasureUse {
                            name: name.to_owned(),
                            expression,
                            shares: true,
                        }
                    }
                    (None, None) => return None,
                };
                Some(Numerator::Aggregate {
                    source: *source,
                    measure,
                    in_scope: metric.rows == RowsOf::Scope,
                })
            }
            Rows::Breakdown(from) => {
                let (sql, at) = match (&metric.sql, &metric.measure) {
                    (Some(sql), _) => (sql.clone(), format!("{pointer}/sql")),
                    (None, Some(measure)) => {
                        self.measure(measure, names, None, &format!("{pointer}/measure"))?;
                        let found = self.spec.measures.get(measure)?;
                        let Some(sql) = found.sql.clone() else {
                            self.error(
                                Code::DEFINITION,
                                &format!("{pointer}/measure"),
                                "a tuple count needs the rows of a source; write `sql: \"count(*)\"`",
                            );
                            return None;
                        };
                        (sql, format!("/measures/{}/sql", escape(measure)))
                    }
                    (None, None) => return None,
                };
                let expression = self.over_rows(names, &sql, &at)?;
                Some(Numerator::Second {
                    from: from.clone(),
                    expression,
                })
            }
        }
    }

    fn denominator(
        &mut self,
        metric: &grammar::Metric,
        of: &grammar::Denominator,
        rows: &Rows,
        names: &NameSpace,
        pointer: &str,
    ) -> Option<Denominator> {
        let at = format!("{pointer}/of");
        let rowwise = of.filter.is_some() || of.measure.is_some() || of.rows.is_some();
        let kinds = [of.param.is_some(), of.metric.is_some(), rowwise];
        if kinds.iter().filter(|given| **given).count() > 1 {
            self.error(
                Code::DEFINITION,
                &at,
                "a denominator is one of: rows (`where`, `measure`, `rows`), `param`, `metric`",
            );
            return None;
        }
        if let Some(name) = &of.param {
            let at = format!("{at}/param");
            return match self.tree.params.get(name) {
                Some(ParamValue::Integer(value)) => {
                    self.use_name("param", name);
                    Some(Denominator::Param(name.clone(), *value))
                }
                Some(_) => {
                    self.error(
                        Code::DEFINITION,
                        &at,
                        format!("a denominator is an integer, param `{name}` is not"),
                    );
                    None
                }
                None => {
                    let names: Vec<String> = self.tree.params.keys().cloned().collect();
                    self.unknown("param", name, &at, names.iter().map(String::as_str));
                    None
                }
            };
        }
        if let Some(name) = &of.metric {
            let at = format!("{at}/metric");
            if !self.spec.metrics.contains_key(name) {
                let names: Vec<String> = self.spec.metrics.keys().cloned().collect();
                self.unknown("metric", name, &at, names.iter().map(String::as_str));
                return None;
            }
            self.use_name("metric", name);
            return self.metric(name).then(|| Denominator::Metric(name.clone()));
        }
        let Rows::Source(source) = rows else {
            self.error(
                Code::DEFINITION,
                &at,
                "the denominator of a second step is `{metric: …}` or `{param: …}`",
            );
            return None;
        };
        let measure = match (&of.measure, &metric.measure) {
            (Some(measure), _) => {
                self.measure(measure, names, Some(*source), &format!("{at}/measure"))?
            }
            (None, Some(measure)) => {
                self.measure(measure, names, Some(*source), &format!("{pointer}/measure"))?
            }
            (None, None) => {
                // What is wrong with it is said of the numerator.
                let sql = metric.sql.as_ref()?;
                MeasureUse {
                    name: String::new(),
                    expression: self.measured(names, sql, &format!("{pointer}/sql"))?,
                    shares: true,
                }
            }
        };
        let filter = self
            .condition(names, of.filter.as_ref(), &format!("{at}/where"))
            .ok()?;
        Some(Denominator::Aggregate {
            source: *source,
            measure,
            filter,
            in_scope: of.rows.unwrap_or(metric.rows) == RowsOf::Scope,
        })
    }

    pub(super) fn checks(&mut self) {
        for (name, check) in &self.spec.checks {
            let pointer = format!("/checks/{}", escape(name));
            let Some((rows, names)) = self.rows(Some(&check.from), &pointer) else {
                continue;
            };
            let Rows::Breakdown(from) = rows else {
                self.error(
                    Code::DEFINITION,
                    &format!("{pointer}/from"),
                    "a check looks at the rows of a breakdown; what single rows must meet stands in the column contract",
                );
                continue;
            };
            let at = format!("{pointer}/sql");
            let expression = self.over_rows(&names, &check.sql, &at);
            let filter = self.condition(&names, check.filter.as_ref(), &format!("{pointer}/where"));
            let (Some(expression), Ok(filter)) = (expression, filter) else {
                continue;
            };
            if !expression.kind.fits(Type::Boolean) {
                self.error(
                    Code::SQL_TYPE,
                    &at,
                    format!(
                        "a check is a truth value, this expression is of type {}",
                        expression.kind
                    ),
                );
            }
            self.report.checks.push(Check {
                name: name.clone(),
                from,
                expression,
                filter,
                severity: check.severity,
                pointer,
            });
        }
    }
}
