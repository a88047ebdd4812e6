//! What is no growth. In: what two bundles compute, and from what. Out: the definitions, lookups and params that
//! differ, and for any number the ones among them that it uses, however far down.

use super::manifest::{CorrectionsRecord, LookupRecord, Manifest};
use super::report_json::{
    BreakdownDefinition, ClaimDefinition, Definitions, MetricDefinition, ReportJson,
};
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The word for rows in scope, in the definitions of metrics and breakdowns.
const SCOPE: &str = "scope";

/// The word for claims.
const CLAIM: &str = "claim";

/// A thing of both bundles, or of one, that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Difference {
    /// What it is: `measure`, `lookup`, `scope`, …
    pub(crate) kind: &'static str,
    /// Its name.
    pub(crate) name: String,
    /// Before; absent: it is new.
    pub(crate) old: Option<String>,
    /// After; absent: it is gone.
    pub(crate) new: Option<String>,
}

/// What a bundle computes, and from what.
#[derive(Clone, Debug)]
pub(crate) struct Defined {
    /// The version of the program; `None` where it does not matter.
    pub(crate) version: Option<String>,
    /// The definitions on which metrics and breakdowns build.
    pub(crate) definitions: Definitions,
    /// Breakdowns with the names of their measures.
    pub(crate) breakdowns: IndexMap<String, (BreakdownDefinition, Vec<String>)>,
    /// Metrics.
    pub(crate) metrics: IndexMap<String, MetricDefinition>,
    /// The conditions of claims.
    pub(crate) claims: IndexMap<String, ClaimDefinition>,
    /// Corrections by source; `None` where they do not matter.
    pub(crate) corrections: Option<IndexMap<String, CorrectionsRecord>>,
    /// Lookups.
    pub(crate) lookups: IndexMap<String, LookupRecord>,
    /// Params whose values count as definitions, as written in paths.
    pub(crate) params: IndexMap<String, String>,
}

impl Defined {
    /// What a bundle says that it computes; its params are left out.
    pub(crate) fn of_bundle(manifest: &Manifest, report: &ReportJson) -> Self {
        let breakdowns = report.breakdowns.iter().map(|(name, it)| {
            let columns = it.columns.iter();
            let mut measures: Vec<String> = Vec::new();
            for measure in columns.filter_map(|column| column.measure.as_ref()) {
                if !measures.contains(measure) {
                    measures.push(measure.clone());
                }
            }
            (name.clone(), (it.definition.clone(), measures))
        });
        let metrics = report.metrics.iter();
        Self {
            version: Some(manifest.hfreport.clone()),
            definitions: report.definitions.clone(),
            breakdowns: breakdowns.collect(),
            metrics: metrics
                .map(|(name, it)| (name.clone(), it.definition.clone()))
                .collect(),
            claims: report
                .claims
                .iter()
                .map(|(name, it)| (name.clone(), it.definition.clone()))
                .collect(),
            corrections: Some(corrections(manifest)),
            lookups: manifest.lookups.clone(),
            params: IndexMap::new(),
        }
    }
}

/// The differences between what two bundles compute.
pub(crate) struct Differences {
    /// Those that differ.
    pub(crate) list: Vec<Difference>,
    /// Positions in the list, by name.
    differing: BTreeMap<String, Vec<usize>>,
    /// The names that each definition uses, by its own name.
    uses: BTreeMap<String, BTreeSet<String>>,
}

impl Differences {
    pub(crate) fn between(old: &Defined, new: &Defined) -> Self {
        let (before, now) = (&old.definitions, &new.definitions);
        let mut list = Vec::new();
        if let (Some(old), Some(new)) = (&old.version, &new.version)
            && old != new
        {
            list.push(Difference {
                kind: "version",
                name: "hfreport".to_owned(),
                old: Some(old.clone()),
                new: Some(new.clone()),
            });
        }
        if before.scope != now.scope {
            list.push(Difference {
                kind: SCOPE,
                name: SCOPE.to_owned(),
                old: Some(before.scope.as_ref().map_or_else(all_rows, json)),
                new: Some(now.scope.as_ref().map_or_else(all_rows, json)),
            });
        }
        list.extend(differing(
            "source",
            &before.sources,
            &now.sources,
            |source| source.filter.clone().unwrap_or_else(all_rows),
        ));
        if let (Some(old), Some(new)) = (&old.corrections, &new.corrections) {
            list.extend(differing("corrections of source", old, new, |it| {
                let digest = it.sha256.get(..8).unwrap_or(&it.sha256);
                let noun = if it.cells == 1 { "cell" } else { "cells" };
                format!("{} {noun}, {digest}", it.cells)
            }));
        }
        let columns = |of: &Definitions| {
            let sources = of.sources.values();
            let columns = sources.flat_map(|source| source.columns.clone());
            columns.collect::<IndexMap<String, String>>()
        };
        let text = String::clone;
        list.extend(differing("column", &columns(before), &columns(now), text));
        let lookup = |lookup: &LookupRecord| {
            let digest = lookup.sha256.as_deref().unwrap_or("in line");
            let digest = digest.get(..8).unwrap_or(digest);
            format!("{} rows, {digest}", lookup.rows)
        };
        list.extend(differing("lookup", &old.lookups, &new.lookups, lookup));
        list.extend(differing("param", &old.params, &new.params, text));
        list.extend(differing("filter", &before.filters, &now.filters, text));
        list.extend(differing(
            "dimension",
            &before.dimensions,
            &now.dimensions,
            |it| format!("{} of {}", it.definition, it.source),
        ));
        list.extend(differing(
            "measure",
            &before.measures,
            &now.measures,
            |it| it.definition.clone(),
        ));
        let breakdown = |it: &(BreakdownDefinition, Vec<String>)| json(&it.0);
        let (of_old, of_new) = (&old.breakdowns, &new.breakdowns);
        list.extend(differing("breakdown", of_old, of_new, breakdown));
        list.extend(differing("metric", &old.metrics, &new.metrics, json));
        list.extend(differing(CLAIM, &old.claims, &new.claims, json));
        let mut differing: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        // Claims have names of their own, and no number uses one.
        let named = list.iter().enumerate().filter(|(_, it)| it.kind != CLAIM);
        for (at, difference) in named {
            differing
                .entry(difference.name.clone())
                .or_default()
                .push(at);
        }
        Self {
            differing,
            uses: uses(new),
            list,
        }
    }

