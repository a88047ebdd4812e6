//! What a report tells of the period before. In: its breakdowns, metrics, checks, charts and texts. Out: whether it
//! tells anything, of what each text and chart tells, and a warning for sections that show change in every period.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::{
    Breakdown, KeepRule, MetricRole, Numerator, Rows, Section, SectionContent, Told,
};
use crate::sql::Expression;
use std::collections::{BTreeMap, BTreeSet};

impl Context<'_> {
    /// Breakdowns and metrics that are computed from columns of change, with what they tell of.
    pub(super) fn telling(&self) -> BTreeMap<String, Told> {
        let mut telling: BTreeMap<String, Told> = BTreeMap::new();
        // Each stands behind those that it starts from.
        for (name, breakdown) in &self.report.breakdowns {
            let Rows::Breakdown(from) = &breakdown.rows else {
                continue;
            };
            let names = names_of(breakdown);
            if let Some(told) = self.told(&telling, from, names) {
                telling.insert(name.clone(), told);
            }
        }
        for (name, metric) in &self.report.metrics {
            let told = match &metric.numerator {
                Numerator::Second { from, expression } => {
                    let names = names_in(metric.filter.iter().chain([expression]));
                    self.told(&telling, from, names)
                }
                Numerator::Aggregate { .. } => None,
            };
            if let Some(told) = told {
                telling.insert(name.clone(), told);
            }
        }
        telling
    }

    /// Claims whose conditions read change, with what they tell of.
    pub(super) fn telling_claims(
        &self,
        telling: &BTreeMap<String, Told>,
    ) -> BTreeMap<String, Told> {
        let metrics = &self.report.metrics;
        let of_metric = |name: &String| {
            let is_metric = |name: &str| metrics.contains_key(name);
            let of_change = MetricRole::of(name, is_metric).filter(|_| !is_metric(name));
            let of_change = of_change.map(|(metric, _)| Told::Metric(metric.to_owned()));
            of_change.or_else(|| telling.get(name).cloned())
        };
        let claims = self.report.claims.values().filter_map(|claim| {
            let condition = &claim.condition;
            let expression = &condition.expression;
            let told = match &condition.from {
                Some(from) => {
                    let names = names_in(condition.filter.iter().chain([expression]));
                    self.told(telling, from, names)
                }
                None => expression.names.iter().find_map(of_metric),
            };
            Some((claim.name.clone(), told?))
        });
        claims.collect()
    }

    /// What an expression tells of that reads these names of the rows of a breakdown.
    fn told<'n>(
        &self,
        telling: &BTreeMap<String, Told>,
        from: &str,
        mut names: impl Iterator<Item = &'n String>,
    ) -> Option<Told> {
        let breakdown = self.report.breakdowns.get(from)?;
        let reads = |name: &String| {
            breakdown
                .columns
                .changes()
                .iter()
                .any(|it| it.name == *name)
        };
        let own = names.any(reads);
        let known = telling.get(from);
        own.then(|| Told::Breakdown(from.to_owned()))
            .or_else(|| known.cloned())
    }

    /// Of what each chart tells, and whether anything in the report does.
    pub(super) fn tells_of_change(&mut self) {
        if self.report.period.is_none() {
            return;
        }
        let telling = self.telling();
        let mut checks = self.report.checks.iter();
        let in_checks = checks.any(|check| {
            let names = names_in(check.filter.iter().chain([&check.expression]));
            self.told(&telling, &check.from, names).is_some()
        });
        let in_claims = !self.telling_claims(&telling).is_empty();
        for (name, chart) in &self.report.charts {
            let breakdown = &self.report.breakdowns[&chart.data];
            let encoding = &chart.encoding;
            let mut shown =
                chart
                    .columns
                    .iter()
                    .chain([&encoding.value, &encoding.note, &encoding.color]);
            let changes = breakdown.columns.changes();
            let own = shown.any(|name| changes.iter().any(|column| column.name == **name));
            let told = own.then(|| Told::Breakdown(chart.data.clone()));
            if let Some(told) = told.or_else(|| telling.get(&chart.data).cloned()) {
                let of_chart = BTreeSet::from([told]);
                self.report.tells.by_chart.insert(name.clone(), of_chart);
            }
        }
        for (name, told) in &telling {
            let of_table = BTreeSet::from([told.clone()]);
            self.report.tells.by_table.insert(name.clone(), of_table);
        }
        let mut breakdowns = self.report.breakdowns.values();
        let in_order = breakdowns.any(|breakdown| breakdown.sort_by_change.is_some());
        let tells = &mut self.report.tells;
        tells.any |= in_checks
            || in_order
            || in_claims
            || !telling.is_empty()
            || !tells.by_chart.is_empty()
            || !tells.by_text.is_empty();
        self.sections_of_change();
        self.numbers_are_written();
    }

    /// Reports bundles that the next period could not read.
    fn numbers_are_written(&mut self) {
        let is_of_spec = self.options.formats.is_empty();
        if !self.report.tells.any || !is_of_spec || self.report.outputs.formats.json {
            return;
        }
        let message = "the next period reads `report.json` of this one, which `formats` leaves out";
        let problem = Diagnostic::warning(Code::NO_NUMBERS, message);
        self.problems.push(
            problem
                .at(Location::value("/outputs/formats"))
                .hint("add `json`"),
        );
    }

    /// Reports charts and tables of change that stand in every period.
    fn sections_of_change(&mut self) {
        let tells = &self.report.tells;
        let mut found = Vec::new();
        for (at, section) in self.report.sections.iter().enumerate() {
            let is_of_change = |name: &&str| tells.by_chart.contains_key(*name);
            let shown = match &section.content {
                SectionContent::Chart(name) => {
                    Some(("chart", name.as_str())).filter(|(_, name)| is_of_change(name))
                }
                SectionContent::Variants(_) => section
                    .content
                    .charts()
                    .find(is_of_change)
                    .map(|name| ("variants", name)),
                SectionContent::Table(name) => Some(("table", name.as_str()))
                    .filter(|(_, name)| tells.by_table.contains_key(*name)),
                SectionContent::Heading(..)
                | SectionContent::Text(_)
                | SectionContent::Glossary(_) => None,
            };
            if let Some((kind, name)) = shown.filter(|_| !asks(section)) {
                let what = if kind == "table" { kind } else { "chart" };
                let message =
                    format!("{what} `{name}` shows change, which the first period has none of");
                let problem = Diagnostic::warning(Code::SECTION_OF_CHANGE, message);
                found.push(
                    problem
                        .at(Location::value(format!("/sections/{at}/{kind}")))
                        .hint(if kind == "variants" {
                            "leave the figure out there: add `when: previous`".to_owned()
                        } else {
                            format!("leave it out there: `- {{{kind}: {name}, when: previous}}`")
                        }),
                );
            }
        }
        for problem in found {
            self.problems.push(problem);
        }
    }
}

/// Whether a section is left out where there is no period before.
pub(super) fn asks(section: &Section) -> bool {
    section.when.as_ref().is_some_and(|when| when.asks)
}

fn names_in<'e>(
    expressions: impl Iterator<Item = &'e Expression>,
) -> impl Iterator<Item = &'e String> {
    expressions.flat_map(|expression| &expression.names)
}

/// The names that a breakdown of other rows reads of them.
fn names_of(breakdown: &Breakdown) -> impl Iterator<Item = &String> {
    let kept = breakdown.keep.values().filter_map(|keep| match &keep.rule {
        KeepRule::Any(condition) => Some(condition),
        KeepRule::Top { .. } | KeepRule::Values(_) => None,
    });
    let measures = breakdown.measures.iter().map(|measure| &measure.expression);
    let expressions = measures.chain(&breakdown.filter).chain(kept);
    names_in(expressions)
        .chain(&breakdown.by)
        .chain(breakdown.with.keys())
}
