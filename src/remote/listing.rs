//! Lists of a server, page by page: every name is a file and comes once, and the list has an end.

use super::address::is_path;
use std::collections::BTreeSet;

/// Pages in a row that may bring no name.
const EMPTY: usize = 100;
/// Names that a list may have: a report reads some files, and all names are held.
const MOST: usize = 1_000_000;

/// What a list has so far.
#[derive(Debug, Default)]
pub(super) struct Listing {
    names: BTreeSet<String>,
    pages: BTreeSet<String>,
    empty: usize,
}

impl Listing {
    /// Adds a page, which `place` names: its address, or the token that it was asked for with.
    ///
    /// # Errors
    /// Why it is none: a name is no path or comes twice, or the list comes back to a page or brings nothing for long.
    pub(super) fn page<'a>(
        &mut self,
        place: &str,
        names: impl Iterator<Item = &'a str>,
    ) -> Result<(), String> {
        self.empty += 1;
        for name in names {
            self.empty = 0;
            if !is_path(name) {
                return Err(format!("`{name}` in its list is no path of a file"));
            }
            if !self.names.insert(name.to_owned()) {
                return Err(format!("`{name}` is twice in its list"));
            }
        }
        if self.names.len() > MOST {
            return Err(format!("its list has more than {MOST} files"));
        }
        if !self.pages.insert(place.to_owned()) || self.empty > EMPTY {
            return Err("its list does not end".to_owned());
        }
        Ok(())
    }
}

/// Whether a pattern matches a name: `*` stands for no `/`.
pub(super) fn is_match(pattern: &glob::Pattern, name: &str) -> bool {
    let options = glob::MatchOptions {
        require_literal_separator: true,
        ..glob::MatchOptions::default()
    };
    pattern.matches_with(name, options)
}
