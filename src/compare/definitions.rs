//! What is no growth. In: the definitions of two bundles. Out: those that differ, and for any number the ones
//! among them that it uses, however far down.

use super::Difference;
use super::bundle::ReadBundle;
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The word for rows in scope, in the definitions of metrics and breakdowns.
const SCOPE: &str = "scope";

/// Definitions of two bundles.
pub(super) struct Definitions {
    /// Those that differ.
    pub(super) differences: Vec<Difference>,
    /// Names of those that differ, with what they are.
    differing: BTreeMap<String, &'static str>,
    /// The names that each definition uses, by its own name.
    uses: BTreeMap<String, BTreeSet<String>>,
}

impl Definitions {
    pub(super) fn of(old: &ReadBundle, new: &ReadBundle) -> Self {
        let (before, now) = (&old.report.definitions, &new.report.definitions);
        let mut differences = Vec::new();
        if old.manifest.hfreport != new.manifest.hfreport {
            differences.push(Difference {
                kind: "version",
                name: "hfreport".to_owned(),
                old: Some(old.manifest.hfreport.clone()),
                new: Some(new.manifest.hfreport.clone()),
            });
        }
        if before.scope != now.scope {
            differences.push(Difference {
                kind: SCOPE,
                name: SCOPE.to_owned(),
                old: Some(before.scope.as_ref().map_or_else(all_rows, json)),
                new: Some(now.scope.as_ref().map_or_else(all_rows, json)),
            });
        }
        differences.extend(differing(
            "source",
            &before.sources,
            &now.sources,
            |source| source.filter.clone().unwrap_or_else(all_rows),
        ));
        let lookup = |lookup: &crate::document::manifest::LookupRecord| {
            let digest = lookup.sha256.as_deref().unwrap_or("in line");
            let digest = digest.get(..8).unwrap_or(digest);
            format!("{} rows, {digest}", lookup.rows)
        };
        let (of_old, of_new) = (&old.manifest.lookups, &new.manifest.lookups);
        differences.extend(differing("lookup", of_old, of_new, lookup));
        let text = String::clone;
        differences.extend(differing("filter", &before.filters, &now.filters, text));
        differences.extend(differing(
            "dimension",
            &before.dimensions,
            &now.dimensions,
            |it| format!("{} of {}", it.definition, it.source),
        ));
        differences.extend(differing(
            "measure",
            &before.measures,
            &now.measures,
            |it| it.definition.clone(),
        ));
        let (of_old, of_new) = (&old.report.breakdowns, &new.report.breakdowns);
        differences.extend(differing("breakdown", of_old, of_new, |it| {
            json(&it.definition)
        }));
        let (of_old, of_new) = (&old.report.metrics, &new.report.metrics);
        differences.extend(differing("metric", of_old, of_new, |it| {
            json(&it.definition)
        }));
        let known = differences.iter().map(|it| (it.name.clone(), it.kind));
        Self {
            differing: known.collect(),
            uses: uses(new),
            differences,
        }
    }

    /// What differs among all that a definition uses, as `measure downloads`.
    pub(super) fn because(&self, definition: &impl Serialize) -> Vec<String> {
        let mut open: Vec<String> = words(&value(definition)).into_iter().collect();
        let mut seen: BTreeSet<String> = open.iter().cloned().collect();
        let mut found = BTreeSet::new();
        while let Some(name) = open.pop() {
            if let Some(kind) = self.differing.get(&name) {
                let said = if *kind == name {
                    name.clone()
                } else {
                    format!("{kind} {name}")
                };
                found.insert(said);
            }
            for inner in self.uses.get(&name).into_iter().flatten() {
                if seen.insert(inner.clone()) {
                    open.push(inner.clone());
                }
            }
        }
        found.into_iter().collect()
    }

    /// The same of a breakdown or metric by its name, itself included.
    pub(super) fn because_of(&self, name: &str, definition: &impl Serialize) -> Vec<String> {
        let mut found = self.because(definition);
        if let Some(kind) = self.differing.get(name) {
            found.insert(0, format!("{kind} {name}"));
        }
        found
    }
}

/// Entries of two maps that are not the same as `shown` says them.
pub(super) fn differing<T>(
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
fn uses(bundle: &ReadBundle) -> BTreeMap<String, BTreeSet<String>> {
    let definitions = &bundle.report.definitions;
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
    for (name, filter) in &definitions.filters {
        add(name, &value(filter));
    }
    for (name, breakdown) in &bundle.report.breakdowns {
        let columns = breakdown.columns.iter();
        let measures: Vec<&String> = columns.filter_map(|it| it.measure.as_ref()).collect();
        add(name, &value(&(&breakdown.definition, measures)));
    }
    for (name, metric) in &bundle.report.metrics {
        add(name, &value(&metric.definition));
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
