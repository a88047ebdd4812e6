//! Addresses of the values of dimensions and columns.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::report::Link;

impl Context<'_> {
    /// Reads the `link` of the dimension or column at a pointer; a wrong one is reported.
    pub(super) fn link(&mut self, text: Option<&String>, pointer: &str) -> Option<Link> {
        match Link::parse(text?) {
            Ok(link) => Some(link),
            Err(problem) => {
                let problem =
                    Diagnostic::error(Code::LINK, format!("`link` is no address: {problem}"))
                        .at(Location::value(format!("{pointer}/link")));
                self.problems.push(problem);
                None
            }
        }
    }
}
