//! Claims: their conditions, over the rows of a breakdown or over metrics.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{Claim, Condition, Denominator, Metric, MetricRole, Numerator, Rows};
use crate::spec::escape;
use crate::spec::grammar;
use crate::sql::{Expression, Holds, Name, NameSpace, Type, difference_type};

impl Context<'_> {
    pub(super) fn claims(&mut self) {
        for (name, claim) in &self.spec.claims {
            let pointer = format!("/claims/{}", escape(name));
            let say = self.text(&claim.say, &format!("{pointer}/say"));
            let otherwise = claim.otherwise.as_ref();
            let otherwise = otherwise.map(|text| self.text(text, &format!("{pointer}/else")));
            let Some(condition) = self.condition_of_claim(claim, &pointer) else {
                self.failed.insert(pointer);
                continue;
            };
            let claim = Claim {
                name: name.clone(),
                condition,
                say,
                otherwise,
                pointer,
            };
            self.report.claims.insert(name.clone(), claim);
        }
    }

    fn condition_of_claim(&mut self, claim: &grammar::Claim, pointer: &str) -> Option<Condition> {
        let at = format!("{pointer}/sql");
        let (from, expression, filter) = if claim.from.is_some() {
            let (rows, names) = self.rows(claim.from.as_ref(), pointer)?;
            let Rows::Breakdown(from) = rows else {
                let message = "a claim looks at the rows of a breakdown, not of a source";
                self.error(Code::DEFINITION, &format!("{pointer}/from"), message);
                return None;
            };
            let expression = self.over_rows(&names, &claim.sql, &at);
            let filter = format!("{pointer}/where");
            let filter = self.condition(&names, claim.filter.as_ref(), &filter).ok();
            (Some(from), expression?, filter?)
        } else {
            if claim.filter.is_some() {
                let message = "`where` is a condition on the rows of a breakdown, and this claim has no `from`";
                self.error(Code::DEFINITION, &format!("{pointer}/where"), message);
                return None;
            }
            let expression = self.row(&self.metric_names(), &claim.sql, &at)?;
            for name in &expression.names {
                let is_metric = |name: &str| self.spec.metrics.contains_key(name);
                let of_change = MetricRole::of(name, is_metric).map(|(metric, _)| metric);
                self.use_name("metric", of_change.unwrap_or(name));
            }
            (None, expression, None)
        };
        self.can_be_claimed(&expression, from.is_some(), &at)?;
        Some(Condition {
            from,
            expression,
            filter,
        })
    }

    /// Reports a condition that is no truth value, or that nothing can change.
    fn can_be_claimed(&mut self, expression: &Expression, of_rows: bool, at: &str) -> Option<()> {
        if !expression.kind.fits(Type::Boolean) {
            let kind = expression.kind;
            let message =
                format!("a claim stands on a truth value, this expression is of type {kind}");
            let diagnostic = Diagnostic::error(Code::SQL_TYPE, message)
                .at(Location::value(at))
                .hint("compare it with something, for instance `… > 0.5`");
            self.problems.push(diagnostic);
            return None;
        }
        if expression.node.is_given() {
            let what = if of_rows { "row" } else { "metric" };
            let message = format!("this condition reads no {what}, so that it never turns");
            let diagnostic = Diagnostic::error(Code::DEFINITION, message)
                .at(Location::value(at))
                .hint("a sentence without a condition stands in the text itself");
            self.problems.push(diagnostic);
            return None;
        }
        Some(())
    }

    /// The metrics as names of an expression.
    fn metric_names(&self) -> NameSpace {
        let metrics = self.report.metrics.values();
        let has_periods = self.report.period.is_some();
        let roles = metrics.flat_map(|metric| {
            let changes = metric.roles_of_change().filter(move |_| has_periods);
            let roles = std::iter::once(MetricRole::Value).chain(changes);
            roles.map(move |role| (metric, role))
        });
        let roles: Vec<(&Metric, MetricRole)> = roles.collect();
        let names = roles.iter().map(|(metric, role)| {
            let name = Name::Column(type_of(metric, *role));
            (role.name_of(&metric.name), name)
        });
        let units = roles.iter().filter_map(|(metric, role)| {
            let unit = metric.unit_of(*role)?;
            Some((role.name_of(&metric.name), unit))
        });
        // What a wrong metric is, is not known.
        let wrong = self.spec.metrics.keys();
        let wrong = wrong.filter(|name| !self.report.metrics.contains_key(*name));
        let wrong = wrong.map(|name| (name.clone(), Name::Column(Type::Any)));
        NameSpace {
            names: names.chain(wrong).collect(),
            units: units.collect(),
            holds: Holds::Metrics,
            ..NameSpace::default()
        }
    }
}

/// The type of a metric's value, or of how that has changed.
fn type_of(metric: &Metric, role: MetricRole) -> Type {
    if role == MetricRole::Growth || !matches!(metric.denominator, Denominator::None) {
        return Type::Number;
    }
    let kind = match &metric.numerator {
        Numerator::Aggregate { measure, .. } => measure.expression.kind,
        Numerator::Second { expression, .. } => expression.kind,
    };
    match role {
        MetricRole::Change => difference_type(kind).unwrap_or(kind),
        MetricRole::Value | MetricRole::Previous | MetricRole::Growth => kind,
    }
}
