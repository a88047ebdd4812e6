//! What each source must deliver beside its groups.

use super::Scan;
use super::base::Base;
use super::requests::Planner;
use std::collections::{BTreeMap, BTreeSet};

impl Planner<'_> {
    /// The texts that the groups of a source do not tell of, by column.
    fn asked(&self, source: usize, bases: &[&Base]) -> BTreeMap<String, BTreeSet<String>> {
        let mut asked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for compared in &self.report.compared {
            let name = &compared.name;
            // Bases of rows in scope do not know the others; what is no column is judged by them all the same.
            let is_column = self.report.sources[source].columns.contains_key(name);
            let is_known =
                |base: &&Base| base.column(name).is_some() && !(is_column && base.in_scope);
            if compared.is_of(source)
                && self.report.is_row(source, name)
                && !bases.iter().any(is_known)
            {
                let texts = asked.entry(name.clone()).or_default();
                texts.insert(compared.text.clone());
            }
        }
        asked
    }

    /// The columns that each source must provide.
    pub(super) fn scans(&self) -> Vec<Scan> {
        let mut scans = Vec::new();
        for (index, source) in self.report.sources.iter().enumerate() {
            let bases: Vec<&Base> = self.bases.iter().filter(|b| b.source == index).collect();
            if bases.is_empty() {
                continue;
            }
            // The whole contract is checked, no matter how much of it the report uses.
            scans.push(Scan {
                source: index,
                columns: source.columns.keys().cloned().collect(),
                asked: self.asked(index, &bases),
            });
        }
        scans
    }
}
