//! Rows that two files of a source have. In: a sample of the rows of each file. Out: a warning of the first two of which one has nearly all rows
//! of the other.

use super::Contract;
use super::at_path;
use super::found::path_of;
use crate::diagnostic::{Code, Diagnostic};
use crate::results::RowSample;
use crate::text::Locale;
use crate::text::number::integer;

/// Most files that are held against each other.
const MOST: usize = 100;

impl Contract<'_> {
    /// Whether a source has several files, and not very many.
    pub(super) fn holds_files_against_each_other(&self) -> bool {
        (2..=MOST).contains(&self.files.files().len())
    }

    /// The warning of rows that stand in two files.
    pub(super) fn rows_again(&self) -> Option<Diagnostic> {
        let files: Vec<(usize, RowSample)> = self.likeness.files().into_iter().collect();
        let weight = self.source.weight.as_ref();
        let weight = weight.filter(|_| !self.source.weighed_columns().is_empty());
        let mut pairs = files.iter().enumerate().flat_map(|(at, later)| {
            let earlier = files[..at].iter();
            earlier.flat_map(move |earlier| [(earlier, later), (later, earlier)])
        });
        let (one, other, found) = pairs.find_map(|((one, own), (other, others))| {
            let found = own.held_against(others);
            found
                .are_nearly_all(weight.is_some())
                .then_some((*one, *other, found))
        })?;
        let name = |file: usize| {
            let name = path_of(&self.files, file).file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        };
        let number = |rows: usize| integer((rows as i128).into(), Locale::En);
        let which = if found.shared == found.rows {
            format!("all {}", number(found.rows))
        } else {
            format!("{} of {}", number(found.shared), number(found.rows))
        };
        let with = weight.map(|weight| format!(" with `{}`", weight.name));
        let with = with.unwrap_or_default();
        let looked = if found.is_whole {
            ""
        } else {
            " that were looked at"
        };
        let message = format!(
            "source `{}`: {which} different rows{with}{looked} of `{}` stand in `{}` too",
            self.source.name,
            name(one),
            name(other)
        );
        let warning = Diagnostic::warning(Code::ROWS_AGAIN, message)
            .hint("where a file was saved under two names, or goes on from another one, take the rows out that are there twice; where rows stay from file to file, say so at the source: `allow: [HF0466]`");
        Some(at_path(self.source, warning))
    }
}
