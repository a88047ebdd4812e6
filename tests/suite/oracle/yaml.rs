//! A spec → the YAML in which a person would write it.

use super::cell::Cell;
use super::condition::Condition;
use super::spec::{
    Aggregate, Below, Breakdown, Keep, Measure, Metric, Rule, ShareOf, Spec, Unmatched, Upper,
    is_list,
};
use super::table::{FAMILIES, OWNERS, ZONES};
use std::fmt::Write;

impl Spec {
    /// The spec as YAML.
    pub(super) fn yaml(&self) -> String {
        let rule = |rule| match rule {
            Unmatched::Warn => "",
            Unmatched::Keep => ", unmatched: keep",
            Unmatched::Exclude => ", unmatched: exclude",
            Unmatched::Code => ", unmatched: {code: zz}",
        };
        let mut text = format!(
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
lookups:
  owners: {{key: account, rows: [{}]}}
  zones: {{key: owner, rows: [{}]}}
  families: {{key: code, rows: [{}]}}
  known: {{key: code, rows: [{{code: en}}, {{code: fr}}, {{code: de}}]}}
dimensions:
  owner: {{lookup: owners.owner, key: account{}}}
  zone: {{lookup: zones.zone, key: owner{}}}
  language: {{explode: languages, valid: known.code}}
  family: {{lookup: families.family, key: language{}}}
  bucket: {{bucket: size, edges: [5, 10, 20]{}}}
  big: {{sql: \"size > 9\"}}
  both: {{sql: \"owner = 'o0' AND size > 9\"}}
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
        );
        for measure in self.measures() {
            text.push_str(&measure.yaml());
        }
        if let Some(scope) = &self.scope {
            let _ = writeln!(
                text,
                "scope: {{top: {{by: {}, measure: {}, n: {}}}}}",
                scope.by, scope.measure.name, scope.n
            );
        }
        text.push_str("breakdowns:\n");
        for breakdown in &self.breakdowns {
            let from = breakdown.from.map(|at| self.breakdowns[at].name.clone());
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
                metric.yaml(&self.breakdowns)
            );
        }
        text.push_str("sections: [{text: \".\"}]\nallow: [HF0308, HF0311, HF0312, HF0405]\n");
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
        let of_scope = self.scope.iter().map(|scope| &scope.measure);
        for measure in of_breakdowns.chain(of_metrics).chain(of_scope) {
            if !found.iter().any(|known| known.name == measure.name) {
                found.push(measure);
            }
        }
        found
    }
}

impl Measure {
    fn yaml(&self) -> String {
        let (call, column) = match &self.kind {
            Aggregate::Distinct(names) => {
                return format!(
                    "  {}: {{count_distinct: [{}]}}\n",
                    self.name,
                    names.join(", ")
                );
            }
            Aggregate::Count => ("count", "*"),
            Aggregate::CountValues(column) => ("count", column.as_str()),
            Aggregate::Sum(column) => ("sum", column.as_str()),
            Aggregate::Least(column) => ("min", column.as_str()),
            Aggregate::Greatest(column) => ("max", column.as_str()),
            Aggregate::Mean(column) => ("avg", column.as_str()),
        };
        let filter = self.filter.as_ref().map_or_else(String::new, |filter| {
            format!(" FILTER (WHERE {})", filter.sql())
        });
        format!("  {}: {{sql: \"{call}({column}){filter}\"}}\n", self.name)
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
        match self.by_key {
            Some(true) => text.push_str(", sort: key"),
            Some(false) => text.push_str(", sort: value"),
            None => {}
        }
        let kept = self.by.iter().zip(&self.keep);
        let kept: Vec<String> = kept
            .filter_map(|(name, keep)| Some(format!("{name}: {{{}}}", keep.as_ref()?.yaml())))
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
    fn yaml(&self) -> String {
        let mut text = match &self.rule {
            Rule::Top { n, per_parent } => {
                let per = if *per_parent { ", per: parent" } else { "" };
                format!("top: {n}{per}")
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
    fn yaml(&self, breakdowns: &[Breakdown]) -> String {
        let mut text = match &self.upper {
            Upper::Second { from, aggregate } => {
                let written = aggregate.yaml();
                let (_, sql) = written.split_once("sql: ").expect("an aggregate");
                let sql = sql.trim_end().trim_end_matches('}');
                format!("from: {}, sql: {sql}", breakdowns[*from].name)
            }
            Upper::Rows {
                measure,
                all_rows,
                below,
            } => {
                let mut text = format!("measure: {}", measure.name);
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
