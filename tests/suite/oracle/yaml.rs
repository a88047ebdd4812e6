//! A spec → the YAML in which a person would write it.

use super::cell::Cell;
use super::condition::Condition;
use super::spec::{
    Aggregate, Below, Breakdown, Keep, Measure, Metric, Rule, ShareOf, Sort, Spec, Unmatched,
    Upper, is_list,
};
use super::table::{FAMILIES, OWNERS, ZONES};
use std::fmt::Write;

/// How the language spells it.
const SORTS: [(Sort, &str); 3] = [
    (Sort::Value, "value"),
    (Sort::Key, "key"),
    (Sort::Label, "label"),
];

impl Spec {
    /// Whether there is a second source, so that each definition says which it means.
    pub(super) fn has_more(&self) -> bool {
        self.breakdowns.iter().any(|breakdown| breakdown.of_more)
    }

    /// Sources, lookups and dimensions.
    fn origins(&self, of_models: &str) -> String {
        let more = if self.has_more() {
            "
  more:
    path: more.json
    columns:
      model: {type: string}
      account: {type: string, nullable: true}
      task: {type: string, nullable: true}
      downloads: {type: integer}"
        } else {
            ""
        };
        let rule = |rule| match rule {
            Unmatched::Warn => "",
            Unmatched::Keep => ", unmatched: keep",
            Unmatched::Exclude => ", unmatched: exclude",
            Unmatched::Code => ", unmatched: {code: zz}",
        };
        format!(
            "version: 1
title: Any
sources:
  models:
    path: rows.json
    columns:
      model: {{type: string, unique: true}}
      account: {{type: string, nullable: true}}
      task: {{type: string, nullable: true}}
      year: {{type: integer, nullable: true}}
      size: {{type: integer, nullable: true}}
      day: {{type: date, nullable: true}}
      flag: {{type: boolean, nullable: true}}
      languages: {{type: \"list<string>\", nullable: true}}
      downloads: {{type: integer}}
      balance: {{type: integer}}
      price: {{type: number, nullable: true}}
      cost: {{type: decimal(2), nullable: true}}{more}
lookups:
  owners: {{key: account, rows: [{}]}}
  zones: {{key: owner, rows: [{}]}}
  families: {{key: code, rows: [{}]}}
  known: {{key: code, rows: [{{code: en}}, {{code: fr}}, {{code: de}}]}}
dimensions:
  owner: {{lookup: owners.owner, key: account{}{of_models}}}
  zone: {{lookup: zones.zone, key: owner{}{of_models}}}
  language: {{explode: languages, valid: known.code{of_models}}}
  family: {{lookup: families.family, key: language{}{of_models}}}
  bucket: {{bucket: size, edges: [5, 10, 20]{}{of_models}}}
  big: {{sql: \"size > 9\"{of_models}}}
  both: {{sql: \"owner = 'o0' AND size > 9\"{of_models}}}
measures:
",
            lookup_rows("account", "owner", &OWNERS),
            lookup_rows("owner", "zone", &ZONES),
            lookup_rows("code", "family", &FAMILIES),
            rule(self.owner),
            rule(self.zone),
            rule(self.family),
            if self.right_closed {
                ", closed: right"
            } else {
                ""
            },
        )
    }

    /// The spec as YAML.
    pub(super) fn yaml(&self) -> String {
        let of_models = if self.has_more() {
            ", from: models"
        } else {
            ""
        };
        let mut text = self.origins(of_models);
        for measure in self.measures() {
            text.push_str(&measure.yaml());
        }
        if let Some(scope) = &self.scope {
            let top = scope.top.iter().map(|top| {
                let measure = &top.measure.name;
                format!("top: {{by: {}, measure: {measure}, n: {}}}", top.by, top.n)
            });
            let filter = scope.filter.iter();
            let filter = filter.map(|filter| format!("where: \"{}\"", filter.sql()));
            let from = self.has_more().then(|| "from: models".to_owned());
            let parts: Vec<String> = top.chain(filter).chain(from).collect();
            let _ = writeln!(text, "scope: {{{}}}", parts.join(", "));
        }
        text.push_str("breakdowns:\n");
        for breakdown in &self.breakdowns {
            let from = match breakdown.from {
                Some(at) => Some(self.breakdowns[at].name.clone()),
                None if breakdown.of_more => Some("more".to_owned()),
                None => self.has_more().then(|| "models".to_owned()),
            };
            let _ = writeln!(text, "  {}: {{{}}}", breakdown.name, breakdown.yaml(from));
        }
        if !self.metrics.is_empty() {
            text.push_str("metrics:\n");
        }
        for metric in &self.metrics {
            let _ = writeln!(
                text,
                "  {}: {{{}}}",
                metric.name,
                metric.yaml(&self.breakdowns, of_models)
            );
        }
        if !self.checks.is_empty() {
            text.push_str("checks:\n");
        }
        for check in &self.checks {
            let mut written = format!(
                "from: {}, sql: \"{} >= {}\", severity: warning",
                self.breakdowns[check.from].name,
                check.aggregate.sql(),
                check.least
            );
            condition(&mut written, "where", check.filter.as_ref());
            let _ = writeln!(text, "  {}: {{{written}}}", check.name);
        }
        text.push_str(
            "sections: [{text: \".\"}]\nallow: [HF0308, HF0311, HF0312, HF0405, HF0410]\n",
        );
        text
    }

    fn measures(&self) -> Vec<&Measure> {
        let mut found: Vec<&Measure> = Vec::new();
        let of_metrics = self.metrics.iter().flat_map(|metric| match &metric.upper {
            Upper::Rows {
                measure,
                below: Below::Measure(below),
                ..
            } => vec![measure, below],
            Upper::Rows { measure, .. } => vec![measure],
            Upper::Second { .. } => Vec::new(),
        });
        let of_breakdowns = self.breakdowns.iter().flat_map(|b| &b.measures);
        let of_scope = self.scope.iter().flat_map(|scope| &scope.top);
        let of_scope = of_scope.map(|top| &top.measure);
        for measure in of_breakdowns.chain(of_metrics).chain(of_scope) {
            let parts: Vec<&Measure> = match &measure.kind {
                Aggregate::Ratio(above, below) => vec![above, below],
                _ => Vec::new(),
            };
            for measure in parts.into_iter().chain([measure]) {
                if !found.iter().any(|known| known.name == measure.name) {
                    found.push(measure);
                }
            }
        }
        found
    }
}

impl Measure {
    pub(super) fn sql(&self) -> String {
        let call = match &self.kind {
            Aggregate::Difference(a, b) => return format!("{} - {}", a.sql(), b.sql()),
            Aggregate::Quotient(a, b) | Aggregate::Ratio(a, b) => {
                return format!("{} / {}", a.sql(), b.sql());
            }
            Aggregate::Distinct(names) => format!("count(DISTINCT {})", names.join(", ")),
            Aggregate::Count => "count(*)".to_owned(),
            Aggregate::CountValues(column) => format!("count({column})"),
            Aggregate::Sum(column) => format!("sum({column})"),
            Aggregate::Least(column) => format!("min({column})"),
            Aggregate::Greatest(column) => format!("max({column})"),
            Aggregate::Mean(column) => format!("avg({column})"),
            Aggregate::Quantile(column, "0.5", _) => format!("median({column})"),
            Aggregate::Quantile(column, place, _) => format!("quantile({column}, {place})"),
        };
        match &self.filter {
            Some(filter) => format!("{call} FILTER (WHERE {})", filter.sql()),
            None => call,
        }
    }

    fn yaml(&self) -> String {
        match &self.kind {
            Aggregate::Distinct(names) if self.filter.is_none() => format!(
                "  {}: {{count_distinct: [{}]}}\n",
                self.name,
                names.join(", ")
            ),
            Aggregate::Ratio(a, b) => {
                format!("  {}: {{ratio: [{}, {}]}}\n", self.name, a.name, b.name)
            }
            _ => format!("  {}: {{sql: \"{}\"}}\n", self.name, self.sql()),
        }
    }
}

fn lookup_rows(key: &str, attribute: &str, rows: &[(&str, Option<&str>)]) -> String {
    let rows = rows.iter().map(|(code, value)| match value {
        Some(value) => format!("{{{key}: {code}, {attribute}: {value}}}"),
        None => format!("{{{key}: {code}}}"),
    });
    rows.collect::<Vec<_>>().join(", ")
}

fn condition(text: &mut String, key: &str, filter: Option<&Condition>) {
    if let Some(filter) = filter {
        let _ = write!(text, ", {key}: \"{}\"", filter.sql());
    }
}

impl Breakdown {
    fn yaml(&self, from: Option<String>) -> String {
        let names: Vec<&str> = self.measures.iter().map(|m| m.name.as_str()).collect();
        let mut text = format!(
            "by: [{}], measures: [{}]",
            self.by.join(", "),
            names.join(", ")
        );
        if let Some(from) = from {
            let _ = write!(text, ", from: {from}");
        }
        condition(&mut text, "where", self.filter.as_ref());
        if self.all_rows {
            text.push_str(", rows: all");
        }
        if !self.within.is_empty() {
            let names: Vec<&str> = self.within.iter().map(|at| self.by[*at].as_str()).collect();
            let _ = write!(text, ", within: [{}]", names.join(", "));
        } else if self.by.len() > 1 {
            text.push_str(", within: total");
        }
        if self.from.is_none() && self.by.iter().any(|name| is_list(name)) {
            let what = match self.share_of {
                ShareOf::Valid => "valid",
                ShareOf::Rows => "rows",
                ShareOf::Mentions => "mentions",
            };
            let _ = write!(text, ", share_of: {what}");
        }
        if self.cumulative {
            text.push_str(", cumulative: true");
        }
        if let Some((_, written)) = SORTS.iter().find(|(sort, _)| Some(*sort) == self.sort) {
            let _ = write!(text, ", sort: {written}");
        }
        if let Some(Sort::By(at)) = self.sort {
            let _ = write!(text, ", sort: {{by: {}}}", names[at]);
        }
        if self.total {
            text.push_str(", total: true");
        }
        let kept = self.by.iter().zip(&self.keep);
        let kept: Vec<String> = kept
            .filter_map(|(name, keep)| Some(format!("{name}: {{{}}}", keep.as_ref()?.yaml(&names))))
            .collect();
        if !kept.is_empty() {
            let _ = write!(text, ", keep: {{{}}}", kept.join(", "));
        }
        let with = self
            .with
            .iter()
            .map(|(name, only)| format!("{name}: {}", if *only { "only" } else { "largest" }));
        let with: Vec<String> = with.collect();
        if !with.is_empty() {
            let _ = write!(text, ", with: {{{}}}", with.join(", "));
        }
        text
    }
}

impl Keep {
    fn yaml(&self, measures: &[&str]) -> String {
        let mut text = match &self.rule {
            Rule::Top { n, per_parent, by } => {
                let per = if *per_parent { ", per: parent" } else { "" };
                let by = match by {
                    0 => String::new(),
                    at => format!(", by: {}", measures[*at]),
                };
                format!("top: {n}{by}{per}")
            }
            Rule::Any(condition) => format!("any: \"{}\"", condition.sql()),
            Rule::Values(values) => {
                let values = values.iter().filter_map(Cell::code);
                let values: Vec<String> = values.map(|code| format!("'{code}'")).collect();
                format!("values: [{}]", values.join(", "))
            }
        };
        if !self.fold {
            text.push_str(", other: drop");
        }
        text
    }
}

impl Metric {
    fn yaml(&self, breakdowns: &[Breakdown], of_models: &str) -> String {
        let mut text = match &self.upper {
            Upper::Second { from, aggregate } => {
                let sql = aggregate.sql();
                format!("from: {}, sql: \"{sql}\"", breakdowns[*from].name)
            }
            Upper::Rows {
                measure,
                inline,
                all_rows,
                below,
            } => {
                let mut text = if *inline {
                    format!("sql: \"{}\"", measure.sql())
                } else {
                    format!("measure: {}", measure.name)
                };
                text.push_str(of_models);
                if *all_rows {
                    text.push_str(", rows: all");
                }
                match below {
                    Below::None => {}
                    Below::Everything => text.push_str(", of: {}, empty: 0"),
                    Below::Where(filter) => {
                        let _ = write!(text, ", of: {{where: \"{}\"}}, empty: 0", filter.sql());
                    }
                    Below::Measure(measure) => {
                        let _ = write!(text, ", of: {{measure: {}}}, empty: 0", measure.name);
                    }
                    Below::AllRows => text.push_str(", of: {rows: all}, empty: 0"),
                }
                text
            }
        };
        condition(&mut text, "where", self.filter.as_ref());
        text
    }
}