    /// The differences among all that a definition uses, in the order of the list.
    fn used_by(&self, definition: &impl Serialize) -> BTreeSet<usize> {
        let mut open: Vec<String> = words(&value(definition)).into_iter().collect();
        let mut seen: BTreeSet<String> = open.iter().cloned().collect();
        let mut found = BTreeSet::new();
        while let Some(name) = open.pop() {
            found.extend(self.differing.get(&name).into_iter().flatten());
            for inner in self.uses.get(&name).into_iter().flatten() {
                if seen.insert(inner.clone()) {
                    open.push(inner.clone());
                }
            }
        }
        found
    }

    /// The positions of the differences behind a breakdown or metric of the newer bundle: itself and all that it
    /// uses.
    pub(crate) fn behind(&self, name: &str) -> BTreeSet<usize> {
        self.used_by(&name)
    }

    /// The positions of the differences behind a claim of the newer bundle: its condition and all that this uses.
    pub(crate) fn behind_claim(&self, name: &str, condition: &ClaimDefinition) -> BTreeSet<usize> {
        let list = self.list.iter().enumerate();
        let own = list.filter(|(_, it)| it.kind == CLAIM && it.name == name);
        let own = own.map(|(at, _)| at);
        own.chain(self.used_by(condition)).collect()
    }

    /// What differs behind a breakdown or metric, as `measure downloads`.
    pub(crate) fn because_of(&self, name: &str) -> Vec<String> {
        self.said(self.behind(name))
    }

    /// Some differences, as `measure downloads`.
    pub(crate) fn said(&self, positions: BTreeSet<usize>) -> Vec<String> {
        let positions = positions.into_iter();
        positions.map(|at| said(&self.list[at])).collect()
    }
}

/// What was corrected in the sources of a bundle.
fn corrections(manifest: &Manifest) -> IndexMap<String, CorrectionsRecord> {
    let sources = manifest.sources.iter();
    let corrected = sources.filter_map(|(name, source)| {
        let corrections = source.corrections.clone()?;
        (corrections.cells > 0).then(|| (name.clone(), corrections))
    });
    corrected.collect()
}

/// A difference by what it is and its name.
fn said(difference: &Difference) -> String {
    let Difference { kind, name, .. } = difference;
    if kind == name {
        name.clone()
    } else {
        format!("{kind} {name}")
    }
}

/// Entries of two maps that are not the same as `shown` says them.
pub(crate) fn differing<T>(
    kind: &'static str,
    old: &IndexMap<String, T>,
    new: &IndexMap<String, T>,
    shown: impl Fn(&T) -> String,
) -> Vec<Difference> {
    let gone = old.keys().filter(|name| !new.contains_key(*name));
    let names = new.keys().chain(gone);
    let pairs = names.map(|name| Difference {
        kind,
        name: name.clone(),
        old: old.get(name).map(&shown),
        new: new.get(name).map(&shown),
    });
    pairs.filter(|pair| pair.old != pair.new).collect()
}

/// What each definition of a bundle names.
fn uses(bundle: &Defined) -> BTreeMap<String, BTreeSet<String>> {
    let definitions = &bundle.definitions;
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |name: &String, value: &Value| {
        uses.entry(name.clone()).or_default().extend(words(value));
    };
    for (name, measure) in &definitions.measures {
        add(name, &value(&(&measure.definition, &measure.ratio)));
    }
    for (name, dimension) in &definitions.dimensions {
        add(name, &value(&(&dimension.definition, &dimension.source)));
    }
    for (name, source) in &definitions.sources {
        add(name, &value(&source.filter));
        for (column, text) in &source.columns {
            add(column, &value(&(text, name)));
        }
    }
    for (name, filter) in &definitions.filters {
        add(name, &value(filter));
    }
    for (name, breakdown) in &bundle.breakdowns {
        add(name, &value(breakdown));
    }
    for (name, metric) in &bundle.metrics {
        add(name, &value(metric));
    }
    if let Some(scope) = &definitions.scope {
        add(&SCOPE.to_owned(), &value(scope));
    }
    uses
}

/// The words of all texts of a value outside of quotes: among them are the names that it uses.
fn words(value: &Value) -> BTreeSet<String> {
    match value {
        Value::String(text) => {
            let outside = text.split('\'').step_by(2);
            let words = outside
                .flat_map(|part| part.split(|sign: char| !sign.is_alphanumeric() && sign != '_'));
            words
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        }
        Value::Array(values) => values.iter().flat_map(words).collect(),
        Value::Object(values) => {
            let keys = values.keys().cloned();
            keys.chain(values.values().flat_map(words)).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => BTreeSet::new(),
    }
}

fn value(definition: &impl Serialize) -> Value {
    serde_json::to_value(definition).unwrap_or_default()
}

fn json(definition: &impl Serialize) -> String {
    value(definition).to_string()
}

fn all_rows() -> String {
    "all rows".to_owned()
}
