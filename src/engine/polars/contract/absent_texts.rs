//! Texts that the contract compares columns of the files with, and that no row has.

use super::Contract;
use crate::diagnostic::{Code, Diagnostic};
use crate::report::Source;
use std::collections::{BTreeMap, BTreeSet};

/// The texts that a contract compares columns with, by column.
pub(super) fn compared_texts(source: &Source) -> BTreeMap<String, BTreeSet<String>> {
    let mut asked: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for compared in &source.compared {
        let texts = asked.entry(compared.name.clone()).or_default();
        texts.insert(compared.text.clone());
    }
    asked
}

impl Contract<'_> {
    /// Warnings for the texts that the contract compares columns with and that no row of any file has.
    pub(super) fn absent_texts(&self) -> Vec<Diagnostic> {
        let missed = self.missing.absent();
        let warnings = self.source.compared.iter().filter_map(|compared| {
            let mut missed = missed.iter();
            let found = missed.find(|it| it.column == compared.name && it.text == compared.text)?;
            if found.is_fine(compared) {
                return None;
            }
            let warning = Diagnostic::warning(Code::ABSENT_TEXT, compared.is_in_no("row"));
            let warning = warning.at(compared.location.clone());
            Some(warning.maybe_hint(found.hint(compared)))
        });
        warnings.collect()
    }
}
